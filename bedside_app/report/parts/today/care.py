"""What stands around a treatment: goals, what comes next, open tests, and whom to call."""

from __future__ import annotations

from datetime import date

from bedside_app.domain.fact import Fact, FactId, Presence
from bedside_app.domain.moment import Moment
from bedside_app.domain.today import Appointment, Contact, Goal, OpenTest
from bedside_app.report.parts.facts import Case, date_text
from bedside_app.report.parts.today.told import detail, events, moment_of, provenances
from bedside_app.report.phrases import both, words_of

__all__ = ["contacts_of", "goals_of", "next_of", "tests_of"]

CARE_LIMITS = FactId("care_limits")


def _present(case: Case, name: str) -> list[Fact]:
    return [fact for fact in events(case, name) if fact.presence is Presence.PRESENT and fact.value]


def goals_of(case: Case) -> tuple[Goal, ...]:
    """Return wishes, aims and limits of care in the words of their source."""
    found = [_goal(case, fact, detail(fact, "kind") or "aim") for fact in _present(case, "care_goal")]
    view = next(iter(case.views.values()))
    if CARE_LIMITS in case.dictionary:
        found += [_goal(case, fact, "limits") for fact in view.reading(CARE_LIMITS).facts if fact.value]
    order = ("wish", "aim", "limits")
    return tuple(sorted(found, key=lambda goal: order.index(goal.kind)))


def _goal(case: Case, fact: Fact, kind: str) -> Goal:
    return Goal(
        kind=kind,
        label=both(f"treatment.goal.{kind}"),
        text=words_of(str(fact.value)),
        date=date_text(fact),
        provenance=provenances(case, (fact,)),
    )


def next_of(case: Case, as_of: date) -> tuple[Appointment, ...]:
    """Return what is still to come, earliest first, with tests that are due and not booked; undated comes last."""
    found = [_appointment(case, fact) for fact in _present(case, "appointment") if _is_ahead(fact, "date", as_of)]
    for fact in _present(case, "open_test"):
        if fact.detail.get("booked") is not True and moment_of(fact, "due") and _is_ahead(fact, "due", as_of):
            found.append(
                Appointment(
                    date=detail(fact, "due"),
                    text=words_of(str(fact.value)),
                    booked=False,
                    state=both("treatment.next.not-booked"),
                    provenance=provenances(case, (fact,)),
                )
            )
    return tuple(sorted(found, key=lambda one: (one.date or "9999", one.text["en"])))


def _is_ahead(fact: Fact, name: str, as_of: date) -> bool:
    at: Moment | None = moment_of(fact, name)
    return at is None or at.last_day >= as_of


def _appointment(case: Case, fact: Fact) -> Appointment:
    booked = detail(fact, "status") in ("booked", "arrived")
    return Appointment(
        date=detail(fact, "date"),
        text=words_of(str(fact.value)),
        booked=booked,
        state={} if booked else both("treatment.next.not-booked"),
        who=detail(fact, "who"),
        provenance=provenances(case, (fact,)),
    )


def contacts_of(case: Case) -> tuple[Contact, ...]:
    """Return whom to call; who answers day and night comes first. Somebody without a number is named, not hidden."""
    found = [_contact(case, fact) for fact in _present(case, "care_contact")]
    return tuple(sorted(found, key=lambda one: (not one.emergency, not one.phone)))


def _contact(case: Case, fact: Fact) -> Contact:
    always = fact.detail.get("always") is True
    hours = detail(fact, "hours")
    return Contact(
        role=words_of(str(fact.value)),
        phone=detail(fact, "phone"),
        name=detail(fact, "name"),
        hours=both("treatment.contact.always") if always else words_of(hours) if hours else {},
        emergency=always and bool(detail(fact, "phone")),
        provenance=provenances(case, (fact,)),
    )


def tests_of(case: Case) -> tuple[OpenTest, ...]:
    """Return the tests that were asked for and have no result, by the day on which they are due."""
    found = [_test(case, fact) for fact in _present(case, "open_test")]
    return tuple(sorted(found, key=lambda one: (one.due or "9999", one.text["en"])))


def _test(case: Case, fact: Fact) -> OpenTest:
    booked = fact.detail.get("booked") is True
    code = "booked" if booked else "not-booked" if moment_of(fact, "due") is not None else "no-result"
    why = detail(fact, "why")
    return OpenTest(
        text=words_of(str(fact.value)),
        why=words_of(why) if why else {},
        due=detail(fact, "due"),
        owner=detail(fact, "owner"),
        state=both(f"treatment.test.{code}"),
        provenance=provenances(case, (fact,)),
    )
