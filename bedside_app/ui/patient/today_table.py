"""A table painted in one widget: rows of cells whose values open their source, and which wrap before anything is cut.

Hundreds of labels would take longer to build than a section may take to be shown; here only a value that can be
operated is a widget of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf
from typing import Final

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from bedside_app.ui.components.basics import draw_chip
from bedside_app.ui.components.basics.chips import CHIP_HEIGHT, chip_width
from bedside_app.ui.components.basics.text import FactSpot
from bedside_app.ui.theme import RADIUS, Role, Scheme, Tone, Weight, palette
from bedside_app.ui.theme.painting import bar, box
from bedside_app.ui.theme.runs import Content, Run, RunLayout, Style, as_runs
from bedside_app.ui.theme.vocabulary import StatusContent

__all__ = ["PaintedTable", "TableCell", "TableColumn", "TableLine"]

_EDGE: Final = 12.0  # px at both sides
_GAP: Final = 12.0  # px between columns
_CLOSE: Final = 9.0  # between those of low rows
_PAD: Final = 6  # px above and below the text of a row together
_TIGHT: Final = 2  # px where no line parts the rows, or there are many
_ROOMY: Final = 24  # px of a row
_HALVINGS: Final = 12  # of a width: to a quarter of a px
_KEPT: Final = 8  # widths


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column: `stretch` is its share of the room that is left; `wraps` lets it give way where there is too little.

    `least` is a width in px that it has where its words need less, `most` one where they need more. One that wraps
    `keeps` at least so much; the larger its `share`, the later it gives way.
    """

    title: Content = ""
    stretch: int = 0
    right: bool = False
    wraps: bool = False
    least: float = 0.0
    most: float = inf
    keeps: float = 76.0
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class TableCell:
    """What stands in one place, over `span` columns: words and values, or a status."""

    content: Content = ""
    role: Role = Role.BODY
    tone: Tone = Tone.TEXT
    weight: Weight | None = None
    status: StatusContent | None = None
    edged: bool = False
    span: int = 1


@dataclass(frozen=True, slots=True)
class TableLine:
    """One row, said aloud as `spoken`. A `tone` tints it; `sunken` marks a sum."""

    cells: tuple[TableCell, ...]
    spoken: str = ""
    tone: Tone | None = None
    sunken: bool = False


@dataclass(frozen=True, slots=True)
class _Placed:
    """A cell and where it stands now, in px."""

    cell: TableCell
    layout: RunLayout
    rect: QRectF
    right: bool

    @property
    def corner(self) -> QPointF:
        """Where its text begins: words of a right column end at its edge."""
        free = max(0.0, self.rect.width() - self.layout.natural_width) if self.right else 0.0
        return QPointF(self.rect.left() + free, self.rect.top() + (self.rect.height() - self.layout.height) / 2)


@dataclass(frozen=True, slots=True)
class _Row:
    """A row with its box in px, and its cells."""

    line: TableLine
    box: QRectF
    placed: tuple[_Placed, ...]


