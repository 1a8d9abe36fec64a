"""Today in one piece: the verdict in words, why, what would release it, and every block that stands beside it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from bedside_app.domain.fact import FactId
from bedside_app.domain.today import Contact, Emergency, Limit, Today, Verdict
from bedside_app.domain.treatment import Course, EmergencyToday, LimitToday, TreatmentDay
from bedside_app.foundation.words import LANGUAGES
from bedside_app.report.parts.facts import Case, label_of
from bedside_app.report.parts.today.care import contacts_of, goals_of, next_of, tests_of
from bedside_app.report.parts.today.doses import cumulative_of, cycles_of, last_dose_of, surface_text
from bedside_app.report.parts.today.limits import caveats_text, limits_of, releases_of, toxicities_of
from bedside_app.report.parts.today.plan import is_due, not_due_text, plan_of, regimen_name
from bedside_app.report.parts.today.told import capital, joined_words, near_text, newest, provenances
from bedside_app.report.phrases import Words, both, value_text

__all__ = ["today_of"]

MOST_NAMED: Final = 3  # facts in one headline; the rest is counted
_ENTERED_BY: Final = {FactId("weight_change"): FactId("weight")}  # what a person types in place of what is computed


def today_of(case: Case, day: TreatmentDay) -> Today:
    """Return what is shown of a treatment under way, in both languages."""
    limits, contacts = limits_of(case, day), contacts_of(case)
    verdict = limits[0].verdict if limits else Verdict.UNKNOWN
    emergency = _emergency(case, day, contacts)
    if emergency is not None and emergency.happening:
        verdict = Verdict.HOLD
    if any(not course.regimen for course in day.courses) and verdict is not Verdict.HOLD:
        verdict = Verdict.UNKNOWN
    wanted = _wanted(day, verdict)
    return Today(
        plans=tuple(plan_of(case, day, course) for course in day.courses),
        verdict=verdict,
        headline=_headline(case, day, verdict, limits, emergency),
        because=_because(day, verdict, limits),
        suggestion=both("treatment.suggestion"),
        released_by=releases_of(case, day),
        release_note=caveats_text(case, day) if verdict is Verdict.HOLD else {},
        otherwise=_otherwise(day),
        wanted_fact=wanted,
        wanted=both("treatment.wanted", {"fact": _lowered(label_of(case, wanted))}) if wanted is not None else {},
        emergency=emergency,
        limits=limits,
        limits_version=next((course.version for course in day.courses if course.version), ""),
        last_dose=last_dose_of(case, day),
        cycles=cycles_of(case, day),
        cumulative=cumulative_of(case, day),
        surface=surface_text(day),
        toxicities=toxicities_of(case),
        goals=goals_of(case),
        next=next_of(case, day.as_of),
        contacts=contacts,
        open_tests=tests_of(case),
    )


def _judged(day: TreatmentDay, verdict: Verdict) -> list[LimitToday]:
    return [limit for limit in day.limits if limit.verdict is verdict]


def _lowered(words: Words) -> Words:
    """Return a label within a sentence; an abbreviation keeps its capitals."""
    return {language: text if text[1:2].isupper() else text[:1].lower() + text[1:] for language, text in words.items()}


# -- the sentence ------------------------------------------------------------------------------------------------------


def _headline(
    case: Case, day: TreatmentDay, verdict: Verdict, limits: Sequence[Limit], emergency: Emergency | None
) -> Words:
    if emergency is not None and emergency.happening:
        return both("treatment.headline.emergency", {"text": _lowered(emergency.text)})
    if len(day.courses) > 1 and verdict is not Verdict.HOLD:
        return both("treatment.headline.several", {"count": len(day.courses)})
    course = day.courses[0]
    if not course.regimen and verdict is not Verdict.HOLD:
        return both("treatment.headline.unknown-regimen")
    if len(day.courses) == 1 and course.regimen and not is_due(day, course):
        return both(f"treatment.headline.{'not-due' if course.upcoming is not None else 'all-given'}")
    if verdict is Verdict.HOLD:
        action = next(limit.action for limit in limits if limit.verdict is Verdict.HOLD)
        return both("treatment.headline.hold", {"action": action})
    if not day.limits:
        return both("treatment.headline.no-limits")
    return _softer(case, day, verdict)


def _softer(case: Case, day: TreatmentDay, verdict: Verdict) -> Words:
    if verdict is Verdict.UNKNOWN:
        facts = list(dict.fromkeys(fact for limit in _judged(day, verdict) for fact in limit.missing))
        named = joined_words(_lowered(label_of(case, fact)) for fact in facts[:MOST_NAMED])
        more = len(facts) - MOST_NAMED
        code = "unknown-more" if more > 0 else "unknown"
        return both(f"treatment.headline.{code}", {"facts": named, "count": more})
    if verdict is Verdict.REDUCE:
        reduced = _judged(day, verdict)
        if all(limit.step_ordered for limit in reduced):
            return both("treatment.headline.reduce-ordered")
        return both("treatment.headline.reduce", {"action": joined_words(limit.action for limit in reduced)})
    return both("treatment.headline.go")


def _because(day: TreatmentDay, verdict: Verdict, limits: Sequence[Limit]) -> Words:
    """Return the figures behind the verdict, then what is not given, or what the day itself says."""
    judged = [limit for limit in limits if limit.verdict is verdict is not Verdict.GO]
    said = _unknowns(judged) if verdict is Verdict.UNKNOWN else [_figure(limit, day.as_of) for limit in judged]
    if len(day.courses) > 1:
        said.append(both("treatment.because.several", {"names": joined_words(map(regimen_name, day.courses))}))
        return _sentences(said)
    course = day.courses[0]
    if not course.regimen:
        said.append(_unknown_regimen(course))
    elif verdict is Verdict.GO:
        said.append(both("treatment.because.all-met"))
    if course.regimen and not is_due(day, course):
        said.insert(0, not_due_text(course))
    elif course.upcoming is not None and course.upcoming.number is not None and verdict is not Verdict.GO:
        said.append(both("treatment.because.nothing-given", {"number": course.upcoming.number}))
    return _sentences(said)


def _sentences(said: Sequence[Words]) -> Words:
    kept = [capital(words) for words in said if words]
    return (
        {language: ". ".join(words[language].rstrip(".") for words in kept) + "." for language in LANGUAGES}
        if kept
        else {}
    )


def _unknown_regimen(course: Course) -> Words:
    if course.unfit:
        drugs = ", ".join(drug.replace("_", " ") for drug in course.unfit)
        return both("treatment.because.unfit", {"title": course.title, "drugs": drugs})
    return both("treatment.because.unknown-regimen", {"title": course.title})


def _unknowns(limits: Sequence[Limit]) -> list[Words]:
    """Return the limits that are unknown, those that need the same in one sentence."""
    by_need: dict[str, list[Limit]] = {}
    for limit in limits:
        by_need.setdefault((limit.needs or limit.why).get("en", ""), []).append(limit)
    return [
        both("treatment.because.unknown", {"labels": _listed(group), "needs": group[0].needs or group[0].why})
        for group in by_need.values()
    ]


def _listed(limits: Sequence[Limit]) -> Words:
    return joined_words([limits[0].label, *(_lowered(limit.label) for limit in limits[1:])])


def _figure(limit: Limit, near: date) -> Words:
    values = {"label": limit.label, "value": limit.value, "limit": limit.limit, "day": near_text(limit.when, near)}
    return both("treatment.because.limit" if limit.when else "treatment.because.limit-undated", values)


def _otherwise(day: TreatmentDay) -> Words:
    held = _judged(day, Verdict.HOLD)
    return capital(next((dict(limit.otherwise) for limit in held if limit.otherwise), {}))


def _wanted(day: TreatmentDay, verdict: Verdict) -> FactId | None:
    """Return what the one action asks for: the held value again, or the first that is missing for a due cycle."""
    if verdict is Verdict.HOLD:
        held = _judged(day, verdict)
        wanted = held[0].readings[0].fact_id if held and held[0].release else None
    elif len(day.courses) == 1 and not is_due(day, day.courses[0]):
        wanted = None
    else:
        wanted = next((fact for limit in _judged(day, Verdict.UNKNOWN) for fact in limit.missing), None)
    return _ENTERED_BY.get(wanted, wanted) if wanted is not None else None


# -- what must not wait ------------------------------------------------------------------------------------------------


def _emergency(case: Case, day: TreatmentDay, contacts: Sequence[Contact]) -> Emergency | None:
    """Return the rule that applies now, else the first rule of the treatment."""
    rules = sorted(day.emergencies, key=lambda rule: rule.happening is not True)
    return _rule(case, rules[0], contacts) if rules else None


def _rule(case: Case, rule: EmergencyToday, contacts: Sequence[Contact]) -> Emergency:
    reading = next(iter(case.views.values())).reading(rule.fact)
    entry = case.dictionary.entry(rule.fact)
    current = rule.happening is not None and reading.value is not None
    facts = reading.facts if current else ()
    at = newest(facts)
    now: Words = (
        {language: value_text(reading.value, entry.unit, entry, language) for language in LANGUAGES}
        if current and reading.value is not None
        else {}
    )
    return Emergency(
        text=rule.text,
        also=rule.also,
        deadline=capital(rule.deadline),
        now=now,
        happening=rule.happening,
        fact=rule.fact,
        when=at.text if at is not None else "",
        call=next((one for one in contacts if one.emergency), None) or next((c for c in contacts if c.phone), None),
        provenance=provenances(case, facts),
        citations=rule.sources,
    )
