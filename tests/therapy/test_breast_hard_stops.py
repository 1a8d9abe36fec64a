"""Hard stops of early breast cancer, over generated patients: whatever else is recorded, these are never offered."""

from __future__ import annotations

from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from bedside_app.dictionary.entries import load as load_dictionary
from bedside_app.domain.proposal import OptionState
from bedside_app.therapy.knowledge import load as load_knowledge
from bedside_app.therapy.reasoning.judgement import Judge
from bedside_app.therapy.reasoning.plan import Plan
from bedside_app.therapy.reasoning.situation import Situation
from tests.records import view_of
from tests.therapy.breast_cases import FIT, INVASIVE, Values, collected, patient

STATUS = ("positive", "negative")
T_CATEGORIES = ("T1mi", "T1a", "T1b", "T1c", "T2", "T3", "T4", "T4d")
N_CATEGORIES = ("N0", "N1mi", "N1", "N2", "N3")
ANSWERS: dict[str, tuple[str | int | float, ...]] = {
    "er_status": STATUS,
    "pr_status": STATUS,
    "her2_status": (*STATUS, "equivocal"),
    "her2_ish": ("amplified", "not_amplified"),
    "tumour_grade": (1, 2, 3),
    "tumour_size": (4, 8, 15, 28, 60),
    "positive_nodes": (0, 1, 3, 5),
    "recurrence_score": (8, 18, 30),
    "genomic_70_gene": ("low", "high"),
    "gbrca_status": ("pathogenic", "wild_type", "vus"),
    "surgery_type": ("breast_conserving", "mastectomy"),
    "menopausal_status": ("premenopausal", "postmenopausal"),
    "dpyd_phenotype": ("poor", "normal"),
    "cps_eg": (1, 4),
}
MOMENTS = (("ct_category", "cn_category"), ("pt_category", "pn_category"), ("ypt_category", "ypn_category"))
DISEASES = ("heart_failure", "venous_thromboembolism", "organ_transplant", "interstitial_lung_disease", "dementia")


@cache
def plan() -> Plan:
    """Return the pathway made ready."""
    dictionary = load_dictionary()
    knowledge = load_knowledge(dictionary)
    return Plan(knowledge.pathways["breast_early"], knowledge, dictionary)


def offered(
    *values: Values, age: int, sex: str = "female", diseases: tuple[str, ...] = ()
) -> dict[str, frozenset[str]]:
    """Return the offered options of a patient with the drugs and groups that each gives, and its kind."""
    record = patient(INVASIVE, *values, age=age, sex=sex, lists=collected(comorbidities=diseases))
    judge = Judge(plan(), Situation(view_of(record), plan().terms))
    found: dict[str, frozenset[str]] = {}
    for step in plan().pathway.steps:
        verdicts = judge.step(step).verdicts
        for option in step.options:
            if option.id in verdicts and verdicts[option.id].state is OptionState.OFFERED:
                regimen = plan().regimen(option)
                names = [drug.drug for drug in regimen.drugs] if regimen is not None else []
                groups = [group for name in names for group in plan().knowledge.drugs[name].groups]
                found[option.id] = frozenset((*names, *groups, option.kind))
    return found


def given_to(options: dict[str, frozenset[str]], *what: str) -> list[str]:
    """Return the offered options that give any of these drugs, groups or kinds."""
    return [name for name, gives in options.items() if not gives.isdisjoint(what)]


@st.composite
def patients(draw: st.DrawFn) -> Values:
    """Draw a fit patient before surgery, after it, or after neoadjuvant treatment; what is not drawn is unknown."""
    t_name, n_name = draw(st.sampled_from(MOMENTS))
    values: dict[str, str | int | float] = {**FIT, t_name: draw(st.sampled_from(T_CATEGORIES))}
    values[n_name] = draw(st.sampled_from(N_CATEGORIES))
    values |= draw(st.fixed_dictionaries({}, optional={k: st.sampled_from(v) for k, v in ANSWERS.items()}))
    return values


ages = st.integers(20, 90)
every = settings(max_examples=60, deadline=None)


