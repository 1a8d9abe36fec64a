"""When the address of a Patient (`Patient/1`) says that two files are about one person, and when it says nothing.

Two hospitals may both count their patients from one. An address of a server (`https://…`) or one made at random (a
UUID) means one patient wherever it stands in an export. A short one means something inside one folder or archive only,
and only where the export was split: one file there holds the Patient and no results, and no other claims the address.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from bedside_app.domain.record import Identifier, Identity
from bedside_app.intake.identity import REFERENCE
from bedside_app.intake.reading import ReadSource

__all__ = ["ReadHere", "file_of", "located"]

_UNIQUE: Final = re.compile(
    r"https?://.+|urn:.+|(?:.*/)?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class ReadHere:
    """What was read, and the folder or archive folder on this machine where it lies: two may be shown alike."""

    read: ReadSource
    folder: str


def located(files: Sequence[ReadHere]) -> list[tuple[Identity, ...]]:
    """Return each file's identities, with those addresses alone that say something beside the other files.

    A file that says nothing of the patient has one empty identity of its own.
    """
    claims: dict[Identifier, set[Identity]] = {}
    for file in files:
        for identity in filter(_is_described, file.read.content.identities):
            for address in _addresses(identity):
                claims.setdefault(_in(file.folder, address), set()).add(replace(identity, source=""))
    vouched = {address for address, claimed in claims.items() if len(claimed) == 1}
    return [
        tuple(_with_addresses(identity, file, vouched) for identity in file.read.content.identities)
        or (Identity(source=file.read.source.digest),)
        for file in files
    ]


def _with_addresses(identity: Identity, file: ReadHere, vouched: set[Identifier]) -> Identity:
    """Return the identity with its addresses as they are valid from here on."""
    is_whole = _is_described(identity) and bool(file.read.content.facts)  # needs no other file to say who it is about
    kept = []
    for address in _addresses(identity):
        here = _in(file.folder, address)
        if _UNIQUE.fullmatch(address.value) or (here in vouched and not is_whole):
            kept.append(here)
    return replace(identity, identifiers=(*_numbers(identity), *kept))


def _in(folder: str, address: Identifier) -> Identifier:
    return Identifier(REFERENCE, f"{folder}/{address.value}")


def _addresses(identity: Identity) -> tuple[Identifier, ...]:
    return tuple(number for number in identity.identifiers if number.issuer == REFERENCE)


def _numbers(identity: Identity) -> tuple[Identifier, ...]:
    return tuple(number for number in identity.identifiers if number.issuer != REFERENCE)


def _is_described(identity: Identity) -> bool:
    """Whether a file says more of the patient than an address."""
    return replace(identity, identifiers=_numbers(identity), source="") != Identity()


def file_of(file: ReadHere) -> Path:
    """Return the file on this machine that holds what was read: itself, or the archive that it is a member of."""
    named = Path(file.folder) / file.read.source.name.rpartition("/")[2]
    return next((place for place in (named, *named.parents) if place.is_file()), named)
