"""Observations: values, units, status, time, ranges, components, and about which tumour or specimen."""

from __future__ import annotations

import pytest

from bedside_app.domain.fact import PATIENT, Comparator, Presence, Side, Status, Subject
from tests.intake.fhir.bundles import (
    LOINC,
    MCODE,
    SNOMED,
    SUBJECT,
    Resource,
    breast_cancer,
    bundle,
    code,
    laboratory,
    observation,
    only,
    quantity,
    read,
    refusals,
    unreadable,
    values_of,
    whys,
)

NEUTROPHILS = "751-8"
CREATININE = "2160-0"
ER = code(LOINC, "85337-4")
POSITIVE = code(LOINC, "LA6576-8")
NEGATIVE = code(LOINC, "LA6577-6")


def test_a_result_becomes_a_fact_with_all_four_sides() -> None:
    own = {"low": quantity("0.5", "mg/dL"), "high": quantity(1.0, "mg/dL")}
    result = laboratory(CREATININE, 0.8, "mg/dL", issued="2026-05-21T09:00:00+02:00", referenceRange=[own])
    fact = only(read(bundle(result)), "creatinine")
    assert fact.value == pytest.approx(70.72, rel=1e-4)
    assert (fact.unit, fact.raw, fact.about) == ("umol/L", "0.8 mg/dL", PATIENT)
    assert fact.reference_low == pytest.approx(44.2, rel=1e-3)
    assert fact.reference_high == pytest.approx(88.4, rel=1e-3)
    assert fact.effective is not None
    assert fact.issued is not None
    assert (fact.effective.text, fact.issued.text) == ("2026-05-20", "2026-05-21T09:00:00+02:00")
    assert (fact.origin.place, fact.origin.version) == ("entry[1].resource.valueQuantity", "fhir/1")
    assert fact.origin.name.startswith("sha256:")


def test_a_single_resource_is_read_without_a_bundle() -> None:
    assert only(read(laboratory(NEUTROPHILS, 4.1, "10*9/L")), "neutrophils").origin.place == "valueQuantity"


def test_a_number_keeps_how_it_was_written() -> None:
    text = b'{"resourceType":"Observation","status":"final","code":{"coding":[{"system":"http://loinc.org","code":"751-8"}]},"valueQuantity":{"value":4.10,"unit":"10*9/L"}}'
    assert only(read(text), "neutrophils").raw == "4.10 10*9/L"


def test_a_number_written_as_text_counts_and_a_boolean_does_not() -> None:
    assert values_of(read(laboratory(NEUTROPHILS, "4.1", "10*9/L")), "neutrophils") == [4.1]
    assert refusals(read(laboratory(NEUTROPHILS, True, "10*9/L"))) == ["intake.fhir-malformed"]


@pytest.mark.parametrize("written", ["4,1", "1.000,5", "four", "1e999", "0x10", "4.1.2"])
def test_a_number_that_can_be_read_in_two_ways_is_refused(written: str) -> None:
    assert refusals(read(laboratory(NEUTROPHILS, written, "10*9/L"))) == ["intake.not-a-number"]


def test_a_value_without_a_unit_is_refused_and_none_is_assumed() -> None:
    result = read(observation(code(LOINC, CREATININE), valueQuantity={"value": 80}))
    assert (unreadable(result), refusals(result)) == ([None], ["intake.unit-not-given"])


def test_a_bare_number_is_enough_for_a_fact_without_a_unit() -> None:
    assert values_of(read(observation(code(LOINC, "89247-1"), valueInteger=1)), "ecog") == [1]


def test_an_unknown_unit_is_refused_with_its_text() -> None:
    result = read(observation(code(LOINC, CREATININE), valueQuantity={"value": 80, "unit": "blobs"}))
    assert [(one.code, one.values["raw"]) for one in result.refused] == [("dictionary.unknown-unit", "blobs")]


def test_a_coded_unit_against_another_written_unit_is_refused_naming_both() -> None:
    result = read(laboratory(CREATININE, 80, "umol/L", valueQuantity=quantity(80, "umol/L") | {"unit": "mg/dL"}))
    assert [(one.code, one.values["code"], one.values["unit"]) for one in result.refused] == [
        ("intake.fhir-units-disagree", "umol/L", "mg/dL")
    ]


