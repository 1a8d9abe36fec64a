"""Areas, holes, boundaries and run lengths of masks, each against a slower way to the same."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from bedside_app.inference.image_regions import areas, boundary, filled, hull, run_lengths

MASKS = arrays.arrays(np.bool_, arrays.array_shapes(min_dims=2, max_dims=2, max_side=12))
Mask = np.ndarray[Any, np.dtype[np.bool_]]


def flooded(mask: Mask) -> list[set[tuple[int, int]]]:
    """The areas of a mask, by walking from pixel to pixel."""
    left = {(int(row), int(column)) for row, column in zip(*np.nonzero(mask), strict=True)}
    found = []
    while left:
        waiting, area = [left.pop()], set[tuple[int, int]]()
        while waiting:
            row, column = waiting.pop()
            area.add((row, column))
            near = {(row + 1, column), (row - 1, column), (row, column + 1), (row, column - 1)} & left
            left -= near
            waiting += near
        found.append(area)
    return found


@given(mask=MASKS)
def test_areas_are_those_that_a_walk_finds_largest_first(mask: Mask) -> None:
    labels, sizes = areas(mask)
    wanted = flooded(mask)
    assert sorted(map(len, wanted), reverse=True) == sizes.tolist()
    found = [
        {(int(row), int(column)) for row, column in zip(*np.nonzero(labels == number + 1), strict=True)}
        for number in range(len(sizes))
    ]
    assert sorted(map(sorted, found)) == sorted(map(sorted, wanted))
    assert ((labels > 0) == mask).all()


@given(mask=MASKS)
def test_filled_leaves_out_only_what_reaches_the_edge(mask: Mask) -> None:
    framed = np.pad(~mask, 1, constant_values=True)
    outside = next(area for area in flooded(framed) if (0, 0) in area)
    wanted = np.ones(framed.shape, np.bool_)
    wanted[tuple(np.array(sorted(outside)).T)] = False
    assert (filled(mask) == wanted[1:-1, 1:-1]).all()


@given(mask=MASKS)
def test_the_boundary_of_a_solid_area_holds_exactly_its_pixels(mask: Mask) -> None:
    labels, sizes = areas(mask)
    if not len(sizes):
        return
    area = filled(labels == 1)
    x, y = boundary(area).T
    assert abs(x @ np.roll(y, -1) - y @ np.roll(x, -1)) / 2 == area.sum()
    rows, columns = np.nonzero(area)
    assert (x.min(), x.max()) == (columns.min() - 0.5, columns.max() + 0.5)
    assert (y.min(), y.max()) == (rows.min() - 0.5, rows.max() + 0.5)


@given(mask=MASKS)
def test_run_lengths_unroll_to_the_mask_column_by_column(mask: Mask) -> None:
    counts = run_lengths(mask)
    flat = np.repeat(np.arange(len(counts)) % 2 == 1, counts)
    assert (flat.reshape(mask.shape, order="F") == mask).all()


@given(points=arrays.arrays(np.float64, (20, 2), elements=st.integers(-9, 9)))
def test_no_point_lies_outside_its_hull(points: np.ndarray[Any, np.dtype[np.float64]]) -> None:
    corners = hull(points)
    if len(corners) < 3:
        return
    for corner, after in zip(corners, np.roll(corners, -1, 0), strict=True):
        step, way = after - corner, points - corner
        assert (step[0] * way[:, 1] - step[1] * way[:, 0] >= -1e-9).all()
