"""Conditions, procedures, medicines and allergies: tumours, items of collections, and what does not count."""

from __future__ import annotations

import pytest

from bedside_app.domain.fact import Presence, Side, Status
from bedside_app.domain.moment import Moment
from tests.intake.fhir.bundles import (
    ATC,
    ICD10,
    MCODE,
    RXNORM,
    SNOMED,
    SUBJECT,
    Resource,
    allergy,
    breast_cancer,
    bundle,
    code,
    condition,
    medicine,
    only,
    quantity,
    read,
    refusals,
    values_of,
    verification,
    whys,
)


def test_a_breast_cancer_becomes_a_tumour_with_its_facts() -> None:
    result = read(bundle(breast_cancer()))
    (tumour,) = result.primaries
    assert (tumour.key, tumour.side) == ("Condition/cancer", Side.LEFT)
    assert {(fact.id, fact.value) for fact in result.facts} == {
        ("primary_site", "breast"),
        ("histology", "nst"),
        ("tumour_behaviour", "invasive"),
        ("laterality", "left"),
        ("diagnosis_date", "2026-04-10"),
        ("tumour_clinical_status", "active"),
    }
    assert {fact.about.key for fact in result.facts} == {"Condition/cancer"}


def test_the_date_of_the_assertion_stands_before_the_onset() -> None:
    asserted = {"url": "http://hl7.org/fhir/StructureDefinition/condition-assertedDate", "valueDateTime": "2026-04-02"}
    fact = only(read(bundle(condition(code(ICD10, "C50.412"), extension=[asserted]))), "diagnosis_date")
    assert (fact.value, fact.origin.place) == ("2026-04-02", "entry[1].resource.extension")


@pytest.mark.parametrize(
    ("icd10", "morphology", "behaviour"),
    [("C50.412", "8500/3", "invasive"), ("D05.12", "8500/2", "in_situ"), ("D24.2", "9010/0", "benign")],
)
def test_behaviour_follows_diagnosis_and_morphology(icd10: str, morphology: str, behaviour: str) -> None:
    result = read(bundle(breast_cancer(icd10=icd10, morphology=morphology)))
    assert values_of(result, "tumour_behaviour") == [behaviour]
    assert values_of(result, "primary_site") == ["breast"]


def test_behaviours_that_disagree_are_refused_and_the_rest_stands() -> None:
    result = read(bundle(breast_cancer(icd10="C50.412", morphology="8500/2")))
    assert refusals(result) == ["intake.fhir-behaviours-disagree"]
    assert (values_of(result, "tumour_behaviour"), values_of(result, "primary_site")) == ([], ["breast"])


def test_sides_that_disagree_are_refused_and_no_tumour_is_made() -> None:
    result = read(bundle(breast_cancer(bodySite=[code(SNOMED, "73056007")])))
    assert (refusals(result), result.primaries, result.facts) == (["intake.fhir-sides-disagree"], (), ())


@pytest.mark.parametrize("where", ["bodySite", "condition"])
def test_a_laterality_extension_gives_the_side(where: str) -> None:
    marked = [{"url": MCODE + "mcode-laterality-qualifier", "valueCodeableConcept": code(SNOMED, "24028007")}]
    more: Resource = (
        {"bodySite": [code(SNOMED, "76752008") | {"extension": marked}]}
        if where == "bodySite"
        else {"extension": marked}
    )
    (tumour,) = read(bundle(condition(code(ICD10, "C50.4"), **more))).primaries
    assert tumour.side is Side.RIGHT


def test_a_malignant_tumour_of_an_organ_that_is_not_known_is_still_a_tumour() -> None:
    result = read(bundle(condition(code(ICD10, "C69.3"))))
    assert [one.key for one in result.primaries] == ["Condition/c"]
    assert (values_of(result, "primary_site"), whys(result)) == ([], ["fhir-unknown-site"])
    assert values_of(result, "tumour_behaviour") == ["invasive"]


@pytest.mark.parametrize(
    ("status", "tumours", "statuses"),
    [
        ("confirmed", 1, {Status.FINAL}),
        ("provisional", 1, {Status.PRELIMINARY}),
        ("entered-in-error", 0, {Status.WITHDRAWN}),
        ("refuted", 0, set()),
        ("differential", 0, set()),
    ],
)
def test_a_tumour_counts_only_as_far_as_it_is_established(status: str, tumours: int, statuses: set[Status]) -> None:
    result = read(bundle(breast_cancer(verificationStatus=verification(status))))
    assert (len(result.primaries), {fact.status for fact in result.facts}) == (tumours, statuses)
    assert (not result.facts) == bool(result.not_understood)


