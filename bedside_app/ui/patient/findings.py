"""Findings: all results in a list, the chosen one opened beside it, and why the others have none."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from bedside_app.foundation.words import say
from bedside_app.ui.components.basics import Choice, Segments, Text
from bedside_app.ui.components.cards import Card, FindingList
from bedside_app.ui.components.charts import (
    Contribution,
    Contributions,
    Group,
    PeopleArray,
    PeopleLegend,
    Shape,
)
from bedside_app.ui.components.states import Notice, NoticeContent
from bedside_app.ui.patient.bridge import ref_of, runs_of, status_of
from bedside_app.ui.patient.rebuilt import swap
from bedside_app.ui.patient.summary import finding_rows
from bedside_app.ui.theme import Role, Tone, Weight
from bedside_app.ui.viewmodels.notices import Notice as NoticeShown
from bedside_app.ui.viewmodels.patient.screens.findings import (
    FindingDetail,
    Findings,
    finding_detail,
    findings_of,
)
from bedside_app.ui.viewmodels.patient.screens.survival import People
from bedside_app.ui.viewmodels.shown import CaseShown

__all__ = ["FindingsSection"]

_LIST: Final = 448  # px
_HORIZON: Final = 10
_TOP: Final = Qt.AlignmentFlag.AlignTop


class FindingsSection(QWidget):
    """The list at the left with its horizon, the chosen finding at the right, refusals below both."""

    source_wanted = Signal(object)
    section_wanted = Signal(str)
    fact_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._case: CaseShown | None = None
        self._chosen = ""
        self._horizon = _HORIZON
        self._low = self._wide = False
        self._place, self._detail = QVBoxLayout(self), QVBoxLayout()
        self._place.setContentsMargins(0, 0, 0, 0)

    def show_case(self, case: CaseShown, *, low: bool = False, wide: bool = False) -> None:
        """Show the findings of a case; the chosen one stays chosen while it has a result."""
        self._case, self._low, self._wide = case, low, wide
        shown = findings_of(case, horizon=self._horizon)
        page = QWidget()
        column = QVBoxLayout(page)
        edge = 8 if low else 16
        column.setContentsMargins(16, edge, 16, edge)
        column.setSpacing(12)
        if shown.empty:
            empty = Card(padded=True)
            empty.add(Text(shown.empty, tone=Tone.TEXT2, wrap=True))
            column.addWidget(empty)
        if shown.rows:
            row = QHBoxLayout()
            row.setSpacing(12)
            row.addWidget(self._listed(case, shown), 0, _TOP)
            self._detail = QVBoxLayout()
            row.addLayout(self._detail, 1)
            column.addLayout(row)
        for notice in shown.without:
            column.addWidget(self._notice(case, notice))
        column.addStretch(1)
        swap(self._place, page)
        if shown.rows:
            self._open(case)

    def _listed(self, case: CaseShown, shown: Findings) -> Card:
        card = Card(case.say("rail.findings"), shown.caption)
        card.setFixedWidth(_LIST)
        if len(shown.horizons) > 1:
            choices = tuple(Choice(str(years), words) for years, words in shown.horizons)
            segments = Segments(choices, case.say("rail.findings"), selected=str(shown.horizon))
            segments.chosen.connect(self._choose_horizon)
            place = QHBoxLayout()
            place.setContentsMargins(12, 8, 12, 8)
            place.addWidget(segments)
            place.addStretch(1)
            card.add(place)
        rows = FindingList(case.say("rail.findings"))
        rows.show_rows(finding_rows(shown.rows))
        rows.setFixedHeight(rows.natural_height())
        keys = [row.key for row in shown.rows]
        if self._chosen not in keys:
            self._chosen = keys[0]
        rows.setCurrentIndex(rows.model().index(keys.index(self._chosen), 0))
        rows.selected.connect(self._choose)
        figures = {row.key: row.figure.source for row in shown.rows}
        rows.source_wanted.connect(lambda key: self.source_wanted.emit(figures[key]))
        card.add(rows)
        return card

    def _choose_horizon(self, years: str) -> None:
        self._horizon = int(years)
        if self._case is not None:
            self.show_case(self._case, low=self._low, wide=self._wide)

    def _choose(self, key: str) -> None:
        self._chosen = key
        if self._case is not None:
            self._open(self._case)

    def _open(self, case: CaseShown) -> None:
        detail = finding_detail(case, self._chosen, horizon=self._horizon)
        if detail is not None:
            swap(self._detail, self._opened(case, detail))

    def _opened(self, case: CaseShown, detail: FindingDetail) -> Card:
        row = detail.row
        card = Card(row.title, detail.pack, padded=True)
        figure = Text(runs_of(row.figure), Role.FIGURE, tabular=True)
        figure.source_wanted.connect(lambda key: self.source_wanted.emit(ref_of(key)))
        card.add(figure)
        card.add(Text("; ".join((row.interval, row.scope)), Role.CAPTION, tone=Tone.TEXT2, wrap=True))
        if detail.people is not None:
            _add_people(card, case, detail.people)
        if detail.bars:
            card.add(_title(case, "adds"))
            card.add(Contributions([Contribution(bar.label, bar.value) for bar in detail.bars], case.language))
        if detail.inputs:
            card.add(_title(case, "inputs"))
            card.add(_pairs(detail.inputs))
        card.add(_title(case, "uncertainty"))
        for line in (detail.uncertainty, *(case.say("findings.only-if", condition=one) for one in detail.conditions)):
            if line:
                card.add(Text(line, wrap=True))
        card.add(_title(case, "sources"))
        for line in detail.citations:
            card.add(Text(line, Role.CAPTION, tone=Tone.TEXT2, wrap=True))
        return card

    def _notice(self, case: CaseShown, notice: NoticeShown) -> Notice:
        made = Notice(
            NoticeContent(
                key=notice.key,
                title=notice.title,
                status=status_of(notice.sign),
                why=notice.why,
                to_do=notice.to_do,
                aside=notice.aside,
                action=notice.action if notice.facts else "",
            ),
            case.language,
        )
        if notice.facts:
            made.action_wanted.connect(lambda _key: self.fact_wanted.emit(notice.facts[0]))
        return made


def _add_people(card: Card, case: CaseShown, people: People) -> None:
    groups = [Group(one.count, Shape(one.shape.value), one.label) for one in people.groups]
    holder = QHBoxLayout()
    holder.addWidget(PeopleArray(groups, case.language))
    holder.addStretch(1)
    card.add(holder)
    named = [(one.shape, case.say("people.group", count=one.count, label=one.label)) for one in groups if one.count]
    card.add(PeopleLegend(named))
    card.add(Text(people.counts, Role.CAPTION, tone=Tone.TEXT2, wrap=True))


def _pairs(pairs: tuple[tuple[str, str], ...]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(4)
    grid.setColumnStretch(1, 1)
    for at, (label, value) in enumerate(pairs):
        grid.addWidget(Text(label, tone=Tone.TEXT2), at, 0)
        grid.addWidget(Text(value, weight=Weight.MEDIUM, wrap=True), at, 1)
    return grid


def _title(case: CaseShown, code: str) -> Text:
    return Text(say(f"summary_section.{code}", case.language), weight=Weight.SEMIBOLD)
