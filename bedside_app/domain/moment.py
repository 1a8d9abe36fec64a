"""A moment as precise as its source wrote it: `2026`, `2026-05`, `2026-05-20`, `2026-05-20T08:15+02:00`."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cached_property
from typing import Final

__all__ = ["Moment"]

_FORM: Final = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d)"
    r"(?:T(?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.\d+)?)?(?P<zone>Z|[+-]\d\d:\d\d)?)?)?)?"
)


@dataclass(frozen=True, order=False)
class Moment:
    """An ISO 8601 moment that keeps its precision and its zone (or the absence of one).

    Raises
    ------
    ValueError
        `text` is not of the form above, or names no real calendar day or time.
    """

    text: str

    def __post_init__(self) -> None:
        """Refuse what is not a real moment, once, at the door."""
        if _FORM.fullmatch(self.text) is None:
            raise ValueError(f"not an ISO 8601 moment: {self.text[:40]!r}")
        _ = self._bounds

    @cached_property
    def _parts(self) -> dict[str, str | None]:
        match = _FORM.fullmatch(self.text)
        if match is None:  # pragma: no cover - __post_init__ has checked
            raise ValueError(self.text)
        return match.groupdict()

    @cached_property
    def _bounds(self) -> tuple[datetime, datetime]:
        part = self._parts
        year, month, day = int(part["year"] or 0), part["month"], part["day"]
        zone = _zone(part["zone"])
        if month is None:
            return datetime(year, 1, 1, tzinfo=zone), datetime(year, 12, 31, 23, 59, 59, tzinfo=zone)
        if day is None:
            last = calendar.monthrange(year, int(month))[1]
            return (
                datetime(year, int(month), 1, tzinfo=zone),
                datetime(year, int(month), last, 23, 59, 59, tzinfo=zone),
            )
        if part["hour"] is None:
            start = datetime(year, int(month), int(day), tzinfo=zone)
            return start, start.replace(hour=23, minute=59, second=59)
        start = datetime(
            year,
            int(month),
            int(day),
            int(part["hour"]),
            int(part["minute"] or 0),
            int(part["second"] or 0),
            tzinfo=zone,
        )
        return start, start if part["second"] else start.replace(second=59)

    @property
    def precision(self) -> str:
        """One of `year`, `month`, `day`, `minute`, `second`."""
        part = self._parts
        for name in ("second", "minute", "day", "month"):
            if part[name] is not None:
                return name
        return "year"

    @property
    def has_zone(self) -> bool:
        """Whether the source wrote an offset from UTC."""
        return self._parts["zone"] is not None

    @property
    def first_day(self) -> date:
        """The first calendar day that the moment can mean, in its own zone."""
        return self._bounds[0].date()

    @property
    def last_day(self) -> date:
        """The last calendar day that the moment can mean, in its own zone."""
        return self._bounds[1].date()

    def sort_key(self) -> tuple[date, float, float]:
        """Order by day as the source wrote it, then by time of day in UTC where known; coarser moments come first.

        The day of the source's own clock is what clinicians mean by "that day", whatever the zone.
        """
        start, end = self._bounds
        if self.precision in ("minute", "second"):
            return (
                start.date(),
                start.astimezone(UTC).timestamp() if self.has_zone else start.replace(tzinfo=UTC).timestamp(),
                1.0,
            )
        return (end.date(), 0.0, 0.0)


def _zone(text: str | None) -> timezone:
    if text is None or text == "Z":
        return UTC
    hours, minutes = int(text[1:3]), int(text[4:6])
    if hours > 14 or minutes > 59:
        raise ValueError(f"no such zone: {text}")
    offset = timedelta(hours=hours, minutes=minutes)
    return timezone(offset if text[0] == "+" else -offset)
