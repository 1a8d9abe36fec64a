"""Records of a treatment under way, built in view: what a test names is all that is recorded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache

from bedside_app.dictionary.entries import load
from bedside_app.dictionary.view import View
from bedside_app.domain.fact import Fact, Presence, Scalar
from bedside_app.domain.treatment import LimitToday, TreatmentDay
from bedside_app.therapy import knowledge
from bedside_app.therapy.knowledge import Knowledge
from bedside_app.therapy.today import treatment_day
from tests.records import PRIMARY, fact_of, record_of

__all__ = ["DAY", "cycle", "day_of", "dose", "given", "known", "limit", "measured", "plan", "seen", "treated"]

DAY = date(2026, 11, 24)  # cycle 3 is due
MG = {"docetaxel": 130.0, "cyclophosphamide": 1050.0}
ORDERED = {**MG, "pegfilgrastim": 6.0}
FINE: dict[str, Scalar] = {
    "neutrophils": 3.0,
    "temperature": 36.6,
    "infection_signs": False,
    "platelets": 210,
    "bilirubin": 9,
    "alt": 20,
    "ast": 20,
    "alkaline_phosphatase": 80,
    "bilirubin_upper_limit": 21,
    "alt_upper_limit": 35,
    "ast_upper_limit": 35,
    "alkaline_phosphatase_upper_limit": 105,
    "creatinine_clearance": 90,
    "neuropathy_grade": 0,
    "skin_reaction_grade": 0,
    "fluid_retention_grade": 0,
    "febrile_neutropenia_episodes": 0,
    "weight": 68,
}


@cache
def known() -> Knowledge:
    return knowledge.load(load())


def plan(key: str = "tc", *, protocol: str = "urn:bedside:regimen:tc", title: str = "TC", **more: Scalar) -> Fact:
    detail: dict[str, Scalar] = {"key": f"CarePlan/{key}", "status": "active", "start": "2026-10-13", **more}
    return fact_of("treatment_plan", title, effective="2026-10-05", detail={**detail, "protocol": protocol})


def cycle(number: int, start: str, *, of: str = "tc", status: str = "active", **more: Scalar) -> Fact:
    detail: dict[str, Scalar] = {"key": f"CarePlan/{of}-{number}", "plan": f"CarePlan/{of}", "status": status}
    if start:
        detail["start"] = start
    return fact_of(
        "treatment_cycle", f"Cycle {number}", effective="2026-10-05", detail={**detail, "number": number, **more}
    )


def dose(
    drug: str, amount: float | None = None, *, plan: str = "CarePlan/tc", said: str = "2026-10-05", **more: Scalar
) -> Fact:
    """Return one order; without an amount it is the whole dose of the drug."""
    detail: dict[str, Scalar] = {
        "record": "request",
        "status": "active",
        "plan": plan,
        "key": f"MedicationRequest/{plan}-{drug}",
        "dose": ORDERED[drug] if amount is None else amount,
        "dose_unit": "mg",
        "drug": drug,
    }
    return fact_of("treatment_dose", drug, effective=said, detail={**detail, **more})


def given(
    drug: str, day: str, amount: float | None = None, *, plan: str = "", done: bool = True, **more: Scalar
) -> Fact:
    """Return one administration, of the cycle or plan that it names."""
    detail = {
        "record": "administration",
        "status": "completed" if done else "not-done",
        "key": f"MedicationAdministration/{day}-{drug}",
        "date": day,
        "order": "",
    }
    presence = Presence.PRESENT if done else Presence.ABSENT
    whole = dose(drug, amount, plan=plan, said=day).detail
    return fact_of("treatment_dose", drug, effective=day, presence=presence, detail={**whole, **detail, **more})


def treated(*more: Fact) -> list[Fact]:
    """Return two cycles of docetaxel and cyclophosphamide as planned, the third due on DAY."""
    facts = [plan(), dose("docetaxel"), dose("cyclophosphamide")]
    facts += [cycle(1, "2026-10-13"), cycle(2, "2026-11-03"), cycle(3, "2026-11-24"), cycle(4, "2026-12-15")]
    for number, day in ((1, "2026-10-13"), (2, "2026-11-03")):
        facts += [given(drug, day, plan=f"CarePlan/tc-{number}") for drug in MG]
    return [*facts, *more]


def measured(on: str = "2026-11-24", **values: Scalar | None) -> list[Fact]:
    """Return everything that the limits ask, measured on one day and fine; None leaves a value out."""
    facts = [fact_of(name, value, effective=on) for name, value in {**FINE, **values}.items() if value is not None]
    at_start = [fact_of("height", 161, effective="2026-10-05"), fact_of("weight", 68, effective="2026-10-05")]
    return [*facts, *at_start]


def seen(facts: Sequence[Fact], on: date = DAY) -> View:
    return View(record_of(*facts), load(), as_of=on, primary=PRIMARY.key)


def day_of(facts: Sequence[Fact], on: date = DAY) -> TreatmentDay:
    found = treatment_day(seen(facts, on), known())
    assert found is not None
    return found


def limit(day: TreatmentDay, name: str) -> LimitToday:
    return next(one for one in day.limits if one.limit == name)


def days_before(days: int, day: date = DAY) -> str:
    return (day - timedelta(days=days)).isoformat()