@pytest.mark.parametrize(("unit", "agrees"), [("mL/min", False), ("ml/min/1.73m2", True), ("mL/min/{1.73_m2}", True)])
def test_an_annotation_is_part_of_the_unit(unit: str, agrees: bool) -> None:
    value = quantity(83, "mL/min/{1.73_m2}") | {"unit": unit}
    result = read(laboratory("98979-8", 83, "", valueQuantity=value))
    assert values_of(result, "egfr_ckd_epi") == ([83] if agrees else [])


def test_a_unit_text_that_is_no_unit_does_not_contradict_the_code() -> None:
    value = quantity(11, "1") | {"unit": "Recurrence score"}
    score = observation(code("http://www.ncbi.nlm.nih.gov/gtr", "509910"), valueQuantity=value)
    assert values_of(read(bundle(breast_cancer(), score)), "recurrence_score") == [11]


def test_a_value_outside_the_plausible_range_is_refused_as_an_entry_error() -> None:
    result = read(laboratory(CREATININE, 8000, "mg/dL"))
    assert (unreadable(result), refusals(result)) == ([None], ["intake.implausible-value"])


@pytest.mark.parametrize("sign", list(Comparator))
def test_a_bound_keeps_its_comparator(sign: Comparator) -> None:
    value = quantity(90, "mL/min/{1.73_m2}", comparator=sign.value)
    fact = only(read(observation(code(LOINC, "98979-8"), valueQuantity=value)), "egfr_ckd_epi")
    assert (fact.value, fact.comparator) == (90, sign)


def test_a_detection_limit_below_the_plausible_range_is_no_entry_error() -> None:
    value = quantity(0, "ug/L", comparator=">")
    assert refusals(read(observation(code(LOINC, "2039-6"), valueQuantity=value))) == []


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"low": quantity(91, "%"), "high": quantity(100, "%")}, (91, Comparator.AT_LEAST, {"range_high": 100})),
        ({"low": quantity(91, "%")}, (91, Comparator.AT_LEAST, {})),
        ({"high": quantity(9, "%")}, (9, Comparator.AT_MOST, {})),
        ({"low": quantity(9, "%"), "high": quantity(9, "%")}, (9, None, {})),
    ],
)
def test_a_range_is_the_bound_that_it_surely_is(value: Resource, expected: tuple[object, ...]) -> None:
    fact = only(read(bundle(breast_cancer(), observation(code(LOINC, "85329-1"), valueRange=value))), "er_percent")
    assert (fact.value, fact.comparator, fact.detail) == expected


def test_a_ratio_of_two_units_is_an_amount_per_unit_and_by_zero_is_refused() -> None:
    ratio = {"numerator": quantity(8, "mg"), "denominator": quantity(10, "dL")}
    assert only(read(observation(code(LOINC, CREATININE), valueRatio=ratio)), "creatinine").value == pytest.approx(
        70.72, rel=1e-3
    )
    ratio["denominator"] = quantity(0, "dL")
    assert refusals(read(observation(code(LOINC, CREATININE), valueRatio=ratio))) == ["intake.not-a-number"]


@pytest.mark.parametrize(
    ("text", "value"), [("240 mg/m2", 240), ("240 mg/m²", 240), ("240", None), ("240 mg/m2 in 2019", None)]
)
def test_a_text_alone_is_read_where_name_and_whole_answer_are_exact(text: str, value: float | None) -> None:
    result = read(observation({"text": "Cumulative anthracycline dose"}, valueString=text))
    assert values_of(result, "cumulative_anthracycline") == ([] if value is None else [value])
    assert len(result.refused) + len(result.not_understood) == (value is None)


def test_a_text_beside_a_code_of_an_unknown_system_never_names_a_fact() -> None:
    local = {"coding": [{"system": "urn:local", "code": "U-CREA"}], "text": "Creatinine"}
    result = read(observation(local, valueQuantity=quantity(1, "mg/dL")))
    assert (result.facts, whys(result)) == ((), ["fhir-unknown-code"])
    assert result.not_understood[0].what == "Creatinine: 1 mg/dL"


def test_unknown_names_are_listed_with_place_and_label() -> None:
    result = read(bundle(observation({"text": "Mood"}, valueString="fine")))
    assert [(one.place, one.what, one.why) for one in result.not_understood] == [
        ("entry[1].resource", "Mood: fine", "intake.fhir-unknown-name")
    ]


