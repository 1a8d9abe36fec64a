"""Keeps the widgets of a test alive until it ends: pytest-qt itself holds them weakly."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TypeVar

from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from bedside_app.domain.case import Person
from bedside_app.foundation.settings import Settings
from bedside_app.ui.cases import Cases

__all__ = ["KEPT", "keep", "passing_cases", "place"]

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


def passing_cases(settings: Settings | None = None) -> Cases:
    """Return cases that are kept nowhere, at half past two on the day of the demonstration patients."""
    return Cases(None, settings or Settings(), lambda: datetime(2026, 11, 24, 14, 32, tzinfo=UTC), Person(name="tests"))
