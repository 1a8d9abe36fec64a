"""Packed frames to numbers: one function for each way of packing, with what the decoders do not check themselves.

libjpeg-turbo makes a picture of half a frame without a word, so end marks are looked for here; and the size that a code
stream states is held against the header before a decoder takes memory for it. The decoders' own errors end as one
refusal that names the packing.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Final

import numpy as np
from numpy.typing import NDArray

from bedside_app.foundation.dicom import PixelLayout
from bedside_app.foundation.errors import Refusal

__all__ = ["FrameCutOff", "FrameDamaged", "FrameDiffers", "decoded"]

MAX_TILES: Final = 65_535  # of a JPEG 2000 frame

_END_MARK: Final = b"\xff\xd9"
_PROCESSES: Final = (0xC0, 0xC1, 0xC3, 0xF7)  # baseline, extended, lossless, JPEG-LS; progressive is not DICOM
_ADOBE: Final = b"Adobe"


class FrameCutOff(Refusal):
    """A packed frame has no end mark: it was cut off."""

    code: ClassVar[str] = "imaging.frame-cut-off"


class FrameDamaged(Refusal):
    """A packed frame can't be unpacked."""

    code: ClassVar[str] = "imaging.frame-damaged"


class FrameDiffers(Refusal):
    """A packed frame says another size than the header of its file."""

    code: ClassVar[str] = "imaging.frame-differs"


def decoded(frame: bytes, layout: PixelLayout) -> tuple[NDArray[Any], str]:
    """Return a packed frame as (rows, columns) or (rows, columns, 3), and the colours that these numbers are.

    Raises
    ------
    FrameCutOff, FrameDamaged, FrameDiffers
    """
    try:
        pixels, colours = _DECODERS[layout.codec](frame, layout)
    except (RuntimeError, ValueError, TypeError, OSError, IndexError, struct.error) as error:
        raise FrameDamaged(packing=layout.codec) from error
    shape: tuple[int, ...] = (layout.rows, layout.columns)
    shape += (layout.samples,) if layout.samples > 1 else ()
    if pixels.shape != shape:
        raise _differs(layout, *pixels.shape[:2])
    return pixels, colours


def _differs(layout: PixelLayout, rows: int, columns: int) -> FrameDiffers:
    return FrameDiffers(rows=rows, columns=columns, expected_rows=layout.rows, expected_columns=layout.columns)


def _jpeg(frame: bytes, layout: PixelLayout) -> tuple[NDArray[Any], str]:
    import imagecodecs

    colours = _checked_jpeg(frame, layout)
    space = "YCBCR" if layout.samples == 3 else "GRAYSCALE"  # the same on both sides: no conversion
    return imagecodecs.jpeg8_decode(frame, colorspace=space, outcolorspace=space), colours


def _jpeg_ls(frame: bytes, layout: PixelLayout) -> tuple[NDArray[Any], str]:
    import jpeg_ls

    _checked_jpeg(frame, layout)
    raw, stated = jpeg_ls.decode_buffer(frame)
    numbers: NDArray[Any] = np.frombuffer(raw, np.uint8 if stated["bits_per_sample"] <= 8 else np.dtype("<u2"))
    if layout.samples == 1:
        return numbers.reshape(layout.rows, layout.columns), layout.photometric
    if stated["interleave_mode"] == 0:
        return numbers.reshape(3, layout.rows, layout.columns).transpose(1, 2, 0), layout.photometric
    return numbers.reshape(layout.rows, layout.columns, 3), layout.photometric


