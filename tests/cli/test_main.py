"""The command line as IT and scripts use it: exit codes, JSON, sentences on standard error, no Qt."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bedside_app.cli.main import COMMANDS, main, parser

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
    for file in ("case.json", "summary.pdf", "summary.png", "summary-2.png"):
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
