"""What each input adds to a score, in bars to both sides of nought, largest first as given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from bedside_app.foundation.words import Language, number, say
from bedside_app.ui.theme.apply import palette
from bedside_app.ui.theme.fonts import font, text_width
from bedside_app.ui.theme.painting import bar, draw_text
from bedside_app.ui.theme.tokens import Role

__all__ = ["Contribution", "Contributions"]

_ROW = 20
_RIGHT = Qt.AlignmentFlag.AlignRight


@dataclass(frozen=True, slots=True)
class Contribution:
    """An input with its value in words, and what it adds, in the unit that the caption names."""

    label: str
    value: float


class Contributions(QWidget):
    """The bars; `decimals` places are written. Labels wider than `label_room` px are shortened, never a figure."""

    def __init__(
        self, rows: Sequence[Contribution], language: Language, *, decimals: int = 2, label_room: int = 0
    ) -> None:
        super().__init__()
        self._language, self._decimals, self._label_room = language, decimals, label_room
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_rows(rows)

    def show_rows(self, rows: Sequence[Contribution]) -> None:
        """Show other figures in the same place."""
        self._rows = tuple(rows)
        told = (
            say("ui.chart.contribution", self._language, {"label": row.label, "value": self._said(row)})
            for row in self._rows
        )
        self.setAccessibleName(", ".join(told))
        self.updateGeometry()
        self.update()

    def _said(self, row: Contribution) -> str:
        words = number(row.value, self._language, self._decimals)
        return f"+{words}" if row.value > 0 else words

    def _label_width(self) -> float:
        wanted = max((text_width(row.label, font(Role.CAPTION)) for row in self._rows), default=0.0) + 2
        return min(wanted, float(self._label_room)) if self._label_room else wanted

    def _value_width(self) -> float:
        face = font(Role.CAPTION, tabular=True)
        return max((text_width(self._said(row), face) for row in self._rows), default=0.0) + 2

    def sizeHint(self) -> QSize:
        """Return the bars' size in px."""
        return QSize(max(280, self.minimumSizeHint().width()), _ROW * len(self._rows))

    def minimumSizeHint(self) -> QSize:
        """Return the least size in px: labels and figures whole."""
        width = self._label_width() + 2 * self._value_width() + 80
        return QSize(int(width) + 1, _ROW * len(self._rows))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint labels, the line of nought, bars and figures."""
        painter = QPainter(self)
        colours = palette()
        label, room = self._label_width(), self._value_width() + 6
        least = min((row.value for row in self._rows), default=0.0)
        most = max((row.value for row in self._rows), default=0.0)
        span = max(most, 0.0) - min(least, 0.0) or 1.0
        left, right = label + 8 + (room if least < 0 else 0), self.width() - (room if most > 0 else 0)
        zero = round(left + (right - left) * (-min(least, 0.0)) / span)
        face = font(Role.CAPTION, tabular=True)
        for at, row in enumerate(self._rows):
            top = at * _ROW
            name = QFontMetricsF(font(Role.CAPTION)).elidedText(row.label, Qt.TextElideMode.ElideRight, label)
            draw_text(painter, QRectF(0, top, label, _ROW), name, font(Role.CAPTION), colours.text)
            length = abs(row.value) / span * (right - left)
            up = row.value >= 0
            bar(
                painter,
                QRectF(zero if up else zero - length, top + 6, length, 8),
                colours.accent if up else colours.control,
            )
            words = self._said(row)
            if up:
                draw_text(painter, QRectF(zero + length + 6, top, room, _ROW), words, face, colours.text2)
            else:
                draw_text(
                    painter, QRectF(zero - length - 6 - room, top, room, _ROW), words, face, colours.text2, _RIGHT
                )
        bar(painter, QRectF(zero, 0, 1, self.height()), colours.control)
        painter.end()
