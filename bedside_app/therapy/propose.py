"""What a pathway makes of one patient: the only way from knowledge and a view to a proposal."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final

from bedside_app.dictionary.view import View
from bedside_app.domain.fact import FactId
from bedside_app.domain.proposal import OptionState, Proposal, Source, Step, Words
from bedside_app.domain.record import Refused
from bedside_app.foundation.words import LANGUAGES
from bedside_app.therapy.answer import compose_answer
from bedside_app.therapy.knowledge import Knowledge
from bedside_app.therapy.reasoning.dosing import doses
from bedside_app.therapy.reasoning.judgement import Judge, enters
from bedside_app.therapy.reasoning.missing import missing_facts
from bedside_app.therapy.reasoning.options import options
from bedside_app.therapy.reasoning.plan import Plan, plan_of
from bedside_app.therapy.reasoning.situation import Situation
from bedside_app.therapy.reasoning.what_if import WhatIf
from bedside_app.therapy.schema import Pathway
from bedside_app.therapy.sentences import in_both

__all__ = ["choose", "proposal_for", "propose"]

SITE: Final = FactId("primary_site")


def choose(knowledge: Knowledge, view: View) -> Pathway | Refused:
    """Return the pathway for the view's primary tumour, or why there is none.

    Of several for one site, the first whose entry conditions are not false; where all are false, the first says why in
    `propose`. A pathway that was set aside is never replaced by a guess.
    """
    site = view.reading(SITE).value
    if site is None:
        return _refused("therapy.site-unknown")
    candidates = [pathway for pathway in knowledge.pathways.values() if site in pathway.sites]
    for pathway in candidates:
        plan = plan_of(pathway, knowledge, view.dictionary)
        if enters(plan, Situation(view, plan.terms)) is not False:
            return pathway
    if candidates:
        return candidates[0]
    if knowledge.refused and (site in knowledge.withheld or not knowledge.pathways):
        first = knowledge.refused[0]
        return _refused("therapy.set-aside", file=first.source, count=len(knowledge.refused))
    entry = view.dictionary.entry(SITE)
    return _refused(
        "therapy.no-pathway-yet", site={language: entry.answer_label(site, language) for language in LANGUAGES}
    )


def _refused(code: str, **values: Any) -> Refused:
    """Return a refusal that carries its own sentence in both languages, because it quotes words of the knowledge."""
    return Refused(code=code, values=dict(in_both(code, **values)))


def proposal_for(knowledge: Knowledge, view: View) -> Proposal:
    """Choose the pathway and propose; where there is none the proposal carries only the refusal."""
    chosen = choose(knowledge, view)
    if isinstance(chosen, Refused):
        return refusal(chosen, view.primary)
    return propose(chosen, knowledge, view, view.primary)


def refusal(refused: Refused, primary: str) -> Proposal:
    """Return a proposal that holds nothing but why there is none."""
    answer: Words = {language: str(refused.values[language]) for language in LANGUAGES}
    return Proposal(pathway="", version="", title={}, primary=primary, refused=refused, answer=answer)


def propose(pathway: Pathway, knowledge: Knowledge, view: View, primary_key: str) -> Proposal:
    """Return the options of a pathway for one primary tumour, each with reasons, safety, doses and proof.

    Where an entry condition is false the proposal is refused with its words. Where one is unknown every option that is
    not excluded is blocked, and what must be known stands first under `missing`.
    """
    plan = plan_of(pathway, knowledge, view.dictionary)
    situation = Situation(view, plan.terms)
    proposal = Proposal(
        pathway=pathway.id,
        version=pathway.version,
        title=pathway.title,
        primary=primary_key,
        review_by=pathway.review_by,
        signed_by=pathway.signed_by or "",
        refused=_not_entered(plan, situation),
    )
    if proposal.refused is not None:
        return replace(proposal, answer=compose_answer(pathway, proposal, view.dictionary))
    judge = Judge(plan, situation)
    judgements = {step.id: judge.step(step) for step in pathway.steps}
    open_steps = [step for step in pathway.steps if judgements[step.id].applies is not False]
    what_if = WhatIf(plan, situation, judge, open_steps)
    dosed = {
        option.id: doses(regimen, situation)
        for step in open_steps
        for option in step.options
        if judgements[step.id].verdicts[option.id].state is OptionState.OFFERED
        and (regimen := plan.regimen(option)) is not None
    }
    steps = tuple(
        Step(
            id=step.id,
            title=step.title,
            applies=judgements[step.id].applies,
            missing=situation.unknown(step.when) if judgements[step.id].applies is None else (),
            awaits=judgements[step.id].awaits,
            options=tuple(options(step, judgements[step.id], dosed, plan, situation, what_if)),
        )
        for step in pathway.steps
    )
    missing = missing_facts(plan, situation, judgements, dosed, what_if)
    proposal = replace(proposal, steps=steps, missing=missing, sources=_sources(steps, knowledge))
    return replace(proposal, answer=compose_answer(pathway, proposal, view.dictionary))


def _not_entered(plan: Plan, situation: Situation) -> Refused | None:
    for entry in plan.pathway.entry:
        if situation.holds(entry.when) is False:
            return _refused("therapy.not-entered", why=entry.otherwise)
    return None


def _sources(steps: Iterable[Step], knowledge: Knowledge) -> tuple[Source, ...]:
    """Return every source that the proposal cites, in the order in which it does."""
    cited: dict[str, None] = {}
    for option in (option for step in steps for option in step.options):
        reasons = (
            *option.reasons_for,
            *option.reasons_against,
            *option.notes,
            *(found.reason for found in option.safety),
        )
        adjustments = (reason for dose in option.doses for reason in dose.adjustments)
        for names in (option.evidence.sources, *(reason.sources for reason in (*reasons, *adjustments))):
            cited.update(dict.fromkeys(names))
    return tuple(
        Source(id=source.id, title=source.title, doi=source.doi, section=source.section, review=source.review)
        for name in cited
        if (source := knowledge.sources.get(name)) is not None
    )
