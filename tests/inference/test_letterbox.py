"""The square that the network sees holds the whole picture in its proportions, and every point finds its way back."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside_app.inference.letterbox import SIDE, fitted, letterbox, unfitted

LENGTHS = st.integers(1, 900)


@given(height=LENGTHS, width=LENGTHS)
def test_the_longer_edge_fills_the_square_and_the_picture_lies_centred(height: int, width: int) -> None:
    box = letterbox(height, width)
    assert max(box.rows, box.columns) == SIDE
    assert abs((SIDE - box.rows) - 2 * box.top) <= 1
    assert abs((SIDE - box.columns) - 2 * box.left) <= 1


@given(height=LENGTHS, width=LENGTHS, x=st.floats(0, 1), y=st.floats(0, 1))
def test_a_point_comes_back_from_the_square_to_where_it_was(height: int, width: int, x: float, y: float) -> None:
    box = letterbox(height, width)
    point = (x * (width - 1), y * (height - 1))
    assert box.to_picture(*box.to_square(*point)) == pytest.approx(point, abs=1e-6)


@given(height=st.integers(20, 500), width=st.integers(20, 500), level=st.integers(1, 255))
def test_an_even_picture_stays_even_inside_and_black_outside(height: int, width: int, level: int) -> None:
    box = letterbox(height, width)
    square = fitted(np.full((height, width), level, np.uint8), box)
    inside = square[box.top : box.top + box.rows, box.left : box.left + box.columns]
    assert np.allclose(inside, level, atol=1e-3)
    assert square.sum() == pytest.approx(inside.sum())


@pytest.mark.parametrize(("height", "width"), [(455, 324), (300, 600), (100, 80)])
def test_a_disc_stays_where_it_is_on_the_way_there_and_back(height: int, width: int) -> None:
    rows, columns = np.mgrid[:height, :width]
    disc = (rows - height * 0.4) ** 2 + (columns - width * 0.6) ** 2 <= (0.15 * min(height, width)) ** 2
    box = letterbox(height, width)
    square = fitted(disc, box)
    x, y = (float((np.indices(square.shape)[axis] * square).sum() / square.sum()) for axis in (1, 0))
    assert box.to_picture(x, y) == pytest.approx((width * 0.6, height * 0.4), abs=0.7)
    back = unfitted(square, box) > 0.5
    overlap = 2 * (back & disc).sum() / (back.sum() + disc.sum())
    assert overlap > 0.97


def test_a_picture_of_the_squares_own_size_is_not_changed() -> None:
    picture = np.random.default_rng(0).integers(0, 256, (SIDE, SIDE)).astype(np.uint8)
    assert np.array_equal(fitted(picture, letterbox(SIDE, SIDE)), picture)


def test_a_picture_without_pixels_is_refused() -> None:
    with pytest.raises(ValueError, match="0 x 5"):
        letterbox(0, 5)
