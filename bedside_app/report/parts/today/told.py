"""How the parts of Today write facts: amounts, days, sources, the facts of one event."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import PurePosixPath
from typing import Final

from bedside_app.domain.fact import Fact, FactId
from bedside_app.domain.moment import Moment
from bedside_app.domain.summary import Provenance
from bedside_app.domain.treatment import Course, Dose
from bedside_app.foundation.words import LANGUAGES, Language, day
from bedside_app.report.parts.facts import Case, provenance_of
from bedside_app.report.phrases import Words, both, moment_text, plain_day, quantity, short_moment, words_of

__all__ = [
    "CTCAE",
    "amount_text",
    "capital",
    "day_text",
    "detail",
    "drug_text",
    "events",
    "graded",
    "joined_words",
    "moment_of",
    "moment_text_of",
    "near_text",
    "newest",
    "phone_text",
    "provenances",
    "source_text",
]

CTCAE: Final = "v5.0"
_DAY: Final = 10  # letters of an ISO day
_FILES: Final = frozenset({"clinic", "discharge_letter", "laboratory", "pathology", "treatment", "ward_chart"})
_EXTENSION: Final = re.compile(r"\bext\.?\s*(?=\d)", re.IGNORECASE)


def day_text(at: date | Moment) -> Words:
    """Return a day, or a moment as precisely as its source wrote it."""
    return {
        language: moment_text(at, language) if isinstance(at, Moment) else day(at, language) for language in LANGUAGES
    }


def moment_text_of(text: str) -> Words:
    """Return an ISO moment as a day."""
    return {language: plain_day(text, language) for language in LANGUAGES}


def near_text(at: str, near: date) -> Words:
    """Return the day of an ISO moment beside another day: without the year where it is the same."""
    return {language: short_moment(at[:_DAY], near, language) for language in LANGUAGES}


def amount_text(amount: float, unit: str) -> Words:
    """Return a dose with its unit; never a trailing zero."""
    return {language: quantity(amount, unit, language) for language in LANGUAGES}


def joined_words(parts: Iterable[Words], separator: str = ", ") -> Words:
    """Return texts put together; nothing joins to nothing."""
    said = [part for part in parts if part]
    return {language: separator.join(part[language] for part in said) for language in LANGUAGES} if said else {}


def capital(words: Words) -> Words:
    """Return a text that begins a sentence."""
    return {language: text[:1].upper() + text[1:] for language, text in words.items()}


def graded(grade: int) -> Words:
    """Return a CTCAE grade in words."""
    return both("treatment.grade", {"grade": grade})


def drug_text(case: Case, course: Course | None, dose: Dose) -> Words:
    """Return a drug as the regimen file names it, else the dictionary, else as the source wrote it."""
    for drug in course.drugs if course is not None else ():
        if drug.drug == dose.drug:
            return dict(drug.name)
    entry = case.entry(FactId("medicines"))
    if entry is not None and any(item.value == dose.drug for item in entry.items):
        return {language: entry.answer_label(dose.drug, language) for language in LANGUAGES}
    return words_of(dose.label)


def detail(fact: Fact, name: str) -> str:
    """Return one detail of an event as text, "" where it has none."""
    value = fact.detail.get(name, "")
    return "" if isinstance(value, bool) else str(value)


def moment_of(fact: Fact, name: str) -> Moment | None:
    """Return one detail of an event as a moment."""
    text = detail(fact, name)
    return Moment(text) if text else None


def events(case: Case, name: str) -> tuple[Fact, ...]:
    """Return the happenings of an event, the patient's current ones: of each, the last that is told of it."""
    fact_id = FactId(name)
    if fact_id not in case.dictionary:
        return ()
    return next(iter(case.views.values())).facts(fact_id)


def provenances(case: Case, facts: Iterable[Fact]) -> tuple[Provenance, ...]:
    """Return the ways back of some facts, each once."""
    return tuple(dict.fromkeys(provenance_of(case, fact) for fact in facts))


def newest(facts: Sequence[Fact]) -> Moment | None:
    """Return when the newest of some facts was true."""
    return max((fact.effective for fact in facts if fact.effective), key=Moment.sort_key, default=None)


def phone_text(phone: str, language: Language) -> str:
    """Return a telephone number as its source wrote it; an extension by its French word."""
    return _EXTENSION.sub("poste\u00a0", phone) if language == "fr" else phone


def source_text(provenance: Sequence[Provenance]) -> Words:
    """Return the short name of where a value comes from: the file, the model, the count, or who typed it in."""
    if not provenance:
        return {}
    first = provenance[0]
    if first.kind == "file":
        stem = PurePosixPath(first.file).stem.casefold()
        known = f"treatment.source.files.{stem.replace('_', '-')}"
        return both(known) if stem in _FILES else words_of(PurePosixPath(first.file).stem.replace("_", " "))
    if first.kind == "rule":
        return both("treatment.source.rule")
    return both(f"treatment.source.{first.kind}", {"name": first.name.replace("_", " ").title()})
