"""The tables of the store by schema number, and the way forward from every older one. Nothing leads back."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import ClassVar, Final

from bedside_app.foundation.errors import Refusal
from bedside_app.store.database import CannotWriteStore, Database, StoreDamaged, StoreFull

__all__ = ["MIGRATIONS", "SCHEMA", "Migration", "NewerStore", "OlderStore", "make_tables", "migrate"]

Migration = Callable[[Database], None]

SCHEMA: Final = 1
MIGRATIONS: Final[Mapping[int, Migration]] = {}  # from schema n to n + 1, inside one transaction

_TABLES: Final = (
    """CREATE TABLE cases (
        id TEXT PRIMARY KEY, state TEXT NOT NULL, events INTEGER NOT NULL, head TEXT NOT NULL) STRICT""",
    """CREATE TABLE events (
        "case" TEXT NOT NULL REFERENCES cases (id), sequence INTEGER NOT NULL, body TEXT NOT NULL, link TEXT NOT NULL,
        PRIMARY KEY ("case", sequence)) STRICT""",
    "CREATE TABLE contents (digest TEXT PRIMARY KEY, data BLOB NOT NULL) STRICT",
    """CREATE TABLE documents (
        "case" TEXT NOT NULL REFERENCES cases (id), digest TEXT NOT NULL REFERENCES contents (digest),
        PRIMARY KEY ("case", digest)) STRICT""",
    """CREATE TABLE results (
        "case" TEXT NOT NULL REFERENCES cases (id), revision INTEGER NOT NULL,
        digest TEXT NOT NULL REFERENCES contents (digest), PRIMARY KEY ("case", revision)) STRICT""",
)


class NewerStore(Refusal):
    """The file was written by a newer Bedside; reading it with this one could lose what this one does not know."""

    code: ClassVar[str] = "store.newer"


class OlderStore(Refusal):
    """The file is of an older Bedside and only its writer may bring it forward."""

    code: ClassVar[str] = "store.older"


def make_tables(database: Database) -> None:
    """Give an empty database the tables of the present schema."""
    with database.transaction():
        for statement in _TABLES:
            database.write(statement)
        database.write(f"PRAGMA user_version = {SCHEMA}")


def migrate(
    database: Database,
    path: Path,
    *,
    write: bool,
    migrations: Mapping[int, Migration] = MIGRATIONS,
    schema: int = SCHEMA,
) -> None:
    """Bring a store forward in one transaction; the file as it was stays beside it as `<name>.schema-<n>`.

    Raises
    ------
    NewerStore
        The schema is not known here.
    OlderStore
        It must be brought forward first, and `write` is false.
    StoreFull, CannotWriteStore
        There is no room for the copy; nothing was changed.
    """
    found = int(database.value("PRAGMA user_version"))
    if found > schema:
        raise NewerStore(found=found, known=schema)
    if found == schema:
        return
    if found < 1:
        raise StoreDamaged(file=path.name)
    if not write:
        raise OlderStore(found=found, known=schema)
    _copy(path, path.with_name(f"{path.name}.schema-{found}"))
    with database.transaction():
        for number in range(found, schema):
            migrations[number](database)
        database.write(f"PRAGMA user_version = {schema}")


def _copy(path: Path, to: Path) -> None:
    """Copy the file as it lies there, encrypted, onto the disk before anything is changed."""
    part = to.with_name(f"{to.name}.part")
    try:
        shutil.copyfile(path, part)
        part.chmod(0o600)
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        part.replace(to)
    except OSError as error:
        part.unlink(missing_ok=True)
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise StoreFull(file=path.name) from error
        raise CannotWriteStore(file=path.name, why=error.strerror or "") from error
