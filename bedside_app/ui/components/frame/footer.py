"""The footer: what this program is not, and what it runs on."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout

from bedside_app.foundation.words import Language, say
from bedside_app.ui.components.basics.chips import Icon, KeyCap
from bedside_app.ui.components.basics.text import Text
from bedside_app.ui.theme.apply import palette
from bedside_app.ui.theme.painting import bar
from bedside_app.ui.theme.runs import Run
from bedside_app.ui.theme.tokens import Role, Tone, Weight

__all__ = ["FOOTER_HEIGHT", "Footer", "FooterItem"]

FOOTER_HEIGHT = 24


@dataclass(frozen=True, slots=True)
class FooterItem:
    """One thing to know about this computer: *Offline*."""

    icon: str
    text: str


class Footer(QFrame):
    """24 px. The sentence at the left is never shortened; `dotted` explains dotted values and their key."""

    def __init__(self, items: tuple[FooterItem, ...], language: Language, *, dotted: bool = True) -> None:
        super().__init__()
        self.setFixedHeight(FOOTER_HEIGHT)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 1, 16, 0)
        row.setSpacing(6)
        sentence = (
            Run(f"{say('ui.footer.support', language)} ", Weight.SEMIBOLD),
            Run(say("ui.footer.limits", language)),
        )
        row.addWidget(Text(sentence, Role.CAPTION))
        row.addStretch(1)
        if dotted:
            row.addWidget(Icon("link", Tone.TEXT2, 14))
            row.addWidget(Text(say("ui.footer.dotted", language), Role.CAPTION, tone=Tone.TEXT2))
            row.addWidget(KeyCap("."))
        for item in items:
            row.addSpacing(18)
            row.addWidget(Icon(item.icon, Tone.TEXT2, 14))
            row.addWidget(Text(item.text, Role.CAPTION, tone=Tone.TEXT2))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the sunken ground and its upper edge."""
        painter = QPainter(self)
        bar(painter, self.rect().toRectF(), palette().sunken)
        bar(painter, QRectF(0, 0, self.width(), 1), palette().border)
        painter.end()
