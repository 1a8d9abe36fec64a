"""Doses for this patient: published dose, organ-function steps, size, caps, rounding, and the arithmetic in words."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from bedside_app.domain.fact import FactId
from bedside_app.domain.proposal import Dose, Reason, Words
from bedside_app.foundation.errors import Fault
from bedside_app.therapy.reasoning.situation import Situation
from bedside_app.therapy.schema import Adjustment, Cumulative, Cycle, Regimen, RegimenDrug
from bedside_app.therapy.sentences import in_both, listed

__all__ = ["calvert", "doses", "dubois", "mosteller"]

HEIGHT: Final = FactId("height")  # cm
WEIGHT: Final = FactId("weight")  # kg


def mosteller(height_cm: float, weight_kg: float) -> float:
    """Return the body surface in m2. Mosteller, N Engl J Med 1987;317:1098."""
    return float((height_cm * weight_kg / 3600) ** 0.5)


def dubois(height_cm: float, weight_kg: float) -> float:
    """Return the body surface in m2. Du Bois and Du Bois, Arch Intern Med 1916;17:863."""
    return float(0.007184 * height_cm**0.725 * weight_kg**0.425)


def calvert(auc: float, clearance_ml_min: float) -> float:
    """Return mg of carboplatin for a target AUC in mg·min/mL. Calvert et al., J Clin Oncol 1989;7:1748."""
    return auc * (clearance_ml_min + 25)


_SURFACE: Final = {"mosteller": (mosteller, "Mosteller"), "dubois": (dubois, "Du Bois")}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sum:
    """An amount on its way, with what was done so far in words."""

    amount: float
    words: tuple[Words, ...] = ()

    def then(self, amount: float, words: Words) -> _Sum:
        """Return the amount after one more step."""
        return _Sum(amount=amount, words=(*self.words, words))


def doses(regimen: Regimen, situation: Situation) -> tuple[Dose, ...]:
    """Return one dose for each drug of a regimen, and one before it where the first dose differs.

    A dose that rests on something unknown has no amount and says what it needs: an organ function that nobody measured
    is not a normal one.
    """
    found: list[Dose] = []
    for drug in regimen.drugs:
        if drug.loading is not None:
            found.append(_dose(drug, drug.loading.dose, drug.loading.schedule, regimen, situation))
        found.append(_dose(drug, drug.dose, drug.schedule, regimen, situation))
    return tuple(found)


def _dose(drug: RegimenDrug, published: float, schedule: Words, regimen: Regimen, situation: Situation) -> Dose:
    step, missing = _step(drug, situation)
    unsized = () if step is not None and 0 in (step.factor, step.amount) else _sizes(drug)
    missing = (*missing, *(fact for fact in unsized if situation.number(fact) is None))
    total = _Sum(amount=published)
    if not missing:
        total = _adjusted(drug, total, step)
        total = _rounded(drug, _capped(drug, _sized(drug, total, regimen, situation)))
    return Dose(
        drug=drug.drug,
        schedule=schedule,
        amount=None if missing else total.amount,
        unit=drug.unit,
        per=drug.per,
        published=published,
        arithmetic=listed(total.words, "; ") if total.words else {},
        adjustments=() if step is None else (_reason(step, situation),),
        missing=missing,
        cumulative=_cumulative(drug, regimen.cycle, situation),
    )


def _step(drug: RegimenDrug, situation: Situation) -> tuple[Adjustment | None, tuple[FactId, ...]]:
    """Return the first organ-function step that holds, or what must be known to say which does."""
    for step in drug.adjust:
        holds = situation.holds(step.when)
        if holds is None:
            return None, situation.unknown(*(step.when for step in drug.adjust))
        if holds:
            return step, ()
    return None, ()


def _sizes(drug: RegimenDrug) -> tuple[FactId, ...]:
    """Return the facts that the size of a dose rests on."""
    return {"m2": (HEIGHT, WEIGHT), "kg": (WEIGHT,), "auc": (FactId(drug.gfr or ""),)}.get(drug.per, ())


def _reason(step: Adjustment, situation: Situation) -> Reason:
    sources = (step.source,) if step.source else ()
    return Reason(text=step.text, condition=step.when, facts=situation.terms.facts(step.when), sources=sources)


def _adjusted(drug: RegimenDrug, total: _Sum, step: Adjustment | None) -> _Sum:
    if step is None:
        return total
    published = total.amount
    if step.amount is not None:
        words = in_both("therapy.dose.replaced", why=step.text, dose=step.amount, before=published, unit=_per(drug))
        return total.then(step.amount, words)
    factor = step.factor if step.factor is not None else 1.0
    amount = _exact(published * factor)
    words = in_both("therapy.dose.factor", why=step.text, factor=factor, dose=amount, before=published, unit=_per(drug))
    return total.then(amount, words)


def _per(drug: RegimenDrug) -> Words:
    """Return the unit of a published dose in words: mg/m², mg/kg, AUC, mg."""
    return in_both(f"therapy.dose.unit.{drug.per}", unit=drug.unit)


def _sized(drug: RegimenDrug, total: _Sum, regimen: Regimen, situation: Situation) -> _Sum:
    if total.amount == 0:
        return total
    if drug.per == "m2":
        return _by_surface(drug, total, regimen, situation)
    if drug.per == "kg":
        weight = _number(situation, WEIGHT)
        amount = total.amount * weight
        words = in_both("therapy.dose.kg", dose=total.amount, unit=drug.unit, weight=weight, amount=_shown(amount))
        return total.then(amount, words)
    if drug.per == "auc":
        return _by_clearance(drug, total, situation)
    return total.then(total.amount, in_both("therapy.dose.flat", dose=total.amount, unit=drug.unit))


def _by_surface(drug: RegimenDrug, total: _Sum, regimen: Regimen, situation: Situation) -> _Sum:
    height, weight = _number(situation, HEIGHT), _number(situation, WEIGHT)
    formula, name = _SURFACE[regimen.bsa]
    surface = formula(height, weight)
    limit = drug.cap.bsa if drug.cap is not None else None
    if limit is not None and surface > limit:
        words = in_both("therapy.dose.surface-capped", surface=_shown(surface, 3), limit=limit, formula=name)
        total, surface = total.then(total.amount, words), limit
    amount = total.amount * surface
    words = in_both(
        "therapy.dose.m2",
        dose=total.amount,
        unit=drug.unit,
        surface=_shown(surface, 3),
        formula=name,
        height=height,
        weight=weight,
        amount=_shown(amount),
    )
    return total.then(amount, words)


def _by_clearance(drug: RegimenDrug, total: _Sum, situation: Situation) -> _Sum:
    fact = FactId(drug.gfr or "")
    clearance = _number(situation, fact)
    label = situation.terms.dictionary.entry(fact).label
    limit = drug.cap.gfr if drug.cap is not None else None
    if limit is not None and clearance > limit:
        words = in_both("therapy.dose.clearance-capped", clearance=_shown(clearance), limit=limit)
        total, clearance = total.then(total.amount, words), limit
    amount = calvert(total.amount, clearance)
    words = in_both(
        "therapy.dose.auc",
        auc=total.amount,
        clearance=_shown(clearance),
        fact=label,
        unit=drug.unit,
        amount=_shown(amount),
    )
    return total.then(amount, words)


def _number(situation: Situation, fact: FactId) -> float:
    value = situation.number(fact)
    if value is None:
        raise Fault(f"a dose was computed without {fact}")
    return value


def _capped(drug: RegimenDrug, total: _Sum) -> _Sum:
    limit = drug.cap.amount if drug.cap is not None else None
    if limit is None or total.amount <= limit:
        return total
    return total.then(limit, in_both("therapy.dose.amount-capped", limit=limit, unit=drug.unit))


def _rounded(drug: RegimenDrug, total: _Sum) -> _Sum:
    """Round half up to the step of the regimen, and say by how many per cent."""
    before = _exact(total.amount)
    if drug.round_to is None or before < drug.round_to:
        return _Sum(amount=before, words=total.words)
    step = Decimal(repr(drug.round_to))
    amount = float((Decimal(repr(before)) / step).quantize(Decimal(1), ROUND_HALF_UP) * step)
    if amount == before:
        return _Sum(amount=amount, words=total.words)
    percent = _shown(100 * (amount - before) / before)
    sign = "+" if percent >= 0 else ""
    return total.then(
        amount, in_both("therapy.dose.rounded", amount=amount, unit=drug.unit, sign=sign, percent=percent)
    )


def _exact(value: float) -> float:
    """Return a number without the noise of binary fractions, to a thousandth."""
    return _shown(value, 3)


def _shown(value: float, decimals: int = 1) -> float:
    step = Decimal(1).scaleb(-decimals)
    return float(Decimal(repr(value)).quantize(step, ROUND_HALF_UP))


def _cumulative(drug: RegimenDrug, cycle: Cycle | None, situation: Situation) -> Words:
    """Say what was given before, what this course adds, and the limit; empty where the drug has none."""
    limit = drug.cumulative
    if limit is None:
        return {}
    label = situation.terms.dictionary.entry(FactId(limit.fact)).label
    before = situation.number(FactId(limit.fact))
    added = _course(drug, cycle, limit)
    common = {"fact": label, "limit": limit.limit, "unit": _readable(limit.unit), "added": added}
    if before is None:
        return in_both("therapy.dose.cumulative.unknown", **common)
    total = None if added is None else _exact(before + added)
    exceeds = (before if total is None else total) > limit.limit
    code = "exceeds" if exceeds else "within"
    return in_both(f"therapy.dose.cumulative.{code}", **common, before=before, total=total)


def _course(drug: RegimenDrug, cycle: Cycle | None, limit: Cumulative) -> float | None:
    """Return what the whole course adds as published, in the unit of the limit; None where that can't be said."""
    same_size = (drug.per == "m2") == limit.unit.endswith("/m2")
    if cycle is None or not same_size or drug.per not in ("m2", "flat"):
        return None
    return _exact(drug.dose * max(len(drug.days), 1) * cycle.count * limit.equivalent)


def _readable(unit: str) -> str:
    return unit.replace("m2", "m²")
