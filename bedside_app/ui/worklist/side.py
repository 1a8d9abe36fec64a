"""What stands beside a list of cases: where to drop another patient, what is running, this computer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from bedside_app.foundation.words import Language, say
from bedside_app.ui.components.basics.buttons import Link
from bedside_app.ui.components.basics.text import Text
from bedside_app.ui.components.states.empty import EmptyContent, EmptyState
from bedside_app.ui.theme.tokens import TARGET, Role, Tone
from bedside_app.ui.worklist.computer import ComputerCard, ComputerRow
from bedside_app.ui.worklist.invitation import choices, demonstrations
from bedside_app.ui.worklist.job import JobCard

__all__ = ["SIDE_WIDTH", "Side"]

SIDE_WIDTH: Final = 344
_DROP: Final = 216
_GAP: Final = 16


class Side(QWidget):
    """The column. `action_wanted(key)` for a folder, files or a demonstration patient."""

    action_wanted = Signal(str)

    def __init__(self, language: Language) -> None:
        super().__init__()
        self._language = language
        self.setFixedWidth(SIDE_WIDTH)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(_GAP)
        content = EmptyContent(
            title=say("window.add.drop", language),
            text=say("window.add.where", language),
            actions=choices(language),
            caption=say("window.add.formats", language),
        )
        self._drop = EmptyState(content, drop_zone=True, narrow=SIDE_WIDTH)
        self._drop.action_wanted.connect(self.action_wanted)
        self._drop.setMinimumHeight(max(_DROP, self._drop.heightForWidth(SIDE_WIDTH)))
        self._card = ComputerCard(say("window.computer", language))
        self._column.addLayout(self._head())
        self._column.addSpacing(-2)  # the zone begins where the table does
        self._column.addWidget(self._drop)
        self._column.addWidget(self._card)
        self._column.addStretch(1)

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(_GAP)
        title = Text(say("window.add.title", self._language), Role.SECTION)
        title.setMinimumHeight(TARGET)
        head.addWidget(title)
        head.addStretch(1)
        if demonstrations():
            head.addWidget(Text(say("window.list.demonstration", self._language), Role.CAPTION, tone=Tone.TEXT2))
        for key, letter in zip(demonstrations(), "AB", strict=False):
            link = Link(letter)
            link.setAccessibleName(say(f"window.add.{key}", self._language))
            link.clicked.connect(lambda _checked=False, key=key: self.action_wanted.emit(key))
            head.addWidget(link)
        return head

    def take_job(self, job: JobCard) -> None:
        """Take the running work in, above *this computer*."""
        self._column.insertWidget(self._column.indexOf(self._card), job)

    def show_rows(self, rows: Sequence[ComputerRow]) -> None:
        """Show what there is to know of this computer."""
        self._card.show_rows(rows)

    def show_dragging(self, dragging: bool) -> None:
        """Mark the drop zone."""
        self._drop.show_dragging(dragging)

    def fit(self, height: int, job: JobCard | None) -> None:
        """Leave *this computer* out where the running work leaves no room for it: the footer says as much."""
        room = height - TARGET - self._drop.minimumHeight() - 2 * _GAP
        room -= job.sizeHint().height() + _GAP if job is not None and job.takes_room else 0
        self._card.setVisible(self._card.has_rows and self._card.sizeHint().height() <= room)
        self._column.activate()  # the window asks at once how much is needed
