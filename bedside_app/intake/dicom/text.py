"""Texts of a DICOM file in the character set that it names (PS3.3 C.12.1.1.2)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bedside_app.foundation.dicom import DataSet

__all__ = ["charset_of", "text_of"]

_CODECS: Final[Mapping[str, str]] = {
    "": "ascii",
    "ISO_IR 6": "ascii",
    "ISO_IR 100": "latin-1",
    "ISO_IR 101": "iso8859-2",
    "ISO_IR 109": "iso8859-3",
    "ISO_IR 110": "iso8859-4",
    "ISO_IR 144": "iso8859-5",
    "ISO_IR 127": "iso8859-6",
    "ISO_IR 126": "iso8859-7",
    "ISO_IR 138": "iso8859-8",
    "ISO_IR 148": "iso8859-9",
    "ISO_IR 203": "iso8859-15",
    "ISO_IR 166": "tis-620",
    "ISO_IR 13": "shift_jis",
    "ISO_IR 192": "utf-8",
    "GB18030": "gb18030",
    "GBK": "gbk",
}
_ESCAPED: Final[Mapping[str, str]] = {  # sets that switch inside a text, as far as one codec follows them
    "ISO 2022 IR 87": "iso2022_jp",
    "ISO 2022 IR 159": "iso2022_jp_2",
    "ISO 2022 IR 149": "euc_kr",
    "ISO 2022 IR 58": "gb2312",
}


def charset_of(data_set: DataSet) -> str:
    """Return the codec of the texts of a data set, "" where it names a set that is not known."""
    named = data_set.texts(0x00080005) or ("",)
    for name in named:
        if name in _ESCAPED:
            return _ESCAPED[name]
    first = named[0].replace("ISO 2022 IR", "ISO_IR")
    return _CODECS.get(first, "")


def text_of(raw: bytes, charset: str) -> str | None:
    """Return a text without padding, None where it is not of its character set: half a name is nobody's."""
    if raw.isascii() and b"\x1b" not in raw:
        return raw.decode("ascii").strip(" \0")
    if not charset:
        return None
    try:
        text = raw.decode(charset).strip(" \0")
    except UnicodeDecodeError:
        return None
    return None if "\x1b" in text else text
