"""One assessment of demonstration patient A for every view model; no display, no Qt."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bedside_app.dictionary.entries import load
from bedside_app.domain.case import EMPTY, CasePhase, Person, RevisionSigned
from bedside_app.domain.record import PatientRecord
from bedside_app.domain.summary import IdentityShown, IdentityState
from bedside_app.foundation.progress import Silent
from bedside_app.foundation.settings import Settings
from bedside_app.foundation.words import Language
from bedside_app.ui.viewmodels.shown import CaseShown
from bedside_app.workflows.assess import assess
from tests.acceptance.patient_a import AS_OF, FOLDER


@pytest.fixture(autouse=True)
def themed() -> None:
    """Put no theme on: there is nothing to draw."""


@pytest.fixture(autouse=True)
def quiet() -> None:
    """Watch no Qt: there is none."""


@pytest.fixture(scope="session")
def case_of_a() -> CaseShown:
    """Return patient A, assessed on the demonstration's day, in English."""
    made = assess([FOLDER], as_of=AS_OF, settings=Settings(), progress=Silent())
    record = made.gathered.record
    assert isinstance(record, PatientRecord)
    return CaseShown(current=made.summary, record=record, dictionary=load(), language="en")


@pytest.fixture
def case(case_of_a: CaseShown) -> CaseShown:
    """Return patient A in English."""
    return case_of_a


@pytest.fixture
def french(case_of_a: CaseShown) -> CaseShown:
    """Return patient A in French."""
    return replace(case_of_a, language="fr")


@pytest.fixture
def in_language(case_of_a: CaseShown, language: Language) -> CaseShown:
    """Return patient A once in each language."""
    return replace(case_of_a, language=language)


@pytest.fixture
def signed(case_of_a: CaseShown) -> CaseShown:
    """Return the case after its signature."""
    signature = RevisionSigned(by=Person(name="Dr Example"), revision=1, shown="sha256:0")
    return replace(case_of_a, state=replace(EMPTY, phase=CasePhase.SIGNED, signed=signature))


@pytest.fixture
def computing(case_of_a: CaseShown) -> CaseShown:
    """Return the case while a newer revision is computed."""
    return replace(case_of_a, computing=True)


@pytest.fixture
def conflict(case_of_a: CaseShown) -> CaseShown:
    """Return a case whose files name two birth dates that differ by day and month exchanged."""
    sides = tuple(
        IdentityShown(
            state=IdentityState.AGREED, name="NGUYEN, Thi", family="NGUYEN", given="Thi", birth_date=born, sex="female"
        )
        for born in ("1977-03-12", "1977-12-03")
    )
    identity = IdentityShown(state=IdentityState.CONFLICT, sides=sides)
    blocked = replace(
        case_of_a.current,
        identity=identity,
        flags=(),
        findings=(),
        options=(),
        steps=(),
        missing=(),
        exclusions=(),
        changes=(),
        facts=(),
    )
    return replace(case_of_a, current=blocked)
