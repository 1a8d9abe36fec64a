"""Values that follow from other facts by the dictionary's own rules (`derived:`), never from a guess."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from bedside_app.dictionary.conditions import parse, parse_value
from bedside_app.dictionary.entries import Derivation, Entry
from bedside_app.dictionary.lookup import ViewLookup
from bedside_app.dictionary.span import Span
from bedside_app.domain.fact import PATIENT, About, Fact, FactId, Origin, OriginKind, Scalar, Subject
from bedside_app.domain.moment import Moment
from bedside_app.domain.record import Reading, Unknown

if TYPE_CHECKING:
    from bedside_app.dictionary.view import View

__all__ = ["derive"]

DERIVATION: Final = "1"


def derive(entry: Entry, view: View) -> Reading:
    """Return the value of the first derivation whose condition is true.

    A condition that is unknown stops the search: a later rule must not answer for an earlier one that could.
    """
    lookup = ViewLookup(view)
    for derivation in entry.derived:
        holds = parse(derivation.when).evaluate(lookup)
        if holds is None:
            break
        if holds:
            value = _value(derivation, lookup)
            if value is not None:
                return _reading(entry, derivation, lookup, value, view.primary)
            break
    return Reading(fact_id=entry.fact_id, value=None, unknown=Unknown.NOT_RECORDED)


def _value(derivation: Derivation, lookup: ViewLookup) -> Scalar | None:
    if not isinstance(derivation.value, str) or not derivation.value.startswith("="):
        return derivation.value
    value = parse_value(derivation.value[1:]).value(lookup)
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, Span):
        return None
    return value.text if isinstance(value, Moment) else value


def _reading(entry: Entry, derivation: Derivation, lookup: ViewLookup, value: Scalar, primary: str) -> Reading:
    """Return the derived value as a fact that rests on those its rule read, dated as the newest of them."""
    names = parse(derivation.when).variables
    if isinstance(derivation.value, str) and derivation.value.startswith("="):
        names = (*names, *parse_value(derivation.value[1:]).variables)
    used = [fact for name in dict.fromkeys(names) for fact in lookup.facts(name)]
    dated = [fact.effective for fact in used if fact.effective is not None]
    about = PATIENT if entry.about == "patient" else About(subject=Subject.PRIMARY, key=primary)
    fact = Fact(
        id=entry.fact_id,
        value=value,
        unit=entry.unit,
        about=about,
        raw="",
        effective=max(dated, key=Moment.sort_key, default=None),
        origin=Origin(
            kind=OriginKind.RULE,
            name=f"dictionary:{entry.id}",
            version=DERIVATION,
            place=derivation.source,
            rests_on=tuple(FactId(name) for name in dict.fromkeys(names)),
        ),
    )
    return Reading(fact_id=entry.fact_id, value=value, facts=(fact,))
