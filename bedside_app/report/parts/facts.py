"""Facts as the summary shows them: value or why it is unknown, date, and the way back to the file, pack or rule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Final

from bedside_app.dictionary.entries import Entry, FactDictionary
from bedside_app.dictionary.view import View
from bedside_app.domain.fact import Comparator, Fact, FactId, Scalar
from bedside_app.domain.record import PatientRecord, Reading
from bedside_app.domain.summary import Provenance, ShownFact
from bedside_app.foundation.words import LANGUAGES, catalogue
from bedside_app.report.phrases import Words, both, enumeration, value_text, words_of
from bedside_app.report.refusal_words import sentences

__all__ = ["Case", "date_text", "drug_name", "fact_shown", "label_of", "labels_of", "provenance_of", "reading_shown"]

_IDENTITY: Final = frozenset({FactId("birth_date"), FactId("sex"), FactId("age")})


@dataclass(frozen=True, kw_only=True)
class Case:
    """What every part of the summary looks at: the record, its views by primary, the dictionary, the day.

    `limits` are the numbers that rules hold a fact against: a value is never rounded onto the other side of one.
    """

    record: PatientRecord
    views: Mapping[str, View]
    dictionary: FactDictionary
    as_of: date
    limits: Mapping[FactId, frozenset[float]] = field(default_factory=dict)

    @cached_property
    def file_names(self) -> Mapping[str, str]:
        """The name of each file by its digest."""
        return {source.digest: source.name for source in self.record.sources}

    def entry(self, fact_id: FactId) -> Entry | None:
        """Return the dictionary's entry, or None for a fact that only a pack knows."""
        return self.dictionary.entry(fact_id) if fact_id in self.dictionary else None

    def primary_of(self, fact: Fact) -> str:
        """Return the key of the tumour that a fact is about, "" for the patient."""
        return fact.about.primary_key


def label_of(case: Case, fact_id: FactId) -> Words:
    """Return the label of a fact in both languages, its id where the dictionary has none."""
    entry = case.entry(fact_id)
    return (
        words_of(str(fact_id).replace("_", " "))
        if entry is None
        else {"en": entry.label["en"], "fr": entry.label["fr"]}
    )


def short_label(case: Case, fact_id: FactId) -> Words:
    """Return how wards call a fact in short (`LVEF`), else its label."""
    code = f"report.short.{fact_id}"
    return both(code) if code in catalogue("en") else label_of(case, fact_id)


def labels_of(case: Case, fact_ids: Iterable[FactId]) -> Words:
    """Return the labels of some facts as one enumeration."""
    return enumeration(label_of(case, fact_id) for fact_id in fact_ids)


def date_text(fact: Fact) -> str:
    """Return when the fact was true of the patient, as ISO text, "" where no source says."""
    return "" if fact.effective is None else fact.effective.text


def provenance_of(case: Case, fact: Fact) -> Provenance:
    """Return the way back from a fact to what made it."""
    origin = fact.origin
    return Provenance(
        kind=origin.kind.value,
        name=origin.name,
        version=origin.version,
        place=origin.place,
        file=case.file_names.get(origin.name, ""),
        date=date_text(fact),
        rests_on=origin.rests_on,
    )


def fact_shown(case: Case, fact: Fact) -> ShownFact:
    """Show one recorded fact as it stands, whether or not it is the one that counts."""
    return ShownFact(
        fact=fact.id,
        primary=case.primary_of(fact),
        label=label_of(case, fact.id),
        value=fact.value,
        unit=fact.unit,
        text=_fact_text(case, fact),
        date=date_text(fact),
        provenance=(provenance_of(case, fact),),
    )


def _fact_text(case: Case, fact: Fact) -> Words:
    if fact.value is None:
        return both("unknown.stated_unknown")
    return written(case, fact.id, fact.value, fact.unit, fact.comparator)


def written(case: Case, fact_id: FactId, value: Scalar, unit: str, comparator: Comparator | None = None) -> Words:
    """Write a value of a fact in both languages, never rounded onto the other side of a limit that a rule uses."""
    entry, limits = case.entry(fact_id), case.limits.get(fact_id, frozenset())
    return {
        "en": value_text(value, unit, entry, "en", comparator, limits),
        "fr": value_text(value, unit, entry, "fr", comparator, limits),
    }


