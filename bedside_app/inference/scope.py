"""What a pack may be asked: values of the right kind, inside their range, for a patient inside its population.

Out of scope is an answer: a refusal with the reason, never a number in small print.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import ClassVar, Final

from bedside_app.dictionary.conditions import Facts, Lookup, parse
from bedside_app.domain.fact import FactId
from bedside_app.foundation.errors import Refusal
from bedside_app.inference.packs.card import Card, Input, Scalar, ScopeCondition

__all__ = [
    "InputsMissing",
    "NotACode",
    "OutOfRange",
    "OutOfScope",
    "UnknownInput",
    "Verdict",
    "WrongKind",
    "assumed",
    "checked",
    "concerns",
    "elsewhere",
    "judge",
    "judge_values",
    "scope_facts",
]


_ANOTHERS: Final = {
    "reason_en": "it is made for another tumour or another question",
    "reason_fr": "il est fait pour une autre tumeur ou une autre question",
    "source_en": "the card",
    "source_fr": "la fiche",
}


class UnknownInput(Refusal):
    """A value was given that the model does not take."""

    code: ClassVar[str] = "inference.unknown-input"


class InputsMissing(Refusal):
    """A value that the model requires was not given."""

    code: ClassVar[str] = "inference.inputs-missing"


class WrongKind(Refusal):
    """A value is not of the kind that the model takes: text for a number, a fraction for a count."""

    code: ClassVar[str] = "inference.wrong-kind"


class NotACode(Refusal):
    """A value is none of the codes that the model knows."""

    code: ClassVar[str] = "inference.not-a-code"


class OutOfRange(Refusal):
    """A value lies outside the range that the model may be used in."""

    code: ClassVar[str] = "inference.out-of-range"


class OutOfScope(Refusal):
    """The patient is not one of those whom the model is for."""

    code: ClassVar[str] = "inference.out-of-scope"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A patient who is not outside the population: what must still be asked, and what is only supposed.

    `provided` holds, in words of both languages, conditions that nobody has confirmed and that the number stands under.
    """

    missing: tuple[FactId, ...] = ()
    provided: tuple[dict[str, str], ...] = ()
    rests_on: tuple[FactId, ...] = ()


def checked(card: Card, values: Mapping[str, Scalar | None]) -> dict[str, Scalar]:
    """Return the values that a row may be run with; None is an unknown and left out.

    Raises
    ------
    UnknownInput, InputsMissing, WrongKind, NotACode, OutOfRange
        The first value that does not do, in the card's order.
    """
    names = {entry.name for entry in card.inputs}
    for name in values:
        if name not in names:
            raise UnknownInput(**_of(card), input=name, inputs=", ".join(entry.name for entry in card.inputs))
    given = {name: value for name, value in values.items() if value is not None}
    missing = [entry for entry in card.inputs if entry.required and entry.name not in given]
    if missing:
        raise InputsMissing(
            **_of(card),
            inputs=", ".join(entry.name for entry in missing),
            what_en="; ".join(entry.meaning.en for entry in missing),
            what_fr="\u202f; ".join(entry.meaning.fr for entry in missing),
        )
    return {
        entry.name: _CHECKS[entry.kind](card, entry, given[entry.name]) for entry in card.inputs if entry.name in given
    }


def assumed(card: Card, values: Mapping[str, Scalar]) -> dict[str, Scalar]:
    """Return how each unknown of a row is counted, as the publication defines it: to be shown beside the result."""
    found: dict[str, Scalar] = {}
    for entry in card.inputs:
        unknown = entry.when_unknown
        if unknown is not None and (entry.name not in values or _is_unknown_code(entry, values[entry.name])):
            found[entry.name] = unknown.counted_as
    return found


def _is_unknown_code(entry: Input, value: Scalar) -> bool:
    return entry.when_unknown is not None and entry.codes.get(str(value)) == entry.when_unknown.feed


def judge(card: Card, lookup: Lookup) -> Verdict:
    """Say whether a patient belongs to the population, as far as it is known.

    Raises
    ------
    OutOfScope
        A condition is false; the reason is its own words.
    """
    missing: dict[FactId, None] = {}
    provided: list[dict[str, str]] = []
    rests_on: dict[FactId, None] = {}
    for condition in card.population.conditions:
        expression = parse(condition.when)
        held = expression.evaluate(lookup)
        if held is False:
            raise _outside(card, condition)
        if held is None and condition.unknown == "ask":
            missing.update(dict.fromkeys(FactId(name) for name in expression.unknowns(lookup)))
        elif held is None and condition.provided is not None:
            provided.append(condition.provided.model_dump())
        else:
            rests_on.update(dict.fromkeys(FactId(name) for name in expression.variables))
    return Verdict(missing=tuple(missing), provided=tuple(provided), rests_on=tuple(rests_on))


