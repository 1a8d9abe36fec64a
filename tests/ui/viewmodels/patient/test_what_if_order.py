"""What a model lacks stands in the order of what it does to the result, and says so in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bedside_app.domain.fact import FactId
from bedside_app.domain.summary import FoundState
from bedside_app.inference.sharpen import Moved
from bedside_app.ui.viewmodels.patient.screens.findings import finding_key
from bedside_app.ui.viewmodels.patient.what_if_order import lacking_of, order_of
from bedside_app.ui.viewmodels.shown import CaseShown
from bedside_app.workflows.what_if import Explorer


@pytest.fixture(scope="module")
def explorer() -> Iterator[Explorer]:
    with Explorer() as warm:
        yield warm


def lacking(case: CaseShown, pack: str, *missing: str) -> tuple[CaseShown, str]:
    """Return the case as if a model lacked some values, and the finding's key."""
    one = next(one for one in case.current.findings if one.pack == pack)
    kept = tuple(used for used in one.inputs if used.name not in missing)
    facts = tuple(FactId(name) for name in missing)
    less = replace(one, state=FoundState.MISSING, value=None, output="", inputs=kept, missing=facts, contributions={})
    return replace(case, current=replace(case.current, findings=(less,))), finding_key(less)


def test_the_value_that_moves_the_result_most_stands_first(in_language: CaseShown, explorer: Explorer) -> None:
    case, key = lacking(in_language, "npi", "tumour_grade", "positive_nodes", "tumour_size")
    subject = lacking_of(case, key)
    assert subject is not None
    shown = order_of(case, subject, explorer.decisive(subject))
    assert [one.fact for one in shown] == ["tumour_size", "positive_nodes", "tumour_grade"]
    assert all(one.label for one in shown)


def test_a_forecast_is_moved_in_points(case: CaseShown, explorer: Explorer) -> None:
    less, key = lacking(case, "predict_breast_v2_2", "positive_nodes", "er_status")
    subject = lacking_of(less, key)
    assert subject is not None
    shown = order_of(less, subject, explorer.decisive(subject))
    assert shown[0].fact == "positive_nodes"
    assert all("points" in one.text for one in shown)


def test_one_missing_value_needs_no_order(case: CaseShown) -> None:
    less, key = lacking(case, "npi", "tumour_grade")
    assert lacking_of(less, key) is None


def test_a_finding_with_a_number_lacks_nothing(case: CaseShown) -> None:
    assert lacking_of(case, finding_key(case.current.findings[0])) is None


def test_what_does_not_move_the_result_says_so(case: CaseShown) -> None:
    less, key = lacking(case, "npi", "tumour_grade", "positive_nodes")
    subject = lacking_of(less, key)
    assert subject is not None
    (shown,) = order_of(less, subject, [Moved(name="tumour_grade", by=0.0)])
    assert shown.text.startswith("does not move it")


def test_a_model_that_does_not_answer_gives_no_order(
    case: CaseShown, explorer: Explorer, monkeypatch: pytest.MonkeyPatch
) -> None:
    less, key = lacking(case, "npi", "tumour_grade", "positive_nodes")
    subject = lacking_of(less, key)
    assert subject is not None
    gone = replace(subject, pack=replace(subject.pack, digest="0" * 64))
    assert explorer.decisive(gone) == ()
