"""Today's right side: the regimen, goals and limits of care, what comes next, whom to call; each with its source."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from bedside_app.domain.provenance import Provenance
from bedside_app.domain.today import Appointment, Contact, Goal, PlanShown, Today
from bedside_app.report.parts.today.told import phone_text, source_text
from bedside_app.ui.viewmodels.patient.screens.today import Piece, day_shown, said, when_of
from bedside_app.ui.viewmodels.patient.screens.today_sources import ref_to
from bedside_app.ui.viewmodels.shown import CaseShown, SourceRef, spoken_of

__all__ = ["CardRow", "CardShown", "cards_of"]

_DAY: Final = 10  # letters of an ISO day: a head names the day, its source the time as well


@dataclass(frozen=True, slots=True, kw_only=True)
class CardRow:
    """A label and what is said of it."""

    label: str
    pieces: tuple[Piece, ...]
    spoken: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CardShown:
    """A card. `source` stands in its head and opens it; a card of which nothing is recorded says so in its one row."""

    key: str
    title: str
    source: Piece | None
    rows: tuple[CardRow, ...]


def cards_of(case: CaseShown) -> tuple[CardShown, ...]:
    """Return the cards from top to bottom; none where there is no day to show."""
    today = day_shown(case)
    if today is None:
        return ()
    return (*_plans(case, today), *(build(case, today) for build in _BUILDERS))


def _plans(case: CaseShown, today: Today) -> Iterable[CardShown]:
    for at, one in enumerate(today.plans):
        rows = [
            _row(case, said(case, "plan.now"), _now(case, one)),
            *(_last(case, today) if not at else ()),
            _row(case, said(case, "plan.intent"), _intent(case, one)),
        ]
        if one.note:
            rows.append(_row(case, "", (Piece(case.text(one.note), strong=True, tone="unknown"),)))
        yield CardShown(
            key=f"plan{at}",
            title=case.text(one.regimen),
            source=_from(case, one.provenance, one.ordered, ref_to("plan", at)),
            rows=tuple(rows),
        )


def _now(case: CaseShown, one: PlanShown) -> tuple[Piece, ...]:
    now, due = case.text(one.now), when_of(case, one.due)
    if now:
        return (Piece(now, strong=True),)
    return (Piece(said(case, "plan.due", day=due)),) if due else _unrecorded(case)


def _last(case: CaseShown, today: Today) -> Iterable[CardRow]:
    one = today.last_dose
    if one is None:
        yield _row(case, said(case, "plan.last"), _unrecorded(case))
        return
    code = {0: "same-day", 1: "day-ago"}.get(one.days_ago, "days-ago")
    date = said(case, f"plan.{code}", date=when_of(case, one.date), days=one.days_ago)
    source = ref_to("last") if one.provenance else None
    pieces = (Piece(date, source=source), *((Piece(f", {case.text(one.text)}"),) if one.text else ()))
    yield _row(case, said(case, "plan.last"), pieces)


def _intent(case: CaseShown, one: PlanShown) -> tuple[Piece, ...]:
    intent, line = case.text(one.intent), case.text(one.line)
    pieces = [Piece(intent, strong=True)] if intent else []
    if line:
        pieces.append(Piece(f", {line[:1].lower()}{line[1:]}" if pieces else line))
    return tuple(pieces) or _unrecorded(case)


def _goals(case: CaseShown, today: Today) -> CardShown:
    rows = [_row(case, case.text(one.label), _goal(case, one, at, today.goals)) for at, one in enumerate(today.goals)]
    source = _shared(case, "goal", [(one.provenance, one.date) for one in today.goals], one_day=True)
    return CardShown(key="goals", title=said(case, "goals"), source=source, rows=tuple(rows) or _nothing(case))


def _goal(case: CaseShown, one: Goal, at: int, among: Sequence[Goal]) -> tuple[Piece, ...]:
    pieces = [Piece(case.text(one.text), strong=one.kind == "limits")]
    if _shared(case, "goal", [(other.provenance, other.date) for other in among], one_day=True) is None:
        pieces += _in_brackets(_from(case, one.provenance, one.date, ref_to("goal", at)))
    return tuple(pieces)


def _next(case: CaseShown, today: Today) -> CardShown:
    source = _shared(case, "next", [(one.provenance, "") for one in today.next])
    refs = [ref_to("next", at) if one.provenance and source is None else None for at, one in enumerate(today.next)]
    rows = [
        _row(case, when_of(case, one.date) or said(case, "no-date"), _appointment(case, one, ref))
        for one, ref in zip(today.next, refs, strict=True)
    ]
    return CardShown(key="next", title=said(case, "next"), source=source, rows=tuple(rows) or _nothing(case))


def _appointment(case: CaseShown, one: Appointment, source: SourceRef | None) -> tuple[Piece, ...]:
    state = case.text(one.state)
    pieces = [Piece(", ".join(part for part in (case.text(one.text), one.who) if part), source=source)]
    if state:
        pieces.append(Piece(f" · {state}", strong=not one.booked, tone="" if one.booked else "unknown"))
    return tuple(pieces)


def _calls(case: CaseShown, today: Today) -> CardShown:
    source = _shared(case, "call", [(one.provenance, "") for one in today.contacts])
    refs = [ref_to("call", at) if one.provenance and source is None else None for at, one in enumerate(today.contacts)]
    rows = [
        _row(case, case.text(one.role), _contact(case, one, ref)) for one, ref in zip(today.contacts, refs, strict=True)
    ]
    return CardShown(key="calls", title=said(case, "calls"), source=source, rows=tuple(rows) or _nothing(case))


def _contact(case: CaseShown, one: Contact, source: SourceRef | None) -> tuple[Piece, ...]:
    rest = ", ".join(part for part in (one.name, case.text(one.hours)) if part)
    if not one.phone:
        unknown = Piece(said(case, "no-number"), tone="unknown")
        return (Piece(rest, source=source), Piece(" · "), unknown) if rest else (unknown,)
    number = Piece(phone_text(one.phone, case.language), strong=True, source=source)
    return (number, *((Piece(f", {rest}"),) if rest else ()))


_BUILDERS: Final[tuple[Callable[[CaseShown, Today], CardShown], ...]] = (_goals, _next, _calls)


def _row(case: CaseShown, label: str, pieces: Sequence[Piece]) -> CardRow:
    text = "".join(piece.text for piece in pieces)
    return CardRow(label=label, pieces=tuple(pieces), spoken=case.pair(label, text) if label else spoken_of([text]))


def _unrecorded(case: CaseShown) -> tuple[Piece, ...]:
    return (Piece(said(case, "not-recorded"), tone="unknown"),)


def _nothing(case: CaseShown) -> tuple[CardRow, ...]:
    return (_row(case, "", _unrecorded(case)),)


def _shared(
    case: CaseShown, part: str, sources: Sequence[tuple[tuple[Provenance, ...], str]], *, one_day: bool = False
) -> Piece | None:
    """Return the source in the head of a card where all its rows are of the same one, with the days that it spans.

    With `one_day` rows of different days do not share it: what was said when matters.
    """
    firsts = [provenance[0] for provenance, _ in sources if provenance]
    if not firsts or len(firsts) < len(sources) or len({(one.kind, one.file or one.name) for one in firsts}) > 1:
        return None
    days = sorted({(date or first.date)[:_DAY] for (_, date), first in zip(sources, firsts, strict=True)} - {""})
    if one_day and len(days) > 1:
        return None
    when = "–".join(when_of(case, one) for one in dict.fromkeys((days[0], days[-1]))) if days else ""
    return _named(case, firsts, when, ref_to(part, 0))


def _from(case: CaseShown, provenance: Sequence[Provenance], date: str, source: SourceRef) -> Piece | None:
    if not provenance:
        return None
    return _named(case, provenance, when_of(case, (date or provenance[0].date)[:_DAY]), source)


def _named(case: CaseShown, provenance: Sequence[Provenance], when: str, source: SourceRef) -> Piece:
    name = case.text(source_text(provenance)) or provenance[0].name
    return Piece(said(case, "from-file", file=name, date=when) if when else name, tone="text2", source=source)


def _in_brackets(piece: Piece | None) -> list[Piece]:
    return [] if piece is None else [Piece(" ("), piece, Piece(")")]
