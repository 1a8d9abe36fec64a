"""What stands in each part of the hand-over in one language: plain text, nothing left to decide for the template."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from bedside_app.domain.provenance import Provenance, Words
from bedside_app.domain.summary import Summary
from bedside_app.domain.today import (
    Appointment,
    Contact,
    Cumulative,
    CycleShown,
    CycleState,
    DoseShown,
    Limit,
    Today,
    Verdict,
)
from bedside_app.foundation.words import Language, say
from bedside_app.report.page.budget import budget
from bedside_app.report.page.sheet import Page, identity_block
from bedside_app.report.page.signature import signature
from bedside_app.report.phrases import joined, plain_day, short_moment

__all__ = ["PARTS", "Cut", "Paper"]

Row = dict[str, Any]
Piece = dict[str, str]
_ECOG: Final = "ecog"
_LIMITS: Final = "limits"
_SIGNS: Final = {Verdict.HOLD: "pause", Verdict.UNKNOWN: "?", Verdict.REDUCE: "↓", Verdict.GO: "✓"}
_FEW: Final = 24  # letters too many that are kept: to say how many are left out takes as much room
_GRAVE: Final = frozenset({Verdict.HOLD, Verdict.UNKNOWN})


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """How much of each list stands on the page: the most entries, and the most letters of a free text.

    `checks` counts the limits that are not go, `go` those that are; `scale` is the size of the type.
    """

    scale: float
    letters: int
    cycles: int
    checks: int
    go: int
    tests: int
    lines: int


@dataclass(frozen=True, slots=True)
class Paper:
    """One day on its way to paper."""

    summary: Summary
    today: Today
    language: Language
    cut: Cut
    page: Page = field(init=False)

    def __post_init__(self) -> None:
        """Take the parts that the hand-over shares with the summary: identity and signature."""
        object.__setattr__(self, "page", Page(summary=self.summary, language=self.language, budget=budget(0)))

    def word(self, key: str, **values: object) -> str:
        """Return a word or sentence of the page."""
        return say(f"handover.{key}", self.language, values)

    def text(self, words: Words) -> str:
        """Return words of the day in the page's language."""
        return words.get(self.language, words.get("en", ""))

    def short(self, words: Words | str) -> str:
        """Return a free text; of one that is too long its beginning, and how much is left out."""
        text = words if isinstance(words, str) else self.text(words)
        left = len(text) - self.cut.letters
        return text if left <= _FEW else text[: self.cut.letters] + self.word("more.letters", count=left)

    def day(self, text: str) -> str:
        """Write a day in full."""
        return plain_day(text, self.language)

    def when(self, text: str) -> str:
        """Write a moment beside the day of the page."""
        return short_moment(text, date.fromisoformat(self.summary.as_of), self.language)

    def pair(self, label: str, value: str) -> str:
        """Write a label and its value with the colon of the language."""
        return f"{label}\u202f: {value}" if self.language == "fr" else f"{label}: {value}"

    def most(self, lines: Sequence[list[Piece]]) -> list[list[Piece]]:
        """Return as many sentences as there is room for; the last one counts those that are left out."""
        left = len(lines) - self.cut.lines
        if left <= 1:
            return list(lines)
        return [*lines[: self.cut.lines], [_strong(self.word("more.lines", count=left))]]


def _plain(text: str) -> Piece:
    return {"kind": "t", "text": text}


def _strong(text: str) -> Piece:
    return {"kind": "b", "text": text}


def _soft(text: str) -> Piece:
    return {"kind": "s", "text": text}


def _sourced(paper: Paper, provenance: Sequence[Provenance], when: str) -> str:
    """Return where and when in brackets, "" where neither is known."""
    name = provenance[0].file if provenance else ""
    inside = ", ".join(part for part in (name, paper.when(when or (provenance[0].date if provenance else ""))) if part)
    return f" ({inside})" if inside else ""


def _identify(paper: Paper) -> Row:
    """Return who it is, ECOG, and how far treatment goes: the limits of care in the words of their source."""
    block = identity_block(paper.page)
    rows = [row for row in block["rows"] if row[0] != say("report.page.medicines", paper.language)]
    ecog = next((fact for fact in paper.summary.facts if fact.fact == _ECOG and fact.value is not None), None)
    if ecog is not None:
        rows.append([paper.word("ecog"), f"{paper.text(ecog.text)} ({paper.when(ecog.date)})"])
    limits = [one for one in paper.today.goals if one.kind == _LIMITS]
    lines = [
        [
            _soft(f"{paper.word('care')} "),
            _strong(paper.short(one.text)),
            _soft(_sourced(paper, one.provenance, one.date)),
        ]
        for one in limits
    ]
    return {"name": block["name"], "rows": rows, "lines": paper.most(lines)}