class PaintedTable(QWidget):
    """Rows under one head. `source_wanted(key)` asks for what stands behind a value."""

    source_wanted = Signal(str)

    def __init__(
        self,
        name: str,
        columns: Sequence[TableColumn],
        lines: Sequence[TableLine],
        *,
        row_height: int = 26,
        head: int = 32,
        ruled: bool = True,
    ) -> None:
        super().__init__()
        self._columns, self._row_height, self._head_height, self._ruled = tuple(columns), row_height, head, ruled
        close = ruled and row_height < _ROOMY
        self._pad, self._gap = _PAD if ruled and not close else _TIGHT, _CLOSE if close else _GAP
        heads = (TableLine(tuple(_head_cell(one, first=not at) for at, one in enumerate(columns))),) if head else ()
        self._lines = (*heads, *lines)
        self._wholes: dict[tuple[int, int, Scheme], RunLayout] = {}
        self._arranged: dict[tuple[int, Scheme], tuple[_Row, ...]] = {}
        self._spots = {
            (at, number): [self._spot(run) for run in _figures(cell.content)]
            for at, line in enumerate(self._lines)
            for number, cell in enumerate(line.cells)
        }
        self.setAccessibleName(name)
        self.setAccessibleDescription(". ".join(one.spoken for one in lines if one.spoken))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._natural = self._measured()
        self._least = [
            min(width, column.keeps) if column.wraps else width
            for column, width in zip(self._columns, self._natural, strict=True)
        ]

    def _spot(self, run: Run) -> FactSpot:
        spot = FactSpot(run, self)
        spot.clicked.connect(lambda _checked=False: self.source_wanted.emit(run.fact))
        return spot

    def _measured(self) -> list[float]:
        """Return the width in px that shows each column on one line."""
        natural = [column.least for column in self._columns]
        for at, line in enumerate(self._lines):
            column = 0
            for number, cell in enumerate(line.cells):
                if cell.span == 1:
                    wanted = min(self._columns[column].most, self._wanted(at, number, cell))
                    natural[column] = max(natural[column], wanted)
                column += cell.span
        return natural

    def _wanted(self, at: int, number: int, cell: TableCell) -> float:
        if cell.status is not None:
            return float(chip_width(cell.status.word))
        return self._layout_of(at, number, cell, None).natural_width + 1

    def _layout_of(self, at: int, number: int, cell: TableCell, width: float | None) -> RunLayout:
        """Return a cell laid out; one that fits on its line is laid out once, whatever the width."""
        key = (at, number, palette().scheme)
        whole = self._wholes.get(key)
        if whole is None:
            whole = self._wholes[key] = RunLayout(cell.content, Style(cell.role, cell.weight, cell.tone))
        if width is None or whole.natural_width <= width:
            return whole
        return RunLayout(cell.content, Style(cell.role, cell.weight, cell.tone), width)

    def _widths(self, width: float) -> list[float]:
        """Return the width of each column in px where the table has `width`."""
        free = width - self._around() - sum(self._natural)
        if free >= 0:
            shares = sum(column.stretch for column in self._columns) or 1
            return [
                natural + free * column.stretch / shares
                for column, natural in zip(self._columns, self._natural, strict=True)
            ]
        return self._narrowed(width - self._around())

    def _narrowed(self, room: float) -> list[float]:
        """Return widths that fill `room` px: the widest columns give way first, so that as few words wrap as can be."""
        low, high = 0.0, max(self._natural)
        for _ in range(_HALVINGS):
            cap = (low + high) / 2
            if sum(self._capped(cap)) > room:
                high = cap
            else:
                low = cap
        return self._capped(low)

    def _capped(self, cap: float) -> list[float]:
        return [
            min(natural, max(least, cap * column.share))
            for column, natural, least in zip(self._columns, self._natural, self._least, strict=True)
        ]

    def _around(self) -> float:
        return 2 * _EDGE + self._gap * (len(self._columns) - 1)

    def _least_height(self, at: int) -> int:
        return self._head_height if not at and self._head_height else self._row_height

    def _rows(self, width: int) -> tuple[_Row, ...]:
        """Return the rows as they lie in `width` px; Qt's layouts ask for the same few widths again and again."""
        key = (width, palette().scheme)
        found = self._arranged.get(key)
        if found is None:
            if len(self._arranged) >= _KEPT:
                self._arranged.clear()
            found = self._arranged[key] = tuple(self._laid_out(width))
        return found

    def _laid_out(self, width: int) -> Iterator[_Row]:
        widths, top = self._widths(width), 0.0
        for at, line in enumerate(self._lines):
            cells: list[tuple[TableCell, RunLayout, float, float, bool]] = []
            left, column = _EDGE, 0
            for number, cell in enumerate(line.cells):
                room = sum(widths[column : column + cell.span]) + self._gap * (cell.span - 1)
                cells.append((cell, self._layout_of(at, number, cell, room), left, room, self._columns[column].right))
                left += room + self._gap
                column += cell.span
            height = float(max([self._least_height(at), *(layout.height + self._pad for _, layout, *_ in cells)]))
            placed = tuple(
                _Placed(cell, layout, QRectF(left, top, room, height), right)
                for cell, layout, left, room, right in cells
            )
            yield _Row(line, QRectF(0, top, width, height), placed)
            top += height

    def heightForWidth(self, width: int) -> int:
        """Return the height in px that all rows need at `width` px."""
        rows = self._rows(width)
        return int(rows[-1].box.bottom()) if rows else 0

    def hasHeightForWidth(self) -> bool:
        """Say that the height follows the width: what is too long for its column wraps."""
        return True

    def sizeHint(self) -> QSize:
        """Return the size in px that shows every row on one line."""
        width = int(self._around() + sum(self._natural)) + 1
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Return the least width in px, and the height of rows of one line."""
        rows = sum(self._least_height(at) for at in range(len(self._lines)))
        return QSize(int(self._around() + sum(self._least)) + 1, rows)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the values' places over their text."""
        super().resizeEvent(event)
        for at, row in enumerate(self._rows(self.width())):
            for number, one in enumerate(row.placed):
                self._place(self._spots[at, number], one)

    def _place(self, spots: Sequence[FactSpot], placed: _Placed) -> None:
        boxes: dict[str, QRectF] = {}
        for run, piece in placed.layout.fact_boxes(placed.rect.width()):
            before = boxes.get(run.fact)
            if before is None or before.top() == piece.top():  # of a value that wraps, its first line
                boxes[run.fact] = piece if before is None else before.united(piece)
        for spot in spots:
            at = boxes[spot.run.fact].translated(placed.corner)
            spot.setGeometry(QRect(int(at.left()), int(at.top()), int(at.width()) + 1, int(at.height())))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the tints of rows, the lines between them, words and chips."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = palette()
        for row in self._rows(self.width()):
            line, rect = row.line, row.box
            if line.tone is not None:
                bar(painter, rect, colours.tint(line.tone).tint)
            elif line.sunken:
                _draw_sum_ground(painter, rect, colours.bg, last=rect.bottom() >= self.height() - 1)
            if rect.top() and self._ruled:
                strong = line.sunken or rect.top() <= self._head_height
                bar(painter, QRectF(0, rect.top(), rect.width(), 1), colours.border if strong else colours.grid)
            for one in row.placed:
                _draw(painter, one)
        painter.end()


