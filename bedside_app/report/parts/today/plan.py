"""The plan of a treatment in words: regimen, intent, line, which cycle and day, when the next is due."""

from __future__ import annotations

from typing import Final

from bedside_app.domain.fact import FactId
from bedside_app.domain.moment import Moment
from bedside_app.domain.today import PlanShown
from bedside_app.domain.treatment import Course, Cycle, TreatmentDay
from bedside_app.foundation.words import LANGUAGES
from bedside_app.report.parts.facts import Case
from bedside_app.report.parts.today.told import day_text, joined_words, provenances
from bedside_app.report.phrases import Words, both, words_of

__all__ = ["is_due", "not_due_text", "plan_of", "regimen_name"]

INTENT: Final = FactId("treatment_intent")
_AHEAD: Final = 2  # days before a cycle in which its limits are looked at for it


def plan_of(case: Case, day: TreatmentDay, course: Course) -> PlanShown:
    """Return one active plan as the record and the regimen file tell it."""
    begun = [cycle for cycle in course.cycles if cycle.started is not None]
    upcoming = course.upcoming
    due = upcoming.due if upcoming is not None else None
    has_come = due is not None and due.first_day <= day.as_of
    running = upcoming if has_come or not begun else begun[-1]
    number, since = _day_of(begun, has_come=has_come, day=day, due=due)
    return PlanShown(
        regimen=regimen_name(course),
        regimen_id=course.regimen,
        version=course.version,
        known=bool(course.regimen),
        intent=_intent(case, course),
        line=words_of(course.line) if course.line else {},
        now=_now(day, course, begun, upcoming),
        cycle=running.number if running is not None else None,
        cycles=course.cycle_count,
        day=since if number else None,
        due=due.text if due is not None else "",
        ordered=course.fact.effective.text if course.fact.effective is not None else "",
        note=_note(course),
        provenance=provenances(case, (course.fact,)),
    )


def regimen_name(course: Course) -> Words:
    """Return the drugs with the number of cycles; of a regimen that nobody knows, the title as recorded."""
    if not course.regimen:
        return words_of(course.title)
    drugs: Words = {language: "–".join(drug.name[language] for drug in course.drugs) for language in LANGUAGES}
    if course.cycle_count is None:
        return drugs
    return both("treatment.plan.times", {"name": drugs, "count": course.cycle_count})


def is_due(day: TreatmentDay, course: Course) -> bool:
    """Whether the next cycle is due today, was before, or is within two days: its limits are then judged for it."""
    upcoming = course.upcoming
    if upcoming is None or upcoming.due is None:
        return False
    return (upcoming.due.first_day - day.as_of).days <= _AHEAD


def not_due_text(course: Course) -> Words:
    """Return when the next cycle is due; nothing where all are given."""
    upcoming = course.upcoming
    if upcoming is None:
        return {}
    if upcoming.due is None:
        return both("treatment.because.next-unknown")
    values = {"number": _number(upcoming), "day": day_text(upcoming.due)}
    return both("treatment.because.next-due", values)


def _day_of(begun: list[Cycle], *, has_come: bool, day: TreatmentDay, due: Moment | None) -> tuple[bool, int]:
    """Return whether a day of the cycle can be told, and which: day 1 is the first day of its first drug."""
    if has_come and due is not None:
        return due.first_day == day.as_of, 1
    started = begun[-1].started if begun else None
    return (False, 0) if started is None else (True, (day.as_of - started.first_day).days + 1)


def _number(cycle: Cycle) -> Words:
    return words_of(str(cycle.number)) if cycle.number is not None else both("treatment.plan.no-number")


def _now(day: TreatmentDay, course: Course, begun: list[Cycle], upcoming: Cycle | None) -> Words:
    of = both("treatment.plan.of", {"count": course.cycle_count}) if course.cycle_count is not None else words_of("")
    due = upcoming.due if upcoming is not None else None
    if upcoming is not None and due is not None and due.first_day <= day.as_of:
        days = (day.as_of - due.first_day).days
        code = "due-today" if days == 0 else "overdue-one" if days == 1 else "overdue"
        values = {"number": _number(upcoming), "of": of, "day": day_text(due), "days": days}
        return both(f"treatment.plan.{code}", values)
    if begun:
        return _running(day, course, begun[-1], upcoming, of)
    if upcoming is None:
        return both("treatment.plan.none")
    if due is None:
        return both("treatment.plan.first-undated")
    return both("treatment.plan.first", {"number": _number(upcoming), "of": of, "day": day_text(due)})


def _running(day: TreatmentDay, course: Course, last: Cycle, upcoming: Cycle | None, of: Words) -> Words:
    started = last.started
    count = (day.as_of - started.first_day).days + 1 if started is not None else 0
    values: dict[str, object] = {"number": _number(last), "of": of, "count": count}
    if upcoming is None:
        if course.cycle_count is not None and last.number == course.cycle_count:
            return both("treatment.plan.all-given", {"count": course.cycle_count, "days": count})
        return both("treatment.plan.running", values)
    if upcoming.due is None:
        return both("treatment.plan.running-undated", values)
    return both("treatment.plan.running-next", values | {"next": _number(upcoming), "day": day_text(upcoming.due)})


def _intent(case: Case, course: Course) -> Words:
    """Return the intents as the dictionary calls them, then what the source says in words of its own."""
    entry = case.entry(INTENT)
    known: list[Words] = [
        {language: entry.answer_label(one, language) for language in LANGUAGES} if entry is not None else words_of(one)
        for one in course.intents
    ]
    said = joined_words([*known, words_of(course.intent_text) if course.intent_text else {}])
    return {language: text[:1].upper() + text[1:] for language, text in said.items()}


def _note(course: Course) -> Words:
    if course.unfit:
        return both("treatment.plan.unfit-note", {"drugs": ", ".join(one.replace("_", " ") for one in course.unfit)})
    if not course.regimen:
        return both("treatment.plan.unknown-note")
    return both("treatment.plan.on-hold-note") if course.status == "on-hold" else {}
