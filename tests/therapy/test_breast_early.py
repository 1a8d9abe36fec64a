"""The pathway of early breast cancer: what it answers, and that every branch and every rule is reached."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache

import pytest

from bedside_app.dictionary.conditions import parse
from bedside_app.dictionary.entries import FactDictionary
from bedside_app.dictionary.entries import load as load_dictionary
from bedside_app.domain.proposal import Option, OptionState, Proposal
from bedside_app.domain.record import Identity, PatientRecord
from bedside_app.therapy.inspection.names import expressions
from bedside_app.therapy.knowledge import Knowledge
from bedside_app.therapy.knowledge import load as load_knowledge
from bedside_app.therapy.propose import propose
from bedside_app.therapy.reasoning.plan import Plan
from bedside_app.therapy.reasoning.situation import Situation
from bedside_app.therapy.schema import Pathway
from tests.records import PRIMARY, view_of
from tests.therapy.breast_cases import CASES, FIT, INVASIVE, TUMOURS, Case, Values, collected, patient

POST: Values = {"menopausal_status": "postmenopausal"}
TRIPLE = TUMOURS["triple_negative"]
OPERATED: Values = {"pt_category": "T2", "pn_category": "N0", "tumour_grade": 3, "surgery_type": "breast_conserving"}
LATE_PREGNANCY: Values = {"menopausal_status": "premenopausal", "pregnancy_status": "pregnant", "gestational_age": 36}


@cache
def dictionary() -> FactDictionary:
    """Return the facts of the installation."""
    return load_dictionary()


@cache
def knowledge() -> Knowledge:
    """Return the knowledge of the installation."""
    return load_knowledge(dictionary())


def pathway() -> Pathway:
    """Return the pathway of early breast cancer."""
    return knowledge().pathways["breast_early"]


@cache
def plan() -> Plan:
    """Return the pathway made ready."""
    return Plan(pathway(), knowledge(), dictionary())


@cache
def proposal_of(name: str) -> Proposal:
    """Return what the pathway makes of a case."""
    case = next(case for case in CASES if case.name == name)
    return propose(pathway(), knowledge(), view_of(case.record), PRIMARY.key)


def options_of(case: Case) -> dict[str, Option]:
    """Return the options of a case by id."""
    return {option.id: option for option in proposal_of(case.name).options}


def named(case: Case) -> str:
    """Return the name of a case, for the list of tests."""
    return case.name


EXPECTED_TO_ENTER = [case for case in CASES if not case.refused]
entering = pytest.mark.parametrize("case", EXPECTED_TO_ENTER, ids=named)


def test_nothing_of_the_knowledge_is_set_aside() -> None:
    assert knowledge().refused == ()


@pytest.mark.parametrize("case", [case for case in CASES if case.refused], ids=named)
def test_what_is_not_early_breast_cancer_is_refused_with_its_reason(case: Case) -> None:
    refused = proposal_of(case.name).refused
    assert refused is not None
    assert case.refused in " ".join(str(value) for value in refused.values.values())


@entering
def test_each_step_suggests_what_an_oncologist_would(case: Case) -> None:
    proposal = proposal_of(case.name)
    assert proposal.refused is None
    first = {step.id: [option.id for option in step.options if option.rank == 1] for step in proposal.steps}
    assert {step: first[step] for step in case.suggested} == {step: [name] for step, name in case.suggested.items()}


@entering
def test_alternatives_are_offered(case: Case) -> None:
    options = options_of(case)
    assert {name: options[name].state for name in case.offered} == dict.fromkeys(case.offered, OptionState.OFFERED)


@entering
def test_what_must_not_be_given_is_excluded_with_its_reason(case: Case) -> None:
    options = options_of(case)
    for name, words in case.excluded.items():
        assert options[name].state is OptionState.EXCLUDED
        assert any(words in reason.text["en"] for reason in options[name].reasons_against), (name, words)


@entering
def test_what_an_unknown_decides_is_blocked_and_names_it(case: Case) -> None:
    options = options_of(case)
    for name, fact_id in case.blocked.items():
        assert options[name].state is OptionState.BLOCKED
        assert fact_id in options[name].missing


@entering
def test_offered_names_hold_nothing_that_must_not_be_given(case: Case) -> None:
    offered = [option.name["en"] for option in options_of(case).values() if option.state is OptionState.OFFERED]
    assert [(word, name) for word in case.never_named for name in offered if word in name.lower()] == []


@entering
def test_missing_facts_are_asked_for(case: Case) -> None:
    asked = {str(missing.fact_id) for missing in proposal_of(case.name).missing}
    assert set(case.asks) <= asked


@entering
def test_a_step_without_a_question_does_not_apply(case: Case) -> None:
    steps = {step.id: step.applies for step in proposal_of(case.name).steps}
    assert {name: steps[name] for name in case.not_asked} == dict.fromkeys(case.not_asked, False)


def test_every_option_is_offered_to_somebody() -> None:
    offered = {
        option.id for case in CASES for option in options_of(case).values() if option.state is OptionState.OFFERED
    }
    assert offered == {option.id for step in pathway().steps for option in step.options}


def test_every_option_that_can_be_excluded_is_excluded_for_somebody() -> None:
    excluded = {
        option.id for case in CASES for option in options_of(case).values() if option.state is OptionState.EXCLUDED
    }
    can_be = {option.id for step in pathway().steps for option in step.options if option.eligible}
    assert can_be <= excluded


def test_every_step_applies_to_somebody_and_not_to_somebody_else() -> None:
    applies: dict[str, set[bool | None]] = defaultdict(set)
    for case in EXPECTED_TO_ENTER:
        for step in proposal_of(case.name).steps:
            applies[step.id].add(step.applies)
    assert {step for step, answers in applies.items() if not {True, False} <= answers} == set()


def test_an_option_that_gives_no_drug_never_carries_the_name_of_one() -> None:
    drugs = [drug.name["en"] for drug in knowledge().drugs.values()] + ["chemotherapy"]
    names = [option.name["en"] for step in pathway().steps for option in step.options if option.name is not None]
    assert [(drug, name) for drug in drugs for name in names if drug in name] == []


# ---------------------------------------------------------------------------------------- every rule, three ways

BAD_VALUES: Values = {
    "potassium": 2.9,
    "magnesium": 0.5,
    "corrected_calcium": 1.9,
    "neutrophils": 0.8,
    "platelets": 60,
    "haemoglobin": 80,
    "bilirubin": 130,
    "alt": 500,
    "ast": 500,
    "alkaline_phosphatase": 400,
    "creatinine_clearance": 15,
    "lvef": 35,
    "ecog": 3,
    "qtcf": 480,
    "cumulative_anthracycline": 450,
}
BAD_LISTS: Mapping[str, tuple[str, ...]] = {
    "comorbidities": (
        "myocardial_infarction",
        "chronic_respiratory_failure",
        "cirrhosis",
        "stroke",
        "endometrial_cancer_history",
        "myasthenia_gravis",
        "peripheral_neuropathy",
        "dementia",
    ),
    "medicines": ("warfarin", "itraconazole", "amiodarone", "paroxetine", "rifampicin"),
    "allergies": (
        "docetaxel",
        "paclitaxel",
        "epirubicin",
        "carboplatin",
        "capecitabine",
        "trastuzumab",
        "ribociclib",
        "letrozole",
        "bisphosphonate",
    ),
}
UPPER_LIMITS: Values = {name: value for name, value in FIT.items() if name.endswith("_upper_limit")}
WORST = patient(INVASIVE, TRIPLE, POST, OPERATED, UPPER_LIMITS, BAD_VALUES, age=70, lists=collected(**BAD_LISTS))
VALUES_OF_DOSE_STEPS: tuple[Values, ...] = (
    {"bilirubin": 22, "ast": 90, "dpyd_phenotype": "intermediate"},
    {"bilirubin": 30, "alt": 70, "alkaline_phosphatase": 350},
    {"bilirubin": 60, "creatinine_clearance": 25},
    {"bilirubin": 90, "creatinine_clearance": 35},
    {"creatinine_clearance": 45},
    {"creatinine_clearance": 55, "egfr_ckd_epi": 20},
)
STEPS_OF_DOSES = tuple(patient(INVASIVE, TRIPLE, POST, UPPER_LIMITS, values) for values in VALUES_OF_DOSE_STEPS)
STRANGER = replace(patient(), identity=Identity())
BESIDE_THE_CASES = (WORST, *STEPS_OF_DOSES, patient(INVASIVE, TRIPLE, LATE_PREGNANCY, age=34), STRANGER)


def conditions() -> dict[str, str]:
    """Return every condition of the knowledge with one place where it stands."""
    found = {text: place for place, text in expressions(pathway())}
    found |= {rule.when: f"safety.{rule.id}" for rule in knowledge().safety.values()}
    for regimen in knowledge().regimens.values():
        for drug in regimen.drugs:
            found |= {step.when: f"{regimen.id}.{drug.drug}" for step in drug.adjust}
    return found


def without_one_fact(record: PatientRecord) -> Iterator[tuple[str, PatientRecord]]:
    """Yield the record without each of its facts."""
    for fact_id in sorted({fact.id for fact in record.facts}):
        yield fact_id, replace(record, facts=tuple(fact for fact in record.facts if fact.id != fact_id))


@cache
def answers() -> Mapping[str, frozenset[bool | None]]:
    """Return what each condition answers over all patients, and over each of them with one fact taken away."""
    found: dict[str, set[bool | None]] = {text: set() for text in conditions()}
    for record in (*(case.record for case in CASES), *BESIDE_THE_CASES):
        situation = Situation(view_of(record), plan().terms)
        for text, seen in found.items():
            seen.add(situation.holds(text))
        for fact_id, less in without_one_fact(record):
            asked = [text for text in found if None not in found[text] and fact_id in plan().terms.reach(text)]
            situation = Situation(view_of(less), plan().terms)
            for text in asked:
                found[text].add(situation.holds(text))
    return {text: frozenset(seen) for text, seen in found.items()}


def guarded(text: str) -> bool:
    """Say whether a condition asks `known` first, or only such conditions, so that it always has an answer."""
    names = parse(text).variables
    defined = plan().terms.define
    return "known(" in text or (bool(names) and all(name in defined and guarded(defined[name]) for name in names))


def test_every_condition_is_true_for_somebody_and_false_for_somebody() -> None:
    assert {
        place: answers()[text] for text, place in conditions().items() if not {True, False} <= answers()[text]
    } == {}


def test_every_condition_that_asks_a_fact_openly_is_unknown_for_somebody() -> None:
    never = {place: text for text, place in conditions().items() if None not in answers()[text] and not guarded(text)}
    assert never == {}


def test_every_safety_rule_meets_an_option() -> None:
    met = {rule.id for option_rules in plan().rules.values() for rule in option_rules}
    assert set(knowledge().safety) <= met


# ---------------------------------------------------------------------------------------- doses


def doses_of(case_name: str, option_id: str) -> dict[str, list[float | None]]:
    """Return the amounts of each drug of an offered option."""
    found: dict[str, list[float | None]] = defaultdict(list)
    case = next(case for case in CASES if case.name == case_name)
    for dose in options_of(case)[option_id].doses:
        found[dose.drug].append(dose.amount)
    return dict(found)


@pytest.mark.parametrize(
    ("case_name", "option_id", "amounts"),
    [  # 165 cm and 64 kg: 1.713 m² (Mosteller); clearance 90 mL/min
        ("luminal pT2 N0 G2, score 30", "adjuvant_tc", {"docetaxel": [130], "cyclophosphamide": [1050]}),
        (
            "HER2-positive cT2 N1",
            "neoadjuvant_tchp",
            {"docetaxel": [130], "carboplatin": [690], "trastuzumab": [510, 380], "pertuzumab": [840, 420]},
        ),
        ("HER2-positive residual disease", "residual_trastuzumab_emtansine", {"trastuzumab_emtansine": [230]}),
        ("luminal pT2 N2 after mastectomy", "abemaciclib", {"abemaciclib": [150]}),
    ],
)
def test_doses_are_those_of_the_published_regimen(
    case_name: str, option_id: str, amounts: dict[str, list[float]]
) -> None:
    assert doses_of(case_name, option_id) == amounts


def dose_with(values: Values, option_id: str, drug: str, *base: Values) -> float | None:
    """Return the amount of one drug for a patient with these values."""
    record = patient(INVASIVE, POST, {"weight": 64, "height": 165, "ecog": 0}, *base, values, lists=collected())
    proposal = propose(pathway(), knowledge(), view_of(record), PRIMARY.key)
    option = next(option for option in proposal.options if option.id == option_id)
    return next(dose.amount for dose in option.doses if dose.drug == drug)


RESIDUAL: Values = {"ypt_category": "T1c", "ypn_category": "N0", "surgery_type": "mastectomy", "tumour_grade": 3}


@pytest.mark.parametrize(
    ("values", "amount"),
    [
        ({"dpyd_phenotype": "normal", "creatinine_clearance": 90}, 2100),
        ({"dpyd_phenotype": "normal", "creatinine_clearance": 45}, 1650),
        ({"dpyd_phenotype": "intermediate", "creatinine_clearance": 90}, 1050),
        ({"creatinine_clearance": 90}, None),
        ({"dpyd_phenotype": "normal"}, None),
    ],
)
def test_capecitabine_follows_kidney_and_dpd_and_waits_for_both(values: Values, amount: float | None) -> None:
    assert dose_with(values, "residual_capecitabine", "capecitabine", TRIPLE, RESIDUAL) == amount


@pytest.mark.parametrize(("clearance", "amount"), [(80, 4), (60, 3.5), (49, 3.3), (39, 3.0), (None, None)])
def test_zoledronic_acid_follows_the_kidney_table(clearance: float | None, amount: float | None) -> None:
    values: Values = {"corrected_calcium": 2.3} | ({} if clearance is None else {"creatinine_clearance": clearance})
    assert dose_with(values, "zoledronic_acid", "zoledronic_acid", TRIPLE, OPERATED) == amount