def _situation(paper: Paper) -> Row:
    today = paper.today
    headline = paper.text(today.headline).rstrip(".")
    if paper.summary.signed is None:
        headline = paper.word("open-decision", headline=headline)
    lines: list[list[Piece]] = []
    emergency = today.emergency
    if emergency is not None and emergency.happening:
        lines.append([_strong(f"{paper.word('act-first')} {paper.text(emergency.text)}")])
    for plan in today.plans:
        due = paper.word("due", day=paper.when(plan.due)) if plan.due else ""
        lines.append([_plain(_stopped(", ".join(part for part in (paper.text(plan.now), due) if part)))])
    lines.append([_strong(paper.text(today.because))])
    if emergency is not None:
        lines.append([_plain(_stopped(_now(paper)))])
    return {"headline": headline, "lines": [*(line for line in lines if line[0]["text"]), *_decided(paper)]}


def _stopped(text: str) -> str:
    """Return a sentence with its full stop."""
    return f"{text}." if text and text[-1] not in ".!?" else text


def _decided(paper: Paper) -> list[list[Piece]]:
    """Return what the signer changed or rejected of what is shown."""
    rows = signature(paper.page)["decided"]["rows"]
    told = [" · ".join(row[key] for key in ("title", "version", "reason") if row[key]) for row in rows]
    return paper.most([[_strong(f"{row['word']} "), _plain(text)] for row, text in zip(rows, told, strict=True)])


def _now(paper: Paper) -> str:
    """Return the value that the emergency rule is about; that nobody measured is said."""
    emergency = paper.today.emergency
    if emergency is None:
        return ""
    fact = next((fact for fact in paper.summary.facts if fact.fact == emergency.fact), None)
    limit = next((one for one in paper.today.limits if emergency.fact in one.facts), None)
    label = paper.text(fact.label if fact is not None else limit.label if limit is not None else {})
    if not emergency.now:
        return paper.pair(label, paper.word("not-measured")) if label else paper.word("not-measured")
    when = paper.when(emergency.when)
    return f"{label} {paper.text(emergency.now)}".strip() + (f" ({when})" if when else "")


def _background(paper: Paper) -> Row:
    today = paper.today
    lines = [[_plain(line)] for line in identity_block(paper.page)["tumours"]]
    for plan in today.plans:
        intent = [paper.text(plan.intent), paper.text(plan.line)]
        told = paper.word("intent", intent=", ".join(part for part in intent if part)) if any(intent) else ""
        lines.append(
            [
                _strong(f"{_stopped(told)} " if told else ""),
                _plain(paper.text(plan.regimen)),
                _soft(_sourced(paper, plan.provenance, plan.ordered)),
                _plain("." if plan.known else f". {paper.text(plan.note) or paper.word('no-limits')}"),
            ]
        )
    medicines = next((fact for fact in paper.summary.facts if fact.fact == "medicines"), None)
    if medicines is not None and medicines.value:
        label = say("report.page.medicines", paper.language)
        lines.append([_plain(paper.pair(label, paper.short(medicines.text)))])
    drugs = {dose.drug: paper.text(dose.name) for cycle in today.cycles for dose in cycle.doses}
    shown = today.cycles[-paper.cut.cycles :]
    left = len(today.cycles) - len(shown)
    heads = [paper.word("heads.cycle"), *drugs.values(), paper.word("heads.support"), paper.word("heads.reason")]
    notes = [[_plain(f"{paper.word('planned-given')} {_sums(paper)}")]] if today.cycles else []
    return {
        "lines": lines,
        "heads": heads,
        "rows": [_cycle(paper, one, tuple(drugs)) for one in shown],
        "more": paper.word("more.cycles", count=left) if left else "",
        "notes": notes if today.cycles else [[_plain(paper.word("no-cycles"))]],
    }


def _cycle(paper: Paper, one: CycleShown, drugs: Sequence[str]) -> Row:
    by_drug = {dose.drug: dose for dose in one.doses}
    number = "?" if one.number is None else str(one.number)
    state = "" if one.state is CycleState.GIVEN else paper.text(one.state_text)
    notes = [paper.text(dose.note) for dose in one.doses if dose.note]
    reason = joined((part for part in (state, paper.short(one.reason), *notes) if part), paper.language)
    cells = [
        f"{number} · {paper.when(one.date) or '–'}",
        *(_dose(paper, by_drug[drug]) if drug in by_drug else "–" for drug in drugs),
        paper.short(one.support) or "–",
        reason or "–",
    ]
    return {"cells": cells, "grave": False}