def reading_shown(case: Case, view: View, fact_id: FactId) -> ShownFact:
    """Show what the record says of a fact on the day: the value that counts, or the reason of its unknown."""
    entry = case.dictionary.entry(fact_id)
    if entry.kind == "collection":
        return _collection_shown(case, view, fact_id, entry)
    reading = view.reading(fact_id)
    if entry.kind == "event":
        return _event_shown(case, fact_id, reading)
    primary = view.primary if entry.about == "primary" else ""
    provenance = tuple(provenance_of(case, fact) for fact in reading.facts) or _from_identity(case, reading)
    newest = max((fact.effective for fact in reading.facts if fact.effective), key=lambda m: m.sort_key(), default=None)
    return ShownFact(
        fact=fact_id,
        primary=primary,
        label=label_of(case, fact_id),
        value=reading.value,
        unit=entry.unit,
        text=_reading_text(case, reading, entry),
        date="" if newest is None else newest.text,
        unknown="" if reading.unknown is None else reading.unknown.value,
        unknown_text={} if reading.unknown is None else sentences(reading.unknown),
        provenance=provenance,
    )


def _reading_text(case: Case, reading: Reading, entry: Entry) -> Words:
    """Write the value; of an unknown, what there is of it: every side of a conflict, the value that is out of date."""
    if reading.value is None:
        sides = [_fact_text(case, fact) for fact in reading.facts]
        return enumeration(dict(side) for side in sides) if sides else {}
    stated = next((fact for fact in reading.facts if fact.id == reading.fact_id), None)
    comparator = None if stated is None else stated.comparator
    return written(case, entry.fact_id, reading.value, entry.unit, comparator)


def _from_identity(case: Case, reading: Reading) -> tuple[Provenance, ...]:
    """Return the file that says who the patient is, for the facts that are read from the identity itself."""
    if reading.value is None or reading.fact_id not in _IDENTITY:
        return ()
    source = case.record.identity.source
    return (Provenance(kind="file", name=source, place="identity", file=case.file_names.get(source, "")),)


def _collection_shown(case: Case, view: View, fact_id: FactId, entry: Entry) -> ShownFact:
    seen = view.collection(fact_id)
    facts = [seen.present[item] for item in sorted(seen.present)]
    if facts:
        text = enumeration(_item_words(entry, item) for item in sorted(seen.present))
    elif seen.complete or seen.absent:
        text = both("report.value.none")
    else:
        text = {}
    known = bool(facts or seen.complete or seen.absent)
    return ShownFact(
        fact=fact_id,
        primary=view.primary if entry.about == "primary" else "",
        label=label_of(case, fact_id),
        value=", ".join(sorted(seen.present)) if known else None,
        unit="",
        text=text,
        date=max((date_text(fact) for fact in facts), default=""),
        unknown="" if known else "not_looked_for",
        unknown_text={} if known else both("unknown.not_looked_for"),
        provenance=tuple(provenance_of(case, fact) for fact in facts),
    )


def _event_shown(case: Case, fact_id: FactId, reading: Reading) -> ShownFact:
    """Show every happening of an event, each once, oldest first."""
    said = dict.fromkeys(fact.raw or str(fact.value) for fact in reading.facts)
    return ShownFact(
        fact=fact_id,
        primary="",
        label=label_of(case, fact_id),
        value=", ".join(said) if said else None,
        unit="",
        text=words_of(", ".join(said)) if said else {},
        date=max((date_text(fact) for fact in reading.facts), default=""),
        unknown="" if reading.unknown is None else reading.unknown.value,
        unknown_text={} if reading.unknown is None else sentences(reading.unknown),
        provenance=tuple(provenance_of(case, fact) for fact in reading.facts),
    )


def _item_words(entry: Entry, item: str) -> Words:
    return {"en": entry.answer_label(item, "en"), "fr": entry.answer_label(item, "fr")}


def drug_name(case: Case, drug: str) -> Words:
    """Return the drug as the collection of medicines names it, its INN id where the dictionary does not know it."""
    entry = case.entry(FactId("medicines"))
    if entry is not None and any(item.value == drug for item in entry.items):
        return {language: entry.answer_label(drug, language) for language in LANGUAGES}
    return words_of(drug.replace("_", " "))
