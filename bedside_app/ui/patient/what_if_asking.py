"""Asks the what-if worker beside the event loop: one question at a time, the newest next, an older answer dropped."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from PySide6.QtCore import QObject

from bedside_app.ui.tasks import Handlers, Running, Tasks

if TYPE_CHECKING:
    from bedside_app.foundation.progress import CancelFlag
    from bedside_app.workflows.what_if import Explorer

__all__ = ["Asked", "WhatIfs"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked(Generic[T]):
    """A question: `put(explorer, cancel)` asks it. `take(answer)` is told the answer, `lost()` that we failed."""

    put: Callable[[Explorer, CancelFlag], T]
    take: Callable[[T], None]
    lost: Callable[[], None] = lambda: None


class WhatIfs(QObject):
    """The what-if questions of a window. Nothing of them is kept: no event, no finding, no file."""

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._explorer: Explorer | None = None
        self._under_way: Running | None = None
        self._next: Asked[Any] | None = None

    def ask(self, asked: Asked[Any]) -> None:
        """Ask now, or once the question under way has ended; its answer is then dropped, and any that waited too."""
        if self._under_way is None:
            self._start(asked)
        else:
            self._next = asked

    def rest(self) -> None:
        """Drop what is asked and end the worker, beside the event loop: the case is no longer in hand."""
        end = self._taken_out()
        if end is not None:
            self._tasks.start(
                lambda _work: end(),
                Handlers(
                    on_done=lambda _none: None,
                    on_refused=lambda _refusal: None,
                    on_cancelled=lambda: None,
                    on_crashed=lambda _crash: None,
                ),
            )

    def close(self) -> None:
        """Drop what is asked, and return once the worker is gone."""
        end = self._taken_out()
        if end is not None:
            end()

    def _taken_out(self) -> Callable[[], None] | None:
        """Stop the question under way; return what ends its worker, None where there is none."""
        explorer, running = self._explorer, self._under_way
        self._explorer = self._under_way = self._next = None
        if explorer is None:
            return None
        if running is not None:
            running.stop()

        def end() -> None:
            if running is not None:
                running.thread.join()
            explorer.close()

        return end

    def _start(self, asked: Asked[Any]) -> None:
        from bedside_app.workflows.what_if import Explorer

        explorer = self._explorer = self._explorer or Explorer()
        self._under_way = running = self._tasks.start(
            lambda work: asked.put(explorer, work.cancel),
            Handlers(
                on_done=lambda found: self._ended(lambda: asked.take(found)),
                on_refused=lambda _refusal: self._ended(asked.lost),
                on_cancelled=lambda: self._ended(lambda: None),
                on_crashed=lambda _crash: self._ended(asked.lost),
                still_wanted=lambda: self._under_way is running,
            ),
        )

    def _ended(self, tell: Callable[[], None]) -> None:
        self._under_way = None
        waiting, self._next = self._next, None
        if waiting is None:
            tell()
        else:
            self._start(waiting)
