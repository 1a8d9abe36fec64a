"""What can be held against knowledge without a patient: expressions that do not read, names that do not exist.

Loading refuses a pathway with any of these problems; `bedside pathways check` lists them all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from bedside_app.dictionary.conditions import Condition, Sort, parse
from bedside_app.dictionary.entries import Entry, FactDictionary
from bedside_app.domain.fact import FactId
from bedside_app.foundation.errors import Refusal

if TYPE_CHECKING:
    from bedside_app.therapy.knowledge import Knowledge
    from bedside_app.therapy.schema import DayLimit, OptionRule, Pathway, Regimen, RegimenDrug, SafetyRule

__all__ = [
    "Problem",
    "Vocabulary",
    "day_conditions",
    "expressions",
    "inspect_expression",
    "inspect_pathway",
    "inspect_shared",
]

Plain = str | int | float | bool | None

SITE: Final = FactId("primary_site")
_SORTS: Final[dict[str, Sort]] = {"quantity": "number", "boolean": "logical", "date": "date", "text": "text"}
_PROCEDURES: Final = frozenset({"surgery", "radiotherapy"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something that is wrong with knowledge: where, and the code and values of its sentence."""

    place: str
    code: str
    values: dict[str, Plain] = field(default_factory=dict)


class Vocabulary:
    """The names that an expression may use: facts of the dictionary, and conditions defined before it."""

    def __init__(self, dictionary: FactDictionary, defined: Iterable[str] = ()) -> None:
        self.dictionary = dictionary
        self.defined = frozenset(defined)

    def entry(self, name: str) -> Entry | None:
        """Return the fact of that name, or None."""
        if name in self.defined or FactId(name) not in self.dictionary:
            return None
        return self.dictionary.entry(FactId(name))

    def sort(self, name: str) -> Sort | None:
        """Return what kind of value a name has, None where it has several or is not known."""
        if name in self.defined:
            return "logical"
        entry = self.entry(name)
        if entry is None:
            return None
        if entry.kind == "coded":
            kinds = {isinstance(answer.value, str) for answer in entry.answers}
            return None if len(kinds) > 1 else "text" if kinds == {True} else "number"
        return _SORTS.get(entry.kind)


def expressions(pathway: Pathway) -> Iterator[tuple[str, str]]:
    """Yield every condition of a pathway with its place, in the order in which they are written."""
    for number, entry in enumerate(pathway.entry, 1):
        yield f"entry[{number}]", entry.when
    for name, text in pathway.define.items():
        yield f"define.{name}", text
    for step in pathway.steps:
        yield step.id, step.when
        for option in step.options:
            for number, called in enumerate(option.called, 1):
                yield f"{step.id}.{option.id}.called[{number}]", called.when
            for number, rule in enumerate(option.eligible, 1):
                yield f"{step.id}.{option.id}.eligible[{number}]", rule.when
            for number, reason in enumerate(option.reasons, 1):
                yield f"{step.id}.{option.id}.reasons[{number}]", reason.when


def inspect_expression(text: str, vocabulary: Vocabulary, place: str) -> Iterator[Problem]:
    """Yield what is wrong with one condition: it does not read, or names what the dictionary does not have."""
    try:
        condition = parse(text)
        condition.sort(vocabulary.sort)
    except Refusal as refusal:
        yield Problem(place=place, code=refusal.code, values=refusal.values)
        return
    asked = {collection for collection, _ in condition.items}
    for name in condition.variables:
        if name in vocabulary.defined:
            continue
        entry = vocabulary.entry(name)
        if entry is None:
            yield _problem("unknown-variable", place, text, variable=name)
        elif (entry.kind == "collection") != (name in asked) and f"known(%{name})" not in text.replace(" ", ""):
            yield _problem("collection-misused", place, text, variable=name)
        else:
            yield from _inspect_values(condition, name, entry, place)
    for collection, item in condition.items:
        entry = vocabulary.entry(collection)
        if entry is not None and entry.kind == "collection" and not entry.members(item):
            yield _problem("unknown-item", place, text, variable=collection, item=item)


def _problem(code: str, place: str, text: str, **values: Plain) -> Problem:
    return Problem(place=place, code=f"therapy.check.{code}", values={"condition": text, **values})


