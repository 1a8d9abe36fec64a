"""The lists of the two pages: findings, options, what is not offered, what is missing, what was refused, provenance."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from bedside_app.domain.fact import Scalar
from bedside_app.domain.proposal import OptionState
from bedside_app.domain.summary import (
    Exclusion,
    FoundState,
    Outcome,
    Provenance,
    ShownDose,
    ShownFact,
    ShownFinding,
    ShownFlip,
    ShownMissing,
    ShownOption,
    ShownReason,
    ShownRefusal,
    ShownSource,
)
from bedside_app.foundation.words import say
from bedside_app.report.page.budget import cut
from bedside_app.report.page.sheet import Page, Row
from bedside_app.report.parts.findings import HORIZON
from bedside_app.report.parts.options import STATES
from bedside_app.report.phrases import joined, plain_day, value_text

__all__ = ["LISTS"]

_HORIZON_YEARS: Final = 10  # the horizon that a page shows of a forecast with many; the others stand in the document
_STATES: Final = {
    FoundState.DONE: "✓",
    FoundState.MISSING: "?",
    FoundState.REFUSED: "⊘",
    FoundState.FAILED: "■",
}


def _findings(page: Page) -> Row:
    chosen = _chosen(page.summary.findings)
    shown, _ = cut(chosen, page.budget.findings)
    left = len(page.summary.findings) - len(shown)
    rows: list[Row] = []
    told: set[str] = set()
    for finding in shown:
        rows.append(_finding(page, finding, assumed=finding.pack not in told))
        told.add(finding.pack)
    return {"rows": rows, "more": page.more(left, "findings")}


def _chosen(findings: Sequence[ShownFinding]) -> list[ShownFinding]:
    """Return the findings that a page shows: of a forecast with many horizons, survival at ten years of each plan."""
    chosen: list[ShownFinding] = []
    seen: set[tuple[str, str, str, str]] = set()
    for finding in findings:
        match = HORIZON.match(finding.output)
        if match is not None and (
            int(match["years"]) != _HORIZON_YEARS or not match["stem"].endswith("survival") or _extended(match["arm"])
        ):
            continue
        arm = "" if match is not None and match["arm"] == "untreated" else finding.arm
        key = (finding.primary, finding.pack, arm, finding.output or str(finding.scope))
        if key not in seen:
            seen.add(key)
            chosen.append(finding)
    return chosen


def _extended(arm: str | None) -> bool:
    return arm is not None and arm not in ("treated", "untreated")


def _finding(page: Page, finding: ShownFinding, *, assumed: bool) -> Row:
    """Return one finding; what a pack assumes is said with its first."""
    values = ", ".join(f"{page.text(used.label)} {_plain(page, used.value)}" for used in finding.inputs if used.assumed)
    notes = [page.text(finding.scope), f"{page.text(finding.title)} {finding.version}"]
    if assumed and values:
        notes.append(say("report.finding.assumed", page.language, {"values": values}))
    return {
        "sign": "?" if finding.provided else _STATES[finding.state],
        "label": page.tall(_finding_label(page, finding)),
        "value": page.text(finding.text),
        "interval": page.text(finding.interval_text),
        "note": " · ".join(note for note in notes if note),
    }


def _plain(page: Page, value: Scalar) -> str:
    return value_text(value, "", None, page.language)


def _finding_label(page: Page, finding: ShownFinding) -> str:
    match = HORIZON.match(finding.output)
    if finding.state is not FoundState.DONE:
        return page.text(finding.title)
    if match is None or not match["stem"].endswith("survival"):
        return page.text(finding.label)
    label = page.word("survival", years=int(match["years"]))
    if match["arm"] == "untreated":
        return f"{label}, {page.word('surgery-only')}"
    return f"{label}, {page.word('with-arm', arm=page.text(finding.arm_text))}"


def _options(page: Page) -> Row:
    """Return the rows of the options table: in each step the suggested one, then some of the others that stand open."""
    rows: list[Row] = []
    left = 0
    for step in page.summary.steps:
        mine = [
            option
            for option in page.summary.options
            if (option.step, option.primary, option.pathway) == (step.id, step.primary, step.pathway)
        ]
        open_options = [option for option in mine if option.state is not OptionState.EXCLUDED]
        first = [option for option in open_options if option.suggested] or open_options[:1]
        others = [option for option in open_options if option not in first]
        shown, cut_off = cut(others, page.budget.alternatives)
        left += cut_off
        title = page.text(step.title) if len(page.summary.answers) < 2 else f"{page.text(step.title)} ({step.primary})"
        named = [page.drug_text(option.label) for option in others[len(shown) :]]
        rows.extend(_option(page, option, title) for option in (*first, *shown))
        if named and rows:
            rows[-1]["others"] = page.word("other-options", options=joined(named, page.language))
    return {"rows": rows, "more": page.more(left, "options")}


def _option(page: Page, option: ShownOption, title: str) -> Row:
    sign, word = _standing(page, option)
    reasons, for_left = cut(option.reasons_for, page.budget.reasons)
    against = [*_open_questions(page, option), *(_reason(page, "−", reason) for reason in option.reasons_against)]
    most = max(page.budget.reasons, len(option.not_cleared) + 1)
    shown_against, against_left = cut(against, most)
    return {
        "step": title,
        "others": "",
        "sign": sign,
        "word": word,
        "suggested": option.suggested,
        "name": page.drug_text(option.label),
        "doses": [_dose(page, dose) for dose in option.dose],
        "outcome": _outcome(page, option.outcomes),
        "evidence": _evidence(page, option),
        "for": [
            *(_reason(page, "+", reason) for reason in reasons),
            *(_reason(page, "·", note) for note in option.notes[: page.budget.figures]),
        ],
        "for_more": page.more(for_left, "options"),
        "against": shown_against,
        "against_more": page.more(against_left, "options"),
        "flips": _flips(page, option),
    }


def _standing(page: Page, option: ShownOption) -> tuple[str, str]:
    if option.state is OptionState.BLOCKED:
        return "?", page.word("blocked")
    if option.suggested:
        return "✓", page.word("suggested")
    return "○", page.word("possible")


def _open_questions(page: Page, option: ShownOption) -> list[Row]:
    """Return what is not cleared, and what a blocked option waits for: never cut, never called clear."""
    rows: list[Row] = []
    if option.state is OptionState.BLOCKED and option.missing:
        rows.append({"sign": "?", "text": page.word("waits", missing=page.text(option.missing_text))})
    for safety in option.not_cleared:
        code = "not-cleared" if safety.missing else "not-cleared-bare"
        values = {"text": page.drug_text(safety.text), "missing": page.text(safety.missing_text)}
        rows.append({"sign": "?", "text": say(f"report.flag.{code}", page.language, values)})
    return rows


def _reason(page: Page, sign: str, reason: ShownReason) -> Row:
    return {"sign": sign, "text": page.drug_text(reason.text) + page.marks(reason.sources)}


def _dose(page: Page, dose: ShownDose) -> Row:
    way = (page.text(dose.schedule), page.drug_text(dose.arithmetic))
    lines = ["\u00a0· ".join(text for text in way if text)]
    lines += [page.drug_text(step.text) + page.marks(step.sources) for step in dose.adjustments]
    lines.append(page.text(dose.cumulative))
    return {
        "name": page.drug_text(dose.name),
        "amount": page.text(dose.text),
        "known": dose.amount is not None,
        "lines": [line for line in lines if line],
    }


def _outcome(page: Page, outcomes: Sequence[Outcome]) -> str:
    """Return survival at ten years under the option's plan, with its interval or the words that none is published."""
    for outcome in outcomes:
        match = HORIZON.match(outcome.output)
        if match and int(match["years"]) == _HORIZON_YEARS and match["arm"] == "treated":
            counted = page.text(outcome.arm_text)
            figure = page.word("forecast", years=_HORIZON_YEARS, value=page.text(outcome.text), counted=counted)
            model = f"{page.text(outcome.title)} {outcome.version}"
            return " · ".join((figure, model, page.text(outcome.interval_text)))
    return ""


