"""What is counted from the record for the limits of a course: weight since the doses were set, episodes of fever."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from bedside_app.dictionary.view import View
from bedside_app.domain.fact import PATIENT, Comparator, Fact, FactId, Origin, OriginKind, Presence
from bedside_app.domain.moment import Moment
from bedside_app.domain.treatment import Course
from bedside_app.therapy.reasoning.dosing import WEIGHT

__all__ = ["EPISODE", "EPISODES", "WEIGHT_CHANGE", "counted_facts", "with_counted"]

EPISODE: Final = FactId("febrile_neutropenia_episode")
EPISODES: Final = FactId("febrile_neutropenia_episodes")
WEIGHT_CHANGE: Final = FactId("weight_change")
DOSE: Final = FactId("treatment_dose")

_COUNTED: Final = frozenset({EPISODES, WEIGHT_CHANGE})
_VERSION: Final = "1"


def with_counted(course: Course, view: View) -> View:
    """Return the view in which what is counted for the course stands in place of what was counted for another."""
    kept = tuple(fact for fact in view.record.facts if fact.id not in _COUNTED)
    record = replace(view.record, facts=(*kept, *counted_facts(course, view)))
    return View(record, view.dictionary, as_of=view.as_of, primary=view.primary)


def counted_facts(course: Course, view: View) -> tuple[Fact, ...]:
    """Return what the record lets us count for one course; of what it leaves open there is no fact."""
    counted = (*_weight_change(course, view), *_episodes(course, view))
    return tuple(fact for fact in counted if fact.id in view.dictionary)


def _fact(fact_id: FactId, value: float | None, unit: str, *rests_on: FactId, at: Moment | None) -> Fact:
    name = f"today.{fact_id}"
    origin = Origin(kind=OriginKind.RULE, name=name, version=_VERSION, rests_on=rests_on)
    return Fact(id=fact_id, value=value, unit=unit, about=PATIENT, origin=origin, effective=at)


def _weight_change(course: Course, view: View) -> Iterator[Fact]:
    """Yield the change in % from the weight that the doses were set with, where both weights are known."""
    now = view.reading(WEIGHT)
    before = course.surface.weight.value if course.surface is not None else None
    if isinstance(now.value, int | float) and isinstance(before, int | float) and now.facts:
        change = round(100 * (float(now.value) - float(before)) / float(before), 1)
        yield _fact(WEIGHT_CHANGE, change, "%", WEIGHT, at=now.facts[0].effective)


def _episodes(course: Course, view: View) -> Iterator[Fact]:
    """Yield how many episodes of febrile neutropenia the course has seen.

    The dated episodes are at least so many. The number is exact only where somebody stated it after the last dose: an
    episode that nobody recorded is not one that did not happen. A stated number below the dated episodes contradicts
    them, and then there is none.
    """
    begun = [at for cycle in course.cycles if (at := cycle.started) is not None]
    if not begun:
        yield _fact(EPISODES, 0, "1", DOSE, at=course.fact.effective)
        return
    first, last = min(at.first_day for at in begun), max(at.first_day for at in begun)
    dated = [
        fact
        for fact in view.facts(EPISODE)
        if fact.presence is Presence.PRESENT and fact.effective is not None and fact.effective.last_day >= first
    ]
    days = {fact.effective.first_day for fact in dated if fact.effective is not None}
    stated = view.reading(EPISODES)
    fresh = [fact for fact in stated.facts if fact.effective is not None and fact.effective.first_day > last]
    if fresh and isinstance(stated.value, int | float):
        enough = stated.value >= len(days)
        yield fresh[0] if enough else replace(fresh[0], value=None, absent_reason="fewer than the dated episodes")
    elif days:
        yield replace(_fact(EPISODES, len(days), "1", EPISODE, at=dated[-1].effective), comparator=Comparator.AT_LEAST)
