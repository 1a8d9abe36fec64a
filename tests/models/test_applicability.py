"""Whom each pack speaks of: silent about others, refusing those just outside, asking for what it lacks, in order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from bedside_app.dictionary.conditions import parse
from bedside_app.dictionary.entries import load
from bedside_app.dictionary.view import View
from bedside_app.domain.fact import FactId, Scalar
from bedside_app.domain.finding import FindingState, PackResult
from bedside_app.domain.record import Identity, PatientRecord
from bedside_app.inference.packs.card import Card, Input
from bedside_app.inference.packs.find import Pack, find_packs
from bedside_app.inference.run import run_packs
from bedside_app.inference.scope import scope_facts
from bedside_app.therapy.inspection.cases import Search, Supposed
from tests.inference.in_process import IN_PROCESS, with_card
from tests.models.formulas import FORMULAS
from tests.models.patients import ordinary_patient
from tests.records import AS_OF, PRIMARY, fact_of

DICTIONARY = load()
PACKS: Mapping[str, Pack] = {pack.id: pack for pack in find_packs().packs}
EMPTY = PatientRecord(identity=Identity(), primaries=(PRIMARY,))


def fact_value(entry: Input, value: Any) -> Any:
    """What the record would say for the pack's own value of an input."""
    if entry.kind == "code":
        written = {code: answer for answer, code in entry.answers.items()}
        return written.get(value, value)
    if entry.numbers:
        return next(answer for answer, number in entry.numbers.items() if number == value)
    return value


def supposed(card: Card, *, about: bool = True, broken: int | None = None) -> Supposed:
    """Return facts under which the pack is about the patient, all its conditions hold, and one of them does not."""
    texts = [condition.when for condition in card.population.conditions]
    wanted = [(text, place != broken) for place, text in enumerate(texts)]
    if card.about_when:
        wanted.append((card.about_when, about))
    found = Search({}, [text for text, _ in wanted], DICTIONARY).case(wanted)
    assert found.case is not None, wanted
    return found.case


def seen(card: Card, case: Supposed, *, without: str = "") -> View:
    """Return a patient with these facts and an ordinary value for each input, where it leaves all conditions alone."""
    texts = [condition.when for condition in card.population.conditions] + [card.about_when or "true"]
    search = Search({}, texts, DICTIONARY)
    wanted, now = [search.answer(text, case) for text in texts], case
    for entry in card.inputs:
        value = ordinary_patient(card, 1).get(entry.name)
        if entry.fact is not None and entry.fact not in case.absent and value is not None:
            more = Supposed({**now.values, entry.fact: fact_value(entry, value)}, case.found, case.absent)
            now = more if [search.answer(text, more) for text in texts] == wanted else now
    values: dict[FactId, Any] = {FactId(name): value for name, value in now.values.items()}
    values.pop(FactId(without), None)
    items = {(FactId(collection), item): there for (collection, item), there in case.found.items()}
    view = View(EMPTY, DICTIONARY, as_of=AS_OF, primary=PRIMARY.key)
    return view.answered(values, items)


def answer(pack_id: str, view: View) -> PackResult:
    (result,) = run_packs(view, [with_card(PACKS[pack_id], alternative_to=None)], IN_PROCESS)
    return result


@pytest.mark.parametrize("pack_id", FORMULAS)
def test_patient_of_the_population_with_every_value_gets_the_number(pack_id: str) -> None:
    card = PACKS[pack_id].card
    result = answer(pack_id, seen(card, supposed(card)))
    assert result.state is FindingState.DONE, (result.refused, result.missing)
    assert result.provided == ()


def broken_conditions() -> list[tuple[str, int]]:
    return [
        (pack_id, place) for pack_id in FORMULAS for place, _ in enumerate(PACKS[pack_id].card.population.conditions)
    ]


@pytest.mark.parametrize(("pack_id", "place"), broken_conditions())
def test_patient_just_outside_the_population_is_refused_with_the_reason(pack_id: str, place: int) -> None:
    card = PACKS[pack_id].card
    result = answer(pack_id, seen(card, supposed(card, broken=place)))
    assert result.state is FindingState.REFUSED
    assert result.refused is not None
    assert result.refused.code in ("inference.out-of-scope", "inference.out-of-range")
    if result.refused.code == "inference.out-of-scope":
        assert result.refused.values["reason_fr"] == card.population.conditions[place].otherwise.fr


@pytest.mark.parametrize("pack_id", [pack_id for pack_id in FORMULAS if PACKS[pack_id].about_when])
def test_patient_of_another_tumour_or_question_hears_nothing(pack_id: str) -> None:
    card = PACKS[pack_id].card
    assert run_packs(seen(card, supposed(card, about=False)), [PACKS[pack_id]], IN_PROCESS) == ()
    assert run_packs(View(EMPTY, DICTIONARY, as_of=AS_OF, primary=PRIMARY.key), [PACKS[pack_id]], IN_PROCESS) == ()


def required() -> list[tuple[str, str]]:
    found = []
    for pack_id in FORMULAS:
        card = PACKS[pack_id].card
        asked = set(scope_facts(card))
        for entry in card.inputs:
            if not entry.required or entry.fact is None or entry.fact in asked:
                continue
            rules = DICTIONARY.entry(FactId(entry.fact)).derived
            if not any(asked & set(parse(rule.when).variables) for rule in rules):  # else the case says it anyway
                found.append((pack_id, entry.fact))
    return found


