"""Conditions meet the record: a view of a patient as the `Lookup` that conditions ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bedside_app.dictionary.span import bounded
from bedside_app.domain.fact import FactId
from bedside_app.domain.moment import Moment

if TYPE_CHECKING:
    from bedside_app.dictionary.expression import Value
    from bedside_app.dictionary.view import View
    from bedside_app.domain.fact import Fact
    from bedside_app.domain.record import Reading

__all__ = ["ViewLookup"]


class ViewLookup:
    """Answers conditions from one view; a comparator becomes a span, a date keeps its precision."""

    def __init__(self, view: View) -> None:
        self._view = view

    def value(self, variable: str) -> Value | None:
        """Return the value of a fact on the view's day, None where it is unknown for whatever reason."""
        reading = self._view.reading(FactId(variable))
        if reading.value is None:
            return None
        if self._view.dictionary.entry(reading.fact_id).kind == "date":
            return Moment(str(reading.value))
        return _with_comparator(reading)

    def known(self, variable: str) -> bool:
        """Whether there is a usable value; of a collection, whether anything of it was found or looked for."""
        fact_id = FactId(variable)
        if self._view.dictionary.entry(fact_id).kind != "collection":
            return self._view.reading(fact_id).known
        seen = self._view.collection(fact_id)
        return bool(seen.present or seen.absent or seen.complete)

    def found(self, collection: str, item: str) -> bool | None:
        """Whether the item, or any of the group, is there; false when it, or everything, was looked for."""
        fact_id = FactId(collection)
        seen = self._view.collection(fact_id)
        members = self._view.dictionary.entry(fact_id).members(item)
        if item in seen.present or not members.isdisjoint(seen.present):
            return True
        if seen.complete or item in seen.absent:
            return False
        return False if members and members <= seen.absent else None

    def facts(self, variable: str) -> tuple[Fact, ...]:
        """Return the facts that the answer for `%variable` rests on; of a collection, those of the items found."""
        fact_id = FactId(variable)
        if self._view.dictionary.entry(fact_id).kind == "collection":
            return tuple(self._view.collection(fact_id).present.values())
        return self._view.reading(fact_id).facts


def _with_comparator(reading: Reading) -> Value | None:
    value = reading.value
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    fact = reading.facts[0] if len(reading.facts) == 1 else None
    if fact is None or fact.comparator is None or fact.id != reading.fact_id:
        return value
    return bounded(value, fact.comparator)
