"""The parts of a condition, each of which answers true, false or unknown (or a value, or none) for one patient."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar, Literal, Protocol

from bedside_app.dictionary.span import Number, Span, combine, equal, less
from bedside_app.domain.moment import Moment
from bedside_app.foundation.errors import Refusal

__all__ = [
    "Among",
    "Arithmetic",
    "Bound",
    "Comparison",
    "Constant",
    "Found",
    "Known",
    "Logic",
    "Lookup",
    "Mismatch",
    "Node",
    "Not",
    "Sort",
    "Value",
    "Variable",
    "sort_of",
    "walk",
]

Value = bool | int | float | Decimal | str | date | Moment | Span
Bound = bool | str | Moment | Decimal | Span
Sort = Literal["logical", "number", "text", "date"]


class Mismatch(Refusal):
    """A condition compares or combines two kinds of value that cannot be: a number with a word, a word with true."""

    code: ClassVar[str] = "conditions.mismatch"


class Lookup(Protocol):
    """Where a condition finds what is known of a patient."""

    def value(self, variable: str) -> Value | None:
        """Return the value of `%variable` in the dictionary's unit; None is unknown."""
        ...

    def known(self, variable: str) -> bool:
        """Whether anything is known of `%variable`; of a collection, whether anybody looked."""
        ...

    def found(self, collection: str, item: str) -> bool | None:
        """Whether the item or group is there; false only where it was looked for, else unknown."""
        ...


class Node(Protocol):
    """One part of an expression."""

    @property
    def at(self) -> int:
        """Where it stands in the text, from 1."""
        ...

    def answer(self, lookup: Lookup) -> Bound | None:
        """Return the value for one patient, None for unknown."""
        ...

    def parts(self) -> tuple[Node, ...]:
        """Return the parts that it is made of."""
        ...


def sort_of(value: Bound) -> Sort:
    """Return what kind of value it is."""
    if isinstance(value, bool):
        return "logical"
    if isinstance(value, Decimal | Span):
        return "number"
    return "date" if isinstance(value, Moment) else "text"


def _bind(value: Value) -> Bound | None:
    """Return the value as conditions compute with it; a number that is not finite is unknown."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        exact = Decimal(repr(value))
        return exact if exact.is_finite() else None
    if isinstance(value, date):
        return Moment(value.isoformat()[:10])
    return value


@dataclass(frozen=True, slots=True)
class Constant:
    """A literal: true, a number, 'a word', @2026-01-31."""

    at: int
    value: Bound

    def answer(self, lookup: Lookup) -> Bound | None:
        """Return itself."""
        return self.value

    def parts(self) -> tuple[Node, ...]:
        """Return nothing."""
        return ()


@dataclass(frozen=True, slots=True)
class Variable:
    """`%name`: a fact, or a condition that the pathway defines."""

    at: int
    name: str

    def answer(self, lookup: Lookup) -> Bound | None:
        """Return what the patient's record says."""
        value = lookup.value(self.name)
        return None if value is None else _bind(value)

    def parts(self) -> tuple[Node, ...]:
        """Return nothing."""
        return ()


@dataclass(frozen=True, slots=True)
class Known:
    """`known(%name)`: true or false, never unknown."""

    at: int
    name: str

    def answer(self, lookup: Lookup) -> bool:
        """Whether there is anything to go by."""
        return lookup.known(self.name)

    def parts(self) -> tuple[Node, ...]:
        """Return nothing."""
        return ()


@dataclass(frozen=True, slots=True)
class Found:
    """`found(%collection, 'item or group')`."""

    at: int
    collection: str
    item: str

    def answer(self, lookup: Lookup) -> bool | None:
        """Whether it is there."""
        return lookup.found(self.collection, self.item)

    def parts(self) -> tuple[Node, ...]:
        """Return nothing."""
        return ()


@dataclass(frozen=True, slots=True)
class Not:
    """`(...).not()`."""

    at: int
    operand: Node

    def answer(self, lookup: Lookup) -> bool | None:
        """Return the opposite; of unknown, unknown."""
        value = _logical(self.operand, lookup)
        return None if value is None else not value

    def parts(self) -> tuple[Node, ...]:
        """Return the operand."""
        return (self.operand,)


