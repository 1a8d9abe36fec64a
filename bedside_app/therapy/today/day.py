"""What the limits of the active courses say on one day: hold, unknown, reduce or go, and what must not wait.

A limit whose value is unknown or too old is unknown, never go; hold is asked before reduce.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Final

from bedside_app.dictionary.conditions import Value, parse
from bedside_app.dictionary.entries import MEDICINES
from bedside_app.dictionary.lookup import ViewLookup
from bedside_app.dictionary.view import View
from bedside_app.domain.fact import PATIENT, Fact, FactId, Origin, OriginKind, Presence, Scalar
from bedside_app.domain.moment import Moment
from bedside_app.domain.proposal import Source, Words
from bedside_app.domain.record import Reading
from bedside_app.domain.today import Verdict
from bedside_app.domain.treatment import (
    CaveatToday,
    Course,
    Dose,
    EmergencyToday,
    LimitToday,
    StepToday,
    TreatmentDay,
)
from bedside_app.foundation.words import LANGUAGES, number
from bedside_app.therapy.knowledge import Knowledge, sources_used
from bedside_app.therapy.schema import DayLimit, Regimen
from bedside_app.therapy.sentences import in_both
from bedside_app.therapy.today.counted import EPISODE, EPISODES, with_counted
from bedside_app.therapy.today.courses import active_courses
from bedside_app.therapy.today.stops import stops

__all__ = ["arm_under_way", "facts_under_way", "treatment_day"]

CYTOTOXIC: Final = "cytotoxic"
UNDER_WAY: Final = FactId("cytotoxic_under_way")
_ROUNDING: Final = 0.04  # a rounded dose may lie this share above the exact step


def treatment_day(view: View, knowledge: Knowledge) -> TreatmentDay | None:
    """Return what stands on the view's day of the treatments under way; None while no regimen is active."""
    courses, undone = active_courses(view, knowledge)
    if not courses:
        return None
    emergencies = tuple(_emergencies(courses, view, knowledge))
    limits: list[LimitToday] = []
    for course in courses:
        regimen = knowledge.regimens.get(course.regimen)
        if regimen is not None:
            limits += stops(course, regimen, view, knowledge)
            limits += _limits(course, regimen, with_counted(course, view))
    return TreatmentDay(
        as_of=view.as_of,
        courses=courses,
        limits=tuple(limits),
        emergencies=emergencies,
        sources=tuple(_sources(limits, emergencies, knowledge)),
        undone=undone,
    )


def _sources(
    limits: Iterable[LimitToday], emergencies: Iterable[EmergencyToday], knowledge: Knowledge
) -> Iterator[Source]:
    cited = [name for limit in limits for name in limit.sources]
    cited += [name for rule in emergencies for name in rule.sources]
    for one in sources_used(knowledge, cited):
        yield Source(id=one.id, title=one.title, doi=one.doi, section=one.section, review=one.review)


def measured_at(reading: Reading, view: View) -> Moment | None:
    """Return when a value was measured; of a computed one the oldest of what it rests on and what changes with time."""
    moments: list[Moment] = []
    for fact in reading.facts:
        parts = [
            view.reading(name)
            for name in (fact.origin.rests_on if fact.origin.kind is OriginKind.PACK else ())
            if view.dictionary.entry(name).kind == "quantity" and view.dictionary.entry(name).current_for is not None
        ]
        dated = [at for part in parts if (at := measured_at(part, view)) is not None]
        if len(dated) < len(parts):
            return None
        own = min(dated, key=Moment.sort_key) if dated else fact.effective
        if own is not None:
            moments.append(own)
    return max(moments, key=Moment.sort_key, default=None)


class _Fresh(ViewLookup):
    """Answers conditions from a view in which values older than some days are unknown."""

    def __init__(self, view: View, within: int | None) -> None:
        super().__init__(view)
        self._of = view
        self._within = within

    def is_stale(self, fact_id: FactId) -> bool:
        """Whether there is a value, and nothing says that it is recent enough."""
        reading = self._of.reading(fact_id)
        is_limit = self._of.dictionary.entry(fact_id).limit_of is not None  # stands with a value that is asked itself
        if self._within is None or reading.value is None or is_limit:
            return False
        at = measured_at(reading, self._of)
        return at is None or (self._of.as_of - at.last_day).days > self._within

    def value(self, variable: str) -> Value | None:
        """Return the value of a fact, None also where it is too old."""
        return None if self.is_stale(FactId(variable)) else super().value(variable)

    def known(self, variable: str) -> bool:
        """Whether there is a usable value that is recent enough."""
        is_collection = self._of.dictionary.entry(FactId(variable)).kind == "collection"
        return super().known(variable) and (is_collection or not self.is_stale(FactId(variable)))


