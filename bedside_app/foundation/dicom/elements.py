"""The elements of a DICOM file, found within bounds and read one by one where somebody asks (PS3.5 7, PS3.10 7).

A sequence of stated length is stepped over until it is asked for; one of unstated length is walked without recursion.
"""

from __future__ import annotations

import mmap
import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import isfinite
from typing import ClassVar, Final, NamedTuple

from bedside_app.foundation.errors import Refusal

__all__ = [
    "MAX_DEPTH",
    "MAX_ELEMENTS",
    "MAX_INFLATED",
    "MAX_VALUE",
    "Buffer",
    "DamagedDicom",
    "DataSet",
    "DicomFile",
    "DicomTooDeep",
    "DicomTooLarge",
    "Element",
    "is_dicom",
    "scan",
]

MAX_DEPTH: Final = 32  # sequences within sequences; structured reports stay below 20
MAX_ELEMENTS: Final = 200_000  # elements, items and fragments of one file
MAX_VALUE: Final = 256 * 1024  # bytes of a value that is read; pixels and lookup tables are taken by their own readers
MAX_INFLATED: Final = 512 * 1024 * 1024  # bytes that a deflated file may become

DEFLATED: Final = "1.2.840.10008.1.2.1.99"
BIG_ENDIAN: Final = "1.2.840.10008.1.2.2"

Buffer = bytes | memoryview | mmap.mmap

_UNSTATED: Final = 0xFFFFFFFF
_ITEM, _ITEM_END, _SEQUENCE_END = 0xFFFEE000, 0xFFFEE00D, 0xFFFEE0DD
_PIXELS: Final = 0x7FE00010
_SHORT: Final = (
    *("AE", "AS", "AT", "CS", "DA", "DS", "DT", "FD", "FL", "IS", "LO"),
    *("LT", "PN", "SH", "SL", "SS", "ST", "TM", "UI", "UL", "US"),
)
_LONG: Final = ("OB", "OD", "OF", "OL", "OV", "OW", "SQ", "SV", "UC", "UN", "UR", "UT", "UV")
_TYPES: Final = {vr.encode(): (vr, vr in _LONG) for vr in (*_SHORT, *_LONG)}
_HEADS: Final = {order: struct.Struct(f"{order}HH2sH") for order in "<>"}
_LENGTHS: Final = {order: struct.Struct(f"{order}I") for order in "<>"}
_NUMBERS: Final = {"US": "H", "SS": "h", "UL": "I", "SL": "i", "FL": "f", "FD": "d"}
_IMPLICIT: Final = {  # type of the binary numbers that are asked for, where the file does not say it (PS3.6)
    0x00186014: "US", 0x00186012: "US", 0x00186018: "UL", 0x0018601A: "UL", 0x0018601C: "UL", 0x0018601E: "UL",
    0x00186024: "US", 0x00186026: "US", 0x0018602C: "FD", 0x0018602E: "FD",
    0x00280002: "US", 0x00280006: "US", 0x00280010: "US", 0x00280011: "US", 0x00280100: "US", 0x00280101: "US",
    0x00280102: "US", 0x00280103: "US", 0x00281101: "US", 0x00281102: "US", 0x00281103: "US",
}  # fmt: skip
_TEXT_NUMBER: Final = re.compile(r"[-+]?(?:\d{1,15}\.?\d{0,15}|\.\d{1,15})(?:[eE][-+]?\d{1,2})?")
_BARE_HEADERS: Final = 3  # elements in order that tell a file without preamble


class DamagedDicom(Refusal):
    """The header of a DICOM file is cut off, or its lengths do not fit each other."""

    code: ClassVar[str] = "imaging.header-damaged"


class DicomTooDeep(Refusal):
    """Sequences lie deeper inside each other than any honest file."""

    code: ClassVar[str] = "imaging.header-too-deep"


class DicomTooLarge(Refusal):
    """The header has more elements, or unpacks to more bytes, than are looked at."""

    code: ClassVar[str] = "imaging.header-too-large"


