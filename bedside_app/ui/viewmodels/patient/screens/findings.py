"""Findings: one row for each result or forecast, with interval and scope; and why others have none.

First stands what bears on today's question, the rest by the question that it answers. Models made for other tumours
are counted and folded away.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bedside_app.domain.fact import FactId
from bedside_app.domain.summary import FoundState, ShownFinding, Summary
from bedside_app.foundation.words import say
from bedside_app.inference.packs.find import Pack
from bedside_app.ui.viewmodels.notices import Notice
from bedside_app.ui.viewmodels.patient.screens.finding_meaning import meaning_of
from bedside_app.ui.viewmodels.patient.screens.model_card import TASKS, outputs_of, packs_of
from bedside_app.ui.viewmodels.patient.screens.survival import HORIZONS, horizon_of
from bedside_app.ui.viewmodels.shown import CaseShown, Figure, Sign, SourceRef, label_of, spoken_of

__all__ = [
    "FindingGroup",
    "FindingRow",
    "Findings",
    "finding_count",
    "finding_key",
    "findings_of",
    "grouped",
    "notice_of",
    "row_of",
    "rows_of",
]

_OF_A_PLAN: Final = ("overall_survival", "benefit")
_TODAY, _OTHER, _ELSEWHERE = "today", "other", "elsewhere"
_ORDER: Final = (FoundState.FAILED, FoundState.DONE, FoundState.MISSING, FoundState.REFUSED)
_SIGNS: Final = {FoundState.MISSING: "missing", FoundState.REFUSED: "refused", FoundState.FAILED: "failed"}


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRow:
    """A finding in two lines: title and figure, scope and interval. Without a number, `figure` says so in words.

    A finding without a number takes one line: `needs` says what it lacks, `wants` is the first fact of it. `meaning` is
    what the value itself says, None where nothing judges it.
    """

    key: str
    title: str
    sign: Sign
    scope: str
    figure: Figure
    interval: str
    needs: str = ""
    wants: FactId | None = None
    meaning: Sign | None = None
    spoken: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingGroup:
    """The findings that answer one question. A `folded` group shows its title and count until somebody opens it."""

    key: str
    title: str
    rows: tuple[FindingRow, ...]
    folded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """The section. `horizons` are those that a forecast of this patient has; empty where none has any."""

    groups: tuple[FindingGroup, ...]
    horizons: tuple[tuple[int, str], ...]
    horizon: int
    caption: str
    empty: str = ""

    @property
    def rows(self) -> tuple[FindingRow, ...]:
        """Every row in the order of the list."""
        return tuple(row for group in self.groups for row in group.rows)


def finding_key(one: ShownFinding) -> str:
    """Return what names a finding: a forecast is one finding whatever its horizons, survival with its gains is one."""
    return "|".join((one.primary, one.pack, one.arm, _subject(one.output)))


def _subject(output: str) -> str:
    """Return what an output is about, "" for survival under a plan and what each treatment adds to it."""
    horizon = horizon_of(output)
    if horizon is None:
        return output
    stem, _, arm = horizon
    if arm and stem in _OF_A_PLAN:
        return ""
    return f"{stem}_{arm}" if arm else stem


def grouped(findings: Sequence[ShownFinding], packs: Mapping[str, Pack] | None = None) -> dict[str, list[ShownFinding]]:
    """Return the outputs of each finding by its key; with `packs` only those that a pack's card puts first."""
    groups: dict[str, list[ShownFinding]] = {}
    for one in findings:
        groups.setdefault(finding_key(one), []).append(one)
    if packs is None:
        return groups
    return {key: group for key, group in groups.items() if any(_stands_first(one, packs) for one in group)}


def _stands_first(one: ShownFinding, packs: Mapping[str, Pack]) -> bool:
    pack = packs.get(one.pack)
    return pack is None or not one.output or not pack.card.headline or one.output in pack.card.headline


def finding_count(summary: Summary) -> int:
    """Return how many findings bear on this patient, those without a result too; models for other tumours do not."""
    packs = packs_of(summary)
    return sum(not _elsewhere(summary, group[0], packs) for group in grouped(summary.findings, packs).values())


