"""Units: what laboratories write becomes one exact UCUM unit, or a refusal; no annotation is ever dropped.

`resources/units.yaml` is the whole table: atoms with exact factors, spellings, annotations that change no number.
Two units convert into each other only when the same bases stand above and below the stroke: `mg/g`, `mmol/mol`, `L/L`
and `%` are four kinds of ratio (UCUM's own arithmetic would turn an HbA1c of 48 mmol/mol into 4.8 %), and an equivalent
is no mole. What one analyte needs beyond that stands in its entry's `conversions`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from functools import cache, lru_cache
from math import prod
from types import MappingProxyType
from typing import Any, ClassVar, Final

from bedside_app.foundation.bounded import yaml_file
from bedside_app.foundation.errors import Refusal
from bedside_app.foundation.paths import resources_folder

__all__ = ["IncompatibleUnit", "MissingUnit", "Unit", "UnknownUnit", "UnusableNumber", "parse", "to_canonical"]

_LONGEST: Final = 64  # characters of a unit text; UCUM codes of the clinic stay under 30
_PREFIXES: Final = {
    "G": Fraction(10**9),
    "M": Fraction(10**6),
    "k": Fraction(10**3),
    "d": Fraction(1, 10),
    "c": Fraction(1, 10**2),
    "m": Fraction(1, 10**3),
    "u": Fraction(1, 10**6),
    "n": Fraction(1, 10**9),
    "p": Fraction(1, 10**12),
    "f": Fraction(1, 10**15),
}
_RAISED: Final = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻"
_PLAIN: Final = str.maketrans(f"{_RAISED}µμ×·∙∕⁄÷−", "0123456789-uux..///-")
_PER: Final = re.compile(r"\s+(?:per|par)\s+", re.IGNORECASE)
_RAISED_TEN: Final = re.compile(rf"10([{_RAISED}]+)")
_TEN: Final = re.compile(r"^(?:[xX*]|x\.)?10(?:\*\*|\^|\*|\.?[eE]|exp|EXP)\+?0?(\d{1,2})(?=$|[/{])")
_POWER: Final = re.compile(r"(?<=[A-Za-z])(?:\^|\*\*|\*)(?=-?\d)")
_PER_SURFACE: Final = re.compile(r"/[{(]?1[.,]73(?:[_*.]?(?:[mM]2|sqm|sq\.m|SQM))?[)}]?$")
_PER_DAY: Final = re.compile(r"/\(?24\.?(?:h|hr|hrs|H|HR|heures|hours)\)?$")
_PER_100_ML: Final = re.compile(r"/100\.?(?=(?:m[lL]|ML)$)")
_NOTE: Final = re.compile(r"\{[^{}]*\}")
_COMPONENT: Final = re.compile(
    r"(?=.)(?:10[*^](?P<ten>-?\d{1,2})|(?P<symbol>1|%|(?:\[[^\[\]]*\]|[^\d{}\[\]%+-])+)(?P<power>-?[1-9])?)?(?P<note>\{[^{}]+\})?"
)
_ANY: Final = r"(?:\[[^\[\]]*\]|\{[^{}]*\}|[^./{}\[\]])+"
_STROKE_AND_TOKEN: Final = re.compile(rf"([./]?)({_ANY})")
_CODE: Final = re.compile(rf"/?{_ANY}(?:[./]{_ANY}){{0,7}}")


class UnknownUnit(Refusal):
    """The text is not a unit of the table, or could mean more than one."""

    code: ClassVar[str] = "dictionary.unknown-unit"


class MissingUnit(UnknownUnit):
    """A quantity came without a unit."""

    code: ClassVar[str] = "dictionary.missing-unit"


class IncompatibleUnit(Refusal):
    """The unit is known, but no exact way leads from it to the fact's own unit."""

    code: ClassVar[str] = "dictionary.incompatible-unit"


