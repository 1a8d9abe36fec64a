"""Today: what a patient under treatment may be given, and why; the first screen while a regimen is active."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
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
_LABEL_MOST: Final = 150
_WIDE_LABEL: Final = 176
_ROWS: Final = 13  # of both tables: with more, all is a little lower and smaller, so that the day is seen whole
_LOW_ROW, _ROW, _DENSE_ROW = 24, 26, 20  # px
_STRETCH: Final = (2, 1, 3, 0, 1, 1, 0)  # of label, value, limit, grade, when, source, verdict
_CLOSE_STRETCH: Final = (0, 0, 1, 0, 0, 0, 0)
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

    def minimumSizeHint(self) -> QSize:
        """Return the least width in px; the height follows the width, and a least one would scroll what fits."""
        return QSize(super().minimumSizeHint().width(), 0)

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
        dense = self._is_dense(case, shown)
        edge = 5 if dense else 8 if low else 16
        column.setContentsMargins(16, edge, 16, min(edge, 8))
        column.setSpacing(min(edge, 8))
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
        dense = self._is_dense(case, shown)
        if shown.emergency is not None:
            line = EmergencyLine(shown.emergency, dense=dense)
            line.source_wanted.connect(self._ask)
            column.addWidget(line)
        if shown.verdict is not None:
            verdict = VerdictCard(shown.verdict, low=low, dense=dense, aside=self._paper(case))
            verdict.source_wanted.connect(self._ask)
            verdict.action_wanted.connect(self._enter)
            column.addWidget(verdict)
        row = QHBoxLayout()
        row.setSpacing(12)
        left, right = QVBoxLayout(), QVBoxLayout()
        for side in (left, right):
            side.setSpacing(6 if dense else 8)
        doses = doses_of(case)
        if shown.limits is not None and doses is not None:
            left.addWidget(self._limits(shown.limits, dense=dense, low=low))
            left.addWidget(self._doses(doses, dense=dense, low=low))
        left.addStretch(1)
        cards = cards_of(case)
        for card in cards:
            label = (
                _label_width([card], wide=wide, least=0, role=Role.CAPTION)
                if dense
                else _label_width(cards, wide=wide, least=_LABEL, role=Role.BODY)
            )
            right.addWidget(self._card(card, label, dense=dense, low=low))
        right.addStretch(1)
        cards_place = QWidget()
        cards_place.setFixedWidth(_WIDE_RIGHT if wide else _RIGHT)
        right.setContentsMargins(0, 0, 0, 0)
        cards_place.setLayout(right)
        row.addLayout(left, 1)
        row.addWidget(cards_place, 0, _TOP)
        column.addLayout(row)

    def _is_dense(self, case: CaseShown, shown: TodayShown) -> bool:
        """Say whether there is more of the day than stands in rows of their full height."""
        doses = doses_of(case)
        if shown.limits is None or doses is None or self._wide:
            return False
        return len(shown.limits.rows) + len(doses.rows) + len(doses.sums) + bool(shown.limits.also) > _ROWS

    def _limits(self, limits: Limits, *, dense: bool, low: bool) -> Card:
        card = Card()
        columns = [
            TableColumn(title, stretch=stretch, wraps=share > 0, right=title is limits.heads[-1], share=share)
            for title, stretch, share in zip(limits.heads, _CLOSE_STRETCH if dense else _STRETCH, _SHARE, strict=True)
        ]
        lines = [_limit_line(row, Role.REASON if dense else Role.BODY) for row in limits.rows]
        card.add(self._table(limits.heads[0], columns, lines, dense=dense, low=low))
        if limits.none:
            card.add(_padded(Text(limits.none, tone=Tone.UNKNOWN, wrap=True)))
        notes = QVBoxLayout()
        notes.setSpacing(0 if dense else 2)
        for note in (*limits.steps, *([limits.also] if limits.also else [])):
            text = Text(runs_of_pieces(note), Role.CAPTION, tone=Tone.TEXT2, wrap=True)
            text.source_wanted.connect(self._ask)
            notes.addWidget(text)
        if notes.count():
            card.add(_padded(notes, dense=dense))
        return card

    def _doses(self, doses: Doses, *, dense: bool, low: bool) -> Card:
        card = Card()
        columns = [
            TableColumn(doses.title),
            *(TableColumn(drug, stretch=1, wraps=True) for drug in doses.drugs),
            TableColumn(doses.support, stretch=1, wraps=True),
            TableColumn(doses.reason, stretch=2, wraps=True),
        ]
        role = Role.REASON if dense else Role.BODY
        lines = [_cycle_line(row, role) for row in doses.rows]
        lines += [_sum_line(row, len(columns), role) for row in doses.sums]
        card.add(self._table(doses.title, columns, lines, dense=dense, low=low))
        if doses.none:
            card.add(_padded(Text(doses.none, tone=Tone.UNKNOWN, wrap=True)))
        return card

    def _table(
        self, name: str, columns: list[TableColumn], lines: list[TableLine], *, dense: bool, low: bool
    ) -> PaintedTable:
        height, head = (_DENSE_ROW, 24) if dense else (_LOW_ROW, 28) if low else (_ROW, 32)
        table = PaintedTable(name, columns, lines, row_height=height, head=head)
        table.source_wanted.connect(self._ask)
        return table

    def _card(self, shown: CardShown, label: float, *, dense: bool, low: bool) -> Card:
        card = Card()
        card.setAccessibleName(shown.title)
        source = () if shown.source is None else runs_of_pieces([shown.source])
        role = Role.CAPTION if dense else Role.BODY
        lines = [
            TableLine(
                (TableCell(row.label, role, Tone.TEXT2), TableCell(runs_of_pieces(row.pieces), role)), spoken=row.spoken
            )
            for row in shown.rows
        ]
        head = PaintedTable(
            shown.title,
            [TableColumn(shown.title, stretch=1, wraps=True), TableColumn(source, right=True, wraps=True)],
            [],
            row_height=_DENSE_ROW if dense else _ROW,
            head=22 if dense else 24 if low else 26,
        )
        rows = PaintedTable(
            shown.title,
            [TableColumn(least=label, most=label), TableColumn(stretch=1, wraps=True)],
            lines,
            row_height=18 if dense else 20,
            head=0,
            ruled=False,
        )
        for table in (head, rows):
            table.source_wanted.connect(self._ask)
        card.add(head)
        card.add(_ruled(rows, 1 if dense else 2 if low else 3))
        return card

    def _paper(self, case: CaseShown) -> Link:
        """Return the link that prints the hand-over: of today only."""
        link = Link(said(case, "print" if self._may_print else "print-off"), role=Role.BODY, key="H")
        link.setEnabled(self._may_print)
        link.clicked.connect(self._print)
        return link

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


def _label_width(cards: Sequence[CardShown], *, wide: bool, least: int, role: Role) -> float:
    """Return the width in px of the labels of some cards, so that what they say stands in one line."""
    face = font(role)
    widest = max((text_width(row.label, face) for card in cards for row in card.rows), default=0.0)
    return min(_WIDE_LABEL if wide else _LABEL_MOST, max(least, widest + 1))


def _limit_line(row: LimitRow, role: Role) -> TableLine:
    """Return a limit; without a grade, what is held against takes the room of one."""
    quiet = Role.CAPTION if role is Role.REASON else role
    graded = (TableCell(row.grade, Role.CAPTION, tone=Tone.TEXT2),) if row.grade else ()
    cells = (
        TableCell(row.label, role, weight=Weight.SEMIBOLD),
        TableCell(runs_of_pieces(row.value), role),
        TableCell(runs_of_pieces(row.limit), quiet, Tone.TEXT2, span=1 if graded else 2),
        *graded,
        TableCell(row.when, quiet, Tone.TEXT2),
        TableCell(row.source, quiet, Tone.TEXT2),
        TableCell(status=status_of(row.sign), edged=bool(row.tint)),
    )
    return TableLine(cells, spoken=row.spoken, tone=Tone(row.tint) if row.tint else None)


def _cycle_line(row: CycleRow, role: Role) -> TableLine:
    cells = (row.cycle, *row.doses, row.support, row.reason)
    return TableLine(tuple(TableCell(runs_of_pieces(cell), role) for cell in cells), spoken=row.spoken)


def _sum_line(row: SumRow, columns: int, role: Role) -> TableLine:
    """Return what was given so far; its note takes the columns that are left."""
    cells = [TableCell(row.title, role, weight=Weight.SEMIBOLD)]
    cells += [TableCell(runs_of_pieces(cell), role) for cell in row.cells]
    left = columns - len(cells)
    if left > 0:
        cells.append(TableCell(runs_of_pieces(row.note), Role.CAPTION, Tone.TEXT2, span=left))
    return TableLine(tuple(cells), spoken=row.spoken, sunken=True)


def _working(case: CaseShown, working: Working) -> Notice:
    content = NoticeContent(key="working", title=working.title, status=status_of(working.sign), why=working.detail)
    return Notice(content, case.language)


def _padded(part: QWidget | QLayout, *, dense: bool = False) -> QLayout:
    """Return a part with the edge of a card."""
    place = QVBoxLayout()
    place.setContentsMargins(12, 2 if dense else 4, 12, 4 if dense else 6)
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
