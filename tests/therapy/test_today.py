"""What the limits of a regimen say on one day: hold, unknown, reduce or go, and never a guess."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given as every
from hypothesis import strategies as st
from pydantic import ValidationError

from bedside_app.dictionary.entries import load
from bedside_app.domain.fact import FactId, Origin, OriginKind, Status
from bedside_app.domain.today import Verdict
from bedside_app.therapy.check import check
from bedside_app.therapy.inspection.names import inspect_shared
from bedside_app.therapy.schema import DayLimit
from bedside_app.therapy.today import arm_under_way, facts_under_way, treatment_day
from tests.records import fact_of, items_of
from tests.therapy.today_cases import (
    DAY,
    cycle,
    day_of,
    days_before,
    dose,
    given,
    known,
    limit,
    measured,
    plan,
    seen,
    treated,
)

GO, HOLD, UNKNOWN, REDUCE = Verdict.GO, Verdict.HOLD, Verdict.UNKNOWN, Verdict.REDUCE


def test_a_patient_whose_values_are_all_fine_today_has_only_go() -> None:
    assert {one.verdict for one in day_of([*treated(), *measured()]).limits} == {GO}


def test_a_record_without_a_plan_has_no_today() -> None:
    assert treatment_day(seen(measured()), known()) is None


@pytest.mark.parametrize(
    ("name", "values", "verdict"),
    [
        ("neutrophils", {"neutrophils": 1.49}, HOLD),
        ("neutrophils", {"neutrophils": 1.5}, GO),
        ("platelets", {"platelets": 99}, HOLD),
        ("platelets", {"platelets": 100}, GO),
        ("temperature", {"temperature": 38.0}, HOLD),
        ("temperature", {"temperature": 37.9}, GO),
        ("infection", {"infection_signs": True}, HOLD),
        ("bilirubin", {"bilirubin": 22}, HOLD),
        ("bilirubin", {"bilirubin": 21}, GO),
        ("bilirubin", {"bilirubin": 18, "bilirubin_upper_limit": 17}, HOLD),
        ("transaminases", {"alt": 55, "alkaline_phosphatase": 270}, HOLD),
        ("transaminases", {"ast": 55, "alkaline_phosphatase": 270}, HOLD),
        ("transaminases", {"alt": 52.5, "alkaline_phosphatase": 270}, GO),
        ("transaminases", {"alt": 300, "alkaline_phosphatase": 262.5}, GO),
        ("transaminases", {"alt": 55, "alkaline_phosphatase": 270, "alt_upper_limit": 40}, GO),
        ("transaminases", {"alt": 300, "alkaline_phosphatase": 300, "alkaline_phosphatase_upper_limit": 130}, GO),
        ("creatinine_clearance", {"creatinine_clearance": 9}, REDUCE),
        ("creatinine_clearance", {"creatinine_clearance": 10}, GO),
        ("neuropathy", {"neuropathy_grade": 3}, HOLD),
        ("neuropathy", {"neuropathy_grade": 2}, GO),
        ("skin", {"skin_reaction_grade": 3}, REDUCE),
        ("fluid_retention", {"fluid_retention_grade": 3}, HOLD),
        ("febrile_neutropenia", {"febrile_neutropenia_episodes": 1}, REDUCE),
        ("febrile_neutropenia", {"febrile_neutropenia_episodes": 2}, HOLD),
        ("weight", {"weight": 61.2}, HOLD),
        ("weight", {"weight": 61.3}, GO),
        ("weight", {"weight": 74.8}, HOLD),
    ],
)
def test_a_limit_says_what_its_value_says(name: str, values: dict[str, Any], verdict: Verdict) -> None:
    assert limit(day_of([*treated(), *measured(**values)]), name).verdict is verdict


def test_a_multiple_of_normal_is_that_of_the_laboratory_that_measured() -> None:
    none: dict[str, Any] = {f"{name}_upper_limit": None for name in ("alt", "ast", "alkaline_phosphatase")}
    of_lab = [
        fact_of("alt", 55, effective="2026-11-24", reference_high=35.0),
        fact_of("ast", 20, effective="2026-11-24", reference_high=35.0),
        fact_of("alkaline_phosphatase", 270, effective="2026-11-24", reference_high=105.0),
    ]
    found = limit(
        day_of([*treated(), *measured(alt=None, ast=None, alkaline_phosphatase=None, **none), *of_lab]), "transaminases"
    )
    assert found.verdict is HOLD
    assert found.text["en"].replace("\u00a0", " ") == "hold if ALT > 52.5 or AST > 52.5, with ALP > 262.5"
    assert found.text["fr"].replace("\u00a0", " ") == "suspendre si ALAT > 52,5 ou ASAT > 52,5, avec PAL > 262,5"


def test_without_the_laboratorys_range_a_multiple_of_normal_is_unknown_and_asked_for() -> None:
    found = limit(day_of([*treated(), *measured(bilirubin_upper_limit=None)]), "bilirubin")
    assert (found.verdict, found.missing) == (UNKNOWN, (FactId("bilirubin_upper_limit"),))
    assert found.text["en"] == "the upper limit of normal or less"


def test_a_range_of_last_week_stands_with_the_value_of_today() -> None:
    facts = [
        *treated(),
        *measured(bilirubin_upper_limit=None),
        fact_of("bilirubin_upper_limit", 21, effective=days_before(7)),
    ]
    assert limit(day_of(facts), "bilirubin").verdict is GO


@pytest.mark.parametrize("name", ["neutrophils", "temperature", "platelets", "neuropathy_grade", "skin_reaction_grade"])
def test_a_value_that_nobody_recorded_is_unknown_and_named(name: str) -> None:
    nobody: dict[str, Any] = {name: None}
    day = day_of([*treated(), *measured(**nobody)])
    unknown = next(one for one in day.limits if one.readings[0].fact_id == name)
    assert (unknown.verdict, unknown.missing, unknown.stale) == (UNKNOWN, (FactId(name),), ())


@pytest.mark.parametrize(("days", "verdict"), [(3, GO), (4, UNKNOWN)])
def test_a_count_older_than_three_days_says_nothing_of_today(days: int, verdict: Verdict) -> None:
    facts = [*treated(), *measured(neutrophils=None), fact_of("neutrophils", 3.0, effective=days_before(days))]
    found = limit(day_of(facts), "neutrophils")
    assert found.verdict is verdict
    assert found.stale == (() if verdict is GO else (FactId("neutrophils"),))


def test_yesterdays_temperature_is_not_todays() -> None:
    facts = [*treated(), *measured(temperature=None), fact_of("temperature", 36.6, effective=days_before(1))]
    assert limit(day_of(facts), "temperature").verdict is UNKNOWN


def test_a_withdrawn_count_is_no_count() -> None:
    withdrawn = fact_of("neutrophils", 3.0, effective="2026-11-24", status=Status.WITHDRAWN)
    assert limit(day_of([*treated(), *measured(neutrophils=None), withdrawn]), "neutrophils").verdict is UNKNOWN


def test_two_counts_of_one_day_that_disagree_are_unknown() -> None:
    facts = [*treated(), *measured(neutrophils=1.2), fact_of("neutrophils", 2.4, effective="2026-11-24")]
    assert limit(day_of(facts), "neutrophils").verdict is UNKNOWN


def test_hold_that_is_unknown_stands_before_reduce_that_is_true() -> None:
    episode = fact_of("febrile_neutropenia_episode", True, effective="2026-10-22")
    found = limit(day_of([*treated(episode), *measured(febrile_neutropenia_episodes=None)]), "febrile_neutropenia")
    assert (found.verdict, found.missing) == (UNKNOWN, (FactId("febrile_neutropenia_episodes"),))


def test_a_number_of_episodes_stated_before_the_last_dose_is_not_exact() -> None:
    episode = fact_of("febrile_neutropenia_episode", True, effective="2026-10-22")
    before = fact_of("febrile_neutropenia_episodes", 1, effective="2026-11-02")
    facts = [*treated(episode, before), *measured(febrile_neutropenia_episodes=None)]
    assert limit(day_of(facts), "febrile_neutropenia").verdict is UNKNOWN


def test_a_stated_number_below_the_dated_episodes_counts_for_nothing() -> None:
    episodes = [fact_of("febrile_neutropenia_episode", True, effective=day) for day in ("2026-10-22", "2026-11-12")]
    facts = [*treated(*episodes), *measured(febrile_neutropenia_episodes=1)]
    assert limit(day_of(facts), "febrile_neutropenia").verdict is UNKNOWN


def test_a_reduction_names_the_cycle_since_which_it_is_given_and_the_dose_that_stays() -> None:
    orders = [dose("docetaxel", 105.0, plan="CarePlan/tc-3"), dose("pegfilgrastim", plan="CarePlan/tc-3")]
    whole = [*treated(*orders), *measured(febrile_neutropenia_episodes=1)]
    reduced = [
        replace(fact, detail={**fact.detail, "dose": 105.0})
        if fact.detail.get("key") == "MedicationAdministration/2026-11-03-docetaxel"
        else fact
        for fact in whole
    ]
    assert limit(day_of(whole), "febrile_neutropenia").reduced_since is None
    found = limit(day_of(reduced), "febrile_neutropenia")
    (step,) = found.steps
    assert (found.reduced_since, step.amount, step.unit, step.ordered) == (2, 60, "mg/m2", 105)


def test_two_dated_episodes_hold_even_where_nobody_asked() -> None:
    episodes = [fact_of("febrile_neutropenia_episode", True, effective=day) for day in ("2026-10-22", "2026-11-12")]
    facts = [*treated(*episodes), *measured(febrile_neutropenia_episodes=None)]
    assert limit(day_of(facts), "febrile_neutropenia").verdict is HOLD


def test_an_episode_before_the_first_cycle_is_not_of_this_treatment() -> None:
    episode = fact_of("febrile_neutropenia_episode", True, effective="2024-03-01")
    assert limit(day_of([*treated(episode), *measured()]), "febrile_neutropenia").verdict is GO


@pytest.mark.parametrize(
    ("ordered", "growth_factor", "answer"),
    [(105.0, True, True), (105.0, False, False), (130.0, True, False), (None, True, None)],
)
def test_a_reduction_says_whether_the_next_cycle_is_ordered_so(
    ordered: float | None, growth_factor: bool, answer: bool | None
) -> None:
    orders = [] if ordered is None else [dose("docetaxel", ordered, plan="CarePlan/tc-3")]
    orders += [dose("pegfilgrastim", plan="CarePlan/tc-3")] if growth_factor else []
    facts = [*treated(*orders), *measured(febrile_neutropenia_episodes=1)]
    assert limit(day_of(facts), "febrile_neutropenia").step_ordered is answer


def test_a_corticosteroid_beside_the_count_is_told() -> None:
    facts = [*treated(), *measured(), *items_of("medicines", ("dexamethasone",))]
    assert [one.facts[0].value for one in limit(day_of(facts), "neutrophils").caveats] == ["dexamethasone"]


@pytest.mark.parametrize(
    ("value", "day", "happening"),
    [(38.4, 0, True), (38.4, 1, True), (38.4, 2, None), (36.5, 0, False), (36.5, 1, None)],
)
def test_a_fever_of_today_or_yesterday_is_an_emergency_and_no_measure_is_no_answer(
    value: float, day: int, happening: bool | None
) -> None:
    facts = [*treated(), *measured(temperature=None), fact_of("temperature", value, effective=days_before(day))]
    assert [one.happening for one in day_of(facts).emergencies] == [happening]


def test_a_clearance_that_was_computed_is_as_old_as_its_creatinine() -> None:
    facts = [*treated(), *measured(creatinine_clearance=None), fact_of("creatinine", 70, effective=days_before(20))]
    rests_on = (FactId("weight"), FactId("creatinine"))
    made = replace(
        fact_of("creatinine_clearance", 80, effective="2026-11-24"),
        origin=Origin(kind=OriginKind.PACK, name="cockcroft_gault", version="1", rests_on=rests_on),
    )
    assert limit(day_of([*facts, made]), "creatinine_clearance").verdict is UNKNOWN


# -- what came to forbid a drug ----------------------------------------------------------------------------------------


def test_an_allergy_to_a_drug_of_the_regimen_holds_every_further_cycle() -> None:
    found = day_of([*treated(), *measured(), *items_of("allergies", ("docetaxel",))]).limits
    assert [(one.limit, one.verdict) for one in found if one.verdict is not GO] == [("stop:allergy_docetaxel", HOLD)]
    assert found[0].readings[0].value == "docetaxel"


def test_an_allergy_to_another_drug_is_no_stop() -> None:
    facts = [*treated(), *measured(), *items_of("allergies", ("penicillin",))]
    assert {one.verdict for one in day_of(facts).limits} == {GO}


def test_a_patient_who_became_too_ill_is_held() -> None:
    day = day_of([*treated(), *measured(), fact_of("ecog", 3, effective="2026-11-24")])
    assert limit(day, "stop:cytotoxic_ecog").verdict is HOLD


def test_what_a_limit_says_already_is_not_said_twice() -> None:
    held = [one.limit for one in day_of([*treated(), *measured(neutrophils=1.0)]).limits if one.verdict is HOLD]
    assert held == ["neutrophils"]


# -- which course ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "more", [{"status": "revoked"}, {"status": "completed"}, {"status": "draft"}, {"end": "2026-11-20"}]
)
def test_a_course_that_is_stopped_or_not_ordered_is_not_active(more: dict[str, str]) -> None:
    facts = [fact for fact in treated() if fact.id != "treatment_plan"]
    assert treatment_day(seen([plan(**more), *facts, *measured()]), known()) is None


def test_a_course_that_ended_later_was_active_on_the_day() -> None:
    facts = [plan(status="completed", end="2026-12-20"), *treated()[1:], *measured()]
    assert len(day_of(facts).courses) == 1


def test_before_the_plan_was_made_there_is_no_today() -> None:
    assert treatment_day(seen([*treated(), *measured()], date(2026, 10, 4)), known()) is None


def test_before_the_first_cycle_nothing_is_given_and_no_episode_can_be() -> None:
    day = day_of([*treated(), *measured("2026-10-12", febrile_neutropenia_episodes=None)], date(2026, 10, 12))
    assert day.courses[0].upcoming is not None
    assert day.courses[0].upcoming.number == 1
    assert all(cycle.started is None for cycle in day.courses[0].cycles)
    assert limit(day, "febrile_neutropenia").verdict is GO


def test_what_was_given_after_the_day_is_not_seen_on_it() -> None:
    day = day_of([*treated(), *measured("2026-10-20")], date(2026, 10, 20))
    assert [cycle.number for cycle in day.courses[0].cycles if cycle.started] == [1]


def test_a_regimen_that_the_file_does_not_know_has_no_limits() -> None:
    facts = [plan(protocol="urn:hospital:br-17", title="BR-17 weekly"), *treated()[1:], *measured()]
    day = day_of(facts)
    assert (day.courses[0].regimen, day.courses[0].title, day.limits) == ("", "BR-17 weekly", ())


def test_a_short_name_of_another_hospital_is_not_our_regimen() -> None:
    day = day_of([plan(protocol="urn:hospital:regimen:tc", title="TC"), *treated()[1:], *measured()])
    assert day.courses[0].regimen == ""


def test_a_regimen_is_found_by_its_whole_name() -> None:
    facts = [plan(protocol="", title="Docetaxel and cyclophosphamide"), *treated()[1:], *measured()]
    assert day_of(facts).courses[0].regimen == "tc"


def test_another_drug_under_the_name_of_a_regimen_makes_it_another_regimen() -> None:
    carboplatin = given("docetaxel", "2026-11-03", 400, plan="CarePlan/tc-2")
    other = fact_of("treatment_dose", "carboplatin", effective="2026-11-03", detail={**carboplatin.detail, "key": "x"})
    day = day_of([*treated(other), *measured()])
    assert (day.courses[0].regimen, day.courses[0].unfit, day.limits) == ("", ("carboplatin",), ())


def test_two_active_regimens_keep_their_own_limits() -> None:
    other = plan("paclitaxel", protocol="", title="something else", start="2026-11-01")
    day = day_of([*treated(other), *measured()])
    assert [course.key for course in day.courses] == ["CarePlan/tc", "CarePlan/paclitaxel"]
    assert {one.course for one in day.limits} == {"CarePlan/tc"}


# -- cycles and doses --------------------------------------------------------------------------------------------------


def test_a_dose_that_names_no_cycle_belongs_to_the_cycle_whose_days_hold_it() -> None:
    facts = [plan(), cycle(1, "2026-10-13"), cycle(2, "2026-11-03"), given("docetaxel", "2026-11-05"), *measured()]
    course = day_of(facts).courses[0]
    assert [(one.number, len(one.given)) for one in course.cycles] == [(1, 0), (2, 1)]


def test_a_dose_without_any_cycle_makes_one_without_a_number() -> None:
    course = day_of([plan(), given("docetaxel", "2026-11-05"), *measured()]).courses[0]
    assert [(one.number, one.started.text if one.started else "") for one in course.cycles] == [(None, "2026-11-05")]


def test_a_dose_of_a_drug_that_is_not_of_the_regimen_is_told_apart() -> None:
    other = given("docetaxel", "2026-11-05")
    stray = fact_of("treatment_dose", "vincristine", effective="2026-11-05", detail={**other.detail, "key": "y"})
    day = day_of([*treated(stray), *measured()])
    assert [one.drug for one in day.undone] == ["vincristine"]


def test_a_cycle_without_a_date_is_still_the_next() -> None:
    facts = [plan(), dose("docetaxel"), cycle(1, "2026-10-13"), cycle(2, ""), *measured()]
    facts += [given("docetaxel", "2026-10-13", plan="CarePlan/tc-1")]
    upcoming = day_of(facts).courses[0].upcoming
    assert upcoming is not None
    assert (upcoming.number, upcoming.due) == (2, None)


def test_grams_are_the_same_dose_and_millilitres_are_none() -> None:
    facts = [plan(), cycle(1, "2026-10-13"), *measured()]
    facts += [given("cyclophosphamide", "2026-10-13", 1.05, plan="CarePlan/tc-1", dose_unit="g")]
    facts += [given("docetaxel", "2026-10-13", 13, plan="CarePlan/tc-1", dose_unit="mL")]
    doses = {one.drug: one.milligrams for one in day_of(facts).courses[0].cycles[0].given}
    assert doses == {"cyclophosphamide": pytest.approx(1050), "docetaxel": None}


def test_the_same_dose_told_by_two_files_counts_once() -> None:
    day = day_of([*treated(), *treated(), *measured()])
    assert [len(one.given) for one in day.courses[0].cycles] == [2, 2, 0, 0]


# -- what pathways and forecasts learn ---------------------------------------------------------------------------------


def test_chemotherapy_is_under_way_from_its_order_until_the_last_cycle_is_over() -> None:
    last = [given(drug, "2026-12-15", plan="CarePlan/tc-4") for drug in ("docetaxel", "cyclophosphamide")]
    third = [given(drug, "2026-11-24", plan="CarePlan/tc-3") for drug in ("docetaxel", "cyclophosphamide")]
    facts = treated(*third, *last)
    days = {day: bool(facts_under_way(seen(facts, day), known())) for day in (DAY, date(2027, 1, 4), date(2027, 1, 5))}
    assert list(days.values()) == [True, True, False]


def test_a_forecast_counts_the_regimen_that_is_under_way() -> None:
    assert arm_under_way(seen(treated()), known()) == {"chemotherapy": "second_generation"}
    assert arm_under_way(seen(measured()), known()) == {}


# -- for every patient -------------------------------------------------------------------------------------------------

_RANGES = {
    "neutrophils": st.floats(0, 20),
    "platelets": st.integers(0, 900),
    "bilirubin": st.integers(0, 200),
    "temperature": st.floats(34, 42),
    "neuropathy_grade": st.integers(0, 4),
    "weight": st.floats(40, 120),
}


@every(
    values=st.fixed_dictionaries({}, optional={name: st.none() | values for name, values in _RANGES.items()}),
    age=st.integers(0, 10),
)
def test_no_limit_is_go_without_a_recent_value_of_its_own(values: dict[str, float | None], age: int) -> None:
    facts = [*treated(), *measured((DAY - timedelta(days=age)).isoformat(), **values)]
    for one in day_of(facts).limits:
        if one.verdict is GO:
            assert one.readings[0].value is not None
            assert age <= (0 if one.limit in ("temperature", "infection") else 3) or one.limit == "febrile_neutropenia"


# -- the knowledge itself ----------------------------------------------------------------------------------------------


def test_every_limit_and_emergency_has_a_case_for_true_false_and_unknown() -> None:
    asked = [one for one in check(load(), as_of=DAY).cases if ".limits." in one.place or one.place.startswith("emerg")]
    assert len(asked) >= len(known().regimens["tc"].limits) + len(known().emergencies)
    assert [one.place for one in asked if one.true is None or one.false is None] == []
    assert [one.place for one in asked if one.unknown is None] == []


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"hold": "%neutrophils < %platelets"}, "not-shown"),
        ({"fact": "nonsense", "hold": "%nonsense < 1"}, "unknown-variable"),
        ({"sources": ("nobody",)}, "no-such-source"),
        ({"hold": "%neutrophils < 1500"}, "implausible-number"),
        (
            {
                "reduce": "%neutrophils < 2",
                "on_reduce": {"en": "x", "fr": "x"},
                "steps": ({"drug": "letrozole", "amount": 1},),
            },
            "no-such-drug",
        ),
    ],
)
def test_a_limit_that_cannot_be_right_is_found(changed: dict[str, object], problem: str) -> None:
    tc = known().regimens["tc"]
    wrong = DayLimit.model_validate({**tc.limits[0].model_dump(exclude={"caveats"}), **changed})
    broken = replace(known(), regimens={**known().regimens, "tc": tc.model_copy(update={"limits": (wrong,)})})
    assert problem in {found.code.rpartition(".")[2] for found in inspect_shared(broken, load())}


@pytest.mark.parametrize(
    "wrong",
    [
        {"hold": None, "on_hold": None},
        {"on_hold": None},
        {"steps": [{"drug": "docetaxel", "amount": 60}]},
        {"growth_factor": True},
        {"within": -1},
        {"often": True},
    ],
)
def test_a_limit_that_says_half_of_what_it_must_is_refused(wrong: dict[str, object]) -> None:
    whole = known().regimens["tc"].limits[0].model_dump()
    with pytest.raises(ValidationError):
        DayLimit.model_validate({**whole, **wrong})
