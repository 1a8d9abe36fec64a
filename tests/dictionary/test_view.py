from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside_app.dictionary.conditions import parse
from bedside_app.dictionary.entries import Entry, FactDictionary, UnknownFact
from bedside_app.dictionary.lookup import ViewLookup
from bedside_app.dictionary.view import View
from bedside_app.domain.fact import (
    UNREADABLE,
    About,
    Comparator,
    Fact,
    FactId,
    Origin,
    OriginKind,
    Presence,
    Scalar,
    Status,
    Subject,
)
from bedside_app.domain.moment import Moment
from bedside_app.domain.record import PatientRecord, Unknown
from tests.records import AS_OF, IDENTITY, PRIMARY, fact_of, record_of, view_of


def entry(**keys: object) -> Entry:
    return Entry.model_validate({"label": {"en": str(keys["id"]), "fr": str(keys["id"])}, **keys})


def answers(*values: str) -> list[dict[str, object]]:
    return [{"value": value, "label": {"en": value, "fr": value}} for value in values]


DICTIONARY = FactDictionary(
    [
        entry(id="lvef", kind="quantity", about="patient", unit="%", plausible=[5, 90], current_for=90),
        entry(id="weight", kind="quantity", about="patient", unit="kg", plausible=[20, 300]),
        entry(id="height", kind="quantity", about="patient", unit="cm", plausible=[90, 230]),
        entry(
            id="bmi",
            kind="quantity",
            about="patient",
            unit="kg/m2",
            plausible=[8, 90],
            derived=[{"value": "=%weight / (%height / 100 * %height / 100)", "when": "%height > 0", "source": "s"}],
        ),
        entry(id="er_status", kind="coded", about="primary", answers=answers("positive", "negative")),
        entry(id="grade", kind="coded", about="primary", answers=answers("1", "2", "3"), specimens="surgery_first"),
        entry(id="birth_date", kind="date", about="patient"),
        entry(id="sex", kind="coded", about="patient", answers=answers("female", "male")),
        entry(id="medicines", kind="collection", about="patient", items=answers("tamoxifen", "letrozole")),
        entry(
            id="comorbidities",
            kind="collection",
            about="patient",
            items=[{**item, "groups": ["heart"]} for item in answers("heart_failure", "infarction")],
        ),
    ]
)


def fact(fact_id: str, value: Scalar | None, **sides: object) -> Fact:
    return fact_of(fact_id, value, dictionary=DICTIONARY, **sides)  # type: ignore[arg-type]


def view(*facts: Fact, **keys: object) -> View:
    record = PatientRecord(identity=IDENTITY, facts=facts, primaries=(PRIMARY,))
    return view_of(record, dictionary=DICTIONARY, **keys)  # type: ignore[arg-type]


def said(viewed: View, fact_id: str) -> Scalar | Unknown | None:
    reading = viewed.reading(FactId(fact_id))
    return reading.unknown if reading.unknown is not None else reading.value


def test_what_is_not_recorded_is_unknown_and_never_a_default() -> None:
    assert said(view(), "lvef") is Unknown.NOT_RECORDED
    with pytest.raises(UnknownFact):
        view().reading(FactId("no_such_fact"))


def test_the_newest_value_up_to_the_day_counts() -> None:
    facts = [
        fact("lvef", 56, effective="2026-04-01"),
        fact("lvef", 48, effective="2026-05-20"),
        fact("lvef", 30, effective="2026-06-02"),
    ]
    assert said(view(*facts), "lvef") == 48
    assert said(view(*facts, as_of=date(2026, 4, 2)), "lvef") == 56


def test_a_value_past_its_time_is_unknown_and_shows_the_old_fact() -> None:
    viewed = view(fact("lvef", 56, effective="2026-03-02"))
    assert said(viewed, "lvef") is Unknown.OUT_OF_DATE
    assert viewed.reading(FactId("lvef")).facts[0].value == 56


def test_a_value_that_can_age_but_has_no_date_is_unknown() -> None:
    assert said(view(fact("lvef", 56, effective="")), "lvef") is Unknown.UNDATED
    assert said(view(fact("weight", 60, effective="")), "weight") == 60


def test_contradicting_values_of_one_day_are_a_conflict_with_all_sides() -> None:
    viewed = view(fact("lvef", 56, effective="2026-05-20"), fact("lvef", 40, effective="2026-05-20"))
    assert said(viewed, "lvef") is Unknown.CONFLICT
    assert {side.value for side in viewed.reading(FactId("lvef")).facts} == {56, 40}


