"""Reads a table of patients piece by piece: its header against a card, then records by their place in the file.

Pure but for the reading; used in the worker only, because the bytes are foreign. UTF-8, with comma, semicolon or tab.
"""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, ClassVar, Final

import numpy as np

from bedside_app.domain.fact import FactId
from bedside_app.foundation.errors import Refusal
from bedside_app.inference.packs.card import Card
from bedside_app.inference.scope import scope_facts

__all__ = [
    "OWN_COLUMNS",
    "Piece",
    "Plan",
    "TableChanged",
    "TableColumnTwice",
    "TableColumnUnknown",
    "TableColumnsMissing",
    "TableUnit",
    "TableUnreadable",
    "plan_of",
    "read_piece",
]

OWN_COLUMNS: Final = ("row", "model", "origin", "refused", "why")  # of the answer

_ALWAYS_KEPT: Final = "id"
_DELIMITERS: Final = (",", ";", "\t")
_NAMED: Final = re.compile(r"(?P<name>[^\[\]]+?)\s*(?:\[(?P<unit>[^\[\]]*)\])?")
_MAX_HEADER: Final = 256 * 1024
_MAX_RECORD: Final = 1024 * 1024
_USUAL_RECORD: Final = 64  # bytes
_NEWLINE, _QUOTE = 10, 34


class TableUnreadable(Refusal):
    """A table is not text in UTF-8 with columns, from some row on."""

    code: ClassVar[str] = "inference.table-unreadable"


class TableChanged(Refusal):
    """A table was written to while it was read."""

    code: ClassVar[str] = "inference.table-changed"


class TableColumnUnknown(Refusal):
    """A column is no input of the model, nothing that its scope asks, and nobody said that it is to be kept."""

    code: ClassVar[str] = "inference.table-column-unknown"


class TableColumnTwice(Refusal):
    """Two columns have one name, or one that the answer needs."""

    code: ClassVar[str] = "inference.table-column-twice"


class TableColumnsMissing(Refusal):
    """A table lacks columns that the model requires."""

    code: ClassVar[str] = "inference.table-columns-missing"


class TableUnit(Refusal):
    """A column says that it is in another unit than the card."""

    code: ClassVar[str] = "inference.table-unit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How a table is read: the names of its columns in order, those to keep, where its records begin, which file it is.

    `file` is inode, size and time of change.
    """

    columns: tuple[str, ...]
    kept: tuple[str, ...]
    delimiter: str
    start: int
    file: tuple[int, int, int]

    def plain(self) -> dict[str, Any]:
        """Return it as JSON."""
        return {
            "columns": list(self.columns),
            "kept": list(self.kept),
            "delimiter": self.delimiter,
            "start": self.start,
            "file": list(self.file),
        }

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> Plan:
        """Return what `plain` wrote."""
        return cls(
            columns=tuple(plain["columns"]),
            kept=tuple(plain["kept"]),
            delimiter=plain["delimiter"],
            start=plain["start"],
            file=tuple(plain["file"]),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Some records, blank lines left out, and the place of the next one (the file's size at its end)."""

    records: list[list[str]]
    after: int


def plan_of(path: Path, card: Card, keep: Sequence[str]) -> Plan:
    """Read a table's header.

    Parameters
    ----------
    keep
        Columns that go into the answer as they are; one called `id` always does.

    Raises
    ------
    TableUnreadable, TableColumnUnknown, TableColumnTwice, TableColumnsMissing, TableUnit
        The table is not one for this card.
    """
    with _opened(path) as file:
        head = file.read(_MAX_HEADER)
        about = _which(file)
    ends = _ends(head)
    end = int(ends[0]) if len(ends) else len(head) if len(head) < _MAX_HEADER else 0
    text = _text(head[:end], path, 0).removeprefix("\ufeff")
    inputs = {entry.name: entry for entry in card.inputs}
    known = {*inputs, *scope_facts(card)}
    readings = {sign: _named(text, sign, path) for sign in _DELIMITERS}
    delimiter = max(readings, key=lambda sign: (sum(name in known for name, _ in readings[sign]), len(readings[sign])))
    named = readings[delimiter]
    names = tuple(name for name, _ in named)
    kept = tuple(name for name in names if name in keep or (name == _ALWAYS_KEPT and name not in known))
    _right_columns(card, names, known, (*kept, *(name for name in keep if name not in names)))
    for name, unit in named:
        expected = inputs[name].unit if name in inputs else _unit_of_fact(name) if name in known and unit else unit
        if unit is not None and unit != expected:
            raise TableUnit(pack=card.id, column=name, unit=unit[:40], expected=expected)
    return Plan(columns=names, kept=kept, delimiter=delimiter, start=end, file=about)


