"""Today in words: what is odd in a record is told as it was recorded, and nothing is cleared that is not known."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from bedside_app.dictionary.entries import load
from bedside_app.domain.fact import Fact
from bedside_app.domain.today import CycleState, Today, Verdict
from bedside_app.report.compose import Case
from bedside_app.report.parts.today import today_of
from bedside_app.therapy.today import treatment_day
from tests.records import PRIMARY, fact_of, items_of, record_of
from tests.therapy.today_cases import DAY, cycle, dose, given, known, measured, plan, seen, treated


def shown(facts: Sequence[Fact], on: date = DAY) -> Today:
    view = seen(facts, on)
    day = treatment_day(view, known())
    assert day is not None
    return today_of(Case(record=record_of(*facts), views={PRIMARY.key: view}, dictionary=load(), as_of=on), day)


def test_everything_met_is_a_suggestion_to_go() -> None:
    found = shown([*treated(), *measured()])
    assert (found.verdict, found.headline["en"]) == (Verdict.GO, "Suggested: go")
    assert found.because["en"] == "Every limit is met today."
    assert (found.released_by, found.wanted_fact, found.otherwise) == ((), None, {})


def test_a_missing_value_is_asked_for_and_nothing_is_cleared() -> None:
    found = shown([*treated(), *measured(neutrophils=None)])
    assert found.verdict is Verdict.UNKNOWN
    assert found.headline["en"] == "Not cleared: needs neutrophils"
    assert (found.limits[0].value, found.limits[0].why["en"]) == ({}, "needs Neutrophils")
    assert found.wanted["fr"] == "Saisir\u202f: polynucléaires neutrophiles"


def test_more_missing_values_than_one_can_read_are_counted() -> None:
    found = shown(treated())
    assert found.headline["en"].startswith("Not cleared: needs neutrophils, episodes of febrile neutropenia, ")
    assert found.headline["en"].endswith(" more")


def test_a_stale_value_is_shown_with_its_date_and_is_not_enough() -> None:
    old = fact_of("platelets", 210, effective="2026-11-10")
    row = next(one for one in shown([*treated(old), *measured(platelets=None)]).limits if one.id == "platelets")
    assert (row.verdict, row.when) == (Verdict.UNKNOWN, "2026-11-10")
    assert row.value["en"] == "210\u00a0×10⁹/L"
    assert row.why["en"] == "needs Platelets: the last is older than 3 days"


def test_both_sides_of_a_conflict_are_shown() -> None:
    other = fact_of("neutrophils", 2.4, effective="2026-11-24")
    row = shown([*treated(other), *measured(neutrophils=1.2)]).limits[0]
    assert (row.id, row.verdict) == ("neutrophils", Verdict.UNKNOWN)
    assert "contradict" in row.why["en"]
    assert "1.2" in row.value["en"]
    assert "2.4" in row.value["en"]


def test_a_reduced_dose_that_is_ordered_is_a_go_at_that_dose() -> None:
    orders = [dose("docetaxel", 105, plan="CarePlan/tc-3"), dose("pegfilgrastim", plan="CarePlan/tc-3")]
    found = shown([*treated(*orders), *measured(febrile_neutropenia_episodes=1)])
    assert found.verdict is Verdict.REDUCE
    assert found.headline["en"] == "Suggested: go at the reduced dose that is ordered"


def test_a_reduced_dose_that_is_not_ordered_is_named() -> None:
    order = dose("docetaxel", 130, plan="CarePlan/tc-3")
    found = shown([*treated(order), *measured(febrile_neutropenia_episodes=1)])
    assert found.headline["en"] == "Suggested: reduce, docetaxel 60 mg/m², growth factor from now on"
    assert "is not ordered so" in found.limits[0].why["en"]


def test_hold_comes_before_what_is_unknown_and_both_must_be_answered() -> None:
    found = shown([*treated(), *measured(neutrophils=1.0, platelets=None)])
    assert (found.verdict, [one.verdict for one in found.limits[:2]]) == (Verdict.HOLD, [Verdict.HOLD, Verdict.UNKNOWN])
    assert [(one.met, one.facts[0]) for one in found.released_by] == [
        (False, "neutrophils"),
        (None, "platelets"),
        (True, "temperature"),
        (True, "infection_signs"),
    ]


def test_a_weight_that_changed_by_a_tenth_asks_for_new_doses() -> None:
    found = shown([*treated(), *measured(weight=61)])
    assert found.headline["en"] == "Suggested: hold, recalculate the doses first"
    assert found.limits[0].label["en"] == "Weight, from 68\u00a0kg"
    assert found.wanted_fact == "weight"


def test_a_regimen_that_is_not_known_is_shown_as_recorded_without_a_verdict_of_its_own() -> None:
    facts = [plan(protocol="urn:hospital:br-17", title="BR-17 weekly"), *treated()[1:], *measured()]
    found = shown(facts)
    assert (found.verdict, found.limits) == (Verdict.UNKNOWN, ())
    assert (found.plans[0].known, found.plans[0].regimen["en"]) == (False, "BR-17 weekly")
    assert found.headline["en"] == "Nothing suggested: no limits are known for this regimen"
    assert [one.percent for one in found.cycles[0].doses] == [100, 100]
    assert found.cumulative[0].limit["en"] == "Limits of this regimen are not known"


def test_two_active_regimens_are_an_unknown_that_is_named() -> None:
    other = plan("other", protocol="", title="Something else", start="2026-11-01")
    found = shown([*treated(other), *measured()])
    assert (found.verdict, found.limits[0].id) == (Verdict.UNKNOWN, "several")
    assert found.headline["en"] == "Not cleared: 2 regimens are recorded as active"
    assert "Something else" in found.because["en"]
    assert len(found.plans) == 2


def test_an_order_set_on_hold_holds() -> None:
    found = shown([plan(status="on-hold"), *treated()[1:], *measured()])
    assert (found.verdict, found.limits[0].value["en"]) == (Verdict.HOLD, "On hold")
    assert found.wanted_fact is None


def test_a_dose_in_another_unit_is_shown_as_recorded_and_not_counted() -> None:
    facts = [plan(), dose("docetaxel"), cycle(1, "2026-10-13"), *measured()]
    found = shown([*facts, given("docetaxel", "2026-10-13", 13, plan="CarePlan/tc-1", dose_unit="mL")])
    docetaxel = found.cycles[0].doses[0]
    assert (docetaxel.given, docetaxel.percent, docetaxel.given_text["en"]) == (None, None, "13\u00a0mL")
    assert docetaxel.note["en"] == "recorded in mL: not compared"
    assert (found.cumulative[0].complete, found.cumulative[0].amount) == (False, 0)
    assert "13\u00a0mL" in found.cumulative[0].note["en"]


def test_a_dose_above_what_was_planned_says_so() -> None:
    facts = [plan(), dose("docetaxel"), cycle(1, "2026-10-13"), *measured()]
    found = shown([*facts, given("docetaxel", "2026-10-13", 160, plan="CarePlan/tc-1")]).cycles[0].doses[0]
    assert (found.percent, found.note["en"]) == (123, "more than planned")


def test_a_dose_that_was_not_given_is_zero_and_said() -> None:
    facts = [plan(), dose("docetaxel"), cycle(1, "2026-10-13"), *measured()]
    found = shown([*facts, given("docetaxel", "2026-10-13", plan="CarePlan/tc-1", done=False, reason="Fever")]).cycles[
        0
    ]
    assert (found.state, found.doses[0].given, found.doses[0].given_text["en"]) == (
        CycleState.NOT_GIVEN,
        0,
        "not given",
    )
    assert found.reason["en"] == "Fever"


def test_half_a_cycle_is_partly_given() -> None:
    facts = [plan(), dose("docetaxel"), dose("cyclophosphamide"), cycle(1, "2026-11-24"), *measured()]
    found = shown([*facts, given("docetaxel", "2026-11-24", plan="CarePlan/tc-1")]).cycles[0]
    assert (found.state, found.state_text["en"]) == (CycleState.PARTLY, "Part of it is given")


def test_a_cycle_called_complete_without_a_dose_is_not_called_given() -> None:
    found = shown([plan(), dose("docetaxel"), cycle(1, "2026-10-13", status="completed"), *measured()]).cycles[0]
    assert (found.state, found.state_text["en"]) == (CycleState.DUE, "No administration is recorded")


def test_a_cycle_without_a_date_says_that_its_day_is_not_recorded() -> None:
    facts = [plan(), dose("docetaxel"), cycle(1, "2026-10-13"), cycle(2, ""), *measured()]
    found = shown([*facts, given("docetaxel", "2026-10-13", plan="CarePlan/tc-1")])
    assert found.plans[0].now["en"].endswith("the day of the next cycle is not recorded")
    assert found.plans[0].due == ""
    assert "not recorded" in found.because["en"]


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 11, 23), "Cycle 2 of 4, day 21; cycle 3 due on 24\u00a0Nov\u00a02026"),
        (date(2026, 11, 24), "Cycle 3 of 4, day 1 due today"),
        (date(2026, 11, 25), "Cycle 3 of 4 was due on 24\u00a0Nov\u00a02026, yesterday"),
        (date(2026, 11, 30), "Cycle 3 of 4 was due on 24\u00a0Nov\u00a02026, 6 days ago"),
    ],
)
def test_the_day_of_the_cycle_is_counted_from_its_first_drug(day: date, said: str) -> None:
    assert shown([*treated(), *measured(day.isoformat())], day).plans[0].now["en"] == said


def test_when_all_cycles_are_given_none_is_due() -> None:
    last = [
        given(drug, day, plan=f"CarePlan/tc-{n}")
        for n, day in ((3, "2026-11-24"), (4, "2026-12-15"))
        for drug in ("docetaxel", "cyclophosphamide")
    ]
    found = shown([*treated(*last), *measured("2026-12-20")], date(2026, 12, 20))
    assert found.headline["en"] == "All planned cycles are given"
    assert found.plans[0].now["en"] == "All 4 cycles given; day 6 since the last began"


def test_without_height_and_weight_of_the_order_there_is_no_sum_by_surface() -> None:
    facts = [fact for fact in [*treated(), *measured()] if fact.id != "height"]
    found = shown(facts)
    assert found.cumulative[0].per_m2 is None
    assert found.surface["en"].startswith("Body surface not known")


def test_tall_man_letters_stand_in_both_languages() -> None:
    assert shown([*treated(), *measured()]).plans[0].regimen == {
        "en": "DOCEtaxel–cycloPHOSphamide × 4",
        "fr": "DOCÉtaxel–cycloPHOSphamide × 4",
    }


def test_nothing_recorded_around_the_treatment_is_nothing_shown() -> None:
    found = shown([*treated(), *measured()])
    assert (found.goals, found.next, found.contacts, found.open_tests) == ((), (), (), ())
    assert found.emergency is not None
    assert found.emergency.call is None


def test_limits_of_care_and_telephones_are_the_current_ones_whatever_day_is_shown() -> None:
    old = fact_of("care_limits", "Full treatment", effective="2026-10-05")
    new = fact_of("care_limits", "No resuscitation", effective="2026-11-20")
    call = fact_of(
        "care_contact", "Oncologist on call", effective="2026-11-01", detail={"phone": "ext. 2", "always": True}
    )
    found = shown([*treated(old, new, call), *measured("2026-10-20")], date(2026, 10, 20))
    assert [(goal.kind, goal.text["en"]) for goal in found.goals] == [("limits", "No resuscitation")]
    assert [contact.phone for contact in found.contacts] == ["ext. 2"]


def test_two_limits_of_care_of_one_day_are_both_shown() -> None:
    both_sides = [
        fact_of("care_limits", text, effective="2026-11-20") for text in ("Full treatment", "No resuscitation")
    ]
    assert len(shown([*treated(*both_sides), *measured()]).goals) == 2


def test_a_contraindication_that_came_during_treatment_stands_first_and_says_what_was_found() -> None:
    found = shown([*treated(), *measured(), *items_of("allergies", ("docetaxel",))])
    assert (found.verdict, found.headline["en"]) == (
        Verdict.HOLD,
        "Suggested: hold, a drug of the regimen is now contraindicated",
    )
    assert found.limits[0].label["en"] == "Allergy to docetaxel or polysorbate 80"
    assert found.limits[0].value["en"] == "Docetaxel"
    assert found.wanted_fact is None
