"""Values of a card to numbers of a graph and back."""

from __future__ import annotations

import numpy as np
import pytest

from bedside_app.foundation.errors import Fault
from bedside_app.inference.packs.card import Scalar
from bedside_app.inference.tensors import contributions, feeds, outputs
from tests.inference.in_process import builtin

PREDICT = builtin("predict_breast_v2_2").card
NPI = builtin("npi").card
ROW: dict[str, Scalar] = {
    "age": 50,
    "tumour_size": 20.5,
    "positive_nodes": 2,
    "er_status": "positive",
    "chemotherapy": "third_generation",
    "hormone_therapy": True,
    "trastuzumab": False,
    "bisphosphonate": False,
}


def test_codes_and_truth_become_numbers_and_unknowns_what_the_publication_says() -> None:
    found = {name: array.tolist() for name, array in feeds(PREDICT, [ROW, ROW | {"detection": "screening"}]).items()}
    assert found["age"] == [50.0, 50.0]
    assert found["er_status"] == [1.0, 1.0]
    assert found["chemotherapy"] == [3.0, 3.0]
    assert (found["hormone_therapy"], found["trastuzumab"]) == ([1.0, 1.0], [0.0, 0.0])
    assert found["tumour_grade"] == [9.0, 9.0]
    assert found["detection"] == [2.0, 1.0]


@pytest.mark.parametrize("row", [{}, {"tumour_size": 1, "positive_nodes": "two", "tumour_grade": 1}])
def test_row_that_was_not_checked_is_a_fault(row: dict[str, object]) -> None:
    with pytest.raises(Fault):
        feeds(NPI, [row])  # type: ignore[list-item]


def numbers(score: float, group: float) -> dict[str, np.ndarray[tuple[int], np.dtype[np.float64]]]:
    return {"score": np.array([score]), "risk_group": np.array([group])}


def test_place_in_the_list_becomes_the_class() -> None:
    assert outputs(NPI, numbers(4.6, 3), [{}]) == [{"score": 4.6, "risk_group": "moderate_2"}]


@pytest.mark.parametrize("score", [float("nan"), float("inf")])
def test_row_without_a_finite_number_has_no_answer(score: float) -> None:
    assert outputs(NPI, numbers(score, 3), [{}]) == [None]


@pytest.mark.parametrize("group", [6.0, -1.0, 0.5])
def test_class_that_does_not_exist_is_a_fault(group: float) -> None:
    with pytest.raises(Fault, match=r"no class|not whole"):
        outputs(NPI, numbers(4.6, group), [{}])


def test_output_that_would_not_mean_its_name_is_left_out() -> None:
    name = "overall_survival_15y_treated_extended_hormone"
    given = {output.name: np.full(3, 0.5) for output in PREDICT.outputs}
    rows = [ROW, ROW | {"er_status": "negative"}, ROW | {"hormone_therapy": False}]
    assert [name in row for row in outputs(PREDICT, given, rows) if row is not None] == [True, False, False]


def test_contributions_are_read_by_input() -> None:
    given = {f"contribution_{name}": np.array([0.0, 2.0]) for name in ("tumour_size", "positive_nodes", "tumour_grade")}
    assert contributions(NPI, given, 1) == {"tumour_size": 2.0, "positive_nodes": 2.0, "tumour_grade": 2.0}
    assert contributions(builtin("ckd_epi_2021").card, {}, 0) == {}
