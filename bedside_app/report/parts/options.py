"""What the pathways offer, hold back and exclude, with reasons, doses, evidence and proof; what is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from typing import Final

from bedside_app.dictionary.entries import Entry
from bedside_app.domain.fact import FactId
from bedside_app.domain.proposal import (
    Dose,
    Evidence,
    MissingFact,
    Option,
    OptionState,
    Proof,
    Proposal,
    Reason,
    SafetyFinding,
    Step,
)
from bedside_app.domain.summary import (
    Decision,
    Exclusion,
    Outcome,
    Provenance,
    ShownDose,
    ShownEvidence,
    ShownFlip,
    ShownMissing,
    ShownOption,
    ShownProof,
    ShownReason,
    ShownRegulatory,
    ShownSafety,
    ShownStep,
)
from bedside_app.foundation.words import LANGUAGES, Language, catalogue, number
from bedside_app.report.parts.facts import Case, drug_name, label_of, labels_of, reading_shown
from bedside_app.report.phrases import Words, both, range_text, unit_text, words_of

__all__ = ["STATES", "exclusions_of", "is_applicable", "missing_of", "options_of", "steps_of"]

STATES: Final = frozenset(
    {"suggested", "not_offered", "cleared", "lowered", *OptionState}
)  # with a word in the catalogue

_PARTLY: Final = "report.missing.partly"  # a collection of which some is known, and more is asked
_SIZES: Final = {"m2": (FactId("height"), FactId("weight")), "kg": (FactId("weight"),)}
_DECISIVE: Final = ("suggested", "excluded", "lowered", "offered", "blocked", "cleared", "not_offered")

Outcomes = Mapping[tuple[str, str], tuple[Outcome, ...]]


def steps_of(proposals: Sequence[Proposal]) -> tuple[ShownStep, ...]:
    """Return every decision of every pathway, in clinical order."""
    return tuple(
        ShownStep(
            id=step.id,
            primary=proposal.primary,
            pathway=proposal.pathway,
            title=step.title,
            applies=step.applies,
            missing=step.missing,
            awaits=step.awaits,
            options=tuple(option.id for option in step.options),
        )
        for proposal in proposals
        for step in proposal.steps
    )


def options_of(case: Case, proposals: Sequence[Proposal], outcomes: Outcomes) -> tuple[ShownOption, ...]:
    """Return every option, step by step, in each step the suggested first and the excluded last."""
    return tuple(
        _option(case, proposal, step, option, outcomes.get((proposal.primary, option.arm), ()))
        for proposal in proposals
        for step in proposal.steps
        for option in sorted(step.options, key=_standing)
    )


def _standing(option: Option) -> tuple[int, int]:
    order = {OptionState.OFFERED: 0, OptionState.BLOCKED: 1, OptionState.EXCLUDED: 2}
    return order[option.state], option.rank


def _option(case: Case, proposal: Proposal, step: Step, option: Option, outcomes: tuple[Outcome, ...]) -> ShownOption:
    offered = option.state is OptionState.OFFERED
    return ShownOption(
        id=option.id,
        name=option.name["en"],
        label=option.shown_name,
        state=option.state,
        rank=option.rank,
        suggested=offered and option.rank == 1 and step.applies is True,
        primary=proposal.primary,
        pathway=proposal.pathway,
        step=step.id,
        not_cleared=tuple(_safety(case, finding) for finding in option.not_cleared),
        missing=option.missing,
        missing_text=labels_of(case, option.missing),
        reasons_for=tuple(_reason(reason) for reason in option.reasons_for),
        reasons_against=_against(option),
        notes=tuple(_reason(note) for note in option.notes),
        regimen=option.regimen,
        arm=option.arm,
        dose=() if option.state is OptionState.EXCLUDED else _doses(case, proposal, option),
        outcomes=outcomes if offered else (),
        evidence=_evidence(option.evidence),
        proof=_proof(case, option.proof),
        provided=option.provided,
    )


def _reason(reason: Reason) -> ShownReason:
    return ShownReason(
        text=reason.text,
        brief=reason.brief,
        condition=reason.condition,
        facts=reason.facts,
        sources=reason.sources,
    )


def _against(option: Option) -> tuple[ShownReason, ...]:
    """Return the reasons against, each once: why it is not for such a patient before safety rules that hold."""
    reasons = [*option.reasons_against, *(finding.reason for finding in option.safety if finding.holds is True)]
    shown: dict[str, ShownReason] = {}
    for reason in reasons:
        shown.setdefault(reason.text["en"], _reason(reason))
    return tuple(shown.values())


def _safety(case: Case, finding: SafetyFinding) -> ShownSafety:
    return ShownSafety(
        rule=finding.rule,
        kind=finding.kind,
        text=finding.reason.text,
        brief=finding.reason.brief,
        missing=finding.missing,
        missing_text=labels_of(case, finding.missing),
        drugs=finding.drugs,
        sources=finding.reason.sources,
        question=finding.question,
    )


def _doses(case: Case, proposal: Proposal, option: Option) -> tuple[ShownDose, ...]:
    name = f"regimen:{option.regimen}" if option.regimen else f"pathway:{proposal.pathway}"
    used = [FactId(fact) for fact in option.proof.facts]
    return tuple(_dose(case, dose, name, proposal.version, used) for dose in option.doses)


def _dose(case: Case, dose: Dose, rule: str, version: str, used: Sequence[FactId]) -> ShownDose:
    """Show one dose; it rests on the patient's size, on what its steps ask for, and on what the option rests on."""
    steps = [fact for step in dose.adjustments for fact in step.facts]
    rests_on = tuple(dict.fromkeys((*_SIZES.get(dose.per, ()), *steps, *used)))
    return ShownDose(
        drug=dose.drug,
        name=drug_name(case, dose.drug),
        schedule=dose.schedule,
        amount=dose.amount,
        unit=dose.unit,
        per=dose.per,
        published=dose.published,
        text=_dose_text(case, dose),
        arithmetic=dose.arithmetic,
        adjustments=tuple(_reason(reason) for reason in dose.adjustments),
        missing=dose.missing,
        cumulative=dose.cumulative,
        provenance=(Provenance(kind="rule", name=rule, version=version, rests_on=rests_on),),
    )


