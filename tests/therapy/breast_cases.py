"""Patients of early breast cancer, each with what an oncologist would answer. Synthetic, one clinical idea each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from bedside_app.domain.fact import Fact, Scalar
from bedside_app.domain.moment import Moment
from bedside_app.domain.record import PatientRecord
from tests.records import IDENTITY, fact_of, items_of, record_of

__all__ = ["CASES", "Case", "Values", "collected", "patient"]

Values = Mapping[str, Scalar | None]

INVASIVE: Final[Values] = {"primary_site": "breast", "tumour_behaviour": "invasive", "m_category": "M0"}
FIT: Final[Values] = {
    "ecog": 0,
    "lvef": 63,
    "qtcf": 415,
    "hbsag": "negative",
    "anti_hbc": "negative",
    "weight": 64,
    "height": 165,
    "neutrophils": 4.1,
    "platelets": 245,
    "haemoglobin": 132,
    "alt": 22,
    "ast": 24,
    "alkaline_phosphatase": 70,
    "bilirubin": 10,
    "creatinine_clearance": 90,
    "egfr_ckd_epi": 90,
    "corrected_calcium": 2.3,
    "potassium": 4.0,
    "magnesium": 0.85,
}
LUMINAL: Final[Values] = {"er_status": "positive", "pr_status": "positive", "her2_status": "negative"}
HER2: Final[Values] = {"er_status": "positive", "pr_status": "positive", "her2_status": "positive"}
TRIPLE: Final[Values] = {"er_status": "negative", "pr_status": "negative", "her2_status": "negative"}
POST: Final[Values] = {"menopausal_status": "postmenopausal"}
PRE: Final[Values] = {"menopausal_status": "premenopausal", "pregnancy_status": "not_pregnant"}
NOTHING_ELSE: Final = ("comorbidities", "allergies", "medicines")


def pregnant(weeks: float | None) -> Values:
    """Return a pregnancy of so many weeks, undated where None."""
    return {"menopausal_status": "premenopausal", "pregnancy_status": "pregnant", "gestational_age": weeks}


def before(t: str, n: str, grade: int | None = 2, **more: Scalar | None) -> Values:
    """Return a tumour that nobody has operated on."""
    return {"ct_category": t, "cn_category": n, "tumour_grade": grade, **more}


def operated(
    t: str, n: str, grade: int | None = 2, surgery: str = "breast_conserving", **more: Scalar | None
) -> Values:
    """Return a tumour after surgery without treatment before it."""
    return {"pt_category": t, "pn_category": n, "tumour_grade": grade, "surgery_type": surgery, **more}


def after_neoadjuvant(
    yt: str, yn: str, *, t: str, n: str, surgery: str = "mastectomy", **more: Scalar | None
) -> Values:
    """Return what is left after neoadjuvant treatment and surgery, and what there was at the beginning."""
    start: Values = {"ct_category": t, "cn_category": n, "tumour_grade": 3, "surgery_type": surgery}
    return {"ypt_category": yt, "ypn_category": yn, **start, **more}


def collected(**collections: tuple[str, ...]) -> tuple[Fact, ...]:
    """Return collections as complete lists; those that are not named are looked for and empty."""
    facts: list[Fact] = []
    for name in NOTHING_ELSE:
        facts += items_of(name, collections.get(name, ()), complete=True)
    facts += [fact_of("medicines", item, detail={"end": "2026-03-01"}) for item in collections.get("stopped", ())]
    return tuple(facts)


def patient(*values: Values, age: int = 62, sex: str = "female", lists: tuple[Fact, ...] = ()) -> PatientRecord:
    """Return a record of these values, the later ones in force; None takes a value away."""
    merged: dict[str, Scalar | None] = {}
    for part in values:
        merged.update(part)
    stated = {name: value for name, value in merged.items() if value is not None}
    identity = replace(IDENTITY, birth_date=Moment(f"{2026 - age}-01-01"), sex=sex)
    return record_of(*lists, identity=identity, **stated)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One patient and the answer. `suggested` pairs a step with its first option; words are of the English sentences."""

    name: str
    record: PatientRecord
    suggested: Mapping[str, str] = field(default_factory=dict)
    offered: tuple[str, ...] = ()
    excluded: Mapping[str, str] = field(default_factory=dict)
    blocked: Mapping[str, str] = field(default_factory=dict)
    never_named: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    refused: str = ""


