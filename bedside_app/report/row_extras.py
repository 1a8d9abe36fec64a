"""What the worklist says of a case, taken from its summary: kept with the row, so that no case is opened for a list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bedside_app.domain.listed import RowExtras, Standing
from bedside_app.domain.summary import FlagKind, IdentityState, ShownFact, Summary
from bedside_app.domain.today import Today, Verdict
from bedside_app.foundation.words import LANGUAGES, Language

__all__ = ["row_extras_of"]

_RECEPTORS: Final = (("er_status", "ER", "RE"), ("pr_status", "PR", "RP"), ("her2_status", "HER2", "HER2"))
_MARKS: Final = {"positive": "+", "negative": "−"}
_STAGE: Final = (("pt_category", "ct_category"), ("pn_category", "cn_category"), ("m_category", ""))
_RED: Final = frozenset({FlagKind.BLOCKED, FlagKind.HARD_STOP})


def row_extras_of(summary: Summary) -> RowExtras:
    """Return the worklist's part of a summary: disease of the first primary, answer, standing, and flags counted.

    Under treatment the question is the day's: its regimen stands with the disease, its verdict in the answer's place.
    """
    red = sum(flag.kind in _RED for flag in summary.flags)
    facts, today = _facts_of_first(summary), summary.today
    awaited = {(step.primary, fact) for step in summary.steps for fact in step.awaits}
    emergency = today is not None and today.emergency is not None and today.emergency.happening is True
    return RowExtras(
        disease={language: _disease(facts, today, language) for language in LANGUAGES},
        question=dict(summary.answer if today is None else today.headline),
        standing=_standing(summary, waits=bool(awaited)),
        awaited=len(awaited),
        red=red + emergency,
        holds=0 if today is None else today.count(Verdict.HOLD),
        cautions=len(summary.flags) - red,
    )


def _standing(summary: Summary, *, waits: bool) -> Standing:
    """Return the gravest that holds. A model out of its scope is no part that was refused: the answer stands."""
    conflict = summary.identity.state is IdentityState.CONFLICT
    if conflict or any(flag.kind is FlagKind.BLOCKED for flag in summary.flags):
        return Standing.BLOCKED
    if summary.refusals:
        return Standing.PART_REFUSED
    return Standing.WAITS if waits else Standing.READY


def _facts_of_first(summary: Summary) -> Mapping[str, ShownFact]:
    """Return the known facts of the patient and of the first primary."""
    first = next((fact.primary for fact in summary.facts if fact.primary), "")
    return {str(fact.fact): fact for fact in summary.facts if fact.primary in ("", first) and not fact.unknown}


def _disease(facts: Mapping[str, ShownFact], today: Today | None, language: Language) -> str:
    """Return site, receptors and stage in one line, of several stages the one after surgery; or site and regimen."""

    def text(key: str) -> str:
        return facts[key].text.get(language, "") if key in facts else ""

    place = ("primary_site", "laterality") if language == "fr" else ("laterality", "primary_site")
    site = " ".join(filter(None, map(text, place)))
    site = site[:1].upper() + site[1:]
    if today is not None and today.plans:
        return ", ".join(filter(None, (site, *(plan.regimen.get(language, "") for plan in today.plans))))
    marks = (
        (french if language == "fr" else english) + _MARKS[str(facts[key].value)]
        for key, english, french in _RECEPTORS
        if key in facts and str(facts[key].value) in _MARKS
    )
    stage = " ".join(filter(None, (text(after) or text(before) for after, before in _STAGE)))
    parts = (site, " ".join(marks), stage or text("stage_group"))
    return ", ".join(part for part in parts if part)