def _inspect_values(condition: Condition, name: str, entry: Entry, place: str) -> Iterator[Problem]:
    """Hold the constants that a fact is compared with against its answers and its plausible range."""
    for value in condition.compared(name):
        if entry.answers and entry.kind == "coded" and value not in {answer.value for answer in entry.answers}:
            yield _problem("unknown-answer", place, condition.text, variable=name, answer=str(value))
        if entry.plausible is not None and isinstance(value, Decimal):
            low, high = entry.plausible
            if not low <= value <= high:
                yield _problem("implausible-number", place, condition.text, variable=name, number=float(value))


def inspect_pathway(pathway: Pathway, knowledge: Knowledge, dictionary: FactDictionary) -> Iterator[Problem]:
    """Yield what is wrong with one pathway, given the regimens and sources it refers to."""
    defined: list[str] = []
    for name in pathway.define:
        if FactId(name) in dictionary:
            yield Problem(place=f"define.{name}", code="therapy.check.name-of-a-fact", values={"name": name})
    for place, text in expressions(pathway):
        before = defined if place.startswith("define.") else pathway.define
        yield from inspect_expression(text, Vocabulary(dictionary, before), place)
        if place.startswith("define."):
            defined.append(place.removeprefix("define."))
    yield from _duplicates("step", [step.id for step in pathway.steps])
    yield from _duplicates("option", [option.id for step in pathway.steps for option in step.options])
    yield from _unknown_sites(pathway, dictionary)
    for step in pathway.steps:
        for option in step.options:
            place = f"{step.id}.{option.id}"
            if option.regimen is not None and option.regimen not in knowledge.regimens:
                yield _dangling("regimen", option.regimen, place)
            yield from _missing_sources(_option_sources(option), knowledge, place)


def _unknown_sites(pathway: Pathway, dictionary: FactDictionary) -> Iterator[Problem]:
    if SITE not in dictionary:
        return
    known = {answer.value for answer in dictionary.entry(SITE).answers}
    for site in pathway.sites:
        if site not in known:
            yield _dangling("site", site, "sites")


def _option_sources(option: OptionRule) -> Iterator[str]:
    yield from option.evidence.sources
    for rule in option.eligible:
        yield from rule.sources
    for reason in option.reasons:
        yield from reason.sources


def _missing_sources(names: Iterable[str], knowledge: Knowledge, place: str) -> Iterator[Problem]:
    for name in dict.fromkeys(names):
        if name and name not in knowledge.sources:
            yield _dangling("source", name, place)


def _dangling(kind: str, name: str, place: str) -> Problem:
    return Problem(place=place, code=f"therapy.check.no-such-{kind}", values={"name": name})


def _duplicates(kind: str, names: list[str]) -> Iterator[Problem]:
    for name, count in Counter(names).items():
        if count > 1:
            yield Problem(place=name, code="therapy.check.duplicate", values={"kind": kind, "name": name})


def inspect_shared(knowledge: Knowledge, dictionary: FactDictionary) -> Iterator[Problem]:
    """Yield what is wrong with drugs, regimens and safety rules, which every pathway shares."""
    for regimen in knowledge.regimens.values():
        yield from _missing_sources(regimen.sources, knowledge, regimen.id)
        for drug in regimen.drugs:
            yield from _inspect_dose(regimen, drug, knowledge, dictionary)
        yield from _duplicates("limit", [limit.id for limit in regimen.limits])
        for limit in regimen.limits:
            yield from _inspect_limit(regimen, limit, knowledge, dictionary)
    for place, text in day_conditions(knowledge):
        yield from inspect_expression(text, Vocabulary(dictionary), place)
    yield from _inspect_emergencies(knowledge, dictionary)
    groups = {group for drug in knowledge.drugs.values() for group in drug.groups}
    for rule in knowledge.safety.values():
        yield from _inspect_safety(rule, groups, knowledge, dictionary)


def day_conditions(knowledge: Knowledge) -> Iterator[tuple[str, str]]:
    """Yield every condition that is asked on the day of a cycle, with its place: limits, caveats, emergencies."""
    for regimen in knowledge.regimens.values():
        for limit in regimen.limits:
            place = f"{regimen.id}.limits.{limit.id}"
            yield from ((f"{place}.{name}", text) for name in ("hold", "reduce") if (text := getattr(limit, name)))
            for number, caveat in enumerate(limit.caveats, 1):
                yield f"{place}.caveats[{number}]", caveat.when
    for rule in knowledge.emergencies.values():
        yield f"emergencies.{rule.id}", rule.when


