"""The scan of ONNX files: what could reach outside or hide is found before a runtime sees it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from onnx import TensorProto, helper, numpy_helper

from bedside_app.inference.packs import graph_scan
from bedside_app.inference.packs.graph_scan import UnsafeGraph, scan
from models.vocabulary import Graph
from models.vocabulary import given as quantity
from tests.inference.in_process import builtin

MODEL = (builtin("npi").folder / "model.onnx").read_bytes()


def model_of(nodes: list[Any], constants: tuple[Any, ...] = (), **more: Any) -> bytes:
    value = helper.make_tensor_value_info("x", TensorProto.DOUBLE, ["N"])
    out = helper.make_tensor_value_info("y", TensorProto.DOUBLE, ["N"])
    graph = helper.make_graph(nodes, "g", [value], [out], initializer=constants)
    data: bytes = helper.make_model(graph, **more).SerializeToString()
    return data


def what(data: bytes) -> str:
    with pytest.raises(UnsafeGraph) as caught:
        scan(data, pack="test")
    assert caught.value.values["pack"] == "test"
    return str(caught.value.values["what"])


def identity() -> Any:
    return helper.make_node("Identity", ["x"], ["y"])


def test_model_of_a_pack_passes_and_its_nodes_are_counted() -> None:
    graph = Graph(name="sum", inputs=("x",), outputs={"y": quantity("x") + 1.0})
    assert scan(graph.to_bytes(), pack="test") == 2


def test_data_outside_the_file_is_found() -> None:
    constant = numpy_helper.from_array(np.zeros(2), "c")
    constant.data_location = TensorProto.EXTERNAL
    entry = constant.external_data.add()
    entry.key, entry.value = "location", "../secret"
    assert what(model_of([identity()], (constant,))) == "data outside the file"


def test_data_outside_the_file_is_found_inside_an_attribute() -> None:
    constant = numpy_helper.from_array(np.zeros(2), "c")
    constant.external_data.add().key = "location"
    assert what(model_of([helper.make_node("Constant", [], ["y"], value=constant)])) == "data outside the file"


@pytest.mark.parametrize("operator", ["If", "Loop"])
def test_nested_graph_is_found(operator: str) -> None:
    inner = helper.make_graph([identity()], "inner", [], [])
    node = helper.make_node(operator, ["x"], ["y"], body=inner)
    assert what(model_of([node])) == "a nested graph"


def test_operators_of_another_maker_are_found() -> None:
    node = helper.make_node("Evil", ["x"], ["y"], domain="com.example")
    assert "not of the ONNX standard" in what(model_of([node]))
    foreign = [helper.make_opsetid("", 21), helper.make_opsetid("com.example", 1)]
    assert "not of the ONNX standard" in what(model_of([identity()], opset_imports=foreign))


def test_functions_are_found() -> None:
    function = helper.make_function("f", "F", ["a"], ["b"], [helper.make_node("Abs", ["a"], ["b"])], [])
    function.domain = ""
    assert what(model_of([identity()], functions=[function])) == "functions or training parts"


def test_too_many_nodes_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(graph_scan, "MAX_NODES", 2)
    assert what(MODEL) == "more than 2 nodes"


@pytest.mark.parametrize("data", [b"", b"\x00", b"\xff" * 20, MODEL[:-3], b"\x3a\x05", b"\x38\x01", b"\x0b"])
def test_bytes_that_are_no_model_are_refused(data: bytes) -> None:
    assert what(data)


@given(st.data())
def test_mutated_model_ends_in_a_count_or_a_refusal_and_nothing_else(data: st.DataObject) -> None:
    mutated = bytearray(MODEL)
    for _ in range(data.draw(st.integers(1, 6))):
        mutated[data.draw(st.integers(0, len(mutated) - 1))] = data.draw(st.integers(0, 255))
    try:
        nodes = scan(bytes(mutated), pack="test")
    except UnsafeGraph:
        return
    assert nodes > 0
