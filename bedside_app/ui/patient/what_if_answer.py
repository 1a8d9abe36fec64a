"""What a model says of values that are nobody's: each result beside the patient's own, people, and contributions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from bedside_app.foundation.words import Language, say
from bedside_app.ui.components.basics import StatusChip, Text
from bedside_app.ui.components.charts import Contribution, Contributions, Group, PeopleArray, Shape
from bedside_app.ui.patient.bridge import status_of
from bedside_app.ui.theme import Role, Tone, Weight
from bedside_app.ui.viewmodels.patient.screens.finding_detail import Bar
from bedside_app.ui.viewmodels.patient.screens.survival import People
from bedside_app.ui.viewmodels.patient.what_if import Compared, WhatIfAnswer

__all__ = ["AnswerView"]

_CHART: Final = 272  # px
_LABEL_ROOM: Final = 120  # px
_NAME, _TABLE = 112, 640  # px: of a result's name at least, of the whole table at most
_LONG: Final = 14  # characters from which a class may take two lines
_RIGHT: Final = Qt.AlignmentFlag.AlignRight


class AnswerView(QWidget):
    """One answer, or why there is none. A further one of the same shape is written into the same places."""

    def __init__(self, answer: WhatIfAnswer, scale: str, language: Language) -> None:
        super().__init__()
        self._language = language
        self._shape = _shape(answer)
        self._cells: list[tuple[Text, Text, Text, Text]] = []
        self._people, self._bars = QHBoxLayout(), QVBoxLayout()
        self._array: PeopleArray | None = None
        self._chart: Contributions | None = None
        self._aside = Text(answer.aside, Role.CAPTION, tone=Tone.TEXT2, wrap=True)
        left = QVBoxLayout()
        left.setSpacing(6)
        if answer.sign is not None:
            left.addLayout(self._refused(answer))
            left.addWidget(Text(answer.why, wrap=True))
        else:
            left.addWidget(self._table(answer.rows))
            left.addLayout(self._people)
            left.addWidget(self._aside)
        left.addStretch(1)
        columns = QHBoxLayout(self)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(16)
        columns.addLayout(left, 1)
        if answer.bars:
            columns.addLayout(self._adds(scale))
        self.show_answer(answer)

    def fits(self, answer: WhatIfAnswer) -> bool:
        """Whether a further answer has the same shape: the same results of the same inputs."""
        return answer.sign is None and _shape(answer) == self._shape

    def show_answer(self, answer: WhatIfAnswer) -> None:
        """Write an answer of this shape; nothing of an earlier one stays."""
        _write(self._aside, answer.aside)
        for row, (label, value, own, change) in zip(answer.rows, self._cells, strict=False):
            for cell, text in ((label, row.label), (value, row.value), (own, row.own), (change, row.change)):
                _write(cell, text)
            label.setAccessibleName(row.spoken)
        self._show_people(answer.people)
        self._show_bars(answer.bars)

    def _refused(self, answer: WhatIfAnswer) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(Text(say("what_if.no-number", self._language), Role.KEY_FIGURE, tone=Tone.TEXT2))
        if answer.sign is not None:
            line.addWidget(StatusChip(status_of(answer.sign)))
        line.addStretch(1)
        return line

    def _table(self, rows: Sequence[Compared]) -> QWidget:
        holder = QWidget()
        holder.setMaximumWidth(_TABLE)
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 1)
        grid.setColumnMinimumWidth(0, _NAME)
        for at, code in enumerate(("result", "patient", "change"), 1):
            grid.addWidget(Text(say(f"what_if.{code}", self._language), Role.CAPTION, tone=Tone.TEXT3), 0, at, _RIGHT)
        for at, row in enumerate(rows, 1):
            role = Role.SECTION if row.chosen else Role.BODY
            wrap = max(len(row.value), len(row.own)) > _LONG
            cells = (
                Text(wrap=True),
                Text("", role, weight=Weight.SEMIBOLD, tone=Tone.UNKNOWN, tabular=True, wrap=wrap, align=_RIGHT),
                Text(tone=Tone.TEXT2, tabular=True, wrap=wrap, align=_RIGHT),
                Text(tabular=True, align=_RIGHT),
            )
            self._cells.append(cells)
            for column, cell in enumerate(cells):
                grid.addWidget(cell, at, column)
        return holder

    def _adds(self, scale: str) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addWidget(Text(say("what_if.adds", self._language), weight=Weight.SEMIBOLD))
        if scale:
            words = say("model_card.scale", self._language, {"scale": scale})
            column.addWidget(Text(words, Role.CAPTION, tone=Tone.TEXT2, wrap=True))
        column.addLayout(self._bars)
        column.addStretch(1)
        return column

    def _show_people(self, people: People | None) -> None:
        groups = (
            [] if people is None else [Group(one.count, Shape(one.shape.value), one.label) for one in people.groups]
        )
        if self._array is not None:
            self._array.show_groups(groups)
        elif groups:
            self._array = PeopleArray(groups, self._language)
            self._people.addWidget(self._array)
            self._people.addStretch(1)

    def _show_bars(self, bars: Sequence[Bar]) -> None:
        rows = [Contribution(bar.label, bar.value) for bar in bars]
        if self._chart is not None:
            self._chart.show_rows(rows)
        elif rows:
            self._chart = Contributions(rows, self._language, label_room=_LABEL_ROOM)
            self._chart.setFixedWidth(max(_CHART, self._chart.minimumSizeHint().width()))
            self._bars.addWidget(self._chart)


def _write(text: Text, words: str) -> None:
    """Write what is new: to lay out again what stands already would take the time that a change has."""
    if text.text() != words:
        text.set_content(words)


def _shape(answer: WhatIfAnswer) -> tuple[object, ...]:
    wraps = (max(len(row.value), len(row.own)) > _LONG for row in answer.rows)
    return tuple(row.chosen for row in answer.rows), tuple(wraps), len(answer.bars), answer.people is None
