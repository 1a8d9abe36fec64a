from __future__ import annotations

import sys
import threading
from pathlib import Path

import pytest

from bedside_app.foundation.errors import Fault
from bedside_app.store import database as module
from bedside_app.store.database import CannotWriteStore, Database, StoreBusy, StoreDamaged, StoreLocked

KEY = bytes(range(32))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "kept"
    database = Database(path, KEY, create=True)
    with database.transaction():
        database.write("CREATE TABLE notes (text TEXT)")
    database.close()
    return path


def test_a_transaction_that_ends_badly_leaves_nothing(path: Path) -> None:
    database = Database(path, KEY)
    with pytest.raises(KeyError), database.transaction():  # noqa: PT012 - the half that was written is the point
        database.write("INSERT INTO notes VALUES ('half')")
        raise KeyError
    assert database.rows("SELECT * FROM notes") == []
    database.close()


def test_another_key_opens_nothing(path: Path) -> None:
    with pytest.raises(StoreDamaged):
        Database(path, bytes(32))


def test_a_mistake_of_ours_is_a_fault_without_its_values(path: Path) -> None:
    database = Database(path, KEY)
    with pytest.raises(Fault) as told:
        database.write("INSERT INTO nowhere VALUES (?)", ("a name",))
    assert "name" not in str(told.value)
    database.close()


def test_two_threads_take_turns(path: Path) -> None:
    database = Database(path, KEY)

    def write() -> None:
        for _ in range(20):
            with database.transaction():
                database.write("INSERT INTO notes VALUES ('a')")
                database.write("INSERT INTO notes VALUES ('b')")

    threads = [threading.Thread(target=write) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [text for (text,) in database.rows("SELECT text FROM notes ORDER BY rowid")] == ["a", "b"] * 40
    database.close()


def test_a_file_that_somebody_else_holds_is_told_after_a_while(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_BUSY_SECONDS", 0.0)
    holder, other = Database(path, KEY), Database(path, KEY)
    with holder.transaction(), pytest.raises(StoreBusy), other.transaction():
        pass
    holder.close()
    other.close()


def test_a_reader_writes_nothing_and_a_closed_file_answers_nothing(path: Path) -> None:
    database = Database(path, KEY, write=False)
    with pytest.raises(CannotWriteStore):
        database.write("INSERT INTO notes VALUES ('a')")
    database.close()
    with pytest.raises(StoreLocked):
        database.rows("SELECT 1")


def test_the_window_starts_without_the_libraries_of_the_store() -> None:
    import subprocess

    code = "import sys, bedside_app.store.store; print({'sqlcipher3', 'keyring', 'cryptography'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