def test_two_reports_of_one_measurement_may_differ_by_their_rounding() -> None:
    assert said(view(fact("lvef", 56), fact("lvef", 56.2)), "lvef") == 56


def test_times_of_day_order_the_values_of_one_day() -> None:
    facts = fact("lvef", 56, effective="2026-05-20T08:00"), fact("lvef", 40, effective="2026-05-20T18:00")
    assert said(view(*facts), "lvef") == 40


def test_a_correction_stands_before_what_it_corrects_and_a_withdrawn_value_never_counts() -> None:
    wrong, right = fact("lvef", 26), fact("lvef", 62, status=Status.CORRECTED)
    assert said(view(wrong, right), "lvef") == 62
    assert said(view(replace(wrong, status=Status.WITHDRAWN)), "lvef") is Unknown.NOT_RECORDED


def test_a_stated_unknown_says_so_and_does_not_fall_back_to_an_older_value() -> None:
    facts = fact("lvef", 56, effective="2026-05-01"), fact("lvef", None, effective="2026-05-20", absent_reason="error")
    assert said(view(*facts), "lvef") is Unknown.STATED_UNKNOWN


def test_a_newer_value_that_could_not_be_read_does_not_let_an_older_one_stand() -> None:
    older = fact("lvef", 62, effective="2026-05-01")
    facts = older, fact("lvef", None, effective="2026-05-20", absent_reason=UNREADABLE)
    assert said(view(*facts), "lvef") is Unknown.UNREADABLE


def test_what_is_stated_stands_before_what_a_pack_computed_and_never_conflicts_with_it() -> None:
    computed = Origin(kind=OriginKind.PACK, name="pack", version="1")
    stated, other = fact("lvef", 21), fact("lvef", 21.46, origin=computed)
    assert said(view(stated, other), "lvef") == 21
    old = fact("lvef", 30, effective="2026-01-01")
    assert said(view(old, other), "lvef") == 21.46


def test_the_facts_of_another_primary_are_not_seen() -> None:
    other = About(subject=Subject.PRIMARY, key="cancer-2")
    record = PatientRecord(
        identity=IDENTITY, facts=(fact("er_status", "positive", about=other),), primaries=(PRIMARY, other)
    )
    assert said(view_of(record, dictionary=DICTIONARY), "er_status") is Unknown.NOT_RECORDED


def test_a_fact_of_no_named_tumour_counts_only_where_there_is_one() -> None:
    unnamed = fact("er_status", "positive", about=About(subject=Subject.PRIMARY))
    other = About(subject=Subject.PRIMARY, key="cancer-2")
    assert said(view(unnamed), "er_status") == "positive"
    two = PatientRecord(identity=IDENTITY, facts=(unnamed,), primaries=(PRIMARY, other))
    assert said(view_of(two, dictionary=DICTIONARY), "er_status") is Unknown.NOT_RECORDED


def specimen(kind: str) -> About:
    return About(subject=Subject.SPECIMEN, key=f"{kind}:1", primary=PRIMARY.key)


def test_biopsy_and_surgery_that_disagree_are_a_conflict_unless_surgery_comes_first() -> None:
    sides = [("biopsy", "2026-03-01"), ("surgery", "2026-04-24")]
    er = [
        fact("er_status", v, about=specimen(k), effective=d)
        for (k, d), v in zip(sides, ("positive", "negative"), strict=True)
    ]
    grade = [fact("grade", v, about=specimen(k), effective=d) for (k, d), v in zip(sides, ("2", "3"), strict=True)]
    assert said(view(*er), "er_status") is Unknown.CONFLICT
    assert said(view(*grade), "grade") == "3"


def test_age_is_in_completed_years_and_unknown_without_a_precise_birth_date() -> None:
    assert said(view(as_of=date(2026, 3, 11)), "age") == 61
    assert said(view(as_of=date(2026, 3, 12)), "age") == 62
    vague = PatientRecord(identity=replace(IDENTITY, birth_date=Moment("1964")), primaries=(PRIMARY,))
    assert said(view_of(vague, dictionary=DICTIONARY), "age") is Unknown.IMPRECISE


def test_a_derived_value_rests_on_the_facts_it_used() -> None:
    viewed = view(fact("weight", 80), fact("height", 200))
    reading = viewed.reading(FactId("bmi"))
    assert reading.value == pytest.approx(20)
    assert reading.facts[0].origin.rests_on == ("height", "weight")
    assert said(view(fact("weight", 80)), "bmi") is Unknown.NOT_RECORDED


