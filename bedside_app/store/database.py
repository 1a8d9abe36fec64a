"""The one encrypted file: opened with its key, written in whole transactions, its troubles told as refusals.

SQLCipher with a rollback journal and `synchronous=EXTRA`: what was committed is on the disk, the end of the journal
included, before anybody is told. Everything is inside the one file, and any reader can open it between two writes.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from typing import Any, ClassVar, Final

from bedside_app.foundation.errors import Fault, Refusal

__all__ = [
    "CannotWriteStore",
    "Database",
    "StoreBusy",
    "StoreDamaged",
    "StoreFull",
    "StoreLocked",
]

_BUSY_SECONDS: Final = 5.0
_CORRUPT: Final = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT)
_BUSY: Final = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_CLOSED_DOOR: Final = (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_IOERR)


class StoreDamaged(Refusal):
    """The file is cut off or was changed from outside."""

    code: ClassVar[str] = "store.damaged"


class StoreFull(Refusal):
    """No room is left where the cases are kept; what was saved before stands."""

    code: ClassVar[str] = "store.disk-full"


class CannotWriteStore(Refusal):
    """The folder or file of the cases can't be written, or can't be opened at all."""

    code: ClassVar[str] = "store.cannot-write"


class StoreBusy(Refusal):
    """Another process held the file for longer than anybody should wait."""

    code: ClassVar[str] = "store.busy"


class StoreLocked(Refusal):
    """The store was closed, and the key forgotten."""

    code: ClassVar[str] = "store.locked"


class Database:
    """A connection to the file, or to memory where `path` is None. Any thread may use it; one does at a time."""

    def __init__(self, path: Path | None, key: bytes, *, create: bool = False, write: bool = True) -> None:
        self._lock = RLock()
        self._where = "" if path is None else path.name
        self._open: Any = None
        with self._told():
            self._open = _connected(path, key, create=create, write=write)
        try:
            if path is not None and not create:
                self._measure(path)
        except Refusal:
            self.close()
            raise

    def _measure(self, path: Path) -> None:
        """Refuse a file that is shorter than it says itself."""
        pages, size = (int(self.value(f"PRAGMA {name}")) for name in ("page_count", "page_size"))  # as text, some
        if not pages or path.stat().st_size < pages * size:
            raise StoreDamaged(file=self._where)

    def rows(self, statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Return all rows of a query."""
        with self._lock, self._told():
            found: list[tuple[Any, ...]] = self._connection.execute(statement, values).fetchall()
            return found

    def value(self, statement: str, values: Sequence[Any] = ()) -> Any:
        """Return the first column of the first row, None where there is none."""
        rows = self.rows(statement, values)
        return rows[0][0] if rows else None

    def write(self, statement: str, values: Sequence[Any] = ()) -> None:
        """Run one statement of the transaction that is open."""
        with self._lock, self._told():
            self._connection.execute(statement, values)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Let no other thread in between: what was looked at still holds when it is acted on."""
        with self._lock:
            yield

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Have everything inside on the disk at the end, or nothing of it."""
        with self._lock:
            with self._told():
                self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                with self._told():
                    self._connection.execute("COMMIT")
            finally:
                if self._open is not None and self._open.in_transaction:
                    with self._told():
                        self._open.execute("ROLLBACK")

    def close(self) -> None:
        """Close the file and forget the key; SQLCipher wipes its own copy."""
        with self._lock:
            if self._open is not None:
                self._open.close()
                self._open = None

    @property
    def _connection(self) -> Any:
        if self._open is None:
            raise StoreLocked
        return self._open

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Tell the library's errors as refusals. Its messages name tables, never a value, and are not passed on."""
        from sqlcipher3 import dbapi2

        try:
            yield
        except dbapi2.Error as error:
            code = int(getattr(error, "sqlite_errorcode", 0)) & 0xFF
            if code in _CORRUPT:
                raise StoreDamaged(file=self._where) from error
            if code == sqlite3.SQLITE_FULL:
                raise StoreFull(file=self._where) from error
            if code in _BUSY:
                raise StoreBusy(file=self._where) from error
            if code in _CLOSED_DOOR:
                raise CannotWriteStore(file=self._where, why=type(error).__name__) from error
            raise Fault(f"the store's database says {code}") from error


def _connected(path: Path | None, key: bytes, *, create: bool, write: bool) -> Any:
    from sqlcipher3 import dbapi2  # 20 ms: only where cases are kept

    mode = "rwc" if create else "rw" if write else "ro"
    place = ":memory:" if path is None else f"{path.resolve().as_uri()}?mode={mode}"
    connection = dbapi2.connect(
        place, uri=path is not None, isolation_level=None, check_same_thread=False, timeout=_BUSY_SECONDS
    )
    try:
        connection.execute("PRAGMA cipher_log_level = NONE")  # it would write to the clinician's terminal
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        connection.execute("PRAGMA temp_store = MEMORY")  # nothing unencrypted on the disk
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA secure_delete = ON")  # what is removed is overwritten
        if write:
            connection.execute("PRAGMA journal_mode = DELETE")
            connection.execute("PRAGMA synchronous = EXTRA")
            connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except dbapi2.Error:
        connection.close()
        raise
    return connection
