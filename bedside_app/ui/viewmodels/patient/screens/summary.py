"""The summary: flags, the answer in one line, findings, what changed, options, what speaks against, what is missing."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from bedside_app.domain.summary import Answer, Change, ChangeKind, Decision, Flag, FlagKind, ShownMissing, ShownOption
from bedside_app.foundation.words import say
from bedside_app.report.parts.options import STATES
from bedside_app.report.phrases import plain_day
from bedside_app.ui.viewmodels.drug_names import drug_text
from bedside_app.ui.viewmodels.notices import Working, computing
from bedside_app.ui.viewmodels.patient.acting.missing import MissingRow, missing_rows
from bedside_app.ui.viewmodels.patient.screens.findings import FindingRow, finding_count, findings_of, rows_of
from bedside_app.ui.viewmodels.patient.screens.options import (
    Against,
    OptionCard,
    against_of,
    card_of,
    chosen_options,
    unbroken,
)
from bedside_app.ui.viewmodels.shown import CaseShown, Figure, Sign, SourceRef, day_of, spoken_of

__all__ = [
    "AT_MOST",
    "FLAGS",
    "AnswerShown",
    "ChangeRow",
    "FlagShown",
    "SummaryShown",
    "answer_of",
    "flags_of",
    "summary_of",
]

FLAGS: Final = 3
AT_MOST: Final = 5
_AGAINST: Final = 3
_ALWAYS: Final = frozenset({FlagKind.BLOCKED, FlagKind.HARD_STOP})
_SIGNS: Final = {
    FlagKind.BLOCKED: "blocked",
    FlagKind.HARD_STOP: "hard-stop",
    FlagKind.NOT_CLEARED: "caution",
    FlagKind.CAUTION: "caution",
}
_LETTERS: Final = "ABC"
_WORD: Final = re.compile(r"\w+")
_BESIDE: Final = 16  # letters of a reason that fits beside its word: *Worse, below 50 %*
_TOGETHER: Final = 24  # letters: what fits beside a name


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagShown:
    """A flag of the first row, or of *+ n*. `source` opens what it rests on."""

    sign: Sign
    text: str
    action: str
    source: SourceRef | None
    spoken: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerShown:
    """The answer for one primary: one sentence, and one caption line."""

    primary: str
    sentence: str
    caption: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRow:
    """What changed: earlier → latest, with the word that says what it means. `icon` shows the direction."""

    label: str
    earlier: Figure
    latest: Figure
    word: str
    tone: str
    icon: str
    why: str
    spoken: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryShown:
    """The whole section. `working` stands for all that was computed while it is computed again.

    `awaited` are the tests that a patient under treatment waits for, each with its state.
    """

    flags: tuple[FlagShown, ...]
    more_flags: tuple[FlagShown, ...]
    more_flags_text: str
    answers: tuple[AnswerShown, ...]
    findings: tuple[FindingRow, ...]
    all_findings: str
    changes: tuple[ChangeRow, ...]
    all_changes: str
    since: str
    cards: tuple[OptionCard, ...]
    no_cards: str
    against: tuple[Against, ...]
    all_against: str
    missing: tuple[MissingRow, ...]
    all_missing: str
    under_treatment: bool
    awaited: tuple[tuple[str, str], ...]
    working: Working | None


def _why_none(case: CaseShown) -> str:
    return "no-options" if case.summary is None or case.summary.today is None else "under-treatment"


def _awaited(case: CaseShown) -> tuple[tuple[str, str], ...]:
    today = None if case.summary is None else case.summary.today
    return () if today is None else tuple((case.text(one.text), case.text(one.state)) for one in today.open_tests)


def flags_of(case: CaseShown) -> tuple[tuple[FlagShown, ...], tuple[FlagShown, ...]]:
    """Return the flags of the row, and those behind *+ n*: hard stops always stay, three in all where they are fewer.

    Hard stops are today's, whatever the cursor shows; the others are of the day.
    """
    hard = [flag for flag in case.current.flags if flag.kind in _ALWAYS]
    day = case.summary.flags if case.summary is not None else ()
    soft = [flag for flag in day if flag.kind not in _ALWAYS]
    room = max(0, FLAGS - len(hard))
    if len(soft) > room:
        return _shown(case, [*hard, *soft[:room]]), _shown(case, soft[room:])
    return _shown(case, [*hard, *soft]), ()


def _shown(case: CaseShown, flags: Sequence[Flag]) -> tuple[FlagShown, ...]:
    return tuple(_flag(case, flag) for flag in flags)


def _flag(case: CaseShown, flag: Flag) -> FlagShown:
    sign, text = case.sign(_SIGNS[flag.kind]), drug_text(case, case.text(flag.text))
    action = drug_text(case, case.text(flag.action))
    source = SourceRef("fact", flag.facts[0]) if flag.facts else None
    spoken = spoken_of(part for part in (case.pair(sign.word, text), action) if part)
    return FlagShown(sign=sign, text=text, action=action, source=source, spoken=spoken)


def answer_of(case: CaseShown) -> tuple[AnswerShown, ...]:
    """Return the answer of each primary; where no pathway spoke, the one sentence of the summary; computing: none."""
    summary = case.summary
    if summary is None:
        return ()
    if not summary.answers:
        return (AnswerShown(primary="", sentence=case.text(summary.answer), caption=""),)
    return tuple(
        AnswerShown(primary=one.primary, sentence=drug_text(case, case.text(one.sentence)), caption=_caption(case, one))
        for one in summary.answers
    )


def _caption(case: CaseShown, answer: Answer) -> str:
    """Return the answer's caption on one line: what is not cleared is counted, for it stands under *Missing*."""
    summary = case.summary
    options = () if summary is None else [one for one in summary.options if one.primary == answer.primary]
    open_facts = {fact for one in options if one.suggested for safety in one.not_cleared for fact in safety.missing}
    known = () if summary is None else summary.knowledge
    pathway = next((one for one in known if (one.kind, one.id) == ("pathway", answer.pathway)), None)
    if not open_facts or pathway is None:
        return case.text(answer.caption)
    named = {"title": case.text(pathway.title), "version": pathway.version, "signed": pathway.signed_by}
    parts = (
        say("report.answer.caption", case.language),
        _said(case, "not-cleared", count=len(open_facts)),
        say("report.answer.pathway" if pathway.signed_by else "report.answer.pathway-unsigned", case.language, named),
    )
    return " · ".join(parts)


