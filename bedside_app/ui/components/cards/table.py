"""A table of words and values: numbers to the right, their unit beside them, rows of 26 px."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from bedside_app.ui.components.basics.chips import StatusChip
from bedside_app.ui.components.basics.text import Text
from bedside_app.ui.theme.apply import palette
from bedside_app.ui.theme.painting import bar
from bedside_app.ui.theme.runs import Content
from bedside_app.ui.theme.tokens import Role, Tone, Weight
from bedside_app.ui.theme.vocabulary import StatusContent

__all__ = ["Cell", "Column", "GridTable", "TableRow"]

_LEFT = Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignRight


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `number` sets figures to the right with a place for the unit, `stretch` takes the room that is left."""

    title: str
    number: bool = False
    stretch: int = 0
    right: bool = False
    width: int = 0


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one place: words or values with a unit, or a status."""

    content: Content = ""
    unit: str = ""
    status: StatusContent | None = None
    strong: bool = False
    tone: Tone = Tone.TEXT


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row; a `tone` tints it."""

    cells: tuple[Cell, ...]
    tone: Tone | None = None


class GridTable(QWidget):
    """Rows of cells. `source_wanted(key)` asks for the source of a value."""

    source_wanted = Signal(str)

    def __init__(
        self, name: str, columns: Sequence[Column], rows: Sequence[TableRow], *, row_height: int = 26, head: int = 32
    ) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._rows = tuple(rows)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(12, 0, 12, 0)
        self._grid.setHorizontalSpacing(0)
        self._grid.setVerticalSpacing(0)
        self._heads = int(any(column.title for column in columns))
        if self._heads:
            self._add_head(columns, head)
        for at, row in enumerate(self._rows, start=self._heads):
            self._add_row(columns, row, at, row_height)
        self._grid.setRowStretch(self._grid.rowCount(), 1)
        for at, column in enumerate(columns):
            self._grid.setColumnStretch(2 * at, column.stretch)
            if column.width:
                self._grid.setColumnMinimumWidth(2 * at, column.width)

    def _add_head(self, columns: Sequence[Column], height: int) -> None:
        self._grid.setRowMinimumHeight(0, height)
        for at, column in enumerate(columns):
            right = column.number or column.right
            title = Text(column.title, Role.CAPTION, tone=Tone.TEXT2, align=_RIGHT if right else _LEFT)
            title.setContentsMargins(0, 0, 0, 0)
            last = at == len(columns) - 1
            self._grid.addWidget(_padded(title, last=last), 0, 2 * at, 1, 2)

    def _add_row(self, columns: Sequence[Column], row: TableRow, at: int, height: int) -> None:
        self._grid.setRowMinimumHeight(at, height)
        for number, (column, cell) in enumerate(zip(columns, row.cells, strict=True)):
            last = number == len(columns) - 1
            if column.number:
                self._grid.addWidget(self._cell(cell, right=True), at, 2 * number)
                unit = Text(f"\u00a0{cell.unit}" if cell.unit else "", Role.BODY, tone=Tone.TEXT2)
                self._grid.addWidget(_padded(unit, last=last), at, 2 * number + 1)
            else:
                widget = self._cell(cell, right=column.right)
                self._grid.addWidget(_padded(widget, last=last, right=column.right), at, 2 * number, 1, 2)

    def _cell(self, cell: Cell, *, right: bool) -> QWidget:
        if cell.status is not None:
            return StatusChip(cell.status)
        weight = Weight.SEMIBOLD if cell.strong else None
        text = Text(cell.content, weight=weight, tone=cell.tone, tabular=right, align=_RIGHT if right else _LEFT)
        text.source_wanted.connect(self.source_wanted)
        return text

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the tints of rows and the lines between them."""
        painter = QPainter(self)
        colours = palette()
        for at in range(self._heads + len(self._rows)):
            top = self._grid.cellRect(at, 0)
            whole = QRectF(0, top.top(), self.width(), top.height())
            row = self._rows[at - self._heads] if at >= self._heads else None
            if row is not None and row.tone is not None:
                bar(painter, whole, colours.tint(row.tone).tint)
            if at:
                bar(painter, QRectF(0, whole.top(), self.width(), 1), colours.grid)
        painter.end()


def _padded(widget: QWidget, *, last: bool, right: bool = False) -> QWidget:
    """Return `widget` with the gap of 12 px to the next column."""
    holder = QWidget()
    inner = QGridLayout(holder)
    inner.setContentsMargins(0, 0, 0 if last else 12, 0)
    place = Qt.AlignmentFlag.AlignVCenter
    if isinstance(widget, StatusChip):
        place |= _RIGHT if right else _LEFT
        inner.addWidget(widget, 0, 0, place)
    else:
        inner.addWidget(widget, 0, 0)
    return holder
