"""What is signed is what was on screen, by somebody with a name, with every decision."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bedside_app.domain.case import ItemKind, Person
from bedside_app.domain.moment import Moment
from bedside_app.domain.summary import SignedDecision, Summary, Verdict
from bedside_app.foundation.errors import Fault
from bedside_app.report.json_document import json_bytes, summary_of
from bedside_app.workflows.sign import AlreadySigned, PatientUnclear, SignerUnclear, sign
from tests.report.cases import conflict_summary, rich_summary, words

AT = Moment("2026-11-24T13:05+01:00")
PERSON = Person(name=" Dr  Example ", role="oncology")
AGREED = SignedDecision(item="a", kind=ItemKind.FINDING, title=words("A finding"), verdict=Verdict.AGREED)
REJECTED = replace(AGREED, item="b", verdict=Verdict.REJECTED, reason="her choice")


def signed(summary: Summary, person: Person = PERSON, at: Moment = AT, *decisions: SignedDecision) -> Summary:
    return sign(summary, person, at=at, revision=3, decisions=decisions or (AGREED, REJECTED))


def test_nothing_but_the_signature_is_different() -> None:
    made = signed(rich_summary())
    assert replace(made, signed=None) == rich_summary()
    assert made.signed is not None
    assert (made.signed.by, made.signed.role, made.signed.revision) == ("Dr Example", "oncology", 3)
    assert made.signed.at == AT.text
    assert made.signed.decisions == (AGREED, REJECTED)


def test_a_signed_summary_is_read_back_as_it_was_signed() -> None:
    assert summary_of(json_bytes(signed(rich_summary()))) == signed(rich_summary())


@pytest.mark.parametrize("person", [Person(name=" ", role="oncology"), Person(name="Dr Example"), Person(name="")])
def test_without_a_name_or_a_role_nothing_is_signed(person: Person) -> None:
    with pytest.raises(SignerUnclear):
        signed(rich_summary(), person)


def test_what_is_signed_is_not_signed_over_and_an_unclear_patient_never() -> None:
    with pytest.raises(AlreadySigned):
        signed(signed(rich_summary()))
    with pytest.raises(PatientUnclear):
        signed(conflict_summary())


def test_a_day_without_its_time_no_decision_and_a_rejection_without_a_reason_are_faults_of_ours() -> None:
    for at, decisions in ((Moment("2026-11-24"), (AGREED,)), (AT, (replace(REJECTED, reason=" "),))):
        with pytest.raises(Fault):
            signed(rich_summary(), PERSON, at, *decisions)
    with pytest.raises(Fault):
        sign(rich_summary(), PERSON, at=AT, revision=3, decisions=())
