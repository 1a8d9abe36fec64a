"""Order sets, cycles and doses from FHIR: linked as the source links them, in the source's own unit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside_app.domain.fact import Fact, Presence, Status
from tests.intake.fhir.bundles import (
    ATC,
    MCODE,
    SNOMED,
    SUBJECT,
    Resource,
    breast_cancer,
    bundle,
    code,
    condition,
    only,
    quantity,
    read,
    refusals,
    values_of,
    verification,
    whys,
)

CHEMOTHERAPY = [code(SNOMED, "367336001")]
DOCETAXEL = code(ATC, "L01CD02")


def plan(own: str = "tc", **more: object) -> Resource:
    base: Resource = {
        "resourceType": "CarePlan",
        "id": own,
        "status": "active",
        "intent": "order",
        "title": "Docetaxel and cyclophosphamide",
        "category": CHEMOTHERAPY,
        "subject": SUBJECT,
        "period": {"start": "2026-10-13"},
        "created": "2026-10-05",
    }
    return {**base, **more}


def part(number: object, **more: object) -> Resource:
    return plan(f"c{number}", **{"title": f"Cycle {number} of 4", "partOf": [{"reference": "CarePlan/tc"}], **more})


def order(own: str = "o1", *, plan: str = "c1", **more: object) -> Resource:
    base: Resource = {
        "resourceType": "MedicationRequest",
        "id": own,
        "status": "active",
        "intent": "order",
        "medicationCodeableConcept": DOCETAXEL,
        "subject": SUBJECT,
        "authoredOn": "2026-10-12",
        "basedOn": [{"reference": f"CarePlan/{plan}"}],
        "dosageInstruction": [
            {"timing": {"event": ["2026-10-13"]}, "doseAndRate": [{"doseQuantity": quantity(130, "mg")}]}
        ],
    }
    return {**base, **more}


def administration(own: str = "a1", **more: object) -> Resource:
    base: Resource = {
        "resourceType": "MedicationAdministration",
        "id": own,
        "status": "completed",
        "medicationCodeableConcept": DOCETAXEL,
        "subject": SUBJECT,
        "effectiveDateTime": "2026-10-13T10:00:00+02:00",
        "request": {"reference": "MedicationRequest/o1"},
        "dosage": {"dose": quantity(130, "mg")},
    }
    return {**base, **more}


def doses(*resources: Resource) -> list[Fact]:
    return [fact for fact in read(bundle(*resources)).facts if fact.id == "treatment_dose"]


def test_an_order_set_is_a_plan_with_protocol_intent_and_line() -> None:
    intents = [
        {"url": MCODE + "mcode-treatment-intent", "valueCodeableConcept": code(SNOMED, own)}
        for own in ("373808002", "373846009")
    ]
    found = only(
        read(bundle(plan(extension=intents, instantiatesUri=["urn:bedside:regimen:tc"], description="First line"))),
        "treatment_plan",
    )
    assert found.value == "Docetaxel and cyclophosphamide"
    assert found.detail == {
        "key": "CarePlan/tc",
        "status": "active",
        "start": "2026-10-13",
        "protocol": "urn:bedside:regimen:tc",
        "intent": "curative,adjuvant",
        "line": "First line",
    }


def test_a_cycle_names_its_plan_and_its_number() -> None:
    found = only(read(bundle(plan(), part(2))), "treatment_cycle")
    assert (found.detail["plan"], found.detail["number"], found.detail["start"]) == ("CarePlan/tc", 2, "2026-10-13")


def test_a_cycle_whose_title_has_no_number_has_none() -> None:
    found = only(read(bundle(plan(), part("x", title="Second course"))), "treatment_cycle")
    assert "number" not in found.detail


def test_a_plan_of_other_care_is_set_aside() -> None:
    other = plan(category=[{"text": "Diabetes self management"}])
    assert whys(read(bundle(other))) == ["fhir-type-not-read"]


def test_a_plan_that_orders_rest_on_is_a_treatment_without_a_category() -> None:
    assert values_of(read(bundle(plan(category=[]), order(plan="tc"))), "treatment_plan") == [
        "Docetaxel and cyclophosphamide"
    ]


def test_a_plan_that_is_only_proposed_is_set_aside() -> None:
    assert values_of(read(bundle(plan(intent="proposal"))), "treatment_plan") == []


def test_a_plan_entered_in_error_is_withdrawn() -> None:
    assert only(read(bundle(plan(status="entered-in-error"))), "treatment_plan").status is Status.WITHDRAWN


def test_two_plans_that_are_part_of_each_other_are_read_without_end() -> None:
    one = plan("tc", partOf=[{"reference": "CarePlan/c1"}])
    other = plan("c1", partOf=[{"reference": "CarePlan/tc"}])
    assert len(values_of(read(bundle(one, other)), "treatment_cycle")) == 2


def test_an_order_and_what_was_given_of_it_are_two_doses_of_one_cycle() -> None:
    ordered, given_ = doses(plan(), part(1), order(), administration())
    assert (ordered.detail["record"], ordered.detail["plan"], ordered.detail["date"]) == (
        "request",
        "CarePlan/c1",
        "2026-10-13",
    )
    assert (given_.detail["record"], given_.detail["plan"], given_.detail["order"]) == (
        "administration",
        "CarePlan/c1",
        "MedicationRequest/o1",
    )
    assert (given_.value, given_.detail["dose"], given_.detail["dose_unit"]) == ("docetaxel", 130.0, "mg")


def test_a_dose_keeps_the_unit_of_its_source() -> None:
    (found,) = doses(administration(request={}, dosage={"dose": quantity("6.5", "mL")}))
    assert (found.detail["dose"], found.detail["dose_unit"]) == (6.5, "mL")


def test_an_order_of_another_file_keeps_its_address() -> None:
    (found,) = doses(administration())
    assert (found.detail["plan"], found.detail["order"]) == ("", "MedicationRequest/o1")


def test_a_dose_that_was_not_given_says_so_and_why() -> None:
    refused = administration(status="not-done", statusReason=[{"text": "Neutrophils too low"}])
    found = doses(plan(), part(1), order(), refused)[1]
    assert (found.presence, found.detail["reason"]) == (Presence.ABSENT, "Neutrophils too low")


def test_an_order_of_the_plan_is_read_and_is_not_taken() -> None:
    found = read(bundle(plan(), order(plan="tc", intent="plan")))
    assert values_of(found, "treatment_dose") == ["docetaxel"]
    assert values_of(found, "medicines") == []
    assert whys(found) == []


def test_a_medicine_without_a_plan_is_no_dose_of_a_treatment() -> None:
    paracetamol = administration(request={}, medicationCodeableConcept=code(ATC, "N02BE01"))
    assert doses(paracetamol) == []


def test_a_dose_that_is_no_number_costs_itself() -> None:
    found = read(bundle(plan(), part(1), order(), administration(dosage={"dose": {"value": "much", "unit": "mg"}})))
    assert refusals(found) == ["intake.not-a-number"]
    assert [fact.detail["record"] for fact in found.facts if fact.id == "treatment_dose"] == ["request"]


def test_an_adjuvant_plan_for_a_tumour_of_the_file_says_what_the_treatment_is_for() -> None:
    intent = [{"url": MCODE + "mcode-treatment-intent", "valueCodeableConcept": code(SNOMED, "373846009")}]
    addressed = plan(extension=intent, addresses=[{"reference": "Condition/cancer"}])
    assert values_of(read(bundle(breast_cancer(), addressed)), "cytotoxic_purpose") == ["this_after_surgery"]
    assert values_of(read(bundle(breast_cancer(), plan(extension=intent))), "cytotoxic_purpose") == []


def test_febrile_neutropenia_is_an_episode_even_when_it_is_over() -> None:
    resolved = code("http://terminology.hl7.org/CodeSystem/condition-clinical", "resolved")
    found = only(
        read(bundle(condition(code(SNOMED, "409089005"), clinicalStatus=resolved, onsetDateTime="2026-10-22"))),
        "febrile_neutropenia_episode",
    )
    assert (found.value, found.effective and found.effective.text) == (True, "2026-10-22")


def test_a_refuted_episode_did_not_happen() -> None:
    refuted = condition(code(SNOMED, "409089005"), verificationStatus=verification("refuted"))
    assert only(read(bundle(refuted)), "febrile_neutropenia_episode").presence is Presence.ABSENT


@given(
    element=st.sampled_from(
        ["basedOn", "request", "dosage", "dosageInstruction", "category", "partOf", "period", "note"]
    ),
    value=st.sampled_from([None, 1, "x", [], [None], [1], {}, [{"reference": 1}], {"reference": []}]),
)
@pytest.mark.parametrize("make", [plan, order, administration])
def test_a_broken_element_costs_its_resource_and_never_the_file(make: object, element: str, value: object) -> None:
    assert callable(make)
    found = read(bundle(make(**{element: value}), condition(code(SNOMED, "38341003"))))
    assert values_of(found, "comorbidities") == ["hypertension"]
