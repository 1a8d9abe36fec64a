"""Cases kept from the command line: the passphrase from standard input, one writer, nothing kept unasked."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bedside_app.cli import keeping
from bedside_app.cli.main import main
from bedside_app.foundation.settings import Settings
from bedside_app.store import keys
from bedside_app.store.lock import FileLock
from bedside_app.store.store import Access

DEMO = Path(__file__).resolve().parents[2] / "resources/demo/patient_a"
Run = Callable[..., tuple[int, str, str]]
WORDS = "four words of a test"


@pytest.fixture(autouse=True)
def own_computer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a user's folder of the test's own, no keyring, and a passphrase that costs nothing to stretch."""
    monkeypatch.setenv("BEDSIDE_USER_FOLDER", str(tmp_path / "user"))
    monkeypatch.setattr(keys, "keyring_stands", lambda: False)
    monkeypatch.setattr(keys, "_COST", 2)


@pytest.fixture
def run(capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> Run:
    def call(*arguments: str, words: str = WORDS) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", io.StringIO(f"{words}\n"))
        code = main(arguments)
        out, err = capfdbinary.readouterr()
        return code, out.decode(), err.decode()

    return call


@pytest.mark.slow
def test_a_case_is_kept_listed_and_its_trail_exported(run: Run, tmp_path: Path) -> None:
    code, out, err = run("assess", str(DEMO), "--as-of", "2026-11-24", "--keep")
    number = out.splitlines()[-1].rpartition(" ")[2]
    assert code == 0
    assert "nobody can open the cases again" in err

    assert json.loads(run("cases", "--json")[1])[0]["case"] == number
    trail = json.loads(run("cases", "--audit", number)[1])
    assert trail["case"] == number
    assert run("cases", "--check")[0] == 0
    kept = (tmp_path / "user/cases/cases.bedside").read_bytes()
    assert b"DEMONSTRATION" not in kept
    assert b"Fictive" not in kept


@pytest.mark.slow
def test_nothing_is_kept_unless_it_is_asked_for(run: Run, tmp_path: Path) -> None:
    assert run("assess", str(DEMO), "--as-of", "2026-11-24")[0] == 0
    assert not (tmp_path / "user/cases").exists()
    code, _, err = run("cases")
    assert code == 3
    assert "No case was kept" in err


@pytest.mark.slow
def test_a_wrong_passphrase_and_another_writer_are_refused_before_the_work(run: Run, tmp_path: Path) -> None:
    assert run("assess", str(DEMO), "--as-of", "2026-11-24", "--keep")[0] == 0
    assert "does not open the cases" in run("cases", words="some other words here")[2]
    with FileLock(tmp_path / "user/cases/writer.lock") as lock:
        assert lock.take()
        code, out, err = run("assess", str(DEMO), "--as-of", "2026-11-24", "--keep")
    assert (code, out) == (3, "")
    assert "only one may write" in err


def test_a_hospital_can_ask_for_a_passphrase_where_a_keyring_stands(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys, "keyring_stands", lambda: True)
    monkeypatch.setattr(keeping, "load", lambda: Settings(key_in="passphrase"))
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{WORDS}\n"))
    keeping.opened(Access.WRITE, "en").close()
    assert json.loads((tmp_path / "user/cases/key.json").read_bytes())["kind"] == "passphrase"
    assert run("cases", words="some other words here")[0] == 3


def test_a_new_passphrase_is_typed_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    typed = iter((WORDS, "other words of a test"))
    monkeypatch.setattr(keeping, "getpass", lambda *_: next(typed))
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    with pytest.raises(keeping.PassphrasesDiffer):
        keeping.opened(Access.WRITE, "en")
