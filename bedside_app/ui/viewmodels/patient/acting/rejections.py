"""Values that the review rejected: what goes when the case is computed without them, and what takes their place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bedside_app.dictionary.view import View
from bedside_app.domain.case import Event, FactCorrected, FactEntered, FactRejected
from bedside_app.domain.fact import Fact, OriginKind
from bedside_app.domain.summary import Verdict
from bedside_app.ui.viewmodels.patient.acting.items import ReviewItem
from bedside_app.ui.viewmodels.patient.acting.review import Review, start_review
from bedside_app.ui.viewmodels.shown import CaseShown

__all__ = ["RejectedFact", "rejected_facts", "with_rejections", "without_rejected"]

_STATED = (OriginKind.FILE, OriginKind.PERSON)


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectedFact:
    """A fact of the record that the reviewer rejected or changed, with the reason."""

    fact: Fact
    reason: str
    verdict: Verdict


def rejected_facts(case: CaseShown, review: Review) -> tuple[RejectedFact, ...]:
    """Return what files or people stated and the review takes away; what was computed from it is not stated."""
    taken = [item for item in review.items if item.fact is not None and review.takes_away(item)]
    return tuple(
        RejectedFact(fact=fact, reason=answer.reason, verdict=answer.verdict)
        for item in taken
        for answer in (review.answers[item.key],)
        for fact in _stated(case, item)
    )


def _stated(case: CaseShown, item: ReviewItem) -> Iterator[Fact]:
    """Yield the facts that say the value of an item, each report of it: else the same value would stand again."""
    if item.fact is None or item.fact not in case.dictionary:
        return
    view = View(case.record, case.dictionary, as_of=case.today, primary=item.primary)
    read = [fact for fact in view.reading(item.fact).facts if fact.id == item.fact]
    said = {(fact.effective, fact.value, fact.comparator) for fact in read if fact.origin.kind in _STATED}
    for fact in case.record.facts:
        if fact.id == item.fact and (fact.effective, fact.value, fact.comparator) in said:
            yield fact


def without_rejected(case: CaseShown, review: Review) -> tuple[FactRejected, ...]:
    """Return the events that take the rejected values out of the case; a value that was changed waits to be entered."""
    return tuple(
        FactRejected(fact=one.fact, reason=one.reason)
        for one in rejected_facts(case, review)
        if one.verdict is Verdict.REJECTED
    )


def with_rejections(case: CaseShown, events: Sequence[Event]) -> tuple[Event, ...]:
    """Return the events of an entered value with those that take out what the review rejected of the same fact.

    Otherwise the rejected value would stand beside the new one, and be the one that counts where it is of a later day.
    """
    entered = {event.fact.id for event in events if isinstance(event, FactEntered | FactCorrected)}
    gone = [event.was for event in events if isinstance(event, FactCorrected)]
    gone += [event.fact for event in events if isinstance(event, FactRejected)]
    more = (
        FactRejected(fact=one.fact, reason=one.reason)
        for one in (rejected_facts(case, start_review(case)) if entered else ())
        if one.fact.id in entered and one.fact not in gone
    )
    return (*events, *more)
