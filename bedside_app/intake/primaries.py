"""The primary tumours of several files as those of one patient: joined where they are surely one, else kept apart.

Two become one by the same key, or by the same site and side with exactly one counterpart, and only where nothing
contradicts: site, side and histology. Which side a tumour is on is never guessed, so a breast tumour without a side
stays beside one with a side, and that is said.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from bedside_app.domain.fact import About, Fact, FactId, Side, Status, Subject
from bedside_app.domain.record import NotUnderstood
from bedside_app.intake.reading import ReadSource

__all__ = ["Joined", "join"]

SITE: Final = FactId("primary_site")
HISTOLOGY: Final = FactId("histology")
UNPAIRED: Final = frozenset(  # sites that a person has one of, so that no side is to be stated
    {
        "anus",
        "biliary",
        "bladder",
        "cervix",
        "colon",
        "endometrium",
        "leukaemia_all",
        "leukaemia_aml",
        "leukaemia_cll",
        "leukaemia_cml",
        "liver",
        "myeloma",
        "oesophagus",
        "pancreas",
        "prostate",
        "rectum",
        "stomach",
        "thyroid",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """The tumours of the record, in the order of the files, and the facts about them under their common keys."""

    primaries: tuple[About, ...]
    facts: tuple[Fact, ...]
    not_joined: tuple[NotUnderstood, ...]


@dataclass(slots=True, kw_only=True)
class _Tumour:
    """One tumour as the files so far tell it. `files` are those that list it."""

    key: str
    side: Side | None
    sites: set[str]
    histologies: set[str]
    files: set[int] = field(default_factory=set)

    def contradicts(self, other: _Tumour) -> bool:
        return (
            (self.side is not None and other.side is not None and self.side is not other.side)
            or _apart(self.sites, other.sites)
            or _apart(self.histologies, other.histologies)
        )

    def is_surely(self, other: _Tumour) -> bool:
        """Whether site and side are known and the same; an organ that a person has one of needs no side."""
        if len(self.sites) != 1 or self.sites != other.sites or self.contradicts(other):
            return False
        return self.side is other.side and (self.side is not None or self.sites <= UNPAIRED)

    def absorb(self, other: _Tumour) -> None:
        self.side = self.side or other.side
        self.sites |= other.sites
        self.histologies |= other.histologies
        self.files |= other.files


def join(files: Sequence[ReadSource]) -> Joined:
    """Return the tumours and facts of all files together."""
    tumours: list[_Tumour] = []
    renamed: list[dict[str, str]] = []
    for index, file in enumerate(files):
        told = [_told(about, file, index) for about in file.content.primaries]
        targets = [_target(one, tumours) for one in told]
        keys: dict[str, str] = {}
        for one, target in zip(told, targets, strict=True):
            if target is not None and targets.count(target) == 1:
                target.absorb(one)
                keys[one.key] = target.key
            else:
                tumours.append(replace(one, key=_free_key(one.key, tumours)))
                keys[one.key] = tumours[-1].key
        renamed.append(keys)
    return Joined(
        primaries=tuple(About(subject=Subject.PRIMARY, key=one.key, side=one.side) for one in tumours),
        facts=_facts(files, renamed),
        not_joined=_not_joined(files, tumours),
    )


def _told(about: About, file: ReadSource, index: int) -> _Tumour:
    return _Tumour(
        key=about.key,
        side=about.side,
        sites=_values(file, about.key, SITE),
        histologies=_values(file, about.key, HISTOLOGY),
        files={index},
    )


def _values(file: ReadSource, key: str, fact_id: FactId) -> set[str]:
    return {
        str(fact.value)
        for fact in file.content.facts
        if fact.id == fact_id
        and fact.about.primary_key == key
        and fact.value is not None
        and fact.status is not Status.WITHDRAWN
    }


def _apart(ours: set[str], theirs: set[str]) -> bool:
    return bool(ours and theirs and ours.isdisjoint(theirs))


def _target(one: _Tumour, tumours: Sequence[_Tumour]) -> _Tumour | None:
    """Return the tumour of earlier files that `one` is: the one of its key, else the only one of its site and side."""
    same_key = [known for known in tumours if known.key == one.key and not known.contradicts(one)]
    fitting = same_key or [known for known in tumours if known.is_surely(one)]
    return fitting[0] if len(fitting) == 1 and not fitting[0].files & one.files else None


def _free_key(key: str, tumours: Sequence[_Tumour]) -> str:
    """Return `key`, numbered where another tumour has it: two sources may count their conditions alike."""
    taken = {known.key for known in tumours}
    number, free = 2, key
    while free in taken:
        free = f"{key}~{number}"
        number += 1
    return free


def _facts(files: Sequence[ReadSource], renamed: Sequence[Mapping[str, str]]) -> tuple[Fact, ...]:
    """Return all facts, those about a tumour under its common key; a key listed by another file only is that file's."""
    owners: dict[str, set[str]] = {}
    for keys in renamed:
        for old, new in keys.items():
            owners.setdefault(old, set()).add(new)
    elsewhere = {old: next(iter(new)) if len(new) == 1 else "" for old, new in owners.items()}
    return tuple(
        replace(fact, about=_renamed(fact.about, {**elsewhere, **keys}))
        for file, keys in zip(files, renamed, strict=True)
        for fact in file.content.facts
    )


def _renamed(about: About, keys: Mapping[str, str]) -> About:
    if about.subject is Subject.PRIMARY and about.key:
        return replace(about, key=keys.get(about.key, about.key))
    return replace(about, primary=keys.get(about.primary, about.primary)) if about.primary else about


def _not_joined(files: Sequence[ReadSource], tumours: Sequence[_Tumour]) -> tuple[NotUnderstood, ...]:
    """Say of each tumour that may be an earlier one of another file, without certainty, that it stands apart."""
    return tuple(
        NotUnderstood(
            source=files[min(one.files)].source.digest,
            place=one.key,
            what=", ".join(sorted(one.sites)),
            why="intake.tumours-not-joined",
        )
        for index, one in enumerate(tumours)
        if any(
            one.sites & known.sites and not known.contradicts(one) and not known.files & one.files
            for known in tumours[:index]
        )
    )
