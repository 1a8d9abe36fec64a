"""What the fuzzer mutates: the demonstration files, and small inputs of every form that each reader takes."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any, Final

import imagecodecs
import numpy as np

from tests.dicom_files import BIG, DEFLATED, EXPLICIT, IMPLICIT, REGION, Value, dicom, packed, ultrasound

__all__ = ["archives", "cards", "conditions", "dicom_files", "fhir_files", "graphs", "hl7_files", "units", "yaml_files"]

ROOT: Final = Path(__file__).resolve().parents[2]

_MCODE: Final = "http://hl7.org/fhir/us/mcode/StructureDefinition/mcode-"
_ABSENT: Final = "http://terminology.hl7.org/CodeSystem/data-absent-reason"
_HEADER: Final = "MSH|^~\\&|LAB|H|BEDSIDE|WARD|20261001101500+0100||ORU^R01^ORU_R01|7|P|2.5.1|||||FRA|{charset}"
_PATIENT: Final = "PID|1||T-1^^^HOSP&1.2.3&ISO^MR~9^^^^PI||Test^Case^^^^^L~Old^Case^^^^^M||19640312|F"
_ORDER: Final = "OBR|1|P1|L1^LAB|24323-8^Panel^LN|||20261001100000|||||||20261001|TISS&Tissue&HL70070|||||||||F"
_RESULTS: Final = (
    "OBX|1|NM|718-7^Haemoglobin^LN~HB^Hb^L||121|g/L^^UCUM|120-160|N|||F|||20261001100000+0100",
    "OBX|2|SN|2160-0^Creatinine^LN||<^0.9|mg/dL|0.5-1.1|H|||C|||202610",
    "OBX|3|CWE|85337-4^ER^LN||LA6576-8^Positive^LN^P^pos^L|||A|||F",
    "OBX|4|NM|777-3^Platelets^LN|1.1|>400|x10E9/L|150 - 400|||~|P",
    "OBX|5|TX|22637-3^Report^LN||Line\\.br\\one \\T\\ two \\X4142\\~second||||||F",
    "OBX|6|ED|PDF^Report^L||^application^pdf^Base64^JVBERi0=||||||F",
    "OBX|7|NM|48642-3^eGFR^LN||>90|mL/min/{1.73_m2}|>60||||X",
    "NTE|1|L|A comment",
    "SPM|1|S1&LAB^S2&LAB||119376003^Tissue^SCT|||65801008^Excision^SCT",
)


def fhir_files() -> tuple[bytes, ...]:
    """Return bundles, each resource of them alone, NDJSON, and forms that the demonstration files do not use."""
    bundles = [path.read_bytes() for path in sorted((ROOT / "resources/demo").rglob("*.json"))]
    resources = [entry["resource"] for data in bundles for entry in json.loads(data).get("entry", [])]
    singles = [json.dumps(resource).encode() for resource in resources]
    lines = b"\n".join(singles[:12])
    variants = [json.dumps(resource).encode() for resource in _variants()]
    return (*bundles, *singles, lines, *variants, json.dumps(_bundle(*_variants())).encode())


def hl7_files() -> tuple[bytes, ...]:
    """Return the demonstration messages, framed, batched, of several character sets and value types."""
    own = tuple(path.read_bytes() for path in sorted((ROOT / "resources/demo").rglob("*.hl7")))
    message = _message("UNICODE UTF-8")
    framed = b"\x0b" + message + b"\x1c\r"
    batch = b"FHS|^~\\&|LAB\rBHS|^~\\&|LAB\r" + message + message + b"BTS|2\rFTS|1\r"
    latin = _message("8859/1").replace(b"Case", "Ca\u00efse".encode("latin-1"))
    return (*own, message, framed, framed * 2, batch, latin, message.replace(b"\r", b"\r\n"), _message(""))


def dicom_files() -> tuple[bytes, ...]:
    """Return small ultrasound images, in each way of writing elements and packing pixels."""
    grey = np.add.outer(np.arange(16), np.arange(16)).astype(np.uint8) * 8
    size: dict[str, tuple[str, Value] | None] = {"t00280010": ("US", 16), "t00280011": ("US", 16)}
    elements = ultrasound(t00186011=("SQ", [REGION]))
    packings = {
        "4.50": imagecodecs.jpeg8_encode(grey),
        "4.70": imagecodecs.jpeg8_encode(grey, lossless=True),
        "4.80": imagecodecs.jpegls_encode(grey),
        "4.90": imagecodecs.jpeg2k_encode(grey, codecformat="j2k", reversible=True, level=0),
        "4.110": imagecodecs.jpegxl_encode(grey, lossless=True),
        "5": bytes([1, 0, 0, 0, 64, *bytes(59)]) + b"".join(bytes([15, *row]) for row in grey),
    }
    return (
        *(dicom(elements, syntax) for syntax in (EXPLICIT, IMPLICIT, BIG, DEFLATED)),
        *(packed(f"1.2.840.10008.1.2.{uid}", bytes(frame), **size) for uid, frame in packings.items()),
    )


def archives() -> tuple[bytes, ...]:
    """Return ZIP archives: packed and stored, of FHIR and of HL7 v2, with a folder, and one inside another."""
    files = {f"fhir/{n}.json": data for n, data in enumerate(fhir_files()[:8])}
    files |= {f"hl7/{n}.hl7": data for n, data in enumerate(hl7_files())}
    packed, stored = _zip(files, zipfile.ZIP_DEFLATED), _zip(files, zipfile.ZIP_STORED)
    return packed, stored, _zip({"in/": b"", "in/a.zip": packed, "photo.jpg": b"\xff\xd8\xff"}, zipfile.ZIP_DEFLATED)


def yaml_files() -> tuple[bytes, ...]:
    """Return the program's own YAML: facts, sentences, units, sources."""
    folders = ("facts", "i18n/en", "evidence", "regimens")
    return tuple(
        path.read_bytes() for folder in folders for path in sorted((ROOT / "resources" / folder).glob("*.yaml"))
    )


