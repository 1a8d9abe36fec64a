"""The risk file names its proofs: each must exist, and each hazard must have one or say that it has none."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs/risk.md").read_text(encoding="utf-8")
ROWS = [line for line in PAGE.splitlines() if re.match(r"\| \d+ \|", line)]
NAMED = re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", PAGE)


def test_every_test_that_the_risk_file_names_exists() -> None:
    gone = [
        f"{path}::{name}"
        for path, name in NAMED
        if not (ROOT / path).is_file() or f"def {name}(" not in (ROOT / path).read_text(encoding="utf-8")
    ]
    assert len(NAMED) >= len(ROWS)
    assert gone == []


def test_every_hazard_has_a_proof_or_says_that_it_has_none() -> None:
    assert len(ROWS) >= 30
    assert [row[:60] for row in ROWS if "::test_" not in row and "no test yet" not in row] == []


def test_the_hazards_are_numbered_in_order() -> None:
    assert [int(row.split("|")[1]) for row in ROWS] == list(range(1, len(ROWS) + 1))
