"""Which keys do what: everything that the window does can be done without a mouse."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from bedside_app.foundation.words import Language, say
from bedside_app.ui.components.basics import Button, KeyCap, Text
from bedside_app.ui.components.cards import Card
from bedside_app.ui.components.frame import Footer
from bedside_app.ui.theme import Role, Weight

__all__ = ["KEYS", "KeysPage"]

KEYS: Final[dict[str, tuple[tuple[tuple[str, ...], str], ...]]] = {
    "everywhere": (
        (("Ctrl O",), "add"),
        (("Ctrl K",), "search"),
        (("Ctrl L",), "lock"),
        (("Tab",), "next"),
        (("F6",), "region"),
        (("Esc",), "back"),
        (("F1",), "keys"),
    ),
    "patient": (
        (("Ctrl 1", "…", "9"), "section"),
        ((".",), "source"),
        (("N",), "enter"),
        (("[", "]"), "event"),
        (("Home", "End"), "ends"),
        (("T",), "lanes"),
        (("Ctrl Z",), "undo"),
        (("Ctrl Enter",), "review"),
    ),
    "worklist": (
        (("↑", "↓"), "choose"),
        (("Enter",), "open"),
        (("Del",), "remove"),
    ),
    "images": (
        (("P", "W", "Z"), "tools"),
        (("L", "A"), "measure"),
        (("O", "S"), "overlay"),
        (("1", "…", "5"), "presets"),
        (("↑", "↓"), "frame"),
        (("C",), "cine"),
        (("R",), "reset"),
        (("Shift", "A", "M", "R"), "decide"),
    ),
    "review": (
        (("A",), "agree"),
        (("M",), "modify"),
        (("R",), "reject"),
        (("↑", "↓"), "item"),
    ),
}


class KeysPage(QWidget):
    """The list of keys. `back_wanted()`."""

    back_wanted = Signal()

    def __init__(self, language: Language) -> None:
        super().__init__()
        self._language: Language = language
        back = Button(self._say("back"), icon="arrow-left")
        back.clicked.connect(self.back_wanted)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(Text(self._say("title"), Role.ANSWER, weight=Weight.SEMIBOLD))
        head.addStretch(1)
        head.addWidget(back)
        left, right = QVBoxLayout(), QVBoxLayout()
        for at, group in enumerate(KEYS):
            (left, right)[at % 2].addWidget(self._card(group))
        columns = QHBoxLayout()
        columns.setSpacing(16)
        for column in (left, right):
            column.setSpacing(16)
            column.addStretch(1)
            columns.addLayout(column, 1)
        body = QVBoxLayout()
        body.setContentsMargins(24, 16, 24, 16)
        body.setSpacing(16)
        body.addLayout(head)
        body.addLayout(columns, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(body, 1)
        whole.addWidget(Footer((), language, dotted=False))
        QShortcut(QKeySequence("Esc"), self).activated.connect(self.back_wanted)

    def _card(self, group: str) -> Card:
        card = Card(self._say(f"group.{group}"), padded=True)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(10)
        grid.setColumnStretch(1, 1)
        for row, (caps, code) in enumerate(KEYS[group]):
            grid.addLayout(_caps(caps), row, 0)
            grid.addWidget(Text(self._say(f"key.{code}"), wrap=True), row, 1)
        card.add(grid)
        return card

    def _say(self, code: str) -> str:
        return say(f"keys-page.{code}", self._language)


def _caps(keys: tuple[str, ...]) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(4)
    for key in keys:
        row.addWidget(Text(key) if key == "…" else KeyCap(key), alignment=Qt.AlignmentFlag.AlignVCenter)
    row.addStretch(1)
    return row
