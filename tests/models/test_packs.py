"""Every pack of a short card: its graph equals an independent formula, public vectors hold, its words are sound."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from bedside_app.dictionary.conditions import parse
from bedside_app.dictionary.entries import load
from bedside_app.dictionary.units import parse as parse_unit
from bedside_app.domain.fact import FactId
from bedside_app.inference.engine import Engine
from bedside_app.inference.packs.built_in import ABOUT_WHEN, COUNT_TREATMENTS, TAKE_PICTURES
from bedside_app.inference.packs.card import Card
from bedside_app.inference.packs.find import Pack, find_packs
from bedside_app.inference.packs.page import card_text
from bedside_app.inference.tensors import contributions, feeds, outputs
from bedside_app.inference.values import run_vectors
from tests.inference.in_process import IN_PROCESS
from tests.models.formulas import FORMULAS
from tests.models.patients import any_patient, ordinary_patient
from tests.models.vectors import OWN

PACKS: Mapping[str, Pack] = {pack.id: pack for pack in find_packs().packs}
FEW = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
DICTIONARY = load()
# Where a formula has a value that two ways of writing it agree on.
DEFINED: Mapping[str, Callable[[Mapping[str, Any]], bool]] = {
    "psa_doubling_time": lambda patient: abs(patient["psa_last"] / patient["psa_first"] - 1) > 1e-3,
    "adnex_ca125": lambda patient: patient["solid_diameter"] <= patient["lesion_diameter"],
    "adnex_no_ca125": lambda patient: patient["solid_diameter"] <= patient["lesion_diameter"],
    "rcb": lambda patient: (
        all(value == 0 or value > 1e-3 for value in patient.values()) and not 99.9 < patient["in_situ_percent"] < 100
    ),
    "lipi": lambda patient: patient["neutrophils"] <= patient["leukocytes"],
}


@cache
def engine(pack_id: str) -> Engine:
    return Engine((PACKS[pack_id].folder / "model.onnx").read_bytes(), pack=pack_id)


def graph(card: Card, patient: Mapping[str, Any]) -> dict[str, Any]:
    numbers = engine(card.id).run(feeds(card, [patient]), [output.name for output in card.outputs])
    (found,) = outputs(card, numbers, [patient])
    assert found is not None, patient
    return found


def same(found: Any, wanted: Any) -> bool:
    if isinstance(wanted, str | bool):
        return bool(found == wanted)
    return math.isclose(found, wanted, rel_tol=1e-9, abs_tol=1e-9)


def nudged(card: Card, patient: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The patient, and as good as the patient: a step at a threshold may fall on either side of it."""
    return [
        {name: _near(card, name, value, by) if isinstance(value, float) else value for name, value in patient.items()}
        for by in (0.0, 1e-8, -1e-8)
    ]


def _near(card: Card, name: str, value: float, by: float) -> float:
    entry = card.input(name)
    assert entry is not None
    assert entry.range is not None
    return min(max(value * (1 + by), entry.range.low), entry.range.high)


def test_every_short_card_has_its_formula() -> None:
    short = {path.parent.name for path in (Path(__file__).parents[2] / "models").glob("*/card.yaml")}
    assert short - {"breast_us"} == set(FORMULAS)  # a trained network is no formula


@pytest.mark.parametrize("pack_id", FORMULAS)
@FEW
@given(data=st.data())
def test_graph_equals_the_independent_formula(pack_id: str, data: st.DataObject) -> None:
    card, formula = PACKS[pack_id].card, FORMULAS[pack_id]
    patient = data.draw(any_patient(card))
    assume(pack_id not in DEFINED or DEFINED[pack_id](patient))
    found, answers = graph(card, patient), [formula(near) for near in nudged(card, patient)]
    assert found.keys() == answers[0].keys()
    for name in found:
        assert any(same(found[name], wanted[name]) for wanted in answers), (name, found[name], answers[0][name])


