"""A dose as the reviewer sets it: read as typed, checked, and held against this patient's and the published dose."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from bedside_app.domain.summary import ShownDose
from bedside_app.foundation.words import Language, number, say
from bedside_app.report.phrases import quantity, unit_text
from bedside_app.ui.viewmodels.shown import CaseShown

__all__ = ["DoseChange", "dose_change", "dose_warning"]

_AMOUNT: Final = re.compile(r"\d+(?:[.,]\d+)?")
_SLIP: Final = 2.0  # from this many times the dose on, an amount is read as a slip of the decimal point
_LITTLE: Final = 0.5  # under this part of the dose, it is asked whether that was meant


@dataclass(frozen=True, slots=True, kw_only=True)
class DoseChange:
    """What was typed: the amount once it can be kept, else `problem` says why not; `warning` is what has to be seen."""

    amount: float | None
    problem: str = ""
    unit_is_wrong: bool = False
    warning: str = ""


def dose_change(case: CaseShown, dose: ShownDose, version: str, unit: str) -> DoseChange:
    """Check an amount in the unit that was chosen for it; nothing is converted and no unit is assumed.

    More than twice the dose is refused: a slip of the decimal point is never signed. Whoever means another treatment
    rejects the dose.
    """
    amount = _amount(version, case.language)
    name = unit_text(dose.unit, case.language)
    if amount is None or amount <= 0:
        return DoseChange(amount=None, problem=case.say("review.needs-dose", unit=name))
    if unit != dose.unit:
        return DoseChange(amount=None, problem=case.say("review.needs-unit", unit=name), unit_is_wrong=True)
    most = _most(dose)
    if most is not None and amount > _SLIP * most:
        values = {"most": quantity(most, dose.unit, case.language), "published": _published(dose, case.language)}
        return DoseChange(amount=None, problem=case.say("review.dose-slip", **values))
    return DoseChange(amount=amount, warning=dose_warning(case, dose, amount))


def _amount(text: str, language: Language) -> float | None:
    """Return the number as typed: an English comma could part thousands, so it is never read as the decimal point."""
    match = _AMOUNT.fullmatch(text.strip())
    if match is None or (language == "en" and "," in match[0]):
        return None
    return float(match[0].replace(",", "."))


def _most(dose: ShownDose) -> float | None:
    """Return the most that the regimen gives this patient, None where that is not known here.

    A dose that was lowered for this patient is held against the published one where that is the same for everybody; one
    per m², kg or AUC that was lowered is not known as it would have been.
    """
    if dose.per == "flat":
        return max(dose.published, dose.amount or 0.0)
    return None if dose.adjustments or not dose.amount else dose.amount


def dose_warning(case: CaseShown, dose: ShownDose, amount: float) -> str:
    """Return what has to be seen of an amount: over the published or this patient's dose, far less, or unchecked."""
    language, published = case.language, _published(dose, case.language)
    if dose.amount is None:
        return case.say("review.dose-unchecked", published=published, why=case.text(dose.text))
    values = {"amount": quantity(dose.amount, dose.unit, language), "published": published}
    if dose.per == "flat" and amount > dose.published:
        return case.say("review.dose-over-published", percent=_percent(amount, dose.published, language), **values)
    if amount > dose.amount:
        return case.say("review.dose-over", percent=_percent(amount, dose.amount, language), **values)
    return case.say("review.dose-little", **values) if amount < _LITTLE * dose.amount else ""


def _percent(amount: float, than: float, language: Language) -> str:
    """Write by how many per cent an amount is more; anything is infinitely more than a dose of 0."""
    return number(max(1, round(100 * (amount - than) / than)), language) if than else "∞"


def _published(dose: ShownDose, language: Language) -> str:
    """Write the published dose with what it is given per: *75 mg/m²*, *4 mg*."""
    per = say(f"therapy.dose.unit.{dose.per}", language, {"unit": unit_text(dose.unit, language)})
    return f"{number(dose.published, language)}\u00a0{per}"
