from __future__ import annotations

import io
import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside_app.intake import files
from bedside_app.intake.files import (
    EmptyFile,
    FileChanged,
    FileNotFound,
    Found,
    SpecialFile,
    TooLarge,
    find,
    printable,
    read_whole,
)

MIB = 1024 * 1024
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="this system has no such files")


def found_in(*paths: Path, max_files: int = 100, max_bytes: int = MIB) -> Found:
    return find(paths, max_files=max_files, max_bytes=max_bytes)


def names(found: Found) -> list[str]:
    return [file.name for file in found.files]


def refusals(found: Found) -> list[tuple[str, str]]:
    return [(refused.code, refused.place) for refused in found.refused]


@pytest.fixture
def drop(tmp_path: Path) -> Path:
    (tmp_path / "drop").mkdir()
    return tmp_path / "drop"


def test_files_come_as_dropped_and_then_by_name_whatever_the_folder_says(drop: Path) -> None:
    for name in ("b.json", "a.json", "c/z.json", "c/y.json"):
        (drop / name).parent.mkdir(exist_ok=True)
        (drop / name).write_text("{}")
    single = drop.parent / "single.hl7"
    single.write_text("MSH|")
    assert names(found_in(single, drop)) == [
        "single.hl7",
        "drop/a.json",
        "drop/b.json",
        "drop/c/y.json",
        "drop/c/z.json",
    ]


def test_empty_folder_says_so_even_with_empty_folders_inside(drop: Path) -> None:
    (drop / "inside" / "deeper").mkdir(parents=True)
    assert refusals(found_in(drop)) == [("intake.empty-folder", "drop")]


def test_second_folder_that_is_empty_says_so_beside_a_full_one(drop: Path) -> None:
    (drop / "a.json").write_text("{}")
    (drop.parent / "empty").mkdir()
    assert refusals(found_in(drop, drop.parent / "empty")) == [("intake.empty-folder", "empty")]


def test_absent_path_says_so_and_the_others_stand(drop: Path) -> None:
    (drop / "a.json").write_text("{}")
    found = found_in(drop / "nowhere", drop)
    assert (refusals(found), names(found)) == ([("intake.file-not-found", "nowhere")], ["drop/a.json"])


def test_holiday_pictures_are_listed_and_never_opened_by_a_reader(drop: Path) -> None:
    (drop / "beach.json").write_bytes(b"\xff\xd8\xff\xe0" + b"\0" * 100)
    (drop / "film.dcm").write_bytes(b"\0\0\0\x18ftypisom" + b"\0" * 100)
    found = found_in(drop)
    assert not found.files
    assert [(item.what, item.why) for item in found.not_understood] == [
        ("drop/beach.json", "intake.content.picture"),
        ("drop/film.dcm", "intake.content.video"),
    ]


def test_file_of_three_gigabytes_is_refused_by_its_size(drop: Path) -> None:
    with (drop / "huge.json").open("wb") as file:
        file.write(b"{")
        file.truncate(3 * 1024 * MIB)  # sparse: takes no room
    (refused,) = found_in(drop).refused
    assert (refused.code, refused.values) == ("intake.too-large", {"size_mib": 3072, "limit_mib": 1})


def test_empty_file_says_so(drop: Path) -> None:
    (drop / "nothing.json").touch()
    assert refusals(found_in(drop)) == [("intake.empty-file", "drop/nothing.json")]


def test_folder_beyond_the_number_of_files_is_left_out_and_the_rest_stands(drop: Path) -> None:
    for number in range(20):
        (drop / f"{number}.json").write_text("{}")
    single = drop.parent / "single.json"
    single.write_text("{}")
    found = found_in(single, drop, max_files=10)
    assert (names(found), refusals(found)) == (["single.json"], [("intake.too-many-files", "drop")])


def test_single_files_beyond_the_number_are_refused_one_by_one(drop: Path) -> None:
    for name in "abcde":
        (drop / name).write_text("{}")
    found = found_in(*(drop / name for name in "abcde"), drop, max_files=2)
    assert names(found) == ["a", "b"]
    assert [place for code, place in refusals(found) if code == "intake.too-many-files"] == ["c", "d", "e", "drop"]
    assert {refused.values["limit"] for refused in found.refused} == {2}


@POSIX
def test_link_out_of_the_folder_is_not_followed_and_one_inside_needs_no_word(drop: Path) -> None:
    secret = drop.parent / "secret.json"
    secret.write_text("{}")
    (drop / "a.json").write_text("{}")
    (drop / "out").symlink_to(secret)
    (drop / "out_folder").symlink_to(drop.parent)
    (drop / "inside").symlink_to(drop / "a.json")
    (drop / "broken").symlink_to(drop / "nowhere")
    (drop / "ring").symlink_to(drop / "ring")
    found = found_in(drop)
    assert names(found) == ["drop/a.json"]
    assert refusals(found) == [
        ("intake.link-not-followed", f"drop/{name}") for name in ("broken", "out", "out_folder", "ring")
    ]


