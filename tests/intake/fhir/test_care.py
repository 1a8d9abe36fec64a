"""Goals, appointments, open tests and whom to call, from FHIR."""

from __future__ import annotations

import pytest

from bedside_app.domain.fact import Status
from tests.intake.fhir.bundles import (
    SUBJECT,
    Resource,
    bundle,
    bundle_of,
    only,
    patient,
    read,
    refusals,
    values_of,
    whys,
)

TEXT = {"text": "Repeat count"}


def goal(**more: object) -> Resource:
    base: Resource = {
        "resourceType": "Goal",
        "id": "g",
        "lifecycleStatus": "active",
        "description": {"text": "No second admission"},
        "subject": SUBJECT,
        "startDate": "2026-10-05",
    }
    return {**base, **more}


def appointment(**more: object) -> Resource:
    base: Resource = {
        "resourceType": "Appointment",
        "id": "v",
        "status": "booked",
        "description": "Clinic",
        "created": "2026-11-24",
        "start": "2026-12-01T10:20:00+01:00",
        "participant": [
            {"actor": SUBJECT, "status": "accepted"},
            {"actor": {"display": "Dr One"}, "status": "accepted"},
        ],
    }
    return {**base, **more}


def request(**more: object) -> Resource:
    base: Resource = {
        "resourceType": "ServiceRequest",
        "id": "r",
        "status": "active",
        "intent": "order",
        "code": TEXT,
        "subject": SUBJECT,
        "authoredOn": "2026-11-24",
        "occurrenceDateTime": "2026-11-27",
        "reasonCode": [{"text": "Releases cycle 3"}],
        "performer": [{"display": "Day unit"}],
    }
    return {**base, **more}


def team(*participants: Resource, **more: object) -> Resource:
    return {
        "resourceType": "CareTeam",
        "id": "t",
        "status": "active",
        "subject": SUBJECT,
        "participant": list(participants),
        **more,
    }


def role(**more: object) -> Resource:
    base: Resource = {
        "resourceType": "PractitionerRole",
        "id": "p",
        "code": [{"text": "Oncologist on call"}],
        "telecom": [{"system": "email", "value": "x@example.org"}, {"system": "phone", "value": "ext. 1"}],
    }
    return {**base, **more}


MEMBER: Resource = {"member": {"reference": "PractitionerRole/p"}}


def test_who_expressed_a_goal_tells_a_wish_from_an_aim() -> None:
    assert only(read(bundle(goal(expressedBy=SUBJECT))), "care_goal").detail == {"kind": "wish"}
    assert only(read(bundle(goal())), "care_goal").detail == {"kind": "aim"}


@pytest.mark.parametrize("status", ["cancelled", "rejected", "completed", "entered-in-error"])
def test_a_goal_that_was_given_up_no_longer_stands(status: str) -> None:
    assert only(read(bundle(goal(lifecycleStatus=status))), "care_goal").status is Status.WITHDRAWN


def test_an_appointment_tells_when_and_with_whom() -> None:
    found = only(read(bundle(appointment())), "appointment")
    assert (found.value, found.detail) == (
        "Clinic",
        {"status": "booked", "who": "Dr One", "date": "2026-12-01T10:20:00+01:00"},
    )
    assert found.effective is not None
    assert found.effective.text == "2026-11-24"


def test_an_appointment_that_is_only_wanted_keeps_the_period_that_was_asked_for() -> None:
    wanted = appointment(status="proposed", start=None, requestedPeriod=[{"start": "2027-08"}])
    assert only(read(bundle(wanted)), "appointment").detail["date"] == "2027-08"


@pytest.mark.parametrize("status", ["cancelled", "noshow", "fulfilled"])
def test_an_appointment_that_is_over_or_off_no_longer_stands(status: str) -> None:
    assert only(read(bundle(appointment(status=status))), "appointment").status is Status.WITHDRAWN


def test_an_appointment_of_somebody_else_is_refused() -> None:
    other = appointment(participant=[{"actor": {"reference": "Patient/other"}, "status": "accepted"}])
    found = read(bundle_of(patient(), patient("other"), goal(), other))
    assert values_of(found, "appointment") == []
    assert "intake.fhir-other-patient" in refusals(found) or "intake.fhir-several-patients" in refusals(found)


def test_a_test_that_was_asked_for_tells_why_when_and_who() -> None:
    found = only(read(bundle(request())), "open_test")
    assert found.value == "Repeat count"
    assert found.detail == {
        "status": "active",
        "why": "Releases cycle 3",
        "owner": "Day unit",
        "booked": False,
        "due": "2026-11-27",
    }


def test_a_test_with_a_result_is_no_longer_open() -> None:
    report: Resource = {
        "resourceType": "DiagnosticReport",
        "id": "d",
        "status": "final",
        "code": TEXT,
        "subject": SUBJECT,
        "basedOn": [{"reference": "ServiceRequest/r"}],
    }
    assert only(read(bundle(request(), report)), "open_test").status is Status.WITHDRAWN


def test_a_test_with_an_appointment_is_booked() -> None:
    booked = appointment(basedOn=[{"reference": "ServiceRequest/r"}])
    assert only(read(bundle(request(), booked)), "open_test").detail["booked"] is True


def test_whom_to_call_has_a_telephone_and_hours() -> None:
    hours = [{"daysOfWeek": ["mon"], "availableStartTime": "08:00:00", "availableEndTime": "20:00:00"}]
    found = only(read(bundle(role(availableTime=hours), team(MEMBER))), "care_contact")
    assert found.value == "Oncologist on call"
    assert found.detail == {"phone": "ext. 1", "hours": "08:00–20:00", "always": False}


@pytest.mark.parametrize(("days", "always"), [(None, True), (["mon", "tue"], False)])
def test_day_and_night_means_every_day_of_the_week(days: list[str] | None, always: bool) -> None:
    time: Resource = {"allDay": True} if days is None else {"allDay": True, "daysOfWeek": days}
    found = only(read(bundle(role(availableTime=[time]), team(MEMBER))), "care_contact")
    assert found.detail["always"] is always


def test_a_member_that_is_not_in_the_file_is_still_named() -> None:
    member: Resource = {"role": [{"text": "Consultant"}], "member": {"display": "Dr One"}}
    assert only(read(bundle(team(member))), "care_contact").detail == {"name": "Dr One", "always": False}


def test_a_member_without_a_role_is_set_aside() -> None:
    assert whys(read(bundle(team({"member": {"display": "Dr One"}})))) == ["fhir-no-value"]


@pytest.mark.parametrize("value", [1, "x", [1], [{"actor": 1}], [{"actor": {"reference": 1}}]])
def test_a_broken_participant_costs_the_appointment_alone(value: object) -> None:
    found = read(bundle(appointment(participant=value), goal()))
    assert values_of(found, "care_goal") == ["No second admission"]
