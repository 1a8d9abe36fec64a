"""One OBX segment as facts: which fact it means, what it says in the dictionary's unit, how settled, and when."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import ClassVar, Final

from bedside_app.dictionary.entries import Entry, FactDictionary
from bedside_app.dictionary.units import to_canonical
from bedside_app.domain.fact import Comparator, Presence, Scalar
from bedside_app.foundation.errors import Refusal
from bedside_app.intake.hl7v2.segments import MAX_REPETITIONS, Segment
from bedside_app.intake.hl7v2.values import (
    Amount,
    Coded,
    amount_of_structured,
    amount_of_text,
    coded,
    moment,
    range_bounds,
    unit_text,
    yes_or_no,
)
from bedside_app.intake.quantity import NotANumber, canonical_value, has_no_unit

__all__ = [
    "Aside",
    "Said",
    "SeveralValues",
    "TwoMeanings",
    "code_of",
    "entry_of",
    "flags_of",
    "range_was_lost",
    "said_of",
]

_CODED: Final = frozenset({"CE", "CWE", "CNE", "CF"})
_WORDS: Final = frozenset({"ST", "IS", "ID"})
_DATES: Final = frozenset({"DT", "TS", "DTM"})
_NARRATIVE: Final = frozenset({"TX", "FT"})
_ATTACHED: Final = frozenset({"ED", "RP"})


class TwoMeanings(Refusal):
    """The codes of one OBX-3 mean different facts."""

    code: ClassVar[str] = "intake.hl7v2.two-meanings"


class SeveralValues(Refusal):
    """One observation repeats a value of which there can be only one."""

    code: ClassVar[str] = "intake.hl7v2.several-values"


@dataclass(frozen=True, slots=True)
class Said:
    """What one value says: in the dictionary's unit, or None for "nothing of a collection", and how it was written."""

    value: Scalar | None
    raw: str = ""
    comparator: Comparator | None = None
    absent_reason: str = ""
    presence: Presence = Presence.PRESENT
    reference: tuple[float | None, float | None] = (None, None)
    detail: Mapping[str, Scalar] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Aside:
    """Something that is set aside: the field, and why (a key of the catalogue under `intake.hl7v2`)."""

    why: str
    place: str = ""


def code_of(segment: Segment) -> Coded:
    """Return OBX-3."""
    return coded(segment.repetitions(3)[0], segment.encoding)


def entry_of(code: Coded, dictionary: FactDictionary) -> Entry | None:
    """Return the fact that the codes mean; a text names one only where no code stands beside it.

    Raises
    ------
    TwoMeanings
        They mean different ones.
    """
    found = {entry.id: entry for system, own in code.codings if (entry := dictionary.by_code(system, own)) is not None}
    if len(found) > 1:
        raise TwoMeanings(label=code.label[:80], facts=", ".join(sorted(found)))
    if found:
        return next(iter(found.values()))
    return None if code.is_coded else dictionary.by_name(code.label)


@dataclass(frozen=True, slots=True)
class _Observed:
    """One repetition of OBX-5 with its segment, its type (OBX-2), and the fact it is about."""

    segment: Segment
    kind: str
    raw: str
    entry: Entry
    label: str

    @property
    def text(self) -> str:
        """The value as one text, delimiters of components as blanks."""
        encoding = self.segment.encoding
        return encoding.text(self.raw.replace(encoding.component, " "))

    @property
    def meant(self) -> Coded:
        """The value as a coded element; a bare text has words only."""
        if self.kind in _CODED:
            return coded(self.raw, self.segment.encoding)
        return Coded(words=(self.text,) if self.text else ())


def said_of(segment: Segment, entry: Entry, label: str) -> list[Said | Aside]:
    """Return what OBX-5 says of `entry`, one item for each repetition; `Aside` where it is not for a machine to read.

    Raises
    ------
    Refusal
        A number without its unit, in a wrong or ambiguous one, outside what is plausible, or several where one can be.
    """
    kind = segment.component(2).upper()
    aside = _aside(segment, kind)
    if aside is not None:
        return [aside]
    repetitions = segment.repetitions(5)
    if len(repetitions) > (MAX_REPETITIONS if entry.kind == "collection" else 1):
        raise SeveralValues(label=label)
    read = _READERS[entry.kind]
    observed = (_Observed(segment, kind, raw, entry, label) for raw in repetitions)
    return [read(one) or Aside("answer-not-understood", "5") for one in observed]


def _aside(segment: Segment, kind: str) -> Aside | None:
    if not segment.field(5).strip():
        return Aside("no-value")
    if not kind:
        return Aside("no-value-type", "2")
    if kind in _NARRATIVE:
        return Aside("narrative", "5")
    if kind in _ATTACHED:
        return Aside("attachment", "5")
    known = kind in _CODED | _WORDS | _DATES or kind in ("NM", "SN")
    return None if known else Aside("value-type", "2")


# -- by kind of fact ---------------------------------------------------------------------------------------------------