@pytest.mark.parametrize(("pack_id", "fact"), required())
def test_value_that_is_not_known_is_asked_for_and_never_supposed(pack_id: str, fact: str) -> None:
    card = PACKS[pack_id].card
    result = answer(pack_id, seen(card, supposed(card), without=fact))
    assert (result.state, result.findings) == (FindingState.MISSING, ())
    assert fact in result.missing


def told(values: Mapping[str, Scalar], packs: Sequence[str]) -> dict[str, PackResult]:
    facts = tuple(fact_of(name, value) for name, value in values.items())
    view = View(
        PatientRecord(identity=Identity(), facts=facts, primaries=(PRIMARY,)),
        DICTIONARY,
        as_of=AS_OF,
        primary=PRIMARY.key,
    ).answered({FactId("age"): 70, FactId("sex"): "female"})
    return {result.pack: result for result in run_packs(view, [PACKS[name] for name in packs], IN_PROCESS)}


NODULE: dict[str, Scalar] = {
    "nodule_diameter": 14,
    "nodule_count": 1,
    "nodule_type": "solid",
    "smoking_status": "former",
    "extrathoracic_cancer_over_5y_ago": False,
    "extrathoracic_cancer_within_5y": False,
    "spiculation": True,
    "upper_lobe": True,
    "emphysema": False,
    "family_history_lung_cancer": False,
    "years_since_quit": 5,
}


def test_probability_of_the_mayo_model_feeds_the_herder_model() -> None:
    found = told(NODULE | {"fdg_uptake": "moderate"}, ["herder", "mayo_spn"])
    before = found["mayo_spn"].findings[0].value
    assert found["herder"].inputs["pretest_malignancy_probability"] == before
    wanted = FORMULAS["herder"]({"pretest_malignancy_probability": before, "fdg_uptake": "moderate"})
    assert found["herder"].findings[0].value == pytest.approx(wanted["malignancy_probability"])


def test_model_without_spiculation_speaks_only_where_spiculation_is_not_known() -> None:
    brock = ["brock_full_no_spiculation", "brock_full_spiculation"]
    assert set(told(NODULE, brock)) == {"brock_full_spiculation"}
    without = told({name: value for name, value in NODULE.items() if name != "spiculation"}, brock)
    assert without["brock_full_spiculation"].missing == ("spiculation",)
    assert without["brock_full_no_spiculation"].state is FindingState.DONE


def test_alternative_that_lacks_a_value_too_asks_for_nothing() -> None:
    values = {name: value for name, value in NODULE.items() if name not in ("spiculation", "emphysema")}
    found = told(values, ["brock_full_no_spiculation", "brock_full_spiculation"])
    assert set(found) == {"brock_full_spiculation"}


def test_alternative_says_nothing_where_the_other_was_not_asked() -> None:
    values = {name: value for name, value in NODULE.items() if name != "spiculation"}
    assert told(values, ["brock_full_no_spiculation"]) == {}


def test_child_pugh_class_feeds_the_stage_of_the_liver_cancer() -> None:
    liver: dict[str, Scalar] = {
        "primary_site": "liver",
        "histology": "hepatocellular",
        "bilirubin": 20,
        "albumin": 40,
        "inr": 1.1,
        "ascites_grade": "none",
        "encephalopathy_grade": "none",
        "ecog": 0,
        "tumour_burden": "early",
    }
    found = told(liver, ["bclc_simple", "child_pugh"])
    assert found["bclc_simple"].inputs["child_pugh_class"] == "a"
    assert found["bclc_simple"].findings[0].value == "a"


def test_clearance_of_cockcroft_and_gault_feeds_the_dose_of_carboplatin() -> None:
    found = told(
        {"creatinine": 71, "weight": 64, "target_auc": 5, "pregnancy_status": "not_pregnant"},
        [
            "calvert",
            "cockcroft_gault",
        ],
    )
    clearance = found["cockcroft_gault"].findings[0].value
    assert isinstance(clearance, float)
    assert found["calvert"].findings[0].value == pytest.approx(5 * (clearance + 25))
    assert found["calvert"].provided == ()


def test_stage_in_words_is_the_number_that_the_score_takes() -> None:
    values: dict[str, Scalar] = {
        "blood_disease": "diffuse_large_b_cell",
        "ann_arbor_stage": "III",
        "ldh_ratio": 1.4,
        "ecog": 1,
        "extranodal_sites": 0,
    }
    found = told(values, ["r_ipi"])["r_ipi"]
    assert found.inputs["ann_arbor_stage"] == 3
    assert {finding.output: finding.value for finding in found.findings} == {"score": 3, "risk_group": "poor"}
    group = found.findings[1]
    assert (group.classes["poor"], group.class_words["poor"]) == ("3–5", {"en": "poor", "fr": "mauvais"})


def test_formula_that_no_other_program_confirmed_says_so_with_its_result() -> None:
    marked, unmarked = (
        answer(name, seen(PACKS[name].card, supposed(PACKS[name].card))) for name in ("va_spn", "mayo_spn")
    )
    assert "no other program" in marked.uncertainty["en"]
    assert "aucun autre programme" in marked.uncertainty["fr"]
    assert "no other program" not in unmarked.uncertainty["en"]


def test_answer_that_the_publication_does_not_know_is_refused_by_name() -> None:
    values: dict[str, Scalar] = {
        "primary_site": "prostate",
        "psa": 8,
        "gleason_primary": 3,
        "gleason_secondary": 4,
        "ct_category": "T3b",
        "positive_core_percent": 20,
    }
    refused = told(values, ["capra"])["capra"].refused
    assert refused is not None
    assert (refused.code, refused.values["found"]) == ("inference.not-a-code", "T3b")
