"""The summary: flags, the answer, findings beside options, what changed, what speaks against, what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QSpacerItem, QVBoxLayout, QWidget

from bedside_app.foundation.words import say
from bedside_app.ui.components.basics import Icon, Link, Rule, Run, StatusChip, Text
from bedside_app.ui.components.cards import (
    Benefit,
    Card,
    FindingList,
    FindingRow,
    OptionCard,
    OptionContent,
    OptionState,
    Reason,
    ReasonKind,
)
from bedside_app.ui.components.frame import FlagContent, Flags
from bedside_app.ui.components.states import Notice, NoticeContent
from bedside_app.ui.patient.bridge import key_of, ref_of, runs_of, status_of
from bedside_app.ui.patient.rebuilt import swap
from bedside_app.ui.patient.therapy_sheet import Flow
from bedside_app.ui.theme import Role, Tone, Weight, font, palette, text_width
from bedside_app.ui.viewmodels.patient.acting.missing import MissingRow
from bedside_app.ui.viewmodels.patient.screens.findings import FindingRow as FindingShown
from bedside_app.ui.viewmodels.patient.screens.labs import labs_of
from bedside_app.ui.viewmodels.patient.screens.options import Against, first_reasons
from bedside_app.ui.viewmodels.patient.screens.options import OptionCard as OptionShown
from bedside_app.ui.viewmodels.patient.screens.options import ReasonKind as Kind
from bedside_app.ui.viewmodels.patient.screens.summary import (
    AnswerShown,
    ChangeRow,
    FlagShown,
    SummaryShown,
    summary_of,
)
from bedside_app.ui.viewmodels.shown import CaseShown

__all__ = ["SummarySection", "finding_rows"]

_LEFT: Final = 424  # px
_WIDE_LEFT: Final = 480
_ROW: Final = 29
_MOST, _FEW = 5, 4  # rows of a list in a wide window, and in others
_LONG: Final = 90  # letters to say what a figure counts: cards are then higher, and the lists below have rows less
_LOW_ROW: Final = 46
_TALL: Final = 1040  # px of a window that has room for values over time below the lists
_ACROSS: Final = 3
_TOP: Final = Qt.AlignmentFlag.AlignTop
_STATES: Final = {
    "suggested": OptionState.SUGGESTED,
    "condition": OptionState.CONDITIONAL,
    "missing": OptionState.CONDITIONAL,
}
_TONES: Final = {"caution": Tone.CAUTION, "ok": Tone.OK, "text2": Tone.TEXT2}


class SummarySection(QWidget):
    """What a clinician sees first; every link leads to the section that says more."""

    source_wanted = Signal(object)
    section_wanted = Signal(str)
    fact_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._place = QVBoxLayout(self)
        self._place.setContentsMargins(0, 0, 0, 0)

    def minimumSizeHint(self) -> QSize:
        """Return the least width in px; the height follows the width, and a least one would scroll what fits."""
        return QSize(super().minimumSizeHint().width(), 0)

    def show_case(self, case: CaseShown, *, low: bool = False, wide: bool = False) -> None:
        """Show the summary of a case as of its day. In a low window gaps are smaller."""
        shown = summary_of(case, at_most=_MOST if wide else _FEW)
        figures = [card.people for card in shown.cards if card.people is not None]
        long = not wide and any(len(people.counts) > _LONG for people in figures)
        full = long and len(figures) == len(shown.cards)
        if long:
            shown = summary_of(case, at_most=_MOST, below=_FEW - (2 if full else 1))
        page = QWidget()
        column = QVBoxLayout(page)
        edge = 8 if low or full else 16
        column.setContentsMargins(16, edge, 16, edge)
        column.setSpacing(8 if low or full else 12)
        for part in self._head(case, shown):
            column.addWidget(part)
        column.addStretch(1)
        body = partial(self._add_body, column, case, shown, low=low, wide=wide)
        again = self._place.count() > 0
        if again and case.summary is not None:
            body()  # first: the focus may be in it
        swap(self._place, page)
        if not again and case.summary is not None:
            QTimer.singleShot(0, page, body)  # flags and answer are seen at once, what is below them a turn later

    def _head(self, case: CaseShown, shown: SummaryShown) -> Iterable[QWidget]:
        flags = [*shown.flags, *shown.more_flags]
        if flags:
            row = Flags(
                [FlagContent(key_of(one.source), status_of(one.sign), _flag_text(one)) for one in flags], case.language
            )
            row.source_wanted.connect(self._ask)
            row.more_wanted.connect(lambda: self.section_wanted.emit("therapy"))
            yield row
        if shown.working is not None:
            working = shown.working
            yield Notice(
                NoticeContent(key="working", title=working.title, status=status_of(working.sign), why=working.detail),
                case.language,
            )
        for answer in shown.answers:
            yield _Answer(answer)

    def _add_body(self, column: QVBoxLayout, case: CaseShown, shown: SummaryShown, *, low: bool, wide: bool) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16 if not low else 12)
        grid.setVerticalSpacing(8 if low else 12)
        for at in (1, 2, 3):
            grid.setColumnStretch(at, 1)
        left = _WIDE_LEFT if wide else _LEFT
        for at, card in enumerate((self._findings(case, shown, low=low), self._changes(case, shown))):
            card.setFixedWidth(left)
            grid.addWidget(card, at, 0)
        for at, option in enumerate(shown.cards, start=1):
            grid.addWidget(self._option(case, option), 0, at)
        if shown.no_cards:
            empty = Card(padded=True)
            empty.add(Text(shown.no_cards, tone=Tone.TEXT2, wrap=True))
            if shown.under_treatment:
                link = Link(case.say("rail.today"))
                link.clicked.connect(lambda: self.section_wanted.emit("today"))
                empty.body.addWidget(link, alignment=Qt.AlignmentFlag.AlignLeft)
            empty.body.addStretch(1)
            grid.addWidget(empty, 0, 1, 1, 3)
        below = QHBoxLayout()
        below.setSpacing(grid.horizontalSpacing())
        below.addWidget(self._against(case, shown), 100)
        below.addWidget(self._missing(case, shown), 206)
        grid.addLayout(below, 1, 1, 1, 3)
        column.insertLayout(column.count() - 1, grid)
        if wide and self.window().height() >= _TALL:
            column.insertWidget(column.count() - 1, self._courses(case), 1)

    def _findings(self, case: CaseShown, shown: SummaryShown, *, low: bool) -> Card:
        rows = FindingList(case.say("rail.findings"), row_height=_LOW_ROW if low else 47)
        rows.show_rows(finding_rows(shown.findings, _said(case, "no-number")))
        rows.setMinimumHeight(rows.natural_height())
        rows.source_wanted.connect(lambda key: self._ask_finding(shown.findings, key))
        rows.action_wanted.connect(lambda _key: self.section_wanted.emit("findings"))
        card = Card(case.say("rail.findings"), _said(case, "findings"), *self._more(shown.all_findings, "findings"))
        if shown.findings:
            card.add(rows)
        else:
            card.add(_padded(Text(case.say("findings.empty"), tone=Tone.TEXT2, wrap=True)))
        card.body.addStretch(1)
        return card

    def _option(self, case: CaseShown, card: OptionShown) -> OptionCard:
        made = OptionCard(_option(card), case.language, title_lines=2)
        made.source_wanted.connect(self._ask)
        made.opened.connect(lambda _key: self.section_wanted.emit("therapy"))
        return made

    def _changes(self, case: CaseShown, shown: SummaryShown) -> Card:
        card = Card(_said(case, "changed"), shown.since, *self._more(shown.all_changes, "labs"))
        if not shown.changes:
            card.add(_padded(Text(_said(case, "no-change"), tone=Tone.TEXT2, wrap=True)))
        widest = max(
            (text_width(change.word, font(Role.CAPTION, Weight.SEMIBOLD)) for change in shown.changes), default=0
        )
        for at, change in enumerate(shown.changes):
            if at:
                card.add(_inset(Rule()))
            value = Text(_arrow(change), tabular=True)
            value.source_wanted.connect(self._ask)
            tone = _TONES[change.tone]
            label = Text(change.label, may_elide=True)
            label.setAccessibleName(change.spoken)
            right = Qt.AlignmentFlag.AlignRight
            word = Text(change.word, Role.CAPTION, weight=Weight.SEMIBOLD, tone=tone, align=right)
            word.setMinimumWidth(int(widest) + 2)
            card.add(_row(Icon(change.icon, tone, 16), label, value, word))
        card.body.addStretch(1)
        return card

    def _against(self, case: CaseShown, shown: SummaryShown) -> Card:
        card = Card(_said(case, "against"), "", *self._more(shown.all_against, "therapy"))
        if not shown.against:
            card.add(_padded(Text(_said(case, "nothing-against"), tone=Tone.TEXT2, wrap=True)))
        for at, one in enumerate(shown.against):
            if at:
                card.add(Rule())
            card.add(_speaks(one))
        card.body.addStretch(1)
        return card

    def _missing(self, case: CaseShown, shown: SummaryShown) -> Card:
        enter = Link(case.say("findings.action.missing"), key="N")
        enter.clicked.connect(lambda: self.fact_wanted.emit(shown.missing[0].fact))
        asides = [*self._more(shown.all_missing, "missing"), *([enter] if shown.missing else [])]
        card = Card(case.say("rail.missing"), _said(case, "decisive"), *asides)
        for name, state in () if shown.missing else shown.awaited:
            card.add(_row(Text(name, wrap=True), Text(state, tone=Tone.UNKNOWN)))
        if not shown.missing and not shown.awaited:
            card.add(_padded(Text(_said(case, "nothing-missing"), tone=Tone.TEXT2, wrap=True)))
        for at, row in enumerate(shown.missing):
            if at:
                card.add(_inset(Rule()))
            icon, chip = Icon("circle-help", Tone.UNKNOWN, 16), StatusChip(status_of(row.sign), icon=False)
            card.add(_row(icon, self._asked(row), _decides(row), chip, wide=2))
        card.body.addStretch(1)
        return card

    def _courses(self, case: CaseShown) -> QWidget:
        """Return the values over time that matter now, for a window that has room below the lists."""
        from bedside_app.ui.patient.labs import lab_panel

        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        for at, panel in enumerate(labs_of(case).panels[: 2 * _ACROSS]):
            made = lab_panel(case, panel)
            made.source_wanted.connect(self._ask)
            grid.addWidget(made, *divmod(at, _ACROSS))
            grid.setColumnStretch(at % _ACROSS, 1)
        holder.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)  # the room that is left, no more
        holder.setMinimumHeight(grid.minimumSize().height())
        return holder

    def _asked(self, row: MissingRow) -> Link:
        link = Link(row.label, role=Role.BODY)
        link.setAccessibleName(row.spoken)
        link.clicked.connect(lambda: self.fact_wanted.emit(row.fact))
        return link

    def _more(self, words: str, section: str) -> list[Link]:
        if not words:
            return []
        link = Link(words)
        link.clicked.connect(lambda: self.section_wanted.emit(section))
        return [link]

    def _ask(self, key: str) -> None:
        if key:
            self.source_wanted.emit(ref_of(key))

    def _ask_finding(self, rows: Sequence[FindingShown], key: str) -> None:
        found = next((row.figure.source for row in rows if row.key == key), None)
        if found is not None:
            self.source_wanted.emit(found)


class _Answer(Flow):
    """The answer of one primary, with the line that says what it is."""

    def __init__(self, answer: AnswerShown) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(Text(answer.sentence, Role.ANSWER, weight=Weight.SEMIBOLD, wrap=True))
        if answer.caption:
            column.addWidget(Text(answer.caption, Role.CAPTION, tone=Tone.TEXT2, wrap=True))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the bar at its left."""
        painter = QPainter(self)
        painter.fillRect(0, 0, 4, self.height(), palette().accent)
        painter.end()


