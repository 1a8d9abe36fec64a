"""What OBX-5 says, for each kind of fact and each type of value."""

from __future__ import annotations

import pytest

from bedside_app.domain.fact import UNREADABLE, Comparator, Presence, Scalar
from tests.intake.hl7v2.samples import message, obx, only_fact, reading, refusals, set_aside


@pytest.mark.parametrize(
    ("segment", "value", "comparator", "raw"),
    [
        (obx("NM", "718-7", "12.5", "g/dL"), 125.0, None, "12.5 g/dL"),
        (obx("NM", "777-3", "250", "K/uL"), 250.0, None, "250 K/uL"),
        (obx("NM", "2160-0", "0.8", "mg/dL"), 70.736, None, "0.8 mg/dL"),
        (obx("NM", "6301-6", "1.1"), 1.1, None, "1.1"),
        (obx("NM", "777-3", "<10", "10*9/L"), 10.0, Comparator.LESS, "<10 10*9/L"),
        (obx("ST", "777-3", "250", "10*9/L"), 250.0, None, "250 10*9/L"),
        (obx("ST", "777-3", ">= 250", "10*9/L"), 250.0, Comparator.AT_LEAST, ">= 250 10*9/L"),
        (obx("SN", "33914-3", ">^90", "mL/min/1.73m2"), 90.0, Comparator.MORE, "> 90 mL/min/1.73m2"),
        (obx("SN", "33914-3", "^88", "mL/min/1.73m2"), 88.0, None, "88 mL/min/1.73m2"),
        (obx("SN", "6301-6", "^3^:^2"), 1.5, None, "3 : 2"),
    ],
)
def test_a_number_is_read_in_the_unit_of_the_dictionary(
    segment: str, value: float, comparator: Comparator | None, raw: str
) -> None:
    fact = only_fact(message(segment))
    assert (fact.value, fact.comparator, fact.raw) == (value, comparator, raw)


def test_a_structured_range_is_the_bound_that_it_surely_is() -> None:
    fact = only_fact(message(obx("SN", "777-3", "^100^-^150", "10*9/L")))
    assert (fact.value, fact.comparator, fact.detail["range_high"]) == (100.0, Comparator.AT_LEAST, 150.0)


@pytest.mark.parametrize(
    ("segment", "code"),
    [
        (obx("NM", "777-3", "250"), "unit-not-given"),
        (obx("NM", "777-3", "250", "K"), "dictionary.unknown-unit"),
        (obx("NM", "777-3", "250", "g/L"), "dictionary.incompatible-unit"),
        (obx("NM", "33914-3", "90", "mL/min"), "dictionary.incompatible-unit"),
        (obx("NM", "718-7", "12.5", "g/dL^mmol/L^L"), "hl7v2.units-disagree"),
        (obx("NM", "718-7", "125", "g/dL"), "implausible-value"),
        (obx("NM", "718-7", "12,5", "g/dL"), "not-a-number"),
        (obx("ST", "718-7", "12.5 g/dL", "g/dL"), "not-a-number"),
        (obx("ST", "718-7", "about 12", "g/dL"), "not-a-number"),
        (obx("SN", "718-7", "<>^12", "g/dL"), "not-a-number"),
        (obx("NM", "718-7", "12.5~13", "g/dL"), "hl7v2.several-values"),
        (obx("NM", "718-7", r"12\C2842\5", "g/dL"), "hl7v2.unreadable-escape"),
        (obx("NM", "718-7", "12.5", "g/dL", status="?"), "hl7v2.unknown-status"),
        (obx("NM", "718-7", "12.5", "g/dL", status=""), "hl7v2.unknown-status"),
        (obx("NM", "718-7", "12.5", "g/dL", time="20260231"), "hl7v2.not-a-moment"),
    ],
)
def test_a_number_that_could_be_misread_is_refused_alone(segment: str, code: str) -> None:
    found = reading(message(segment, obx("NM", "6301-6", "1.1")))
    assert [refused.code.removeprefix("intake.") for refused in found.refused] == [code]
    assert [refused.place for refused in found.refused] == ["MSH[1]/OBX[1]"]
    assert [fact.id for fact in found.facts if fact.absent_reason != UNREADABLE] == ["inr"]


def test_the_raw_text_of_an_unknown_unit_is_told() -> None:
    (refused,) = reading(message(obx("NM", "777-3", "250", "x1000000"))).refused
    assert refused.values["raw"] == "x1000000"


@pytest.mark.parametrize(
    ("span", "low", "high"),
    [
        ("12.0-16.0", 120.0, 160.0),
        ("12,0 - 16,0", 120.0, 160.0),
        (">=12", 120.0, None),
        ("<16", None, 160.0),
        ("", None, None),
    ],
)
def test_the_range_of_the_laboratory_is_read_in_the_same_unit(span: str, low: float | None, high: float | None) -> None:
    fact = only_fact(message(obx("NM", "718-7", "12.5", "g/dL", span=span)))
    assert (fact.reference_low, fact.reference_high) == (low, high)


