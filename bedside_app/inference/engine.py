"""Runs one ONNX graph. The only module that imports onnxruntime, and itself imported in worker processes only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar, Final

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from onnxruntime.capi import onnxruntime_pybind11_state as binding

from bedside_app.foundation.errors import Refusal

__all__ = ["CPU", "Engine", "Floats", "GraphFailed", "available"]

Floats = NDArray[np.float64]

CPU: Final = "CPUExecutionProvider"
_ERRORS_ONLY: Final = 3
_SMALL: Final = 1_000_000  # bytes: a formula, whose graph takes longer to rewrite than that ever saves
_SHAPE: Final = (None,)  # one free dimension: patients

# The runtime's own errors have no common root.
_FAILURES: Final[tuple[type[Exception], ...]] = (
    RuntimeError,
    TypeError,
    ValueError,
    *(kind for kind in vars(binding).values() if isinstance(kind, type) and issubclass(kind, Exception)),
)

onnxruntime.disable_telemetry_events()
onnxruntime.set_default_logger_severity(_ERRORS_ONLY)


class GraphFailed(Refusal):
    """The runtime cannot load or run a graph, or the graph is not of the form that a pack has."""

    code: ClassVar[str] = "inference.graph-failed"


def available() -> tuple[str, ...]:
    """Return the execution providers that this installation of the runtime has."""
    return tuple(onnxruntime.get_available_providers())


class Engine:
    """One session: float64 vectors in, float64 vectors out, on one thread (the graphs are small)."""

    def __init__(self, model: bytes, *, pack: str) -> None:
        """Load the graph.

        Raises
        ------
        GraphFailed
            The runtime refuses it, or an input or output is not one float64 per patient.
        """
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = _ERRORS_ONLY
        if len(model) < _SMALL:
            options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
        self._pack = pack
        try:
            self._session = onnxruntime.InferenceSession(model, options, providers=[CPU])
        except _FAILURES as error:
            raise GraphFailed(pack=pack, why=type(error).__name__) from error
        for value in (*self._session.get_inputs(), *self._session.get_outputs()):
            if value.type != "tensor(double)" or len(value.shape) != len(_SHAPE) or isinstance(value.shape[0], int):
                raise GraphFailed(pack=pack, why=f"{value.name} is not one float64 per patient")
        self.inputs: frozenset[str] = frozenset(value.name for value in self._session.get_inputs())
        self.outputs: frozenset[str] = frozenset(value.name for value in self._session.get_outputs())

    @property
    def provider(self) -> str:
        """The execution provider that really serves."""
        return str(self._session.get_providers()[0])

    def run(self, feeds: Mapping[str, Floats], outputs: Sequence[str]) -> dict[str, Floats]:
        """Return the named outputs, each of shape (n,) like the feeds.

        Raises
        ------
        GraphFailed
            The runtime fails, or an output has another shape.
        """
        rows = len(next(iter(feeds.values())))
        try:
            values = self._session.run(list(outputs), dict(feeds))
        except _FAILURES as error:
            raise GraphFailed(pack=self._pack, why=type(error).__name__) from error
        for name, value in zip(outputs, values, strict=True):
            if value.shape != (rows,):
                raise GraphFailed(pack=self._pack, why=f"{name} has another number of patients")
        return dict(zip(outputs, values, strict=True))
