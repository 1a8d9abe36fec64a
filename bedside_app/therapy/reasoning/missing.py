"""The next-best test: every unknown that leaves something open, ordered by what its answers would decide."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from bedside_app.domain.fact import FactId
from bedside_app.domain.proposal import Dose, MissingFact, OptionState
from bedside_app.therapy.reasoning.judgement import SUGGESTED, StepJudgement, becomes
from bedside_app.therapy.reasoning.plan import Plan
from bedside_app.therapy.reasoning.situation import Situation
from bedside_app.therapy.reasoning.what_if import Outcome, WhatIf, joined
from bedside_app.therapy.schema import OptionRule

__all__ = ["missing_facts"]

SUGGESTION: Final = 5
STATE: Final = 4
NARROWS: Final = 3
CLEARS: Final = 2
DOSE: Final = 1


@dataclass(frozen=True, slots=True)
class _Change:
    """One thing that an answer would change: how grave, and in words (none where it only narrows what is open)."""

    weight: int
    text: str = ""


def missing_facts(
    plan: Plan,
    situation: Situation,
    judgements: Mapping[str, StepJudgement],
    doses: Mapping[str, tuple[Dose, ...]],
    what_if: WhatIf,
) -> tuple[MissingFact, ...]:
    """Return every unknown that something asks for, most decisive first; equals stay in the order of the pathway."""
    asked: dict[FactId, dict[str, None]] = {}
    for fact, by in _asked(plan, situation, judgements, doses):
        asked.setdefault(fact, {})[by] = None
    dosed = {fact: _waiting_doses(fact, doses) for fact in asked}
    choosing = {fact for one in judgements.values() for fact in _choosing(one)}
    found = [
        _weigh(fact, tuple(by), judgements, dosed[fact], what_if, most=SUGGESTION if fact in choosing else CLEARS)
        for fact, by in asked.items()
    ]
    return tuple(sorted(found, key=lambda one: -one.weight))


def _asked(
    plan: Plan,
    situation: Situation,
    judgements: Mapping[str, StepJudgement],
    doses: Mapping[str, tuple[Dose, ...]],
) -> Iterator[tuple[FactId, str]]:
    """Yield each unknown with the pathway, step or option that is left open by it."""
    for fact in situation.unknown(*(entry.when for entry in plan.pathway.entry)):
        yield fact, plan.pathway.id
    for step in plan.pathway.steps:
        judgement = judgements[step.id]
        if judgement.applies is False:
            continue
        for fact in situation.unknown(step.when):
            yield fact, step.id
        for option in step.options:
            if judgement.verdicts[option.id].state is OptionState.EXCLUDED:
                continue
            for fact in situation.unknown(*plan.option_texts(option)):
                yield fact, option.id
            for fact in _dose_facts(option, doses):
                yield fact, option.id


def _dose_facts(option: OptionRule, doses: Mapping[str, tuple[Dose, ...]]) -> tuple[FactId, ...]:
    return tuple(fact for dose in doses.get(option.id, ()) for fact in dose.missing)


def _waiting_doses(fact: FactId, doses: Mapping[str, tuple[Dose, ...]]) -> tuple[str, ...]:
    return tuple(option for option, of_one in doses.items() if any(fact in dose.missing for dose in of_one))


def _choosing(judgement: StepJudgement) -> Iterator[FactId]:
    """Yield what the choice at a step waits for; what only a safety rule asks for comes before the first dose."""
    yield from (*judgement.needs, *judgement.awaits)
    for verdict in judgement.verdicts.values():
        yield from verdict.needs


def _weigh(
    fact: FactId,
    asked_by: tuple[str, ...],
    judgements: Mapping[str, StepJudgement],
    waiting_doses: tuple[str, ...],
    what_if: WhatIf,
    *,
    most: int,
) -> MissingFact:
    outcomes = what_if.outcomes(fact)
    told = [(outcome.answer, tuple(_changes(fact, outcome, judgements))) for outcome in outcomes]
    grave = max((change.weight for _, changes in told for change in changes), default=0)
    touched = {change.text for _, changes in told for change in changes if change.text}
    decides = tuple(
        (answer, tuple(change.text for change in changes if change.text)) for answer, changes in joined(told)
    )
    weight = max(min(grave, most), DOSE if waiting_doses else 0) + len(touched) / (len(touched) + 1)
    return MissingFact(
        fact_id=fact,
        weight=round(weight, 3),
        decides=tuple((answer, changes) for answer, changes in decides if changes),
        asked_by=asked_by,
    )


def _changes(fact: FactId, outcome: Outcome, judgements: Mapping[str, StepJudgement]) -> Iterator[_Change]:
    for step_id, then in outcome.steps.items():
        now = judgements[step_id]
        for option_id in dict.fromkeys((*now.verdicts, *then.verdicts)):
            yield from _option_changes(fact, option_id, now, then)


def _option_changes(fact: FactId, option_id: str, now: StepJudgement, then: StepJudgement) -> Iterator[_Change]:
    before, after = becomes(now, option_id), becomes(then, option_id)
    if before != after:
        yield _Change(SUGGESTION if SUGGESTED in (before, after) else STATE, f"{option_id}: {after}")
        return
    was, is_now = now.verdicts.get(option_id), then.verdicts.get(option_id)
    if was is None or is_now is None:
        return
    if fact in was.needs and fact not in is_now.needs:
        yield _Change(NARROWS)
    elif set(is_now.lowered) - set(was.lowered):
        yield _Change(CLEARS, f"{option_id}: lowered")
    elif set(is_now.uncleared) < set(was.uncleared):
        yield _Change(CLEARS, f"{option_id}: cleared")
