"""The options on the page: what is suggested with its doses, what else is open, what waits, and what is not offered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bedside_app.domain.proposal import OptionState
from bedside_app.domain.summary import (
    Exclusion,
    Outcome,
    ShownDose,
    ShownFlip,
    ShownOption,
    ShownReason,
    ShownStep,
    Verdict,
)
from bedside_app.foundation.words import say
from bedside_app.report.page.budget import cut
from bedside_app.report.page.sheet import Page, Row
from bedside_app.report.page.signature import SIGNS, decided_dose, decided_option, is_uncounted, version_text
from bedside_app.report.parts.findings import HORIZON
from bedside_app.report.parts.options import STATES
from bedside_app.report.phrases import joined, regulatory_text

__all__ = ["HORIZON_YEARS", "excluded", "options"]

HORIZON_YEARS: Final = 10  # the horizon that a page shows of a forecast with many; the others stand in the document


def options(page: Page) -> Row:
    """Return the rows of the options table, step by step: the offered by rank, then all that are blocked in one row."""
    rows: list[Row] = []
    left = 0
    for step in page.summary.steps:
        mine = [option for option in page.summary.options if _belongs(option, step)]
        title = page.text(step.title) if len(page.summary.answers) < 2 else f"{page.text(step.title)} ({step.primary})"
        offered = [option for option in mine if option.state is OptionState.OFFERED]
        shown = offered[: page.budget.alternatives + 1]
        rows.extend(_option(page, option, title) for option in shown)
        named = [page.drug_text(option.label) for option in offered[len(shown) :]]
        if named:
            rows[-1]["others"] = page.word("other-options", options=joined(named, page.language))
            left += len(named)
        blocked = [option for option in mine if option.state is OptionState.BLOCKED]
        if blocked:
            rows.append(_blocked(page, blocked, title))
    return {"rows": rows, "more": page.more(left, "options")}


def _belongs(option: ShownOption, step: ShownStep) -> bool:
    return (option.step, option.primary, option.pathway) == (step.id, step.primary, step.pathway)


def _option(page: Page, option: ShownOption, title: str) -> Row:
    reasons = [_reason(page, "+", reason) for reason in option.reasons_for]
    shown_for, for_left = cut(reasons, page.budget.reasons)
    against = [_reason(page, "−", reason) for reason in option.reasons_against]
    shown_against, against_left = cut(against, page.budget.reasons)
    rules = option.not_cleared if len(option.not_cleared) <= page.budget.rules else ()
    asked = [_reason(page, "?", ShownReason(text=rule.question or rule.text, sources=rule.sources)) for rule in rules]
    notes = [_reason(page, "·", note) for note in option.notes[: page.budget.figures]]
    return {
        "step": title,
        **_standing(page, option),
        "name": page.drug_text(option.label),
        "doses": [_dose(page, option, dose) for dose in option.dose],
        "outcome": "" if is_uncounted(page, option) else _outcome(page, option.outcomes),
        "others": "",
        "evidence": _evidence(page, option),
        "for": [*shown_for, *notes],
        "for_more": _further(page, for_left),
        "against": [*_open_questions(page, option), *asked, *shown_against],
        "against_more": _further(page, against_left),
        "flips": _flips(page, option),
    }


def _standing(page: Page, option: ShownOption) -> Row:
    """Return how an option stands, and what the signer made of it; a rejected one is no longer suggested."""
    said = decided_option(page, option)
    if said is not None and said.verdict is Verdict.REJECTED:
        decided = page.word("option-rejected") if not option.dose else ""
        return {"sign": SIGNS[said.verdict], "word": page.word("rejected"), "decided": decided}
    return {
        "sign": "✓" if option.suggested else "○",
        "word": _word(page, option),
        "decided": "" if said is None else page.word("option-modified", version=version_text(said, page.language)),
    }


def _word(page: Page, option: ShownOption) -> str:
    if option.suggested and option.provided:
        return page.word("suggested-if", condition=page.text(option.provided))
    return page.word("suggested" if option.suggested else "possible")


def _open_questions(page: Page, option: ShownOption) -> list[Row]:
    """Return in one line what is asked before the first dose: never cut, never called clear."""
    labels = {fact.fact: page.text(fact.label) for fact in page.summary.facts}
    asked = dict.fromkeys(fact for rule in option.not_cleared for fact in rule.missing)
    if not option.not_cleared:
        return []
    if not asked:
        return [{"sign": "?", "text": page.word("not-cleared")}]
    missing = ", ".join(labels.get(fact, fact) for fact in asked)
    rules = len(option.not_cleared)
    counted = say(f"report.count.rules.{'one' if rules == 1 else 'many'}", page.language, {"count": rules})
    return [{"sign": "?", "text": page.word("open", missing=missing, rules=counted)}]


def _further(page: Page, count: int) -> str:
    return page.word("further", count=count) if count else ""


def _blocked(page: Page, options: Sequence[ShownOption], title: str) -> Row:
    """Return the blocked options of a step as one row, with everything that they wait for."""
    labels = {fact.fact: page.text(fact.label) for fact in page.summary.facts}
    missing = dict.fromkeys(fact for option in options for fact in option.missing)
    waits = page.word("waits", missing=", ".join(labels.get(fact, fact) for fact in missing))
    return {
        "step": title,
        "sign": "?",
        "word": page.word("blocked"),
        "name": joined((page.drug_text(option.label) for option in options), page.language),
        "decided": "",
        "doses": [_dose(page, option, dose) for option in options for dose in option.dose],
        "outcome": "",
        "others": "",
        "evidence": [],
        "for": [],
        "for_more": "",
        "against": [{"sign": "?", "text": waits}] if missing else [],
        "against_more": "",
        "flips": "",
    }


def _reason(page: Page, sign: str, reason: ShownReason) -> Row:
    return {"sign": sign, "text": page.drug_text(reason.text) + page.marks(reason.sources)}


def _dose(page: Page, option: ShownOption, dose: ShownDose) -> Row:
    """Return one drug with its amount and how it comes about; the signer's amount stands in the place of the first."""
    arithmetic = page.drug_text(dose.arithmetic)
    told = [step for step in dose.adjustments if page.drug_text(step.text) in arithmetic]
    way = (page.text(dose.schedule), arithmetic + page.marks(source for step in told for source in step.sources))
    lines = ["\u00a0· ".join(text for text in way if text)]
    lines += [page.drug_text(step.text) + page.marks(step.sources) for step in dose.adjustments if step not in told]
    lines.append(page.text(dose.cumulative))
    return {
        "name": page.drug_text(dose.name),
        "amount": page.text(dose.text),
        "mark": "?",
        "known": dose.amount is not None,
        "note": "",
        "lines": [line for line in lines if line],
        **_decided(page, option, dose),
    }


