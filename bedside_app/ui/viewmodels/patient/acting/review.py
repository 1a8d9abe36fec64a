"""Review and signature: what is answered, what a rejection clears, what is left, and when *Sign* is on."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import Final

from bedside_app.domain.fact import FactId
from bedside_app.ui.viewmodels.patient.acting.events import ItemAnswered, RevisionSigned, Verdict
from bedside_app.ui.viewmodels.patient.acting.items import ItemKind, ReviewItem, items_of
from bedside_app.ui.viewmodels.revision import Revision
from bedside_app.ui.viewmodels.shown import CaseShown, Sign, label_of, spoken_of

__all__ = ["Answer", "ItemState", "Review", "ReviewRow", "ReviewShown", "review_of", "sign_event", "start_review"]

_AMOUNT: Final = re.compile(r"\d+(?:[.,]\d+)?")


class ItemState(StrEnum):
    """Where an item stands. `CLEARED` rests on something rejected; `INCOMPLETE` lacks its reason or a usable dose."""

    OPEN = "open"
    AGREED = "agreed"
    MODIFIED = "modified"
    REJECTED = "rejected"
    INCOMPLETE = "incomplete"
    CLEARED = "cleared"


_ANSWERED: Final = frozenset({ItemState.AGREED, ItemState.MODIFIED, ItemState.REJECTED})
_SIGNS: Final = {
    ItemState.OPEN: "missing",
    ItemState.AGREED: "go",
    ItemState.MODIFIED: "draft",
    ItemState.REJECTED: "excluded",
    ItemState.INCOMPLETE: "caution",
    ItemState.CLEARED: "cleared",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the reviewer said of one item; `version` is their own text, or the amount of a dose in `unit`."""

    verdict: Verdict
    reason: str = ""
    version: str = ""
    unit: str = ""


@dataclass(frozen=True, kw_only=True)
class Review:
    """A review under way: the items, and the answers so far. An answer makes a new review, nothing changes in place."""

    items: tuple[ReviewItem, ...]
    answers: Mapping[str, Answer] = field(default_factory=dict)

    @cached_property
    def rejected(self) -> frozenset[FactId]:
        """The facts that no longer count: rejected or changed ones, and those that were made from them."""
        gone = {fact for item in self.items if self._takes_away(item) for fact in item.makes}
        while True:
            more = {f for item in self.items if item.makes and item.rests_on & gone for f in item.makes} - gone
            if not more:
                return frozenset(gone)
            gone |= more

    def _takes_away(self, item: ReviewItem) -> bool:
        answer = self.answers.get(item.key)
        return answer is not None and answer.verdict is not Verdict.AGREE

    def state(self, item: ReviewItem) -> ItemState:
        """Return where an item stands."""
        answer = self.answers.get(item.key)
        if answer is not None and answer.verdict is Verdict.REJECT and _has_words(answer.reason):
            return ItemState.REJECTED
        if self.cleared_by(item):
            return ItemState.CLEARED
        if answer is None:
            return ItemState.OPEN
        if answer.verdict is Verdict.AGREE:
            return ItemState.AGREED
        if answer.verdict is Verdict.REJECT or not _has_words(answer.reason) or not _is_usable(item, answer):
            return ItemState.INCOMPLETE
        return ItemState.MODIFIED

    def cleared_by(self, item: ReviewItem) -> tuple[FactId, ...]:
        """Return the rejected facts that an item rests on; its own option, where that was rejected, clears it too."""
        own = self.answers.get(item.of)
        if own is not None and own.verdict is not Verdict.AGREE:
            return (FactId(item.of),)
        return tuple(sorted(item.rests_on & self.rejected))

    def answer(self, key: str, answer: Answer | None) -> Review:
        """Return the review with one item answered, or (None) open again.

        Raises
        ------
        KeyError
            There is no such item.
        """
        if all(item.key != key for item in self.items):
            raise KeyError(key)
        answers = {other: given for other, given in self.answers.items() if other != key}
        if answer is not None:
            answers[key] = answer
        return replace(self, answers=answers)

    def agree_to_the_rest(self) -> Review:
        """Return the review with every open item agreed to that needs no answer of its own; nothing cleared is."""
        rest = {
            item.key: Answer(verdict=Verdict.AGREE)
            for item in self.items
            if not item.kind.one_by_one and self.state(item) is ItemState.OPEN
        }
        return replace(self, answers={**self.answers, **rest})

    @property
    def left(self) -> tuple[ReviewItem, ...]:
        """The items without a usable answer, in order."""
        return tuple(item for item in self.items if self.state(item) not in _ANSWERED)

    def event(self, key: str, revision: Revision) -> ItemAnswered | None:
        """Return the answer to one item as an event, None while it is open or incomplete."""
        item = next((one for one in self.items if one.key == key), None)
        answer = self.answers.get(key)
        if item is None or answer is None or self.state(item) not in _ANSWERED:
            return None
        return ItemAnswered(
            revision=revision,
            item=key,
            verdict=answer.verdict,
            reason=" ".join(answer.reason.split()),
            version=answer.version.strip(),
            unit=answer.unit,
        )


def _has_words(text: str) -> bool:
    return any(letter.isalpha() for letter in text)


