"""The identity of the patient: never shortened, never scrolled away."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from bedside_app.foundation.words import Language, say
from bedside_app.ui.components.basics.buttons import Button, ButtonKind
from bedside_app.ui.components.basics.chips import Icon, Rule, StatusChip, Tag
from bedside_app.ui.components.basics.text import Text
from bedside_app.ui.theme.apply import palette
from bedside_app.ui.theme.fonts import font, text_width
from bedside_app.ui.theme.painting import bar, plain
from bedside_app.ui.theme.runs import Content, Run, spoken
from bedside_app.ui.theme.tokens import Role, Tone, Weight
from bedside_app.ui.theme.vocabulary import StatusContent

__all__ = ["BANNER_HEIGHT", "Banner", "BannerContent", "BannerFact"]

BANNER_HEIGHT = 64


@dataclass(frozen=True, slots=True)
class BannerFact:
    """Two lines of what must always be seen: diagnosis and markers; *Allergies* and what they are."""

    first: Content
    second: Content
    first_strong: bool = False
    icon: str = ""
    tone: Tone = Tone.TEXT


@dataclass(frozen=True, slots=True, kw_only=True)
class BannerContent:
    """The patient as the banner shows it. `details`: sex, age, birth date; `identifier` is set off in bold."""

    name: str
    details: str
    identifier: str
    demonstration: bool = False
    facts: tuple[BannerFact, ...] = ()
    status: StatusContent | None = None
    action: str = ""


class _Name(QWidget):
    """The name in 18 px on one line with its tag beside it, else in 14 px on two or more."""

    def __init__(self, content: BannerContent, language: Language) -> None:
        super().__init__()
        self._large = Text(content.name, Role.NAME)
        self._small = Text(content.name, Role.TITLE, weight=Weight.SEMIBOLD, wrap=True)
        self._tag = Tag(say("ui.banner.demonstration", language)) if content.demonstration else None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._large)
        row.addWidget(self._small, 1)
        if self._tag is not None:
            row.addWidget(self._tag, alignment=Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(0)
        self._wanted = text_width(plain(content.name), font(Role.NAME)) + 2
        self._wanted += self._tag.sizeHint().width() + 8 if self._tag is not None else 0
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setSizePolicy(policy)
        self.fit(int(self._wanted) + 1)

    def minimumSizeHint(self) -> QSize:
        """Return the least size in px: the name may take two lines, so the window can become narrow."""
        small = self._small.minimumSizeHint()
        tag = self._tag.sizeHint().width() + 8 if self._tag is not None else 0
        return QSize(max(160, small.width()) + tag, small.height())

    def fit(self, width: int) -> bool:
        """Choose the size of the name for `width` px; say whether it stands on one line."""
        one = self._wanted <= width
        self._large.setVisible(one)
        self._small.setVisible(not one)
        return one


class Banner(QFrame):
    """The banner, 64 px or as much more as the name needs. `review_wanted()`, `source_wanted(key)`."""

    review_wanted = Signal()
    source_wanted = Signal(str)

    def __init__(self, content: BannerContent, language: Language) -> None:
        super().__init__()
        self._content = content
        details = f"{content.details}, {content.identifier}"
        told = {"name": content.name, "details": details}
        self.setAccessibleName(say("ui.banner.identity", language, told))
        self.setMinimumHeight(BANNER_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 2, 16, 3)
        row.setSpacing(16)
        self._name = _Name(content, language)
        self._sides: list[QWidget] = []
        row.addLayout(self._identity(), 1)
        for fact in content.facts:
            self._add(row, Rule(upright=True, strong=True), fixed_height=40)
            self._add(row, self._fact(fact))
        if content.status is not None:
            self._add(row, Rule(upright=True, strong=True), fixed_height=40)
            self._add(row, StatusChip(content.status))
        if content.action:
            button = Button(content.action, ButtonKind.PRIMARY, icon="signature")
            button.clicked.connect(self.review_wanted)
            self._add(row, button)

    def _add(self, row: QHBoxLayout, part: QWidget, fixed_height: int = 0) -> None:
        if fixed_height:
            part.setFixedHeight(fixed_height)
        self._sides.append(part)
        row.addWidget(part, alignment=Qt.AlignmentFlag.AlignVCenter)

    def _identity(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addStretch(1)
        column.addWidget(self._name)
        line = (
            Run(f"{self._content.details} · "),
            Run(self._content.identifier, Weight.SEMIBOLD),
        )
        column.addWidget(Text(line, Role.CAPTION, tone=Tone.TEXT2, wrap=True))
        column.addStretch(1)
        return column

    def _fact(self, fact: BannerFact) -> QWidget:
        holder = QWidget()
        holder.setAccessibleName(f"{spoken(fact.first)}: {spoken(fact.second)}")
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        strong, quiet = (Weight.SEMIBOLD, Tone.TEXT), (Weight.REGULAR, Tone.TEXT2)
        first, second = (strong, quiet) if fact.first_strong else (quiet, strong)
        if fact.tone is not Tone.TEXT:
            second = (Weight.MEDIUM, fact.tone)
        head = Text(fact.first, Role.CAPTION, weight=first[0], tone=first[1])
        value = Text(fact.second, Role.CAPTION, weight=second[0], tone=second[1])
        for text in (head, value):
            text.source_wanted.connect(self.source_wanted)
        column.addWidget(head)
        row = QHBoxLayout()
        row.setSpacing(4)
        if fact.icon:
            row.addWidget(Icon(fact.icon, fact.tone, 14))
        row.addWidget(value)
        row.addStretch(1)
        column.addLayout(row)
        return holder

    def name_room(self) -> int:
        """Return the width in px that is left for the name."""
        taken = sum(part.sizeHint().width() if not isinstance(part, Rule) else 1 for part in self._sides)
        return self.width() - 32 - taken - 16 * len(self._sides)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose the size of the name anew."""
        super().resizeEvent(event)
        self._name.fit(self.name_room())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the surface and its lower edge."""
        painter = QPainter(self)
        bar(painter, self.rect().toRectF(), palette().surface)
        bar(painter, QRectF(0, self.height() - 1.0, self.width(), 1), palette().border)
        painter.end()