def test_codes_that_mean_different_facts_are_refused() -> None:
    both = {"coding": [{"system": LOINC, "code": NEUTROPHILS}, {"system": LOINC, "code": "777-3"}]}
    assert refusals(read(observation(both, valueQuantity=quantity(4, "10*9/L")))) == ["intake.fhir-ambiguous-code"]


def test_an_answer_that_the_dictionary_does_not_know_is_never_guessed() -> None:
    result = read(bundle(breast_cancer(), observation(ER, valueCodeableConcept={"text": "probably positive?"})))
    assert (values_of(result, "er_status"), whys(result)) == ([], ["fhir-answer-not-understood"])


def test_a_more_precise_text_narrows_a_coded_answer() -> None:
    stage = observation(code(SNOMED, "371494008"), valueCodeableConcept=code(SNOMED, "1229951001", "pN1b"))
    assert values_of(read(bundle(breast_cancer(), stage)), "pn_category") == ["N1b"]


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("preliminary", Status.PRELIMINARY),
        ("unknown", Status.PRELIMINARY),
        ("final", Status.FINAL),
        ("amended", Status.CORRECTED),
        ("corrected", Status.CORRECTED),
        ("entered-in-error", Status.WITHDRAWN),
        ("cancelled", Status.WITHDRAWN),
    ],
)
def test_each_status_says_how_settled_the_value_is(status: str, expected: Status) -> None:
    assert only(read(laboratory(NEUTROPHILS, 4.1, "10*9/L", status=status)), "neutrophils").status is expected


@pytest.mark.parametrize("status", ["", "finished", None])
def test_a_missing_or_invented_status_is_refused(status: str | None) -> None:
    assert refusals(read(laboratory(NEUTROPHILS, 4.1, "10*9/L", status=status))) == ["intake.fhir-unknown-status"]


def test_a_stated_unknown_keeps_its_reason() -> None:
    absent = code("http://terminology.hl7.org/CodeSystem/data-absent-reason", "not-performed")
    fact = only(read(observation(code(LOINC, NEUTROPHILS), dataAbsentReason=absent)), "neutrophils")
    assert (fact.value, fact.absent_reason) == (None, "not-performed")


def test_an_unknown_inside_the_value_is_a_stated_unknown() -> None:
    marked = {"url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason", "valueCode": "masked"}
    result = read(observation(code(LOINC, NEUTROPHILS), valueQuantity={"extension": [marked]}))
    assert only(result, "neutrophils").absent_reason == "masked"
    unknown = observation(ER, valueCodeableConcept=code("http://terminology.hl7.org/CodeSystem/v3-NullFlavor", "UNK"))
    assert only(read(bundle(breast_cancer(), unknown)), "er_status").value is None


@pytest.mark.parametrize("word", ["Unknown", "inconnu"])
def test_the_word_for_unknown_is_a_stated_unknown(word: str) -> None:
    for value in ({"valueString": word}, {"valueCodeableConcept": {"text": word}}):
        assert only(read(bundle(breast_cancer(), observation(ER, **value))), "er_status").absent_reason == "unknown"


def test_a_value_beside_a_reason_for_its_absence_is_refused() -> None:
    result = read(laboratory(NEUTROPHILS, 4.1, "10*9/L", dataAbsentReason={"text": "unknown"}))
    assert refusals(result) == ["intake.fhir-malformed"]


def test_no_value_and_no_reason_is_named() -> None:
    assert whys(read(observation(code(LOINC, NEUTROPHILS)))) == ["fhir-no-value"]


@pytest.mark.parametrize(
    "changed", [{"referenceRange": [{"low": {"value": 1}}]}, {"referenceRange": [{"low": quantity(1, "m")}]}]
)
def test_a_range_that_cannot_be_read_leaves_the_value(changed: Resource) -> None:
    result = read(laboratory(NEUTROPHILS, 4.1, "10*9/L", **changed))
    assert only(result, "neutrophils").reference_low is None
    assert whys(result) == ["fhir-range-not-understood"]


def test_components_are_read_one_by_one_and_a_bad_one_costs_itself() -> None:
    panel = observation(
        code(LOINC, "85354-9"),
        component=[
            {"code": code(LOINC, "8480-6"), "valueQuantity": quantity(128, "mm[Hg]")},
            {"code": code(LOINC, "8462-4"), "valueQuantity": {"value": 80}},
        ],
    )
    result = read(bundle(panel))
    assert only(result, "systolic_pressure").origin.place == "entry[1].resource.component[0].valueQuantity"
    assert [(one.code, one.place) for one in result.refused] == [
        ("intake.unit-not-given", "entry[1].resource.component[1]")
    ]


