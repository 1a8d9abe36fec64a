"""Work that goes on: shown once it has taken 200 ms, always with a way to stop it."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QSizePolicy, QStackedLayout, QVBoxLayout, QWidget

from bedside_app.foundation.words import Language, say
from bedside_app.ui.components.basics.buttons import Button
from bedside_app.ui.components.basics.chips import Icon
from bedside_app.ui.components.basics.text import Text
from bedside_app.ui.theme.runs import Run
from bedside_app.ui.theme.tokens import Role, Tone, Weight

__all__ = ["DELAY_MS", "Phase", "Progress"]

DELAY_MS: Final = 200


class Phase(StrEnum):
    """Where the work stands."""

    IDLE = "idle"
    RUNNING = "running"
    STOPPING = "stopping"
    CANCELLED = "cancelled"


class Progress(QWidget):
    """A job's bar with *Cancel*, then *stopping*, then *Cancelled* with *Start again*.

    `cancel_wanted()` and `start_wanted()` ask; the owner answers with `show_stopping`, `show_cancelled` or `finish`.
    """

    cancel_wanted = Signal()
    start_wanted = Signal()

    def __init__(self, what: str, language: Language) -> None:
        super().__init__()
        self._what, self._language, self._phase = what, language, Phase.IDLE
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DELAY_MS)
        self._timer.timeout.connect(self.show)
        self._detail = self._detail_text()
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 1000)
        self._cancel = Button(say("ui.action.cancel", language), icon="x")
        self._cancel.clicked.connect(self._ask_to_stop)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self._running_page())
        self._pages.addWidget(self._cancelled_page())
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.hide()

    @property
    def phase(self) -> Phase:
        """Return where the work stands."""
        return self._phase

    def _detail_text(self) -> Text:
        return Text("", tone=Tone.TEXT2)

    def _running_page(self) -> QWidget:
        page = QWidget()
        row = QHBoxLayout(page)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        column = QVBoxLayout()
        column.setSpacing(6)
        head = QHBoxLayout()
        head.addWidget(Text(self._what, weight=Weight.SEMIBOLD, may_elide=True), 1)
        head.addWidget(self._detail)
        column.addStretch(1)
        column.addLayout(head)
        column.addWidget(self._bar)
        column.addStretch(1)
        row.addLayout(column, 1)
        row.addWidget(self._cancel)
        return page

    def _cancelled_page(self) -> QWidget:
        page = QWidget()
        row = QHBoxLayout(page)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(Icon("circle-dashed", Tone.TEXT2, 18))
        words = (
            Run(f"{say('ui.progress.cancelled', self._language)} ", Weight.SEMIBOLD),
            Run(say("ui.progress.kept", self._language), tone=Tone.TEXT2),
        )
        row.addWidget(Text(words, Role.BODY, wrap=True), 1)
        again = Button(say("ui.action.start-again", self._language), icon="rotate-ccw")
        again.clicked.connect(self.start_wanted)
        row.addWidget(again, alignment=Qt.AlignmentFlag.AlignVCenter)
        return page

    def begin(self, detail: str = "") -> None:
        """Start: the bar appears once the work has taken 200 ms."""
        self._enter(Phase.RUNNING)
        self.show_step(0.0, detail)
        if not self.isVisible():
            self._timer.start()

    def show_step(self, fraction: float, detail: str) -> None:
        """Show how much is done, 0 to 1, and what is being done (*slice 12 of 40*)."""
        self._bar.setValue(round(1000 * min(1.0, max(0.0, fraction))))
        self._detail.set_content(detail)
        values = {"what": self._what, "detail": detail}
        self._bar.setAccessibleName(say("ui.progress.spoken", self._language, values) if detail else self._what)

    def show_stopping(self) -> None:
        """Show that the work has been asked to stop."""
        self._enter(Phase.STOPPING)
        self._detail.set_content(say("ui.progress.stopping", self._language))

    def show_cancelled(self) -> None:
        """Show that the work has stopped and left nothing."""
        self._timer.stop()
        self._enter(Phase.CANCELLED)
        self.show()

    def finish(self) -> None:
        """End, done or refused: the bar disappears at once, or never appears."""
        self._timer.stop()
        self._enter(Phase.IDLE)
        self.hide()

    def _ask_to_stop(self) -> None:
        self.show_stopping()
        self.cancel_wanted.emit()

    def _enter(self, phase: Phase) -> None:
        self._phase = phase
        self._pages.setCurrentIndex(1 if phase is Phase.CANCELLED else 0)
        self._cancel.setEnabled(phase is Phase.RUNNING)
        self._bar.setProperty("phase", phase.value)
        self._bar.style().unpolish(self._bar)
        self._bar.style().polish(self._bar)