def _inspect_limit(
    regimen: Regimen, limit: DayLimit, knowledge: Knowledge, dictionary: FactDictionary
) -> Iterator[Problem]:
    """Hold the facts that a limit shows against those that it asks, and its dose steps against the regimen's drugs."""
    place = f"{regimen.id}.limits.{limit.id}"
    shown = {limit.fact, *limit.also, *limit.short, *(number.of for number in limit.numbers.values())}
    for name in shown:
        if FactId(name) not in dictionary:
            yield _problem("unknown-variable", place, "", variable=name)
    for text in (limit.hold, limit.reduce):
        for name in _variables(text or "true") - shown:
            yield Problem(place=place, code="therapy.check.not-shown", values={"variable": name})
    given = {drug.drug for drug in regimen.drugs}
    for step in limit.steps:
        if step.drug not in given:
            yield _dangling("drug", step.drug, place)
    yield from _missing_sources(limit.sources, knowledge, place)


def _inspect_emergencies(knowledge: Knowledge, dictionary: FactDictionary) -> Iterator[Problem]:
    groups = {group for drug in knowledge.drugs.values() for group in drug.groups}
    for rule in knowledge.emergencies.values():
        if FactId(rule.fact) not in dictionary:
            yield _problem("unknown-variable", rule.id, "", variable=rule.fact)
        for name in rule.drugs:
            if name not in knowledge.drugs and name not in groups:
                yield _dangling("drug", name, rule.id)
        yield from _missing_sources(rule.sources, knowledge, rule.id)


def _inspect_dose(
    regimen: Regimen, drug: RegimenDrug, knowledge: Knowledge, dictionary: FactDictionary
) -> Iterator[Problem]:
    place = f"{regimen.id}.{drug.drug}"
    vocabulary = Vocabulary(dictionary)
    if drug.drug not in knowledge.drugs:
        yield _dangling("drug", drug.drug, place)
    asked = set(drug.needs)
    for number, step in enumerate(drug.adjust, 1):
        yield from inspect_expression(step.when, vocabulary, f"{place}.adjust[{number}]")
        yield from _missing_sources([step.source], knowledge, place)
        for name in _variables(step.when) - asked:
            yield Problem(place=place, code="therapy.check.not-in-needs", values={"variable": name})
    facts = [*drug.needs, *_size_facts(drug), *([drug.cumulative.fact] if drug.cumulative else [])]
    for name in facts:
        if FactId(name) not in dictionary:
            yield _problem("unknown-variable", place, "", variable=name)
    yield from _inspect_calvert(drug, dictionary, place)
    extra = [part.source for part in (drug.cap, drug.cumulative) if part is not None]
    yield from _missing_sources(extra, knowledge, place)


def _size_facts(drug: RegimenDrug) -> tuple[str, ...]:
    return {"m2": ("height", "weight"), "kg": ("weight",)}.get(drug.per, ())


def _inspect_calvert(drug: RegimenDrug, dictionary: FactDictionary, place: str) -> Iterator[Problem]:
    """The Calvert formula needs a clearance in mL/min that is not indexed to body surface, and the regimen names it."""
    if drug.per != "auc":
        return
    entry = dictionary.entries.get(FactId(drug.gfr or ""))
    if entry is None or entry.unit != "mL/min":
        yield Problem(place=place, code="therapy.check.clearance-unnamed", values={"name": drug.gfr or ""})


def _variables(text: str) -> set[str]:
    try:
        return set(parse(text).variables)
    except Refusal:
        return set()


def _inspect_safety(
    rule: SafetyRule, groups: set[str], knowledge: Knowledge, dictionary: FactDictionary
) -> Iterator[Problem]:
    yield from inspect_expression(rule.when, Vocabulary(dictionary), rule.id)
    yield from _missing_sources(rule.sources, knowledge, rule.id)
    for name in rule.drugs:
        if name not in knowledge.drugs and name not in groups:
            yield _dangling("drug", name, rule.id)
    options = {
        option.id for pathway in knowledge.pathways.values() for step in pathway.steps for option in step.options
    }
    for name in rule.procedures:
        if name not in _PROCEDURES and name not in options:
            yield _dangling("procedure", name, rule.id)
