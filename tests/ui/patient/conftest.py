"""One assessment of demonstration patient A for all screens, and the window sizes that they are looked at in."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bedside_app.dictionary.entries import load
from bedside_app.domain.record import PatientRecord
from bedside_app.foundation.progress import Silent
from bedside_app.foundation.settings import Settings
from bedside_app.foundation.words import Language
from bedside_app.ui.viewmodels.shown import CaseShown
from bedside_app.workflows.assess import assess
from tests.acceptance.patient_a import AS_OF, FOLDER

SIZES = ((1286, 608), (1286, 530), (1840, 920))
"""Room of a section in px at 1366×768, 1366×690 and 1920×1080."""


@pytest.fixture(scope="session")
def case_of_a() -> CaseShown:
    """Return patient A, assessed on the demonstration's day."""
    made = assess([FOLDER], as_of=AS_OF, settings=Settings(), progress=Silent())
    record = made.gathered.record
    assert isinstance(record, PatientRecord)
    return CaseShown(current=made.summary, record=record, dictionary=load(), language="en")


@pytest.fixture
def case(case_of_a: CaseShown, language: Language) -> CaseShown:
    """Return patient A in each language."""
    return replace(case_of_a, language=language)


@pytest.fixture
def without_pathway(case: CaseShown) -> CaseShown:
    """Return the same patient as if no pathway covered the disease: no step, no option, no missing fact."""
    return replace(case, current=replace(case.current, steps=(), options=(), exclusions=(), missing=()))


@pytest.fixture(params=SIZES, ids=["768", "690", "1080"])
def room(request: pytest.FixtureRequest) -> tuple[int, int]:
    """Run the test once in the room of each window."""
    found: tuple[int, int] = request.param
    return found
