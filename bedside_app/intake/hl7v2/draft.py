"""What is collected while one HL7 v2 file is read, and what later messages of it take back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from bedside_app.dictionary.entries import FactDictionary
from bedside_app.domain.fact import Fact, Status
from bedside_app.domain.record import Identity, NotUnderstood, Refused
from bedside_app.foundation.errors import Refusal
from bedside_app.intake.reading import refused_at
from bedside_app.intake.source import Source

__all__ = ["READER", "Draft", "Result", "settled"]

READER: Final = "hl7v2/1"


@dataclass(frozen=True, slots=True)
class Result:
    """A fact with what tells it from other results: its order, OBX-3 as a fact, OBX-4, and its message."""

    fact: Fact
    order: str
    sub_id: str
    message: int


@dataclass(slots=True)
class Draft:
    """Identities, results and everything set aside so far. Readers add to it; nothing is ever taken out."""

    source: Source
    dictionary: FactDictionary
    identities: list[Identity] = field(default_factory=list)
    results: list[Result] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    not_understood: list[NotUnderstood] = field(default_factory=list)

    def refuse(self, refusal: Refusal, place: str) -> None:
        """Keep a refusal with its place: what cannot be read costs itself, never its neighbours."""
        self.refused.append(refused_at(refusal, self.source, place))

    def set_aside(self, place: str, what: str, why: str) -> None:
        """Say that something was read and not used; `why` is a key of the catalogue under `intake.hl7v2`."""
        shown = " ".join(what.split())[:200]
        self.not_understood.append(
            NotUnderstood(source=self.source.digest, place=place, what=shown, why=f"intake.hl7v2.{why}")
        )


def settled(results: Sequence[Result]) -> list[Fact]:
    """Return all facts in the order of the file; what a later message corrects or withdraws is marked as withdrawn."""
    facts = [result.fact for result in results]
    groups: defaultdict[tuple[str, str, str], list[int]] = defaultdict(list)
    for index, result in enumerate(results):
        groups[result.fact.id, result.order, result.sub_id].append(index)
    for group in groups.values():
        for index in _taken_back(group, results):
            facts[index] = replace(facts[index], status=Status.WITHDRAWN)
    return facts


def _taken_back(group: list[int], results: Sequence[Result]) -> Iterator[int]:
    """Yield the results of one order and one code that a later message takes back.

    A correction of another time takes back the one result that stands, and nothing where there are several.
    """
    standing_now: dict[str, list[int]] = {}
    for index in _by_issue(group, results):
        result = results[index]
        time = result.fact.effective.text if result.fact.effective is not None else ""
        if result.fact.status in (Status.CORRECTED, Status.WITHDRAWN):
            if time not in standing_now and len(standing_now) == 1 and result.order:
                time = next(iter(standing_now))
            earlier = standing_now.get(time, [])
            yield from (other for other in earlier if results[other].message != result.message)
            standing_now[time] = [other for other in earlier if results[other].message == result.message]
        if result.fact.status is not Status.WITHDRAWN:
            standing_now.setdefault(time, []).append(index)


def _by_issue(group: list[int], results: Sequence[Result]) -> list[int]:
    """Return a group in the order of issue where each result says when it was issued, else as the file has it."""
    issued = {index: moment.sort_key() for index in group if (moment := results[index].fact.issued) is not None}
    return sorted(group, key=issued.__getitem__) if len(issued) == len(group) else group
