"""What the marks of the laboratory panels mean, at the right, on two lines where one is too short."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from bedside_app.ui.theme import RADIUS, Role, font, palette, text_width
from bedside_app.ui.theme.painting import box, draw_text, line

__all__ = ["LabLegend", "LabMark"]

_LINE: Final = 20
_MARK: Final = 26
_GAP: Final = 16


class LabMark(StrEnum):
    """A mark of the panels."""

    RANGE = "range"
    OUTSIDE = "outside"
    GRADE = "grade"
    EVENT = "event"


class LabLegend(QWidget):
    """The marks with their words, on one line or two; the words are never cut."""

    def __init__(self, entries: Sequence[tuple[LabMark, str]]) -> None:
        super().__init__()
        self._entries = tuple(entries)
        self.setAccessibleName(", ".join(words for _mark, words in entries))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def _widths(self) -> list[float]:
        face = font(Role.CAPTION)
        return [_MARK + text_width(words, face) + 1 for _mark, words in self._entries]

    def _lines(self, width: float) -> list[list[int]]:
        """Return which entries stand on which line."""
        lines: list[list[int]] = [[]]
        used = 0.0
        for at, needed in enumerate(self._widths()):
            if lines[-1] and used + _GAP + needed > width:
                lines.append([])
                used = 0.0
            used += needed + (_GAP if lines[-1] else 0)
            lines[-1].append(at)
        return lines

    def sizeHint(self) -> QSize:
        """Return the size in px: all marks on one line, room for two."""
        widths = self._widths()
        return QSize(int(sum(widths) + _GAP * max(0, len(widths) - 1)) + 1, 2 * _LINE)

    def minimumSizeHint(self) -> QSize:
        """Return the least size in px, at which two lines still hold the marks."""
        widths = self._widths()
        pairs = [sum(widths[at : at + 2]) + _GAP for at in range(0, len(widths), 2)]
        return QSize(int(max(pairs, default=0)) + 1, 2 * _LINE)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint marks and words, right-aligned."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        widths, lines = self._widths(), self._lines(self.width())
        top = (self.height() - _LINE * len(lines)) / 2
        for row, entries in enumerate(lines):
            left = self.width() - sum(widths[at] for at in entries) - _GAP * (len(entries) - 1)
            for at in entries:
                mark, words = self._entries[at]
                place = QRectF(left, top + row * _LINE, widths[at], _LINE)
                _draw_mark(painter, mark, place)
                draw_text(painter, place.adjusted(_MARK, 0, 0, 0), words, font(Role.CAPTION), palette().text2)
                left += widths[at] + _GAP
        painter.end()


def _draw_mark(painter: QPainter, mark: LabMark, place: QRectF) -> None:
    colours, left, middle = palette(), place.left(), round(place.center().y())
    if mark is LabMark.RANGE:
        box(painter, QRectF(left, middle - 6, 20, 12), fill=colours.plot_band, radius=RADIUS["cap"])
    elif mark is LabMark.OUTSIDE:
        x = left + 12
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QBrush(QColor(colours.caution.text)))
        corners = [QPointF(x, middle - 5.5), QPointF(x + 5.5, middle + 4.5), QPointF(x - 5.5, middle + 4.5)]
        painter.drawPolygon(QPolygonF(corners))
    elif mark is LabMark.GRADE:
        line(painter, QPointF(left, middle + 0.5), QPointF(left + 20, middle + 0.5), colours.caution.text, 1, (2, 2))
    else:
        x = left + 14.5
        line(painter, QPointF(x, middle - 8), QPointF(x, middle + 8), colours.control, 1, (4, 3))