@pytest.mark.parametrize(
    "status",
    [{"text": "Refuted"}, {"coding": [{"system": SNOMED, "code": "410516002"}, *verification("refuted")["coding"]]}],
)
def test_a_refuted_tumour_does_not_count_however_that_is_written(status: Resource) -> None:
    assert read(bundle(breast_cancer(verificationStatus=status))).primaries == ()


def test_a_marker_of_a_refuted_tumour_does_not_move_to_the_other_one() -> None:
    refuted = breast_cancer(own="no", verificationStatus=verification("refuted"))
    grade = {
        "resourceType": "Observation",
        "status": "final",
        "code": {"text": "tumour grade"},
        "valueCodeableConcept": {"text": "Grade 3"},
        "focus": [{"reference": "Condition/no"}],
    }
    assert only(read(bundle(breast_cancer(), refuted, grade)), "tumour_grade").about.key == "Condition/no"


def test_a_metastasis_is_an_item_about_the_primary_that_it_comes_from_wherever_it_stands() -> None:
    related = [
        {
            "url": "http://hl7.org/fhir/StructureDefinition/condition-related",
            "valueReference": {"reference": "Condition/right"},
        }
    ]
    metastasis = condition(code(ICD10, "C78.7"), own="met", extension=related)
    result = read(bundle(metastasis, breast_cancer(own="left"), breast_cancer(own="right", icd10="C50.411")))
    fact = only(result, "metastases")
    assert (fact.value, fact.about.key, fact.presence) == ("liver", "Condition/right", Presence.PRESENT)


def test_an_unrelated_metastasis_is_about_the_only_primary() -> None:
    result = read(bundle(condition(code(ICD10, "C79.51"), own="met"), breast_cancer()))
    assert only(result, "metastases").about.key == "Condition/cancer"
    assert len(result.primaries) == 1


def test_a_marker_of_a_metastasis_is_about_the_lesion() -> None:
    status = {
        "resourceType": "Observation",
        "status": "final",
        "code": code("http://loinc.org", "85337-4"),
        "valueCodeableConcept": code("http://loinc.org", "LA6577-6"),
        "focus": [{"reference": "Condition/met"}],
    }
    about = only(read(bundle(breast_cancer(), condition(code(ICD10, "C78.7"), own="met"), status)), "er_status").about
    assert (about.subject, about.key, about.primary) == ("lesion", "Condition/met", "Condition/cancer")


@pytest.mark.parametrize(("status", "presence"), [("confirmed", Presence.PRESENT), ("refuted", Presence.ABSENT)])
def test_a_comorbidity_is_present_or_refuted(status: str, presence: Presence) -> None:
    result = read(bundle(condition(code(ICD10, "I50.9"), verificationStatus=verification(status))))
    fact = only(result, "comorbidities")
    assert (fact.value, fact.presence) == ("heart_failure", presence)


def test_a_resolved_comorbidity_keeps_that_it_is_resolved() -> None:
    resolved = code("http://terminology.hl7.org/CodeSystem/condition-clinical", "resolved")
    result = read(bundle(condition(code(ICD10, "I50.9"), clinicalStatus=resolved, abatementDateTime="2020-01")))
    detail = only(result, "comorbidities").detail
    assert (detail["clinical_status"], detail["end"]) == ("resolved", "2020-01")


def test_a_text_never_stands_for_a_code_that_is_not_known() -> None:
    family = code(SNOMED, "1111111111", "heart failure")
    result = read(bundle(condition(family)))
    assert (result.facts, whys(result)) == ((), ["fhir-unknown-condition"])
    assert values_of(read(bundle(condition({"text": "heart failure"}))), "comorbidities") == ["heart_failure"]


