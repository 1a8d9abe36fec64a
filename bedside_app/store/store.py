"""The store of this user's cases: opened by its key, one writer among all processes, closed to forget the key.

In its folder lie `cases.bedside` (encrypted, everything), `key.json` (where the key is kept) and `writer.lock`. None of
their names or unencrypted bytes tells a patient. A new store is built beside its place and moved there whole.
"""

from __future__ import annotations

import errno
import json
import os
import secrets
import uuid
from collections.abc import Mapping
from contextlib import ExitStack
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import ClassVar, Final, Self

from bedside_app.domain.case import CaseId, CaseOpened, CasePhase, CaseRow, Person
from bedside_app.domain.moment import Moment
from bedside_app.domain.plain import from_plain, to_plain
from bedside_app.domain.record import Identity
from bedside_app.foundation.errors import Fault, Refusal
from bedside_app.store.case import Case, StoreReadOnly, extras_of, remove_case
from bedside_app.store.database import CannotWriteStore, Database, StoreDamaged, StoreFull
from bedside_app.store.keys import KEY_BYTES, KeyEntry, KeyKind, KeySource
from bedside_app.store.lock import FileLock
from bedside_app.store.migrations import make_tables, migrate

__all__ = [
    "FILE_NAME",
    "Access",
    "AnotherWriter",
    "KeyFileLost",
    "NoStore",
    "NoSuchCase",
    "Store",
    "StoreFileLost",
    "key_kind",
    "open_store",
    "throw_away_store",
]

FILE_NAME: Final = "cases.bedside"
_KEY_FILE: Final = "key.json"
_LOCK_FILE: Final = "writer.lock"
_MAX_KEY_FILE: Final = 64 * 1024


class AnotherWriter(Refusal):
    """Another window or command of Bedside is writing to the store."""

    code: ClassVar[str] = "store.another-writer"


class NoStore(Refusal):
    """Nothing was kept here yet, and the store was opened to read only."""

    code: ClassVar[str] = "store.no-store"


class KeyFileLost(Refusal):
    """The cases are there and `key.json`, which says where their key is, is gone or unreadable."""

    code: ClassVar[str] = "store.key-file-lost"


class StoreFileLost(Refusal):
    """`key.json` is there and the file of the cases is gone."""

    code: ClassVar[str] = "store.file-lost"


class NoSuchCase(Refusal):
    """The store holds no case of this number."""

    code: ClassVar[str] = "store.no-such-case"


class Access(StrEnum):
    """What the store is opened for. Any number may read; one writes."""

    READ = "read"
    WRITE = "write"


class Store:
    """The cases that are kept. `close` forgets the key: after idle time, with the screen, at the end.

    `made` tells that this opening made the store, and so its key: say `store.key-made`. `kept` is false for one that
    lives in memory only.
    """

    def __init__(
        self, database: Database, lock: FileLock | None = None, *, write: bool, made: bool, kept: bool = True
    ) -> None:
        self.made = made
        self.kept = kept
        self._database = database
        self._lock = lock
        self._write = write
        self._cases: dict[CaseId, Case] = {}

    def cases(self) -> tuple[CaseRow, ...]:
        """Return the worklist, the case that was changed last first."""
        rows = self._database.rows("SELECT id, state, events FROM cases ORDER BY rowid DESC")
        listed = [_row(CaseId(case), state, events) for case, state, events in rows]
        return tuple(sorted(listed, key=lambda row: row.changed.sort_key(), reverse=True))

    def create(self, opened: CaseOpened, documents: Mapping[str, bytes], *, at: Moment, by: Person) -> CaseId:
        """Keep a new case: what was read, and the bytes of its files by digest, all or nothing.

        Raises
        ------
        DocumentDiffers, StoreFull, CannotWriteStore, StoreBusy, StoreReadOnly, StoreLocked
            Nothing was kept.
        """
        if not self._write:
            raise StoreReadOnly
        case = CaseId(str(uuid.uuid4()))
        self._cases[case] = Case.begin(self._database, case, opened, documents, at=at, by=by)
        return case

    def remove(self, case: CaseId) -> None:
        """Remove a case with everything that is kept of it, its trail included. Nobody can bring it back.

        Raises
        ------
        NoSuchCase
            It is not here.
        StoreFull, CannotWriteStore, StoreBusy, StoreReadOnly, StoreLocked
            Nothing was removed.
        """
        if not self._write:
            raise StoreReadOnly
        if self._database.value("SELECT 1 FROM cases WHERE id = ?", (case,)) is None:
            raise NoSuchCase
        remove_case(self._database, case)
        self._cases.pop(case, None)

    def case(self, case: CaseId) -> Case:
        """Return a case as its events come to; a reader sees what was written until now.

        Raises
        ------
        NoSuchCase
            It is not here.
        TrailBroken
            Its events were changed from outside. The other cases stand.
        """
        if self._database.value("SELECT 1 FROM cases WHERE id = ?", (case,)) is None:
            raise NoSuchCase
        if not self._write:
            return Case(self._database, case, write=False)
        if case not in self._cases:
            self._cases[case] = Case(self._database, case, write=True)
        return self._cases[case]

    def check(self) -> tuple[Refusal, ...]:
        """Look at every byte and every link of every chain, and return what is wrong, nothing where all is well."""
        wrong: list[Refusal] = []
        if self.kept and self._database.rows("PRAGMA cipher_integrity_check"):
            wrong.append(StoreDamaged(file=FILE_NAME))
        for (case,) in self._database.rows("SELECT id FROM cases"):
            try:
                opened = Case(self._database, CaseId(case), write=False)
                for digest in opened.documents():
                    opened.document(digest)
            except Refusal as refusal:
                wrong.append(refusal)
        return tuple(wrong)

    def close(self) -> None:
        """Close the file, forget the key and let another write. Every later call is refused with `StoreLocked`."""
        self._cases.clear()
        self._database.close()
        if self._lock is not None:
            self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def key_kind(folder: Path) -> KeyKind | None:
    """Return where the key of the store in `folder` is kept, None without a store: what to ask a person for.

    Raises
    ------
    KeyFileLost
        `key.json` is there and can't be read.
    """
    entry = _entry(folder)
    return None if entry is None else entry.kind