def conditions() -> tuple[bytes, ...]:
    """Return every condition that the knowledge writes."""
    written = re.compile(r"""when: (?:"([^"]+)"|'([^']+)')""")
    paths = sorted((ROOT / "resources").rglob("*.yaml"))
    found = {text for path in paths for match in written.findall(path.read_text("utf-8")) for text in match if text}
    return tuple(text.encode() for text in sorted(found))


def units() -> tuple[bytes, ...]:
    """Return units as the dictionary and laboratories write them."""
    given = (
        "10*9/L",
        "mL/min/{1.73_m2}",
        "x10^9/l",
        "mg/dl",
        "10E3/uL",
        "G/L",
        "\u00b5mol/l",
        "[IU]/L",
        "mm[Hg]",
        "%",
        "{score}",
    )
    in_facts = re.findall(r'unit: "?([^"\s,}]+)', "".join(data.decode() for data in yaml_files()))
    return tuple(text.encode() for text in sorted({*given, *in_facts}))


def cards() -> tuple[bytes, ...]:
    """Return the cards of the built-in packs."""
    return tuple(path.read_bytes() for path in sorted((ROOT / "models").glob("*/card.json")))


def graphs() -> tuple[bytes, ...]:
    """Return the graphs of the built-in packs."""
    return tuple(path.read_bytes() for path in sorted((ROOT / "models").glob("*/model.onnx")))


def _message(charset: str) -> bytes:
    return "".join(f"{line}\r" for line in (_HEADER.format(charset=charset), _PATIENT, _ORDER, *_RESULTS)).encode()


def _zip(files: dict[str, bytes], method: int) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return data.getvalue()


def _bundle(*resources: dict[str, Any]) -> dict[str, Any]:
    entries = [
        {"fullUrl": f"https://h.example/fhir/{one['resourceType']}/{one.get('id', n)}", "resource": one}
        for n, one in enumerate(resources)
    ]
    return {"resourceType": "Bundle", "type": "searchset", "link": [{"relation": "next", "url": "x"}], "entry": entries}


def _code(system: str, code: str, text: str = "") -> dict[str, Any]:
    return {"coding": [{"system": system, "code": code}], "text": text}


