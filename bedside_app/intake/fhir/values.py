"""Elements of FHIR JSON as typed values: objects, codes, numbers with their unit, moments. A wrong type is refused."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any, ClassVar, Final

from bedside_app.dictionary.entries import Coding, Entry
from bedside_app.dictionary.systems import short_name
from bedside_app.dictionary.units import IncompatibleUnit, UnknownUnit, to_canonical
from bedside_app.domain.fact import Comparator
from bedside_app.domain.moment import Moment
from bedside_app.foundation.errors import Refusal
from bedside_app.intake.quantity import NotANumber, canonical_value

__all__ = [
    "NOTHING",
    "Concept",
    "Element",
    "MalformedFhir",
    "Measured",
    "UnitsDisagree",
    "UnsafeToRead",
    "boolean",
    "child",
    "children",
    "code_of",
    "coded_moment",
    "concept",
    "concepts",
    "extensions",
    "first_moment",
    "measured",
    "measured_text",
    "moment",
    "string",
    "strings",
    "written_number",
]

Element = Mapping[str, Any]
NOTHING: Final[Element] = {}

_MAX_CODINGS: Final = 50
_MAX_TEXT: Final = 20_000
_UCUM: Final = "ucum"
_AMOUNT: Final = re.compile(r"(?P<comparator><=|>=|<|>|≤|≥)?\s*(?P<number>[+-]?\d+(?:\.\d+)?)\s*(?P<unit>\D.{0,40})?")
_GENERIC_SYSTEMS: Final = (  # their codes say what kind of statement it is, not what is stated
    "http://hl7.org/fhir/uv/genomics-reporting/CodeSystem/tbd-codes-cs",
)
_FHIR_SYSTEMS: Final = ("http://terminology.hl7.org/CodeSystem/", "http://hl7.org/fhir/")
_SIGNS: Final = {"≤": "<=", "≥": ">="}


class MalformedFhir(Refusal):
    """An element is of another type than FHIR says, or of no possible value."""

    code: ClassVar[str] = "intake.fhir-malformed"


class UnsafeToRead(Refusal):
    """An element changes the meaning of the resource in a way that Bedside does not know."""

    code: ClassVar[str] = "intake.fhir-unsafe-to-read"


class UnitsDisagree(Refusal):
    """The coded unit and the written unit of one quantity are two different units."""

    code: ClassVar[str] = "intake.fhir-units-disagree"


def child(parent: Element, name: str) -> Element:
    """Return an object, empty where there is none.

    Raises
    ------
    MalformedFhir
        The element is no object.
    """
    value = parent.get(name)
    if value is None:
        return NOTHING
    if not isinstance(value, dict):
        raise MalformedFhir(element=name)
    return value


def children(parent: Element, name: str) -> list[Element]:
    """Return a list of objects; a null in it stays an empty object, so that places count right."""
    value = parent.get(name)
    if value is None:
        return []
    if not isinstance(value, list) or not all(item is None or isinstance(item, dict) for item in value):
        raise MalformedFhir(element=name)
    return [NOTHING if item is None else item for item in value]


def string(parent: Element, name: str) -> str:
    """Return a text, "" where there is none."""
    value = parent.get(name)
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > _MAX_TEXT:
        raise MalformedFhir(element=name)
    return value.strip()


def strings(parent: Element, name: str) -> list[str]:
    """Return a list of texts."""
    value = parent.get(name)
    if value is None:
        return []
    if not isinstance(value, list) or not all(item is None or isinstance(item, str) for item in value):
        raise MalformedFhir(element=name)
    return [item for item in value if item is not None]


def boolean(parent: Element, name: str) -> bool | None:
    """Return true or false, None where there is none."""
    value = parent.get(name)
    if value is not None and not isinstance(value, bool):
        raise MalformedFhir(element=name)
    return value


def moment(parent: Element, name: str) -> Moment | None:
    """Return a date, dateTime or instant."""
    text = string(parent, name)
    if not text:
        return None
    try:
        return Moment(text)
    except ValueError as error:
        raise MalformedFhir(element=name) from error


def first_moment(parent: Element, stem: str) -> Moment | None:
    """Return the moment of a choice element (`effective[x]`): a date, or where a period begins, else where it ends."""
    for suffix in ("DateTime", "Instant", "Date"):
        found = moment(parent, stem + suffix)
        if found is not None:
            return found
    period = child(parent, stem + "Period")
    found = moment(period, "start") or moment(period, "end")
    if found is None:
        events = strings(child(parent, stem + "Timing"), "event")
        found = moment({"event": events[0]}, "event") if events else None
    return found


def written_number(parent: Element, name: str) -> str:
    """Return a number as it was written; a text of digits counts as a number, true and false do not."""
    value = parent.get(name)
    if isinstance(value, bool) or not isinstance(value, int | Decimal | str):
        raise MalformedFhir(element=name)
    return value.strip() if isinstance(value, str) else str(value)


def extensions(parent: Element, ending: str) -> Iterator[Element]:
    """Yield the extensions whose URL ends so (implementation guides move their folders, not the names)."""
    for extension in children(parent, "extension"):
        if string(extension, "url").rstrip("/").endswith(ending):
            yield extension


@dataclass(frozen=True, slots=True)
class Concept:
    """A CodeableConcept: codes of systems that the dictionary knows, the text, and what a person would call it.

    `coded` is true where any code stands, of a known system or not: such a concept is never taken by its text alone.
    """

    codings: tuple[Coding, ...] = ()
    text: str = ""
    label: str = ""
    coded: bool = False
    displays: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.label)

    @property
    def words(self) -> tuple[str, ...]:
        """The text, then the displays: what may name an answer as a whole."""
        return tuple(dict.fromkeys(word for word in (self.text, *self.displays) if word))

    @property
    def name(self) -> str:
        """What may name the concept as a whole: nothing where a system that the dictionary knows has coded it.

        `Family history of heart failure` with the text `heart failure` must not become heart failure.
        """
        return "" if self.codings else self.text or self.label

    def answer_of(self, entry: Entry) -> str | int | float | None:
        """Return the answer of `entry` that the codes, else a whole text, mean."""
        found = entry.answer(self.codings, self.text)
        if found is None:
            return next((a for word in self.displays if (a := entry.answer((), word)) is not None), None)
        return found


_NO_CONCEPT: Final = Concept()


def concept(value: Element) -> Concept:
    """Return the Concept of one CodeableConcept element."""
    if not value:
        return _NO_CONCEPT
    codings = children(value, "coding")
    if len(codings) > _MAX_CODINGS:
        raise MalformedFhir(element="coding")
    known: list[Coding] = []
    displays: list[str] = []
    coded = False
    for coding in codings:
        code, display, uri = string(coding, "code"), string(coding, "display"), string(coding, "system")
        coded = coded or (bool(code) and uri not in _GENERIC_SYSTEMS)
        system = short_name(uri)
        if code and system is not None:
            known.append((system, code.upper() if system in ("icd10", "icdo3", "atc") else code))
        if display:
            displays.append(display)
    text = string(value, "text")
    label = text or (displays[0] if displays else next((string(c, "code") for c in codings if string(c, "code")), ""))
    return Concept(tuple(known), text, label[:200], coded, tuple(displays))


def concepts(parent: Element, name: str) -> list[Concept]:
    """Return the Concepts of a list of CodeableConcept elements."""
    return [concept(value) for value in children(parent, name)]


def code_of(parent: Element, name: str) -> str:
    """Return the code of a status: FHIR's own before those of other systems, else the text; "" for none."""
    value = child(parent, name)
    codings = [coding for coding in children(value, "coding") if string(coding, "code")]
    codings.sort(key=lambda coding: not string(coding, "system").startswith(_FHIR_SYSTEMS))
    return string(codings[0], "code") if codings else string(value, "text").casefold()


