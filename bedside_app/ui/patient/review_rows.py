"""An item of the review with its controls: agree, modify, reject, and the fields below while something is typed."""

from __future__ import annotations

from typing import ClassVar, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from bedside_app.domain.summary import Verdict
from bedside_app.foundation.words import say
from bedside_app.ui.components.basics import Button, Icon, Operable, Text, TriState
from bedside_app.ui.components.basics import Verdict as Choice
from bedside_app.ui.layouts import clear
from bedside_app.ui.patient.review_line import draw_ground
from bedside_app.ui.patient.review_panel import AnswerPanel, Marked
from bedside_app.ui.theme import RADIUS, Role, Tone, Weight
from bedside_app.ui.viewmodels.patient.acting.review import ItemState
from bedside_app.ui.viewmodels.patient.acting.review_shown import ReviewRow
from bedside_app.ui.viewmodels.shown import CaseShown, Sign

__all__ = ["OpenRow"]

_EDGE: Final = 16
_LEAST: Final = 51
_VERDICTS: Final = {
    Choice.AGREE: Verdict.AGREED,
    Choice.MODIFY: Verdict.MODIFIED,
    Choice.REJECT: Verdict.REJECTED,
}


class OpenRow(QWidget):
    """An item with its controls: agree, modify and reject, or what a cleared one asks for; fields while one is typed.

    `wanted(key, verdict)`, `typed(key, answer)`, `kept(key)`, `enter_wanted(fact)`, `reached(key)` when it has focus.
    """

    ring_radius: ClassVar[int] = RADIUS["chip"]
    wanted = Signal(str, object)
    typed = Signal(str, object)
    kept = Signal(str)
    enter_wanted = Signal(str)
    reached = Signal(str)

    def __init__(self, case: CaseShown, row: ReviewRow) -> None:
        super().__init__()
        self._case, self._row = case, row
        self._kind: tuple[object, ...] = ()
        self._tri: TriState | None = None
        self._panel: AnswerPanel | None = None
        self._current = False
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._title = Text("", weight=Weight.MEDIUM, wrap=True)
        self._detail = Text("", Role.CAPTION, tone=Tone.TEXT2, wrap=True)
        self._said = QVBoxLayout()
        self._problem: Marked | None = None
        self._warning: Marked | None = None
        self._control = QHBoxLayout()
        self._control.setSpacing(8)
        self._below = QVBoxLayout()
        self._build()
        self.show_row(row)

    def _build(self) -> None:
        said = self._said
        said.setSpacing(0)
        said.addStretch(1)
        said.addWidget(self._title)
        said.addWidget(self._detail)
        said.addStretch(1)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addLayout(said, 1)
        head.addLayout(self._control)
        column = QVBoxLayout(self)
        column.setContentsMargins(_EDGE, 3, _EDGE, 4)
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(self._below)
        self.setMinimumHeight(_LEAST)

    @property
    def key(self) -> str:
        """Return the key of the item."""
        return self._row.key

    def show_row(self, row: ReviewRow) -> None:
        """Show another state of the item; what is typed stays while the same answer is typed."""
        self._row = row
        self.setAccessibleName(self._case.say("review.row-spoken", row=row.spoken) if row.enabled else row.spoken)
        self._title.set_content(row.title)
        detail = row.said or row.detail
        self._detail.set_content(detail)
        typing = row.typing is not None
        self._detail.setVisible(bool(detail) and (not row.problem or typing))
        self._problem = self._mark(self._problem, "" if typing else row.problem, "octagon-alert", Tone.STOP)
        self._warning = self._mark(self._warning, row.warning, "triangle-alert", Tone.CAUTION)
        self._show_control(row)
        self._show_panel(row)
        self.update()

    def _mark(self, mark: Marked | None, text: str, icon: str, tone: Tone) -> Marked | None:
        """Show a sentence below what the item says; most items never need one."""
        if mark is None and text:
            mark = Marked(icon, tone)
            self._said.insertWidget(self._said.count() - 1, mark)
        if mark is not None:
            mark.show_text(text)
        return mark

    def _show_control(self, row: ReviewRow) -> None:
        kind = (row.enabled, row.cleared, row.enter_text, row.state is ItemState.GONE)
        if kind != self._kind or self._tri is None:
            self._kind, self._tri = kind, None
            clear(self._control)
            if not row.enabled:
                self._control.addWidget(_State(row.sign))
            elif row.cleared:
                self._add_cleared(row)
            else:
                self._add_tri_state(row)
            self.set_current(self._current)
        if self._tri is not None:
            chosen = next((one for one, verdict in _VERDICTS.items() if verdict is row.verdict), None)
            self._tri.select("" if chosen is None else chosen.value)

    def _add_tri_state(self, row: ReviewRow) -> None:
        self._tri = TriState(self._case.language, row.title)
        self._tri.chosen.connect(lambda key: self.wanted.emit(self.key, _VERDICTS[Choice(key)]))
        self._control.addWidget(self._tri, 0, Qt.AlignmentFlag.AlignTop)

    def _add_cleared(self, row: ReviewRow) -> None:
        if row.enter is not None:
            enter = Button(row.enter_text, icon="pen-line")
            enter.clicked.connect(lambda: self.enter_wanted.emit(str(self._row.enter)))
            self._control.addWidget(enter, 0, Qt.AlignmentFlag.AlignTop)
        reject = Button(say("ui.action.reject", self._case.language), icon="x")
        reject.clicked.connect(lambda: self.wanted.emit(self.key, Verdict.REJECTED))
        self._control.addWidget(reject, 0, Qt.AlignmentFlag.AlignTop)

    def _show_panel(self, row: ReviewRow) -> None:
        answer = row.typing
        if self._panel is not None and (answer is None or answer.verdict is not self._panel.answer.verdict):
            clear(self._below)
            self._panel = None
        if answer is not None and self._panel is None:
            panel = AnswerPanel(self._case, row, answer)
            panel.typed.connect(lambda typed: self.typed.emit(self.key, typed))
            panel.kept.connect(lambda: self.kept.emit(self.key))
            self._panel = panel
            self._below.addWidget(panel)
        if self._panel is not None:
            self._panel.show_problem(row.problem, row.problem_at)

    def take_focus(self) -> None:
        """Put the cursor into the first field where something is typed, else the focus on the row."""
        if self._panel is not None:
            self._panel.take_focus()
        else:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_current(self, current: bool) -> None:
        """Let Tab reach the row and its controls only while it is the current one; the arrows lead through the rows."""
        self._current = current
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if current else Qt.FocusPolicy.ClickFocus)
        for at in range(self._control.count()):
            item = self._control.itemAt(at)
            control = None if item is None else item.widget()
            if control is not None:
                for part in [control, *control.findChildren(Operable)]:
                    if isinstance(part, Operable):
                        part.setFocusPolicy(self.focusPolicy())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell that the row is the current one."""
        super().focusInEvent(event)
        self.reached.emit(self.key)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground."""
        painter = QPainter(self)
        alarm = self._row.state is ItemState.CLEARED
        draw_ground(painter, self.rect().toRectF(), alarm=alarm, current=self.hasFocus())
        painter.end()


class _State(QWidget):
    """A state in words, where there is nothing to choose."""

    def __init__(self, sign: Sign) -> None:
        super().__init__()
        tone = Tone(sign.tone)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(Icon(sign.icon, tone, 14, line=18))
        row.addWidget(Text(sign.word, weight=Weight.SEMIBOLD, tone=tone))