def _variants() -> list[dict[str, Any]]:
    """Return resources with the elements that readers branch on."""
    loinc, snomed = "http://loinc.org", "http://snomed.info/sct"
    observed = {"resourceType": "Observation", "status": "final", "subject": {"reference": "Patient/p"}}
    quantity = {"value": 4.1, "comparator": "<", "unit": "G/L", "system": "http://unitsofmeasure.org", "code": "10*9/L"}
    return [
        {
            "resourceType": "Patient",
            "id": "p",
            "identifier": [{"use": "official", "system": "urn:test:mrn", "value": "T-1"}],
            "name": [{"use": "maiden", "family": "Old"}, {"use": "official", "family": "Test", "given": ["Case"]}],
            "birthDate": "1964-03",
            "gender": "female",
        },
        observed
        | {
            "id": "panel",
            "code": _code(loinc, "58410-2"),
            "effectivePeriod": {"start": "2026-05-20", "end": "2026-05-21"},
            "hasMember": [{"reference": "Observation/n"}],
            "component": [
                {"code": _code(loinc, "751-8"), "valueQuantity": quantity},
                {"code": _code(loinc, "777-3"), "dataAbsentReason": _code(_ABSENT, "not-performed")},
            ],
        },
        observed
        | {
            "id": "n",
            "code": _code(loinc, "751-8"),
            "valueQuantity": quantity,
            "effectiveDateTime": "2026-05-20T08:00:00+02:00",
            "referenceRange": [{"low": quantity, "high": quantity, "text": "1.5 - 7"}],
            "contained": [{"resourceType": "Specimen", "id": "s", "type": _code(snomed, "119376003")}],
            "specimen": {"reference": "#s"},
        },
        observed
        | {
            "meta": {"profile": [f"{_MCODE}genomic-variant"]},
            "code": _code(loinc, "69548-6"),
            "valueCodeableConcept": _code(loinc, "LA9633-4", "Present"),
            "component": [
                {
                    "code": _code(loinc, "48018-6"),
                    "valueCodeableConcept": _code("http://www.genenames.org", "HGNC:1100"),
                },
                {"code": _code(loinc, "53037-8"), "valueCodeableConcept": _code(loinc, "LA6668-3")},
                {"code": _code(loinc, "48002-0"), "valueCodeableConcept": _code(loinc, "LA6683-2")},
            ],
        },
        {
            "resourceType": "Condition",
            "id": "c",
            "meta": {"profile": [f"{_MCODE}primary-cancer-condition"]},
            "clinicalStatus": _code("http://terminology.hl7.org/CodeSystem/condition-clinical", "active"),
            "verificationStatus": _code("http://terminology.hl7.org/CodeSystem/condition-ver-status", "confirmed"),
            "code": _code(snomed, "254837009"),
            "bodySite": [_code(snomed, "80248007")],
            "subject": {"reference": "Patient/p"},
            "extension": [
                {"url": f"{_MCODE}histology-morphology-behavior", "valueCodeableConcept": _code("x", "8500/3")}
            ],
            "stage": [{"summary": _code(snomed, "73082003"), "assessment": [{"reference": "Observation/n"}]}],
        },
        {
            "resourceType": "AllergyIntolerance",
            "code": _code(snomed, "716186003"),
            "patient": {"reference": "Patient/p"},
            "reaction": [{"substance": _code("x", "y"), "manifestation": [_code(snomed, "39579001")]}],
        },
        {
            "resourceType": "MedicationAdministration",
            "status": "completed",
            "medicationReference": {"reference": "#m"},
            "contained": [
                {"resourceType": "Medication", "id": "m", "code": _code("http://www.whocc.no/atc", "L01DB01")}
            ],
            "subject": {"reference": "Patient/p"},
            "effectiveDateTime": "2026",
            "dosage": {"dose": {"value": 60, "unit": "mg"}},
        },
        {
            "resourceType": "Procedure",
            "status": "completed",
            "code": _code(snomed, "392021009"),
            "subject": {"reference": "#"},
        },
    ]
