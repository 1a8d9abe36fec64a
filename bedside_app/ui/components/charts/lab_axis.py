"""Values to pixels for a laboratory panel: what the axis must hold, and where it ends. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final

__all__ = ["Grade", "LabAxis", "LabPoint", "axis_of", "grade_labels", "outside"]

_LABEL: Final = 14.0  # px: a label and the line below it


@dataclass(frozen=True, slots=True)
class LabPoint:
    """One result: its day and its value, in the unit of the panel, and as it is written where its place names it."""

    day: date
    value: float
    text: str = ""


@dataclass(frozen=True, slots=True)
class Grade:
    """The value at which a grade begins, its name, and its number alone for a name that several share."""

    value: float
    label: str
    number: str = ""


@dataclass(frozen=True, slots=True)
class LabAxis:
    """The values at the lower and the upper end."""

    low: float
    high: float

    def y(self, value: float, top: float, height: float) -> float:
        """Return where `value` lies, in px from above."""
        return top + (self.high - value) / (self.high - self.low) * height

    def holds(self, value: float) -> bool:
        """Say whether `value` lies within the ends."""
        return self.low <= value <= self.high


def axis_of(points: Sequence[LabPoint], reference: tuple[float | None, float | None]) -> LabAxis:
    """Return an axis that holds every point and the reference limits, with 12 % of room above and below.

    Raises
    ------
    ValueError
        There is neither a point nor a limit: there is nothing to draw.
    """
    held = [point.value for point in points] + [limit for limit in reference if limit is not None]
    if not held:
        raise ValueError("neither a point nor a reference limit")
    low, high = min(held), max(held)
    room = (high - low) * 0.12 or max(1.0, abs(high) * 0.1)
    return LabAxis(low - room, high + room)


def outside(value: float, reference: tuple[float | None, float | None]) -> bool:
    """Say whether `value` lies outside the limits that are known."""
    low, high = reference
    return (low is not None and value < low) or (high is not None and value > high)


def grade_labels(lines: Sequence[tuple[float, Grade]]) -> tuple[tuple[float, float, str], ...]:
    """Return the names of the grade lines, none over another: lines that stand closer than a name share one.

    Parameters
    ----------
    lines
        Where each line lies, in px from above, and its grade.

    Returns
    -------
    tuple
        The upper and the lower line that a name belongs to, in px, and the name: its grades from above to below.
    """
    ordered = sorted(lines, key=lambda one: one[0])
    groups = [ordered[:1]] if ordered else []
    for (above, _), line in pairwise(ordered):
        if line[0] - above < _LABEL:
            groups[-1].append(line)
        else:
            groups.append([line])
    return tuple((group[0][0], group[-1][0], _shared([grade for _, grade in group])) for group in groups)


def _shared(grades: Sequence[Grade]) -> str:
    return ", ".join([grades[0].label, *(grade.number or grade.label for grade in grades[1:])])
