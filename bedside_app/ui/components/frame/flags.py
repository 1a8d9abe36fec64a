"""Red flags in a row of 44 px: as wide as their words; hard stops always, the rest behind *+ n*."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from bedside_app.foundation.words import Language, say
from bedside_app.ui.components.basics.buttons import Button
from bedside_app.ui.components.basics.chips import Icon
from bedside_app.ui.components.basics.text import Text
from bedside_app.ui.theme.apply import palette
from bedside_app.ui.theme.painting import box
from bedside_app.ui.theme.runs import Content, spoken
from bedside_app.ui.theme.tokens import RADIUS, TARGET, Role, Tone, Weight
from bedside_app.ui.theme.vocabulary import StatusContent

__all__ = ["Flag", "FlagContent", "Flags", "shown_flags"]

_MOST = 3


@dataclass(frozen=True, slots=True)
class FlagContent:
    """A flag: its status and its words, values in them with their source."""

    key: str
    status: StatusContent
    text: Content

    @property
    def stops(self) -> bool:
        """Say whether it must always be shown."""
        return self.status.sign.tone is Tone.STOP


def shown_flags(flags: Sequence[FlagContent]) -> tuple[FlagContent, ...]:
    """Return what is shown of `flags`: all of up to three, else every hard stop, filled up to three."""
    stops = tuple(flag for flag in flags if flag.stops)
    room = max(0, _MOST - len(stops))
    others = tuple(flag for flag in flags if not flag.stops)
    return stops + (others if len(flags) <= _MOST else others[:room])


class Flag(QFrame):
    """One flag on its tint. Its words are never shortened: they wrap."""

    source_wanted = Signal(str)

    def __init__(self, content: FlagContent) -> None:
        super().__init__()
        self.content = content
        sign = content.status.sign
        self._tone = sign.tone
        self.setAccessibleName(f"{content.status.word}: {spoken(content.text)}")
        self.setMinimumHeight(TARGET)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.setSizePolicy(policy)
        row = QHBoxLayout(self)
        row.setContentsMargins(13, 4, 12, 4)
        row.setSpacing(8)
        middle = Qt.AlignmentFlag.AlignVCenter
        row.addWidget(Icon(sign.icon, sign.tone, 18), alignment=middle)
        row.addWidget(Text(content.status.word, Role.BODY, weight=Weight.SEMIBOLD, tone=sign.tone), alignment=middle)
        words = Text(content.text, Role.BODY, wrap=True)
        words.source_wanted.connect(self.source_wanted)
        row.addWidget(words, 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the tint and its edge."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tint = palette().tint(self._tone)
        box(painter, self.rect().toRectF(), fill=tint.tint, edge=tint.edge, radius=RADIUS["control"])
        painter.end()


class Flags(QWidget):
    """The row. `source_wanted(key)` for a value in a flag, `more_wanted()` for the rest."""

    source_wanted = Signal(str)
    more_wanted = Signal()

    def __init__(self, flags: Sequence[FlagContent], language: Language) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        shown = shown_flags(flags)
        for content in shown:
            flag = Flag(content)
            flag.source_wanted.connect(self.source_wanted)
            row.addWidget(flag, max(1, flag.sizeHint().width()))
        rest = len(flags) - len(shown)
        if rest:
            more = Button(say("ui.flags.more", language, {"count": rest}))
            more.setAccessibleName(say("ui.flags.more-spoken", language, {"count": rest}))
            more.clicked.connect(self.more_wanted)
            row.addWidget(more)
