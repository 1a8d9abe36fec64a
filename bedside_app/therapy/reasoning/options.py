"""What was judged, written out: each option with reasons for and against, safety, doses, evidence and proof."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from bedside_app.domain.fact import Scalar
from bedside_app.domain.proposal import Dose, Evidence, Option, OptionState, Reason, Words
from bedside_app.therapy.reasoning.judgement import StepJudgement
from bedside_app.therapy.reasoning.plan import Plan
from bedside_app.therapy.reasoning.proof import prove
from bedside_app.therapy.reasoning.questions import provided_of
from bedside_app.therapy.reasoning.safety import clear, findings
from bedside_app.therapy.reasoning.situation import Situation
from bedside_app.therapy.reasoning.what_if import WhatIf
from bedside_app.therapy.schema import EligibleRule, EvidenceRule, OptionRule, ReasonRule, StepRule

__all__ = ["options"]


def options(
    step: StepRule,
    judgement: StepJudgement,
    dosed: Mapping[str, tuple[Dose, ...]],
    plan: Plan,
    situation: Situation,
    what_if: WhatIf,
) -> Iterator[Option]:
    """Yield the options of a step: the offered by rank, then the others as the pathway lists them."""
    listed = [option for option in step.options if option.id in judgement.verdicts]
    for option in sorted(listed, key=lambda one: judgement.verdicts[one.id].rank or len(listed) + 2):
        verdict = judgement.verdicts[option.id]
        found = findings(option, plan, situation)
        if verdict.state is OptionState.EXCLUDED:
            found = tuple(finding for finding in found if finding.holds)  # what is open no longer matters
        held = [finding.reason for finding in found if finding.holds]
        open_reasons = situation.unknown(*(reason.when for reason in option.reasons))
        regimen = plan.regimen(option)
        safety = clear(option, plan, situation)
        yield Option(
            id=option.id,
            step=step.id,
            name=plan.name(option),
            called=_called(option, situation),
            state=verdict.state,
            rank=verdict.rank,
            reasons_for=_reasons(option, situation, lambda points: points > 0),
            reasons_against=(
                *_unmet(option, situation),
                *held,
                *_reasons(option, situation, lambda points: points < 0),
            ),
            notes=_reasons(option, situation, lambda points: points == 0),
            safety=found,
            missing={OptionState.BLOCKED: verdict.needs, OptionState.OFFERED: open_reasons}.get(verdict.state, ()),
            regimen=option.regimen or "",
            doses=dosed.get(option.id, ()),
            arm=_arm(regimen.arm) if regimen is not None else "",
            evidence=_evidence(option.evidence),
            proof=prove(step, option, judgement, plan, situation, what_if),
            provided=(
                provided_of(safety.lowering, safety.uncleared, situation)
                if verdict.state is OptionState.OFFERED
                else {}
            ),
        )


def _called(option: OptionRule, situation: Situation) -> Words:
    """Return how the option is called for this patient in place of its name, empty where by its name."""
    return next((one.name for one in option.called if situation.holds(one.when)), {})


def _reasons(option: OptionRule, situation: Situation, side: Callable[[int], bool]) -> tuple[Reason, ...]:
    """Return the reasons of one side that hold, the weightiest first."""
    held = [rule for rule in option.reasons if side(rule.points) and situation.holds(rule.when)]
    return tuple(_reason(rule, situation) for rule in sorted(held, key=lambda rule: -abs(rule.points)))


def _reason(rule: ReasonRule, situation: Situation) -> Reason:
    return Reason(text=rule.text, condition=rule.when, facts=situation.terms.facts(rule.when), sources=rule.sources)


def _unmet(option: OptionRule, situation: Situation) -> tuple[Reason, ...]:
    """Return why the option is not for this patient."""
    return tuple(_refusal(rule, situation) for rule in option.eligible if situation.holds(rule.when) is False)


def _refusal(rule: EligibleRule, situation: Situation) -> Reason:
    return Reason(
        text=rule.otherwise, condition=rule.when, facts=situation.terms.facts(rule.when), sources=rule.sources
    )


def _arm(arm: Mapping[str, Scalar]) -> str:
    """Return what a forecast counts of a regimen: `chemotherapy=second_generation; bisphosphonates=true`."""
    return "; ".join(f"{name}={str(value).lower()}" for name, value in sorted(arm.items()))


def _evidence(rule: EvidenceRule) -> Evidence:
    return Evidence(
        guideline=rule.guideline,
        actionability=rule.actionability,
        regulatory=tuple((status.region, status.status, status.date) for status in rule.regulatory),
        sources=rule.sources,
        figures=rule.figures,
    )
