from __future__ import annotations

import math
import random
import statistics

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bedside_app.domain.image import ImageInstance, Measurement, MeasurementKind, PixelSpacing, Point, SpacedRegion
from bedside_app.domain.record import Refused
from bedside_app.foundation.words import LANGUAGES, say
from bedside_app.ui.viewmodels.patient.images.drawing import Drawing, measured, uncertainty_text, value_text
from tests.ui.patient.images.synthetic import instance_of

LENGTH, AREA = MeasurementKind.LENGTH, MeasurementKind.AREA
FINE = PixelSpacing(row=0.1, column=0.1, stated_by="test")
COARSE = PixelSpacing(row=0.2, column=0.2, stated_by="test")
TWO_REGIONS = instance_of(
    spacing=None,
    regions=(
        SpacedRegion(left=0, top=0, right=99, bottom=449, spacing=FINE),
        SpacedRegion(left=100, top=0, right=199, bottom=449, spacing=COARSE),
    ),
)
places = st.floats(0, 320)
points = st.tuples(places, places)
middles, shifts = st.tuples(*[st.floats(130, 190)] * 2), st.tuples(*[st.floats(-29, 29)] * 2)


def made(kind: MeasurementKind, *at: Point, instance: ImageInstance | None = None) -> Measurement | Refused:
    return measured(Drawing(kind=kind, points=at), instance or instance_of(spacing=FINE), 0, "tests")


def value(kind: MeasurementKind, *at: Point, instance: ImageInstance | None = None) -> Measurement:
    found = made(kind, *at, instance=instance)
    assert isinstance(found, Measurement)
    return found


def test_a_length_is_in_millimetres_where_the_image_has_a_spacing() -> None:
    found = value(LENGTH, (0, 0), (30, 40))
    assert found.value == pytest.approx(5.0)
    assert found.unit == "mm"


def test_pixels_that_are_higher_than_wide_count_as_they_are() -> None:
    tall = instance_of(spacing=PixelSpacing(row=0.3, column=0.1, stated_by="test"))
    assert value(LENGTH, (0, 0), (10, 0), instance=tall).value == pytest.approx(1)
    assert value(LENGTH, (0, 0), (0, 10), instance=tall).value == pytest.approx(3)
    assert value(AREA, (0, 0), (10, 0), (10, 10), (0, 10), instance=tall).value == pytest.approx(3)


def test_without_a_spacing_a_length_stays_in_pixels_and_says_so() -> None:
    found = value(LENGTH, (0, 0), (30, 40), instance=instance_of(spacing=None))
    assert (found.value, found.unit) == (50, "{pixel}")
    assert value_text(found, "fr") == "50,0\u00a0px"


@given(one=points, other=points)
def test_a_length_is_the_same_in_both_directions(one: Point, other: Point) -> None:
    assume(math.dist(one, other) > 1e-3)
    there, back = value(LENGTH, one, other), value(LENGTH, other, one)
    assert there.value == pytest.approx(back.value)
    assert there.uncertainty == pytest.approx(back.uncertainty)


@given(middle=middles, radius=st.floats(5, 100), shift=shifts, corners=st.integers(3, 40))
def test_moving_an_area_does_not_change_it(middle: Point, radius: float, shift: Point, corners: int) -> None:
    def circle(at: Point) -> list[Point]:
        angles = [2 * math.pi * step / corners for step in range(corners)]
        return [(at[0] + radius * math.cos(angle), at[1] + radius * math.sin(angle)) for angle in angles]

    here = value(AREA, *circle(middle))
    there = value(AREA, *circle((middle[0] + shift[0], middle[1] + shift[1])))
    assert here.value == pytest.approx(there.value, rel=1e-6)
    assert here.value == pytest.approx(0.01 * corners / 2 * radius**2 * math.sin(2 * math.pi / corners))


@pytest.mark.parametrize(
    ("kind", "at"),
    [(LENGTH, ((10.0, 20.0), (150.0, 60.0))), (AREA, ((10.0, 10.0), (90.0, 20.0), (80.0, 70.0), (20.0, 60.0)))],
)
def test_the_uncertainty_is_what_points_half_a_pixel_off_give(kind: MeasurementKind, at: tuple[Point, ...]) -> None:
    draw = random.Random(5)
    values = [
        value(kind, *((x + draw.gauss(0, 0.5), y + draw.gauss(0, 0.5)) for x, y in at)).value for _ in range(4000)
    ]
    assert value(kind, *at).uncertainty == pytest.approx(statistics.stdev(values), rel=0.06)


def test_a_length_across_regions_of_different_spacing_is_refused_in_words() -> None:
    refused = made(LENGTH, (10, 10), (150, 10), instance=TWO_REGIONS)
    assert isinstance(refused, Refused)
    for language in LANGUAGES:
        assert "." in say(refused.code, language, refused.values)


def test_a_length_that_leaves_the_region_for_the_margin_is_refused() -> None:
    assert isinstance(made(LENGTH, (10, 10), (300, 10), instance=TWO_REGIONS), Refused)


def test_a_length_within_one_region_has_that_regions_spacing() -> None:
    assert value(LENGTH, (110, 10), (120, 10), instance=TWO_REGIONS).value == pytest.approx(2)


def test_a_length_outside_every_region_is_in_pixels() -> None:
    assert value(LENGTH, (300, 10), (310, 10), instance=TWO_REGIONS).unit == "{pixel}"


def test_an_area_whose_outline_crosses_itself_is_refused() -> None:
    refused = made(AREA, (0, 0), (10, 10), (10, 0), (0, 10))
    assert isinstance(refused, Refused)
    assert refused.code == "images.refused.crosses"


def test_too_few_points_measure_nothing() -> None:
    assert isinstance(made(LENGTH, (1, 1)), Refused)
    assert isinstance(made(AREA, (1, 1), (2, 2)), Refused)


def test_an_uncertainty_is_rounded_up_and_never_to_nothing() -> None:
    assert uncertainty_text(value(LENGTH, (0, 0), (144, 0)), "en") == "0.1"
    assert value_text(value(LENGTH, (0, 0), (144, 0)), "en") == "14.4\u00a0mm"


def test_a_point_on_the_last_one_adds_nothing_and_the_last_can_be_taken_back() -> None:
    drawing = Drawing(kind=AREA).placed((1, 1)).placed((1.2, 1)).placed((5, 5))
    assert drawing.points == ((1, 1), (5, 5))
    assert drawing.without_last().points == ((1, 1),)
