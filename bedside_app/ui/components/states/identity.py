"""Two identities or more in one case: all sides at equal weight, the safe way filled, joining only with a reason."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget

from bedside_app.foundation.words import Language, say
from bedside_app.ui.components.basics.buttons import Button, ButtonKind
from bedside_app.ui.components.basics.chips import Icon, Rule, StatusChip, Tag
from bedside_app.ui.components.basics.choices import Switch, SwitchKind
from bedside_app.ui.components.basics.fields import Field
from bedside_app.ui.components.basics.text import Text
from bedside_app.ui.components.cards.card import Card
from bedside_app.ui.theme.apply import palette
from bedside_app.ui.theme.painting import bar
from bedside_app.ui.theme.tokens import Role, Tone, Weight
from bedside_app.ui.theme.vocabulary import Status, StatusContent

__all__ = ["Accord", "IdentityConflict", "IdentityContent", "IdentityRow", "IdentitySide"]


_IN_A_ROW = 3
_MOST_JOINED = 3  # a drop that names more patients is no slip of one of them


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
    """The conflict. `differing` names each detail that must be decided before the sides can be joined.

    `count` is how many sides there are, where not all of them are shown. `hints` stand below both ways on: what looks
    like the cause, and which files are on no side.
    """

    title: str
    text: str
    status: StatusContent
    sides: tuple[IdentitySide, ...]
    differing: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    demonstration: str = ""
    count: int = 0


class _Row(QWidget):
    """One detail, tinted where it differs."""

    def __init__(self, row: IdentityRow, language: Language, *, last: bool) -> None:
        super().__init__()
        self._differs, self._last = row.accord is Accord.DIFFERS, last
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
        if not self._last:
            bar(painter, QRectF(0, self.height() - 1.0, self.width(), 1), palette().grid)
        painter.end()


class IdentityConflict(QWidget):
    """The panel. `separate_wanted()`, and `join_wanted(reason, side)` once a reason is typed and a side is chosen.

    `side` is the position of the side that is right, -1 where no detail had to be decided. `wanting` says what is
    still needed before the sides may be joined, in a sentence, for a reason and a side (None: none chosen).
    """

    separate_wanted = Signal()
    join_wanted = Signal(str, int)

    def __init__(
        self,
        content: IdentityContent,
        language: Language,
        wanting: Callable[[str, int | None], str] | None = None,
    ) -> None:
        super().__init__()
        self._content, self._language = content, language
        self._many = max(content.count, len(content.sides))
        self._wanting = wanting or self._least
        self.setAccessibleName(content.title)
        self._reason = Field(self._say("reason"), language, example=self._say("reason-example"))
        self._reason.edited.connect(lambda _text: self._check())
        self._join = Button(self._say("join"))
        self._join.clicked.connect(self._ask_to_join)
        self._needed = Text("", Role.CAPTION, tone=Tone.TEXT2, wrap=True)
        self._sides = QButtonGroup(self)
        self._sides.idToggled.connect(lambda _id, _on: self._check())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(self._head())
        column.addSpacing(8)
        sides = content.sides
        for at in range(0, len(sides), _IN_A_ROW):
            cards: list[QWidget] = [self._side(side) for side in sides[at : at + _IN_A_ROW]]
            column.addLayout(_equal(cards, of=min(len(sides), _IN_A_ROW)))
        ways: list[QWidget] = [self._separate_card()]
        if self._many <= _MOST_JOINED:
            ways.append(self._join_card())
        column.addLayout(_equal(ways))
        hints = QVBoxLayout()
        hints.setSpacing(4)
        for hint in content.hints:
            text = Text(hint, tone=Tone.TEXT2, wrap=True)
            hints.addLayout(_line("info", Tone.TEXT2, text, stretch=text))
        column.addLayout(hints)
        self._check()

    def _head(self) -> QHBoxLayout:
        content = self._content
        words = QVBoxLayout()
        words.setSpacing(4)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(Text(content.title, Role.ANSWER, wrap=True))
        row.addWidget(StatusChip(content.status))
        if content.demonstration:
            row.addWidget(Tag(content.demonstration))
        row.addStretch(1)
        words.addLayout(row)
        words.addWidget(Text(content.text, Role.TITLE, wrap=True))
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(Icon("octagon-alert", Tone.STOP, 32), alignment=Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        return head

    def _side(self, side: IdentitySide) -> Card:
        card = Card(padded=False)
        card.setAccessibleName(side.title)
        head = QVBoxLayout()
        head.setContentsMargins(11, 9, 11, 9)
        head.setSpacing(2)
        head.addWidget(Text(side.title, weight=Weight.SEMIBOLD))
        if side.source:
            head.addWidget(Text(side.source, Role.CAPTION, tone=Tone.TEXT2, wrap=True))
        card.add(head)
        card.add(Rule(strong=True))
        rows = QVBoxLayout()
        rows.setContentsMargins(8, 4, 8, 8)
        rows.setSpacing(0)
        for row in side.rows:
            rows.addWidget(_Row(row, self._language, last=row is side.rows[-1]))
        rows.addStretch(1)
        card.add(rows)
        return card

    def _say(self, code: str, **values: object) -> str:
        return say(f"ui.identity.{code}", self._language, values)

    def _separate_card(self) -> Card:
        card = Card(padded=True)
        many = self._many
        title = self._say("separate-title") if many == 2 else self._say("separate-title-many", count=many)
        card.add(_choice_head("split", title, StatusContent(Status.GO, self._say("safe"))))
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
            row.addWidget(Text(self._say("which")))
            for at in range(len(self._content.sides)):
                radio = Switch(self._say("side", number=at + 1), SwitchKind.RADIO)
                self._sides.addButton(radio, at)
                row.addWidget(radio)
        row.addStretch(1)
        row.addWidget(self._join)
        card.add(row)
        card.add(self._needed)
        return card

    def _chosen(self) -> int | None:
        return self._sides.checkedId() if self._sides.checkedId() >= 0 else None

    def _least(self, reason: str, side: int | None) -> str:
        decided = not self._content.differing or side is not None
        return "" if reason and decided else self._say("needs-reason")

    def _check(self) -> None:
        needed = self._wanting(self._reason.text.strip(), self._chosen())
        self._needed.set_content(needed)
        self._join.setEnabled(not needed)

    def _ask_to_join(self) -> None:
        self.join_wanted.emit(self._reason.text.strip(), self._sides.checkedId())


def _equal(parts: Sequence[QWidget], of: int = 0) -> QHBoxLayout:
    """Return the parts beside each other in equal widths, as wide as if there were `of`."""
    row = QHBoxLayout()
    row.setSpacing(16)
    for part in parts:
        part.setMinimumWidth(1)  # a long value on one side takes no width from the other
        row.addWidget(part, 1)
    for _ in range(of - len(parts)):
        row.addStretch(1)
        row.addSpacing(0)
    return row


def _line(icon: str, tone: Tone, *parts: QWidget, stretch: QWidget | None = None) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(Icon(icon, tone, 18, line=22), alignment=Qt.AlignmentFlag.AlignTop)
    for part in parts:
        row.addWidget(part, 1 if part is stretch else 0)
    row.addStretch(0 if stretch is not None else 1)
    return row


def _choice_head(icon: str, title: str, status: StatusContent) -> QHBoxLayout:
    text = Text(title, Role.TITLE, weight=Weight.SEMIBOLD, wrap=True)
    return _line(icon, Tone.TEXT, text, StatusChip(status))