def open_store(folder: Path, source: KeySource, access: Access = Access.WRITE) -> Store:
    """Open the store in `folder`, made there with a key of its own where there is none yet.

    Raises
    ------
    AnotherWriter
        Another process is writing. Reading is possible.
    NoStore, KeyFileLost, StoreFileLost
        There is nothing to read, or half of the store is gone.
    WrongPassphrase, WrongKeySource, NoKeyring, KeyringLocked, KeyNotFound, PassphraseTooShort
        The key is not to be had.
    StoreDamaged, NewerStore, OlderStore, CannotWriteStore, StoreFull, StoreBusy
        The file can't be used; it is left as it is.
    """
    write = access is Access.WRITE
    with ExitStack() as on_refusal:
        lock = on_refusal.enter_context(_taken(folder)) if write else None
        entry = _entry(folder)
        if entry is not None:
            database = _opened(folder, entry, source, write=write)
        else:
            database = _made(folder, source) if write else _nothing(folder)
        on_refusal.pop_all()
    return Store(database, lock, write=write, made=entry is None)


def throw_away_store() -> Store:
    """Return a store in memory, for the demonstration: it asks for no key and is gone when it is closed."""
    database = Database(None, secrets.token_bytes(KEY_BYTES))
    make_tables(database)
    return Store(database, write=True, made=False, kept=False)


def _taken(folder: Path) -> FileLock:
    lock = FileLock(folder / _LOCK_FILE)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        taken = lock.take()
    except OSError as error:
        raise _told(error) from error
    if not taken:
        raise AnotherWriter
    return lock


def _nothing(folder: Path) -> Database:
    if (folder / FILE_NAME).exists():
        raise KeyFileLost
    raise NoStore


def _made(folder: Path, source: KeySource) -> Database:
    """Build the file beside its place, then name its key, then move it there: a cut anywhere leaves a way on."""
    path, fresh = folder / FILE_NAME, folder / f"{FILE_NAME}.new"
    if path.exists():
        raise KeyFileLost
    key, entry = source.make(str(uuid.uuid4()))
    try:
        for leftover in (fresh, fresh.with_name(f"{fresh.name}-journal")):
            leftover.unlink(missing_ok=True)
        fresh.touch(mode=0o600)
        building = Database(fresh, key, create=True)
        try:
            make_tables(building)
        finally:
            building.close()
        _write_whole(folder / _KEY_FILE, json.dumps(to_plain(entry), indent=2).encode() + b"\n")
        _move(fresh, path)
    except OSError as error:
        raise _told(error) from error
    return Database(path, key)


def _opened(folder: Path, entry: KeyEntry, source: KeySource, *, write: bool) -> Database:
    path, fresh = folder / FILE_NAME, folder / f"{FILE_NAME}.new"
    if not path.exists() and fresh.exists() and write:  # cut between naming the key and moving the file
        try:
            _move(fresh, path)
        except OSError as error:
            raise _told(error) from error
    if not path.exists():
        raise StoreFileLost
    with ExitStack() as on_refusal:
        database = Database(path, source.find(entry), write=write)
        on_refusal.callback(database.close)
        migrate(database, path, write=write)
        on_refusal.pop_all()
    return database


def _entry(folder: Path) -> KeyEntry | None:
    try:
        with (folder / _KEY_FILE).open("rb") as file:
            return from_plain(KeyEntry, json.loads(file.read(_MAX_KEY_FILE)))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise _told(error) from error
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise KeyFileLost from error


def _write_whole(path: Path, data: bytes) -> None:
    part = path.with_name(f"{path.name}.part")
    with part.open("wb") as file:
        part.chmod(0o600)
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    _move(part, path)


def _move(source: Path, to: Path) -> None:
    """Give a file its name, and have the name on the disk where the system can do that for a folder."""
    source.replace(to)
    if os.name == "posix":
        handle = os.open(to.parent, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _told(error: OSError) -> Refusal:
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return StoreFull(file=FILE_NAME)
    return CannotWriteStore(file=FILE_NAME, why=error.strerror or "")


def _row(case: CaseId, state: str, events: int) -> CaseRow:
    try:
        shown = json.loads(state)
        return CaseRow(
            id=case,
            identity=from_plain(Identity, shown["identity"]),
            revision=shown["revision"],
            phase=CasePhase(shown["phase"]),
            events=events,
            opened=Moment(shown["opened"]),
            changed=Moment(shown["changed"]),
            demonstration=shown["demonstration"],
            extras=extras_of(shown),
        )
    except (ValueError, TypeError, KeyError) as error:
        raise Fault("the worklist holds a row that this program did not write") from error
