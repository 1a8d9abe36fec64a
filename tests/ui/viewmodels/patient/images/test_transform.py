from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside_app.ui.viewmodels.patient.images.transform import LEAST, MOST, View, fitted

places = st.floats(-5000, 5000)
points = st.tuples(places, places)
views = st.builds(
    lambda scale, left, top, aspect: View(scale=scale, left=left, top=top, aspect=aspect),
    st.floats(LEAST, MOST),
    places,
    places,
    st.floats(0.1, 10),
)


def near(one: tuple[float, float], other: tuple[float, float], within: float) -> bool:
    return math.dist(one, other) <= within


@given(view=views, point=points)
def test_from_the_pane_to_the_image_and_back_is_the_same_point(view: View, point: tuple[float, float]) -> None:
    assert near(view.to_pane(view.to_image(point)), point, 1e-6)


@given(view=views, point=points)
def test_from_the_image_to_the_pane_and_back_is_the_same_point(view: View, point: tuple[float, float]) -> None:
    assert near(view.to_image(view.to_pane(point)), point, 1e-6)


@given(view=views, factor=st.floats(1 / 8, 8), pointer=points)
def test_zoom_keeps_what_is_under_the_pointer_there(view: View, factor: float, pointer: tuple[float, float]) -> None:
    zoomed = view.zoomed(factor, pointer)
    assert near(zoomed.to_pane(view.to_image(pointer)), pointer, 1e-4)
    assert LEAST <= zoomed.scale <= MOST


@given(view=views, right=places, down=places, point=points)
def test_panning_moves_every_point_by_as_much(
    view: View, right: float, down: float, point: tuple[float, float]
) -> None:
    before, after = view.to_pane(point), view.moved(right, down).to_pane(point)
    assert near((after[0] - before[0], after[1] - before[1]), (right, down), 1e-6)


@given(
    image=st.tuples(st.integers(8, 4000), st.integers(8, 4000)),
    pane=st.tuples(st.integers(160, 4000), st.integers(160, 4000)),
    aspect=st.floats(0.5, 2),
)
def test_a_fitted_image_lies_within_the_pane_and_touches_two_of_its_edges(
    image: tuple[int, int], pane: tuple[int, int], aspect: float
) -> None:
    view = fitted(image, pane, aspect)
    first, last = view.to_pane((-0.5, -0.5)), view.to_pane((image[0] - 0.5, image[1] - 0.5))
    assert first[0] >= -1e-6
    assert first[1] >= -1e-6
    assert last[0] <= pane[0] + 1e-6
    assert last[1] <= pane[1] + 1e-6
    if view.scale < MOST:
        assert min(first) == pytest.approx(0, abs=1e-6)


def test_the_first_pixels_centre_is_half_a_pixel_into_the_image() -> None:
    view = View(scale=2, left=10, top=20)
    assert view.to_pane((0, 0)) == (11, 21)
    assert view.to_image((11, 21)) == (0, 0)


def test_the_middle_stays_the_middle_when_the_pane_grows() -> None:
    view = fitted((100, 100), (300, 300)).zoomed(4, (10, 10))
    grown = view.recentred((300, 300), (500, 400))
    assert grown.to_image((250, 200)) == pytest.approx(view.to_image((150, 150)))
