"""The ground of the therapy table: a column of row names, equal columns, and the lines between them."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from bedside_app.ui.components.basics import Content, Icon, Text
from bedside_app.ui.components.cards import Card
from bedside_app.ui.theme import RADIUS, Role, Tone, Weight, palette
from bedside_app.ui.theme.painting import bar, box

__all__ = ["LABELS", "Flow", "FlowCard", "Prose", "Sheet", "cell", "row_name"]

LABELS: Final = 117  # px
_COLUMN: Final = 294  # px
_LEAST: Final = 96  # px
_LINE: Final = 20  # px
_TOP: Final = Qt.AlignmentFlag.AlignTop


class Flow(QWidget):
    """A widget whose height follows the width that it is given, and that asks for no width of its own.

    Asked for a size, Qt would lay its texts out once for each width that they might like.
    """

    def sizeHint(self) -> QSize:
        """Return a size that is only a beginning."""
        return self.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:
        """Return the least size in px."""
        return QSize(_LEAST, _LINE)


class FlowCard(Card):
    """A card of which the same holds."""

    def sizeHint(self) -> QSize:
        """Return a size that is only a beginning."""
        return self.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:
        """Return the least size in px."""
        return QSize(4 * _LEAST, _LINE)


class Prose(Text):
    """Text that takes the width it is given: it is laid out for that width alone."""

    def __init__(self, content: Content, tone: Tone = Tone.TEXT, weight: Weight | None = None) -> None:
        super().__init__(content, Role.REASON, weight=weight, tone=tone, wrap=True, at_top=True)

    def sizeHint(self) -> QSize:
        """Return a size that is only a beginning."""
        return self.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:
        """Return the least size in px."""
        return QSize(_LEAST // 2, _LINE - 3)


class Sheet(Flow):
    """One half of the table: heads (`top`) or rows. Both have the same columns, so that their lines meet."""

    def __init__(self, columns: int, *, top: bool = False) -> None:
        super().__init__()
        self._top, self._columns = top, columns
        self._parts: dict[tuple[int, int], QWidget] = {}
        self.grid = QGridLayout(self)
        self.grid.setContentsMargins(1, int(top), 1, 1)
        self.grid.setSpacing(0)
        self.grid.setColumnMinimumWidth(0, LABELS)
        for at in range(1, columns + 1):
            self.grid.setColumnStretch(at, 1)

    def put(self, part: QWidget, row: int, column: int, across: int = 1) -> None:
        """Put a part into a cell; one `across` several columns has no line within it."""
        self.grid.addWidget(part, row, column, 1, across)
        self._parts[row, column] = part

    def minimumSizeHint(self) -> QSize:
        """Return the least size in px: a hundred people fit into each column."""
        return QSize(LABELS + self._columns * _COLUMN, _LINE)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the half of the card and the lines."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours, radius = palette(), RADIUS["card"]
        beyond = (0, 0, 0, 2 * radius) if self._top else (0, -2 * radius, 0, 0)
        whole = self.rect().toRectF()
        box(painter, whole.adjusted(*beyond), fill=colours.surface, edge=colours.border, radius=radius)
        for (row, column), part in self._parts.items():
            at = part.geometry()
            if row and not column:
                bar(painter, QRectF(1, at.top(), self.width() - 2, 1), colours.grid)
            if column:
                bar(painter, QRectF(at.left(), at.top(), 1, at.height()), colours.grid)
        if self._top:
            bar(painter, QRectF(0, self.height() - 1, self.width(), 1), colours.border)
        painter.end()


def row_name(icon: str, words: str) -> QWidget:
    """Return the name of a row with its icon."""
    holder = Flow()
    holder.setFixedWidth(LABELS)
    grid = QGridLayout(holder)
    grid.setContentsMargins(12, 9, 8, 8)
    grid.setHorizontalSpacing(6)
    grid.addWidget(Icon(icon, Tone.TEXT2, 14, line=16), 0, 0, _TOP)
    name = Text(words, Role.CAPTION, weight=Weight.SEMIBOLD, tone=Tone.TEXT2, wrap=True, at_top=True)
    grid.addWidget(name, 0, 1, _TOP)
    grid.setColumnStretch(1, 1)
    return holder


def cell(name: str) -> tuple[QWidget, QVBoxLayout]:
    """Return an empty cell, named for who does not see the table, and what takes its lines."""
    holder = Flow()
    holder.setAccessibleName(name)
    column = QVBoxLayout(holder)
    column.setContentsMargins(16, 9, 16, 9)
    column.setSpacing(4)
    return holder, column
