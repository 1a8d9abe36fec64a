"""The worklist: the patients of this computer, the state of each case, its flags and when it changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bedside_app.domain.summary import FlagKind, FoundState, Summary
from bedside_app.foundation.words import Language, day, say
from bedside_app.ui.viewmodels.patient.frame.banner import name_of
from bedside_app.ui.viewmodels.shown import Sign, sign, spoken_of

__all__ = ["CaseState", "ListedCase", "WorkFilter", "WorkRow", "Worklist", "listed", "next_row", "worklist_of"]


class CaseState(StrEnum):
    """How far a case is."""

    WORKING = "working"
    READY = "ready"
    WAITS = "waits"
    BLOCKED = "blocked"
    PART_REFUSED = "part-refused"
    FAILED = "failed"
    SIGNED = "signed"


class WorkFilter(StrEnum):
    """Which cases are shown."""

    ALL = "all"
    REVIEW = "review"
    BLOCKED = "blocked"
    SIGNED = "signed"


_OF_FILTER = {
    WorkFilter.REVIEW: frozenset({CaseState.READY, CaseState.WAITS, CaseState.PART_REFUSED}),
    WorkFilter.BLOCKED: frozenset({CaseState.BLOCKED}),
    WorkFilter.SIGNED: frozenset({CaseState.SIGNED}),
}
_SIGNS = {
    CaseState.READY: "ready",
    CaseState.WAITS: "missing",
    CaseState.BLOCKED: "blocked",
    CaseState.PART_REFUSED: "refused",
    CaseState.FAILED: "failed",
    CaseState.SIGNED: "signed",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedCase:
    """What the worklist knows of a case. `percent` is progress while it works; `changed` is local time."""

    case: str
    summary: Summary | None
    changed: datetime
    name: str = ""
    percent: int | None = None
    failed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkRow:
    """A row. Name and identifier are plain text and never elided."""

    case: str
    name: str
    details: str
    disease: str
    question: str
    state: Sign
    flags: str
    flag_sign: Sign | None
    time: str
    spoken: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Worklist:
    """The table, newest first, and how many cases each filter holds."""

    rows: tuple[WorkRow, ...]
    filters: tuple[tuple[WorkFilter, str, int], ...]
    caption: str
    empty: str


def listed(one: ListedCase) -> CaseState:
    """Return the state of a case, the gravest that holds."""
    summary = one.summary
    if one.failed:
        return CaseState.FAILED
    if summary is None or one.percent is not None:
        return CaseState.WORKING
    if any(flag.kind is FlagKind.BLOCKED for flag in summary.flags):
        return CaseState.BLOCKED
    if summary.signed:
        return CaseState.SIGNED
    if summary.refusals or any(finding.state is FoundState.REFUSED for finding in summary.findings):
        return CaseState.PART_REFUSED
    awaited = any(step.awaits for step in summary.steps)
    return CaseState.WAITS if awaited else CaseState.READY


def worklist_of(
    cases: Sequence[ListedCase],
    language: Language,
    *,
    now: datetime,
    chosen: WorkFilter = WorkFilter.ALL,
    search: str = "",
) -> Worklist:
    """Return the table: filtered by state, and by each word of `search` in name, identifier or disease."""
    ordered = sorted(cases, key=lambda one: one.changed, reverse=True)
    rows = [(listed(one), _row(one, language, now)) for one in ordered]
    words = search.casefold().split()
    fitting = [row for state, row in rows if _fits(state, chosen) and all(word in _haystack(row) for word in words)]
    counts = tuple(
        (one, _say(f"filter.{one.value}", language), sum(_fits(state, one) for state, _ in rows)) for one in WorkFilter
    )
    empty = "" if fitting else _say("none-found" if cases else "none", language)
    return Worklist(
        rows=tuple(fitting), filters=counts, caption=_say("caption", language, count=len(cases)), empty=empty
    )


def next_row(rows: Sequence[WorkRow], chosen: str, step: int) -> str:
    """Return the case `step` rows on; the ends hold, and nothing chosen is before the first."""
    keys = [row.case for row in rows]
    if not keys:
        return ""
    if chosen not in keys:
        return keys[0] if step > 0 else keys[-1]
    return keys[max(0, min(len(keys) - 1, keys.index(chosen) + step))]


def _say(code: str, language: Language, **values: object) -> str:
    return say(f"screens.worklist.{code}", language, values)


def _fits(state: CaseState, chosen: WorkFilter) -> bool:
    return chosen is WorkFilter.ALL or state in _OF_FILTER[chosen]


def _haystack(row: WorkRow) -> str:
    return " ".join((row.name, row.details, row.disease)).casefold()


def _row(one: ListedCase, language: Language, now: datetime) -> WorkRow:
    summary = one.summary
    nameless = say("screens.banner.nameless", language)
    name = name_of(summary.identity, nameless) if summary is not None else one.name or nameless
    state = _state(one, language)
    flags, flag_sign = _flags(one, language)
    details, disease, question = _details(summary, language), _disease(summary, language), _question(summary, language)
    time = _time(one.changed, now, language)
    return WorkRow(
        case=one.case,
        name=name,
        details=details,
        disease=disease,
        question=question,
        state=state,
        flags=flags,
        flag_sign=flag_sign,
        time=time,
        spoken=spoken_of(part for part in (name, details, disease, question, state.word, flags, time) if part),
    )


def _state(one: ListedCase, language: Language) -> Sign:
    state = listed(one)
    if state is CaseState.WORKING:
        return sign("computing" if one.percent is None else "working", language, percent=one.percent)
    if state is CaseState.WAITS and one.summary is not None:
        awaited = {fact for step in one.summary.steps for fact in step.awaits}
        code = "waits-one" if len(awaited) == 1 else "waits"
        return sign("missing", language, _say(code, language, count=len(awaited)))
    own = _say(f"state.{state.value}", language) if state in (CaseState.BLOCKED, CaseState.PART_REFUSED) else ""
    return sign(_SIGNS[state], language, own)


def _flags(one: ListedCase, language: Language) -> tuple[str, Sign | None]:
    if one.summary is None or listed(one) in (CaseState.WORKING, CaseState.FAILED):
        return _say("flags.not-yet", language), None
    red = sum(flag.kind in (FlagKind.BLOCKED, FlagKind.HARD_STOP) for flag in one.summary.flags)
    kind, count = ("red", red) if red else ("caution", len(one.summary.flags))
    if not count:
        return _say("flags.none", language), None
    text = _say(f"flags.{kind}-one" if count == 1 else f"flags.{kind}", language, count=count)
    return text, sign("hard-stop" if red else "caution", language, text)


def _details(summary: Summary | None, language: Language) -> str:
    if summary is None:
        return ""
    identity = summary.identity
    letter = _say(f"sex.{identity.sex}", language) if identity.sex in ("female", "male") else ""
    age = "" if identity.age is None else str(identity.age)
    who = " ".join(part for part in (letter, age) if part)
    return " · ".join(part for part in (*(one.value for one in identity.identifiers[:1]), who) if part)


def _disease(summary: Summary | None, language: Language) -> str:
    """Return site and stage of the first primary; of a blocked case, what blocks it."""
    if summary is None:
        return ""
    blocked = next((flag for flag in summary.flags if flag.kind is FlagKind.BLOCKED), None)
    if blocked is not None:
        return _say("state.blocked", language)
    facts = {str(fact.fact): fact.text.get(language, "") for fact in summary.facts if not fact.unknown}
    order = ("primary_site", "laterality") if language == "fr" else ("laterality", "primary_site")
    site = " ".join(facts[key] for key in order if facts.get(key)).capitalize()
    stage = facts.get("stage_group", "")
    return " · ".join(part for part in (site, stage) if part)


def _question(summary: Summary | None, language: Language) -> str:
    return "" if summary is None else summary.answer.get(language, "")


def _time(changed: datetime, now: datetime, language: Language) -> str:
    """Write today's changes as the hour, older ones as the day."""
    if changed.date() == now.date():
        return f"{changed:%H:%M}"
    return day(changed.date(), language)