def _is_usable(item: ReviewItem, answer: Answer) -> bool:
    """Whether a modified item says what it is now; a dose is an amount above 0 in the unit of the dose."""
    if item.kind is not ItemKind.DOSE:
        return bool(answer.version.strip())
    match = _AMOUNT.fullmatch(answer.version.strip())
    return match is not None and float(match[0].replace(",", ".")) > 0 and answer.unit == item.unit


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewRow:
    """One row. `problem` says what is wrong with the answer; `enter` is the fact that a cleared row asks for."""

    key: str
    title: str
    detail: str
    state: ItemState
    sign: Sign
    problem: str
    enter: FactId | None
    enter_text: str
    answer: Answer | None
    enabled: bool
    spoken: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewShown:
    """The screen. `sign_says` is always there while *Sign* is off; `go_to` is the first item that is left."""

    one_by_one: tuple[ReviewRow, ...]
    rest: tuple[ReviewRow, ...]
    one_by_one_text: str
    rest_text: str
    progress_text: str
    share: float
    counts: tuple[tuple[ItemState, str], ...]
    can_sign: bool
    sign_says: str
    go_to: str
    state: Sign
    read_only: bool
    agree_to_rest: bool

    @property
    def rows(self) -> tuple[ReviewRow, ...]:
        """All rows in reading order."""
        return (*self.one_by_one, *self.rest)


def start_review(case: CaseShown, answers: Mapping[str, Answer] | None = None) -> Review:
    """Return a review of today's summary; answers to items that are no longer there are dropped."""
    items = items_of(case)
    keys = {item.key for item in items}
    return Review(items=items, answers={key: one for key, one in (answers or {}).items() if key in keys})


def review_of(case: CaseShown, review: Review) -> ReviewShown:
    """Return the screen of a review."""
    rows = {item.key: _row(case, review, item) for item in review.items}
    singles = tuple(rows[item.key] for item in review.items if item.kind.one_by_one)
    rest = tuple(rows[item.key] for item in review.items if not item.kind.one_by_one)
    left, says = review.left, _sign_says(case, review)
    done = len(review.items) - len(left)
    states = [row.state for row in rows.values()]
    return ReviewShown(
        one_by_one=singles,
        rest=rest,
        one_by_one_text=_of(case, singles),
        rest_text=_of(case, rest),
        progress_text=case.say("review.answered", done=done, total=len(review.items)),
        share=done / len(review.items) if review.items else 0.0,
        counts=tuple(
            (one, case.say(f"review.count.{one.value}", count=states.count(one)))
            for one in (ItemState.AGREED, ItemState.MODIFIED, ItemState.REJECTED)
        ),
        can_sign=not says,
        sign_says=says,
        go_to=left[0].key if left else "",
        state=_state(case, len(left)),
        read_only=case.read_only,
        agree_to_rest=not case.read_only and any(row.state is ItemState.OPEN for row in rest),
    )


def _of(case: CaseShown, rows: Sequence[ReviewRow]) -> str:
    return case.say("review.of", done=sum(row.state in _ANSWERED for row in rows), total=len(rows))


def _state(case: CaseShown, left: int) -> Sign:
    if case.read_only:
        return case.sign("signed")
    if left:
        return case.sign("caution", case.say("review.left", count=left))
    return case.sign("ready", case.say("review.ready"))


def _sign_says(case: CaseShown, review: Review) -> str:
    """Say why *Sign* is off, "" where it is on. Identity, revision and day come before the items."""
    if case.read_only:
        return case.say("review.says.signed")
    if case.blocked:
        return case.say("review.says.blocked")
    if case.summary is None and not case.off_today:
        return case.say("review.says.computing")
    if case.off_today:
        return case.say("review.says.off-today")
    if not review.items:
        return case.say("review.says.nothing")
    count = len(review.left)
    return case.say("review.says.one-left" if count == 1 else "review.says.left", count=count) if count else ""


def _row(case: CaseShown, review: Review, item: ReviewItem) -> ReviewRow:
    state = review.state(item)
    cleared = review.cleared_by(item) if state is ItemState.CLEARED else ()
    fact = next((one for one in cleared if one in case.dictionary), None)
    root = _root(review, fact) if fact is not None else None
    problem = _problem(case, review, item, state, fact)
    sign = case.sign(_SIGNS[state], case.say(f"review.state.{state.value}"))
    return ReviewRow(
        key=item.key,
        title=item.title,
        detail=item.detail,
        state=state,
        sign=sign,
        problem=problem,
        enter=root,
        enter_text=case.say("review.enter", fact=label_of(case, root)) if root is not None else "",
        answer=review.answers.get(item.key),
        enabled=not (case.read_only or case.off_today),
        spoken=spoken_of(part for part in (item.title, item.detail, sign.word, problem) if part),
    )


def _root(review: Review, fact: FactId) -> FactId:
    """Return the rejected fact at the start of the chain: the one whose value can be entered."""
    by_fact = {made: item for item in review.items for made in item.makes}
    seen: set[FactId] = set()
    while fact not in seen:
        seen.add(fact)
        item = by_fact.get(fact)
        answer = None if item is None else review.answers.get(item.key)
        if item is None or (item.kind is ItemKind.FACT and answer is not None and answer.verdict is not Verdict.AGREE):
            return fact
        fact = next((one for one in sorted(item.rests_on & review.rejected)), fact)
    return fact


def _problem(case: CaseShown, review: Review, item: ReviewItem, state: ItemState, fact: FactId | None) -> str:
    if state is ItemState.CLEARED:
        if fact is None:
            return case.say("review.cleared-option")
        return case.say("review.cleared", fact=label_of(case, fact))
    answer = review.answers.get(item.key)
    if state is not ItemState.INCOMPLETE or answer is None:
        return ""
    if not _has_words(answer.reason):
        return case.say("review.needs-reason")
    return (
        case.say("review.needs-dose", unit=item.unit)
        if item.kind is ItemKind.DOSE
        else case.say("review.needs-version")
    )


def sign_event(case: CaseShown, review: Review, revision: Revision, *, by: str) -> RevisionSigned | None:
    """Return the signature as an event, None while *Sign* is off or nobody is named."""
    if _sign_says(case, review) or not by.strip():
        return None
    return RevisionSigned(revision=revision, by=by.strip(), items=tuple(item.key for item in review.items))
