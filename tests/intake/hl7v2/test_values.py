"""Fields of HL7 v2 as typed values."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside_app.domain.fact import Comparator, Status
from bedside_app.domain.moment import Moment
from bedside_app.intake.hl7v2.segments import Encoding
from bedside_app.intake.hl7v2.values import (
    Amount,
    NotAMoment,
    UnitsDisagree,
    amount_of_structured,
    amount_of_text,
    coded,
    moment,
    range_bounds,
    standing,
    unit_text,
    yes_or_no,
    zone_of,
)

UTF8 = Encoding(codec="utf-8")


@pytest.mark.parametrize(
    ("written", "zone", "meant"),
    [
        ("2026", "", "2026"),
        ("202605", "", "2026-05"),
        ("20260501", "", "2026-05-01"),
        ("20260501", "+0200", "2026-05-01"),
        ("2026050108", "+0200", "2026-05-01"),
        ("202605010815", "", "2026-05-01T08:15"),
        ("20260501081530", "", "2026-05-01T08:15:30"),
        ("20260501081530.1234-0500", "+0200", "2026-05-01T08:15:30.1234-05:00"),
        ("202605010815", "+0200", "2026-05-01T08:15+02:00"),
        ("20260501081530+0000", "", "2026-05-01T08:15:30+00:00"),
        ("20260501081530^D", "", "2026-05-01"),
        ("20260501081530^M", "", "2026-05-01T08:15"),
        ("20260501081530^Y", "", "2026"),
        ("20260501081530^L", "", "2026-05"),
        (" 20260501 ", "", "2026-05-01"),
    ],
)
def test_a_time_stamp_keeps_its_precision_and_its_zone(written: str, zone: str, meant: str) -> None:
    assert moment(written, UTF8, zone) == Moment(meant)


@pytest.mark.parametrize(
    "written",
    [
        "20261301",
        "20260230",
        "202605010860",
        "2026050125",
        "202605019999^D",
        "20260501081500+2500",
        "26-05-01",
        "01.05.2026",
        "2026-05-01",
        "today",
    ],
)
def test_what_is_no_real_day_or_time_is_refused(written: str) -> None:
    with pytest.raises(NotAMoment):
        moment(written, UTF8)


def test_an_empty_field_is_no_time() -> None:
    assert moment("", UTF8) is None


@given(
    st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1)),  # noqa: DTZ001 - the zone is drawn beside it
    st.none() | st.integers(-12 * 60, 14 * 60),
)
def test_a_written_moment_comes_back(at: datetime, offset: int | None) -> None:
    zoned = at.replace(microsecond=0, tzinfo=None if offset is None else timezone(timedelta(minutes=offset)))
    found = moment(zoned.strftime("%Y%m%d%H%M%S%z").rjust(14, "0"), UTF8)
    assert found is not None
    assert found.has_zone == (offset is not None)
    assert datetime.fromisoformat(found.text) == zoned


@given(st.text(st.sampled_from("0123456789+-.^ T:"), max_size=24))
def test_any_text_is_a_moment_or_refused(text: str) -> None:
    try:
        found = moment(text, UTF8)
    except NotAMoment:
        return
    assert found is None or found.first_day <= found.last_day


def test_a_zone_is_only_that_of_a_time() -> None:
    assert [zone_of(raw, UTF8) for raw in ("20260501081500+0200", "20260501+0200", "20260501081500", "x")] == [
        "+0200",
        "",
        "",
        "",
    ]


# -- codes -------------------------------------------------------------------------------------------------------------


def test_codes_of_known_systems_come_from_both_halves_of_a_coded_element() -> None:
    meant = coded("HB^Hémoglobine^L^718-7^Hemoglobin^LN", UTF8)
    assert meant.codings == (("loinc", "718-7"),)
    assert meant.words == ("Hémoglobine", "Hemoglobin")
    assert meant.is_coded


def test_the_original_text_of_a_cwe_comes_first() -> None:
    meant = coded("10828004^Positive^SCT^^^^^^strongly positive", UTF8)
    assert (meant.codings, meant.label) == ((("snomed", "10828004"),), "strongly positive")


def test_a_code_without_a_system_is_only_a_word() -> None:
    assert coded("718-7^Hemoglobin", UTF8).codings == ()
    assert coded("POS", UTF8).words == ("POS",)
    assert coded("^Hemoglobin", UTF8).is_coded is False


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("LA33-6^Yes^LN", True),
        ("LA32-8^No^LN", False),
        ("Y^Yes^HL70136", True),
        ("^oui", True),
        ("^maybe", None),
        ("LA33-6^No^LN", None),
    ],
)
def test_a_yes_or_no_is_read_only_when_nothing_contradicts_it(written: str, meant: bool | None) -> None:
    assert yes_or_no(coded(written, UTF8)) is meant


# -- numbers -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("12.5", Amount("12.5")),
        ("-0.5", Amount("-0.5")),
        ("+3", Amount("+3")),
        (".5", Amount(".5")),
        ("1e3", Amount("1e3")),
        ("<5", Amount("5", Comparator.LESS)),
        ("<= 5", Amount("5", Comparator.AT_MOST)),
        ("≥60", Amount("60", Comparator.AT_LEAST)),
        (">90", Amount("90", Comparator.MORE)),
    ],
)
def test_a_whole_text_that_is_a_number_is_read(text: str, meant: Amount) -> None:
    assert amount_of_text(text) == meant


@pytest.mark.parametrize(
    "text",
    ["12,5", "1 200", "12.5 g", "about 5", "5-6", "1.2.3", "", "<", "NaN", "inf", "12.5.", "0x1", "٣", "<<5", "9" * 40],
)
def test_a_text_that_is_more_or_less_than_a_number_is_not(text: str) -> None:
    assert amount_of_text(text) is None


@pytest.mark.parametrize(
    ("parts", "meant"),
    [
        ([">", "90"], Amount("90", Comparator.MORE)),
        (["", "100"], Amount("100")),
        (["=", "100"], Amount("100")),
        (["<=", "5", "", ""], Amount("5", Comparator.AT_MOST)),
        (["", "10", "-", "20"], Amount("10", Comparator.AT_LEAST, upper="20")),
        (["", "20", "-", "10"], None),
        ([">", "10", "-", "20"], None),
        (["<>", "10"], None),
        (["", "2", "+"], None),
        (["", "1", ":", "128"], None),
        (["", "", "-", "5"], None),
        ([">", "<5"], None),
        ([], None),
    ],
)
def test_a_structured_numeric_is_a_number_a_bound_or_a_range(parts: list[str], meant: Amount | None) -> None:
    assert amount_of_structured(parts) == meant


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("3.5-5.1", ("3.5", "5.1")),
        ("3.5 - 5.1", ("3.5", "5.1")),
        ("3,5 - 5,1", ("3.5", "5.1")),
        ("0,50-1,25", ("0.50", "1.25")),
        ("-2 - 2", ("-2", "2")),
        ("-2--1", ("-2", "-1")),
        ("3.5 to 5.1", ("3.5", "5.1")),
        ("<5", ("", "5")),
        ("<= 5", ("", "5")),
        (">=60", ("60", "")),
        ("≥ 60", ("60", "")),
        ("> 1,5", ("1.5", "")),
    ],
)
def test_a_plain_range_is_read(text: str, bounds: tuple[str, str]) -> None:
    assert range_bounds(text) == bounds


@pytest.mark.parametrize(
    "text",
    [
        "1,000-4,000",
        "1,5-4",
        "1.5-4,0",
        "5.1-3.5",
        "Negative",
        "",
        "5",
        "3.5-5.1 mmol/L",
        "-",
        "M: 13-17",
        "1,5-2,500",
        "1-2-3",
    ],
)
def test_a_range_that_could_mean_two_things_is_not_read(text: str) -> None:
    assert range_bounds(text) is None


@given(st.text(st.sampled_from("0123456789.,-–<>=≤≥ to"), max_size=16))
def test_any_text_is_a_range_or_none(text: str) -> None:
    bounds = range_bounds(text)
    if bounds is not None and all(bounds):
        assert float(bounds[0]) <= float(bounds[1])


# -- units and status --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "unit"),
    [
        ("g/dL", "g/dL"),
        ("%^percent^ISO+", "%"),
        ("UNKNOWN^g/dL^L", "g/dL"),
        ("weird", "weird"),
        ("", ""),
        ("10*3/uL^10*9/L^UCUM", "10*3/uL"),
        ("K/uL^thousand per microliter^L^10*3/uL^^UCUM", "K/uL"),
    ],
)
def test_the_first_component_that_is_a_unit_counts(written: str, unit: str) -> None:
    assert unit_text(written, UTF8) == unit


def test_two_different_units_in_one_field_are_refused() -> None:
    with pytest.raises(UnitsDisagree):
        unit_text("mg/dL^mmol/L^L", UTF8)


@pytest.mark.parametrize(
    ("of_result", "of_report", "status"),
    [
        ("F", "", Status.FINAL),
        ("P", "", Status.PRELIMINARY),
        ("C", "F", Status.CORRECTED),
        ("D", "", Status.WITHDRAWN),
        ("W", "", Status.WITHDRAWN),
        ("", "F", Status.FINAL),
        ("", "A", Status.PRELIMINARY),
        ("I", "", None),
    ],
)
def test_a_status_is_that_of_the_result_else_of_the_report(
    of_result: str, of_report: str, status: Status | None
) -> None:
    found = standing(of_result, of_report)
    assert found is not None
    assert found.status is status


def test_no_status_and_an_unknown_one_are_never_final() -> None:
    assert standing("", "") is None
    assert standing("?", "F") is None
    assert standing("", "Z") is None


def test_what_cannot_be_obtained_is_a_stated_unknown() -> None:
    found = standing("X", "")
    assert found is not None
    assert found.absent == "cannot be obtained"