class UnusableNumber(Refusal):
    """The value is no finite number of a size that medicine knows."""

    code: ClassVar[str] = "dictionary.unusable-number"


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit in one canonical UCUM spelling.

    `dimension` names the bases above and below the stroke; `factor` and `offset` lead exactly to those bases
    (base = factor × value + offset); `annotation` is what UCUM's braces say, "" for nothing.
    """

    code: str
    dimension: str
    factor: Fraction
    annotation: str = ""
    offset: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class _Symbol:
    """A prefixed UCUM atom: its base with exponent, and the factor to it."""

    name: str
    base: str
    exponent: int
    factor: Fraction
    offset: Fraction


@dataclass(frozen=True, slots=True)
class _Part:
    """One component of a code, its stroke counted in: `power` is below zero under the stroke."""

    code: str
    base: str
    power: int
    factor: Fraction
    annotation: str
    offset: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class _Table:
    """`resources/units.yaml`, ready to look things up in."""

    symbols: Mapping[str, _Symbol]
    components: Mapping[str, str]
    lower: Mapping[str, str]
    upper: Mapping[str, str]
    exact: Mapping[str, str]
    folded: Mapping[str, str]
    refused: frozenset[str]
    descriptive: frozenset[str]
    canonical: tuple[str, ...]


def parse(text: str) -> Unit:
    """Return the unit that a UCUM code or a laboratory's spelling means.

    Raises
    ------
    MissingUnit
        The text is empty.
    UnknownUnit
        It is not in the table, or could mean more than one unit (`K`, `U`, `M/uL`, `Mg/dL`).
    """
    if not text.strip():
        raise MissingUnit(raw=text)
    found = _parsed(text) if len(text) <= _LONGEST else None
    if found is None:
        raise UnknownUnit(raw=text[:_LONGEST])
    return found


def to_canonical(
    value: str | float | Decimal, unit_text: str, entry_unit: str, conversions: Mapping[str, float], fact: str = ""
) -> float:
    """Return `value`, given in `unit_text`, in the unit of a dictionary entry.

    The arithmetic is exact from the decimal text on; the answer is the float nearest to it.

    Parameters
    ----------
    value
        As the source wrote it; a float counts as its shortest decimal text.
    unit_text
        UCUM code or laboratory spelling.
    entry_unit
        The canonical unit of the entry.
    conversions
        The entry's own factors, by unit: canonical = factor × value in that unit. They stand before the general rule
        for exactly that unit, and after it for units of the same kind, which scale onto it.
    fact
        The id of the fact, for the refusal.

    Raises
    ------
    MissingUnit, UnknownUnit, IncompatibleUnit, UnusableNumber
        Nothing is guessed.
    """
    line = _line(unit_text, entry_unit, tuple(conversions.items()))
    if line is None:
        raise IncompatibleUnit(raw=unit_text, wanted=entry_unit, fact=fact)
    slope, shift = line
    return float(_exact(value) * slope + shift)


@lru_cache(maxsize=1024)
def _line(
    unit_text: str, entry_unit: str, conversions: tuple[tuple[str, float], ...]
) -> tuple[Fraction, Fraction] | None:
    """Return slope and shift of the line that leads from one unit to the other, None where none does."""
    given, wanted = parse(unit_text), parse(entry_unit)
    own = {parse(text): _exact(factor) for text, factor in conversions}
    if given in own:
        return own[given], Fraction(0)
    if _same_kind(given, wanted):
        return given.factor / wanted.factor, (given.offset - wanted.offset) / wanted.factor
    for through, factor in own.items():
        if _same_kind(given, through):
            return given.factor / through.factor * factor, Fraction(0)
    return None


def _exact(value: str | float | Decimal) -> Fraction:
    try:
        number = Decimal(value if isinstance(value, str | Decimal) else repr(value))
    except InvalidOperation as error:
        raise UnusableNumber(raw=str(value)[:_LONGEST]) from error
    if not number.is_finite() or (number and abs(number.adjusted()) > 30) or len(number.as_tuple().digits) > 60:
        raise UnusableNumber(raw=str(value)[:_LONGEST])
    return Fraction(number) if number else Fraction(0)


def _same_kind(one: Unit, other: Unit) -> bool:
    """Whether a number in one unit is the same quantity as a scaled number in the other, annotations included."""
    if one.dimension != other.dimension:
        return False
    if one.annotation == other.annotation:
        return True
    notes = {one.annotation, other.annotation} - {""}
    if len(notes) != 1 or not notes <= _table().descriptive:
        return False
    return one.dimension != "1" or one.factor == other.factor  # a score is no fraction: {score} never becomes %


# -- text to unit -----------------------------------------------------------------------------------------------------


@lru_cache(maxsize=4096)
def _parsed(text: str) -> Unit | None:
    unit = _looked_up(_normal(text))
    return None if unit is None else _first_names().get(_value(unit), unit)


@cache
def _first_names() -> Mapping[tuple[object, ...], Unit]:
    """Return the unit whose code stands first in the table, by value: one code for equal units."""
    units = [unit for code in _table().canonical if (unit := _from_ucum(code)) is not None]
    return {_value(unit): unit for unit in reversed(units)}


def _value(unit: Unit) -> tuple[object, ...]:
    return unit.dimension, unit.factor, unit.annotation, unit.offset


def _normal(text: str) -> str:
    """Return the text without spaces, with plain digits, one micro sign, and UCUM's way to write powers."""
    text = _PER.sub("/", text.strip().replace("\u200b", ""))
    text = _RAISED_TEN.sub(r"10*\1", "".join(text.split())).translate(_PLAIN)
    text = _TEN.sub(r"10*\1", text)
    text = _PER_SURFACE.sub("/{1.73_m2}", _POWER.sub("", text))
    return _PER_DAY.sub("/d", _PER_100_ML.sub("/d", text))


