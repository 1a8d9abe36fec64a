"""The frozen program keeps cases, hands over, finds the keyring, and opens one window for each user."""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.frozen.program import DEMO, Ended, open_window, parts, run_frozen, run_source, workers_of

pytestmark = pytest.mark.slow

WORDS: Final = "four words of a test\n"
DAY: Final = ("--as-of", "2026-11-24")
RAISED: Final = "This plugin does not support raise()\n"  # what the platform without a display says of coming forward
BACKENDS: Final = ("keyring.backends.SecretService", "secretstorage.item", "jeepney.io.blocking")  # the one of Linux


def keep(frozen: Path, home: Path, patient: str = "patient_a") -> Ended:
    return run_frozen(frozen, home, "assess", str(DEMO / patient), *DAY, "--keep", typed=WORDS)


def test_a_case_is_kept_behind_a_passphrase_and_found_whole(frozen: Path, tmp_path: Path) -> None:
    kept = keep(frozen, tmp_path)
    assert (kept.code, "A new key was made" in kept.err) == (0, True)
    number = kept.out.splitlines()[-1].rpartition(" ")[2]

    checked = run_frozen(frozen, tmp_path, "cases", "--check", typed=WORDS)
    assert (checked.code, checked.err) == (0, "")
    listed = run_frozen(frozen, tmp_path, "cases", typed=WORDS)
    assert listed.out.split()[0] == number
    assert listed == run_source(tmp_path, "cases", typed=WORDS)


def test_nothing_of_a_kept_case_is_written_unencrypted(frozen: Path, tmp_path: Path) -> None:
    assert keep(frozen, tmp_path).code == 0
    files = [file for file in (tmp_path / "user").rglob("*") if file.is_file()]
    assert tmp_path / "user/cases/cases.bedside" in files
    assert [file for file in files if re.search(rb"(?i)fictive|demonstration|SQLite", file.read_bytes())] == []


def test_nothing_is_written_outside_the_folder_of_the_user(frozen: Path, tmp_path: Path) -> None:
    """The runtime of the models would leave an identifier of the computer in the home folder, and ask for its maker."""
    assert keep(frozen, tmp_path).code == 0
    assert [path.name for path in tmp_path.iterdir()] == ["user"]


def test_a_wrong_passphrase_is_refused_in_the_same_words(frozen: Path, tmp_path: Path) -> None:
    assert keep(frozen, tmp_path).code == 0
    refused = run_frozen(frozen, tmp_path, "cases", "--check", typed="not these words\n")
    assert (refused.code, refused.out) == (3, "")
    assert refused == run_source(tmp_path, "cases", "--check", typed="not these words\n")


def test_the_hand_over_of_patient_b_is_the_same_byte_for_byte(frozen: Path, tmp_path: Path) -> None:
    words = ("handover", str(DEMO / "patient_b"), *DAY, "--pdf")
    ended, from_source = run_frozen(frozen, tmp_path, *words, "a.pdf"), run_source(tmp_path, *words, "b.pdf")
    assert (ended.code, ended.err, from_source.code) == (0, "", 0)
    page = (tmp_path / "a.pdf").read_bytes()
    assert page.startswith(b"%PDF")
    same = page == (tmp_path / "b.pdf").read_bytes()
    assert same, "built from another state of the sources? run `make freeze` again"


@pytest.mark.skipif(sys.platform != "linux", reason="the keyring of each system has parts of its own")
@pytest.mark.parametrize("program", ["bedside", "bedside-window"])
def test_the_keyring_of_the_desktop_is_inside(program: str, frozen: Path) -> None:
    archive = (frozen / program).read_bytes()  # the names of its modules stand in it as they are
    assert [name for name in BACKENDS if name.encode() not in archive] == []
    assert "_internal/keyring-" in "".join(name for name in parts(frozen) if name.endswith("entry_points.txt"))


@pytest.fixture
def home() -> Iterator[Path]:
    """Return a folder whose name is short enough for the socket of a window to lie in it."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


@pytest.mark.skipif(sys.platform != "linux", reason="sockets are looked for as files")
def test_a_second_start_raises_the_first_window_and_ends(frozen: Path, home: Path) -> None:
    with open_window(frozen, home) as first:
        first.wait_until(lambda: any(path.is_socket() for path in home.rglob("*")))
        assert run_frozen(frozen, home, program="bedside-window") == Ended(0, "", "")
        assert first.stands
        assert first.close() == RAISED


@pytest.mark.skipif(sys.platform != "linux", reason="sockets are looked for as files, children are read from /proc")
def test_a_second_start_hands_what_it_was_to_open_to_the_first_window(frozen: Path, home: Path) -> None:
    (home / "it").mkdir()
    (home / "it/settings.toml").write_text('schema = 1\nkeep_cases = "no"\n', "utf-8")
    with open_window(frozen, home) as first:
        first.wait_until(lambda: any(path.is_socket() for path in home.rglob("*")))
        assert workers_of(first.pid) == set()
        assert run_frozen(frozen, home, str(DEMO / "patient_b"), program="bedside-window") == Ended(0, "", "")
        first.wait_until(lambda: any("bedside_app.intake.job" in worker for worker in workers_of(first.pid)))
        assert first.close() == RAISED