def test_a_condition_can_answer_a_fact_about_the_patient_until_it_is_over() -> None:
    assert values_of(read(bundle(condition(code(ICD10, "Z33.1")))), "pregnancy_status") == ["pregnant"]
    recorded = read(bundle(condition(code(ICD10, "Z33.1"), recordedDate="2026-05-20")))
    assert str(only(recorded, "pregnancy_status").effective) == str(Moment("2026-05-20"))
    over = read(bundle(condition(code(ICD10, "Z33.1"), abatementDateTime="2026-01-02")))
    assert (values_of(over, "pregnancy_status"), "fhir-no-longer" in whys(over)) == ([], True)


def test_a_stage_is_read_where_its_kind_is_known_and_no_observation_gives_it() -> None:
    stage = {"type": code(SNOMED, "399588009"), "summary": code(SNOMED, "1222724007")}
    assert values_of(read(bundle(breast_cancer(stage=[stage]))), "pathological_stage_group") == ["IA"]
    untyped = read(bundle(breast_cancer(stage=[{"summary": {"text": "Stage IA"}}])))
    assert whys(untyped) == ["fhir-answer-not-understood"]


def test_a_morphology_that_is_not_known_is_named() -> None:
    assert "fhir-answer-not-understood" in whys(read(bundle(breast_cancer(morphology="9999/3"))))


# -- procedures --------------------------------------------------------------------------------------------------------


def procedure(status: str = "completed", **more: object) -> Resource:
    return {
        "resourceType": "Procedure",
        "id": "x",
        "status": status,
        "code": code(SNOMED, "392021009", "Lumpectomy, clear margins"),
        "subject": SUBJECT,
        "performedDateTime": "2026-04-24",
        **more,
    }


def test_a_procedure_is_an_item_about_the_tumour_that_it_was_for() -> None:
    done = procedure(reasonReference=[{"reference": "Condition/right"}], bodySite=[code(SNOMED, "73056007")])
    result = read(bundle(breast_cancer(own="left"), breast_cancer(own="right", icd10="C50.411"), done))
    fact = only(result, "procedures")
    assert (fact.value, fact.about.key, fact.detail["side"]) == ("lumpectomy", "Condition/right", "right")
    assert fact.detail["text"] == "Lumpectomy, clear margins"


@pytest.mark.parametrize("status", ["preparation", "on-hold", "stopped", "unknown", ""])
def test_a_procedure_that_is_not_done_does_not_count(status: str) -> None:
    result = read(bundle(procedure(status)))
    assert (values_of(result, "procedures"), whys(result)) == ([], ["fhir-not-done-yet"])


def test_not_done_is_absent_and_in_error_is_withdrawn() -> None:
    assert only(read(bundle(procedure("not-done"))), "procedures").presence is Presence.ABSENT
    assert only(read(bundle(procedure("entered-in-error"))), "procedures").status is Status.WITHDRAWN


def test_a_procedure_that_is_not_known_is_named() -> None:
    assert whys(read(bundle(procedure(code={"text": "Acupuncture"})))) == ["fhir-unknown-procedure"]


# -- medicines ---------------------------------------------------------------------------------------------------------


def test_a_statement_carries_dates_dose_and_why_it_was_stopped() -> None:
    taken = medicine(
        status="stopped",
        effectivePeriod={"start": "2025-01-01", "end": "2025-06-30"},
        statusReason=[{"text": "arthralgia"}],
        dosage=[{"text": "2.5 mg daily", "doseAndRate": [{"doseQuantity": quantity("2.5", "mg")}]}],
    )
    fact = only(read(bundle(taken)), "medicines")
    assert fact.value == "letrozole"
    assert fact.detail == {
        "record": "statement",
        "status": "stopped",
        "start": "2025-01-01",
        "end": "2025-06-30",
        "reason_stopped": "arthralgia",
        "dose": 2.5,
        "dose_unit": "mg",
        "dosage": "2.5 mg daily",
    }


def test_a_request_and_an_administration_carry_their_dose_each_in_its_own_form() -> None:
    asked = medicine(
        "MedicationRequest", intent="order", authoredOn="2026-01-05", statusReason={"text": "done"}, status="completed"
    )
    given = medicine(
        "MedicationAdministration",
        status="completed",
        effectiveDateTime="2026-01-06",
        dosage={"dose": quantity(90, "mg/m2")},
    )
    result = read(bundle(asked, given | {"id": "g"}))
    details = [fact.detail for fact in result.facts]
    assert [(one["record"], one.get("dose"), one.get("reason_stopped")) for one in details] == [
        ("request", None, "done"),
        ("administration", 90, None),
    ]


