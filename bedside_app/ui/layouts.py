"""Emptying a layout whose content is built anew."""

from __future__ import annotations

from PySide6.QtWidgets import QLayout

__all__ = ["clear"]


def clear(layout: QLayout) -> None:
    """Take every widget out: hidden at once, deleted by the event loop, since one of them may be the one that asked."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