def concerns(about_when: str | None, lookup: Lookup) -> bool:
    """Whether a model concerns a patient at all: its `about_when` is true. Of what is not known nothing is said."""
    return about_when is None or parse(about_when).evaluate(lookup) is True


def scope_facts(card: Card) -> tuple[str, ...]:
    """Return the facts that the population's conditions and `about_when` ask for, each once."""
    names = dict.fromkeys(_about_facts(card))
    for condition in card.population.conditions:
        names.update(dict.fromkeys(parse(condition.when).variables))
    return tuple(names)


def judge_values(card: Card, values: Mapping[str, Scalar]) -> None:
    """Refuse plain values that are plainly outside the population; what was not given is not asked for.

    Raises
    ------
    OutOfScope
        A condition is false.
    """
    asked = set(_about_facts(card))
    beyond = asked - {entry.name for entry in card.inputs}  # what the inputs alone say is for their ranges to judge
    if beyond and asked <= set(values) and not concerns(card.about_when, Facts(values)):
        raise elsewhere(card)
    judge(card, Facts(values))


def elsewhere(card: Card) -> OutOfScope:
    """Return the refusal of a model that is made for another tumour or another question."""
    return OutOfScope(**_of(card), **_ANOTHERS)


def _about_facts(card: Card) -> tuple[str, ...]:
    return parse(card.about_when).variables if card.about_when else ()


def _outside(card: Card, condition: ScopeCondition) -> OutOfScope:
    words = condition.otherwise
    source = condition.source
    return OutOfScope(**_of(card), reason_en=words.en, reason_fr=words.fr, source_en=source.en, source_fr=source.fr)


def _of(card: Card) -> dict[str, str]:
    return {"pack": card.id, "title_en": card.title.en, "title_fr": card.title.fr}


def _about(card: Card, entry: Input) -> dict[str, str]:
    return _of(card) | {"input": entry.name, "meaning_en": entry.meaning.en, "meaning_fr": entry.meaning.fr}


def _wrong_kind(card: Card, entry: Input, value: Scalar) -> WrongKind:
    forms = {
        "quantity": f"0.5, 1, 2 … ({entry.unit})",
        "integer": "0, 1, 2, …",
        "boolean": "true, false",
        "code": ", ".join(entry.codes),
    }
    return WrongKind(**_about(card, entry), form=forms[entry.kind], found=str(value)[:40])


def _quantity(card: Card, entry: Input, value: Scalar) -> Scalar:
    if isinstance(value, bool | str) or not math.isfinite(value):
        raise _wrong_kind(card, entry, value)
    limits = entry.range
    if limits is not None and not limits.low <= value <= limits.high:
        source = {"source_en": limits.source.en, "source_fr": limits.source.fr}
        raise OutOfRange(**_about(card, entry), **source, value=value, low=limits.low, high=limits.high)
    if entry.only and value not in entry.only:
        raise NotACode(**_about(card, entry), found=f"{value:g}", codes=", ".join(f"{one:g}" for one in entry.only))
    return value


def _integer(card: Card, entry: Input, value: Scalar) -> Scalar:
    if isinstance(value, float) and not value.is_integer():
        raise _wrong_kind(card, entry, value)
    return _quantity(card, entry, value)


def _boolean(card: Card, entry: Input, value: Scalar) -> Scalar:
    if not isinstance(value, bool):
        raise _wrong_kind(card, entry, value)
    return value


def _code(card: Card, entry: Input, value: Scalar) -> Scalar:
    if not isinstance(value, str):
        raise _wrong_kind(card, entry, value)
    if value not in entry.codes:
        raise NotACode(**_about(card, entry), found=value[:40], codes=", ".join(entry.codes))
    return value


_CHECKS: Final[Mapping[str, Callable[[Card, Input, Scalar], Scalar]]] = {
    "quantity": _quantity,
    "integer": _integer,
    "boolean": _boolean,
    "code": _code,
}
