"""The number door: exact decimals, no assumed unit, no implausible value."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside_app.dictionary.entries import Entry
from bedside_app.domain.fact import Comparator
from bedside_app.foundation.errors import Refusal
from bedside_app.intake.quantity import (
    ImplausibleValue,
    NotANumber,
    UnitNotGiven,
    canonical_value,
    has_no_unit,
    number_of,
)


def entry_of(unit: str, low: float, high: float, **conversions: float) -> Entry:
    words = {"en": "label", "fr": "libellé"}
    return Entry.model_validate(
        {"id": "x", "label": words, "kind": "quantity", "about": "patient", "unit": unit, "plausible": (low, high)}
        | {"conversions": conversions}
    )


CREATININE = entry_of("umol/L", 10, 3000, **{"mg/dL": 88.4})
SCORE = entry_of("{score}", 0, 100)


def value(written: str, unit: str, entry: Entry = CREATININE, comparator: Comparator | None = None) -> float:
    return canonical_value(written, unit, entry, label="label", raw=f"{written} {unit}", comparator=comparator)


def test_a_decimal_text_is_converted_exactly() -> None:
    assert value("0.8", "mg/dL") == 70.72


@pytest.mark.parametrize("written", ["", "1,5", "1 000", "١", "1e400", "nan", "inf", "--1", "1.2.3", "0x1F"])
def test_what_is_no_single_number_is_refused(written: str) -> None:
    with pytest.raises(NotANumber):
        number_of(written, label="label")


@given(text=st.text(max_size=12).filter(lambda text: not any(letter in "0123456789" for letter in text)))
def test_a_text_without_digits_is_no_number(text: str) -> None:
    with pytest.raises(NotANumber) as caught:
        number_of(text, label="label")
    assert caught.value.values["raw"] == text


def test_a_unit_is_needed_except_for_a_bare_number() -> None:
    with pytest.raises(UnitNotGiven):
        value("80", "")
    assert has_no_unit(SCORE)
    assert value("12", "", SCORE) == 12


@pytest.mark.parametrize(
    ("written", "sign", "accepted"),
    [
        ("9", None, False),
        ("10", None, True),
        ("3001", None, False),
        ("10", "<", False),
        ("11", "<", True),
        ("5", ">", True),
        ("3000", ">", False),
        ("3000", ">=", True),
    ],
)
def test_the_plausible_range_is_kept_also_by_bounds(written: str, sign: str | None, accepted: bool) -> None:
    comparator = Comparator(sign) if sign else None
    if accepted:
        assert value(written, "umol/L", comparator=comparator) == float(written)
    else:
        with pytest.raises(ImplausibleValue):
            value(written, "umol/L", comparator=comparator)


@given(
    written=st.from_regex(r"[0-9]{1,4}(\.[0-9]{1,3})?", fullmatch=True),
    unit=st.sampled_from(["umol/L", "mg/dL", "g/L", "kg", "?", ""]),
)
def test_a_value_is_plausible_or_refused(written: str, unit: str) -> None:
    try:
        found: float | None = value(written, unit)
    except Refusal:
        found = None
    assert found is None or 10 <= found <= 3000