def _looked_up(text: str) -> Unit | None:
    """Look a normal text up: as a whole spelling, as UCUM, then the same in one case throughout."""
    table = _table()
    if text in table.refused:
        return None
    unit = _from_ucum(table.exact.get(text, text))
    if unit is not None:
        return unit
    letters = _NOTE.sub("", text)
    if letters not in (letters.upper(), letters.lower()):
        return None
    if text.casefold() in table.folded:
        return _from_ucum(table.folded[text.casefold()])
    return _from_ucum(text, table.upper if letters == letters.upper() else table.lower) if "/" in text else None


def _from_ucum(text: str, case: Mapping[str, str] = MappingProxyType({})) -> Unit | None:
    """Return the unit of a UCUM code whose components are all known, or None."""
    if _CODE.fullmatch(text) is None:
        return None
    parts = [_part(stroke, token, case) for stroke, token in _STROKE_AND_TOKEN.findall(text)]
    known = [part for part in parts if part is not None]
    offset = sum((part.offset for part in known), Fraction(0))
    if len(known) != len(parts) or (offset and (len(parts) > 1 or known[0].power != 1)):
        return None
    sides: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
    for part in known:
        if part.base:
            sides[part.power < 0][part.base] += abs(part.power)
    return Unit(
        code="".join(part.code for part in known),
        dimension=_dimension(*sides),
        factor=prod((part.factor for part in known), start=Fraction(1)),
        annotation="".join(part.annotation for part in known),
        offset=offset,
    )


def _part(stroke: str, token: str, case: Mapping[str, str]) -> _Part | None:
    """Return one component with the stroke or dot before it, or None where it is not known."""
    table = _table()
    bare, brace, rest = token.partition("{")
    bare = case.get(bare.casefold()) or table.components.get(bare, bare)
    match = _COMPONENT.fullmatch(bare + brace + rest)
    if match is None:
        return None
    sign, note = (-1 if stroke == "/" else 1), match["note"] or ""
    if match["ten"] is not None:
        return _Part(
            f"{stroke}10*{match['ten']}{note}", "", sign, Fraction(10) ** (sign * int(match["ten"])), note[1:-1]
        )
    symbol = table.symbols.get(match["symbol"] or "1")
    if symbol is None:
        return None
    power = sign * int(match["power"] or 1)
    alone = "/" if note and not match["symbol"] and sign < 0 else ""
    return _Part(
        code=f"{stroke}{symbol.name if match['symbol'] else ''}{match['power'] or ''}{note}",
        base=symbol.base,
        power=power * symbol.exponent,
        factor=symbol.factor**power,
        annotation=alone + note[1:-1],
        offset=symbol.offset,
    )


def _dimension(above: Mapping[str, int], below: Mapping[str, int]) -> str:
    def side(bases: Mapping[str, int]) -> str:
        return ".".join(f"{base}{power if power > 1 else ''}" for base, power in sorted(bases.items()))

    return (side(above) or "1") + (f"/{side(below)}" if below else "")


# -- the table ---------------------------------------------------------------------------------------------------------


@cache
def _table() -> _Table:
    raw: Mapping[str, Any] = yaml_file(resources_folder() / "units.yaml")
    components = {alias: str(code) for code, aliases in raw["components"].items() for alias in aliases}
    never_upper = {str(name) for name in raw["never_upper"]}
    folded_symbols = {str(code): str(code) for code in raw["folded"]}
    lower = {name.casefold(): code for name, code in (folded_symbols | components).items()}
    return _Table(
        symbols=dict(_symbols(raw["atoms"])),
        components=components,
        lower=lower,
        upper={
            name.casefold(): code for name, code in (folded_symbols | components).items() if name not in never_upper
        },
        exact=_spelled(raw["exact"]) | _spelled(raw["spellings"]),
        folded={name.casefold(): code for name, code in _spelled(raw["spellings"]).items()},
        refused=frozenset(raw["refused"]),
        descriptive=frozenset(raw["descriptive"]),
        canonical=tuple(str(code) for code in raw["canonical"]),
    )


def _spelled(raw: Mapping[str, Iterable[str]]) -> dict[str, str]:
    return {_normal(str(text)): code for code, texts in raw.items() for text in texts}


def _symbols(atoms: Mapping[str, Mapping[str, Any]]) -> Iterable[tuple[str, _Symbol]]:
    for written, atom in atoms.items():
        base, exponent = str(atom["base"]), int(atom.get("exponent", 1))
        name, factor = str(atom.get("as", written)), Fraction(str(atom["factor"]))
        yield written, _Symbol(name, base, exponent, factor, Fraction(str(atom.get("offset", 0))))
        for prefix in str(atom.get("prefixes", "")).split():
            yield prefix + written, _Symbol(prefix + name, base, exponent, factor * _PREFIXES[prefix], Fraction(0))
