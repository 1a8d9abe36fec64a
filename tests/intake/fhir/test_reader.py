"""The reader's doors: told by content, one patient, nothing lost in silence, and no input that breaks it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bedside_app.domain.plain import from_plain, to_plain
from bedside_app.domain.record import Identifier
from bedside_app.foundation.errors import Refusal
from bedside_app.foundation.words import LANGUAGES, catalogue, say
from bedside_app.intake import fhir
from bedside_app.intake.fhir.reader import SeveralPatients
from bedside_app.intake.identity import REFERENCE
from bedside_app.intake.reading import ReadFile
from tests.intake.fhir.bundles import (
    ATC,
    ICD10,
    LOINC,
    SNOMED,
    Resource,
    allergy,
    breast_cancer,
    bundle,
    bundle_of,
    code,
    condition,
    laboratory,
    medicine,
    observation,
    only,
    patient,
    quantity,
    read,
    refusals,
    values_of,
    variant,
    whys,
)

RESULT = laboratory("751-8", 4.1, "10*9/L")


@pytest.mark.parametrize(
    "head",
    [
        b'{"resourceType":"Bundle"',
        b'\xef\xbb\xbf \n{ "resourceType" : "Patient"',
        b'[{"resourceType":"Patient"}]',
        b'{"resourceType":"Patient"}\n{"resourceType":"Observation"}',
        b'{"entry":[{"fullUrl":"urn:uuid:1"',
        b'{"meta":{"profile":["http://hl7.org/fhir/us/mcode/x"]},"text":"' + b"x" * 5000,
    ],
)
def test_fhir_is_told_by_its_content(head: bytes) -> None:
    assert fhir.can_read(head[:4096])


@pytest.mark.parametrize(
    "head", [b"", b"MSH|^~\\&|", b"%PDF-", b'{"a": 1}', b"<Bundle", b'"resourceType":"Patient"', b"\x00" * 4096]
)
def test_anything_else_is_left_to_other_readers(head: bytes) -> None:
    assert not fhir.can_read(head)


# -- the patient -------------------------------------------------------------------------------------------------------


def test_the_patient_is_told_with_identifiers_and_official_name() -> None:
    names = [
        {"use": "maiden", "family": "Old"},
        {"use": "usual", "family": "U"},
        {"use": "official", "family": "Of", "given": ["A", "B"]},
    ]
    (identity,) = read(bundle_of(patient(name=names), RESULT)).identities
    assert identity.identifiers == (Identifier("urn:test:mrn", "P"), Identifier(REFERENCE, "Patient/p"))
    assert (identity.family, identity.given, identity.sex) == ("Of", "A B", "female")
    assert identity.birth_date is not None
    assert identity.birth_date.text == "1964-03-12"


def test_results_without_a_patient_in_the_file_say_only_where_the_patient_stands() -> None:
    result = read(bundle_of(RESULT, RESULT | {"id": "2"}))
    assert len(result.facts) == 2
    assert [identity.identifiers for identity in result.identities] == [(Identifier(REFERENCE, "Patient/p"),)]
    silent = {key: value for key, value in RESULT.items() if key != "subject"}
    assert read(silent).identities == ()


def test_a_relative_reference_leads_to_the_server_of_its_entry() -> None:
    page = bundle_of(RESULT | {"id": "o1"})
    page["entry"][0]["fullUrl"] = "https://h.example/fhir/Observation/o1"
    whole = bundle_of(patient())
    whole["entry"][0]["fullUrl"] = "https://h.example/fhir/Patient/p"
    there = Identifier(REFERENCE, "https://h.example/fhir/Patient/p")
    assert [identity.identifiers for identity in read(page).identities] == [(there,)]
    assert read(whole).identities[0].identifiers[1:] == (there,)


def test_two_patients_in_one_file_give_both_sides_and_no_fact() -> None:
    other = RESULT | {"id": "2", "subject": {"reference": "Patient/q"}}
    for file in (bundle_of(patient(), patient("q"), RESULT, other), bundle_of(patient(), patient("q"))):
        result = read(file)
        assert (result.facts, refusals(result)) == ((), [SeveralPatients.code])
        assert len(result.identities) == 2


def test_results_of_two_patients_whom_nobody_describes_are_refused() -> None:
    other = RESULT | {"id": "2", "subject": {"reference": "Patient/q"}}
    with pytest.raises(SeveralPatients) as caught:
        read(bundle_of(RESULT, other))
    assert caught.value.values == {"count": 2}


def test_a_second_patient_without_results_is_left_out_and_named() -> None:
    result = read(bundle_of(patient("q"), patient(), RESULT))
    assert (values_of(result, "neutrophils"), whys(result)) == ([4.1], ["fhir-patient-left-out"])
    assert [identity.identifiers[0].value for identity in result.identities] == ["P"]


def test_a_result_of_somebody_else_is_never_mixed_in() -> None:
    other = RESULT | {"id": "2", "subject": {"reference": "Patient/q"}}
    result = read(bundle(RESULT, other))
    assert (len(result.facts), refusals(result)) == (1, ["intake.fhir-other-patient"])
    grouped = RESULT | {"subject": {"reference": "Group/g"}}
    assert refusals(read(bundle(grouped))) == ["intake.fhir-other-patient"]
    assert refusals(read(bundle_of(grouped, RESULT | {"id": "2"}))) == ["intake.fhir-other-patient"]
    numbered = RESULT | {"subject": {"identifier": {"system": "urn:test:mrn", "value": "OTHER"}}}
    assert refusals(read(bundle(numbered))) == ["intake.fhir-other-patient"]


def test_a_report_or_contained_result_of_somebody_else_changes_nothing() -> None:
    other = {"reference": "Patient/q"}
    taken_back = {"resourceType": "DiagnosticReport", "id": "r", "status": "entered-in-error", "subject": other}
    result = read(bundle(RESULT, taken_back | {"result": [{"reference": "Observation/o"}]}))
    assert only(result, "neutrophils").status == "final"
    panel = observation(code(LOINC, "58410-2"), own="panel", contained=[RESULT | {"subject": other}])
    result = read(bundle(panel))
    assert (result.facts, refusals(result)) == ((), ["intake.fhir-other-patient"])


def test_a_result_without_a_subject_is_refused_where_two_patients_stand() -> None:
    silent = {key: value for key, value in RESULT.items() if key != "subject"} | {"id": "2"}
    assert values_of(read(bundle(silent)), "neutrophils") == [4.1]
    result = read(bundle_of(patient(), patient("q"), RESULT, silent))
    assert (len(result.facts), refusals(result)) == (1, ["intake.fhir-other-patient"])


def test_a_patient_known_by_uuid_is_found() -> None:
    file = bundle(RESULT | {"subject": {"reference": "urn:uuid:1"}})
    file["entry"][0] = {"fullUrl": "urn:uuid:1", "resource": patient()}
    assert values_of(read(file), "neutrophils") == [4.1]


def test_a_patient_inside_the_results_is_the_patient_of_the_file() -> None:
    inside = RESULT | {"subject": {"reference": "#p"}, "contained": [patient()]}
    result = read(bundle_of(inside, inside | {"id": "2"}))
    assert values_of(result, "neutrophils") == [4.1, 4.1]
    assert [identity.family for identity in result.identities] == ["Test"]
    somebody_else = inside | {"id": "2", "contained": [patient(birthDate="1970-01-01")]}
    with pytest.raises(SeveralPatients):
        read(bundle_of(inside, somebody_else))


def test_no_refusal_names_the_patient() -> None:
    other = RESULT | {"id": "2", "subject": {"reference": "Patient/secret-number"}}
    assert "secret" not in repr(read(bundle(other)).refused)


def test_a_patient_that_died_is_named() -> None:
    assert whys(read(bundle_of(patient(deceasedBoolean=True), RESULT))) == ["fhir-deceased"]


# -- nothing lost in silence -------------------------------------------------------------------------------------------


def test_types_that_are_not_read_are_named_and_administration_is_not() -> None:
    history = {"resourceType": "FamilyMemberHistory", "status": "completed", "patient": {"reference": "Patient/p"}}
    result = read(bundle(history, {"resourceType": "Practitioner", "id": "dr"}, RESULT))
    assert [(one.place, one.what, one.why) for one in result.not_understood] == [
        ("entry[1].resource", "FamilyMemberHistory", "intake.fhir-type-not-read")
    ]


def test_a_page_of_several_says_so() -> None:
    assert whys(read(bundle(RESULT, link=[{"relation": "next", "url": "http://a.example"}]))) == ["fhir-more-pages"]


def test_every_reason_for_setting_aside_has_its_sentence() -> None:
    folder = Path(fhir.__file__).parent
    reasons = {why for path in folder.glob("*.py") for why in re.findall(r'"(fhir-[a-z-]+)"', path.read_text("utf-8"))}
    assert len(reasons) > 25
    assert {why for why in reasons for language in LANGUAGES if f"intake.{why}" not in catalogue(language)} == set()


def test_something_without_a_name_is_named_by_its_place() -> None:
    nameless = condition({"coding": []})
    assert [one.what for one in read(bundle(nameless)).not_understood] == ["entry[1].resource"]


def test_one_bad_resource_costs_itself() -> None:
    result = read(bundle(RESULT | {"code": "neutrophils", "id": "bad"}, RESULT))
    assert values_of(result, "neutrophils") == [4.1]
    assert [(one.code, one.place) for one in result.refused] == [("intake.fhir-malformed", "entry[1].resource")]


def test_an_answer_crosses_a_process_border_unchanged() -> None:
    answer = read(rich())
    assert from_plain(ReadFile, json.loads(json.dumps(to_plain(answer)))) == answer


# -- any input ---------------------------------------------------------------------------------------------------------


def rich() -> Resource:
    """Return a file with every type of resource that is read."""
    specimen = {
        "resourceType": "Specimen",
        "id": "s",
        "type": code(SNOMED, "258415003"),
        "collection": {"bodySite": code(SNOMED, "80248007")},
    }
    marker = observation(
        code(LOINC, "85337-4"),
        own="er",
        valueCodeableConcept=code(LOINC, "LA6576-8"),
        focus=[{"reference": "Condition/cancer"}],
        specimen={"reference": "Specimen/s"},
        hasMember=[{"reference": "Observation/er"}],
        component=[{"code": code(LOINC, "85329-1"), "valueQuantity": quantity(95, "%")}],
    )
    ranged = laboratory(
        "2160-0", 0.8, "mg/dL", own="crea", issued="2026-05-21T09:00:00Z",
        referenceRange=[{"low": quantity(0.5, "mg/dL"), "high": quantity(1, "mg/dL")}], interpretation=[{"text": "N"}],
    )  # fmt: skip
    report = {
        "resourceType": "DiagnosticReport",
        "id": "r",
        "status": "final",
        "code": {"text": "r"},
        "result": [{"reference": "Observation/crea"}],
    }
    product = {"resourceType": "Medication", "id": "d", "code": code(ATC, "L02BG04")}
    bounds = {"repeat": {"boundsPeriod": {"start": "2026"}}}
    taken = medicine(
        "MedicationRequest",
        medicationReference={"reference": "#d"},
        intent="order",
        contained=[product],
        dosageInstruction=[{"doseAndRate": [{"doseQuantity": quantity(2.5, "mg")}], "timing": bounds}],
    )
    procedure = {
        "resourceType": "Procedure",
        "id": "x",
        "status": "completed",
        "code": code(SNOMED, "392021009"),
        "performedDateTime": "2026-04-24",
    }
    return bundle(
        breast_cancer(stage=[{"summary": {"text": "IA"}, "type": {"text": "t"}}]),
        condition(code(ICD10, "C78.7"), own="met"),
        condition(code(ICD10, "I50.9"), own="hf"),
        specimen, marker, ranged, report, taken, procedure,
        variant("BRCA1", present=False, source="LA6683-2"),
        allergy({"text": "Penicillin"}, reaction=[{"manifestation": [{"text": "rash"}], "severity": "mild"}]),
    )  # fmt: skip


def test_the_rich_file_is_read_whole() -> None:
    result = read(rich())
    assert result.refused == ()
    assert whys(result) == ["fhir-answer-not-understood"]
    assert {
        "er_status",
        "er_percent",
        "creatinine",
        "medicines",
        "procedures",
        "variants",
        "allergies",
        "metastases",
        "comorbidities",
    } <= {str(fact.id) for fact in result.facts}


def paths_of(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in pairs:
        yield (*path, key)
        yield from paths_of(item, (*path, key))


RICH = rich()
PATHS = tuple(paths_of(RICH))
NAMES = ("coding", "code", "system", "value", "unit", "reference", "extension", "url")
ANY_VALUE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20)
    | st.sampled_from(["#d", "Condition/cancer", "2026-02-31", "urn:uuid:1", "http://loinc.org", "entered-in-error"]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(NAMES), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip


def answered(data: bytes) -> None:
    """Read bytes: a refusal, or an answer whose every sentence can be said."""
    said: list[tuple[str, dict[str, Any]]] = []
    try:
        answer = read(data)
        said += [(one.code, dict(one.values)) for one in answer.refused]
        said += [(one.why, {"what": one.what, "place": one.place}) for one in answer.not_understood]
    except Refusal as refusal:
        said.append((refusal.code, dict(refusal.values)))
    assert all(say(code, language, values) for code, values in said for language in LANGUAGES)


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(changes=st.lists(st.tuples(st.sampled_from(PATHS), ANY_VALUE), min_size=1, max_size=4))
def test_any_value_in_any_field_is_answered(changes: list[tuple[tuple[str | int, ...], object]]) -> None:
    file: Any = deepcopy(RICH)
    for path, value in changes:
        place = file
        try:
            for key in path[:-1]:
                place = place[key]
            place[path[-1]] = deepcopy(value)
        except (KeyError, IndexError, TypeError):
            continue
    answered(json.dumps(file).encode())


@settings(max_examples=60, deadline=None)
@given(end=st.integers(min_value=0, max_value=len(json.dumps(RICH))))
def test_a_file_cut_off_anywhere_is_answered(end: int) -> None:
    answered(json.dumps(RICH).encode()[:end])


@settings(max_examples=40, deadline=None)
@given(path=st.sampled_from(PATHS), depth=st.sampled_from([50, 500, 900, 100_000]))
def test_deep_nesting_anywhere_is_answered(path: tuple[str | int, ...], depth: int) -> None:
    file: Any = deepcopy(RICH)
    place = file
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = "DEEP"
    answered(json.dumps(file).replace('"DEEP"', "[" * depth + "]" * depth).encode())


@settings(max_examples=60, deadline=None)
@given(data=st.binary(max_size=200))
def test_any_bytes_are_answered(data: bytes) -> None:
    answered(b'{"resourceType":"Bundle","entry":' + data)


# -- the reference patients --------------------------------------------------------------------------------------------


@pytest.mark.shared
@pytest.mark.parametrize(
    "name", ["early-breast-hrpos-low-recurrence-score", "nsclc-pdl1-high-first-line", "colon-stage-iii"]
)
def test_the_reference_patients_are_read_whole(shared: Path, name: str) -> None:
    data = (shared / "clinical/examples" / f"{name}.json").read_bytes()
    result = read(data)
    resources = [entry["resource"]["resourceType"] for entry in json.loads(data)["entry"]]
    assert (result.refused, result.not_understood) == ((), ())
    assert len({fact.origin.place.split(".resource")[0] for fact in result.facts}) == len(resources) - 1
    assert (len(result.primaries), len(result.identities)) == (1, 1)


@pytest.mark.shared
def test_the_reference_breast_cancer_is_read_as_written(shared: Path) -> None:
    result = read((shared / "clinical/examples/early-breast-hrpos-low-recurrence-score.json").read_bytes())
    expected = {
        "primary_site": "breast", "histology": "nst", "laterality": "left", "tumour_grade": 2, "pt_category": "T1c",
        "pn_category": "N0", "cm_category": "M0", "er_status": "positive", "er_percent": 95, "pr_status": "positive",
        "her2_status": "negative", "her2_ihc": "0", "ki67_percent": 12, "recurrence_score": 11, "ecog": 0,
        "menopausal_status": "postmenopausal", "procedures": "lumpectomy", "haemoglobin": 132, "lvef": 63,
        "hbsag": "negative", "anti_hbc": "negative",
    }  # fmt: skip
    assert {fact_id: only(result, fact_id).value for fact_id in expected} == expected
