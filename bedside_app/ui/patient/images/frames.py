"""Pixels of the case in hand: frames decoded one after the other in a worker of their own, beside the event loop."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

from bedside_app.domain.image import ImageInstance, PixelBlock
from bedside_app.domain.record import Refused
from bedside_app.foundation.errors import Cancelled, Refusal
from bedside_app.ui.tasks import Handlers, Running, Tasks, Work

if TYPE_CHECKING:
    from bedside_app.imaging.pixels import FrameSource

__all__ = ["Frames"]

_WAITING: Final = 64  # frames; of more, those asked for first are dropped


class Frames(QObject):
    """What the viewer takes its pixels from (`Pixels`). What was asked for last comes first."""

    arrived = Signal(str, int, object)
    failed = Signal(str, int, object)

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._files: Mapping[str, Path] = {}
        self._waiting: deque[tuple[ImageInstance, int]] = deque(maxlen=_WAITING)
        self._under_way: Running | None = None
        self._decoder: _Decoder | None = None

    def take(self, files: Mapping[str, Path]) -> None:
        """Serve the case whose files lie there, by digest; what was asked for another one is dropped."""
        if files != self._files:
            self.rest()
            self._files = files

    def request(self, instance: ImageInstance, frame: int) -> None:
        """Ask for one frame, from 0."""
        asked = (instance, frame)
        if asked in self._waiting:
            self._waiting.remove(asked)
        self._waiting.append(asked)
        if self._under_way is None:
            self._start()

    def rest(self) -> None:
        """Drop what is asked and end the worker: no process that has seen one patient's pixels sees another's."""
        self._waiting.clear()
        if self._under_way is not None:
            self._under_way.stop()
            self._under_way = None
        decoder, self._decoder = self._decoder, None
        if decoder is not None:
            self._tasks.start(lambda _: decoder.close(), _UNTOLD)

    def close(self) -> None:
        """End the worker, and return once it is gone; called once no task runs any more."""
        self._waiting.clear()
        if self._decoder is not None:
            self._decoder.close()

    def _start(self) -> None:
        if not self._waiting:
            return
        instance, frame = self._waiting.pop()
        decoder = self._decoder = self._decoder or _Decoder()
        path = self._files.get(instance.source)
        self._under_way = running = self._tasks.start(
            lambda work: decoder.frame(instance, path, frame, work),
            Handlers(
                on_done=lambda block: self._ended(lambda: self.arrived.emit(instance.uid, frame, block)),
                on_refused=lambda refusal: self._ended(lambda: self._refuse(instance, frame, refusal)),
                on_cancelled=lambda: self._ended(lambda: None),
                on_crashed=lambda _: self._ended(lambda: self._refuse(instance, frame, None)),
                still_wanted=lambda: self._under_way is running,
            ),
        )

    def _ended(self, tell: Callable[[], None]) -> None:
        self._under_way = None
        tell()
        if self._under_way is None:
            self._start()

    def _refuse(self, instance: ImageInstance, frame: int, refusal: Refusal | None) -> None:
        code, values = ("imaging.decoder-stopped", {}) if refusal is None else (refusal.code, dict(refusal.values))
        self.failed.emit(instance.uid, frame, Refused(code=code, values=values, source=instance.source))


class _Decoder:
    """The worker of one case, started with its first frame. Any thread may call."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._ending = ExitStack()
        self._source: FrameSource | None = None
        self._closed = False

    def frame(self, instance: ImageInstance, path: Path | None, index: int, work: Work) -> PixelBlock:
        from bedside_app.imaging.pixels import FileNotFound, FrameSource, imaging_worker

        if path is None:
            raise FileNotFound()
        with self._lock:
            work.cancel.check()
            if self._closed:
                raise Cancelled("the case is no longer in hand")
            if self._source is None:
                self._source = FrameSource(self._ending.enter_context(imaging_worker()))
            return self._source.frame(instance, path, index, cancel=work.cancel)

    def close(self) -> None:
        with self._lock:
            self._source, self._closed = None, True
            self._ending.close()


def _nothing(*_: object) -> None:
    """The end of a task that nobody waits for."""


_UNTOLD: Final[Handlers[None]] = Handlers(
    on_done=_nothing, on_refused=_nothing, on_cancelled=_nothing, on_crashed=_nothing
)
