"""A therapy option on a card: condition, figure with what it counts, reasons for and against."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout

from bedside_app.foundation.words import Language, say
from bedside_app.ui.components.basics.buttons import Link
from bedside_app.ui.components.basics.chips import Icon
from bedside_app.ui.components.basics.mark import StatusMark
from bedside_app.ui.components.basics.text import Text
from bedside_app.ui.components.cards.option_parts import BenefitBar, Letter
from bedside_app.ui.theme.apply import palette
from bedside_app.ui.theme.painting import box
from bedside_app.ui.theme.runs import Content, Run
from bedside_app.ui.theme.tokens import RADIUS, Role, Tone, Weight
from bedside_app.ui.theme.vocabulary import StatusContent

__all__ = ["Benefit", "OptionCard", "OptionContent", "OptionState", "Reason", "ReasonKind"]

_PAD = 13


class OptionState(StrEnum):
    """What an option is now."""

    SUGGESTED = "suggested"
    CONDITIONAL = "conditional"
    POSSIBLE = "possible"
    EXCLUDED = "excluded"
    BLOCKED = "blocked"
    COMPUTING = "computing"
    CLEARED = "cleared"


WITHOUT_FIGURES = frozenset({OptionState.EXCLUDED, OptionState.BLOCKED, OptionState.COMPUTING, OptionState.CLEARED})
"""States in which a card shows no figure, whatever it is given."""


class ReasonKind(StrEnum):
    """Which way a reason points."""

    FOR = "for"
    AGAINST = "against"
    OPEN = "open"


_SIGNS = {
    ReasonKind.FOR: ("plus", Tone.OK),
    ReasonKind.AGAINST: ("minus", Tone.STOP),
    ReasonKind.OPEN: ("circle-help", Tone.UNKNOWN),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason in a line or two."""

    kind: ReasonKind
    text: Content


@dataclass(frozen=True, slots=True, kw_only=True)
class Benefit:
    """The figure of an option: its text with the fact that it opens, what it is of, and the bar of 100.

    `base` and `added` are people of 100: without and by this option; `legend` says so in words, each behind its colour.
    `counts` names what the figure counts.
    """

    figure: Run
    caption: str
    base: float
    added: float
    counts: str
    legend: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionContent:
    """An option as it is shown. `notes` are the sentences of a card without figures."""

    key: str
    title: str
    state: OptionState
    status: StatusContent
    letter: str = ""
    benefit: Benefit | None = None
    no_figure: str = ""
    reasons: tuple[Reason, ...] = ()
    notes: tuple[Content, ...] = ()
    percent: int | None = None
    more: bool = True


class OptionCard(QFrame):
    """The card. `opened(key)` asks for doses and proof, `source_wanted(key)` for a figure's source."""

    opened = Signal(str)
    source_wanted = Signal(str)

    def __init__(self, content: OptionContent, language: Language, *, title_lines: int = 1) -> None:
        super().__init__()
        self._content, self._language = content, language
        self.setAccessibleName(f"{content.letter} {content.title}, {content.status.word}".strip())
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(_PAD, 11, _PAD, 10)
        self._column.setSpacing(4)
        self._add_head(title_lines)
        if content.state not in WITHOUT_FIGURES:
            self._add_figures()
        for number, note in enumerate(content.notes):
            last = number and number == len(content.notes) - 1
            self._column.addWidget(self._text(note, Role.CAPTION if last else Role.REASON))
        if content.state is OptionState.COMPUTING and content.percent is not None:
            self._column.addWidget(_progress(content.percent))
        self._add_reasons()
        self._column.addStretch(1)
        if content.more and content.state not in WITHOUT_FIGURES:
            self._add_link()

    @property
    def content(self) -> OptionContent:
        """Return what is shown."""
        return self._content

    def _text(self, content: Content, role: Role, tone: Tone = Tone.TEXT2) -> Text:
        made = Text(content, role, tone=tone, wrap=True)
        made.source_wanted.connect(self.source_wanted)
        return made

    def _add_head(self, title_lines: int) -> None:
        content = self._content
        row = QHBoxLayout()
        row.setSpacing(8)
        if content.letter:
            letter = Letter(content.letter, filled=content.state is OptionState.SUGGESTED)
            row.addWidget(letter, alignment=Qt.AlignmentFlag.AlignTop)
        row.addWidget(StatusMark(content.status), 1)
        self._column.addLayout(row)
        quiet = content.state in WITHOUT_FIGURES
        tone = Tone.TEXT2 if quiet else Tone.TEXT
        title = Text(content.title, Role.TITLE, weight=Weight.SEMIBOLD, tone=tone, wrap=True, at_top=True)
        if not quiet:
            title.setMinimumHeight(20 * title_lines)
        self._column.addWidget(title)

    def _add_figures(self) -> None:
        benefit = self._content.benefit
        if benefit is None:
            if self._content.no_figure:
                self._column.addWidget(self._text(self._content.no_figure, Role.CAPTION))
            return
        row = QHBoxLayout()
        row.setSpacing(8)
        figure = Text((benefit.figure,), Role.FIGURE, tabular=True)
        figure.source_wanted.connect(self.source_wanted)
        row.addWidget(figure)
        row.addWidget(self._text(benefit.caption, Role.CAPTION), 1, Qt.AlignmentFlag.AlignBottom)
        self._column.addLayout(row)
        self._column.addWidget(BenefitBar(benefit.base, benefit.added, self._language))
        legend = tuple(
            run
            for tone, words in zip((Tone.CONTROL, Tone.ACCENT), benefit.legend, strict=True)
            if words
            for run in (Run("■\u00a0", tone=tone), Run(f"{words}  "))
        )
        if legend:
            self._column.addWidget(self._text(legend, Role.CAPTION))
        counts = self._text(benefit.counts, Role.CAPTION)
        self._column.addWidget(counts)

    def _add_reasons(self) -> None:
        rows = QVBoxLayout()
        rows.setSpacing(4)
        for reason in self._content.reasons:
            icon, tone = _SIGNS[reason.kind]
            row = QHBoxLayout()
            row.setSpacing(7)
            row.addWidget(Icon(icon, tone, 14, line=17), alignment=Qt.AlignmentFlag.AlignTop)
            text = self._text(reason.text, Role.REASON, Tone.TEXT)
            said = say(f"ui.option.{reason.kind}", self._language, {"reason": text.accessibleName()})
            text.setAccessibleName(said)
            row.addWidget(text, 1)
            rows.addLayout(row)
        self._column.addLayout(rows)

    def _add_link(self) -> None:
        link = Link(say("ui.option.why", self._language), weight=Weight.MEDIUM, chevron=True)
        link.setAccessibleName(f"{link.text()}, {self._content.letter} {self._content.title}")
        link.clicked.connect(lambda: self.opened.emit(self._content.key))
        self._column.addWidget(link)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground of the state."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours, state, rect = palette(), self._content.state, self.rect().toRectF()
        if state is OptionState.SUGGESTED:
            box(painter, rect, fill=colours.surface, edge=colours.accent, radius=RADIUS["card"], width=2)
        else:
            off = state in {OptionState.EXCLUDED, OptionState.CLEARED, OptionState.BLOCKED}
            dashed = state is OptionState.COMPUTING
            fill = colours.bg if off else colours.surface
            box(painter, rect, fill=fill, edge=colours.border, radius=RADIUS["card"], dashed=dashed)
        painter.end()


def _progress(percent: int) -> QProgressBar:
    made = QProgressBar()
    made.setTextVisible(False)
    made.setValue(percent)
    made.setAccessibleName(f"{percent} %")
    return made
