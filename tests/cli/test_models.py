"""A hospital's own packs and cohorts from the command line, from the template to a marked result."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bedside_app.cli.main import main
from models.build import main as build

Run = Callable[..., tuple[int, Any, str]]


@pytest.fixture(autouse=True)
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Have IT and the user of this test alone."""
    for name in ("IT", "USER"):
        (tmp_path / name).mkdir()
        monkeypatch.setenv(f"BEDSIDE_{name}_FOLDER", str(tmp_path / name))
    return tmp_path


@pytest.fixture
def run(capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Return a run of `bedside models … --json`: exit code, what it printed, its sentences."""

    def models(*arguments: str | Path) -> tuple[int, Any, str]:
        code = main(["models", *map(str, arguments), "--json"])
        out, err = capfdbinary.readouterr()
        return code, json.loads(out), err.decode()

    return models


def filled(folder: Path, run: Run, capfdbinary: pytest.CaptureFixture[bytes]) -> Path:
    """Return a template that somebody has filled and built."""
    pack = folder / "our_risk"
    assert run("new", pack)[0] == 0
    for path in pack.iterdir():
        path.write_text(path.read_text("utf-8").replace("FILL IN", "known"), "utf-8")
    assert build(["--pack", str(pack)]) == 0
    capfdbinary.readouterr()
    return pack


@pytest.mark.slow
def test_pack_goes_from_the_template_to_a_result_that_names_its_signer(
    folders: Path, run: Run, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    pack = filled(folders, run, capfdbinary)
    _, key, _ = run("key", "physics", "--in", folders)
    assert run("sign", pack, "--key", key["private"])[0] == 0
    code, said, sentence = run("add", pack, "--yes")
    assert (code, said["refused"]["code"]) == (3, "inference.signer-unknown")
    assert "our_risk" in sentence
    (folders / "IT" / "signers").mkdir()
    Path(key["public"]).rename(folders / "IT" / "signers" / "Medical physics.pub")
    code, said, _ = run("add", pack, "--yes")
    assert (code, said["signer"], said["mark"]) == (0, "Medical physics", "")
    code, said, _ = run("run", "our_risk", "--set", "age=75", "tumour_size=50")
    assert (code, said["origin"], said["signer"]) == (0, "user", "Medical physics")
    assert said["outputs"] == {"probability": pytest.approx(0.5)}
    assert run("remove", "our_risk")[0] == 0
    assert run("run", "our_risk", "--set", "age=75", "tumour_size=50")[1]["refused"]["code"] == "inference.pack-unknown"


@pytest.mark.slow
def test_unsigned_pack_is_let_in_by_it_alone_and_marked_on_every_result(
    folders: Path, run: Run, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    pack = filled(folders, run, capfdbinary)
    (folders / "USER" / "settings.toml").write_text('unsigned_models = "mark"\n')
    assert run("add", pack, "--yes")[1]["refused"]["code"] == "inference.pack-unsigned"
    (folders / "IT" / "settings.toml").write_text('unsigned_models = "mark"\n')
    assert run("add", pack, "--yes")[1]["mark"] == "unsigned"
    assert run("run", "our_risk", "--set", "age=75", "tumour_size=50")[1]["mark"] == "unsigned"
    (folders / "in.csv").write_text("age,tumour_size\n75,50\n")
    run("run", "our_risk", "--table", folders / "in.csv", "--out", folders / "out.csv")
    with (folders / "out.csv").open(encoding="utf-8", newline="") as file:
        assert "NOT SIGNED" in next(csv.DictReader(file))["origin"]
    listed = {one["id"]: one for one in run("list")[1]["packs"]}
    assert (listed["our_risk"]["origin"], listed["our_risk"]["mark"]) == ("user", "unsigned")


def test_nothing_is_added_without_a_yes(folders: Path, run: Run, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    (folders / "IT" / "settings.toml").write_text('unsigned_models = "mark"\n')
    pack = filled(folders, run, capfdbinary)
    assert run("add", pack)[1]["refused"]["code"] == "cli.not-confirmed"
    assert not (folders / "USER" / "models").exists()


def test_template_is_not_signed_as_it_is(folders: Path, run: Run, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    pack = folders / "our_risk"
    run("new", pack)
    build(["--pack", str(pack)])
    capfdbinary.readouterr()
    _, key, _ = run("key", "physics", "--in", folders)
    assert run("sign", pack, "--key", key["private"])[1]["refused"]["code"] == "inference.pack-unfilled"
    assert not (pack / "signature.json").exists()


def test_folder_that_can_not_be_written_is_said(folders: Path, run: Run) -> None:
    (folders / "file").write_text("")
    assert run("new", folders / "file" / "our_risk")[1]["refused"]["code"] == "cli.folder-locked"


def test_table_needs_a_place_for_its_answer(folders: Path, run: Run) -> None:
    assert run("run", "npi", "--table", folders / "in.csv")[1]["refused"]["code"] == "cli.out-wanted"


@pytest.mark.slow
def test_cohort_counts_what_it_refused(folders: Path, run: Run) -> None:
    (folders / "in.csv").write_text("tumour_size,positive_nodes,tumour_grade\n20,0,2\n-1,0,2\n,0,2\n")
    code, said, _ = run("run", "npi", "--table", folders / "in.csv", "--out", folders / "out.csv")
    assert (code, said["rows"]) == (0, 3)
    assert said["refused"] == {"inference.out-of-range": 1, "inference.inputs-missing": 1}
