"""What can be operated: one base for every painted control, and the widget states that it can look like."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar, Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from bedside_app.ui.theme.tokens import RADIUS

__all__ = ["Look", "Operable"]

_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Look(StrEnum):
    """What a control looks like now."""

    REST = "rest"
    HOVER = "hover"
    PRESSED = "pressed"
    DISABLED = "disabled"


class Operable(QAbstractButton):
    """A control that paints itself, works with space and Enter, and shows focus by the painted ring.

    `small` controls take clicks from 44 px around their middle. `shown_as` fixes the look (the gallery does).
    """

    ring_radius: ClassVar[int] = RADIUS["control"]
    small: ClassVar[bool] = False
    enter_activates: bool = True

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shown_as: Look | None = None
        self.setText(text)
        self.setAccessibleName(text)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def look(self) -> Look:
        """Return how the control looks now."""
        if self.shown_as is not None:
            return self.shown_as
        if not self.isEnabled():
            return Look.DISABLED
        if self.isDown():
            return Look.PRESSED
        return Look.HOVER if self.underMouse() else Look.REST

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter do what space does, unless the control must not be set off by it."""
        if event.key() in _ENTER:
            if self.enter_activates:
                self.click()
            return
        super().keyPressEvent(event)

    def minimumSizeHint(self) -> QSize:
        """Return the size in px below which the text would be cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint with antialiasing."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.draw(painter)
        painter.end()

    def draw(self, painter: QPainter) -> None:
        """Draw the control."""
        raise NotImplementedError
