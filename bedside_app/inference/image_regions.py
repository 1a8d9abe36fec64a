"""Areas of a mask and the line around one, in plain numpy: runs of pixels joined row by row, and pixel edges followed.

Pixels touch along an edge, not at a corner. A polygon runs along pixel edges, so that it holds exactly the mask: with
pixel centres at whole numbers its corners lie at halves.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["areas", "boundary", "filled", "hull", "run_lengths"]

Mask = NDArray[np.bool_]
Labels = NDArray[np.int64]
Points = NDArray[np.float64]

_TURNS: Final = ((0, 1), (1, 0), (0, -1), (-1, 0))  # right, down, left, up: steps of (row, column), clockwise


def areas(mask: Mask) -> tuple[Labels, Labels]:
    """Return the areas of `mask`: a label for each pixel (0 outside, 1 the largest area), and the sizes in pixels.

    Of two areas of one size the one that begins higher, then further left, counts as the larger.
    """
    rows, begins, ends = _runs(mask)
    root = _joined(rows, begins, ends)
    _, first, label = np.unique(root, return_index=True, return_inverse=True)
    sizes = np.bincount(label, weights=ends - begins, minlength=len(first)).astype(np.int64)
    order = np.lexsort((first, -sizes))
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    labels = np.zeros(mask.size, np.int64)
    for row, begin, end, number in zip(rows, begins, ends, rank[label], strict=True):
        labels[row * mask.shape[1] + begin : row * mask.shape[1] + end] = number + 1
    return labels.reshape(mask.shape), sizes[order]


def _runs(mask: Mask) -> tuple[Labels, Labels, Labels]:
    """Return the row, the first column and the column behind the last of each run of set pixels, in reading order."""
    framed = np.zeros((mask.shape[0], mask.shape[1] + 2), np.int8)
    framed[:, 1:-1] = mask
    steps = np.diff(framed, axis=1)
    rows, begins = np.nonzero(steps == 1)
    return rows, begins, np.nonzero(steps == -1)[1]


def _joined(rows: Labels, begins: Labels, ends: Labels) -> Labels:
    """Return for each run the number of the first run of its area."""
    root = list(range(len(rows)))

    def top(run: int) -> int:
        while root[run] != run:
            root[run] = root[root[run]]
            run = root[run]
        return run

    above, here = 0, 0
    while here < len(rows):
        if rows[above] < rows[here] - 1 or (rows[above] == rows[here] - 1 and ends[above] <= begins[here]):
            above += 1
        elif rows[above] >= rows[here] or begins[above] >= ends[here]:
            here += 1
        else:
            one, other = sorted((top(above), top(here)))
            root[other] = one
            if ends[above] < ends[here]:
                above += 1
            else:
                here += 1
    return np.array([top(run) for run in range(len(rows))], np.int64)


def filled(mask: Mask) -> Mask:
    """Return the mask with its holes filled: a lesion is solid."""
    framed = np.ones((mask.shape[0] + 2, mask.shape[1] + 2), np.bool_)
    framed[1:-1, 1:-1] = ~mask
    labels, _ = areas(framed)
    return np.asarray((labels != labels[0, 0])[1:-1, 1:-1], np.bool_)


def boundary(mask: Mask) -> Points:
    """Return the corners (n, 2), x and y, of the line around the one area that `mask` holds, clockwise, no hole."""
    rows, columns = np.nonzero(mask)
    start = (int(rows[0]), int(columns[0]))
    corners: list[tuple[float, float]] = []
    (row, column), heading = start, 0  # along the top edge of the first pixel, the area on the right hand
    while True:
        corner = (row + (heading in (1, 2)), column + (heading in (0, 1)))  # where this edge of the pixel ends
        ahead, left = _TURNS[heading], _TURNS[heading - 1]
        forward = (row + ahead[0], column + ahead[1])
        aside = (forward[0] + left[0], forward[1] + left[1])
        if not _inside(mask, forward):
            heading = (heading + 1) % 4
            corners.append((corner[1] - 0.5, corner[0] - 0.5))
        elif _inside(mask, aside):
            heading = (heading - 1) % 4
            row, column = aside
            corners.append((corner[1] - 0.5, corner[0] - 0.5))
        else:
            row, column = forward
        if (row, column) == start and heading == 0:
            return np.array(corners, np.float64)


def _inside(mask: Mask, place: tuple[int, int]) -> bool:
    row, column = place
    return 0 <= row < mask.shape[0] and 0 <= column < mask.shape[1] and bool(mask[row, column])


def hull(points: Points) -> Points:
    """Return the corners of the convex hull of `points` (n, 2), by Andrew's monotone chain (1979)."""
    ordered = [(float(x), float(y)) for x, y in np.unique(points, axis=0)]
    if len(ordered) < 3:
        return np.array(ordered, np.float64)
    lower, upper = _chain(ordered), _chain(ordered[::-1])
    return np.array(lower[:-1] + upper[:-1], np.float64)


def _chain(ordered: list[tuple[float, float]]) -> list[tuple[float, float]]:
    chain: list[tuple[float, float]] = []
    for x, y in ordered:
        while len(chain) > 1:
            (ax, ay), (bx, by) = chain[-2:]
            if (bx - ax) * (y - ay) - (by - ay) * (x - ax) > 0:
                break
            chain.pop()
        chain.append((x, y))
    return chain


def run_lengths(mask: Mask) -> list[int]:
    """Return how many pixels are out, then in, then out and so on, column by column: COCO's uncompressed form."""
    flat = mask.ravel(order="F").astype(np.int8)
    changes = np.nonzero(np.diff(flat))[0] + 1
    edges = np.concatenate([[0], changes, [flat.size]])
    counts = [int(count) for count in np.diff(edges)]
    return [0, *counts] if flat[0] else counts
