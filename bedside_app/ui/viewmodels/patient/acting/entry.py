"""The entry of a value: the form for a fact, what is wrong with what was typed, and the fact that it becomes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from bedside_app.dictionary.entries import Entry
from bedside_app.dictionary.units import to_canonical
from bedside_app.domain.fact import (
    PATIENT,
    About,
    Comparator,
    Fact,
    FactId,
    Origin,
    OriginKind,
    Presence,
    Scalar,
    Subject,
)
from bedside_app.domain.moment import Moment
from bedside_app.foundation.errors import Refusal
from bedside_app.foundation.words import number, say
from bedside_app.report.phrases import quantity, unit_text
from bedside_app.ui.viewmodels.shown import CaseShown, label_of

__all__ = ["SOURCES", "Checked", "EntryForm", "Typed", "check_entry", "form_of", "not_obtainable"]

SOURCES: Final = ("paper", "screen", "told", "measured")
NOTHING_FOUND: Final = "none"  # of a collection: everything was looked for and nothing found
_VERSION: Final = "entry/1"
_NUMBER: Final = re.compile(r"(?P<sign>[<>≤≥]=?)?\s*(?P<value>[-−]?\d+(?:[.,]\d+)?)")
_SIGNS: Final[Mapping[str, Comparator]] = {
    "<": Comparator.LESS,
    "≤": Comparator.AT_MOST,
    "<=": Comparator.AT_MOST,
    ">": Comparator.MORE,
    "≥": Comparator.AT_LEAST,
    ">=": Comparator.AT_LEAST,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryForm:
    """The form for one fact. `choices` for coded facts and collections, `units` for quantities; nothing is chosen."""

    fact: FactId
    title: str
    kind: str
    choices: tuple[tuple[str, str], ...]
    units: tuple[tuple[str, str], ...]
    range_hint: str
    sources: tuple[tuple[str, str], ...]
    labels: Mapping[str, str]
    caption: str
    save: str
    not_obtainable: str
    disabled: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What was typed and chosen so far; "" is not yet. `day` is ISO text."""

    value: str = ""
    unit: str = ""
    day: str = ""
    source: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """The fact that it makes, or what is wrong by field (`value`, `unit`, `day`, `source`). `hint`: as converted."""

    fact: Fact | None
    errors: Mapping[str, str] = field(default_factory=dict)
    hint: str = ""

    @property
    def can_save(self) -> bool:
        """Whether *Save* is on."""
        return self.fact is not None


def form_of(case: CaseShown, fact: FactId) -> EntryForm:
    """Return the form for a fact of the dictionary.

    Raises
    ------
    UnknownFact
        The dictionary has no such fact.
    """
    entry = case.dictionary.entry(fact)
    disabled = case.say("entry.signed") if case.read_only else case.say("entry.off-today") if case.off_today else ""
    return EntryForm(
        fact=fact,
        title=case.say("entry.title", fact=label_of(case, fact)),
        kind=entry.kind,
        choices=_choices(case, entry),
        units=_units(case, entry),
        range_hint=_range_hint(case, entry),
        sources=tuple((key, case.say(f"entry.source.{key}")) for key in SOURCES),
        labels={key: case.say(f"entry.label.{key}") for key in ("value", "unit", "day", "source", "note")},
        caption=case.say("entry.caption"),
        save=case.say("entry.save"),
        not_obtainable=case.say("entry.not-obtainable"),
        disabled=disabled,
    )


def _choices(case: CaseShown, entry: Entry) -> tuple[tuple[str, str], ...]:
    language = case.language
    if entry.kind == "boolean":
        return (("true", case.say("findings.yes")), ("false", case.say("findings.no")))
    if entry.kind == "collection":
        items = [(item.value, item.label[language]) for item in entry.items]
        return (*items, (NOTHING_FOUND, case.say("entry.nothing")))
    return tuple((str(answer.value), answer.label[language]) for answer in entry.answers)


def _units(case: CaseShown, entry: Entry) -> tuple[tuple[str, str], ...]:
    """Return the units that a quantity may be typed in: the dictionary's own and those it converts.

    Those that read alike and mean the same (`1` and `{score}`) are one. A score without any unit asks for none.
    """
    if entry.kind != "quantity" or entry.answers:
        return ()
    written = {entry.unit: unit_text(entry.unit, case.language)}
    for unit, factor in entry.conversions.items():
        text = unit_text(unit, case.language)
        if factor != 1 or text not in written.values():
            written[unit] = text
    bare = case.say("entry.no-unit") if len(written) > 1 else ""
    return tuple((unit, text or bare) for unit, text in written.items())


def _range_hint(case: CaseShown, entry: Entry) -> str:
    if entry.plausible is None or entry.answers:
        return ""
    low, high = (number(limit, case.language) for limit in entry.plausible)
    return case.say("entry.range", low=low, high=high, unit=unit_text(entry.unit, case.language)).strip()


