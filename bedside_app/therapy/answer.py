"""The answer in one sentence: the suggested option of each step in the pathway's own words, and what is asked first."""

from __future__ import annotations

from collections.abc import Iterator
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
    """Return the sentence in both languages. It names nothing but options of rank 1 and facts that are asked first."""
    if proposal.refused is not None:
        return {language: str(proposal.refused.values[language]) for language in LANGUAGES}
    says = {step.id: step.says for step in pathway.steps}
    parts: list[Words] = []
    named = [_named(says[option.step], option) for option in suggested(proposal)]
    if named:
        parts.append(in_both("therapy.answer.suggested", options=listed(named, "; ")))
    first = tuple(_asked_first(proposal))[:MOST_ASKED]
    if first:
        facts = listed((_label(fact, dictionary) for fact in first), ", ")
        parts.append(in_both("therapy.answer.first" if named else "therapy.answer.only-first", facts=facts))
    return listed(parts or [in_both("therapy.answer.nothing")], " ")


def _named(says: Words, option: Option) -> Words:
    return {language: says[language].replace("{option}", option.name[language]) for language in LANGUAGES}


def _asked_first(proposal: Proposal) -> Iterator[FactId]:
    """Yield what a step waits for before it suggests anything, the most decisive fact first."""
    awaited = {fact for step in proposal.steps for fact in step.awaits}
    yield from (missing.fact_id for missing in proposal.missing if missing.fact_id in awaited)


def _label(fact: FactId, dictionary: FactDictionary) -> Words:
    label = dictionary.entry(fact).label
    return {language: label[language] for language in LANGUAGES}
