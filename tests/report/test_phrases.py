"""How values, units and dates are written."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside_app.dictionary.entries import load
from bedside_app.domain.fact import Comparator, FactId
from bedside_app.domain.moment import Moment
from bedside_app.foundation.words import Language
from bedside_app.report.phrases import (
    both,
    enumeration,
    moment_text,
    plain_day,
    quantity,
    range_text,
    short_moment,
    unit_text,
    value_text,
    words_of,
)
from tests.report.cases import DICTIONARY, words


@pytest.mark.parametrize(
    ("ucum", "language", "written"),
    [
        ("10*9/L", "en", "×10⁹/L"),
        ("10*-3/uL", "en", "×10⁻³/µL"),
        ("umol/L", "en", "µmol/L"),
        ("ug/L", "fr", "µg/L"),
        ("mL/min/{1.73_m2}", "en", "mL/min/1.73\u00a0m²"),
        ("mL/min/{1.73_m2}", "fr", "mL/min/1,73\u00a0m²"),
        ("kg/m2", "en", "kg/m²"),
        ("{count}", "en", ""),
        ("1", "en", ""),
        ("%", "en", "%"),
        ("a", "fr", "ans"),
        ("mg/{cycle}", "en", "mg/cycle"),
        ("U/L", "en", "U/L"),
        ("mm[Hg]", "en", "mmHg"),
        ("Cel", "en", "°C"),
        ("[iU]/L", "en", "IU/L"),
        ("ms", "en", "ms"),
        ("d", "en", "d"),
    ],
)
def test_units_are_written_as_wards_write_them(ucum: str, language: Language, written: str) -> None:
    assert unit_text(ucum, language) == written


def test_number_and_unit_never_part() -> None:
    assert quantity(1050, "mg", "en") == "1,050\u00a0mg"
    assert quantity(1050, "mg", "fr") == "1\u202f050\u00a0mg"
    assert quantity(48, "%", "fr") == "48\u202f%"


def test_a_computed_value_shows_three_digits_and_a_stated_one_what_was_stated() -> None:
    assert quantity(57.382917, "mL/min", "en") == "57.4\u00a0mL/min"
    assert quantity(0.0123456, "1", "en") == "0.0123"
    assert quantity(1234.5678, "mg", "en") == "1,235\u00a0mg"
    assert quantity(14.4, "mm", "en") == "14.4\u00a0mm"
    assert quantity(123456, "{count}", "en") == "123,456"


def test_the_dictionary_decides_the_decimals_where_it_does() -> None:
    entry = DICTIONARY.entry(FactId("egfr_ckd_epi"))
    assert value_text(57.382917, entry.unit, entry, "en").startswith("57\u00a0mL")


def test_a_bound_keeps_its_sign() -> None:
    entry = DICTIONARY.entry(FactId("creatinine"))
    assert value_text(20, "umol/L", entry, "en", Comparator.LESS) == "<20\u00a0µmol/L"
    assert value_text(90, "umol/L", entry, "en", Comparator.AT_LEAST) == "≥90\u00a0µmol/L"


def test_codes_truth_and_dates_are_written_in_words() -> None:
    er_status, born = DICTIONARY.entry(FactId("er_status")), DICTIONARY.entry(FactId("birth_date"))
    assert value_text("positive", "", er_status, "fr") == "positifs"
    assert value_text(True, "", None, "fr") == "oui"
    assert value_text("1965-03-14", "", born, "en") == "14\u00a0Mar\u00a01965"


@pytest.mark.parametrize(
    ("moment", "written"),
    [
        ("2026", "2026"),
        ("2026-05", "May\u00a02026"),
        ("2026-05-20", "20\u00a0May\u00a02026"),
        ("2026-05-20T08:15+02:00", "20\u00a0May\u00a02026"),
    ],
)
def test_a_moment_is_never_more_precise_than_its_source(moment: str, written: str) -> None:
    assert moment_text(Moment(moment), "en") == written


@given(st.text())
def test_a_text_that_is_no_date_stays_as_it_is(text: str) -> None:
    assert plain_day(f"x{text}", "en") == f"x{text}"


def test_a_range_is_written_in_the_numbers_of_the_language() -> None:
    assert range_text("≥ 1.5, < 1000", "10*9/L", "fr") == "≥ 1,5, < 1\u202f000\u00a0×10⁹/L"
    assert range_text("≤ -2.5", "{score}", "en") == "≤ −2.5"


def test_words_are_put_in_by_language() -> None:
    assert both("report.dose.needs", {"missing": words("weight", "poids")}) == {
        "en": "dose needs weight",
        "fr": "dose\u202f: il faut poids",
    }


def test_a_semicolon_has_its_space_in_french_and_nothing_joins_to_no_text() -> None:
    assert enumeration([words_of("a"), words_of("b")], "; ") == {"en": "a; b", "fr": "a\u202f; b"}
    assert enumeration([]) == {}


@pytest.mark.parametrize(
    ("text", "language", "written"),
    [
        ("2026-11-23T07:40+01:00", "en", "23\u00a0Nov\u00a007:40"),
        ("2026-11-23", "fr", "23\u00a0nov."),
        ("2025-11-23", "en", "23\u00a0Nov\u00a02025"),
        ("2027-09", "en", "Sep\u00a02027"),
        ("2026", "en", "2026"),
        ("", "en", ""),
        ("in spring", "en", "in spring"),
    ],
)
def test_a_moment_beside_a_day_is_as_short_as_it_can_be_without_losing_anything(
    text: str, language: Language, written: str
) -> None:
    assert short_moment(text, date(2026, 11, 24), language) == written


@pytest.mark.parametrize(
    ("value", "shown"),
    [(59.7, "59.7\u00a0mL/min"), (60.2, "60.2\u00a0mL/min"), (60.0, "60\u00a0mL/min"), (75.6, "76\u00a0mL/min")],
)
def test_a_value_is_never_rounded_onto_a_limit_that_a_rule_uses(value: float, shown: str) -> None:
    entry = load().entry(FactId("creatinine_clearance"))
    assert value_text(value, "mL/min", entry, "en", None, [30.0, 60.0]) == shown