@pytest.mark.parametrize("span", ["1,200-1,600", "see comment", "F: 12-16", "12-16 g/dL"])
def test_a_range_that_cannot_be_read_is_told_and_the_value_stands(span: str) -> None:
    found = reading(message(obx("NM", "718-7", "12.5", "g/dL", span=span)))
    assert [fact.value for fact in found.facts] == [125.0]
    assert [(item.place, item.why) for item in found.not_understood] == [
        ("MSH[1]/OBX[1]-7", "intake.hl7v2.range-not-understood")
    ]


def test_a_flag_off_the_scale_makes_the_value_a_bound() -> None:
    fact = only_fact(message("OBX|1|NM|777-3^Plt^LN||5|10*9/L||<|||F"))
    assert (fact.comparator, fact.detail["interpretation"]) == (Comparator.LESS, "<")


@pytest.mark.parametrize(
    ("segment", "value"),
    [
        (obx("CE", "16112-5", "LA6576-8^Positive^LN"), "positive"),
        (obx("CWE", "16112-5", "LOC1^whatever^L^LA6577-6^Negative^LN"), "negative"),
        (obx("CE", "16112-5", "LOC1^POS^L"), "positive"),
        (obx("ST", "16112-5", "Positive"), "positive"),
        (obx("CE", "89247-1", "LA9623-5^1^LN"), 1),
        (obx("ST", "89247-1", "ECOG 1"), 1),
        (obx("NM", "89247-1", "1"), 1.0),
        (obx("CE", "82810-3", "LA32-8^No^LN"), False),
        (obx("ID", "82810-3", "Y"), True),
        (obx("DT", "8665-2", "20260401"), "2026-04-01"),
        (obx("TS", "8665-2", "202604"), "2026-04"),
        (obx("ST", "8251-1", r"a \T\ b"), "a & b"),
    ],
)
def test_a_code_a_word_or_a_date_is_read_as_its_fact_says(segment: str, value: Scalar) -> None:
    assert only_fact(message(segment)).value == value


def test_items_of_a_collection_are_one_fact_each() -> None:
    found = reading(message(obx("CE", "52473-6", "764146007^Penicillin^SCT~^docetaxel~^grass pollen")))
    assert [(fact.value, fact.presence) for fact in found.facts] == [
        ("penicillin", Presence.PRESENT),
        ("docetaxel", Presence.PRESENT),
    ]
    assert [item.why for item in found.not_understood] == ["intake.hl7v2.answer-not-understood"]


def test_nothing_of_a_collection_is_a_fact_too() -> None:
    fact = only_fact(message(obx("CE", "52473-6", "^No known allergies")))
    assert (fact.value, fact.presence) == (None, Presence.ABSENT)


@pytest.mark.parametrize(
    ("segment", "why"),
    [
        (obx("TX", "718-7", "Haemoglobin is low"), "narrative"),
        (obx("FT", "16112-5", "positive"), "narrative"),
        (obx("ED", "8251-1", "^Application^PDF^Base64^JVBERi0="), "attachment"),
        (obx("RP", "8251-1", "file"), "attachment"),
        (obx("NA", "777-3", "1^2^3"), "value-type"),
        (obx("", "777-3", "250", "10*9/L"), "no-value-type"),
        (obx("NM", "777-3", "", "10*9/L"), "no-value"),
        (obx("NM", "777-3", '""', "10*9/L"), "no-value"),
        (obx("CE", "16112-5", "X^equivocal^L"), "answer-not-understood"),
        (obx("NM", "16112-5", "80"), "answer-not-understood"),
        (obx("DT", "777-3", "20260401"), "answer-not-understood"),
        (obx("CE", "82810-3", "^perhaps"), "answer-not-understood"),
        (obx("NM", "99999-9", "1", "g/L"), "unknown-code"),
        ("OBX|1|NM|HB^Haemoglobin^L||12|g/dL|||||F", "unknown-code"),
        ("OBX|1|NM|718-7^Haemoglobin||12|g/dL|||||F", "unknown-code"),
        ("OBX|1|NM|^something||12|g/dL|||||F", "unknown-name"),
        (obx("NM", "777-3", "250", "10*9/L", status="I"), "pending"),
        (obx("NM", "777-3", "250", "10*9/L", status="O"), "order-detail"),
    ],
)
def test_what_is_not_for_a_machine_to_read_is_listed(segment: str, why: str) -> None:
    assert set_aside(message(segment)) == [why]
    values = [fact.value for fact in reading(message(segment)).facts]
    assert values == ([None] if why == "answer-not-understood" else [])
    assert refusals(message(segment)) == []


def test_a_name_counts_only_where_no_code_stands() -> None:
    assert only_fact(message("OBX|1|NM|^Thrombocytes||250|10*9/L|||||F")).id == "platelets"


def test_codes_that_mean_two_facts_are_refused() -> None:
    assert refusals(message("OBX|1|NM|718-7^Hb^LN^777-3^Plt^LN||12|g/dL|||||F")) == ["hl7v2.two-meanings"]


def test_a_result_that_cannot_be_obtained_is_a_stated_unknown() -> None:
    fact = only_fact(message(obx("NM", "777-3", "", "10*9/L", status="X")))
    assert (fact.value, fact.absent_reason) == (None, "cannot be obtained")


def test_a_hundred_thousand_items_are_refused_and_not_swallowed() -> None:
    assert refusals(message(obx("CE", "52473-6", "^docetaxel~" * 100_000))) == ["hl7v2.several-values"]
