"""Measuring: the points being placed, and the length or area that they come to, with what the pixels leave open."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Final

from bedside_app.domain.image import ImageInstance, Measurement, MeasurementKind, PixelSpacing, Point
from bedside_app.domain.record import Refused
from bedside_app.foundation.words import Language, number, say

__all__ = [
    "Drawing",
    "measured",
    "plain_value",
    "spacing_at",
    "uncertainty_text",
    "value_text",
]

_VARIANCE: Final = 1 / 12
"""Of a place anywhere within one pixel, in pixels², in each direction."""
_UNITS: Final = {"mm": "mm", "mm2": "mm²"}
_WORDS: Final = {"{pixel}": "length", "{pixel}2": "area"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """The points placed so far, in the image; `at` is where the next one would go."""

    kind: MeasurementKind
    points: tuple[Point, ...] = ()
    at: Point | None = None

    def placed(self, point: Point) -> Drawing:
        """Return the drawing with one point more; a point on the last one adds nothing."""
        if self.points and math.dist(self.points[-1], point) < 0.5:
            return self
        return replace(self, points=(*self.points, point), at=point)

    def hovering(self, point: Point) -> Drawing:
        """Return the drawing with the next point over another place."""
        return replace(self, at=point)

    def without_last(self) -> Drawing:
        """Return the drawing with its last point taken back."""
        return replace(self, points=self.points[:-1])

    @property
    def ready(self) -> bool:
        """Whether the points are a measurement."""
        return len(self.points) >= (2 if self.kind is MeasurementKind.LENGTH else 3)

    @property
    def complete(self) -> bool:
        """Whether no further point can follow: a length has two."""
        return self.kind is MeasurementKind.LENGTH and self.ready

    @property
    def shown(self) -> tuple[Point, ...]:
        """The points with the one that would come next."""
        return self.points if self.at is None or self.complete else (*self.points, self.at)


def spacing_at(instance: ImageInstance, points: Sequence[Point]) -> PixelSpacing | Refused | None:
    """Return the spacing that holds for all points, None where none is stated, a refusal where there are several.

    In an ultrasound with regions the spacing holds within its region only (PS3.3 C.8.5.5).
    """
    if not instance.regions:
        return instance.spacing
    found = {_key(_region_spacing(instance, point)): _region_spacing(instance, point) for point in points}
    if len(found) > 1:
        return Refused(code="images.refused.across-regions", values={})
    return next(iter(found.values()), None)


def _region_spacing(instance: ImageInstance, point: Point) -> PixelSpacing | None:
    for region in instance.regions:
        if region.left - 0.5 <= point[0] <= region.right + 0.5 and region.top - 0.5 <= point[1] <= region.bottom + 0.5:
            return region.spacing
    return None


def _key(spacing: PixelSpacing | None) -> tuple[float, float] | None:
    return None if spacing is None else (spacing.row, spacing.column)


def measured(drawing: Drawing, instance: ImageInstance, frame: int, made_by: str) -> Measurement | Refused:
    """Return what the points measure, or why they measure nothing.

    The uncertainty is one standard deviation: each point may lie anywhere within its pixel, and the errors of two
    points are independent.
    """
    points = drawing.points
    if not drawing.ready:
        return Refused(code="images.refused.too-few-points", values={})
    if drawing.kind is MeasurementKind.AREA and _crosses(points):
        return Refused(code="images.refused.crosses", values={})
    spacing = spacing_at(instance, points)
    if isinstance(spacing, Refused):
        return spacing
    across, down = (1.0, 1.0) if spacing is None else (spacing.column, spacing.row)
    if drawing.kind is MeasurementKind.LENGTH:
        points = points[:2]
        value, error = _length(points[0], points[1], across, down)
        unit = "{pixel}" if spacing is None else "mm"
    else:
        value, error = _area(points, across * down)
        unit = "{pixel}2" if spacing is None else "mm2"
    return Measurement(
        kind=drawing.kind,
        image=instance.uid,
        frame=frame,
        points=points,
        value=value,
        uncertainty=error,
        unit=unit,
        made_by=made_by,
    )


def _length(start: Point, end: Point, across: float, down: float) -> tuple[float, float]:
    """Return the distance and its standard deviation, from pixels of `across` × `down`."""
    right, below = (end[0] - start[0]) * across, (end[1] - start[1]) * down
    length = math.hypot(right, below)
    if not length:
        return 0.0, math.sqrt(2 * _VARIANCE) * max(across, down)
    slope = ((right * across) ** 2 + (below * down) ** 2) / length**2
    return length, math.sqrt(2 * _VARIANCE * slope)


def _area(points: Sequence[Point], pixel: float) -> tuple[float, float]:
    """Return the area within a polygon that does not cross itself, and its standard deviation (shoelace formula)."""
    twice = variance = 0.0
    for at, (x, _y) in enumerate(points):
        before, after = points[at - 1], points[(at + 1) % len(points)]
        twice += x * (after[1] - before[1])
        variance += ((after[1] - before[1]) ** 2 + (after[0] - before[0]) ** 2) / 4
    return abs(twice) / 2 * pixel, math.sqrt(_VARIANCE * variance) * pixel


def _crosses(points: Sequence[Point]) -> bool:
    """Say whether two sides of the closed polygon that are no neighbours meet."""
    sides = [(points[at], points[(at + 1) % len(points)]) for at in range(len(points))]
    last = len(sides) - 1
    return any(
        _meet(*sides[one], *sides[other])
        for one, other in combinations(range(len(sides)), 2)
        if other - one > 1 and not (one == 0 and other == last)
    )


def _meet(a: Point, b: Point, c: Point, d: Point) -> bool:
    return _turn(a, b, c) * _turn(a, b, d) < 0 and _turn(c, d, a) * _turn(c, d, b) < 0


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def plain_value(value: float, unit: str, language: Language) -> str:
    """Return the number alone: a tenth of a millimetre or of a pixel, areas from 100 on in whole units."""
    return number(value, language, 0 if "2" in unit and value >= 100 else 1)


def value_text(made: Measurement, language: Language) -> str:
    """Return value and unit; pixels are said to be pixels."""
    value = plain_value(made.value, made.unit, language)
    word = _WORDS.get(made.unit)
    if word is not None:
        return say(f"images.unit.{word}", language, {"value": value})
    return f"{value}\u00a0{_UNITS[made.unit]}"


def uncertainty_text(made: Measurement, language: Language) -> str:
    """Return the uncertainty, rounded up to the last place of the value: never to nothing."""
    place = 1.0 if "2" in made.unit and made.value >= 100 else 0.1
    return number(math.ceil(made.uncertainty / place - 1e-9) * place, language, 0 if place == 1 else 1)