def _figures(content: Content) -> Iterator[Run]:
    """Yield the values of a cell, each once: number and unit may be two pieces of one value."""
    seen: set[str] = set()
    for run in as_runs(content):
        if run.fact and run.fact not in seen:
            seen.add(run.fact)
            yield run


def _head_cell(column: TableColumn, *, first: bool) -> TableCell:
    if first:
        return TableCell(column.title, weight=Weight.SEMIBOLD)
    return TableCell(column.title, Role.CAPTION, Tone.TEXT2)


def _draw_sum_ground(painter: QPainter, rect: QRectF, fill: str, *, last: bool) -> None:
    """Fill a row; the last one keeps within the round corners of its card."""
    if last:
        box(painter, rect, fill=fill, radius=RADIUS["card"] - 1)
        rect = rect.adjusted(0, 0, 0, -RADIUS["card"])
    bar(painter, rect, fill)


def _draw(painter: QPainter, placed: _Placed) -> None:
    status = placed.cell.status
    if status is None:
        placed.layout.draw(painter, placed.corner, placed.rect.right() - placed.corner.x())
        return
    width, height = float(chip_width(status.word)), min(CHIP_HEIGHT, placed.rect.height() - 2)
    left = placed.rect.right() - width if placed.right else placed.rect.left()
    chip = QRectF(left, placed.rect.center().y() - height / 2, width, height)
    draw_chip(painter, chip, status, edged=placed.cell.edged)