def _case(
    name: str,
    *values: Values,
    age: int = 62,
    sex: str = "female",
    lists: tuple[Fact, ...] | None = None,
    **expected: object,
) -> Case:
    record = patient(INVASIVE, FIT, *values, age=age, sex=sex, lists=collected() if lists is None else lists)
    return Case(name=name, record=record, **expected)  # type: ignore[arg-type]


CYTOTOXIC: Final = ("doxorubicin", "epirubicin", "docetaxel", "paclitaxel", "cyclophosphamide", "chemotherapy")
TARGETED: Final = ("trastuzumab", "pertuzumab", "abemaciclib", "ribociclib", "olaparib", "pembrolizumab")

LUMINAL_CASES: Final = (
    _case(
        "luminal pT1c N0, 62 years, score 11, nothing else recorded",
        LUMINAL,
        POST,
        operated("T1c", "N0", recurrence_score=11),
        lists=(),
        suggested={
            "adjuvant_cytotoxic": "luminal_none",
            "endocrine": "letrozole",
            "cdk46": "no_cdk46",
            "radiotherapy_breast": "whole_breast",
        },
        excluded={
            "adjuvant_tc": "21-gene score",
            "adjuvant_tch": "HER2-positive cancer only",
            "abemaciclib": "outside monarchE",
            "ribociclib": "Outside NATALEE",
            "olaparib": "Below the risk",
        },
        never_named=(*CYTOTOXIC, *TARGETED),
    ),
    _case(
        "luminal pT2 N0 G2, score 30",
        LUMINAL,
        POST,
        operated("T2", "N0", recurrence_score=30, ki67_percent=30),
        suggested={"adjuvant_cytotoxic": "adjuvant_tc", "cdk46": "ribociclib"},
        excluded={"abemaciclib": "Node-negative"},
    ),
    _case(
        "luminal pT2 N0 G2, no score",
        LUMINAL,
        POST,
        operated("T2", "N0", tumour_size=25),
        suggested={"genomic_test": "test_21_gene"},
        offered=("luminal_none",),
        blocked={"adjuvant_tc": "recurrence_score"},
        asks=("recurrence_score", "genomic_70_gene", "ki67_percent"),
    ),
    _case(
        "luminal pT2 N0 G3, no score: clinical features are enough",
        LUMINAL,
        POST,
        operated("T2", "N0", 3),
        suggested={"adjuvant_cytotoxic": "adjuvant_tc"},
    ),
    _case(
        "luminal pT2 N1, 57 years, low 70-gene signature",
        LUMINAL,
        POST,
        operated("T2", "N1", genomic_70_gene="low", positive_nodes=3),
        age=57,
        suggested={"adjuvant_cytotoxic": "luminal_none"},
        excluded={"adjuvant_tc": "Low 70-gene signature", "no_completion": "More than two positive nodes"},
    ),
    _case(
        "luminal pT1c N1, high 70-gene signature",
        LUMINAL,
        POST,
        operated("T1c", "N1", genomic_70_gene="high", positive_nodes=1),
        suggested={"adjuvant_cytotoxic": "adjuvant_tc", "cdk46": "ribociclib", "axilla_completion": "no_completion"},
        excluded={"abemaciclib": "One to three nodes"},
    ),
    _case(
        "luminal pT1a N0",
        LUMINAL,
        POST,
        operated("T1a", "N0", 1),
        age=74,
        suggested={"adjuvant_cytotoxic": "luminal_none", "endocrine": "letrozole", "geriatrics": "test_geriatric"},
        offered=("no_endocrine", "omit_breast_radiotherapy"),
        excluded={"adjuvant_tc": "Very small"},
    ),
    _case(
        "luminal pT1 of 8 mm without sub-category, G1",
        LUMINAL,
        POST,
        operated("T1", "N0", 1, tumour_size=8),
        suggested={"adjuvant_cytotoxic": "luminal_none", "boost": "no_boost"},
        offered=("partial_breast",),
    ),
    _case(
        "luminal pT2 N2 after mastectomy",
        LUMINAL,
        POST,
        operated("T2", "N2", surgery="mastectomy", positive_nodes=6),
        age=57,
        suggested={
            "adjuvant_cytotoxic": "adjuvant_ac_paclitaxel_dose_dense",
            "cdk46": "abemaciclib",
            "radiotherapy_chest_wall": "chest_wall",
            "bone": "zoledronic_acid",
        },
        offered=("ribociclib",),
        excluded={"no_chest_wall": "Four or more nodes", "luminal_none": "Four or more nodes"},
        blocked={"olaparib": "gbrca_status"},
    ),
    _case(
        "luminal pT2 N1 before menopause, score 18",
        LUMINAL,
        PRE,
        operated("T2", "N1", recurrence_score=18, positive_nodes=1),
        age=44,
        suggested={
            "adjuvant_cytotoxic": "adjuvant_tc",
            "endocrine": "goserelin_exemestane",
            "cdk46": "ribociclib",
            "fertility": "fertility_counselling",
        },
        offered=("luminal_none", "nodal_radiotherapy"),
        excluded={"letrozole": "Before menopause"},
    ),
    _case(
        "luminal pT2 N1 before menopause, no score",
        LUMINAL,
        PRE,
        operated("T2", "N1", positive_nodes=1),
        age=44,
        suggested={"genomic_test": "no_genomic_test", "adjuvant_cytotoxic": "adjuvant_tc"},
    ),
    _case(
        "luminal pT1c N0 before menopause, score 20, 33 years",
        LUMINAL,
        PRE,
        operated("T1c", "N0", recurrence_score=20),
        age=33,
        suggested={"adjuvant_cytotoxic": "adjuvant_tc", "endocrine": "goserelin_exemestane"},
        offered=("luminal_none", "tamoxifen"),
    ),
    _case(
        "luminal pT1c N0 G1 before menopause, score 8",
        LUMINAL,
        PRE,
        operated("T1c", "N0", 1, recurrence_score=8),
        age=42,
        suggested={"endocrine": "tamoxifen", "adjuvant_cytotoxic": "luminal_none"},
        excluded={"ibandronic_acid": "only after menopause"},
    ),
    _case(
        "the same with an earlier thrombosis",
        LUMINAL,
        PRE,
        operated("T1c", "N0", 1, recurrence_score=8),
        age=42,
        lists=collected(comorbidities=("venous_thromboembolism",)),
        suggested={"endocrine": "goserelin_exemestane"},
        excluded={"tamoxifen": "thrombosis", "goserelin_tamoxifen": "thrombosis"},
    ),
    _case(
        "the same with paroxetine: the inhibitor is replaced",
        LUMINAL,
        PRE,
        operated("T1c", "N0", 1, recurrence_score=8),
        age=42,
        lists=collected(medicines=("paroxetine",)),
        suggested={"endocrine": "tamoxifen"},
    ),
    _case(
        "the same as a CYP2D6 poor metaboliser",
        LUMINAL,
        PRE,
        operated("T1c", "N0", 1, recurrence_score=8, cyp2d6_phenotype="poor"),
        age=42,
        suggested={"endocrine": "goserelin_exemestane"},
        offered=("tamoxifen",),
    ),
    _case(
        "luminal pT2 N1 with long QT syndrome",
        LUMINAL,
        POST,
        operated("T2", "N1", recurrence_score=12, positive_nodes=1),
        lists=collected(comorbidities=("long_qt_syndrome",)),
        suggested={"cdk46": "no_cdk46"},
        excluded={"ribociclib": "Long QT syndrome"},
    ),
    _case(
        "luminal pT2 N1 with QTcF 470 ms",
        LUMINAL,
        POST,
        operated("T2", "N1", recurrence_score=12, positive_nodes=1, qtcf=470),
        suggested={"cdk46": "no_cdk46"},
        excluded={"ribociclib": "QTcF of 450 ms"},
    ),
    _case(
        "luminal pT2 N2 G3 with chronic kidney disease stage 4",
        LUMINAL,
        POST,
        operated("T2", "N2", 3, egfr_ckd_epi=22, creatinine_clearance=None),
        age=64,
        lists=collected(comorbidities=("ckd_4",)),
        suggested={"bone": "no_bone_agent", "radiotherapy_nodes": "nodal_radiotherapy"},
        excluded={"zoledronic_acid": "clearance below 30", "adjuvant_cmf": "clearance below 30"},
    ),
    _case(
        "luminal pT2 N0 at 84 years, frail, with dementia",
        LUMINAL,
        POST,
        operated("T2", "N0", tumour_size=25, ecog=2),
        age=84,
        lists=collected(comorbidities=("frailty", "dementia")),
        suggested={
            "adjuvant_cytotoxic": "luminal_none",
            "endocrine": "letrozole",
            "radiotherapy_breast": "omit_breast_radiotherapy",
            "genomic_test": "no_genomic_test",
        },
        excluded={"adjuvant_tc": "Frailty"},
        never_named=CYTOTOXIC,
    ),
    _case(
        "luminal pT1c N1 in a man, score 20",
        LUMINAL,
        operated("T1c", "N1", surgery="mastectomy", recurrence_score=20, positive_nodes=1),
        age=48,
        sex="male",
        suggested={"adjuvant_cytotoxic": "luminal_none"},
        excluded={"adjuvant_tc": "without a feature"},
    ),
    _case(
        "luminal pT2 N0 before menopause, low 70-gene signature",
        LUMINAL,
        PRE,
        operated("T2", "N0", genomic_70_gene="low", bone_density_t_score=-1, laterality="left"),
        age=45,
        suggested={"adjuvant_cytotoxic": "luminal_none", "endocrine": "goserelin_exemestane"},
        offered=("adjuvant_tc",),
    ),
    _case(
        "luminal pT2 N0 in a man, score 20",
        LUMINAL,
        operated("T2", "N0", surgery="mastectomy", recurrence_score=20, ki67_percent=10, genomic_70_gene="low"),
        age=60,
        sex="male",
        suggested={"endocrine": "tamoxifen", "genetics": "test_germline", "radiotherapy_chest_wall": "no_chest_wall"},
        offered=("goserelin_exemestane",),
        excluded={"letrozole": "In men", "zoledronic_acid": "in men", "goserelin_tamoxifen": "No ovarian function"},
    ),
    _case(
        "luminal, margins involved after conserving surgery",
        LUMINAL,
        POST,
        operated("T1c", "N0", recurrence_score=11, surgical_margins="involved"),
        suggested={"margins": "re_excision"},
        offered=("completion_mastectomy",),
    ),
    _case(
        "luminal, margins involved after mastectomy",
        LUMINAL,
        POST,
        operated("T1c", "N0", surgery="mastectomy", recurrence_score=11, surgical_margins="involved"),
        suggested={"margins": "margin_board"},
        offered=("chest_wall",),
        excluded={"re_excision": "The breast was removed"},
    ),
    _case(
        "luminal pT1c N1mi, score 15, with osteoporosis",
        LUMINAL,
        POST,
        operated("T1c", "N1mi", recurrence_score=15, bone_density_t_score=-2.8),
        suggested={"bone": "zoledronic_acid"},
        excluded={"completion_dissection": "Micrometastases", "nodal_radiotherapy": "Micrometastases"},
    ),
    _case(
        "luminal pT1c N0 before menopause, pregnant",
        LUMINAL,
        pregnant(20),
        operated("T2", "N1", 3, positive_nodes=2),
        age=34,
        suggested={
            "adjuvant_cytotoxic": "adjuvant_ac",
            "endocrine": "endocrine_after_delivery",
            "radiotherapy_breast": "breast_after_delivery",
            "radiotherapy_nodes": "nodes_after_delivery",
            "boost": "boost_after_delivery",
        },
        excluded={"tamoxifen": "Pregnancy", "whole_breast": "Pregnancy", "adjuvant_cmf": "Pregnancy"},
        never_named=("radiotherapy", "tamoxifen", "goserelin", *TARGETED),
    ),
    _case(
        "luminal pT2 N1 after mastectomy, pregnant",
        LUMINAL,
        pregnant(20),
        operated("T2", "N1", 3, "mastectomy", positive_nodes=2),
        age=34,
        suggested={"radiotherapy_chest_wall": "chest_wall_after_delivery"},
    ),
)

