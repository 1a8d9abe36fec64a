"""One assessment of demonstration patient A for all screens, and the window sizes that they are looked at in."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bedside_app.dictionary.entries import load
from bedside_app.domain.case import EMPTY, FactEntered
from bedside_app.domain.fact import FactId
from bedside_app.domain.record import PatientRecord
from bedside_app.foundation.progress import Silent
from bedside_app.foundation.settings import Settings
from bedside_app.foundation.words import Language
from bedside_app.ui.viewmodels.patient.acting.entry import Typed, check_entry
from bedside_app.ui.viewmodels.shown import CaseShown
from bedside_app.workflows.assess import Before, assess
from tests.acceptance.patient_a import AS_OF, FOLDER

SIZES = ((1286, 608), (1286, 574), (1840, 920))
"""Room of a section in px at 1366×768, 1366×690 and 1920×1080."""


@pytest.fixture(scope="session")
def case_of_a() -> CaseShown:
    """Return patient A, assessed on the demonstration's day."""
    made = assess([FOLDER], as_of=AS_OF, settings=Settings(), progress=Silent())
    record = made.gathered.record
    assert isinstance(record, PatientRecord)
    return CaseShown(current=made.summary, record=record, dictionary=load(), language="en")


@pytest.fixture(scope="session")
def scored_case_of_a(case_of_a: CaseShown) -> CaseShown:
    """Return patient A once her recurrence score has been entered: chemotherapy is suggested, with its doses."""
    typed = Typed(value="30", unit="{score}", day="2026-11-20", source="paper")
    checked = check_entry(case_of_a, FactId("recurrence_score"), typed)
    assert checked.fact is not None, checked.errors
    stated = Before(state=replace(EMPTY, edits=(FactEntered(fact=checked.fact),)))
    made = assess([FOLDER], as_of=AS_OF, settings=Settings(), progress=Silent(), before=stated)
    record = made.record
    assert isinstance(record, PatientRecord)
    return replace(case_of_a, current=made.summary, record=record)


@pytest.fixture
def case(case_of_a: CaseShown, language: Language) -> CaseShown:
    """Return patient A in each language."""
    return replace(case_of_a, language=language)


@pytest.fixture
def scored_case(scored_case_of_a: CaseShown, language: Language) -> CaseShown:
    """Return patient A with her recurrence score in each language."""
    return replace(scored_case_of_a, language=language)


@pytest.fixture
def without_pathway(case: CaseShown) -> CaseShown:
    """Return the same patient as if no pathway covered the disease: no step, no option, no missing fact."""
    return replace(case, current=replace(case.current, steps=(), options=(), exclusions=(), missing=()))


@pytest.fixture(params=SIZES, ids=["768", "690", "1080"])
def room(request: pytest.FixtureRequest) -> tuple[int, int]:
    """Run the test once in the room of each window."""
    found: tuple[int, int] = request.param
    return found
