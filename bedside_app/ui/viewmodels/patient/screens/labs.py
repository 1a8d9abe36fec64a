"""Laboratory values over time: panels of nine with reference band, grades, points, and the value under the cursor."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from bedside_app.dictionary.entries import Entry
from bedside_app.domain.fact import PATIENT, Fact, FactId, Origin, OriginKind, Status, Subject
from bedside_app.domain.moment import Moment
from bedside_app.domain.summary import FlagKind
from bedside_app.foundation.words import day, number, say
from bedside_app.report.parts.changes import grade_of
from bedside_app.report.phrases import unit_text, value_text
from bedside_app.ui.viewmodels.shown import CaseShown, Figure, Sign, SourceRef, day_of, label_of, short_day, spoken_of

__all__ = [
    "PER_PAGE",
    "GradeLine",
    "LabChoice",
    "LabPanel",
    "LabPoint",
    "Labs",
    "Position",
    "Span",
    "lab_ids",
    "labs_of",
]

PER_PAGE: Final = 9
_CONSTANT: Final = re.compile(r"%value [<>]=? (\d+(?:\.\d+)?)(?! \*)\b")
_MULTIPLE: Final = re.compile(r"%value [<>]=? (?:(\d+(?:\.\d+)?) \* )?%(lln|uln)\b")
_DAYS: Final = {"months": 122, "year": 366}
_SHORT: Final = frozenset({"lvef", "neutrophils", "creatinine_clearance", "egfr_ckd_epi"})


class LabChoice(StrEnum):
    """Which values are shown; for the decision: what it rests on, and whatever is abnormal."""

    DECISION = "decision"
    ABNORMAL = "abnormal"
    ALL = "all"


class Span(StrEnum):
    """How far back the panels reach from today."""

    MONTHS = "months"
    YEAR = "year"
    ALL = "all"


class Position(StrEnum):
    """Where a value lies against its reference range; out of it a triangle stands for the dot."""

    WITHIN = "within"
    BELOW = "below"
    ABOVE = "above"
    NO_RANGE = "no-range"


@dataclass(frozen=True, slots=True, kw_only=True)
class LabPoint:
    """One measurement. `text` is the value with unit, `spoken` with its day and where it lies."""

    day: date
    value: float
    position: Position
    text: str
    spoken: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeLine:
    """The value from which on a CTCAE grade holds; the legend of the screen names the version."""

    value: float
    grade: int
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LabPanel:
    """One value over time. `figure` is the value under the cursor; `sign` its grade or its place against the range.

    `short` is the name as wards write it, for a head that has little room; `spoken` begins with the whole `name`.
    """

    key: FactId
    name: str
    short: str
    unit: str
    figure: Figure
    sign: Sign | None
    points: tuple[LabPoint, ...]
    reference: tuple[float | None, float | None]
    ticks: tuple[tuple[float, str], ...]
    grades: tuple[GradeLine, ...]
    first: date
    last: date
    cursor: date
    spoken: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Labs:
    """The section. `counts` says how many values each choice shows; `pages` how many screens of nine they fill."""

    panels: tuple[LabPanel, ...]
    choice: LabChoice
    span: Span
    counts: tuple[tuple[LabChoice, str, int], ...]
    spans: tuple[tuple[Span, str], ...]
    page: int
    pages: int
    empty: str = ""


def lab_ids(case: CaseShown) -> tuple[FactId, ...]:
    """Return the values of the patient that have a course: graded, with a range, computed, or measured twice."""
    found: dict[FactId, set[date]] = {}
    ranged: set[FactId] = set()
    for fact in _measured(case):
        at = day_of(fact)
        if at is not None:
            found.setdefault(fact.id, set()).add(at)
        computed = fact.origin.kind is OriginKind.PACK
        if computed or fact.reference_low is not None or fact.reference_high is not None:
            ranged.add(fact.id)
    order = [entry.fact_id for entry in case.dictionary]
    chosen = [key for key, days in found.items() if _has_course(case, key, days, ranged)]
    return tuple(sorted(chosen, key=order.index))


def _has_course(case: CaseShown, key: FactId, days: set[date], ranged: set[FactId]) -> bool:
    entry = case.dictionary.entry(key)
    return key in ranged or entry.ctcae is not None or entry.reference is not None or len(days) > 1


def _measured(case: CaseShown) -> Iterator[Fact]:
    """Yield the numbers of the patient that can be drawn, dated to the day, not withdrawn, not after today."""
    for fact in (*case.record.facts, *_computed(case)):
        entry = case.entry(fact.id)
        at = day_of(fact)
        if (
            entry is not None
            and entry.kind == "quantity"
            and not entry.answers
            and isinstance(fact.value, int | float)
            and not isinstance(fact.value, bool)
            and fact.comparator is None
            and fact.about.subject is Subject.PATIENT
            and fact.status is not Status.WITHDRAWN
            and at is not None
            and at <= case.today
        ):
            yield fact


def _computed(case: CaseShown) -> Iterator[Fact]:
    """Yield what a pack or rule computed for the day of the summary (eGFR): the record has what was read only."""
    recorded = {(fact.id, day_of(fact)) for fact in case.record.facts}
    for shown in () if case.summary is None else case.summary.facts:
        made = next((p for p in shown.provenance if p.kind in (OriginKind.PACK.value, OriginKind.RULE.value)), None)
        if made is not None and not shown.primary and shown.date and (shown.fact, day_of(shown.date)) not in recorded:
            origin = Origin(kind=OriginKind(made.kind), name=made.name, version=made.version, rests_on=made.rests_on)
            moment = Moment(shown.date)
            yield Fact(
                id=shown.fact, value=shown.value, unit=shown.unit, about=PATIENT, origin=origin, effective=moment
            )


def labs_of(
    case: CaseShown, *, choice: LabChoice = LabChoice.DECISION, span: Span = Span.MONTHS, page: int = 0
) -> Labs:
    """Return the panels of one choice and page. The values are those of the cursor's day; a grade names its version."""
    ids = lab_ids(case)
    series = {key: _series(case, key) for key in ids}
    chosen = {one: tuple(key for key in ids if _is_chosen(case, one, key, series[key])) for one in LabChoice}
    if choice is LabChoice.DECISION and not chosen[choice]:
        choice = LabChoice.ALL
    pages = max(1, -(-len(chosen[choice]) // PER_PAGE))
    page = max(0, min(page, pages - 1))
    asked = _limited(case) if choice is LabChoice.DECISION else ()
    led = [key for key in asked if key in series and _is_result(case, key, series[key])]
    ordered = sorted(
        chosen[choice],
        key=lambda key: (led.index(key) if key in led else len(led), not _is_abnormal(case, key, series[key])),
    )
    shown = ordered[page * PER_PAGE : (page + 1) * PER_PAGE]
    first = _first(case, span, [at for key in shown for fact in series[key] if (at := day_of(fact))])
    return Labs(
        panels=tuple(_panel(case, key, series[key], first) for key in shown),
        choice=choice,
        span=span,
        counts=tuple((one, case.say(f"labs.choice.{one.value}"), len(keys)) for one, keys in chosen.items()),
        spans=tuple((one, case.say(f"labs.span.{one.value}")) for one in Span),
        page=page,
        pages=pages,
        empty="" if shown else case.say("labs.empty"),
    )


def _series(case: CaseShown, key: FactId) -> list[Fact]:
    facts = [fact for fact in _measured(case) if fact.id == key and fact.effective is not None]
    return sorted(facts, key=lambda fact: fact.effective.sort_key() if fact.effective else ())


def _is_chosen(case: CaseShown, choice: LabChoice, key: FactId, series: Sequence[Fact]) -> bool:
    if choice is LabChoice.ALL:
        return True
    if choice is LabChoice.DECISION:
        return key in _used(case) or _is_abnormal(case, key, series)
    return _is_abnormal(case, key, series)


def _is_result(case: CaseShown, key: FactId, series: Sequence[Fact]) -> bool:
    """Say whether a value has a range, a grade or a computation: of what a limit asks for, a temperature has none."""
    entry = case.dictionary.entry(key)
    judged = entry.ctcae is not None or entry.reference is not None
    return judged or any(fact.origin.kind is OriginKind.PACK or _range(entry, fact) != (None, None) for fact in series)


def _is_abnormal(case: CaseShown, key: FactId, series: Sequence[Fact]) -> bool:
    fact = _latest(series, case.day)
    entry = case.dictionary.entry(key)
    return fact is not None and (
        _position(entry, fact) in (Position.BELOW, Position.ABOVE) or bool(_grade(entry, fact))
    )


def _used(case: CaseShown) -> frozenset[FactId]:
    """Return the facts that the options of the day, and the hard stops, rest on, straight or through another."""
    options = () if case.summary is None else case.summary.options
    used = {FactId(key) for option in options for key in option.proof.facts}
    used |= {key for option in options for dose in option.dose for reason in dose.adjustments for key in reason.facts}
    used |= {key for flag in case.current.flags for key in flag.facts} | {*_limited(case)}
    rests = _rests_on(case)
    queue = list(used)
    while queue:
        more = rests.get(queue.pop(), set()) - used
        used |= more
        queue += sorted(more)
    return frozenset(used)


def _rests_on(case: CaseShown) -> dict[FactId, set[FactId]]:
    facts = () if case.summary is None else case.summary.facts
    return {one.fact: {key for made in one.provenance for key in made.rests_on} for one in facts}


def _limited(case: CaseShown) -> tuple[FactId, ...]:
    """Return what the limits of the cycle ask for, in their order: under treatment the decision of the day is this."""
    today = None if case.summary is None else case.summary.today
    rests = _rests_on(case)
    asked = [fact for limit in (() if today is None else today.limits) for fact in limit.facts]
    return tuple(dict.fromkeys(one for fact in asked for one in (fact, *sorted(rests.get(fact, ())))))


def _first(case: CaseShown, span: Span, days: Sequence[date]) -> date:
    if span is Span.ALL:
        return min([*days, case.day, case.today - timedelta(days=_DAYS["months"])])
    return min(case.day, case.today - timedelta(days=_DAYS[span.value]))


def _latest(series: Sequence[Fact], at: date) -> Fact | None:
    known = [fact for fact in series if (known_at := day_of(fact)) is not None and known_at <= at]
    return known[-1] if known else None


def _panel(case: CaseShown, key: FactId, series: Sequence[Fact], first: date) -> LabPanel:
    entry = case.dictionary.entry(key)
    fact = _latest(series, case.day)
    reference = _range(entry, fact or series[-1])
    drawn = [other for other in series if (at := day_of(other)) is not None and at >= first]
    points = tuple(_point(case, entry, other) for other in drawn)
    name = label_of(case, key)
    figure, sign = _figure(case, entry, fact), _sign(case, entry, fact)
    return LabPanel(
        key=key,
        name=name,
        short=say(f"labs_section.short.{key}", case.language) if key in _SHORT else name,
        unit=unit_text(entry.unit, case.language),
        figure=figure,
        sign=sign,
        points=points,
        reference=reference,
        ticks=tuple((limit, number(limit, case.language)) for limit in reference if limit is not None),
        grades=tuple(_grade_lines(case, entry, fact or series[-1])),
        first=first,
        last=case.today,
        cursor=case.day,
        spoken=spoken_of(
            part
            for part in (case.pair(name, figure.spoken), sign.word if sign else "", *(p.spoken for p in points))
            if part
        ),
    )


def _figure(case: CaseShown, entry: Entry, fact: Fact | None) -> Figure:
    """Write the value under the cursor; one older than the cursor carries its day, none before it is said to be so."""
    if fact is None or fact.value is None:
        return Figure(text=case.say("labs.none-yet"), spoken=case.say("labs.none-yet-spoken", day=case.day))
    at = day_of(fact) or case.day
    text = value_text(fact.value, fact.unit, entry, case.language)
    older = at != case.day
    return Figure(
        text=text,
        source=SourceRef("fact", entry.id, at.isoformat()),
        spoken=case.say("labs.spoken", value=text, day=day(at, case.language)),
        note=short_day(at, case.day, case.language) if older else "",
        stale=older and entry.current_for is not None and (case.day - at).days > entry.current_for,
        typed=fact.origin.kind is OriginKind.PERSON,
    )


def _sign(case: CaseShown, entry: Entry, fact: Fact | None) -> Sign | None:
    if fact is None:
        return None
    grade, position = _grade(entry, fact), _position(entry, fact)
    stops = {key for flag in case.current.flags if flag.kind is FlagKind.HARD_STOP for key in flag.facts}
    if entry.fact_id in stops:  # today's, whatever the cursor shows: beside a value of another day it says so
        return case.sign("hard-stop", say("labs_section.stop-today", case.language) if case.off_today else "")
    if grade:
        return case.sign("grade", case.say("labs.grade", grade=grade))
    if position in (Position.BELOW, Position.ABOVE):
        return case.sign("caution", case.say(f"labs.{position.value}"))
    return None if position is Position.NO_RANGE else case.sign("normal")


def _grade(entry: Entry, fact: Fact) -> int | None:
    return grade_of(entry, fact)


def _range(entry: Entry, fact: Fact) -> tuple[float | None, float | None]:
    """Return the laboratory's own range of this result, else the common one of the dictionary."""
    if fact.reference_low is not None or fact.reference_high is not None:
        return fact.reference_low, fact.reference_high
    return entry.reference or (None, None)


def _position(entry: Entry, fact: Fact) -> Position:
    low, high = _range(entry, fact)
    value = fact.value if isinstance(fact.value, int | float) else None
    if value is None or (low is None and high is None):
        return Position.NO_RANGE
    if low is not None and value < low:
        return Position.BELOW
    return Position.ABOVE if high is not None and value > high else Position.WITHIN


def _point(case: CaseShown, entry: Entry, fact: Fact) -> LabPoint:
    at, value = day_of(fact) or case.today, fact.value
    position = _position(entry, fact)
    text = "" if value is None else value_text(value, fact.unit, entry, case.language)
    where = case.say(f"labs.said.{position.value}") if position in (Position.BELOW, Position.ABOVE) else ""
    spoken = case.say("labs.spoken", value=text, day=day(at, case.language)) + (f", {where}" if where else "")
    return LabPoint(
        day=at,
        value=float(value) if isinstance(value, int | float) else 0.0,
        position=position,
        text=text,
        spoken=spoken,
    )


def _grade_lines(case: CaseShown, entry: Entry, fact: Fact) -> Iterator[GradeLine]:
    """Yield where a grade begins: the limits that the rule names, kept where the grade differs on their two sides."""
    if entry.ctcae is None:
        return
    low, high = _range(entry, fact)
    limits = {"lln": low, "uln": high}
    candidates: set[float] = set()
    for rule in entry.ctcae.grades:
        candidates |= {float(text) for text in _CONSTANT.findall(rule.when)}
        for factor, name in _MULTIPLE.findall(rule.when):
            limit = limits[name]
            if limit is not None:
                candidates.add(round(float(factor or 1) * limit, 6))
    for value in sorted(candidates):
        step = max(abs(value), 1.0) * 1e-6
        sides = [grade_of(entry, replace(fact, value=value + offset, comparator=None)) for offset in (-step, step)]
        if None not in sides and sides[0] != sides[1]:
            grade = max(side or 0 for side in sides)
            label = say("labs_section.grade", case.language, {"grade": grade})
            yield GradeLine(value=value, grade=grade, label=label)
