"""The files inside a ZIP, opened in memory and never written anywhere, within bounds of what they really unpack to.

Headers are not believed: bytes are counted as they come. An archive in an archive, a member that climbs out, a link, a
locked or damaged member costs itself; the others are read.
"""

from __future__ import annotations

import io
import re
import stat
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from typing import IO, ClassVar, Final

from bedside_app.domain.record import NotUnderstood, Refused
from bedside_app.foundation.errors import Refusal
from bedside_app.intake.content import HEAD_BYTES, NEVER_READ, Content, content_of
from bedside_app.intake.files import EmptyFile, EmptyFolder, TooManyFiles, printable
from bedside_app.intake.source import Source

__all__ = [
    "ArchiveInArchive",
    "ArchiveSwells",
    "DamagedArchive",
    "LockedMember",
    "MemberOutside",
    "NameTwice",
    "SpecialMember",
    "members",
]

MAX_RATIO: Final = 200  # deflate reaches 1,032; repetitive FHIR JSON stays under 60
MIN_SUSPICIOUS: Final = 4 * 1024 * 1024  # bytes; less can swell as it likes

_PIECE: Final = 256 * 1024
_DRIVE: Final = re.compile(r"[A-Za-z]:")
_OFFICE_PARTS: Final = frozenset({"[Content_Types].xml", "mimetype"})


class DamagedArchive(Refusal):
    """The archive, or one member of it, is cut off or damaged, or packed in a way that is not known."""

    code: ClassVar[str] = "intake.zip-damaged"


class ArchiveInArchive(Refusal):
    """A member is an archive itself."""

    code: ClassVar[str] = "intake.zip-nested"


class ArchiveSwells(Refusal):
    """The archive unpacks to far more than its size, or to more than the settings allow."""

    code: ClassVar[str] = "intake.zip-swells"


class LockedMember(Refusal):
    """A member needs a password."""

    code: ClassVar[str] = "intake.zip-locked"


class MemberOutside(Refusal):
    """A member's name leads out of the archive."""

    code: ClassVar[str] = "intake.zip-member-outside"


class SpecialMember(Refusal):
    """A member is a link or a device."""

    code: ClassVar[str] = "intake.zip-member-special"


class NameTwice(Refusal):
    """Two members have one name: programs disagree which of them it means."""

    code: ClassVar[str] = "intake.zip-name-twice"


def members(data: bytes, name: str, *, max_files: int, max_bytes: int) -> Iterator[Source | Refused | NotUnderstood]:
    """Yield each member's bytes, or why they are not read, in the order of their names.

    Parameters
    ----------
    name
        The archive's own name; a member is shown as `archive.zip/folder/file.json`.
    max_files
        Most members.
    max_bytes
        Most bytes that all members that are read unpack to together.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = [info for info in archive.infolist() if not info.filename.endswith("/")]
            infos.sort(key=lambda info: info.filename)
            names = Counter(info.filename for info in infos)
            if names.keys() & _OFFICE_PARTS:
                yield NotUnderstood(source="", place=name, what=name, why=f"intake.content.{Content.OFFICE}")
            elif not infos:
                yield _refused(EmptyFolder(), name)
            elif len(infos) > max_files:
                yield _refused(TooManyFiles(limit=max_files), name)
            else:
                yield from _read(archive, infos, names, name, max_bytes)
    except (zipfile.BadZipFile, ValueError, EOFError, NotImplementedError, OverflowError, struct.error):
        yield _refused(DamagedArchive(), name)


def _read(
    archive: zipfile.ZipFile, infos: list[zipfile.ZipInfo], names: Counter[str], name: str, max_bytes: int
) -> Iterator[Source | Refused | NotUnderstood]:
    left = max_bytes
    for info in infos:
        shown = f"{name}/{printable(info.filename)}"
        try:
            _refuse_unsafe(info, names)
            read = _member(archive, info, shown, left)
        except Refusal as refusal:
            yield _refused(refusal, shown)
            if isinstance(refusal, ArchiveSwells):
                return
        else:
            left -= len(read.data) if isinstance(read, Source) else 0
            yield read


def _refuse_unsafe(info: zipfile.ZipInfo, names: Counter[str]) -> None:
    name, mode = info.orig_filename.replace("\\", "/"), info.external_attr >> 16
    if not name or name.startswith("/") or _DRIVE.match(name) or ".." in name.split("/") or "\0" in name:
        raise MemberOutside()
    if names[info.filename] > 1:
        raise NameTwice()
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        raise SpecialMember()
    if info.flag_bits & 0x1:
        raise LockedMember()
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise DamagedArchive()


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, shown: str, left: int) -> Source | NotUnderstood:
    """Return one member; of content that no reader takes, only the first bytes are unpacked."""
    try:
        with archive.open(info) as file:
            head = file.read(HEAD_BYTES)
            content = content_of(head)
            if content in NEVER_READ:
                return NotUnderstood(source="", place=shown, what=shown, why=f"intake.content.{content}")
            if content is Content.ZIP:
                raise ArchiveInArchive()
            if not head:
                raise EmptyFile()
            return Source.of(shown, _unpacked(file, head, info.compress_size, left))
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError) as error:
        raise DamagedArchive() from error


def _unpacked(file: IO[bytes], head: bytes, packed: int, left: int) -> bytes:
    """Return the rest of a member behind its head, counting what is really unpacked."""
    pieces: list[bytes] = []
    size, piece = 0, head
    while piece:
        pieces.append(piece)
        size += len(piece)
        if size > left or (size > MIN_SUSPICIOUS and size > packed * MAX_RATIO):
            raise ArchiveSwells()
        piece = file.read(_PIECE)
    return b"".join(pieces)


def _refused(refusal: Refusal, place: str) -> Refused:
    return Refused(code=refusal.code, values=dict(refusal.values), place=place)
