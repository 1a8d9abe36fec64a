"""The proof of an option: the facts it rests on, the conditions that were met, and what would flip it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from bedside_app.domain.fact import FactId
from bedside_app.domain.proposal import Proof
from bedside_app.therapy.reasoning.judgement import StepJudgement, becomes
from bedside_app.therapy.reasoning.plan import Plan
from bedside_app.therapy.reasoning.situation import Situation
from bedside_app.therapy.reasoning.what_if import Outcome, WhatIf, joined
from bedside_app.therapy.schema import OptionRule, StepRule

__all__ = ["prove"]

MOMENT: Final = FactId("phase")  # before or after surgery: which questions are asked, not how they are answered


def prove(
    step: StepRule, option: OptionRule, judgement: StepJudgement, plan: Plan, situation: Situation, what_if: WhatIf
) -> Proof:
    """Return the proof of one option.

    Each flip is computed by judging the step again with that one answer; a fact that only a rival rests on can flip the
    order too. No flip is what would end the pathway as a whole, the moment of the treatment, nor an open fact of which
    every answer leads to the same.
    """
    texts = _texts(step, option, plan)
    facts = tuple(dict.fromkeys(fact for text in texts for fact in situation.terms.facts(text)))
    rivals = (fact for one in step.options for text in plan.option_texts(one) for fact in situation.terms.facts(text))
    now = becomes(judgement, option.id)
    return Proof(
        facts=situation.shown(facts),
        conditions=tuple(text for text in dict.fromkeys(_argued(step, option, plan)) if situation.holds(text)),
        flips=tuple(
            (fact, answer, state)
            for fact in dict.fromkeys((*facts, *rivals))
            if fact != MOMENT
            for answer, state in _flips(step, option, now, what_if.outcomes(fact), is_open=_is_open(fact, situation))
        ),
    )


def _texts(step: StepRule, option: OptionRule, plan: Plan) -> tuple[str, ...]:
    return (*plan.gates(step), *plan.option_texts(option))


def _argued(step: StepRule, option: OptionRule, plan: Plan) -> Iterator[str]:
    yield from plan.gates(step)
    yield from (rule.when for rule in option.eligible)
    yield from (reason.when for reason in option.reasons)


def _is_open(fact: FactId, situation: Situation) -> bool:
    """Whether the answers that are tried are all there can be: nothing is known of the fact yet."""
    if situation.terms.dictionary.entry(fact).kind == "collection":
        return not situation.view.collection(fact).complete
    return situation.view.reading(fact).value is None


def _flips(
    step: StepRule, option: OptionRule, now: str, outcomes: Sequence[Outcome], *, is_open: bool
) -> Iterator[tuple[str, str]]:
    """Yield each answer that would make something else of the option, and what."""
    told = [
        (outcome.answer, becomes(outcome.steps[step.id], option.id) if step.id in outcome.steps else now)
        for outcome in outcomes
        if not outcome.leaves
    ]
    if is_open and len({state for _, state in told}) == 1:
        return  # the same follows from every answer: that it is asked stands under what is missing
    for answer, state in joined(told):
        if state != now:
            yield answer, state
