"""The summary: flags, the answer in one line, findings, what changed, options, what speaks against, what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bedside_app.domain.summary import Change, ChangeKind, Flag, FlagKind
from bedside_app.report.phrases import plain_day
from bedside_app.ui.viewmodels.notices import Working, computing
from bedside_app.ui.viewmodels.patient.acting.missing import MissingRow, missing_rows
from bedside_app.ui.viewmodels.patient.screens.findings import FindingRow, finding_count, rows_of
from bedside_app.ui.viewmodels.patient.screens.options import (
    Against,
    OptionCard,
    against_of,
    card_of,
    chosen_options,
)
from bedside_app.ui.viewmodels.shown import CaseShown, Figure, Sign, SourceRef, spoken_of

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
    """The whole section. `working` stands for all that was computed while it is computed again."""

    flags: tuple[FlagShown, ...]
    more_flags: tuple[FlagShown, ...]
    more_flags_text: str
    answers: tuple[AnswerShown, ...]
    findings: tuple[FindingRow, ...]
    all_findings: str
    changes: tuple[ChangeRow, ...]
    all_changes: str
    cards: tuple[OptionCard, ...]
    no_cards: str
    against: tuple[Against, ...]
    all_against: str
    missing: tuple[MissingRow, ...]
    all_missing: str
    working: Working | None


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
    sign, text, action = case.sign(_SIGNS[flag.kind]), case.text(flag.text), case.text(flag.action)
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
        AnswerShown(primary=one.primary, sentence=case.text(one.sentence), caption=case.text(one.caption))
        for one in summary.answers
    )


def summary_of(case: CaseShown, *, at_most: int = AT_MOST) -> SummaryShown:
    """Return the section: everything that was computed is of the day and revision on screen, or is not there.

    `at_most` rows of findings, changes and unknowns are shown, fewer reasons against; what is left out is counted.
    """
    at_most_against = min(_AGAINST, max(1, at_most - 2))
    flags, more = flags_of(case)
    rows, changes = rows_of(case), _changes(case)
    against, missing = against_of(case), missing_rows(case)
    options = () if case.summary is None else chosen_options(case.summary)
    count = 0 if case.summary is None else finding_count(case.summary)
    return SummaryShown(
        flags=flags,
        more_flags=more,
        more_flags_text=case.say("summary.more", count=len(more)) if more else "",
        answers=answer_of(case),
        findings=rows[:at_most],
        all_findings=_all(case, count, at_most),
        changes=changes[:at_most],
        all_changes=_all(case, len(changes), at_most),
        cards=tuple(card_of(case, option, letter) for option, letter in zip(options, _LETTERS, strict=False)),
        no_cards="" if options or case.summary is None else case.say("summary.no-options"),
        against=against[:at_most_against],
        all_against=_all(case, len(against), at_most_against),
        missing=missing[:at_most],
        all_missing=_all(case, len(missing), at_most),
        working=computing(case),
    )


def _all(case: CaseShown, count: int, shown: int) -> str:
    return case.say("summary.all", count=count) if count > shown else ""


def _changes(case: CaseShown) -> tuple[ChangeRow, ...]:
    return () if case.summary is None else tuple(_change(case, change) for change in case.summary.changes)


_TONES: Final = {ChangeKind.WORSE: "caution", ChangeKind.BETTER: "ok", ChangeKind.CHANGED: "text2"}


def _change(case: CaseShown, change: Change) -> ChangeRow:
    label, word, why = case.text(change.label), case.say(f"summary.{change.kind.value}"), case.text(change.why)
    earlier, latest = (
        Figure(
            text=case.text(side.text),
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
        word=word,
        tone=_TONES[change.kind],
        icon="trending-up" if change.direction == "up" else "trending-down",
        why=why,
        spoken=case.say("summary.change-spoken", label=label, earlier=earlier.spoken, latest=latest.spoken, word=word)
        + (f" ({why})" if why else ""),
    )
