"""The worker's job: verify, test on own vectors, answer; one pack's failure is its own."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest

from bedside_app.foundation.errors import Cancelled
from bedside_app.foundation.progress import CancelFlag, Silent
from bedside_app.foundation.words import LANGUAGES, say
from bedside_app.inference.job import answer
from bedside_app.inference.packs.find import CARD, Pack, digest
from models.vocabulary import Graph
from models.vocabulary import given as quantity
from tests.inference.in_process import builtin, copied, edited

ROW = {"tumour_size": 20, "positive_nodes": 0, "tumour_grade": 2}


def asked(folder: Path, *rows: dict[str, Any]) -> dict[str, Any]:
    return {"folder": str(folder), "origin": "it", "digest": digest((folder / CARD).read_bytes()), "rows": list(rows)}


def built_in(pack: Pack, *rows: dict[str, Any]) -> dict[str, Any]:
    return {"folder": str(pack.folder), "origin": pack.origin, "digest": pack.digest, "rows": list(rows)}


def answers(*packs: dict[str, Any]) -> list[dict[str, Any]]:
    found = answer({"packs": list(packs)}, Silent())
    for said in [*found, *(row for pack in found for row in pack.get("rows", ()))]:
        if "refused" in said:
            assert all(say(said["refused"], language, said["values"]) for language in LANGUAGES)
    return found


def test_rows_are_answered_in_order_with_their_contributions() -> None:
    (found,) = answers(built_in(builtin("npi"), ROW, ROW | {"positive_nodes": 9}))
    assert found["provider"] == "CPUExecutionProvider"
    first, second = found["rows"]
    assert first["outputs"] == {"score": pytest.approx(3.4), "risk_group": "good"}
    assert second["outputs"]["risk_group"] == "moderate_2"
    assert second["contributions"] == pytest.approx({"tumour_size": 0.4, "positive_nodes": 3.0, "tumour_grade": 2.0})


def wrong_vectors(folder: Path) -> dict[str, Any]:
    vectors = json.loads((folder / "vectors.json").read_text("utf-8"))
    vectors[1]["outputs"]["score"] += 1e-6
    (folder / "vectors.json").write_text(json.dumps(vectors), "utf-8")
    return {"vector": 2, "output": "score"}


def no_vectors(folder: Path) -> dict[str, Any]:
    (folder / "vectors.json").write_text("[]", "utf-8")
    return {"vector": 0}


def wrong_class(folder: Path) -> dict[str, Any]:
    vectors = json.loads((folder / "vectors.json").read_text("utf-8"))
    vectors[0]["outputs"]["risk_group"] = "poor"
    (folder / "vectors.json").write_text(json.dumps(vectors), "utf-8")
    return {"vector": 1, "output": "risk_group"}


def other_model(folder: Path) -> dict[str, Any]:
    names = ("tumour_size", "positive_nodes", "tumour_grade")
    total = quantity(names[0]) + quantity(names[1]) + quantity(names[2])
    names_out = ("score", *(f"contribution_{name}" for name in names))
    outputs = dict.fromkeys(names_out, total) | {"risk_group": total * 0.0}
    (folder / "model.onnx").write_bytes(Graph(name="npi", inputs=names, outputs=outputs).to_bytes())
    return {"vector": 1}


@pytest.mark.parametrize("spoil", [wrong_vectors, no_vectors, wrong_class, other_model])
def test_pack_that_fails_its_own_vectors_is_refused_by_name_and_the_rest_go_on(spoil: Any, tmp_path: Path) -> None:
    folder = copied("npi", tmp_path)
    named = spoil(folder)
    refused, other = answers(asked(edited(folder), ROW), built_in(builtin("npi"), ROW))
    assert refused["refused"] == "inference.self-test-failed"
    assert ({"pack": "npi"} | named).items() <= refused["values"].items()
    assert other["rows"][0]["outputs"]["risk_group"] == "good"


@pytest.mark.parametrize(
    "vectors",
    [
        {"inputs": {}},
        [{"inputs": {}, "outputs": {}, "source": "s"}],
        [{"inputs": {"tumour_size": [1]}, "outputs": {"score": 1}, "source": "s"}],
        [{"inputs": {"tumour_size": 1}, "outputs": {"score": 1}, "source": "s"}],
        [{"inputs": ROW, "outputs": {"nothing": 1}, "source": "s"}],
    ],
)
def test_vectors_of_another_form_refuse_the_pack(vectors: object, tmp_path: Path) -> None:
    folder = copied("npi", tmp_path)
    (folder / "vectors.json").write_text(json.dumps(vectors), "utf-8")
    (found,) = answers(asked(edited(folder), ROW))
    codes = {"inference.unfit-card", "inference.inputs-missing", "inference.self-test-failed"}
    assert found["refused"] in codes


def test_card_that_lies_about_its_inputs_is_refused(tmp_path: Path) -> None:
    folder = copied("npi", tmp_path)
    inputs = json.loads((folder / CARD).read_text("utf-8"))["inputs"]
    inputs[0]["name"] = "size"
    edited(folder, inputs=inputs, contributions=None)
    (found,) = answers(asked(folder))
    assert (found["refused"], found["values"]["names"]) == ("inference.card-disagrees", "size, tumour_size")


def test_card_that_changed_since_it_was_read_is_refused(tmp_path: Path) -> None:
    folder = copied("npi", tmp_path)
    question = asked(folder, ROW)
    edited(folder, version="9.9.9")
    (found,) = answers(question)
    assert (found["refused"], found["values"]) == ("inference.pack-damaged", {"pack": "npi", "file": CARD})


def test_hostile_graph_is_refused_before_the_runtime_sees_it(tmp_path: Path) -> None:
    folder = copied("npi", tmp_path)
    (folder / "model.onnx").write_bytes(b"\xff" * 100)
    (found,) = answers(asked(edited(folder), ROW))
    assert found["refused"] == "inference.unsafe-graph"


def test_formula_without_a_value_gives_no_number(tmp_path: Path) -> None:
    from models.vocabulary import log

    folder = copied("ckd_epi_2021", tmp_path)
    inputs = ("creatinine", "age", "sex")
    egfr = log(quantity("creatinine") - 100.0) + 0.0 * quantity("age") + 0.0 * quantity("sex")
    (folder / "model.onnx").write_bytes(Graph(name="g", inputs=inputs, outputs={"egfr": egfr}).to_bytes())
    vector: dict[str, Any] = {
        "inputs": {"creatinine": 200, "age": 50, "sex": "male"},
        "outputs": {"egfr": math.log(100)},
        "source": "by hand",
    }
    (folder / "vectors.json").write_text(json.dumps([vector]), "utf-8")
    (found,) = answers(asked(edited(folder), vector["inputs"] | {"creatinine": 90}, vector["inputs"]))
    assert found["rows"][0]["refused"] == "inference.not-a-number"
    assert found["rows"][1]["outputs"] == {"egfr": pytest.approx(math.log(100))}


def test_pack_without_rows_is_verified_only() -> None:
    assert answers(built_in(builtin("npi"))) == [{"provider": "CPUExecutionProvider", "rows": []}]


def test_cancel_is_heeded_between_packs() -> None:
    flag = CancelFlag()
    flag.set()
    with pytest.raises(Cancelled):
        answer({"packs": [built_in(builtin("npi"), ROW)]}, Silent(flag))
