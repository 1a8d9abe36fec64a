"""What has come to forbid the drugs of a course since it began: the safety rules that exclude, asked again today.

Only a rule that is true today stands here: what nobody knows was asked before the first dose, and a limit of the
regimen that asks the same facts says it better.
"""

from __future__ import annotations

from collections.abc import Iterator

from bedside_app.dictionary.conditions import Condition, parse
from bedside_app.dictionary.lookup import ViewLookup
from bedside_app.dictionary.view import View
from bedside_app.domain.fact import FactId
from bedside_app.domain.moment import Moment
from bedside_app.domain.record import Reading
from bedside_app.domain.today import Verdict
from bedside_app.domain.treatment import Course, LimitToday
from bedside_app.therapy.knowledge import Knowledge
from bedside_app.therapy.schema import Regimen, SafetyRule
from bedside_app.therapy.sentences import in_both

__all__ = ["stops"]


def stops(course: Course, regimen: Regimen, view: View, knowledge: Knowledge) -> Iterator[LimitToday]:
    """Yield a limit that holds for each excluding rule that is true today."""
    asked = [{limit.fact, *limit.also} for limit in regimen.limits]
    drugs = {drug.drug for drug in course.drugs}
    met = drugs.union(*(knowledge.drugs[drug].groups for drug in drugs))
    for rule in knowledge.safety.values():
        condition = parse(rule.when)
        if met.isdisjoint(rule.drugs) or not _excludes(rule) or any(set(condition.variables) <= one for one in asked):
            continue
        if condition.evaluate(ViewLookup(view)):
            yield _stop(course, rule, condition, view)


def _excludes(rule: SafetyRule) -> bool:
    return rule.kind == "absolute" or rule.then == "excludes"


def _stop(course: Course, rule: SafetyRule, condition: Condition, view: View) -> LimitToday:
    readings = tuple(_readings(condition, view))
    moments = [fact.effective for reading in readings for fact in reading.facts if fact.effective is not None]
    return LimitToday(
        course=course.key,
        limit=f"stop:{rule.id}",
        label=rule.text,
        text=in_both("treatment.stop.limit"),
        verdict=Verdict.HOLD,
        readings=readings,
        action=in_both("treatment.stop.action"),
        otherwise=rule.action or {},
        when=max(moments, key=Moment.sort_key, default=None),
        sources=rule.sources,
    )


def _readings(condition: Condition, view: View) -> Iterator[Reading]:
    """Yield what the condition was answered with: values that are known, items that were found."""
    for name in condition.variables:
        fact_id = FactId(name)
        wanted = [item for collection, item in condition.items if collection == name]
        entry = view.dictionary.entry(fact_id)
        if wanted:
            members = frozenset().union(*(entry.members(item) for item in wanted))
            for item, fact in view.collection(fact_id).present.items():
                if item in members:
                    yield Reading(fact_id=fact_id, value=item, facts=(fact,))
        elif (reading := view.reading(fact_id)).known:
            yield reading
