"""A pane between two lines of words, so that nothing but what is meant to covers the pixels."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from bedside_app.ui.patient.images.pane import BLACK, WHITE, ImagePane
from bedside_app.ui.theme import Role, Weight, font, text_width
from bedside_app.ui.theme.painting import bar, draw_text
from bedside_app.ui.viewmodels.patient.images.captions import ScaleBar

__all__ = ["HIGH", "CaptionLine", "CaptionedPane"]

HIGH: Final = 26
_EDGE: Final = 12
_GAP: Final = 8
_SOFT: Final = "#C9D1D9"
_RIGHT: Final = Qt.AlignmentFlag.AlignRight
_CENTRE: Final = Qt.AlignmentFlag.AlignHCenter


class CaptionLine(QWidget):
    """One line on black: a name and more beside it to the left, words and the scale bar to the right.

    Where it is narrow what stands beside the name is shortened, then the words to the right give way to the bar.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(HIGH)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._name = self._beside = self._right = ""
        self._strong = False
        self._bar: ScaleBar | None = None

    def show_words(self, name: str, beside: str, right: str, *, strong: bool = False) -> None:
        """Show the words; `strong` draws the right ones as a letter to be seen."""
        words = (name, beside, right, strong)
        if words == (self._name, self._beside, self._right, self._strong):
            return
        self._name, self._beside, self._right, self._strong = words
        self.setAccessibleName(", ".join(part for part in (name, beside, right) if part))
        self.update()

    def show_bar(self, scale: ScaleBar | None) -> None:
        """Show a bar of a known length at the right."""
        if scale != self._bar:
            self._bar = scale
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the line."""
        painter = QPainter(self)
        bar(painter, self.rect().toRectF(), BLACK)
        right = self._draw_right(painter)
        left, whole = float(_EDGE), QRectF(0, 0, self.width(), HIGH)
        if self._name:
            face = font(Role.CAPTION, Weight.SEMIBOLD)
            width = min(text_width(self._name, face) + 1, right - left)
            draw_text(painter, whole.adjusted(left, 0, left + width - whole.width(), 0), self._name, face, WHITE)
            left += width + _GAP
        if self._beside and right - left > 24:
            place = QRectF(left, 0, right - left, HIGH)
            draw_text(painter, place, self._beside, font(Role.CAPTION), _SOFT, may_elide=True)
        painter.end()

    def _draw_right(self, painter: QPainter) -> float:
        """Draw what stands at the right and return where the room to its left ends."""
        right = float(self.width() - _EDGE)
        if self._bar is not None:
            self._draw_bar(painter, self._bar, right)
            right -= self._bar.length + _GAP
        weight, role = (Weight.BOLD, Role.BODY) if self._strong else (Weight.REGULAR, Role.CAPTION)
        face = font(role, weight)
        width = text_width(self._right, face) + 1
        words = text_width(self._name + self._beside, font(Role.CAPTION)) + 2 * _GAP
        if self._right and (self._strong or self._bar is None or right - width - words > _EDGE):
            draw_text(painter, QRectF(right - width, 0, width, HIGH), self._right, face, WHITE, _RIGHT)
            right -= width + _GAP
        return right

    def _draw_bar(self, painter: QPainter, scale: ScaleBar, right: float) -> None:
        left, foot = right - scale.length, HIGH - 6
        for part in (
            QRectF(left, foot, scale.length, 1),
            QRectF(left, 8, 1, foot - 7),
            QRectF(right - 1, 8, 1, foot - 7),
        ):
            bar(painter, part, WHITE)
        draw_text(painter, QRectF(left, 2, scale.length, foot - 2), scale.word, font(Role.AXIS), WHITE, _CENTRE)


class CaptionedPane(QWidget):
    """A pane with its lines above and below."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.above, self.pane, self.below = CaptionLine(), ImagePane(name), CaptionLine()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.above)
        column.addWidget(self.pane, 1)
        column.addWidget(self.below)
