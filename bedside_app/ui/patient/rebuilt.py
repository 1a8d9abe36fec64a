"""A section that is built anew: the focus stays on the same control where it still exists."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

__all__ = ["swap"]

_Kept = tuple[type[QWidget], str, int]
"""A control as it can be found again: its kind, its name, and the how many-th of that name it is."""


def _focus_in(root: QWidget) -> _Kept | None:
    """Return which control of `root` has the focus, None where none has."""
    now = QApplication.focusWidget()
    if now is None or not root.isAncestorOf(now):
        return None
    same = _same(root, type(now), now.accessibleName())
    return type(now), now.accessibleName(), same.index(now)


def _put_focus(root: QWidget, kept: _Kept | None) -> None:
    """Give the focus back to the control that had it; where it is gone nothing takes its place."""
    if kept is None:
        return
    kind, name, at = kept
    same = _same(root, kind, name)
    if at < len(same):
        same[at].setFocus(Qt.FocusReason.OtherFocusReason)


def _same(root: QWidget, kind: type[QWidget], name: str) -> list[QWidget]:
    return [one for one in root.findChildren(kind) if type(one) is kind and one.accessibleName() == name]


def swap(layout: QVBoxLayout, content: QWidget) -> None:
    """Put `content` in place of what the layout holds, the focus kept.

    The old widgets are hidden at once and deleted by the event loop: one of them may be the one that asked.
    """
    kept = None
    while (item := layout.takeAt(0)) is not None:
        if (old := item.widget()) is not None:
            kept = _focus_in(old) or kept
            content.resize(old.size())  # else it is laid out once more, in a size of no use
            old.hide()
            old.deleteLater()
    layout.addWidget(content)
    content.show()  # by itself Qt shows it with the next turn of the event loop: too late for the focus
    _put_focus(content, kept)
    left = QApplication.focusWidget()
    if left is not None and not left.isVisible():  # else keys would still go to what is gone
        left.clearFocus()
