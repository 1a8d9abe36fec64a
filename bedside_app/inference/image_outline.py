"""What the machine's own outline of a lesion says: where it lies, how long and how wide it is, how smooth its margin.

Nothing here ever sees a radiologist's outline: experts' outlines carry their diagnosis in them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from bedside_app.inference.image_regions import areas, boundary, filled, hull, run_lengths

__all__ = ["INSIDE", "LEAST_OUTLINE", "Outline", "outlined"]

INSIDE: Final = 0.5  # probability from which a pixel belongs to the lesion
LEAST_OUTLINE: Final = 0.0004  # of the picture's pixels: 20 of the network's square; less is no lesion
SECOND: Final = 0.25  # of the largest area, from which another one is told
_SMOOTHED: Final = 0.75  # pixels by which the told polygon may leave the mask's edge

Points = NDArray[np.float64]
End = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """One outlined lesion in pixels of the stored picture, x to the right and y down, pixel centres at whole numbers.

    `mask` are run lengths (`image_regions.run_lengths`) of the largest area, its holes filled; `polygon` leaves the
    mask's edge by 0.75 pixels at most. Lengths and area are in mm and mm² where `spacing` (mm down, mm to the right)
    is known, in pixels otherwise. `longest` and `across` are the ends of the longest diameter and of the longest one
    square to it. `taller` is height over width: above 1 it is taller than wide. `solidity` is the share of its convex
    hull that the lesion fills: 1 is a smooth oval. `at_edge`: it touches the edge of the picture, so that every size is
    a least size. `areas` counts the outlined areas of at least a quarter of the largest.
    """

    rows: int
    columns: int
    mask: list[int]
    polygon: list[End]
    pixels: int
    spacing: tuple[float, float] | None
    length: float
    width: float
    area: float
    longest: tuple[End, End]
    across: tuple[End, End]
    taller: float
    solidity: float
    at_edge: bool
    areas: int

    def plain(self) -> dict[str, Any]:
        """Return it as plain JSON, to cross from the worker."""
        return {name: getattr(self, name) for name in self.__slots__}


def _unspaced(_points: Sequence[End]) -> None:
    """Return that nothing is known of how large the pixels are."""


def outlined(
    inside: NDArray[np.floating],
    window: tuple[int, int, int, int],
    spacing_at: Callable[[list[End]], tuple[float, float] | None] = _unspaced,
) -> Outline | None:
    """Return the lesion in `inside`, the probability (rows, columns) of each pixel; None where there is none.

    Parameters
    ----------
    window
        Left, top, right and bottom, both included, of what the network saw.
    spacing_at
        Returns the millimetres from one pixel to the next, down and to the right, where these points lie; None where
        that is not known.
    """
    labels, sizes = areas(inside >= INSIDE)
    if not len(sizes) or sizes[0] < max(1.0, LEAST_OUTLINE * inside.size):
        return None
    top, left, mask = _solid(labels == 1)
    corners = boundary(mask) + np.array([left, top])
    polygon = [_end(point) for point in _smoothed(corners)]
    spacing = spacing_at(polygon)
    down, right = spacing or (1.0, 1.0)
    scale = np.array([right, down])
    real = corners * scale
    around = hull(real)
    longest = _longest(around)
    across = _across(real, longest)
    height, width = np.ptp(real[:, 1]), np.ptp(real[:, 0])
    pixels = int(mask.sum())
    whole = np.zeros(inside.shape, np.bool_)
    whole[top : top + mask.shape[0], left : left + mask.shape[1]] = mask
    return Outline(
        rows=inside.shape[0],
        columns=inside.shape[1],
        mask=run_lengths(whole),
        polygon=polygon,
        pixels=pixels,
        spacing=spacing,
        length=_apart(longest),
        width=_apart(across),
        area=pixels * down * right,
        longest=(_end(longest[0] / scale), _end(longest[1] / scale)),
        across=(_end(across[0] / scale), _end(across[1] / scale)),
        taller=float(height / width),
        solidity=min(1.0, pixels * down * right / _area(around)),
        at_edge=bool(whole[[window[1], window[3]]].any() or whole[:, [window[0], window[2]]].any()),
        areas=int((sizes >= SECOND * sizes[0]).sum()),
    )


def _solid(mask: NDArray[np.bool_]) -> tuple[int, int, NDArray[np.bool_]]:
    """Return the first row and column of an area, and the area without its holes, cut out."""
    rows, columns = np.nonzero(mask.any(1))[0], np.nonzero(mask.any(0))[0]
    top, left = int(rows[0]), int(columns[0])
    return top, left, filled(mask[top : rows[-1] + 1, left : columns[-1] + 1])


def _longest(around: Points) -> Points:
    """Return the two points (2, 2) of a hull that lie furthest apart; of equal ones the first."""
    distances = ((around[:, None] - around[None]) ** 2).sum(2)
    one, other = np.unravel_index(int(np.argmax(distances)), distances.shape)
    return around[[one, other]]


def _across(line: Points, axis: Points) -> Points:
    """Return the ends of the longest chord of a closed line square to `axis`.

    The chord's length changes linearly from corner to corner, so that it is longest at one of them.
    """
    along = (axis[1] - axis[0]) / np.linalg.norm(axis[1] - axis[0])
    turned = np.array([-along[1], along[0]])
    u, v = line @ along, line @ turned
    next_u, next_v = np.roll(u, -1), np.roll(v, -1)
    places = np.unique(u)[:, None]
    spans = (np.minimum(u, next_u) <= places) & (places <= np.maximum(u, next_u))
    step = np.where(next_u == u, 1.0, next_u - u)
    crossing = v + (places - u) / step * (next_v - v)
    high = np.where(spans, crossing, -np.inf).max(1)
    low = np.where(spans, crossing, np.inf).min(1)
    best = int(np.argmax(high - low))
    return np.stack([places[best] * along + low[best] * turned, places[best] * along + high[best] * turned])


def _apart(ends: Points) -> float:
    return float(np.linalg.norm(ends[1] - ends[0]))


def _end(point: Points) -> End:
    return (round(float(point[0]), 3), round(float(point[1]), 3))


def _area(corners: Points) -> float:
    """Return the area of a polygon by the shoelace formula."""
    x, y = corners[:, 0], corners[:, 1]
    return float(abs(x @ np.roll(y, -1) - y @ np.roll(x, -1)) / 2)


def _smoothed(corners: Points) -> Points:
    """Return the corners that stay when no other may be missed by more than `_SMOOTHED` (Douglas & Peucker 1973)."""
    far = int(np.argmax(((corners - corners[0]) ** 2).sum(1)))
    closed = np.concatenate([corners, corners[:1]])
    keep = np.zeros(len(closed), np.bool_)
    keep[[0, far, -1]] = True
    waiting = [(0, far), (far, len(closed) - 1)]
    while waiting:
        first, last = waiting.pop()
        if last - first < 2:
            continue
        chord, between = closed[last] - closed[first], closed[first + 1 : last] - closed[first]
        length = np.linalg.norm(chord)
        off = np.abs(chord[0] * between[:, 1] - chord[1] * between[:, 0]) / length if length else np.hypot(*between.T)
        worst = int(np.argmax(off))
        if off[worst] > _SMOOTHED:
            keep[first + 1 + worst] = True
            waiting += [(first, first + 1 + worst), (first + 1 + worst, last)]
    return corners[keep[:-1]]
