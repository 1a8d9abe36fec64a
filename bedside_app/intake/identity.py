"""Whether files are about one patient, which files are on which side where they contradict, and a person's word on it.

Nothing here guesses. Two sides agree, or contradict each other, or one of them says too little to be sure; the last two
are different answers. Facts of a contradiction are never shown together, facts that can't be confirmed are kept out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, permutations
from typing import Final

from bedside_app.domain.record import Identity
from bedside_app.intake.identity_compare import COMPARED_SEXES, REFERENCE, Comparison, VerdictState, compare

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
MAX_DIFFERENT: Final = 200  # forms of one patient's identity; more are no patient

_Relation = Callable[[int, int], VerdictState]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the identities of a case come to.

    `identity` is all that is known of the one patient where they agree, else None, and `sides` are those that stand
    against each other, two or more; `positions` are the identities of each side. What agrees with several sides, or
    with none, is on no side. `kept_out` are positions of identities that can't be confirmed as that patient.
    """

    state: VerdictState
    identity: Identity | None = None
    kept_out: tuple[int, ...] = ()
    sides: tuple[Identity, ...] = ()
    positions: tuple[tuple[int, ...], ...] = ()
    differs: tuple[str, ...] = ()
    renamed: bool = False


def judge(identities: Sequence[Identity], joined: Sequence[Sequence[Identity]] = ()) -> Verdict:
    """Return whether all identities are one patient's. The order matters only for which form of a name is kept.

    A contradiction between any two blocks. Without one, those that agree, directly or through another, are one patient;
    what can't be confirmed as that patient is kept out. One identity alone has nothing to contradict it.

    Parameters
    ----------
    joined
        Sides of earlier verdicts that a person said are one patient, the right one first: what differs between exactly
        these no longer blocks, and the right one's details stand. Anything else that differs still blocks.
    """
    if len(identities) > MAX_DIFFERENT:
        return Verdict(state=VerdictState.UNCONFIRMED, sides=_shown(identities[:2]))
    found = {
        pair: compare(identities[pair[0]], identities[pair[1]]) for pair in combinations(range(len(identities)), 2)
    }
    accepted = {pair for pair in found if joined and _is_accepted(identities, pair, found[pair], joined)}
    agreed = [pair for pair, one in found.items() if one.state is VerdictState.AGREED or pair in accepted]

    def relation(one: int, other: int) -> VerdictState:
        pair = (min(one, other), max(one, other))
        return VerdictState.AGREED if pair in accepted else found[pair].state

    for pair, one in found.items():
        if one.state is VerdictState.CONFLICT and pair not in accepted:
            return _conflict(identities, pair, one, relation, joined)
    groups = _groups(len(identities), agreed)
    stands = _standing(groups, identities)
    if stands is None:
        return _unconfirmed(identities, groups)
    return Verdict(
        state=VerdictState.AGREED,
        identity=_joined_identity([identities[index] for index in stands], joined),
        kept_out=tuple(index for index in range(len(identities)) if index not in stands),
        renamed=any(found[pair].renamed for pair in agreed),
    )


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
        sex=next((sex for sex in sexes if sex in COMPARED_SEXES), next(iter(sexes), "")),
        source=named.source or next((item.source for item in identities), ""),
    )


def is_demonstration(identity: Identity) -> bool:
    """Whether the patient is one of the invented ones that come with Bedside."""
    return any(number.issuer.startswith(DEMONSTRATION) for number in identity.identifiers)


def _shown(identities: Sequence[Identity]) -> tuple[Identity, ...]:
    """Return identities as they are shown: an address within an export is nobody's number."""
    return tuple(merge([identity]) for identity in identities)


# -- sides that stand against each other -------------------------------------------------------------------------------


def _conflict(
    identities: Sequence[Identity],
    pair: tuple[int, int],
    found: Comparison,
    relation: _Relation,
    joined: Sequence[Sequence[Identity]],
) -> Verdict:
    positions = _sides(len(identities), pair, relation)
    sides = tuple(_joined_identity([identities[index] for index in side], joined) for side in positions)
    return Verdict(state=VerdictState.CONFLICT, sides=sides, positions=positions, differs=found.differs)


def _unconfirmed(identities: Sequence[Identity], groups: Sequence[tuple[int, ...]]) -> Verdict:
    """Return the groups that say something as sides, else the first two files."""
    telling = [group for group in groups if any(not _is_empty(identities[index]) for index in group)]
    positions = tuple(telling if len(telling) > 1 else groups[:2])
    sides = tuple(merge([identities[index] for index in side]) for side in positions)
    return Verdict(state=VerdictState.UNCONFIRMED, sides=sides, positions=positions)


def _sides(count: int, seeds: tuple[int, int], relation: _Relation) -> tuple[tuple[int, ...], ...]:
    """Return which identities are on which side of a contradiction, those on no side left out.

    An identity is on the side that it agrees with, where it agrees with that one alone and contradicts nothing of it.
    One that contradicts every side is a side of its own.
    """
    nowhere: set[int] = set()
    while True:
        sides = _grown([[seed] for seed in seeds], [k for k in range(count) if k not in (*seeds, *nowhere)], relation)
        torn = {k for side in sides for k in side if k not in seeds and len(_agreeing(k, sides, relation)) > 1}
        if not torn:
            return tuple(tuple(sorted(side)) for side in sides)
        nowhere |= torn


