"""Where Tab stops among several of which one is chosen: at that one, and the arrows go on from there."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton

__all__ = ["stop_at_checked"]


def stop_at_checked(buttons: Sequence[QAbstractButton]) -> None:
    """Let Tab stop at the checked button alone; where none is checked, at the first that can be."""
    live = [one for one in buttons if one.isEnabled()]
    stop = next((one for one in live if one.isChecked()), live[0] if live else None)
    for one in buttons:
        one.setFocusPolicy(Qt.FocusPolicy.StrongFocus if one is stop else Qt.FocusPolicy.ClickFocus)
