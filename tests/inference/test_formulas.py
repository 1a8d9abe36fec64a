"""The four models: graphs equal an independent formula, public vectors hold, thresholds fall where published."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside_app.inference.engine import Engine
from bedside_app.inference.packs.card import Scalar
from bedside_app.inference.tensors import contributions, feeds, outputs
from bedside_app.inference.values import run_vectors
from tests.inference.in_process import IN_PROCESS, builtin
from tests.inference.reference import REFERENCES

PACKS = {pack_id: builtin(pack_id) for pack_id in REFERENCES}
ENGINES = {pack_id: Engine((pack.folder / "model.onnx").read_bytes(), pack=pack_id) for pack_id, pack in PACKS.items()}
SEX = st.sampled_from(["female", "male"])
CREATININE = st.floats(10, 3000)


def unknown_or(*values: Scalar) -> st.SearchStrategy[Scalar | None]:
    return st.sampled_from([*values, None])


PATIENTS: Mapping[str, st.SearchStrategy[dict[str, Any]]] = {
    "predict_breast_v2_2": st.fixed_dictionaries(
        {
            "age": st.floats(25, 85),
            "tumour_size": st.floats(0.1, 500),
            "positive_nodes": st.integers(0, 100),
            "er_status": st.sampled_from(["positive", "negative"]),
            "tumour_grade": unknown_or(1, 2, 3),
            "detection": unknown_or("symptomatic", "screening", "unknown"),
            "her2_status": unknown_or("positive", "negative", "unknown"),
            "ki67_status": unknown_or("positive", "negative", "unknown"),
            "chemotherapy": st.sampled_from(["none", "second_generation", "third_generation"]),
            "hormone_therapy": st.booleans(),
            "trastuzumab": st.booleans(),
            "bisphosphonate": st.booleans(),
        }
    ),
    "npi": st.fixed_dictionaries(
        {"tumour_size": st.floats(0.1, 200), "positive_nodes": st.integers(0, 100), "tumour_grade": st.integers(1, 3)}
    ),
    "ckd_epi_2021": st.fixed_dictionaries({"creatinine": CREATININE, "age": st.floats(18, 120), "sex": SEX}),
    "cockcroft_gault": st.fixed_dictionaries(
        {"age": st.floats(18, 92), "weight": st.floats(20, 350), "creatinine": CREATININE, "sex": SEX}
    ),
}


def graph(pack_id: str, *rows: Mapping[str, Any]) -> list[dict[str, Scalar]]:
    card = PACKS[pack_id].card
    known = [{name: value for name, value in row.items() if value is not None} for row in rows]
    numbers = ENGINES[pack_id].run(feeds(card, known), [output.name for output in card.outputs])
    found = [row for row in outputs(card, numbers, known) if row is not None]
    assert len(found) == len(rows)
    return found


@pytest.mark.parametrize("pack_id", REFERENCES)
@given(data=st.data())
def test_graph_equals_the_independent_formula(pack_id: str, data: st.DataObject) -> None:
    patient = data.draw(PATIENTS[pack_id])
    (found,), wanted = graph(pack_id, patient), REFERENCES[pack_id](patient)
    assert found.keys() == wanted.keys()
    for name, value in wanted.items():
        if not isinstance(value, str):
            assert found[name] == pytest.approx(value, rel=1e-10, abs=1e-12), name
        elif all(abs(wanted["score"] - limit) > 1e-6 for limit in (2.4, 3.4, 4.4, 5.4, 6.4)):
            assert found[name] == value


@pytest.mark.parametrize("pack_id", REFERENCES)
@given(data=st.data())
def test_patient_of_a_cohort_gets_the_answer_of_the_patient_alone(pack_id: str, data: st.DataObject) -> None:
    patients = data.draw(st.lists(PATIENTS[pack_id], min_size=2, max_size=5))
    for one, together in zip(patients, graph(pack_id, *patients), strict=True):
        (alone,) = graph(pack_id, one)
        assert alone.keys() == together.keys()
        for name, value in alone.items():
            assert value == together[name] or math.isclose(float(value), float(together[name]), abs_tol=1e-13), name


@pytest.mark.parametrize("pack_id", REFERENCES)
def test_own_vectors_are_those_of_the_independent_formula(pack_id: str) -> None:
    vectors = json.loads((PACKS[pack_id].folder / "vectors.json").read_text("utf-8"))
    own = [vector for vector in vectors if "tests/inference/reference.py" in vector["source"]]
    assert len(own) >= 4
    for vector in own:
        wanted = REFERENCES[pack_id](vector["inputs"])
        for name, value in vector["outputs"].items():
            assert value == wanted[name] or math.isclose(value, wanted[name], abs_tol=1e-12), name


@pytest.mark.shared
@pytest.mark.parametrize("pack_id", REFERENCES)
def test_all_public_vectors_hold_within_their_tolerance(pack_id: str, shared: Path) -> None:
    vectors = json.loads((shared / "clinical" / "vectors.json").read_text("utf-8"))[pack_id]
    answers = run_vectors(PACKS[pack_id], vectors, IN_PROCESS)
    assert len(answers) == len(vectors) > 0
    for vector, found in zip(vectors, answers, strict=True):
        for name, wanted in vector["outputs"].items():
            if isinstance(wanted, str):
                assert found["outputs"][name] == wanted
            else:
                assert abs(found["outputs"][name] - wanted) <= vector["tolerance"][name], name


@given(PATIENTS["predict_breast_v2_2"])
def test_benefits_in_their_order_add_up_to_the_whole_gain(patient: dict[str, Any]) -> None:
    (found,) = graph("predict_breast_v2_2", patient)
    for year in range(1, 16):
        gains = [value for name, value in found.items() if name.startswith(f"benefit_{year}y_")]
        assert len(gains) == 4
        assert all(isinstance(gain, float) and gain >= 0 for gain in gains)
        whole = float(found[f"overall_survival_{year}y_treated"]) - float(found[f"overall_survival_{year}y_untreated"])
        assert math.isclose(math.fsum(map(float, gains)), whole, abs_tol=1e-12)


@given(PATIENTS["predict_breast_v2_2"])
def test_treatment_that_cannot_work_adds_nothing(patient: dict[str, Any]) -> None:
    (found,) = graph("predict_breast_v2_2", patient | {"er_status": "negative", "her2_status": "negative"})
    for year in (5, 10, 15):
        assert found[f"benefit_{year}y_hormone_therapy"] == 0.0
        assert found[f"benefit_{year}y_trastuzumab"] == 0.0
    assert not any(name.endswith("extended_hormone") for name in found)


@given(PATIENTS["predict_breast_v2_2"])
def test_contributions_of_the_treatments_move_the_hazard_by_exactly_their_sum(patient: dict[str, Any]) -> None:
    card, engine = PACKS["predict_breast_v2_2"].card, ENGINES["predict_breast_v2_2"]
    row = {name: value for name, value in patient.items() if value is not None}
    row |= {"age": 40.0, "tumour_size": 30.0, "positive_nodes": 3}
    numbers = engine.run(feeds(card, [row]), sorted(engine.outputs))
    share = contributions(card, numbers, 0)
    treatments = sum(share[name] for name in ("hormone_therapy", "chemotherapy", "trastuzumab", "bisphosphonate"))
    predictor = sum(share.values()) - treatments
    treated, untreated = (float(numbers[f"overall_survival_10y_{kind}"][0]) for kind in ("treated", "untreated"))
    baseline = float(
        np.exp(0.7424402 - 7.527762 / 10**0.5 - 1.812513 * np.log(10) / 10**0.5)
        if row["er_status"] == "positive"
        else np.exp(-1.156036 + 0.4707332 / 100 - 3.51355 / 10)
    )
    wanted = baseline * (math.exp(predictor) - math.exp(predictor + treatments))
    assert math.log(treated / untreated) == pytest.approx(wanted, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize(
    ("size", "nodes", "grade", "group"),
    [
        (20, 0, 1, "excellent"),
        (20.1, 0, 1, "good"),
        (70, 0, 1, "good"),
        (70.1, 0, 1, "moderate_1"),
        (20, 0, 3, "moderate_1"),
        (21, 3, 2, "moderate_2"),
        (70, 3, 2, "moderate_2"),
        (20, 4, 3, "poor"),
        (20, 4, 2, "moderate_2"),
        (69, 1, 3, "poor"),
        (70, 1, 3, "poor"),
        (71, 1, 3, "very_poor"),
    ],
)
def test_npi_groups_end_with_their_published_limit(size: float, nodes: int, grade: int, group: str) -> None:
    (found,) = graph("npi", {"tumour_size": size, "positive_nodes": nodes, "tumour_grade": grade})
    assert found["risk_group"] == group


def test_npi_contributions_are_its_points() -> None:
    numbers = ENGINES["npi"].run(
        feeds(PACKS["npi"].card, [{"tumour_size": 30, "positive_nodes": 2, "tumour_grade": 2}]),
        sorted(ENGINES["npi"].outputs),
    )
    share = contributions(PACKS["npi"].card, numbers, 0)
    assert share == pytest.approx({"tumour_size": 0.6, "positive_nodes": 2.0, "tumour_grade": 2.0})
    assert sum(share.values()) == pytest.approx(float(numbers["score"][0]))
