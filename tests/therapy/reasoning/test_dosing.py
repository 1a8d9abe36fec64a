"""Doses with known answers, and no number where something is unknown."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bedside_app.dictionary.view import View
from bedside_app.domain.fact import Comparator, FactId
from bedside_app.domain.proposal import Dose
from bedside_app.therapy.reasoning.dosing import calvert, doses, dubois, mosteller
from bedside_app.therapy.reasoning.plan import Plan
from bedside_app.therapy.reasoning.situation import Situation
from tests.records import fact_of
from tests.therapy.tiny import REGIMENS, dictionary, known, pathway, view


def dosed(regimen: str, patient: View | None = None, regimens: str = REGIMENS) -> tuple[Dose, ...]:
    knowledge = known(regimens=regimens)
    plan = Plan(pathway(), knowledge, dictionary())
    return doses(knowledge.regimens[regimen], Situation(patient or view(), plan.terms))


# Values of an independent implementation, two decimals (issue's vectors: bsa_mosteller, bsa_dubois, calvert).
@pytest.mark.parametrize(
    ("height", "weight", "by_mosteller", "by_dubois"), [(170, 70, 1.82, 1.81), (182, 95, 2.19, 2.16)]
)
def test_body_surface_has_its_published_value(
    height: float, weight: float, by_mosteller: float, by_dubois: float
) -> None:
    assert mosteller(height, weight) == pytest.approx(by_mosteller, abs=5e-3)
    assert dubois(height, weight) == pytest.approx(by_dubois, abs=5e-3)


def test_the_calvert_formula_has_its_published_value() -> None:
    assert (calvert(6, 125), calvert(2, 95)) == (900, 240)


def test_a_dose_by_surface_shows_its_arithmetic_in_both_languages() -> None:
    (dose,) = dosed("alpha")
    assert dose.amount == 110
    assert dose.arithmetic["en"] == (
        "60 mg/m² × 1.818 m² (Mosteller, 170 cm, 70 kg) = 109.1 mg; rounded to 110 mg (+0.8 %)"
    )
    assert "1,818 m²" in dose.arithmetic["fr"]
    assert "+0,8\u202f%" in dose.arithmetic["fr"]


def test_the_formula_of_the_surface_is_the_declared_one() -> None:
    declared = REGIMENS.replace(
        "  cycle: {days: 21, count: 4}\n  arm", "  bsa: dubois\n  cycle: {days: 21, count: 4}\n  arm"
    )
    (dose,) = dosed("alpha", regimens=declared)
    assert "Du Bois" in dose.arithmetic["en"]


def test_the_surface_is_capped_and_the_cap_is_said() -> None:
    (dose,) = dosed("alpha", view(weight=160, height=190))
    assert dose.amount == 120
    assert "counted as 2 m²" in dose.arithmetic["en"]


@pytest.mark.parametrize(("bilirubin", "amount"), [(21, 110), (21.1, 80), (50, 80), (51, 0)])
def test_the_first_organ_function_step_that_holds_counts(bilirubin: float, amount: float) -> None:
    (dose,) = dosed("alpha", view(bilirubin=bilirubin))
    assert dose.amount == amount
    assert bool(dose.adjustments) == (bilirubin > 21)


def test_an_unknown_organ_function_gives_no_dose_and_says_what_it_needs() -> None:
    (dose,) = dosed("alpha", view(without=("bilirubin", "weight")))
    assert (dose.amount, dose.arithmetic, dose.missing) == (None, {}, (FactId("bilirubin"), FactId("weight")))


def test_a_dose_of_nothing_needs_no_weight() -> None:
    (dose,) = dosed("alpha", view(bilirubin=60, without=("weight",)))
    assert (dose.amount, dose.missing) == (0, ())


def test_a_weight_known_only_within_bounds_gives_no_dose() -> None:
    heavy = fact_of("weight", 150, dictionary=dictionary(), comparator=Comparator.MORE)
    (dose,) = dosed("alpha", view(without=("weight",), facts=(heavy,)))
    assert (dose.amount, dose.missing) == (None, (FactId("weight"),))


@pytest.mark.parametrize(("clearance", "amount"), [(100, 630), (125, 750), (150, 750)])
def test_carboplatin_follows_calvert_with_its_named_and_capped_clearance(clearance: float, amount: float) -> None:
    dose = dosed("gamma", view(clearance=clearance))[0]
    assert dose.amount == amount
    assert "Clearance, mL/min" in dose.arithmetic["en"]
    assert ("counted as 125" in dose.arithmetic["en"]) == (clearance > 125)


def test_the_indexed_filtration_rate_never_stands_in_for_the_clearance() -> None:
    dose = dosed("gamma", view(without=("clearance",), egfr=90))[0]
    assert (dose.amount, dose.missing) == (None, (FactId("clearance"),))


def test_a_loading_dose_stands_before_the_others() -> None:
    _, first, then = dosed("gamma")
    assert (first.amount, first.schedule["en"], then.amount) == (560, "first dose", 420)


def test_what_was_given_before_counts_towards_the_limit() -> None:
    within, over, unknown = (
        dosed("alpha", seen)[0].cumulative["en"]
        for seen in (view(given_before=100), view(given_before=200), view(without=("given_before",)))
    )
    assert "340 of at most 400 mg/m²" in within
    assert "over the limit of 400" in over
    assert "not known" in unknown


@settings(max_examples=100, deadline=None)
@given(height=st.floats(100, 230), weight=st.floats(20, 300))
def test_a_rounded_dose_is_a_multiple_of_its_step_within_half_a_step(height: float, weight: float) -> None:
    (dose,) = dosed("alpha", view(height=height, weight=weight))
    exact = 60 * min(mosteller(height, weight), 2.0)
    assert dose.amount is not None
    assert dose.amount % 5 == 0
    assert abs(dose.amount - exact) <= 2.5 + 1e-3
