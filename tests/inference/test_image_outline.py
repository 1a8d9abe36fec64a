"""An outline's sizes are those of the shape that was drawn, in pixels and in millimetres, wherever it lies."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from bedside_app.inference.image_outline import Outline, outlined

Probability = NDArray[np.float32]
WHOLE = (0, 0, 299, 199)


def ellipse(x: float, y: float, a: float, b: float, angle: float = 0.0) -> Probability:
    rows, columns = np.mgrid[:200, :300]
    u = (columns - x) * math.cos(angle) + (rows - y) * math.sin(angle)
    v = -(columns - x) * math.sin(angle) + (rows - y) * math.cos(angle)
    return np.asarray((u / a) ** 2 + (v / b) ** 2 <= 1, np.float32)


def found(mask: Probability, spacing: tuple[float, float] | None = None) -> Outline:
    outline = outlined(mask, WHOLE, lambda _: spacing)
    assert outline is not None
    return outline


@settings(max_examples=25, deadline=None)
@given(a=st.floats(25, 60), b=st.floats(12, 24), angle=st.floats(0, math.pi))
def test_diameters_and_area_are_those_of_the_ellipse_that_was_drawn(a: float, b: float, angle: float) -> None:
    outline = found(ellipse(150, 100, a, b, angle))
    assert outline.length == pytest.approx(2 * a, abs=2.5)
    assert outline.width == pytest.approx(2 * b, abs=2.5)
    assert outline.area == pytest.approx(math.pi * a * b, rel=0.02)
    assert outline.solidity > 0.93  # the steps of its pixels lie inside the hull
    (x, y), (far_x, far_y) = outline.longest
    (u, v), (far_u, far_v) = outline.across
    square = (far_x - x) * (far_u - u) + (far_y - y) * (far_v - v)
    assert abs(square) < 0.01 * outline.length * outline.width


def test_millimetres_follow_the_spacing_of_each_direction() -> None:
    plain, spaced = found(ellipse(150, 100, 40, 20)), found(ellipse(150, 100, 40, 20), spacing=(0.5, 0.1))
    assert spaced.area == pytest.approx(0.05 * plain.pixels)
    assert spaced.length == pytest.approx(20.5, abs=0.2)  # 41 rows of 0.5 mm: now it is longest from top to bottom
    assert spaced.taller == pytest.approx(5 * plain.taller)


def test_taller_than_wide_is_told_by_height_over_width() -> None:
    assert found(ellipse(150, 100, 40, 20)).taller < 1 < found(ellipse(150, 100, 20, 40)).taller


def test_only_the_largest_area_is_measured_and_others_of_note_are_counted() -> None:
    two = np.maximum(ellipse(80, 100, 40, 30), ellipse(230, 100, 25, 20))
    outline = found(two)
    assert outline.areas == 2
    assert outline.area == found(ellipse(80, 100, 40, 30)).area
    assert found(np.maximum(ellipse(80, 100, 40, 30), ellipse(230, 100, 5, 5))).areas == 1


def test_an_outline_at_the_edge_of_what_was_seen_says_so() -> None:
    assert found(ellipse(10, 100, 40, 30)).at_edge
    assert not found(ellipse(150, 100, 40, 30)).at_edge
    inner = outlined(ellipse(150, 100, 40, 30), (110, 0, 299, 199))
    assert inner is not None
    assert inner.at_edge


def test_a_hole_belongs_to_the_lesion_and_a_dent_lowers_its_solidity() -> None:
    ring = ellipse(150, 100, 40, 30) - ellipse(150, 100, 10, 10)
    assert found(ring).area == found(ellipse(150, 100, 40, 30)).area
    dented = ellipse(150, 100, 40, 30) * (1 - ellipse(150, 70, 12, 20))
    assert found(dented).solidity < found(ellipse(150, 100, 40, 30)).solidity - 0.05


def test_the_polygon_stays_within_a_pixel_of_the_mask() -> None:
    outline = found(ellipse(150, 100, 50, 30, 0.6))
    x, y = np.array(outline.polygon).T
    area = abs(x @ np.roll(y, -1) - y @ np.roll(x, -1)) / 2
    assert area == pytest.approx(outline.pixels, rel=0.02)
    assert len(outline.polygon) < 150


def test_nothing_or_a_speck_is_no_lesion() -> None:
    assert outlined(np.zeros((200, 300), np.float32), WHOLE) is None
    speck = np.zeros((200, 300), np.float32)
    speck[5:9, 5:10] = 1
    assert outlined(speck, WHOLE) is None
