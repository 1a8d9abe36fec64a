"""Findings: one row for each result or forecast, with interval and scope; and why others have none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from bedside_app.domain.fact import FactId
from bedside_app.domain.summary import FoundState, ShownFinding, Summary, UsedValue
from bedside_app.foundation.words import number
from bedside_app.report.phrases import unit_text
from bedside_app.ui.viewmodels.notices import Notice
from bedside_app.ui.viewmodels.patient.screens.survival import (
    HORIZONS,
    People,
    horizon_of,
    people_of,
    survival_values,
)
from bedside_app.ui.viewmodels.shown import CaseShown, Figure, Sign, SourceRef, spoken_of

__all__ = [
    "Bar",
    "FindingDetail",
    "FindingRow",
    "Findings",
    "finding_count",
    "finding_detail",
    "finding_key",
    "findings_of",
    "rows_of",
]

_HARD: Final = "\u00a0"
_LEAST: Final = 5e-4  # a contribution that three decimals would show as 0
_SIGNS: Final = {FoundState.MISSING: "missing", FoundState.REFUSED: "refused", FoundState.FAILED: "failed"}


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRow:
    """A finding in two lines: title and figure, scope and interval. Without a number, `figure` says so in words."""

    key: str
    title: str
    sign: Sign
    scope: str
    figure: Figure
    interval: str
    why: bool = False
    spoken: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """What one input adds to a score, in the pack's own unit."""

    label: str
    value: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingDetail:
    """A finding opened: the hundred people, what each input adds, what it means, and what it assumes."""

    row: FindingRow
    people: People | None
    bars: tuple[Bar, ...]
    inputs: tuple[tuple[str, str], ...]
    uncertainty: str
    conditions: tuple[str, ...]
    citations: tuple[str, ...]
    pack: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """The section. `horizons` are those that a forecast of this patient has; empty where none has any."""

    rows: tuple[FindingRow, ...]
    without: tuple[Notice, ...]
    horizons: tuple[tuple[int, str], ...]
    horizon: int
    caption: str
    empty: str = ""


def finding_key(one: ShownFinding) -> str:
    """Return what names a finding: a forecast is one finding, whatever its horizons."""
    horizon = horizon_of(one.output)
    return "|".join((one.primary, one.pack, one.arm, "" if horizon else one.output))


def _grouped(findings: Sequence[ShownFinding]) -> dict[str, list[ShownFinding]]:
    groups: dict[str, list[ShownFinding]] = {}
    for one in findings:
        groups.setdefault(finding_key(one), []).append(one)
    return groups


def finding_count(summary: Summary) -> int:
    """Return how many findings the section shows, those without a result too."""
    return len(_grouped(summary.findings))


def findings_of(case: CaseShown, *, horizon: int = 10) -> Findings:
    """Return the section at one horizon (5, 10 or 15 years, the nearest that the forecasts have)."""
    summary = case.summary
    if summary is None:
        waits = case.say("state.computing-section")
        return Findings(rows=(), without=(), horizons=(), horizon=horizon, caption="", empty=waits)
    years = {found[1] for one in summary.findings if (found := horizon_of(one.output))}
    offered = tuple(one for one in HORIZONS if one in years)
    chosen = (
        horizon if horizon in offered else (min(offered, key=lambda one: abs(one - horizon)) if offered else horizon)
    )
    rows = rows_of(case, horizon=chosen)
    without = tuple(_notice(case, one) for one in summary.findings if one.state is not FoundState.DONE)
    return Findings(
        rows=rows,
        without=without,
        horizons=tuple((one, case.say("findings.years", years=one)) for one in offered),
        horizon=chosen,
        caption=case.say("findings.caption", done=len(rows), without=len(without)),
        empty="" if rows or without else case.say("findings.empty"),
    )


def rows_of(case: CaseShown, *, horizon: int = 10) -> tuple[FindingRow, ...]:
    """Return the findings that have a result, the forecasts first."""
    if case.summary is None:
        return ()
    done = [one for one in case.summary.findings if one.state is FoundState.DONE]
    groups = _grouped(done)
    rows = [(horizon_of(group[0].output) is None, _row(case, group, horizon)) for group in groups.values()]
    return tuple(row for _, row in sorted(rows, key=lambda item: item[0]) if row is not None)


def _row(case: CaseShown, group: Sequence[ShownFinding], horizon: int) -> FindingRow | None:
    if horizon_of(group[0].output) is None:
        return _plain_row(case, group[0])
    return _forecast_row(case, group, horizon)


def _sign(case: CaseShown, one: ShownFinding) -> Sign:
    if one.provided:
        return case.sign("condition", case.say("findings.conditional"))
    return case.sign("in-scope")


def _plain_row(case: CaseShown, one: ShownFinding) -> FindingRow:
    title, text, interval = case.text(one.label), case.text(one.text), case.text(one.interval_text)
    sign = _sign(case, one)
    scope = _scope(case, one)
    ref = SourceRef("finding", finding_key(one), one.output)
    spoken = spoken_of([case.pair(title, text), interval, sign.word, scope])
    figure = Figure(text=text, source=ref, spoken=case.pair(title, text))
    return FindingRow(
        key=finding_key(one), title=title, sign=sign, scope=scope, figure=figure, interval=interval, spoken=spoken
    )


