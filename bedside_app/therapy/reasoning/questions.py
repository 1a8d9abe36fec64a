"""What is not known yet, as a clinician asks it: open safety rules as questions, open conditions of an option."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from bedside_app.dictionary.entries import Entry
from bedside_app.domain.fact import FactId
from bedside_app.domain.proposal import Words
from bedside_app.domain.record import Unknown
from bedside_app.foundation.words import LANGUAGES
from bedside_app.therapy.reasoning.situation import Situation
from bedside_app.therapy.schema import SafetyRule
from bedside_app.therapy.sentences import in_both, listed
from bedside_app.therapy.wording import refuted

__all__ = ["excludes", "provided_of", "question_of"]

_ARTICLES: Final = frozenset({"A", "An", "Un", "Une"})
MOST_SAID: Final = 2  # conditions of one option that are said one by one


def excludes(rule: SafetyRule) -> bool:
    """Whether a rule that holds removes an option; else it lowers it."""
    return rule.kind == "absolute" or rule.then == "excludes"


def question_of(rule: SafetyRule, situation: Situation) -> Words:
    """Return an open rule as what was not asked or not tested: never as if it were a diagnosis."""
    missing = situation.unknown(rule.when)
    measured = [fact for fact in missing if not _is_listed(fact, situation)]
    return in_both(f"therapy.question.{_why(missing, measured, situation)}", what=_what(rule, measured, situation))


def _what(rule: SafetyRule, measured: Iterable[FactId], situation: Situation) -> Words:
    if rule.ask is not None:
        return rule.ask
    labels = [_within(_label(fact, situation)) for fact in measured]
    return listed(labels, ", ") if labels else _within(rule.text)


def _why(missing: Iterable[FactId], measured: Iterable[FactId], situation: Situation) -> str:
    reasons = {situation.view.reading(fact).unknown for fact in missing}
    if not reasons.isdisjoint({Unknown.CONFLICT, Unknown.UNREADABLE}):
        return "disputed"
    if Unknown.OUT_OF_DATE in reasons:
        return "out-of-date"
    entries = [_entry(fact, situation) for fact in measured]
    if not entries:
        return "not-asked"
    return "not-assessed" if all(_is_judged(entry) for entry in entries) else "not-tested"


def provided_of(held: Iterable[SafetyRule], uncleared: Iterable[SafetyRule], situation: Situation) -> Words:
    """Return the condition under which an offered option stands, empty where there is none.

    It is what a held rule asks for first (cardiology agrees), and what a measurement that is missing must show where it
    could still remove the option (QTcF < 450 ms). What only has to be asked for (allergies) is no condition.
    """
    said = [rule.provided for rule in held if rule.provided is not None]
    said += [_must_show(rule, situation) for rule in uncleared if excludes(rule) and _is_measured(rule, situation)]
    once = list({words["en"]: words for words in said}.values())
    if len(once) > MOST_SAID:
        return in_both("therapy.provided.many", count=len(once))
    if len(once) == MOST_SAID:
        return in_both("therapy.provided.two", one=once[0], other=once[1])
    return once[0] if once else {}


def _must_show(rule: SafetyRule, situation: Situation) -> Words:
    if rule.provided is not None:
        return rule.provided
    written: Words = {language: refuted(rule.when, situation.terms.dictionary, language) for language in LANGUAGES}
    if all(written.values()):
        return written
    labels = [_within(_label(fact, situation)) for fact in situation.unknown(rule.when)]
    return in_both("therapy.provided.allows", what=listed(labels, ", "))


def _is_measured(rule: SafetyRule, situation: Situation) -> bool:
    return not any(_is_listed(fact, situation) for fact in situation.unknown(rule.when))


def _is_listed(fact: FactId, situation: Situation) -> bool:
    return _entry(fact, situation).kind == "collection"


def _is_judged(entry: Entry) -> bool:
    """Whether a clinician judges it (fitness, a grade) and no laboratory or device measures it."""
    return entry.kind == "boolean" or (entry.kind == "quantity" and bool(entry.answers))


def _entry(fact: FactId, situation: Situation) -> Entry:
    return situation.terms.dictionary.entry(fact)


def _label(fact: FactId, situation: Situation) -> Words:
    label = _entry(fact, situation).label
    return {language: label[language] for language in LANGUAGES}


def _within(words: Words) -> Words:
    """Return words as they stand within a sentence: without a capital that is not part of a name or a code."""
    return {language: _small(words[language]) for language in LANGUAGES}


def _small(text: str) -> str:
    first = text.partition(" ")[0]
    common = first in _ARTICLES or (first.isalpha() and first[1:].islower())
    return text[:1].lower() + text[1:] if common else text
