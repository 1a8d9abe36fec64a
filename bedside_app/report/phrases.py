"""How values, units and dates are written in both languages: the one place where a number becomes text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from math import floor, log10
from typing import Final

from bedside_app.dictionary.entries import Entry
from bedside_app.domain.fact import Comparator, Scalar
from bedside_app.domain.moment import Moment
from bedside_app.foundation.words import LANGUAGES, Language, day, number, say

__all__ = [
    "Words",
    "both",
    "enumeration",
    "joined",
    "moment_text",
    "plain_day",
    "quantity",
    "range_text",
    "regulatory_text",
    "short_moment",
    "unit_text",
    "value_text",
    "words_of",
]

Words = dict[str, str]

_HARD: Final = "\u00a0"
_NARROW: Final = "\u202f"
_SUPERSCRIPT: Final = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_MICRO: Final = re.compile(r"\bu(?=(?:mol|g|m|L|s|kat)\b)")
_POWER: Final = re.compile(r"10\*(-?\d+)")
_EXPONENT: Final = re.compile(r"(?<=[A-Za-z])(-?\d+)\b")
_ANNOTATION: Final = re.compile(r"(/?)\{([^}]*)\}")
_NUMBER: Final = re.compile(r"-?\d+(?:\.\d+)?")
_NAMED: Final = frozenset({"a", "mo", "wk", "d", "h", "min", "/d", "/wk"})
_SPELLED: Final = {"1": "", "Cel": "°C", "mm[Hg]": "mmHg", "[iU]/L": "IU/L", "[iU]/mL": "IU/mL", "[IU]/L": "IU/L"}
_MORE_DECIMALS: Final = 2
_SHOWN_DIGITS: Final = 3  # of a computed value that the dictionary does not round itself
_SIGNS: Final = {Comparator.LESS: "<", Comparator.AT_MOST: "≤", Comparator.AT_LEAST: "≥", Comparator.MORE: ">"}


def both(code: str, values: Mapping[str, object] | None = None) -> Words:
    """Return one sentence of the catalogue in both languages; a value that is itself `{en, fr}` by language."""
    return {
        language: say(code, language, {name: _in(value, language) for name, value in (values or {}).items()})
        for language in LANGUAGES
    }


def _in(value: object, language: Language) -> object:
    return value.get(language, "") if isinstance(value, dict) else value


def words_of(text: str) -> Words:
    """Return the same text for both languages: a name, an identifier, a code."""
    return dict.fromkeys(LANGUAGES, text)


def enumeration(parts: Iterable[Words], separator: str = ", ") -> Words:
    """Join texts in both languages, each with its own space before a semicolon; nothing joins to no text."""
    listed = list(parts)
    if not listed:
        return {}
    return {language: joined((part[language] for part in listed), language, separator) for language in LANGUAGES}


def joined(parts: Iterable[str], language: Language, separator: str = "; ") -> str:
    """Join texts in one language; French puts a narrow no-break space before a semicolon."""
    return (separator.replace(";", f"{_NARROW};") if language == "fr" else separator).join(parts)


def unit_text(ucum: str, language: Language) -> str:
    """Write a UCUM unit as wards do: `×10⁹/L` for `10*9/L`, `µmol/L`, `mL/min/1.73 m²` for `mL/min/{1.73_m2}`."""
    if ucum in _NAMED:
        return say(f"report.unit.{ucum.replace('/', 'per-')}", language)
    if ucum in _SPELLED:
        return _SPELLED[ucum]
    text = _ANNOTATION.sub(lambda found: _annotation(found.group(1), found.group(2), language), ucum)
    text = _POWER.sub(lambda found: f"×10{found.group(1).translate(_SUPERSCRIPT)}", text)
    text = _MICRO.sub("µ", text).replace("[iU]", "IU")
    return _EXPONENT.sub(lambda found: found.group(1).translate(_SUPERSCRIPT), text)


def _annotation(per: str, inside: str, language: Language) -> str:
    """Keep what a value is counted per (body surface, cycle), drop what only names what is counted."""
    if inside.startswith("1.73"):
        return f"{per}{number(1.73, language)}{_HARD}m²"
    return f"{per}{inside}" if per else ""


def quantity(value: float, unit: str, language: Language, decimals: int | None = None) -> str:
    """Write a number with its unit, never parted at a line's end; without `decimals` three digits count."""
    written = number(value, language, decimals) if decimals is not None else number(_rounded(value), language)
    shown = unit_text(unit, language)
    if not shown:
        return written
    return f"{written}{_NARROW if shown == '%' and language == 'fr' else _HARD}{shown}"


