"""What can be said of a pathway before any patient: the facts each condition reaches, the rules each option meets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Final

from bedside_app.dictionary.conditions import parse, parse_value
from bedside_app.dictionary.entries import FactDictionary
from bedside_app.dictionary.expression import Bound
from bedside_app.domain.fact import FactId
from bedside_app.therapy.knowledge import Knowledge
from bedside_app.therapy.schema import OptionRule, Pathway, Regimen, SafetyRule, StepRule
from bedside_app.therapy.sentences import in_both

__all__ = ["Plan", "Terms", "plan_of"]

ALLERGIES: Final = FactId("allergies")
_IMPLIED: Final = {FactId("age"): ("birth_date",)}  # read by `View` itself


class Terms:
    """What the names in a pathway's conditions stand for."""

    def __init__(self, define: dict[str, str], dictionary: FactDictionary) -> None:
        self.define = define
        self.dictionary = dictionary
        self._facts: dict[str, tuple[FactId, ...]] = {}
        self._reach: dict[str, frozenset[str]] = {}
        self._fact_reach: dict[str, frozenset[str]] = {}

    def facts(self, text: str) -> tuple[FactId, ...]:
        """Return the facts that a condition names, through the conditions that it uses."""
        known = self._facts.get(text)
        if known is None:
            names: dict[FactId, None] = {}
            for name in parse_value(text).variables:
                of_one = self.facts(self.define[name]) if name in self.define else (FactId(name),)
                names.update(dict.fromkeys(of_one))
            known = self._facts[text] = tuple(names)
        return known

    def reach(self, text: str) -> frozenset[str]:
        """Return every fact whose change can change the answer: those named, and those they are derived from."""
        known = self._reach.get(text)
        if known is None:
            known = self._reach[text] = frozenset().union(*(self.fact_reach(fact) for fact in self.facts(text)))
        return known

    def fact_reach(self, fact_id: FactId) -> frozenset[str]:
        """Return a fact and everything that it is derived from."""
        known = self._fact_reach.get(fact_id)
        if known is None:
            seen: set[str] = set()
            waiting = [fact_id]
            while waiting:
                current = waiting.pop()
                if current not in seen:
                    seen.add(current)
                    waiting.extend(FactId(name) for text in self.derivations(current) for name in _names(text))
                    waiting.extend(FactId(name) for name in _IMPLIED.get(current, ()))
            known = self._fact_reach[fact_id] = frozenset(seen)
        return known

    def derivations(self, fact_id: FactId) -> Iterator[str]:
        """Yield the expressions of the dictionary from which a fact follows."""
        for derivation in self.dictionary.entry(fact_id).derived:
            yield derivation.when
            if isinstance(derivation.value, str) and derivation.value.startswith("="):
                yield derivation.value[1:]


def _names(text: str) -> tuple[str, ...]:
    return parse_value(text).variables


