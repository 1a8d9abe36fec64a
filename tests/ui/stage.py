"""Keeps the widgets of a test alive until it ends: pytest-qt itself holds them weakly."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TypeVar

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QMainWindow, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from bedside_app.domain.case import Person
from bedside_app.foundation.settings import Settings
from bedside_app.ui.cases import Cases

__all__ = ["KEPT", "Strays", "keep", "passing_cases", "place"]

W = TypeVar("W", bound=QWidget)
KEPT: list[QWidget] = []


def keep(qtbot: QtBot, widget: W) -> W:
    """Close `widget` when the test ends, and keep it until then."""
    qtbot.addWidget(widget)
    KEPT.append(widget)
    return widget


def place(qtbot: QtBot, widget: QWidget, width: int, height: int) -> QWidget:
    """Show a window of that size with `widget` at its top."""
    holder = keep(qtbot, QWidget())
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(widget)
    column.addStretch(1)
    holder.resize(width, height)
    holder.show()
    return holder


class Strays(QObject):
    """Watches for widgets that come up as windows of their own: they flash, and take the focus from the window."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self.seen: list[str] = []
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Note a window that is neither the program's, nor a popup, nor the test's own."""
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            kind = watched.windowType()
            ours = isinstance(watched, QMainWindow) or type(watched).__module__.startswith("tests.")
            if not ours and kind not in (Qt.WindowType.Popup, Qt.WindowType.ToolTip):
                self.seen.append(type(watched).__name__)
        return False


def passing_cases(settings: Settings | None = None) -> Cases:
    """Return cases that are kept nowhere, at half past two on the day of the demonstration patients."""
    return Cases(None, settings or Settings(), lambda: datetime(2026, 11, 24, 14, 32, tzinfo=UTC), Person(name="tests"))
