"""The square that the network sees: a picture fitted into it, centred, the rest black, and the way back.

Plain numpy, and the one copy: the recipe of the network imports it from here, so that training and the program do the
same to the last bit. (The program may not import `models`, but a recipe may import the program.) Pixel centres lie at
whole numbers: column 0 of the square's content is the average of the picture's first `1/scale` columns.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["SIDE", "Letterbox", "fitted", "letterbox", "unfitted"]

SIDE: Final = 224  # pixels

FloatArray = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Letterbox:
    """Where a picture (`height`, `width`) lies in a square of `side`: `rows` × `columns` pixels at (`top`, `left`)."""

    height: int
    width: int
    side: int
    rows: int
    columns: int
    top: int
    left: int

    def to_square(self, x: float, y: float) -> tuple[float, float]:
        """Return the square's coordinates of a point of the picture, both in pixels, x to the right, y down."""
        return (
            (x + 0.5) * self.columns / self.width - 0.5 + self.left,
            (y + 0.5) * self.rows / self.height - 0.5 + self.top,
        )

    def to_picture(self, x: float, y: float) -> tuple[float, float]:
        """Return the picture's coordinates of a point of the square: the inverse of `to_square`."""
        return (
            (x - self.left + 0.5) * self.width / self.columns - 0.5,
            (y - self.top + 0.5) * self.height / self.rows - 0.5,
        )


def letterbox(height: int, width: int, side: int = SIDE) -> Letterbox:
    """Return how a picture of this size is fitted: the longer edge fills the square, the shape is kept to the pixel."""
    if height < 1 or width < 1:
        raise ValueError(f"a picture of {height} x {width} pixels cannot be fitted")
    scale = side / max(height, width)
    rows, columns = max(1, round(height * scale)), max(1, round(width * scale))
    return Letterbox(height, width, side, rows, columns, (side - rows) // 2, (side - columns) // 2)


def fitted(picture: NDArray[np.generic], box: Letterbox) -> FloatArray:
    """Return the picture in its square: shape (side, side), the grey scale of `picture`, 0 outside.

    A triangle filter as wide as the step (bilinear, antialiased when it shrinks), rows and columns apart.
    """
    square = np.zeros((box.side, box.side), np.float32)
    grey = np.asarray(picture, np.float32)
    inner = _weights(box.height, box.rows) @ grey @ _weights(box.width, box.columns).T
    square[box.top : box.top + box.rows, box.left : box.left + box.columns] = inner
    return square


def unfitted(square: NDArray[np.generic], box: Letterbox) -> FloatArray:
    """Return the content of a square at the picture's own size: shape (height, width). For outlines' probabilities."""
    inner = np.asarray(square, np.float32)[box.top : box.top + box.rows, box.left : box.left + box.columns]
    return np.asarray(_weights(box.rows, box.height) @ inner @ _weights(box.columns, box.width).T, np.float32)


def _weights(before: int, after: int) -> FloatArray:
    """Return the matrix (after, before) that resamples one axis; each row sums to 1."""
    step = before / after
    reach = max(step, 1.0)
    centres = (np.arange(after) + 0.5) * step - 0.5
    distance = np.abs(np.arange(before)[None, :] - centres[:, None]) / reach
    weights = np.clip(1.0 - distance, 0.0, None)
    return np.asarray(weights / weights.sum(1, keepdims=True), np.float32)