def _decided(page: Page, option: ShownOption, dose: ShownDose) -> Row:
    """Return what the signer changed about a dose: nothing of a rejected one reads as an amount to give."""
    said, before = decided_dose(page, option, dose), page.text(dose.text)
    if said is None:
        return {}
    if said.verdict is Verdict.REJECTED:
        mark = SIGNS[said.verdict]
        return {"mark": mark, "known": False, "amount": page.word("dose-rejected"), "note": "", "lines": []}
    return {
        "amount": version_text(said, page.language),
        "known": True,
        "note": page.word("dose-by-signer", amount=before),
    }


def _outcome(page: Page, outcomes: Sequence[Outcome]) -> str:
    """Return survival at ten years under the option's plan, with its interval or the words that none is published."""
    for outcome in outcomes:
        match = HORIZON.match(outcome.output)
        if match and int(match["years"]) == HORIZON_YEARS and match["arm"] == "treated":
            counted = page.text(outcome.arm_text)
            figure = page.word("forecast", years=HORIZON_YEARS, value=page.text(outcome.text), counted=counted)
            model = f"{page.text(outcome.title)} {outcome.version}"
            return " · ".join((figure, model, page.text(outcome.interval_text)))
    return ""


def _evidence(page: Page, option: ShownOption) -> list[str]:
    """Return the three axes of evidence, each on its own, and some of the published figures."""
    evidence = option.evidence
    lines = [text for text in (evidence.guideline, evidence.actionability) if text]
    for each in evidence.regulatory:
        lines.append(regulatory_text(each.region, each.status, each.date, page.language))
    head = [" · ".join(lines) + page.marks(evidence.sources)] if lines else []
    return head + [page.drug_text(figure) for figure in evidence.figures[: page.budget.figures]]


def _flips(page: Page, option: ShownOption) -> str:
    shown = option.proof.flips[: page.budget.flips]
    if not shown:
        return ""
    parts = [_flip(page, flip) for flip in shown]
    return page.word("flips", flips=joined(parts, page.language))


def _flip(page: Page, flip: ShownFlip) -> str:
    becomes = _state_word(page, flip.becomes)
    return page.word("flip", label=page.text(flip.label), answer=page.text(flip.answer_text), becomes=becomes)


def _state_word(page: Page, state: str) -> str:
    return say(f"report.state.{state}", page.language) if state in STATES else state


def excluded(page: Page) -> Row:
    """Return the excluded options, those that the same reasons exclude in one row."""
    groups: dict[tuple[str, ...], list[Exclusion]] = {}
    for exclusion in page.summary.exclusions:
        groups.setdefault(tuple(reason.text["en"] for reason in exclusion.reasons), []).append(exclusion)
    shown, _ = cut(list(groups.values()), page.budget.exclusions)
    left = len(page.summary.exclusions) - sum(len(group) for group in shown)
    rows = [_exclusion(page, group) for group in shown]
    return {"sign": "⊘", "word": page.word("excluded"), "rows": rows, "more": page.more(left, "exclusions")}


def _exclusion(page: Page, group: Sequence[Exclusion]) -> Row:
    reasons = [page.drug_text(reason.text) + page.marks(reason.sources) for reason in group[0].reasons]
    return {
        "names": joined((page.drug_text(each.label) for each in group), page.language),
        "reasons": joined(reasons, page.language) or page.word("none"),
    }