@pytest.mark.parametrize(
    "changed",
    [
        {"status": "draft"},
        {"status": "intended"},
        {"status": "not-done"},
        {"status": "unknown"},
        {"status": ""},
        {"intent": "plan"},
        {"intent": "proposal"},
        {"doNotPerform": True},
    ],
)
def test_a_plan_is_no_medicine_taken(changed: Resource) -> None:
    result = read(bundle(medicine("MedicationRequest") | changed))
    assert (values_of(result, "medicines"), whys(result)) == ([], ["fhir-not-taken"])


def test_not_taken_is_absent_and_cancelled_is_withdrawn() -> None:
    assert only(read(bundle(medicine(status="not-taken"))), "medicines").presence is Presence.ABSENT
    assert only(read(bundle(medicine("MedicationRequest", status="cancelled"))), "medicines").status is Status.WITHDRAWN


@pytest.mark.parametrize("contained", [True, False])
def test_a_medication_is_found_inside_or_beside_its_request(contained: bool) -> None:
    product = {"resourceType": "Medication", "id": "d", "code": code(RXNORM, "56946")}
    taken = medicine(medicationReference={"reference": "#d" if contained else "Medication/d"})
    result = read(bundle(taken | {"contained": [product]})) if contained else read(bundle(taken, product))
    assert values_of(result, "medicines") == ["paclitaxel"]


def test_a_product_that_is_not_known_gives_its_ingredients() -> None:
    parts = [{"itemCodeableConcept": code(ATC, "L01FD01")}, {"itemCodeableConcept": code(ATC, "L01FD02")}]
    product = {"resourceType": "Medication", "id": "d", "code": {"text": "fixed combination"}, "ingredient": parts}
    result = read(bundle(medicine(medicationReference={"reference": "Medication/d"}), product))
    assert values_of(result, "medicines") == ["trastuzumab", "pertuzumab"]


def test_a_medicine_that_is_not_known_is_named() -> None:
    result = read(bundle(medicine(medicationCodeableConcept={"text": "Wonder drops"})))
    assert [(one.what, one.why) for one in result.not_understood] == [("Wonder drops", "intake.fhir-unknown-medicine")]


def test_no_medication_says_that_everything_was_asked() -> None:
    fact = only(read(bundle(medicine(medicationCodeableConcept=code(SNOMED, "787481004")))), "medicines")
    assert (fact.value, fact.presence) == (None, Presence.ABSENT)


# -- allergies ---------------------------------------------------------------------------------------------------------


def test_an_allergy_carries_its_reaction_and_the_worst_severity() -> None:
    reaction = [
        {"manifestation": [{"text": "rash"}], "severity": "mild"},
        {"manifestation": [{"text": "anaphylaxis"}], "severity": "severe"},
    ]
    fact = only(read(bundle(allergy({"text": "Penicillin"}, criticality="high", reaction=reaction))), "allergies")
    assert (fact.value, fact.presence) == ("penicillin", Presence.PRESENT)
    assert (fact.detail["criticality"], fact.detail["reaction"], fact.detail["severity"]) == (
        "high",
        "rash, anaphylaxis",
        "severe",
    )


def test_no_known_allergy_is_everything_looked_for() -> None:
    fact = only(read(bundle(allergy(code(SNOMED, "716186003")))), "allergies")
    assert (fact.value, fact.presence) == (None, Presence.ABSENT)


def test_a_refuted_allergy_is_absent_and_a_refuted_absence_says_nothing() -> None:
    refuted = {"verificationStatus": verification("refuted")}
    assert only(read(bundle(allergy({"text": "Penicillin"}, **refuted))), "allergies").presence is Presence.ABSENT
    assert values_of(read(bundle(allergy(code(SNOMED, "716186003"), **refuted))), "allergies") == []


def test_an_allergen_can_stand_in_the_reaction() -> None:
    fact = only(read(bundle(allergy({"text": "drug"}, reaction=[{"substance": code(ATC, "L01CD02")}]))), "allergies")
    assert fact.value == "docetaxel"


def test_an_allergy_that_is_not_known_is_named() -> None:
    assert whys(read(bundle(allergy({"text": "moon dust"})))) == ["fhir-unknown-allergy"]