def _rounded(value: float) -> float:
    """Round a computed value to three digits, and never a whole number or a value of few places."""
    if value == 0 or float(value).is_integer() or len(repr(float(value))) <= _SHOWN_DIGITS + 2:
        return value
    return round(value, max(0, _SHOWN_DIGITS - 1 - floor(log10(abs(value)))))


def range_text(text: str, unit: str, language: Language) -> str:
    """Write a range of numbers (`≥ 30, < 60`) as the language does, with its unit."""
    written = _NUMBER.sub(lambda found: number(float(found[0]), language), text)
    shown = unit_text(unit, language)
    return f"{written}{_HARD}{shown}" if shown else written


def _kept_apart(value: float, decimals: int | None, limits: Iterable[float]) -> int | None:
    """Return as many decimals as keep a value on its side of each limit: 59.7 beside a limit of 60, not 60."""
    if decimals is None:
        return None
    needed = decimals
    for limit in limits:
        while needed < decimals + _MORE_DECIMALS and _side(round(value, needed), limit) != _side(value, limit):
            needed += 1
    return needed


def _side(value: float, limit: float) -> int:
    return (value > limit) - (value < limit)


def value_text(
    value: Scalar,
    unit: str,
    entry: Entry | None,
    language: Language,
    comparator: Comparator | None = None,
    limits: Iterable[float] = (),
) -> str:
    """Write the value of a fact as the dictionary shows it; with more decimals where rounding would cross a limit."""
    sign = "" if comparator is None else _SIGNS[comparator]
    if isinstance(value, bool):
        return say("report.value.yes" if value else "report.value.no", language)
    if entry is not None and entry.answers:
        return sign + entry.answer_label(value, language)
    if isinstance(value, int | float):
        decimals = None if entry is None else entry.decimals
        return sign + quantity(value, unit, language, _kept_apart(float(value), decimals, limits))
    if entry is not None and entry.kind == "date":
        return plain_day(value, language)
    return sign + value if entry is None else entry.answer_label(value, language)


def regulatory_text(region: str, status: str, date: str, language: Language) -> str:
    """Write a regulatory status in one region with its date: `EU approved Nov 2024`, `UE AMM nov. 2024`."""
    words = (say(f"report.region.{region}", language), say(f"report.regulatory.{status}", language))
    return " ".join((*words, *([plain_day(date, language)] if date else [])))


def plain_day(text: str, language: Language) -> str:
    """Write an ISO date or moment as a day; what is no such date stays as it is."""
    try:
        return moment_text(Moment(text), language)
    except ValueError:
        return text


def moment_text(moment: Moment, language: Language) -> str:
    """Write a moment as precisely as its source did, and no more: a day, else the month or the year alone."""
    first: date = moment.first_day
    if moment.precision == "year":
        return str(first.year)
    written = day(first, language)
    return written.split(_HARD, 1)[1] if moment.precision == "month" else written


def short_moment(text: str, near: date, language: Language) -> str:
    """Write an ISO date or moment beside a day: without the year where that is the same, with the time where known.

    What is no such date stays as it is; "" stays "".
    """
    try:
        moment = Moment(text)
    except ValueError:
        return text
    written = moment_text(moment, language)
    if moment.precision not in ("year", "month") and moment.first_day.year == near.year:
        written = written.rsplit(_HARD, 1)[0]
    if moment.precision in ("minute", "second"):
        written += f"{_HARD}{text[11:16]}"
    return written
