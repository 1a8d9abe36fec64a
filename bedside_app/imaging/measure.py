"""Length and area on an image, with the uncertainty that placing the points and the spacing imply.

Each coordinate of a point is uncertain by half a pixel (one standard deviation): a person places a point on a pixel and
seldom better than on its neighbour. The errors of the points are independent, so they propagate to first order
(JCGM 100:2008, 5.1.2). What a machine's own calibration is wrong by is not stated in its files and comes on top.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import hypot, isfinite
from typing import ClassVar, Final

from bedside_app.domain.image import ImageInstance, Measurement, MeasurementKind, PixelSpacing, Point
from bedside_app.foundation.errors import Refusal

__all__ = ["PLACING", "PointOutside", "TooFewPoints", "TwoRegions", "area", "length", "spacing_at"]

PLACING: Final = 0.5  # pixels, one standard deviation of each coordinate


class TooFewPoints(Refusal):
    """A length has two points, an area three or more."""

    code: ClassVar[str] = "imaging.measure-too-few"


class PointOutside(Refusal):
    """A point lies outside of the image."""

    code: ClassVar[str] = "imaging.measure-outside"


class TwoRegions(Refusal):
    """The points lie in parts of the image whose pixels differ in size, or where only some have a size."""

    code: ClassVar[str] = "imaging.measure-two-regions"


def length(
    image: ImageInstance, points: Sequence[Point], *, frame: int = 0, made_by: str = "", label: str = ""
) -> Measurement:
    """Return the distance between two points, in `mm`, or in `{pixel}` where the image has no spacing.

    Raises
    ------
    TooFewPoints, PointOutside, TwoRegions
    """
    if len(points) != 2 or points[0] == points[1]:
        raise TooFewPoints()
    spacing = spacing_at(image, points)
    column, row = _steps(spacing)
    (x1, y1), (x2, y2) = points
    right, down = (x2 - x1) * column, (y2 - y1) * row
    value = hypot(right, down)
    # d(value)/dx = ± right/value · column for both ends, likewise for y
    uncertainty = PLACING * 2**0.5 * hypot(right * column, down * row) / value
    return Measurement(
        kind=MeasurementKind.LENGTH,
        image=image.uid,
        frame=frame,
        points=tuple(points),
        value=value,
        uncertainty=uncertainty,
        unit="mm" if spacing else "{pixel}",
        made_by=made_by,
        label=label,
    )


def area(
    image: ImageInstance, points: Sequence[Point], *, frame: int = 0, made_by: str = "", label: str = ""
) -> Measurement:
    """Return the area inside a polygon, in `mm2`, or in `{pixel}2` where the image has no spacing.

    Raises
    ------
    TooFewPoints, PointOutside, TwoRegions
    """
    if len(set(points)) < 3:
        raise TooFewPoints()
    spacing = spacing_at(image, points)
    column, row = _steps(spacing)
    ring = [points[-1], *points, points[0]]
    twice = sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring[1:]))
    # moving a corner by dx changes the area by half the height between its neighbours, likewise for dy
    moved = sum(
        (after[1] - before[1]) ** 2 + (after[0] - before[0]) ** 2
        for before, after in zip(ring[:-2], ring[2:], strict=True)
    )
    return Measurement(
        kind=MeasurementKind.AREA,
        image=image.uid,
        frame=frame,
        points=tuple(points),
        value=abs(twice) / 2 * column * row,
        uncertainty=PLACING * moved**0.5 / 2 * column * row,
        unit="mm2" if spacing else "{pixel}2",
        made_by=made_by,
        label=label,
    )


def spacing_at(image: ImageInstance, points: Sequence[Point]) -> PixelSpacing | None:
    """Return the size of a pixel at all these points, None where the image states none there.

    Calibrated regions count before a spacing for the whole image, which an ultrasound image has no use for.

    Raises
    ------
    PointOutside, TwoRegions
    """
    for x, y in points:
        if not (isfinite(x) and isfinite(y) and -0.5 <= x <= image.columns - 0.5 and -0.5 <= y <= image.rows - 0.5):
            raise PointOutside()
    if not image.regions:
        return image.spacing
    found = {_region_at(image, point) for point in points}
    if len(found) > 1:
        raise TwoRegions()
    return found.pop() if found else None


def _region_at(image: ImageInstance, point: Point) -> PixelSpacing | None:
    """Return the spacing of the regions around a point. Regions on top of each other must agree to count."""
    x, y = point
    around = {
        region.spacing
        for region in image.regions
        if region.left - 0.5 <= x <= region.right + 0.5 and region.top - 0.5 <= y <= region.bottom + 0.5
    }
    if len(around) > 1:
        raise TwoRegions()
    return next(iter(around), None)


def _steps(spacing: PixelSpacing | None) -> tuple[float, float]:
    """Return how far a step of one pixel goes, to the right and down."""
    return (spacing.column, spacing.row) if spacing else (1.0, 1.0)
