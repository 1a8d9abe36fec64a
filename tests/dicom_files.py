"""Small DICOM files for tests, made byte by byte, so that they can be wrong in every way that is wanted."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping, Sequence

EXPLICIT = "1.2.840.10008.1.2.1"
IMPLICIT = "1.2.840.10008.1.2"
BIG = "1.2.840.10008.1.2.2"
DEFLATED = "1.2.840.10008.1.2.1.99"
ULTRASOUND = "1.2.840.10008.5.1.4.1.1.6.1"
CAPTURE = "1.2.840.10008.5.1.4.1.1.7"
CT = "1.2.840.10008.5.1.4.1.1.2"
LONG = ("OB", "OW", "SQ", "UN", "UT")

Value = str | int | float | bytes | Sequence["Elements"]
Elements = Mapping[int, tuple[str, Value]]

REGION: dict[int, tuple[str, Value]] = {
    0x00186012: ("US", 1),
    0x00186014: ("US", 1),
    0x00186018: ("UL", 0),
    0x0018601A: ("UL", 0),
    0x0018601C: ("UL", 3),
    0x0018601E: ("UL", 1),
    0x00186024: ("US", 3),
    0x00186026: ("US", 3),
    0x0018602C: ("FD", 0.01),
    0x0018602E: ("FD", 0.02),
}


def ultrasound(pixels: bytes = bytes(range(8)), /, **changes: tuple[str, Value] | None) -> dict[int, tuple[str, Value]]:
    """Return the elements of an ultrasound image of 2 rows and 4 columns. A change is named by its tag: `t00280010`."""
    elements: dict[int, tuple[str, Value]] = {
        0x00080016: ("UI", ULTRASOUND),
        0x00080018: ("UI", "1.2.3.1"),
        0x00080020: ("DA", "20260820"),
        0x00080030: ("TM", "101500"),
        0x00080060: ("CS", "US"),
        0x00100010: ("PN", "Exemple^Marie"),
        0x00100020: ("LO", "1"),
        0x00100021: ("LO", "urn:bedside:demonstration"),
        0x00100030: ("DA", "19640312"),
        0x00100040: ("CS", "F"),
        0x0020000D: ("UI", "1.2.3"),
        0x0020000E: ("UI", "1.2.3.4"),
        0x00200013: ("IS", "1"),
        0x00280002: ("US", 1),
        0x00280004: ("CS", "MONOCHROME2"),
        0x00280010: ("US", 2),
        0x00280011: ("US", 4),
        0x00280100: ("US", 8),
        0x00280101: ("US", 8),
        0x00280102: ("US", 7),
        0x00280103: ("US", 0),
        0x7FE00010: ("OB", pixels),
    }
    for name, change in changes.items():
        tag = int(name[1:], 16)
        if change is None:
            elements.pop(tag, None)
        else:
            elements[tag] = change
    return dict(sorted(elements.items()))


def dicom(elements: Elements, syntax: str = EXPLICIT, *, preamble: bool = True, meta: bool = True) -> bytes:
    """Return a file of these elements, in their order."""
    body = b"".join(element(tag, vr, value, syntax) for tag, (vr, value) in elements.items())
    if syntax == DEFLATED:
        engine = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
        body = engine.compress(body) + engine.flush()
    told = element(0x00020002, "UI", ULTRASOUND) + element(0x00020010, "UI", syntax)
    head = element(0x00020000, "UL", len(told)) + told if meta else b""
    return (bytes(128) + b"DICM" if preamble else b"") + head + body


def element(tag: int, vr: str, value: Value, syntax: str = EXPLICIT) -> bytes:
    """Return one element."""
    order = ">" if syntax == BIG else "<"
    raw = encoded(vr, value, syntax)
    start = struct.pack(order + "HH", tag >> 16, tag & 0xFFFF)
    if syntax == IMPLICIT:
        return start + struct.pack("<I", len(raw)) + raw
    if vr in LONG:
        return start + vr.encode() + b"\0\0" + struct.pack(order + "I", len(raw)) + raw
    return start + vr.encode() + struct.pack(order + "H", len(raw)) + raw


def encoded(vr: str, value: Value, syntax: str) -> bytes:
    """Return the bytes of a value, padded to an even number."""
    order = ">" if syntax == BIG else "<"
    if isinstance(value, bytes):
        return value + bytes(len(value) % 2)
    if isinstance(value, str):
        return value.encode() + (b"\0" if vr == "UI" else b" ") * (len(value.encode()) % 2)
    if isinstance(value, int | float):
        return struct.pack(order + {"US": "H", "SS": "h", "UL": "I", "FD": "d"}[vr], value)
    items = (b"".join(element(tag, kind, inner, syntax) for tag, (kind, inner) in item.items()) for item in value)
    return b"".join(struct.pack(order + "HHI", 0xFFFE, 0xE000, len(item)) + item for item in items)


def encapsulated(*fragments: bytes, table: bytes = b"", ended: bool = True) -> bytes:
    """Return the element of pixel data in fragments, with its table of offsets."""
    pieces = b"".join(struct.pack("<HHI", 0xFFFE, 0xE000, len(piece)) + piece for piece in (table, *fragments))
    end = struct.pack("<HHI", 0xFFFE, 0xE0DD, 0) if ended else b""
    return b"\xe0\x7f\x10\0OB\0\0\xff\xff\xff\xff" + pieces + end


def packed(syntax: str, /, *frames: bytes, **changes: tuple[str, Value] | None) -> bytes:
    """Return an ultrasound image whose frames are packed in `syntax`."""
    elements = ultrasound(t00280008=("IS", str(len(frames))), **changes)
    del elements[0x7FE00010]
    even = (frame + bytes(len(frame) % 2) for frame in frames)
    return dicom(elements, syntax) + encapsulated(*even)


def nested(depth: int, *, stated: bool) -> bytes:
    """Return a file whose sequences lie `depth` deep inside each other, with or without their lengths."""
    if stated:
        inner = b""
        for _ in range(depth):
            item = struct.pack("<HHI", 0xFFFE, 0xE000, len(inner)) + inner
            inner = b"\x40\0\x30\xa7SQ\0\0" + struct.pack("<I", len(item)) + item
        return dicom({}, EXPLICIT) + inner
    start = b"\x40\0\x30\xa7SQ\0\0\xff\xff\xff\xff\xfe\xff\0\xe0\xff\xff\xff\xff"
    return dicom({}, EXPLICIT) + start * depth
