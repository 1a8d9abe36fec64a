"""What stands in each part of the hand-over in one language: plain text, nothing left to decide for the template."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from bedside_app.domain.fact import Scalar
from bedside_app.domain.today import (
    Appointment,
    Contact,
    Cumulative,
    CycleShown,
    CycleState,
    DoseShown,
    Limit,
    Verdict,
)
from bedside_app.foundation.words import number, say
from bedside_app.report.handover_paper import DAY, Paper, Piece, capital, plain, soft, stopped, strong
from bedside_app.report.page.sheet import identity_block
from bedside_app.report.page.signature import signature
from bedside_app.report.parts.today.care import pharmacy_text
from bedside_app.report.parts.today.told import phone_text
from bedside_app.report.phrases import joined

__all__ = ["PARTS"]

Row = dict[str, Any]
_ECOG: Final = "ecog"
_LIMITS: Final = "limits"
_SIGNS: Final = {Verdict.HOLD: "pause", Verdict.UNKNOWN: "?", Verdict.REDUCE: "↓", Verdict.GO: "✓"}
_GRAVE: Final = frozenset({Verdict.HOLD, Verdict.UNKNOWN})


def _identify(paper: Paper) -> Row:
    """Return who it is, ECOG, and how far treatment goes: the limits of care in the words of their source."""
    block = identity_block(paper.page)
    rows = [row for row in block["rows"] if row[0] != say("report.page.medicines", paper.language)]
    ecog = next((fact for fact in paper.summary.facts if fact.fact == _ECOG and fact.value is not None), None)
    if ecog is not None:
        rows.append([paper.word("ecog"), f"{_code(paper, ecog.value)} ({paper.when(ecog.date)})"])
    limits = [one for one in paper.today.goals if one.kind == _LIMITS]
    lines = [
        [
            soft(f"{paper.word('care')} "),
            strong(paper.short(one.text)),
            soft(paper.sourced(one.provenance, one.date)),
        ]
        for one in limits
    ]
    return {"name": block["name"], "rows": rows, "lines": paper.most(lines)}


def _code(paper: Paper, value: Scalar | None) -> str:
    """Return a grade as wards say it: its number alone."""
    return number(value, paper.language) if isinstance(value, int | float) else str(value)


def _situation(paper: Paper) -> Row:
    today = paper.today
    headline = paper.text(today.headline).rstrip(".")
    if paper.summary.signed is None:
        headline = paper.word("open-decision", headline=headline)
    lines: list[list[Piece]] = []
    emergency = today.emergency
    if emergency is not None and emergency.happening:
        lines.append([strong(f"{paper.word('act-first')} {paper.text(emergency.text)}")])
    for plan in today.plans:
        due = paper.word("due", day=paper.when(plan.due)) if plan.due else ""
        lines.append([plain(stopped(paper.text(plan.now) or due))])
    lines.append([strong(paper.text(today.because))])
    if emergency is not None:
        lines.append([plain(stopped(_now(paper)))])
    return {"headline": headline, "lines": [*(line for line in lines if line[0]["text"]), *_decided(paper)]}


def _decided(paper: Paper) -> list[list[Piece]]:
    """Return what the signer changed or rejected of what is shown."""
    rows = signature(paper.page)["decided"]["rows"]
    told = [" · ".join(row[key] for key in ("title", "version", "reason") if row[key]) for row in rows]
    return paper.most([[strong(f"{row['word']} "), plain(text)] for row, text in zip(rows, told, strict=True)])


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
    lines = [[plain(line)] for line in identity_block(paper.page)["tumours"]]
    for plan in today.plans:
        line = paper.text(plan.line)
        intent = [paper.text(plan.intent), line[:1].lower() + line[1:]]
        told = paper.word("intent", intent=", ".join(part for part in intent if part)) if any(intent) else ""
        lines.append(
            [
                strong(f"{stopped(told)} " if told else ""),
                plain(paper.text(plan.regimen)),
                soft(paper.sourced(plan.provenance, plan.ordered)),
                plain("." if plan.known else f". {paper.text(plan.note) or paper.word('no-limits')}"),
            ]
        )
    medicines = next((fact for fact in paper.summary.facts if fact.fact == "medicines"), None)
    if medicines is not None and medicines.value:
        label = say("report.page.medicines", paper.language)
        lines.append([plain(paper.pair(label, paper.short(medicines.text)))])
    drugs = {dose.drug: paper.text(dose.name) for cycle in today.cycles for dose in cycle.doses}
    shown = today.cycles[-paper.cut.cycles :]
    left = len(today.cycles) - len(shown)
    heads = [paper.word("heads.cycle"), *drugs.values(), paper.word("heads.support"), paper.word("heads.reason")]
    notes = [[plain(f"{paper.word('planned-given')} {_sums(paper)}")]] if today.cycles else []
    return {
        "lines": lines,
        "heads": heads,
        "rows": [_cycle(paper, one, tuple(drugs)) for one in shown],
        "more": paper.word("more.cycles", count=left) if left else "",
        "notes": notes if today.cycles else [[plain(paper.word("no-cycles"))]],
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
        say(f"today.counts.{one}.{'one' if count == 1 else 'many'}", paper.language, {"count": count})
        for one, count in today.counts()
    ]
    lines = [[plain(joined(counts, paper.language, ", ") + ".")]] if counts else [[strong(paper.word("no-limits"))]]
    for one in open_ones[: paper.cut.lines]:
        if one.verdict is Verdict.REDUCE and one.why:
            word = paper.word(f"verdict.{'settled' if one.settled else one.verdict.value}")
            lines.append([strong(paper.pair(word, "")), plain(stopped(paper.short(one.why)))])
    lines += _toxicities(paper)
    return {
        "heads": heads,
        "rows": [_check(paper, one, ctcae) for one in shown],
        "more": " · ".join(note for note in notes if note),
        "lines": lines,
    }


def _toxicities(paper: Paper) -> list[list[Piece]]:
    """Return the adverse events that no limit is about; what is left out is counted."""
    places = {place for one in paper.today.limits for place in one.provenance}
    events = [one for one in paper.today.toxicities if not places & set(one.provenance)]
    if not events:
        return []
    told = [f"{paper.text(one.text)} ({paper.when(one.when[:DAY])})" for one in events]
    return [[plain(paper.word("toxicities", events=stopped(paper.as_many(told))))]]


def _check(paper: Paper, one: Limit, ctcae: str) -> Row:
    value, grade = paper.text(one.value), paper.text(one.grade)
    grade = "" if grade.split() == value.split() else (grade[:1].lower() + grade[1:]).replace(" ", "\u00a0")
    if grade and one.ctcae != ctcae:
        grade = f"{grade} ({one.ctcae})"
    needs = paper.short(one.needs or one.why) if one.verdict is Verdict.UNKNOWN else ""
    value = value or paper.word("heads.unknown")
    limit = " · ".join(part for part in (paper.text(one.limit), needs) if part)
    cells = [
        paper.text(one.label),
        ", ".join(part for part in (value, grade) if part),
        limit or "–",
        paper.when(one.when) or "–",
        capital(paper.short(one.source)) or "–",
        paper.word(f"verdict.{'settled' if one.settled else one.verdict.value}"),
    ]
    sign = _SIGNS[Verdict.GO if one.settled else one.verdict]
    return {"cells": cells, "sign": sign, "grave": one.verdict in _GRAVE}


def _request(paper: Paper) -> Row:
    today = paper.today
    lines = [[strong(_asked(paper))]]
    if today.released_by:
        marks = {True: "✓", False: "✗", None: "?"}
        told = [f"{marks[one.met]} {paper.short(one.text)}" for one in today.released_by]
        lines.append([strong(f"{paper.word('releases')} "), plain(stopped(paper.as_many(told)))])
    unknown = [paper.text(one.label) for one in today.limits if one.verdict is Verdict.UNKNOWN]
    if unknown:
        lines.append([strong(f"{paper.word('needed')} "), plain(stopped(paper.as_many(unknown)))])
    if today.otherwise:
        condition, colon, rest = paper.text(today.otherwise).partition(":")
        lines.append([strong(condition + colon), plain(stopped(rest))])
    if today.release_note:
        lines.append([plain(stopped(paper.short(today.release_note)))])
    emergency = today.emergency
    if emergency is not None:
        rest = " ".join(stopped(paper.text(part)) for part in (emergency.also, emergency.deadline) if part)
        rule = f"{paper.word('emergency')} {stopped(paper.text(emergency.text))}"
        call = f" {stopped(_call(paper, emergency.call))}" if emergency.call is not None else ""
        lines.append([strong(rule), plain(f" {rest}" if rest else ""), strong(call)])
    others = [one for one in today.contacts if emergency is None or one != emergency.call]
    if others or not today.contacts:
        lines.append(_told(paper, "call", [_call(paper, one) for one in others], "no-calls"))
    lines.append(_told(paper, "next", [_next(paper, one) for one in today.next], "no-next"))
    wishes = [one for one in today.goals if one.kind != _LIMITS]
    for one in wishes[: paper.cut.lines]:
        label = paper.pair(paper.text(one.label), "")
        lines.append([strong(label), plain(paper.short(one.text)), soft(paper.sourced(one.provenance, one.date))])
    if not today.goals:
        lines.append([plain(paper.word("no-goals"))])
    left = len(wishes) - paper.cut.lines
    return {"lines": lines, "more": paper.word("more.lines", count=left) if left > 0 else ""}


def _asked(paper: Paper) -> str:
    """Return what is asked of who takes over, in one sentence; the pharmacy is told where what is made up changes."""
    today = paper.today
    limit = next((one for one in today.limits if one.verdict is today.verdict), None)
    action = paper.text(limit.action) if limit is not None else ""
    known = action or today.verdict in (Verdict.GO, Verdict.UNKNOWN)
    asked = paper.word(f"asked.{today.verdict.value if known else 'decide'}", action=capital(action))
    tell = paper.text(pharmacy_text(today))
    return " ".join([asked, *([stopped(tell)] if tell else [])])


def _told(paper: Paper, key: str, parts: Sequence[str], none: str) -> list[Piece]:
    """Return a list in one sentence; what is left out is counted, and that nothing is recorded is said."""
    if not parts:
        return [plain(paper.word(none))]
    return [strong(f"{paper.word(key)} "), plain(stopped(paper.as_many(parts)))]


def _call(paper: Paper, one: Contact) -> str:
    phone = phone_text(one.phone, paper.language) or say("today.no-number", paper.language)
    hours = f" ({paper.short(one.hours)})" if one.hours else ""
    name = f" {one.name}," if one.name else ""
    return f"{paper.text(one.role)}{name} {phone}{hours}"


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
        "lines": [] if tests else [[plain(paper.word("no-tests"))]],
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