def _limits(course: Course, regimen: Regimen, view: View) -> Iterator[LimitToday]:
    for limit in regimen.limits:
        lookup = _Fresh(view, limit.within)
        verdict, missing = _verdict(limit, lookup)
        numbers = _numbers(limit, view)
        ordered = _step_ordered(limit, course, regimen) if verdict is Verdict.REDUCE else None
        shown = (FactId(limit.fact), *map(FactId, limit.also))
        yield LimitToday(
            course=course.key,
            limit=limit.id,
            label=limit.label,
            text=_filled(limit.text, numbers),
            verdict=verdict,
            readings=tuple(view.reading(fact) for fact in shown),
            missing=missing,
            stale=tuple(fact for fact in missing if lookup.is_stale(fact)),
            when=_when(limit, view),
            step_ordered=ordered,
            steps=tuple(_steps(limit, course, regimen)) if ordered else (),
            reduced_since=_reduced_since(limit, course, regimen) if ordered else None,
            caveats=tuple(_caveats(limit, view)),
            action=({Verdict.HOLD: limit.on_hold, Verdict.REDUCE: limit.on_reduce}.get(verdict)) or {},
            release=_filled(limit.release or {}, numbers),
            again=limit.again,
            otherwise=_filled(limit.otherwise or {}, numbers),
            within=limit.within,
            sources=limit.sources,
            short=limit.short,
        )


def _numbers(limit: DayLimit, view: View) -> Mapping[str, Words]:
    """Return the numbers of a limit's text; one that rests on an unknown stays what it is: so many times it."""
    found: dict[str, Words] = {}
    for name, multiple in limit.numbers.items():
        value = view.reading(FactId(multiple.of)).value
        if isinstance(value, int | float):
            exact = float(Decimal(repr(multiple.times)) * Decimal(repr(value)))
            found[name] = {language: number(exact, language) for language in LANGUAGES}
        else:
            code = "upper" if multiple.times == 1 else "multiple"
            found[name] = in_both(f"treatment.{code}", times=multiple.times)
    return found


def _filled(text: Words, numbers: Mapping[str, Words]) -> Words:
    """Return a text with its numbers in place."""
    filled = dict(text)
    for name, words in numbers.items():
        filled = {language: said.replace(f"{{{name}}}", words[language]) for language, said in filled.items()}
    return filled


def _when(limit: DayLimit, view: View) -> Moment | None:
    """Return when the limit's own value was measured; of counted episodes, when the last was."""
    if limit.fact == EPISODES:
        days = [fact.effective for fact in view.facts(EPISODE) if fact.presence is Presence.PRESENT and fact.effective]
        if days:
            return max(days, key=Moment.sort_key)
    return measured_at(view.reading(FactId(limit.fact)), view)


def _caveats(limit: DayLimit, view: View) -> Iterator[CaveatToday]:
    """Yield what may make the value look better or worse, with the items that it is about."""
    for one in limit.caveats:
        condition = parse(one.when)
        if condition.evaluate(ViewLookup(view)):
            found = [
                fact
                for collection, item in condition.items
                for name, fact in view.collection(FactId(collection)).present.items()
                if name in view.dictionary.entry(FactId(collection)).members(item)
            ]
            yield CaveatToday(text=one.text, facts=tuple(found))


def _verdict(limit: DayLimit, lookup: _Fresh) -> tuple[Verdict, tuple[FactId, ...]]:
    """Return the worst of what a limit can be today, and the facts that leave it open.

    A limit that shows nothing current of its own fact is unknown even where its condition could be answered without.
    """
    missing: dict[FactId, None] = {}
    for text, verdict in ((limit.hold, Verdict.HOLD), (limit.reduce, Verdict.REDUCE)):
        if text is None:
            continue
        condition = parse(text)
        answer = condition.evaluate(lookup)
        if answer:
            return (Verdict.UNKNOWN, tuple(missing)) if missing else (verdict, ())
        if answer is None:
            missing.update(dict.fromkeys(map(FactId, condition.unknowns(lookup))))
    own = FactId(limit.fact)
    if not missing and not lookup.known(own):
        missing[own] = None
    return (Verdict.UNKNOWN if missing else Verdict.GO), tuple(missing)


def _step_ordered(limit: DayLimit, course: Course, regimen: Regimen) -> bool | None:
    """Whether the next cycle is ordered as the reduction asks: doses, and the growth factor that belongs to it.

    None where its orders or the plan's are unknown.
    """
    cycle = course.upcoming
    if cycle is None or not (limit.steps or limit.growth_factor):
        return None
    answers = _as_steps(limit, cycle.orders, course, regimen)
    if any(answer is None for answer in answers):
        return None
    return all(answers) and (bool(cycle.support) or not limit.growth_factor)