def summary_of(case: CaseShown, *, at_most: int = AT_MOST, below: int | None = None) -> SummaryShown:
    """Return the section: everything that was computed is of the day and revision on screen, or is not there.

    `at_most` findings are shown and as many changes and unknowns, unless fewer fit `below`, and fewer reasons against;
    what is left out is counted.
    """
    below = at_most if below is None else below
    at_most_against = min(_AGAINST, max(1, below - 2))
    flags, more = flags_of(case)
    changes, against = _changes(case), _against(case)
    options = () if case.summary is None else chosen_options(case.summary)
    letters = dict(zip((option.id for option in options), _LETTERS, strict=False))
    rows, missing = _findings(case, options, at_most), _missing(case, letters)
    count = 0 if case.summary is None else finding_count(case.summary)
    return SummaryShown(
        flags=flags,
        more_flags=more,
        more_flags_text=case.say("summary.more", count=len(more)) if more else "",
        answers=answer_of(case),
        findings=rows,
        all_findings=_all(case, count, at_most),
        changes=changes[:below],
        all_changes=_all(case, len(changes), below),
        since=_since(case, changes[:below]),
        cards=tuple(card_of(case, option, letter) for option, letter in zip(options, _LETTERS, strict=False)),
        no_cards="" if options or case.summary is None else case.say(f"summary.{_why_none(case)}"),
        under_treatment=case.summary is not None and case.summary.today is not None,
        awaited=_awaited(case),
        against=against[:at_most_against],
        all_against=_all(case, len(against), at_most_against),
        missing=missing[:below],
        all_missing=_all(case, len(missing), below),
        working=computing(case),
    )


def _all(case: CaseShown, count: int, shown: int) -> str:
    return case.say("summary.all", count=count) if count > shown else ""


def _changes(case: CaseShown) -> tuple[ChangeRow, ...]:
    return () if case.summary is None else tuple(_change(case, change) for change in case.summary.changes)


def _since(case: CaseShown, changes: Sequence[ChangeRow]) -> str:
    """Return what the values of a list are held against: one day, or for each the value before, and since when."""
    days = {day for change in changes if change.earlier.source and (day := day_of(change.earlier.source.part))}
    if not days:
        return ""
    return _said(case, "since" if len(days) == 1 else "since-each", day=min(days))


def _findings(case: CaseShown, options: Sequence[ShownOption], at_most: int) -> tuple[FindingRow, ...]:
    """Return the findings of the first look: our faults first, results, and last a model that refused, with the reason.

    Of forecasts those of the plans on the cards are shown, each called by its letter, or that of the treatment under
    way; survival without treatment stands in their rows.
    """
    lettered = [(option, letter) for option, letter in zip(options, _LETTERS, strict=False) if option.arm]
    letters: dict[str, str] = {}
    for option, letter in sorted(lettered, key=lambda one: not one[0].suggested):
        letters.setdefault(option.arm, letter)
    rows = rows_of(case)
    plans = {arm for row in rows if (arm := _arm(row)) in letters} or {arm for row in rows if (arm := _arm(row))}
    forecast = {_pack(row) for row in rows if _arm(row) in plans}
    done = [_called(case, row, letters) for row in rows if _arm(row) in plans or _pack(row) not in forecast]
    unfolded = (group.rows for group in findings_of(case).groups if not group.folded)
    without = [row for group in unfolded for row in group if row.figure.source is None]
    failed = [row for row in without if row.sign.status == "failed"]
    refused = [row for row in without if row.sign.status == "refused"]
    room = max(0, at_most - len(failed) - bool(refused))
    return tuple([*failed, *done[:room], *refused][:at_most])


