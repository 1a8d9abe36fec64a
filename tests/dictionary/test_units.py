"""Units: spellings, exactness, refusals, and agreement with Pint and ucumvert on every row of the table."""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside_app.dictionary.units import (
    IncompatibleUnit,
    MissingUnit,
    UnknownUnit,
    UnusableNumber,
    parse,
    to_canonical,
)
from bedside_app.foundation.bounded import yaml_file
from bedside_app.foundation.errors import Refusal
from bedside_app.foundation.paths import resources_folder
from bedside_app.foundation.words import LANGUAGES, Language, say

TABLE: Final[dict[str, Any]] = yaml_file(resources_folder() / "units.yaml")
CODES: Final = [str(code) for code in TABLE["canonical"]]
SPELLINGS: Final = [
    (str(text), code) for key in ("exact", "spellings") for code, texts in TABLE[key].items() for text in texts
]

BILLIONS_PER_LITRE: Final = """
10*9/L|10^9/L|x10^9/L|×10⁹/L|10E9/L|10e9/L|10*3/uL|K/uL|K/µL|K/μL|k/uL|G/L|Giga/L|GIGA/L|/nL|10^3/mm3|10³/mm³|1000/mm3
1000/uL|thou/uL|THOU/UL|10**9/L|x10E3/uL|10*9/l|x10*9/L|X10*9/L|10.e9/L|x10E+09/L|1/nL|K/mcL|K/cumm|x109/L|E9/L|Gpt/L
10*6/mL|x 10^9 / L|10 ^9/l| 10*9/L |x\u00a010⁹\u202f/\u202fL
"""
PER_SURFACE: Final = """
mL/min/{1.73_m2}|mL/min/1.73m2|mL/min/1.73 m²|ml/min/1,73 m2|mL/min/1.73m^2|mL/min/1.73_m2|ML/MIN/1.73M2
mL/min per 1.73 m2|mL/min/{1.73m2}|mL/mn/1,73m²|mL/min/1.73|mL/min/1.73 sq m
"""
NO_UNIT_AT_ALL: Final = """
K|U|M|G|T|u|M/uL|M/L|mil/uL|Mg|Mg/dL|MG|ML|MS|Mmol/L|MIU/ML|MU/L|mg/Dl|PG|/10|mg//dL|mg/|/|.|{}|mg{|x|mg/dL/|m0|Cel2
Cel/min|10*999/L|[|²|ﾟ|10^/L|١٠*9/L
"""
PIECES: Final = "10|*|9|/|.|^|m|M|g|G|d|D|L|l|u|µ|U|K|k|[|]|{|}|1.73|m2|IU|%|²|x|E"


def listed(block: str) -> list[str]:
    return [text for line in block.strip().split("\n") for text in line.split("|")]


@pytest.mark.parametrize("text", listed(BILLIONS_PER_LITRE))
def test_a_cell_count_is_recognised_in_each_of_its_spellings(text: str) -> None:
    assert parse(text) == parse("10*9/L")
    assert parse(text).code == "10*9/L"


@pytest.mark.parametrize("text", listed(PER_SURFACE))
def test_a_rate_per_body_surface_is_recognised_in_each_of_its_spellings(text: str) -> None:
    assert parse(text).code == "mL/min/{1.73_m2}"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("µg/L", "ug/L"),
        ("μg/L", "ug/L"),
        ("mcg/L", "ug/L"),
        ("ng/mL", "ug/L"),
        ("gm/dl", "g/dL"),
        ("g/100 ml", "g/dL"),
        ("MG/DL", "mg/dL"),
        ("mmol/l", "mmol/L"),
        ("MMOL/L", "mmol/L"),
        ("U/l", "U/L"),
        ("u/l", "U/L"),
        ("IU/L", "[IU]/L"),
        ("UI/L", "[IU]/L"),
        ("[iU]/L", "[IU]/L"),
        ("mUI/L", "m[IU]/L"),
        ("uIU/mL", "m[IU]/L"),
        ("Téra/L", "10*12/L"),
        ("T/L", "10*12/L"),
        ("g/l", "g/L"),
        ("g/24 h", "g/d"),
        ("ml/mn", "mL/min"),
        ("kg/m²", "kg/m2"),
        ("msec", "ms"),
        ("mois", "mo"),
        ("ans", "a"),
        ("INR", "{INR}"),
        ("MDC_DIM_PERCENT", "%"),
        ("MDC_DIM_X_L_PER_MIN", "L/min"),
        ("beats per minute", "{beats}/min"),
        ("mut/Mb", "{mutations}/{Mb}"),
    ],
)
def test_what_laboratories_write_means_one_ucum_unit(text: str, code: str) -> None:
    assert parse(text).code == code


@pytest.mark.parametrize("text", [*listed(NO_UNIT_AT_ALL), "mg" * 40])
def test_what_could_mean_two_things_or_nothing_is_refused(text: str) -> None:
    with pytest.raises(UnknownUnit) as refusal:
        parse(text)
    assert refusal.value.values["raw"] == text[:64]


