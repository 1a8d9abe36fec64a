"""The parent's side of a worker: one child process that parses untrusted bytes or runs graphs, job after job.

Every job ends in exactly one of done, refused, cancelled, crashed. A crash costs the child, never the parent: the next
job starts a fresh one. `jobs` says what is asked and how it ends, `worker_process` is the child, `frames` their talk.
"""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from time import monotonic
from typing import Any, Final, Self

from bedside_app.foundation.errors import Cancelled, Fault
from bedside_app.foundation.frames import MAX_FRAME_BYTES, FrameBroken, packed, read_frame, unpacked
from bedside_app.foundation.jobs import (
    CrashKind,
    Ending,
    Job,
    JobCancelled,
    JobCrashed,
    JobDone,
    JobRefused,
    Limits,
)
from bedside_app.foundation.progress import CancelFlag, Progress

__all__ = [
    "CrashKind",
    "Ending",
    "Job",
    "JobCancelled",
    "JobCrashed",
    "JobDone",
    "JobRefused",
    "Limits",
    "SupportedLimits",
    "Worker",
    "limits_supported",
]

CANCEL_SECONDS: Final = 0.5
START_SECONDS: Final = 60.0  # interpreter and imports on a busy ward PC, before a foreign byte is touched

_STDERR_BYTES: Final = 64 * 1024
_CRASH_FRAME: Final = re.compile(rb'  File "([^"\n]+\.py)", line (\d+) in (\w+)')


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportedLimits:
    """Which limits this system holds a worker to. Time, output and cancel hold everywhere: the parent keeps them."""

    memory: bool
    files: bool


def limits_supported() -> SupportedLimits:
    """Say which limits the system itself holds: macOS takes a memory limit without holding it, Windows has neither."""
    return SupportedLimits(memory=sys.platform == "linux", files=sys.platform != "win32")


@dataclass(frozen=True, slots=True)
class _Stop:
    """The wish to cancel, put among the child's frames so that the waiting thread wakes."""

    number: int


@dataclass(frozen=True, slots=True)
class _Started:
    """The job's function was imported and is called now."""


@dataclass(frozen=True, slots=True)
class _Step:
    """A step that the job reports to `Progress`."""

    code: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class _Item:
    """One item that the job streams."""

    value: Any


class _Ended(Exception):
    """Carries the end of a job out of the reading of its frames."""

    def __init__(self, ending: Ending) -> None:
        self.ending = ending


