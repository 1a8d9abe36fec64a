"""The worklist without a case: one large place to drop files, the demonstration patients, this computer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from bedside_app.foundation.paths import resources_folder
from bedside_app.foundation.words import Language, say
from bedside_app.ui.components.states.empty import Action, EmptyContent, EmptyState

if TYPE_CHECKING:
    from bedside_app.ui.worklist.computer import ComputerRow, ComputerStrip
    from bedside_app.ui.worklist.job import JobCard

__all__ = ["Invitation", "choices", "demonstrations"]

_DEMONSTRATIONS = (("patient_a", "demonstration"), ("patient_b", "demonstration-b"))


class Invitation(QWidget):
    """The page. `action_wanted(key)` for a folder, files or a demonstration patient."""

    action_wanted = Signal(str)

    def __init__(self, language: Language) -> None:
        super().__init__()
        self._language = language
        self._strip: ComputerStrip | None = None
        self._zone = EmptyState(_content(language), drop_zone=True)
        self._zone.action_wanted.connect(self.action_wanted)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(16)
        self._column.addWidget(self._zone, 1)

    def take_job(self, job: JobCard) -> None:
        """Take the running work in, below the zone."""
        self._column.insertWidget(1, job)

    def show_rows(self, rows: Sequence[ComputerRow]) -> None:
        """Show what there is to know of this computer."""
        if self._strip is None:
            from bedside_app.ui.worklist.computer import ComputerStrip

            self._strip = ComputerStrip(say("window.computer", self._language))
            self._column.addWidget(self._strip)
        self._strip.show_rows(rows)

    @property
    def least(self) -> int:
        """The height in px of the zone alone."""
        return self._zone.minimumSizeHint().height()

    def fit(self, height: int, job: JobCard | None) -> None:
        """Leave *this computer* out where running work and notices leave no room for it."""
        room = height - self.least - 16
        room -= job.sizeHint().height() + 16 if job is not None and job.takes_room else 0
        if self._strip is not None:
            self._strip.setVisible(self._strip.has_rows and self._strip.sizeHint().height() <= room)
            self._column.activate()  # the window asks at once how much is needed

    def show_dragging(self, dragging: bool) -> None:
        """Mark the drop zone."""
        self._zone.show_dragging(dragging)


def demonstrations() -> tuple[str, ...]:
    """Return the keys of the demonstration patients that are installed."""
    folder = resources_folder() / "demo"
    return tuple(key for name, key in _DEMONSTRATIONS if (folder / name).is_dir())


def choices(language: Language, *, primary: str = "") -> tuple[Action, ...]:
    """Return the two buttons that choose from a disk."""
    return tuple(
        Action(key, say(f"window.{key}", language), icon, primary=key == primary)
        for key, icon in (("folder", "folder-open"), ("files", "file-text"))
    )


def _content(language: Language) -> EmptyContent:
    keys = demonstrations()
    codes = {"demonstration": "demonstration-a"} if len(keys) > 1 else {}
    shown = tuple(Action(key, say(f"window.none.{codes.get(key, key)}", language), "play") for key in keys)
    return EmptyContent(
        title=say("window.none.title", language),
        text=say("window.none.text", language),
        actions=(*choices(language, primary="folder"), *shown),
        caption=say("window.none.reads", language),
    )