@POSIX
def test_link_that_was_named_itself_is_followed(drop: Path) -> None:
    (drop / "a.json").write_text("{}")
    link = drop.parent / "link.json"
    link.symlink_to(drop / "a.json")
    assert names(found_in(link)) == ["link.json"]


@POSIX
def test_pipes_sockets_and_devices_are_never_opened(drop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(drop / "pipe")
    monkeypatch.chdir(drop)  # a socket's path is short
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("socket")
        found = found_in(drop, Path("/dev/null"))
    assert refusals(found) == [
        ("intake.special-file", "drop/pipe"),
        ("intake.special-file", "drop/socket"),
        ("intake.special-file", "null"),
    ]


@POSIX
def test_pipe_that_takes_a_files_place_is_not_waited_for(drop: Path) -> None:
    os.mkfifo(drop / "pipe")
    with pytest.raises(SpecialFile):
        read_whole(str(drop / "pipe"), MIB)


def test_file_and_folder_without_permission_say_so(drop: Path) -> None:
    (drop / "a.json").write_text("{}")
    (drop / "a.json").chmod(0)
    if os.access(drop / "a.json", os.R_OK):
        pytest.skip("this user, an administrator, may read everything")
    (drop / "closed").mkdir(mode=0)
    found = found_in(drop)
    (drop / "closed").chmod(0o700)
    assert sorted(refusals(found)) == [
        ("intake.no-permission", "drop/a.json"),
        ("intake.no-permission", "drop/closed"),
    ]


def test_error_of_the_system_becomes_a_sentence(drop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (drop / "a.json").write_text("{}")

    def fail(path: Path) -> tuple[bytes, int]:
        raise PermissionError(13, "no") if "a.json" in str(path) else OSError(5, "damaged disc")

    monkeypatch.setattr(files, "_head", fail)
    assert refusals(found_in(drop)) == [("intake.no-permission", "drop/a.json")]
    (drop / "a.json").rename(drop / "b.json")
    (refused,) = found_in(drop).refused
    assert (refused.code, refused.values) == ("intake.unreadable-file", {"error": "EIO"})


def test_file_is_read_whole(drop: Path) -> None:
    (drop / "a").write_bytes(bytes(range(256)) * 1000)
    assert read_whole(str(drop / "a"), MIB) == bytes(range(256)) * 1000


class Disturbed:
    """A file at whose first reading something else happens to its path."""

    def __init__(self, descriptor: int, happens: Callable[[], object]) -> None:
        self._file = io.FileIO(descriptor, "rb")
        self._happens: Callable[[], object] | None = happens

    def __enter__(self) -> Disturbed:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def read(self, size: int) -> bytes:
        if self._happens is not None:
            self._happens()
            self._happens = None
        return self._file.read(size)


def disturb(monkeypatch: pytest.MonkeyPatch, happens: Callable[[], object]) -> None:
    monkeypatch.setattr("os.fdopen", lambda descriptor, *_, **__: Disturbed(descriptor, happens))


def test_file_that_grows_while_it_is_read_is_refused(drop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = drop / "a.json"
    path.write_text("{}")
    disturb(monkeypatch, lambda: path.write_text("{}{}"))
    with pytest.raises(FileChanged):
        read_whole(str(path), MIB)


def test_file_that_is_cut_while_it_is_read_is_refused(drop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = drop / "a.json"
    path.write_text("{}")
    disturb(monkeypatch, lambda: os.truncate(path, 1))
    with pytest.raises(FileChanged):
        read_whole(str(path), MIB)


def test_file_that_another_replaces_while_it_is_read_is_refused(drop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, other = drop / "a.json", drop / "b.json"
    path.write_text("{}")
    other.write_text("[]")
    os.utime(other, ns=(path.stat().st_atime_ns, path.stat().st_mtime_ns))  # size and time agree
    disturb(monkeypatch, lambda: other.replace(path))
    with pytest.raises(FileChanged):
        read_whole(str(path), MIB)


def test_bounds_hold_again_when_a_file_is_read(drop: Path) -> None:
    (drop / "a").write_bytes(b"x" * (MIB + 1))
    (drop / "b").touch()
    with pytest.raises(TooLarge):
        read_whole(str(drop / "a"), MIB)
    with pytest.raises(EmptyFile):
        read_whole(str(drop / "b"), MIB)
    with pytest.raises(FileNotFound):
        read_whole(str(drop / "c"), MIB)


@given(name=st.text(st.characters(exclude_categories=()), min_size=1))
def test_any_name_can_be_shown(name: str) -> None:
    shown = printable(name)
    assert shown.isprintable()
    assert shown.encode("utf-8")


def test_name_cannot_move_the_cursor_or_turn_the_line() -> None:
    assert printable("a\x1b[2Jb\u202ec\nd\u00a0e") == "a\ufffd[2Jb\ufffdc\ufffdd e"
