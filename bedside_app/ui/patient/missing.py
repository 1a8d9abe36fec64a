"""Missing: what is unknown, what each answer would decide, and the form that enters a value."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from bedside_app.domain.fact import FactId
from bedside_app.foundation.words import say
from bedside_app.ui.components.basics import Icon, KeyCap, Rule, StatusChip, Text
from bedside_app.ui.components.cards import Card, FindingList, FindingRow
from bedside_app.ui.patient.bridge import status_of
from bedside_app.ui.patient.entry import Draft, EntryPanel
from bedside_app.ui.patient.rebuilt import swap
from bedside_app.ui.theme import Role, Tone, Weight
from bedside_app.ui.viewmodels.patient.acting.missing import Missing, missing_of
from bedside_app.ui.viewmodels.shown import CaseShown

__all__ = ["MissingSection"]

_LIST: Final = 448  # px
_ANSWER: Final = 150  # px
_TOP: Final = Qt.AlignmentFlag.AlignTop


class MissingSection(QWidget):
    """The list at the left, the chosen unknown at the right. `changed(events)` with what was saved."""

    source_wanted = Signal(object)
    section_wanted = Signal(str)
    fact_wanted = Signal(str)
    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._case: CaseShown | None = None
        self._chosen: FactId | None = None
        self._low = False
        self._list: FindingList | None = None
        self._panel: EntryPanel | None = None
        self._place, self._right = QVBoxLayout(self), QVBoxLayout()
        self._place.setContentsMargins(0, 0, 0, 0)

    def show_case(self, case: CaseShown, *, low: bool = False, wide: bool = False) -> None:
        """Show the unknowns of a case; the one that was chosen stays chosen while it is unknown."""
        draft = self._draft(case)
        self._case, self._low = case, low
        shown = missing_of(case, self._chosen)
        page, edge = QWidget(), 8 if low else 16
        row = QHBoxLayout(page)
        row.setContentsMargins(16, edge, 16, edge)
        row.setSpacing(12)
        row.addWidget(self._listed(case, shown))
        self._right = QVBoxLayout()
        row.addLayout(self._right, 1)
        self._show_chosen(case, shown, draft)
        swap(self._place, page)

    def _draft(self, case: CaseShown) -> tuple[FactId, Draft] | None:
        """Return what is typed and not saved, where it may still be: the same revision, another window or language."""
        before, panel = self._case, self._panel
        if before is None or panel is None or before.state.revision != case.state.revision:
            return None
        return panel.fact, panel.draft

    def choose(self, key: str) -> None:
        """Show one unknown and its form, with the cursor in it."""
        self._chosen = FactId(key)
        if self._case is None:
            return
        facts = [row.fact for row in missing_of(self._case, self._chosen).rows]
        rows = self._list
        if rows is None or rows.model().rowCount() != len(facts) or self._chosen not in facts:
            self.show_case(self._case, low=self._low)
        else:
            rows.setCurrentIndex(rows.model().index(facts.index(self._chosen), 0))  # selects, and so opens the form
        if self._panel is not None:
            self._panel.take_focus()

    def _listed(self, case: CaseShown, shown: Missing) -> Card:
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
        return card

    def _select(self, fact: str) -> None:
        self._chosen = FactId(fact)
        if self._case is not None:
            self._show_chosen(self._case, missing_of(self._case, self._chosen), None)

    def _show_chosen(self, case: CaseShown, shown: Missing, draft: tuple[FactId, Draft] | None) -> None:
        self._panel = None
        if shown.chosen is None:
            swap(self._right, QWidget())
            return
        kept = draft[1] if draft is not None and draft[0] == shown.chosen.fact else None
        panel = EntryPanel(case, shown.chosen.fact, primary=shown.chosen.primary, draft=kept)
        panel.changed.connect(self.changed)
        QTimer.singleShot(0, panel, lambda: panel.between.addWidget(_effects(case, shown)))  # the form does not wait
        self._panel = panel
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(panel, 1)
        column.addWidget(_file_instead(case))
        swap(self._right, holder)


def _effects(case: CaseShown, shown: Missing) -> QWidget:
    """Return what each answer would do, said before anything is typed."""
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 4, 0, 4)
    column.setSpacing(8)
    column.addWidget(Text(say("window.effects", case.language), weight=Weight.SEMIBOLD))
    grid = QGridLayout()
    grid.setColumnMinimumWidth(0, _ANSWER)
    grid.setColumnStretch(2, 1)
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(6)
    line = 0
    for effect in shown.effects:
        grid.addWidget(Rule(), line, 0, 1, 3)
        tone, weight = (Tone.TEXT2, None) if effect.now else (Tone.TEXT, Weight.SEMIBOLD)
        grid.addWidget(Text(effect.answer, weight=weight, tone=tone, wrap=True), line + 1, 0, _TOP)
        for becomes in effect.becomes:
            line += 1
            grid.addWidget(StatusChip(status_of(becomes.sign)), line, 1, _TOP)
            grid.addWidget(Text(becomes.options, wrap=True), line, 2)
        if not effect.becomes:
            line += 1
            grid.addWidget(Text("; ".join(effect.effects), tone=tone, wrap=True), line, 1, 1, 2)
        line += 1
    column.addLayout(grid)
    if shown.asked_by:
        column.addWidget(Text(shown.asked_by, Role.CAPTION, tone=Tone.TEXT2, wrap=True))
    if shown.chosen is not None:
        now = say("entry_section.now", case.language, {"why": shown.chosen.why})
        column.addWidget(Text(now, Role.CAPTION, tone=Tone.TEXT2, wrap=True))
    return holder


def _file_instead(case: CaseShown) -> Card:
    """Return the other way in: a file, which is read like any other."""

    def words(code: str) -> str:
        return say(f"entry_section.{code}", case.language)

    card = Card()
    row = QHBoxLayout()
    row.setContentsMargins(16, 11, 16, 11)
    row.setSpacing(8)
    row.addWidget(Icon("file-text", Tone.TEXT2, 16, line=18))
    row.addWidget(Text(words("file-title"), weight=Weight.SEMIBOLD))
    row.addWidget(Text(words("file-text"), tone=Tone.TEXT2))
    row.addWidget(KeyCap("Ctrl+O"))
    row.addWidget(Text(words("file-after"), tone=Tone.TEXT2, wrap=True), 1)
    card.add(row)
    return card
