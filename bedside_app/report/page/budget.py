"""How much of each list stands on the two pages: level 0 is generous, each further level a little shorter.

Identity, flags, answer, doses and units have no budget: they are never cut. A list says in its last line what it omits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

__all__ = ["LEVELS", "Budget", "budget", "cut"]

T = TypeVar("T")

LEVELS: Final = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """The most entries of each list that are shown; the rest is counted in a line that says where it stands."""

    findings: int
    changes: int
    alternatives: int  # further options of one step, besides the suggested one
    reasons: int  # in each column of one option
    rules: int  # safety rules of one option that nobody has answered; what they ask for is always shown
    figures: int  # published effect sizes of one option
    flips: int
    exclusions: int  # groups of options that are excluded for the same reasons
    missing: int
    decisions: int  # answers of one missing fact
    effects: int  # changes that one answer would make
    refusals: int
    facts: int
    sources: int  # in full; the others by number and DOI


def budget(level: int) -> Budget:
    """Return the budget of a level, 0 to `LEVELS - 1`: provenance gives way first, options and reasons last."""
    early, middle, late = (_part(level, *bounds) for bounds in ((0.0, 0.4), (0.15, 0.75), (0.4, 1.0)))
    return Budget(
        findings=_between(24, 4, middle),
        changes=_between(12, 3, middle),
        alternatives=_between(4, 0, late),
        reasons=_between(6, 1, late),
        rules=_between(3, 0, middle),
        figures=_between(2, 0, early),
        flips=_between(3, 0, middle),
        exclusions=_between(20, 2, late),
        missing=_between(14, 4, late),
        decisions=_between(4, 2, middle),
        effects=_between(5, 2, middle),
        refusals=_between(12, 2, middle),
        facts=_between(48, 0, early),
        sources=_between(32, 0, early),
    )


def _part(level: int, begin: float, end: float) -> float:
    """Return how far a list that shrinks between two parts of the way has shrunk, 0 to 1."""
    way = level / (LEVELS - 1)
    return min(1.0, max(0.0, (way - begin) / (end - begin)))


def _between(most: int, least: int, part: float) -> int:
    return round(most + (least - most) * part)


def cut(items: Sequence[T], most: int) -> tuple[Sequence[T], int]:
    """Return the first entries and how many are left out; a single one left over takes the line that would count it."""
    if len(items) <= most + 1:
        return items, 0
    return items[:most], len(items) - most
