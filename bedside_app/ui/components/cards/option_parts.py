"""The painted parts of an option: its letter and the bar of its benefit."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from bedside_app.foundation.words import Language, say
from bedside_app.ui.theme.apply import palette
from bedside_app.ui.theme.fonts import font
from bedside_app.ui.theme.painting import bar, box, draw_text
from bedside_app.ui.theme.tokens import RADIUS, Role, Weight

__all__ = ["BenefitBar", "Letter"]


class Letter(QWidget):
    """The letter that an option is called by."""

    def __init__(self, letter: str, *, filled: bool = False) -> None:
        super().__init__()
        self._letter, self._filled = letter, filled
        self.setFixedSize(22, 22)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the letter on its ground."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours, rect = palette(), self.rect().toRectF()
        box(painter, rect, fill=colours.accent if self._filled else colours.refused.tint, radius=RADIUS["chip"])
        ink = colours.on_accent if self._filled else colours.text
        draw_text(painter, rect, self._letter, font(Role.BODY, Weight.SEMIBOLD), ink, Qt.AlignmentFlag.AlignHCenter)
        painter.end()


class BenefitBar(QWidget):
    """People of 100: without the option, and more with it.

    Parameters
    ----------
    base, added
        People of 100, ≥ 0, together at most 100.
    """

    def __init__(self, base: float, added: float, language: Language) -> None:
        super().__init__()
        self._base, self._added = base, added
        self.setAccessibleName(say("ui.chart.benefit", language, {"base": base, "added": added}))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return the bar's size in px."""
        return QSize(120, 8)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint track, base and addition."""
        painter = QPainter(self)
        colours, width, height = palette(), self.width(), self.height()
        bar(painter, QRectF(0, 0, width, height), colours.sunken)
        edge = round(width * self._base / 100)
        bar(painter, QRectF(0, 0, edge, height), colours.control)
        bar(painter, QRectF(edge, 0, round(width * (self._base + self._added) / 100) - edge, height), colours.accent)
        painter.end()
