"""The what-if of one model in place of its panel: results that are nobody's, in a frame of their own, and controls.

Nothing is kept: the values are here alone, the answer is drawn and forgotten, and closing the panel ends both.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from bedside_app.domain.fact import Scalar
from bedside_app.domain.summary import ShownFinding
from bedside_app.foundation.words import say
from bedside_app.ui.components.basics import Button, ButtonKind, Icon, Text
from bedside_app.ui.layouts import clear, scrolling
from bedside_app.ui.patient.what_if_answer import AnswerView
from bedside_app.ui.patient.what_if_asking import Asked
from bedside_app.ui.patient.what_if_row import ControlRow
from bedside_app.ui.theme import Role, Tone, Weight, palette
from bedside_app.ui.theme.painting import box
from bedside_app.ui.theme.tokens import RADIUS
from bedside_app.ui.viewmodels.patient.what_if import WhatIf, WhatIfAnswer, answer_of, changed_in

__all__ = ["WhatIfPanel"]

_PATIENCE_MS: Final = 200  # after which an answer that is still missing is no longer covered by the last one
_ROOM: Final = 360  # px of one control
_TOP: Final = Qt.AlignmentFlag.AlignTop


class WhatIfPanel(QFrame):
    """`asked(question)` whenever a value is set; `closed()` when the patient's own result is wanted back."""

    asked = Signal(object)
    closed = Signal()

    def __init__(self, what_if: WhatIf) -> None:
        super().__init__()
        self._what_if = what_if
        self._language = what_if.case.language
        self._values: Mapping[str, Scalar] = what_if.values
        self._question: Asked[tuple[ShownFinding, ...]] | None = None
        self.setAccessibleName(self._say("title"))
        self._told = Text("", Role.CAPTION, tone=Tone.TEXT2, wrap=True)
        self._answer = QVBoxLayout()
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE_MS)
        self._patience.timeout.connect(lambda: self._show_words(self._say("computing")))
        self._rows = tuple(ControlRow(what_if.case, control, _ROOM) for control in what_if.controls)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 10)
        column.setSpacing(8)
        column.addLayout(self._head())
        column.addWidget(self._told)
        column.addLayout(self._answer)
        column.addWidget(scrolling(self._controls(), self._say("values"), focus=False), 1)
        self._show_words(self._say("starting"))

    def start(self) -> None:
        """Ask with the patient's own values: the answer must be the patient's, and the model is warm then."""
        self._ask()
        if self._rows:
            self._rows[0].setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def rows(self) -> tuple[ControlRow, ...]:
        """The controls, in their order."""
        return self._rows

    @property
    def values(self) -> Mapping[str, Scalar]:
        """The values that are set now."""
        return self._values

    def reset(self) -> None:
        """Go back to the patient's own values."""
        self._values = self._what_if.values
        for row in self._rows:
            row.show_value(self._values.get(row.control.name))
        self._ask()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back to the patient's result with Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the frame that no result of a patient has."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tint = palette().unknown
        box(painter, self.rect().toRectF(), edge=tint.text, radius=RADIUS["card"], width=2, dashed=True)
        painter.end()

    # -- parts ---------------------------------------------------------------------------------------------------------

    def _say(self, code: str, **values: object) -> str:
        return say(f"what_if.{code}", self._language, values)

    def _head(self) -> QHBoxLayout:
        reset, close = Button(self._say("reset"), icon="rotate-ccw"), Button(self._say("close"), ButtonKind.QUIET)
        reset.clicked.connect(self.reset)
        close.clicked.connect(self.closed)
        close.setAccessibleName(self._say("close-spoken"))
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Icon("circle-help", Tone.UNKNOWN, 20))
        head.addWidget(Text(self._say("title"), Role.TITLE, weight=Weight.SEMIBOLD, tone=Tone.UNKNOWN, wrap=True), 1)
        head.addWidget(reset)
        head.addWidget(close)
        return head

    def _controls(self) -> QVBoxLayout:
        """Lay the controls out in two columns: the patient's values, then the treatments that the model counts."""
        treatments = {entry.name for entry in self._what_if.subject.pack.card.treatments}
        column = QVBoxLayout()
        parts = (("", False), (self._say("treatments"), True))
        for title, treated in parts:
            rows = [row for row in self._rows if (row.control.name in treatments) == treated]
            if rows and title:
                column.addSpacing(4)
                column.addWidget(Text(title, weight=Weight.SEMIBOLD))
            column.addLayout(_in_two(rows))
        for row in self._rows:
            row.changed.connect(self._change)
        return column

    # -- asking --------------------------------------------------------------------------------------------------------

    def _change(self, name: str, value: Scalar | None) -> None:
        self._values = self._what_if.with_value(self._values, name, value)
        self._ask()

    def _ask(self) -> None:
        changed = changed_in(self._what_if, self._values)
        told = self._say("changed", labels=", ".join(changed)) if changed else self._say("unchanged")
        if told != self._told.text():
            self._told.set_content(told)
        subject, values = self._what_if.subject, self._values
        question = Asked(
            put=lambda explorer, cancel: explorer.ask(subject, values, cancel),
            take=lambda found: self._take(question, found),
            lost=lambda: self._lose(question),
        )
        self._question = question
        self._patience.start()
        self.asked.emit(question)

    def _wants(self, question: Asked[tuple[ShownFinding, ...]]) -> bool:
        return isValid(self) and self._question is question

    def _take(self, question: Asked[tuple[ShownFinding, ...]], found: tuple[ShownFinding, ...]) -> None:
        if self._wants(question):
            self._patience.stop()
            self._show_answer(answer_of(self._what_if, found))

    def _lose(self, question: Asked[tuple[ShownFinding, ...]]) -> None:
        """Say that it is our fault; no earlier answer stands."""
        if self._wants(question):
            self._patience.stop()
            sign = self._what_if.case.sign("failed")
            self._show_answer(WhatIfAnswer(sign=sign, why=self._say("lost")))

    # -- the answer ----------------------------------------------------------------------------------------------------

    def _show_words(self, words: str) -> None:
        self._put(Text(words, Role.KEY_FIGURE, tone=Tone.TEXT2))

    def _show_answer(self, answer: WhatIfAnswer) -> None:
        item = self._answer.itemAt(0)
        shown = item.widget() if item is not None else None
        if isinstance(shown, AnswerView) and shown.fits(answer):
            shown.show_answer(answer)
        else:
            self._put(AnswerView(answer, self._what_if.scale, self._language))

    def _put(self, part: QWidget) -> None:
        clear(self._answer)
        self._answer.addWidget(part)
        part.show()  # by itself Qt shows it with the next turn of the event loop


def _in_two(rows: list[ControlRow]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(24)
    grid.setVerticalSpacing(10)
    for column in (0, 1):
        grid.setColumnStretch(column, 1)
    for at, row in enumerate(rows):
        grid.addWidget(row, at // 2, at % 2, _TOP)
    return grid
