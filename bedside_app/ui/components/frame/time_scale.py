"""Days to pixels and back, and where the months begin. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

__all__ = ["Lane", "TimeEvent", "TimeScale", "Window", "next_day"]


class Lane(StrEnum):
    """What kind of thing happened."""

    IMAGES = "images"
    LABS = "labs"
    PATHOLOGY = "pathology"
    TREATMENT = "treatment"


@dataclass(frozen=True, slots=True)
class TimeEvent:
    """Something that happened on a day, or from a day to another (a treatment)."""

    lane: Lane
    day: date
    label: str = ""
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Window:
    """A time in which something is to happen (*start by …*): a dashed box in the treatment lane."""

    start: date
    end: date
    label: str = ""


@dataclass(frozen=True, slots=True)
class TimeScale:
    """Days from `first` to `last`, drawn from `left` over `width` px."""

    first: date
    last: date
    left: float
    width: float

    @property
    def days(self) -> int:
        """Return how many days are drawn, at least one."""
        return max(1, (self.last - self.first).days)

    def x(self, day: date) -> float:
        """Return where `day` lies, in px."""
        return self.left + (day - self.first).days / self.days * self.width

    def day_at(self, x: float) -> date:
        """Return the day at `x` px, kept within the scale."""
        share = min(1.0, max(0.0, (x - self.left) / self.width if self.width else 0.0))
        return self.first + timedelta(days=round(share * self.days))

    def months(self, room: float) -> list[date]:
        """Return the first days of months to name, at least `room` px apart."""
        found: list[date] = []
        day = self.first.replace(day=1)
        while day <= self.last:
            if day >= self.first and (not found or self.x(day) - self.x(found[-1]) >= room):
                found.append(day)
            day = (day + timedelta(days=32)).replace(day=1)
        return found


def next_day(days: Sequence[date], cursor: date, step: int) -> date:
    """Return the event's day after (`step` 1) or before (−1) the cursor; the cursor's own where there is none."""
    if step > 0:
        return min((day for day in days if day > cursor), default=cursor)
    return max((day for day in days if day < cursor), default=cursor)
