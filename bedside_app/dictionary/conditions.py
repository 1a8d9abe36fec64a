"""Conditions over facts: a small, closed part of FHIRPath, read once and answered true, false or unknown.

`docs/architecture.md` ("Conditions") lists what is accepted; everything else is refused with its place. As in FHIRPath
2.0 operators bind, tight to loose: `.not()`, sign, `* /`, `+ -`, `< <= > >=`, `= !=`, `in`, `and`, `or`, `implies`.
`not(x)` is read as `(x).not()`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache

from bedside_app.dictionary.expression import (
    Among,
    Arithmetic,
    Bound,
    Comparison,
    Constant,
    Found,
    Known,
    Logic,
    Lookup,
    Mismatch,
    Node,
    Not,
    Sort,
    Value,
    Variable,
    sort_of,
    walk,
)
from bedside_app.dictionary.grammar import UnreadableCondition, read
from bedside_app.dictionary.span import Span

__all__ = [
    "Condition",
    "Facts",
    "Lookup",
    "Mismatch",
    "Sort",
    "Span",
    "UnreadableCondition",
    "Value",
    "parse",
    "parse_value",
]


class Facts:
    """A `Lookup` over plain values, for packs, derivations and tests.

    A value of a collection is a mapping from item or group to whether it was found.
    """

    def __init__(
        self, values: Mapping[str, Value | None], collections: Mapping[str, Mapping[str, bool]] | None = None
    ) -> None:
        self._values = values
        self._collections = collections or {}

    def value(self, variable: str) -> Value | None:
        """Return the value, None where there is none."""
        return self._values.get(variable)

    def known(self, variable: str) -> bool:
        """Whether there is a value, or anything was looked for."""
        return self._values.get(variable) is not None or bool(self._collections.get(variable))

    def found(self, collection: str, item: str) -> bool | None:
        """Return what was found, None where nobody looked."""
        return self._collections.get(collection, {}).get(item)


@dataclass(frozen=True)
class Condition:
    """One expression, as written and as understood."""

    text: str
    root: Node

    def evaluate(self, lookup: Lookup) -> bool | None:
        """Return true, false, or None for unknown.

        Raises
        ------
        Mismatch
            Two kinds of value are compared; `mismatches` finds this beforehand.
        """
        value = self.value(lookup)
        if value is not None and not isinstance(value, bool):
            raise Mismatch(text=self.text, position=0, left="logical", right=sort_of(value))
        return value

    def value(self, lookup: Lookup) -> Bound | None:
        """Return the value of an expression (a number is a Decimal, or a `Span` of bounds), None for unknown."""
        try:
            return self.root.answer(lookup)
        except Mismatch as error:
            raise Mismatch(**{**error.values, "text": self.text}) from error

    @cached_property
    def variables(self) -> tuple[str, ...]:
        """The names of all variables and collections, each once, as they are written."""
        names: dict[str, None] = {}
        for node in walk(self.root):
            if isinstance(node, Variable | Known):
                names[node.name] = None
            elif isinstance(node, Found):
                names[node.collection] = None
        return tuple(names)

    @cached_property
    def items(self) -> tuple[tuple[str, str], ...]:
        """Each collection and the item or group that is asked of it."""
        return tuple(dict.fromkeys((n.collection, n.item) for n in walk(self.root) if isinstance(n, Found)))

    def unknowns(self, lookup: Lookup) -> tuple[str, ...]:
        """Return the variables that make the answer unknown; empty where it is known."""
        return tuple(dict.fromkeys(_unknowns(self.root, lookup)))

    def compared(self, variable: str) -> tuple[Bound, ...]:
        """Return the constants that `%variable` is compared with, each once, as they are written."""
        return tuple(dict.fromkeys(value for name, value in self._comparisons if name == variable))

    def thresholds(self, variable: str) -> tuple[float, ...]:
        """Return the numbers that `%variable` is compared with, ascending."""
        return tuple(sorted({float(value) for value in self.compared(variable) if isinstance(value, Decimal)}))

    @cached_property
    def _comparisons(self) -> tuple[tuple[str, Bound], ...]:
        pairs: list[tuple[str, Bound]] = []
        for node in walk(self.root):
            if isinstance(node, Comparison):
                for one, other in ((node.left, node.right), (node.right, node.left)):
                    constant = _constant(other)
                    if isinstance(one, Variable) and constant is not None:
                        pairs.append((one.name, constant))
            elif isinstance(node, Among) and isinstance(node.operand, Variable):
                pairs.extend((node.operand.name, choice.value) for choice in node.choices)
        return tuple(pairs)

    def sort(self, sorts: Callable[[str], Sort | None]) -> Sort | None:
        """Return what kind of value the expression has, given that of each variable (None where it is not known).

        Raises
        ------
        Mismatch
            Two kinds of value are compared or combined.
        """
        try:
            return _sort(self.root, sorts)
        except Mismatch as error:
            raise Mismatch(**{**error.values, "text": self.text}) from error


@lru_cache(maxsize=8192)
def parse(text: str) -> Condition:
    """Read a condition, which answers true, false or unknown.

    Raises
    ------
    UnreadableCondition
        With the position (from 1) and the text found there.
    Mismatch
        It is plain from the text that two kinds of value are mixed.
    """
    condition = parse_value(text)
    sort = condition.sort(lambda _: None)
    if sort not in (None, "logical"):
        raise Mismatch(text=text, position=1, left="logical", right=sort)
    return condition


@lru_cache(maxsize=8192)
def parse_value(text: str) -> Condition:
    """Read an expression of any kind: a condition, or arithmetic for a derived value. Raises as `parse`."""
    condition = Condition(text, read(text))
    condition.sort(lambda _: None)
    return condition


def _constant(node: Node) -> Bound | None:
    if any(isinstance(part, Variable | Known | Found) for part in walk(node)):
        return None
    return node.answer(Facts({}))


def _unknowns(node: Node, lookup: Lookup) -> tuple[str, ...]:
    """Return the variables that leave a part unknown; for a comparison with bounds, those that are only bounded."""
    if node.answer(lookup) is not None:
        return ()
    if isinstance(node, Variable):
        return (node.name,)
    if isinstance(node, Found):
        return (node.collection,)
    names = tuple(name for part in node.parts() for name in _unknowns(part, lookup))
    return names or tuple(part.name for part in walk(node) if isinstance(part, Variable))


def _sort(node: Node, sorts: Callable[[str], Sort | None]) -> Sort | None:
    """Infer the kind of value of a part, refusing what cannot be compared or combined."""
    inner = [(part, _sort(part, sorts)) for part in node.parts()]
    match node:
        case Constant():
            return sort_of(node.value)
        case Variable():
            return sorts(node.name)
        case Known() | Found():
            return "logical"
        case Logic() | Not():
            _require(inner, "logical")
            return "logical"
        case Arithmetic():
            _require(inner, "number")
            return "number"
        case Comparison(operator="<" | "<=" | ">" | ">="):
            for part, sort in inner:
                if sort in ("logical", "text"):
                    raise Mismatch(position=part.at, left="number", right=sort)
    given = [(part, sort) for part, sort in inner if sort is not None]
    if given:
        _require(given, given[0][1])
    return "logical"


def _require(parts: Sequence[tuple[Node, Sort | None]], wanted: Sort | None) -> None:
    for part, sort in parts:
        if sort not in (None, wanted):
            raise Mismatch(position=part.at, left=wanted, right=sort)
