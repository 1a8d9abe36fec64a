"""Two identities in one case: both sides at equal weight, the safe way filled, joining only with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from bedside_app.foundation.words import Language, say
from bedside_app.ui.components.basics.buttons import Button, ButtonKind
from bedside_app.ui.components.basics.chips import Icon, StatusChip
from bedside_app.ui.components.basics.choices import Switch, SwitchKind
from bedside_app.ui.components.basics.fields import Field
from bedside_app.ui.components.basics.text import Text
from bedside_app.ui.components.cards.card import Card
from bedside_app.ui.theme.apply import palette
from bedside_app.ui.theme.painting import bar
from bedside_app.ui.theme.tokens import Role, Tone, Weight
from bedside_app.ui.theme.vocabulary import Status, StatusContent

__all__ = ["Accord", "IdentityConflict", "IdentityContent", "IdentityRow", "IdentitySide"]


class Accord(StrEnum):
    """Whether one detail is the same on both sides."""

    AGREES = "agrees"
    DIFFERS = "differs"
    ABSENT = "absent"


_SIGNS = {
    Accord.AGREES: ("check", Tone.OK),
    Accord.DIFFERS: ("circle-x", Tone.STOP),
    Accord.ABSENT: ("circle-help", Tone.UNKNOWN),
}


@dataclass(frozen=True, slots=True)
class IdentityRow:
    """One detail of a side: *Born*, the day, and whether it agrees with the other side."""

    label: str
    value: str
    accord: Accord


@dataclass(frozen=True, slots=True)
class IdentitySide:
    """One side: where it comes from and what it says."""

    title: str
    source: str
    rows: tuple[IdentityRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityContent:
    """The conflict. `differing` names each detail that must be decided before the sides can be joined."""

    title: str
    text: str
    status: StatusContent
    left: IdentitySide
    right: IdentitySide
    differing: tuple[str, ...] = ()
    hint: str = ""


class _Row(QWidget):
    """One detail, tinted where it differs."""

    def __init__(self, row: IdentityRow, language: Language) -> None:
        super().__init__()
        self._differs = row.accord is Accord.DIFFERS
        line = QHBoxLayout(self)
        line.setContentsMargins(8, 0, 8, 0)
        line.setSpacing(8)
        label = Text(row.label, tone=Tone.TEXT2)
        label.setFixedWidth(max(112, label.sizeHint().width()))
        line.addWidget(label)
        line.addWidget(Text(row.value, weight=Weight.SEMIBOLD, wrap=True), 1)
        icon, tone = _SIGNS[row.accord]
        line.addWidget(Icon(icon, tone, 16))
        weight = Weight.SEMIBOLD if self._differs else None
        line.addWidget(Text(say(f"ui.identity.{row.accord}", language), tone=tone, weight=weight))
        self.setMinimumHeight(40)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the tint and the line below."""
        painter = QPainter(self)
        if self._differs:
            bar(painter, self.rect().toRectF(), palette().stop.tint)
        bar(painter, QRectF(0, self.height() - 1.0, self.width(), 1), palette().grid)
        painter.end()


class IdentityConflict(QWidget):
    """The panel. `separate_wanted()`, and `join_wanted(reason, side)` once a reason is typed and a side is chosen.

    `side` is 0 for left, 1 for right, -1 where no detail had to be decided.
    """

    separate_wanted = Signal()
    join_wanted = Signal(str, int)

    def __init__(self, content: IdentityContent, language: Language) -> None:
        super().__init__()
        self._content, self._language = content, language
        self.setAccessibleName(content.title)
        self._reason = Field(
            say("ui.identity.reason", language), language, example=say("ui.identity.reason-example", language)
        )
        self._reason.edited.connect(lambda _text: self._check())
        self._join = Button(say("ui.identity.join", language))
        self._join.clicked.connect(self._ask_to_join)
        self._sides = QButtonGroup(self)
        self._sides.idToggled.connect(lambda _id, _on: self._check())
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(16)
        grid.addLayout(self._head(), 0, 0, 1, 2)
        for at, side in enumerate((content.left, content.right)):
            grid.addWidget(self._side(side), 1, at)
            grid.setColumnStretch(at, 1)
        grid.addWidget(self._separate_card(), 2, 0)
        grid.addWidget(self._join_card(), 2, 1)
        if content.hint:
            grid.addLayout(_line("info", Tone.TEXT2, Text(content.hint, tone=Tone.TEXT2, wrap=True)), 3, 0, 1, 2)
        self._check()

    def _head(self) -> QVBoxLayout:
        content = self._content
        column = QVBoxLayout()
        column.setSpacing(4)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(Icon("octagon-alert", Tone.STOP, 28))
        row.addWidget(Text(content.title, Role.ANSWER, wrap=True))
        row.addWidget(StatusChip(content.status))
        row.addStretch(1)
        column.addLayout(row)
        text = QHBoxLayout()
        text.setContentsMargins(40, 0, 0, 0)
        text.addWidget(Text(content.text, Role.TITLE, wrap=True))
        column.addLayout(text)
        return column

    def _side(self, side: IdentitySide) -> Card:
        card = Card(side.title, side.source)
        card.body.setContentsMargins(8, 4, 8, 8)
        for row in side.rows:
            card.add(_Row(row, self._language))
        card.body.addStretch(1)
        return card

    def _say(self, code: str, **values: object) -> str:
        return say(f"ui.identity.{code}", self._language, values)

    def _separate_card(self) -> Card:
        card = Card(padded=True)
        status = StatusContent(Status.GO, self._say("safe"))
        card.add(_choice_head("split", self._say("separate-title"), status))
        card.add(Text(self._say("separate-text"), tone=Tone.TEXT2, wrap=True))
        card.body.addStretch(1)
        button = Button(self._say("separate"), ButtonKind.PRIMARY, wide=True)
        button.clicked.connect(self.separate_wanted)
        card.add(button)
        return card

    def _join_card(self) -> Card:
        card = Card(padded=True)
        status = StatusContent(Status.CAUTION, self._say("needs-reason"))
        card.add(_choice_head("merge", self._say("join-title"), status))
        card.add(self._reason)
        row = QHBoxLayout()
        row.setSpacing(16)
        if self._content.differing:
            row.addWidget(Text(self._say("which", what=", ".join(self._content.differing)), wrap=True))
            for at in range(2):
                radio = Switch(self._say("side", number=at + 1), SwitchKind.RADIO)
                self._sides.addButton(radio, at)
                row.addWidget(radio)
        row.addStretch(1)
        row.addWidget(self._join)
        card.add(row)
        return card

    def _ready(self) -> bool:
        decided = not self._content.differing or self._sides.checkedId() >= 0
        return bool(self._reason.text.strip()) and decided

    def _check(self) -> None:
        self._join.setEnabled(self._ready())

    def _ask_to_join(self) -> None:
        self.join_wanted.emit(self._reason.text.strip(), self._sides.checkedId())


def _line(icon: str, tone: Tone, *parts: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(Icon(icon, tone, 18, line=22), alignment=Qt.AlignmentFlag.AlignTop)
    for part in parts:
        row.addWidget(part)
    row.addStretch(1)
    return row


def _choice_head(icon: str, title: str, status: StatusContent) -> QHBoxLayout:
    text = Text(title, Role.TITLE, weight=Weight.SEMIBOLD, wrap=True)
    return _line(icon, Tone.TEXT, text, StatusChip(status))
