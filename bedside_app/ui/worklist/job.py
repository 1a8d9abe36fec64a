"""The card of what is running now: whose it is, how far, what is being done, and *Cancel*."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from bedside_app.foundation.words import Language, number, say
from bedside_app.ui.components.basics.chips import Rule
from bedside_app.ui.components.basics.text import Text
from bedside_app.ui.components.states.progress import Progress
from bedside_app.ui.theme.apply import palette
from bedside_app.ui.theme.painting import box
from bedside_app.ui.theme.tokens import RADIUS, Role, Tone, Weight

__all__ = ["JobCard"]

_TOP = Qt.AlignmentFlag.AlignTop


class JobCard(Progress):
    """The progress of one case in a card of its own; it appears once the work has taken 200 ms: `toggled()`."""

    toggled = Signal()

    def __init__(self, language: Language) -> None:
        self._words, self.takes_room = language, False
        self._name = Text("", weight=Weight.SEMIBOLD, wrap=True)
        self._percent = Text("", tone=Tone.TEXT2)
        self._count = Text(say("window.jobs.one", language), Role.CAPTION, tone=Tone.TEXT2)
        super().__init__(say("window.jobs.title", language), language)

    def _detail_text(self) -> Text:
        return Text("", Role.CAPTION, tone=Tone.TEXT2, wrap=True)

    def _running_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(1, 6, 1, 12)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(12, 0, 12, 7)
        head.setSpacing(8)
        head.addWidget(Text(say("window.jobs.title", self._words), weight=Weight.SEMIBOLD))
        head.addWidget(self._count)
        head.addStretch(1)
        column.addLayout(head)
        column.addWidget(Rule(strong=True))
        column.addSpacing(12)
        column.addLayout(self._body())
        return page

    def _body(self) -> QVBoxLayout:
        body = QVBoxLayout()
        body.setContentsMargins(12, 0, 12, 0)
        body.setSpacing(8)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self._name, 1)
        line.addWidget(self._percent, alignment=_TOP)
        body.addLayout(line)
        body.addWidget(self._bar)
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(self._detail, 1)
        line.addWidget(self._cancel, alignment=_TOP)
        body.addLayout(line)
        return body

    def show_name(self, name: str, waiting: int = 0) -> None:
        """Show whose case it is, without a name a new patient, and how many wait behind it."""
        self._name.set_content(name or say("window.jobs.reading", self._words))
        code = "window.jobs.waiting" if waiting else "window.jobs.one"
        self._count.set_content(say(code, self._words, {"count": waiting}))

    def show_step(self, fraction: float, detail: str) -> None:
        """Show how much is done, 0 to 1, and what is being done."""
        super().show_step(fraction, detail)
        percent = number(round(100 * min(1.0, max(0.0, fraction))), self._words)
        self._percent.set_content(say("window.jobs.percent", self._words, {"percent": percent}))

    def setVisible(self, visible: bool) -> None:
        """Tell that room is needed before it is taken, or that it is free again."""
        self.takes_room = visible
        if visible:
            self.toggled.emit()
        super().setVisible(visible)
        if not visible:
            self.toggled.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the card."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = palette()
        box(painter, QRectF(self.rect()), fill=colours.surface, edge=colours.border, radius=RADIUS["card"])
        painter.end()
