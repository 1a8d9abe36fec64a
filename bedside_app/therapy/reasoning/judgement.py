"""The options of each step for one patient: offered, blocked or excluded, and in which order.

An option that is excluded or blocked is not ordered. The others are ordered by `base`, plus the points of the reasons
that hold, minus 100 for each relative contraindication. While a blocked option could still come first, nothing holds
rank 1: what it waits for is asked first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from bedside_app.domain.fact import FactId
from bedside_app.domain.proposal import OptionState
from bedside_app.therapy.reasoning.plan import Plan
from bedside_app.therapy.reasoning.safety import clear
from bedside_app.therapy.reasoning.situation import Situation
from bedside_app.therapy.schema import OptionRule, StepRule

__all__ = ["NOT_OFFERED", "SUGGESTED", "Judge", "StepJudgement", "Verdict", "becomes", "enters"]

RELATIVE_POINTS: Final = -100
NOT_OFFERED: Final = "not_offered"  # the step does not apply
SUGGESTED: Final = "suggested"  # offered, and first


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What becomes of one option.

    `needs` are the facts that block it, `uncleared` the rules that are not answered, `lowered` those that lower it.
    """

    state: OptionState
    score: int
    highest: int  # the score if every open reason spoke for it
    needs: tuple[FactId, ...] = ()
    uncleared: tuple[str, ...] = ()
    lowered: tuple[str, ...] = ()
    rank: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class StepJudgement:
    """One step: whether it applies and what decides that, its options by id, what must be known before a suggestion."""

    applies: bool | None
    needs: tuple[FactId, ...] = ()
    verdicts: Mapping[str, Verdict] = field(default_factory=dict)
    awaits: tuple[FactId, ...] = ()


def enters(plan: Plan, situation: Situation) -> bool | None:
    """Whether the pathway is for this patient: false as soon as one entry condition is."""
    answers = [situation.holds(entry.when) for entry in plan.pathway.entry]
    if False in answers:
        return False
    return None if None in answers else True


class Judge:
    """Judges the steps of a plan for one patient, and again for what that patient might be.

    An option is judged again only where one of its conditions has another answer, or is open for another reason.
    """

    def __init__(self, plan: Plan, situation: Situation) -> None:
        self._plan = plan
        self._situation = situation
        self._verdicts: dict[str, Verdict] = {}

    def step(self, step: StepRule) -> StepJudgement:
        """Judge all options of a step; none where the step or the pathway does not apply."""
        return self._step(step, self._situation, frozenset())

    def suppose(self, steps: Iterable[StepRule], supposed: Situation, fact: FactId) -> dict[str, StepJudgement]:
        """Return, by id, the steps that another answer for a fact can change, judged again."""
        changed = frozenset(text for text in self._plan.asking(fact) if _differs(text, supposed, self._situation))
        touched = [step for step in steps if not changed.isdisjoint(self._plan.step_texts(step))]
        return {step.id: self._step(step, supposed, changed) for step in touched}

    def _step(self, step: StepRule, situation: Situation, changed: frozenset[str]) -> StepJudgement:
        gates = self._plan.gates(step)
        answers = [situation.holds(gate) for gate in gates]
        if False in answers:
            return StepJudgement(applies=False)
        needs = situation.unknown(*gates)
        verdicts = {option.id: self._verdict(option, situation, changed) for option in step.options}
        if None in answers:
            verdicts = {name: _gated(verdict, needs) for name, verdict in verdicts.items()}
        awaits = _awaits(verdicts)
        return StepJudgement(
            applies=None if None in answers else True,
            needs=needs,
            verdicts=_ranked(verdicts, first=2 if awaits else 1),
            awaits=awaits,
        )

    def _verdict(self, option: OptionRule, situation: Situation, changed: frozenset[str]) -> Verdict:
        if not changed.isdisjoint(self._plan.option_texts(option)):
            return _judge(option, self._plan, situation)
        if option.id not in self._verdicts:
            self._verdicts[option.id] = _judge(option, self._plan, self._situation)
        return self._verdicts[option.id]


def _differs(text: str, one: Situation, other: Situation) -> bool:
    """Whether a condition has another answer, or is open for another reason."""
    answer = one.holds(text)
    return answer is not other.holds(text) or (answer is None and one.unknown(text) != other.unknown(text))


def _gated(verdict: Verdict, needs: tuple[FactId, ...]) -> Verdict:
    """Block what is not excluded: whether the step, or the pathway, applies at all is not known."""
    if verdict.state is OptionState.EXCLUDED:
        return verdict
    return replace(verdict, state=OptionState.BLOCKED, needs=tuple(dict.fromkeys((*needs, *verdict.needs))))


def _judge(option: OptionRule, plan: Plan, situation: Situation) -> Verdict:
    eligible = [(rule.when, situation.holds(rule.when)) for rule in option.eligible]
    safety = clear(option, plan, situation)
    reasons = [(rule.points, situation.holds(rule.when)) for rule in option.reasons]
    score = option.base + sum(points for points, holds in reasons if holds) + RELATIVE_POINTS * len(safety.lowering)
    highest = score + sum(points for points, holds in reasons if holds is None and points > 0)
    uncleared = tuple(rule.id for rule in safety.uncleared)
    lowered = tuple(rule.id for rule in safety.lowering)
    if safety.excluding or any(holds is False for _, holds in eligible):
        return Verdict(state=OptionState.EXCLUDED, score=score, highest=highest)
    open_texts = [text for text, holds in eligible if holds is None] + [rule.when for rule in safety.blocking]
    needs = situation.unknown(*open_texts)
    state = OptionState.BLOCKED if open_texts else OptionState.OFFERED
    return Verdict(state=state, score=score, highest=highest, needs=needs, uncleared=uncleared, lowered=lowered)


def _awaits(verdicts: Mapping[str, Verdict]) -> tuple[FactId, ...]:
    """Return what must be known before an option is suggested: the needs of blocked options that could come first."""
    order = list(verdicts)
    offered = [name for name in order if verdicts[name].state is OptionState.OFFERED]
    top = min(((-verdicts[name].score, order.index(name)) for name in offered), default=None)
    needs: dict[FactId, None] = {}
    for name, verdict in verdicts.items():
        could_lead = top is None or (-verdict.highest, order.index(name)) < top
        if verdict.state is OptionState.BLOCKED and could_lead:
            needs.update(dict.fromkeys(verdict.needs))
    return tuple(needs)


def _ranked(verdicts: Mapping[str, Verdict], *, first: int) -> dict[str, Verdict]:
    offered = [name for name, verdict in verdicts.items() if verdict.state is OptionState.OFFERED]
    offered.sort(key=lambda name: -verdicts[name].score)  # the order of the file decides between equals
    ranks = {name: rank for rank, name in enumerate(offered, first)}
    return {name: replace(one, rank=ranks[name]) if name in ranks else one for name, one in verdicts.items()}


def becomes(judgement: StepJudgement, option_id: str) -> str:
    """Return what an option is in one word, as `Proof.flips` writes it."""
    verdict = judgement.verdicts.get(option_id)
    if verdict is None:
        return NOT_OFFERED
    return SUGGESTED if verdict.rank == 1 else verdict.state.value
