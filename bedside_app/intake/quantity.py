"""The door for numbers: what a source wrote becomes a value in the dictionary's unit, or is refused with its text."""

from __future__ import annotations

import math
import re
from functools import lru_cache
from typing import ClassVar, Final

from bedside_app.dictionary.entries import Entry
from bedside_app.dictionary.units import to_canonical
from bedside_app.domain.fact import Comparator
from bedside_app.foundation.errors import Refusal

__all__ = [
    "ImplausibleValue",
    "NotANumber",
    "UnitNotGiven",
    "canonical_value",
    "has_no_unit",
    "number_of",
]

_NUMBER: Final = re.compile(r"[+-]?(?:\d{1,30}(?:\.\d{0,30})?|\.\d{1,30})(?:[eE][+-]?\d{1,3})?", re.ASCII)
_ANNOTATION: Final = re.compile(r"\{[^{}]*\}")


class NotANumber(Refusal):
    """A number is written in a way that can be read in two ways, or in none."""

    code: ClassVar[str] = "intake.not-a-number"


class UnitNotGiven(Refusal):
    """A number has no unit though its fact needs one; a unit is never assumed."""

    code: ClassVar[str] = "intake.unit-not-given"


class ImplausibleValue(Refusal):
    """A value lies outside its plausible range: an entry error is likelier than the value."""

    code: ClassVar[str] = "intake.implausible-value"


def number_of(written: str, *, label: str) -> float:
    """Return a number written with digits and at most one decimal point.

    Raises
    ------
    NotANumber
        Anything else: a decimal comma, grouped thousands, words, infinity.
    """
    if _NUMBER.fullmatch(written) is None or not math.isfinite(value := float(written)):
        raise NotANumber(label=label, raw=written[:80])
    return value


def has_no_unit(entry: Entry) -> bool:
    """Whether the fact is a bare number (UCUM `1` or an annotation such as `{score}`)."""
    return entry.unit == "1" or _ANNOTATION.fullmatch(entry.unit) is not None


def canonical_value(
    written: str, unit: str, entry: Entry, *, label: str, raw: str, comparator: Comparator | None = None
) -> float:
    """Return the number `written`, given in `unit`, in the unit of `entry`, checked against its plausible range.

    A bound (`< 0.5`) is refused only where no plausible value would satisfy it. `label` and `raw` are the source's own
    words, for the refusal.

    Raises
    ------
    NotANumber, UnitNotGiven, ImplausibleValue
    UnknownUnit, IncompatibleUnit, UnusableNumber
        From `dictionary.units`.
    """
    value = number_of(written, label=label)
    if unit:
        value = _converted(written, unit, entry.unit, tuple(entry.conversions.items()), entry.id)
    elif not has_no_unit(entry):
        raise UnitNotGiven(label=label, raw=raw, unit=entry.unit)
    if entry.plausible is not None and not _plausible(value, comparator, entry.plausible):
        low, high = entry.plausible
        raise ImplausibleValue(label=label, raw=raw, low=low, high=high, unit=entry.unit)
    return value


@lru_cache(maxsize=4096)
def _converted(
    written: str, unit: str, entry_unit: str, conversions: tuple[tuple[str, float], ...], fact: str
) -> float:
    """Return `to_canonical`, remembered: the bounds of a laboratory's range come back with each result."""
    return to_canonical(written, unit, entry_unit, dict(conversions), fact)


def _plausible(value: float, comparator: Comparator | None, plausible: tuple[float, float]) -> bool:
    low, high = plausible
    if comparator in (Comparator.LESS, Comparator.AT_MOST):
        return value > low or (value == low and comparator is Comparator.AT_MOST)
    if comparator in (Comparator.MORE, Comparator.AT_LEAST):
        return value < high or (value == high and comparator is Comparator.AT_LEAST)
    return low <= value <= high