def _pack(row: FindingRow) -> str:
    return row.key.split("|")[1]


def _arm(row: FindingRow) -> str:
    return row.key.split("|")[2]


def _called(case: CaseShown, row: FindingRow, letters: Mapping[str, str]) -> FindingRow:
    """Return a row in few words.

    The forecast of a card's plan has the letter of the card; of another plan the treatments stand below. The name of a
    model is left out where the title says it already.
    """
    arm = _arm(row)
    if arm in letters:
        return replace(row, title=_said(case, "alive-with", letter=letters[arm]))
    if arm and case.summary is not None:
        plan = next((case.text(one.arm_text) for one in case.summary.findings if one.arm == arm), "")
        scope = " · ".join((plan, *row.scope.split(" · ")[1:]))
        return replace(row, title=_said(case, "alive-treated"), scope=scope)
    said = set(_WORD.findall(row.title.casefold()))
    return replace(row, scope="") if said.issuperset(_WORD.findall(row.scope.casefold())) else row


def _against(case: CaseShown) -> tuple[Against, ...]:
    """Return what speaks against, hard stops first."""
    flags = () if case.summary is None else case.summary.flags
    stops = [case.text(flag.text) for flag in flags if flag.kind is FlagKind.HARD_STOP]
    return tuple(sorted(against_of(case), key=lambda one: not any(stop.startswith(one.why) for stop in stops)))


def _missing(case: CaseShown, letters: Mapping[str, str]) -> tuple[MissingRow, ...]:
    """Return the unknowns, each with what its answers do to the cards beside it."""
    asked = () if case.summary is None else case.summary.missing
    rows = zip(missing_rows(case), asked, strict=True)
    return tuple(replace(row, decides=_decides(case, one, letters) or row.decides) for row, one in rows)


def _decides(case: CaseShown, one: ShownMissing, letters: Mapping[str, str]) -> str:
    """Return what answers do to cards: *< 26: A, ≥ 26: B suggested*; of longer ones only the shortest."""
    effects = [effect for decision in one.decides if (effect := _effect(case, decision, letters)) is not None]
    if not effects:
        return ""
    states = {state for _, state in effects}
    together = ", ".join(cards for cards, _ in effects)
    if len(states) > 1 or len(together) > _TOGETHER:
        together, state = min(effects, key=lambda effect: len(effect[0]))
        states = {state}
    return f"{together}\u00a0{say(f'report.state.{states.pop()}', case.language)}"


def _effect(case: CaseShown, decision: Decision, letters: Mapping[str, str]) -> tuple[str, str] | None:
    """Return an answer with the cards to which it gives a state, and the first such state."""
    changes = [(key, state.strip()) for key, _, state in (change.partition(":") for change in decision.changes)]
    touched = [(letters[key], state) for key, state in changes if key in letters and state in STATES]
    if not touched:
        return None
    cards = ", ".join(sorted(letter for letter, becomes in touched if becomes == touched[0][1]))
    return case.pair(unbroken(case.text(decision.answer_text) or decision.answer), cards), touched[0][1]


_TONES: Final = {ChangeKind.WORSE: "caution", ChangeKind.BETTER: "ok", ChangeKind.CHANGED: "text2"}


def _change(case: CaseShown, change: Change) -> ChangeRow:
    label, word, why = case.text(change.label), case.say(f"summary.{change.kind.value}"), case.text(change.why)
    bare = _bare(case.text(change.earlier.text), case.text(change.latest.text))
    earlier, latest = (
        Figure(
            text=bare if side is change.earlier else case.text(side.text),
            source=SourceRef("fact", change.fact, side.date[:10]),
            note=plain_day(side.date, case.language),
            spoken=f"{case.text(side.text)}, {plain_day(side.date, case.language)}",
        )
        for side in (change.earlier, change.latest)
    )
    return ChangeRow(
        label=label,
        earlier=earlier,
        latest=latest,
        word=f"{word}, {why}" if 0 < len(why) <= _BESIDE else word,
        tone=_TONES[change.kind],
        icon="trending-up" if change.direction == "up" else "trending-down",
        why=why,
        spoken=case.say("summary.change-spoken", label=label, earlier=earlier.spoken, latest=latest.spoken, word=word)
        + (f" ({why})" if why else ""),
    )


def _bare(earlier: str, latest: str) -> str:
    """Return the earlier value without the unit that follows the latest one: 89 → 98 µmol/L."""
    for gap in ("\u00a0", "\u202f"):
        _number, found, unit = latest.rpartition(gap)
        if found and not unit[:1].isdigit():
            return earlier.removesuffix(f"{gap}{unit}")
    return earlier


def _said(case: CaseShown, code: str, **values: object) -> str:
    return say(f"summary_section.{code}", case.language, values)