@pytest.mark.parametrize("pack_id", FORMULAS)
def test_own_vectors_are_those_of_the_independent_formula(pack_id: str) -> None:
    vectors = json.loads((PACKS[pack_id].folder / "vectors.json").read_text("utf-8"))
    own = [vector for vector in vectors if vector["source"] == OWN]
    assert len(own) >= 4
    for vector in own:
        wanted = FORMULAS[pack_id](vector["inputs"])
        assert wanted.keys() == vector["outputs"].keys()
        assert all(same(vector["outputs"][name], wanted[name]) for name in wanted)


@pytest.mark.parametrize("pack_id", FORMULAS)
def test_own_and_committed_public_vectors_hold(pack_id: str) -> None:
    hold(pack_id, json.loads((PACKS[pack_id].folder / "vectors.json").read_text("utf-8")))


@pytest.mark.shared
@pytest.mark.parametrize("pack_id", FORMULAS)
def test_all_public_vectors_hold_within_their_tolerance(pack_id: str, shared: Path) -> None:
    hold(pack_id, json.loads((shared / "clinical" / "vectors.json").read_text("utf-8"))[pack_id])


def hold(pack_id: str, vectors: list[dict[str, Any]]) -> None:
    assert vectors
    answers = run_vectors(PACKS[pack_id], [{"inputs": vector["inputs"]} for vector in vectors], IN_PROCESS)
    for vector, found in zip(vectors, answers, strict=True):
        assert "outputs" in found, found
        for name, wanted in vector["outputs"].items():
            if isinstance(wanted, str | bool):
                assert found["outputs"][name] == wanted, name
            else:
                assert abs(found["outputs"][name] - wanted) <= vector["tolerance"].get(name, 1e-9), name


@pytest.mark.shared
@pytest.mark.parametrize("pack_id", FORMULAS)
def test_names_units_and_mark_are_those_of_the_reference(pack_id: str, shared: Path) -> None:
    reference = json.loads((shared / "clinical" / "models.json").read_text("utf-8"))[pack_id]
    card = PACKS[pack_id].card
    assert card.verification == reference["status"]
    assert {entry.name for entry in card.inputs} == set(reference["inputs"])
    for entry in card.inputs:
        wanted = reference["inputs"][entry.name]
        assert (entry.kind, entry.unit, entry.required) == (wanted["kind"], wanted["unit"], wanted["required"]), entry
        if entry.kind == "code":
            assert set(wanted["codes"]) == set(entry.codes), entry.name
        else:
            assert [float(one) for one in wanted.get("codes", ())] == list(entry.only), entry.name
    for name, wanted in reference["outputs"].items():
        output = next(output for output in card.outputs if output.name == name)
        assert (output.kind, output.unit) == (wanted["kind"], wanted["unit"]), name
        assert [one.code for one in output.classes] == wanted.get("codes", []), name


# On which scale the shares of the inputs add up, where it is not that of the first output itself.
SCALES: Mapping[str, tuple[str, Callable[[float], float]]] = {
    "stratos_breast_rfs5": ("recurrence_or_death_risk_5y", lambda risk: math.log(-math.log(1 - risk))),
    "sokal": ("score", math.log),
    "predict_prostate": ("prostate_cancer_net_survival_1y", lambda survival: math.log(-math.log(survival))),
}


def log_odds(value: float) -> float:
    return math.log(value / (1 - value))


def scale(pack_id: str) -> tuple[str, Callable[[float], float]]:
    name = PACKS[pack_id].card.outputs[0].name
    plain = (name, log_odds if "probability" in name or name.endswith("risk_6y") else float)
    return SCALES.get(pack_id, plain)


