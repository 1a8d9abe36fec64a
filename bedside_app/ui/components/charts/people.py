"""A hundred people, by shape and colour: who lives because of what, who dies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from bedside_app.foundation.words import Language, say
from bedside_app.ui.theme.apply import palette
from bedside_app.ui.theme.fonts import font, text_width
from bedside_app.ui.theme.painting import draw_text
from bedside_app.ui.theme.tokens import Role, Tone

__all__ = ["Group", "PeopleArray", "PeopleLegend", "Shape"]

_COLUMNS, _ROWS = 20, 5
_STEP_X, _STEP_Y = 13, 12.5


class Shape(StrEnum):
    """How one person is drawn."""

    CIRCLE = "circle"
    SQUARE = "square"
    TRIANGLE = "triangle"
    DIAMOND = "diamond"
    CROSS = "cross"


_TONES = {
    Shape.CIRCLE: Tone.CONTROL,
    Shape.SQUARE: Tone.ACCENT,
    Shape.TRIANGLE: Tone.OK,
    Shape.DIAMOND: Tone.UNKNOWN,
    Shape.CROSS: Tone.TEXT3,
}


@dataclass(frozen=True, slots=True)
class Group:
    """So many people of the hundred, and what they have in common."""

    count: int
    shape: Shape
    label: str


class PeopleArray(QWidget):
    """20 × 5 people, group after group.

    Raises
    ------
    ValueError
        The groups are not a hundred people.
    """

    def __init__(self, groups: Sequence[Group], language: Language) -> None:
        super().__init__()
        self._language = language
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_groups(groups)

    def show_groups(self, groups: Sequence[Group]) -> None:
        """Show other people in the same place. Raises as the making of it."""
        if sum(group.count for group in groups) != _COLUMNS * _ROWS or any(group.count < 0 for group in groups):
            raise ValueError("the groups are not a hundred people")
        self._groups = tuple(groups)
        told = (
            say("ui.chart.people", self._language, {"count": group.count, "label": group.label}) for group in groups
        )
        self.setAccessibleName(". ".join(told))
        self.update()

    def sizeHint(self) -> QSize:
        """Return the array's size in px."""
        return QSize(_COLUMNS * _STEP_X, int(_ROWS * _STEP_Y))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the people."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        at = 0
        for group in self._groups:
            for number in range(at, at + group.count):
                row, column = divmod(number, _COLUMNS)
                draw_person(painter, QPointF((column + 0.5) * _STEP_X, (row + 0.5) * _STEP_Y), group.shape)
            at += group.count
        painter.end()


def draw_person(painter: QPainter, at: QPointF, shape: Shape) -> None:
    """Draw one person around `at`, 10 px wide."""
    colour = QColor(palette().colour(_TONES[shape]))
    filled = shape not in {Shape.DIAMOND, Shape.CROSS}
    painter.setPen(Qt.PenStyle.NoPen if filled else QPen(colour, 1.4))
    painter.setBrush(QBrush(colour) if filled else QBrush(Qt.BrushStyle.NoBrush))
    x, y = at.x(), at.y()
    if shape is Shape.CIRCLE:
        painter.drawEllipse(at, 4.6, 4.6)
    elif shape is Shape.SQUARE:
        painter.drawRect(QRectF(x - 4.5, y - 4.5, 9, 9))
    elif shape is Shape.TRIANGLE:
        painter.drawPolygon(QPolygonF([QPointF(x, y - 5.2), QPointF(x + 5.4, y + 4.4), QPointF(x - 5.4, y + 4.4)]))
    elif shape is Shape.DIAMOND:
        corners = [QPointF(x, y - 5), QPointF(x + 5, y), QPointF(x, y + 5), QPointF(x - 5, y)]
        painter.drawPolygon(QPolygonF(corners))
    else:
        painter.drawLine(QPointF(x - 3.4, y - 3.4), QPointF(x + 3.4, y + 3.4))
        painter.drawLine(QPointF(x - 3.4, y + 3.4), QPointF(x + 3.4, y - 3.4))


class PeopleLegend(QWidget):
    """What each shape stands for, on as many lines as it needs."""

    def __init__(self, entries: Sequence[tuple[Shape, str]], lead: str = "") -> None:
        super().__init__()
        self._entries, self._lead = tuple(entries), lead
        self.setAccessibleName(", ".join([lead, *(label for _shape, label in entries)]).strip(", "))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def _places(self, width: float) -> list[tuple[Shape | None, str, QRectF]]:
        face, x, y, made = font(Role.CAPTION), 0.0, 0.0, []
        items: list[tuple[Shape | None, str]] = [(None, self._lead)] if self._lead else []
        for shape, label in [*items, *self._entries]:
            needed = text_width(label, face) + 1 + (18 if shape is not None else 0)
            if x and x + needed > width:
                x, y = 0.0, y + 20
            made.append((shape, label, QRectF(x, y, needed, 20)))
            x += needed + 18
        return made

    def sizeHint(self) -> QSize:
        """Return the size in px of the legend on one line."""
        places = self._places(1e6)
        return QSize(int(places[-1][2].right()) + 1 if places else 0, 20)

    def minimumSizeHint(self) -> QSize:
        """Return the least size in px: one entry a line."""
        return QSize(int(max((place.width() for _s, _l, place in self._places(1)), default=0)) + 1, 20)

    def hasHeightForWidth(self) -> bool:
        """Say that the height follows the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height in px that the entries need."""
        return int(max((place.bottom() for _s, _l, place in self._places(width)), default=0))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint shapes and words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for shape, label, place in self._places(self.width()):
            if shape is not None:
                draw_person(painter, QPointF(place.left() + 6, place.center().y()), shape)
            left = place.left() + (18 if shape is not None else 0)
            rect = QRectF(left, place.top(), place.right() - left, place.height())
            draw_text(painter, rect, label, font(Role.CAPTION), palette().text2)
        painter.end()
