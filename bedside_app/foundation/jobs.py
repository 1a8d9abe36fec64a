"""What is asked of a worker, and the four ways in which that ends: done, refused, cancelled, crashed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bedside_app.foundation.frames import MAX_FRAME_BYTES

__all__ = ["CrashKind", "Ending", "Job", "JobCancelled", "JobCrashed", "JobDone", "JobRefused", "Limits"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one job may use.

    `memory_bytes` is the address space of the whole worker process, where the system holds it
    (`workers.limits_supported`); `wall_seconds` runs from the job's own start; `output_bytes` bounds all that it sends.
    """

    memory_bytes: int
    wall_seconds: float
    output_bytes: int = MAX_FRAME_BYTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A function by its dotted name (`bedside_app.intake.job:read_path`), its one argument as plain JSON, its limits.

    The function takes `(arguments, progress)` and returns plain JSON, or is a generator of plain JSON items.
    """

    name: str
    arguments: Mapping[str, Any]
    limits: Limits


class CrashKind(StrEnum):
    """How a job crashed."""

    DIED = "died"
    TIMEOUT = "timeout"
    MEMORY = "memory"
    PROTOCOL = "protocol"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class JobDone:
    """The job returned `value`."""

    value: Any


@dataclass(frozen=True, slots=True)
class JobRefused:
    """The job raised a `Refusal`: its code and the values of its sentence."""

    code: str
    values: dict[str, str | int | float | bool | None]


@dataclass(frozen=True, slots=True)
class JobCancelled:
    """Somebody asked to stop, and it stopped: by itself or by kill."""


@dataclass(frozen=True, slots=True)
class JobCrashed:
    """The job ended badly. `text` names types, signals and code places only, so it is safe to log."""

    kind: CrashKind
    text: str


Ending = JobDone | JobRefused | JobCancelled | JobCrashed
