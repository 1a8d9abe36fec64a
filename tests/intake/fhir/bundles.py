"""Small synthetic FHIR files, built in view: a test names the elements that it is about and nothing else."""

from __future__ import annotations

import json
from typing import Any

from bedside_app.dictionary.entries import load
from bedside_app.domain.fact import UNREADABLE, Fact
from bedside_app.intake import fhir
from bedside_app.intake.reading import ReadFile
from bedside_app.intake.source import Source

Resource = dict[str, Any]

LOINC = "http://loinc.org"
SNOMED = "http://snomed.info/sct"
ICD10 = "http://hl7.org/fhir/sid/icd-10-cm"
ICDO3 = "http://terminology.hl7.org/CodeSystem/icd-o-3"
RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"
ATC = "http://www.whocc.no/atc"
HGNC = "http://www.genenames.org"
UCUM = "http://unitsofmeasure.org"
MCODE = "http://hl7.org/fhir/us/mcode/StructureDefinition/"
SUBJECT = {"reference": "Patient/p"}


def code(system: str, own: str, text: str = "") -> Resource:
    """Return a CodeableConcept of one code."""
    return {"coding": [{"system": system, "code": own}], **({"text": text} if text else {})}


def quantity(value: object, unit: str, **more: object) -> Resource:
    return {"value": value, "unit": unit, "system": UCUM, "code": unit, **more}


def patient(own: str = "p", **more: object) -> Resource:
    return {
        "resourceType": "Patient",
        "id": own,
        "identifier": [{"system": "urn:test:mrn", "value": own.upper()}],
        "name": [{"use": "official", "family": "Test", "given": ["Case"]}],
        "gender": "female",
        "birthDate": "1964-03-12",
        **more,
    }


def observation(meaning: Resource, *, own: str = "o", **more: object) -> Resource:
    return {
        "resourceType": "Observation",
        "id": own,
        "status": "final",
        "code": meaning,
        "subject": SUBJECT,
        "effectiveDateTime": "2026-05-20",
        **more,
    }


def laboratory(loinc: str, value: object, unit: str, *, own: str = "o", **more: object) -> Resource:
    return observation(code(LOINC, loinc), own=own, **{"valueQuantity": quantity(value, unit), **more})


def condition(meaning: Resource, *, own: str = "c", **more: object) -> Resource:
    return {
        "resourceType": "Condition",
        "id": own,
        "clinicalStatus": code("http://terminology.hl7.org/CodeSystem/condition-clinical", "active"),
        "verificationStatus": verification("confirmed"),
        "code": meaning,
        "subject": SUBJECT,
        "onsetDateTime": "2026-04-10",
        **more,
    }


def verification(own: str) -> Resource:
    return code("http://terminology.hl7.org/CodeSystem/condition-ver-status", own)


def breast_cancer(
    *, own: str = "cancer", icd10: str = "C50.412", morphology: str = "8500/3", **more: object
) -> Resource:
    return condition(
        code(ICD10, icd10),
        own=own,
        extension=[
            {"url": MCODE + "mcode-histology-morphology-behavior", "valueCodeableConcept": code(ICDO3, morphology)}
        ],
        **more,
    )


def variant(
    gene: str, *, own: str = "v", present: bool, source: str = "", significance: str = "", **more: object
) -> Resource:
    """Return an mCODE genomic variant; `source` and `significance` are LOINC answer codes."""
    component = [
        {"code": code(LOINC, "48018-6"), "valueCodeableConcept": {"coding": [{"system": HGNC, "display": gene}]}}
    ]
    if source:
        component.append({"code": code(LOINC, "48002-0"), "valueCodeableConcept": code(LOINC, source)})
    if significance:
        component.append({"code": code(LOINC, "53037-8"), "valueCodeableConcept": code(LOINC, significance)})
    value = code(LOINC, "LA9633-4" if present else "LA9634-2")
    return observation(code(LOINC, "69548-6"), own=own, valueCodeableConcept=value, component=component, **more)


def medicine(kind: str = "MedicationStatement", *, own: str = "m", status: str = "active", **more: object) -> Resource:
    meaning = {} if "medicationReference" in more else {"medicationCodeableConcept": code(ATC, "L02BG04")}
    return {"resourceType": kind, "id": own, "status": status, "subject": SUBJECT, **meaning, **more}


def allergy(meaning: Resource, **more: object) -> Resource:
    return {"resourceType": "AllergyIntolerance", "id": "a", "code": meaning, "patient": SUBJECT, **more}


def bundle(*resources: Resource, **more: object) -> Resource:
    """Return a collection of the resources after one patient."""
    return bundle_of(patient(), *resources, **more)


def bundle_of(*resources: Resource, **more: object) -> Resource:
    return {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": one} for one in resources], **more}


def read(value: object) -> ReadFile:
    """Return what the reader makes of a JSON value (or of bytes as they are), with the built-in dictionary."""
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    return fhir.read(Source.of("test.json", data), load())


def only(read_file: ReadFile, fact_id: str) -> Fact:
    """Return the one fact of this id."""
    found = [fact for fact in read_file.facts if fact.id == fact_id]
    assert len(found) == 1, (found, read_file.refused, read_file.not_understood)
    return found[0]


def values_of(read_file: ReadFile, fact_id: str) -> list[object]:
    """Return the values of a fact; one that stands in the source and could not be read is none."""
    return [fact.value for fact in read_file.facts if fact.id == fact_id and fact.absent_reason != UNREADABLE]


def unreadable(read_file: ReadFile) -> list[object]:
    """Return the values of the facts that stand in the source and could not be read: None, each of them."""
    return [fact.value for fact in read_file.facts if fact.absent_reason == UNREADABLE]


def whys(read_file: ReadFile) -> list[str]:
    """Return why things were set aside, without the room."""
    return [one.why.removeprefix("intake.") for one in read_file.not_understood]


def refusals(read_file: ReadFile) -> list[str]:
    return [one.code for one in read_file.refused]
