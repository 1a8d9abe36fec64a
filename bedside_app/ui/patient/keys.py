"""The keys of the patient's page beyond those of its controls; single letters never reach it from a field of text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget

from bedside_app.ui.components.frame import TimeStrip

__all__ = ["go_to_next_region", "moves_cursor"]

_ENDS: Final = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: 1}
_STEPS: Final = {"[": -1, "]": 1}


def moves_cursor(event: QKeyEvent, strip: TimeStrip | None) -> bool:
    """Move the cursor in time by `[` `]` `Home` `End`, or open the lanes by `T`; return whether the key was one."""
    text, key = event.text(), Qt.Key(event.key())
    if strip is None or (text not in _STEPS and key not in _ENDS and key is not Qt.Key.Key_T):
        return False
    if key in _ENDS and isinstance(QApplication.focusWidget(), QAbstractItemView):
        return False  # the first of a list was meant, and is chosen already
    if text in _STEPS:
        strip.step(_STEPS[text])
    elif key in _ENDS:
        strip.go_to_end(_ENDS[key])
    else:
        strip.open_lanes()
    return True


def go_to_next_region(regions: Sequence[QWidget], *, back: bool = False) -> None:
    """Give the focus to the first control of the region after the one that has it."""
    now = QApplication.focusWidget()
    at = next((i for i, region in enumerate(regions) if now is not None and region.isAncestorOf(now)), -1)
    steps = range(1, len(regions) + 1)
    for step in steps:
        region = regions[(at + (-step if back else step)) % len(regions)]
        if region.isVisible() and _focus_first(region):
            return


def _focus_first(region: QWidget) -> bool:
    if region.focusPolicy() & Qt.FocusPolicy.TabFocus and region.isEnabled():
        region.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return True
    first = region.nextInFocusChain()
    while first is not None and first is not region:
        inside = region.isAncestorOf(first)
        if inside and first.isVisible() and first.isEnabled() and first.focusPolicy() & Qt.FocusPolicy.TabFocus:
            first.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return True
        first = first.nextInFocusChain()
    return False
