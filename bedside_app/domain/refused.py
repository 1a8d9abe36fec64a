"""A refusal as plain values, beside whatever it is about."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Refused"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A refusal kept beside its cause: the code and values of its sentence, and the file and place it is about."""

    code: str
    values: dict[str, str | int | float | bool | None]
    source: str = ""
    place: str = ""
