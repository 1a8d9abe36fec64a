"""The engine: one float64 per patient, on the CPU by name, and a refusal for everything else."""

from __future__ import annotations

import numpy as np
import pytest
from onnx import TensorProto, helper

from bedside_app.inference.engine import CPU, Engine, GraphFailed
from models.vocabulary import Graph, given

MODEL = Graph(name="t", inputs=("x",), outputs={"y": given("x") * 2.0, "z": given("x") + 1.0}).to_bytes()


def graph_of(kind: int, shape: list[str | int]) -> bytes:
    values = [helper.make_tensor_value_info(name, kind, shape) for name in ("x", "y")]
    graph = helper.make_graph([helper.make_node("Identity", ["x"], ["y"])], "g", values[:1], values[1:])
    opsets = [helper.make_opsetid("", 21)]
    data: bytes = helper.make_model(graph, opset_imports=opsets, ir_version=10).SerializeToString()
    return data


def test_each_patient_gets_the_answer_of_a_run_alone() -> None:
    engine = Engine(MODEL, pack="t")
    together = engine.run({"x": np.array([1.0, 2.5, -3.0])}, ["y", "z"])
    assert together["y"].tolist() == [2.0, 5.0, -6.0]
    assert together["z"].tolist() == [2.0, 3.5, -2.0]
    alone = [engine.run({"x": np.array([x])}, ["y"])["y"][0] for x in (1.0, 2.5, -3.0)]
    assert together["y"].tolist() == alone


def test_provider_is_the_cpu_and_is_named() -> None:
    engine = Engine(MODEL, pack="t")
    assert engine.provider == CPU == "CPUExecutionProvider"
    assert (sorted(engine.inputs), sorted(engine.outputs)) == (["x"], ["y", "z"])


@pytest.mark.parametrize("model", [b"", b"not a model", MODEL[: len(MODEL) // 2]])
def test_bytes_that_the_runtime_cannot_load_are_refused(model: bytes) -> None:
    with pytest.raises(GraphFailed) as caught:
        Engine(model, pack="t")
    assert caught.value.values["pack"] == "t"


@pytest.mark.parametrize(
    "model",
    [graph_of(TensorProto.FLOAT, ["N"]), graph_of(TensorProto.DOUBLE, ["N", 2]), graph_of(TensorProto.DOUBLE, [1])],
)
def test_graph_of_another_form_is_refused(model: bytes) -> None:
    with pytest.raises(GraphFailed, match="not one float64 per patient"):
        Engine(model, pack="t")


def test_failure_of_the_runtime_is_a_refusal() -> None:
    with pytest.raises(GraphFailed):
        Engine(MODEL, pack="t").run({"x": np.array(["a"])}, ["y"])


def test_output_with_another_number_of_patients_is_refused() -> None:
    values = [helper.make_tensor_value_info(name, TensorProto.DOUBLE, [name.upper()]) for name in ("x", "y")]
    node = helper.make_node("Concat", ["x", "x"], ["y"], axis=0)
    graph = helper.make_graph([node], "g", values[:1], values[1:])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 21)], ir_version=10).SerializeToString()
    with pytest.raises(GraphFailed, match="number of patients"):
        Engine(model, pack="t").run({"x": np.array([1.0])}, ["y"])