def findings_of(case: CaseShown, *, horizon: int = 10) -> Findings:
    """Return the section at one horizon (5, 10 or 15 years, the nearest that the forecasts have)."""
    summary = case.summary
    if summary is None:
        return Findings(groups=(), horizons=(), horizon=horizon, caption="", empty=case.say("state.computing-section"))
    years = {found[1] for one in summary.findings if (found := horizon_of(one.output))}
    offered = tuple(one for one in HORIZONS if one in years)
    chosen = (
        horizon if horizon in offered else (min(offered, key=lambda one: abs(one - horizon)) if offered else horizon)
    )
    groups = tuple(_groups(case, summary, chosen))
    done = sum(row.figure.source is not None for group in groups for row in group.rows)
    without = sum(row.figure.source is None for group in groups if not group.folded for row in group.rows)
    return Findings(
        groups=groups,
        horizons=tuple((one, case.say("findings.years", years=one)) for one in offered),
        horizon=chosen,
        caption=case.say("findings.caption", done=done, without=without),
        empty="" if groups else case.say("findings.empty"),
    )


def _groups(case: CaseShown, summary: Summary, horizon: int) -> Iterator[FindingGroup]:
    """Yield today's question, then the other questions, then what was made for other tumours."""
    packs, asked = packs_of(summary), _Asked.by(summary)
    found: dict[str, list[tuple[tuple[bool, bool, int], FindingRow]]] = {}
    for group in grouped(summary.findings, packs).values():
        row, one = row_of(case, group, horizon), group[0]
        if row is not None:
            order = (one.state is not FoundState.FAILED, horizon_of(one.output) is None, _ORDER.index(one.state))
            found.setdefault(_question(summary, one, packs, asked), []).append((order, row))
    for key in (_TODAY, *TASKS, _OTHER, _ELSEWHERE):
        if key in found:
            rows = tuple(row for _, row in sorted(found[key], key=lambda item: item[0]))
            title = say(f"model_card.groups.{key}", case.language)
            yield FindingGroup(key=key, title=title, rows=rows, folded=key == _ELSEWHERE)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What today's answer rests on: packs that forecast its options, and facts that its rules ask for."""

    packs: frozenset[str]
    facts: frozenset[FactId]

    @classmethod
    def by(cls, summary: Summary) -> _Asked:
        """Return what the summary's flags, steps, options and exclusions ask for."""
        facts: set[FactId] = {fact for flag in summary.flags for fact in flag.facts}
        facts |= {fact for step in summary.steps for fact in (*step.missing, *step.awaits)}
        facts |= {fact for one in summary.exclusions for reason in one.reasons for fact in reason.facts}
        for option in summary.options:
            reasons = (*option.reasons_for, *option.reasons_against, *option.notes)
            adjusted = (reason for dose in option.dose for reason in dose.adjustments)
            facts |= {fact for reason in (*reasons, *adjusted) for fact in reason.facts}
            facts |= {fact for rule in option.not_cleared for fact in rule.missing}
            facts |= {FactId(name) for name in option.proof.facts} | set(option.missing)
        packs = frozenset(outcome.pack for option in summary.options for outcome in option.outcomes)
        return cls(packs, frozenset(facts))

    def covers(self, one: ShownFinding, makes: frozenset[FactId]) -> bool:
        """Whether a finding bears on the answer."""
        made = makes if one.fact is None else {one.fact}
        return one.pack in self.packs or bool(self.facts & made)


def _question(summary: Summary, one: ShownFinding, packs: Mapping[str, Pack], asked: _Asked) -> str:
    """Return the group of a finding. A fault of ours is never put away: it stands with today's question."""
    pack = packs.get(one.pack)
    if _elsewhere(summary, one, packs):
        return _ELSEWHERE
    makes = frozenset() if pack is None or one.state is FoundState.DONE else outputs_of(pack)
    if one.state is FoundState.FAILED or asked.covers(one, makes):
        return _TODAY
    return pack.card.task if pack is not None else _OTHER


def _elsewhere(summary: Summary, one: ShownFinding, packs: Mapping[str, Pack]) -> bool:
    """Whether a model gave no number because it is made for other tumours than this patient's."""
    pack = packs.get(one.pack)
    if pack is None or one.state in (FoundState.DONE, FoundState.FAILED) or not pack.card.tumours:
        return False
    sites = {str(fact.value) for fact in summary.facts if fact.fact == "primary_site" and fact.value is not None}
    return bool(sites) and not sites & set(pack.card.tumours)


