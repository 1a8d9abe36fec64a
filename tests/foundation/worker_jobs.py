"""Jobs that behave well and badly, run in real worker processes by `test_workers`."""

from __future__ import annotations

import os
import signal
import stat
import sys
from collections.abc import Generator
from pathlib import Path
from threading import Event
from typing import Any, ClassVar

from bedside_app.foundation.errors import Refusal
from bedside_app.foundation.progress import Progress


class NotToday(Refusal):
    """A refusal of the tests."""

    code: ClassVar[str] = "tests.not-today"


def echo(arguments: Any, progress: Progress) -> Any:
    """Return what was given, after two steps."""
    progress.step("tests.echo", 0, 1)
    progress.step("tests.echo", 1, 1)
    return arguments


def process_id(arguments: Any, progress: Progress) -> int:
    """Return the id of the worker."""
    return os.getpid()


def count_up(arguments: Any, progress: Progress) -> Generator[int, None, int]:
    """Stream the numbers below `to` and return their count."""
    yield from range(arguments["to"])
    return int(arguments["to"])


def refuse(arguments: Any, progress: Progress) -> Any:
    """Refuse with a value."""
    raise NotToday(limit=3)


def fail(arguments: Any, progress: Progress) -> Any:
    """Raise with a name in the message."""
    raise ValueError(f"bad name {arguments['name']}")


def exit_hard(arguments: Any, progress: Progress) -> Any:
    """End the process at once."""
    os._exit(7)


def segfault(arguments: Any, progress: Progress) -> Any:
    """Die by a signal, as a decoder in C does."""
    signal.raise_signal(signal.SIGSEGV)
    Event().wait()


def abort_without_memory(arguments: Any, progress: Progress) -> Any:
    """Die as a C++ library does when it gets no memory."""
    os.write(2, b"terminate called after throwing an instance of 'std::bad_alloc'\n")
    os.abort()


def loop_for_ever(arguments: Any, progress: Progress) -> Any:
    """Never end and never look up."""
    progress.step("tests.loop", 0, 1)
    while True:
        pass


def step_for_ever(arguments: Any, progress: Progress) -> Any:
    """Never end, but say so again and again."""
    while True:
        progress.step("tests.step", 0, 1)
        Event().wait(0.01)


def eat_memory(arguments: Any, progress: Progress) -> Any:
    """Ask for more memory than a job may have, piece by piece."""
    eaten = []
    while True:
        eaten.append(bytearray(16 * 1024 * 1024))


def print_garbage(arguments: Any, progress: Progress) -> str:
    """Print to standard output in every way, and read standard input."""
    print("\x00\x00\x00\x05 not a frame")
    sys.stdout.flush()
    os.write(1, b"\xff" * 100)
    return sys.stdin.read()


def flood_stderr(arguments: Any, progress: Progress) -> int:
    """Complain at length."""
    for _ in range(200):
        os.write(2, b"x" * 10_000)
    return 200


def break_the_stream(arguments: Any, progress: Progress) -> Any:
    """Write `text` into the pipe to the parent, as a corrupted process might."""
    for descriptor in range(3, 20):
        try:
            if stat.S_ISFIFO(os.fstat(descriptor).st_mode):
                os.write(descriptor, bytes.fromhex(arguments["hex"]))
        except OSError:
            continue
    Event().wait()


def answer_at_length(arguments: Any, progress: Progress) -> str:
    """Return `length` characters."""
    return "x" * int(arguments["length"])


def return_an_object(arguments: Any, progress: Progress) -> Any:
    """Return something that JSON has no form for."""
    return object()


def write_a_file(arguments: Any, progress: Progress) -> str:
    """Try to leave a file behind, and say how that ended."""
    try:
        Path(arguments["path"]).write_text("left behind")
    except OSError as error:
        return type(error).__name__
    return "written"


def own_core_limit(arguments: Any, progress: Progress) -> int:
    """Return how large a core dump may be."""
    import resource

    return resource.getrlimit(resource.RLIMIT_CORE)[0]


_prepared: list[str] = []


def prepare() -> None:
    """Get ready."""
    _prepared.append("ready")


def prepare_in_vain() -> None:
    """Find that something is not as it should be."""
    raise NotToday(limit=1)


def prepared(arguments: Any, progress: Progress) -> list[str]:
    """Return whether the worker got ready, and how often."""
    return _prepared
