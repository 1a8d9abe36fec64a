"""Measuring: the points being placed, and the length or area that they come to, with what the pixels leave open."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Final

from bedside_app.domain.image import ImageInstance, Measurement, MeasurementKind, Point
from bedside_app.domain.record import Refused
from bedside_app.foundation.errors import Refusal
from bedside_app.foundation.words import Language, number, say

__all__ = [
    "Drawing",
    "measured",
    "measured_as",
    "plain_value",
    "uncertainty_text",
    "value_text",
]

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


def measured(drawing: Drawing, instance: ImageInstance, frame: int, made_by: str) -> Measurement | Refused:
    """Return what the points measure, or why they measure nothing: an outline that crosses itself has no one area."""
    if drawing.kind is MeasurementKind.AREA and _crosses(drawing.points):
        return Refused(code="images.refused.crosses", values={})
    return measured_as(drawing.kind, drawing.points, instance, frame, made_by)


def measured_as(
    kind: MeasurementKind, points: Sequence[Point], instance: ImageInstance, frame: int, made_by: str
) -> Measurement | Refused:
    """Return what points measure that are known not to cross, or why they measure nothing."""
    from bedside_app.imaging.measure import area, length

    measure = length if kind is MeasurementKind.LENGTH else area
    try:
        return measure(instance, points, frame=frame, made_by=made_by)
    except Refusal as refusal:
        return Refused(code=refusal.code, values=dict(refusal.values))


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