@pytest.mark.parametrize("pack_id", FORMULAS)
def test_shares_of_the_inputs_add_up_to_the_result(pack_id: str) -> None:
    card = PACKS[pack_id].card
    if card.contributions is None or pack_id.startswith("predict_breast"):
        pytest.skip("the model is not additive, or no output shows the hazard of one cause alone")
    name, on_scale = scale(pack_id)
    rests = []
    for number in range(12):
        patient = ordinary_patient(card, number)
        numbers = engine(pack_id).run(feeds(card, [patient]), sorted(engine(pack_id).outputs))
        total = math.fsum(contributions(card, numbers, 0).values())
        rests.append(on_scale(float(numbers[name][0])) - total)
    assert max(rests) - min(rests) < 1e-7


def conditions() -> list[tuple[str, str]]:
    found = [(pack.id, pack.about_when) for pack in PACKS.values() if pack.about_when]
    return found + [(pack.id, one.when) for pack in PACKS.values() for one in pack.card.population.conditions]


@pytest.mark.parametrize(("pack_id", "when"), conditions())
def test_conditions_compare_facts_of_the_dictionary_with_their_own_answers(pack_id: str, when: str) -> None:
    condition = parse(when)
    for name in condition.variables:
        entry = DICTIONARY.entry(FactId(name))
        if entry.kind == "coded":
            assert {str(value) for value in condition.compared(name)} <= {str(one.value) for one in entry.answers}
    for collection, item in condition.items:
        assert DICTIONARY.entry(FactId(collection)).members(item), item


@pytest.mark.parametrize("pack_id", FORMULAS)
def test_inputs_are_fed_by_facts_of_the_same_unit_whose_answers_the_pack_knows(pack_id: str) -> None:
    for entry in PACKS[pack_id].card.inputs:
        if entry.fact is None:
            continue
        fact = DICTIONARY.entry(FactId(entry.fact))
        if entry.kind in ("quantity", "integer"):
            if fact.kind == "coded":
                assert set(entry.numbers) == {str(answer.value) for answer in fact.answers}, entry.name
            else:
                assert parse_unit(fact.unit) == parse_unit(entry.unit), entry.name
        elif entry.kind == "boolean":
            assert fact.kind == "boolean", entry.name
        else:
            known = {entry.answers.get(str(answer.value), str(answer.value)) for answer in fact.answers}
            assert known & set(entry.codes), entry.name
            assert set(entry.answers) <= {str(answer.value) for answer in fact.answers}, entry.name


def test_what_the_program_knows_of_built_in_packs_without_reading_them_is_what_their_cards_say() -> None:
    assert {pack.id: pack.card.about_when for pack in PACKS.values() if pack.card.about_when} == ABOUT_WHEN
    assert {pack.id for pack in PACKS.values() if pack.card.treatments} == COUNT_TREATMENTS
    assert {pack.id for pack in PACKS.values() if pack.card.image is not None} == TAKE_PICTURES
    for pack in PACKS.values():
        assert pack.id == pack.card.id
        assert pack.card.alternative_to is None or pack.card.alternative_to in PACKS


def test_facts_that_packs_make_are_of_the_dictionary_and_in_its_unit() -> None:
    for pack in PACKS.values():
        for output in pack.card.outputs:
            if output.fact is not None:
                fact = DICTIONARY.entry(FactId(output.fact))
                assert fact.kind == {"code": "coded", "boolean": "boolean"}.get(output.kind, "quantity"), output.name
                if fact.kind == "quantity":
                    assert fact.unit == output.unit, output.name
                elif fact.kind == "coded":
                    assert {one.code for one in output.classes} <= {answer.value for answer in fact.answers}


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("pack_id", FORMULAS)
def test_page_of_the_card_says_how_far_it_was_checked(pack_id: str, language: Any) -> None:
    page = card_text(PACKS[pack_id].card, language)
    assert PACKS[pack_id].card.citations[0].text in page
    assert "{" not in page.replace("{pack_years}", "").replace("{count}", "").replace("{mutations}/{Mb}", "").replace(
        "{1.73_m2}", ""
    )
