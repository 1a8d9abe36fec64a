"""What stands in the cells of the therapy table: doses, people, lines with their mark, long chips."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLayout, QVBoxLayout, QWidget

from bedside_app.foundation.words import say
from bedside_app.ui.components.basics import Icon, Run, StatusChip, Text
from bedside_app.ui.components.basics.chips import chip_width
from bedside_app.ui.components.charts import Group, PeopleArray, PeopleLegend, Shape
from bedside_app.ui.patient.bridge import key_of, status_of
from bedside_app.ui.patient.therapy_sheet import Prose
from bedside_app.ui.theme import Role, Tone, Weight
from bedside_app.ui.viewmodels.patient.screens.options import ReasonKind
from bedside_app.ui.viewmodels.patient.screens.survival import People
from bedside_app.ui.viewmodels.patient.screens.therapy import DoseShown, Line, TherapyColumn
from bedside_app.ui.viewmodels.shown import CaseShown, Figure, Sign

__all__ = ["Ask", "amount", "fill_cell", "marked", "status_mark", "together"]

Ask = Callable[[str], object]
_TOP: Final = Qt.AlignmentFlag.AlignTop
_CHIP: Final = 300  # px: a longer word is set as text, on as many lines as it needs
_HARD: Final = "\u00a0"
_PARTED: Final = re.compile(r"(?<=\d) (?=(?:%|mg|g|mL|cm|mm|Gy|AUC|years?|y|ans?|days?|jours?|months?|mois)(?![\w]))")
_WAITING: Final = frozenset({"condition", "missing"})
_MARKS: Final = {
    ReasonKind.FOR: ("plus", Tone.OK),
    ReasonKind.AGAINST: ("minus", Tone.STOP),
    ReasonKind.OPEN: ("circle-help", Tone.UNKNOWN),
    ReasonKind.NOTE: ("info", Tone.TEXT2),
}


def fill_cell(case: CaseShown, row: str, shown: TherapyColumn, into: QVBoxLayout, ask: Ask) -> None:
    """Put the parts of one row of an option into its cell."""
    if row == "doses":
        _add(into, (_dose(dose, ask, off=case.off_today) for dose in shown.doses))
        if not shown.doses:  # an option that waits has doses, only not yet: it is not one without
            into.addWidget(_quiet(shown.no_figure if shown.card.sign.status in _WAITING else shown.no_doses))
    elif row == "benefit":
        if shown.people is None:
            into.addWidget(_quiet(shown.no_figure))
        else:
            _add(into, _people(case, shown.people, ask))
    else:
        _add(into, _lines(case, row, shown))
    into.addStretch(1)


def _lines(case: CaseShown, row: str, shown: TherapyColumn) -> Iterable[QWidget | QLayout]:
    """Yield the lines of a row; where there is none it is said, for an empty cell could mean anything."""
    if row in ("open", "harms", "because"):
        marks = {"open": shown.open, "harms": shown.harms, "because": shown.because}[row]
        yield from (_line(line) for line in marks)
        left = not marks
    else:
        words = shown.evidence if row == "evidence" else shown.flips
        yield from (_plain(text) for text in words)
        left = not words
    if left:
        yield _quiet(say("therapy_section.nothing", case.language))


def _add(into: QVBoxLayout, parts: Iterable[QWidget | QLayout]) -> None:
    for part in parts:
        if isinstance(part, QWidget):
            into.addWidget(part)
        else:
            into.addLayout(part)


def together(words: str) -> str:
    """Return words in which no line ends between a number and its unit."""
    return _PARTED.sub(_HARD, words)


def _plain(words: str) -> Text:
    return Prose(together(words))


def _quiet(words: str) -> Text:
    return Prose(together(words), Tone.TEXT2)


def marked(icon: str, tone: Tone, words: str, *, coloured: bool = False, spoken: str = "") -> QHBoxLayout:
    """Return a line with its mark before it."""
    row = QHBoxLayout()
    row.setSpacing(7)
    row.addWidget(Icon(icon, tone, 14, line=17), alignment=_TOP)
    text = Prose(together(words), tone if coloured else Tone.TEXT)
    if spoken:
        text.setAccessibleName(spoken)
    row.addWidget(text, 1)
    return row


def _line(line: Line) -> QHBoxLayout:
    icon, tone = _MARKS[line.kind]
    return marked(icon, tone, line.text, spoken=line.spoken)


def amount(figure: Figure, *, off: bool = False) -> Run:
    """Return an amount that opens how it came about; `off` today it is grey and opens nothing."""
    if off:
        return Run(figure.text, Weight.MEDIUM, Tone.TEXT3, spoken=figure.spoken, tabular=True)
    return Run(figure.text, Weight.SEMIBOLD, fact=key_of(figure.source), spoken=figure.spoken, tabular=True)


def _dose(dose: DoseShown, ask: Ask, *, off: bool) -> QVBoxLayout:
    """Return one drug: name and amount, schedule and arithmetic, what was changed and what it still needs."""
    column = QVBoxLayout()
    column.setSpacing(2)
    head = QHBoxLayout()
    head.setSpacing(12)
    head.addWidget(Text(_capital(dose.name), weight=Weight.MEDIUM, wrap=True, at_top=True), 1)
    if dose.figure.source is not None:
        figure = Text((amount(dose.figure, off=off),))
        figure.source_wanted.connect(ask)
        head.addWidget(figure, alignment=_TOP)
    column.addLayout(head)
    for words in (dose.schedule, dose.arithmetic, dose.cumulative):
        if words:
            column.addWidget(_quiet(words))
    for words in dose.adjustments:
        column.addLayout(marked("circle-arrow-down", Tone.CAUTION, words, coloured=True))
    if dose.figure.source is None or dose.needs:  # without an amount its text is the sentence that says why
        words = dose.needs or dose.figure.text
        column.addLayout(marked("circle-help", Tone.UNKNOWN, words, coloured=True))
    return column


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]


def _people(case: CaseShown, people: People, ask: Ask) -> Iterable[QWidget | QLayout]:
    """Yield the figure, the hundred people, who they are, what the figure counts, and its interval."""
    head = QHBoxLayout()
    head.setSpacing(8)
    figure = Text((amount(people.figure),), Role.FIGURE, tabular=True)
    figure.source_wanted.connect(ask)
    head.addWidget(figure)
    head.addWidget(Text(people.caption, tone=Tone.TEXT2, wrap=True), 1, Qt.AlignmentFlag.AlignBottom)
    yield head
    groups = [Group(one.count, Shape(one.shape.value), one.label) for one in people.groups]
    array = PeopleArray(groups, case.language)
    holder = QHBoxLayout()
    holder.addWidget(array)
    holder.addStretch(1)
    yield holder
    named = [(group, case.say("people.group", count=group.count, label=group.label)) for group in groups]
    yield PeopleLegend([(group.shape, words) for group, words in named if group.count])
    yield Text(people.counts, Role.CAPTION, tone=Tone.TEXT2, wrap=True, at_top=True)
    if people.interval:
        yield Text(people.interval, Role.CAPTION, tone=Tone.TEXT2, wrap=True, at_top=True)


def status_mark(sign: Sign) -> QWidget:
    """Return a state as a chip; a long condition as text with its icon, so that no word of it is cut."""
    content = status_of(sign)
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(4)
    if chip_width(sign.word) <= _CHIP:
        row.addWidget(StatusChip(content))
        row.addStretch(1)
        return holder
    tone = content.sign.tone
    row.addWidget(Icon(content.sign.icon, tone, 14, line=16), alignment=_TOP)
    row.addWidget(Text(sign.word, Role.CAPTION, weight=Weight.SEMIBOLD, tone=tone, wrap=True, at_top=True), 1)
    return holder
