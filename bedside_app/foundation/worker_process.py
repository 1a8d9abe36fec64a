"""The child's side of a worker: takes one job at a time from its parent and answers each with exactly one end.

Jobs handle untrusted bytes, so the child sets its limits before each, writes no file, leaves no core dump, imports job
functions from allowed packages only, and ends when its parent is gone.
"""

from __future__ import annotations

import faulthandler
import importlib
import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from queue import SimpleQueue
from threading import Lock, Thread
from types import GeneratorType
from typing import Any, BinaryIO, Final, NamedTuple

from bedside_app.foundation.errors import Cancelled, Fault, Refusal
from bedside_app.foundation.frames import packed, read_frame, unpacked
from bedside_app.foundation.progress import CancelFlag

__all__ = ["ALLOWED", "JobNotAllowed", "main"]

ALLOWED: Final = ("bedside_app.",)

_JOB_NAME: Final = re.compile(r"[A-Za-z_][\w.]*:[A-Za-z_]\w*")


class JobNotAllowed(Fault):
    """A job that is not a function of an allowed package was asked for."""


class _Asked(NamedTuple):
    number: int
    frame: dict[str, Any]
    cancel: CancelFlag


class _Answers:
    """The stream to the parent; a frame is written whole, whichever thread of the job sends it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._lock = Lock()

    def send(self, frame: bytes) -> None:
        with self._lock:
            self._stream.write(frame)
            self._stream.flush()


class _Reported:
    """The `Progress` of a job: its steps go to the parent, and it stops when the parent asks."""

    def __init__(self, answers: _Answers, cancel: CancelFlag) -> None:
        self._answers = answers
        self._cancel = cancel

    def step(self, code: str, done: int, total: int) -> None:
        """Tell the parent how far the job is."""
        self._cancel.check()
        self._answers.send(packed({"step": [code, done, total]}))


def main(arguments: Sequence[str] = ()) -> int:
    """Serve jobs until the parent closes its end.

    `arguments`: the function to prepare with before the first job, or "", then further allowed prefixes (tests only).
    """
    asked, answers = _streams()
    faulthandler.enable(file=2, all_threads=False)
    _limit_soft("RLIMIT_CORE", 0)
    prepare, allowed = "".join(arguments[:1]), (*ALLOWED, *arguments[1:])
    jobs: SimpleQueue[_Asked] = SimpleQueue()
    Thread(target=_listen, args=(asked, jobs), name="listen", daemon=True).start()
    if prepare:
        with suppress(Refusal, Fault, ImportError, AttributeError):  # the first job meets the same, and can say so
            _function(prepare, allowed)()
    while True:
        job = jobs.get()
        answers.send(_answer(job, allowed, answers))


def _streams() -> tuple[BinaryIO, _Answers]:
    """Keep the two pipes to the parent for us alone: whatever a library prints or reads goes elsewhere."""
    asked = os.fdopen(os.dup(0), "rb", buffering=0)
    answers = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return asked, _Answers(answers)


def _listen(asked: BinaryIO, jobs: SimpleQueue[_Asked]) -> None:
    """Pass jobs on and cancel the running one. Where the parent is gone the process ends, even in mid-job."""
    latest: _Asked | None = None
    try:
        while (body := read_frame(asked)) is not None:
            frame = unpacked(body)
            if "job" in frame:
                latest = _Asked(frame["job"], frame, CancelFlag())
                jobs.put(latest)
            elif latest is not None and frame.get("cancel") == latest.number:
                latest.cancel.set()
    finally:
        os._exit(0)


def _answer(job: _Asked, allowed: tuple[str, ...], answers: _Answers) -> bytes:
    """Run one job and return the frame of its end."""
    try:
        function = _function(job.frame["name"], allowed)
        answers.send(packed({"started": job.number}))
        with _limited(job.frame["memory_bytes"]):
            value = function(job.frame["arguments"], _Reported(answers, job.cancel))
            if isinstance(value, GeneratorType):
                value = _stream(value, answers, job.cancel)
        return packed({"done": value})
    except Cancelled:
        return packed({"cancelled": True})
    except Refusal as refusal:
        return packed({"refused": refusal.code, "values": refusal.values})
    except MemoryError as error:
        return _crashed("memory", error)
    except Exception as error:  # noqa: BLE001 - the one place where whatever a job raises becomes its end
        return _crashed("fault", error)


def _stream(items: Iterator[Any], answers: _Answers, cancel: CancelFlag) -> Any:
    """Send each item as it comes; the generator's own return value is the job's."""
    while True:
        try:
            item = next(items)
        except StopIteration as end:
            return end.value
        cancel.check()
        answers.send(packed({"item": item}))


def _crashed(kind: str, error: BaseException) -> bytes:
    from bedside_app.foundation.log import trace_of  # a job that ends well never needs it

    return packed({"crashed": kind, "text": trace_of(error)})


def _function(name: str, allowed: tuple[str, ...]) -> Callable[..., Any]:
    if not _JOB_NAME.fullmatch(name) or not name.startswith(allowed):
        raise JobNotAllowed(name)
    module, _, attribute = name.partition(":")
    function: Callable[..., Any] = getattr(importlib.import_module(module), attribute)
    return function


@contextmanager
def _limited(memory_bytes: int) -> Iterator[None]:
    """Hold the process to `memory_bytes` of address space, and to no byte written to any file, while inside."""
    before = [_limit_soft("RLIMIT_AS", memory_bytes), _limit_soft("RLIMIT_FSIZE", 0)]
    try:
        yield
    finally:
        _limit_soft("RLIMIT_AS", before[0])
        _limit_soft("RLIMIT_FSIZE", before[1])


def _limit_soft(name: str, value: int | None) -> int | None:
    """Set a soft limit, where the system has it, and return the one that held before."""
    if sys.platform == "win32" or value is None:
        return None
    import resource

    kind = getattr(resource, name)
    soft, hard = resource.getrlimit(kind)
    with suppress(ValueError, OSError):  # below what is in use (macOS), or above what the administrator allows
        resource.setrlimit(kind, (value, hard))
    return soft
