"""The chosen finding opened: the number or why there is none, what it rests on, and the card of its model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from bedside_app.foundation.words import say
from bedside_app.ui.components.basics import Button, Rule, Run, StatusChip, Tag, Text
from bedside_app.ui.components.cards import Card
from bedside_app.ui.components.charts import Contribution, Contributions, Group, PeopleArray, PeopleLegend, Shape
from bedside_app.ui.components.states import Notice, NoticeContent
from bedside_app.ui.layouts import scrolling
from bedside_app.ui.patient.bridge import ref_of, runs_of, status_of
from bedside_app.ui.theme import Role, Tone, Weight
from bedside_app.ui.viewmodels.notices import Notice as NoticeShown
from bedside_app.ui.viewmodels.patient.screens.finding_detail import FindingDetail, InputShown
from bedside_app.ui.viewmodels.patient.screens.horizons import HorizonTable
from bedside_app.ui.viewmodels.patient.screens.model_card import ModelCard, Performed
from bedside_app.ui.viewmodels.patient.screens.survival import People
from bedside_app.ui.viewmodels.shown import CaseShown

if TYPE_CHECKING:
    from bedside_app.ui.viewmodels.patient.what_if_order import Lacking

__all__ = ["FindingPanel"]

_TOP: Final = Qt.AlignmentFlag.AlignTop
_RIGHT: Final = Qt.AlignmentFlag.AlignRight
_GAP: Final = 24  # px between two columns
_LABELS: Final = 150  # px


class FindingPanel(Card):
    """One finding with its card. `source_wanted(ref)` of a value, `fact_wanted(id)` of what is missing.

    `what_if_opened()` asks for the model with other values, which then stand in place of everything here.
    """

    source_wanted = Signal(object)
    fact_wanted = Signal(str)
    again_wanted = Signal()
    what_if_opened = Signal()

    def __init__(self, case: CaseShown, detail: FindingDetail) -> None:
        super().__init__(detail.row.title, detail.pack)
        self._case, self._detail = case, detail
        self._column = QVBoxLayout()
        self._own = scrolling(self._column, detail.row.title)
        self._what_if_button: Button | None = None
        self._first, self._order = "", QVBoxLayout()
        self.add(self._own)
        if detail.notice is None:
            self._add_number()
        else:
            self._add_notice(detail.notice)
        self._add_rests()
        if detail.others:
            self._part(self._say("others"))
            self._put(self._inputs(detail.others))
        if detail.notice is None:
            self._add_certainty()
        QTimer.singleShot(0, self, self._add_below)

    def _add_below(self) -> None:
        """Add the card once the number is on screen: what lies below the fold must not hold it up."""
        card = self._detail.card
        if card is not None:
            self._add_card(card)
        self._add_sources(card)
        self._add_model(card)

    def show_what_if(self, panel: QWidget) -> None:
        """Show the model with other values; nothing of the patient's result stands beside its controls."""
        self._own.hide()
        self.body.addWidget(panel)
        panel.show()

    def show_order(self, lacking: Sequence[Lacking], how: str) -> None:
        """Show what is missing, first what would sharpen the result most; that is then asked for first."""
        if not lacking:
            return
        self._first = lacking[0].fact
        grid = _grid()
        for at, one in enumerate(lacking):
            grid.addWidget(Text(f"{at + 1}. {one.label}", weight=Weight.MEDIUM, wrap=True), at, 0, _TOP)
            grid.addWidget(Text(one.text, wrap=True), at, 1)
        self._order.setSpacing(6)
        self._order.addWidget(Text(say("what_if.order", self._case.language), weight=Weight.SEMIBOLD))
        self._order.addLayout(grid)
        self._order.addWidget(Text(how, Role.CAPTION, tone=Tone.TEXT2, wrap=True))

    def show_own(self) -> None:
        """Show the patient's own result again, and end what stood in its place."""
        while (item := self.body.takeAt(1)) is not None:
            if (panel := item.widget()) is not None:
                panel.hide()
                panel.deleteLater()
        self._own.show()
        if self._what_if_button is not None:
            self._what_if_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say(self, code: str, **values: object) -> str:
        return say(f"model_card.{code}", self._case.language, values)

    def _put(self, part: QWidget | QLayout) -> None:
        if isinstance(part, QWidget):
            self._column.addWidget(part)
        else:
            self._column.addLayout(part)

    def _part(self, title: str, *parts: QWidget) -> None:
        """Add a part below the last one, with its title."""
        self._column.addSpacing(4)
        self._put(Rule())
        self._put(Text(title, weight=Weight.SEMIBOLD))
        for part in parts:
            self._put(part)

    def _value(self, run: tuple[Run, ...], role: Role = Role.BODY, *, wrap: bool = False) -> Text:
        text = Text(run, role, tabular=True, wrap=wrap)
        text.source_wanted.connect(lambda key: self.source_wanted.emit(ref_of(key)))
        return text

    # -- the number, or why there is none ------------------------------------------------------------------------------

    def _add_number(self) -> None:
        row, detail = self._detail.row, self._detail
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._value(runs_of(row.figure), Role.KEY_FIGURE))
        head.addWidget(StatusChip(status_of(row.sign)))
        assumed = sum(one.assumed for one in detail.inputs)
        if assumed:
            word = f"{self._say('assumed')}\u202f: {assumed}" if self._case.language == "fr" else f"Assumed: {assumed}"
            head.addWidget(StatusChip(status_of(self._case.sign("unknown", word))))
        head.addStretch(1)
        if detail.of_values:
            opened = self._what_if_button = Button(say("what_if.open", self._case.language))
            opened.setAccessibleName(say("what_if.open-spoken", self._case.language, {"title": row.title}))
            opened.clicked.connect(self.what_if_opened)
            head.addWidget(opened)
        self._put(head)
        self._put(Text(" · ".join((row.interval, row.scope)), Role.CAPTION, tone=Tone.TEXT2, wrap=True))
        if detail.people is not None:
            self._add_people(detail.people)
        if detail.horizons is not None:
            self._add_horizons(detail.horizons)

    def _add_people(self, people: People) -> None:
        groups = [Group(one.count, Shape(one.shape.value), one.label) for one in people.groups]
        holder = QHBoxLayout()
        holder.addWidget(PeopleArray(groups, self._case.language))
        holder.addStretch(1)
        self._put(holder)
        words = (
            (one.shape, self._case.say("people.group", count=one.count, label=one.label)) for one in groups if one.count
        )
        self._put(PeopleLegend(list(words)))
        self._put(Text(people.counts, Role.CAPTION, tone=Tone.TEXT2, wrap=True))

    def _add_horizons(self, table: HorizonTable) -> None:
        """Add the forecast by year: what each treatment adds in people of a hundred, beside the others."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(_GAP)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(len(table.heads) + 1, 1)
        for at, head in enumerate(table.heads, 1):
            grid.addWidget(Text(head, Role.CAPTION, tone=Tone.TEXT2, align=_RIGHT), 0, at)
        for at, row in enumerate(table.rows, 1):
            weight = Weight.SEMIBOLD if row.chosen else Weight.REGULAR
            grid.addWidget(Text(row.years, weight=weight, tone=Tone.TEXT2), at, 0)
            for column, figure in enumerate(row.cells, 1):
                if figure is not None:
                    grid.addWidget(self._value(runs_of(figure, weight)), at, column, _RIGHT)
        self._put(grid)

    def _add_notice(self, shown: NoticeShown) -> None:
        self._put(Text(self._detail.row.figure.text, Role.KEY_FIGURE, tone=Tone.TEXT2))
        content = NoticeContent(
            key=shown.key,
            title=shown.title,
            status=status_of(shown.sign),
            why=shown.why,
            to_do=shown.to_do,
            aside=shown.aside,
            action=shown.action,
        )
        notice = Notice(content, self._case.language)
        if shown.facts:
            self._first = shown.facts[0]
            notice.action_wanted.connect(lambda _key: self.fact_wanted.emit(self._first))
        elif shown.action:
            notice.action_wanted.connect(lambda _key: self.again_wanted.emit())
        self._put(notice)
        self._put(self._order)

    # -- what it rests on ----------------------------------------------------------------------------------------------

    def _add_rests(self) -> None:
        detail = self._detail
        if not (detail.inputs or detail.treatments or detail.bars):
            return
        self._column.addSpacing(4)
        self._put(Rule())
        columns = QHBoxLayout()
        columns.setSpacing(_GAP)
        left, right = QVBoxLayout(), QVBoxLayout()
        for column in (left, right):
            column.setSpacing(8)
        if detail.inputs:
            left.addWidget(Text(self._say("inputs"), weight=Weight.SEMIBOLD))
            left.addLayout(self._inputs(detail.inputs))
        where = left if not detail.bars else right
        if detail.bars:
            right.addWidget(Text(self._say("adds"), weight=Weight.SEMIBOLD))
            right.addWidget(Text(detail.scale, Role.CAPTION, tone=Tone.TEXT2, wrap=True))
            bars = [Contribution(bar.label, bar.value) for bar in detail.bars]
            right.addWidget(Contributions(bars, self._case.language))
        if detail.treatments:
            where.addSpacing(4)
            where.addWidget(Text(self._say("treatments"), weight=Weight.SEMIBOLD))
            where.addLayout(self._inputs(detail.treatments))
        left.addStretch(1)
        columns.addLayout(left, 1)
        if detail.bars:
            right.addStretch(1)
            columns.addLayout(right, 1)
        self._put(columns)

    def _inputs(self, inputs: Sequence[InputShown]) -> QGridLayout:
        grid = _grid()
        for at, one in enumerate(inputs):
            grid.addWidget(Text(one.label, tone=Tone.TEXT2, wrap=True), at, 0, _TOP)
            value: Text = self._value(runs_of(one.value, Weight.MEDIUM), wrap=True)
            if not one.assumed:
                grid.addWidget(value, at, 1, _TOP)
                continue
            cell = QVBoxLayout()
            cell.setSpacing(2)
            line = QHBoxLayout()
            line.setSpacing(8)
            line.addWidget(value, 1)
            line.addWidget(StatusChip(status_of(self._case.sign("unknown", self._say("assumed")))), 0, _TOP)
            cell.addLayout(line)
            cell.addWidget(Text(self._say("assumed-why"), Role.CAPTION, tone=Tone.TEXT2, wrap=True))
            grid.addLayout(cell, at, 1)
        return grid

    def _add_certainty(self) -> None:
        detail = self._detail
        conditions = (self._case.say("findings.only-if", condition=one) for one in detail.conditions)
        lines = [line for line in (detail.uncertainty, *conditions) if line]
        if lines:
            self._part(self._say("uncertainty"), *(Text(line, wrap=True) for line in lines))

    # -- the card ------------------------------------------------------------------------------------------------------

    def _add_card(self, card: ModelCard) -> None:
        self._part(self._say("performance"))
        columns = QHBoxLayout()
        columns.setSpacing(_GAP)
        for setting, shown in (("development", card.development), ("external", card.external)):
            columns.addLayout(self._performance(setting, shown), 1)
        self._put(columns)
        self._named("calibration", card.calibration)
        self._part(self._say("limits"), *(self._cautioned(one.text, one.source, one.unread) for one in card.limits))
        self._part(self._say("population"))
        grid = _grid()
        for at, (label, text) in enumerate((("made-for", card.made_for), ("not-for", card.not_for))):
            grid.addWidget(Text(self._say(label), tone=Tone.TEXT2), at, 0, _TOP)
            grid.addWidget(Text(text, wrap=True), at, 1)
        self._put(grid)

    def _performance(self, setting: str, shown: Sequence[Performed]) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(6)
        column.addWidget(Text(self._say(setting), Role.CAPTION, weight=Weight.SEMIBOLD, tone=Tone.TEXT2))
        if not shown:
            column.addWidget(Text(self._say(f"no-{setting}"), wrap=True))
        for one in shown:
            figure = (Run(one.figure, Weight.SEMIBOLD), Run(f"  {one.measure}")) if one.figure else one.measure
            column.addWidget(Text(figure, wrap=True))
            words = " ".join(part for part in (f"{one.cohort}.", one.note, one.source) if part)
            column.addWidget(Text(words, Role.CAPTION, tone=Tone.TEXT2, wrap=True))
            if one.unread:
                column.addLayout(_tagged(one.unread))
        column.addStretch(1)
        return column

    def _cautioned(self, text: str, source: str, unread: str) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(Text((Run(text), Run(f"  {source}", tone=Tone.TEXT2)), wrap=True))
        if unread:
            column.addLayout(_tagged(unread))
        return holder

    def _named(self, code: str, text: str) -> None:
        if text:
            self._put(Text((Run(f"{self._case.pair(self._say(code), '')}", Weight.MEDIUM), Run(text)), wrap=True))

    def _add_sources(self, card: ModelCard | None) -> None:
        cited = [(one.text, one.read, one.unread) for one in card.citations] if card else []
        lines = cited or [(text, "", "") for text in self._detail.citations]
        if lines:
            self._part(self._say("sources"), *(self._cautioned(*line) for line in lines))

    def _add_model(self, card: ModelCard | None) -> None:
        detail = self._detail
        pairs = [("id", detail.pack_id), ("version", detail.version), ("provider", detail.provider)]
        if card is not None:
            pairs += [
                ("origin", card.origin),
                ("verification", card.verification),
                ("digest", card.digest),
                ("licence", card.licence),
            ]
        lacking = () if card else (Text(self._say("no-card", version=detail.version), tone=Tone.CAUTION, wrap=True),)
        self._part(self._say("model"), *lacking)
        grid = _grid()
        for at, (label, value) in enumerate(pairs):
            grid.addWidget(Text(self._say(label), Role.CAPTION, tone=Tone.TEXT2), at, 0, _TOP)
            grid.addWidget(Text(value, Role.CAPTION, weight=Weight.MEDIUM, wrap=True), at, 1)
        self._put(grid)


def _grid() -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(4)
    grid.setColumnMinimumWidth(0, _LABELS)
    grid.setColumnStretch(1, 1)
    return grid


def _tagged(word: str) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addWidget(Tag(word, Tone.CAUTION))
    row.addStretch(1)
    return row
