"""The worklist: the patients of this computer, the state of each case, its flags and when it changed.

Made from the rows of the store alone, so that a window with many cases starts without opening one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bedside_app.domain.case import CasePhase, CaseRow
from bedside_app.domain.listed import RowExtras, Standing
from bedside_app.domain.moment import Moment
from bedside_app.domain.record import Identity
from bedside_app.foundation.words import Language, day, say
from bedside_app.ui.viewmodels.marks import Mark, mark

__all__ = [
    "ListedCase",
    "ListedState",
    "WorkFilter",
    "WorkRow",
    "Worklist",
    "blocked_of",
    "fitting",
    "listed",
    "listed_of",
    "name_of",
    "next_row",
    "worklist_of",
]


class ListedState(StrEnum):
    """How far a case is."""

    WORKING = "working"
    DRAFT = "draft"
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
    WorkFilter.REVIEW: frozenset(
        {ListedState.DRAFT, ListedState.READY, ListedState.WAITS, ListedState.PART_REFUSED, ListedState.FAILED}
    ),
    WorkFilter.BLOCKED: frozenset({ListedState.BLOCKED}),
    WorkFilter.SIGNED: frozenset({ListedState.SIGNED}),
}
_STATUS = {
    ListedState.DRAFT: "draft",
    ListedState.READY: "ready",
    ListedState.BLOCKED: "blocked",
    ListedState.PART_REFUSED: "refused",
    ListedState.FAILED: "failed",
    ListedState.SIGNED: "signed",
}
_OF_STANDING = {
    Standing.READY: ListedState.READY,
    Standing.WAITS: ListedState.WAITS,
    Standing.PART_REFUSED: ListedState.PART_REFUSED,
    Standing.BLOCKED: ListedState.BLOCKED,
}
_WEEK = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedCase:
    """What the worklist knows of a case: who it is, how far it is, and what its last answer came to.

    `extras` is None before the first answer. `percent` is progress where it is known; `changed` is local time.
    """

    case: str
    identity: Identity
    changed: datetime
    phase: CasePhase = CasePhase.DRAFT
    demonstration: bool = False
    extras: RowExtras | None = None
    working: bool = False
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
    state: Mark
    flags: str
    flag_sign: Mark | None
    time: str
    spoken: str
    listed: ListedState
    demonstration: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Worklist:
    """The table, newest first, and how many cases each filter holds."""

    rows: tuple[WorkRow, ...]
    filters: tuple[tuple[WorkFilter, str, int], ...]
    caption: str
    empty: str


def listed_of(row: CaseRow, *, now: datetime) -> ListedCase:
    """Return a stored case that is not open, in the time zone of `now`."""
    return ListedCase(
        case=row.id,
        identity=row.identity,
        changed=_local(row.changed, now),
        phase=row.phase,
        demonstration=row.demonstration,
        extras=row.extras,
    )


def blocked_of(case: str, sides: Sequence[Identity], *, changed: datetime, demonstration: bool) -> ListedCase:
    """Return what stands in the list for a drop whose identities disagree: the first side that is named, and why."""
    named = next((side for side in sides if side.family or side.given), sides[0] if sides else Identity())
    extras = RowExtras(standing=Standing.BLOCKED, red=1)
    return ListedCase(case=case, identity=named, changed=changed, demonstration=demonstration, extras=extras)


def listed(one: ListedCase) -> ListedState:
    """Return the state of a case, the gravest that holds."""
    if one.failed:
        return ListedState.FAILED
    if one.working or one.percent is not None:
        return ListedState.WORKING
    if one.extras is not None and one.extras.standing is Standing.BLOCKED:
        return ListedState.BLOCKED
    if one.phase is CasePhase.SIGNED:
        return ListedState.SIGNED
    return ListedState.DRAFT if one.extras is None else _OF_STANDING[one.extras.standing]


def worklist_of(cases: Sequence[ListedCase], language: Language, *, now: datetime) -> Worklist:
    """Return the whole table; `fitting` shows a part of it."""
    ordered = sorted(cases, key=lambda one: one.changed, reverse=True)
    rows = tuple(_row(one, language, now) for one in ordered)
    counts = tuple(
        (one, _say(f"filter.{one.value}", language), sum(_fits(row.listed, one) for row in rows)) for one in WorkFilter
    )
    return Worklist(rows=rows, filters=counts, caption=_caption(cases, language), empty=_say("none-found", language))


def fitting(rows: Sequence[WorkRow], chosen: WorkFilter = WorkFilter.ALL, search: str = "") -> tuple[WorkRow, ...]:
    """Return the rows of a filter that have each word of `search` in name, identifier or disease."""
    words = search.casefold().split()
    return tuple(row for row in rows if _fits(row.listed, chosen) and all(word in _haystack(row) for word in words))


def next_row(rows: Sequence[WorkRow], chosen: str, step: int) -> str:
    """Return the case `step` rows on; the ends hold, and nothing chosen is before the first."""
    keys = [row.case for row in rows]
    if not keys:
        return ""
    if chosen not in keys:
        return keys[0] if step > 0 else keys[-1]
    return keys[max(0, min(len(keys) - 1, keys.index(chosen) + step))]


def name_of(identity: Identity, nameless: str) -> str:
    """Return the family name in capitals, then the given name, as plain text of one line; `nameless` for none."""
    return ", ".join(part for part in (_plain(identity.family).upper(), _plain(identity.given)) if part) or nameless


def _plain(text: str) -> str:
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def _say(code: str, language: Language, **values: object) -> str:
    return say(f"window.list.{code}", language, values)


def _fits(state: ListedState, chosen: WorkFilter) -> bool:
    return chosen is WorkFilter.ALL or state in _OF_FILTER[chosen]


def _haystack(row: WorkRow) -> str:
    return " ".join((row.name, row.details, row.disease)).casefold()


def _caption(cases: Sequence[ListedCase], language: Language) -> str:
    kind = "demonstration" if cases and all(one.demonstration for one in cases) else "patients"
    return _say(f"caption.{kind}-one" if len(cases) == 1 else f"caption.{kind}", language, count=len(cases))


def _row(one: ListedCase, language: Language, now: datetime) -> WorkRow:
    state = listed(one)
    name = name_of(one.identity, _say("nameless", language))
    sign, (flags, flag_sign) = _mark(one, state, language), _flags(one, state, language)
    details, disease = _details(one, language, now), _disease(one, state, language)
    question = _question(one, state, language)
    time = _time(one.changed, now, language)
    shown_as = _say("demonstration", language) if one.demonstration else ""
    spoken = (name, details, shown_as, disease, question, sign.word, "" if flag_sign is None else flags, time)
    return WorkRow(
        case=one.case,
        name=name,
        details=details,
        disease=disease,
        question=question,
        state=sign,
        flags=flags,
        flag_sign=flag_sign,
        time=time,
        spoken=". ".join(part.rstrip(".") for part in spoken if part),
        listed=state,
        demonstration=one.demonstration,
    )


def _mark(one: ListedCase, state: ListedState, language: Language) -> Mark:
    if state is ListedState.WORKING:
        return mark("computing" if one.percent is None else "working", language, percent=one.percent)
    if state is ListedState.WAITS and one.extras is not None:
        code = "waits-one" if one.extras.awaited == 1 else "waits"
        return mark("missing", language, _say(code, language, count=one.extras.awaited))
    own = state in (ListedState.BLOCKED, ListedState.PART_REFUSED)
    return mark(_STATUS[state], language, _say(f"state.{state.value}", language) if own else "")


def _flags(one: ListedCase, state: ListedState, language: Language) -> tuple[str, Mark | None]:
    """Return the gravest flags and how many; nothing is said of flags while no answer stands."""
    if one.extras is None or state in (ListedState.WORKING, ListedState.FAILED):
        return _say("flags.not-yet", language), None
    extras = one.extras
    graver = (("red", "hard-stop", extras.red), ("hold", "hold", extras.holds), ("caution", "caution", extras.cautions))
    found = next((each for each in graver if each[2]), None)
    if found is None:
        return _say("flags.none", language), None
    kind, status, count = found
    text = _say(f"flags.{kind}-one" if count == 1 else f"flags.{kind}", language, count=count)
    return text, mark(status, language, text)


def _details(one: ListedCase, language: Language, now: datetime) -> str:
    """Return identifier, sex and age of today; of an incomplete birth date what it says."""
    identity = one.identity
    letter = _say(f"sex.{identity.sex}", language) if identity.sex in ("female", "male") else ""
    number = next((_plain(each.value) for each in identity.identifiers if each.value), "")
    return " · ".join(part for part in (number, " ".join(filter(None, (letter, _age(identity, now.date()))))) if part)


def _age(identity: Identity, today: date) -> str:
    born = identity.birth_date
    if born is None:
        return ""
    youngest, oldest = (_years(at, today) for at in (born.last_day, born.first_day))
    return str(oldest) if youngest == oldest and oldest >= 0 else ""


def _years(born: date, today: date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def _disease(one: ListedCase, state: ListedState, language: Language) -> str:
    if state is ListedState.BLOCKED:
        return _say("blocked", language)
    return "" if one.extras is None else one.extras.disease.get(language, "")


def _question(one: ListedCase, state: ListedState, language: Language) -> str:
    if state is ListedState.BLOCKED and one.extras is not None and not one.extras.question:
        return _say("separate-or-join", language)
    return "" if one.extras is None else one.extras.question.get(language, "")


def _time(changed: datetime, now: datetime, language: Language) -> str:
    """Write today's changes as the hour, those of the last days as the weekday, older ones as the day."""
    days = (now.date() - changed.date()).days
    if days == 0:
        return f"{changed:%H:%M}"
    if 0 < days < _WEEK:
        return say(f"window.list.weekday.{changed.weekday()}", language)
    return day(changed.date(), language)


def _local(at: Moment, now: datetime) -> datetime:
    found = datetime.fromisoformat(at.text)
    return found.replace(tzinfo=now.tzinfo) if found.tzinfo is None else found.astimezone(now.tzinfo)