class Element(NamedTuple):
    """Where the value of an element lies. `vr` is "" where the file does not say it."""

    vr: str
    start: int
    length: int


class _Head(NamedTuple):
    tag: int
    vr: str
    length: int
    start: int


class _Form(NamedTuple):
    """How elements are written: whether with their type, and in which order of bytes."""

    explicit: bool
    order: str


@dataclass(slots=True)
class _Budget:
    """How many elements may still be looked at."""

    left: int = MAX_ELEMENTS

    def spend(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise DicomTooLarge(limit=MAX_ELEMENTS)


@dataclass(slots=True)
class DataSet:
    """The elements of a file, or of one item of a sequence. The character set of texts is a reader's matter."""

    data: Buffer = field(repr=False)
    form: _Form
    budget: _Budget = field(repr=False)
    depth: int = 0
    elements: dict[int, Element] = field(default_factory=dict, repr=False)

    def raw(self, tag: int, limit: int = MAX_VALUE) -> bytes:
        """Return the bytes of a value, b"" where it is absent.

        Raises
        ------
        DicomTooLarge
            It is longer than `limit`.
        """
        element = self.elements.get(tag)
        if element is None:
            return b""
        if element.length > limit:
            raise DicomTooLarge(limit=limit)
        return bytes(self.data[element.start : element.start + element.length])

    def text(self, tag: int) -> str:
        """Return a value of ASCII characters without its padding; other bytes become the sign for unknown."""
        return self.raw(tag).decode("ascii", "replace").strip(" \0")

    def texts(self, tag: int) -> tuple[str, ...]:
        """Return the values between backslashes, () where there is none."""
        text = self.text(tag)
        return tuple(part.strip() for part in text.split("\\")) if text else ()

    def numbers(self, tag: int) -> tuple[float, ...]:
        """Return the numbers of a value, written as text or in binary; () where one of them is none."""
        element = self.elements.get(tag)
        if element is None:
            return ()
        vr = _IMPLICIT.get(tag, "") if element.vr in ("", "UN") else element.vr
        if vr in _NUMBERS:
            raw = self.raw(tag)
            kind = struct.Struct(self.form.order + _NUMBERS[vr])
            found = tuple(float(one) for (one,) in kind.iter_unpack(raw[: len(raw) // kind.size * kind.size]))
            return found if all(map(isfinite, found)) else ()
        parts = self.texts(tag)
        return tuple(float(part) for part in parts) if all(map(_TEXT_NUMBER.fullmatch, parts)) else ()

    def number(self, tag: int) -> float | None:
        """Return the first number of a value, None where there is none."""
        return next(iter(self.numbers(tag)), None)

    def integer(self, tag: int) -> int | None:
        """Return the first number where it is a whole one."""
        value = self.number(tag)
        return int(value) if value is not None and value.is_integer() else None

    def items(self, tag: int) -> Iterator[DataSet]:
        """Yield the items of a sequence.

        Raises
        ------
        DamagedDicom, DicomTooDeep, DicomTooLarge
        """
        element = self.elements.get(tag)
        if element is None or element.vr not in ("", "SQ", "UN"):
            return
        form = _Form(explicit=False, order="<") if element.vr == "UN" else self.form
        yield from _items(self, element.start, element.start + element.length, form)


@dataclass(slots=True)
class DicomFile(DataSet):
    """A whole file. `pixels` is None without pixel data, `fragments` its pieces where they are encapsulated.

    The first fragment is the table of offsets, often empty. `cut` says that the file ends before its pixels do.
    """

    transfer_syntax: str = ""
    pixels: Element | None = None
    fragments: tuple[tuple[int, int], ...] = ()
    cut: bool = False


def is_dicom(head: bytes) -> bool:
    """Whether a file that begins so is DICOM: by its mark, or without one by elements that nothing else begins with."""
    return head[128:132] == b"DICM" or _is_bare(head)


def _is_bare(head: bytes) -> bool:
    if head[:2] not in (b"\x02\0", b"\x08\0", b"\0\x08"):
        return False
    form = _form_at(head, 0, "")
    at, latest = 0, -1
    for _ in range(_BARE_HEADERS):
        if at + 8 > len(head):
            return False
        found = _head(head, at, len(head), form)
        if found.tag <= latest or found.tag >> 16 > 0x0010 or found.length > 1024 or found.length % 2:
            return False
        if form.explicit and found.vr.encode() not in _TYPES:
            return False
        latest, at = found.tag, found.start + found.length
        if latest >> 16 == 2 and at + 8 <= len(head) and head[at : at + 2] != b"\x02\0":
            return True
    return True


def scan(data: Buffer) -> DicomFile:
    """Return the elements of a DICOM file up to its pixels, nothing interpreted.

    Parameters
    ----------
    data
        The whole file; a map of it serves, only headers are touched.

    Raises
    ------
    DamagedDicom
        It ends inside its header, or says lengths that can't be.
    DicomTooDeep, DicomTooLarge
        It is beyond `MAX_DEPTH`, `MAX_ELEMENTS` or `MAX_INFLATED`.
    """
    at = 132 if data[128:132] == b"DICM" else 0
    budget = _Budget()
    meta = DataSet(data, _Form(explicit=True, order="<"), budget)
    while data[at : at + 2] == b"\x02\0":
        found = _head(data, at, len(data), meta.form)
        at = _within(found, len(data))
        meta.elements.setdefault(found.tag, Element(found.vr, found.start, found.length))
        budget.spend()
    syntax = meta.text(0x00020010)
    if syntax == DEFLATED:
        data, at = _inflated(data, at), 0
    form = _form_at(data, at, syntax)
    syntax = syntax or ("1.2.840.10008.1.2.1" if form.explicit else "1.2.840.10008.1.2")
    if form.order == ">":
        syntax = BIG_ENDIAN
    file = DicomFile(data, form, budget, elements=meta.elements, transfer_syntax=syntax)
    _fill(file, at, len(data))
    return file


def _form_at(data: Buffer, at: int, syntax: str) -> _Form:
    """Return how the elements from here on are written: by what stands there, since headers are wrong at times."""
    letters = bytes(data[at + 4 : at + 6])
    big = syntax == BIG_ENDIAN or (not syntax and data[at : at + 2] == b"\0\x08")
    return _Form(explicit=letters in _TYPES, order=">" if big else "<")


def _inflated(data: Buffer, at: int) -> bytes:
    engine = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        inflated = engine.decompress(bytes(data[at:]), MAX_INFLATED)
    except zlib.error as error:
        raise DamagedDicom(at=at) from error
    if engine.unconsumed_tail:
        raise DicomTooLarge(limit=MAX_INFLATED)
    if not engine.eof:
        raise DamagedDicom(at=len(data))
    return inflated


def _head(data: Buffer, at: int, end: int, form: _Form) -> _Head:
    """Return tag, type, length of the element at a place, and where its value starts."""
    if at + 8 > end:
        raise DamagedDicom(at=at)
    group, element, letters, short = _HEADS[form.order].unpack_from(data, at)
    tag = group << 16 | element
    if form.explicit and group != 0xFFFE:
        vr, long = _TYPES.get(letters) or (letters.decode("ascii", "replace"), False)
        if long:
            if at + 12 > end:
                raise DamagedDicom(at=at)
            return _Head(tag, vr, _LENGTHS[form.order].unpack_from(data, at + 8)[0], at + 12)
        if vr.isalpha() and vr.isupper():  # a type of a later edition is written short
            return _Head(tag, vr, short, at + 8)
    return _Head(tag, "", _LENGTHS[form.order].unpack_from(data, at + 4)[0], at + 8)


def _within(found: _Head, end: int) -> int:
    """Return where the element's value ends."""
    if found.length == _UNSTATED or found.start + found.length > end:
        raise DamagedDicom(at=found.start)
    return found.start + found.length


def _fill(into: DataSet, at: int, end: int) -> int:
    """Read the elements from `at` on into a data set, to its pixels, its end mark, or `end`; return where that is."""
    data, form, spend, elements = into.data, into.form, into.budget.spend, into.elements
    while at + 8 <= end:
        found = _head(data, at, end, form)
        spend()
        if found.tag == _ITEM_END:
            return found.start
        if found.tag == _PIXELS and isinstance(into, DicomFile):
            return _pixels(into, found, end)
        if found.tag == 0 and found.length == 0 and into.depth == 0 and not any(data[at:end]):
            return end  # zeros behind the last element: padding
        if found.tag in elements:
            raise DamagedDicom(at=at)
        if found.length == _UNSTATED and found.vr in ("", "SQ", "UN"):
            inner = _Form(explicit=False, order="<") if found.vr == "UN" else form
            at = _behind_sequence(into, found.start, end, inner)
            elements[found.tag] = Element(found.vr, found.start, at - found.start)
        else:
            at = _within(found, end)
            elements[found.tag] = Element(found.vr, found.start, found.length)
    if at < end and any(data[at:end]):
        raise DamagedDicom(at=at)
    return end


def _behind_sequence(into: DataSet, at: int, end: int, form: _Form) -> int:
    """Return the place behind the end mark of a sequence of unstated length, without recursion."""
    open_ends = [(_SEQUENCE_END, form)]
    while open_ends:
        until, form = open_ends[-1]
        found = _head(into.data, at, end, form)
        into.budget.spend()
        if found.tag == until:
            open_ends.pop()
            at = found.start
        elif until == _SEQUENCE_END and found.tag != _ITEM:
            raise DamagedDicom(at=at)
        elif found.length != _UNSTATED:
            at = _within(found, end)
        else:
            if into.depth + len(open_ends) // 2 >= MAX_DEPTH:
                raise DicomTooDeep(limit=MAX_DEPTH)
            if found.vr == "UN":
                form = _Form(explicit=False, order="<")
            open_ends.append((_ITEM_END if found.tag == _ITEM else _SEQUENCE_END, form))
            at = found.start
    return at


def _items(outer: DataSet, at: int, end: int, form: _Form) -> Iterator[DataSet]:
    if outer.depth >= MAX_DEPTH:
        raise DicomTooDeep(limit=MAX_DEPTH)
    while at + 8 <= end:
        found = _head(outer.data, at, end, form)
        outer.budget.spend()
        if found.tag == _SEQUENCE_END:
            return
        if found.tag != _ITEM:
            raise DamagedDicom(at=at)
        inner_form = form if not form.explicit else _Form(_form_at(outer.data, found.start, "").explicit, form.order)
        item = DataSet(outer.data, inner_form, outer.budget, outer.depth + 1)
        stated = found.length != _UNSTATED
        at = _fill(item, found.start, _within(found, end) if stated else end)
        if stated:
            at = found.start + found.length
        yield item


def _pixels(file: DicomFile, found: _Head, end: int) -> int:
    """Note where the pixels lie: in one piece of stated length, or in fragments up to their end mark (PS3.5 A.4)."""
    if found.length != _UNSTATED:
        held = min(found.length, end - found.start)
        file.pixels, file.cut = Element(found.vr, found.start, held), held < found.length
        return found.start + held
    fragments, at = [], found.start
    while True:
        file.budget.spend()
        if at + 8 > end:
            file.cut = True
            break
        piece = _head(file.data, at, end, file.form)
        if piece.tag == _SEQUENCE_END:
            break
        if piece.tag != _ITEM or piece.length == _UNSTATED:
            raise DamagedDicom(at=at)
        held = min(piece.length, end - piece.start)
        file.cut = held < piece.length
        fragments.append((piece.start, held))
        at = piece.start + held
    file.pixels, file.fragments = Element(found.vr, found.start, at - found.start), tuple(fragments)
    return at
