"""The files that a person dropped: found in folders, told by content, and read whole or refused, within bounds.

Nothing here parses. A name is shown on screen, so it stands in `place`, never in the values of a refusal.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import ClassVar, Final

from bedside_app.domain.record import NotUnderstood, Refused
from bedside_app.foundation.errors import Refusal
from bedside_app.intake.content import HEAD_BYTES, NEVER_READ, content_of

__all__ = [
    "EmptyFile",
    "EmptyFolder",
    "FileChanged",
    "FileNotFound",
    "Found",
    "InputFile",
    "LinkNotFollowed",
    "NoPermission",
    "SpecialFile",
    "TooLarge",
    "TooManyFiles",
    "UnreadableFile",
    "find",
    "printable",
    "read_whole",
]

MIB: Final = 1024 * 1024

_OPEN: Final = (
    os.O_RDONLY
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NOFOLLOW", 0)  # a link that took the file's place since it was found
    | getattr(os, "O_NONBLOCK", 0)  # a pipe that did: opening it must not wait
)


class FileNotFound(Refusal):
    """There is no such file or folder."""

    code: ClassVar[str] = "intake.file-not-found"


class NoPermission(Refusal):
    """The system does not let this user read the file or folder."""

    code: ClassVar[str] = "intake.no-permission"


class UnreadableFile(Refusal):
    """The system gave an error while the file was read: a damaged disc, a share that went away."""

    code: ClassVar[str] = "intake.unreadable-file"


class SpecialFile(Refusal):
    """A pipe, socket or device: opening it could wait for ever."""

    code: ClassVar[str] = "intake.special-file"


class LinkNotFollowed(Refusal):
    """A link inside a dropped folder leads out of it, or nowhere."""

    code: ClassVar[str] = "intake.link-not-followed"


class EmptyFolder(Refusal):
    """A folder without any file."""

    code: ClassVar[str] = "intake.empty-folder"


class EmptyFile(Refusal):
    """A file of no bytes."""

    code: ClassVar[str] = "intake.empty-file"


class TooLarge(Refusal):
    """A file beyond the size that the settings allow."""

    code: ClassVar[str] = "intake.too-large"


class TooManyFiles(Refusal):
    """More files than the settings allow in one case; the folder where that showed is left out."""

    code: ClassVar[str] = "intake.too-many-files"


class FileChanged(Refusal):
    """A file was written to while it was read."""

    code: ClassVar[str] = "intake.file-changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class InputFile:
    """A file that a reader may know. `name` is how the person would call it: the path below what was dropped."""

    path: str = field(repr=False)
    name: str = field(repr=False)


@dataclass(slots=True)
class Found:
    """What was found, in a fixed order: as dropped, then by name. Foreign content and refusals name their file."""

    files: list[InputFile] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    not_understood: list[NotUnderstood] = field(default_factory=list)

    @property
    def told(self) -> int:
        """How many files something is said of."""
        return len(self.files) + len(self.refused) + len(self.not_understood)

    def refuse(self, refusal: Refusal, name: str) -> None:
        """Keep a refusal about the file `name`."""
        self.refused.append(Refused(code=refusal.code, values=dict(refusal.values), place=name))


def printable(name: str) -> str:
    """Return a file name that is safe to show: undecodable bytes and control characters become the sign for unknown."""
    text = name.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    return "".join(
        letter if letter.isprintable() else " " if unicodedata.category(letter) == "Zs" else "\ufffd" for letter in text
    )


def find(paths: Sequence[Path], *, max_files: int, max_bytes: int) -> Found:
    """Look through files and folders for what a reader may know. No link inside a folder is followed.

    Parameters
    ----------
    paths
        As a person named them: a link among them is followed, that being what was asked for.
    max_files
        Most files and folders to look at altogether.
    max_bytes
        Largest file. A larger one is opened for its first bytes only.
    """
    search = _Search(max_files=max_files, max_bytes=max_bytes)
    for path in paths:
        root = Path(path).absolute()
        name = printable(root.name or str(root))
        try:
            root = root.resolve(strict=True)
            mode = root.stat().st_mode
        except (OSError, RuntimeError) as error:  # a ring of links is a RuntimeError
            search.found.refuse(_refusal_of(error), name)
            continue
        if stat.S_ISDIR(mode):
            search.folder(root, name)
        elif search.seen >= max_files:
            search.found.refuse(TooManyFiles(limit=max_files), name)
        else:
            search.seen += 1
            search.file(root, name, mode)
    return search.found


@dataclass(slots=True, kw_only=True)
class _Search:
    """A search through what was dropped. `seen` counts files and folders against `max_files`."""

    max_files: int
    max_bytes: int
    seen: int = 0
    found: Found = field(default_factory=Found)

    def folder(self, root: Path, name: str) -> None:
        """Look through a folder and all below it."""
        before = self.found.told
        folders = [(root, name)]
        while folders:
            folder, shown = folders.pop()
            below: list[tuple[Path, str]] = []
            for path, mode, entry_name in self._entries(folder, shown, root):
                if stat.S_ISDIR(mode):
                    below.append((path, entry_name))
                else:
                    self.file(path, entry_name, mode)
            folders += reversed(below)
        if self.found.told == before:
            self.found.refuse(EmptyFolder(), name)

    def _entries(self, folder: Path, shown: str, root: Path) -> Iterator[tuple[Path, int, str]]:
        """Yield path, mode and shown name of what is no link. A link to something of the same folder needs no word."""
        left = self.max_files - self.seen
        try:
            with os.scandir(folder) as scan:
                entries = sorted(islice(scan, left + 1), key=lambda entry: entry.name)
        except OSError as error:
            self.found.refuse(_refusal_of(error), shown)
            return
        if len(entries) > left:
            self.found.refuse(TooManyFiles(limit=self.max_files), shown)
            return
        self.seen += len(entries)
        for entry in entries:
            name, path = f"{shown}/{printable(entry.name)}", Path(entry.path)
            try:
                if not entry.is_symlink():
                    yield path, entry.stat(follow_symlinks=False).st_mode, name
                elif not path.resolve(strict=True).is_relative_to(root):
                    raise LinkNotFollowed()
            except (OSError, RuntimeError):
                self.found.refuse(LinkNotFollowed() if entry.is_symlink() else FileNotFound(), name)
            except LinkNotFollowed as refusal:
                self.found.refuse(refusal, name)

    def file(self, path: Path, name: str, mode: int) -> None:
        """Add one file to what was found, by its kind, its first bytes and its size."""
        try:
            if not stat.S_ISREG(mode):
                raise SpecialFile()
            head, size = _head(path)
            content = content_of(head)
            if content in NEVER_READ:
                self.found.not_understood.append(
                    NotUnderstood(source="", place=name, what=name, why=f"intake.content.{content}")
                )
            elif size == 0:
                raise EmptyFile()
            elif size > self.max_bytes:
                raise _too_large(size, self.max_bytes)
            else:
                self.found.files.append(InputFile(path=str(path), name=name))
        except OSError as error:
            self.found.refuse(_refusal_of(error), name)
        except Refusal as refusal:
            self.found.refuse(refusal, name)


def _head(path: Path) -> tuple[bytes, int]:
    descriptor = os.open(path, _OPEN)
    with os.fdopen(descriptor, "rb", buffering=0) as file:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise SpecialFile()
        return file.read(HEAD_BYTES) or b"", status.st_size


def read_whole(path: str, max_bytes: int) -> bytes:
    """Return the bytes of a regular file, exactly as they stood while it was read.

    Raises
    ------
    TooLarge, EmptyFile, FileChanged, SpecialFile, FileNotFound, NoPermission, UnreadableFile
    """
    try:
        descriptor = os.open(path, _OPEN)
        with os.fdopen(descriptor, "rb", buffering=0) as file:
            before = os.fstat(descriptor)
            if not stat.S_ISREG(before.st_mode):
                raise SpecialFile()
            if before.st_size > max_bytes:
                raise _too_large(before.st_size, max_bytes)
            pieces = []
            missing = before.st_size + 1  # one more, to see a file that grows
            while missing > 0 and (piece := file.read(missing)):
                pieces.append(piece)
                missing -= len(piece)
            after, named = os.fstat(descriptor), Path(path).stat(follow_symlinks=False)
    except (OSError, RuntimeError) as error:
        raise _refusal_of(error) from error
    data = b"".join(pieces)
    if len({_state(before), _state(after), _state(named)}) > 1 or len(data) != before.st_size:
        raise FileChanged()
    if not data:
        raise EmptyFile()
    return data


def _state(status: os.stat_result) -> tuple[int, ...]:
    """Return what changes when a file is written to, or another takes its place."""
    if sys.platform == "win32":  # fstat and stat do not agree on numbers there before Python 3.12
        return (status.st_size, status.st_mtime_ns)
    return (status.st_size, status.st_mtime_ns, status.st_ino, status.st_dev)


def _too_large(size: int, max_bytes: int) -> TooLarge:
    return TooLarge(size_mib=-(-size // MIB), limit_mib=max_bytes // MIB)


def _refusal_of(error: OSError | RuntimeError) -> Refusal:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return FileNotFound()
    if isinstance(error, PermissionError):
        return NoPermission()
    if isinstance(error, RuntimeError) or error.errno == errno.ELOOP:
        return LinkNotFollowed()
    return UnreadableFile(error=errno.errorcode.get(error.errno or 0, "?"))