def _dose(paper: Paper, one: DoseShown) -> str:
    """Return planned → given with its share; a dose that was ordered and not given yet says so."""
    planned, given = paper.text(one.planned_text), paper.text(one.given_text)
    if given:
        share = "" if one.percent is None or not one.given else f", {_per_cent(paper, one.percent)}"
        number, _, unit = planned.rpartition("\u00a0")
        same = bool(number) and given.endswith(f"\u00a0{unit}")
        return f"{number if same else planned} → {given}{share}" if planned else f"{given}{share}"
    if one.ordered is not None:
        return paper.word("ordered", planned=planned or "–", ordered=paper.text(one.ordered_text))
    return planned or "–"


def _per_cent(paper: Paper, percent: int) -> str:
    return say("today.per-cent", paper.language, {"percent": percent})


def _sums(paper: Paper) -> str:
    """Return what was given of each drug so far, its maximum and what is not counted, and the body surface."""
    sums = [_sum(paper, one) for one in paper.today.cumulative]
    if not sums:
        return ""
    told = paper.word("given-so-far", sums=joined(sums, paper.language))
    limits = list(dict.fromkeys(paper.text(one.limit) for one in paper.today.cumulative if one.limit))
    parts = [told, *(limits if len(limits) == 1 else ()), paper.text(paper.today.surface)]
    return ". ".join(part.rstrip(".") for part in parts if part) + "."


def _sum(paper: Paper, one: Cumulative) -> str:
    per_m2 = f" ({paper.text(one.per_m2_text)})" if one.per_m2_text else ""
    least = "" if one.complete else f"{say('today.incomplete', paper.language)} "
    note = f", {paper.text(one.note)}" if one.note else ""
    return f"{paper.text(one.name)} {least}{paper.text(one.text)}{per_m2}{note}"


def _assessment(paper: Paper) -> Row:
    """Return every limit, worst first; where there is no room those that are go are counted, never the others first."""
    today = paper.today
    order = list(Verdict)  # worst first
    open_ones = sorted((o for o in today.limits if o.verdict is not Verdict.GO), key=lambda o: order.index(o.verdict))
    go = [one for one in today.limits if one.verdict is Verdict.GO]
    shown = [*open_ones[: paper.cut.checks], *go[: paper.cut.go]]
    notes = [
        paper.word("more.rows", count=len(open_ones) - paper.cut.checks) if len(open_ones) > paper.cut.checks else "",
        paper.word("more.checks", count=len(go) - paper.cut.go) if len(go) > paper.cut.go else "",
    ]
    version = today.limits_version
    limit = paper.word("heads.limit", version=version) if version else paper.word("heads.limit-plain")
    versions = {one.ctcae for one in today.limits if one.ctcae}
    ctcae = versions.pop() if len(versions) == 1 else ""
    value = paper.word("heads.value-grade", version=ctcae) if ctcae else paper.word("heads.value")
    heads = [paper.word("heads.check"), value, limit]
    heads += [paper.word(f"heads.{key}") for key in ("when", "source", "verdict")]
    counts = [
        say(f"today.counts.{one.value}.{'one' if count == 1 else 'many'}", paper.language, {"count": count})
        for one in Verdict
        if (count := today.count(one))
    ]
    lines = [[_plain(joined(counts, paper.language, ", ") + ".")]] if counts else [[_strong(paper.word("no-limits"))]]
    events = [f"{paper.text(one.text)} ({paper.when(one.when)})" for one in today.toxicities[: paper.cut.lines]]
    if events:
        lines.append([_plain(paper.word("toxicities", events=joined(events, paper.language)))])
    left = len(today.toxicities) - len(events)
    if left:
        notes.append(paper.word("more.lines", count=left))
    return {
        "heads": heads,
        "rows": [_check(paper, one, ctcae) for one in shown],
        "more": " · ".join(note for note in notes if note),
        "lines": lines,
    }


def _check(paper: Paper, one: Limit, ctcae: str) -> Row:
    value, grade = paper.text(one.value), paper.text(one.grade)
    grade = "" if grade.split() == value.split() else (grade[:1].lower() + grade[1:]).replace(" ", "\u00a0")
    if grade and one.ctcae != ctcae:
        grade = f"{grade} ({one.ctcae})"
    value = value or say("today.unknown-plain", paper.language)
    if one.verdict is Verdict.UNKNOWN and one.why:
        why = paper.short(one.why)
        value = f"{value} · {why}" if one.value else say("today.unknown", paper.language, {"why": why})
    limit = paper.text(one.limit)
    if one.action and one.verdict is not Verdict.GO:
        limit = f"{limit} · {paper.short(one.action)}"
    cells = [
        paper.text(one.label),
        ", ".join(part for part in (value, grade) if part),
        limit or "–",
        paper.when(one.when) or "–",
        paper.short(one.source) or "–",
        paper.word(f"verdict.{one.verdict.value}"),
    ]
    return {"cells": cells, "sign": _SIGNS[one.verdict], "grave": one.verdict in _GRAVE}


