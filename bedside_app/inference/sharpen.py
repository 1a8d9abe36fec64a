"""Which missing value would sharpen a model's result most: the one that moves it most, by the graph itself.

The known inputs stay as they are. Each missing one goes through its validity range, or its categories, in turn, while
the other missing ones stand at a few combinations of theirs, the same every time. What counts is how far the result
moves, on average over these combinations. No row of it is anybody's, and none is kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Final

from bedside_app.inference.ask import RowAnswer
from bedside_app.inference.packs.card import Card, Input, Output, Scalar

__all__ = ["Design", "Moved", "design_of", "moved_by", "result_of"]

_POINTS: Final = 5  # of a range, both ends included
_BASES: Final = 8  # combinations of the other missing values
_STRIDES: Final = (1, 2, 3, 5, 7, 11, 13)  # so that no two inputs go through their values in step


@dataclass(frozen=True, slots=True, kw_only=True)
class Design:
    """The rows to run. `groups` names the input in which alone some rows differ, and their places."""

    rows: tuple[Mapping[str, Scalar], ...]
    groups: tuple[tuple[str, range], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """How far one input moves the result, in its own unit; of a result in classes, by how many classes."""

    name: str
    by: float


def design_of(card: Card, known: Mapping[str, Scalar], missing: Sequence[str]) -> Design:
    """Return the rows that show what each missing input does; with fewer than two there is nothing to compare."""
    entries = [entry for entry in card.inputs if entry.name in missing]
    values = {entry.name: tuple(_values(entry)) for entry in entries}
    rows: list[Mapping[str, Scalar]] = []
    groups: list[tuple[str, range]] = []
    for moving in entries if len(entries) > 1 else ():
        for base in range(_BASES):
            others = {
                entry.name: values[entry.name][(base * _STRIDES[at % len(_STRIDES)] + at) % len(values[entry.name])]
                for at, entry in enumerate(entries)
            }
            groups.append((moving.name, range(len(rows), len(rows) + len(values[moving.name]))))
            rows.extend({**known, **others, moving.name: value} for value in values[moving.name])
    return Design(rows=tuple(rows), groups=tuple(groups))


def _values(entry: Input) -> Iterator[Scalar]:
    """Yield the categories of an input, or points of its range; a code for *unknown* is no value to be measured."""
    if entry.kind == "boolean":
        yield from (False, True)
    elif entry.kind == "code":
        unknown = None if entry.when_unknown is None else entry.when_unknown.feed
        yield from (code for code, feed in entry.codes.items() if feed != unknown)
    else:
        assert entry.range is not None  # the card's schema: a number has one
        low, high = entry.range.low, entry.range.high
        points = entry.only or [low + (high - low) * at / (_POINTS - 1) for at in range(_POINTS)]
        yield from dict.fromkeys(int(point) if entry.kind == "integer" else point for point in points)


def result_of(card: Card) -> Output:
    """Return the output that a model is asked for: the first of its headline, else its first."""
    return next((output for output in card.outputs if output.name in card.headline), card.outputs[0])


def moved_by(card: Card, design: Design, answers: Sequence[RowAnswer]) -> tuple[Moved, ...]:
    """Return how far each input moves the result, the farthest first; equal ones in the order of the card.

    Rows without an answer are left out; an input that none of them tells anything of is not named.
    """
    output = result_of(card)
    spans: dict[str, list[float]] = {}
    for name, places in design.groups:
        numbers = [number for place in places if (number := _number(output, answers[place])) is not None]
        if len(numbers) > 1:
            spans.setdefault(name, []).append(max(numbers) - min(numbers))
    order = {entry.name: at for at, entry in enumerate(card.inputs)}
    found = (Moved(name=name, by=fmean(all_of_it)) for name, all_of_it in spans.items())
    return tuple(sorted(found, key=lambda one: (-one.by, order[one.name])))


def _number(output: Output, row: RowAnswer) -> float | None:
    value = row.outputs.get(output.name)
    if value is None:
        return None
    if isinstance(value, str):
        return float(next(at for at, one in enumerate(output.classes) if one.code == value))
    return float(value)
