"""A card: a head with title and caption, and rows below it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QSizePolicy, QVBoxLayout, QWidget

from bedside_app.ui.components.basics.chips import Rule
from bedside_app.ui.components.basics.text import Text
from bedside_app.ui.theme.tokens import Role, Tone, Weight

__all__ = ["HEAD", "Card"]

HEAD = 32


class Card(QFrame):
    """A surface with a head of 32 px. `body` takes what stands below it."""

    def __init__(self, title: str = "", caption: str = "", *asides: QWidget, padded: bool = False) -> None:
        super().__init__()
        self.setProperty("card", "plain")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        if title:
            self.setAccessibleName(title)
            column.addWidget(_head(title, caption, asides))
            column.addWidget(Rule(strong=True))
        self.body = QVBoxLayout()
        edge = 12 if padded else 0
        self.body.setContentsMargins(edge, edge, edge, edge)
        self.body.setSpacing(8 if padded else 0)
        column.addLayout(self.body, 1)

    def add(self, part: QWidget | QLayout) -> None:
        """Put a part below the last one."""
        if isinstance(part, QWidget):
            self.body.addWidget(part)
        else:
            self.body.addLayout(part)


def _head(title: str, caption: str, asides: tuple[QWidget, ...]) -> QWidget:
    head = QWidget()
    head.setMinimumHeight(HEAD - 2)
    row = QHBoxLayout(head)
    row.setContentsMargins(11, 0, 11, 0)
    row.setSpacing(8)
    row.addWidget(Text(title, Role.BODY, weight=Weight.SEMIBOLD))
    if caption:
        row.addWidget(Text(caption, Role.CAPTION, tone=Tone.TEXT2, may_elide=True), 1)
    row.addStretch(1 if not caption else 0)
    for aside in asides:
        row.addWidget(aside, alignment=Qt.AlignmentFlag.AlignVCenter)
    return head
