from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bedside_app.domain.image import PixelSpacing, SpacedRegion
from bedside_app.imaging.measure import PLACING, PointOutside, TooFewPoints, TwoRegions, area, length, spacing_at
from tests.records import IMAGE_OF_NOBODY

HALF = PixelSpacing(row=0.5, column=0.5, stated_by="Pixel Spacing")
IMAGE = replace(IMAGE_OF_NOBODY, rows=200, columns=300)
SPACED = replace(IMAGE, spacing=HALF)
LEFT = SpacedRegion(left=0, top=0, right=99, bottom=199, spacing=PixelSpacing(row=0.1, column=0.1, stated_by="left"))
RIGHT = SpacedRegion(left=100, top=0, right=199, bottom=199, spacing=PixelSpacing(row=0.3, column=0.3, stated_by="r"))
REGIONS = replace(IMAGE, spacing=HALF, regions=(LEFT, RIGHT))
POINTS = st.tuples(st.floats(0, 299), st.floats(0, 199))
SQUARE = ((10.0, 10.0), (30.0, 10.0), (30.0, 30.0), (10.0, 30.0))


def test_a_length_is_in_millimetres_where_the_image_says_how_large_its_pixels_are() -> None:
    found = length(SPACED, ((10, 10), (40, 50)))
    assert (found.value, found.unit) == (25.0, "mm")
    assert found.uncertainty == pytest.approx(PLACING * 2**0.5 * 0.5)


def test_without_spacing_a_length_stays_in_pixels() -> None:
    found = length(IMAGE, ((10, 10), (40, 50)))
    assert (found.value, found.unit) == (50.0, "{pixel}")


def test_pixels_that_are_not_square_count_each_way() -> None:
    image = replace(IMAGE, spacing=PixelSpacing(row=2.0, column=1.0, stated_by="x"))
    down, right = length(image, ((10, 10), (10, 20))), length(image, ((10, 10), (20, 10)))
    assert (down.value, right.value) == (20.0, 10.0)
    assert down.uncertainty == pytest.approx(2 * right.uncertainty)


def test_an_area_is_that_of_its_polygon_either_way_round() -> None:
    assert area(SPACED, SQUARE).value == area(SPACED, SQUARE[::-1]).value == 100.0
    assert area(SPACED, SQUARE).unit == "mm2"
    assert (area(IMAGE, SQUARE).value, area(IMAGE, SQUARE).unit) == (400.0, "{pixel}2")


@settings(deadline=None)
@given(POINTS, POINTS)
def test_the_uncertainty_of_a_length_is_that_of_points_placed_again_and_again(
    one: tuple[float, float], other: tuple[float, float]
) -> None:
    if abs(one[0] - other[0]) + abs(one[1] - other[1]) < 20:
        return
    found = length(SPACED, (one, other))
    placed = np.array([one, other]) + np.random.default_rng(1).normal(0, PLACING, (4000, 2, 2))
    again = np.hypot(*((placed[:, 0] - placed[:, 1]) * 0.5).T)
    assert found.uncertainty == pytest.approx(float(again.std()), rel=0.06)


def test_the_uncertainty_of_an_area_is_that_of_corners_placed_again_and_again() -> None:
    placed = np.array(SQUARE) + np.random.default_rng(1).normal(0, PLACING, (20_000, 4, 2))
    x, y = placed[..., 0], placed[..., 1]
    again = np.abs((x * np.roll(y, -1, 1) - np.roll(x, -1, 1) * y).sum(1)) / 2 * 0.25
    assert area(SPACED, SQUARE).uncertainty == pytest.approx(float(again.std()), rel=0.03)


def test_a_calibrated_region_counts_before_the_spacing_of_the_whole_image() -> None:
    assert length(REGIONS, ((10, 10), (60, 10))).value == pytest.approx(5.0)
    assert length(REGIONS, ((110, 10), (160, 10))).value == pytest.approx(15.0)


def test_outside_of_every_region_there_are_no_millimetres() -> None:
    assert length(REGIONS, ((220, 10), (260, 10))).unit == "{pixel}"


@pytest.mark.parametrize("other", [(150.0, 10.0), (250.0, 10.0)])
def test_a_length_across_regions_is_not_told(other: tuple[float, float]) -> None:
    with pytest.raises(TwoRegions):
        length(REGIONS, ((10.0, 10.0), other))


def test_regions_on_top_of_each_other_that_differ_are_not_told() -> None:
    overlapping = replace(REGIONS, regions=(LEFT, replace(RIGHT, left=0)))
    with pytest.raises(TwoRegions):
        spacing_at(overlapping, ((10, 10),))


@pytest.mark.parametrize("point", [(-1.0, 0.0), (300.0, 0.0), (0.0, 200.0), (float("nan"), 0.0)])
def test_a_point_outside_of_the_image_is_refused(point: tuple[float, float]) -> None:
    with pytest.raises(PointOutside):
        length(SPACED, ((5.0, 5.0), point))


def test_too_few_points_are_refused() -> None:
    with pytest.raises(TooFewPoints):
        length(SPACED, ((5, 5), (5, 5)))
    with pytest.raises(TooFewPoints):
        area(SPACED, ((5, 5), (6, 6), (5, 5)))
