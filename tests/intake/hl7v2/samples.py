"""A small dictionary and the lines of synthetic HL7 v2 messages."""

from __future__ import annotations

from typing import Final, Literal

from bedside_app.dictionary.entries import Answer, Code, Entry, FactDictionary, Item, NoneOf
from bedside_app.domain.fact import Fact
from bedside_app.intake.hl7v2 import read
from bedside_app.intake.reading import ReadFile
from bedside_app.intake.source import Source


def _words(text: str) -> dict[Literal["en", "fr"], str]:
    return {"en": text, "fr": text}


def _loinc(*codes: str) -> tuple[Code, ...]:
    return tuple(Code(system="loinc", code=code) for code in codes)


DICTIONARY: Final = FactDictionary(
    Entry.model_validate(raw)
    for raw in (
        {
            "id": "haemoglobin",
            "label": _words("haemoglobin"),
            "kind": "quantity",
            "about": "patient",
            "unit": "g/L",
            "plausible": (10, 300),
            "codes": _loinc("718-7"),
        },
        {
            "id": "platelets",
            "label": _words("platelets"),
            "kind": "quantity",
            "about": "patient",
            "unit": "10*9/L",
            "plausible": (0, 3000),
            "codes": _loinc("777-3"),
            "names": ["thrombocytes"],
        },
        {
            "id": "creatinine",
            "label": _words("creatinine"),
            "kind": "quantity",
            "about": "patient",
            "unit": "umol/L",
            "plausible": (10, 3000),
            "conversions": {"mg/dL": 88.42},
            "codes": _loinc("2160-0"),
        },
        {
            "id": "egfr",
            "label": _words("eGFR"),
            "kind": "quantity",
            "about": "patient",
            "unit": "mL/min/{1.73_m2}",
            "plausible": (0, 200),
            "codes": _loinc("33914-3"),
        },
        {
            "id": "inr",
            "label": _words("INR"),
            "kind": "quantity",
            "about": "patient",
            "unit": "1",
            "plausible": (0, 20),
            "codes": _loinc("6301-6"),
        },
        {
            "id": "ecog",
            "label": _words("ECOG"),
            "kind": "quantity",
            "about": "patient",
            "unit": "1",
            "plausible": (0, 5),
            "codes": _loinc("89247-1"),
            "answers": [
                Answer(value=0, label=_words("fully active"), codes=_loinc("LA9622-7")),
                Answer(value=1, label=_words("restricted"), codes=_loinc("LA9623-5"), names=("ecog 1",)),
            ],
        },
        {
            "id": "er_status",
            "label": _words("ER"),
            "kind": "coded",
            "about": "primary",
            "codes": _loinc("16112-5"),
            "answers": [
                Answer(value="positive", label=_words("positive"), codes=_loinc("LA6576-8"), names=("pos",)),
                Answer(value="negative", label=_words("negative"), codes=_loinc("LA6577-6")),
            ],
        },
        {
            "id": "pregnant",
            "label": _words("pregnant"),
            "kind": "boolean",
            "about": "patient",
            "codes": _loinc("82810-3"),
        },
        {
            "id": "last_menses",
            "label": _words("last menstrual period"),
            "kind": "date",
            "about": "patient",
            "codes": _loinc("8665-2"),
        },
        {
            "id": "remark",
            "label": _words("remark"),
            "kind": "text",
            "about": "patient",
            "codes": _loinc("8251-1"),
        },
        {
            "id": "allergies",
            "label": _words("allergies"),
            "kind": "collection",
            "about": "patient",
            "codes": _loinc("52473-6"),
            "items": [
                Item(value="penicillin", label=_words("penicillin"), codes=(Code(system="snomed", code="764146007"),)),
                Item(value="docetaxel", label=_words("docetaxel")),
            ],
            "none": NoneOf(names=("no known allergies",)),
        },
    )
)

MSH: Final = r"MSH|^~\&|LAB|HOSP|||20260501101500||ORU^R01|1|P|2.5.1||||||UNICODE UTF-8"
PID: Final = "PID|1||4711^^^HOSP^MR||Doe^Jane||19600102|F"
OBR: Final = "OBR|1|P1|F1|24323-8^panel^LN|||20260501080000"
HAEMOGLOBIN: Final = "OBX|1|NM|718-7^Hb^LN||12.5|g/dL|12.0-16.0|N|||F"


def obx(kind: str, code: str, value: str, unit: str = "", *, span: str = "", status: str = "F", time: str = "") -> str:
    """Return one OBX segment of a LOINC code."""
    return f"OBX|1|{kind}|{code}^test^LN||{value}|{unit}|{span}||||{status}|||{time}"


def message(*observations: str, header: str = MSH, patient: str = PID, order: str = OBR) -> str:
    """Return one message with these segments, its lines ended by carriage returns."""
    return "".join(f"{line}\r" for line in (header, patient, order, *observations) if line)


def reading(text: str | bytes) -> ReadFile:
    """Return what the reader makes of a file."""
    data = text if isinstance(text, bytes) else text.encode()
    return read(Source.of("synthetic.hl7", data), DICTIONARY)


def only_fact(text: str | bytes) -> Fact:
    """Return the one fact of a file of which nothing was refused or set aside."""
    found = reading(text)
    assert (found.refused, found.not_understood) == ((), ())
    (fact,) = found.facts
    return fact


def refusals(text: str | bytes) -> list[str]:
    """Return the codes of what was refused, without the room."""
    return [refused.code.removeprefix("intake.") for refused in reading(text).refused]


def set_aside(text: str | bytes) -> list[str]:
    """Return why things were set aside, without the room."""
    return [item.why.removeprefix("intake.hl7v2.") for item in reading(text).not_understood]
