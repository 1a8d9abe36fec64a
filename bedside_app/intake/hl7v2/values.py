"""Fields of HL7 v2 as typed values: moments, coded elements, numbers with their bounds, ranges, units, statuses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Final

from bedside_app.dictionary.entries import Coding, Entry, fold
from bedside_app.dictionary.systems import short_name
from bedside_app.dictionary.units import UnknownUnit, parse
from bedside_app.domain.fact import Comparator, Scalar, Status
from bedside_app.domain.moment import Moment
from bedside_app.foundation.errors import Refusal
from bedside_app.intake.hl7v2.segments import Encoding

__all__ = [
    "Amount",
    "Coded",
    "NotAMoment",
    "Standing",
    "UnitsDisagree",
    "amount_of_structured",
    "amount_of_text",
    "coded",
    "moment",
    "range_bounds",
    "standing",
    "unit_text",
    "yes_or_no",
    "zone_of",
]

_TIME: Final = re.compile(
    r"(?P<year>\d{4})(?:(?P<month>\d\d)(?:(?P<day>\d\d)"
    r"(?:(?P<hour>\d\d)(?:(?P<minute>\d\d)(?:(?P<second>\d\d)(?P<fraction>\.\d{1,4})?)?)?)?)?)?(?P<zone>[+-]\d{4})?",
    re.ASCII,
)
_PRECISIONS: Final = {"Y": 4, "L": 6, "D": 8, "H": 10, "M": 12, "S": 14}  # TS-2, digits that count; HL7 v2.2 to 2.6
_NUMBER: Final = r"[+-]?(?:\d{1,15}(?:\.\d{1,10})?|\.\d{1,10})"
_BOUNDED: Final = re.compile(
    rf"(?P<sign><=|>=|=<|=>|<|>|≤|≥)?\s*(?P<number>{_NUMBER}(?:[eE][+-]?\d{{1,2}})?)", re.ASCII
)
_SIGNS: Final = {"": None, "=": None, "≤": Comparator.AT_MOST, "≥": Comparator.AT_LEAST, "=<": Comparator.AT_MOST}
_COMPARATORS: Final = {**_SIGNS, "=>": Comparator.AT_LEAST, **{sign.value: sign for sign in Comparator}}
_RANGE: Final = re.compile(rf"(?P<low>{_NUMBER})\s*(?:-|–|to|à)\s*(?P<high>{_NUMBER})", re.ASCII)
_COMMA: Final = re.compile(r"(?<=\d),(?=\d{1,2}(?!\d))", re.ASCII)
_TABLE_0136: Final = {"Y": True, "N": False}
_YES: Final = frozenset({("loinc", "LA33-6"), ("loinc", "LA9633-4"), ("snomed", "373066001"), ("snomed", "52101004")})
_NO: Final = frozenset({("loinc", "LA32-8"), ("loinc", "LA9634-2"), ("snomed", "373067005"), ("snomed", "2667000")})


class NotAMoment(Refusal):
    """A time stamp is none of the calendar, or not of HL7's form."""

    code: ClassVar[str] = "intake.hl7v2.not-a-moment"


class UnitsDisagree(Refusal):
    """The components of one OBX-6 name two different units."""

    code: ClassVar[str] = "intake.hl7v2.units-disagree"


# -- time --------------------------------------------------------------------------------------------------------------