class Plan:
    """A pathway made ready: its terms, and for each option its regimen and the safety rules that meet it."""

    def __init__(self, pathway: Pathway, knowledge: Knowledge, dictionary: FactDictionary) -> None:
        self.pathway = pathway
        self.knowledge = knowledge
        self.terms = Terms(dict(pathway.define), dictionary)
        self.rules = {option.id: tuple(self._rules(option)) for step in pathway.steps for option in step.options}
        self._asking: dict[FactId, tuple[str, ...]] = {}
        self._gates: dict[str, tuple[str, ...]] = {}
        self._option_texts: dict[str, tuple[str, ...]] = {}
        self._step_texts: dict[str, frozenset[str]] = {}
        for step in pathway.steps:
            gates = (*(entry.when for entry in pathway.entry), step.when)
            of_options = {option.id: tuple(dict.fromkeys(self._texts_of(option))) for option in step.options}
            self._gates[step.id] = gates
            self._option_texts.update(of_options)
            self._step_texts[step.id] = frozenset(gates).union(*of_options.values())

    def regimen(self, option: OptionRule) -> Regimen | None:
        """Return the regimen of an option, None where no drug is given."""
        return self.knowledge.regimens[option.regimen] if option.regimen is not None else None

    def name(self, option: OptionRule) -> dict[str, str]:
        """Return how an option is called."""
        regimen = self.regimen(option)
        if regimen is not None:
            return regimen.name
        return option.name or {}

    def drugs_met(self, rule: SafetyRule, option: OptionRule) -> tuple[str, ...]:
        """Return the drugs of an option that a safety rule is about."""
        regimen = self.regimen(option)
        drugs = dict.fromkeys(drug.drug for drug in regimen.drugs) if regimen is not None else {}
        return tuple(name for name in drugs if not {name, *self._groups(name)}.isdisjoint(rule.drugs))

    def gates(self, step: StepRule) -> tuple[str, ...]:
        """Return what must be true before the options of a step are looked at."""
        return self._gates[step.id]

    def option_texts(self, option: OptionRule) -> tuple[str, ...]:
        """Return the conditions of one option: eligibility, reasons, safety."""
        return self._option_texts[option.id]

    def step_texts(self, step: StepRule) -> frozenset[str]:
        """Return every condition that the options of a step depend on."""
        return self._step_texts[step.id]

    def asking(self, fact_id: FactId) -> tuple[str, ...]:
        """Return the conditions of steps and options that a fact can change."""
        if fact_id not in self._asking:
            texts = dict.fromkeys(text for texts in self._step_texts.values() for text in sorted(texts))
            self._asking[fact_id] = tuple(text for text in texts if fact_id in self.terms.reach(text))
        return self._asking[fact_id]

    def _texts_of(self, option: OptionRule) -> Iterator[str]:
        yield from (rule.when for rule in option.eligible)
        yield from (reason.when for reason in option.reasons)
        yield from (rule.when for rule in self.rules[option.id])

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """All conditions that a proposal can ask, those of defined names, derived facts and doses among them."""
        found: dict[str, None] = {}
        for step in self.pathway.steps:
            found.update(dict.fromkeys(sorted(self.step_texts(step))))
            for option in step.options:
                regimen = self.regimen(option)
                for drug in regimen.drugs if regimen is not None else ():
                    found.update(dict.fromkeys(adjustment.when for adjustment in drug.adjust))
        reached = frozenset().union(*(self.terms.reach(text) for text in found))
        found.update(dict.fromkeys(self.pathway.define.values()))
        for fact in sorted(reached):
            found.update(dict.fromkeys(self.terms.derivations(FactId(fact))))
        return tuple(found)

    def compared(self, fact_id: FactId) -> tuple[Bound, ...]:
        """Return every constant that a fact is compared with."""
        return tuple(self._compared.get(fact_id, {}))

    def thresholds(self, fact_id: FactId) -> tuple[float, ...]:
        """Return every number that a fact is compared with, ascending."""
        return tuple(sorted({float(value) for value in self.compared(fact_id) if isinstance(value, Decimal)}))

    def items(self, fact_id: FactId) -> tuple[str, ...]:
        """Return every item and group that is asked of a collection."""
        return tuple(self._items.get(fact_id, {}))

    @cached_property
    def _compared(self) -> dict[str, dict[Bound, None]]:
        found: dict[str, dict[Bound, None]] = {}
        for condition in map(parse_value, self.texts):
            for name in condition.variables:
                found.setdefault(name, {}).update(dict.fromkeys(condition.compared(name)))
        return found

    @cached_property
    def _items(self) -> dict[str, dict[str, None]]:
        found: dict[str, dict[str, None]] = {}
        for condition in map(parse_value, self.texts):
            for collection, item in condition.items:
                found.setdefault(collection, {})[item] = None
        return found

    def _groups(self, drug: str) -> tuple[str, ...]:
        entry = self.knowledge.drugs.get(drug)
        return entry.groups if entry is not None else ()

    def _rules(self, option: OptionRule) -> Iterator[SafetyRule]:
        rules = [rule for rule in self.knowledge.safety.values() if self._meets(rule, option)]
        yield from rules
        yield from self._allergies(option, rules)

    def _meets(self, rule: SafetyRule, option: OptionRule) -> bool:
        return bool(self.drugs_met(rule, option)) or not {option.kind, option.id}.isdisjoint(rule.procedures)

    def _allergies(self, option: OptionRule, rules: Iterable[SafetyRule]) -> Iterator[SafetyRule]:
        """An allergy to a drug excludes it, whether or not somebody wrote that rule; not asked is not cleared."""
        regimen = self.regimen(option)
        if regimen is None or ALLERGIES not in self.terms.dictionary:
            return
        entry = self.terms.dictionary.entry(ALLERGIES)
        asked = {item for rule in rules for _, item in parse(rule.when).items}
        for name in dict.fromkeys(drug.drug for drug in regimen.drugs):
            if entry.members(name) and name not in asked:
                drug = self.knowledge.drugs[name]
                text = in_both("therapy.allergy", drug=drug.name)
                yield SafetyRule(
                    id=f"allergy_{name}",
                    drugs=(name,),
                    kind="needs_test",
                    then="excludes",
                    when=f"found(%allergies, '{name}')",
                    text=text,
                    ask=in_both("therapy.allergy-asked", drug=drug.name),
                )


def plan_of(pathway: Pathway, knowledge: Knowledge, dictionary: FactDictionary) -> Plan:
    """Return the plan of a pathway, made once for each knowledge."""
    plan = _planned(pathway.id, knowledge, dictionary)
    return plan if plan is not None and plan.pathway is pathway else Plan(pathway, knowledge, dictionary)


@lru_cache(maxsize=16)
def _planned(name: str, knowledge: Knowledge, dictionary: FactDictionary) -> Plan | None:
    pathway = knowledge.pathways.get(name)
    return Plan(pathway, knowledge, dictionary) if pathway is not None else None