def _jpeg_2000(frame: bytes, layout: PixelLayout) -> tuple[NDArray[Any], str]:
    from openjpeg.utils import decode

    at = frame.find(b"\xff\x4f\xff\x51")
    if at < 0:
        raise FrameDamaged(packing=layout.codec)
    x1, y1, x0, y0, tile_x, tile_y, tile_x0, tile_y0, samples = struct.unpack_from(">8IH", frame, at + 8)
    if (y1 - y0, x1 - x0, samples) != (layout.rows, layout.columns, layout.samples):
        raise _differs(layout, y1 - y0, x1 - x0)
    if not tile_x or not tile_y or -(-(x1 - tile_x0) // tile_x) * -(-(y1 - tile_y0) // tile_y) > MAX_TILES:
        raise FrameDamaged(packing=layout.codec)
    colours = "RGB" if layout.photometric in ("YBR_ICT", "YBR_RCT") else layout.photometric
    return decode(frame), colours


def _jpeg_xl(frame: bytes, layout: PixelLayout) -> tuple[NDArray[Any], str]:
    import imagecodecs

    if _jpeg_xl_size(frame) != (layout.rows, layout.columns):
        raise _differs(layout, *_jpeg_xl_size(frame))
    return imagecodecs.jpegxl_decode(frame), "RGB" if layout.samples == 3 else layout.photometric


def _rle(frame: bytes, layout: PixelLayout) -> tuple[NDArray[Any], str]:
    import rle.rle

    count, *offsets = struct.unpack_from("<16I", frame)
    if count != layout.samples * layout.allocated // 8 or offsets[:count] != sorted(set(offsets[:count])):
        raise FrameDamaged(packing=layout.codec)
    raw = rle.rle.decode_frame(frame, layout.rows * layout.columns, layout.allocated, "<")
    numbers: NDArray[Any] = np.frombuffer(raw, np.dtype(f"<u{layout.allocated // 8}"))
    planes = numbers.reshape(layout.samples, layout.rows, layout.columns)
    return planes[0] if layout.samples == 1 else planes.transpose(1, 2, 0), layout.photometric


_DECODERS: Final[Mapping[str, Callable[[bytes, PixelLayout], tuple[NDArray[Any], str]]]] = {
    "jpeg": _jpeg,
    "jpeg-ls": _jpeg_ls,
    "jpeg-2000": _jpeg_2000,
    "jpeg-xl": _jpeg_xl,
    "rle": _rle,
}


def _checked_jpeg(frame: bytes, layout: PixelLayout) -> str:
    """Return what colours a JPEG frame holds, having checked its end mark, its process and its size (ISO 10918-1 B.2).

    The colour transform that the encoder noted (APP14) counts more than the header, which is copied from the raw image
    at times.
    """
    if not frame.rstrip(b"\xff\0").endswith(_END_MARK):  # fill bytes may follow
        raise FrameCutOff(packing=layout.codec)
    colours, at = layout.photometric, 2
    while at + 4 <= len(frame):
        if frame[at] != 0xFF:
            break
        mark, length = frame[at + 1], int.from_bytes(frame[at + 2 : at + 4], "big")
        if mark == 0xFF:
            at += 1
            continue
        if mark in _PROCESSES:
            rows, columns, samples = struct.unpack_from(">HHB", frame, at + 5)
            if (rows, columns, samples) != (layout.rows, layout.columns, layout.samples):
                raise _differs(layout, rows, columns)
            return colours
        if mark == 0xEE and frame[at + 4 : at + 9] == _ADOBE and length >= 14 and layout.samples == 3:
            colours = {0: "RGB", 1: "YBR_FULL"}.get(frame[at + 15], colours)
        at += 2 + length
    raise FrameDamaged(packing=layout.codec)


def _jpeg_xl_size(frame: bytes) -> tuple[int, int]:
    """Return rows and columns that a JPEG XL code stream states (ISO 18181-1 D.2), (0, 0) where it is none."""
    at = frame.find(b"\xff\x0a")
    bits = int.from_bytes(frame[at + 2 : at + 16], "little")
    if at < 0:
        return 0, 0

    def take(count: int) -> int:
        nonlocal bits
        value, bits = bits & ((1 << count) - 1), bits >> count
        return value

    small = take(1)

    def side() -> int:
        return 8 * (take(5) + 1) if small else take((9, 13, 18, 30)[take(2)]) + 1

    rows = side()
    ratio = ((0, 1), (1, 1), (12, 10), (4, 3), (3, 2), (16, 9), (5, 4), (2, 1))[take(3)]
    return rows, rows * ratio[0] // ratio[1] if ratio[0] else side()
