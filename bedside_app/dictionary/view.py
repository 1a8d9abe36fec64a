"""What a record says of one fact, for one primary tumour, on one day: the only door to facts for packs and pathways."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Final

from bedside_app.dictionary.entries import MEDICINES, Elapsed, Entry, FactDictionary, LimitOf
from bedside_app.domain.fact import (
    PATIENT,
    UNREADABLE,
    Fact,
    FactId,
    Origin,
    OriginKind,
    Presence,
    Scalar,
    Status,
    Subject,
)
from bedside_app.domain.record import PatientRecord, Reading, Unknown

__all__ = ["Collection", "View"]

AGE: Final = FactId("age")
BIRTH_DATE: Final = FactId("birth_date")
SEX: Final = FactId("sex")

_DERIVABLE: Final = frozenset({Unknown.NOT_RECORDED, Unknown.OUT_OF_DATE, Unknown.UNDATED})
_DAYS_OF_A_MONTH: Final = 30.4375
_ROUNDING: Final = 0.01  # two reports of one measurement may differ by their rounding, not by more


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """What a record says of one collection: found, looked for and not found, and whether everything was looked for."""

    present: Mapping[str, Fact] = field(default_factory=dict)
    absent: frozenset[str] = frozenset()
    complete: bool = False


class View:
    """A record seen on one day for one primary.

    Parameters
    ----------
    record
        Everything known; facts after `as_of` are not seen.
    primary
        Key of the primary tumour; "" for a patient without a named one.
    answers
        Values supposed for facts ("what if"); they stand before everything recorded.
    found
        The same for items of collections: (collection, item) to present or absent.
    """

    def __init__(
        self,
        record: PatientRecord,
        dictionary: FactDictionary,
        *,
        as_of: date,
        primary: str = "",
        answers: Mapping[FactId, Scalar] | None = None,
        found: Mapping[tuple[FactId, str], bool] | None = None,
    ) -> None:
        self.record = record
        self.dictionary = dictionary
        self.as_of = as_of
        self.primary = primary
        self._answers = dict(answers or {})
        self._found = dict(found or {})
        self._readings: dict[FactId, Reading] = {}
        self._deriving: set[FactId] = set()

    def answered(
        self, answers: Mapping[FactId, Scalar], found: Mapping[tuple[FactId, str], bool] | None = None
    ) -> View:
        """Return the same view with some facts, and items of collections, supposed."""
        view = View(
            self.record,
            self.dictionary,
            as_of=self.as_of,
            primary=self.primary,
            answers={**self._answers, **answers},
            found={**self._found, **(found or {})},
        )
        view.__dict__["_by_id"] = self._by_id
        return view

    def reading(self, fact_id: FactId) -> Reading:
        """Return the value of a fact on this day, or why there is none. Never a default.

        Raises
        ------
        UnknownFact
            The dictionary has no such fact.
        """
        known = self._readings.get(fact_id)
        if known is None:
            known = self._readings[fact_id] = self._read(fact_id)
        return known

    def facts(self, fact_id: FactId) -> tuple[Fact, ...]:
        """Return every fact of one entry that can speak on this day, oldest first: of an event, each happening."""
        return tuple(sorted(self._candidates(self.dictionary.entry(fact_id)), key=_when))

    def collection(self, fact_id: FactId) -> Collection:
        """Return what is known of a collection on this day (`medicines`: those not stopped; `medicines_ever`: all)."""
        entry = self.dictionary.entry(fact_id)
        present: dict[str, Fact] = {}
        absent: set[str] = set()
        complete = False
        for fact in sorted(self._candidates(entry), key=_when):
            if fact.value is None:
                complete = complete or fact.presence is Presence.ABSENT
            elif fact.presence is Presence.ABSENT:
                absent.add(str(fact.value))
                present.pop(str(fact.value), None)
            elif fact_id != MEDICINES or self._still_taken(fact):
                present[str(fact.value)] = fact
                absent.discard(str(fact.value))
            else:
                absent.add(str(fact.value))
                present.pop(str(fact.value), None)
        for (collection, item), there in self._found.items():
            if collection == fact_id and there:
                present.setdefault(item, _supposed(entry))
            elif collection == fact_id:
                present.pop(item, None)
                absent.add(item)
        return Collection(present=present, absent=frozenset(absent), complete=complete)

    def _still_taken(self, fact: Fact) -> bool:
        if str(fact.detail.get("status", "")) in ("stopped", "completed", "cancelled", "not-taken"):
            return False
        end = str(fact.detail.get("end", ""))
        return not end or end[:10] >= self.as_of.isoformat()[: len(end[:10])]

    @cached_property
    def _by_id(self) -> Mapping[FactId, tuple[Fact, ...]]:
        facts: dict[FactId, list[Fact]] = {}
        for fact in self.record.facts:
            facts.setdefault(fact.id, []).append(fact)
        return {fact_id: tuple(of_one) for fact_id, of_one in facts.items()}

    def _read(self, fact_id: FactId) -> Reading:
        if fact_id in self._answers:
            return Reading(fact_id=fact_id, value=self._answers[fact_id])
        if fact_id == AGE:
            return self._age()
        entry = self.dictionary.entry(fact_id)
        if entry.kind == "event":
            return self._happened(entry)
        stated = self._stated(entry)
        if stated.unknown in _DERIVABLE and fact_id in (BIRTH_DATE, SEX):
            return self._from_identity(stated)
        if stated.unknown in _DERIVABLE and entry.limit_of is not None:
            return self._limit(entry.limit_of, stated)
        if stated.unknown in _DERIVABLE and entry.elapsed is not None:
            return self._elapsed(entry.elapsed, entry.unit, stated)
        if stated.unknown in _DERIVABLE and entry.derived and fact_id not in self._deriving:
            derived = self._derived(entry)
            return stated if derived.unknown is not None and stated.unknown is not Unknown.NOT_RECORDED else derived
        return stated

    def _happened(self, entry: Entry) -> Reading:
        """Return the last of an event with all its happenings: they stand beside each other and never contradict."""
        facts = tuple(fact for fact in self.facts(entry.fact_id) if fact.presence is Presence.PRESENT)
        if not facts:
            return Reading(fact_id=entry.fact_id, value=None, unknown=Unknown.NOT_RECORDED)
        return Reading(fact_id=entry.fact_id, value=facts[-1].value, facts=facts)

    def _limit(self, limit: LimitOf, stated: Reading) -> Reading:
        """Return the end of the laboratory's range that stands with the current value of a fact, never a common one."""
        facts = self.reading(FactId(limit.fact)).facts
        ends = {fact.reference_low if limit.end == "low" else fact.reference_high for fact in facts}
        value = ends.pop() if len(ends) == 1 else None
        return stated if value is None else replace(stated, value=value, unknown=None, facts=facts)

    def _elapsed(self, elapsed: Elapsed, unit: str, stated: Reading) -> Reading:
        """Return completed years, or months of 30.4375 days, between two days; unknown where a date is not precise."""
        first = self.reading(FactId(elapsed.since))
        last = self.reading(FactId(elapsed.until)) if elapsed.until else None
        if first.value is None or (last is not None and last.value is None):
            return stated
        facts = (*first.facts, *(() if last is None else last.facts))
        try:
            since = date.fromisoformat(str(first.value)[:10])
            until = self.as_of if last is None else date.fromisoformat(str(last.value)[:10])
        except ValueError:
            return Reading(fact_id=stated.fact_id, value=None, unknown=Unknown.IMPRECISE, facts=facts)
        if until < since or until > self.as_of:
            return stated
        value = _completed_years(since, until) if unit == "a" else (until - since).days / _DAYS_OF_A_MONTH
        return replace(stated, value=value, unknown=None, facts=facts)

    def _from_identity(self, stated: Reading) -> Reading:
        identity = self.record.identity
        if stated.fact_id == SEX:
            value = identity.sex if identity.sex in ("female", "male") else ""
        else:
            value = identity.birth_date.text if identity.birth_date is not None else ""
        return replace(stated, value=value, unknown=None, facts=()) if value else stated

    def _age(self) -> Reading:
        """Completed years between the birth date and `as_of`; unknown where the birth date is not precise enough."""
        born = self.reading(BIRTH_DATE)
        if born.value is None:
            return Reading(fact_id=AGE, value=None, unknown=Unknown.NOT_RECORDED)
        text = str(born.value)
        try:
            first = date.fromisoformat(text[:10])
        except ValueError:
            return Reading(fact_id=AGE, value=None, unknown=Unknown.IMPRECISE, facts=born.facts)
        return Reading(fact_id=AGE, value=_completed_years(first, self.as_of), facts=born.facts)

    def _candidates(self, entry: Entry) -> tuple[Fact, ...]:
        """Return the facts of one entry that can speak: not withdrawn, not later, about the right subject."""
        return tuple(
            fact
            for fact in self._by_id.get(entry.fact_id, ())
            if fact.status is not Status.WITHDRAWN
            and (fact.effective is None or fact.effective.first_day <= self.as_of)
            and self._concerns(fact, entry)
        )

    def _concerns(self, fact: Fact, entry: Entry) -> bool:
        if entry.about == "patient":
            return True
        key = fact.about.primary_key
        return key == self.primary or (not key and len(self.record.primaries) <= 1)

    def _stated(self, entry: Entry) -> Reading:
        """Return what sources and people state; what a pack computed counts only where they state nothing usable."""
        facts = self._candidates(entry)
        computed = tuple(fact for fact in facts if fact.origin.kind is OriginKind.PACK)
        stated = self._newest(entry, tuple(fact for fact in facts if fact not in computed))
        return self._newest(entry, computed) if computed and stated.unknown in _DERIVABLE else stated

    def _newest(self, entry: Entry, facts: tuple[Fact, ...]) -> Reading:
        if not facts:
            return Reading(fact_id=entry.fact_id, value=None, unknown=Unknown.NOT_RECORDED)
        if entry.specimens == "surgery_first":
            facts = tuple(fact for fact in facts if _is_surgical(fact)) or facts
        latest = _latest(facts)
        if len(latest) > 1 or _specimens_disagree(facts, entry):
            sides = latest if len(latest) > 1 else facts
            return Reading(fact_id=entry.fact_id, value=None, unknown=Unknown.CONFLICT, facts=sides)
        fact = latest[0]
        unknown = self._why_unusable(fact, entry)
        value = None if unknown is not None else fact.value
        return Reading(fact_id=entry.fact_id, value=value, unknown=unknown, facts=(fact,))

    def _why_unusable(self, fact: Fact, entry: Entry) -> Unknown | None:
        if fact.value is None:
            return Unknown.UNREADABLE if fact.absent_reason == UNREADABLE else Unknown.STATED_UNKNOWN
        if entry.current_for is None:
            return None
        if fact.effective is None:
            return Unknown.UNDATED
        too_old = (self.as_of - fact.effective.last_day).days > entry.current_for
        return Unknown.OUT_OF_DATE if too_old else None

    def _derived(self, entry: Entry) -> Reading:
        from bedside_app.dictionary.derive import derive  # derivations read through this view again

        self._deriving.add(entry.fact_id)
        try:
            return derive(entry, self)
        finally:
            self._deriving.discard(entry.fact_id)


