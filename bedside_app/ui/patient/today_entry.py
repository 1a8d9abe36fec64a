"""The form that enters a value of the day: below the verdict, beside the limit that waits for it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from bedside_app.domain.fact import FactId
from bedside_app.foundation.words import say
from bedside_app.ui.components.basics import Link, Text
from bedside_app.ui.patient.entry import Draft, EntryPanel
from bedside_app.ui.theme import Role, Tone
from bedside_app.ui.viewmodels.patient.screens.today import limit_told
from bedside_app.ui.viewmodels.shown import CaseShown

__all__ = ["TodayForm"]

_HEIGHT: Final = 312  # px: its fields, one error, and its buttons


class TodayForm(QWidget):
    """The house's form for one value. `changed(events)` when it is saved, `closed()` when it is left."""

    changed = Signal(object)
    closed = Signal()

    def __init__(self, case: CaseShown, fact: FactId, draft: Draft | None = None) -> None:
        super().__init__()
        self.fact = fact
        self._panel = EntryPanel(case, fact, draft=draft)
        self._panel.setMinimumHeight(_HEIGHT)
        self._panel.changed.connect(self.changed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._panel)
        below = QHBoxLayout()
        below.setSpacing(12)
        below.addWidget(Text(limit_told(case, fact), Role.CAPTION, tone=Tone.TEXT2, wrap=True), 1)
        close = Link(say("ui.action.close", case.language), key="Esc")
        close.clicked.connect(self.closed)
        below.addWidget(close)
        self._panel.between.addLayout(below)

    @property
    def draft(self) -> Draft:
        """What is typed and not saved."""
        return self._panel.draft

    def take_focus(self) -> None:
        """Put the cursor into the value."""
        self._panel.take_focus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the form with Escape; what was typed has gone before, that is the panel's own Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
