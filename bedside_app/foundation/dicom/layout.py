"""How the pixels of a DICOM file lie in it, held against what its header says of their size (PS3.3 C.7.6.3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import ClassVar, Final

from bedside_app.foundation.dicom.elements import DicomFile
from bedside_app.foundation.errors import Refusal

__all__ = [
    "CODECS",
    "MAX_FRAMES",
    "MAX_FRAME_BYTES",
    "MAX_SIDE",
    "FramesUnclear",
    "NoPixels",
    "OddPixels",
    "PixelLayout",
    "PixelsCutOff",
    "PixelsTooLarge",
    "SyntaxNotDecoded",
    "encoded_frame",
    "layout_of",
]

MAX_SIDE: Final = 32_768  # pixels
MAX_FRAME_BYTES: Final = 256 * 1024 * 1024
MAX_FRAMES: Final = 100_000

_UID: Final = "1.2.840.10008.1.2"
CODECS: Final[Mapping[str, str]] = {  # transfer syntax -> how its frames are packed (PS3.6 A, PS3.5 10)
    _UID: "native",
    f"{_UID}.1": "native",
    f"{_UID}.1.99": "native",
    f"{_UID}.2": "native",
    f"{_UID}.4.50": "jpeg",
    f"{_UID}.4.51": "jpeg",
    f"{_UID}.4.57": "jpeg",
    f"{_UID}.4.70": "jpeg",
    f"{_UID}.4.80": "jpeg-ls",
    f"{_UID}.4.81": "jpeg-ls",
    f"{_UID}.4.90": "jpeg-2000",
    f"{_UID}.4.91": "jpeg-2000",
    f"{_UID}.4.201": "jpeg-2000",
    f"{_UID}.4.202": "jpeg-2000",
    f"{_UID}.4.203": "jpeg-2000",
    f"{_UID}.4.110": "jpeg-xl",
    f"{_UID}.4.111": "jpeg-xl",
    f"{_UID}.4.112": "jpeg-xl",
    f"{_UID}.5": "rle",
}
_NOT_DECODED: Final[Mapping[str, str]] = {
    f"{_UID}.1.98": "uncompressed fragments",
    f"{_UID}.4.92": "JPEG 2000 Part 2",
    f"{_UID}.4.93": "JPEG 2000 Part 2",
    f"{_UID}.4.94": "JPIP",
    f"{_UID}.4.95": "JPIP",
    f"{_UID}.4.204": "JPIP HTJ2K",
    f"{_UID}.4.205": "JPIP HTJ2K",
    f"{_UID}.4.100": "MPEG-2 video",
    f"{_UID}.4.101": "MPEG-2 video",
    f"{_UID}.4.102": "MPEG-4 AVC/H.264 video",
    f"{_UID}.4.103": "MPEG-4 AVC/H.264 video",
    f"{_UID}.4.104": "MPEG-4 AVC/H.264 video",
    f"{_UID}.4.105": "MPEG-4 AVC/H.264 video",
    f"{_UID}.4.106": "MPEG-4 AVC/H.264 video",
    f"{_UID}.4.107": "HEVC/H.265 video",
    f"{_UID}.4.108": "HEVC/H.265 video",
    f"{_UID}.7.1": "SMPTE ST 2110 video",
    f"{_UID}.7.2": "SMPTE ST 2110 video",
    f"{_UID}.7.3": "SMPTE ST 2110 sound",
    f"{_UID}.8.1": "deflated image frames",
}
_SAMPLES: Final = {  # photometric interpretation -> samples per pixel
    "MONOCHROME1": 1,
    "MONOCHROME2": 1,
    "PALETTE COLOR": 1,
    "RGB": 3,
    "YBR_FULL": 3,
    "YBR_FULL_422": 3,
    "YBR_ICT": 3,
    "YBR_RCT": 3,
}
_STARTS: Final = (b"\xff\xd8", b"\xff\x4f\xff\x51", b"\xff\x0a", b"\0\0\0\x0cJXL ")  # of a code stream


class NoPixels(Refusal):
    """The object holds no pixels: a report, a plan, a directory."""

    code: ClassVar[str] = "imaging.no-pixels"


class OddPixels(Refusal):
    """An attribute of the pixels is missing or has a value that can't be, or that is not shown."""

    code: ClassVar[str] = "imaging.odd-pixels"


