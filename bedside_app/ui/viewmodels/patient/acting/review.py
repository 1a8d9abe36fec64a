"""A review: what was answered, what a rejection clears, what is left, and the events that an answer becomes.

What was answered stands in the case (`decisions_now`); a review adds only what is still being typed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import Final

from bedside_app.domain.case import DoseChanged, Item, ItemAgreed, ItemKind, ItemModified, ItemRejected
from bedside_app.domain.fact import FactId
from bedside_app.domain.summary import SignedDecision, Verdict
from bedside_app.foundation.errors import Fault
from bedside_app.foundation.words import LANGUAGES, Language
from bedside_app.ui.viewmodels.patient.acting.dose_change import dose_change
from bedside_app.ui.viewmodels.patient.acting.items import ReviewItem, items_of
from bedside_app.ui.viewmodels.shown import CaseShown

__all__ = [
    "Answer",
    "ItemState",
    "Review",
    "Said",
    "answer_of",
    "has_words",
    "said_of",
    "signed_decisions",
    "start_review",
]

Said = ItemAgreed | ItemModified | ItemRejected | DoseChanged


class ItemState(StrEnum):
    """Where an item stands.

    `CLEARED` rests on something rejected; `GONE` went with its option and needs no answer; `INCOMPLETE` is being typed.
    """

    OPEN = "open"
    AGREED = "agreed"
    MODIFIED = "modified"
    REJECTED = "rejected"
    INCOMPLETE = "incomplete"
    CLEARED = "cleared"
    GONE = "gone"


_DONE: Final = frozenset({ItemState.AGREED, ItemState.MODIFIED, ItemState.REJECTED, ItemState.GONE})
_STATES: Final = {
    Verdict.AGREED: ItemState.AGREED,
    Verdict.MODIFIED: ItemState.MODIFIED,
    Verdict.REJECTED: ItemState.REJECTED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the reviewer says of one item; `version` is their own text, or as typed the amount of a dose in `unit`."""

    verdict: Verdict
    reason: str = ""
    version: str = ""
    unit: str = ""
    amount: float | None = None


_AGREED: Final = Answer(verdict=Verdict.AGREED)


def answer_of(said: Said) -> Answer:
    """Return a decision as an answer."""
    match said:
        case ItemAgreed():
            return _AGREED
        case ItemModified():
            return Answer(verdict=Verdict.MODIFIED, reason=said.reason, version=said.to)
        case ItemRejected():
            return Answer(verdict=Verdict.REJECTED, reason=said.reason)
        case DoseChanged():
            return Answer(verdict=Verdict.MODIFIED, reason=said.reason, unit=said.unit, amount=said.amount)


def said_of(case: CaseShown, item: ReviewItem, answer: Answer) -> Said | None:
    """Return the event that an answer becomes, None while its reason, version or dose is not there or not usable."""
    if answer.verdict is Verdict.AGREED:
        return ItemAgreed(item=item.item)
    reason = " ".join(answer.reason.split())
    if not has_words(reason):
        return None
    if answer.verdict is Verdict.REJECTED:
        return ItemRejected(item=item.item, reason=reason)
    if item.dose is not None:
        return _dose_changed(case, item, answer, reason)
    version = " ".join(answer.version.split())
    return ItemModified(item=item.item, to=version, reason=reason) if version else None


def _dose_changed(case: CaseShown, item: ReviewItem, answer: Answer, reason: str) -> DoseChanged | None:
    if item.dose is None:
        return None
    amount = dose_change(case, item.dose, answer.version, answer.unit).amount
    if amount is None:
        return None
    was = item.dose.amount
    unit = item.dose.unit
    return DoseChanged(
        item=item.item, was=was, was_unit="" if was is None else unit, amount=amount, unit=unit, reason=reason
    )


def has_words(text: str) -> bool:
    """Whether a reason says anything: dots and digits do not."""
    return any(letter.isalpha() for letter in text)


