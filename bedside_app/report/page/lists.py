"""The lists of the two pages: findings, options, what is not offered, what is missing, what was refused, provenance."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from bedside_app.domain.fact import Scalar
from bedside_app.domain.summary import (
    Decision,
    FoundState,
    ShownFinding,
    ShownMissing,
    ShownRefusal,
    ShownSource,
    Verdict,
)
from bedside_app.foundation.words import say
from bedside_app.report.page.budget import cut
from bedside_app.report.page.option_rows import HORIZON_YEARS, excluded, options
from bedside_app.report.page.origins import origins
from bedside_app.report.page.sheet import Page, Row
from bedside_app.report.page.signature import SIGNS, is_rejected_finding
from bedside_app.report.parts.findings import HORIZON
from bedside_app.report.phrases import joined, plain_day, value_text
from bedside_app.report.places import place_text

__all__ = ["LISTS"]

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
    """Return the findings that a page shows: of a forecast with many horizons, survival at ten years of each plan.

    A pack that does not forecast that is shown at its horizon nearest to ten years, each of its outputs.
    """
    usual = {(one.primary, one.pack) for one in findings if (found := HORIZON.match(one.output)) and _is_usual(found)}
    chosen: list[ShownFinding] = []
    seen: set[tuple[str, str, str, str]] = set()
    for finding in findings:
        match = HORIZON.match(finding.output)
        instead = (finding.primary, finding.pack) not in usual
        if match is not None and _is_apart(finding, match) and not (instead and _is_nearest(finding, match, findings)):
            continue
        arm = "" if match is not None and match["arm"] == "untreated" else finding.arm
        key = (finding.primary, finding.pack, arm, finding.output or str(finding.scope))
        if key not in seen:
            seen.add(key)
            chosen.append(finding)
    return sorted(chosen, key=lambda finding: HORIZON.match(finding.output) is None)  # forecasts first


def _is_usual(match: re.Match[str]) -> bool:
    return int(match["years"]) == HORIZON_YEARS and match["stem"].endswith("survival")


def _is_nearest(finding: ShownFinding, match: re.Match[str], among: Sequence[ShownFinding]) -> bool:
    """Whether no horizon of the same output of a pack is nearer to that of the page."""
    same = (finding.primary, finding.pack, match["stem"], match["arm"])
    found = ((one, HORIZON.match(one.output)) for one in among)
    years = [int(m["years"]) for one, m in found if m and (one.primary, one.pack, m["stem"], m["arm"]) == same]
    return int(match["years"]) == min(years, key=lambda year: (abs(year - HORIZON_YEARS), year))


def _is_apart(finding: ShownFinding, match: re.Match[str]) -> bool:
    """Whether a forecast is not survival at the horizon shown, untreated or under a plan that counts something."""
    if not _is_usual(match):
        return True
    return match["arm"] not in ("treated", "untreated") or (match["arm"] == "treated" and not finding.arm_text)


def _finding(page: Page, finding: ShownFinding, *, assumed: bool) -> Row:
    """Return one finding; what a pack assumes is said with its first."""
    values = ", ".join(f"{page.text(used.label)} {_plain(page, used.value)}" for used in finding.inputs if used.assumed)
    notes = [page.text(finding.scope)]
    if finding.state is FoundState.DONE:  # else the label is the pack's name already
        notes.append(f"{page.text(finding.title)} {finding.version}")
    if assumed and values:
        notes.append(say("report.finding.assumed", page.language, {"values": values}))
    if is_rejected_finding(page, finding):  # no number of it stands
        label, words = page.tall(_finding_label(page, finding)), page.word("rejected")
        return {
            "sign": SIGNS[Verdict.REJECTED],
            "label": label,
            "value": words,
            "interval": "",
            "note": page.word("option-rejected"),
        }
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


def _missing(page: Page) -> Row:
    shown, left = cut(page.summary.missing, page.budget.missing)
    return {"rows": [_unknown(page, each) for each in shown], "more": page.more(left, "missing")}


def _unknown(page: Page, missing: ShownMissing) -> Row:
    shown, left = cut([each for each in missing.decides if each.effects], page.budget.decisions)
    return {
        "label": page.text(missing.label),
        "why": page.text(missing.unknown_text),
        "decides": [_decision(page, each) for each in shown] or [_undecisive(page, missing)],
        "more": page.more(left, "missing"),
    }


def _decision(page: Page, decision: Decision) -> str:
    shown, left = cut(decision.effects, page.budget.effects)
    effects = [page.drug_text(effect) for effect in shown] + ([page.word("further", count=left)] if left else [])
    values = {"answer": page.text(decision.answer_text), "changes": joined(effects, page.language)}
    return say("report.missing.decides", page.language, values)


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
    place = " · ".join(part for part in (refusal.file, place_text(refusal.place, page.language)) if part)
    return {"text": page.text(refusal.text), "place": place}


def _sources(page: Page) -> Row:
    """Return the sources that the page cites: in full where there is room, else by number and DOI."""
    cited = [source for source in page.summary.sources if source.id in page.cited]
    left = page.more(len(page.summary.sources) - len(cited), "sources")
    if len(cited) <= page.budget.sources:
        rows = [
            {"number": _number(page, source), "text": _source(source), "review": _review(page, source)}
            for source in cited
        ]
        return {"rows": rows, "short": [], "more": left}
    by_review: dict[str, list[str]] = {}
    for source in cited:
        short = f"{_number(page, source)}\u00a0{source.doi or source.title}"
        by_review.setdefault(_review(page, source), []).append(short)
    groups = [{"review": review, "text": " · ".join(texts)} for review, texts in by_review.items()]
    return {"rows": [], "short": groups, "more": left}


def _number(page: Page, source: ShownSource) -> str:
    return f"[{page.source_numbers[source.id]}]"


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
    "options": options,
    "excluded": excluded,
    "missing": _missing,
    "refused": _refused,
    "origins": origins,
    "sources": _sources,
    "versions": _versions,
}
