"""Whether files are about one patient: identifier and issuer, name, birth date and sex, weighed as a ward clerk would.

Nothing here guesses. Two sides agree, or contradict each other, or one of them says too little to be sure; the last two
are different answers. Facts of a contradiction are never shown together, facts that can't be confirmed are kept out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations, product
from typing import Final

from bedside_app.domain.moment import Moment
from bedside_app.domain.record import Identity

__all__ = [
    "DEMONSTRATION",
    "REFERENCE",
    "Comparison",
    "Verdict",
    "VerdictState",
    "compare",
    "is_demonstration",
    "judge",
    "merge",
]

DEMONSTRATION: Final = "urn:bedside:demonstration"
REFERENCE: Final = "urn:bedside:reference"  # issuer of a Patient's address within an export: it confirms, never more
MAX_DIFFERENT: Final = 200  # forms of one patient's identity; more are no patient

_COMPARED_SEXES: Final = frozenset({"female", "male"})  # the others (other, unknown) neither confirm nor contradict
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the identities of a case come to.

    `identity` is all that is known of the one patient where they agree, else None, and `sides` are two that stand
    against each other. `kept_out` are positions of identities that can't be confirmed as that patient.
    """

    state: VerdictState
    identity: Identity | None = None
    kept_out: tuple[int, ...] = ()
    sides: tuple[Identity, ...] = ()
    differs: tuple[str, ...] = ()
    renamed: bool = False


def judge(identities: Sequence[Identity]) -> Verdict:
    """Return whether all identities are one patient's. The order matters only for which form of a name is kept.

    A contradiction between any two blocks. Without one, those that agree, directly or through another, are one patient;
    what can't be confirmed as that patient is kept out. One identity alone has nothing to contradict it.
    """
    if len(identities) > MAX_DIFFERENT:
        return Verdict(state=VerdictState.UNCONFIRMED, sides=_sides(identities[:2]))
    agreed: list[tuple[int, int]] = []
    renamed = False
    for (first, one), (second, other) in combinations(enumerate(identities), 2):
        found = compare(one, other)
        if found.state is VerdictState.CONFLICT:
            return Verdict(state=VerdictState.CONFLICT, sides=_sides((one, other)), differs=found.differs)
        if found.state is VerdictState.AGREED:
            agreed.append((first, second))
            renamed = renamed or found.renamed
    groups = _groups(len(identities), agreed)
    stands = _standing(groups, identities)
    if stands is None:
        return Verdict(state=VerdictState.UNCONFIRMED, sides=_sides([identities[group[0]] for group in groups[:2]]))
    return Verdict(
        state=VerdictState.AGREED,
        identity=merge([identities[index] for index in stands]),
        kept_out=tuple(index for index in range(len(identities)) if index not in stands),
        renamed=renamed,
    )


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


def merge(identities: Sequence[Identity]) -> Identity:
    """Return all that agreeing identities say: every number, the first full name, the most precise birth date."""
    named = next((item for item in identities if item.family and item.given), None)
    named = named or next((item for item in identities if item.family or item.given), Identity())
    births = [item.birth_date for item in identities if item.birth_date is not None]
    sexes = [item.sex for item in identities if item.sex]
    return Identity(
        identifiers=tuple(
            sorted({number for item in identities for number in item.identifiers if number.issuer != REFERENCE})
        ),
        family=named.family,
        given=named.given,
        birth_date=max(births, key=lambda birth: len(birth.text), default=None),
        sex=next((sex for sex in sexes if sex in _COMPARED_SEXES), next(iter(sexes), "")),
        source=named.source or next((item.source for item in identities), ""),
    )


def is_demonstration(identity: Identity) -> bool:
    """Whether the patient is one of the invented ones that come with Bedside."""
    return any(number.issuer.startswith(DEMONSTRATION) for number in identity.identifiers)


def _sides(identities: Sequence[Identity]) -> tuple[Identity, ...]:
    """Return identities as they are shown: an address within an export is nobody's number."""
    return tuple(merge([identity]) for identity in identities)


def _standing(groups: list[tuple[int, ...]], identities: Sequence[Identity]) -> tuple[int, ...] | None:
    """Return the group that the case is about: the only one, else the only one that says who it is."""
    if len(groups) <= 1:
        return groups[0] if groups else None
    telling = [group for group in groups if any(_is_telling(identities[index]) for index in group)]
    return telling[0] if len(telling) == 1 else None


def _is_telling(identity: Identity) -> bool:
    return bool(identity.family and identity.given and identity.birth_date is not None)


def _groups(count: int, linked: Sequence[tuple[int, int]]) -> list[tuple[int, ...]]:
    """Return the positions 0 … count - 1 in groups that links hold together."""
    group_of = list(range(count))
    for first, second in linked:
        old, new = group_of[second], group_of[first]
        group_of = [new if group == old else group for group in group_of]
    return [tuple(index for index in range(count) if group_of[index] == group) for group in dict.fromkeys(group_of)]


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
    return one == other if {one, other} <= _COMPARED_SEXES else None


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
