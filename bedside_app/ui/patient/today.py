"""Today: what a patient under treatment may be given, and why; the first screen while a regimen is active."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLayout, QScrollArea, QVBoxLayout, QWidget

from bedside_app.domain.fact import FactId
from bedside_app.ui.components.basics import Link, Rule, Text
from bedside_app.ui.components.cards import Card
from bedside_app.ui.components.states import Notice, NoticeContent
from bedside_app.ui.patient.bridge import status_of
from bedside_app.ui.patient.entry import Draft
from bedside_app.ui.patient.rebuilt import swap
from bedside_app.ui.patient.today_entry import TodayForm
from bedside_app.ui.patient.today_pieces import asked_by, runs_of_pieces
from bedside_app.ui.patient.today_table import PaintedTable, TableCell, TableColumn, TableLine
from bedside_app.ui.patient.today_verdict import EmergencyLine, VerdictCard
from bedside_app.ui.theme import Role, Tone, Weight, font, text_width
from bedside_app.ui.viewmodels.notices import Working
from bedside_app.ui.viewmodels.patient.screens.today import LimitRow, Limits, TodayShown, said, today_of
from bedside_app.ui.viewmodels.patient.screens.today_cards import CardShown, cards_of
from bedside_app.ui.viewmodels.patient.screens.today_doses import CycleRow, Doses, SumRow, doses_of
from bedside_app.ui.viewmodels.shown import CaseShown

__all__ = ["TodaySection"]

_RIGHT: Final = 404  # px
_WIDE_RIGHT: Final = 520
_LABEL: Final = 88
_LABEL_MOST: Final = 130
_WIDE_LABEL: Final = 176
_ROWS: Final = 13  # of both tables: with more the rows are a little lower
_STRETCH: Final = (2, 1, 3, 0, 1, 1, 0)  # of label, value, limit, grade, when, source, verdict
_SHARE: Final = (1.35, 1.05, 1.75, 0.8, 0.0, 1.0, 0.0)
_TOP: Final = Qt.AlignmentFlag.AlignTop


class TodaySection(QWidget):
    """The emergency line, the verdict, limits and doses at the left; regimen, goals, next steps, calls at the right."""

    source_wanted = Signal(object)
    section_wanted = Signal(str)
    fact_wanted = Signal(str)
    handover_wanted = Signal()
    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._case: CaseShown | None = None
        self._low = self._wide = False
        self._asks: FactId | None = None
        self._form: TodayForm | None = None
        self._may_print = False
        self._place = QVBoxLayout(self)
        self._place.setContentsMargins(0, 0, 0, 0)
        for key, act in (("N", self._enter), ("H", self._print)):  # of the window, while this section is the one shown
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.activated.connect(act)

    def show_case(self, case: CaseShown, *, low: bool = False, wide: bool = False) -> None:
        """Show the day of a case. In a low window rows and gaps are smaller."""
        typed = self._typed(case)
        self._case, self._low, self._wide = case, low, wide
        self._show(case, typed)

    def _show(self, case: CaseShown, typed: tuple[FactId, Draft] | None) -> None:
        """Build the page, with the form of a fact where one is open."""
        shown, low, wide = today_of(case), self._low, self._wide
        self._form = None
        self._asks = None if shown.verdict is None else shown.verdict.asks
        self._may_print = shown.verdict is not None and not case.off_today
        page = QWidget()
        column = QVBoxLayout(page)
        edge = 8 if low else 16
        column.setContentsMargins(16, edge, 16, 8)
        column.setSpacing(8)
        if shown.working is not None:
            column.addWidget(_working(case, shown.working))
        elif shown.empty:
            empty = Card(padded=True)
            empty.add(Text(shown.empty, tone=Tone.TEXT2, wrap=True))
            column.addWidget(empty)
        else:
            self._add_day(column, case, shown, low=low, wide=wide)
            if typed is not None:
                self._form = self._form_for(case, *typed)
                column.insertWidget(column.count() - 1, self._form)
        column.addStretch(1)
        swap(self._place, page)

    def _typed(self, case: CaseShown) -> tuple[FactId, Draft] | None:
        """Return what is typed and not saved, where it may still be: the same revision, another window or language."""
        before, form = self._case, self._form
        if form is None or before is None or before.state.revision != case.state.revision or not _may_enter(case):
            return None
        return form.fact, form.draft

    def enter(self, fact: str) -> None:
        """Open the form for a value below the verdict, with the cursor in it."""
        if self._case is None or not _may_enter(self._case):
            return
        if self._form is None or self._form.fact != fact:
            self._show(self._case, (FactId(fact), Draft()))
            self._scroll_up()
        if self._form is not None:
            self._form.take_focus()

    def _scroll_up(self) -> None:
        """Bring the verdict and the form below it into sight."""
        step = self.parentWidget()
        while step is not None and not isinstance(step, QScrollArea):
            step = step.parentWidget()
        if step is not None:
            step.verticalScrollBar().setValue(0)

    def _form_for(self, case: CaseShown, fact: FactId, draft: Draft) -> TodayForm:
        form = TodayForm(case, fact, draft)
        form.changed.connect(self.changed)
        form.closed.connect(self._close_form)
        return form

    def _close_form(self) -> None:
        if self._case is not None:
            self._show(self._case, None)

    def _add_day(self, column: QVBoxLayout, case: CaseShown, shown: TodayShown, *, low: bool, wide: bool) -> None:
        if shown.emergency is not None:
            line = EmergencyLine(shown.emergency)
            line.source_wanted.connect(self._ask)
            column.addWidget(line)
        if shown.verdict is not None:
            verdict = VerdictCard(shown.verdict, low=low)
            verdict.source_wanted.connect(self._ask)
            verdict.action_wanted.connect(self._enter)
            column.addWidget(verdict)
        row = QHBoxLayout()
        row.setSpacing(12)
        left, right = QVBoxLayout(), QVBoxLayout()
        left.setSpacing(8)
        right.setSpacing(8)
        doses = doses_of(case)
        if shown.limits is not None and doses is not None:
            rows = len(shown.limits.rows) + len(doses.rows) + len(doses.sums) + bool(shown.limits.also)
            dense = low or (rows > _ROWS and not wide)
            left.addWidget(self._limits(shown.limits, dense=dense, low=low))
            left.addWidget(self._doses(doses, dense=dense, low=low))
        left.addStretch(1)
        cards = cards_of(case)
        label = _label_width(cards, wide=wide)
        for card in cards:
            made = self._card(card, label, low=low)
            if card is cards[-1]:
                made.add(self._paper(case, label))
            right.addWidget(made)
        right.addStretch(1)
        side = QWidget()
        side.setFixedWidth(_WIDE_RIGHT if wide else _RIGHT)
        right.setContentsMargins(0, 0, 0, 0)
        side.setLayout(right)
        row.addLayout(left, 1)
        row.addWidget(side, 0, _TOP)
        column.addLayout(row)

    def _limits(self, limits: Limits, *, dense: bool, low: bool) -> Card:
        card = Card()
        columns = [
            TableColumn(title, stretch=stretch, wraps=share > 0, right=title is limits.heads[-1], share=share)
            for title, stretch, share in zip(limits.heads, _STRETCH, _SHARE, strict=True)
        ]
        lines = [_limit_line(row) for row in limits.rows]
        card.add(self._table(limits.heads[0], columns, lines, row_height=24 if dense else 26, low=low))
        if limits.none:
            card.add(_padded(Text(limits.none, tone=Tone.UNKNOWN, wrap=True)))
        notes = QVBoxLayout()
        notes.setSpacing(2)
        for note in (*limits.steps, *([limits.also] if limits.also else [])):
            text = Text(runs_of_pieces(note), Role.CAPTION, tone=Tone.TEXT2, wrap=True)
            text.source_wanted.connect(self._ask)
            notes.addWidget(text)
        if notes.count():
            card.add(_padded(notes))
        return card

    def _doses(self, doses: Doses, *, dense: bool, low: bool) -> Card:
        card = Card()
        columns = [
            TableColumn(doses.title),
            *(TableColumn(drug, stretch=1, wraps=True) for drug in doses.drugs),
            TableColumn(doses.support, stretch=1, wraps=True),
            TableColumn(doses.reason, stretch=2, wraps=True),
        ]
        lines = [_cycle_line(row) for row in doses.rows]
        lines += [_sum_line(row, len(columns)) for row in doses.sums]
        card.add(self._table(doses.title, columns, lines, row_height=24 if dense else 26, low=low))
        if doses.none:
            card.add(_padded(Text(doses.none, tone=Tone.UNKNOWN, wrap=True)))
        return card

    def _table(
        self, name: str, columns: list[TableColumn], lines: list[TableLine], *, row_height: int, low: bool
    ) -> PaintedTable:
        table = PaintedTable(name, columns, lines, row_height=row_height, head=28 if low else 32)
        table.source_wanted.connect(self._ask)
        return table

    def _card(self, shown: CardShown, label: float, *, low: bool) -> Card:
        card = Card()
        card.setAccessibleName(shown.title)
        source = () if shown.source is None else runs_of_pieces([shown.source])
        lines = [
            TableLine((TableCell(row.label, tone=Tone.TEXT2), TableCell(runs_of_pieces(row.pieces))), spoken=row.spoken)
            for row in shown.rows
        ]
        head = PaintedTable(
            shown.title,
            [TableColumn(shown.title, stretch=1, wraps=True), TableColumn(source, right=True, wraps=True)],
            [],
            head=24 if low else 26,
        )
        rows = PaintedTable(
            shown.title,
            [TableColumn(least=label, most=label), TableColumn(stretch=1, wraps=True)],
            lines,
            row_height=20,
            head=0,
            ruled=False,
        )
        for table in (head, rows):
            table.source_wanted.connect(self._ask)
        card.add(head)
        card.add(_ruled(rows, 2 if low else 3))
        return card

    def _paper(self, case: CaseShown, label: float) -> QLayout:
        """Return the row that prints the hand-over: of today only."""
        row = QHBoxLayout()
        row.setContentsMargins(12, 0, 12, 4)
        row.setSpacing(12)
        name = Text(said(case, "paper"), tone=Tone.TEXT2)
        name.setMinimumWidth(int(label))
        row.addWidget(name)
        link = Link(said(case, "print" if self._may_print else "print-off"), role=Role.BODY, key="H")
        link.setEnabled(self._may_print)
        link.clicked.connect(self._print)
        row.addWidget(link)
        row.addStretch(1)
        return row

    def _ask(self, key: str) -> None:
        wanted = asked_by(key)
        if isinstance(wanted, str):
            self.fact_wanted.emit(wanted)
        else:
            self.source_wanted.emit(wanted)

    def _enter(self) -> None:
        if self._asks is not None:
            self.fact_wanted.emit(self._asks)

    def _print(self) -> None:
        if self._may_print:
            self.handover_wanted.emit()


def _may_enter(case: CaseShown) -> bool:
    """Say whether values of the day may be entered: on today, of a case that is not signed nor computed again."""
    return case.summary is not None and not case.off_today and not case.read_only


def _label_width(cards: Sequence[CardShown], *, wide: bool) -> float:
    """Return the width in px of the labels of all cards, so that what they say stands in one line."""
    face = font(Role.BODY)
    widest = max((text_width(row.label, face) for card in cards for row in card.rows), default=0.0)
    return min(_WIDE_LABEL if wide else _LABEL_MOST, max(_LABEL, widest + 1))


def _limit_line(row: LimitRow) -> TableLine:
    cells = (
        TableCell(row.label, weight=Weight.SEMIBOLD),
        TableCell(runs_of_pieces(row.value)),
        TableCell(runs_of_pieces(row.limit), tone=Tone.TEXT2),
        TableCell(row.grade, Role.CAPTION, tone=Tone.TEXT2),
        TableCell(row.when, tone=Tone.TEXT2),
        TableCell(row.source, tone=Tone.TEXT2),
        TableCell(status=status_of(row.sign), edged=bool(row.tint)),
    )
    return TableLine(cells, spoken=row.spoken, tone=Tone(row.tint) if row.tint else None)


def _cycle_line(row: CycleRow) -> TableLine:
    cells = (row.cycle, *row.doses, row.support, row.reason)
    return TableLine(tuple(TableCell(runs_of_pieces(cell)) for cell in cells), spoken=row.spoken)


def _sum_line(row: SumRow, columns: int) -> TableLine:
    """Return what was given so far; its note takes the columns that are left."""
    cells = [TableCell(row.title, weight=Weight.SEMIBOLD), *(TableCell(runs_of_pieces(cell)) for cell in row.cells)]
    left = columns - len(cells)
    if left > 0:
        cells.append(TableCell(runs_of_pieces(row.note), tone=Tone.TEXT2, span=left))
    return TableLine(tuple(cells), spoken=row.spoken, sunken=True)


def _working(case: CaseShown, working: Working) -> Notice:
    content = NoticeContent(key="working", title=working.title, status=status_of(working.sign), why=working.detail)
    return Notice(content, case.language)


def _padded(part: QWidget | QLayout) -> QLayout:
    """Return a part with the edge of a card."""
    place = QVBoxLayout()
    place.setContentsMargins(12, 4, 12, 6)
    if isinstance(part, QWidget):
        place.addWidget(part)
    else:
        place.addLayout(part)
    return place


def _ruled(rows: QWidget, edge: int) -> QLayout:
    """Return rows below the line of a head."""
    place = QVBoxLayout()
    place.setContentsMargins(0, 0, 0, 0)
    place.setSpacing(0)
    place.addWidget(Rule(strong=True))
    place.addSpacing(edge)
    place.addWidget(rows)
    place.addSpacing(edge)
    return place
