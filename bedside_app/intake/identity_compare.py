"""Two identities side by side: identifier and issuer, name, birth date and sex, weighed as a ward clerk would."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from itertools import product
from typing import Final

from bedside_app.domain.moment import Moment
from bedside_app.domain.record import Identity

__all__ = ["COMPARED_SEXES", "REFERENCE", "Comparison", "VerdictState", "compare"]

REFERENCE: Final = "urn:bedside:reference"  # issuer of a Patient's address within an export: it confirms, never more
COMPARED_SEXES: Final = frozenset({"female", "male"})  # the others (other, unknown) neither confirm nor contradict

_LETTERS: Final = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "ð": "d", "þ": "th"})
_WRITTEN_OUT: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})
_JOINERS: Final = re.compile(r"[-'’`´.\u2010-\u2015]")


class VerdictState(StrEnum):
    """How the identities of a case stand to each other."""

    AGREED = "agreed"
    CONFLICT = "conflict"
    UNCONFIRMED = "unconfirmed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two identities side by side: `differs` names what contradicts (`identifier`, `name`, `birth_date`, `sex`).

    `renamed`: they agree by number, birth date and given name, and the family name differs, as after a marriage.
    """

    state: VerdictState
    differs: tuple[str, ...] = ()
    renamed: bool = False


def compare(one: Identity, other: Identity) -> Comparison:
    """Return whether two identities agree, contradict each other, or can't be confirmed. The order makes no difference.

    They agree by a number of one issuer, or by name with birth date, where nothing contradicts. A number without an
    issuer says nothing; an issuer that gave two different numbers contradicts.
    """
    numbers, names = _same_number(one, other), _same_name(one, other)
    births = _same_birth_date(one.birth_date, other.birth_date)
    sexes = _same_sex(one.sex, other.sex)
    told = {"identifier": numbers, "name": names, "birth_date": births, "sex": sexes}
    differs = tuple(name for name, same in told.items() if same is False)
    renamed = differs == ("name",) and bool(numbers and births) and bool(_given(one) & _given(other))
    if differs and not renamed:
        return Comparison(state=VerdictState.CONFLICT, differs=differs)
    if numbers or (names and births):
        return Comparison(state=VerdictState.AGREED, renamed=renamed)
    return Comparison(state=VerdictState.UNCONFIRMED)


def _same_number(one: Identity, other: Identity) -> bool | None:
    """Return true for a common number of one issuer, false for different numbers of one issuer, else None.

    An address within an export (`REFERENCE`) joins what the export split into files; two addresses contradict nothing.
    """
    ours, theirs = ({n for n in side.identifiers if n.issuer and n.value} for side in (one, other))
    if ours & theirs:
        return True
    return False if ({n.issuer for n in ours} & {n.issuer for n in theirs}) - {REFERENCE} else None


def _same_birth_date(one: Moment | None, other: Moment | None) -> bool | None:
    """Return true for one day, false for days that can't be the same, None where a year or a month alone agrees."""
    if one is None or other is None:
        return None
    if one.last_day < other.first_day or other.last_day < one.first_day:
        return False
    return True if one.first_day == one.last_day and other.first_day == other.last_day else None


def _same_sex(one: str, other: str) -> bool | None:
    return one == other if {one, other} <= COMPARED_SEXES else None


def _same_name(one: Identity, other: Identity) -> bool | None:
    """Return whether two whole names are one: in any order, with or without accents, hyphens and further given names.

    None where a side has no whole name, or where only initials tell.
    """
    if not (one.family and one.given and other.family and other.given):
        return None
    pairs = list(product(_written_forms(one), _written_forms(other)))
    if any(_fits(ours, theirs) for ours, theirs in pairs):
        return True
    return None if any(_fits_by_initials(ours, theirs) for ours, theirs in pairs) else False


def _written_forms(identity: Identity) -> set[str]:
    """Return the ways in which one name is written: either part first, ü as u or ue."""
    orders = (f"{identity.family} {identity.given}", f"{identity.given} {identity.family}")
    return {_folded(name, letters) for name in orders for letters in (_LETTERS, _WRITTEN_OUT)}


def _fits(one: str, other: str) -> bool:
    if _parts(one) == _parts(other) or "".join(_parts(one)) == "".join(_parts(other)):
        return True
    # a hyphen makes one name of two: Anne is not short for Anne-Sophie
    fewer, more = sorted((frozenset(_JOINERS.sub("", name).split()) for name in (one, other)), key=len)
    return len(fewer) >= 2 and fewer <= more


def _parts(name: str) -> list[str]:
    return _JOINERS.sub(" ", name).split()


def _fits_by_initials(one: str, other: str) -> bool:
    """Whether each part of the shorter name is, or abbreviates, a part of the other (`j doe` and `jane doe`)."""
    fewer, more = sorted((_parts(one), _parts(other)), key=len)
    exact = set(fewer) & set(more)
    return bool(exact) and all(any(a == b or (min(len(a), len(b)) == 1 and a[0] == b[0]) for b in more) for a in fewer)


def _given(identity: Identity) -> frozenset[str]:
    return frozenset(_parts(_folded(identity.given, _LETTERS)))


def _folded(name: str, letters: dict[int, str]) -> str:
    """Return a name without case and accents; `letters` says how to write those that have no accent to drop."""
    composed = unicodedata.normalize("NFC", name).casefold().translate(letters)
    return "".join(c for c in unicodedata.normalize("NFKD", composed) if not unicodedata.combining(c))
