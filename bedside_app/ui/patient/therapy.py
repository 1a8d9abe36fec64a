"""Therapy: the options of the drug decision side by side, the other steps, and what is lowered and excluded.

The heads stay while the rows scroll below them: a line of the table is never read under the wrong option.
"""

from __future__ import annotations

from functools import partial
from itertools import groupby
from typing import ClassVar, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from bedside_app.domain.fact import FactId
from bedside_app.foundation.words import say
from bedside_app.ui.components.basics import Icon, Link, StatusChip, Text
from bedside_app.ui.components.cards import Card, Letter
from bedside_app.ui.patient.bridge import ref_of, status_of
from bedside_app.ui.patient.rebuilt import swap
from bedside_app.ui.patient.therapy_below import against_card, others_card
from bedside_app.ui.patient.therapy_cells import fill_cell, marked, status_mark, together
from bedside_app.ui.patient.therapy_sheet import Flow, Sheet, cell, row_name
from bedside_app.ui.theme import RADIUS, Role, StatusContent, Tone, Weight
from bedside_app.ui.viewmodels.notices import Working
from bedside_app.ui.viewmodels.patient.screens.options import OptionCard, systemic_steps
from bedside_app.ui.viewmodels.patient.screens.therapy import Therapy, therapy_of
from bedside_app.ui.viewmodels.shown import CaseShown

__all__ = ["TherapySection"]

_EDGE: Final = 16
_BAR: Final = 12  # px: the scroll bar stands in the right margin, so that rows keep the width of the heads
_TOP: Final = Qt.AlignmentFlag.AlignTop
_ICONS: Final = {
    "doses": "pill",
    "benefit": "users",
    "open": "circle-help",
    "harms": "triangle-alert",
    "evidence": "file-text",
    "because": "list-checks",
    "flips": "split",
}


class TherapySection(QWidget):
    """The table and what is below it."""

    source_wanted = Signal(object)
    section_wanted = Signal(str)
    fact_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._filled = False
        self._top, self._rows = QVBoxLayout(), _Rows()
        self._column = QVBoxLayout(self)
        self._column.setSpacing(0)
        self._column.addLayout(self._top)
        self._column.addWidget(self._rows, 1)

    def show_case(self, case: CaseShown, *, low: bool = False, wide: bool = False) -> None:
        """Show the therapy of a case as of its day; the rows stay where they were scrolled to."""
        shown = therapy_of(case)
        edge = 8 if low else _EDGE
        self._column.setContentsMargins(_EDGE, edge, _EDGE - _BAR, 0)
        head = QWidget()
        column = QVBoxLayout(head)
        column.setContentsMargins(0, 0, _BAR, 0)
        column.setSpacing(8)
        for part in self._above(case, shown):
            column.addWidget(part)
        if shown.columns:
            column.addWidget(self._heads(case, shown))
        swap(self._top, head)
        below = self._below(case, shown)
        rest = partial(self._add_rest, below, case, shown, edge)
        if self._filled:
            rest()  # first: the scroll bar's place and the focus may be in it
        self._rows.show_rows(below, case.say("rail.therapy"))
        if not self._filled:
            QTimer.singleShot(0, below, rest)  # the table is seen at once, what is far below it a turn later
        self._filled = True

    def _above(self, case: CaseShown, shown: Therapy) -> list[QWidget]:
        """Return what is said before the table: computing, doses off, nothing open, a step that is not in the table."""
        made: list[QWidget] = []
        if shown.working is not None:
            made.append(_working(shown.working))
        if shown.disabled:
            made.append(_sentence("triangle-alert", Tone.CAUTION, shown.disabled))
        if shown.empty:
            made.append(_sentence("info", Tone.TEXT2, shown.empty))
        step, _fact = _awaiting(case)
        if shown.columns and shown.condition and step not in {column.card.step for column in shown.columns}:
            words = say("therapy_section.step", case.language, {"step": step, "condition": shown.condition})
            made.append(_sentence("circle-help", Tone.UNKNOWN, words))
        return made

    def _heads(self, case: CaseShown, shown: Therapy) -> Sheet:
        """Return the steps, each over its options and with what it waits for, and the options."""
        sheet = Sheet(len(shown.columns), top=True)
        sheet.put(QWidget(), 0, 0)
        sheet.put(QWidget(), 1, 0)
        at = 1
        for step, group in groupby(shown.columns, key=lambda column: column.card.step):
            across = len(list(group))
            sheet.put(self._step(case, step, shown.condition), 0, at, across)
            at += across
        for number, column in enumerate(shown.columns, start=1):
            sheet.put(_head(column.card), 1, number)
        return sheet

    def _step(self, case: CaseShown, step: str, condition: str) -> QWidget:
        holder = Flow()
        row = QHBoxLayout(holder)
        row.setContentsMargins(16, 6, 16, 6)
        row.setSpacing(12)
        row.addWidget(Text(step, Role.CAPTION, weight=Weight.SEMIBOLD, tone=Tone.TEXT2, wrap=True))
        waiting, fact = _awaiting(case)
        if not condition or step != waiting:
            row.addStretch(1)
        else:
            mark = QHBoxLayout()
            mark.setSpacing(4)
            mark.addWidget(Icon("circle-help", Tone.UNKNOWN, 14, line=16))
            mark.addWidget(Text(condition, Role.CAPTION, weight=Weight.SEMIBOLD, tone=Tone.UNKNOWN, wrap=True), 1)
            row.addLayout(mark, 1)
            link = Link(case.say("findings.action.missing"))
            link.setAccessibleName(say("therapy_section.enter", case.language, {"condition": condition}))
            link.clicked.connect(lambda: self.fact_wanted.emit(fact))
            row.addWidget(link)
        return holder

    def _below(self, case: CaseShown, shown: Therapy) -> Flow:
        """Return what scrolls, with the rows of the table."""
        holder = Flow()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        if shown.columns:
            column.addWidget(self._table(case, shown))
        return holder

    def _add_rest(self, below: Flow, case: CaseShown, shown: Therapy, edge: int) -> None:
        """Add what stands below the table: the other steps, what is lowered and excluded."""
        column = below.layout()
        assert isinstance(column, QVBoxLayout)
        column.setContentsMargins(0, 0, 0, edge)
        if shown.others:
            column.addWidget(others_card(case, shown.others, self._ask))
        if shown.lowered or shown.excluded:
            column.addWidget(against_card(case, shown.lowered, shown.excluded))
        column.addStretch(1)

    def _table(self, case: CaseShown, shown: Therapy) -> Sheet:
        sheet = Sheet(len(shown.columns))
        for at, (row, words) in enumerate(shown.rows):
            sheet.put(row_name(_ICONS[row], together(words)), at, 0)
            for number, column in enumerate(shown.columns, start=1):
                values = {"letter": column.card.letter, "title": column.card.title, "row": words}
                holder, body = cell(say("therapy_section.cell", case.language, values))
                fill_cell(case, row, column, body, self._ask)
                sheet.put(holder, at, number)
        return sheet

    def _ask(self, key: str) -> None:
        self.source_wanted.emit(ref_of(key))