def moment(raw: str, encoding: Encoding, zone: str = "") -> Moment | None:
    """Return a TS, DTM or DT with its own precision, None where the field is empty.

    `zone` is the one of MSH-7, which counts for times of the message that have none (HL7 v2.3 and later). A time of an
    hour without minutes counts as its day: a coarser moment is true, an invented minute is not.

    Raises
    ------
    NotAMoment
        Another form, or no real day or time.
    """
    parts = encoding.texts(raw)
    written = parts[0]
    if not written:
        return None
    match = _TIME.fullmatch(written)
    if match is None:
        raise NotAMoment(raw=written[:30])
    day = "-".join(part for part in (match["year"], match["month"], match["day"]) if part)
    time = f"T{match['hour']}:{match['minute'] or '00'}" if match["hour"] else ""
    seconds = f":{match['second']}{match['fraction'] or ''}" if match["second"] else ""
    own_zone = _iso_zone(match["zone"] or zone) if time else ""
    try:
        whole = Moment(f"{day}{time}{seconds}{own_zone}")
    except ValueError as error:
        raise NotAMoment(raw=written[:30]) from error
    digits = min(_PRECISIONS.get(parts[1] if len(parts) > 1 else "", 14), _digits(match))
    if digits >= 14:
        return whole
    return Moment(f"{day}{time}{own_zone}" if digits >= 12 else day[: {4: 4, 6: 7}.get(digits, 10)])


def _digits(match: re.Match[str]) -> int:
    """Return how many digits of the calendar and the clock were written: 4 for a year, 14 with seconds."""
    return sum(len(match[name] or "") for name in ("year", "month", "day", "hour", "minute", "second"))


def zone_of(raw: str, encoding: Encoding) -> str:
    """Return the zone that a time stamp names, "" for none: `+0100`."""
    match = _TIME.fullmatch(encoding.texts(raw)[0])
    return (match["zone"] or "") if match is not None and match["hour"] else ""


def _iso_zone(zone: str) -> str:
    return f"{zone[:3]}:{zone[3:]}" if zone else ""


# -- codes -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Coded:
    """A CE, CWE or CNE: codes of systems that the dictionary knows, the words beside them, whether any code stands."""

    codings: tuple[Coding, ...] = ()
    words: tuple[str, ...] = ()
    is_coded: bool = False

    @property
    def label(self) -> str:
        """What a person would call it."""
        return next(iter(self.words), "") or next((code for _, code in self.codings), "")

    def answer_of(self, entry: Entry) -> Scalar | None:
        """Return the answer that the codes mean; where none of them is known, the answer of a whole text."""
        if any(entry.answer((coding,)) is not None for coding in self.codings):
            return entry.answer(self.codings, next(iter(self.words), ""))
        found = {answer for word in self.words if (answer := entry.answer((), word)) is not None}
        return found.pop() if len(found) == 1 else None


def coded(raw: str, encoding: Encoding) -> Coded:
    """Return one repetition of a CE (2.3), CWE (2.5 and later) or of a bare text as a coded element.

    Components are code, text, system, and the same three again for the alternate; CWE-9 is the original text.
    """
    parts = [*encoding.texts(raw), *[""] * 9]
    codings = []
    for code, system in ((parts[0], parts[2]), (parts[3], parts[5])):
        short = short_name(system) if code and system else None
        if short is not None:
            codings.append((short, code.upper() if short in ("icd10", "icdo3", "atc") else code))
    is_coded = bool(parts[0] or parts[3])
    words = [parts[8], parts[1], parts[4]]
    if not any(words):
        words = [code for code, system in ((parts[0], parts[2]), (parts[3], parts[5])) if code and not system]
    return Coded(tuple(codings), tuple(dict.fromkeys(word for word in words if word)), is_coded)


def yes_or_no(meant: Coded) -> bool | None:
    """Return what a coded yes or no, or HL7 table 0136, says; None for anything else."""
    said = {coding in _YES for coding in meant.codings if coding in _YES or coding in _NO}
    said |= {_TABLE_0136[word] for word in meant.words if word in _TABLE_0136}
    said |= {fold(word) in ("yes", "oui") for word in meant.words if fold(word) in ("yes", "no", "oui", "non")}
    return said.pop() if len(said) == 1 else None


# -- numbers -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Amount:
    """A number as it was written, its bound, and the upper end where the source gave a range."""

    number: str
    comparator: Comparator | None = None
    upper: str = ""


def amount_of_text(text: str) -> Amount | None:
    """Return a whole text that is a number, or a comparator and a number; None for anything else."""
    match = _BOUNDED.fullmatch(text)
    return None if match is None else Amount(match["number"], _COMPARATORS[match["sign"] or ""])


