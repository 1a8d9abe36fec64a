"""A notice that stays until its cause is solved: what happened, why, what to do, one action. Never a dialog."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from bedside_app.foundation.words import Language, say
from bedside_app.ui.components.basics.buttons import Button, IconButton
from bedside_app.ui.components.basics.chips import Icon, StatusChip
from bedside_app.ui.components.basics.text import Text
from bedside_app.ui.theme.runs import Content, Run
from bedside_app.ui.theme.tokens import Role, Tone, Weight
from bedside_app.ui.theme.vocabulary import StatusContent

__all__ = ["Notice", "NoticeContent"]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeContent:
    """A refusal, a missing fact or a fault, in sentences. `action` is the label of its one action.

    `dismiss` is what its cross is called: empty for a notice that only goes when its cause is solved.
    """

    key: str
    title: str
    status: StatusContent
    why: Content
    to_do: str = ""
    aside: str = ""
    action: str = ""
    action_icon: str = ""
    dismiss: str = ""


class Notice(QFrame):
    """The notice on a card of its own, or bare within one; `action_wanted(key)`, `dismissed(key)`."""

    action_wanted = Signal(str)
    dismissed = Signal(str)

    def __init__(self, content: NoticeContent, language: Language, *, bare: bool = False) -> None:
        super().__init__()
        self.content = content
        self.setProperty("card", "" if bare else "plain")
        self.setAccessibleName(f"{content.title}, {content.status.word}")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 12, 16, 12)
        row.setSpacing(12)
        top = Qt.AlignmentFlag.AlignTop
        sign = content.status.sign
        row.addWidget(Icon(sign.icon, sign.tone, 22), alignment=top)
        row.addLayout(_sentences(content, language), 1)
        if content.action:
            button = Button(content.action, icon=content.action_icon)
            button.clicked.connect(lambda: self.action_wanted.emit(content.key))
            row.addWidget(button, alignment=top)
        if content.dismiss:
            cross = IconButton("x", content.dismiss)
            cross.clicked.connect(lambda: self.dismissed.emit(content.key))
            row.addWidget(cross, alignment=top)


def _sentences(content: NoticeContent, language: Language) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(2)
    head = QHBoxLayout()
    head.setSpacing(8)
    head.addWidget(Text(content.title, Role.TITLE, weight=Weight.SEMIBOLD, wrap=True))
    head.addWidget(StatusChip(content.status), alignment=Qt.AlignmentFlag.AlignTop)
    head.addStretch(1)
    column.addLayout(head)
    column.addWidget(Text(content.why, wrap=True))
    if content.to_do:
        lead = Run(f"{say('ui.notice.do', language)} ", Weight.SEMIBOLD)
        column.addWidget(Text((lead, Run(content.to_do)), wrap=True))
    if content.aside:
        column.addWidget(Text(content.aside, Role.CAPTION, tone=Tone.TEXT2, wrap=True))
    column.addStretch(1)
    return column