class PixelsTooLarge(Refusal):
    """The image says that it is larger than any screen or memory."""

    code: ClassVar[str] = "imaging.pixels-too-large"


class PixelsCutOff(Refusal):
    """There are fewer bytes of pixels than the header says."""

    code: ClassVar[str] = "imaging.pixels-cut-off"


class FramesUnclear(Refusal):
    """Which fragments make which frame can't be told."""

    code: ClassVar[str] = "imaging.frames-unclear"


class SyntaxNotDecoded(Refusal):
    """Pixels packed in a way that is not unpacked here."""

    code: ClassVar[str] = "imaging.syntax-not-decoded"


@dataclass(frozen=True, slots=True, kw_only=True)
class PixelLayout:
    """Size and form of the pixels of a file. `bits` are those stored of the `allocated`; `high` is the highest."""

    rows: int
    columns: int
    frames: int
    samples: int
    allocated: int
    bits: int
    high: int
    signed: bool
    planar: bool
    photometric: str
    transfer_syntax: str

    @property
    def codec(self) -> str:
        """How frames are packed: one of the values of `CODECS`."""
        return CODECS[self.transfer_syntax]

    @property
    def frame_bits(self) -> int:
        """Bits of one frame that is not packed; half-width colour takes two bytes a pixel (PS3.3 C.7.6.3.1.2)."""
        samples = 2 if self.photometric == "YBR_FULL_422" and self.codec == "native" else self.samples
        return self.rows * self.columns * samples * self.allocated


def layout_of(file: DicomFile) -> PixelLayout:
    """Return how the pixels lie, checked against the bytes that are there.

    Raises
    ------
    NoPixels, OddPixels, PixelsTooLarge, PixelsCutOff, FramesUnclear, SyntaxNotDecoded
    """
    if file.pixels is None:
        raise NoPixels()
    if file.transfer_syntax not in CODECS:
        name = next((v for k, v in _NOT_DECODED.items() if f"{file.transfer_syntax}.".startswith(f"{k}.")), "")
        raise SyntaxNotDecoded(name=name or "unknown", syntax=file.transfer_syntax[:64])
    layout = _stated(file)
    _refuse_odd(layout)
    _refuse_too_large(layout)
    _refuse_cut_off(file, layout)
    return layout


def _stated(file: DicomFile) -> PixelLayout:
    allocated, bits = _whole(file, 0x00280100, "Bits Allocated"), _whole(file, 0x00280101, "Bits Stored")
    frames = file.integer(0x00280008)
    if frames is None and file.text(0x00280008):
        raise OddPixels(attribute="Number of Frames", value=file.text(0x00280008)[:32])
    high = file.integer(0x00280102)
    return PixelLayout(
        rows=_whole(file, 0x00280010, "Rows"),
        columns=_whole(file, 0x00280011, "Columns"),
        frames=1 if frames is None else frames,
        samples=_whole(file, 0x00280002, "Samples per Pixel"),
        allocated=allocated,
        bits=bits,
        high=bits - 1 if high is None else high,
        signed=_whole(file, 0x00280103, "Pixel Representation") == 1,
        planar=file.integer(0x00280006) == 1,
        photometric=file.text(0x00280004),
        transfer_syntax=file.transfer_syntax,
    )


def _whole(file: DicomFile, tag: int, attribute: str) -> int:
    value = file.integer(tag)
    if value is None:
        raise OddPixels(attribute=attribute, value=file.text(tag)[:32] or None)
    return value


