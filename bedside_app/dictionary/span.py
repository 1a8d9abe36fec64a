"""Numbers that are known exactly or only within bounds (`<5`, `>90`), compared and combined without guessing."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Context, Decimal
from typing import Final

from bedside_app.domain.fact import Comparator

__all__ = ["Number", "Span", "bounded", "combine", "equal", "less"]

_CONTEXT: Final = Context(prec=28)


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Every number between two bounds; None is unbounded, an open bound is not itself meant."""

    low: Decimal | None = None
    high: Decimal | None = None
    low_open: bool = True
    high_open: bool = True


Number = Decimal | Span


def bounded(value: float, comparator: Comparator | None) -> Number:
    """Return what a source means by a number and its comparator: the number itself, or a span."""
    exact = Decimal(repr(value))
    match comparator:
        case None:
            return exact
        case Comparator.LESS:
            return Span(high=exact)
        case Comparator.AT_MOST:
            return Span(high=exact, high_open=False)
        case Comparator.AT_LEAST:
            return Span(low=exact, low_open=False)
        case Comparator.MORE:
            return Span(low=exact)


def less(left: Number, right: Number) -> bool | None:
    """Whether left < right: true or false when it holds for every number that is meant, else unknown."""
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return left < right
    a, b = _span(left), _span(right)
    if a.high is not None and b.low is not None:
        touching_is_less = a.high_open or b.low_open
        if a.high < b.low or (a.high == b.low and touching_is_less):
            return True
    if a.low is not None and b.high is not None and a.low >= b.high:
        return False
    return None


def equal(left: Number, right: Number) -> bool | None:
    """Whether left = right, unknown where the bounds allow both."""
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return left == right
    apart = less(left, right) is True or less(right, left) is True
    return False if apart else None


def combine(operator: str, left: Number, right: Number) -> Number | None:
    """Return `left operator right` for one of `+ - * /`; None for a division by zero or where no bound can be given."""
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return _combine_exact(operator, left, right)
    if operator == "-":
        return _sum(_span(left), _span(_scaled(_span(right), Decimal(-1))))
    if operator == "+":
        return _sum(_span(left), _span(right))
    return _product(operator, left, right)


def _combine_exact(operator: str, left: Decimal, right: Decimal) -> Decimal | None:
    if operator == "+":
        return _CONTEXT.add(left, right)
    if operator == "-":
        return _CONTEXT.subtract(left, right)
    if operator == "*":
        return _CONTEXT.multiply(left, right)
    return None if right == 0 else _CONTEXT.divide(left, right)


def _product(operator: str, left: Number, right: Number) -> Number | None:
    """Scale a span by an exact number; two spans, or a division by a span, give no bound."""
    if isinstance(right, Decimal):
        factor = right if operator == "*" else _combine_exact("/", Decimal(1), right)
        return None if factor is None else _scaled(_span(left), factor)
    if isinstance(left, Decimal) and operator == "*":
        return _scaled(right, left)
    return None


def _span(number: Number) -> Span:
    if isinstance(number, Span):
        return number
    return Span(low=number, high=number, low_open=False, high_open=False)


def _sum(a: Span, b: Span) -> Span:
    low = None if a.low is None or b.low is None else _CONTEXT.add(a.low, b.low)
    high = None if a.high is None or b.high is None else _CONTEXT.add(a.high, b.high)
    return Span(low=low, high=high, low_open=a.low_open or b.low_open, high_open=a.high_open or b.high_open)


def _scaled(a: Span, factor: Decimal) -> Number:
    if factor == 0:
        return Decimal(0)
    low = None if a.low is None else _CONTEXT.multiply(a.low, factor)
    high = None if a.high is None else _CONTEXT.multiply(a.high, factor)
    if factor > 0:
        return Span(low=low, high=high, low_open=a.low_open, high_open=a.high_open)
    return Span(low=high, high=low, low_open=a.high_open, high_open=a.low_open)
