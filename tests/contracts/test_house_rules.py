"""What a reader may rely on anywhere in the house: names, sizes, mirrors, no machine's own paths."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted((ROOT / "bedside_app").rglob("*.py"))
FORBIDDEN = re.compile(r"(^|_)(utils?|helpers?|managers?|common|misc)(_|$)")
LONGEST_FILE = 600
LONGEST_FUNCTION = 60


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def lines_without_docstring(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    first = function.body[0]
    documented = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    docstring = (first.end_lineno or 0) - first.lineno + 1 if documented else 0
    return (function.end_lineno or 0) - function.lineno + 1 - docstring


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_no_module_or_folder_is_named_for_nothing() -> None:
    assert [
        named(p) for p in MODULES if any(FORBIDDEN.search(part) for part in p.relative_to(ROOT).with_suffix("").parts)
    ] == []


def test_no_file_is_longer_than_one_can_hold_in_mind() -> None:
    long = {named(p): n for p in MODULES if (n := len(p.read_text("utf-8").splitlines())) > LONGEST_FILE}
    assert not long


def test_no_function_is_longer_than_a_screen() -> None:
    long = {
        f"{named(p)}:{f.name}": n
        for p in MODULES
        for f in functions(p)
        if (n := lines_without_docstring(f)) > LONGEST_FUNCTION
    }
    assert not long


def test_every_module_says_what_it_is_for_and_what_it_offers() -> None:
    for path in MODULES:
        tree = ast.parse(path.read_text("utf-8"))
        assert ast.get_docstring(tree), f"{named(path)} has no docstring"
        offers = any(
            isinstance(n, ast.Assign | ast.AnnAssign) and "__all__" in ast.unparse(n).split("=")[0] for n in tree.body
        )
        assert offers or path.name == "__main__.py", f"{named(path)} has no __all__"


def test_every_room_has_its_tests_and_every_tested_module_still_exists() -> None:
    rooms = {path.name for path in (ROOT / "bedside_app").iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert rooms <= {path.name for path in (ROOT / "tests").iterdir() if path.is_dir()}


@pytest.mark.parametrize(
    "pattern", [r"/(work|farm|root|home)/\w+", r"https?://[^ \"']*(pypi|npmjs|artifact)"], ids=["path", "registry"]
)
def test_nothing_committed_names_a_machine_or_a_registry(pattern: str) -> None:
    found = subprocess.run(
        ["git", "grep", "-IlE", pattern, "--", ":!tests/contracts/test_house_rules.py", ":!*.lock"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if found.returncode == 128:
        pytest.skip("not a git checkout")
    assert found.stdout.split() == []
