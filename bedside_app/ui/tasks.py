"""The one bridge from work to the window: a plain function runs beside the event loop and ends in exactly one of four.

Done, refused, cancelled, crashed: a caller answers all of them. A result that nobody wants any more (a closed case, an
older revision) is dropped. Handlers always run in the window's thread.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from threading import Thread
from time import monotonic
from typing import Any, Final, Generic, TypeVar

from PySide6.QtCore import QObject, Signal, Slot

from bedside_app.foundation.errors import Cancelled, Refusal
from bedside_app.foundation.progress import CancelFlag

__all__ = ["Crash", "Handlers", "Running", "Tasks", "Work"]

T = TypeVar("T")
_TURN_S: Final = 0.0005  # a task that computes gives the window its turn ten times as soon as Python has it by itself
_SHOWN_EVERY_S: Final = 0.05  # progress that comes faster than the eye would only fill the event queue


@dataclass(frozen=True, slots=True)
class Crash:
    """A fault of ours as the window may show it: types and places in the code, never a patient's data."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Handlers(Generic[T]):
    """What happens at each end of a task. All four are required; `on_progress` is told code, done and total.

    `on_found` is given what the task can already show before its end.
    """

    on_done: Callable[[T], None]
    on_refused: Callable[[Refusal], None]
    on_cancelled: Callable[[], None]
    on_crashed: Callable[[Crash], None]
    on_progress: Callable[[str, int, int], None] = lambda _code, _done, _total: None
    on_found: Callable[[Any], None] = lambda _found: None
    still_wanted: Callable[[], bool] = lambda: True


class Work:
    """What the function is given: a `Progress` that reaches the window, and the flag that stops it."""

    def __init__(
        self,
        number: int,
        cancel: CancelFlag,
        tell: Callable[[int, str, int, int], None],
        show: Callable[[int, object], None],
    ) -> None:
        self.cancel = cancel
        self._number = number
        self._tell = tell
        self._show = show
        self._last = 0.0

    def step(self, code: str, done: int, total: int) -> None:
        """Say how far the work is; stops where somebody asked to."""
        self.cancel.check()
        now = monotonic()
        if done >= total or now - self._last >= _SHOWN_EVERY_S:
            self._last = now
            self._tell(self._number, code, done, total)

    def found(self, what: object) -> None:
        """Show a first part of what is being made."""
        self._show(self._number, what)


@dataclass(slots=True)
class Running:
    """A task on its way. `stop` asks it to end; it then ends as cancelled."""

    cancel: CancelFlag
    thread: Thread

    def stop(self) -> None:
        """Ask the task to stop."""
        self.cancel.set()


class Tasks(QObject):
    """Starts tasks, and ends with all of them: `close` leaves no thread behind."""

    _progressed = Signal(int, str, int, int)
    _found = Signal(int, object)
    _ended = Signal(int, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        sys.setswitchinterval(_TURN_S)
        self._next = 0
        self._running: dict[int, tuple[Running, Handlers[Any]]] = {}
        self._progressed.connect(self._show_progress)
        self._found.connect(self._show_found)
        self._ended.connect(self._end)

    @property
    def busy(self) -> bool:
        """Whether a task is on its way."""
        return bool(self._running)

    def start(self, function: Callable[[Work], T], handlers: Handlers[T]) -> Running:
        """Run `function` beside the event loop."""
        self._next += 1
        number, cancel = self._next, CancelFlag()
        work = Work(number, cancel, self._progressed.emit, self._found.emit)
        thread = Thread(target=self._carry_out, args=(number, function, work), name=f"task-{number}")
        running = Running(cancel=cancel, thread=thread)
        self._running[number] = (running, handlers)
        thread.start()
        return running

    def close(self) -> None:
        """Stop every task, wait for its end, and drop its result."""
        waiting = list(self._running.values())
        self._running.clear()
        for running, _ in waiting:
            running.stop()
        for running, _ in waiting:
            running.thread.join()

    def _carry_out(self, number: int, function: Callable[[Work], Any], work: Work) -> None:
        end: object
        try:
            end = _Done(function(work))
        except Refusal as refusal:
            end = refusal
        except Cancelled as cancelled:
            end = cancelled
        except Exception as error:  # noqa: BLE001 - the one task runner: whatever went wrong reaches the window
            from bedside_app.foundation.log import LOGGER, trace_of

            LOGGER.error("fault", exc_info=error)
            end = Crash(trace_of(error))
        self._ended.emit(number, end)

    @Slot(int, str, int, int)
    def _show_progress(self, number: int, code: str, done: int, total: int) -> None:
        found = self._running.get(number)
        if found is not None and found[1].still_wanted():
            found[1].on_progress(code, done, total)

    @Slot(int, object)
    def _show_found(self, number: int, what: object) -> None:
        found = self._running.get(number)
        if found is not None and found[1].still_wanted():
            found[1].on_found(what)

    @Slot(int, object)
    def _end(self, number: int, end: object) -> None:
        found = self._running.pop(number, None)
        if found is None:
            return
        running, handlers = found
        running.thread.join()
        if not handlers.still_wanted():
            return
        if isinstance(end, _Done):
            handlers.on_done(end.value)
        elif isinstance(end, Refusal):
            handlers.on_refused(end)
        elif isinstance(end, Crash):
            handlers.on_crashed(end)
        else:
            handlers.on_cancelled()


@dataclass(frozen=True, slots=True)
class _Done:
    value: Any