def _dose_text(case: Case, dose: Dose) -> Words:
    """Write amount and unit without a trailing zero, or what the dose still needs."""
    if dose.amount is not None:
        return {
            language: f"{number(dose.amount, language)}\u00a0{unit_text(dose.unit, language)}" for language in LANGUAGES
        }
    if dose.missing:
        return both("report.dose.needs", {"missing": labels_of(case, dose.missing)})
    return both("report.dose.no-amount")


def _evidence(evidence: Evidence) -> ShownEvidence:
    return ShownEvidence(
        guideline=evidence.guideline,
        actionability=evidence.actionability,
        regulatory=tuple(
            ShownRegulatory(region=region, status=status, date=date) for region, status, date in evidence.regulatory
        ),
        figures=evidence.figures,
        sources=evidence.sources,
    )


def _proof(case: Case, proof: Proof) -> ShownProof:
    flips = tuple(
        ShownFlip(
            fact=fact,
            label=label_of(case, fact),
            answer=answer,
            answer_text=_answer_text(case, fact, answer),
            becomes=becomes,
        )
        for fact, answer, becomes in proof.flips
    )
    return ShownProof(facts=dict(proof.facts), conditions=proof.conditions, flips=flips)


def exclusions_of(proposals: Sequence[Proposal]) -> tuple[Exclusion, ...]:
    """Return the options that are excluded, each with every reason; contraindications before what does not apply."""
    found = [
        Exclusion(
            option=option.id,
            name=option.name["en"],
            label=option.shown_name,
            primary=proposal.primary,
            step=option.step,
            reasons=_against(option),
            applicable=is_applicable(option),
        )
        for proposal in proposals
        for option in proposal.options
        if option.state is OptionState.EXCLUDED
    ]
    return tuple(sorted(found, key=lambda exclusion: not exclusion.applicable))


def is_applicable(option: Option) -> bool:
    """Whether safety, and nothing before it, excludes or lowers an option.

    The reasons against an option begin with the conditions that it does not meet, where there are any.
    """
    if option.state is not OptionState.EXCLUDED or not option.reasons_against:
        return True
    return option.reasons_against[0] in [finding.reason for finding in option.safety if finding.holds]


def missing_of(case: Case, proposals: Sequence[Proposal]) -> tuple[ShownMissing, ...]:
    """Return what is missing with what each answer would decide, the most decisive first."""
    shown = [
        (missing.weight, _missing(case, proposal, missing)) for proposal in proposals for missing in proposal.missing
    ]
    return tuple(item for _, item in sorted(shown, key=lambda pair: -pair[0]))


