"""The job of an intake worker: one path, read whole, told by its content, given to the reader that knows it.

A new source is a module with `can_read(head)` and `read(source, dictionary)`, and its place in `READERS`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any, Final

from bedside_app.dictionary.entries import load
from bedside_app.domain.plain import to_plain
from bedside_app.domain.record import NotUnderstood, Refused, SourceFile
from bedside_app.foundation.errors import Refusal
from bedside_app.foundation.progress import Progress
from bedside_app.intake import archives, dicom, fhir, hl7v2
from bedside_app.intake.content import HEAD_BYTES, Content, content_of
from bedside_app.intake.files import read_whole
from bedside_app.intake.reading import ReadFile, ReadPath, ReadSource, refused_at
from bedside_app.intake.source import Source

__all__ = ["READERS", "prepare", "read_path"]

READERS: Final[tuple[ModuleType, ...]] = (hl7v2, fhir, dicom)


def prepare() -> None:
    """Load what every file needs, while the worker waits for the first."""
    load()


@dataclass(slots=True)
class _Answer:
    """What is collected for one path."""

    read: list[ReadSource] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    not_understood: list[NotUnderstood] = field(default_factory=list)


def read_path(arguments: dict[str, Any], progress: Progress) -> Any:
    """Read the file `path`, or each member of it where it is a ZIP; return a `ReadPath` as plain JSON.

    `arguments`: `path`; `name` as shown; `max_files` and `max_bytes`, the bounds of an archive.

    Raises
    ------
    Refusal
        The file can't be read whole; see `files.read_whole`.
    """
    name, max_bytes = str(arguments["name"]), int(arguments["max_bytes"])
    answer = _Answer()
    data = read_whole(str(arguments["path"]), max_bytes)
    found: Iterable[Source | Refused | NotUnderstood] = (Source.of(name, data),)
    if content_of(data[:HEAD_BYTES]) is Content.ZIP:
        found = archives.members(data, name, max_files=int(arguments["max_files"]), max_bytes=max_bytes)
    for index, item in enumerate(found, start=1):
        progress.step("intake.reading-file", index, index)
        if isinstance(item, Source):
            _read(item, answer)
        elif isinstance(item, Refused):
            answer.refused.append(item)
        else:
            answer.not_understood.append(item)
    return to_plain(
        ReadPath(read=tuple(answer.read), refused=tuple(answer.refused), not_understood=tuple(answer.not_understood))
    )


def _read(source: Source, answer: _Answer) -> None:
    head = source.data[:HEAD_BYTES]
    reader = next((module for module in READERS if module.can_read(head)), None)
    if reader is None:
        why = f"intake.content.{content_of(head)}"
        answer.not_understood.append(NotUnderstood(source="", place=source.name, what=source.name, why=why))
        return
    try:
        content: ReadFile = reader.read(source, load())
    except Refusal as refusal:
        short = reader.__name__.rpartition(".")[2]
        content = ReadFile(kind=short, reader=short, refused=(refused_at(refusal, source),))
    file = SourceFile(
        digest=source.digest, name=source.name, kind=content.kind, reader=content.reader, bytes=len(source.data)
    )
    answer.read.append(ReadSource(source=file, content=content))
