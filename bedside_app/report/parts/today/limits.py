"""The limits of the day as rows: value, limit, grade, when, source, verdict and why."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Final

from bedside_app.domain.fact import Comparator, Fact, FactId
from bedside_app.domain.provenance import Provenance
from bedside_app.domain.record import Reading, Unknown
from bedside_app.domain.today import Limit, Release, Toxicity, Verdict
from bedside_app.domain.treatment import Course, LimitToday, StepToday, TreatmentDay
from bedside_app.foundation.words import LANGUAGES, number
from bedside_app.report.parts.changes import grade_of
from bedside_app.report.parts.facts import Case, label_of, labels_of
from bedside_app.report.parts.today.told import (
    CTCAE,
    capital,
    events,
    graded,
    joined_words,
    near_text,
    newest,
    provenances,
    source_text,
)
from bedside_app.report.phrases import Words, both, quantity, unit_text, value_text, words_of

__all__ = ["ORDER", "caveats_text", "limits_of", "releases_of", "toxicities_of"]

ORDER: Final = {verdict: place for place, verdict in enumerate(Verdict)}  # worst first

EPISODE: Final = FactId("febrile_neutropenia_episode")
EPISODES: Final = FactId("febrile_neutropenia_episodes")
WEIGHT_CHANGE: Final = FactId("weight_change")
_GRADED: Final = "_grade"
_SHARED: Final = re.compile(r"(\w+) >\u00a0([\d.,]*\d) (or|ou) (\w+) >\u00a0\2(?![.,]?\d)")
_SEVERITY: Final = re.compile(r"\bgrade\s*([1-5])\b", re.IGNORECASE)


def limits_of(case: Case, day: TreatmentDay) -> tuple[Limit, ...]:
    """Return the rows, worst first, then as the regimen file has them; plans that stop everything come first."""
    rows = [*_of_plans(case, day), *(_row(case, day, limit) for limit in day.limits)]
    return tuple(sorted(rows, key=lambda row: ORDER[row.verdict]))


def _of_plans(case: Case, day: TreatmentDay) -> Iterable[Limit]:
    """Yield what the plans themselves forbid: one that is on hold, and more than one at a time."""
    for course in day.courses:
        if course.status == "on-hold":
            yield Limit(
                id=f"order:{course.key}",
                label=both("treatment.order.label"),
                facts=(course.fact.id,),
                value=capital(both("treatment.order.on-hold")),
                limit=both("treatment.order.limit"),
                verdict=Verdict.HOLD,
                why=both("treatment.why.hold", {"action": both("treatment.order.action")}),
                action=both("treatment.order.action"),
                when=course.fact.effective.text if course.fact.effective else "",
                source=source_text(provenances(case, (course.fact,))),
                provenance=provenances(case, (course.fact,)),
            )
    if len(day.courses) > 1:
        facts = [course.fact for course in day.courses]
        yield Limit(
            id="several",
            label=both("treatment.several.label"),
            facts=(facts[0].id,),
            value=both("treatment.several.value", {"count": len(facts)}),
            limit=both("treatment.several.limit"),
            verdict=Verdict.UNKNOWN,
            why=both("treatment.several.why"),
            needs=both("treatment.several.why"),
            source=source_text(provenances(case, facts)),
            provenance=provenances(case, facts),
        )


def _row(case: Case, day: TreatmentDay, limit: LimitToday) -> Limit:
    course = next(course for course in day.courses if course.key == limit.course)
    facts = [fact for reading in limit.readings for fact in reading.facts]
    grade = _grade(case, limit)
    at = limit.when
    provenance = _provenance(case, course, limit)
    return Limit(
        id=limit.limit,
        label=_label(limit, course),
        facts=tuple(reading.fact_id for reading in limit.readings),
        value=_value(case, limit),
        limit=_text(limit),
        verdict=limit.verdict,
        why=_why(case, limit, course),
        needs=_needs_short(case, limit) if limit.verdict is Verdict.UNKNOWN else {},
        action=limit.action,
        settled=limit.step_ordered is True,
        grade=graded(grade) if grade else {},
        ctcae=CTCAE if grade else "",
        when=at.text if at is not None else "",
        source=source_text(provenance) if facts else {},
        provenance=provenance,
        citations=limit.sources,
    )


def _provenance(case: Case, course: Course, limit: LimitToday) -> tuple[Provenance, ...]:
    """Return the way back of a row; what was counted leads to the facts that it was counted from."""
    facts = [fact for reading in limit.readings for fact in reading.facts]
    own = limit.readings[0].fact_id
    if own == EPISODES:
        facts = [*(fact for fact in events(case, EPISODE) if fact.value is True), *facts]
    if own == WEIGHT_CHANGE and course.surface is not None:
        weights = [fact for fact in facts if fact.id != WEIGHT_CHANGE]
        facts = [*weights, course.surface.weight]
    return provenances(case, facts)


def _label(limit: LimitToday, course: Course) -> Words:
    if limit.readings[0].fact_id != WEIGHT_CHANGE or course.surface is None:
        return joined_words(limit.short[one.fact_id] for one in limit.readings) if _in_one(limit) else limit.label
    weight = course.surface.weight
    before = {language: quantity(float(weight.value or 0), weight.unit, language) for language in LANGUAGES}
    return both("treatment.label-from", {"label": limit.label, "before": before})


def _in_one(limit: LimitToday) -> bool:
    """Whether a row names its values by their short names: where each has one and a value."""
    known = all(one.value is not None for one in limit.readings)
    return len(limit.readings) > 1 and known and all(one.fact_id in limit.short for one in limit.readings)


def _text(limit: LimitToday) -> Words:
    """Return what a value is held against; two that share a figure share its place: *ALT or AST > 52.5*."""
    return {language: _SHARED.sub("\\1 \\3 \\4 >\u00a0\\2", text) for language, text in limit.text.items()}


def _value(case: Case, limit: LimitToday) -> Words:
    """Return the values of a row; of one that is unknown, what there is of it. Numbers of one unit share it."""
    shown = [reading for reading in limit.readings if reading.facts or reading.value is not None]
    units = {case.dictionary.entry(reading.fact_id).unit for reading in shown}
    numbers = [reading.value for reading in shown]
    if len(shown) > 1 and len(units) == 1 and all(isinstance(one, int | float) for one in numbers) and "" not in units:
        unit = units.pop()
        plain = [(reading, _plain(case, reading)) for reading in shown]
        told = joined_words(words if _in_one(limit) else _named(limit, reading, words) for reading, words in plain)
        return {language: f"{told[language]}\u00a0{unit_text(unit, language)}" for language in LANGUAGES}
    said = (_named(limit, one, _one(case, one, first=place == 0)) for place, one in enumerate(shown))
    return capital(joined_words(said))


def _named(limit: LimitToday, reading: Reading, value: Words) -> Words:
    """Return a value behind its short name, where several stand in one cell."""
    name = limit.short.get(reading.fact_id, {})
    return {language: f"{name[language]}\u00a0{text}" for language, text in value.items()} if name else value


def _plain(case: Case, reading: Reading) -> Words:
    value, entry = reading.value, case.dictionary.entry(reading.fact_id)
    plain = float(value) if isinstance(value, int | float) else 0.0
    return {language: number(plain, language, entry.decimals) for language in LANGUAGES}


def _one(case: Case, reading: Reading, *, first: bool) -> Words:
    entry = case.dictionary.entry(reading.fact_id)
    if reading.fact_id == EPISODES and isinstance(reading.value, int | float):
        return episodes_text(reading)
    values = [(reading.value, _comparator(reading))] if reading.value is not None else []
    values = values or [(fact.value, fact.comparator) for fact in reading.facts if fact.value is not None]
    said = joined_words(
        {language: value_text(value, entry.unit, entry, language, sign) for language in LANGUAGES}
        for value, sign in values
    )
    if first or not said or entry.kind != "boolean":
        return said
    label = {language: entry.label[language][:1].lower() + entry.label[language][1:] for language in LANGUAGES}
    return both("treatment.more", {"label": label, "value": said})


def _comparator(reading: Reading) -> Comparator | None:
    return reading.facts[0].comparator if reading.facts and reading.facts[0].id == reading.fact_id else None


def episodes_text(reading: Reading) -> Words:
    """Return a number of episodes; one that was only counted from dated episodes is at least so many."""
    count = int(float(reading.value)) if isinstance(reading.value, int | float) else 0
    code = "episodes-at-least" if _comparator(reading) is Comparator.AT_LEAST else "episodes"
    return both(f"treatment.{code}.{'one' if count == 1 else 'many'}", {"count": count})


def _grade(case: Case, limit: LimitToday) -> int | None:
    """Return the highest CTCAE grade of what a row shows, None where none is known."""
    found: list[int] = []
    for reading in limit.readings:
        entry = case.dictionary.entry(reading.fact_id)
        if reading.value is None:
            continue
        if entry.id.endswith(_GRADED) and isinstance(reading.value, int | float):
            found.append(int(reading.value))
        for fact in reading.facts:
            if fact.id == reading.fact_id and (grade := grade_of(entry, fact)) is not None:
                found.append(grade)
    if limit.readings[0].fact_id == EPISODES:
        found += [grade for fact in events(case, EPISODE) if (grade := severity_of(fact)) is not None]
    return max(found, default=None)


def severity_of(fact: Fact) -> int | None:
    """Return the grade that an episode states, None where it states none."""
    match = _SEVERITY.search(str(fact.detail.get("severity", "")))
    return int(match[1]) if match else None


def _why(case: Case, limit: LimitToday, course: Course) -> Words:
    if limit.verdict is Verdict.HOLD:
        return both("treatment.why.hold", {"action": limit.action})
    if limit.verdict is Verdict.REDUCE:
        if limit.step_ordered and limit.steps:
            code = "already-reduced" if limit.reduced_since is not None else "already-ordered"
            steps = joined_words(_step(course, step) for step in limit.steps)
            return both(f"treatment.why.{code}", {"number": limit.reduced_since, "steps": steps})
        ordered = {True: "reduce-ordered", False: "reduce-not-ordered", None: "reduce"}[limit.step_ordered]
        return both(f"treatment.why.{ordered}", {"action": limit.action})
    return _needs(case, limit) if limit.verdict is Verdict.UNKNOWN else {}


def _step(course: Course, step: StepToday) -> Words:
    """Return a reduced dose per size, and the amount that it is for this patient."""
    name = next((drug.name for drug in course.drugs if drug.drug == step.drug), words_of(step.drug))
    return {
        language: f"{name[language]} {quantity(step.amount, step.unit, language)}"
        f" = {quantity(step.ordered, 'mg', language)}"
        for language in LANGUAGES
    }


def _needs(case: Case, limit: LimitToday) -> Words:
    unknowns = {reading.fact_id: reading.unknown for reading in limit.readings}
    if _needs_upper_limit(case, limit):
        return both("treatment.needs.upper-limit")
    missing = labels_of(case, limit.missing)
    if EPISODES in limit.missing:
        return both("treatment.why.ask-episodes")
    if limit.within == 0:
        return both("treatment.why.needs-today", {"facts": missing})
    if limit.stale and limit.within is not None:
        return both("treatment.why.needs-recent", {"facts": missing, "days": limit.within})
    if any(unknowns.get(fact) is Unknown.CONFLICT for fact in limit.missing):
        return both("treatment.why.conflict", {"facts": missing})
    return both("treatment.why.needs", {"facts": missing})


def _needs_upper_limit(case: Case, limit: LimitToday) -> bool:
    """Whether the values are known, and only what the laboratory calls normal is not."""
    return bool(limit.missing) and all(case.dictionary.entry(fact).limit_of is not None for fact in limit.missing)


def _needs_short(case: Case, limit: LimitToday) -> Words:
    """Return what an unknown needs where its own name stands beside it: the facts only where some of them are known."""
    if EPISODES in limit.missing:
        return both("treatment.why.ask-episodes")
    if _needs_upper_limit(case, limit):
        return both("treatment.needs.upper-limit")
    if limit.within == 0:
        return both("treatment.needs.today")
    if limit.stale and limit.within is not None:
        return both("treatment.needs.recent", {"days": limit.within})
    if any(reading.unknown is Unknown.CONFLICT for reading in limit.readings if reading.fact_id in limit.missing):
        return both("treatment.needs.conflict")
    if len(limit.missing) < len(limit.readings):
        return both("treatment.why.needs", {"facts": labels_of(case, limit.missing)})
    return both("treatment.needs.value")


def releases_of(case: Case, day: TreatmentDay) -> tuple[Release, ...]:
    """Return what has to hold before a held cycle is given: what is not met, what nobody knows, what is asked again."""
    if not any(limit.verdict is Verdict.HOLD for limit in day.limits):
        return ()
    found: list[Release] = []
    for limit in sorted(day.limits, key=lambda one: ORDER[one.verdict]):
        asked = limit.verdict in (Verdict.HOLD, Verdict.UNKNOWN) or limit.again
        if asked:
            found.append(_release(case, limit))
    return tuple(found)


def _release(case: Case, limit: LimitToday) -> Release:
    at = newest([fact for reading in limit.readings for fact in reading.facts])
    code = "settled" if limit.verdict is Verdict.HOLD else "known"
    text = limit.release or both(f"treatment.release.{code}", {"fact": limit.label})
    return Release(
        text=capital(text),
        met={Verdict.HOLD: False, Verdict.UNKNOWN: None}.get(limit.verdict, True),
        facts=tuple(reading.fact_id for reading in limit.readings),
        when=at.text if at is not None else "",
        provenance=provenances(case, [fact for reading in limit.readings for fact in reading.facts]),
    )


def caveats_text(case: Case, day: TreatmentDay) -> Words:
    """Return what may make a held value look better than it is, with the medicines that say so."""
    said: list[Words] = []
    for limit in day.limits:
        for caveat in limit.caveats if limit.verdict is not Verdict.REDUCE else ():
            drugs = joined_words(_since(case, fact, day.as_of) for fact in caveat.facts)
            text = both("treatment.caveat", {"text": caveat.text, "drugs": drugs}) if drugs else dict(caveat.text)
            said.append(capital(text))
    return joined_words(said, "; ")


def _since(case: Case, fact: Fact, near: date) -> Words:
    entry = case.dictionary.entry(fact.id)
    drug: Words = {language: entry.answer_label(fact.value, language) for language in LANGUAGES}
    if fact.effective is None:
        return drug
    return both("treatment.caveat-since", {"drug": drug, "day": near_text(fact.effective.text, near)})


def toxicities_of(case: Case) -> tuple[Toxicity, ...]:
    """Return every adverse event that is graded 1 or more today, and the episodes of febrile neutropenia."""
    view = next(iter(case.views.values()))
    found: list[Toxicity] = []
    for entry in case.dictionary:
        is_graded = entry.id.endswith(_GRADED) and "CTCAE" in entry.source
        if not is_graded and (entry.ctcae is None or entry.about != "patient"):
            continue
        reading = view.reading(entry.fact_id)
        if reading.value is None or not reading.facts:
            continue
        fact = reading.facts[0]
        value = reading.value if is_graded else grade_of(entry, fact)
        if isinstance(value, int | float) and value >= 1:
            found.append(_toxicity(case, fact, label_of(case, entry.fact_id), int(value)))
    found += [
        _toxicity(case, fact, label_of(case, EPISODE), severity_of(fact))
        for fact in events(case, EPISODE)
        if fact.value is True
    ]
    return tuple(sorted(found, key=lambda one: (-(one.grade or 0), one.label["en"])))


def _toxicity(case: Case, fact: Fact, label: Words, grade: int | None) -> Toxicity:
    text = label if grade is None else joined_words([label, {k: v.lower() for k, v in graded(grade).items()}])
    return Toxicity(
        label=label,
        grade=grade,
        text=text,
        ctcae=CTCAE if grade is not None else "",
        when=fact.effective.text if fact.effective is not None else "",
        provenance=provenances(case, (fact,)),
    )
