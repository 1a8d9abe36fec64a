"""A hospital's own packs: a template to fill, what must hold before one is signed or added, adding and removing.

Only the files that the card vouches for are copied, from the bytes that were checked. A pack appears whole or not at
all: it is written beside the user's packs, tested there by whoever calls, and then moved into place.
"""

from __future__ import annotations

import re
import shutil
import stat
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import mkdtemp
from typing import ClassVar, Final

from bedside_app.dictionary.conditions import parse
from bedside_app.dictionary.entries import FactDictionary
from bedside_app.domain.fact import FactId
from bedside_app.foundation.errors import Refusal
from bedside_app.foundation.paths import resources_folder
from bedside_app.inference.packs.card import Card, Input, read_card
from bedside_app.inference.packs.find import CARD, Pack, PackShadowing, Shelf, read_file, verified_files
from bedside_app.inference.packs.graph_scan import scan
from bedside_app.inference.packs.signing import SIGNATURE

__all__ = [
    "FolderTaken",
    "PackNotYours",
    "PackOlder",
    "PackSameVersion",
    "PackTooLarge",
    "PackUnfilled",
    "PackUnlikeItsFacts",
    "add",
    "check",
    "check_filled",
    "remove",
    "write_template",
]

_ORIGIN: Final = "user"
_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,59}")
_TO_FILL: Final = b"FILL IN"
_PLACEHOLDER: Final = "PACK_ID"
_MIB: Final = 1024 * 1024
_MAX_MIB: Final = 512
_MAX_FILES: Final = 64


class PackTooLarge(Refusal):
    """A pack is larger, or has more files, than any that is added here."""

    code: ClassVar[str] = "inference.pack-too-large"


class PackUnlikeItsFacts(Refusal):
    """A card names a fact that the dictionary of this workstation does not have, or another unit of it."""

    code: ClassVar[str] = "inference.pack-unlike-its-facts"


class PackOlder(Refusal):
    """A newer version of the pack is installed."""

    code: ClassVar[str] = "inference.pack-older"


class PackSameVersion(Refusal):
    """The same version of the pack is installed, and it is not the same."""

    code: ClassVar[str] = "inference.pack-same-version"


class PackNotYours(Refusal):
    """The user has added no pack of that id."""

    code: ClassVar[str] = "inference.pack-not-yours"


class PackUnfilled(Refusal):
    """A card still holds the marks of the template."""

    code: ClassVar[str] = "inference.pack-unfilled"


class FolderTaken(Refusal):
    """A template can't be written into that folder."""

    code: ClassVar[str] = "inference.folder-taken"


def write_template(folder: Path) -> tuple[Path, ...]:
    """Write the files that make a new pack; the folder's name is its id. It builds as it is, and can't be signed so.

    Raises
    ------
    FolderTaken
        The folder is not empty, or its name is none that a pack can have.
    OSError
        The folder may not be written.
    """
    name = folder.resolve().name
    if not _NAME.fullmatch(name) or (folder.exists() and (not folder.is_dir() or any(folder.iterdir()))):
        raise FolderTaken(folder=str(folder))
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for source in sorted((resources_folder() / "pack_template").iterdir()):
        if source.is_file():
            target = folder / source.name.removesuffix(".txt")
            target.write_text(source.read_text("utf-8").replace(_PLACEHOLDER, name), "utf-8")
            written.append(target)
    return tuple(written)


def check(pack: Pack, dictionary: FactDictionary) -> dict[str, bytes]:
    """Return the bytes of every file that the card vouches for, after all that can be checked without running it.

    Raises
    ------
    Refusal
        A file is missing, a link, too large or another; the graph holds what none may; the card asks for a fact or a
        unit that is not known here.
    """
    card = pack.card
    if len(card.files) > _MAX_FILES or sum(_sizes(pack)) > _MAX_MIB * _MIB:
        raise PackTooLarge(pack=card.id, limit=_MAX_MIB, files=_MAX_FILES)
    files = verified_files(pack.folder, card, origin=_ORIGIN)
    scan(files["model.onnx"], pack=card.id)
    if unlike := next(_unlike(card, dictionary), ""):
        raise PackUnlikeItsFacts(pack=card.id, what=unlike[:100])
    return files


def _sizes(pack: Pack) -> Iterator[int]:
    """Yield the size of each file that is a plain one; what is not is refused when it is read."""
    for name in pack.card.files:
        try:
            about = (pack.folder / name).lstat()
        except OSError:
            continue
        if stat.S_ISREG(about.st_mode):
            yield about.st_size