class Worker:
    """One warm child process for jobs that come one after the other.

    Use it as a context manager. `run` belongs to one thread at a time; a `CancelFlag` may be set from any other.
    """

    def __init__(self, *, prepare: str = "", allowed: tuple[str, ...] = ()) -> None:
        """Have each child call `prepare`, a function without arguments, while it waits for its first job.

        It is named as in a `Job`. `allowed` are further prefixes of such names: for tests only.
        """
        self._arguments = (prepare, *allowed)
        self._child: _Child | None = None
        self._numbers = count(1)

    def __enter__(self) -> Self:
        self._child = _Child(self._arguments)  # it starts up while the owner is still preparing the first job
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the child and wait until it, its pipes and its threads are gone."""
        if self._child is not None:
            self._child.end()
            self._child = None

    def run(
        self,
        job: Job,
        progress: Progress,
        *,
        cancel: CancelFlag | None = None,
        on_item: Callable[[Any], None] | None = None,
    ) -> Ending:
        """Run one job to its end; `progress` and `on_item` are called in this thread.

        A `Cancelled` raised by `progress`, or `cancel` set from any thread, asks the child to stop and kills it after
        500 ms. After a crash or a kill the next call starts a fresh child.
        """
        if self._child is not None and self._child.is_gone:  # it died while it waited: no job of ours did that
            self.close()
        child = self._child = self._child or _Child(self._arguments)
        following = _Following(child, next(self._numbers), progress, on_item)
        healthy = False
        try:
            with (cancel or CancelFlag()).watch(partial(child.inbox.put, _Stop(following.number))):
                ending = following.run(job)
            healthy = not isinstance(ending, JobCrashed) and not following.overdue
        finally:
            if not healthy:
                self._child = None
                child.end(at_once=True)
        return ending


class _Following:
    """The course of one job, from asking to its end."""

    def __init__(self, child: _Child, number: int, progress: Progress, on_item: Callable[[Any], None] | None) -> None:
        self.number = number
        self.overdue = False
        self._child = child
        self._progress = progress
        self._on_item = on_item
        self._stopping = False
        self._deadline = monotonic() + START_SECONDS
        self._wall_seconds = 0.0

    def run(self, job: Job) -> Ending:
        self._wall_seconds = job.limits.wall_seconds
        self._child.ask(
            {
                "job": self.number,
                "name": job.name,
                "arguments": dict(job.arguments),
                "memory_bytes": job.limits.memory_bytes,
            },
            job.limits.output_bytes,
        )
        try:
            while True:
                self._take(self._child.inbox.get(timeout=max(0.0, self._deadline - monotonic())))
        except Empty:
            self.overdue = True
            return JobCancelled() if self._stopping else JobCrashed(CrashKind.TIMEOUT, "over its time limit")
        except _Ended as end:
            return end.ending

    def _take(self, event: bytes | Fault | _Stop | None) -> None:
        if isinstance(event, _Stop):
            if event.number == self.number:
                self._stop()
        elif event is None:
            raise _Ended(self._child.how_it_died())
        elif isinstance(event, Fault):
            raise _Ended(JobCrashed(CrashKind.PROTOCOL, str(event)))
        else:
            self._heed(event)

    def _heed(self, body: bytes) -> None:
        try:
            answer = _answer(unpacked(body))
        except FrameBroken as error:
            raise _Ended(JobCrashed(CrashKind.PROTOCOL, str(error))) from error
        if isinstance(answer, Ending):
            raise _Ended(answer)
        if self._stopping:
            return
        if isinstance(answer, _Started):
            self._deadline = monotonic() + self._wall_seconds
        elif isinstance(answer, _Step):
            self._step(answer)
        elif self._on_item is not None:
            self._on_item(answer.value)

    def _step(self, step: _Step) -> None:
        try:
            self._progress.step(step.code, step.done, step.total)
        except Cancelled:
            self._stop()

    def _stop(self) -> None:
        if not self._stopping:
            self._stopping = True
            self._deadline = monotonic() + CANCEL_SECONDS
            self._child.tell({"cancel": self.number})


class _Child:
    """One child process with the two threads that read its pipes; they wait in the system, never in a loop."""

    def __init__(self, arguments: tuple[str, ...]) -> None:
        self.inbox: SimpleQueue[bytes | Fault | _Stop | None] = SimpleQueue()
        self._output_left = MAX_FRAME_BYTES
        self._process = subprocess.Popen(
            _command(arguments),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=_environment(),
            start_new_session=True,  # a Ctrl-C in the terminal is ours to answer
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self._complaints: deque[bytes] = deque()
        self._threads = tuple(
            Thread(target=target, name=f"worker-{self._process.pid}-{target.__name__}", daemon=True)
            for target in (self._read_answers, self._read_complaints)
        )
        for thread in self._threads:
            thread.start()

    @property
    def is_gone(self) -> bool:
        """Whether the process has ended by itself."""
        return self._process.poll() is not None

    def ask(self, frame: dict[str, Any], output_bytes: int) -> None:
        """Send a job, and let it answer with `output_bytes` at most."""
        self._output_left = output_bytes
        self.tell(frame)

    def tell(self, frame: dict[str, Any]) -> None:
        """Send a frame. Where the child is gone, the reading thread has said so already."""
        assert self._process.stdin is not None
        with contextlib.suppress(BrokenPipeError, OSError):
            self._process.stdin.write(packed(frame))
            self._process.stdin.flush()

    def _read_answers(self) -> None:
        assert self._process.stdout is not None
        try:
            while (body := read_frame(self._process.stdout, self._allowed)) is not None:
                self._output_left -= len(body)
                self.inbox.put(body)
        except FrameBroken as error:
            self.inbox.put(error)
        self.inbox.put(None)

    def _allowed(self) -> int:
        return min(self._output_left, MAX_FRAME_BYTES)

    def _read_complaints(self) -> None:
        assert self._process.stderr is not None
        kept = 0
        while piece := self._process.stderr.read1(4096):  # type: ignore[attr-defined]  # it is a BufferedReader
            self._complaints.append(piece)
            kept += len(piece)
            while kept > _STDERR_BYTES:
                kept -= len(self._complaints.popleft())

    def how_it_died(self) -> JobCrashed:
        """Say how the child ended, once its answers have: by which signal, and where the interpreter then stood."""
        self.end()
        complaints = b"".join(self._complaints)
        kind = CrashKind.MEMORY if b"std::bad_alloc" in complaints else CrashKind.DIED
        places = [
            f"{Path(os.fsdecode(file)).name}:{int(line)} {os.fsdecode(function)}"
            for file, line, function in _CRASH_FRAME.findall(complaints)[:8]
        ]
        return JobCrashed(kind, " < ".join([_exit_text(self._process.returncode), *places]))

    def end(self, *, at_once: bool = False) -> None:
        """End the process and free what it held. Its own end is waited for 500 ms, unless `at_once`."""
        assert self._process.stdin is not None
        with contextlib.suppress(BrokenPipeError, OSError):
            self._process.stdin.close()
        try:
            self._process.wait(0 if at_once else CANCEL_SECONDS)
        except subprocess.TimeoutExpired:
            self._kill()
        for thread in self._threads:
            thread.join()
        for stream in (self._process.stdout, self._process.stderr):
            assert stream is not None
            stream.close()

    def _kill(self) -> None:
        if sys.platform == "win32":
            self._process.kill()
        else:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)  # with whatever the child itself started
        self._process.wait()


def _answer(frame: dict[str, Any]) -> _Started | _Step | _Item | Ending:
    """Return what a frame of the child means.

    Raises
    ------
    FrameBroken
        It is none of the answers that a child gives.
    """
    try:
        match frame:
            case {"started": _}:
                return _Started()
            case {"step": [str(code), int(done), int(total)]}:
                return _Step(code, done, total)
            case {"item": value}:
                return _Item(value)
            case {"done": value}:
                return JobDone(value)
            case {"refused": str(code), "values": dict(values)}:
                return JobRefused(code, values)
            case {"cancelled": _}:
                return JobCancelled()
            case {"crashed": str(kind), "text": str(text)}:
                return JobCrashed(CrashKind(kind), text)
    except ValueError as error:
        raise FrameBroken("a crash of no known kind") from error
    raise FrameBroken("an answer of no known form")


def _exit_text(code: int) -> str:
    if code < 0:
        with contextlib.suppress(ValueError):
            return f"ended by {signal.Signals(-code).name}"
    return f"ended with code {code}"


def _command(arguments: tuple[str, ...]) -> list[str]:
    """Return how this program starts itself as a worker; `-P` keeps the current folder out of its imports.

    When frozen, the command line beside the running program serves: it holds no Qt, and the window knows no `--worker`.
    """
    if getattr(sys, "frozen", False):
        program = Path(sys.executable)
        return [str(program.with_name(f"bedside{program.suffix}")), "--worker", *arguments]
    return [sys.executable, "-P", "-m", "bedside_app", "--worker", *arguments]


def _environment() -> dict[str, str]:
    """Return our environment, with the source tree importable where the program runs from one."""
    environment = dict(os.environ)
    root = Path(__file__).resolve().parents[2]
    if not getattr(sys, "frozen", False) and not {"site-packages", "dist-packages"} & set(root.parts):
        environment["PYTHONPATH"] = str(root)
    return environment
