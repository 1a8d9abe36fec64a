"""What the bytes of a file are, told by how they begin and never by its name."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

from bedside_app.foundation.dicom import is_dicom

__all__ = ["HEAD_BYTES", "NEVER_READ", "Content", "content_of"]

HEAD_BYTES: Final = 4096


class Content(StrEnum):
    """Kinds of content that people drop. `intake.content.<kind>` says what to do with one that is not read."""

    ZIP = "zip"
    DICOM = "dicom"
    PICTURE = "picture"
    VIDEO = "video"
    SOUND = "sound"
    PDF = "pdf"
    OFFICE = "office"
    FHIR_XML = "fhir-xml"
    CDA = "cda"
    XML = "xml"
    HTML = "html"
    ARCHIVE = "archive"
    PROGRAM = "program"
    JSON = "json"
    TEXT = "text"
    UNKNOWN = "unknown"


_MAGIC: Final[
    tuple[tuple[int, bytes, Content], ...]
] = (  # offset, bytes there, meaning; the formats' own specifications
    (0, b"PK\x03\x04", Content.ZIP),
    (0, b"PK\x05\x06", Content.ZIP),
    (0, b"\xff\xd8\xff", Content.PICTURE),
    (0, b"\x89PNG\r\n\x1a\n", Content.PICTURE),
    (0, b"GIF87a", Content.PICTURE),
    (0, b"GIF89a", Content.PICTURE),
    (0, b"II*\x00", Content.PICTURE),
    (0, b"MM\x00*", Content.PICTURE),
    (0, b"\x00\x00\x00\x0cJXL ", Content.PICTURE),
    (0, b"\x00\x00\x00\x0cjP  ", Content.PICTURE),
    (8, b"WEBP", Content.PICTURE),
    (8, b"AVI ", Content.VIDEO),
    (8, b"WAVE", Content.SOUND),
    (4, b"ftypheic", Content.PICTURE),
    (4, b"ftypheix", Content.PICTURE),
    (4, b"ftypmif1", Content.PICTURE),
    (4, b"ftypavif", Content.PICTURE),
    (4, b"ftypM4A", Content.SOUND),
    (4, b"ftyp", Content.VIDEO),
    (0, b"\x1aE\xdf\xa3", Content.VIDEO),
    (0, b"ID3", Content.SOUND),
    (0, b"OggS", Content.SOUND),
    (0, b"fLaC", Content.SOUND),
    (0, b"%PDF-", Content.PDF),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Content.OFFICE),
    (0, b"{\\rtf", Content.OFFICE),
    (0, b"\x1f\x8b", Content.ARCHIVE),
    (0, b"BZh", Content.ARCHIVE),
    (0, b"\xfd7zXZ\x00", Content.ARCHIVE),
    (0, b"\x28\xb5\x2f\xfd", Content.ARCHIVE),
    (0, b"7z\xbc\xaf\x27\x1c", Content.ARCHIVE),
    (0, b"Rar!\x1a\x07", Content.ARCHIVE),
    (257, b"ustar", Content.ARCHIVE),
    (0, b"\x7fELF", Content.PROGRAM),
    (0, b"MZ", Content.PROGRAM),
    (0, b"\xcf\xfa\xed\xfe", Content.PROGRAM),
)
NEVER_READ: Final = frozenset(  # told by their first bytes beyond doubt, and no reader of this version takes them
    {
        Content.PICTURE,
        Content.VIDEO,
        Content.SOUND,
        Content.PDF,
        Content.OFFICE,
        Content.ARCHIVE,
        Content.PROGRAM,
    }
)
_MARKUP: Final = re.compile(r"\s*<(?:\?xml|!--|!doctype|[A-Za-z_])", re.IGNORECASE)


def content_of(head: bytes) -> Content:
    """Return what a file that begins with `head` (its first `HEAD_BYTES`) holds."""
    if is_dicom(head):
        return Content.DICOM
    for offset, magic, content in _MAGIC:
        if head.startswith(magic, offset):
            return content
    return _text_content(head)


def _text_content(head: bytes) -> Content:
    text = _text(head)
    if not text.strip():
        return Content.UNKNOWN
    if _MARKUP.match(text):
        lower = text.lower()
        if "http://hl7.org/fhir" in lower:
            return Content.FHIR_XML
        if "<clinicaldocument" in lower:
            return Content.CDA
        return Content.HTML if "<html" in lower or "<!doctype html" in lower else Content.XML
    return Content.JSON if text.lstrip()[0] in "{[" else Content.TEXT


def _text(head: bytes) -> str:
    """Return the beginning as text, "" where it is none: a control character no text has, or bytes of no encoding."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head[: len(head) // 2 * 2].decode("utf-16", "replace").lstrip("\ufeff")
    head = head.removeprefix(b"\xef\xbb\xbf")
    if any(byte < 32 and byte not in b"\t\n\v\f\r\x1c\x1b" for byte in head):
        return ""
    return head.decode("utf-8", "replace")
