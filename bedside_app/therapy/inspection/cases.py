"""Cases for conditions: facts that make one true, false or unknown, found by search over answers and thresholds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import islice, pairwise, product
from math import prod
from typing import Final

from bedside_app.dictionary.conditions import Value, parse, parse_value
from bedside_app.dictionary.entries import FactDictionary
from bedside_app.dictionary.expression import Comparison, Constant, Known, Logic, Node, Not, Variable, walk
from bedside_app.dictionary.expression import Found as FoundItem
from bedside_app.domain.fact import FactId
from bedside_app.domain.moment import Moment

__all__ = ["Found", "Search", "Supposed", "shown"]

MOST_STEPS: Final = 20_000
MOST_TRIES: Final = 400  # combinations of values tried for one comparison


@dataclass(frozen=True, slots=True)
class Supposed:
    """A case: facts with values, and items with whether they are found. What is not named is unknown."""

    values: Mapping[str, Value] = field(default_factory=dict)
    found: Mapping[tuple[str, str], bool] = field(default_factory=dict)
    absent: frozenset[str] = frozenset()  # names that must stay unknown


@dataclass(frozen=True, slots=True)
class Found:
    """What a search came to: a case, or none; `settled` false where it ended before it had looked everywhere."""

    case: Supposed | None
    settled: bool = True


class _Case:
    """A `Lookup` over a supposed case and the conditions that a pathway defines."""

    def __init__(self, case: Supposed, define: Mapping[str, str]) -> None:
        self._case = case
        self._define = define

    def value(self, variable: str) -> Value | None:
        """Return a supposed value, or the answer of a defined condition."""
        text = self._define.get(variable)
        return parse(text).evaluate(self) if text is not None else self._case.values.get(variable)

    def known(self, variable: str) -> bool:
        """Whether there is a value, or an item was looked for."""
        return self.value(variable) is not None or any(name == variable for name, _ in self._case.found)

    def found(self, collection: str, item: str) -> bool | None:
        """Return what was supposed of an item."""
        return self._case.found.get((collection, item))


_Goal = tuple[Node, bool]


class Search:
    """Looks for cases, with the constants that the conditions of one pathway compare each fact with."""

    def __init__(self, define: Mapping[str, str], texts: Iterable[str], dictionary: FactDictionary) -> None:
        self._define = define
        self._dictionary = dictionary
        self._conditions = [parse_value(text) for text in dict.fromkeys((*define.values(), *texts))]
        self._candidates: dict[str, tuple[Value, ...]] = {}
        self._steps = 0
        self._cut = False
        self._growing: dict[int, bool] = {}

    def case(self, wanted: Iterable[tuple[str, bool]]) -> Found:
        """Return a case in which every condition has the wanted answer."""
        asked = tuple(wanted)
        self._steps, self._cut = 0, False
        for case in self._solve([(parse(text).root, answer) for text, answer in asked], Supposed()):
            if all(self.answer(text, case) is answer for text, answer in asked):
                return Found(case)
        return Found(None, self._steps < MOST_STEPS and not self._cut)

    def unknown_case(self, text: str, given: Iterable[str] = ()) -> Found:
        """Return a case in which a condition is unknown, while the given ones are true."""
        true = tuple(given)
        start = self.case((one, True) for one in true)
        if start.case is None:
            return start
        for names in self._forgettable(text):
            kept = _without(start.case, names)
            if self.answer(text, kept) is None and all(self.answer(one, kept) for one in true):
                return Found(kept)
        return Found(None)

    def _forgettable(self, text: str) -> Iterator[frozenset[str]]:
        """Yield sets of facts to forget: none, all that the condition names, then each alone."""
        names: dict[str, None] = {}
        waiting = [text]
        while waiting:
            for name in parse(waiting.pop()).variables:
                if name in self._define:
                    waiting.append(self._define[name])
                else:
                    names[name] = None
        yield frozenset()
        yield frozenset(names)
        yield from (frozenset({name}) for name in names)

    def answer(self, text: str, case: Supposed) -> bool | None:
        """Return the answer of a condition in a case."""
        return parse(text).evaluate(_Case(case, self._define))

    def _solve(self, goals: list[_Goal], case: Supposed) -> Iterator[Supposed]:
        """Yield cases that meet all goals: the settled are dropped, the hopeless end the branch, choices come last."""
        self._steps += 1
        if self._steps >= MOST_STEPS:
            return
        left: list[_Goal] = []
        lookup = _Case(case, self._define)
        for node, wanted in goals:
            answer = node.answer(lookup) if self._grows(node) else None
            if answer is None:
                left.append((node, wanted))
            elif answer is not wanted:
                return
        if not left:
            yield case
            return
        chosen = next((goal for goal in left if not self._branches(*goal)), left[0])
        rest = [goal for goal in left if goal is not chosen]
        for more in self._ways(*chosen):
            if more is not None:
                yield from self._solve([*more, *rest], case)
                continue
            for next_case in self._assign(*chosen, case):
                yield from self._solve(rest, next_case)

    def _grows(self, node: Node) -> bool:
        """Whether a definite answer stays as it is when more becomes known: not so below `known()`."""
        if id(node) not in self._growing:
            names = [part.name for part in walk(node) if isinstance(part, Variable) and part.name in self._define]
            plain = not any(isinstance(part, Known) for part in walk(node))
            grows = plain and all(self._grows(parse(self._define[name]).root) for name in names)
            self._growing[id(node)] = grows
        return self._growing[id(node)]

    def _branches(self, node: Node, wanted: bool) -> bool:
        """Whether a goal can be met in several ways that have to be tried in turn."""
        if isinstance(node, Not):
            return self._branches(node.operand, not wanted)
        if isinstance(node, Variable) and node.name in self._define:
            return self._branches(parse(self._define[node.name]).root, wanted)
        return isinstance(node, Logic) and wanted is (node.operator != "and")

    def _ways(self, node: Node, wanted: bool) -> Iterator[list[_Goal] | None]:
        """Yield the lists of simpler goals, each of which is enough; None for a part that needs values."""
        if isinstance(node, Not):
            yield [(node.operand, not wanted)]
        elif isinstance(node, Variable) and node.name in self._define:
            yield [(parse(self._define[node.name]).root, wanted)]
        elif isinstance(node, Logic):
            left = not wanted if node.operator == "implies" else wanted
            sides: list[_Goal] = [(node.left, left), (node.right, wanted)]
            together = wanted if node.operator == "and" else not wanted
            if together:
                yield sides
            else:
                yield [sides[0]]
                yield [sides[1]]
        else:
            yield None

    def _assign(self, node: Node, wanted: bool, case: Supposed) -> Iterator[Supposed]:
        """Yield the case with values for whatever a comparison still needs, where it then has the wanted answer."""
        if isinstance(node, Known):
            yield from self._know(node.name, wanted, case)
            return
        if isinstance(node, FoundItem):
            key = (node.collection, node.item)
            if case.found.get(key, wanted) is wanted and (not wanted or node.collection not in case.absent):
                yield Supposed(case.values, {**case.found, key: wanted}, case.absent)
            return
        names = dict.fromkeys(part.name for part in walk(node) if isinstance(part, Variable))
        if any(name in case.absent for name in names):
            return
        open_names = [name for name in names if name not in case.values]
        if isinstance(node, Comparison) and not all(isinstance(part, Variable | Constant) for part in node.parts()):
            self._cut = True  # arithmetic: the values tried are samples
        self._cut = self._cut or prod(len(self.candidates(name)) for name in open_names) > MOST_TRIES
        choices = islice(product(*(self.candidates(name) for name in open_names)), MOST_TRIES)
        for values in choices:
            tried = Supposed({**case.values, **dict(zip(open_names, values, strict=True))}, case.found, case.absent)
            if node.answer(_Case(tried, self._define)) is wanted:
                yield tried

    def _know(self, name: str, wanted: bool, case: Supposed) -> Iterator[Supposed]:
        if name in self._define:
            yield case
            return
        entry = self._dictionary.entry(FactId(name))
        held = name in case.values or any(collection == name for collection, _ in case.found)
        if not wanted:
            if not held:
                yield Supposed(case.values, case.found, case.absent | {name})
        elif held:
            yield case
        elif name not in case.absent and entry.kind == "collection":
            yield Supposed(case.values, {**case.found, (name, entry.items[0].value): True}, case.absent)
        elif name not in case.absent:
            for value in self.candidates(name):
                yield Supposed({**case.values, name: value}, case.found, case.absent)

    def candidates(self, name: str) -> tuple[Value, ...]:
        """Return the values of a fact that conditions can tell apart."""
        if name not in self._candidates:
            self._candidates[name] = tuple(self._values(name))
        return self._candidates[name]

    def _values(self, name: str) -> Iterator[Value]:
        entry = self._dictionary.entry(FactId(name))
        compared = list(dict.fromkeys(value for one in self._conditions for value in one.compared(name)))
        if entry.answers:
            yield from (answer.value for answer in entry.answers)
        elif entry.kind == "boolean":
            yield from (True, False)
        elif entry.kind == "date":
            yield from (value for value in compared if isinstance(value, Moment))
            yield from (Moment("1900-01-01"), Moment("2100-01-01"))
        elif entry.kind == "text":
            yield from (str(value) for value in (*compared, "something else"))
        else:
            low, high = entry.plausible or (-1e9, 1e9)
            yield from _between([float(value) for value in compared if isinstance(value, Decimal)], low, high)


def _without(case: Supposed, names: frozenset[str]) -> Supposed:
    values = {name: value for name, value in case.values.items() if name not in names}
    return Supposed(values, {key: there for key, there in case.found.items() if key[0] not in names})


def _between(thresholds: list[float], low: float, high: float) -> Iterator[float]:
    marks = sorted({low, high, *(mark for mark in thresholds if low <= mark <= high)})
    for before, after in pairwise(marks):
        yield before
        yield (before + after) / 2
    yield high


def shown(case: Supposed) -> dict[str, str]:
    """Return a case as text: facts with values, items found and not found."""
    facts = {name: str(value) for name, value in case.values.items()}
    items = {f"found({name}, '{item}')": str(there).lower() for (name, item), there in case.found.items()}
    return {**facts, **items}