def _quantity(one: _Observed) -> Said | None:
    if one.kind in _CODED or (one.kind in _WORDS and one.entry.answers):
        answer = one.meant.answer_of(one.entry)
        if answer is not None or one.kind in _CODED:
            return None if answer is None else Said(answer, raw=one.meant.label)
    if one.kind not in ("NM", "SN", "ST"):
        return None
    parts = one.segment.encoding.texts(one.raw)
    if one.kind == "SN" and parts[2:3] in ([":"], ["/"]):
        return _ratio(one, parts)
    amount = amount_of_structured(parts) if one.kind == "SN" else amount_of_text(one.segment.encoding.text(one.raw))
    unit = unit_text(one.segment.repetitions(6)[0], one.segment.encoding)
    raw = f"{one.text} {unit}".strip()
    if amount is None:
        raise NotANumber(label=one.label, raw=raw[:80])
    return _measured(one, _flagged(amount, one.segment), unit, raw)


def _measured(one: _Observed, amount: Amount, unit: str, raw: str) -> Said:
    value = canonical_value(amount.number, unit, one.entry, label=one.label, raw=raw, comparator=amount.comparator)
    reference = _reference(one.segment, unit, one.entry)
    said = Said(value, raw=raw, comparator=amount.comparator, reference=reference)
    if not amount.upper:
        return said
    bound = Comparator.AT_MOST
    upper = canonical_value(amount.upper, unit, one.entry, label=one.label, raw=raw, comparator=bound)
    return replace(said, detail={"range_high": upper})


def _flagged(amount: Amount, segment: Segment) -> Amount:
    """Return the amount as the bound that OBX-8 makes of it: `<` and `>` say that it is off the instrument's scale."""
    sign = {"<": Comparator.LESS, ">": Comparator.MORE}
    bounds = [sign[flag] for raw in segment.repetitions(8) if (flag := segment.encoding.text(raw)) in sign]
    return replace(amount, comparator=bounds[0]) if len(bounds) == 1 and amount.comparator is None else amount


def _ratio(one: _Observed, parts: list[str]) -> Said | None:
    """Return a ratio of two plain numbers as one, where the fact is a bare number."""
    numbers = [amount_of_text(part) for part in (parts[1], *parts[3:4])]
    plain = [amount.number for amount in numbers if amount is not None and amount.comparator is None]
    if parts[0] or len(plain) != 2 or float(plain[1]) == 0 or not has_no_unit(one.entry):
        return None
    quotient = repr(float(plain[0]) / float(plain[1]))
    return Said(canonical_value(quotient, "", one.entry, label=one.label, raw=one.text), raw=one.text)


def _reference(segment: Segment, unit: str, entry: Entry) -> tuple[float | None, float | None]:
    """Return OBX-7 in the unit of the entry, nothing where it can't be read: the value stands without it."""
    try:
        low, high = (
            to_canonical(text, unit or entry.unit, entry.unit, entry.conversions) if text else None
            for text in range_bounds(segment.encoding.text(segment.field(7))) or ("", "")
        )
    except Refusal:
        return (None, None)
    return (low, high)


def _coded_value(one: _Observed) -> Said | None:
    if one.kind not in _CODED | _WORDS | {"NM"}:
        return None
    answer = one.meant.answer_of(one.entry)
    return None if answer is None else Said(answer, raw=one.meant.label)


def _boolean(one: _Observed) -> Said | None:
    said = yes_or_no(one.meant) if one.kind in _CODED | _WORDS else None
    return None if said is None else Said(said, raw=one.meant.label)


def _date(one: _Observed) -> Said | None:
    found = moment(one.raw, one.segment.encoding) if one.kind in _DATES else None
    return None if found is None else Said(found.text, raw=one.text)


def _text(one: _Observed) -> Said | None:
    text = one.meant.label if one.kind in _CODED | _WORDS else ""
    return Said(text[:1000], raw=text) if text else None


def _collection(one: _Observed) -> Said | None:
    if one.kind not in _CODED | _WORDS:
        return None
    meant = one.meant
    text = next(iter(meant.words), "")
    item = one.entry.item(meant.codings, text)
    if item is not None:
        return Said(item.value, raw=meant.label)
    says_none = one.entry.says_none(meant.codings, text)
    return Said(None, raw=meant.label, presence=Presence.ABSENT) if says_none else None


_READERS: Final[Mapping[str, Callable[[_Observed], Said | None]]] = {
    "quantity": _quantity,
    "coded": _coded_value,
    "boolean": _boolean,
    "date": _date,
    "text": _text,
    "collection": _collection,
    "event": _boolean,  # a result can say only whether it happened
}


def range_was_lost(segment: Segment, said: Said) -> bool:
    """Whether OBX-7 says something of a number that could not be read."""
    is_number = isinstance(said.value, int | float) and not isinstance(said.value, bool)
    return is_number and bool(segment.field(7).strip()) and said.reference == (None, None)


def flags_of(segment: Segment) -> dict[str, Scalar]:
    """Return OBX-8, the laboratory's own flag, as it wrote it."""
    flag = segment.component(8)
    return {"interpretation": flag[:40]} if flag else {}
