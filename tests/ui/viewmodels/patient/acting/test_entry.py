from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside_app.dictionary.view import View
from bedside_app.domain.fact import Comparator, Fact, FactId, OriginKind, Presence
from bedside_app.ui.viewmodels.patient.acting.entry import (
    NOTHING_FOUND,
    Typed,
    check_entry,
    form_of,
    not_obtainable,
)
from bedside_app.ui.viewmodels.shown import CaseShown

QTC = FactId("qtcf")
CREATININE = FactId("creatinine")
GOOD = Typed(value="412", unit="ms", day="2026-11-24", source="paper", note="lead  II")


def made(case: CaseShown, fact: FactId, typed: Typed) -> Fact:
    checked = check_entry(case, fact, typed)
    assert checked.fact is not None, checked.errors
    return checked.fact


def errors(case: CaseShown, fact: FactId, typed: Typed) -> dict[str, str]:
    checked = check_entry(case, fact, typed)
    assert checked.fact is None
    assert not checked.can_save
    return dict(checked.errors)


def test_a_form_offers_units_and_range_and_fills_nothing_in(case: CaseShown) -> None:
    form = form_of(case, QTC)
    assert form.title == "Enter: QTc (Fridericia)"
    assert [unit for unit, _ in form.units] == ["ms"]
    assert "ms" in form.range_hint
    assert form.disabled == ""


def test_a_coded_fact_and_a_collection_offer_their_answers(case: CaseShown) -> None:
    assert ("positive", "positive") in form_of(case, FactId("hbsag")).choices
    assert form_of(case, FactId("allergies")).choices[-1][0] == NOTHING_FOUND


def test_what_was_typed_becomes_a_fact_of_a_person_with_day_source_and_note(case: CaseShown) -> None:
    fact = made(case, QTC, GOOD)
    assert (fact.value, fact.unit, fact.raw) == (412.0, "ms", "412 ms")
    assert (fact.origin.kind, fact.origin.name, fact.origin.place) == (OriginKind.PERSON, "paper", "lead II")
    assert fact.effective is not None
    assert fact.effective.text == "2026-11-24"


def test_an_entered_fact_counts_at_once_in_the_record(case: CaseShown) -> None:
    record = case.record.with_facts((made(case, QTC, GOOD),))
    assert View(record, case.dictionary, as_of=case.today).reading(QTC).value == 412.0


def test_a_value_outside_the_plausible_range_is_refused_and_asked_back(case: CaseShown) -> None:
    found = errors(case, QTC, replace(GOOD, value="4120"))
    assert found.keys() == {"value"}
    assert found["value"].startswith("Outside ")
    assert found["value"].endswith("Entry error?")


def test_another_unit_is_converted_exactly_and_the_result_is_shown(case: CaseShown) -> None:
    checked = check_entry(case, CREATININE, replace(GOOD, value="1.1", unit="mg/dL"))
    assert checked.fact is not None
    assert checked.fact.value == pytest.approx(97.24, abs=0.1)
    assert checked.fact.unit == "umol/L"
    assert checked.hint == "= 97\u00a0µmol/L"


def test_no_unit_is_ever_assumed(case: CaseShown) -> None:
    assert errors(case, CREATININE, replace(GOOD, value="97", unit="")).keys() == {"unit"}


def test_a_score_without_a_unit_asks_for_none_and_units_that_read_alike_are_one(case: CaseShown) -> None:
    assert form_of(case, FactId("recurrence_score")).units == (("1", ""),)
    assert form_of(case, FactId("ki67_percent")).units == (("%", "%"),)
    assert [unit for unit, _ in form_of(case, CREATININE).units] == ["umol/L", "mg/dL"]


def test_a_unit_of_another_kind_is_refused(case: CaseShown) -> None:
    assert "unit" in errors(case, CREATININE, replace(GOOD, value="97", unit="kg"))


@pytest.mark.parametrize(("day", "why"), [("", "day"), ("2026-11-25", "after"), ("1960-01-01", "birth"), ("x", "day")])
def test_a_day_must_be_real_not_to_come_and_not_before_birth(case: CaseShown, day: str, why: str) -> None:
    assert why in errors(case, QTC, replace(GOOD, day=day))["day"]


def test_a_source_must_be_said(case: CaseShown) -> None:
    assert errors(case, QTC, replace(GOOD, source="")).keys() == {"source"}


def test_all_that_is_wrong_is_said_at_once(case: CaseShown) -> None:
    assert errors(case, QTC, Typed()).keys() == {"value", "day", "source"}


@pytest.mark.parametrize("value", ["1,050", "4.1.2", "1e3", "NaN", "-", "4 1"])
def test_what_could_be_two_numbers_is_refused_in_english(case: CaseShown, value: str) -> None:
    assert "value" in errors(case, CREATININE, replace(GOOD, value=value, unit="umol/L"))


def test_a_comma_is_the_decimal_sign_in_french(french: CaseShown) -> None:
    assert made(french, FactId("magnesium"), replace(GOOD, value="0,85", unit="mmol/L")).value == 0.85


def test_a_bound_stays_a_bound(case: CaseShown) -> None:
    fact = made(case, CREATININE, replace(GOOD, value="≤ 90", unit="umol/L"))
    assert (fact.value, fact.comparator) == (90.0, Comparator.AT_MOST)


def test_everything_looked_for_and_nothing_found_is_not_an_unknown(case: CaseShown) -> None:
    fact = made(case, FactId("allergies"), replace(GOOD, value=NOTHING_FOUND, unit=""))
    assert (fact.value, fact.presence) == (None, Presence.ABSENT)
    record = case.record.with_facts((fact,))
    assert View(record, case.dictionary, as_of=case.today).collection(FactId("allergies")).complete


def test_an_answer_that_the_form_does_not_offer_is_refused(case: CaseShown) -> None:
    assert "value" in errors(case, FactId("hbsag"), replace(GOOD, value="maybe", unit=""))


def test_a_fact_about_the_tumour_goes_to_the_primary(case: CaseShown) -> None:
    fact = made(case, FactId("recurrence_score"), replace(GOOD, value="18", unit="{score}"))
    assert fact.about.primary_key == case.record.primaries[0].key


def test_off_today_and_in_a_signed_case_nothing_is_entered(case: CaseShown, signed: CaseShown) -> None:
    moved = case.at(date(2026, 11, 3))
    assert form_of(moved, QTC).disabled
    assert "value" in errors(moved, QTC, GOOD)
    assert form_of(signed, QTC).disabled
    assert "value" in errors(signed, QTC, GOOD)


def test_not_obtainable_needs_a_reason_and_is_a_stated_unknown(case: CaseShown, signed: CaseShown) -> None:
    assert not_obtainable(case, QTC, "  ") is None
    assert not_obtainable(signed, QTC, "no ECG on this ward") is None
    fact = not_obtainable(case, QTC, "no ECG on this ward")
    assert fact is not None
    assert (fact.value, fact.absent_reason) == (None, "no ECG on this ward")


@given(value=st.text(max_size=12), unit=st.text(max_size=6), day=st.text(max_size=10), source=st.text(max_size=6))
def test_whatever_is_typed_ends_in_a_fact_or_in_a_sentence(
    case_of_a: CaseShown, value: str, unit: str, day: str, source: str
) -> None:
    checked = check_entry(case_of_a, QTC, Typed(value=value, unit=unit, day=day, source=source))
    assert (checked.fact is None) == bool(checked.errors)
    assert all(checked.errors.values())
