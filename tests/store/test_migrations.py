from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bedside_app.domain.case import CasePhase, ImageMeasured, MeasurementRemoved
from bedside_app.store.case import digest_of
from bedside_app.store.database import Database, StoreDamaged, StoreFull
from bedside_app.store.migrations import SCHEMA, NewerStore, OlderStore, make_tables, migrate
from bedside_app.store.store import FILE_NAME, Access
from bedside_app.store.trail import KINDS
from tests.store.cases import BY, opened
from tests.store.old_stores import FOLDER, LETTER, SIGNED

KEY = bytes(32)
OLD = sorted(FOLDER.iterdir(), key=lambda folder: int(folder.name.removeprefix("schema-")))


def made(folder: Path) -> Path:
    path = folder / FILE_NAME
    database = Database(path, KEY, create=True)
    make_tables(database)
    database.close()
    return path


SINCE = {ImageMeasured, MeasurementRemoved}  # kinds that no old store can hold


def with_a_table(database: Database) -> None:
    database.write("CREATE TABLE notes (text TEXT NOT NULL) STRICT")


def cut_short(database: Database) -> None:
    database.write("DROP TABLE results")
    raise StoreFull(file=FILE_NAME)


def test_a_store_of_the_present_schema_is_among_those_kept() -> None:
    assert OLD[-1].name == f"schema-{SCHEMA}"


@pytest.mark.parametrize("old", OLD, ids=lambda old: old.name)
@pytest.mark.parametrize("access", list(Access))
def test_a_store_of_an_older_program_opens_as_it_was(old: Path, access: Access, tmp_path: Path) -> None:
    folder = tmp_path / "store"
    shutil.copytree(old, folder)
    with opened(folder, access) as store:
        (row,) = store.cases()
        case = store.case(row.id)
        assert {type(one.event) for one in case.events()} == set(KINDS.values()) - SINCE
        assert case.document(digest_of(LETTER)) == LETTER
        signed = next(one for one in case.events() if type(one.event) is KINDS["revision_signed"])
        assert (case.result(signed.revision), signed.by) == (SIGNED, BY)
        assert (row.phase, store.check()) == (CasePhase.AMENDED, ())


def test_a_migration_keeps_a_copy_and_happens_once(tmp_path: Path) -> None:
    path = made(tmp_path)
    before = path.read_bytes()
    database = Database(path, KEY)
    for _ in range(2):
        migrate(database, path, write=True, migrations={1: with_a_table}, schema=2)
    assert database.value("PRAGMA user_version") in (2, "2")
    assert database.rows("SELECT * FROM notes") == []
    database.close()
    assert path.with_name(f"{FILE_NAME}.schema-1").read_bytes() == before
    newer = Database(path, KEY)
    with pytest.raises(NewerStore):
        migrate(newer, path, write=True)
    newer.close()


def test_a_migration_that_is_cut_short_leaves_the_store_as_it_was(tmp_path: Path) -> None:
    path = made(tmp_path)
    database = Database(path, KEY)
    with pytest.raises(StoreFull):
        migrate(database, path, write=True, migrations={1: cut_short}, schema=2)
    assert database.rows("SELECT * FROM results") == []
    assert int(database.value("PRAGMA user_version")) == SCHEMA
    database.close()


def test_no_room_for_the_copy_means_no_migration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = made(tmp_path)
    database = Database(path, KEY)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "copyfile", full)
    with pytest.raises(StoreFull):
        migrate(database, path, write=True, migrations={1: with_a_table}, schema=2)
    assert int(database.value("PRAGMA user_version")) == SCHEMA
    database.close()


def test_a_reader_brings_nothing_forward(tmp_path: Path) -> None:
    path = made(tmp_path)
    database = Database(path, KEY, write=False)
    with pytest.raises(OlderStore):
        migrate(database, path, write=False, migrations={1: with_a_table}, schema=2)
    database.close()


def test_a_file_without_a_schema_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / FILE_NAME
    database = Database(path, KEY, create=True)
    with pytest.raises(StoreDamaged):
        migrate(database, path, write=True)
    database.close()
