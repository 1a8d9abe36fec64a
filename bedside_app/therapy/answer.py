"""The answer: what is asked or tested first, and the suggested treatment of each step in the pathway's own words."""

from __future__ import annotations

from collections.abc import Sequence
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
    kinds = {option.id: option.kind for step in pathway.steps for option in step.options}
    chosen = suggested(proposal)
    tests = [option.name for option in chosen if kinds[option.id] == "test"]
    treatments = [option for option in chosen if kinds[option.id] not in ("test", "none")]
    named = treatments or [option for option in chosen if kinds[option.id] == "none"]
    first = _first(tests, _asked_first(proposal, dictionary))
    parts: list[Words] = []
    if first:
        code = "first" if named or tests else "only-first"
        parts.append(in_both(f"therapy.answer.{code}", facts=listed(first, "; ")))
    if named:
        says = {step.id: step.says for step in pathway.steps}
        options = listed((_named(says[option.step], option) for option in named), "; ")
        parts.append(in_both("therapy.answer.suggested", options=options))
    return listed(parts or [in_both("therapy.answer.nothing")], " ")


def _named(says: Words, option: Option) -> Words:
    return {language: says[language].replace("{option}", option.name[language]) for language in LANGUAGES}


def _first(tests: Sequence[Words], asked: Sequence[Sequence[Words]]) -> list[Words]:
    """Return the suggested tests, those that a step waits for before the others, then what no suggested test answers.

    Of several facts that one step waits for, one that a suggested test gives is enough (one of two gene signatures).
    """
    named = {test["en"].casefold() for test in tests}
    awaited = {label["en"].casefold() for labels in asked for label in labels}
    waiting: dict[str, Words] = {}
    for labels in asked:
        if named.isdisjoint(label["en"].casefold() for label in labels):
            waiting.update((label["en"], label) for label in labels[:MOST_ASKED])
    ordered = sorted(tests, key=lambda test: test["en"].casefold() not in awaited)
    return [*ordered, *waiting.values()]


def _asked_first(proposal: Proposal, dictionary: FactDictionary) -> list[list[Words]]:
    """Return, for each step that waits before it suggests anything, what it waits for, the most decisive first."""
    order = {missing.fact_id: place for place, missing in enumerate(proposal.missing)}
    waiting = (sorted(step.awaits, key=lambda fact: order.get(fact, len(order))) for step in proposal.steps)
    return [[_label(fact, dictionary) for fact in facts] for facts in waiting if facts]


def _label(fact: FactId, dictionary: FactDictionary) -> Words:
    label = dictionary.entry(fact).label
    return {language: label[language] for language in LANGUAGES}