BEFORE_CASES: Final = (
    _case(
        "triple-negative cT2 N1, 45 years",
        TRIPLE,
        PRE,
        before("T2", "N1", 3),
        age=45,
        suggested={
            "primary_treatment": "neoadjuvant_keynote_522",
            "staging": "staging_ct_bone",
            "axilla": "targeted_axillary_dissection",
            "genetics": "test_germline",
        },
        offered=("neoadjuvant_carboplatin_paclitaxel_ac", "surgery_first", "axillary_dissection"),
        excluded={"sentinel_node": "clinically involved", "staging_none": "imaging"},
        never_named=("trastuzumab", "olaparib", "letrozole", "tamoxifen"),
    ),
    _case(
        "triple-negative cT1b N0",
        TRIPLE,
        POST,
        before("T1b", "N0", 3),
        suggested={"primary_treatment": "surgery_first", "axilla": "sentinel_node"},
        excluded={"neoadjuvant_keynote_522": "outside KEYNOTE-522", "neoadjuvant_ac_paclitaxel": "surgery first"},
    ),
    _case(
        "triple-negative cT2 N1 with an organ transplant",
        TRIPLE,
        POST,
        before("T2", "N1", 3),
        age=50,
        lists=collected(comorbidities=("organ_transplant",)),
        suggested={"primary_treatment": "neoadjuvant_carboplatin_paclitaxel_ac"},
        excluded={"neoadjuvant_keynote_522": "Organ transplant"},
    ),
    _case(
        "triple-negative cT2 N1 with an autoimmune disease",
        TRIPLE,
        POST,
        before("T2", "N1", 3),
        age=50,
        lists=collected(comorbidities=("autoimmune_disease",)),
        suggested={"primary_treatment": "neoadjuvant_carboplatin_paclitaxel_ac"},
        offered=("neoadjuvant_keynote_522",),
    ),
    _case(
        "triple-negative cT2 N1 with hepatitis B and no antiviral",
        TRIPLE,
        POST,
        before("T2", "N1", 3, hbsag="positive"),
        age=50,
        suggested={"primary_treatment": "neoadjuvant_keynote_522"},
    ),
    _case(
        "triple-negative cT2 N0, pregnant at 20 weeks",
        TRIPLE,
        pregnant(20),
        before("T2", "N0", 3),
        age=34,
        suggested={"primary_treatment": "neoadjuvant_ac_paclitaxel", "staging": "staging_pregnancy"},
        excluded={"neoadjuvant_keynote_522": "Pregnancy", "staging_ct_bone": "Pregnancy"},
        never_named=("pembrolizumab", "radiotherapy"),
    ),
    _case(
        "triple-negative cT2 N0, pregnant at 10 weeks",
        TRIPLE,
        pregnant(10),
        before("T2", "N0", 3),
        age=34,
        suggested={"primary_treatment": "surgery_first"},
        excluded={"neoadjuvant_ac_paclitaxel": "Pregnancy before week 14"},
        never_named=CYTOTOXIC,
    ),
    _case(
        "triple-negative cT2 N0, pregnant, undated",
        TRIPLE,
        pregnant(None),
        before("T2", "N0", 3),
        age=34,
        blocked={"neoadjuvant_ac_paclitaxel": "gestational_age"},
        asks=("gestational_age",),
        never_named=CYTOTOXIC,
    ),
    _case(
        "HER2-positive cT2 N1",
        HER2,
        POST,
        before("T2", "N1", 3),
        age=53,
        suggested={"primary_treatment": "neoadjuvant_tchp"},
        offered=("neoadjuvant_ac_thp", "neoadjuvant_thp"),
        excluded={"neoadjuvant_ac_paclitaxel": "HER2-positive", "neoadjuvant_letrozole": "HER2-negative cancer"},
    ),
    _case(
        "HER2-positive cT4d N2",
        HER2,
        POST,
        before("T4d", "N2", 3),
        age=53,
        suggested={
            "primary_treatment": "neoadjuvant_tchp",
            "breast_surgery": "mastectomy",
            "axilla": "axillary_dissection",
        },
        excluded={"surgery_first": "T4", "breast_conserving": "T4", "neoadjuvant_thp": "T4"},
    ),
    _case(
        "HER2-positive cT2 N1, ejection fraction 45 %",
        HER2,
        POST,
        before("T2", "N1", 3, lvef=45),
        age=53,
        suggested={"heart": "cardiology", "primary_treatment": "surgery_first"},
        excluded={"neoadjuvant_tchp": "Ejection fraction below 50"},
    ),
    _case(
        "HER2-positive cT1c N0",
        HER2,
        POST,
        before("T1c", "N0", 3),
        age=53,
        suggested={"primary_treatment": "surgery_first"},
        excluded={"neoadjuvant_tchp": "surgery first", "neoadjuvant_ac_thp": "surgery first"},
    ),
    _case(
        "luminal cT2 N0 G2, 72 years",
        LUMINAL,
        POST,
        before("T2", "N0"),
        age=72,
        suggested={"primary_treatment": "surgery_first", "breast_surgery": "breast_conserving"},
        offered=("neoadjuvant_letrozole", "sentinel_node"),
        excluded={"neoadjuvant_tchp": "HER2-positive cancer only"},
    ),
    _case(
        "luminal cT1c N0 G1, 72 years",
        LUMINAL,
        POST,
        before("T1c", "N0", 1),
        age=72,
        suggested={"axilla": "no_axillary_surgery", "staging": "staging_none"},
    ),
    _case(
        "luminal cT3 N1 before menopause",
        LUMINAL,
        PRE,
        before("T3", "N1", 3),
        age=44,
        suggested={"primary_treatment": "neoadjuvant_ac_paclitaxel"},
        excluded={"neoadjuvant_letrozole": "only after menopause"},
    ),
    _case(
        "luminal cT2 N0 at 84 years, frail, ECOG 3",
        LUMINAL,
        POST,
        before("T2", "N0", ecog=3),
        age=84,
        lists=collected(comorbidities=("frailty", "dementia")),
        suggested={
            "primary_treatment": "primary_letrozole",
            "breast_surgery": "no_breast_surgery",
            "axilla": "no_axillary_surgery",
        },
        offered=("no_treatment_first", "surgery_first"),
        excluded={"neoadjuvant_ac_paclitaxel": "ECOG 3"},
        never_named=CYTOTOXIC,
    ),
)

