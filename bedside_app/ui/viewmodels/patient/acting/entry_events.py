"""From a value that was typed to the events that the store keeps: entered, or put in the place of what stands."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from bedside_app.domain.case import Event, FactCorrected, FactEntered, FactRejected
from bedside_app.domain.fact import Fact, OriginKind, Presence
from bedside_app.foundation.words import say
from bedside_app.report.phrases import plain_day, value_text
from bedside_app.ui.viewmodels.shown import CaseShown, day_of

__all__ = ["Standing", "events_of", "standing_of"]

_ROLES: Final = frozenset({"paper", "screen", "told", "measured"})
_DIGITS: Final = 19  # of a digest with its prefix: enough to tell files apart by eye


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What the record says of the same thing on the same day.

    `twice`: the very value stands already, in words. `facts` stand with another value, and `rejected` is what a person
    rejected: both need a reason, and `text` says what it is about.
    """

    twice: str = ""
    facts: tuple[Fact, ...] = ()
    rejected: Fact | None = None
    text: str = ""

    @property
    def needs_reason(self) -> bool:
        """Whether a value can only be saved with a reason."""
        return bool(self.facts) or self.rejected is not None


def standing_of(case: CaseShown, made: Fact) -> Standing:
    """Return what stands where a typed fact would go."""
    same_place = [fact for fact in case.record.facts if _same_place(fact, made)]
    stated = [fact for fact in same_place if fact.origin.kind in (OriginKind.FILE, OriginKind.PERSON)]
    equal = next((fact for fact in stated if _said(fact) == _said(made)), None)
    others = tuple(fact for fact in stated if fact is not equal and _excludes(case, fact, made))
    if equal is not None and not others:
        return Standing(twice=_say(case, "twice", day=_day(case, equal), source=_source(case, equal)))
    if others:
        code = "stands" if len(others) == 1 else "stands-more"
        values = ", ".join(dict.fromkeys(_value(case, fact) for fact in others))
        sources = ", ".join(dict.fromkeys(_source(case, fact) for fact in others))
        return Standing(facts=others, text=_say(case, code, day=_day(case, made), value=values, source=sources))
    return _rejected(case, made)


def _rejected(case: CaseShown, made: Fact) -> Standing:
    edits = [edit for edit in case.state.edits if isinstance(edit, FactRejected) and _same_place(edit.fact, made)]
    if not edits:
        return Standing()
    last = edits[-1]
    words = {"day": _day(case, last.fact), "value": _value(case, last.fact), "reason": last.reason}
    return Standing(rejected=last.fact, text=_say(case, "was-rejected", **words))


def events_of(case: CaseShown, made: Fact, reason: str) -> tuple[Event, ...]:
    """Return the events of saving a typed fact: none where it stands already, or where a reason is needed and missing.

    A rejected fact is no longer in the record, so nothing can take its place there: the new value is entered, with the
    reason as part of its note.
    """
    standing, why = standing_of(case, made), " ".join(reason.split())
    if standing.twice or (standing.needs_reason and not why):
        return ()
    if standing.rejected is not None:
        note = "; ".join(part for part in (made.origin.place, why) if part)
        made = replace(made, origin=replace(made.origin, place=note))
    if not standing.facts:
        return (FactEntered(fact=made),)
    first, *rest = standing.facts
    rejected = (FactRejected(fact=fact, reason=why) for fact in rest)
    return (FactCorrected(was=first, fact=made, reason=why), *rejected)


def _same_place(fact: Fact, made: Fact) -> bool:
    return fact.id == made.id and fact.about.key == made.about.key and day_of(fact) == day_of(made)


def _said(fact: Fact) -> tuple[object, ...]:
    return fact.value, fact.comparator, fact.presence, fact.absent_reason


def _excludes(case: CaseShown, fact: Fact, made: Fact) -> bool:
    """Whether both cannot be true: of a list only *none* and an item, or an item and that it is not there."""
    entry = case.entry(made.id)
    if entry is None or entry.kind != "collection":
        return _said(fact) != _said(made)
    none = (fact, made) if fact.value is None else (made, fact)
    if (none[0].value is None) != (none[1].value is None):
        return none[1].presence is Presence.PRESENT
    return fact.value == made.value and fact.presence is not made.presence


def _say(case: CaseShown, code: str, **values: object) -> str:
    return say(f"entry_section.{code}", case.language, values)


def _day(case: CaseShown, fact: Fact) -> str:
    return plain_day(fact.effective.text[:10], case.language) if fact.effective is not None else ""


def _value(case: CaseShown, fact: Fact) -> str:
    if fact.value is None:
        reason = fact.absent_reason or case.say("entry.nothing")
        return _say(case, "stated-unknown", reason=reason) if fact.absent_reason else reason
    return value_text(fact.value, fact.unit, case.entry(fact.id), case.language, fact.comparator)


def _source(case: CaseShown, fact: Fact) -> str:
    if fact.origin.kind is OriginKind.PERSON:
        return _say(case, f"by.{fact.origin.name}") if fact.origin.name in _ROLES else fact.origin.name
    digest = fact.origin.name
    return next((one.name for one in case.record.sources if one.digest == digest), digest[:_DIGITS])
