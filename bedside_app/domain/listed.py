"""What the worklist says of a case without opening it: a few plain values that are kept with the case's row."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

__all__ = ["RowExtras", "Standing"]


class Standing(StrEnum):
    """What the last answer of a case came to."""

    READY = "ready"
    WAITS = "waits"
    PART_REFUSED = "part-refused"
    BLOCKED = "blocked"


@dataclass(frozen=True, slots=True, kw_only=True)
class RowExtras:
    """The worklist's part of the last answer, in both languages. `awaited` are the facts that the pathway waits for.

    `red` counts what stops, `holds` the limits that a cycle due today does not meet, `cautions` what lowers or is not
    cleared yet; all are of the day of that answer.
    """

    disease: dict[str, str] = field(default_factory=dict, repr=False)
    question: dict[str, str] = field(default_factory=dict, repr=False)
    standing: Standing = Standing.READY
    awaited: int = 0
    red: int = 0
    holds: int = 0
    cautions: int = 0
