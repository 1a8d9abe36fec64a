"""Checks many rows of a table at once. Whatever is not surely right is looked at again row by row, as `--set` is.

So a row gets the same answer, or the same refusal, as if it had been asked alone; only the usual case is quick.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bedside_app.dictionary.conditions import Facts, parse
from bedside_app.foundation.errors import Refusal
from bedside_app.inference.packs.card import Card, Input
from bedside_app.inference.scope import concerns
from bedside_app.inference.tensors import Floats, number_of
from bedside_app.inference.values import from_text, judged

__all__ = ["Columns", "Flags", "Judge", "numbers_of"]

Columns = Mapping[str, Sequence[str]]
Flags = NDArray[np.bool_]

_BOOLEANS: Final = {"true": 1.0, "false": 0.0}
_MOST_REMEMBERED: Final = 100_000


class Judge:
    """The population's conditions over columns: each distinct combination of values is judged once and remembered."""

    def __init__(self, card: Card, names: Sequence[str]) -> None:
        """Take the card, and the names of the columns that there are."""
        self._tests = [
            _Remembered(card, asked, lambda values, text=text: parse(text).evaluate(Facts(values)) is not False)
            for text in (condition.when for condition in card.population.conditions)
            if (asked := [name for name in parse(text).variables if name in names])
        ]
        about = card.about_when
        asked = list(parse(about).variables) if about else []
        if not set(asked) <= {entry.name for entry in card.inputs} and set(asked) <= set(names):
            self._tests.append(
                _Remembered(card, asked, lambda values: len(values) < len(asked) or concerns(about, Facts(values)))
            )

    def surely_inside(self, columns: Columns, rows: int) -> Flags:
        """Return for each row whether no condition is false. What can't be judged is not surely inside."""
        inside = np.ones(rows, dtype=np.bool_)
        for test in self._tests:
            inside &= np.fromiter(test.answers(columns), dtype=np.bool_, count=rows)
        return inside


class _Remembered(dict[tuple[str, ...], bool]):
    """One condition's answers by the texts of the columns that it asks."""

    def __init__(self, card: Card, asked: Sequence[str], hold: Callable[..., bool]) -> None:
        super().__init__()
        self._card, self._asked, self._hold = card, asked, hold

    def answers(self, columns: Columns) -> Iterable[bool]:
        if len(self) > _MOST_REMEMBERED:
            self.clear()
        return map(self.__getitem__, zip(*(columns[name] for name in self._asked), strict=True))

    def __missing__(self, key: tuple[str, ...]) -> bool:
        given = {name: text for name, text in zip(self._asked, key, strict=True) if text.strip()}
        try:
            answer = bool(self._hold(from_text(self._card, given)))
        except Refusal:
            answer = False
        self[key] = answer
        return answer


def numbers_of(
    card: Card, columns: Columns, rows: int, judge: Judge
) -> tuple[dict[str, Floats], Flags, dict[int, Refusal]]:
    """Return the graph's inputs, shape (rows,), which rows may be run, and why each other one may not, by its place.

    The numbers of a row that may not be run mean nothing.
    """
    right = judge.surely_inside(columns, rows)
    feeds: dict[str, Floats] = {}
    for entry in card.inputs:
        feeds[entry.name], fine = _column(entry, columns.get(entry.name), rows)
        right &= fine
    refused: dict[int, Refusal] = {}
    for place in np.flatnonzero(~right).tolist():
        texts = {name: column[place] for name, column in columns.items() if column[place].strip()}
        try:
            values = judged(card, from_text(card, texts))
        except Refusal as refusal:
            refused[place] = refusal
            continue
        right[place] = True
        for entry in card.inputs:
            feeds[entry.name][place] = number_of(entry, values.get(entry.name))
    return feeds, right, refused


def _column(entry: Input, texts: Sequence[str] | None, rows: int) -> tuple[Floats, Flags]:
    """Return one input's numbers and where they are surely right; unknown ones are counted as published."""
    unknown = math.nan if entry.when_unknown is None else entry.when_unknown.feed
    if texts is None:
        return np.full(rows, unknown), np.full(rows, entry.when_unknown is not None)
    numbers = _read(entry, texts)
    fine = np.isfinite(numbers)
    if entry.range is not None:
        with np.errstate(invalid="ignore"):
            fine &= (numbers >= entry.range.low) & (numbers <= entry.range.high)
    if entry.kind == "integer":
        fine &= numbers == np.floor(numbers)
    if entry.only:
        fine &= np.isin(numbers, entry.only)
    if entry.when_unknown is not None and not fine.all():
        empty = np.fromiter(map("".__eq__, texts), dtype=np.bool_, count=rows)
        numbers[empty] = unknown
        fine |= empty
    return numbers, fine


def _read(entry: Input, texts: Sequence[str]) -> Floats:
    """Return the number of each text, NaN where it is none, or none that is surely meant."""
    if entry.kind == "boolean":
        return np.array([_BOOLEANS.get(text, math.nan) for text in texts])
    if entry.kind == "code":
        codes = entry.codes
        return np.array([codes.get(text, math.nan) for text in texts], dtype=np.float64)
    try:
        return np.array(list(map(float, texts)))
    except ValueError:
        return np.array([_float(text) for text in texts])


def _float(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan
