"""PID as an identity."""

from __future__ import annotations

import pytest

from bedside_app.domain.moment import Moment
from bedside_app.domain.record import Identifier, Identity
from bedside_app.intake.hl7v2.patient import NoPatient, UnreadableIdentity, identity_of
from bedside_app.intake.hl7v2.segments import Message, messages
from tests.intake.hl7v2.samples import MSH


def identity(pid: str) -> Identity:
    (found,) = messages(f"{MSH}\r{pid}\r".encode())
    assert isinstance(found, Message)
    return identity_of(found.segments[0], "sha256:0")


def test_a_patient_has_numbers_with_issuer_name_birth_date_and_sex() -> None:
    found = identity("PID|1||4711^^^HOSP^MR~185^^^INS&1.2.250.1.213&ISO^INS||Doe&van^Jane^Mary^^Ms^^L||19600102|F")
    assert found == Identity(
        identifiers=(Identifier("HOSP", "4711"), Identifier("urn:oid:1.2.250.1.213", "185")),
        family="Doe",
        given="Jane Mary",
        birth_date=Moment("1960-01-02"),
        sex="female",
        source="sha256:0",
    )


def test_the_legal_name_stands_before_others() -> None:
    assert identity("PID|1||1||Smith^Jane^^^^^M~Doe^Jane^^^^^L").family == "Doe"
    assert identity("PID|1||1||Smith^Jane^^^^^M~Doe^Jane^^^^^N").family == "Smith"


@pytest.mark.parametrize(
    ("written", "meant"),
    [("19610209000000", "1961-02-09"), ("1961", "1961"), ("196102", "1961-02"), ("19610209134500+0100", "1961-02-09")],
)
def test_a_birth_date_is_a_day_whatever_time_was_padded(written: str, meant: str) -> None:
    assert identity(f"PID|1||1||Doe^J||{written}|F").birth_date == Moment(meant)


@pytest.mark.parametrize(
    ("written", "meant"), [("F", "female"), ("m", "male"), ("O", "other"), ("U", ""), ("", ""), ("X", "")]
)
def test_sex_is_what_the_source_says_or_nothing(written: str, meant: str) -> None:
    assert identity(f"PID|1||1||Doe^J||1960|{written}").sex == meant


def test_what_is_not_said_stays_empty() -> None:
    assert identity('PID|1||4711||""||""') == Identity(identifiers=(Identifier("", "4711"),), source="sha256:0")


@pytest.mark.parametrize("pid", ["PID|1", "PID|1||||||19600102|F", 'PID|1||""||""'])
def test_a_pid_that_names_nobody_is_refused(pid: str) -> None:
    with pytest.raises(NoPatient):
        identity(pid)


@pytest.mark.parametrize(
    ("pid", "field"),
    [
        ("PID|1||1||Doe^J||19610231", "PID-7"),
        (r"PID|1||1||Do\Ce^J||1961", "PID-3, PID-5"),
        (r"PID|1||4\C2842\1||Doe^J", "PID-3, PID-5"),
        ("PID|1||" + "1~" * 2000 + "||Doe^J", "PID-3"),
    ],
)
def test_an_identity_that_cannot_be_read_is_refused_without_repeating_it(pid: str, field: str) -> None:
    with pytest.raises(UnreadableIdentity) as refusal:
        identity(pid)
    assert refusal.value.values == {"field": field}
