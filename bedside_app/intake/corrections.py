"""What a laboratory corrected or withdrew: the earlier result stays in the history, marked as withdrawn.

A reader says which order of a laboratory a result belongs to (`detail["order"]`, with `detail["sub_id"]` where one
order holds several results of one kind). Facts without that key are left as they are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from bedside_app.domain.fact import Fact, Status

__all__ = ["ORDER", "SUB_ID", "TAKEN_BACK", "settled"]

ORDER: Final = "order"
SUB_ID: Final = "sub_id"
TAKEN_BACK: Final = "taken_back"  # the status that a fact had before another result took it back


def settled(facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """Return all facts in their order; those that a later message of the same order takes back are withdrawn.

    It may be asked again over the facts of several files: it begins from what each message said of itself.
    """
    said = [_as_said(fact) for fact in facts]
    groups: defaultdict[tuple[str, str, str], list[int]] = defaultdict(list)
    for index, fact in enumerate(said):
        if ORDER in fact.detail:
            groups[fact.id, str(fact.detail[ORDER]), str(fact.detail.get(SUB_ID, ""))].append(index)
    taken = {index for group in groups.values() for index in _taken_back(group, said)}
    return tuple(_withdrawn(fact) if index in taken else fact for index, fact in enumerate(said))


def _as_said(fact: Fact) -> Fact:
    if TAKEN_BACK not in fact.detail:
        return fact
    detail = {name: value for name, value in fact.detail.items() if name != TAKEN_BACK}
    return replace(fact, status=Status(str(fact.detail[TAKEN_BACK])), detail=detail)


def _withdrawn(fact: Fact) -> Fact:
    return replace(fact, status=Status.WITHDRAWN, detail={**fact.detail, TAKEN_BACK: fact.status.value})


def _taken_back(group: list[int], facts: Sequence[Fact]) -> Iterator[int]:
    """Yield the results of one order and one kind that a later message takes back: those of the same time.

    A correction of another time takes back the one result that stands, and nothing where there are several.
    """
    standing: dict[str, list[int]] = {}
    for index in _by_issue(group, facts):
        fact = facts[index]
        own_time = time = fact.effective.text if fact.effective is not None else ""
        if fact.status in (Status.CORRECTED, Status.WITHDRAWN):
            if time not in standing and len(standing) == 1 and fact.detail[ORDER]:
                time = next(iter(standing))
            earlier = standing.pop(time, [])
            yield from (other for other in earlier if _message(facts[other]) != _message(fact))
            standing.update({time: same} if (same := _of_message(earlier, fact, facts)) else {})
        if fact.status is not Status.WITHDRAWN:
            standing.setdefault(own_time, []).append(index)


def _of_message(group: list[int], fact: Fact, facts: Sequence[Fact]) -> list[int]:
    """Return those of a group that stand in one message with `fact`: a message takes back nothing of its own."""
    return [index for index in group if _message(facts[index]) == _message(fact)]


def _name(fact: Fact) -> str:
    return f"{fact.origin.name}/{fact.origin.place}"


def _message(fact: Fact) -> tuple[str, str]:
    return fact.origin.name, fact.origin.place.partition("/")[0]


def _by_issue(group: list[int], facts: Sequence[Fact]) -> list[int]:
    """Return a group in the order of issue where each fact says when it was issued, else as it stands."""
    issued = {index: moment.sort_key() for index in group if (moment := facts[index].issued) is not None}
    return sorted(group, key=issued.__getitem__) if len(issued) == len(group) else group
