"""The reference patients beside the checkout: what a right answer must and must not contain."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from bedside_app.domain.proposal import OptionState
from bedside_app.foundation.progress import Silent
from bedside_app.foundation.settings import Settings
from bedside_app.workflows.assess import assess

AS_OF = date(2026, 6, 1)
WITH_PATHWAY = ("early-breast-hrpos-low-recurrence-score.json",)


@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.parametrize(
    "name", ["early-breast-hrpos-low-recurrence-score.json", "nsclc-pdl1-high-first-line.json", "colon-stage-iii.json"]
)
def test_a_reference_patient_is_offered_what_is_right_and_nothing_else(name: str, shared: Path) -> None:
    folder = shared / "clinical/examples"
    expected = next(row for row in json.loads((folder / "expected.json").read_text("utf-8")) if row["file"] == name)
    summary = assess([folder / name], as_of=AS_OF, settings=Settings(), progress=Silent()).summary
    offered = [option.name.casefold() for option in summary.options if option.state is OptionState.OFFERED]
    for word in expected["must_not_offer"]:
        assert not [option for option in offered if word.casefold() in option]
    if name in WITH_PATHWAY:
        for group in expected["must_offer"]:
            assert any(word.casefold() in option for word in group for option in offered), group
    else:
        assert offered == []
        assert "no pathway yet" in summary.answer["en"]
