"""The table of measurements, and what a clinician says to the model's finding."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from bedside_app.foundation.words import Language, say
from bedside_app.ui.components.basics import Button, ButtonKind, Field, IconButton, Link, Rule, Text, Verdict
from bedside_app.ui.components.cards.card import Card
from bedside_app.ui.theme import Role, Tone, Weight
from bedside_app.ui.viewmodels.patient.images.table import MeasuredRow

__all__ = ["MeasurementsCard", "VerdictRow"]

_ROW: Final = 27
_RIGHT: Final = Qt.AlignmentFlag.AlignRight
_ICONS: Final = {Verdict.AGREE: "check", Verdict.MODIFY: "pen-line", Verdict.REJECT: "x"}


class _Remove(IconButton):
    """The small cross of a row; it can be hit within 44 px."""

    small = True

    def __init__(self, name: str) -> None:
        super().__init__("x", name, side=_ROW - 3)


class MeasurementsCard(Card):
    """The table: `add_wanted`, `remove_wanted(Measurement)`."""

    add_wanted = Signal()
    remove_wanted = Signal(object)

    def __init__(
        self,
        rows: Sequence[MeasuredRow],
        language: Language,
        *,
        ready: bool,
        notes: Sequence[str] = (),
        told: str = "",
    ) -> None:
        self._language = language
        add = Link(say("images.measurements.add", language), key="L")
        add.setEnabled(ready)
        super().__init__(say("images.measurements.title", language), "", add)
        add.clicked.connect(self.add_wanted)
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(16, 6, 16, 8)
        column.setSpacing(4)
        if told:
            refused = Text(told, wrap=True, tone=Tone.CAUTION)
            column.addWidget(refused)
        if rows:
            column.addLayout(self._table(rows))
        elif not told:
            column.addWidget(Text(self._say("none"), tone=Tone.TEXT2, wrap=True))
        for note in notes:
            column.addWidget(Text(note, Role.CAPTION, tone=Tone.TEXT2, wrap=True))
        column.addStretch(1)
        self.body.addWidget(holder, 1)

    def _say(self, code: str, **values: object) -> str:
        return say(f"images.measurements.{code}", self._language, values)

    def _table(self, rows: Sequence[MeasuredRow]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(0, 1)
        for at, (head, right) in enumerate((("what", False), ("value", True), ("error", True), ("source", False))):
            align = _RIGHT if right else Qt.AlignmentFlag.AlignLeft
            grid.addWidget(Text(self._say(head), Role.CAPTION, tone=Tone.TEXT2, align=align), 0, at)
        for number, row in enumerate(rows):
            grid.addWidget(Rule(), 2 * number + 1, 0, 1, 5)
            self._add_row(grid, row, 2 * number + 2)
        return grid

    def _add_row(self, grid: QGridLayout, row: MeasuredRow, at: int) -> None:
        grid.setRowMinimumHeight(at, _ROW)
        what = Text(row.what)
        what.setAccessibleName(row.spoken)
        grid.addWidget(what, at, 0)
        grid.addWidget(Text(row.value, weight=Weight.SEMIBOLD, tabular=True, align=_RIGHT), at, 1)
        grid.addWidget(Text(row.error, tone=Tone.TEXT2, tabular=True, align=_RIGHT), at, 2)
        grid.addWidget(Text(row.source, Role.CAPTION, tone=Tone.TEXT2), at, 3)
        if row.removable:
            cross = _Remove(self._say("remove", what=row.what, value=row.value))
            cross.clicked.connect(lambda: self.remove_wanted.emit(row.measurement))
            grid.addWidget(cross, at, 4)


class VerdictRow(QWidget):
    """Agree, modify, reject: `judged(verdict, reason)`. All but agreeing asks for a reason first."""

    judged = Signal(str, str)

    def __init__(self, language: Language, *, ready: bool, done: str = "") -> None:
        super().__init__()
        self._language = language
        self._asking: Verdict | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._reason = self._reason_row()
        self._reason.hide()
        self._column.addWidget(self._reason)
        row = QHBoxLayout()
        row.setSpacing(8)
        self._buttons = {verdict: self._button(verdict, done) for verdict in Verdict}
        for button in self._buttons.values():
            button.setEnabled(ready)
            row.addWidget(button, 1)
        self._column.addLayout(row)

    def _button(self, verdict: Verdict, done: str) -> Button:
        chosen = done == verdict.value
        code = f"images.verdict.done.{verdict}" if chosen else f"ui.action.{verdict}"
        kind = ButtonKind.PRIMARY if chosen else ButtonKind.PLAIN
        made = Button(say(code, self._language), kind, icon=_ICONS[verdict], wide=True)
        made.clicked.connect(lambda: self.ask(verdict))
        return made

    def _reason_row(self) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self._field = Field(say("images.verdict.reason", self._language), self._language)
        self._field.line.returnPressed.connect(self._confirm)
        row.addWidget(self._field, 1)
        confirm = Button(say("images.verdict.confirm", self._language))
        confirm.clicked.connect(self._confirm)
        row.addWidget(confirm, alignment=Qt.AlignmentFlag.AlignBottom)
        return holder

    def ask(self, verdict: Verdict) -> None:
        """Take a verdict: agreement at once, the others once their reason is written."""
        if not self._buttons[verdict].isEnabled():
            return
        if verdict is Verdict.AGREE:
            self._asking = None
            self._reason.hide()
            self.judged.emit(verdict.value, "")
            return
        self._asking = verdict
        self._reason.show()
        self._field.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the question with Esc."""
        if event.key() == Qt.Key.Key_Escape and self._asking is not None:
            asked, self._asking = self._asking, None
            self._reason.hide()
            self._buttons[asked].setFocus(Qt.FocusReason.OtherFocusReason)
            return
        super().keyPressEvent(event)

    def _confirm(self) -> None:
        reason = self._field.text.strip()
        if self._asking is None:
            return
        if not reason:
            self._field.show_error(say("images.verdict.reason-needed", self._language))
            return
        self.judged.emit(self._asking.value, reason)