def _missing(case: Case, proposal: Proposal, missing: MissingFact) -> ShownMissing:
    view = case.views.get(proposal.primary)
    known = view is not None and missing.fact_id in case.dictionary
    reading = reading_shown(case, view, missing.fact_id) if view is not None and known else None
    return ShownMissing(
        fact=missing.fact_id,
        primary=proposal.primary,
        label=label_of(case, missing.fact_id),
        weight=missing.weight,
        unknown="not_recorded" if reading is None else reading.unknown,
        unknown_text=both("unknown.not_recorded") if reading is None else reading.unknown_text or both(_PARTLY),
        decides=_decides(case, proposal, missing),
        asked_by=missing.asked_by,
    )


def _decides(case: Case, proposal: Proposal, missing: MissingFact) -> tuple[Decision, ...]:
    names = {option.id: option.shown_name for option in proposal.options}
    decisions: list[Decision] = []
    for answer, unordered in missing.decides:
        changes = tuple(sorted(unordered, key=_decisiveness))
        effects = tuple(_change_words(names, change) for change in changes)
        text = _answer_text(case, missing.fact_id, answer)
        decisions.append(Decision(answer=answer, answer_text=text, changes=changes, effects=effects))
    entry = case.entry(missing.fact_id)
    if entry is not None and entry.kind == "collection":
        suggested = {option.id for option in proposal.options if option.rank == 1}
        decisions.sort(key=lambda decision: (_unlikelihood(decision, suggested), decision.answer_text["en"].casefold()))
    return tuple(decisions)


def _unlikelihood(decision: Decision, suggested: Set[str]) -> int:
    """Order what a list could hold: *no others*, the usual answer, then what would change what is suggested."""
    if decision.answer == "none":
        return 0
    changes = [(option, state.strip()) for option, _, state in (each.partition(":") for each in decision.changes)]
    turned = any(state == "suggested" or (option in suggested and state != "cleared") for option, state in changes)
    return 1 if turned else 2


def _decisiveness(change: str) -> int:
    """Order changes by what a reader asks first: what would be suggested, what falls away, what opens."""
    state = change.partition(":")[2].strip()
    return _DECISIVE.index(state) if state in _DECISIVE else len(_DECISIVE)


def _answer_text(case: Case, fact_id: FactId, answer: str) -> Words:
    """Write a supposed answer: a code or item by its label, yes and no, a range as the language writes it."""
    entry = case.entry(fact_id)
    if not answer:
        return both("report.value.any")
    if entry is None:
        return words_of(answer)
    if entry.kind == "boolean" and answer in ("true", "false"):
        return both("report.value.yes" if answer == "true" else "report.value.no")
    if entry.kind == "quantity" and not entry.answers:
        return {language: range_text(answer, entry.unit, language) for language in LANGUAGES}
    if entry.kind == "collection":
        return _item_text(entry, answer)
    return {language: _label(entry, answer, language) for language in LANGUAGES}


def _label(entry: Entry, answer: str, language: Language) -> str:
    """Return the label of a code; the codes of graded quantities are numbers, written here as text."""
    named = next((each for each in (*entry.answers, *entry.items) if str(each.value) == answer), None)
    return answer if named is None else named.label[language]


def _item_text(entry: Entry, answer: str) -> Words:
    """Write `item`, `not item` or `none`; a group of items by its words in the catalogue, else as it is named."""
    if answer == "none":
        return both("report.value.none")
    item = answer.removeprefix("not ")
    if f"report.group.{item}" in catalogue("en"):
        names = both(f"report.group.{item}")
    else:
        names = {language: _label(entry, item, language).replace("_", " ") for language in LANGUAGES}
    return names if item == answer else both("report.value.not", {"item": names})


def _change_words(names: Mapping[str, Words], change: str) -> Words:
    """Write `option: state` with the option's name and the state's word; anything else as it stands."""
    option, _, state = change.partition(":")
    name = names.get(option.strip())
    if name is None or not state:
        return words_of(change)
    if state.strip() == "cleared":
        return both("report.missing.option-cleared", {"option": name})
    word = both(f"report.state.{state.strip()}") if state.strip() in STATES else words_of(state.strip())
    return both("report.missing.option-state", {"option": name, "state": word})