def _as_steps(limit: DayLimit, doses: Iterable[Dose], course: Course, regimen: Regimen) -> list[bool | None]:
    """Return for each step of a limit whether doses are no more than it, None where theirs or the plan's is unknown."""
    published = {drug.drug: drug.dose for drug in regimen.drugs}
    planned: Mapping[str, float | None] = {dose.drug: dose.milligrams for dose in course.planned}
    amounts = {dose.drug: dose.milligrams for dose in doses}
    answers: list[bool | None] = []
    for step in limit.steps:
        whole, now = planned.get(step.drug), amounts.get(step.drug)
        most = Decimal(repr(step.amount / published[step.drug] + _ROUNDING))
        answers.append(Decimal(repr(now / whole)) <= most if whole and now is not None else None)
    return answers


def _steps(limit: DayLimit, course: Course, regimen: Regimen) -> Iterator[StepToday]:
    """Yield the dose steps of a limit with what is ordered for the next cycle."""
    drugs = {drug.drug: drug for drug in regimen.drugs}
    orders = {dose.drug: dose.milligrams for dose in course.upcoming.orders} if course.upcoming is not None else {}
    for step in limit.steps:
        drug, ordered = drugs[step.drug], orders.get(step.drug)
        if ordered is not None:
            unit = drug.unit if drug.per == "flat" else f"{drug.unit}/{drug.per}"
            yield StepToday(drug=step.drug, amount=step.amount, unit=unit, ordered=ordered)


def _reduced_since(limit: DayLimit, course: Course, regimen: Regimen) -> int | None:
    """Return the number of the cycle since which every given cycle was reduced so; None where the last was not."""
    since: int | None = None
    for cycle in course.cycles:
        if any(dose.given for dose in cycle.given) and limit.steps:
            given = [dose for dose in cycle.given if dose.given]
            reduced = all(_as_steps(limit, given, course, regimen))
            since = (since if since is not None else cycle.number) if reduced else None
    return since


def facts_under_way(view: View, knowledge: Knowledge) -> tuple[Fact, ...]:
    """Return the fact that chemotherapy is under way, for pathways: none where it is not, or where nothing tells.

    It is from its order until the last cycle is over: as long as the regimen says that a cycle is, or, where nobody
    says how long, as long as the plan is active.
    """
    courses, _ = active_courses(view, knowledge)
    cytotoxic = [
        one for one in courses if CYTOTOXIC in _groups((one,), view, knowledge) and not _is_over(one, view.as_of)
    ]
    if not cytotoxic or UNDER_WAY not in view.dictionary:
        return ()
    rests_on = (FactId("treatment_plan"), FactId("treatment_cycle"), FactId("treatment_dose"))
    origin = Origin(kind=OriginKind.RULE, name="today.cytotoxic_under_way", version="1", rests_on=rests_on)
    return (
        Fact(id=UNDER_WAY, value=True, unit="", about=PATIENT, origin=origin, effective=cytotoxic[0].fact.effective),
    )


def arm_under_way(view: View, knowledge: Knowledge) -> Mapping[str, Scalar]:
    """Return what a forecast counts of the regimens under way, by the names of the pack's inputs; empty for nothing."""
    courses, _ = active_courses(view, knowledge)
    arm: dict[str, Scalar] = {}
    for course in courses:
        if course.regimen:
            arm |= knowledge.regimens[course.regimen].arm
    return arm


def _is_over(course: Course, as_of: date) -> bool:
    last = max((at.first_day for cycle in course.cycles if (at := cycle.started) is not None), default=None)
    if course.upcoming is not None or last is None or course.cycle_days is None:
        return False
    return (as_of - last).days >= course.cycle_days


def _emergencies(courses: tuple[Course, ...], view: View, knowledge: Knowledge) -> Iterator[EmergencyToday]:
    """Yield the rules of the drugs that are given or ordered.

    A last value of the day before that starts the rule counts; one that does not says nothing of today.
    """
    met = _groups(courses, view, knowledge)
    for rule in knowledge.emergencies.values():
        if not met.isdisjoint(rule.drugs):
            condition = parse(rule.when)
            since_yesterday = condition.evaluate(_Fresh(view, rule.within + 1))
            happening = since_yesterday or condition.evaluate(_Fresh(view, rule.within))
            yield EmergencyToday(
                rule=rule.id,
                fact=FactId(rule.fact),
                text=rule.text,
                also=rule.also,
                deadline=rule.deadline,
                happening=happening,
                sources=rule.sources,
            )


def _groups(courses: tuple[Course, ...], view: View, knowledge: Knowledge) -> set[str]:
    """Return the drugs that are planned, ordered or given, and the groups that they belong to."""
    drugs = {dose.drug for course in courses for cycle in course.cycles for dose in (*cycle.orders, *cycle.given)}
    drugs |= {dose.drug for course in courses for dose in course.planned}
    drugs |= {drug.drug for course in courses for drug in course.drugs}
    known = {name: set(drug.groups) for name, drug in knowledge.drugs.items()}
    items = {item.value: set(item.groups) for item in view.dictionary.entry(MEDICINES).items}
    return drugs.union(*(known.get(drug, items.get(drug, set())) for drug in drugs))