def _right_columns(card: Card, names: Sequence[str], known: set[str], kept: Sequence[str]) -> None:
    given = {"pack": card.id}
    if lacking := [name for name in kept if name not in names]:
        raise TableColumnsMissing(**given, columns=", ".join(lacking))
    if strange := [name for name in names if name not in known and name not in kept]:
        shown = ", ".join(name[:40] or "“”" for name in strange[:5])
        raise TableColumnUnknown(**given, columns=shown, known=", ".join(sorted(known)))
    taken = [*OWN_COLUMNS, *(output.name for output in card.outputs)]
    written = [*taken, *kept]
    if twice := [name for name in names if names.count(name) > 1 or written.count(name) > 1]:
        raise TableColumnTwice(**given, column=twice[0][:40])
    if lacking := [entry.name for entry in card.inputs if entry.required and entry.name not in names]:
        raise TableColumnsMissing(**given, columns=", ".join(lacking))


def _unit_of_fact(name: str) -> str:
    from bedside_app.dictionary.entries import load

    return load().entry(FactId(name)).unit


def _named(text: str, delimiter: str, path: Path) -> list[tuple[str, str | None]]:
    """Return each column's name and the unit behind it in square brackets, None where it gives none."""
    (cells,) = _records(text, delimiter, path, 0) or ([],)
    found = []
    for cell in cells:
        match = _NAMED.fullmatch(cell.strip())
        found.append((match["name"], match["unit"]) if match else (cell.strip(), None))
    return found


def read_piece(path: Path, plan: Plan, offset: int, rows: int) -> Piece:
    """Return the next records from a place on, at most `rows`.

    Raises
    ------
    TableUnreadable, TableChanged
        The table can't be read there, or is not the one whose header was read.
    """
    size = rows * _USUAL_RECORD
    with _opened(path) as file:
        if _which(file) != plan.file:
            raise TableChanged(file=path.name)
        while True:
            file.seek(offset)
            data = file.read(size)
            ends = _ends(data)
            if len(ends) or len(data) < size:
                break
            if size > _MAX_RECORD:
                raise TableUnreadable(file=path.name, place=offset, why=f"> {_MAX_RECORD} bytes")
            size *= 4
    used = int(ends[rows - 1]) if len(ends) >= rows else len(data) if len(data) < size else int(ends[-1])
    text = _text(data[:used], path, offset)
    return Piece(
        records=[record for record in _records(text, plan.delimiter, path, offset) if record], after=offset + used
    )


def _ends(data: bytes) -> Any:
    """Return where each whole record of `data` ends: behind a line feed outside quotation marks."""
    signs = np.frombuffer(data, dtype=np.uint8)
    feeds = np.flatnonzero(signs == _NEWLINE) + 1
    if b'"' not in data:
        return feeds
    quotes = np.cumsum(signs == _QUOTE)
    return feeds[quotes[feeds - 1] % 2 == 0]


def _opened(path: Path) -> BinaryIO:
    try:
        if not path.is_file():
            raise TableUnreadable(file=path.name, place=0, why="no such file, or not a plain one")
        return path.open("rb")
    except OSError as error:
        raise TableUnreadable(file=path.name, place=0, why=error.strerror or "") from error


def _which(file: BinaryIO) -> tuple[int, int, int]:
    about = os.fstat(file.fileno())
    return about.st_ino, about.st_size, about.st_mtime_ns


def _text(data: bytes, path: Path, place: int) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise TableUnreadable(file=path.name, place=place + error.start, why="not UTF-8") from error


def _records(text: str, delimiter: str, path: Path, place: int) -> list[list[str]]:
    lines: Iterable[str] = io.StringIO(text, newline="")
    try:
        return list(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise TableUnreadable(file=path.name, place=place, why=str(error)[:80]) from error
