"""A picture on its way to an image network: grey levels, how large its pixels are, and whether it is coloured."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from bedside_app.domain.image import ImageInstance, PixelBlock
from bedside_app.foundation.errors import Fault

__all__ = ["COLOURED", "Picture", "coloured", "grey_of", "picture_of", "picture_to_read"]

COLOURED: Final = 48  # grey levels between a pixel's strongest and weakest colour, from which it counts as coloured
_LUMA: Final = (19595, 38470, 7471)  # of 65536: ITU-R BT.601 in whole numbers, as training read its pictures

Region = tuple[int, int, int, int, float, float]  # left, top, right, bottom, mm down, mm to the right


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """Grey levels (rows, columns) of 8 bits; mm per pixel (down, right) of the whole, or of rectangles of it."""

    grey: NDArray[np.uint8]
    spacing: tuple[float, float] | None = None
    regions: tuple[Region, ...] = ()

    def plain(self) -> dict[str, Any]:
        """Return it as plain JSON, to cross to the worker."""
        rows, columns = self.grey.shape
        return {
            "grey": b64encode(np.ascontiguousarray(self.grey).tobytes()).decode("ascii"),
            "rows": rows,
            "columns": columns,
            "spacing": self.spacing,
            "regions": self.regions,
        }

    @property
    def window(self) -> tuple[int, int, int, int]:
        """Left, top, right and bottom (both included) of what the network sees.

        That is the one calibrated rectangle, as its training pictures were cut, else the whole picture.
        """
        rows, columns = self.grey.shape
        if len(self.regions) == 1:
            left, top, right, bottom = self.regions[0][:4]
            left, top, right, bottom = max(left, 0), max(top, 0), min(right, columns - 1), min(bottom, rows - 1)
            if left < right and top < bottom:
                return left, top, right, bottom
        return 0, 0, columns - 1, rows - 1

    def spacing_at(self, points: Sequence[tuple[float, float]]) -> tuple[float, float] | None:
        """Return the spacing of the one rectangle that holds all `points`, else that of the whole picture, if known."""
        holding = {
            (down, right)
            for left, top, far, bottom, down, right in self.regions
            if all(left - 0.5 <= x <= far + 0.5 and top - 0.5 <= y <= bottom + 0.5 for x, y in points)
        }
        return holding.pop() if len(holding) == 1 else None if self.regions else self.spacing


def picture_of(plain: Mapping[str, Any]) -> Picture:
    """Return the picture that `Picture.plain` wrote down.

    Raises
    ------
    Fault
        The grey levels are not `rows` × `columns` bytes.
    """
    data, rows, columns = b64decode(plain["grey"]), int(plain["rows"]), int(plain["columns"])
    if len(data) != rows * columns:
        raise Fault("a picture of another size than it says")
    spacing = plain.get("spacing")
    return Picture(
        grey=np.frombuffer(data, np.uint8).reshape(rows, columns),
        spacing=None if spacing is None else (float(spacing[0]), float(spacing[1])),
        regions=tuple(tuple(region) for region in plain.get("regions", ())),
    )


def picture_to_read(instance: ImageInstance, pixels: PixelBlock) -> Picture:
    """Return one frame of an image as the network takes it, with the spacings that the image states."""
    spacing = instance.spacing
    return Picture(
        grey=grey_of(pixels),
        spacing=None if spacing is None else (spacing.row, spacing.column),
        regions=tuple(
            (one.left, one.top, one.right, one.bottom, one.spacing.row, one.spacing.column) for one in instance.regions
        ),
    )


def grey_of(pixels: PixelBlock) -> NDArray[np.uint8]:
    """Return the first frame of a block as grey levels of 8 bits.

    Colours become their luma, to the last bit as training read its pictures. Numbers of other than 8 bits are spread
    from their least to their greatest: ultrasound has no unit in which a window could be set. Larger is brighter.
    """
    frame = _frame(pixels)
    if frame.ndim == 3:
        red, green, blue = (frame[..., channel].astype(np.uint32) for channel in range(3))
        luma = _LUMA[0] * red + _LUMA[1] * green + _LUMA[2] * blue + 0x8000
        return np.asarray(luma >> 16, np.uint8)
    if frame.dtype != np.uint8 or pixels.bits < 8:
        low, high = float(frame.min()), float(frame.max())
        frame = np.rint((frame - low) * (255.0 / max(high - low, 1.0))).astype(np.uint8)
    return np.asarray(255 - frame if pixels.inverted else frame, np.uint8)


def coloured(pixels: PixelBlock) -> float:
    """Return the share of the first frame's pixels that are coloured: text and callipers are few, a Doppler is not."""
    frame = _frame(pixels)
    if frame.ndim == 2:
        return 0.0
    return float((np.ptp(frame.astype(np.int16), axis=2) > COLOURED).mean())


def _frame(pixels: PixelBlock) -> NDArray[Any]:
    frames: NDArray[Any] = np.frombuffer(pixels.buffer, np.dtype(pixels.dtype)).reshape(pixels.shape)
    return np.asarray(frames[0])
