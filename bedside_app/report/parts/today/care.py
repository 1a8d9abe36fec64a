"""What stands around a treatment: goals, what comes next, open tests, and whom to call."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from bedside_app.domain.fact import Fact, FactId, Presence, Status
from bedside_app.domain.moment import Moment
from bedside_app.domain.today import Appointment, Contact, Goal, OpenTest, Today, Verdict
from bedside_app.foundation.words import LANGUAGES
from bedside_app.report.parts.facts import Case, date_text
from bedside_app.report.parts.today.told import detail, events, moment_of, newest, phone_text, provenances
from bedside_app.report.phrases import Words, both, words_of

__all__ = ["contacts_of", "goals_of", "next_of", "pharmacy_text", "tests_of"]

CARE_LIMITS: Final = FactId("care_limits")
_PHARMACY: Final = re.compile("pharma", re.IGNORECASE)


def _present(case: Case, name: str) -> list[Fact]:
    return [fact for fact in events(case, name) if fact.presence is Presence.PRESENT and fact.value]


def _current(case: Case, fact_id: FactId) -> list[Fact]:
    """Return what stands now, whatever day is shown: code status and telephone numbers of the past mislead."""
    stands = (fact for fact in case.record.facts if fact.id == fact_id and fact.status is not Status.WITHDRAWN)
    return [fact for fact in stands if fact.presence is Presence.PRESENT and fact.value]


def goals_of(case: Case) -> tuple[Goal, ...]:
    """Return wishes, aims and limits of care in the words of their source, as they stand now."""
    goals = _current(case, FactId("care_goal"))
    limits = _current(case, CARE_LIMITS)
    last = newest(limits)
    latest = [
        fact for fact in limits if last is None or (fact.effective and fact.effective.first_day == last.first_day)
    ]
    found = [_goal(case, fact, detail(fact, "kind") or "aim") for fact in goals]
    found += [_goal(case, fact, "limits") for fact in latest]
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
                    who=detail(fact, "owner"),
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
    found = [_contact(case, fact) for fact in _current(case, FactId("care_contact"))]
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


def pharmacy_text(today: Today) -> Words:
    """Return whom to tell that what is made up changes: a cycle is held, or a dose is another than planned."""
    held = today.verdict is Verdict.HOLD
    if not held and not any(one.verdict is Verdict.REDUCE for one in today.limits):
        return {}
    phone = next((one.phone for one in today.contacts if one.phone and _PHARMACY.search(one.role["en"])), "")
    at = {language: f", {phone_text(phone, language)}" if phone else "" for language in LANGUAGES}
    return both(f"treatment.pharmacy.{'held' if held else 'reduced'}", {"phone": at})


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
