"""The command line as IT and scripts use it: exit codes, JSON, sentences on standard error, no Qt."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bedside_app.cli.main import COMMANDS, main, parser
from bedside_app.cli.output import visible

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "resources/demo/patient_a"


def run(capfdbinary: pytest.CaptureFixture[bytes], *arguments: str) -> tuple[int, str, str]:
    code = main(arguments)
    out, err = capfdbinary.readouterr()
    return code, out.decode(), err.decode()


def test_every_command_is_named_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert [command for command in COMMANDS if f"bedside {command}" not in readme] == []


def test_wrong_use_ends_with_2_and_says_how_it_is_used(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["assess"])
    assert ended.value.code == 2
    assert "usage: bedside assess" in capsys.readouterr().err


@pytest.mark.slow
def test_a_patient_is_assessed_as_json_and_pdf(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    code, out, err = run(capfdbinary, "assess", str(DEMO), "--as-of", "2026-11-24", "--json", "--out", str(tmp_path))
    document = json.loads(out)
    assert (code, err) == (0, "")
    assert document["schema"] == "bedside.assess/1"
    assert document["signed"] is None
    assert document == json.loads((tmp_path / "case.json").read_bytes())
    assert (tmp_path / "summary.pdf").read_bytes().startswith(b"%PDF-")


@pytest.mark.slow
def test_the_same_case_gives_the_same_bytes(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    for name in ("one", "two"):
        assert run(capfdbinary, "demo", "--out", str(tmp_path / name))[0] == 0
    for file in ("case.json", "summary.pdf", "page.png", "page-2.png"):
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()


@pytest.mark.slow
def test_two_patients_in_one_drop_are_refused_and_both_sides_are_shown(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    for number, born in (("1", "1964-03-12"), ("2", "1971-01-02")):
        patient = {
            "resourceType": "Patient",
            "identifier": [{"system": "urn:test", "value": number}],
            "name": [{"family": f"Test{number}", "given": ["Case"]}],
            "birthDate": born,
            "gender": "female",
        }
        (tmp_path / f"{number}.json").write_text(json.dumps(patient), "utf-8")
    code, out, err = run(capfdbinary, "assess", str(tmp_path), "--json")
    document = json.loads(out)
    assert code == 3
    assert err.startswith("bedside: ")
    assert document["options"] == []
    assert {side["family"] for side in document["identity"]["sides"]} == {"Test1", "Test2"}


@pytest.mark.slow
def test_an_empty_folder_is_refused_with_what_to_do(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    code, _, err = run(capfdbinary, "assess", str(tmp_path), "--lang", "fr")
    assert code == 3
    assert err.startswith("bedside: ")
    assert len(err) > 40


def test_a_day_that_is_none_is_refused(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    code, _, err = run(capfdbinary, "assess", str(DEMO), "--as-of", "24.11.2026")
    assert code == 3
    assert "2026-11-24" in err


@pytest.mark.slow
def test_a_place_that_cannot_be_written_is_refused_after_the_work_with_its_reason(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    (tmp_path / "file").write_text("in the way", "utf-8")
    code, _, err = run(capfdbinary, "demo", "--out", str(tmp_path / "file"))
    assert code == 3
    assert "case.json" in err
    assert (tmp_path / "file").read_text("utf-8") == "in the way"


@pytest.mark.slow
def test_facts_are_listed_with_their_places(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    code, out, _ = run(capfdbinary, "facts", str(DEMO), "--json")
    facts = json.loads(out)["record"]["facts"]
    assert code == 0
    assert all(fact["origin"]["name"].startswith("sha256:") and fact["origin"]["place"] for fact in facts)


@pytest.mark.slow
def test_a_pack_runs_by_hand_and_on_a_file_of_cases(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    values = ("tumour_size=30", "positive_nodes=2", "tumour_grade=2")
    code, out, _ = run(capfdbinary, "models", "run", "npi", "--set", *values, "--json")
    assert code == 0
    assert json.loads(out)["outputs"] == {"score": pytest.approx(4.6), "risk_group": "moderate_2"}
    rows = [{"inputs": {"tumour_size": 40, "positive_nodes": 5, "tumour_grade": 3}}, {"inputs": {"tumour_size": 40}}]
    file = tmp_path / "rows.json"
    file.write_text(json.dumps(rows), "utf-8")
    code, out, _ = run(capfdbinary, "models", "run", "npi", "--vectors", str(file))
    answers = json.loads(out)
    assert code == 0
    assert answers[0]["outputs"]["risk_group"] == "very_poor"
    assert answers[1]["refused"]["sentence"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("models", "run", "npi", "--set", "tumour_size=30"), "positive"),
        (("models", "run", "npi", "--set", "tumour_size"), "name=value"),
        (("models", "run", "no_such_pack", "--set", "a=1"), "no_such_pack"),
        (("models", "card", "no_such_pack"), "no_such_pack"),
        (("pathways", "render", "no_such_pathway"), "no_such_pathway"),
    ],
    ids=["missing", "pair", "pack", "card", "pathway"],
)
def test_what_cannot_be_done_is_refused_by_name(
    arguments: tuple[str, ...], word: str, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    code, _, err = run(capfdbinary, *arguments)
    assert code == 3
    assert word in err


@pytest.mark.slow
def test_verify_and_doctor_find_everything_in_order(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    code, out, _ = run(capfdbinary, "models", "verify", "--json")
    assert code == 0
    assert all(pack["ok"] for pack in json.loads(out)["packs"])
    code, out, _ = run(capfdbinary, "doctor", "--json")
    assert code == 0, out
    assert json.loads(out)["ok"] is True


def test_a_fault_of_ours_ends_with_1_and_tells_no_patient_data(
    capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    from bedside_app.cli import settings

    def broken(_: object) -> int:
        raise RuntimeError("Marchand Odile 1964-03-12")

    monkeypatch.setattr(settings, "run", broken)
    code, _, err = run(capfdbinary, "settings")
    assert code == 1
    assert "RuntimeError" in err
    assert "Marchand" not in err


@pytest.mark.slow
def test_the_command_line_starts_without_qt_and_without_what_only_some_commands_need() -> None:
    code = "import sys; from bedside_app.cli.main import parser; parser(); print(sorted(sys.modules))"
    found = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for heavy in ("PySide6", "onnxruntime", "numpy", "pydantic", "yaml", "typst"):
        assert f"'{heavy}'" not in found


def test_every_command_has_help_in_one_line() -> None:
    shown = parser().format_help()
    assert all(command in shown for command in COMMANDS)


@pytest.mark.slow
def test_a_refusal_is_json_too_where_json_was_asked_for(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    code, out, err = run(capfdbinary, "models", "run", "npi", "--json", "--lang", "fr")
    refused = json.loads(out)["refused"]
    assert code == 3
    assert err == f"bedside: {refused['sentence']}\n"


@pytest.mark.slow
def test_both_sides_of_two_patients_are_printed_with_their_files(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    for name in ("Abel", "Zwicky"):
        patient = {"resourceType": "Patient", "name": [{"family": name, "given": ["Case"]}], "birthDate": "1964-03-12"}
        (tmp_path / f"{name}.json").write_text(json.dumps(patient), "utf-8")
    for command in ("facts", "assess"):
        code, out, err = run(capfdbinary, command, str(tmp_path))
        assert code == 3
        assert "A: ABEL, Case · 1964-03-12 · " in out
        assert "/Zwicky.json" in out
        assert "Abel" not in err


@pytest.mark.slow
def test_what_was_computed_is_printed_even_where_it_cannot_be_written(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    (tmp_path / "file").write_text("in the way", "utf-8")
    code, out, err = run(capfdbinary, "assess", str(DEMO), "--json", "--out", str(tmp_path / "file"))
    assert code == 3
    assert json.loads(out)["options"]
    assert "case.json" in err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
def test_output_that_cannot_be_written_is_refused_with_a_sentence() -> None:
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run(
            [sys.executable, "-m", "bedside_app", "settings"],
            cwd=ROOT,
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert ended.returncode == 3
    assert ended.stderr.startswith(b"bedside: ")
    assert ended.stderr.count(b"\n") == 1


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM to be asked with")
def test_a_shutdown_stops_in_order_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "waits.json").write_bytes((DEMO / "clinic.json").read_bytes())
    code = (
        "import os, signal, sys\n"
        "from bedside_app.cli import facts, main\n"
        "facts.run = lambda options: os.kill(os.getpid(), signal.SIGTERM) or signal.pause()\n"
        f"sys.exit(main.main(['facts', {str(tmp_path)!r}]))"
    )
    ended = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=False, timeout=60)
    assert (ended.returncode, ended.stdout) == (3, b"")
    assert ended.stderr == b"bedside: Stopped. Nothing was changed.\n"


def test_text_of_a_file_never_steers_the_terminal() -> None:
    assert visible("a\x1b[2Jb\u202ec\r\x9b\u00a0\u202f é\n") == "a[U+001B][2Jb[U+202E]c[U+000D][U+009B]\u00a0\u202f é\n"


@pytest.mark.slow
def test_the_doctor_says_what_is_wrong_and_looks_at_the_rest(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "it").mkdir()
    (tmp_path / "it/settings.toml").write_text("intake_seconds = 0\n", "utf-8")
    (tmp_path / "user").write_text("a file in the way", "utf-8")
    monkeypatch.setenv("BEDSIDE_IT_FOLDER", str(tmp_path / "it"))
    monkeypatch.setenv("BEDSIDE_USER_FOLDER", str(tmp_path / "user/below"))
    code, out, _ = run(capfdbinary, "doctor", "--json")
    found = json.loads(out)
    wrong = {
        row["name"]: row["value"]
        for rows in found.values()
        if isinstance(rows, list)
        for row in rows
        if row["ok"] is False
    }
    assert code == 3
    assert "intake_seconds" in wrong["foundation.bad-setting"]
    assert "BEDSIDE_USER_FOLDER" in wrong["log"]
    assert next(row["name"] for row in found["inference"]) == "providers"