HER2_CASES: Final = (
    _case(
        "HER2-positive pT1c N0",
        HER2,
        POST,
        operated("T1c", "N0", 3),
        age=55,
        suggested={
            "adjuvant_cytotoxic": "adjuvant_paclitaxel_trastuzumab",
            "endocrine": "letrozole",
            "boost": "boost_tumour_bed",
        },
        excluded={"adjuvant_tchp": "Node-negative", "abemaciclib": "HER2-positive", "adjuvant_tc": "HER2-positive"},
        never_named=("pertuzumab", "abemaciclib", "ribociclib", "olaparib", "pembrolizumab"),
    ),
    _case(
        "HER2-positive pT1a N0",
        HER2,
        POST,
        operated("T1a", "N0"),
        age=55,
        offered=("her2_endocrine_only", "adjuvant_paclitaxel_trastuzumab"),
        excluded={"adjuvant_tch": "Up to 1 cm"},
    ),
    _case(
        "HER2-positive pT1mi N0",
        HER2,
        POST,
        operated("T1mi", "N0"),
        age=55,
        suggested={"adjuvant_cytotoxic": "her2_endocrine_only"},
        excluded={"adjuvant_paclitaxel_trastuzumab": "Microinvasive"},
    ),
    _case(
        "HER2-positive pT2 of 28 mm N0",
        HER2,
        POST,
        operated("T2", "N0", 3, tumour_size=28),
        age=55,
        suggested={"adjuvant_cytotoxic": "adjuvant_tch"},
        offered=("adjuvant_paclitaxel_trastuzumab",),
    ),
    _case(
        "HER2-positive pT2 N1",
        HER2,
        POST,
        operated("T2", "N1", 3, positive_nodes=2),
        age=55,
        suggested={"adjuvant_cytotoxic": "adjuvant_tchp"},
        offered=("adjuvant_ac_thp", "adjuvant_ac_th"),
        excluded={"adjuvant_paclitaxel_trastuzumab": "Positive nodes"},
    ),
    _case(
        "HER2-positive pT2 N1, ejection fraction 45 %",
        HER2,
        POST,
        operated("T2", "N1", 3, positive_nodes=2, lvef=45),
        age=55,
        suggested={"heart": "cardiology", "adjuvant_cytotoxic": "adjuvant_tc"},
        offered=("her2_endocrine_only",),
        excluded={"adjuvant_tchp": "Ejection fraction below 50", "adjuvant_ac_thp": "Ejection fraction below 50"},
        never_named=("trastuzumab", "pertuzumab", "doxorubicin", "epirubicin"),
    ),
    _case(
        "HER2-positive pT2 N1, ejection fraction 35 %",
        HER2,
        POST,
        operated("T2", "N1", 3, positive_nodes=2, lvef=35),
        age=55,
        suggested={"heart": "cardiology"},
        never_named=("trastuzumab",),
    ),
    _case(
        "HER2-positive pT2 N1 with heart failure, no echocardiography",
        HER2,
        POST,
        operated("T2", "N1", 3, positive_nodes=2, lvef=None),
        age=55,
        lists=collected(comorbidities=("heart_failure",)),
        suggested={"heart": "cardiology", "adjuvant_cytotoxic": "adjuvant_tc"},
        excluded={"adjuvant_tchp": "Heart failure"},
        never_named=("trastuzumab", "pertuzumab", "doxorubicin", "epirubicin"),
    ),
    _case(
        "HER2-positive pT2 N0 at 82 years, frail",
        HER2,
        POST,
        operated("T2", "N0", 3, tumour_size=25, ecog=2),
        age=82,
        lists=collected(comorbidities=("frailty",)),
        suggested={"adjuvant_cytotoxic": "adjuvant_trastuzumab"},
        never_named=CYTOTOXIC,
    ),
    _case(
        "HER2 equivocal without hybridisation",
        {"er_status": "positive", "pr_status": "positive", "her2_status": "equivocal", "her2_ihc": "2+"},
        POST,
        operated("T2", "N0"),
        age=58,
        suggested={"her2": "test_her2_ish"},
        blocked={"adjuvant_tch": "her2_ish", "adjuvant_tc": "her2_ish"},
        asks=("her2_ish",),
        never_named=("trastuzumab", "abemaciclib"),
    ),
    _case(
        "HER2 equivocal, not amplified",
        {"er_status": "positive", "pr_status": "positive", "her2_status": "equivocal", "her2_ish": "not_amplified"},
        POST,
        operated("T1c", "N0", recurrence_score=11),
        suggested={"adjuvant_cytotoxic": "luminal_none"},
        never_named=("trastuzumab",),
    ),
    _case(
        "HER2 not tested",
        {"er_status": "positive", "pr_status": "positive"},
        POST,
        operated("T2", "N0"),
        suggested={"her2": "test_her2_ihc"},
        asks=("her2_status",),
    ),
    _case(
        "oestrogen receptor not tested",
        {"her2_status": "negative"},
        POST,
        operated("T2", "N0"),
        suggested={"hormone_receptors": "test_er_pr"},
        blocked={"letrozole": "er_status"},
        asks=("er_status",),
        never_named=("letrozole", "tamoxifen", *CYTOTOXIC),
    ),
    _case(
        "HER2-positive residual disease",
        HER2,
        POST,
        after_neoadjuvant("T1b", "N0", t="T2", n="N1", surgery="breast_conserving"),
        age=55,
        suggested={"after_response": "residual_trastuzumab_emtansine", "radiotherapy_nodes": "nodal_radiotherapy"},
        excluded={"residual_capecitabine": "Not triple-negative", "no_further_treatment": "completed to one year"},
    ),
    _case(
        "HER2-positive residual disease with interstitial lung disease",
        HER2,
        POST,
        after_neoadjuvant("T1b", "N0", t="T2", n="N1", surgery="breast_conserving"),
        age=55,
        lists=collected(comorbidities=("interstitial_lung_disease",)),
        suggested={"after_response": "completion_trastuzumab"},
        excluded={"residual_trastuzumab_emtansine": "Interstitial lung disease"},
    ),
    _case(
        "HER2-positive complete response of N1",
        HER2,
        POST,
        after_neoadjuvant("T0", "N0", t="T2", n="N1", surgery="breast_conserving"),
        age=55,
        suggested={"after_response": "completion_trastuzumab_pertuzumab"},
        excluded={"residual_trastuzumab_emtansine": "Complete response"},
    ),
)

