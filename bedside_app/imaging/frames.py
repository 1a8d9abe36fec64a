"""One frame of a DICOM file as a `PixelBlock`. Untrusted bytes: for worker processes."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar, Final

import numpy as np
from numpy.typing import NDArray

from bedside_app.domain.image import PixelBlock
from bedside_app.foundation.dicom import DicomFile, PixelLayout, layout_of, scan
from bedside_app.foundation.dicom.layout import encoded_frame
from bedside_app.foundation.errors import Refusal
from bedside_app.imaging.codecs import decoded
from bedside_app.imaging.colour import full_width, palette_of, rgb_of_ybr

__all__ = ["MAX_FILE_BYTES", "ImageFile", "NoSuchFrame", "UnreadableImage", "read_frame"]

MAX_FILE_BYTES: Final = 2 * 1024 * 1024 * 1024

_SLOPE, _INTERCEPT = 0x00281053, 0x00281052


class NoSuchFrame(Refusal):
    """The file has fewer frames."""

    code: ClassVar[str] = "imaging.no-such-frame"


class UnreadableImage(Refusal):
    """The system can't read the file: it is gone, or its disc is."""

    code: ClassVar[str] = "imaging.unreadable-file"


@dataclass(frozen=True, slots=True)
class ImageFile:
    """A DICOM file whose frames can be asked for one by one."""

    file: DicomFile = field(repr=False)
    layout: PixelLayout

    @classmethod
    def of(cls, data: bytes) -> ImageFile:
        """Return the file that these bytes are.

        Raises
        ------
        Refusal
            Its header is damaged, or its pixels can't be shown; see `foundation.dicom`.
        """
        file = scan(data)
        return cls(file, layout_of(file))

    def frame(self, index: int) -> PixelBlock:
        """Return one frame: grey values as stored, colours as red, green and blue of one byte each.

        Raises
        ------
        NoSuchFrame
            There is no frame `index`.
        Refusal
            It can't be unpacked; see `imaging.codecs`.
        """
        if not 0 <= index < self.layout.frames:
            raise NoSuchFrame(frame=index + 1, frames=self.layout.frames)
        native = self.layout.codec == "native"
        pixels, colours = self._native(index) if native else self._decoded(index)
        if self.layout.photometric == "PALETTE COLOR":
            first, palette = palette_of(self.file)
            places = np.clip(_in_bits(pixels, self.layout).astype(np.int32) - first, 0, len(palette) - 1)
            return _block(palette[places])
        if self.layout.samples == 3:
            pixels = _bytes(pixels, self.layout.bits)
            return _block(rgb_of_ybr(pixels) if colours.startswith("YBR") else pixels)
        return self._grey(pixels)

    def _grey(self, pixels: NDArray[Any]) -> PixelBlock:
        slope, intercept = self.file.number(_SLOPE), self.file.number(_INTERCEPT)
        return _block(
            _in_bits(pixels, self.layout),
            slope=slope or 1.0,
            intercept=intercept or 0.0,
            inverted=self.layout.photometric == "MONOCHROME1",
            bits=self.layout.bits,
        )

    def _decoded(self, index: int) -> tuple[NDArray[Any], str]:
        return decoded(encoded_frame(self.file, self.layout, index), self.layout)

    def _native(self, index: int) -> tuple[NDArray[Any], str]:
        """Return a frame that is not packed."""
        layout, held = self.layout, self.file.pixels
        assert held is not None
        first, bits = index * layout.frame_bits, layout.frame_bits
        raw = memoryview(self.file.data)[held.start + first // 8 : held.start + -(-(first + bits) // 8)]
        if layout.allocated == 1:
            ones = np.unpackbits(np.frombuffer(raw, np.uint8), bitorder="little")[first % 8 : first % 8 + bits]
            return ones.reshape(layout.rows, layout.columns), layout.photometric
        big = self.file.form.order == ">"
        if big and layout.allocated == 8 and held.vr == "OW":  # two samples in each swapped word (PS3.5 8.1.1)
            raw = memoryview(_swapped(self.file, index, layout))
        numbers: NDArray[Any] = np.frombuffer(raw, np.dtype(f"{'>' if big else '<'}u{layout.allocated // 8}"))
        if layout.photometric == "YBR_FULL_422":
            return full_width(_bytes(numbers, layout.bits), layout.rows, layout.columns), layout.photometric
        if layout.samples == 1:
            return numbers.reshape(layout.rows, layout.columns), layout.photometric
        if layout.planar:
            return numbers.reshape(3, layout.rows, layout.columns).transpose(1, 2, 0), layout.photometric
        return numbers.reshape(layout.rows, layout.columns, 3), layout.photometric


def _swapped(file: DicomFile, index: int, layout: PixelLayout) -> bytes:
    assert file.pixels is not None
    start, size = file.pixels.start, layout.frame_bits // 8
    first, behind = index * size, (index + 1) * size
    words = np.frombuffer(file.data[start + first // 2 * 2 : start + -(-behind // 2) * 2], np.dtype(">u2"))
    return words.astype("<u2").tobytes()[first % 2 : first % 2 + size]


def _in_bits(pixels: NDArray[Any], layout: PixelLayout) -> NDArray[Any]:
    """Return stored values without what else lies in their words, with their sign: uint8, uint16 or int16."""
    as_stored = layout.codec in ("native", "rle")  # other packings keep the value alone
    shift = layout.high + 1 - layout.bits if as_stored else 0
    wide = pixels.astype(np.int32) >> shift & (1 << layout.bits) - 1
    if layout.signed:
        sign = 1 << layout.bits - 1
        return ((wide ^ sign) - sign).astype(np.int16)
    return wide.astype(np.uint8 if layout.bits <= 8 else np.uint16)


def _bytes(pixels: NDArray[Any], bits: int) -> NDArray[np.uint8]:
    return (pixels >> max(bits - 8, 0)).astype(np.uint8)


def _block(pixels: NDArray[Any], **more: Any) -> PixelBlock:
    whole = np.ascontiguousarray(pixels)[np.newaxis]
    return PixelBlock(buffer=memoryview(whole.data).cast("B"), shape=whole.shape, dtype=whole.dtype.name, **more)


def read_frame(path: Path, index: int = 0) -> PixelBlock:
    """Return one frame of the DICOM file at `path`, read in this process: for workers and recipes.

    Raises
    ------
    UnreadableImage
        The system can't read the file.
    Refusal
        It is no image that is shown; the code says why.
    """
    return ImageFile.of(_whole(path)).frame(index)


def _whole(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        raise UnreadableImage(error=error.strerror or "") from error
    if len(data) > MAX_FILE_BYTES:
        raise UnreadableImage(error=f"> {MAX_FILE_BYTES // 1024**3} GiB")
    return data
