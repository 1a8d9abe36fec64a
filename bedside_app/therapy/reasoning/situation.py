"""One patient as a pathway sees them: which conditions hold, what leaves one open, and what if it were otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Final

from bedside_app.dictionary.conditions import Value, parse
from bedside_app.dictionary.lookup import ViewLookup
from bedside_app.dictionary.view import View
from bedside_app.domain.fact import FactId, Scalar
from bedside_app.domain.record import Unknown
from bedside_app.therapy.reasoning.plan import Terms

__all__ = ["Situation"]

_DISPUTED: Final = frozenset({Unknown.CONFLICT, Unknown.UNREADABLE})


class Situation:
    """The answers of one view to the conditions of one pathway.

    A situation made by `supposing` asks its origin whatever the supposed facts cannot reach.
    """

    def __init__(
        self, view: View, terms: Terms, origin: Situation | None = None, supposed: frozenset[str] = frozenset()
    ):
        self.view = view
        self.terms = terms
        self._origin = origin
        self._supposed = supposed
        self._lookup = ViewLookup(view)
        self._answers: dict[str, bool | None] = {}
        self._open: dict[str, tuple[FactId, ...]] = {}
        self._values: dict[str, Value | None] = {}
        self._found: dict[tuple[str, str], bool | None] = {}
        self._disputed: dict[str, bool] = {}

    def supposing(
        self, answers: Mapping[FactId, Scalar], found: Mapping[tuple[FactId, str], bool] | None = None
    ) -> Situation:
        """Return the same patient with some facts or items supposed."""
        names = frozenset(answers) | {collection for collection, _ in found or {}}
        return Situation(self.view.answered(answers, found), self.terms, self, names)

    def holds(self, text: str) -> bool | None:
        """Return the answer of a condition: true, false, or None for unknown."""
        if text not in self._answers:
            origin = self._asked_of_origin(text)
            self._answers[text] = parse(text).evaluate(self) if origin is None else origin.holds(text)
        return self._answers[text]

    def unknown(self, *texts: str) -> tuple[FactId, ...]:
        """Return the facts that leave any of the conditions open, each once."""
        if len(texts) == 1:
            return self._unknown(texts[0])
        return tuple(dict.fromkeys(fact for text in texts for fact in self._unknown(text)))

    def _unknown(self, text: str) -> tuple[FactId, ...]:
        if text not in self._open:
            origin = self._asked_of_origin(text)
            self._open[text] = self._opened(text) if origin is None else origin._unknown(text)
        return self._open[text]

    def _opened(self, text: str) -> tuple[FactId, ...]:
        if self.holds(text) is not None:
            return ()
        facts: dict[FactId, None] = {}
        for name in parse(text).unknowns(self):
            inner = self.terms.define.get(name)
            facts.update(dict.fromkeys((FactId(name),) if inner is None else self._unknown(inner)))
        return tuple(facts)

    def disputed(self, text: str) -> bool:
        """Whether a value that would answer an open condition is there, and cannot be used."""
        if text not in self._disputed:
            origin = self._asked_of_origin(text)
            if origin is None:
                self._disputed[text] = any(self.view.reading(fact).unknown in _DISPUTED for fact in self._unknown(text))
            else:
                self._disputed[text] = origin.disputed(text)
        return self._disputed[text]

    def _asked_of_origin(self, text: str) -> Situation | None:
        """Return the origin where the supposed facts cannot reach a condition, None where it is asked here."""
        return self._origin if self._supposed.isdisjoint(self.terms.reach(text)) else None

    def number(self, fact_id: FactId) -> float | None:
        """Return an exact number; None where it is unknown or known only within bounds."""
        value = self.value(fact_id)
        exact = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
        return float(value) if exact and isinstance(value, int | float | Decimal) else None

    def value(self, variable: str) -> Value | None:
        """Return the value of a fact, or the answer of a condition that the pathway defines."""
        text = self.terms.define.get(variable)
        if text is not None:
            return self.holds(text)
        if variable not in self._values:
            origin = self._read_of_origin(variable)
            self._values[variable] = self._lookup.value(variable) if origin is None else origin.value(variable)
        return self._values[variable]

    def known(self, variable: str) -> bool:
        """Whether anything is known of a fact, or whether a defined condition has an answer."""
        text = self.terms.define.get(variable)
        return self.holds(text) is not None if text is not None else self._lookup.known(variable)

    def found(self, collection: str, item: str) -> bool | None:
        """Whether an item or group is in a collection."""
        key = (collection, item)
        if key not in self._found:
            origin = self._read_of_origin(collection)
            asked = self._lookup if origin is None else origin
            self._found[key] = asked.found(collection, item)
        return self._found[key]

    def _read_of_origin(self, fact: str) -> Situation | None:
        """Return the origin where the supposed facts cannot reach a fact, None where it is read here."""
        return self._origin if self._supposed.isdisjoint(self.terms.fact_reach(FactId(fact))) else None

    def shown(self, facts: Iterable[FactId]) -> dict[str, Scalar | None]:
        """Return facts with their values as a proof shows them; of a collection, the items found."""
        return {str(fact): self._shown(fact) for fact in facts}

    def _shown(self, fact_id: FactId) -> Scalar | None:
        if self.terms.dictionary.entry(fact_id).kind == "collection":
            seen = self.view.collection(fact_id)
            return ", ".join(sorted(seen.present)) or ("none" if seen.complete else None)
        reading = self.view.reading(fact_id)
        comparator = reading.facts[0].comparator if reading.value is not None and len(reading.facts) == 1 else None
        return reading.value if comparator is None else f"{comparator.value} {reading.value}"
