"""Today's doses: every cycle planned → given with its share, growth factor and reason; and what was given so far."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from bedside_app.domain.today import Cumulative, CycleShown, CycleState, DoseShown, Today
from bedside_app.ui.viewmodels.patient.screens.today import Piece, day_shown, said, when_of
from bedside_app.ui.viewmodels.patient.screens.today_sources import ref_to
from bedside_app.ui.viewmodels.shown import CaseShown, spoken_of

__all__ = ["CycleRow", "Doses", "SumRow", "doses_of"]

_TONES: Final = {
    CycleState.NOT_GIVEN: "stop",
    CycleState.PARTLY: "stop",
    CycleState.DUE: "caution",
    CycleState.PLANNED: "text2",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CycleRow:
    """One cycle: its number and day, a cell for each drug of the table, growth factor, and why it was so."""

    cycle: tuple[Piece, ...]
    doses: tuple[tuple[Piece, ...], ...]
    support: tuple[Piece, ...]
    reason: tuple[Piece, ...]
    spoken: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SumRow:
    """What was given so far. `cells` are those of the drugs of the table; of any other drug `title` names it."""

    title: str
    cells: tuple[tuple[Piece, ...], ...]
    note: tuple[Piece, ...]
    spoken: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Doses:
    """The table of doses. `none` says that nothing was recorded."""

    title: str
    drugs: tuple[str, ...]
    support: str
    reason: str
    rows: tuple[CycleRow, ...]
    sums: tuple[SumRow, ...]
    none: str


def doses_of(case: CaseShown) -> Doses | None:
    """Return the table of doses; None where there is no day to show."""
    today = day_shown(case)
    if today is None:
        return None
    drugs = {dose.drug: case.text(dose.name) for cycle in today.cycles for dose in cycle.doses}
    return Doses(
        title=said(case, "doses"),
        drugs=tuple(
            said(case, "planned-given", drug=name) if not at else name for at, name in enumerate(drugs.values())
        ),
        support=said(case, "support"),
        reason=said(case, "reason"),
        rows=tuple(_row(case, one, at, tuple(drugs)) for at, one in enumerate(today.cycles)),
        sums=tuple(_sums(case, today, tuple(drugs))),
        none="" if today.cycles else said(case, "no-doses"),
    )


def _row(case: CaseShown, one: CycleShown, at: int, drugs: Sequence[str]) -> CycleRow:
    date = when_of(case, one.date) or said(case, "no-date")
    number = "?" if one.number is None else str(one.number)
    by_drug = {dose.drug: (place, dose) for place, dose in enumerate(one.doses)}
    cells = tuple(
        _dose(case, by_drug[drug][1], (at, by_drug[drug][0])) if drug in by_drug else (Piece("–", tone="text3"),)
        for drug in drugs
    )
    source = ref_to("cycle", at) if one.provenance else None
    cycle = (Piece(number, strong=True), Piece(" · "), Piece(date, source=source, spoken=f"{number}, {date}"))
    support = case.text(one.support)
    reason = _reason(case, one, at)
    told = [
        " ".join(part.text for part in cycle),
        *(f"{case.text(dose.name)} {_plain(cell)}" for dose, cell in zip(one.doses, cells, strict=False)),
        support,
        _plain(reason),
    ]
    return CycleRow(
        cycle=cycle,
        doses=cells,
        support=_figure(support, "support", at, sourced=bool(one.support_provenance)),
        reason=reason,
        spoken=spoken_of(part for part in told if part),
    )


def _figure(text: str, part: str, at: int, *, sourced: bool) -> tuple[Piece, ...]:
    """Return words that open their source where they have one and hold a figure."""
    if not text:
        return (Piece("–", tone="text3"),)
    return (Piece(text, source=ref_to(part, at) if sourced and any(sign.isdigit() for sign in text) else None),)


def _reason(case: CaseShown, one: CycleShown, at: int) -> tuple[Piece, ...]:
    """Return what became of the cycle, where it was not simply given, and why; with what is odd of its doses."""
    state, reason = case.text(one.state_text), case.text(one.reason)
    notes = "; ".join(case.text(dose.note) for dose in one.doses if dose.note)
    if one.state is CycleState.GIVEN:
        state = ""
    words = "; ".join(part for part in (reason, notes) if part)
    pieces = []
    if state:
        pieces.append(Piece(case.pair(state, "").rstrip() if words else state, strong=True, tone=_TONES[one.state]))
    if words:
        source = ref_to("reason", at) if one.reason_provenance and any(sign.isdigit() for sign in words) else None
        pieces += [Piece(" ")] if pieces else []
        pieces.append(Piece(words, source=source))
    return tuple(pieces) or (Piece("–", tone="text3"),)


def _dose(case: CaseShown, one: DoseShown, at: tuple[int, int]) -> tuple[Piece, ...]:
    """Return planned → given and the share of it; a dose that differs from the plan stands out by weight and colour."""
    given, planned = case.text(one.given_text), case.text(one.planned_text)
    source = ref_to("dose", *at)
    spoken = ", ".join(p for p in (case.text(one.name), given or planned) if p)
    if not given and one.ordered is None:
        return (Piece(planned or "–", source=source if planned else None, spoken=spoken),)
    pieces: list[Piece] = []
    if given:
        pieces += [Piece(f"{_without_unit(planned, one, given)} → ")] if planned else []
        pieces.append(Piece(given, strong=True, source=source if one.provenance else None, spoken=spoken))
    else:
        pieces.append(Piece(case.text(one.ordered_text), source=source if one.provenance else None, spoken=spoken))
        full = f" {said(case, 'full', planned=_without_unit(planned, one, given))}" if planned else ""
        pieces.append(Piece(f" {said(case, 'ordered')}{full}", tone="text2"))
    if one.percent is not None and one.given:
        share, as_planned = said(case, "per-cent", percent=one.percent), one.percent == 100
        pieces.append(Piece(f" {share}", strong=not as_planned, tone="text2" if as_planned else "caution"))
    return tuple(pieces)


def _without_unit(planned: str, one: DoseShown, given: str) -> str:
    """Return the planned amount alone where the one beside it has the same unit."""
    number, hard, unit = planned.rpartition("\u00a0")
    return number if hard and (given.endswith(f"\u00a0{unit}") or not given) and one.planned is not None else planned


def _sums(case: CaseShown, today: Today, drugs: Sequence[str]) -> Iterator[SumRow]:
    """Yield the sums of the drugs of the table in one row, then each other drug that was given before."""
    of = {one.drug: (at, one) for at, one in enumerate(today.cumulative)}
    here = [of.get(drug) for drug in drugs]
    if any(here):
        cells = tuple(() if one is None else _sum(case, *one) for one in here)
        notes = _notes(case, [one for _, one in filter(None, here)], case.text(today.surface))
        told = [said(case, "given"), *(_named(case, one) for _, one in filter(None, here)), notes]
        yield SumRow(
            title=said(case, "given"),
            cells=cells,
            note=(Piece(notes, tone="text2"),) if notes else (),
            spoken=spoken_of(part for part in told if part),
        )
    for drug, (at, one) in of.items():
        if drug not in drugs:
            notes = _notes(case, [one], "")
            yield SumRow(
                title=case.text(one.name),
                cells=(_sum(case, at, one),),
                note=(Piece(notes, tone="text2"),) if notes else (),
                spoken=spoken_of(part for part in (_named(case, one), notes) if part),
            )


def _named(case: CaseShown, one: Cumulative) -> str:
    return f"{case.text(one.name)} {case.text(one.text)}"


def _sum(case: CaseShown, at: int, one: Cumulative) -> tuple[Piece, ...]:
    """Return amount and amount per m²; an incomplete sum says that it is one."""
    source, name = ref_to("sum", at), case.text(one.name)
    texts = [text for text in (case.text(one.text), case.text(one.per_m2_text)) if text]
    pieces = [] if one.complete else [Piece(f"{said(case, 'incomplete')} ", strong=True, tone="caution")]
    for text in texts:
        pieces += [Piece(", ")] if text != texts[0] else []
        pieces.append(Piece(text, strong=True, source=source, spoken=f"{name}, {said(case, 'given').lower()}, {text}"))
    return tuple(pieces)


def _notes(case: CaseShown, sums: Sequence[Cumulative], surface: str) -> str:
    """Return the maxima of the drugs, once where they are the same, what is not counted, and the body surface."""
    limits = [one.limit for one in sums if one.limit]
    same = all(one == limits[0] for one in limits)
    told = [case.text(limits[0])] if limits and same else [_limited(case, one) for one in sums if one.limit]
    told += [case.text(one.note) for one in sums if one.note]
    return ". ".join(part.rstrip(".") for part in (*told, surface) if part)


def _limited(case: CaseShown, one: Cumulative) -> str:
    return case.pair(case.text(one.name), case.text(one.limit))


def _plain(pieces: Sequence[Piece]) -> str:
    return "".join(piece.text for piece in pieces)
