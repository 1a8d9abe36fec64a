"""Unwrapping, versions and references: what a file holds, of which FHIR version, and what a reference means."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from bedside_app.foundation.errors import Refusal
from bedside_app.intake.fhir import bundle as limits
from bedside_app.intake.fhir.bundle import (
    Located,
    NothingOfFhir,
    NotJson,
    OtherFhirVersion,
    Resources,
    TooLarge,
    TooManyResources,
    resources_of,
)
from tests.intake.fhir.bundles import (
    LOINC,
    Resource,
    breast_cancer,
    bundle,
    bundle_of,
    code,
    laboratory,
    observation,
    only,
    patient,
    read,
    values_of,
    whys,
)

RESULT = laboratory("751-8", 4.1, "10*9/L")


@pytest.mark.parametrize(
    "kind", ["collection", "searchset", "document", "message", "transaction", "batch-response", "history"]
)
def test_every_type_of_bundle_is_read(kind: str) -> None:
    assert values_of(read(bundle(RESULT, type=kind)), "neutrophils") == [4.1]


def test_a_bundle_within_a_bundle_is_read_with_its_whole_place() -> None:
    fact = only(read(bundle(bundle_of(RESULT))), "neutrophils")
    assert fact.origin.place == "entry[1].resource.entry[0].resource.valueQuantity"


def test_lines_of_resources_are_read_and_a_broken_line_costs_itself() -> None:
    lines = "\n".join(
        [json.dumps(patient()), json.dumps(RESULT), '{"resourceType":"Obs', "", json.dumps(RESULT | {"id": "2"})]
    )
    result = read(lines.encode())
    assert [fact.origin.place for fact in result.facts] == ["line[2].valueQuantity", "line[5].valueQuantity"]
    assert [(one.place, one.why) for one in result.not_understood] == [("line[3]", "intake.fhir-no-resource")]


def test_a_list_of_resources_is_read() -> None:
    assert only(read([patient(), RESULT]), "neutrophils").origin.place == "[1].valueQuantity"


@pytest.mark.parametrize(
    "data",
    [b"", b"{", b'{"resourceType":', b"\xff\xfe{", b"[" * 100_000, b'{"a":' * 100_000, b'{"a":1,"a":2}', b'{"a":NaN}'],
)
def test_what_is_no_json_is_refused(data: bytes) -> None:
    with pytest.raises(NotJson):
        read(data)


@pytest.mark.parametrize("value", [{}, [], 5, "x", None, {"resourceType": 5}, {"resourceType": {}}, [1, "x"]])
def test_json_without_a_resource_is_refused(value: object) -> None:
    with pytest.raises(NothingOfFhir):
        read(value)


def test_an_entry_without_a_resource_costs_itself() -> None:
    broken = bundle(RESULT)
    broken["entry"] += [5, {"resource": "x"}, {"resource": {"id": "no type"}}, {"fullUrl": "urn:uuid:1"}]
    result = read(broken)
    assert values_of(result, "neutrophils") == [4.1]
    assert whys(result) == ["fhir-no-resource"] * 3


def test_size_and_number_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_RESOURCES", 3)
    with pytest.raises(TooManyResources):
        read(bundle(RESULT, RESULT | {"id": "2"}))
    monkeypatch.setattr(limits, "MAX_BYTES", 10)
    with pytest.raises(TooLarge):
        read(bundle(RESULT))


def test_too_many_versions_of_one_resource_are_refused() -> None:
    with pytest.raises(TooManyResources):
        read(bundle(*(laboratory("751-8", number, "10*9/L") for number in range(limits.MAX_SAME + 1))))


def test_numbers_keep_their_decimal_text() -> None:
    located, _ = resources_of(b'{"resourceType":"Observation","x":1.10}', name="test")
    assert located[0].resource["x"] == Decimal("1.10")


# -- version -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("resource", "version"),
    [
        ({"resourceType": "MedicationUsage"}, "R5"),
        ({"resourceType": "Observation", "triggeredBy": []}, "R5"),
        ({"resourceType": "Condition", "participant": []}, "R5"),
        ({"resourceType": "Procedure", "occurrenceDateTime": "2026"}, "R5"),
        ({"resourceType": "MedicationRequest", "medication": {"concept": {}}}, "R5"),
        ({"resourceType": "CapabilityStatement", "fhirVersion": "5.0.0"}, "R5"),
        (
            {"resourceType": "Patient", "meta": {"profile": ["http://hl7.org/fhir/5.0/StructureDefinition/Patient"]}},
            "R5",
        ),
        (
            {"resourceType": "Patient", "meta": {"profile": ["http://hl7.org/fhir/StructureDefinition/Patient|5.0.0"]}},
            "R5",
        ),
        ({"resourceType": "MedicationOrder"}, "DSTU2"),
        ({"resourceType": "Condition", "dateAsserted": "2026"}, "DSTU2"),
        ({"resourceType": "Condition", "dateRecorded": "2026"}, "DSTU2"),
        ({"resourceType": "Observation", "comments": "x"}, "DSTU2"),
        ({"resourceType": "Conformance", "fhirVersion": "1.0.2"}, "DSTU2"),
        ({"resourceType": "Observation", "comment": "x"}, "STU3"),
        ({"resourceType": "Condition", "assertedDate": "2026"}, "STU3"),
        ({"resourceType": "Condition", "clinicalStatus": "active"}, "STU3 or DSTU2"),
    ],
)
def test_other_versions_are_refused_by_name_and_place(resource: Resource, version: str) -> None:
    with pytest.raises(OtherFhirVersion) as caught:
        read(bundle(RESULT, resource))
    assert caught.value.values["version"] == version
    assert str(caught.value.values["place"]).startswith("entry[2].resource.")


def test_a_dstu2_bundle_is_known_by_its_base() -> None:
    with pytest.raises(OtherFhirVersion):
        read(bundle(RESULT, base="http://hospital.example/fhir"))


@pytest.mark.parametrize(
    "resource",
    [
        {"resourceType": "CapabilityStatement", "fhirVersion": "4.0.1"},
        {"resourceType": "CapabilityStatement", "fhirVersion": "4.3.0"},
        {"resourceType": "Basic", "meta": {"profile": ["http://hl7.org/fhir/StructureDefinition/Basic|4.0.1", 5]}},
        {"resourceType": "Basic", "meta": {"profile": ["http://hl7.org/fhir/us/mcode/StructureDefinition/x|5.0.0"]}},
    ],
)
def test_r4_and_r4b_and_versions_of_guides_are_read(resource: Resource) -> None:
    assert values_of(read(bundle(RESULT, resource)), "neutrophils") == [4.1]


# -- references --------------------------------------------------------------------------------------------------------


def focused(reference: str) -> Resource:
    answer = code(LOINC, "LA6576-8")
    return observation(code(LOINC, "85337-4"), valueCodeableConcept=answer, focus=[{"reference": reference}])


@pytest.mark.parametrize(
    ("url", "reference"),
    [
        ("http://a.example/fhir/Condition/right", "Condition/right"),
        ("http://a.example/fhir/Condition/right", "http://a.example/fhir/Condition/right"),
        ("http://a.example/fhir/Condition/right", "Condition/right/_history/3"),
        ("http://a.example/fhir/Condition/right", "http://b.example/fhir/Condition/right"),
        ("urn:uuid:4c5c7a34", "urn:uuid:4c5c7a34"),
    ],
)
def test_a_reference_is_followed_by_address_or_by_type_and_id(url: str, reference: str) -> None:
    file = bundle(breast_cancer(own="left"), breast_cancer(own="right", icd10="C50.411"), focused(reference))
    file["entry"][2]["fullUrl"] = url
    assert only(read(file), "er_status").about.key == "Condition/right"


def test_a_reference_that_fits_two_servers_is_followed_on_its_own_only() -> None:
    file = bundle(breast_cancer(own="x"), breast_cancer(own="x", icd10="C50.411"), focused("Condition/x"))
    for entry, url in zip(file["entry"][1:], ("a/Condition/x", "b/Condition/x", "b/Observation/o"), strict=True):
        entry["fullUrl"] = f"http://{url}"
    resources = Resources.of(
        [Located(e["resource"], str(i), e.get("fullUrl", "")) for i, e in enumerate(file["entry"])]
    )
    found = resources.resolve("Condition/x", resources.all[3])
    assert found is not None
    assert found.place == "2"
    assert resources.resolve("Condition/x", Located({}, "elsewhere")) is None


def test_the_same_resource_twice_is_read_once() -> None:
    assert values_of(read(bundle(RESULT, dict(RESULT))), "neutrophils") == [4.1]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({"versionId": "9"}, {"versionId": "10"}),
        ({"lastUpdated": "2026-05-01T10:00:00+02:00"}, {"lastUpdated": "2026-05-01T09:00:00Z"}),
    ],
)
def test_the_newest_version_stands_and_the_older_is_named(old: Resource, new: Resource) -> None:
    first = laboratory("751-8", 1.0, "10*9/L", meta=old)
    second = laboratory("751-8", 2.0, "10*9/L", meta=new)
    for file in (bundle(first, second), bundle(second, first)):
        result = read(file)
        assert (values_of(result, "neutrophils"), whys(result)) == ([2.0], ["fhir-superseded"])


def test_a_history_has_its_newest_first_and_a_deletion_takes_all_before_it() -> None:
    second, first = laboratory("751-8", 2.0, "10*9/L"), laboratory("751-8", 1.0, "10*9/L")
    file = bundle(second, first, type="history")
    for entry in file["entry"][1:]:
        entry["fullUrl"] = "http://a.example/Observation/o"
    assert values_of(read(file), "neutrophils") == [2.0]
    file["entry"].insert(1, {"fullUrl": "http://a.example/Observation/o", "request": {"method": "DELETE"}})
    assert values_of(read(file), "neutrophils") == []


def test_two_different_results_of_one_id_without_a_version_both_stand() -> None:
    result = read(bundle(laboratory("751-8", 1.0, "10*9/L"), laboratory("751-8", 2.0, "10*9/L")))
    assert values_of(result, "neutrophils") == [1.0, 2.0]


def test_every_refusal_of_a_whole_file_is_a_refusal() -> None:
    assert all(issubclass(kind, Refusal) for kind in (NothingOfFhir, OtherFhirVersion, TooLarge, TooManyResources))