_SUPPOSED: Final = Origin(kind=OriginKind.RULE, name="what-if", version="")


def _completed_years(first: date, last: date) -> int:
    return last.year - first.year - ((last.month, last.day) < (first.month, first.day))


def _supposed(entry: Entry) -> Fact:
    return Fact(id=entry.fact_id, value=None, unit="", about=PATIENT, origin=_SUPPOSED)


def _when(fact: Fact) -> tuple[date, float, float]:
    return fact.effective.sort_key() if fact.effective is not None else (date.min, 0.0, 0.0)


def _is_surgical(fact: Fact) -> bool:
    return fact.about.subject is Subject.SPECIMEN and fact.about.key.startswith("surgery")


_STANDING: Final = {Status.CORRECTED: 2, Status.FINAL: 1, Status.PRELIMINARY: 0}


def _latest(facts: tuple[Fact, ...]) -> tuple[Fact, ...]:
    """Return the newest fact, or all sides when facts of one day contradict each other and nothing orders them."""
    newest = max(facts, key=_when)
    day = _when(newest)[0]
    rivals = [fact for fact in facts if _when(fact)[0] == day and not _ordered(fact, newest)]
    best = max(_STANDING.get(fact.status, 0) for fact in rivals)
    rivals = [fact for fact in rivals if _STANDING.get(fact.status, 0) == best]
    last_issued = max((fact.issued.sort_key() for fact in rivals if fact.issued is not None), default=None)
    if best == _STANDING[Status.CORRECTED] and last_issued is not None:
        rivals = [fact for fact in rivals if fact.issued is not None and fact.issued.sort_key() == last_issued]
    chosen = next((fact for fact in rivals if fact is newest), rivals[0])
    return (chosen,) if all(_same(chosen, fact) for fact in rivals) else tuple(rivals)


def _ordered(earlier: Fact, newest: Fact) -> bool:
    """Whether two facts of one day are put in order by their times of day."""
    if earlier is newest:
        return False
    moments = (earlier.effective, newest.effective)
    if any(moment is None or moment.precision not in ("minute", "second") for moment in moments):
        return False
    return _when(earlier) < _when(newest)


def _same(one: Fact, other: Fact) -> bool:
    if one.comparator is not other.comparator:
        return False
    if isinstance(one.value, int | float) and isinstance(other.value, int | float):
        return abs(one.value - other.value) <= _ROUNDING * max(abs(one.value), abs(other.value))
    return one.value == other.value


def _specimens_disagree(facts: tuple[Fact, ...], entry: Entry) -> bool:
    """Whether two specimens of the tumour say different things: an unknown, never the average and never the later."""
    if entry.kind == "quantity" and not entry.answers:
        return False
    newest: dict[str, Fact] = {}
    for fact in sorted(facts, key=_when):
        if fact.about.subject is Subject.SPECIMEN:
            newest[fact.about.key] = fact
    values = [fact.value for fact in newest.values() if fact.value is not None]
    return any(value != values[0] for value in values)
