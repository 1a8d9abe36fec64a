"""The one catalogue of sentences, English and French, for window, command line, documents and refusals.

`resources/i18n/{en,fr}/*.yaml` hold nested keys (`intake.unknown-unit`) and sentences with `{names}` for their values.
A value is put in as plain text: no sentence interprets what a file says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

from bedside_app.foundation.errors import Fault
from bedside_app.foundation.paths import resources_folder

__all__ = ["LANGUAGES", "Language", "catalogue", "day", "number", "say"]

Language = Literal["en", "fr"]
LANGUAGES: Final[tuple[Language, ...]] = ("en", "fr")

_MONTHS: Final = {
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    "fr": ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."),
}
_NARROW: Final = "\u202f"  # narrow no-break space: French thousands, and before : ; ? ! %
_HARD: Final = "\u00a0"


@cache
def catalogue(language: Language) -> Mapping[str, str]:
    """Return all sentences of one language by their dotted key."""
    flat: dict[str, str] = {}
    for path in _files(language):
        _flatten(_parsed(path), "", flat)
    return flat


@cache
def _chapter(language: Language, name: str) -> Mapping[str, str]:
    """Return the sentences whose key begins with `name`, parsing only the files that have such: a window starts so."""
    flat: dict[str, str] = {}
    for path in _files(language):
        if re.search(rf"^{re.escape(name)}:", _text(path), re.MULTILINE):
            _flatten({name: _parsed(path)[name]}, "", flat)
    return flat


@cache
def _files(language: Language) -> tuple[Path, ...]:
    return tuple(sorted((resources_folder() / "i18n" / language).glob("*.yaml")))


@cache
def _text(path: Path) -> str:
    return path.read_text("utf-8")


@cache
def _parsed(path: Path) -> Mapping[str, Any]:
    from bedside_app.foundation.bounded import yaml_file  # the command line starts without a YAML parser

    return yaml_file(path) or {}


def _flatten(value: Mapping[str, Any], prefix: str, into: dict[str, str]) -> None:
    for key, item in value.items():
        if isinstance(item, dict):
            _flatten(item, f"{prefix}{key}.", into)
        elif f"{prefix}{key}" in into:
            raise Fault(f"the sentence {prefix}{key} stands twice")
        else:
            into[f"{prefix}{key}"] = str(item)


def say(code: str, language: Language, values: Mapping[str, object] | None = None) -> str:
    """Return the sentence `code` in `language` with its values put in.

    Numbers are written as the language writes them; None reads as a dash. A value that is itself words comes twice,
    as `reason_en` and `reason_fr`, and the sentences of both languages name it `{reason}`.

    Raises
    ------
    Fault
        There is no such sentence, or it names a value that was not given.
    """
    sentence = _chapter(language, code.partition(".")[0]).get(code)
    if sentence is None:
        raise Fault(f"no sentence {code!r} in {language}")
    try:
        return sentence.format_map({name: _written(value, language) for name, value in _in(language, values or {})})
    except (KeyError, IndexError) as error:
        raise Fault(f"sentence {code!r} names {error}, which was not given") from error


def _in(language: Language, values: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    """Yield the values by the name that sentences use: those in words, in this language, under their own name too."""
    for name, value in values.items():
        yield name, value
        if name.endswith(f"_{language}"):
            yield name.removesuffix(f"_{language}"), value


def _written(value: object, language: Language) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return number(value, language)
    if isinstance(value, date):
        return day(value, language)
    return str(value)


def number(value: float, language: Language, decimals: int | None = None) -> str:
    """Write a number as the language does: `1,050.5` and `1 050,5` (narrow no-break space); minus is −.

    `decimals` fixes the places after the point; without it the shortest exact form is written, no trailing zero.
    """
    exact = Decimal(repr(float(value)))
    if decimals is not None:
        exact = exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    text = f"{exact:,f}"
    if decimals is None and "." in text:
        text = text.rstrip("0").rstrip(".")
    if language == "fr":
        text = text.replace(",", _NARROW).replace(".", ",")
    return text.replace("-", "−")


def day(value: date, language: Language) -> str:
    """Write a day as wards do: `24 Nov 2026`, `24 nov. 2026`, its parts never separated at a line's end."""
    return f"{value.day}{_HARD}{_MONTHS[language][value.month - 1]}{_HARD}{value.year}"