def _grown(sides: list[list[int]], others: list[int], relation: _Relation) -> list[list[int]]:
    """Return the sides with everything that belongs to them, until nothing more does."""
    left = list(others)
    while True:
        homes = ((k, _home(k, sides, relation)) for k in left)
        placed = next(((k, home) for k, home in homes if home is not None), None)
        if placed is not None:
            placed[1].append(placed[0])
            left.remove(placed[0])
            continue
        further = next((k for k in left if all(_contradicts(k, side, relation) for side in sides)), None)
        if further is None or _agreeing(further, sides, relation):
            return sides
        sides.append([further])
        left.remove(further)


def _home(k: int, sides: Sequence[list[int]], relation: _Relation) -> list[int] | None:
    agreeing = _agreeing(k, sides, relation)
    return agreeing[0] if len(agreeing) == 1 and not _contradicts(k, agreeing[0], relation) else None


def _agreeing(k: int, sides: Sequence[list[int]], relation: _Relation) -> list[list[int]]:
    return [side for side in sides if any(m != k and relation(k, m) is VerdictState.AGREED for m in side) or k in side]


def _contradicts(k: int, side: Sequence[int], relation: _Relation) -> bool:
    return any(m != k and relation(k, m) is VerdictState.CONFLICT for m in side)


# -- a person's word ---------------------------------------------------------------------------------------------------


def _is_accepted(
    identities: Sequence[Identity], pair: tuple[int, int], found: Comparison, joined: Sequence[Sequence[Identity]]
) -> bool:
    """Whether a person has joined the two sides that these stand for, knowing of everything in which they differ."""
    one, other = identities[pair[0]], identities[pair[1]]
    for at, sides in enumerate(joined):
        for left, right in permutations(sides, 2):
            ours, theirs = _overruled(one, left, joined[:at]), _overruled(other, right, joined[:at])
            if ours is not None and theirs is not None:
                known = {*_seen(left, right), *ours, *theirs}
                if set(found.differs) <= known:
                    return True
    return False


def _overruled(identity: Identity, side: Identity, earlier: Sequence[Sequence[Identity]]) -> frozenset[str] | None:
    """Return in which details a person put `side` before an identity that stands on it, None where it is not on it.

    It is on a side that it agrees with, or one that came of an earlier word about a side that it is on.
    """
    shown = merge([identity])
    if _is_empty(shown):
        return frozenset() if shown == side else None
    if replace(shown, source="") == replace(side, source="") or compare(shown, side).state is VerdictState.AGREED:
        return frozenset()
    for at, sides in enumerate(earlier):
        if not _carries(side, sides[0]):
            continue
        for one in sides:
            found = _overruled(identity, one, earlier[:at])
            if found is not None:
                return found | _seen(one, sides[0])
    return None


def _seen(one: Identity, other: Identity) -> frozenset[str]:
    """Return in what two sides differ for whoever looks at them: a name changed by marriage is seen too."""
    found = compare(one, other)
    return frozenset({*found.differs, "name"} if found.renamed else found.differs)


def _carries(side: Identity, right: Identity) -> bool:
    """Whether a side says everything that the right one of an earlier word said."""
    said = ((right.family, side.family), (right.given, side.given), (right.sex, side.sex))
    same = all(not theirs or theirs == ours for theirs, ours in said)
    born = right.birth_date is None or right.birth_date == side.birth_date
    return same and born and set(right.identifiers) <= set(side.identifiers) and not _is_empty(right)


def _joined_identity(identities: Sequence[Identity], joined: Sequence[Sequence[Identity]]) -> Identity:
    """Return what identities say together; where a person said which side is right, its details before the others'."""
    left = list(identities)
    layers: list[Identity] = []
    for at in reversed(range(len(joined))):  # the last word counts
        right = [one for one in left if _overruled(one, joined[at][0], joined[:at]) == frozenset()]
        if right and len(right) < len(left):
            layers.append(merge(right))
            left = [one for one in left if one not in right]
    layers.append(merge(left))
    return _filled(layers)


def _filled(layers: Sequence[Identity]) -> Identity:
    """Return the first layer's details, and from later ones only what it leaves open; every number of each."""
    first, *later = layers
    for one in later:
        named = bool(first.family or first.given)
        first = Identity(
            identifiers=tuple(sorted({*first.identifiers, *one.identifiers})),
            family=first.family if named else one.family,
            given=first.given if named else one.given,
            birth_date=first.birth_date or one.birth_date,
            sex=first.sex or one.sex,
            source=first.source or one.source,
        )
    return first


# -- groups ------------------------------------------------------------------------------------------------------------


def _is_empty(identity: Identity) -> bool:
    return replace(identity, source="") == Identity()


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
