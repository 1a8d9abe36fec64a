"""Progress and cancel, as a plain function sees them: it says how far it is, and learns that it should stop."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Lock
from typing import Protocol

from bedside_app.foundation.errors import Cancelled

__all__ = ["CancelFlag", "Progress", "Silent"]


class Progress(Protocol):
    """What a long function takes as its last argument."""

    def step(self, code: str, done: int, total: int) -> None:
        """Say that `done` of `total` parts of the work named `code` (a key of the catalogue) are done.

        Raises
        ------
        Cancelled
            Somebody asked to stop.
        """
        ...


class CancelFlag:
    """A flag that one side sets and the other looks at, or is told of."""

    def __init__(self) -> None:
        self._event = Event()
        self._lock = Lock()
        self._watchers: list[Callable[[], None]] = []

    def set(self) -> None:
        """Ask to stop."""
        with self._lock:
            self._event.set()
            watchers, self._watchers = self._watchers, []
        for call in watchers:
            call()

    def is_set(self) -> bool:
        """Whether somebody asked to stop."""
        return self._event.is_set()

    def check(self) -> None:
        """Raise `Cancelled` if somebody asked to stop."""
        if self._event.is_set():
            raise Cancelled("asked to stop")

    @contextmanager
    def watch(self, call: Callable[[], None]) -> Iterator[None]:
        """While inside, have `call` called once when the flag is set, at once where it is already.

        It runs in the thread that sets the flag, so it only passes the word on and never waits.
        """
        with self._lock:
            already = self._event.is_set()
            if not already:
                self._watchers.append(call)
        if already:
            call()
        try:
            yield
        finally:
            with self._lock:
                if call in self._watchers:
                    self._watchers.remove(call)


class Silent:
    """A `Progress` that shows nothing and stops when its flag is set."""

    def __init__(self, cancel: CancelFlag | None = None) -> None:
        self.cancel = cancel or CancelFlag()

    def step(self, code: str, done: int, total: int) -> None:
        """Look at the flag only."""
        self.cancel.check()