@pytest.mark.parametrize("text", ["", "  ", "\t"])
def test_no_unit_is_its_own_refusal(text: str) -> None:
    with pytest.raises(MissingUnit):
        parse(text)


def test_milli_and_mega_never_meet() -> None:
    assert parse("MBq").factor == 10**6
    assert parse("mg").factor == Fraction(1, 1000)
    prefixed_with_mega = [unit for unit in TABLE["atoms"] if "M" in str(TABLE["atoms"][unit].get("prefixes", ""))]
    assert prefixed_with_mega == ["Bq"]
    assert "m" not in str(TABLE["atoms"]["Bq"]["prefixes"]).split()


# -- conversion --------------------------------------------------------------------------------------------------------

CREATININE: Final = {"mg/dL": 88.42}


@pytest.mark.parametrize(
    ("value", "given_unit", "wanted", "conversions", "expected"),
    [
        (0.8, "mg/dL", "umol/L", CREATININE, 70.736),
        ("0.80", "mg/dL", "umol/L", CREATININE, 70.736),
        (Decimal("8"), "mg/L", "umol/L", CREATININE, 70.736),
        (8.0, "ug/mL", "umol/L", CREATININE, 70.736),
        (0.0708, "mmol/L", "umol/L", CREATININE, 70.8),
        (4.1, "g/dL", "g/L", {}, 41.0),
        (0.1, "g/dL", "g/L", {}, 1.0),
        (1500, "/uL", "10*9/L", {}, 1.5),
        (1500, "cells/uL", "10*9/L", {}, 1.5),
        (34, "IU/L", "U/L", {"[IU]/L": 1}, 34.0),
        (35, "U/mL", "k[IU]/L", {"kU/L": 1}, 35.0),
        (80, "%", "1", {"%": 1}, 80.0),
        (35, "[arb'U]/mL", "k[IU]/L", {"[arb'U]/mL": 1}, 35.0),
        (1, "ukat/L", "U/L", {}, 60.0),
        (98.6, "[degF]", "Cel", {}, 37.0),
        (20, "%{cells}", "%", {}, 20.0),
        (1.1, "1", "{INR}", {}, 1.1),
        (1.1, "{ratio}", "{INR}", {"{ratio}": 1}, 1.1),
        (4.2, "meq/L", "mmol/L", {"meq/L": 1}, 4.2),
        (5, "ft", "cm", {}, 152.4),
        (24, "mo", "a", {}, 2.0),
        (0.42, "L/L", "%", {"L/L": 100}, 42.0),
        (-2.5, "1", "{score}", {}, -2.5),
        (0, "mg/dL", "umol/L", CREATININE, 0.0),
    ],
)
def test_a_value_is_converted_exactly(
    value: str | float | Decimal, given_unit: str, wanted: str, conversions: dict[str, float], expected: float
) -> None:
    assert to_canonical(value, given_unit, wanted, conversions) == expected


@pytest.mark.parametrize(
    ("given_unit", "wanted"),
    [
        ("mL/min/{1.73_m2}", "mL/min"),
        ("mL/min", "mL/min/{1.73_m2}"),
        ("mg/dL", "umol/L"),
        ("mmol/mol", "%"),
        ("L/L", "%"),
        ("mg/g", "%"),
        ("meq/L", "mmol/L"),
        ("[arb'U]/mL", "k[IU]/L"),
        ("IU/L", "U/L"),
        ("ukat/L", "[IU]/L"),
        ("{score}", "%"),
        ("{score}", "{INR}"),
        ("ug/L{FEU}", "ug/L"),
        ("ug/L{FEU}", "ug/L{DDU}"),
        ("{mutations}/{Mb}", "1"),
        ("{anything}", "1"),
        ("/min", "Bq"),
        ("g", "g/L"),
        ("Gy", "mSv"),
    ],
)
def test_what_is_not_the_same_kind_of_quantity_is_never_converted(given_unit: str, wanted: str) -> None:
    with pytest.raises(IncompatibleUnit) as refusal:
        to_canonical(1, given_unit, wanted, {}, fact="some_fact")
    assert refusal.value.values == {"raw": given_unit, "wanted": wanted, "fact": "some_fact"}


@pytest.mark.parametrize(
    "value", ["1e999999999", "1e-999999999", "nan", "Infinity", "", "1,5", "0x10", "9" * 100, 1e300]
)
def test_a_number_that_medicine_does_not_know_is_refused_at_once(value: str | float) -> None:
    with pytest.raises(UnusableNumber):
        to_canonical(value, "mg/dL", "g/L", {})


@given(st.decimals(min_value="-1e6", max_value="1e6", places=4), st.sampled_from(CODES))
def test_a_unit_converts_into_itself_without_any_change(value: Decimal, code: str) -> None:
    assert to_canonical(value, code, code, {}) == float(value)