def _forecast_row(case: CaseShown, group: Sequence[ShownFinding], horizon: int) -> FindingRow | None:
    """Write survival at the horizon: surgery alone, or surgery alone → under the plan."""
    by_arm = {
        found[2]: one
        for one in group
        if (found := horizon_of(one.output)) and found[1] == horizon and "survival" in found[0]
    }
    base, treated = by_arm.get("untreated"), by_arm.get("treated")
    one = treated or base
    if one is None:
        return None
    plan = case.text(one.arm_text)
    title = case.say("findings.alive-with" if plan else "findings.alive", years=horizon, plan=plan)
    both = plan and base is not None and treated is not None
    text = f"{_bare(case, base)} → {case.text(one.text)}" if both and base is not None else case.text(one.text)
    ref = SourceRef("finding", finding_key(one), one.output)
    sign, interval, scope = _sign(case, one), case.text(one.interval_text), _scope(case, one)
    return FindingRow(
        key=finding_key(one),
        title=title,
        sign=sign,
        scope=scope,
        figure=Figure(text=text, source=ref, spoken=case.pair(title, text)),
        interval=interval,
        spoken=spoken_of([case.pair(title, text), interval, sign.word, scope]),
    )


def _bare(case: CaseShown, one: ShownFinding) -> str:
    """Write the figure before an arrow without the unit that follows it."""
    return case.text(one.text).removesuffix("%").rstrip("\u00a0\u202f ")


def _scope(case: CaseShown, one: ShownFinding) -> str:
    parts = [case.text(one.title), *(case.say("findings.only-if", condition=case.text(p)) for p in one.provided)]
    return " · ".join(dict.fromkeys(part for part in parts if part))


def _notice(case: CaseShown, one: ShownFinding) -> Notice:
    status = _SIGNS[one.state]
    title = case.text(one.title) + (f", {case.text(one.arm_text)}" if one.arm_text else "")
    return Notice(
        key=finding_key(one),
        title=title,
        sign=case.sign(status),
        why=case.text(one.scope),
        to_do=case.say(f"findings.do.{status}"),
        aside=case.say(f"findings.aside.{status}"),
        action=case.say(f"findings.action.{status}"),
        facts=one.missing,
    )


def finding_detail(case: CaseShown, key: str, *, horizon: int = 10) -> FindingDetail | None:
    """Return one finding opened, None where the summary of the day has no such result."""
    if case.summary is None:
        return None
    group = [one for one in case.summary.findings if finding_key(one) == key and one.state is FoundState.DONE]
    row = _row(case, group, horizon) if group else None
    if row is None:
        return None
    one = next((one for one in group if row.figure.source and one.output == row.figure.source.part), group[0])
    return FindingDetail(
        row=row,
        people=_people(case, group, one, horizon),
        bars=tuple(_bars(case, one)),
        inputs=tuple(_inputs(case, one)),
        uncertainty=case.text(one.uncertainty),
        conditions=tuple(case.text(words) for words in one.provided),
        citations=one.citations,
        pack=case.say("findings.pack", title=case.text(one.title), version=one.version),
    )


def _people(case: CaseShown, group: Sequence[ShownFinding], one: ShownFinding, horizon: int) -> People | None:
    if horizon_of(one.output) is None:
        return None
    ref = SourceRef("finding", finding_key(one), one.output)
    values = survival_values(group, horizon)
    return people_of(case, values, horizon, case.text(one.arm_text), case.text(one.interval_text), ref)


def _bars(case: CaseShown, one: ShownFinding) -> Iterator[Bar]:
    """Yield the exact contributions, the largest first; those that add nothing are left out."""
    labels = {used.name: _input_label(case, used) for used in one.inputs}
    for name, value in sorted(one.contributions.items(), key=lambda item: -abs(item[1])):
        if abs(value) >= _LEAST:
            text = ("+" if value > 0 else "") + number(value, case.language, 3)
            yield Bar(label=labels.get(name, name.replace("_", " ")), value=value, text=text)


def _inputs(case: CaseShown, one: ShownFinding) -> Iterator[tuple[str, str]]:
    for used in one.inputs:
        value = _input(case, used)
        yield _input_label(case, used), case.say("findings.assumed", value=value) if used.assumed else value


def _input_label(case: CaseShown, used: UsedValue) -> str:
    """Return the label of an input; a treatment that a pack counts has its word here."""
    return case.say_or(f"findings.treatment.{used.name}", case.text(used.label))


def _input(case: CaseShown, used: UsedValue) -> str:
    """Write a value with the unit that the pack took it in; a code by its words."""
    value = used.value
    if isinstance(value, bool):
        return case.say("findings.yes" if value else "findings.no")
    entry = case.entry(FactId(used.name))
    if entry is not None and entry.answers:
        return entry.answer_label(value, case.language)
    if not isinstance(value, int | float):
        return case.say_or(f"findings.value.{value}", value)
    unit = unit_text(used.unit, case.language) if used.unit not in ("", "1") else ""
    return f"{number(value, case.language)}{_HARD}{unit}" if unit else number(value, case.language)
