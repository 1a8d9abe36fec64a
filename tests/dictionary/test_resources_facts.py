"""The built-in dictionary as data: complete, unambiguous, and able to read what hospitals write."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside_app.dictionary import units
from bedside_app.dictionary.conditions import Condition, Facts, parse, parse_value
from bedside_app.dictionary.entries import Answer, Entry, FactDictionary, fold, load
from bedside_app.dictionary.systems import short_name
from bedside_app.domain.fact import Fact, FactId, Scalar
from tests.records import fact_of, items_of, record_of, view_of

DICTIONARY: FactDictionary = load()

NEEDED = """
birth_date sex age primary_site tumour_behaviour histology laterality er_status pr_status er_percent pr_percent
her2_status her2_ihc her2_ish ki67_percent ki67_status tumour_grade tumour_size ct_category cn_category cm_category
pt_category pn_category pm_category ypt_category ypn_category t_category n_category m_category stage_group
positive_nodes nodes_examined phase surgery_type surgical_margins pathological_response rcb_class
lymphovascular_invasion detection menopausal_status pregnancy_status gestational_age ecog karnofsky frailty
recurrence_score genomic_70_gene pdl1_cps gbrca_status weight height creatinine egfr_ckd_epi creatinine_clearance
neutrophils platelets haemoglobin leucocytes lymphocytes alt ast alkaline_phosphatase ggt bilirubin albumin inr
calcium potassium sodium magnesium ldh crp glucose hba1c ca15_3 cea lvef qtcf qtc_bazett hbsag anti_hbc hbv_dna
cumulative_anthracycline cyp2d6_phenotype dpyd_phenotype bone_density_t_score family_history metastases
comorbidities medicines allergies procedures variants npi_score npi_group
"""


def entry(fact: str) -> Entry:
    return DICTIONARY.entry(FactId(fact))


def choices(one: Entry) -> tuple[Answer, ...]:
    return (*one.answers, *one.items)


def derivations() -> Iterator[tuple[str, str]]:
    for one in DICTIONARY:
        for rule in one.derived:
            yield one.id, rule.when


def grades() -> Iterator[tuple[str, str]]:
    for one in DICTIONARY:
        for grade in one.ctcae.grades if one.ctcae else ():
            yield one.id, grade.when


@pytest.mark.parametrize("fact", NEEDED.split())
def test_every_fact_of_the_first_pathway_is_defined(fact: str) -> None:
    assert FactId(fact) in DICTIONARY


def test_every_entry_says_where_it_comes_from() -> None:
    assert [one.id for one in DICTIONARY if not one.source] == []


def test_no_name_stands_for_two_facts() -> None:
    names = Counter(name for one in DICTIONARY for name in {fold(text) for text in (*one.names, *one.label.values())})
    assert [name for name, times in names.items() if times > 1] == []


def test_no_code_or_name_means_two_answers_of_one_fact() -> None:
    twice = []
    for one in DICTIONARY:
        codes = Counter((code.system, code.code) for choice in choices(one) for code in choice.codes)
        names = Counter(name for choice in choices(one) for name in choice.folded_names)
        values = Counter(choice.value for choice in choices(one))
        twice += [(one.id, what) for counted in (codes, names, values) for what, times in counted.items() if times > 1]
    assert twice == []


def test_every_value_and_code_is_of_the_kind_that_the_schema_means() -> None:
    for one in DICTIONARY:
        for choice in choices(one):
            assert isinstance(choice.value, str if one.kind != "quantity" else int), (one.id, choice.value)
            assert choice.narrows is None or choice.narrows in {other.value for other in choices(one)}


def test_every_unit_and_conversion_is_a_unit_that_intake_reads() -> None:
    for one in DICTIONARY:
        if one.kind == "quantity":
            units.parse(one.unit)
            for given in one.conversions:
                assert units.to_canonical(1, given, one.unit, one.conversions, one.id) > 0, (one.id, given)


@pytest.mark.parametrize(("fact", "when"), [*derivations(), *grades()])
def test_every_rule_names_facts_and_items_that_exist(fact: str, when: str) -> None:
    condition = parse(when)
    special = {"value", "lln", "uln", "baseline"}
    for name in condition.variables:
        assert name in special or FactId(name) in DICTIONARY, f"{fact}: %{name}"
    for collection, item in condition.items:
        assert entry(collection).members(item), f"{fact}: {item}"


@pytest.mark.parametrize(("fact", "when"), [*derivations()])
def test_every_rule_compares_coded_facts_with_their_own_answers(fact: str, when: str) -> None:
    condition = parse(when)
    for name in condition.variables:
        one = entry(name)
        if one.kind == "coded":
            assert {str(value) for value in condition.compared(name)} <= {str(answer.value) for answer in one.answers}


def test_every_derived_value_is_an_answer_or_an_expression() -> None:
    for one in DICTIONARY:
        for rule in one.derived:
            if isinstance(rule.value, str) and rule.value.startswith("="):
                parse_value(rule.value[1:])
            elif one.kind == "coded":
                assert rule.value in {answer.value for answer in one.answers}, (one.id, rule.value)


def held(conditions: list[Condition], lookup: Facts) -> int:
    return sum(condition.evaluate(lookup) is True for condition in conditions)


@given(
    fact=st.sampled_from([one.id for one in DICTIONARY if one.ctcae]),
    value=st.floats(0.01, 5000, allow_nan=False),
    baseline=st.one_of(st.none(), st.floats(0.5, 300, allow_nan=False)),
)
def test_no_value_has_two_ctcae_grades(fact: str, value: float, baseline: float | None) -> None:
    rule = entry(fact).ctcae
    assert rule is not None
    lookup = Facts({"value": value, "lln": 100.0, "uln": 120.0, "baseline": baseline})
    assert held([parse(grade.when) for grade in rule.grades], lookup) <= 1


@pytest.mark.parametrize(
    ("fact", "value", "lln", "grade"),
    [  # CTCAE v5.0, Investigations; NCI 2017
        ("neutrophils", 1.6, 1.8, 1),
        ("neutrophils", 1.5, 1.8, 1),
        ("neutrophils", 1.0, 1.8, 2),
        ("neutrophils", 0.5, 1.8, 3),
        ("neutrophils", 0.49, 1.8, 4),
        ("neutrophils", 2.0, 1.8, None),
        ("platelets", 50, 150, 2),
        ("platelets", 24, 150, 4),
        ("haemoglobin", 100, 120, 1),
        ("haemoglobin", 79, 120, 3),
    ],
)
def test_ctcae_grades_of_blood_counts_are_those_of_version_5(
    fact: str, value: float, lln: float, grade: int | None
) -> None:
    rule = entry(fact).ctcae
    assert rule is not None
    lookup = Facts({"value": value, "lln": lln})
    assert [g.grade for g in rule.grades if parse(g.when).evaluate(lookup)] == ([] if grade is None else [grade])


def test_alt_has_no_grade_while_it_is_unknown_whether_the_baseline_was_normal() -> None:
    rule = entry("alt").ctcae
    assert rule is not None
    lookup = Facts({"value": 150.0, "uln": 35.0})
    assert [parse(grade.when).evaluate(lookup) for grade in rule.grades].count(True) == 0


@pytest.mark.parametrize(
    ("fact", "text", "value"),
    [
        ("pt_category", "pT1c", "T1c"),
        ("pt_category", "pT2 (m)", "T2"),
        ("pt_category", "ypT2", None),
        ("ct_category", "T4d", "T4d"),
        ("ct_category", "pT2", None),
        ("ypt_category", "ypT0", "T0"),
        ("pn_category", "pN1a (2/14)", "N1a"),
        ("pn_category", "pN0(i+)(sn)", "N0i+"),
        ("pn_category", "pN0(sn)", "N0"),
        ("pn_category", "pN0(i+)", "N0i+"),
        ("pn_category", "pN1mi(sn)", "N1mi"),
        ("cm_category", "cM0", "M0"),
        ("pathological_stage_group", "Stade IIB", "IIB"),
        ("stage_group", "Stage IIA", "IIA"),
        ("tumour_grade", "Grade 2", 2),
        ("tumour_grade", "Grade III (SBR)", 3),
        ("tumour_grade", "grade 2-3", None),
        ("er_status", "Positive (95 %)", "positive"),
        ("er_status", "not positive", None),
        ("her2_ihc", "IHC 1+", "1+"),
        ("her2_status", "HER2-low", "negative"),
        ("pathological_response", "Residual invasive disease (ypT1c ypN1a)", "residual"),
        ("pathological_response", "pCR (ypT0 ypN0)", "complete"),
        ("pathological_response", "No residual invasive carcinoma", "complete"),
        ("pathological_response", "Residual disease: none", None),
        ("mmr_status", "Deficient (dMMR): loss of MLH1 and PMS2", "deficient"),
        ("isup_grade_group", "ISUP grade group 5 (Gleason 4+5)", 5),
        ("histology", "Carcinome infiltrant de type non spécifique", "nst"),
        ("menopausal_status", "ménopausée", "postmenopausal"),
    ],
)
def test_whole_texts_are_read_and_doubtful_ones_are_not(fact: str, text: str, value: object) -> None:
    assert entry(fact).answer((), text) == value


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("10 ML oxaliplatin 5 MG/ML Injection", "oxaliplatin"),
        ("1 ML DOCEtaxel 20 MG/ML Injection", "docetaxel"),
        ("palbociclib 100 MG Oral Capsule", "palbociclib"),
        ("létrozole 2,5 mg", "letrozole"),
        ("tamoxifen citrate 20 MG Oral Tablet", "tamoxifen"),
        ("trastuzumab-dkst 150 MG Injection", "trastuzumab"),
        ("ado-trastuzumab emtansine 20 MG/ML", "trastuzumab_emtansine"),
        ("acide zolédronique 4 mg", "zoledronic_acid"),
        ("aspirin 81 MG / omeprazole 40 MG Oral Tablet", None),
        ("letrozole stopped", None),
        ("no tamoxifen", None),
    ],
)
def test_a_product_name_means_its_substance_or_nothing(text: str, item: str | None) -> None:
    found = entry("medicines").item((), text)
    assert (found.value if found else None) == item


def test_a_code_for_t1_beside_the_text_pt1c_means_t1c() -> None:
    pt = entry("pt_category")
    assert pt.answer([("snomed", "1228957006")], "pT1c") == "T1c"
    assert pt.answer([("snomed", "1228957006")], "pT2") == "T1"
    assert pt.answer([("snomed", "1228957006")]) == "T1"


def test_negative_immunohistochemistry_keeps_its_score_where_the_text_gives_it() -> None:
    ihc = entry("her2_ihc")
    assert ihc.answer([("loinc", "LA6577-6")], "IHC 0") == "0"
    assert ihc.answer([("loinc", "LA6577-6")]) == "0_or_1+"


@pytest.mark.parametrize(
    ("code", "site", "behaviour"),
    [
        ("C50.412", "breast", "invasive"),
        ("C50.4", "breast", "invasive"),
        ("D05.1", "breast", "in_situ"),
        ("D24.2", "breast", "benign"),
        ("D48.6", "breast", "uncertain"),
        ("C22.1", "biliary", "invasive"),
        ("C22.0", "liver", "invasive"),
    ],
)
def test_an_icd_10_code_means_a_site_and_a_behaviour(code: str, site: str, behaviour: str) -> None:
    assert entry("primary_site").answer([("icd10", code)]) == site
    assert entry("tumour_behaviour").answer([("icd10", code)]) == behaviour


def test_a_metastasis_is_no_primary_and_no_behaviour() -> None:
    assert entry("primary_site").answer([("icd10", "C79.51")]) is None
    assert entry("tumour_behaviour").answer([("icd10", "C79.51")]) is None


def test_an_allergy_to_a_class_is_one_to_its_drugs_and_the_other_way_round() -> None:
    allergies = entry("allergies")
    assert "taxane" in allergies.members("docetaxel")
    assert "docetaxel" in allergies.members("taxane")
    assert "docetaxel" not in allergies.members("paclitaxel")


def test_hba1c_percent_and_creatinine_convert_by_the_factors_of_the_reference_models() -> None:
    creatinine = entry("creatinine")
    assert units.to_canonical(0.8, "mg/dL", creatinine.unit, creatinine.conversions) == pytest.approx(70.72)
    haemoglobin = entry("haemoglobin")
    assert units.to_canonical(13.2, "g/dL", haemoglobin.unit, haemoglobin.conversions) == 132.0


def derived(fact: str, *facts: Fact, **values: Scalar) -> Scalar | None:
    named = (fact_of(name, value) for name, value in values.items())
    return view_of(record_of(*facts, *named)).reading(FactId(fact)).value


@pytest.mark.parametrize(
    ("fact", "known", "value"),
    [
        ("er_status", {"er_percent": 1}, "positive"),
        ("er_status", {"er_percent": 0}, "negative"),
        ("er_status", {}, None),
        ("ki67_status", {"ki67_percent": 10}, "positive"),
        ("her2_status", {"her2_ihc": "1+"}, "negative"),
        ("her2_status", {"her2_ihc": "2+"}, "equivocal"),
        ("her2_status", {"her2_ihc": "2+", "her2_ish": "amplified"}, "positive"),
        ("her2_status", {"her2_ihc": "2+", "her2_ish": "not_amplified"}, "negative"),
        ("her2_status", {"her2_ihc": "3+", "her2_ish": "not_amplified"}, "positive"),
        ("positive_nodes", {"pn_category": "N0i+"}, 0),
        ("positive_nodes", {"pn_category": "N1a"}, None),
        ("t_category", {"ct_category": "T3", "pt_category": "T1c"}, "T1"),
        ("t_category", {"ct_category": "T3", "ypt_category": "T2"}, "T2"),
        ("t_category", {"pt_category": "TX"}, None),
        ("n_category", {"pn_category": "N1mi"}, "N1mi"),
        ("m_category", {"cm_category": "M0i+"}, "M0"),
        ("stage_group", {"clinical_stage_group": "IIB", "pathological_stage_group": "IIA"}, "IIA"),
        ("phase", {"ct_category": "T2"}, "before_surgery"),
        ("phase", {"ct_category": "T2", "pt_category": "T1c"}, "after_surgery"),
        ("phase", {"ct_category": "T2", "ypt_category": "T0"}, "after_neoadjuvant"),
        ("phase", {"ct_category": "T2", "pathological_response": "residual"}, "after_neoadjuvant"),
        ("phase", {}, None),
        ("pathological_response", {"ypt_category": "Tis", "ypn_category": "N0"}, "complete"),
        ("pathological_response", {"ypt_category": "T0", "ypn_category": "N1a"}, "residual"),
        ("pathological_response", {"ypt_category": "T0"}, None),
        ("tumour_behaviour", {"histology": "dcis"}, "in_situ"),
        ("tumour_behaviour", {"histology": "paget"}, None),
        ("pregnancy_status", {"menopausal_status": "postmenopausal"}, "not_pregnant"),
        ("pregnancy_status", {"menopausal_status": "premenopausal"}, None),
        ("pregnancy_status", {"menopausal_status": "postmenopausal", "pregnancy_test": "positive"}, "pregnant"),
        ("frailty", {"clinical_frailty_scale": 4}, None),
        ("frailty", {"clinical_frailty_scale": 6}, True),
        ("corrected_calcium", {"calcium": 2.2, "albumin": 30}, pytest.approx(2.3996)),
    ],
)
def test_what_follows_from_other_facts_is_derived_and_nothing_more(
    fact: str, known: dict[str, Scalar], value: object
) -> None:
    assert derived(fact, **known) == value


def test_surgery_follows_from_the_procedures_and_needs_none_to_be_ruled_out() -> None:
    assert derived("surgery_type", *items_of("procedures", ("lumpectomy",))) == "breast_conserving"
    assert derived("surgery_type", *items_of("procedures", ("lumpectomy", "mastectomy"))) == "mastectomy"
    assert derived("surgery_type", *items_of("procedures", ("biopsy",))) is None


def test_the_phase_stays_unknown_after_a_resection_without_its_pathology() -> None:
    assert derived("phase", *items_of("procedures", ("mastectomy",)), ct_category="T2") is None


def test_a_recorded_distant_metastasis_stands_before_m0_and_axillary_nodes_do_not() -> None:
    assert derived("m_category", *items_of("metastases", ("bone",)), cm_category="M0") == "M1"
    assert derived("m_category", *items_of("metastases", ("lymph_node_axillary",)), cm_category="M0") == "M0"


def test_a_recorded_pregnancy_counts_without_a_test() -> None:
    facts = items_of("comorbidities", ("pregnancy",))
    assert derived("pregnancy_status", *facts, menopausal_status="premenopausal") == "pregnant"


@pytest.mark.shared
def test_conversions_are_those_of_the_reference_models(shared: Path) -> None:
    written: dict[str, str] = json.loads((shared / "clinical/models.json").read_text())["conversions"]
    checked = 0
    for name in ("albumin", "haemoglobin", "bilirubin", "creatinine", "calcium", "glucose"):
        match = re.fullmatch(r"1 (\S+) = ([\d.]+) (\S+)", written[name])
        assert match is not None
        one = entry(name)
        assert one.unit == match[3]
        assert units.to_canonical(1, match[1], one.unit, one.conversions) == pytest.approx(float(match[2]), rel=1e-12)
        checked += 1
    assert checked == 6


def understood(row: dict[str, str]) -> bool:
    system, code, display = short_name(row["system"]), row["code"], row["display"]
    codings = [(system, code)] if system and code else []
    if row["role"] == "observation":
        one = DICTIONARY.by_code(*codings[0]) if codings else DICTIONARY.by_name(display)
        return one is not None or entry("comorbidities").item(codings, display) is not None
    if row["role"] == "answer":
        return any(choice.answer(codings, display) is not None for choice in DICTIONARY if choice.answers)
    if row["role"] == "condition":
        return (
            entry("primary_site").answer(codings) is not None
            or any(one.item(codings) is not None for one in DICTIONARY if one.items)
            or entry("pregnancy_status").answer(codings) is not None
        )
    collection = {"procedure": "procedures", "medication": "medicines"}[row["role"]]
    return entry(collection).item(codings, "" if codings else display) is not None


BY_THE_READER = {"therapeutic-implication"}  # a code that says nothing by itself: the text beside it names the gene


@pytest.mark.shared
def test_every_code_of_the_reference_patients_is_known(shared: Path) -> None:
    with (shared / "clinical/examples/codes.csv").open(newline="") as file:
        rows: list[dict[str, Any]] = [row for row in csv.DictReader(file) if row["role"] != "component"]
    unknown = [
        (r["role"], r["code"], r["display"]) for r in rows if r["code"] not in BY_THE_READER and not understood(r)
    ]
    assert len(rows) > 250
    assert unknown == []