@dataclass(frozen=True, kw_only=True)
class Review:
    """The items, what was answered, and what is being typed and is not yet kept, both by the item's key."""

    items: tuple[ReviewItem, ...]
    answers: Mapping[str, Answer] = field(default_factory=dict)
    typing: Mapping[str, Answer] = field(default_factory=dict)

    @cached_property
    def by_key(self) -> Mapping[str, ReviewItem]:
        """The items by their key."""
        return {item.key: item for item in self.items}

    @cached_property
    def rejected(self) -> frozenset[FactId]:
        """The facts that no longer count: rejected or changed ones, and those that were made from them."""
        gone = {fact for item in self.items if self.takes_away(item) for fact in item.makes}
        while True:
            more = {f for item in self.items if item.makes and item.rests_on & gone for f in item.makes} - gone
            if not more:
                return frozenset(gone)
            gone |= more

    def takes_away(self, item: ReviewItem) -> bool:
        """Whether the item was rejected or changed, so that what rests on it no longer holds."""
        answer = self.answers.get(item.key)
        return answer is not None and answer.verdict is not Verdict.AGREED

    def state(self, item: ReviewItem) -> ItemState:
        """Return where an item stands."""
        answer = self.answers.get(item.key)
        if self._of_rejected_option(item):
            return ItemState.GONE
        if item.key in self.typing:
            return ItemState.INCOMPLETE
        if answer is not None and answer.verdict is Verdict.REJECTED:
            return ItemState.REJECTED
        if self.cleared_by(item) or self.uncounted(item):
            return ItemState.CLEARED
        return ItemState.OPEN if answer is None else _STATES[answer.verdict]

    def _of_rejected_option(self, item: ReviewItem) -> bool:
        own = self.answers.get(item.of)
        return own is not None and own.verdict is Verdict.REJECTED

    def option_changed(self, item: ReviewItem) -> bool:
        """Whether the option of a dose was modified: then it has to be seen whether the dose still holds."""
        own = self.answers.get(item.of)
        return own is not None and own.verdict is Verdict.MODIFIED

    def cleared_by(self, item: ReviewItem) -> tuple[FactId, ...]:
        """Return the rejected facts that an item rests on."""
        return tuple(sorted(item.rests_on & self.rejected))

    def uncounted(self, item: ReviewItem) -> tuple[ReviewItem, ...]:
        """Return the rejected options that a forecast counts, in order: it is of a plan that nobody follows."""
        return tuple(
            other
            for other in self.items
            if other.key in item.counts and self.answers.get(other.key, _AGREED).verdict is Verdict.REJECTED
        )

    def type(self, key: str, answer: Answer | None) -> Review:
        """Return the review while an answer is being typed; None drops what was typed.

        Raises
        ------
        KeyError
            There is no such item.
        """
        if key not in self.by_key:
            raise KeyError(key)
        typing = {other: typed for other, typed in self.typing.items() if other != key}
        if answer is not None:
            typing[key] = answer
        return replace(self, typing=typing)

    def agree_to_the_rest(self) -> tuple[ItemAgreed, ...]:
        """Return an agreement for every open item that needs no answer of its own; nothing cleared is agreed to."""
        return tuple(
            ItemAgreed(item=item.item)
            for item in self.items
            if not item.one_by_one and self.state(item) is ItemState.OPEN
        )

    @cached_property
    def left(self) -> tuple[ReviewItem, ...]:
        """The items without an answer that is kept, in order."""
        return tuple(item for item in self.items if self.state(item) not in _DONE)


def start_review(case: CaseShown, typing: Mapping[str, Answer] | None = None) -> Review:
    """Return the review of a case: the decisions about the present revision, and what is being typed of its items."""
    items = items_of(case)
    by_item: dict[Item, str] = {item.item: item.key for item in items}
    decided = ((by_item.get(one.said.item), one.said) for one in case.state.decisions_now)
    answers = {key: answer_of(said) for key, said in decided if key is not None}
    keys = set(by_item.values())
    return Review(items=items, answers=answers, typing={key: one for key, one in (typing or {}).items() if key in keys})


def signed_decisions(case: CaseShown) -> tuple[SignedDecision, ...]:
    """Return every decision with the title of its item in both languages, as a signature keeps them.

    Raises
    ------
    Fault
        Something is not answered: *Sign* was off.
    """
    review = start_review(case)
    if review.left or not review.items:
        raise Fault(f"{len(review.left)} items of {len(review.items)} are not answered")
    titles = {language: _titles(case, language) for language in LANGUAGES}
    return tuple(
        _signed(item, review.answers[item.key], {language: titles[language][item.key] for language in LANGUAGES})
        for item in review.items
        if review.state(item) is not ItemState.GONE
    )


def _titles(case: CaseShown, language: Language) -> dict[str, str]:
    there = replace(case, language=language)
    return {item.key: item.title for item in items_of(there)}


def _signed(item: ReviewItem, answer: Answer, title: dict[str, str]) -> SignedDecision:
    return SignedDecision(
        item=item.key,
        kind=item.kind,
        title=title,
        verdict=answer.verdict,
        reason=answer.reason,
        version=answer.version,
        amount=answer.amount,
        unit=answer.unit,
        primary=item.primary,
        option=item.option,
        dose=item.place if item.kind is ItemKind.DOSE else None,
    )
