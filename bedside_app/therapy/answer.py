"""The answer: what is asked or tested first, and the suggested treatment of each step in the pathway's own words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bedside_app.dictionary.entries import FactDictionary
from bedside_app.domain.fact import FactId
from bedside_app.domain.proposal import Option, Proposal, Words
from bedside_app.foundation.words import LANGUAGES
from bedside_app.therapy.schema import Pathway
from bedside_app.therapy.sentences import in_both, listed

__all__ = ["compose_answer", "suggested"]

MOST_ASKED: Final = 3


def suggested(proposal: Proposal) -> tuple[Option, ...]:
    """Return the suggested option of each step: offered, and first."""
    return tuple(option for option in proposal.options if option.rank == 1)


def compose_answer(pathway: Pathway, proposal: Proposal, dictionary: FactDictionary) -> Words:
    """Return the sentence in both languages. It names nothing but options of rank 1 and facts that are asked first.

    Doing nothing at a step ("no boost") is named only where nothing at all is to be done.
    """
    if proposal.refused is not None:
        return {language: str(proposal.refused.values[language]) for language in LANGUAGES}
    rules = {option.id: option for step in pathway.steps for option in step.options}
    kinds = {name: rule.kind for name, rule in rules.items()}
    chosen = suggested(proposal)
    tests = [option for option in chosen if kinds[option.id] == "test"]
    treatments = [option for option in chosen if kinds[option.id] not in ("test", "none")]
    named = treatments or [option for option in chosen if kinds[option.id] == "none"]
    given = {option.id: {FactId(fact) for fact in rules[option.id].gives} for option in tests}
    called = {option.id: rules[option.id].brief or option.shown_name for option in chosen}
    topics = {step.id: step.topic for step in pathway.steps if step.topic is not None}
    decided = {fact: topics[step.id] for step in proposal.steps if step.id in topics for fact in step.awaits}
    first = _first(tests, given, called, _asked_first(proposal), _Facts(dictionary, decided))
    parts: list[Words] = []
    if first:
        code = "first" if named or tests else "only-first"
        parts.append(in_both(f"therapy.answer.{code}", facts=listed(first, "; ")))
    if named:
        says = {step.id: step.says for step in pathway.steps}
        ordered = sorted(named, key=lambda option: bool(option.provided))  # what stands under a condition comes last
        options = listed((_conditional(option, _put(called[option.id], says[option.step])) for option in ordered), "; ")
        parts.append(in_both(f"therapy.answer.{'then' if first else 'suggested'}", options=options))
    return listed(parts or [in_both("therapy.answer.nothing")], " ")


def _conditional(option: Option, name: Words) -> Words:
    return in_both("therapy.provided.if", option=name, condition=option.provided) if option.provided else name


def _put(name: Words, says: Words) -> Words:
    return {language: says[language].replace("{option}", name[language]) for language in LANGUAGES}


@dataclass(frozen=True, slots=True)
class _Facts:
    """How facts are called, and which decision waits for each."""

    dictionary: FactDictionary
    decided: Mapping[FactId, Words]

    def label(self, fact: FactId) -> Words:
        """Return the label of a fact."""
        label = self.dictionary.entry(fact).label
        return {language: label[language] for language in LANGUAGES}

    def deciding(self, name: Words, facts: Iterable[FactId]) -> Words:
        """Return a test or fact with what it decides, where a step says what it is about."""
        topic = next((self.decided[fact] for fact in sorted(facts) if fact in self.decided), None)
        return name if topic is None else in_both("therapy.answer.decides", fact=name, topic=topic)


def _first(
    tests: Sequence[Option],
    given: Mapping[str, set[FactId]],
    called: Mapping[str, Words],
    asked: Sequence[Sequence[FactId]],
    facts: _Facts,
) -> list[Words]:
    """Return the suggested tests, those that a step waits for before the others, then what no suggested test gives.

    Of several facts that one step waits for, one that a suggested test gives is enough (one of two gene signatures).
    """
    answered = {fact for gives in given.values() for fact in gives}
    awaited = {fact for one in asked for fact in one}
    waiting = {
        fact: facts.deciding(facts.label(fact), [fact])
        for one in asked
        if answered.isdisjoint(one)
        for fact in one[:MOST_ASKED]
    }
    ordered = sorted(tests, key=lambda test: awaited.isdisjoint(given[test.id]))
    return [*(facts.deciding(called[test.id], given[test.id]) for test in ordered), *waiting.values()]


def _asked_first(proposal: Proposal) -> list[list[FactId]]:
    """Return, for each step that waits before it suggests anything, what it waits for, the most decisive first."""
    order = {missing.fact_id: place for place, missing in enumerate(proposal.missing)}
    waiting = (sorted(step.awaits, key=lambda fact: order.get(fact, len(order))) for step in proposal.steps)
    return [facts for facts in waiting if facts]