def amount_of_structured(parts: list[str]) -> Amount | None:
    """Return an SN: comparator, number, separator, number. None for a ratio, a sum, or what is not of the type."""
    comparator, number, separator, other = [*parts, "", "", "", ""][:4]
    if comparator not in _COMPARATORS or amount_of_text(number) is None or number[:1] in "<>=≤≥":
        return None
    if not separator and not other:
        return Amount(number, _COMPARATORS[comparator])
    if separator == "-" and not comparator and re.fullmatch(_NUMBER, other, re.ASCII) and float(number) <= float(other):
        return Amount(number, Comparator.AT_LEAST, upper=other)
    return None


def range_bounds(text: str) -> tuple[str, str] | None:
    """Return OBX-7 as (low, high), each "" where it is open; None where it is not one plain range.

    A decimal comma counts only where no thousands can be meant: one or two digits after it, in each of the numbers.
    """
    if re.search(r"\d,\d", text, re.ASCII):
        if (
            "." in text
            or re.search(r"\d(?![\d,])(?<!,\d)(?<!,\d\d)", text, re.ASCII)
            or re.search(r",\d{3}", text, re.ASCII)
        ):
            return None
        text = _COMMA.sub(".", text)
    both = _RANGE.fullmatch(text)
    if both is not None:
        return (both["low"], both["high"]) if float(both["low"]) <= float(both["high"]) else None
    one = amount_of_text(text)
    if one is None or one.comparator is None:
        return None
    return ("", one.number) if one.comparator in (Comparator.LESS, Comparator.AT_MOST) else (one.number, "")


def unit_text(raw: str, encoding: Encoding) -> str:
    """Return OBX-6 as the unit text that counts: the first component that is a unit, "" where the field is empty.

    Raises
    ------
    UnitsDisagree
        Two components are units, and not the same.
    """
    parts = [*encoding.texts(raw), *[""] * 5]
    written = [parts[index] for index in (0, 1, 3, 4) if parts[index]]
    known = list(_units(written))
    if any(unit != known[0][1] for _, unit in known):
        raise UnitsDisagree(code=known[0][0], unit=next(text for text, unit in known if unit != known[0][1]))
    return known[0][0] if known else next(iter(written), "")


def _units(written: list[str]) -> Iterator[tuple[str, object]]:
    for text in written:
        try:
            yield text, parse(text)
        except UnknownUnit:
            continue


# -- status ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Standing:
    """What an observation status means here.

    `status` None: nothing to read (`why` says how it is set aside). `absent` is the reason of a stated unknown.
    """

    status: Status | None
    absent: str = ""
    why: str = ""


_STANDINGS: Final = {  # HL7 table 0085
    "F": Standing(Status.FINAL),
    "U": Standing(Status.FINAL),
    "B": Standing(Status.FINAL),
    "V": Standing(Status.FINAL),
    "C": Standing(Status.CORRECTED),
    "A": Standing(Status.CORRECTED),
    "P": Standing(Status.PRELIMINARY),
    "R": Standing(Status.PRELIMINARY),
    "S": Standing(Status.PRELIMINARY),
    "D": Standing(Status.WITHDRAWN),
    "W": Standing(Status.WITHDRAWN),
    "X": Standing(Status.FINAL, absent="cannot be obtained"),
    "N": Standing(Status.FINAL, absent="not asked"),
    "I": Standing(None, why="pending"),
    "O": Standing(None, why="order-detail"),
}
_OF_REPORT: Final = {
    "F": "F",
    "C": "C",
    "P": "P",
    "A": "P",
    "R": "P",
    "X": "X",
}  # HL7 table 0123, where OBX-11 is empty


def standing(of_result: str, of_report: str) -> Standing | None:
    """Return what OBX-11, or OBR-25 where that is empty, says; None where neither says anything that is known."""
    return _STANDINGS.get(of_result or _OF_REPORT.get(of_report, ""))
