"""How much of each list stands on the two pages: level 0 is generous, each further level a little shorter.

Identity, flags, answer, doses and units have no budget: they are never cut. A list says in its last line what it omits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeVar

__all__ = ["LEVELS", "Budget", "budget", "cut", "filled"]

T = TypeVar("T")

LEVELS: Final = 32

_FACT_MM: Final = 5.6  # height of a fact that takes two lines
_AROUND_FACTS_MM: Final = 10.0  # the list of files, and the line that counts the rest

# Most and least of each list, and between which parts of the way it shrinks: what a reader misses least goes first.
_SHRINKING: Final[Mapping[str, tuple[int, int, tuple[float, float]]]] = {
    "facts": (48, 0, (0.0, 0.3)),
    "sources": (32, 0, (0.0, 0.3)),
    "figures": (2, 0, (0.0, 0.3)),
    "flips": (3, 0, (0.1, 0.4)),
    "refusals": (12, 2, (0.1, 0.5)),
    "effects": (5, 2, (0.1, 0.5)),
    "decisions": (4, 2, (0.1, 0.5)),
    "changes": (12, 3, (0.2, 0.6)),
    "findings": (24, 4, (0.2, 0.6)),
    "alternatives": (3, 0, (0.3, 0.8)),
    "rules": (3, 0, (0.3, 0.9)),
    "exclusions": (12, 2, (0.4, 1.0)),
    "missing": (12, 4, (0.5, 1.0)),
    "reasons": (6, 1, (0.5, 1.0)),
}


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
    return Budget(
        **{name: _between(most, least, _part(level, *when)) for name, (most, least, when) in _SHRINKING.items()}
    )


def filled(allowed: Budget, free_mm: float) -> Budget:
    """Return the budget with as many facts as the rest of the last page should hold, two of two lines side by side."""
    pairs = int((free_mm - _AROUND_FACTS_MM) / _FACT_MM)
    return replace(allowed, facts=max(allowed.facts, 2 * pairs))


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
