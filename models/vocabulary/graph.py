"""Writes quantities down as an ONNX model: float64, one dimension N (patients), the same bytes each time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from onnx import ModelProto, TensorProto, checker, helper, numpy_helper

from models.vocabulary.quantity import Node, Quantity

__all__ = ["IR_VERSION", "OPSET", "Graph"]

IR_VERSION: Final = 10
OPSET: Final = 21


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """A model: its id, the inputs in the card's order, and what each output is."""

    name: str
    inputs: Sequence[str]
    outputs: Mapping[str, Quantity]

    def to_bytes(self) -> bytes:
        """Return the ONNX file.

        Raises
        ------
        ValueError
            An output uses an input that is not declared, or an input is never used.
        """
        writer = _Writer(self.inputs)
        for name, quantity in self.outputs.items():
            writer.write(quantity, output=name)
        unused = set(self.inputs) - writer.used
        if unused:
            raise ValueError(f"{self.name}: never used: {sorted(unused)}")
        return writer.model(self.name, self.inputs, list(self.outputs)).SerializeToString(deterministic=True)  # type: ignore[no-any-return]


class _Writer:
    """Gives every distinct value of the trees one line in the graph, in the order in which it is first needed."""

    def __init__(self, inputs: Sequence[str]) -> None:
        self.inputs = set(inputs)
        self.used: set[str] = set()
        self.names: dict[int, str] = {}
        self.lines: dict[tuple[str, ...], str] = {}
        self.nodes: list[Any] = []
        self.constants: list[Any] = []

    def write(self, node: Node, output: str) -> None:
        """Write `node` as the graph's output of that name."""
        self.nodes.append(helper.make_node("Identity", [self.name_of(node)], [output]))

    def name_of(self, node: Node) -> str:
        """Return the name of the value of `node`, writing what it needs first; the same value is written once."""
        name = self.names.get(id(node))
        if name is None:
            operands = [self.name_of(operand) for operand in node.operands]
            line = (node.operator, node.name, repr(node.value), *operands)
            name = self.lines.get(line) or self._line(node, operands)
            self.names[id(node)] = self.lines[line] = name
        return name

    def _line(self, node: Node, operands: list[str]) -> str:
        if node.operator == "input":
            return self._input(node.name)
        if node.operator == "constant":
            name = f"c{len(self.constants)}"
            self.constants.append(numpy_helper.from_array(np.array(node.value, dtype=np.float64), name))
            return name
        name = f"v{len(self.nodes)}"
        self.nodes.append(helper.make_node(node.operator, operands, [name]))
        return name

    def _input(self, name: str) -> str:
        if name not in self.inputs:
            raise ValueError(f"not declared as an input: {name}")
        self.used.add(name)
        return name

    def model(self, name: str, inputs: Sequence[str], outputs: Sequence[str]) -> ModelProto:
        """Return the checked model."""
        shape = ["N"]
        graph = helper.make_graph(
            self.nodes,
            name,
            [helper.make_tensor_value_info(each, TensorProto.DOUBLE, shape) for each in inputs],
            [helper.make_tensor_value_info(each, TensorProto.DOUBLE, shape) for each in outputs],
            initializer=self.constants,
        )
        opsets = [helper.make_opsetid("", OPSET)]
        model = helper.make_model(graph, opset_imports=opsets, ir_version=IR_VERSION, producer_name="bedside")
        checker.check_model(model, full_check=True)
        return model
