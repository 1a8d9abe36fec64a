"""A slider over the range that a model is valid for, with the patient's own value as a mark below it."""

from __future__ import annotations

from typing import ClassVar, Final

from PySide6.QtCore import QPointF, QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPolygonF, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QSlider

from bedside_app.ui.theme import palette
from bedside_app.ui.theme.painting import box
from bedside_app.ui.theme.tokens import RADIUS, TARGET

__all__ = ["Slider"]

_KNOB: Final = 18  # px
_TRACK: Final = 4
_FAR: Final = 10  # steps of Page Up and Page Down
_STEPS: Final = {
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: 1,
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Down: -1,
    Qt.Key.Key_PageUp: _FAR,
    Qt.Key.Key_PageDown: -_FAR,
}


class Slider(QSlider):
    """`placed(place)` when it is dragged or clicked, `stepped(steps)` with the keys, `ended(high)` with Home and End.

    It moves only when it is told to (`show_place`): what a place means is for its owner to say. Without a place there
    is no knob: a value that is not known lies nowhere.
    """

    placed = Signal(int)
    stepped = Signal(int)
    ended = Signal(bool)
    ring_radius: ClassVar[int] = RADIUS["control"]

    def __init__(self, places: int, mark: int | None) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._mark, self._known = mark, True
        self.setRange(0, places)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.valueChanged.connect(self.placed)  # a screen reader sets it so

    def show_place(self, place: int | None) -> None:
        """Show where the value lies, without telling; None shows no knob."""
        self._known = place is not None
        with QSignalBlocker(self):
            self.setValue(0 if place is None else place)
        self.update()

    def sizeHint(self) -> QSize:
        """Return the slider's size in px."""
        return QSize(160, TARGET)

    def minimumSizeHint(self) -> QSize:
        """Return the least size in px."""
        return QSize(100, TARGET)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ask for steps with the arrows and the page keys, for the ends with Home and End."""
        key = Qt.Key(event.key())
        if key in _STEPS:
            self.stepped.emit(_STEPS[key])
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.ended.emit(key == Qt.Key.Key_End)
        else:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Ask for the place under the pointer."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.placed.emit(self._place_of(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer while the button is held."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.placed.emit(self._place_of(event.position().x()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to what scrolls."""
        event.ignore()

    def _place_of(self, x: float) -> int:
        room = max(1, self.width() - _KNOB)
        share = min(1.0, max(0.0, (x - _KNOB / 2) / room))
        if self._mark is not None and abs(share * room - self._mark / self.maximum() * room) <= 3:
            return self._mark
        return round(share * self.maximum())

    def _x_of(self, place: int) -> float:
        return _KNOB / 2 + place / self.maximum() * (self.width() - _KNOB)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint track, mark and knob."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours, middle = palette(), self.height() / 2
        track = QRectF(_KNOB / 2, middle - _TRACK / 2, self.width() - _KNOB, _TRACK)
        box(painter, track, fill=colours.control, radius=_TRACK / 2)
        if self._mark is not None:
            x = self._x_of(self._mark)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.text))
            tip = middle + _KNOB / 2 + 2
            painter.drawPolygon(QPolygonF([QPointF(x, tip), QPointF(x - 5, tip + 8), QPointF(x + 5, tip + 8)]))
            box(painter, QRectF(x - 1, middle - 7, 2, 14), fill=colours.text)
        if self._known:
            x = self._x_of(self.value())
            knob = QRectF(x - _KNOB / 2, middle - _KNOB / 2, _KNOB, _KNOB)
            box(painter, knob, fill=colours.accent, edge=colours.surface, radius=_KNOB / 2, width=2)
        painter.end()