def _refuse_odd(layout: PixelLayout) -> None:
    samples = _SAMPLES.get(layout.photometric)
    checks = (
        ("Photometric Interpretation", layout.photometric[:32] or None, samples is not None),
        ("Samples per Pixel", layout.samples, layout.samples == samples),
        ("Rows", layout.rows, layout.rows > 0),
        ("Columns", layout.columns, layout.columns > 0),
        ("Number of Frames", layout.frames, layout.frames > 0),
        ("Bits Allocated", layout.allocated, layout.allocated in (1, 8, 16)),
        ("Bits Stored", layout.bits, 0 < layout.bits <= layout.allocated),
        ("High Bit", layout.high, layout.bits - 1 <= layout.high < layout.allocated),
        ("Columns", layout.columns, layout.photometric != "YBR_FULL_422" or layout.columns % 2 == 0),
        (
            "Bits Allocated",
            layout.allocated,
            layout.allocated > 1 or (layout.samples == 1 and layout.codec == "native"),
        ),
        ("Pixel Representation", 1, not layout.signed or layout.photometric.startswith("MONOCHROME")),
    )
    for attribute, value, fits in checks:
        if not fits:
            raise OddPixels(attribute=attribute, value=value)


def _refuse_too_large(layout: PixelLayout) -> None:
    if max(layout.rows, layout.columns) > MAX_SIDE or layout.frames > MAX_FRAMES:
        raise PixelsTooLarge(rows=layout.rows, columns=layout.columns, frames=layout.frames)
    if layout.rows * layout.columns * layout.samples * max(layout.allocated, 8) // 8 > MAX_FRAME_BYTES:
        raise PixelsTooLarge(rows=layout.rows, columns=layout.columns, frames=layout.frames)


def _refuse_cut_off(file: DicomFile, layout: PixelLayout) -> None:
    assert file.pixels is not None
    if (layout.codec == "native") == bool(file.fragments):
        raise OddPixels(attribute="Transfer Syntax UID", value=layout.transfer_syntax)
    if layout.codec == "native":
        expected = -(-layout.frame_bits * layout.frames // 8)
        if file.pixels.length < expected:
            raise PixelsCutOff(expected=expected, found=file.pixels.length)
    elif file.cut:
        raise PixelsCutOff(expected=None, found=file.pixels.length)
    elif len(file.fragments) - 1 < layout.frames:
        raise PixelsCutOff(expected=layout.frames, found=len(file.fragments) - 1)


def encoded_frame(file: DicomFile, layout: PixelLayout, index: int) -> bytes:
    """Return the packed bytes of one frame of encapsulated pixels.

    Raises
    ------
    FramesUnclear
        Fragments and frames do not match.
    """
    pieces = _pieces(file, layout.frames)[index]
    return b"".join(bytes(file.data[start : start + length]) for start, length in pieces)


def _pieces(file: DicomFile, frames: int) -> list[list[tuple[int, int]]]:
    """Return the fragments of each frame: one each, else by the table of offsets, else by how code streams begin."""
    table, *fragments = file.fragments
    if frames == 1:
        return [fragments]
    if len(fragments) == frames:
        return [[fragment] for fragment in fragments]
    starts = _starts_by_table(file, table, fragments) or [
        number for number, (at, _) in enumerate(fragments) if bytes(file.data[at : at + 12]).startswith(_STARTS)
    ]
    if len(starts) != frames or starts[0] != 0:
        raise FramesUnclear(frames=frames, fragments=len(fragments))
    return [fragments[first:behind] for first, behind in pairwise([*starts, len(fragments)])]


def _starts_by_table(file: DicomFile, table: tuple[int, int], fragments: list[tuple[int, int]]) -> list[int]:
    """Return the positions of the fragments that the table of offsets names, [] where it does not fit them."""
    start, length = table
    raw = bytes(file.data[start : start + length // 4 * 4])
    offsets = memoryview(raw).cast("I").tolist() if raw else []
    places = {offset: number for number, offset in enumerate(accumulate([0, *(8 + size for _, size in fragments)]))}
    numbers = [places.get(offset, -1) for offset in offsets]
    return numbers if -1 not in numbers and numbers == sorted(set(numbers)) else []
