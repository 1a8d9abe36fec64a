"""Emptying a layout whose content is built anew, and letting one scroll within its card."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLayout, QScrollArea, QVBoxLayout, QWidget

__all__ = ["clear", "scrolling"]


def clear(layout: QLayout) -> None:
    """Take every widget out: hidden at once, deleted by the event loop, since one of them may be the one that asked."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()


def scrolling(column: QVBoxLayout, name: str, *, focus: bool = True) -> QScrollArea:
    """Return an area in which a card's column scrolls, 12 px from its edges; `focus`: the arrow keys scroll it too."""
    holder = QWidget()
    outer = QVBoxLayout(holder)
    outer.setContentsMargins(12, 12, 12, 12)
    column.setSpacing(8)
    outer.addLayout(column)
    outer.addStretch(1)
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.StrongFocus if focus else Qt.FocusPolicy.NoFocus)
    area.setAccessibleName(name)
    area.setWidget(holder)
    for ground in (holder, area.viewport()):
        ground.setAutoFillBackground(False)  # the card's own ground shows through
    return area