def _evidence(page: Page, option: ShownOption) -> list[str]:
    """Return the three axes of evidence, each on its own, and some of the published figures."""
    evidence = option.evidence
    lines = [text for text in (evidence.guideline, evidence.actionability) if text]
    lines += [
        page.word("regulatory", region=each.region, status=each.status, date=plain_day(each.date, page.language))
        for each in evidence.regulatory
    ]
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


def _excluded(page: Page) -> Row:
    shown, left = cut(page.summary.exclusions, page.budget.exclusions)
    return {"rows": [_exclusion(page, each) for each in shown], "more": page.more(left, "exclusions")}


def _exclusion(page: Page, exclusion: Exclusion) -> Row:
    reasons = [page.drug_text(reason.text) + page.marks(reason.sources) for reason in exclusion.reasons]
    return {
        "sign": "⊘",
        "word": page.word("excluded"),
        "name": page.drug_text(exclusion.label),
        "reasons": joined(reasons, page.language) or page.word("none"),
    }


def _missing(page: Page) -> Row:
    shown, left = cut(page.summary.missing, page.budget.missing)
    return {"rows": [_unknown(page, each) for each in shown], "more": page.more(left, "missing")}


def _unknown(page: Page, missing: ShownMissing) -> Row:
    shown, left = cut(missing.decides, page.budget.decisions)
    decides = [
        say(
            "report.missing.decides",
            page.language,
            {"answer": page.text(each.answer_text), "changes": page.drug_text(each.text)},
        )
        for each in shown
        if each.changes
    ]
    if not decides:
        decides = [_undecisive(page, missing)]
    return {
        "label": page.text(missing.label),
        "why": page.text(missing.unknown_text),
        "decides": decides,
        "more": page.more(left, "missing"),
    }


