"""Finds packs in the built-in, the IT and the user's folder, and vouches for their bytes.

A built-in pack is vouched for by the list compiled into the program; IT's by the folder that IT alone writes. On the
same id IT wins and a user can only add, what a signer vouches for whom IT trusts (`signing`). Every file is read once
and checked as read; nothing is opened by a runtime.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import ClassVar, Final

from bedside_app.domain.record import Refused
from bedside_app.foundation.errors import Refusal
from bedside_app.foundation.paths import search_folders
from bedside_app.inference.packs.built_in import ABOUT_WHEN, BUILT_IN, COUNT_TREATMENTS, TAKE_PICTURES
from bedside_app.inference.packs.card import Card, read_card
from bedside_app.inference.packs.signing import SIGNATURE, Mark, PackUnsigned, Trust, Vouched, trust_of_it, vouch

__all__ = [
    "CARD",
    "Pack",
    "PackDamaged",
    "PackIncomplete",
    "PackMisnamed",
    "PackShadowing",
    "PackUnknown",
    "PackUnlisted",
    "PackUnsigned",
    "Shelf",
    "digest",
    "find_packs",
    "read_file",
    "read_pack",
    "verified_files",
]

CARD: Final = "card.json"
_MAX_CARD_BYTES: Final = 4 * 1024 * 1024
_MAX_FILE_BYTES: Final = 256 * 1024 * 1024
_MAX_SIGNATURE_BYTES: Final = 8 * 1024
_OPENING: Final = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_BUILT_IN, _IT, _USER = "built-in", "it", "user"


class PackUnknown(Refusal):
    """There is no sound pack of that id."""

    code: ClassVar[str] = "inference.pack-unknown"


class PackDamaged(Refusal):
    """A file of a pack is not the one that was vouched for."""

    code: ClassVar[str] = "inference.pack-damaged"


class PackIncomplete(Refusal):
    """A file of a pack is missing, too large, unreadable or not a plain file of its own."""

    code: ClassVar[str] = "inference.pack-incomplete"


class PackMisnamed(Refusal):
    """A card gives another id than its folder."""

    code: ClassVar[str] = "inference.pack-misnamed"


class PackShadowing(Refusal):
    """A user's pack has the id of a pack that is built in or IT's."""

    code: ClassVar[str] = "inference.pack-shadowing"


class PackUnlisted(Refusal):
    """A folder lies among the built-in packs that the program does not know."""

    code: ClassVar[str] = "inference.pack-unlisted"


@dataclass(frozen=True, kw_only=True)
class Pack:
    """A pack that was found: where it lies, who put it there, its card as read (`data`) and the SHA-256 of that.

    `about_when`, `counts_treatments` and `takes_pictures` are the card's, known of a built-in pack without reading its
    card: most packs do not concern a patient, and their cards are then never parsed. `signer` is who vouches for a
    user's pack; `mark` says what is to be said of it on every result.
    """

    id: str
    folder: Path
    origin: str
    digest: str
    data: bytes
    about_when: str | None
    counts_treatments: bool
    takes_pictures: bool
    signer: str = ""
    mark: Mark = ""

    @cached_property
    def card(self) -> Card:
        """The card, parsed when it is first asked for."""
        return _card(self.data, self.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """All packs that may be asked, by id, and those that were refused (`source` is the id)."""

    packs: tuple[Pack, ...]
    refused: tuple[Refused, ...] = ()

    def pack(self, pack_id: str) -> Pack:
        """Return the pack of that id.

        Raises
        ------
        PackUnknown
            There is none, or it was refused.
        """
        for pack in self.packs:
            if pack.id == pack_id:
                return pack
        raise PackUnknown(pack=pack_id)


def find_packs(
    folders: Sequence[tuple[str, Path]] | None = None,
    *,
    built_in: Mapping[str, str] = BUILT_IN,
    trust: Trust | None = None,
) -> Shelf:
    """Return the packs of all folders, sorted by id. A pack that is refused never hides the others.

    Parameters
    ----------
    folders
        Origin and folder, in search order; those of `foundation.paths` by default.
    built_in
        Digest of the card of each built-in pack.
    trust
        Whom IT trusts; asked of this workstation where a user has packs.
    """
    found: dict[str, Pack] = {}
    refused: list[Refused] = []
    taken = set(built_in)
    for origin, folder in search_folders("models") if folders is None else folders:
        for name in _candidates(origin, folder, built_in):
            try:
                if origin == _USER:
                    trust = trust or trust_of_it()
                    if name in taken:
                        raise PackShadowing(pack=name)
                taken.add(name)
                pack = _pack(folder / name, origin, built_in, trust)
            except Refusal as refusal:
                refused.append(Refused(code=refusal.code, values=refusal.values, source=name))
                if origin == _IT:
                    found.pop(name, None)  # IT meant to replace it: silently falling back would give other numbers
                continue
            found[name] = pack
    return Shelf(packs=tuple(found[name] for name in sorted(found)), refused=tuple(refused))


def _candidates(origin: str, folder: Path, built_in: Mapping[str, str]) -> Iterator[str]:
    """Yield the ids to look at: every folder with a card, and of the built-in ones those that must be there."""
    try:
        there = {path.parent.name for path in folder.glob(f"*/{CARD}")}
    except OSError:
        there = set()
    yield from sorted(there | set(built_in) if origin == _BUILT_IN else there)


def _pack(folder: Path, origin: str, built_in: Mapping[str, str], trust: Trust | None) -> Pack:
    name = folder.name
    if origin == _BUILT_IN and name not in built_in:
        raise PackUnlisted(pack=name)
    data = read_file(folder, CARD, origin=origin, limit=_MAX_CARD_BYTES)
    found = digest(data)
    if origin == _BUILT_IN and found != built_in[name]:
        raise PackDamaged(pack=name, file=CARD)
    vouched = Vouched(signer="")
    if origin == _BUILT_IN and built_in is BUILT_IN:
        about_when, counts_treatments, takes_pictures = (
            ABOUT_WHEN.get(name),
            name in COUNT_TREATMENTS,
            name in TAKE_PICTURES,
        )
    else:
        card = _card(data, name)
        if card.id != name:
            raise PackMisnamed(pack=name, card=card.id)
        about_when, counts_treatments = card.about_when, bool(card.treatments)
        takes_pictures = card.image is not None
        if origin == _USER and trust is not None:
            vouched = vouch(card, found, _signature(folder, origin), trust)
    return Pack(
        id=name,
        folder=folder,
        origin=origin,
        digest=found,
        data=data,
        about_when=about_when,
        counts_treatments=counts_treatments,
        takes_pictures=takes_pictures,
        signer=vouched.signer,
        mark=vouched.mark,
    )


def read_pack(folder: Path, trust: Trust | None) -> Pack:
    """Return the pack that lies in any folder, as one of the user's; the folder may have any name.

    Without `trust` nobody is asked to vouch for it: for whoever is about to sign it.

    Raises
    ------
    Refusal
        The card can't be read, or nobody whom IT trusts vouches for it.
    """
    data = read_file(folder, CARD, origin=_USER, limit=_MAX_CARD_BYTES)
    card = _card(data, folder.name)
    vouched = Vouched(signer="")
    if trust is not None:
        vouched = vouch(card, digest(data), _signature(folder, _USER), trust)
    return Pack(
        id=card.id,
        folder=folder,
        origin=_USER,
        digest=digest(data),
        data=data,
        about_when=card.about_when,
        counts_treatments=bool(card.treatments),
        takes_pictures=card.image is not None,
        signer=vouched.signer,
        mark=vouched.mark,
    )


def _signature(folder: Path, origin: str) -> bytes | None:
    """Return the bytes of the signature, None where there is none at all."""
    if not os.path.lexists(folder / SIGNATURE):
        return None
    return read_file(folder, SIGNATURE, origin=origin, limit=_MAX_SIGNATURE_BYTES)


@lru_cache(maxsize=256)
def _card(data: bytes, name: str) -> Card:
    """Return the card that `data` holds; the same bytes are checked against the schema once."""
    return read_card(data, name=name)


def digest(data: bytes) -> str:
    """Return the SHA-256 of `data`, in hexadecimal."""
    return sha256(data).hexdigest()


def read_file(folder: Path, name: str, *, origin: str, limit: int = _MAX_FILE_BYTES) -> bytes:
    """Return the bytes of one file of a pack.

    Raises
    ------
    PackIncomplete
        It is missing, larger than `limit`, unreadable, or a link. (Installers may hard-link built-in files.)
    """
    path = folder / name
    try:
        if any(stat.S_ISLNK(part.lstat().st_mode) for part in path.parents[: name.count("/")]):
            raise PackIncomplete(pack=folder.name, file=name)
        about = path.lstat()
        if not stat.S_ISREG(about.st_mode) or about.st_size > limit or (origin != _BUILT_IN and about.st_nlink > 1):
            raise PackIncomplete(pack=folder.name, file=name)
        with os.fdopen(os.open(path, _OPENING), "rb") as file:
            opened = os.fstat(file.fileno())
            if (opened.st_ino, opened.st_dev) != (about.st_ino, about.st_dev):  # another file took its place
                raise PackIncomplete(pack=folder.name, file=name)
            data = file.read(limit + 1)
    except OSError as error:
        raise PackIncomplete(pack=folder.name, file=name) from error
    if len(data) > limit:
        raise PackIncomplete(pack=folder.name, file=name)
    return data


def verified_files(folder: Path, card: Card, *, origin: str) -> dict[str, bytes]:
    """Return the bytes of every file that the card vouches for.

    Raises
    ------
    PackIncomplete
        One cannot be read.
    PackDamaged
        One is not the file of the card.
    """
    files: dict[str, bytes] = {}
    for name in sorted(card.files):
        files[name] = read_file(folder, name, origin=origin)
        if digest(files[name]) != card.files[name]:
            raise PackDamaged(pack=card.id, file=name)
    return files
