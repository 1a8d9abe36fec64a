"""Arithmetic over one float64 value per patient, kept as a tree until `graph` writes it down.

Every function returns a new tree; nothing is computed here.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

__all__ = [
    "Condition",
    "Node",
    "Quantity",
    "above",
    "all_of",
    "any_of",
    "at_least",
    "at_most",
    "below",
    "by_code",
    "cases",
    "choose",
    "clip",
    "constant",
    "equals",
    "exp",
    "floor",
    "given",
    "holds",
    "indicator",
    "log",
    "log2",
    "log10",
    "lookup",
    "maximum",
    "minimum",
    "negate",
    "power",
    "rounded",
    "sqrt",
]

_CLOSE: Final = 1e-9  # sums of published decimals miss their threshold by some 1e-16: 0.02 * 70 + 2 is above 3.4


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """An operator of ONNX opset 21 with its operands; `input` and `constant` are the leaves."""

    operator: str
    operands: tuple[Node, ...] = ()
    name: str = ""
    value: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Condition(Node):
    """True or false for each patient."""


@dataclass(frozen=True, slots=True, eq=False)
class Quantity(Node):
    """A number for each patient. The operators are those of arithmetic."""

    def __add__(self, other: Quantity | float) -> Quantity:
        return Quantity("Add", (self, _quantity(other)))

    def __radd__(self, other: float) -> Quantity:
        return Quantity("Add", (_quantity(other), self))

    def __sub__(self, other: Quantity | float) -> Quantity:
        return Quantity("Sub", (self, _quantity(other)))

    def __rsub__(self, other: float) -> Quantity:
        return Quantity("Sub", (_quantity(other), self))

    def __mul__(self, other: Quantity | float) -> Quantity:
        return Quantity("Mul", (self, _quantity(other)))

    def __rmul__(self, other: float) -> Quantity:
        return Quantity("Mul", (_quantity(other), self))

    def __truediv__(self, other: Quantity | float) -> Quantity:
        return Quantity("Div", (self, _quantity(other)))

    def __rtruediv__(self, other: float) -> Quantity:
        return Quantity("Div", (_quantity(other), self))

    def __neg__(self) -> Quantity:
        return Quantity("Neg", (self,))


def _quantity(value: Quantity | float) -> Quantity:
    return value if isinstance(value, Quantity) else constant(value)


def given(name: str) -> Quantity:
    """Return the input `name` of the card, in the card's unit; a code as its number, a boolean as 0 or 1."""
    return Quantity("input", name=name)


def constant(value: float) -> Quantity:
    """Return a published number."""
    return Quantity("constant", value=float(value))


def exp(x: Quantity) -> Quantity:
    """Return e to the power of `x`."""
    return Quantity("Exp", (x,))


def log(x: Quantity) -> Quantity:
    """Return the natural logarithm; 0 and below give no number, which the app refuses."""
    return Quantity("Log", (x,))


def log2(x: Quantity) -> Quantity:
    """Return the logarithm to base 2."""
    return log(x) / math.log(2.0)


def log10(x: Quantity) -> Quantity:
    """Return the logarithm to base 10."""
    return log(x) / math.log(10.0)


def floor(x: Quantity) -> Quantity:
    """Return the largest whole number that is not above `x`."""
    return Quantity("Floor", (x,))


def rounded(x: Quantity, decimals: int = 0) -> Quantity:
    """Return `x` rounded to some decimals, a half upwards, where a difference below 1e-9 counts as a half."""
    scale = 10.0**decimals
    return floor(x * scale + (0.5 + _CLOSE)) / scale if decimals else floor(x + (0.5 + _CLOSE))


def sqrt(x: Quantity) -> Quantity:
    """Return the square root."""
    return Quantity("Sqrt", (x,))


def power(x: Quantity | float, exponent: Quantity | float) -> Quantity:
    """Return `x` to the power of `exponent`."""
    return Quantity("Pow", (_quantity(x), _quantity(exponent)))


def minimum(x: Quantity, y: Quantity | float) -> Quantity:
    """Return the smaller of both, patient by patient."""
    return Quantity("Min", (x, _quantity(y)))


def maximum(x: Quantity, y: Quantity | float) -> Quantity:
    """Return the larger of both, patient by patient."""
    return Quantity("Max", (x, _quantity(y)))


def clip(x: Quantity, low: float, high: float) -> Quantity:
    """Return `x` held between two published bounds."""
    return minimum(maximum(x, low), high)


def above(x: Quantity, threshold: float) -> Condition:
    """Whether `x` > `threshold`, where a difference below 1e-9 counts as equal."""
    return Condition("Greater", (x, constant(threshold + _CLOSE)))


def at_least(x: Quantity, threshold: float) -> Condition:
    """Whether `x` ≥ `threshold`, where a difference below 1e-9 counts as equal."""
    return Condition("GreaterOrEqual", (x, constant(threshold - _CLOSE)))


def below(x: Quantity, threshold: float) -> Condition:
    """Whether `x` < `threshold`, where a difference below 1e-9 counts as equal."""
    return Condition("Less", (x, constant(threshold - _CLOSE)))


def at_most(x: Quantity, threshold: float) -> Condition:
    """Whether `x` ≤ `threshold`, where a difference below 1e-9 counts as equal."""
    return Condition("LessOrEqual", (x, constant(threshold + _CLOSE)))


def equals(x: Quantity, value: float) -> Condition:
    """Whether `x` is exactly `value`: for codes and whole numbers."""
    return Condition("Equal", (x, constant(value)))


def holds(name: str) -> Condition:
    """Whether the boolean input `name` of the card is true."""
    return equals(given(name), 1.0)


def all_of(first: Condition, *others: Condition) -> Condition:
    """Whether all conditions hold."""
    for other in others:
        first = Condition("And", (first, other))
    return first


def any_of(first: Condition, *others: Condition) -> Condition:
    """Whether one condition holds."""
    for other in others:
        first = Condition("Or", (first, other))
    return first


def negate(condition: Condition) -> Condition:
    """Whether the condition does not hold."""
    return Condition("Not", (condition,))


def choose(condition: Condition, then: Quantity | float, otherwise: Quantity | float) -> Quantity:
    """Return `then` where the condition holds, `otherwise` where it does not."""
    return Quantity("Where", (condition, _quantity(then), _quantity(otherwise)))


def indicator(condition: Condition) -> Quantity:
    """Return 1 where the condition holds, else 0."""
    return choose(condition, 1.0, 0.0)


def cases(*rows: tuple[Condition, Quantity | float], otherwise: Quantity | float) -> Quantity:
    """Return the value of the first condition that holds."""
    result = _quantity(otherwise)
    for condition, value in reversed(rows):
        result = choose(condition, value, result)
    return result


def lookup(x: Quantity, values: Mapping[float, Quantity | float]) -> Quantity:
    """Return the published value of a code; a code that the publication does not know gives no number."""
    return cases(*((equals(x, code), value) for code, value in values.items()), otherwise=math.nan)


def by_code(name: str, values: Mapping[str, Quantity | float]) -> Quantity:
    """Return the published value of the code of the input `name`; the codes stand in the order of the card."""
    return lookup(given(name), {float(number): value for number, value in enumerate(values.values())})
