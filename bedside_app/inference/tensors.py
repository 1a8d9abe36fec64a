"""Between the values of a card and the numbers of a graph, both ways. Pure; used in the worker only."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bedside_app.foundation.errors import Fault
from bedside_app.inference.packs.card import Card, Input, Output, Scalar

__all__ = ["CONTRIBUTION", "Floats", "Values", "contribution_names", "contributions", "feeds", "number_of", "outputs"]

Floats = NDArray[np.float64]
Values = Mapping[str, Scalar]

CONTRIBUTION: Final = "contribution_"


def feeds(card: Card, rows: Sequence[Values]) -> dict[str, Floats]:
    """Return the graph's inputs, shape (n,), one number per row. An input that is left out is counted as published.

    Raises
    ------
    Fault
        A row was not checked by `scope` before.
    """
    return {
        entry.name: np.array([number_of(entry, row.get(entry.name)) for row in rows], dtype=np.float64)
        for entry in card.inputs
    }


def number_of(entry: Input, value: Scalar | None) -> float:
    """Return the graph's number for a checked value; None is an unknown, counted as published.

    Raises
    ------
    Fault
        The value was not checked by `scope` before.
    """
    if value is None:
        if entry.when_unknown is None:
            raise Fault(f"{entry.name} is required and was not given")
        return entry.when_unknown.feed
    if entry.kind == "code":
        return entry.codes[str(value)]
    if isinstance(value, str):
        raise Fault(f"{entry.name} is text where a number is wanted")
    return float(value)


def outputs(card: Card, numbers: Mapping[str, Floats], rows: Sequence[Values]) -> list[dict[str, Scalar] | None]:
    """Return what each row's outputs say, in the card's words; None for a row that has no finite answer."""
    return [_row(card, numbers, place, values) for place, values in enumerate(rows)]


def _row(card: Card, numbers: Mapping[str, Floats], place: int, values: Values) -> dict[str, Scalar] | None:
    found: dict[str, Scalar] = {}
    for output in card.outputs:
        if any(values.get(name) not in allowed for name, allowed in output.applies_when.items()):
            continue
        number = float(numbers[output.name][place])
        if not math.isfinite(number):
            return None
        found[output.name] = _said(output, number)
    return found


def _said(output: Output, number: float) -> Scalar:
    if output.kind == "quantity":
        return number
    if not number.is_integer():
        raise Fault(f"{output.name}: {number} is not whole")
    if output.kind == "integer":
        return int(number)
    last = 1 if output.kind == "boolean" else len(output.classes) - 1
    if not 0 <= number <= last:
        raise Fault(f"{output.name}: {number} is no class")
    return number == 1 if output.kind == "boolean" else output.classes[int(number)].code


def contribution_names(card: Card) -> dict[str, str]:
    """Return the graph's output for the share of each input, by input."""
    return {name: f"{CONTRIBUTION}{name}" for name in card.contributions.inputs} if card.contributions else {}


def contributions(card: Card, numbers: Mapping[str, Floats], place: int) -> dict[str, float]:
    """Return the exact share of each input of one row."""
    return {name: float(numbers[output][place]) for name, output in contribution_names(card).items()}
