from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from bedside_app.domain.case import CaseId, FactEntered
from bedside_app.domain.moment import Moment
from bedside_app.foundation.errors import Refusal
from bedside_app.foundation.words import LANGUAGES, say
from bedside_app.store.case import digest_of
from bedside_app.store.database import CannotWriteStore, StoreDamaged, StoreFull, StoreLocked
from bedside_app.store.keys import Passphrase, WrongPassphrase
from bedside_app.store.store import (
    FILE_NAME,
    Access,
    AnotherWriter,
    KeyFileLost,
    NoStore,
    NoSuchCase,
    Store,
    StoreFileLost,
    key_kind,
    throw_away_store,
)
from bedside_app.store.trail import TrailBroken
from tests.store.cases import AT, BY, WORDS, agreed, new_case, opened, typed
from tests.store.kills import kill_while_saving

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="the system has no such rights and signals")


def events_of(store: Store, case: CaseId) -> int:
    return len(store.case(case).events())


def tampered(folder: Path, statement: str) -> None:
    """Change the file as somebody would who has its key, outside Bedside."""
    from bedside_app.domain.plain import from_plain
    from bedside_app.store.keys import KeyEntry

    entry = from_plain(KeyEntry, json.loads((folder / "key.json").read_bytes()))
    connection = dbapi2.connect(str(folder / FILE_NAME))
    connection.execute(f"PRAGMA key = \"x'{Passphrase(WORDS).find(entry).hex()}'\"")
    connection.execute(statement)
    connection.commit()
    connection.close()


def test_a_new_store_says_that_it_made_a_key(tmp_path: Path) -> None:
    with opened(tmp_path / "a" / "b") as store:
        assert store.made
    with opened(tmp_path / "a" / "b") as store:
        assert not store.made
    assert all("lost" in say("store.key-made", "en") or language == "fr" for language in LANGUAGES)


def test_nothing_on_the_disk_shows_who_the_patient_is(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        new_case(store, {digest_of(b"Demonstration"): b"Demonstration"})
        names = {path.name for path in tmp_path.iterdir()}
    assert names == {FILE_NAME, "key.json", "writer.lock"}
    for path in tmp_path.iterdir():
        assert b"Demonstration" not in path.read_bytes()
    assert not (tmp_path / FILE_NAME).read_bytes().startswith(b"SQLite")


@POSIX
def test_only_the_user_may_read_the_files(tmp_path: Path) -> None:
    opened(tmp_path / "store").close()
    paths = [tmp_path / "store", *(tmp_path / "store").iterdir()]
    assert {path.stat().st_mode & 0o077 for path in paths} == {0}


def test_the_worklist_shows_the_case_that_was_changed_last_first(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        older, newer = new_case(store), new_case(store)
        assert [row.id for row in store.cases()] == [newer, older]
        store.case(older).append(agreed("a"), at=Moment("2026-11-25T08:00:00+01:00"), by=BY)
        assert [row.id for row in store.cases()] == [older, newer]
        with pytest.raises(NoSuchCase):
            store.case(CaseId("none"))


def test_a_second_writer_is_refused_and_a_reader_is_not(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        case = new_case(store)
        with pytest.raises(AnotherWriter):
            opened(tmp_path)
        with opened(tmp_path, Access.READ) as reader:
            assert events_of(reader, case) == 1
    opened(tmp_path).close()


def test_a_refused_opening_leaves_the_store_free_for_the_next(tmp_path: Path) -> None:
    opened(tmp_path).close()
    with pytest.raises(WrongPassphrase):
        opened(tmp_path, words="not the right words")
    opened(tmp_path).close()


def test_a_closed_store_answers_nothing_and_opens_again(tmp_path: Path) -> None:
    store = opened(tmp_path)
    case = store.case(new_case(store))
    store.close()
    store.close()
    for call in (
        store.cases,
        lambda: store.case(case.id),
        lambda: case.append(agreed("a"), at=AT, by=BY),
        lambda: case.document("sha256:0"),
    ):
        with pytest.raises(StoreLocked):
            call()
    with opened(tmp_path) as again:
        assert events_of(again, case.id) == 1


def test_the_demonstration_asks_for_nothing_and_leaves_nothing(tmp_path: Path) -> None:
    with throw_away_store() as store:
        case = store.case(new_case(store))
        case.append(FactEntered(fact=typed(55)), at=AT, by=BY)
        assert (case.revision, store.kept, store.made, store.check()) == (2, False, False, ())
    with throw_away_store() as store:
        assert store.cases() == ()


def test_reading_where_nothing_was_kept_makes_nothing(tmp_path: Path) -> None:
    with pytest.raises(NoStore):
        opened(tmp_path / "store", Access.READ)
    assert not (tmp_path / "store").exists()


@pytest.mark.parametrize("access", list(Access))
def test_a_lost_half_of_the_store_is_said_and_never_replaced(tmp_path: Path, access: Access) -> None:
    opened(tmp_path).close()
    key, kept = tmp_path / "key.json", (tmp_path / "key.json").read_bytes()
    key.unlink()
    with pytest.raises(KeyFileLost):
        opened(tmp_path, access)
    key.write_bytes(kept)
    (tmp_path / FILE_NAME).unlink()
    with pytest.raises(StoreFileLost):
        opened(tmp_path, access)


@pytest.mark.parametrize("spoiled", [b"", b"{", b"[]", b'{"schema": 1}', b"[" * 5000, b"\xff"])
def test_an_unreadable_key_file_is_said(tmp_path: Path, spoiled: bytes) -> None:
    opened(tmp_path).close()
    (tmp_path / "key.json").write_bytes(spoiled)
    with pytest.raises(KeyFileLost):
        opened(tmp_path)
    with pytest.raises(KeyFileLost):
        key_kind(tmp_path)


def test_a_first_opening_that_was_cut_leaves_a_way_on(tmp_path: Path) -> None:
    (tmp_path / f"{FILE_NAME}.new").write_bytes(b"half")  # cut before the key was named
    opened(tmp_path).close()
    (tmp_path / FILE_NAME).rename(tmp_path / f"{FILE_NAME}.new")  # cut before the file was moved to its place
    with opened(tmp_path) as store:
        assert store.cases() == ()


@pytest.mark.parametrize(
    "spoil",
    [
        lambda _: b"",
        lambda data: data[:100],
        lambda data: data[: len(data) // 2],
        lambda data: data[:-1],
        lambda data: data[:50] + b"\x00" * 50 + data[100:],
        lambda data: b"SQLite format 3\x00" + data[16:],
    ],
    ids=["empty", "first bytes", "half", "last byte", "first page", "head"],
)
def test_a_damaged_file_is_refused_and_left_as_it_is(tmp_path: Path, spoil: Callable[[bytes], bytes]) -> None:
    with opened(tmp_path) as store:
        new_case(store)
    path = tmp_path / FILE_NAME
    damaged = spoil(path.read_bytes())
    path.write_bytes(damaged)
    for access in Access:
        with pytest.raises(StoreDamaged):
            opened(tmp_path, access)
    assert path.read_bytes() == damaged


def test_one_wrong_byte_anywhere_is_found_by_the_check_or_at_opening(tmp_path: Path) -> None:
    letter = bytes(range(256)) * 64
    with opened(tmp_path) as store:
        new_case(store, {digest_of(letter): letter})
    path = tmp_path / FILE_NAME
    whole = path.read_bytes()
    for page in range(len(whole) // 4096):
        at = page * 4096 + 2000
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        try:
            with opened(tmp_path) as store:
                wrong: tuple[Refusal, ...] = store.check()
        except StoreDamaged as refusal:
            wrong = (refusal,)
        assert wrong, f"page {page}"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE events SET body = replace(body, '55.0', '65.0') WHERE sequence = 2",
        "DELETE FROM events WHERE sequence = 3",
        "DELETE FROM events WHERE sequence = 2",
        "UPDATE events SET body = replace(body, 'Test Reviewer', 'Somebody Else')",
        "UPDATE cases SET events = 2",
    ],
)
def test_a_trail_changed_from_outside_is_said_when_the_case_opens(tmp_path: Path, statement: str) -> None:
    with opened(tmp_path) as store:
        case = new_case(store)
        store.case(case).append(FactEntered(fact=typed(55.0)), at=AT, by=BY)
        store.case(case).append(agreed("a"), at=AT, by=BY)
    tampered(tmp_path, statement)
    with opened(tmp_path) as store:
        with pytest.raises(TrailBroken):
            store.case(case)
        assert [refusal.code for refusal in store.check()] == ["store.trail-broken"]
        assert events_of(store, new_case(store)) == 1, "the others stand"


def test_a_full_disk_says_so_and_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        case = store.case(new_case(store))
        pages = store._database.value("PRAGMA page_count")
        store._database.rows(f"PRAGMA max_page_count = {int(pages) + 8}")
        with pytest.raises(StoreFull):  # noqa: PT012 - which of them finds no room is not ours to say
            for number in range(1000):
                case.append(FactEntered(fact=typed(number)), at=AT, by=BY)
        acknowledged, state = case.events(), case.state
        with pytest.raises(StoreFull):
            new_case(store, {digest_of(b"x" * 99_999): b"x" * 99_999})
        assert len(store.cases()) == 1
    with opened(tmp_path) as store:
        case = store.case(case.id)
        assert (case.events(), case.state, store.check()) == (acknowledged, state, ())
        case.append(agreed("there is room again"), at=AT, by=BY)


@POSIX
@pytest.mark.parametrize("made", [False, True], ids=["first opening", "store stands"])
def test_a_disk_that_takes_no_more_bytes_is_a_refusal(tmp_path: Path, made: bool) -> None:
    import resource
    import signal

    if made:
        opened(tmp_path).close()

    def on_a_full_disk() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
        with opened(tmp_path) as store:
            new_case(store, {digest_of(b"x" * 99_999): b"x" * 99_999})

    assert ended_in_child(on_a_full_disk) in ("store.disk-full", "store.cannot-write")
    with opened(tmp_path) as store:
        assert store.cases() == ()


@POSIX
def test_a_read_only_home_is_refused_to_a_writer_and_opens_for_a_reader() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "store"
        with opened(folder) as store:
            new_case(store)
        Path(name).chmod(0o755)
        for path in folder.iterdir():
            path.chmod(0o444)
        folder.chmod(0o555)

        def as_anybody() -> None:
            if os.getuid() == 0:
                os.setuid(65534)  # rights do not bind root
            with opened(folder, Access.READ) as reader:
                assert len(reader.cases()) == 1
            opened(folder)

        assert ended_in_child(as_anybody) == "store.cannot-write"
        folder.chmod(0o755)


def test_a_folder_that_cannot_be_made_is_a_refusal(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(CannotWriteStore):
        opened(tmp_path / "file" / "store")


@POSIX
@pytest.mark.slow
def test_nothing_acknowledged_is_lost_when_the_writer_is_killed(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    kills = int(os.environ.get("BEDSIDE_KILLS", "100"))
    seen = kill_while_saving(tmp_path, kills, seed=1)
    record_property("slowest opening in seconds", seen.slowest_opening_seconds)
    assert seen.lost == ()
    assert seen.acknowledged > kills, "the writer wrote before it was killed"


def ended_in_child(call: Callable[[], None]) -> str:
    """Return the code of the refusal that `call` ends with in a copy of this process, with rights of its own."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        told = "done"
        try:
            call()
        except Refusal as refusal:
            told = refusal.code
        except BaseException as error:  # noqa: BLE001 - a child of a test never returns into the test
            told = repr(error)
        os.write(writing, told.encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        told = pipe.read().decode()
    os.waitpid(child, 0)
    return told


def test_a_removed_case_leaves_nothing_and_what_another_holds_stays(tmp_path: Path) -> None:
    letter = {digest_of(b"a letter"): b"a letter"}
    with opened(tmp_path) as store:
        gone, stays = new_case(store, letter), new_case(store, letter)
        store.case(gone).save_result(1, b"{gone}")

        store.remove(gone)

        assert [row.id for row in store.cases()] == [stays]
        assert store.case(stays).document(*letter) == b"a letter"
        with pytest.raises(NoSuchCase):
            store.remove(gone)
        assert store.check() == ()
