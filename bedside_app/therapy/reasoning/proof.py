"""The proof of an option: the facts it rests on, the conditions that were met, and what would flip it."""

from __future__ import annotations

from collections.abc import Iterator

from bedside_app.domain.fact import FactId
from bedside_app.domain.proposal import Proof
from bedside_app.therapy.reasoning.judgement import StepJudgement, becomes
from bedside_app.therapy.reasoning.plan import Plan
from bedside_app.therapy.reasoning.situation import Situation
from bedside_app.therapy.reasoning.what_if import WhatIf, joined
from bedside_app.therapy.schema import OptionRule, StepRule

__all__ = ["prove"]


def prove(
    step: StepRule, option: OptionRule, judgement: StepJudgement, plan: Plan, situation: Situation, what_if: WhatIf
) -> Proof:
    """Return the proof of one option.

    Each flip is computed by judging the step again with that one answer; a fact that only a rival rests on can flip the
    order too.
    """
    texts = _texts(step, option, plan)
    facts = tuple(dict.fromkeys(fact for text in texts for fact in situation.terms.facts(text)))
    rivals = (fact for one in step.options for text in plan.option_texts(one) for fact in situation.terms.facts(text))
    now = becomes(judgement, option.id)
    return Proof(
        facts=situation.shown(facts),
        conditions=tuple(text for text in dict.fromkeys(_argued(step, option, plan)) if situation.holds(text)),
        flips=tuple(
            flip for fact in dict.fromkeys((*facts, *rivals)) for flip in _flips(fact, step, option, now, what_if)
        ),
    )


def _texts(step: StepRule, option: OptionRule, plan: Plan) -> tuple[str, ...]:
    return (*plan.gates(step), *plan.option_texts(option))


def _argued(step: StepRule, option: OptionRule, plan: Plan) -> Iterator[str]:
    yield from plan.gates(step)
    yield from (rule.when for rule in option.eligible)
    yield from (reason.when for reason in option.reasons)


def _flips(
    fact: FactId, step: StepRule, option: OptionRule, now: str, what_if: WhatIf
) -> Iterator[tuple[FactId, str, str]]:
    told = [
        (outcome.answer, becomes(outcome.steps[step.id], option.id) if step.id in outcome.steps else now)
        for outcome in what_if.outcomes(fact)
    ]
    for answer, state in joined(told):
        if state != now:
            yield fact, answer, state