def _unlike(card: Card, dictionary: FactDictionary) -> Iterator[str]:
    """Yield what the card says of facts that the dictionary does not."""
    texts = [condition.when for condition in card.population.conditions]
    asked = {name for text in (*texts, *filter(None, [card.about_when])) for name in parse(text).variables}
    made = {output.fact for output in card.outputs if output.fact}
    yield from sorted(name for name in asked | made if FactId(name) not in dictionary)
    for entry in card.inputs:
        if entry.fact is not None and (why := _why_not(entry, FactId(entry.fact), dictionary)):
            yield why


def _why_not(entry: Input, fact: FactId, dictionary: FactDictionary) -> str:
    if fact not in dictionary:
        return str(fact)
    unit = dictionary.entry(fact).unit
    if entry.kind in ("quantity", "integer") and not entry.numbers and entry.unit != unit:
        return f"{fact}: {entry.unit} / {unit}"
    return ""


def check_filled(pack: Pack, files: Mapping[str, bytes]) -> None:
    """Refuse a pack in which a mark of the template still stands.

    Raises
    ------
    PackUnfilled
        `place` is the file and the line.
    """
    for name, data in ((CARD, pack.data), *files.items()):
        if _TO_FILL in data:
            line = data[: data.index(_TO_FILL)].count(b"\n") + 1
            raise PackUnfilled(pack=pack.id, place=f"{name}:{line}")


def add(pack: Pack, shelf: Shelf, into: Path, dictionary: FactDictionary, test: Callable[[Pack], None]) -> Pack:
    """Install a pack whose signature was read, and return it as installed.

    Parameters
    ----------
    shelf
        The packs of this workstation as they are.
    into
        The user's folder of packs; it is made where it does not exist.
    test
        Runs the pack's own vectors where it lies, and raises where it fails.

    Raises
    ------
    PackShadowing, PackOlder, PackSameVersion
        Another pack of that id stands, and this one may not take its place.
    Refusal
        As for `check`, or what `test` raises; nothing is installed then.
    OSError
        The folder may not be written.
    """
    _may_take_its_place(pack, shelf, into)
    files = {CARD: pack.data, **check(pack, dictionary)}
    if (pack.folder / SIGNATURE).exists():
        files[SIGNATURE] = read_file(pack.folder, SIGNATURE, origin=_ORIGIN)
    into.mkdir(parents=True, exist_ok=True)
    beside = Path(mkdtemp(prefix="incoming-", dir=into.parent))
    try:
        fresh = beside / pack.id
        for name, data in files.items():
            (fresh / name).parent.mkdir(parents=True, exist_ok=True)
            (fresh / name).write_bytes(data)
        test(replace(pack, folder=fresh))
        place = into / pack.id
        if place.exists():
            place.rename(beside / "before")
        fresh.rename(place)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return replace(pack, folder=place)


def _may_take_its_place(pack: Pack, shelf: Shelf, into: Path) -> None:
    if any(other.id == pack.id and other.origin != _ORIGIN for other in shelf.packs):
        raise PackShadowing(pack=pack.id)
    there = _installed(pack.id, into)
    if there is None:
        return
    if _order(there) > _order(pack.card):
        raise PackOlder(pack=pack.id, version=pack.card.version, there=there.version)
    if there.version == pack.card.version and there != pack.card:
        raise PackSameVersion(pack=pack.id, version=there.version)


def _installed(pack_id: str, into: Path) -> Card | None:
    """Return the card of the user's pack of that id, sound or not, None where there is none that can be read."""
    try:
        return read_card(read_file(into / pack_id, CARD, origin=_ORIGIN), name=pack_id)
    except Refusal:
        return None


def _order(card: Card) -> tuple[int, ...]:
    return tuple(map(int, card.version.split(".")))


def remove(pack_id: str, of: Path) -> None:
    """Remove a pack that the user added, from the user's folder of packs.

    Raises
    ------
    PackNotYours
        There is none of that id.
    OSError
        The folder may not be written.
    """
    place = of / pack_id
    if not _NAME.fullmatch(pack_id) or place.is_symlink() or not place.is_dir():
        raise PackNotYours(pack=pack_id[:60])
    away = Path(mkdtemp(prefix="removed-", dir=of.parent))
    try:
        place.rename(away / pack_id)
    finally:
        shutil.rmtree(away, ignore_errors=True)