@dataclass(frozen=True, slots=True)
class Logic:
    """`and`, `or`, `implies` as FHIRPath 2.0 section 6.5 tables them: one side can decide when the other is unknown."""

    at: int
    operator: Literal["and", "or", "implies"]
    left: Node
    right: Node

    def answer(self, lookup: Lookup) -> bool | None:
        """Combine two answers of three values."""
        deciding = self.operator == "or"  # `or` is decided by a true side, `and` by a false one
        left = _logical(self.left, lookup)
        if self.operator == "implies":
            deciding, left = True, None if left is None else not left
        if left is deciding:
            return deciding
        right = _logical(self.right, lookup)
        if right is deciding:
            return deciding
        return None if left is None or right is None else not deciding

    def parts(self) -> tuple[Node, ...]:
        """Return both sides."""
        return (self.left, self.right)


@dataclass(frozen=True, slots=True)
class Comparison:
    """`= != < <= > >=` between two values of one kind."""

    at: int
    operator: Literal["=", "!=", "<", "<=", ">", ">="]
    left: Node
    right: Node

    def answer(self, lookup: Lookup) -> bool | None:
        """Compare; unknown where either side is, or where bounds allow both answers."""
        left = self.left.answer(lookup)
        if left is None:
            return None
        right = self.right.answer(lookup)
        if right is None:
            return None
        if self.operator in ("=", "!="):
            same = _same(left, right, self.at)
            return same if same is None or self.operator == "=" else not same
        before = _before(left, right, self.at) if self.operator in ("<", ">=") else _before(right, left, self.at)
        return before if before is None or self.operator in ("<", ">") else not before

    def parts(self) -> tuple[Node, ...]:
        """Return both sides."""
        return (self.left, self.right)


@dataclass(frozen=True, slots=True)
class Among:
    """`%x in ('a' | 'b')`: one of some literals."""

    at: int
    operand: Node
    choices: tuple[Constant, ...]

    def answer(self, lookup: Lookup) -> bool | None:
        """Whether the operand is one of the choices."""
        value = self.operand.answer(lookup)
        if value is None:
            return None
        answers = [_same(value, choice.value, choice.at) for choice in self.choices]
        if True in answers:
            return True
        return None if None in answers else False

    def parts(self) -> tuple[Node, ...]:
        """Return the operand and the choices."""
        return (self.operand, *self.choices)


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """`+ - * /` on numbers; a division by zero is unknown, as in FHIRPath."""

    at: int
    operator: Literal["+", "-", "*", "/"]
    left: Node
    right: Node

    def answer(self, lookup: Lookup) -> Number | None:
        """Return the number, or the span that it lies in."""
        left, right = self.left.answer(lookup), self.right.answer(lookup)
        if left is None or right is None:
            return None
        if not isinstance(left, Decimal | Span) or not isinstance(right, Decimal | Span):
            raise Mismatch(position=self.at, left=sort_of(left), right=sort_of(right))
        return combine(self.operator, left, right)

    def parts(self) -> tuple[Node, ...]:
        """Return both sides."""
        return (self.left, self.right)


def walk(node: Node) -> Iterator[Node]:
    """Yield a node and everything under it, in the order in which it is written."""
    waiting = [node]
    while waiting:
        current = waiting.pop()
        yield current
        waiting.extend(reversed(current.parts()))


def _logical(node: Node, lookup: Lookup) -> bool | None:
    value = node.answer(lookup)
    if value is not None and not isinstance(value, bool):
        raise Mismatch(position=node.at, left="logical", right=sort_of(value))
    return value


def _same(left: Bound, right: Bound, at: int) -> bool | None:
    if isinstance(left, Decimal | Span) and isinstance(right, Decimal | Span):
        return equal(left, right)
    if isinstance(left, Moment) or isinstance(right, Moment):
        first, second = _days(left, right, at)
        apart = first.last_day < second.first_day or second.last_day < first.first_day
        exact = first.first_day == first.last_day == second.first_day == second.last_day
        return False if apart else exact or None
    if sort_of(left) != sort_of(right):
        raise Mismatch(position=at, left=sort_of(left), right=sort_of(right))
    return left == right


def _before(left: Bound, right: Bound, at: int) -> bool | None:
    if isinstance(left, Decimal | Span) and isinstance(right, Decimal | Span):
        return less(left, right)
    first, second = _days(left, right, at)
    if first.last_day < second.first_day:
        return True
    return False if first.first_day >= second.last_day else None


def _days(left: Bound, right: Bound, at: int) -> tuple[Moment, Moment]:
    """Return two dates to compare; ISO text beside a date is one. A month or year is every day of it."""
    days = []
    for value in (left, right):
        if isinstance(value, Moment):
            days.append(value)
            continue
        try:
            if not isinstance(value, str) or not any(isinstance(side, Moment) for side in (left, right)):
                raise ValueError(value)
            days.append(Moment(value))
        except ValueError as error:
            raise Mismatch(position=at, left=sort_of(left), right=sort_of(right)) from error
    return days[0], days[1]