def test_a_component_without_a_meaning_of_its_own_answers_for_its_observation() -> None:
    implication = code("http://hl7.org/fhir/uv/genomics-reporting/CodeSystem/tbd-codes-cs", "therapeutic-implication")
    named = implication | {"text": "DPYD (dihydropyrimidine dehydrogenase) metaboliser phenotype"}
    answer = {"code": implication, "valueCodeableConcept": code(LOINC, "LA25391-6")}
    assert values_of(read(observation(named, component=[answer])), "dpyd_phenotype") == ["normal"]


def test_a_member_that_is_not_in_the_file_is_named_and_a_cycle_ends() -> None:
    members = [{"reference": "Observation/o"}, {"reference": "Observation/elsewhere"}]
    result = read(bundle(observation(code(LOINC, "58410-2"), hasMember=members)))
    assert [(one.place, one.why) for one in result.not_understood] == [
        ("entry[1].resource.hasMember[1]", "intake.fhir-member-missing")
    ]


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ({"effectiveDateTime": "2026"}, "2026"),
        ({"effectivePeriod": {"start": "2026-05-01", "end": "2026-05-03"}}, "2026-05-01"),
        ({"effectiveInstant": "2026-05-01T08:00:00Z"}, "2026-05-01T08:00:00Z"),
        ({"effectiveTiming": {"event": ["2026-05-01"]}}, "2026-05-01"),
    ],
)
def test_every_form_of_time_keeps_its_precision(when: Resource, expected: str) -> None:
    result = laboratory(NEUTROPHILS, 4.1, "10*9/L", effectiveDateTime=None) | when
    fact = only(read(result), "neutrophils")
    assert fact.effective is not None
    assert fact.effective.text == expected


def test_a_day_that_does_not_exist_is_refused() -> None:
    assert refusals(read(laboratory(NEUTROPHILS, 4.1, "10*9/L", effectiveDateTime="2026-02-30"))) == [
        "intake.fhir-malformed"
    ]


def test_an_observation_about_somebody_else_gives_no_fact() -> None:
    result = read(laboratory(NEUTROPHILS, 4.1, "10*9/L", focus=[{"reference": "RelatedPerson/mother"}]))
    assert (result.facts, whys(result)) == ((), ["fhir-somebody-else"])


def test_a_modifier_that_is_not_known_is_never_passed_over() -> None:
    result = read(laboratory(NEUTROPHILS, 4.1, "10*9/L", modifierExtension=[{"url": "urn:not", "valueBoolean": True}]))
    assert (result.facts, refusals(result)) == ((), ["intake.fhir-unsafe-to-read"])


# -- tumours, specimens, reports ---------------------------------------------------------------------------------------


def marker(answer: Resource, *, own: str = "er", **more: object) -> Resource:
    return observation(ER, own=own, valueCodeableConcept=answer, **more)


def test_a_marker_without_a_focus_is_about_the_only_tumour() -> None:
    assert only(read(bundle(marker(POSITIVE), breast_cancer())), "er_status").about.key == "Condition/cancer"


def test_a_marker_without_a_focus_is_about_no_named_tumour_where_there_are_two() -> None:
    result = read(bundle(breast_cancer(own="left"), breast_cancer(own="right", icd10="C50.411"), marker(POSITIVE)))
    assert only(result, "er_status").about.key == ""
    assert [(one.key, one.side) for one in result.primaries] == [
        ("Condition/left", Side.LEFT),
        ("Condition/right", Side.RIGHT),
    ]


@pytest.mark.parametrize("own", ["left", "right"])
def test_a_focus_decides_between_two_tumours(own: str) -> None:
    focus = marker(POSITIVE, focus=[{"reference": f"Condition/{own}"}])
    result = read(bundle(breast_cancer(own="left"), breast_cancer(own="right", icd10="C50.411"), focus))
    assert only(result, "er_status").about.key == f"Condition/{own}"


def test_a_focus_in_another_file_keeps_its_key() -> None:
    focus = [{"reference": "http://hospital.example/fhir/Condition/elsewhere"}]
    assert (
        only(read(bundle(breast_cancer(), marker(POSITIVE, focus=focus))), "er_status").about.key
        == "Condition/elsewhere"
    )


