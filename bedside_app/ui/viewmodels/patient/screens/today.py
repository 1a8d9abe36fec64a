"""Today: the emergency line, the verdict with what would change it, and every limit beside the patient's value."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from bedside_app.domain.fact import FactId
from bedside_app.domain.today import Emergency, Limit, Release, Today, Verdict
from bedside_app.foundation.words import say
from bedside_app.report.parts.today.care import pharmacy_text
from bedside_app.report.parts.today.told import phone_text
from bedside_app.report.phrases import both, joined, short_moment
from bedside_app.ui.viewmodels.notices import Working, computing
from bedside_app.ui.viewmodels.patient.screens.today_sources import ref_to
from bedside_app.ui.viewmodels.shown import CaseShown, Sign, SourceRef, spoken_of

__all__ = [
    "EmergencyShown",
    "LimitRow",
    "Limits",
    "Piece",
    "ReleaseRow",
    "TodayShown",
    "VerdictShown",
    "day_shown",
    "limit_told",
    "said",
    "today_of",
    "when_of",
]

_MET: Final = {
    True: ("check", "ok", "yes"),
    False: ("circle-x", "stop", "no"),
    None: ("circle-help", "unknown", "unknown"),
}
_HARD: Final = "\u00a0"
_DAY: Final = 10  # letters of an ISO day


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a sentence. With a `source` it is a figure that opens it; with `asks` it asks for a value."""

    text: str
    strong: bool = False
    tone: str = ""
    source: SourceRef | None = None
    asks: FactId | None = None
    spoken: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EmergencyShown:
    """The line of what must not wait. `acute`: it applies now, and stands before everything else."""

    word: str
    pieces: tuple[Piece, ...]
    now: tuple[Piece, ...]
    call: str
    acute: bool
    spoken: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseRow:
    """One thing that has to hold before the cycle is given, with its mark."""

    icon: str
    tone: str
    pieces: tuple[Piece, ...]
    spoken: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictShown:
    """The suggestion, what it rests on, what would release it and what if not, and the one action."""

    sign: Sign
    headline: str
    because: tuple[Piece, ...]
    counts: tuple[Sign, ...]
    suggestion: str
    releases_title: str
    releases: tuple[ReleaseRow, ...]
    release_note: str
    otherwise: tuple[Piece, ...]
    action: str
    asks: FactId | None
    spoken: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitRow:
    """One limit beside the value. A limit that is not met tints its row."""

    label: str
    value: tuple[Piece, ...]
    limit: tuple[Piece, ...]
    grade: str
    when: str
    source: str
    sign: Sign
    tint: str
    spoken: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The table of limits, worst first.

    `none` says why there is none, `steps` what *reduce* means here, `also` what else was recorded.
    """

    heads: tuple[str, ...]
    rows: tuple[LimitRow, ...]
    none: str
    steps: tuple[tuple[Piece, ...], ...]
    also: tuple[Piece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TodayShown:
    """The upper part of the screen. `working` or `empty` stands where there is no day to show."""

    emergency: EmergencyShown | None
    verdict: VerdictShown | None
    limits: Limits | None
    working: Working | None
    empty: str


def said(case: CaseShown, code: str, **values: object) -> str:
    """Return one sentence of this screen (`today.…`)."""
    return say(f"today.{code}", case.language, values)


def when_of(case: CaseShown, text: str) -> str:
    """Write a moment beside the day on screen."""
    return short_moment(text, case.day, case.language)


def day_shown(case: CaseShown) -> Today | None:
    """Return the day to show: that under the cursor; None while it is computed, and where no regimen was active."""
    return None if case.summary is None or case.blocked else case.summary.today


def today_of(case: CaseShown) -> TodayShown:
    """Return the upper part of the screen."""
    today, working = day_shown(case), computing(case)
    if today is None:
        code = "no-regimen" if case.off_today else "no-regimen-today"
        empty = "" if working is not None else said(case, code, day=case.day)
        return TodayShown(emergency=None, verdict=None, limits=None, working=working, empty=empty)
    return TodayShown(
        emergency=None if today.emergency is None else _emergency(case, today.emergency),
        verdict=_verdict(case, today),
        limits=_limits(case, today),
        working=None,
        empty="",
    )


def _emergency(case: CaseShown, one: Emergency) -> EmergencyShown:
    acute = one.happening is True
    word = said(case, "act-first" if acute else "emergency")
    text, also, deadline = (_stopped(case.text(words)) for words in (one.text, one.also, one.deadline))
    pieces = [Piece(text, strong=True)]
    pieces += [Piece(f" {also}")] if also else []
    pieces += [Piece(f"  {deadline}", tone="text2")] if deadline else []
    call = "" if one.call is None else phone_text(one.call.phone, case.language)
    now = _now(case, one)
    told = [case.pair(word, text), also, deadline, "".join(piece.text for piece in now), call]
    return EmergencyShown(
        word=word,
        pieces=tuple(pieces),
        now=now,
        call=call,
        acute=acute,
        spoken=spoken_of(part for part in told if part),
    )


def _stopped(text: str) -> str:
    """Return a sentence with its full stop."""
    return f"{text}." if text and text[-1] not in ".!?" else text


def _now(case: CaseShown, one: Emergency) -> tuple[Piece, ...]:
    """Return the value that the rule is about, with its day; unknown is said, never left out."""
    if not one.now:
        return (Piece(said(case, "now-unknown"), strong=True, tone="unknown", asks=one.fact),)
    value = case.text(one.now)
    before, _, after = said(case, "now", value="\x00").partition("\x00")
    when = when_of(case, one.when)
    figure = Piece(value, strong=True, source=ref_to("emergency"), spoken=", ".join(p for p in (value, when) if p))
    return (Piece(before, tone="text2"), figure, Piece(after + (f", {when}" if when else ""), tone="text2"))


def _verdict(case: CaseShown, today: Today) -> VerdictShown:
    sign, because = case.sign(today.verdict.value), case.text(today.because)
    counts = tuple(
        case.sign("go" if code == "settled" else code, said(case, f"counts.{code}.{number}", count=count))
        for code, count in today.counts()
        for number in ("one" if count == 1 else "many",)
    )
    otherwise = case.text(today.otherwise)
    told = [case.text(today.headline), because, *(one.word for one in counts), otherwise]
    may_act = today.wanted_fact is not None and not case.read_only and not case.off_today
    return VerdictShown(
        sign=sign,
        headline=case.text(today.headline),
        because=(*_with_figures(case, today, because), *_booking(case, today)),
        counts=counts,
        suggestion=case.text(today.suggestion),
        releases_title=said(case, "releases") if today.released_by else "",
        releases=tuple(_release(case, one, at) for at, one in enumerate(today.released_by)),
        release_note=case.text(today.release_note),
        otherwise=_condition_strong(otherwise),
        action=case.text(today.wanted) if may_act else "",
        asks=today.wanted_fact if may_act else None,
        spoken=spoken_of(part for part in told if part),
    )


def _with_figures(case: CaseShown, today: Today, text: str) -> tuple[Piece, ...]:
    """Return the sentence with each value that it repeats from the limits as a figure."""
    pieces = [Piece(text)] if text else []
    for at, one in enumerate(today.limits):
        value = case.text(one.value)
        if not re.search(r"\d", value):
            continue
        for place, piece in enumerate(pieces):
            found = None if piece.source else re.search(rf"(?<!\w){re.escape(value)}(?!\w)", piece.text)
            if found is not None:
                figure = Piece(value, strong=True, source=ref_to("limit", at), spoken=_spoken_value(case, one))
                parts = (Piece(piece.text[: found.start()]), figure, Piece(piece.text[found.end() :]))
                pieces[place : place + 1] = [part for part in parts if part.text]
                break
    return tuple(pieces)


def _booking(case: CaseShown, today: Today) -> tuple[Piece, ...]:
    """Return the next test that a held cycle waits for, with whether it is booked."""
    at, test = next(((at, one) for at, one in enumerate(today.open_tests) if one.due), (0, None))
    if today.verdict is not Verdict.HOLD or test is None or test.due < case.day.isoformat():
        return ()
    when, state = when_of(case, test.due), case.text(test.state)
    words = said(case, "booking", test=case.text(test.text), day=when)
    source = ref_to("test", at) if test.provenance else None
    booked = test.state == both("treatment.test.booked")
    stopped = state[:1].lower() + state[1:]
    tone = "" if booked else "unknown"
    return (Piece(f" {words} "), Piece(stopped, strong=True, tone=tone, source=source), Piece("."))


def _condition_strong(text: str) -> tuple[Piece, ...]:
    """Return the sentence with its condition, up to the colon, strong."""
    head, colon, rest = text.partition(":")
    if not colon:
        return (Piece(text, strong=True),) if text else ()
    return (Piece(head + colon, strong=True), Piece(rest))


def _release(case: CaseShown, one: Release, at: int) -> ReleaseRow:
    icon, tone, met = _MET[one.met]
    text, when = case.text(one.text), when_of(case, one.when)
    pieces = [Piece(text)]
    if one.met and when:  # what is not met stands in the sentence beside it, what is unknown has no day
        source = ref_to("release", at) if one.provenance else None
        pieces += [Piece(" ("), Piece(when, source=source, spoken=f"{text}, {when}"), Piece(")")]
    return ReleaseRow(icon=icon, tone=tone, pieces=tuple(pieces), spoken=f"{text}: {said(case, f'met.{met}')}")


def _limits(case: CaseShown, today: Today) -> Limits:
    versions = {one.ctcae for one in today.limits if one.ctcae}
    version = versions.pop() if len(versions) == 1 else ""
    limit = said(case, "limit", version=today.limits_version) if today.limits_version else said(case, "limit-plain")
    grade = said(case, "grade-version", version=version) if version else said(case, "grade")
    heads = (
        said(case, "limits"),
        said(case, "value"),
        limit,
        grade,
        *(said(case, code) for code in ("when", "source", "verdict")),
    )
    return Limits(
        heads=heads,
        rows=tuple(_limit(case, one, at, version) for at, one in enumerate(today.limits)),
        none="" if today.limits else said(case, _no_limits(today)),
        steps=tuple(_steps(case, today)),
        also=_also(case, today),
    )


def _no_limits(today: Today) -> str:
    """Return why there is none: a regimen that nobody knows, or one that is known without limits."""
    return "no-limits" if all(plan.known for plan in today.plans) else "no-limits-unknown"


def _steps(case: CaseShown, today: Today) -> Iterator[tuple[Piece, ...]]:
    """Yield what limits that reduce ask for; behind the last, or alone, whom to tell of it."""
    steps = [_step(case, one) for one in today.limits if one.verdict is Verdict.REDUCE and one.why]
    tell = case.text(pharmacy_text(today))
    yield from steps[:-1]
    last = [*steps[-1], *([Piece(" · ")] if tell else [])] if steps else []
    last += [Piece(tell, strong=True)] if tell else []
    if last:
        yield tuple(last)


def _step(case: CaseShown, one: Limit) -> tuple[Piece, ...]:
    """Return what a limit that reduces asks for, and whether it is ordered."""
    sign = _sign(case, one)
    label = Piece(case.pair(sign.word, ""), strong=True, tone=sign.tone)
    return (label, Piece(case.text(one.why)))


def _sign(case: CaseShown, one: Limit) -> Sign:
    """Return the sign of a limit; what reduces and is ordered so already is go, reduced: nothing more is to be cut."""
    return case.sign("go", said(case, "settled")) if one.settled else case.sign(one.verdict.value)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _limit(case: CaseShown, one: Limit, at: int, version: str) -> LimitRow:
    sign, label, limit = _sign(case, one), case.text(one.label), _held_against(case, one)
    grade = case.text(one.grade)
    if grade and one.ctcae and one.ctcae != version:
        grade = f"{grade}, {one.ctcae}"
    held = "".join(piece.text for piece in limit) or "–"
    spoken = said(case, "spoken.limit", label=label, value=_told(case, one), limit=held, verdict=sign.word)
    return LimitRow(
        label=label,
        value=_value(case, one, at),
        limit=limit,
        grade=grade,
        when=when_of(case, one.when),
        source=_capital(case.text(one.source)),
        sign=sign,
        tint=sign.tone if one.verdict is Verdict.HOLD else "",
        spoken=spoken,
    )


def limit_told(case: CaseShown, fact: FactId) -> str:
    """Return the limit that a value is held against, with the value that stands, in one sentence; "" for none."""
    today = day_shown(case)
    shown = () if today is None else _limits(case, today).rows
    of = () if today is None else today.limits
    return next((row.spoken for row, one in zip(shown, of, strict=True) if fact in one.facts), "")


def _value(case: CaseShown, one: Limit, at: int) -> tuple[Piece, ...]:
    """Return the value, its number strong; without one the word *unknown*, which asks for it."""
    text = case.text(one.value)
    if not text:
        word, label = case.sign("unknown").word, case.text(one.label)
        return (Piece(word, strong=True, tone="unknown", asks=_asked(one), spoken=case.pair(label, word)),)
    number, hard, unit = text.partition(_HARD)
    if not re.search(r"\d", number):  # a word, such as a grade: all of it is the value
        number, unit = text, ""
    spoken = _spoken_value(case, one)
    pieces = [Piece(number, strong=True, source=ref_to("limit", at), spoken=spoken)]
    pieces += [Piece(hard + unit, source=ref_to("limit", at), spoken=spoken)] if unit else []
    return tuple(pieces)


def _held_against(case: CaseShown, one: Limit) -> tuple[Piece, ...]:
    """Return the limit; of an unknown also what is needed, as a piece that asks for it."""
    limit, needs = case.text(one.limit), case.text(one.needs or one.why) if one.verdict is Verdict.UNKNOWN else ""
    pieces = [Piece(limit)] if limit else []
    if needs:
        pieces += [Piece(" · ")] if pieces else []
        pieces.append(Piece(needs, tone="unknown", asks=_asked(one), spoken=case.pair(case.text(one.label), needs)))
    return tuple(pieces)


def _asked(one: Limit) -> FactId | None:
    return one.facts[0] if one.facts else None


def _spoken_value(case: CaseShown, one: Limit) -> str:
    return f"{case.text(one.label)} {_told(case, one)}"


def _told(case: CaseShown, one: Limit) -> str:
    """Return a value with its grade, day and source in one breath."""
    text = case.text(one.value) or case.sign("unknown").word
    parts = [text, case.text(one.grade), when_of(case, one.when), case.text(one.source)]
    return ", ".join(part for part in parts if part)


def _also(case: CaseShown, today: Today) -> tuple[Piece, ...]:
    """Return the adverse events that no limit is about: by name, and by the place that they come from."""
    told = {case.text(one.label) for one in today.limits}
    places = {place for one in today.limits for place in one.provenance}
    events = [
        (at, one)
        for at, one in enumerate(today.toxicities)
        if case.text(one.label) not in told and not places & set(one.provenance)
    ]
    pieces: list[Piece] = []
    for at, one in events:
        text, when = case.text(one.text), when_of(case, one.when[:_DAY])
        shown = said(case, "graded", event=text, when=when) if when else text
        pieces += [Piece(joined(("", ""), case.language))] if pieces else []
        pieces.append(Piece(shown, source=ref_to("toxicity", at) if one.provenance else None))
    return _put_in(said(case, "also-recorded", events="\x00"), pieces) if pieces else ()


def _put_in(sentence: str, pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    before, _, after = sentence.partition("\x00")
    return tuple(piece for piece in (Piece(before), *pieces, Piece(after)) if piece.text)
