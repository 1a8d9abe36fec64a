"""Packs asked with plain values: what `bedside models run` and `verify` stand on."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from bedside_app.foundation.errors import Refusal
from bedside_app.foundation.words import say
from bedside_app.inference.packs.card import Scalar
from bedside_app.inference.packs.find import find_packs
from bedside_app.inference.values import from_text, run_values, run_vectors, verify
from tests.inference.in_process import IN_PROCESS, builtin, copied

NPI, PREDICT = builtin("npi"), builtin("predict_breast_v2_2")
ROW: dict[str, Scalar | None] = {"tumour_size": 40, "positive_nodes": 5, "tumour_grade": 3}


def code(values: dict[str, Scalar | None], pack: Any = NPI) -> str:
    with pytest.raises(Refusal) as caught:
        run_values(pack, values, IN_PROCESS)
    assert say(caught.value.code, "fr", caught.value.values)
    return caught.value.code.removeprefix("inference.")


def test_values_give_the_outputs_of_the_card_in_its_units() -> None:
    assert run_values(NPI, ROW, IN_PROCESS) == {"score": pytest.approx(6.8), "risk_group": "very_poor"}


@pytest.mark.parametrize(
    ("change", "refused"),
    [
        ({"tumour_size": None}, "inputs-missing"),
        ({"tumour_size": 1000}, "out-of-range"),
        ({"tumour_size": "large"}, "wrong-kind"),
        ({"creatinine": 80}, "unknown-input"),
        ({"sex": "male"}, "out-of-scope"),
        ({"phase": "after_neoadjuvant"}, "out-of-scope"),
    ],
)
def test_values_that_do_not_do_are_refused(change: dict[str, Scalar | None], refused: str) -> None:
    assert code(ROW | change) == refused


def test_fact_of_the_population_may_be_given_and_is_no_input() -> None:
    assert run_values(NPI, ROW | {"sex": "female"}, IN_PROCESS)["risk_group"] == "very_poor"


def test_refused_pack_is_refused_here_under_its_own_code(tmp_path: Path) -> None:
    folder = copied("npi", tmp_path)
    pack = find_packs([("it", tmp_path)]).pack("npi")
    shutil.copyfile(folder / "recipe.py", folder / "model.onnx")
    assert code(ROW, pack) == "pack-damaged"
    with pytest.raises(Refusal, match="pack-damaged"):
        run_vectors(pack, [{"inputs": ROW}], IN_PROCESS)


def test_vectors_are_answered_in_order_and_a_refused_row_does_not_stop_the_rest() -> None:
    rows = [{"inputs": ROW}, {"inputs": ROW | {"tumour_grade": 7}}, {"inputs": ROW | {"positive_nodes": 0}, "more": 1}]
    found = run_vectors(NPI, rows, IN_PROCESS)
    assert [list(row) for row in found] == [["outputs"], ["refused"], ["outputs"]]
    assert found[1]["refused"]["code"] == "inference.out-of-range"
    assert (found[0]["outputs"]["risk_group"], found[2]["outputs"]["risk_group"]) == ("very_poor", "moderate_2")


@pytest.mark.parametrize("row", [None, 3, [], {}, {"inputs": 3}, {"inputs": {"tumour_size": [1]}}])
def test_element_of_another_form_is_refused_with_its_place(row: Any) -> None:
    found = run_vectors(NPI, [{"inputs": ROW}, row], IN_PROCESS)
    assert found[1]["refused"] == {"code": "inference.not-a-row", "values": {"pack": "npi", "row": 2}}


def test_text_of_a_command_line_is_read_by_the_kind_of_the_input() -> None:
    texts = {
        "age": "57",
        "tumour_size": "20.5",
        "er_status": "positive",
        "hormone_therapy": "true",
        "trastuzumab": "no",
    }
    assert from_text(PREDICT.card, texts | {"sex": "female"}) == {
        "age": 57,
        "tumour_size": 20.5,
        "er_status": "positive",
        "hormone_therapy": True,
        "trastuzumab": "no",
        "sex": "female",
    }


def test_every_built_in_pack_verifies() -> None:
    answers = verify(find_packs(), IN_PROCESS)
    assert len(answers) >= 4
    assert [answer.refused for answer in answers] == [None] * len(answers)
