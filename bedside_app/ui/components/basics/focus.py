"""The painted focus ring, 2 px wide and 2 px away, and the 44 px hit area of small controls."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget
from shiboken6 import isValid

from bedside_app.ui.components.basics.operable import Operable
from bedside_app.ui.theme.apply import palette
from bedside_app.ui.theme.painting import box
from bedside_app.ui.theme.tokens import FOCUS_GAP, FOCUS_WIDTH, TARGET

__all__ = ["FocusRing", "install_focus", "widen_targets"]

_OUT = FOCUS_GAP + FOCUS_WIDTH


class FocusRing(QWidget):
    """A frame around one widget. It lies over its neighbours, takes no click, and follows every move."""

    def __init__(self) -> None:
        super().__init__()
        self._target: QWidget | None = None
        self._watched: list[QWidget] = []
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    @property
    def target(self) -> QWidget | None:
        """Return the widget that the ring is around."""
        return self._target

    def follow(self, target: QWidget | None) -> None:
        """Go around `target`; None hides the ring."""
        for widget in self._watched:
            if isValid(widget):
                widget.removeEventFilter(self)
        self._watched, self._target = [], target
        if target is None:
            self.hide()
            return
        ground = _ground(target)
        self.setParent(ground)
        step: QWidget | None = target
        while step is not None and step is not ground:
            step.installEventFilter(self)
            self._watched.append(step)
            step = step.parentWidget()
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the widget; never swallow an event."""
        if event.type() in {QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide}:
            self._place()
        return False

    def _place(self) -> None:
        target, ground = self._target, self.parentWidget()
        if target is None or ground is None or not isValid(target) or not target.isVisible():
            self.hide()
            return
        corner = target.mapTo(ground, QPoint(0, 0))
        self.setGeometry(QRect(corner, target.size()).adjusted(-_OUT, -_OUT, _OUT, _OUT))
        self.raise_()
        self.show()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ring."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        radius = getattr(self._target, "ring_radius", 4) + _OUT
        box(painter, self.rect().toRectF(), edge=palette().accent, radius=radius, width=FOCUS_WIDTH)
        painter.end()


def _ground(target: QWidget) -> QWidget:
    """Return what the ring lies on: the content of the scroll area that holds the widget, else its window."""
    step = target
    while (parent := step.parentWidget()) is not None and not step.isWindow():
        holder = parent.parentWidget()
        if isinstance(holder, QAbstractScrollArea) and holder.viewport() is parent:
            return step
        step = parent
    return step


class _Keeper(QObject):
    """Moves the one ring to whatever has the focus."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._ring: FocusRing | None = None
        app.focusChanged.connect(self._moved)

    def _moved(self, _before: QWidget | None, now: QWidget | None) -> None:
        if self._ring is None or not isValid(self._ring):  # the last one died with its window
            self._ring = FocusRing()
        self._ring.follow(now if now is not None and hasattr(now, "ring_radius") else None)


class _Reach(QObject):
    """Sends a click that nothing operable has taken to the nearest small control within its 44 px."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Turn a press beside a small control, as it reaches the window, into a click on it."""
        if not (isinstance(event, QMouseEvent) and event.type() is QEvent.Type.MouseButtonPress):
            return False
        if not isinstance(watched, QWidget) or event.button() is not Qt.MouseButton.LeftButton:
            return False
        near = _nearest(watched, event.globalPosition())
        if near is None:
            return False
        near.setFocus(Qt.FocusReason.MouseFocusReason)
        near.click()
        return True


def _nearest(widget: QWidget, point: QPointF) -> Operable | None:
    """Return the nearest small control of the window whose 44 px area holds `point` (global px)."""
    found: list[tuple[float, Operable]] = []
    for control in widget.window().findChildren(Operable):
        if not (control.small and control.isEnabled() and control.isVisible()):
            continue
        area = QRect(control.mapToGlobal(QPoint(0, 0)), control.size())
        wide, high = max(0, TARGET - area.width()) // 2, max(0, TARGET - area.height()) // 2
        if area.adjusted(-wide, -high, wide, high).contains(point.toPoint()):
            found.append(((QPointF(area.center()) - point).manhattanLength(), control))
    return min(found, key=lambda pair: pair[0], default=(0.0, None))[1]


def install_focus(app: QApplication) -> None:
    """Show the ring around what has the focus, in every window of `app`. Once."""
    if app.findChild(_Keeper) is None:
        _Keeper(app)


def widen_targets(window: QWidget) -> None:
    """Give the small controls of `window` a hit area of 44 px."""
    window.installEventFilter(_Reach(window))
