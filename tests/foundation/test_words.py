from __future__ import annotations

import ast
import re
import string
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside_app.foundation.errors import Fault
from bedside_app.foundation.words import LANGUAGES, catalogue, day, number, say

ROOT = Path(__file__).resolve().parents[2]


def codes_of_refusals() -> dict[str, str]:
    """Return every `code: ClassVar[str] = "..."` in the program, with the file it stands in."""
    found: dict[str, str] = {}
    for path in sorted((ROOT / "bedside_app").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.AnnAssign) or ast.unparse(node.annotation) != "ClassVar[str]":
                continue
            if getattr(node.target, "id", "") == "code" and node.value is not None:
                found[str(ast.literal_eval(node.value))] = path.name
    return found


def names_in(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def test_every_refusal_has_its_sentence_in_both_languages() -> None:
    codes = codes_of_refusals()
    assert len(codes) > 5
    missing = {code: file for code, file in codes.items() for lang in LANGUAGES if code not in catalogue(lang)}
    assert not missing


def test_both_languages_have_the_same_sentences_with_the_same_values() -> None:
    english, french = catalogue("en"), catalogue("fr")
    assert set(english) == set(french)
    assert {k for k in english if names_in(english[k]) != names_in(french[k])} == set()


def test_french_keeps_a_narrow_space_before_its_tall_punctuation() -> None:
    prose = {code: re.sub(r"\{\{.*\}\}|https?://\S+", "", sentence) for code, sentence in catalogue("fr").items()}
    loose = {code: text for code, text in prose.items() if re.search(r"[\w)»%}][:;?!](\s|$)", text)}
    assert not loose


@pytest.mark.parametrize(
    ("value", "english", "french"),
    [
        (1050, "1,050", "1\u202f050"),
        (14.4, "14.4", "14,4"),
        (-0.5, "−0.5", "−0,5"),
        (4.0, "4", "4"),
        (1e-7, "0.0000001", "0,0000001"),
    ],
)
def test_numbers_are_written_as_the_language_writes_them(value: float, english: str, french: str) -> None:
    assert (number(value, "en"), number(value, "fr")) == (english, french)


def test_rounding_is_half_up_as_clinicians_round() -> None:
    assert (number(2.5, "en", 0), number(0.125, "en", 2)) == ("3", "0.13")


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_written_number_reads_back_as_itself(value: float) -> None:
    assert float(number(value, "en").replace(",", "").replace("−", "-")) == value


def test_days_are_written_as_wards_write_them() -> None:
    assert day(date(2026, 11, 24), "en") == "24\u00a0Nov\u00a02026"
    assert day(date(2026, 11, 24), "fr") == "24\u00a0nov.\u00a02026"


def test_an_unknown_sentence_or_a_missing_value_is_our_fault() -> None:
    with pytest.raises(Fault, match="no sentence"):
        say("no.such", "en")
    with pytest.raises(Fault, match="not given"):
        say("foundation.unreadable-yaml", "en", {})


def test_a_value_is_put_in_as_plain_text() -> None:
    sentence = say("foundation.unreadable-yaml", "en", {"file": "{why} {0.x}", "line": 1, "why": "b"})
    assert "{why} {0.x}" in sentence