def test_a_focus_on_a_body_structure_leads_to_its_condition() -> None:
    tumour = {
        "resourceType": "BodyStructure",
        "id": "t",
        "extension": [{"url": MCODE + "condition-related", "valueReference": {"reference": "Condition/right"}}],
        "patient": SUBJECT,
    }
    focus = marker(POSITIVE, focus=[{"reference": "BodyStructure/t"}])
    result = read(bundle(breast_cancer(own="left"), breast_cancer(own="right", icd10="C50.411"), tumour, focus))
    assert only(result, "er_status").about.key == "Condition/right"


def specimen(own: str, kind: str, side: str = "80248007") -> Resource:
    collection = {"bodySite": code(SNOMED, side), "method": code(SNOMED, kind)}
    return {"resourceType": "Specimen", "id": own, "subject": SUBJECT, "collection": collection}


def test_biopsy_and_surgery_stay_apart_as_specimens_of_one_tumour() -> None:
    result = read(
        bundle(
            breast_cancer(),
            specimen("s1", "129314006"),
            specimen("s2", "129304002"),
            marker(POSITIVE, own="o1", specimen={"reference": "Specimen/s1"}),
            marker(NEGATIVE, own="o2", specimen={"reference": "Specimen/s2"}),
        )
    )
    abouts = [fact.about for fact in result.facts if fact.id == "er_status"]
    assert [(one.subject, one.key, one.primary, one.side) for one in abouts] == [
        (Subject.SPECIMEN, "biopsy:Specimen/s1", "Condition/cancer", Side.LEFT),
        (Subject.SPECIMEN, "surgery:Specimen/s2", "Condition/cancer", Side.LEFT),
    ]


def test_a_specimen_or_site_of_the_other_side_is_refused() -> None:
    right = "73056007"
    wrong = marker(POSITIVE, specimen={"reference": "Specimen/s"})
    assert refusals(read(bundle(breast_cancer(), specimen("s", "129314006", right), wrong))) == [
        "intake.fhir-sides-disagree"
    ]
    wrong = marker(POSITIVE, bodySite=code(SNOMED, right))
    assert refusals(read(bundle(breast_cancer(), wrong))) == ["intake.fhir-sides-disagree"]


def report(*references: str, status: str = "final", **more: object) -> Resource:
    results = [{"reference": reference} for reference in references]
    return {
        "resourceType": "DiagnosticReport",
        "id": "r",
        "status": status,
        "code": code(LOINC, "11502-2"),
        "subject": SUBJECT,
        "result": results,
        **more,
    }


def test_a_report_dates_the_results_that_have_no_date_of_their_own() -> None:
    undated = laboratory(NEUTROPHILS, 4.1, "10*9/L", effectiveDateTime=None)
    result = read(
        bundle(report("Observation/o", effectiveDateTime="2026-05-07", issued="2026-05-08T10:00:00Z"), undated)
    )
    fact = only(result, "neutrophils")
    assert fact.effective is not None
    assert fact.issued is not None
    assert (fact.effective.text, fact.issued.text) == ("2026-05-07", "2026-05-08T10:00:00Z")


def test_a_report_taken_back_takes_its_results_with_it() -> None:
    result = read(bundle(report("Observation/o", status="entered-in-error"), laboratory(NEUTROPHILS, 4.1, "10*9/L")))
    assert only(result, "neutrophils").status is Status.WITHDRAWN


def test_results_inside_a_report_are_read_and_missing_ones_and_prose_are_named() -> None:
    inside = laboratory(NEUTROPHILS, 4.1, "10*9/L", own="inside")
    given = report("#inside", "Observation/gone", contained=[inside], conclusion="All fine.")
    result = read(bundle(given))
    assert only(result, "neutrophils").origin.place == "entry[1].resource.contained[0].valueQuantity"
    assert sorted(whys(result)) == ["fhir-member-missing", "fhir-narrative"]


@pytest.mark.parametrize(
    ("answer", "presence"), [("none", Presence.ABSENT), ("yes", Presence.PRESENT), ("grade 1", None)]
)
def test_a_finding_named_by_its_text_is_read_where_the_answer_is_yes_or_no(
    answer: str, presence: Presence | None
) -> None:
    result = read(observation({"text": "Ascites"}, valueString=answer))
    assert [fact.presence for fact in result.facts if fact.id == "comorbidities"] == ([presence] if presence else [])
    assert len(result.facts) + len(result.not_understood) >= 1
