"""Each import contract holds, and bites: one violation per rule is planted in a copy of the program."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]

# contract id -> (file that sins, line that it gains)
PLANTED = {
    "layers": ("dictionary/entries.py", "import bedside_app.therapy"),
    "domain": ("domain/fact.py", "import bedside_app.foundation.paths"),
    "workflows": ("workflows/assess.py", "import bedside_app.workflows.planted"),
    "qt": ("cli/main.py", "import PySide6"),
    "numbers": ("therapy/propose.py", "import numpy"),
    "engine": ("inference/run.py", "import onnxruntime"),
    "recipes": ("inference/run.py", "import onnx"),
    "yaml": ("therapy/propose.py", "import yaml"),
    "typesetting": ("report/compose.py", "import typst"),
    "dicom": ("inference/run.py", "import pydicom"),
}


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [
            sys.executable,
            "-c",
            "from importlinter.cli import lint_imports_command; lint_imports_command()",
            "--no-cache",
        ],
        cwd=folder,
        capture_output=True,
        text=True,
        env={"PYTHONPATH": str(folder), "PATH": "/usr/bin:/bin"},
        check=False,
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    ignore = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "bedside_app", tmp_path / "bedside_app", ignore=ignore)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_every_contract_has_a_planted_violation() -> None:
    assert {contract["id"] for contract in CONTRACTS} == set(PLANTED)


@pytest.mark.slow
@pytest.mark.parametrize("contract", CONTRACTS, ids=lambda contract: contract["id"])
def test_a_planted_violation_breaks_its_contract(contract: dict[str, object], copy: Path) -> None:
    name, line = PLANTED[str(contract["id"])]
    (copy / "bedside_app/workflows/planted.py").write_text('"""Planted."""\n', "utf-8")
    file = copy / "bedside_app" / name
    file.write_text(file.read_text("utf-8") + f"\n{line}\n", "utf-8")
    result = lint(copy)
    assert result.returncode == 1, result.stdout + result.stderr
    assert f"{contract['name']} BROKEN" in result.stdout


@pytest.mark.slow
def test_an_unlisted_room_breaks_the_layers(copy: Path) -> None:
    (copy / "bedside_app/annexe").mkdir()
    (copy / "bedside_app/annexe/__init__.py").write_text('"""Planted."""\n', "utf-8")
    result = lint(copy)
    assert result.returncode == 1
    assert "annexe" in result.stdout


@pytest.mark.slow
def test_every_contract_holds() -> None:
    result = lint(ROOT)
    assert result.returncode == 0, result.stdout + result.stderr
