"""What the limits of the active courses say on one day: hold, unknown, reduce or go, and what must not wait.

A limit whose value is unknown or too old is unknown, never go; hold is asked before reduce.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Final

from bedside_app.dictionary.conditions import Value, parse
from bedside_app.dictionary.lookup import ViewLookup
from bedside_app.dictionary.view import View
from bedside_app.domain.fact import Fact, FactId
from bedside_app.domain.today import Verdict
from bedside_app.domain.treatment import CaveatToday, Course, Cycle, EmergencyToday, LimitToday, TreatmentDay
from bedside_app.therapy.knowledge import Knowledge
from bedside_app.therapy.schema import DayLimit, DoseStep, Regimen
from bedside_app.therapy.today.counted import counted_facts, with_counted
from bedside_app.therapy.today.courses import active_courses

__all__ = ["next_cycle", "treatment_day"]

_ROUNDING: Final = 0.04  # a rounded dose may lie this share above the exact step
_NOT_TO_COME: Final = frozenset({"completed", "revoked"})


def treatment_day(view: View, knowledge: Knowledge) -> TreatmentDay | None:
    """Return what stands on the view's day of the treatments under way; None while no regimen is active."""
    courses, undone = active_courses(view, knowledge)
    if not courses:
        return None
    limits: list[LimitToday] = []
    computed: list[Fact] = []
    for course in courses:
        regimen = knowledge.regimens.get(course.regimen)
        if regimen is not None:
            computed += counted_facts(course, view)
            limits += _limits(course, regimen, with_counted(course, view))
    return TreatmentDay(
        as_of=view.as_of,
        courses=courses,
        limits=tuple(limits),
        emergencies=tuple(_emergencies(courses, view, knowledge)),
        computed=tuple(computed),
        current=next_cycle(courses[0]) if len(courses) == 1 else None,
        undone=undone,
    )


def next_cycle(course: Course) -> Cycle | None:
    """Return the first cycle of which nothing is given and that is neither over nor called off; None for no such."""
    last_given = max((place for place, cycle in enumerate(course.cycles) if cycle.started is not None), default=-1)
    waiting = (cycle for cycle in course.cycles[last_given + 1 :] if cycle.status not in _NOT_TO_COME)
    return next((cycle for cycle in waiting if not cycle.given), None)


class _Fresh(ViewLookup):
    """Answers conditions from a view in which values older than some days are unknown."""

    def __init__(self, view: View, within: int | None) -> None:
        super().__init__(view)
        self._of = view
        self._within = within

    def is_stale(self, fact_id: FactId) -> bool:
        """Whether there is a value, and nothing says that it is recent enough."""
        reading = self._of.reading(fact_id)
        if self._within is None or reading.value is None:
            return False
        days = [fact.effective.last_day for fact in reading.facts if fact.effective is not None]
        return not days or (self._of.as_of - max(days)).days > self._within

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
        shown = (FactId(limit.fact), *map(FactId, limit.also))
        yield LimitToday(
            course=course.key,
            limit=limit.id,
            verdict=verdict,
            facts=shown,
            missing=missing,
            stale=tuple(fact for fact in missing if lookup.is_stale(fact)),
            step_ordered=_step_ordered(limit.steps, course, regimen) if verdict is Verdict.REDUCE else None,
            caveats=tuple(_caveats(limit, view)),
        )


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


def _step_ordered(steps: tuple[DoseStep, ...], course: Course, regimen: Regimen) -> bool | None:
    """Whether the next cycle is ordered at the reduced doses; None where its orders or the plan's are unknown."""
    cycle = next_cycle(course)
    if cycle is None or not steps:
        return None
    published = {drug.drug: drug.dose for drug in regimen.drugs}
    planned: Mapping[str, float | None] = {dose.drug: dose.milligrams for dose in course.planned}
    ordered = {dose.drug: dose.milligrams for dose in cycle.orders}
    answers: list[bool] = []
    for step in steps:
        whole, now = planned.get(step.drug), ordered.get(step.drug)
        if not whole or now is None:
            return None
        answers.append(Decimal(repr(now / whole)) <= Decimal(repr(step.amount / published[step.drug] + _ROUNDING)))
    return all(answers)


def _emergencies(courses: tuple[Course, ...], view: View, knowledge: Knowledge) -> Iterator[EmergencyToday]:
    """Yield the rules of the drugs that are given or ordered; a fever of earlier days says nothing of today."""
    drugs = {dose.drug for course in courses for cycle in course.cycles for dose in (*cycle.orders, *cycle.given)}
    drugs |= {dose.drug for course in courses for dose in course.planned}
    drugs |= {drug.drug for one in courses if one.regimen for drug in knowledge.regimens[one.regimen].drugs}
    known = {name: set(drug.groups) | {name} for name, drug in knowledge.drugs.items()}
    met = set().union(*(known.get(drug, _groups_of(drug, view)) for drug in drugs)) if drugs else set()
    for rule in knowledge.emergencies.values():
        if not met.isdisjoint(rule.drugs):
            happening = parse(rule.when).evaluate(_Fresh(view, rule.within))
            yield EmergencyToday(rule=rule.id, happening=happening)


def _groups_of(drug: str, view: View) -> set[str]:
    """Return the groups of a drug that no regimen holds, as the collection of medicines knows it."""
    entry = view.dictionary.entry(FactId("medicines"))
    return {drug, *(group for item in entry.items if item.value == drug for group in item.groups)}
