"""Frames for the window: decoded in a worker, handed over in shared memory, one at a time as they are asked for."""

from __future__ import annotations

from pathlib import Path
from threading import Lock
from typing import ClassVar, Final

from bedside_app.domain.image import ImageInstance, PixelBlock
from bedside_app.foundation.errors import Cancelled, Refusal
from bedside_app.foundation.jobs import Job, JobCancelled, JobDone, JobRefused, Limits
from bedside_app.foundation.log import LOGGER
from bedside_app.foundation.progress import CancelFlag, Silent
from bedside_app.foundation.workers import Worker
from bedside_app.imaging.shared import SharedPixels

__all__ = ["DecoderStopped", "FileNotFound", "FrameRefused", "FrameSource", "imaging_worker"]

JOB: Final = "bedside_app.imaging.job:decode"
PREPARE: Final = "bedside_app.imaging.job:prepare"
LIMITS: Final = Limits(memory_bytes=4 * 1024**3, wall_seconds=30.0)


class DecoderStopped(Refusal):
    """The worker died, hung or ran out of memory over this image."""

    code: ClassVar[str] = "imaging.decoder-stopped"


class FileNotFound(Refusal):
    """Nobody knows where on this machine the file of the image lies."""

    code: ClassVar[str] = "imaging.file-not-found"


class FrameRefused(Refusal):
    """The worker refused the frame; the code is that of its reason."""

    code: ClassVar[str] = "imaging.frame-damaged"

    def __init__(self, code: str, values: dict[str, str | int | float | bool | None]) -> None:
        self.code = code  # type: ignore[misc]  # the worker's reason, not ours
        super().__init__(**values)


def imaging_worker() -> Worker:
    """Return a worker for a `FrameSource`; entered early, it gets ready while its owner does something else."""
    return Worker(prepare=PREPARE)


class FrameSource:
    """Frames of the case's images. One worker serves whichever thread asks, one frame after the other."""

    def __init__(self, worker: Worker) -> None:
        self._worker = worker
        self._lock = Lock()

    def frame(
        self, instance: ImageInstance, path: Path, index: int = 0, *, cancel: CancelFlag | None = None
    ) -> PixelBlock:
        """Return one frame of an image; not for the thread that draws.

        The worker keeps the file that it opened last, so that the next frame costs its decoding alone.

        Parameters
        ----------
        path
            The file on this machine, or the archive that holds it.
        cancel
            Gives up, from any thread.

        Raises
        ------
        Cancelled
            `cancel` was set.
        FrameRefused, DecoderStopped
            There is no such picture; the code says why.
        """
        if instance.refused is not None:
            raise FrameRefused(instance.refused.code, dict(instance.refused.values))
        with self._lock:
            (cancel or CancelFlag()).check()
            shared = SharedPixels.of(_most_bytes(instance))
            try:
                return self._decoded(instance, path, index, shared, cancel)
            finally:
                shared.forget_name()

    def _decoded(
        self, instance: ImageInstance, path: Path, index: int, shared: SharedPixels, cancel: CancelFlag | None
    ) -> PixelBlock:
        arguments = {
            "path": str(path),
            "place": instance.place,
            "source": instance.source,
            "frame": index,
            "memory": shared.name,
            "size": len(shared.memory),
        }
        ending = self._worker.run(Job(name=JOB, arguments=arguments, limits=LIMITS), Silent(cancel), cancel=cancel)
        if isinstance(ending, JobRefused):
            raise FrameRefused(ending.code, ending.values)
        if isinstance(ending, JobCancelled):
            raise Cancelled("asked to stop while a frame was decoded")
        if not isinstance(ending, JobDone):
            LOGGER.error("job.crashed", extra={"crash": ending})
            raise DecoderStopped()
        told = ending.value
        shape = tuple(told.pop("shape"))
        size = shape[0] * shape[1] * shape[2] * (3 if len(shape) == 4 else 1 if told["dtype"] == "uint8" else 2)
        return PixelBlock(buffer=memoryview(shared.memory)[:size], shape=shape, **told)


def _most_bytes(instance: ImageInstance) -> int:
    """Return what a frame takes at most: three bytes of colour or two of grey for each pixel."""
    return max(1, instance.rows * instance.columns * 3)
