"""The worklist: the cases of this window, where to drop files, what is running, and why something could not be used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from bedside_app.foundation.words import Language, say
from bedside_app.ui.components.basics import Button, Text
from bedside_app.ui.components.states import (
    Action,
    EmptyContent,
    EmptyState,
    Notice,
    NoticeContent,
    Progress,
)
from bedside_app.ui.layouts import clear
from bedside_app.ui.theme import Role, Status, Tone, Weight, status

if TYPE_CHECKING:
    from bedside_app.domain.summary import IdentityShown, Summary

__all__ = ["Worklist", "WorklistCase"]

_SIDE = 344  # px: drop zone, running work


@dataclass(frozen=True, slots=True, kw_only=True)
class WorklistCase:
    """A line of the worklist."""

    number: int
    name: str
    details: str
    state: str
    flags: int


class Worklist(QWidget):
    """`case_wanted(number)`, `action_wanted(key)` for folder, files and demonstration, `cancel_wanted()`."""

    case_wanted = Signal(int)
    action_wanted = Signal(str)
    cancel_wanted = Signal()

    def __init__(self, language: Language) -> None:
        super().__init__()
        self._language = language
        self._drop = EmptyState(_drop_content(language), drop_zone=True)
        self._drop.action_wanted.connect(self.action_wanted)
        self._progress = Progress(say("window.reading", language), language)
        self._progress.cancel_wanted.connect(self.cancel_wanted)
        self._told = QVBoxLayout()
        self._told.setSpacing(12)
        self._cases = QVBoxLayout()
        self._cases.setSpacing(8)
        left = QVBoxLayout()
        left.setSpacing(12)
        left.addWidget(Text(say("window.worklist", language), Role.ANSWER, weight=Weight.SEMIBOLD))
        left.addLayout(self._told)
        left.addLayout(self._cases)
        left.addStretch(1)
        side = QVBoxLayout()
        side.setSpacing(12)
        side.addWidget(self._drop)
        side.addWidget(self._progress)
        side.addStretch(1)
        holder = QWidget()
        holder.setFixedWidth(_SIDE)
        holder.setLayout(side)
        side.setContentsMargins(0, 0, 0, 0)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 24, 24, 24)
        row.setSpacing(24)
        row.addLayout(left, 1)
        row.addWidget(holder)
        self.show_cases(())

    def show_cases(self, cases: Sequence[WorklistCase]) -> None:
        """Show the cases of this window; none says what to do."""
        clear(self._cases)
        if not cases:
            self._cases.addWidget(Text(say("window.no-cases", self._language), tone=Tone.TEXT2, wrap=True))
        for case in cases:
            self._cases.addWidget(self._line(case))

    def _line(self, case: WorklistCase) -> QWidget:
        card = QFrame()
        card.setProperty("card", "plain")
        row = QHBoxLayout(card)
        row.setContentsMargins(16, 8, 12, 8)
        flags = say("window.flags", self._language, {"count": case.flags})
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(Text(case.name, Role.NAME, weight=Weight.SEMIBOLD, wrap=True))
        words.addWidget(Text(f"{case.details} · {case.state} · {flags}", tone=Tone.TEXT2, wrap=True))
        row.addLayout(words, 1)
        button = Button(say("window.open", self._language))
        button.setAccessibleName(say("window.open-spoken", self._language, {"name": case.name}))
        button.clicked.connect(lambda: self.case_wanted.emit(case.number))
        row.addWidget(button)
        return card

    def show_dragging(self, dragging: bool) -> None:
        """Mark the drop zone while files are dragged over the window."""
        self._drop.show_dragging(dragging)

    def show_working(self, detail: str) -> None:
        """Show that files are being read; what was told before is over."""
        clear(self._told)
        self._progress.begin(detail)

    def show_step(self, code: str, done: int, total: int) -> None:
        """Show how far the work is."""
        detail = say(code, self._language, {"done": done, "total": total})
        self._progress.show_step(done / total if total else 0.0, detail)

    def finish(self) -> None:
        """End the progress."""
        self._progress.finish()

    def show_cancelled(self) -> None:
        """Say that the work was stopped and nothing of it was kept."""
        self._progress.finish()
        self._tell(Status.CANCELLED, say("window.cancelled", self._language), say("cli.stopped", self._language))

    def show_refusal(self, why: str) -> None:
        """Say why nothing came of it."""
        self._tell(Status.REFUSED, say("window.refused", self._language), why)

    def show_crash(self, where: str) -> None:
        """Say that it was a fault of ours, and where, for whoever repairs it."""
        self._progress.finish()
        self._tell(Status.FAILED, say("window.failed", self._language), say("window.failed-why", self._language), where)

    def show_blocked(self, summary: Summary) -> None:
        """Say why no one patient can be made of the files; of two patients, both sides are named."""
        sides = " — ".join(_side(side) for side in summary.identity.sides)
        aside = say("window.sides", self._language, {"sides": sides}) if sides else ""
        self._tell(Status.BLOCKED, say("window.blocked", self._language), summary.answer[self._language], aside)
        for one in (*summary.refusals, *summary.not_understood):
            place = " · ".join(part for part in (one.file, one.place) if part)
            self._tell(Status.REFUSED, one.what or one.file or place, one.text[self._language], place)

    def _tell(self, kind: Status, title: str, why: str, aside: str = "") -> None:
        content = NoticeContent(key=title, title=title, status=status(kind, self._language), why=why, aside=aside)
        self._told.addWidget(Notice(content, self._language))


def _side(side: IdentityShown) -> str:
    numbers = ", ".join(identifier.value for identifier in side.identifiers)
    return " · ".join(part for part in (side.name, side.birth_date, numbers) if part)


def _drop_content(language: Language) -> EmptyContent:
    actions = tuple(
        Action(key, say(f"window.{key}", language), icon, primary=key == "folder")
        for key, icon in (("folder", "folder-open"), ("files", "file-text"))
    )
    return EmptyContent(title=say("window.drop", language), text=say("window.drop-text", language), actions=actions)
