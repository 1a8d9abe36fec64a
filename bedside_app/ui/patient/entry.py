"""The form that enters one value: nothing is filled in, and *Save* waits until everything is right."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from bedside_app.domain.fact import FactId
from bedside_app.ui.components.basics import Button, ButtonKind, ChoiceField, DateField, Field, Text
from bedside_app.ui.components.cards import Card
from bedside_app.ui.theme import Role, Tone
from bedside_app.ui.viewmodels.patient.acting.entry import Checked, Typed, check_entry, form_of
from bedside_app.ui.viewmodels.shown import CaseShown

__all__ = ["EntryPanel"]


class EntryPanel(Card):
    """Value, unit, day, source and note of one fact. `entered(fact)` when a right value is saved."""

    entered = Signal(object)

    def __init__(self, case: CaseShown, fact: FactId, *, primary: str = "") -> None:
        self._form = form_of(case, fact)
        super().__init__(self._form.title, self._form.caption, padded=True)
        self._case, self._fact, self._primary = case, fact, primary
        self._touched: set[str] = set()
        form, language, labels = self._form, case.language, self._form.labels
        unit = form.units[0][1] if len(form.units) == 1 else ""
        self._value: Field | ChoiceField = (
            ChoiceField(labels["value"], language, form.choices)
            if form.choices
            else Field(labels["value"], language, unit=unit, example=form.range_hint)
        )
        self._unit = ChoiceField(labels["unit"], language, form.units) if len(form.units) > 1 else None
        self._day = DateField(labels["day"], language, start=case.today)
        self._source = ChoiceField(labels["source"], language, form.sources)
        self._note = Field(labels["note"], language)
        self._hint = Text("", Role.CAPTION, tone=Tone.TEXT2, wrap=True)
        self._save = Button(form.save, ButtonKind.PRIMARY, icon="check")
        self._save.setEnabled(False)
        self._save.clicked.connect(self._enter)
        self.add(_row(self._value, *([self._unit] if self._unit is not None else []), self._day))
        self.add(_row(self._source, self._note))
        self.add(self._hint)
        self.add(_row(self._save, Text(form.disabled, tone=Tone.CAUTION, wrap=True)))
        self._listen()

    def take_focus(self) -> None:
        """Put the cursor into the value."""
        editor = self._value.line if isinstance(self._value, Field) else self._value.box
        editor.setFocus()

    def _listen(self) -> None:
        if isinstance(self._value, Field):
            self._value.edited.connect(lambda _text: self._check("value"))
        else:
            self._value.chosen.connect(lambda _key: self._check("value"))
        if self._unit is not None:
            self._unit.chosen.connect(lambda _key: self._check("unit"))
        self._day.changed.connect(lambda: self._check("day"))
        self._source.chosen.connect(lambda _key: self._check("source"))

    def _typed(self) -> Typed:
        value = self._value.text if isinstance(self._value, Field) else self._value.selected
        only = self._form.units[0][0] if len(self._form.units) == 1 else ""
        day: date | None = self._day.day
        return Typed(
            value=value,
            unit=only if self._unit is None else self._unit.selected,
            day="" if day is None else day.isoformat(),
            source=self._source.selected,
            note=self._note.text,
        )

    def _checked(self) -> Checked:
        return check_entry(self._case, self._fact, self._typed(), primary=self._primary)

    def _check(self, touched: str) -> None:
        """Say what is wrong with the fields that were touched; those that were not wait."""
        self._touched.add(touched)
        checked = self._checked()
        fields = {"value": self._value, "unit": self._unit, "day": self._day, "source": self._source}
        for name, field in fields.items():
            if field is not None:
                field.show_error(checked.errors.get(name, "") if name in self._touched else "")
        self._hint.set_content(checked.hint)
        self._save.setEnabled(checked.can_save)

    def _enter(self) -> None:
        checked = self._checked()
        if checked.fact is not None:
            self.entered.emit(checked.fact)


def _row(*parts: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(16)
    for part in parts:
        row.addWidget(part, 0 if isinstance(part, Button) else 1)
    return row
