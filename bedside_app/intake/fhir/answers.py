"""The value of an observation, component or answer, read as the kind of fact that the dictionary says it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from bedside_app.dictionary.entries import Entry
from bedside_app.domain.fact import Comparator, Presence, Scalar
from bedside_app.domain.moment import Moment
from bedside_app.intake.fhir.draft import Said
from bedside_app.intake.fhir.values import (
    Concept,
    Element,
    MalformedFhir,
    Measured,
    boolean,
    child,
    children,
    code_of,
    concept,
    concepts,
    extensions,
    measured,
    measured_text,
    moment,
    string,
    written_number,
)
from bedside_app.intake.quantity import NotANumber, has_no_unit, number_of

__all__ = ["absent_reason", "answer_of", "is_empty", "range_of", "remarks", "shown", "suffix_of", "yes_or_no"]

_VALUES: Final = (
    "Quantity",
    "CodeableConcept",
    "String",
    "Boolean",
    "Integer",
    "Range",
    "Ratio",
    "DateTime",
    "Period",
    "Time",
    "SampledData",
)
_VALUE_NAMES: Final = tuple((suffix, f"value{suffix}") for suffix in _VALUES)
_YES: Final = frozenset({("loinc", "LA33-6"), ("loinc", "LA9633-4"), ("snomed", "373066001"), ("snomed", "52101004")})
_NO: Final = frozenset({("loinc", "LA32-8"), ("loinc", "LA9634-2"), ("snomed", "373067005"), ("snomed", "2667000")})
_YES_WORDS: Final = frozenset({"yes", "oui", "true", "present", "présent"})
_NO_WORDS: Final = frozenset({"no", "non", "false", "absent", "none", "aucun", "aucune"})
_UNKNOWN_SYSTEMS: Final = frozenset({"absent", "nullflavor"})
_UNKNOWN: Final = frozenset({("snomed", "261665006"), ("loinc", "LA4489-6")})
_UNKNOWN_WORDS: Final = frozenset({"unknown", "not known", "inconnu", "inconnue", "non connu"})
_BOUNDS: Final = (("low", ">="), ("high", "<="))  # a bound of 0 may lie under the plausible range


def suffix_of(element: Element) -> str:
    """Return which `value[x]` stands in an element: `Quantity`, `CodeableConcept` …, "" for none."""
    found = [suffix for suffix, name in _VALUE_NAMES if element.get(name) is not None]
    if len(found) > 1:
        raise MalformedFhir(element="value[x]")
    return found[0] if found else ""


def is_empty(element: Element, suffix: str) -> bool:
    """Whether a value element stands without a value: only an extension, say."""
    value = element.get(f"value{suffix}")
    if suffix == "Quantity":
        return child(element, "valueQuantity").get("value") is None
    return value in ("", {}, [])


def absent_reason(element: Element, suffix: str) -> str:
    """Return why a value is absent, as its source says: beside the value, or inside it."""
    absent = concept(child(element, "dataAbsentReason"))
    return code_of(element, "dataAbsentReason") or absent.label or _reason_inside(element, suffix)


def _reason_inside(element: Element, suffix: str) -> str:
    """Return the reason that a data-absent-reason extension of the value gives, of an object or of a primitive."""
    names = [f"value{suffix}"] if suffix else [name for name in element if name.startswith("_value")]
    for name in names:
        for extension in extensions(child(element, name), "data-absent-reason"):
            return string(extension, "valueCode") or "unknown"
    return ""


def answer_of(element: Element, suffix: str, entry: Entry, label: str) -> Said | None:
    """Return what a value says of `entry`; None where the dictionary has no such answer and nothing may be guessed.

    Raises
    ------
    Refusal
        A number without its unit, in a wrong one, or outside what is plausible.
    """
    return _READERS[entry.kind](element, suffix, entry, label) or _stated_unknown(element, suffix)


def _stated_unknown(element: Element, suffix: str) -> Said | None:
    """Return a stated unknown where the answer is a null flavour, or the code or word for unknown."""
    if suffix not in ("String", "CodeableConcept"):
        return None
    answer = _meant(element, suffix)
    for system, code in answer.codings:
        if system in _UNKNOWN_SYSTEMS or (system, code) in _UNKNOWN:
            return Said(None, raw=answer.label, absent_reason=code)
    if not answer.codings and answer.text.casefold() in _UNKNOWN_WORDS:
        return Said(None, raw=answer.label, absent_reason="unknown")
    return None


def shown(element: Element, suffix: str) -> str:
    """Return the value as a person would read it, bounded."""
    value = element.get(f"value{suffix}")
    if suffix == "CodeableConcept":
        return concept(child(element, "valueCodeableConcept")).label[:120]
    if suffix == "Quantity":
        quantity = child(element, "valueQuantity")
        return f"{quantity.get('value')} {string(quantity, 'unit') or string(quantity, 'code')}".strip()[:120]
    return str(value)[:120] if isinstance(value, str | int | bool) else suffix


def remarks(element: Element) -> Mapping[str, Scalar]:
    """Return what the laboratory says beside the value: its flag and the method."""
    detail: dict[str, Scalar] = {}
    flags = [flag for meant in concepts(element, "interpretation") if (flag := _reason_or_code(meant))]
    if flags:
        detail["interpretation"] = flags[0][:40]
    method = concept(child(element, "method"))
    if method:
        detail["method"] = method.label[:120]
    return detail


def _reason_or_code(meant: Concept) -> str:
    return meant.codings[0][1] if meant.codings else meant.label


def range_of(element: Element, entry: Entry, label: str) -> tuple[float | None, float | None]:
    """Return the laboratory's own range where exactly one general one stands, in the unit of the entry.

    Raises
    ------
    Refusal
        It cannot be read: the value stands without it.
    """
    ranges = [
        one for one in children(element, "referenceRange") if (one.get("low") or one.get("high")) and _is_general(one)
    ]
    if entry.kind != "quantity" or len(ranges) != 1:
        return (None, None)
    low, high = (_bound(child(ranges[0], name), entry, label, sign) for name, sign in _BOUNDS)
    return (low, high)


def _bound(quantity: Element, entry: Entry, label: str, sign: str) -> float | None:
    return measured({**quantity, "comparator": sign}, entry, label=label).value if quantity else None


def _is_general(reference: Element) -> bool:
    if reference.get("appliesTo") or reference.get("age"):
        return False
    kind = concept(child(reference, "type"))
    codes = {string(coding, "code") for coding in children(child(reference, "type"), "coding")}
    return not kind or "normal" in codes


def _quantity(element: Element, suffix: str, entry: Entry, label: str) -> Said | None:
    if suffix == "Quantity":
        return _as_said(measured(child(element, "valueQuantity"), entry, label=label))
    if suffix == "Integer":
        return _as_said(measured_text(written_number(element, "valueInteger"), entry, label=label))
    if suffix == "Range":
        return _range(child(element, "valueRange"), entry, label)
    if suffix == "Ratio":
        return _ratio(child(element, "valueRatio"), entry, label)
    if suffix in ("String", "CodeableConcept"):
        meant = _meant(element, suffix)
        answer = meant.answer_of(entry)
        if answer is not None:
            return Said(answer, raw=meant.label)
        try:
            return _as_said(measured_text(meant.text, entry, label=label))
        except NotANumber:
            return None
    return None


def _as_said(amount: Measured) -> Said:
    return Said(amount.value, raw=amount.raw, comparator=amount.comparator)


def _range(value: Element, entry: Entry, label: str) -> Said | None:
    """Return a range as the bound that it surely is: `from`, with the upper end beside it; or `up to` alone."""
    low = measured(child(value, "low"), entry, label=label) if value.get("low") else None
    high = measured(child(value, "high"), entry, label=label) if value.get("high") else None
    if low is None:
        return None if high is None else Said(high.value, raw=f"≤ {high.raw}", comparator=Comparator.AT_MOST)
    if high is None:
        return Said(low.value, raw=f"≥ {low.raw}", comparator=Comparator.AT_LEAST)
    if low.value > high.value:
        raise NotANumber(label=label, raw=f"{low.raw} – {high.raw}")
    if low.value == high.value:
        return _as_said(low)
    raw = f"{low.raw} – {high.raw}"
    return Said(low.value, raw=raw, comparator=Comparator.AT_LEAST, detail={"range_high": high.value})


def _ratio(value: Element, entry: Entry, label: str) -> Said | None:
    """Return a ratio of two amounts of one unit as a bare number, of two units as an amount of `unit/unit`."""
    above, below = child(value, "numerator"), child(value, "denominator")
    top, bottom = written_number(above, "value"), written_number(below, "value")
    divisor = number_of(bottom, label=label)
    raw = f"{top} {string(above, 'unit')} : {bottom} {string(below, 'unit')}"
    units = [string(part, "code") or string(part, "unit") for part in (above, below)]
    if above.get("comparator") or below.get("comparator") or divisor == 0:
        raise NotANumber(label=label, raw=raw)
    quotient = repr(number_of(top, label=label) / divisor)
    if units[0] == units[1]:
        bare = has_no_unit(entry)
        return _as_said(replace(measured({"value": quotient}, entry, label=label), raw=raw)) if bare else None
    unit = f"{units[0]}/{units[1]}" if all(units) else ""
    return _as_said(replace(measured({"value": quotient, "unit": unit}, entry, label=label), raw=raw))


def _coded(element: Element, suffix: str, entry: Entry, _: str) -> Said | None:
    if suffix in ("String", "CodeableConcept"):
        meant = _meant(element, suffix)
        return _answered(meant.answer_of(entry), meant.label)
    if suffix == "Integer":
        written = written_number(element, "valueInteger")
        return _answered(entry.answer((), written), written)
    if suffix == "Quantity":
        quantity = child(element, "valueQuantity")
        unit = string(quantity, "code") or string(quantity, "unit")
        bare = (not unit or unit == "1" or unit.startswith("{")) and not quantity.get("comparator")
        written = written_number(quantity, "value")
        return _answered(entry.answer((), written), f"{written} {unit}".strip()) if bare else None
    if suffix == "Boolean":
        word = "yes" if boolean(element, "valueBoolean") else "no"
        return _answered(entry.answer((), word), word)
    return None


def _answered(answer: Scalar | None, raw: str) -> Said | None:
    return None if answer is None else Said(answer, raw=raw)


def _boolean(element: Element, suffix: str, _: Entry, __: str) -> Said | None:
    there = yes_or_no(element, suffix)
    return None if there is None else Said(there, raw=shown(element, suffix))


def _date(element: Element, suffix: str, _: Entry, __: str) -> Said | None:
    if suffix == "DateTime":
        found = moment(element, "valueDateTime")
        return None if found is None else Said(found.text, raw=found.text)
    if suffix == "String":
        text = string(element, "valueString")
        try:
            return Said(Moment(text).text, raw=text)
        except ValueError:
            return None
    return None


def _text(element: Element, suffix: str, _: Entry, __: str) -> Said | None:
    if suffix not in ("String", "CodeableConcept"):
        return None
    meant = _meant(element, suffix)
    text = meant.text or meant.label
    return Said(text[:1000], raw=text) if text else None


def _collection(element: Element, suffix: str, entry: Entry, _: str) -> Said | None:
    if suffix not in ("String", "CodeableConcept"):
        return None
    meant = _meant(element, suffix)
    item = entry.item(meant.codings, meant.text)
    if item is not None:
        return Said(item.value, raw=meant.label)
    return Said(None, raw=meant.label, presence=Presence.ABSENT) if entry.says_none(meant.codings, meant.text) else None


def _event(element: Element, suffix: str, _: Entry, __: str) -> Said | None:
    there = yes_or_no(element, suffix)
    presence = Presence.PRESENT if there else Presence.ABSENT
    return None if there is None else Said(there, raw=shown(element, suffix), presence=presence)


def _meant(element: Element, suffix: str) -> Concept:
    if suffix == "CodeableConcept":
        return concept(child(element, "valueCodeableConcept"))
    text = string(element, "valueString")
    return Concept(text=text, label=text[:200])


def yes_or_no(element: Element, suffix: str) -> bool | None:
    """Return what a boolean, a coded yes or no, or the bare word says; None for anything else."""
    if suffix == "Boolean":
        return boolean(element, "valueBoolean")
    if suffix not in ("String", "CodeableConcept"):
        return None
    meant = _meant(element, suffix)
    said = set(_said_by(meant))
    return said.pop() if len(said) == 1 else None


def _said_by(meant: Concept) -> Iterator[bool]:
    for coding in meant.codings:
        if coding in _YES or coding in _NO:
            yield coding in _YES
    for word in meant.words:
        folded = word.casefold()
        if folded in _YES_WORDS or folded in _NO_WORDS:
            yield folded in _YES_WORDS


_READERS: Final[Mapping[str, Callable[[Element, str, Entry, str], Said | None]]] = {
    "quantity": _quantity,
    "coded": _coded,
    "boolean": _boolean,
    "date": _date,
    "text": _text,
    "collection": _collection,
    "event": _event,
}