def _undecisive(page: Page, missing: ShownMissing) -> str:
    """Say what an unknown is asked for that changes no option: a dose that waits for it, or nothing."""
    waiting = [
        page.drug_text(option.label)
        for option in page.summary.options
        if any(missing.fact in safety.missing for safety in option.not_cleared)
    ]
    return page.word("before-dose", options=joined(waiting, page.language)) if waiting else page.word("decides-nothing")


def _refused(page: Page) -> Row:
    everything = (*page.summary.refusals, *page.summary.not_understood)
    shown, left = cut(everything, page.budget.refusals)
    return {"rows": [_refusal(page, each) for each in shown], "more": page.more(left, "refusals, not_understood")}


def _refusal(page: Page, refusal: ShownRefusal) -> Row:
    place = " · ".join(part for part in (refusal.file, refusal.place) if part)
    return {"text": page.text(refusal.text), "place": place}


def _origins(page: Page) -> Row:
    used = [fact for fact in page.summary.facts if fact.value is not None and fact.provenance]
    shown, left = cut(used, page.budget.facts)
    return {"rows": [_origin(page, fact) for fact in shown], "more": page.more(left, "facts")}


def _origin(page: Page, fact: ShownFact) -> Row:
    return {
        "label": page.text(fact.label),
        "value": page.drug_text(fact.text),
        "date": plain_day(fact.date, page.language) if fact.date else "–",
        "source": _origin_text(page, fact.provenance[0]),
    }


def _origin_text(page: Page, origin: Provenance) -> str:
    if origin.kind == "file":
        if origin.place == "identity":
            return page.word("from-identity")
        return " · ".join(part for part in (origin.file or origin.name, origin.place) if part)
    codes: Mapping[str, str] = {"pack": "computed", "rule": "by-rule", "person": "by-person"}
    return page.word(codes[origin.kind], name=origin.name, version=origin.version)


def _sources(page: Page) -> Row:
    numbered = list(enumerate(page.summary.sources, start=1))
    shown, left = cut(numbered, page.budget.sources)
    rows = [
        {"number": f"[{place}]", "text": _source(source), "review": _review(page, source)} for place, source in shown
    ]
    return {"rows": rows, "more": page.more(left, "sources")}


def _source(source: ShownSource) -> str:
    parts = [source.title, source.section, f"doi:{source.doi}" if source.doi else ""]
    return ". ".join(part.rstrip(".") for part in parts if part)


def _review(page: Page, source: ShownSource) -> str:
    return page.word("review-needed") if source.review == "needed" else page.word("read")


def _versions(page: Page) -> str:
    parts = []
    for each in page.summary.knowledge:
        signed = each.signed_by or (page.word("unsigned") if each.kind == "pathway" else "")
        overdue = page.word("expired", day=plain_day(each.review_by, page.language)) if each.expired else ""
        parts.append(" ".join(part for part in (each.id, each.version, signed and f"({signed})", overdue) if part))
    return " · ".join([page.summary.program, *parts])


LISTS: Final[Mapping[str, Callable[[Page], Any]]] = {
    "found": _findings,
    "options": _options,
    "excluded": _excluded,
    "missing": _missing,
    "refused": _refused,
    "origins": _origins,
    "sources": _sources,
    "versions": _versions,
}
