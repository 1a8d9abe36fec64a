"""What stands around a treatment: goals of care, appointments, tests that were asked for, and whom to call."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bedside_app.domain.fact import Scalar, Status
from bedside_app.domain.moment import Moment
from bedside_app.intake.fhir.bundle import Located, tail_of
from bedside_app.intake.fhir.draft import Circumstances, Draft, Said, refuse_modifiers
from bedside_app.intake.fhir.values import (
    NOTHING,
    Element,
    boolean,
    child,
    children,
    concept,
    concepts,
    first_moment,
    moment,
    string,
    strings,
)

__all__ = ["read_appointment", "read_care_team", "read_goal", "read_service_request"]

_DROPPED_GOALS: Final = frozenset({"proposed", "cancelled", "rejected", "completed", "entered-in-error"})
_OVER: Final = frozenset({"fulfilled", "cancelled", "noshow", "entered-in-error", "checked-in"})
_ASKED_FOR: Final = frozenset({"active", "draft", "on-hold"})
_RESULTS: Final = ("Observation", "DiagnosticReport", "Procedure")
_THEMSELVES: Final = ("Patient/", "RelatedPerson/")
_NO_PERSON: Final = ("Patient/", "Location/", "Device/", "HealthcareService/")
_WEEK: Final = frozenset({"mon", "tue", "wed", "thu", "fri", "sat", "sun"})


def read_goal(located: Located, draft: Draft) -> None:
    """Read one Goal in its own words; who expressed it tells a wish from an aim of treatment."""
    resource = located.resource
    refuse_modifiers(resource)
    told = concept(child(resource, "description"))
    by = tail_of(string(child(resource, "expressedBy"), "reference"))
    kind = "wish" if by.startswith(_THEMSELVES) else "aim"
    said_on = moment(resource, "statusDate") or first_moment(resource, "start")
    dropped = string(resource, "lifecycleStatus") in _DROPPED_GOALS
    goal = _Told("care_goal", told.text or told.label, {"kind": kind}, said_on, not dropped)
    _add(goal, located.place, located, draft)


def read_appointment(located: Located, draft: Draft) -> None:
    """Read one Appointment that is still to come: what for, when, with whom."""
    resource = located.resource
    refuse_modifiers(resource)
    kinds = [*concepts(resource, "serviceType"), concept(child(resource, "appointmentType"))]
    what = string(resource, "description") or next((one.label for one in kinds if one), "")
    wanted = [moment(period, "start") for period in children(resource, "requestedPeriod")]
    start = moment(resource, "start") or next((at for at in wanted if at is not None), None)
    people = [child(one, "actor") for one in children(resource, "participant")]
    who = [string(one, "display") for one in people if not tail_of(string(one, "reference")).startswith(_NO_PERSON)]
    status = string(resource, "status")
    detail: dict[str, Scalar] = {"status": status, "who": ", ".join(name for name in who if name)[:200]}
    if start is not None:
        detail["date"] = start.text
    told = _Told("appointment", what, detail, moment(resource, "created"), status not in _OVER)
    _add(told, located.place, located, draft)


def read_service_request(located: Located, draft: Draft) -> None:
    """Read one test that was asked for and has no result in the file."""
    resource = located.resource
    refuse_modifiers(resource)
    status = string(resource, "status")
    reasons = [one.label for one in concepts(resource, "reasonCode") if one]
    due = first_moment(resource, "occurrence")
    owners = [string(one, "display") for one in children(resource, "performer")]
    owner = next((name for name in owners if name), "") or string(child(resource, "requester"), "display")
    detail: dict[str, Scalar] = {
        "status": status,
        "why": ", ".join(reasons)[:300],
        "owner": owner[:200],
        "booked": _is_answered(located, ("Appointment",), draft),
    }
    if due is not None:
        detail["due"] = due.text
    done = status not in _ASKED_FOR or _is_answered(located, _RESULTS, draft)
    label = concept(child(resource, "code")).label
    _add(_Told("open_test", label, detail, moment(resource, "authoredOn"), not done), located.place, located, draft)


def _is_answered(located: Located, kinds: tuple[str, ...], draft: Draft) -> bool:
    """Whether a resource of these kinds rests on the request: a result of it, an appointment for it."""
    for one in (other for kind in kinds for other in draft.resources.of_kind(kind)):
        if kinds == ("Appointment",) and string(one.resource, "status") in (_OVER | {"proposed"}):
            continue
        for reference in children(one.resource, "basedOn"):
            found = draft.resources.resolve(string(reference, "reference"), one)
            if found is not None and found.key == located.key:
                return True
    return False


def read_care_team(located: Located, draft: Draft) -> None:
    """Read whom to call: each member with a role, and the telephone and hours of whoever that is."""
    resource = located.resource
    refuse_modifiers(resource)
    over = string(resource, "status") in ("inactive", "entered-in-error", "proposed")
    since = moment(child(resource, "period"), "start")
    for index, participant in enumerate(children(resource, "participant")):
        member = draft.resources.follow(participant, "member", located)
        person = member.resource if member is not None else NOTHING
        roles = [one.label for one in (*concepts(participant, "role"), *concepts(person, "code")) if one]
        detail: dict[str, Scalar] = {
            "name": (string(child(participant, "member"), "display") or _name(person))[:200],
            "phone": _phone(person),
            "hours": _hours(person),
            "always": _is_always(person),
        }
        told = _Told("care_contact", roles[0] if roles else "", detail, since, not over)
        _add(told, located.at(f"participant[{index}]"), located, draft)


@dataclass(frozen=True, slots=True)
class _Told:
    """One happening: which, in which words, with what beside it, since when it is said, whether it still stands."""

    fact_id: str
    text: str
    detail: dict[str, Scalar]
    said_on: Moment | None
    stands: bool


def _add(told: _Told, at: str, located: Located, draft: Draft) -> None:
    entry = draft.entry(told.fact_id)
    if entry is None or not told.text:
        draft.set_aside(at, located.kind, "fhir-no-value")
        return
    status = Status.FINAL if told.stands else Status.WITHDRAWN
    shared = Circumstances(status=status, effective=told.said_on, recorded=told.said_on)
    kept = {name: value for name, value in told.detail.items() if value != ""}
    draft.add(entry, Said(told.text[:300], raw=told.text, detail=kept), shared, at)


def _name(person: Element) -> str:
    practitioner = string(child(person, "practitioner"), "display")
    if practitioner or isinstance(person.get("name"), str):
        return practitioner or string(person, "name")
    names = children(person, "name")
    parts = [*strings(names[0], "prefix"), *strings(names[0], "given"), string(names[0], "family")] if names else []
    return string(names[0], "text") if names and string(names[0], "text") else " ".join(filter(None, parts))


def _phone(person: Element) -> str:
    numbers = [one for one in children(person, "telecom") if string(one, "system") == "phone" and string(one, "value")]
    return string(numbers[0], "value")[:40] if numbers else ""


def _is_always(person: Element) -> bool:
    """Whether somebody answers day and night: every day of the week, all day, as the source says."""
    days: set[str] = set()
    for one in children(person, "availableTime"):
        if boolean(one, "allDay"):
            days.update(strings(one, "daysOfWeek") or _WEEK)
    return days >= _WEEK


def _hours(person: Element) -> str:
    times = [one for one in children(person, "availableTime") if string(one, "availableStartTime")]
    spans = [f"{string(one, 'availableStartTime')[:5]}–{string(one, 'availableEndTime')[:5]}" for one in times]
    return ", ".join(dict.fromkeys(spans))[:80]