def _request(paper: Paper) -> Row:
    today = paper.today
    lines: list[list[Piece]] = []
    if today.released_by:
        shown = today.released_by[: paper.cut.lines]
        left = len(today.released_by) - len(shown)
        marks = {True: "✓", False: "✗", None: "?"}
        told = [f"{marks[one.met]} {paper.short(one.text)}" for one in shown]
        told += [paper.word("more.lines", count=left)] if left else []
        lines.append([_strong(f"{paper.word('releases')} "), _plain(joined(told, paper.language) + ".")])
    if today.otherwise:
        condition, colon, rest = paper.text(today.otherwise).partition(":")
        lines.append([_strong(condition + colon), _plain(_stopped(rest))])
    if today.release_note:
        lines.append([_plain(_stopped(paper.short(today.release_note)))])
    emergency = today.emergency
    if emergency is not None:
        rest = " ".join(part for part in (paper.text(emergency.also), paper.text(emergency.deadline)) if part)
        rule = f"{paper.word('emergency')} {paper.text(emergency.text)}"
        call = f" {_stopped(_call(paper, emergency.call))}" if emergency.call is not None else ""
        lines.append([_strong(rule), _plain(f" {_stopped(rest)}" if rest else ""), _strong(call)])
    others = [one for one in today.contacts if emergency is None or one != emergency.call]
    if others or not today.contacts:
        lines.append(_told(paper, "call", [_call(paper, one) for one in others], "no-calls"))
    lines.append(_told(paper, "next", [_next(paper, one) for one in today.next], "no-next"))
    wishes = [one for one in today.goals if one.kind != _LIMITS]
    for one in wishes[: paper.cut.lines]:
        label = paper.pair(paper.text(one.label), "")
        lines.append([_strong(label), _plain(paper.short(one.text)), _soft(_sourced(paper, one.provenance, one.date))])
    if not today.goals:
        lines.append([_plain(paper.word("no-goals"))])
    left = len(wishes) - paper.cut.lines
    return {"lines": lines, "more": paper.word("more.lines", count=left) if left > 0 else ""}


def _told(paper: Paper, key: str, parts: Sequence[str], none: str) -> list[Piece]:
    """Return a list in one sentence; what is left out is counted, and that nothing is recorded is said."""
    if not parts:
        return [_plain(paper.word(none))]
    left = len(parts) - paper.cut.lines
    told = [*parts[: paper.cut.lines], *([paper.word("more.lines", count=left)] if left > 0 else [])]
    return [_strong(f"{paper.word(key)} "), _plain(joined(told, paper.language) + ".")]


def _call(paper: Paper, one: Contact) -> str:
    name = f" {one.name}" if one.name else ""
    hours = f" ({paper.short(one.hours)})" if one.hours else ""
    return f"{paper.text(one.role)}{name} {one.phone}{hours}"


def _next(paper: Paper, one: Appointment) -> str:
    parts = [paper.when(one.date), paper.short(one.text)]
    told = " ".join(part for part in parts if part)
    extra = ", ".join(part for part in (one.who, paper.text(one.state)) if part)
    return f"{told}, {extra}" if extra else told


def _open(paper: Paper) -> Row:
    """Return the open tests with their owner; a test that nobody owns says so."""
    tests = paper.today.open_tests
    shown = tests[: paper.cut.tests]
    left = len(tests) - len(shown)
    rows = [
        {
            "cells": [
                paper.short(one.text),
                paper.short(one.why) or "–",
                paper.when(one.due) or "–",
                one.owner or paper.word("no-owner"),
                paper.text(one.state) or "–",
            ],
            "grave": False,
        }
        for one in shown
    ]
    return {
        "heads": [paper.word(f"heads.{key}") for key in ("test", "why", "due", "owner", "state")],
        "rows": rows,
        "lines": [] if tests else [[_plain(paper.word("no-tests"))]],
        "more": paper.word("more.tests", count=left) if left else "",
    }


PARTS: Final[Mapping[str, Callable[[Paper], Row]]] = {
    "identify": _identify,
    "situation": _situation,
    "background": _background,
    "assessment": _assessment,
    "request": _request,
    "open": _open,
}