def test_a_supposed_answer_stands_before_what_is_recorded() -> None:
    viewed = view(fact("er_status", "positive"))
    assert said(viewed.answered({FactId("er_status"): "negative"}), "er_status") == "negative"
    assert said(viewed, "er_status") == "positive"


def found(viewed: View, collection: str, item: str) -> bool | None:
    return parse(f"found(%{collection}, '{item}')").evaluate(ViewLookup(viewed))


def test_not_found_and_not_looked_for_differ() -> None:
    def item(value: str | None, presence: Presence) -> Fact:
        return fact("comorbidities", value, presence=presence)

    assert found(view(), "comorbidities", "heart_failure") is None
    assert found(view(item("heart_failure", Presence.PRESENT)), "comorbidities", "heart") is True
    assert found(view(item("heart_failure", Presence.ABSENT)), "comorbidities", "heart_failure") is False
    assert found(view(item("heart_failure", Presence.ABSENT)), "comorbidities", "heart") is None
    assert found(view(item(None, Presence.ABSENT)), "comorbidities", "heart") is False


def test_a_stopped_medicine_is_no_longer_taken_but_was_given() -> None:
    stopped = fact("medicines", "tamoxifen", detail={"status": "stopped"}, effective="2024-01-01")
    ended = fact("medicines", "letrozole", detail={"end": "2026-05-31"}, effective="2024-01-01")
    viewed = view(stopped, ended)
    assert found(viewed, "medicines", "tamoxifen") is False
    assert found(viewed, "medicines", "letrozole") is False
    assert found(viewed, "medicines_ever", "tamoxifen") is True


def test_a_bound_answers_only_what_it_can() -> None:
    viewed = view(fact("lvef", 60, comparator=Comparator.MORE))
    assert parse("%lvef >= 50").evaluate(ViewLookup(viewed)) is True
    assert parse("%lvef > 65").evaluate(ViewLookup(viewed)) is None


@given(
    st.lists(
        st.tuples(st.dates(date(2020, 1, 1), AS_OF), st.integers(20, 70)), min_size=1, unique_by=lambda pair: pair[0]
    )
)
def test_the_order_in_which_files_are_read_never_matters(pairs: list[tuple[date, int]]) -> None:
    facts = [fact("weight", value, effective=day.isoformat()) for day, value in pairs]
    assert said(view(*facts), "weight") == said(view(*reversed(facts)), "weight") == max(pairs)[1]


@pytest.mark.parametrize(("low", "high", "ratio"), [(120.0, 240.0, 1.5), (None, None, None)])
def test_ratio_to_the_limit_takes_the_laboratorys_own_limit_and_never_a_common_one(
    low: float | None, high: float | None, ratio: float | None
) -> None:
    view = view_of(record_of(fact_of("ldh", 360, reference_low=low, reference_high=high)))
    assert view.reading(FactId("ldh_upper_limit")).value == high
    assert view.reading(FactId("ldh_ratio")).value == ratio


def test_limit_that_a_person_states_stands_before_the_one_beside_the_value() -> None:
    facts = (fact_of("ldh", 360, reference_high=240.0), fact_of("ldh_upper_limit", 300))
    assert view_of(record_of(*facts)).reading(FactId("ldh_ratio")).value == 1.2


def test_limits_that_disagree_give_no_limit() -> None:
    facts = (fact_of("ldh", 360, reference_high=240.0), fact_of("ldh", 420, reference_high=250.0))
    assert not view_of(record_of(*facts)).reading(FactId("ldh_upper_limit")).known


@pytest.mark.parametrize(
    ("diagnosed", "months", "age"),
    [("2025-12-01", 6.0, 61), ("2026-06-01", 0.0, 62), ("2025-12", None, None), ("2027-01-01", None, None)],
)
def test_time_since_the_diagnosis_and_the_age_at_it_follow_from_dates_that_are_precise(
    diagnosed: str, months: float | None, age: int | None
) -> None:
    view = view_of(record_of(fact_of("diagnosis_date", diagnosed, effective=""), birth_date="1964-03-02"))
    found = view.reading(FactId("months_since_diagnosis")).value
    assert found is None if months is None else found == pytest.approx(months, abs=0.05)
    assert view.reading(FactId("age_at_diagnosis")).value == age


def test_time_that_a_person_states_stands_before_the_one_between_two_dates() -> None:
    view = view_of(record_of(fact_of("diagnosis_date", "2025-12-01"), fact_of("months_since_diagnosis", 3)))
    assert view.reading(FactId("months_since_diagnosis")).value == 3
