"""Safety before order: which rules speak against an option, and which nobody has answered yet."""

from __future__ import annotations

from dataclasses import dataclass

from bedside_app.domain.fact import FactId
from bedside_app.domain.proposal import Reason, SafetyFinding, SafetyKind
from bedside_app.therapy.reasoning.plan import Plan
from bedside_app.therapy.reasoning.questions import excludes, question_of
from bedside_app.therapy.reasoning.situation import Situation
from bedside_app.therapy.schema import OptionRule, SafetyRule

__all__ = ["Clearance", "clear", "findings"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clearance:
    """What safety makes of an option: rules that remove it, that lower it, that block it, that are not cleared."""

    excluding: tuple[SafetyRule, ...] = ()
    lowering: tuple[SafetyRule, ...] = ()
    blocking: tuple[SafetyRule, ...] = ()
    uncleared: tuple[SafetyRule, ...] = ()


def clear(option: OptionRule, plan: Plan, situation: Situation) -> Clearance:
    """Ask every rule that meets the option."""
    excluding: list[SafetyRule] = []
    lowering: list[SafetyRule] = []
    blocking: list[SafetyRule] = []
    uncleared: list[SafetyRule] = []
    for rule in plan.rules[option.id]:
        holds = situation.holds(rule.when)
        if holds is False:
            continue
        if holds is None:
            # a value that is there and cannot be used blocks too: a test to come would not make that safe
            (blocking if rule.kind == "absolute" or situation.disputed(rule.when) else uncleared).append(rule)
        else:
            (excluding if excludes(rule) else lowering).append(rule)
    return Clearance(
        excluding=tuple(excluding), lowering=tuple(lowering), blocking=tuple(blocking), uncleared=tuple(uncleared)
    )


def findings(option: OptionRule, plan: Plan, situation: Situation) -> tuple[SafetyFinding, ...]:
    """Return every rule that holds for the option or could not be answered, gravest first."""
    found = [
        SafetyFinding(
            rule=rule.id,
            kind=SafetyKind(rule.kind),
            holds=holds,
            reason=reason_of(rule, situation),
            missing=situation.unknown(rule.when),
            drugs=plan.drugs_met(rule, option),
            excludes=excludes(rule),
            question=question_of(rule, situation) if holds is None else {},
        )
        for rule in plan.rules[option.id]
        if (holds := situation.holds(rule.when)) is not False
    ]
    return tuple(sorted(found, key=lambda finding: (finding.holds is None, _GRAVITY[finding.kind])))


_GRAVITY = {SafetyKind.ABSOLUTE: 0, SafetyKind.NEEDS_TEST: 1, SafetyKind.RELATIVE: 2}


def reason_of(rule: SafetyRule, situation: Situation) -> Reason:
    """Return a rule's words, with what to do about it: where it holds, no test that is done already."""
    action = (rule.met if situation.holds(rule.when) and rule.met is not None else rule.action) or {}
    text = {language: f"{said} – {action[language]}" if action else said for language, said in rule.text.items()}
    return Reason(
        text=text,
        brief=rule.text,
        action=action,
        condition=rule.when,
        facts=named(rule.when, situation),
        sources=rule.sources,
    )


def named(text: str, situation: Situation) -> tuple[FactId, ...]:
    """Return the facts that a condition names."""
    return situation.terms.facts(text)
