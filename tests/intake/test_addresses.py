"""Addresses of a Patient join what one export split, and never two hospitals that count alike."""

from __future__ import annotations

import pytest

from bedside_app.domain.fact import About, Fact, FactId, Origin, OriginKind, Subject
from bedside_app.domain.moment import Moment
from bedside_app.domain.record import Identifier, Identity, SourceFile
from bedside_app.intake.addresses import ReadHere, located
from bedside_app.intake.identity import REFERENCE, VerdictState, compare
from bedside_app.intake.reading import ReadFile, ReadSource

LOCAL = "Patient/1"
UUID = "Patient/5d1b0c1e-6a7e-4a6f-9c3c-0d2f6a5c9b11"
SERVER = "https://h.example/fhir/Patient/1"
WEIGHT = Fact(
    id=FactId("weight"),
    value=64,
    unit="kg",
    about=About(subject=Subject.PATIENT),
    origin=Origin(kind=OriginKind.FILE, name="sha256:0", version="1"),
)


def file(name: str, address: str, family: str = "", *, facts: bool = True, folder: str = "/drop") -> ReadHere:
    """Return a file that tells an address, with name and birth date where `family` is given, and a result or none."""
    identity = Identity(
        identifiers=(Identifier(REFERENCE, address),),
        family=family,
        given=family and "Case",
        birth_date=Moment("1964-03-12") if family else None,
        source=name,
    )
    content = ReadFile(kind="k", reader="r", identities=(identity,), facts=(WEIGHT,) if facts else ())
    source = SourceFile(digest=name, name=name, kind="k", reader="r", bytes=1)
    return ReadHere(ReadSource(source=source, content=content), folder)


def state(one: ReadHere, other: ReadHere, *beside: ReadHere) -> VerdictState:
    (first,), (second,), *_ = located((one, other, *beside))
    return compare(first, second).state


def test_the_patient_of_a_split_export_is_the_one_that_its_results_name() -> None:
    assert state(file("patient", LOCAL, "Test", facts=False), file("result", LOCAL)) is VerdictState.AGREED


def test_two_results_are_joined_by_the_patient_beside_them_and_not_without() -> None:
    results = file("a", LOCAL), file("b", LOCAL)
    assert state(*results, file("patient", LOCAL, "Test", facts=False)) is VerdictState.AGREED
    assert state(*results) is VerdictState.UNCONFIRMED


def test_a_short_address_never_joins_a_whole_file_of_one_hospital_with_a_part_of_another() -> None:
    assert state(file("whole", LOCAL, "Test"), file("part", LOCAL)) is VerdictState.UNCONFIRMED


def test_an_address_that_two_patients_claim_joins_nothing() -> None:
    patients = file("p", LOCAL, "Test", facts=False), file("q", LOCAL, "Other", facts=False)
    assert state(file("result", LOCAL), *patients) is VerdictState.UNCONFIRMED


def test_a_short_address_means_nothing_in_another_folder_of_the_same_shown_name() -> None:
    patient = file("export/patient", LOCAL, "Test", facts=False, folder="/one/export")
    assert state(patient, file("export/result", LOCAL, folder="/two/export")) is VerdictState.UNCONFIRMED


@pytest.mark.parametrize("address", [UUID, SERVER, f"urn:uuid:{UUID[8:]}"])
def test_an_address_that_no_other_hospital_gives_joins_the_pages_of_an_export(address: str) -> None:
    assert state(file("page 1", address, "Test"), file("page 2", address)) is VerdictState.AGREED
    assert state(file("page 2", address), file("page 3", address)) is VerdictState.AGREED


def test_a_file_that_says_nothing_of_the_patient_has_an_identity_of_its_own() -> None:
    source = SourceFile(digest="sha256:1", name="n", kind="k", reader="r", bytes=1)
    silent = ReadHere(ReadSource(source=source, content=ReadFile(kind="k", reader="r")), "/drop")
    assert located((silent,)) == [(Identity(source="sha256:1"),)]