@every
@given(values=patients(), age=ages)
def test_anti_her2_drugs_need_a_positive_her2(values: Values, age: int) -> None:
    negative: Values = {"her2_status": "negative"}
    assert given_to(offered(values, negative, age=age), "anti_her2") == []


@every
@given(values=patients(), age=ages)
def test_hormone_receptor_negative_cancer_gets_no_endocrine_or_cdk46_drug(values: Values, age: int) -> None:
    negative: Values = {"er_status": "negative", "pr_status": "negative"}
    assert given_to(offered(values, negative, age=age), "endocrine_therapy", "cdk46_inhibitor") == []


@every
@given(values=patients(), age=st.integers(20, 50), weeks=st.integers(4, 40))
def test_pregnancy_excludes_what_harms_the_child(values: Values, age: int, weeks: int) -> None:
    state: Values = {
        "menopausal_status": "premenopausal",
        "pregnancy_status": "pregnant",
        "gestational_age": weeks,
    }
    options = offered(values, state, age=age)
    never = ("endocrine_therapy", "anti_her2", "checkpoint_inhibitor", "parp_inhibitor", "cdk46_inhibitor")
    assert given_to(options, *never, "bisphosphonate", "methotrexate", "capecitabine", "radiotherapy") == []
    if not 14 <= weeks < 35:
        assert given_to(options, "cytotoxic") == []


@every
@given(values=patients(), age=ages, low=st.sampled_from([{"lvef": 35}, {"lvef": 49}]))
def test_a_weak_heart_gets_no_anthracycline_and_no_anti_her2_drug(values: Values, age: int, low: Values) -> None:
    assert given_to(offered(values, low, age=age), "anthracycline", "anti_her2") == []


@every
@given(values=patients(), age=ages, disease=st.sampled_from(DISEASES))
def test_a_recorded_disease_excludes_what_it_forbids(values: Values, age: int, disease: str) -> None:
    forbids = {
        "heart_failure": ("anthracycline", "anti_her2"),
        "venous_thromboembolism": ("tamoxifen", "abemaciclib"),
        "organ_transplant": ("checkpoint_inhibitor",),
        "interstitial_lung_disease": ("checkpoint_inhibitor", "trastuzumab_emtansine", "abemaciclib"),
        "dementia": ("cytotoxic",) if age >= 65 else (),
    }
    assert given_to(offered(values, age=age, diseases=(disease,)), *forbids[disease]) == []


@every
@given(values=patients(), age=st.integers(20, 59))
def test_an_aromatase_inhibitor_before_menopause_comes_with_ovarian_suppression(values: Values, age: int) -> None:
    before: Values = {"menopausal_status": "premenopausal"}
    options = offered(values, before, age=age)
    assert [name for name in given_to(options, "aromatase_inhibitor") if "goserelin" not in options[name]] == []


@every
@given(values=patients(), age=st.integers(51, 90), score=st.integers(0, 25))
def test_a_low_score_in_node_negative_luminal_cancer_spares_cytotoxic_drugs(
    values: Values, age: int, score: int
) -> None:
    cancer: Values = {"er_status": "positive", "her2_status": "negative", "recurrence_score": score}
    operated: Values = {name: value for name, value in values.items() if name[:2] not in ("ct", "cn", "yp", "pt", "pn")}
    node_negative: Values = {"pt_category": "T2", "pn_category": "N0"}
    assert given_to(offered(operated, cancer, node_negative, age=age), "cytotoxic") == []


@every
@given(values=patients(), age=ages, labs=st.sampled_from([{"neutrophils": 0.9}, {"platelets": 60}, {"ecog": 3}]))
def test_low_counts_and_poor_state_hold_cytotoxic_drugs(values: Values, age: int, labs: Values) -> None:
    assert given_to(offered(values, labs, age=age), "cytotoxic") == []


@every
@given(values=patients(), age=ages)
def test_men_get_no_aromatase_inhibitor_alone(values: Values, age: int) -> None:
    options = offered(values, age=age, sex="male")
    assert [name for name in given_to(options, "aromatase_inhibitor") if "goserelin" not in options[name]] == []
