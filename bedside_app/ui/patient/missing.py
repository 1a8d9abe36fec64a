"""Missing: what is unknown, what each answer would decide, and the form that enters a value."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from bedside_app.domain.fact import FactId
from bedside_app.foundation.words import say
from bedside_app.ui.components.basics import Text
from bedside_app.ui.components.cards import Card, FindingList, FindingRow
from bedside_app.ui.layouts import clear
from bedside_app.ui.patient.bridge import status_of
from bedside_app.ui.patient.entry import EntryPanel
from bedside_app.ui.theme import Role, Tone, Weight
from bedside_app.ui.viewmodels.patient.acting.missing import Missing, missing_of
from bedside_app.ui.viewmodels.shown import CaseShown

__all__ = ["MissingSection"]

_LIST: Final = 448  # px
_TOP: Final = Qt.AlignmentFlag.AlignTop


class MissingSection(QWidget):
    """The list at the left, the chosen unknown at the right. `entered(fact)` with what was typed, once it is right."""

    source_wanted = Signal(object)
    section_wanted = Signal(str)
    fact_wanted = Signal(str)
    entered = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._case: CaseShown | None = None
        self._chosen: FactId | None = None
        self._list: FindingList | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 16, 16, 16)
        row.setSpacing(12)
        self._left, self._right = QVBoxLayout(), QVBoxLayout()
        row.addLayout(self._left)
        row.addLayout(self._right, 1)

    def show_case(self, case: CaseShown, *, low: bool = False, wide: bool = False) -> None:
        """Show the unknowns of a case; the one that was chosen stays chosen while it is unknown."""
        self._case = case
        shown = missing_of(case, self._chosen)
        self._show_list(case, shown)
        self._show_chosen(case, shown)

    def choose(self, key: str) -> None:
        """Show one unknown and its form, with the cursor in it."""
        self._chosen = FactId(key)
        if self._case is not None:
            self.show_case(self._case)
            panel = self.findChild(EntryPanel)
            if panel is not None:
                panel.take_focus()

    def _show_list(self, case: CaseShown, shown: Missing) -> None:
        clear(self._left)
        card = Card(case.say("rail.missing"), shown.caption)
        card.setFixedWidth(_LIST)
        if shown.empty:
            card.add(Text(shown.empty, tone=Tone.TEXT2, wrap=True))
        rows = FindingList(case.say("rail.missing"))
        rows.show_rows(
            [
                FindingRow(key=row.fact, title=row.label, status=status_of(row.sign), scope=row.decides)
                for row in shown.rows
            ]
        )
        if shown.chosen is not None:
            at = next(i for i, row in enumerate(shown.rows) if row.fact == shown.chosen.fact)
            rows.setCurrentIndex(rows.model().index(at, 0))
        rows.selected.connect(self._select)
        self._list = rows
        card.body.addWidget(rows, 1)
        self._left.addWidget(card, 1)

    def _select(self, fact: str) -> None:
        self._chosen = FactId(fact)
        if self._case is not None:
            self._show_chosen(self._case, missing_of(self._case, self._chosen))

    def _show_chosen(self, case: CaseShown, shown: Missing) -> None:
        clear(self._right)
        if shown.chosen is None:
            self._right.addStretch(1)
            return
        panel = EntryPanel(case, shown.chosen.fact, primary=shown.chosen.primary)
        panel.entered.connect(self.entered)
        self._right.addWidget(panel, 0, _TOP)
        self._right.addWidget(_effects(case, shown), 0, _TOP)
        self._right.addStretch(1)


def _effects(case: CaseShown, shown: Missing) -> Card:
    """Return what each answer would do, said before anything is typed."""
    card = Card(say("window.effects", case.language), padded=True)
    grid = QGridLayout()
    grid.setColumnMinimumWidth(0, 180)
    grid.setColumnStretch(1, 1)
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(8)
    for at, effect in enumerate(shown.effects):
        tone = Tone.TEXT2 if effect.now else Tone.TEXT
        weight = None if effect.now else Weight.SEMIBOLD
        grid.addWidget(Text(effect.answer, weight=weight, tone=tone, wrap=True), at, 0, _TOP)
        grid.addWidget(Text("; ".join(effect.effects), tone=tone, wrap=True), at, 1, _TOP)
    card.add(grid)
    if shown.asked_by:
        card.add(Text(shown.asked_by, Role.CAPTION, tone=Tone.TEXT2, wrap=True))
    if shown.chosen is not None:
        card.add(Text(shown.chosen.why, Role.CAPTION, weight=Weight.MEDIUM, tone=Tone.TEXT2, wrap=True))
    return card
