"""Runs one ONNX graph: a formula, or an image network. Alone imports onnxruntime, and is imported in workers only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, ClassVar, Final

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from onnxruntime.capi import onnxruntime_pybind11_state as binding

from bedside_app.foundation.errors import Refusal
from bedside_app.inference.plugins import installed

__all__ = ["CPU", "Device", "Engine", "Floats", "GraphFailed", "ImageEngine", "Singles", "available", "devices"]

Floats = NDArray[np.float64]
Singles = NDArray[np.float32]

CPU: Final = "CPUExecutionProvider"
_ERRORS_ONLY: Final = 3
_SMALL: Final = 1_000_000  # bytes: a formula, whose graph takes longer to rewrite than that ever saves
_SHAPE: Final = (None,)  # one free dimension: patients
_IMAGE_THREADS: Final = 2  # always, so that one picture gives the same bits on a PC of many cores as on the smallest

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """A device that a plug-in offers: `provider` names who serves there, `library` and `driver` in which versions."""

    provider: str
    kind: str
    maker: str
    library: str
    driver: str
    handle: Any = field(repr=False, compare=False)


@cache
def devices() -> tuple[Device, ...]:
    """Return the devices that the installed plug-ins offer, best first; a plug-in that does not load offers none."""
    found: list[Device] = []
    for plugin in installed():
        try:
            onnxruntime.register_execution_provider_library(plugin.name, plugin.library)
            offered = [one for one in onnxruntime.get_ep_devices() if one.ep_name in plugin.providers]
        except _FAILURES:
            continue
        found += [
            Device(
                provider=str(one.ep_name),
                kind=str(one.device.type.name),
                maker=str(one.device.vendor),
                library=plugin.version,
                driver=str(dict(one.device.metadata).get("driver_version", "")),
                handle=one,
            )
            for one in offered
            if one.device.type.name != "CPU"
        ]
    return tuple(found)


class Engine:
    """One session: float64 vectors in, float64 vectors out, on one thread (the graphs are small)."""

    def __init__(self, model: bytes, *, pack: str) -> None:
        """Load the graph.

        Raises
        ------
        GraphFailed
            The runtime refuses it, or an input or output is not one float64 per patient.
        """
        self._pack = pack
        self._session = _session(model, pack, threads=1)
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


class ImageEngine:
    """One session of an image network: squares of float32 in, float32 out, on two threads."""

    def __init__(self, model: bytes, *, pack: str, device: Device | None = None) -> None:
        """Load the graph, on the CPU unless a device is given.

        Raises
        ------
        GraphFailed
            The runtime refuses it, or it takes anything but one input `image` of float32, or gives anything else.
        """
        self._pack = pack
        self._session = _session(model, pack, threads=_IMAGE_THREADS, device=device)
        self.provider: str = device.provider if device is not None else CPU
        inputs = {value.name: value.type for value in self._session.get_inputs()}
        outputs = {value.name: value.type for value in self._session.get_outputs()}
        if inputs != {"image": "tensor(float)"} or set(outputs.values()) != {"tensor(float)"}:
            raise GraphFailed(pack=pack, why="it is not one image in, numbers out")
        self.outputs: frozenset[str] = frozenset(outputs)

    def run(self, squares: Singles, outputs: Sequence[str]) -> dict[str, Singles]:
        """Return the named outputs of `squares` (n, 1, side, side), each with n rows.

        Raises
        ------
        GraphFailed
            The runtime fails, or an output has another number of rows or holds what is no number.
        """
        try:
            values = self._session.run(list(outputs), {"image": squares})
        except _FAILURES as error:
            raise GraphFailed(pack=self._pack, why=type(error).__name__) from error
        for name, value in zip(outputs, values, strict=True):
            if len(value) != len(squares) or not np.isfinite(value).all():
                raise GraphFailed(pack=self._pack, why=f"{name} is not a number for each image")
        return dict(zip(outputs, values, strict=True))


def _session(model: bytes, pack: str, *, threads: int, device: Device | None = None) -> onnxruntime.InferenceSession:
    """Return a session on the CPU or a device, named explicitly; the small graph of a formula is taken as it is."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
    options.log_severity_level = _ERRORS_ONLY
    if len(model) < _SMALL:
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    try:
        if device is not None:
            options.add_provider_for_devices([device.handle], {})
            return onnxruntime.InferenceSession(model, options)
        return onnxruntime.InferenceSession(model, options, providers=[CPU])
    except _FAILURES as error:
        raise GraphFailed(pack=pack, why=type(error).__name__) from error