def rows_of(case: CaseShown, *, horizon: int = 10) -> tuple[FindingRow, ...]:
    """Return the findings that have a result: those that bear on today's question first, of these the forecasts."""
    if case.summary is None:
        return ()
    asked = _Asked.by(case.summary)
    done = [one for one in case.summary.findings if one.state is FoundState.DONE]
    rows = [
        ((not asked.covers(group[0], frozenset()), horizon_of(group[0].output) is None), row_of(case, group, horizon))
        for group in grouped(done, packs_of(case.summary)).values()
    ]
    return tuple(row for _, row in sorted(rows, key=lambda item: item[0]) if row is not None)


def row_of(case: CaseShown, group: Sequence[ShownFinding], horizon: int) -> FindingRow | None:
    """Return the row of one finding, None where it has nothing at the horizon."""
    if group[0].state is not FoundState.DONE:
        return _without_number(case, group[0])
    if not _subject(group[0].output):
        return _forecast_row(case, group, horizon) or _plain_row(case, _nearest(group, horizon))
    return _plain_row(case, _nearest(group, horizon))


def _nearest(group: Sequence[ShownFinding], horizon: int) -> ShownFinding:
    """Return the output at the horizon, or at the nearest one that the pack has."""
    return min(group, key=lambda one: abs((horizon_of(one.output) or ("", horizon, ""))[1] - horizon))


def _sign(case: CaseShown, one: ShownFinding) -> Sign:
    if one.provided:
        return case.sign("condition", case.say("findings.conditional"))
    return case.sign("in-scope")


def _plain_row(case: CaseShown, one: ShownFinding) -> FindingRow:
    title, text, interval = case.text(one.label), case.text(one.text), case.text(one.interval_text)
    sign, meaning = _sign(case, one), meaning_of(case, one)
    scope = _scope(case, one)
    ref = SourceRef("finding", finding_key(one), one.output)
    means = "" if meaning is None else meaning.word
    return FindingRow(
        key=finding_key(one),
        title=title,
        sign=sign,
        scope=scope,
        figure=Figure(text=text, source=ref, spoken=case.pair(title, text)),
        interval=interval,
        meaning=meaning,
        spoken=spoken_of(part for part in (case.pair(title, text), interval, means, sign.word, scope) if part),
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


def _without_number(case: CaseShown, one: ShownFinding) -> FindingRow:
    """Return the row of a model that gave no number: the state, and of a missing value which."""
    words = "cleared" if one.state is FoundState.FAILED else "no-number"
    text = say(f"model_card.{words}", case.language)
    sign = case.sign(_SIGNS[one.state])
    title = case.text(one.title) + (f", {case.text(one.arm_text)}" if one.arm_text else "")
    needs = ""
    if one.missing:
        code, more = ("needs-more" if len(one.missing) > 1 else "needs"), len(one.missing) - 1
        needs = say(f"model_card.{code}", case.language, {"fact": label_of(case, one.missing[0]), "count": more})
    return FindingRow(
        key=finding_key(one),
        title=title,
        sign=sign,
        scope=case.text(one.scope),
        figure=Figure(text=text),
        interval="",
        needs=needs,
        wants=one.missing[0] if one.missing else None,
        spoken=spoken_of([case.pair(title, text), sign.word, needs or case.text(one.scope)]),
    )


def _action(case: CaseShown, one: ShownFinding) -> str:
    """Return the one action: enter what is missing; of a fault, try again where the case is open and of today."""
    if one.state is FoundState.FAILED:
        return "" if case.read_only or case.off_today else case.say("findings.action.failed")
    return case.say("findings.action.missing") if one.missing else ""


def notice_of(case: CaseShown, one: ShownFinding) -> Notice:
    """Return why a model gave no number, and what to do."""
    status = _SIGNS[one.state]
    title = case.text(one.title) + (f", {case.text(one.arm_text)}" if one.arm_text else "")
    return Notice(
        key=finding_key(one),
        title=title,
        sign=case.sign(status),
        why=case.text(one.scope),
        to_do=case.say(f"findings.do.{status}"),
        aside=case.say(f"findings.aside.{status}"),
        action=_action(case, one),
        facts=one.missing,
    )
