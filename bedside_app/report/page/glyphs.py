"""Which letters the embedded font can show: what it cannot is written out as a code point, never dropped or boxed.

Only the character map of the font is read (OpenType `cmap`, formats 4 and 12).
"""

from __future__ import annotations

import struct
from functools import cache
from pathlib import Path
from typing import Final

__all__ = ["coverage", "showable"]

# Format and direction controls: a name could turn the text around it, so they are written out whatever the font has.
_CONTROLS: Final = frozenset(
    (*range(0x20), *range(0x7F, 0xA0), 0xAD, 0x061C, 0x180E, *range(0x200B, 0x2010), *range(0x2028, 0x202F))
) | frozenset((*range(0x2060, 0x2070), 0xFEFF, *range(0xFFF9, 0xFFFD), *range(0xE0000, 0xE1000)))
_SPACES: Final = {0x09: " ", 0x0A: " ", 0x0D: " "}


def showable(text: str, known: frozenset[int]) -> str:
    """Return text with every character that cannot be shown, or that would turn its surroundings, as `[U+202E]`."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_shown(ord(letter), known) for letter in text)


def _shown(point: int, known: frozenset[int]) -> str:
    if point in _SPACES:
        return _SPACES[point]
    if point in _CONTROLS or point not in known:
        return f"[U+{point:04X}]"
    return chr(point)


@cache
def coverage(font: Path) -> frozenset[int]:
    """Return the code points that a TrueType font has a glyph for.

    Raises
    ------
    ValueError
        The file is no font with a Unicode character map.
    """
    data = font.read_bytes()
    start = _table(data, b"cmap")
    (count,) = struct.unpack_from(">H", data, start + 2)
    points: set[int] = set()
    for index in range(count):
        platform, _, offset = struct.unpack_from(">HHL", data, start + 4 + 8 * index)
        if platform in (0, 3):
            points |= _points(data, start + offset)
    if not points:
        raise ValueError(f"{font.name} has no Unicode character map")
    return frozenset(points)


def _table(data: bytes, tag: bytes) -> int:
    (count,) = struct.unpack_from(">H", data, 4)
    for index in range(count):
        name, _, offset, _ = struct.unpack_from(">4sLLL", data, 12 + 16 * index)
        if name == tag:
            return int(offset)
    raise ValueError(f"no table {tag!r}")


def _points(data: bytes, at: int) -> set[int]:
    (form,) = struct.unpack_from(">H", data, at)
    if form == 12:
        (groups,) = struct.unpack_from(">L", data, at + 12)
        found: set[int] = set()
        for index in range(groups):
            first, last, _ = struct.unpack_from(">LLL", data, at + 16 + 12 * index)
            found.update(range(first, last + 1))
        return found
    return _segments(data, at) if form == 4 else set()


def _segments(data: bytes, at: int) -> set[int]:
    """Return the code points of a format 4 map, leaving out those that it sends to the missing glyph."""
    (twice,) = struct.unpack_from(">H", data, at + 6)
    count = twice // 2
    ends = struct.unpack_from(f">{count}H", data, at + 14)
    starts = struct.unpack_from(f">{count}H", data, at + 16 + twice)
    deltas = struct.unpack_from(f">{count}H", data, at + 16 + 2 * twice)
    ranges_at = at + 16 + 3 * twice
    offsets = struct.unpack_from(f">{count}H", data, ranges_at)
    found: set[int] = set()
    for index, (first, last) in enumerate(zip(starts, ends, strict=True)):
        for point in range(first, last + 1) if first != 0xFFFF else ():
            glyph = point
            if offsets[index]:
                (glyph,) = struct.unpack_from(">H", data, ranges_at + 2 * index + offsets[index] + 2 * (point - first))
            if (glyph and (glyph + deltas[index]) & 0xFFFF) or (
                not offsets[index] and (point + deltas[index]) & 0xFFFF
            ):
                found.add(point)
    return found
