"""The form that enters one value: nothing is filled in, and *Save* waits until everything is right."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from bedside_app.domain.case import Event
from bedside_app.domain.fact import FactId
from bedside_app.foundation.words import say
from bedside_app.ui.components.basics import Button, ButtonKind, ChoiceField, DateField, Field, Rule, Text
from bedside_app.ui.components.cards import Card
from bedside_app.ui.layouts import scrolling
from bedside_app.ui.theme import Role, Tone
from bedside_app.ui.viewmodels.patient.acting.entry import Typed, check_entry, form_of, not_obtainable
from bedside_app.ui.viewmodels.patient.acting.entry_events import Standing, events_of, standing_of
from bedside_app.ui.viewmodels.shown import CaseShown

__all__ = ["Draft", "EntryPanel"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What stands in the form and is not saved: a form that is built anew begins with it."""

    value: str = ""
    unit: str = ""
    day: str = ""
    source: str = ""
    note: str = ""
    reason: str = ""
    touched: frozenset[str] = field(default_factory=frozenset)


class EntryPanel(Card):
    """Value, unit, day, source and note of one fact. `changed(events)` when a right value, or none to be had, is saved.

    `between` takes what stands between the fields and the buttons; both scroll, the buttons stay in sight.
    """

    changed = Signal(object)

    def __init__(self, case: CaseShown, fact: FactId, *, primary: str = "", draft: Draft | None = None) -> None:
        self._form = form_of(case, fact)
        super().__init__(self._form.title, self._form.caption)
        self._case, self.fact, self._primary = case, fact, primary
        self._touched: set[str] = set()
        self._standing = Standing()
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
        self._stands = Text("", tone=Tone.CAUTION, wrap=True)
        self._reason = Field(self._say("reason"), language)
        self._save = Button(form.save, ButtonKind.PRIMARY, icon="check")
        self._why = Field(self._say("unobtainable"), language)
        self._save_none = Button(self._say("unobtainable-save"), ButtonKind.PRIMARY, icon="check")
        self._save_none.setEnabled(False)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._entry_page())
        self._pages.addWidget(self._none_page())
        self.between = QVBoxLayout()
        column = QVBoxLayout()
        column.addWidget(self._pages)
        column.addLayout(self.between)
        self.body.addWidget(scrolling(column, form.title, focus=False), 1)
        self.add(Rule())
        self._buttons = QStackedWidget()
        self._buttons.addWidget(self._entry_buttons())
        self._buttons.addWidget(self._none_buttons())
        self.add(self._buttons)
        self._listen()
        if form.disabled:
            self._disable(form.disabled)
        self._restore(draft or Draft())

    def _say(self, code: str) -> str:
        return say(f"entry_section.{code}", self._case.language)

    def take_focus(self) -> None:
        """Put the cursor into the value."""
        editor = self._value.line if isinstance(self._value, Field) else self._value.box
        editor.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- the parts -----------------------------------------------------------------------------------------------------

    def _entry_page(self) -> QWidget:
        page, column = _page()
        column.addLayout(_row(self._value, *([self._unit] if self._unit is not None else []), self._day))
        column.addLayout(_row(self._source, self._note))
        column.addWidget(self._hint)
        column.addWidget(self._stands)
        column.addWidget(self._reason)
        column.addStretch(1)
        return page

    def _none_page(self) -> QWidget:
        page, column = _page()
        column.addWidget(self._why)
        column.addWidget(Text(self._say("unobtainable-caption"), Role.CAPTION, tone=Tone.TEXT2, wrap=True))
        column.addStretch(1)
        return page

    def _entry_buttons(self) -> QWidget:
        none = Button(self._form.not_obtainable)
        none.clicked.connect(lambda: self._turn(1))
        clear = Button(self._say("clear"), ButtonKind.QUIET)
        clear.clicked.connect(self.clear)
        self._none, self._clear = none, clear
        return _buttons(self._save, none, clear)

    def _none_buttons(self) -> QWidget:
        back = Button(self._say("back"))
        back.clicked.connect(lambda: self._turn(0))
        self._back = back
        return _buttons(self._save_none, back)

    def _turn(self, page: int) -> None:
        """Show the value's fields, or the reason why there is none."""
        for stack in (self._pages, self._buttons):
            stack.setCurrentIndex(page)
        (self._why.line if page else self._none).setFocus(Qt.FocusReason.OtherFocusReason)

    def _disable(self, why: str) -> None:
        fields = (self._value, self._unit, self._day, self._source, self._note, self._none, self._clear)
        for one in fields:
            if one is not None:
                one.setEnabled(False)
        self._hint.set_content(why)
        self._hint.set_tone(Tone.CAUTION)

    # -- what is typed -------------------------------------------------------------------------------------------------

    def _listen(self) -> None:
        if isinstance(self._value, Field):
            self._value.edited.connect(lambda _text: self._check("value"))
        else:
            self._value.chosen.connect(lambda _key: self._check("value"))
        if self._unit is not None:
            self._unit.chosen.connect(lambda _key: self._check("unit"))
        self._day.changed.connect(lambda: self._check("day"))
        self._source.chosen.connect(lambda _key: self._check("source"))
        self._reason.edited.connect(lambda _text: self._check("reason"))
        self._why.edited.connect(lambda _text: self._check_none())
        self._save.clicked.connect(self._enter)
        self._save_none.clicked.connect(self._enter_none)

    @property
    def draft(self) -> Draft:
        """Return what stands in the form."""
        typed = self._typed()
        return Draft(
            value=typed.value,
            unit="" if self._unit is None else typed.unit,
            day=self._day.line.text(),
            source=typed.source,
            note=typed.note,
            reason=self._reason.text,
            touched=frozenset(self._touched),
        )

    def _restore(self, draft: Draft) -> None:
        _put(self._value, draft.value)
        if self._unit is not None:
            _put(self._unit, draft.unit)
        self._day.line.setText(draft.day)
        _put(self._source, draft.source)
        _put(self._note, draft.note)
        _put(self._reason, draft.reason)
        self._touched = set(draft.touched)
        self._check()

    def clear(self) -> None:
        """Take away what was typed; nothing was saved."""
        self._restore(Draft())
        self.take_focus()

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

    def _check(self, touched: str = "") -> None:
        """Say what is wrong with the fields that were touched; those that were not wait."""
        self._touched |= {touched} - {""}
        checked = check_entry(self._case, self.fact, self._typed(), primary=self._primary)
        self._standing = Standing() if checked.fact is None else standing_of(self._case, checked.fact)
        errors = dict(checked.errors)
        if self._standing.twice:
            errors["value"] = self._standing.twice
        if self._standing.needs_reason and not self._reason.text.strip():
            errors["reason"] = self._say("reason-missing")
        fields = {"value": self._value, "unit": self._unit, "day": self._day, "source": self._source}
        for name, one in {**fields, "reason": self._reason}.items():
            if one is not None:
                one.show_error(errors.get(name, "") if name in self._touched or self._standing.twice else "")
        if not self._form.disabled:
            self._hint.set_content(checked.hint)
        self._hint.setVisible(bool(self._hint.text()))
        self._stands.set_content(self._standing.text)
        self._stands.setVisible(self._standing.needs_reason)
        self._reason.setVisible(self._standing.needs_reason)
        self._save.setEnabled(checked.can_save and bool(self._events()))

    def _check_none(self) -> None:
        self._why.show_error("" if self._why.text.strip() else self._say("unobtainable-missing"))
        self._save_none.setEnabled(self._none_fact() is not None)

    def _none_fact(self) -> tuple[Event, ...] | None:
        made = not_obtainable(self._case, self.fact, self._why.text, primary=self._primary)
        return None if made is None else events_of(self._case, made, self._why.text) or None

    def _events(self) -> tuple[Event, ...]:
        checked = check_entry(self._case, self.fact, self._typed(), primary=self._primary)
        return () if checked.fact is None else events_of(self._case, checked.fact, self._reason.text)

    def _enter(self) -> None:
        if events := self._events():
            self.changed.emit(events)

    def _enter_none(self) -> None:
        if events := self._none_fact():
            self.changed.emit(events)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave what was begun with Escape: the reason, then what was typed."""
        if event.key() == Qt.Key.Key_Escape and self._pages.currentIndex() == 1:
            self._turn(0)
        elif event.key() == Qt.Key.Key_Escape and self.draft != Draft():
            self.clear()
        else:
            super().keyPressEvent(event)


def _page() -> tuple[QWidget, QVBoxLayout]:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(8)
    return page, column


def _row(*parts: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(16)
    for part in parts:
        row.addWidget(part, 1)
    return row


def _buttons(*buttons: Button) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(12, 10, 12, 10)
    row.setSpacing(8)
    for button in buttons:
        row.addWidget(button)
    row.addStretch(1)
    return holder


def _put(field_: Field | ChoiceField, text: str) -> None:
    """Put into a field what was typed or chosen before."""
    if isinstance(field_, Field):
        field_.line.setText(text)
    else:
        keys = [field_.box.itemData(at) for at in range(field_.box.count())]
        field_.box.setCurrentIndex(keys.index(text) if text in keys else -1)