def coded_moment(value: Element, ending: str) -> Moment | None:
    """Return the date that an extension of this name carries."""
    for extension in extensions(value, ending):
        found = first_moment(extension, "value")
        if found is not None:
            return found
    return None


@dataclass(frozen=True, slots=True)
class Measured:
    """A number in the dictionary's unit, its bound, and how the source wrote it."""

    value: float
    raw: str
    comparator: Comparator | None = None


def measured(quantity: Element, entry: Entry, *, label: str) -> Measured:
    """Return a Quantity in the unit of `entry`.

    Raises
    ------
    MalformedFhir, UnitsDisagree, NotANumber, MissingUnit, ImplausibleValue, UnknownUnit, IncompatibleUnit
    """
    written = written_number(quantity, "value")
    comparator = _comparator(string(quantity, "comparator"))
    shown = string(quantity, "unit") or string(quantity, "code")
    raw = f"{comparator.value if comparator else ''}{written} {shown}".strip()[:200]
    unit = _unit(quantity, label=label)
    return Measured(canonical_value(written, unit, entry, label=label, raw=raw, comparator=comparator), raw, comparator)


def measured_text(text: str, entry: Entry, *, label: str) -> Measured:
    """Return a number written as a whole text (`240 mg/m2`, `< 0.1 ng/mL`) in the unit of `entry`.

    Raises
    ------
    NotANumber
        The text is anything more, or anything else.
    """
    match = _AMOUNT.fullmatch(text.strip())
    if match is None:
        raise NotANumber(label=label, raw=text[:80])
    sign = match["comparator"] or ""
    comparator = _comparator(_SIGNS.get(sign, sign))
    unit = (match["unit"] or "").strip()
    raw = text.strip()[:200]
    return Measured(
        canonical_value(match["number"], unit, entry, label=label, raw=raw, comparator=comparator), raw, comparator
    )


def _comparator(text: str) -> Comparator | None:
    if not text:
        return None
    try:
        return Comparator(text)
    except ValueError as error:
        raise MalformedFhir(element="comparator") from error


def _unit(quantity: Element, *, label: str) -> str:
    """Return the unit that counts: the UCUM code; without one what was written. Two different units are refused."""
    written, code = string(quantity, "unit"), string(quantity, "code")
    system = string(quantity, "system")
    coded = code if code and (not system or short_name(system) == _UCUM) else ""
    if coded and written and coded != written and not _may_agree(coded, written):
        raise UnitsDisagree(label=label, code=coded[:40], unit=written[:40])
    return coded or written


@lru_cache(maxsize=1024)
def _may_agree(code: str, written: str) -> bool:
    """Whether a unit code and a unit text can mean one unit; a text that is no unit (`Score`) says nothing."""
    try:
        return to_canonical("1", written, code, {}) == 1
    except UnknownUnit:
        return True
    except IncompatibleUnit:
        return False
