"""The log: JSON lines in the user's folder, for whoever repairs the program, and never a word about a patient.

A line holds a code of a closed vocabulary, where in the code it was written, numbers under known names, and exceptions
as their types and places. Messages, arguments, values and local variables are never written: they can hold a name.
"""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import Any, Final

from bedside_app.foundation.errors import Refusal
from bedside_app.foundation.jobs import JobCrashed, JobRefused

__all__ = ["LOGGER", "NUMBERS", "WORDS", "AnonymousFormatter", "close_log", "open_log", "trace_of"]

LOGGER: Final = logging.getLogger("bedside")
LOGGER.addHandler(logging.NullHandler())  # without a file nothing is written, not even on standard error
LOGGER.propagate = False
WORDS: Final = frozenset(
    {
        "started",
        "ended",
        "assess.done",
        "job.refused",
        "job.cancelled",
        "job.crashed",
        "fault",
    }
)
NUMBERS: Final = frozenset({"bytes", "count", "done", "exit_code", "limit", "seconds", "total"})

_MAX_BYTES: Final = 1024 * 1024
_KEPT_FILES: Final = 3
_MAX_FRAMES: Final = 12
_STANDARD_LIBRARY: Final = Path(logging.__file__).parents[1]
_OWN_ROOT: Final = Path(__file__).resolve().parents[2]


def open_log(folder: Path) -> None:
    """Write the log to `folder/bedside.log`, 1 MiB at a time, three older files kept.

    Raises
    ------
    OSError
        The folder can't be made or written; the program works without a log and `bedside doctor` says so.
    """
    folder.mkdir(parents=True, exist_ok=True)
    handler = _QuietHandler(folder / "bedside.log", maxBytes=_MAX_BYTES, backupCount=_KEPT_FILES, encoding="utf-8")
    handler.setFormatter(AnonymousFormatter())
    close_log()
    LOGGER.addHandler(handler)
    LOGGER.setLevel(logging.INFO)


def close_log() -> None:
    """Close the log's file and write no more."""
    for handler in tuple(LOGGER.handlers):
        if isinstance(handler, RotatingFileHandler):
            LOGGER.removeHandler(handler)
            handler.close()


class _QuietHandler(RotatingFileHandler):
    """The log's file; where it can't be written (a full disk), a line is lost and the work goes on."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the name in the standard library
        """Print no traceback: the clinician reads standard error."""


class AnonymousFormatter(logging.Formatter):
    """One JSON object a line, made of what can't name a patient.

    The message itself is written only where it is one of `WORDS`; `extra` may add the numbers named in `NUMBERS`, a
    `refusal` (a `Refusal` or `JobRefused`: its code is written) and a `crash` (a `JobCrashed`: code places).
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; anything outside the vocabulary is left out."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "at": f"{_shown(record.pathname)}:{record.lineno}",
            "code": record.msg if isinstance(record.msg, str) and record.msg in WORDS else "unlisted",
        }
        for name in sorted(NUMBERS):
            value = getattr(record, name, None)
            if isinstance(value, int | float):
                line[name] = value
        refusal, crash = getattr(record, "refusal", None), getattr(record, "crash", None)
        if isinstance(refusal, Refusal | JobRefused):
            line["refusal"] = refusal.code
        if isinstance(crash, JobCrashed):
            line["crash"] = f"{crash.kind}: {crash.text}"
        if record.exc_info and record.exc_info[1] is not None:
            line["exception"] = trace_of(record.exc_info[1])
        return json.dumps(line)


def trace_of(error: BaseException) -> str:
    """Return an exception as `Type < file:line function < …`, innermost place first, each cause after `from`.

    Neither its message nor any value is in it.
    """
    told: list[str] = []
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen and len(seen) < 5:
        seen.add(id(current))
        told.append(" < ".join([type(current).__qualname__, *_places(current.__traceback__)]))
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    return " from ".join(told)


def _places(trace: TracebackType | None) -> list[str]:
    """Return the innermost places first, from the code objects of the frames alone."""
    places: list[str] = []
    while trace is not None:
        code = trace.tb_frame.f_code
        places.append(f"{_shown(code.co_filename)}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return places[: -_MAX_FRAMES - 1 : -1]


def _shown(filename: str) -> str:
    """Return a file of ours or of the standard library by its place there, any other by its bare name."""
    path = Path(filename)
    for root in (_OWN_ROOT / "bedside_app", _STANDARD_LIBRARY):
        if path.is_relative_to(root):
            return path.relative_to(root.parent if root.name == "bedside_app" else root).as_posix()
    return path.name