class _Rows(QScrollArea):
    """What scrolls under the heads; the keyboard scrolls it once it has the focus."""

    ring_radius: ClassVar[int] = RADIUS["card"]

    def __init__(self) -> None:
        super().__init__()
        self._place = 0
        content = Flow()
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(0, 0, _BAR, 0)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalScrollBar().rangeChanged.connect(self._arrive)
        self.setWidget(content)

    def show_rows(self, rows: QWidget, name: str) -> None:
        """Show other rows, scrolled to where the last ones stood, with the focus on the same control."""
        self.setAccessibleName(name)
        self._place = self.verticalScrollBar().value()
        swap(self._column, rows)
        self._arrive(0, self.verticalScrollBar().maximum())

    def _arrive(self, _least: int, most: int) -> None:
        if self._place and most >= self._place:
            self.verticalScrollBar().setValue(self._place)
            self._place = 0

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the rows as wide as the heads, whether there is a scroll bar beside them or not."""
        right = max(0, _BAR - (self.width() - self.viewport().width()))
        self._column.setContentsMargins(0, 0, right, 0)  # first: the rows are laid out once
        super().resizeEvent(event)


def _awaiting(case: CaseShown) -> tuple[str, FactId]:
    """Return the most decisive step and the first fact that it waits for, "" where it waits for none."""
    steps = () if case.summary is None else systemic_steps(case.summary)
    if not steps or not steps[0].awaits:
        return "", FactId("")
    return case.text(steps[0].title), steps[0].awaits[0]


def _head(card: OptionCard) -> QWidget:
    holder = Flow()
    holder.setAccessibleName(card.spoken)
    row = QHBoxLayout(holder)
    row.setContentsMargins(16, 8, 16, 8)
    row.setSpacing(8)
    row.addWidget(Letter(card.letter), alignment=_TOP)
    column = QVBoxLayout()
    column.setSpacing(6)
    column.addWidget(Text(card.title, Role.TITLE, weight=Weight.SEMIBOLD, wrap=True, at_top=True))
    column.addWidget(status_mark(card.sign))
    column.addStretch(1)
    row.addLayout(column, 1)
    return holder


def _working(working: Working) -> Card:
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(StatusChip(StatusContent(status_of(working.sign).status, working.title)))
    row.addWidget(Text(working.detail, tone=Tone.TEXT2, wrap=True), 1)
    card = Card(padded=True)
    card.add(row)
    return card


def _sentence(icon: str, tone: Tone, words: str) -> Card:
    card = Card(padded=True)
    card.add(marked(icon, tone, words, coloured=tone is not Tone.TEXT2))
    return card
