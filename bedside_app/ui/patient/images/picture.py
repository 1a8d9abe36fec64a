"""Pixels as Qt paints them: 256 steps and a table of greys, or colours; and the saliency as a picture."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage

from bedside_app.domain.image import PixelBlock
from bedside_app.ui.viewmodels.patient.images.window import Window, lookup

__all__ = ["HEAT", "Picture", "Pictures", "heat", "heat_colour", "picture_of"]

_KEPT_BYTES: Final = 96 * 1024 * 1024
HEAT: Final = (
    (0.0, "#1A1446"),
    (0.3, "#3B2F8F"),
    (0.55, "#A23C86"),
    (0.8, "#EC7A3C"),
    (1.0, "#FFE28A"),
)
"""From less to more: dark to light, so that the order is seen without colour too."""
_DOUBLINGS: Final = 4  # of the saliency's grid, each smoothed: no edge is drawn that the grid does not know
_GREYS: Final = [QColor(grey, grey, grey).rgb() for grey in range(256)]
_IDENTITY: Final = tuple(range(256))


@dataclass(frozen=True, slots=True)
class Picture:
    """One frame. `image` holds indices of 256 steps from `low` to `high` in the image's values, or colours."""

    image: QImage
    low: float = 0.0
    high: float = 255.0

    @property
    def coloured(self) -> bool:
        """Whether it holds colours."""
        return self.image.format() == QImage.Format.Format_RGB888

    def shown(self, window: Window) -> QImage:
        """Return it through a window, ready to be painted."""
        table = lookup(window, self.low, self.high)
        if not self.coloured:
            made = QImage(self.image)
            made.setColorTable([_GREYS[grey] for grey in table])
            return made.convertToFormat(QImage.Format.Format_RGB32)  # painted in both panes, and faster in each
        image = self.image if table == _IDENTITY else _recoloured(self.image, table)
        return image.convertToFormat(QImage.Format.Format_RGB32)


def picture_of(block: PixelBlock) -> Picture:
    """Return the first frame of a block; its pixels are copied, so that the block may go.

    Raises
    ------
    ValueError
        The block's shape and its buffer disagree, or its number type is none that is shown.
    """
    rows, columns = block.shape[1], block.shape[2]
    coloured = len(block.shape) == 4
    size = {"uint8": 1, "int8": 1, "uint16": 2, "int16": 2}.get(block.dtype, 0)
    needed = rows * columns * (3 if coloured else 1) * size
    if not needed or block.buffer.nbytes < needed or (coloured and block.dtype != "uint8"):
        raise ValueError(f"no picture: {block.shape} of {block.dtype} in {block.buffer.nbytes} bytes")
    data = block.buffer.cast("B")[:needed] if block.buffer.contiguous else memoryview(block.buffer.tobytes())[:needed]
    if coloured:
        return Picture(QImage(data, columns, rows, 3 * columns, QImage.Format.Format_RGB888).copy())
    if block.dtype != "uint8":
        return _deep(data, block, rows, columns)
    image = QImage(data, columns, rows, columns, QImage.Format.Format_Indexed8).copy()
    return Picture(image, block.intercept, 255 * block.slope + block.intercept)


def _deep(data: memoryview, block: PixelBlock, rows: int, columns: int) -> Picture:
    """Return grey values of more than 8 bits in 256 steps between their least and their greatest."""
    import numpy as np

    values = np.frombuffer(data, dtype=block.dtype).reshape(rows, columns).astype(np.float32)
    low, high = float(values.min()), float(values.max())
    steps = np.rint((values - low) * (255 / max(high - low, 1.0))).astype(np.uint8)
    image = QImage(steps.tobytes(), columns, rows, columns, QImage.Format.Format_Indexed8).copy()
    high = max(high, low + 1)
    return Picture(image, low * block.slope + block.intercept, high * block.slope + block.intercept)


def _recoloured(image: QImage, table: Sequence[int]) -> QImage:
    changed = bytes(image.constBits()).translate(bytes(table))
    return QImage(changed, image.width(), image.height(), image.bytesPerLine(), QImage.Format.Format_RGB888).copy()


class Pictures:
    """The frames that were shown last, as many as fit into a bounded room."""

    def __init__(self, kept_bytes: int = _KEPT_BYTES) -> None:
        self._room, self._used = kept_bytes, 0
        self._kept: OrderedDict[tuple[str, int], Picture] = OrderedDict()

    def get(self, uid: str, frame: int) -> Picture | None:
        """Return a frame, None where it is not kept."""
        found = self._kept.get((uid, frame))
        if found is not None:
            self._kept.move_to_end((uid, frame))
        return found

    def put(self, uid: str, frame: int, picture: Picture) -> None:
        """Keep a frame; the ones longest unused go, the newest stays whatever its size."""
        before = self._kept.pop((uid, frame), None)
        self._used += picture.image.sizeInBytes() - (before.image.sizeInBytes() if before else 0)
        self._kept[uid, frame] = picture
        while self._used > self._room and len(self._kept) > 1:
            _key, gone = self._kept.popitem(last=False)
            self._used -= gone.image.sizeInBytes()


def heat(grid: Sequence[Sequence[float]]) -> QImage | None:
    """Return the saliency as a picture to lay over its rectangle, None where no place adds to the score.

    What adds is scaled to the greatest of this image; what lowers the score is left clear.
    """
    most = max((value for row in grid for value in row), default=0.0)
    if most <= 0 or len({len(row) for row in grid}) != 1:
        return None
    made = QImage(len(grid[0]), len(grid), QImage.Format.Format_ARGB32_Premultiplied)
    for y, row in enumerate(grid):
        for x, value in enumerate(row):
            made.setPixelColor(x, y, heat_colour(max(value, 0.0) / most))
    for _ in range(_DOUBLINGS):
        stretch, smooth = Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
        made = made.scaled(2 * made.width(), 2 * made.height(), stretch, smooth)
    return made


def heat_colour(share: float) -> QColor:
    """Return the colour of a share of the greatest, clear where it is nothing."""
    for (low, first), (high, second) in pairwise(HEAT):
        if share <= high:
            part = (share - low) / (high - low)
            one, two = QColor(first), QColor(second)
            made = QColor(
                round(one.red() + (two.red() - one.red()) * part),
                round(one.green() + (two.green() - one.green()) * part),
                round(one.blue() + (two.blue() - one.blue()) * part),
            )
            made.setAlphaF(min(1.0, share * 1.6) * 0.82)
            return made
    return heat_colour(1.0)