TRIPLE_CASES: Final = (
    _case(
        "triple-negative pT2 N0 after surgery",
        TRIPLE,
        POST,
        operated("T2", "N0", 3),
        age=50,
        suggested={"adjuvant_cytotoxic": "adjuvant_ac_paclitaxel_dose_dense"},
        offered=("adjuvant_ec_paclitaxel", "adjuvant_tc", "adjuvant_ec_docetaxel", "adjuvant_cmf"),
        blocked={"olaparib": "gbrca_status"},
        never_named=("letrozole", "tamoxifen", *TARGETED),
    ),
    _case(
        "the same after 450 mg/m² of an anthracycline",
        TRIPLE,
        POST,
        operated("T2", "N0", 3, cumulative_anthracycline=450),
        age=50,
        suggested={"adjuvant_cytotoxic": "adjuvant_tc"},
        excluded={"adjuvant_ac_paclitaxel_dose_dense": "450 mg/m²"},
        never_named=("doxorubicin", "epirubicin"),
    ),
    _case(
        "triple-negative pT2 N0 with a germline BRCA1 variant",
        TRIPLE,
        POST,
        operated("T2", "N0", 3, gbrca_status="pathogenic"),
        age=50,
        suggested={"parp": "olaparib"},
    ),
    _case(
        "triple-negative pT1a N0",
        TRIPLE,
        POST,
        operated("T1a", "N0", 3),
        age=60,
        suggested={"adjuvant_cytotoxic": "triple_negative_none", "parp": "no_parp"},
    ),
    _case(
        "triple-negative pT1mi N0",
        TRIPLE,
        POST,
        operated("T1mi", "N0", 3),
        age=60,
        suggested={"adjuvant_cytotoxic": "triple_negative_none"},
        excluded={"adjuvant_tc": "Microinvasive"},
    ),
    _case(
        "triple-negative pT2 N0, 78 years, fit",
        TRIPLE,
        POST,
        operated("T2", "N0", 3),
        age=78,
        suggested={"adjuvant_cytotoxic": "adjuvant_tc", "geriatrics": "test_geriatric"},
        offered=("adjuvant_cmf", "adjuvant_ac", "adjuvant_paclitaxel"),
    ),
    _case(
        "triple-negative residual disease after pembrolizumab, germline BRCA variant",
        TRIPLE,
        PRE,
        after_neoadjuvant("T1c", "N0", t="T2", n="N1", gbrca_status="pathogenic"),
        age=45,
        lists=collected(stopped=("pembrolizumab",)),
        suggested={"after_response": "continuation_pembrolizumab", "parp": "olaparib"},
        offered=("residual_capecitabine",),
    ),
    _case(
        "triple-negative residual disease without immunotherapy before",
        TRIPLE,
        PRE,
        after_neoadjuvant("T1c", "N0", t="T2", n="N1", gbrca_status="wild_type"),
        age=45,
        suggested={"after_response": "residual_capecitabine", "parp": "no_parp"},
        excluded={"continuation_pembrolizumab": "Not given before surgery", "olaparib": "No pathogenic"},
    ),
    _case(
        "the same with complete DPD deficiency",
        TRIPLE,
        PRE,
        after_neoadjuvant("T1c", "N0", t="T2", n="N1", gbrca_status="wild_type", dpyd_phenotype="poor"),
        age=45,
        suggested={"after_response": "no_further_treatment"},
        excluded={"residual_capecitabine": "DPD deficiency"},
        never_named=("capecitabine",),
    ),
    _case(
        "luminal residual disease, germline BRCA variant, CPS+EG 4",
        LUMINAL,
        PRE,
        after_neoadjuvant("T2", "N1", t="T3", n="N1", gbrca_status="pathogenic", cps_eg=4),
        age=48,
        suggested={"parp": "olaparib", "cdk46": "abemaciclib", "after_response": "no_further_treatment"},
    ),
    _case(
        "luminal cN2 with residual ypN1mi",
        LUMINAL,
        PRE,
        after_neoadjuvant("T1c", "N1mi", t="T2", n="N2", gbrca_status="vus", laterality="right"),
        age=48,
        suggested={"cdk46": "abemaciclib", "parp": "no_parp"},
    ),
    _case(
        "triple-negative complete response without immunotherapy before",
        TRIPLE,
        PRE,
        after_neoadjuvant("T0", "N0", t="T2", n="N0", dpyd_phenotype="normal", cyp2d6_phenotype="normal"),
        age=45,
        suggested={"after_response": "no_further_treatment", "parp": "no_parp"},
        excluded={"residual_capecitabine": "Complete response", "olaparib": "Below the risk"},
    ),
    _case(
        "luminal residual disease, germline BRCA variant, CPS+EG not scored",
        LUMINAL,
        PRE,
        after_neoadjuvant("T2", "N1", t="T3", n="N1", gbrca_status="pathogenic"),
        age=48,
        blocked={"olaparib": "cps_eg"},
        asks=("cps_eg",),
    ),
)