def check_entry(
    case: CaseShown, fact: FactId, typed: Typed, *, primary: str = "", recorded: Moment | None = None
) -> Checked:
    """Return the fact that was typed, in the dictionary's unit, with origin *person*; or what is wrong, by field.

    Nothing is assumed: no unit, no day and no source is filled in, and a value outside the plausible range is refused.
    """
    entry = case.dictionary.entry(fact)
    errors: dict[str, str] = {}
    value, comparator = _value(case, entry, typed, errors)
    effective = _day(case, typed.day, errors)
    if typed.source not in SOURCES:
        errors["source"] = case.say("entry.error.source")
    if case.read_only or case.off_today:
        errors["value"] = case.say("entry.signed" if case.read_only else "entry.off-today")
    if errors:
        return Checked(fact=None, errors=errors)
    nothing = entry.kind == "collection" and typed.value == NOTHING_FOUND
    made = Fact(
        id=entry.fact_id,
        value=None if nothing else value,
        unit=entry.unit,
        about=_about(case, entry, primary),
        origin=Origin(kind=OriginKind.PERSON, name=typed.source, version=_VERSION, place=" ".join(typed.note.split())),
        raw=" ".join(part for part in (typed.value.strip(), typed.unit) if part),
        comparator=comparator,
        presence=Presence.ABSENT if nothing else Presence.PRESENT,
        effective=effective,
        recorded=recorded,
    )
    return Checked(fact=made, hint=_hint(case, entry, typed, value))


def _about(case: CaseShown, entry: Entry, primary: str) -> About:
    if entry.about == "patient":
        return PATIENT
    key = primary or next((one.key for one in case.record.primaries), "")
    return next((one for one in case.record.primaries if one.key == key), About(subject=Subject.PRIMARY, key=key))


def _value(
    case: CaseShown, entry: Entry, typed: Typed, errors: dict[str, str]
) -> tuple[Scalar | None, Comparator | None]:
    text = typed.value.strip()
    if not text:
        errors["value"] = case.say("entry.error.empty")
        return None, None
    if entry.kind == "quantity" and not entry.answers:
        return _quantity(case, entry, typed, errors)
    if entry.kind == "date":
        moment = _day(case, text, errors, field_name="value")
        return (None if moment is None else moment.text), None
    return _chosen(case, entry, text, errors), None


def _chosen(case: CaseShown, entry: Entry, text: str, errors: dict[str, str]) -> Scalar | None:
    """Return the coded answer that was chosen: only those of the form count."""
    if entry.kind == "text":
        return text
    if entry.kind == "boolean" and text in ("true", "false"):
        return text == "true"
    if entry.kind == "collection" and text == NOTHING_FOUND:
        return None
    found: Scalar | None = next((one.value for one in (*entry.answers, *entry.items) if str(one.value) == text), None)
    if found is None:
        errors["value"] = case.say("entry.error.choose")
    return found


def _quantity(
    case: CaseShown, entry: Entry, typed: Typed, errors: dict[str, str]
) -> tuple[Scalar | None, Comparator | None]:
    match = _NUMBER.fullmatch(typed.value.strip())
    decimal = "," if case.language == "fr" else "."
    if match is None or (decimal == "." and "," in match["value"]):
        errors["value"] = case.say("entry.error.number")
        return None, None
    if not typed.unit:
        errors["unit"] = case.say("entry.error.unit")
        return None, None
    plain = match["value"].replace("−", "-").replace(",", ".")
    try:
        value = to_canonical(plain, typed.unit, entry.unit, entry.conversions, entry.id)
    except Refusal as refusal:
        errors["unit"] = say(refusal.code, case.language, refusal.values)
        return None, None
    low, high = entry.plausible or (value, value)
    if not low <= value <= high:
        hint = _range_hint(case, entry)
        errors["value"] = case.say("entry.error.range", range=hint)
        return None, None
    return value, _SIGNS.get(match["sign"] or "")


def _hint(case: CaseShown, entry: Entry, typed: Typed, value: Scalar | None) -> str:
    """Say the value as it was converted, so that the reader can check it; "" where the unit is the dictionary's."""
    if entry.kind != "quantity" or entry.answers or typed.unit == entry.unit or not isinstance(value, int | float):
        return ""
    return case.say("entry.converted", value=quantity(value, entry.unit, case.language, entry.decimals))


def _day(case: CaseShown, text: str, errors: dict[str, str], field_name: str = "day") -> Moment | None:
    """Return a day that is real, not after today and not before the birth."""
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        errors[field_name] = case.say("entry.error.day")
        return None
    born = case.record.identity.birth_date
    if day > case.today:
        errors[field_name] = case.say("entry.error.future")
    elif born is not None and day < born.first_day:
        errors[field_name] = case.say("entry.error.before-birth")
    return Moment(day.isoformat())


def not_obtainable(case: CaseShown, fact: FactId, reason: str, *, primary: str = "") -> Fact | None:
    """Return the fact that a value can't be had, as a stated unknown; None without a reason. It is never a default."""
    why = " ".join(reason.split())
    if not why or case.read_only or case.off_today:
        return None
    entry = case.dictionary.entry(fact)
    return Fact(
        id=entry.fact_id,
        value=None,
        unit=entry.unit,
        about=_about(case, entry, primary),
        origin=Origin(kind=OriginKind.PERSON, name="told", version=_VERSION),
        absent_reason=why,
        effective=Moment(case.today.isoformat()),
    )
