"""Values that the review rejected: what goes when the case is computed without them, and what takes their place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bedside_app.dictionary.view import View
from bedside_app.domain.case import Event, FactCorrected, FactEntered, FactRejected
from bedside_app.domain.fact import Fact, OriginKind
from bedside_app.domain.summary import Verdict
from bedside_app.ui.viewmodels.patient.acting.items import ReviewItem
from bedside_app.ui.viewmodels.patient.acting.review import Review, start_review
from bedside_app.ui.viewmodels.shown import CaseShown

__all__ = ["RejectedFact", "entered", "rejected_facts", "without_rejected"]

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


def entered(case: CaseShown, fact: Fact) -> tuple[Event, ...]:
    """Return the events that an entered value becomes: it takes the place of the one that the review took away.

    Otherwise the old value would stand beside it, and could be the newer of the two.
    """
    was = [one for one in rejected_facts(case, start_review(case)) if one.fact.id == fact.id]
    if not was:
        return (FactEntered(fact=fact),)
    first, *others = was
    corrected = FactCorrected(was=first.fact, fact=fact, reason=first.reason)
    return (corrected, *(FactRejected(fact=one.fact, reason=one.reason) for one in others))
