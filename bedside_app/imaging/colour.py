"""Colours as they are stored to red, green and blue of one byte each (PS3.3 C.7.6.3.1.2, C.7.6.3.1.5)."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from bedside_app.foundation.dicom import DicomFile
from bedside_app.foundation.dicom.layout import OddPixels

__all__ = ["Palette", "full_width", "palette_of", "rgb_of_ybr"]

_DESCRIPTORS: Final = (0x00281101, 0x00281102, 0x00281103)
_TABLES: Final = (0x00281201, 0x00281202, 0x00281203)

Palette = tuple[int, NDArray[np.uint8]]


def rgb_of_ybr(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return RGB of YBR_FULL, (rows, columns, 3) both (ITU-R BT.601, full range)."""
    y, blue, red = (pixels[..., band].astype(np.float32) for band in range(3))
    blue, red = blue - 128, red - 128
    made = np.stack((y + 1.402 * red, y - 0.344136 * blue - 0.714136 * red, y + 1.772 * blue), axis=-1)
    rgb: NDArray[np.uint8] = np.clip(np.rint(made), 0, 255).astype(np.uint8)
    return rgb


def full_width(raw: NDArray[np.uint8], rows: int, columns: int) -> NDArray[np.uint8]:
    """Return YBR_FULL of YBR_FULL_422, whose colour stands once for two pixels: Y Y Cb Cr."""
    pairs = raw.reshape(rows, columns // 2, 4)
    made = np.empty((rows, columns, 3), np.uint8)
    made[:, 0::2, 0], made[:, 1::2, 0] = pairs[..., 0], pairs[..., 1]
    made[:, :, 1:] = np.repeat(pairs[..., 2:], 2, axis=1)
    return made


def palette_of(file: DicomFile) -> Palette:
    """Return the first value that the file's palette has a colour for, and its colours as (entries, 3).

    Raises
    ------
    OddPixels
        The palette is missing, in segments, or does not fit its own description.
    """
    described = [file.numbers(tag) for tag in _DESCRIPTORS]
    if any(len(one) != 3 for one in described) or len({one[:2] for one in described}) != 1:
        raise OddPixels(attribute="Palette Color Lookup Table Descriptor", value=None)
    entries, first, bits = (int(one) for one in described[0])
    entries = entries or 65_536
    bands = [_band(file.raw(tag), entries, bits, file.form.order) for tag in _TABLES]
    return first, np.stack(bands, axis=-1)


def _band(raw: bytes, entries: int, bits: int, order: str) -> NDArray[np.uint8]:
    """Return one colour of a palette by its highest byte. Where two bytes come each, it is 16 bits wide or says so."""
    if len(raw) >= 2 * entries:
        wide: NDArray[Any] = np.frombuffer(raw, np.dtype(f"{order}u2"), entries)
        return (wide >> 8 if bits > 8 and int(wide.max()) > 255 else wide).astype(np.uint8)
    if len(raw) < entries:
        raise OddPixels(attribute="Palette Color Lookup Table Data", value=len(raw))
    return np.frombuffer(raw, np.uint8, entries)