ENTRY_CASES: Final = (
    _case("fibroadenoma", {"tumour_behaviour": "benign"}, age=35, refused="no anticancer therapy"),
    _case("carcinoma in situ", {"tumour_behaviour": "in_situ"}, refused="no pathway yet for in situ"),
    _case("borderline phyllodes tumour", {"tumour_behaviour": "uncertain"}, refused="uncertain behaviour"),
    _case("distant metastases", LUMINAL, {"m_category": "M1"}, refused="no pathway yet for metastatic"),
    _case(
        "stage IV without M category",
        LUMINAL,
        {"m_category": None, "pathological_stage_group": "IV"},
        refused="no pathway yet for metastatic",
    ),
    _case("a girl of 15", LUMINAL, age=15, refused="under 18"),
    _case(
        "no M category and no stage",
        LUMINAL,
        POST,
        operated("T1c", "N0", recurrence_score=11),
        {"m_category": None},
        blocked={"letrozole": "m_category"},
        asks=("m_category",),
    ),
    _case(
        "stage IA without M category is enough",
        LUMINAL,
        POST,
        operated("T1c", "N0", recurrence_score=11),
        {"m_category": None, "pathological_stage_group": "IA"},
        suggested={"endocrine": "letrozole"},
    ),
    _case("behaviour not recorded", LUMINAL, {"tumour_behaviour": None}, asks=("tumour_behaviour",)),
    _case("nothing but breast", {name: None for name in FIT}, lists=(), asks=("phase", "her2_status")),
)

CASES: Final = (*LUMINAL_CASES, *BEFORE_CASES, *HER2_CASES, *TRIPLE_CASES, *ENTRY_CASES)