def _row(*parts: QWidget, wide: int = 1) -> QHBoxLayout:
    """Return a row of a card; the part at `wide` takes the room that is left."""
    row = QHBoxLayout()
    row.setContentsMargins(12, 0, 12, 0)
    row.setSpacing(8)
    strut = QSpacerItem(0, _ROW, QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    row.addSpacerItem(strut)
    for at, part in enumerate(parts):
        row.addWidget(part, int(at == wide))
    return row


def _inset(part: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(12, 0, 12, 0)
    row.addWidget(part)
    return row


def finding_rows(rows: Sequence[FindingShown], why: str) -> list[FindingRow]:
    """Return findings as the list draws them; one without a number has the link `why` in its place."""
    return [
        FindingRow(
            key=row.key,
            title=row.title,
            status=status_of(row.sign),
            meaning=None if row.meaning is None else status_of(row.meaning),
            scope=row.scope,
            value=runs_of(row.figure),
            interval=row.interval,
            action="" if row.figure.source is not None else why,
        )
        for row in rows
    ]


def _flag_text(flag: FlagShown) -> tuple[Run, ...]:
    key = key_of(flag.source)
    return (Run(flag.text, fact=key, spoken=flag.spoken) if key else Run(flag.text),)


def _option(card: OptionShown) -> OptionContent:
    people = card.people
    kinds = {Kind.FOR: ReasonKind.FOR, Kind.AGAINST: ReasonKind.AGAINST, Kind.OPEN: ReasonKind.OPEN}
    benefit = None
    if people is not None:
        benefit = Benefit(
            figure=runs_of(people.figure)[0],
            caption=people.caption,
            base=people.base,
            added=people.added,
            counts=people.brief or people.counts,
            legend=people.legend,
        )
    return OptionContent(
        key=card.key,
        letter=card.letter,
        title=card.title,
        state=_STATES.get(card.sign.status, OptionState.POSSIBLE),
        status=status_of(card.sign),
        benefit=benefit,
        no_figure=card.no_figure,
        reasons=tuple(Reason(kinds[kind], words) for kind, words in first_reasons(card) if kind in kinds),
    )


def _arrow(change: ChangeRow) -> tuple[Run, ...]:
    return (
        *runs_of(change.earlier, Weight.REGULAR),
        Run(" → "),
        *runs_of(change.latest),
    )


def _speaks(one: Against) -> QWidget:
    holder = Flow()
    holder.setAccessibleName(one.spoken)
    row = QHBoxLayout(holder)
    row.setContentsMargins(12, 6, 12, 6)
    row.setSpacing(8)
    sign = status_of(one.sign)
    row.addWidget(Icon(sign.sign.icon, sign.sign.tone, 16), alignment=_TOP)
    column = QVBoxLayout()
    column.setSpacing(2)
    column.addWidget(Text(one.why, weight=Weight.SEMIBOLD, wrap=True, at_top=True))
    which = (Run(one.sign.word, Weight.SEMIBOLD, tone=sign.sign.tone), Run(f" · {one.which}"))
    column.addWidget(Text(which, Role.CAPTION, tone=Tone.TEXT2, may_elide=True))
    row.addLayout(column, 1)
    return holder


def _decides(row: MissingRow) -> Text:
    return Text(row.decides, Role.CAPTION, tone=Tone.TEXT2, wrap=True, align=Qt.AlignmentFlag.AlignRight)


def _padded(part: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(12, 8, 12, 8)
    row.addWidget(part)
    return row


def _said(case: CaseShown, code: str) -> str:
    return say(f"summary_section.{code}", case.language)
