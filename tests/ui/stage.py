"""Keeps the widgets of a test alive until it ends: pytest-qt itself holds them weakly."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

__all__ = ["KEPT", "keep", "place"]

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