@given(st.decimals(min_value="0.001", max_value="1e6", places=3), st.sampled_from(CODES), st.sampled_from(CODES))
def test_a_conversion_and_its_way_back_agree_or_both_are_refused(value: Decimal, one: str, other: str) -> None:
    try:
        there = to_canonical(value, one, other, {})
    except IncompatibleUnit:
        with pytest.raises(IncompatibleUnit):
            to_canonical(value, other, one, {})
    else:
        assert to_canonical(there, other, one, {}) == pytest.approx(float(value), rel=1e-14)


@given(st.text(max_size=80) | st.lists(st.sampled_from(listed(PIECES)), max_size=9).map("".join))
def test_any_text_is_a_unit_whose_code_means_itself_or_a_refusal(text: str) -> None:
    try:
        unit = parse(text)
    except UnknownUnit:
        return
    assert parse(unit.code) == unit
    assert unit.factor > 0


# -- the table and its peer --------------------------------------------------------------------------------------------


def test_each_row_of_the_table_is_its_own_canonical_code() -> None:
    assert [parse(code).code for code in CODES] == CODES
    assert len(CODES) >= 100


def test_each_spelling_of_the_table_means_its_unit() -> None:
    assert {text: parse(text) for text, _ in SPELLINGS} == {text: parse(code) for text, code in SPELLINGS}


def test_no_spelling_and_no_symbol_stands_for_two_units() -> None:
    aliases = Counter(str(alias) for aliases in TABLE["components"].values() for alias in aliases)
    symbols = Counter(
        prefix + name
        for name, atom in TABLE["atoms"].items()
        for prefix in ["", *str(atom.get("prefixes", "")).split()]
    )
    texts = Counter(text for text, _ in SPELLINGS)
    assert [name for count in (aliases, symbols, texts) for name, times in count.items() if times > 1] == []
    folded = {text.casefold(): parse(code) for text, code in SPELLINGS}
    assert all(folded[text.casefold()] == parse(code) for text, code in SPELLINGS)


@pytest.fixture(scope="module")
def pint_registry() -> Iterator[Any]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the peer's own deprecations are not ours to fail on
        from ucumvert import PintUcumRegistry

        yield PintUcumRegistry()


_STRICTER: Final = ("U", "kat", "eq", "[IU]", "[arb'U]", "osm")  # kinds that Pint merges with moles or plain numbers


def _peer_text(code: str) -> str:
    """Return the code without annotations, which ucumvert cannot read alone and drops elsewhere."""
    text = code.replace("/{1.73_m2}", "")
    return "1" if text.startswith("{") else text


@pytest.mark.parametrize("code", [code for code in CODES if code not in ("[pH]", "Cel", "[degF]")])
def test_each_factor_is_the_one_of_pint(code: str, pint_registry: Any) -> None:
    unit = parse(code)
    peer = pint_registry.from_ucum(_peer_text(code))
    base = pint_registry.from_ucum(_peer_base(unit.dimension))
    assert peer.to(base.units).magnitude / base.magnitude == pytest.approx(float(unit.factor), rel=1e-12)


def _peer_base(dimension: str) -> str:
    """Return the UCUM code of our bases: `mass/length3` is `g/m3`."""
    names = {
        "mass": "g", "length": "m", "time": "s", "amount": "mol", "equivalents": "eq", "osmoles": "osm",
        "activity": "U", "international_units": "[IU]", "arbitrary_units": "[arb'U]", "absorbed_dose": "Gy",
        "equivalent_dose": "Sv", "radioactivity": "Bq", "pressure": "Pa", "energy": "J", "voltage": "V",
        "high_power_fields": "[HPF]",
    }  # fmt: skip
    above, _, below = dimension.partition("/")
    text = "" if above == "1" else ".".join(_powered(names, part) for part in above.split("."))
    return (text + "".join("/" + _powered(names, part) for part in below.split(".") if part)) or "1"


def _powered(names: dict[str, str], part: str) -> str:
    base = part.rstrip("0123456789")
    return names[base] + part[len(base) :]


def test_pint_never_calls_compatible_units_incompatible(pint_registry: Any) -> None:
    sample = [
        code for code in CODES if not any(kind in code for kind in _STRICTER) and "{" not in code and "deg" not in code
    ]
    for one in sample[::3]:
        for other in sample[::4]:
            try:
                ours = to_canonical(1, one, other, {})
            except IncompatibleUnit:
                continue
            if parse(one).offset:
                continue
            peer = pint_registry.from_ucum(one).to(pint_registry.from_ucum(other).units)
            assert peer.magnitude / pint_registry.from_ucum(other).magnitude == pytest.approx(ours, rel=1e-12)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "refusal",
    [
        UnknownUnit(raw="x"),
        MissingUnit(raw=""),
        IncompatibleUnit(raw="x", wanted="y", fact="z"),
        UnusableNumber(raw="x"),
    ],
)
def test_each_refusal_has_its_sentence(refusal: Refusal, language: Language) -> None:
    assert len(say(refusal.code, language, refusal.values)) > 60
