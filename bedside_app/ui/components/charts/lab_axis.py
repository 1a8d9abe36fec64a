"""Values to pixels for a laboratory panel: what the axis must hold, and where it ends. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

__all__ = ["Grade", "LabAxis", "LabPoint", "axis_of", "outside"]


@dataclass(frozen=True, slots=True)
class LabPoint:
    """One result: its day and its value, in the unit of the panel."""

    day: date
    value: float


@dataclass(frozen=True, slots=True)
class Grade:
    """The value at which a grade begins, and its name with version."""

    value: float
    label: str


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
