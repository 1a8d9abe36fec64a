"""Cycles with their doses planned → given, what was given so far, and the last dose."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from bedside_app.domain.fact import Fact
from bedside_app.domain.today import Cumulative, CycleShown, CycleState, DoseShown, LastDose
from bedside_app.domain.treatment import Course, Cycle, Dose, TreatmentDay
from bedside_app.foundation.words import LANGUAGES, number
from bedside_app.report.parts.facts import Case
from bedside_app.report.parts.today.told import (
    amount_text,
    capital,
    day_text,
    drug_text,
    joined_words,
    near_text,
    provenances,
)
from bedside_app.report.phrases import Words, both, quantity, words_of

__all__ = ["cumulative_of", "cycles_of", "last_dose_of", "state_of", "surface_text"]

_AS_PLANNED = range(95, 106)  # per cent: rounding of vials, not a change


def cycles_of(case: Case, day: TreatmentDay) -> tuple[CycleShown, ...]:
    """Return every cycle that has begun or is next, course by course."""
    shown: list[CycleShown] = []
    for course in day.courses:
        last = max((place for place, cycle in enumerate(course.cycles) if cycle.given), default=-1)
        for place, cycle in enumerate(course.cycles):
            has_come = cycle.due is not None and cycle.due.first_day <= day.as_of
            if cycle.given or has_come or place == last + 1:
                shown.append(_cycle(case, course, cycle, day.as_of))
    loose = _loose(day)
    return (*shown, *(_cycle(case, day.courses[0], cycle, day.as_of, known=False) for cycle in loose))


def _loose(day: TreatmentDay) -> Iterator[Cycle]:
    """Yield what was given outside every course, one entry for each day."""
    days: dict[date | None, list[Dose]] = {}
    for dose in day.undone:
        days.setdefault(dose.day.first_day if dose.day is not None else None, []).append(dose)
    for doses in days.values():
        given = tuple(doses)
        yield Cycle(number=None, due=doses[0].day, status="", reason="", orders=(), given=given, support=())


def state_of(cycle: Cycle, course: Course, as_of: date) -> CycleState:
    """Return what became of a cycle by what is recorded of its doses, never by the state of a plan alone."""
    given = {dose.drug for dose in cycle.given if dose.given}
    expected = {dose.drug for dose in (*cycle.orders, *course.planned)} or {drug.drug for drug in course.drugs}
    if given:
        return CycleState.GIVEN if given >= expected else CycleState.PARTLY
    if any(dose.given is False for dose in cycle.given) or cycle.status == "revoked":
        return CycleState.NOT_GIVEN
    has_come = cycle.due is not None and cycle.due.first_day <= as_of
    return CycleState.DUE if has_come else CycleState.PLANNED


def _cycle(case: Case, course: Course, cycle: Cycle, as_of: date, *, known: bool = True) -> CycleShown:
    state = state_of(cycle, course, as_of)
    at = cycle.started or cycle.due
    told = [dose.fact for dose in cycle.given] or ([cycle.fact] if cycle.fact is not None else [])
    reason, because = _reason(cycle, course, state)
    return CycleShown(
        plan=course.key if known else "",
        number=cycle.number,
        date=at.first_day.isoformat() if at is not None and at.precision not in ("year", "month") else _coarse(at),
        state=state,
        doses=tuple(_dose(case, course, cycle, drug) for drug in _drugs(course, cycle)),
        support=_support(case, cycle, as_of),
        reason=reason,
        state_text=_state_text(cycle, state),
        provenance=provenances(case, told),
        support_provenance=provenances(case, [dose.fact for dose in cycle.support]),
        reason_provenance=provenances(case, because),
    )


def _coarse(at: object) -> str:
    return "" if at is None else str(getattr(at, "text", ""))


def _state_text(cycle: Cycle, state: CycleState) -> Words:
    if state is CycleState.GIVEN:
        return {}
    if state is CycleState.DUE and cycle.status == "completed":
        return both("treatment.cycle.unrecorded")
    return both(f"treatment.cycle.{state.value.replace('_', '-')}")


def _drugs(course: Course, cycle: Cycle) -> list[str]:
    """Return the drugs of a cycle in the order of the regimen, then what else was planned, ordered or given."""
    named = [drug.drug for drug in course.drugs]
    told = [dose.drug for dose in (*course.planned, *cycle.orders, *cycle.given)]
    return list(dict.fromkeys((*named, *told))) if cycle.fact is not None else list(dict.fromkeys(told))


def _of(doses: Iterable[Dose], drug: str) -> list[Dose]:
    return [dose for dose in doses if dose.drug == drug]


def _sum(doses: Sequence[Dose]) -> float | None:
    """Return the mg of some doses together; None for none, and where one has no dose in a unit of mass."""
    amounts = [dose.milligrams for dose in doses]
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if doses and len(known) == len(amounts) else None


def _dose(case: Case, course: Course, cycle: Cycle, drug: str) -> DoseShown:
    days = next((one.days for one in course.drugs if one.drug == drug), 1)
    plans, orders = _of(course.planned, drug), _of(cycle.orders, drug)
    given = [dose for dose in _of(cycle.given, drug) if dose.given]
    refused = [dose for dose in _of(cycle.given, drug) if dose.given is False]
    whole = _sum(plans)
    planned = whole * days if whole is not None else _sum(orders)
    ordered, amount = _sum(orders), _sum(given)
    percent = round(100 * amount / planned) if amount is not None and planned else None
    named = next(iter((*given, *refused, *orders, *plans)), None)
    differs = ordered is not None and planned is not None and abs(ordered - planned) > 0.005 * planned
    return DoseShown(
        drug=drug,
        name=drug_text(case, course, named) if named is not None else _regimen_name(course, drug),
        planned=planned,
        planned_unit="mg" if planned is not None else "",
        planned_text=amount_text(planned, "mg") if planned is not None else {},
        given=0.0 if refused and not given else amount,
        given_unit="mg" if amount is not None else "",
        given_text=_given_text(given, refused, amount),
        percent=percent,
        ordered=ordered if differs else None,
        ordered_text=amount_text(ordered, "mg") if differs and ordered is not None else {},
        note=_note(given, amount, planned, percent),
        provenance=provenances(case, [dose.fact for dose in (*given, *refused, *orders, *plans)]),
    )


def _regimen_name(course: Course, drug: str) -> Words:
    return next((dict(one.name) for one in course.drugs if one.drug == drug), words_of(drug.replace("_", " ")))


def _given_text(given: Sequence[Dose], refused: Sequence[Dose], amount: float | None) -> Words:
    if amount is not None:
        return amount_text(amount, "mg")
    if given:
        return joined_words(_recorded(dose) for dose in given)
    return both("treatment.dose.not-given") if refused else {}


def _recorded(dose: Dose) -> Words:
    """Return a dose exactly as it was recorded, in whatever unit."""
    if dose.amount is None:
        return both("treatment.dose.no-amount")
    return {language: f"{number(dose.amount, language)}\u00a0{dose.unit}".strip() for language in LANGUAGES}


def _note(given: Sequence[Dose], amount: float | None, planned: float | None, percent: int | None) -> Words:
    units = {dose.unit for dose in given if dose.milligrams is None and dose.amount is not None}
    if units:
        return both("treatment.dose.other-unit", {"unit": ", ".join(sorted(units)) or "?"})
    if percent is not None and percent > _AS_PLANNED[-1]:
        return both("treatment.dose.above")
    return both("treatment.dose.unplanned") if amount is not None and planned is None else {}


def _support(case: Case, cycle: Cycle, near: date) -> Words:
    """Return the growth factor of a cycle: as given, else as ordered; that none is recorded is said, not concluded."""
    given = [dose for dose in cycle.support if dose.given is not None]
    told = given or list(cycle.support)
    said: list[Words] = []
    for dose in told:
        name = capital(drug_text(case, None, dose))
        amount = _recorded(dose) if dose.amount is not None else {"en": "", "fr": ""}
        code = "planned" if dose.given is None else "given" if dose.given else "not-given"
        at = near_text(dose.day.text, near) if dose.day is not None else {"en": "–", "fr": "–"}
        said.append(both(f"treatment.support.{code}", {"name": name, "dose": amount, "day": at}))
    return joined_words(said) or both("treatment.support.none")


def _reason(cycle: Cycle, course: Course, state: CycleState) -> tuple[Words, list[Fact]]:
    """Return why a cycle was given otherwise than planned, as somebody recorded it; nothing is concluded."""
    told = [dose for dose in (*cycle.given, *cycle.orders) if dose.reason]
    if told:
        return joined_words(words_of(text) for text in dict.fromkeys(dose.reason for dose in told)), [
            dose.fact for dose in told
        ]
    if cycle.reason:
        return words_of(cycle.reason), [cycle.fact] if cycle.fact is not None else []
    if state in (CycleState.DUE, CycleState.PLANNED):
        return {}, []
    return both(f"treatment.reason.{'as-planned' if _is_as_planned(cycle, course) else 'none'}"), []


def _is_as_planned(cycle: Cycle, course: Course) -> bool:
    for drug in {dose.drug for dose in course.planned}:
        planned = _sum(_of(course.planned, drug))
        given = _sum([dose for dose in _of(cycle.given, drug) if dose.given])
        days = next((one.days for one in course.drugs if one.drug == drug), 1)
        if not planned or given is None or round(100 * given / (planned * days)) not in _AS_PLANNED:
            return False
    return bool(course.planned)


# -- so far ------------------------------------------------------------------------------------------------------------


def cumulative_of(case: Case, day: TreatmentDay) -> tuple[Cumulative, ...]:
    """Return what was given of each drug of each course, and against which lifetime limit."""
    found: list[Cumulative] = []
    for course in day.courses:
        given = [dose for cycle in course.cycles for dose in cycle.given if dose.given]
        for drug in dict.fromkeys((*(one.drug for one in course.drugs), *(dose.drug for dose in given))):
            doses = _of(given, drug)
            if doses:
                found.append(_so_far(case, course, drug, doses))
    return tuple(found)


def _so_far(case: Case, course: Course, drug: str, doses: Sequence[Dose]) -> Cumulative:
    counted = [dose for dose in doses if dose.milligrams is not None]
    amount = sum(dose.milligrams or 0.0 for dose in counted)
    per_m2 = amount / course.surface.m2 if course.surface is not None and counted else None
    left_out = [dose for dose in doses if dose.milligrams is None]
    words: Words = {language: quantity(round(per_m2), "mg/m2", language, 0) for language in LANGUAGES} if per_m2 else {}
    return Cumulative(
        drug=drug,
        name=drug_text(case, course, doses[0]),
        amount=amount,
        unit="mg",
        text=amount_text(amount, "mg"),
        per_m2=round(per_m2, 1) if per_m2 is not None else None,
        per_m2_text=words,
        limit=_lifetime(course, drug),
        complete=not left_out,
        note=both("treatment.sum.left-out", {"doses": joined_words(_dated(dose) for dose in left_out)})
        if left_out
        else {},
        provenance=provenances(case, [dose.fact for dose in doses]),
    )


def _dated(dose: Dose) -> Words:
    said = _recorded(dose)
    return joined_words([said, day_text(dose.day)]) if dose.day is not None else said


def _lifetime(course: Course, drug: str) -> Words:
    known = next((one for one in course.drugs if one.drug == drug), None)
    if known is None:
        return both("treatment.sum.unknown")
    if known.limit is None:
        return both("treatment.sum.none")
    return both("treatment.sum.limit", {"limit": known.limit, "unit": known.limit_unit.replace("m2", "m²")})


def surface_text(day: TreatmentDay) -> Words:
    """Return the body surface that the doses were set with, from which height and weight, of which day."""
    surface = day.courses[0].surface
    if surface is None:
        return both("treatment.surface-unknown")
    size = [
        {language: quantity(float(fact.value or 0), fact.unit, language) for language in LANGUAGES}
        for fact in (surface.height, surface.weight)
    ]
    at = surface.weight.effective
    values = {
        "m2": {language: number(round(surface.m2, 2), language, 2) for language in LANGUAGES},
        "height": size[0],
        "weight": size[1],
        "day": near_text(at.text, day.as_of) if at is not None else {"en": "–", "fr": "–"},
        "formula": surface.formula,
    }
    return both("treatment.surface", values)


def last_dose_of(case: Case, day: TreatmentDay) -> LastDose | None:
    """Return the last day on which a drug of the treatment was given, with what was not as planned; None for none."""
    given = [
        (course, cycle, dose)
        for course in day.courses
        for cycle in course.cycles
        for dose in cycle.given
        if dose.given and dose.day is not None
    ]
    days = [dose.day.first_day for _, _, dose in given if dose.day is not None]
    if not days:
        return None
    last = max(days)
    of_day = [one for one in given if one[2].day is not None and one[2].day.first_day == last]
    shown = [_dose(case, course, cycle, dose.drug) for course, cycle, dose in of_day]
    told = [dose for dose in shown if dose.percent not in _AS_PLANNED] or shown
    return LastDose(
        date=last.isoformat(),
        days_ago=(day.as_of - last).days,
        text=joined_words(_share(dose) for dose in told),
        provenance=provenances(case, [dose.fact for _, _, dose in of_day]),
    )


def _share(dose: DoseShown) -> Words:
    values = {"name": dose.name, "dose": dose.given_text, "percent": dose.percent}
    return both("treatment.dose.plain" if dose.percent is None else "treatment.dose.share", values)
