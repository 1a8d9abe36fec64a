"""Looks through the bytes of an ONNX file before any runtime sees them: what it could reach or hide is refused.

Only the wire format of protocol buffers is walked (field numbers of onnx.proto3, IR version 10); nothing is built.
Refused are data outside the file, nested graphs (loops and branches), functions and operators of other makers, more
nodes than any model of ours, and bytes that are no such file.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Final

from bedside_app.foundation.errors import Refusal

__all__ = ["MAX_NODES", "UnsafeGraph", "scan"]

MAX_NODES: Final = 50_000

_MODEL_GRAPH, _MODEL_OPSETS, _MODEL_TRAINING, _MODEL_FUNCTIONS = 7, 8, 20, 25
_OPSET_DOMAIN: Final = 1
_GRAPH_NODES, _GRAPH_CONSTANTS, _GRAPH_SPARSE = 1, 5, 15
_NODE_ATTRIBUTES, _NODE_DOMAIN = 5, 7
_ATTRIBUTE_TENSOR, _ATTRIBUTE_GRAPH, _ATTRIBUTE_TENSORS, _ATTRIBUTE_GRAPHS = 5, 6, 10, 11
_TENSOR_EXTERNAL, _TENSOR_LOCATION = 13, 14
_OUR_DOMAINS: Final = (b"", b"ai.onnx", b"ai.onnx.ml")

_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5


class UnsafeGraph(Refusal):
    """An ONNX file holds what no pack may hold, or is damaged."""

    code: ClassVar[str] = "inference.unsafe-graph"


def scan(data: bytes, *, pack: str) -> int:
    """Return the number of nodes of the model in `data`.

    Raises
    ------
    UnsafeGraph
        `what` says what was found.
    """
    try:
        return _model(memoryview(data))
    except _Found as found:
        raise UnsafeGraph(pack=pack, what=str(found)) from found


class _Found(Exception):
    """Something that no pack may hold; its text goes into the refusal."""


def _model(data: memoryview) -> int:
    nodes = graphs = 0
    for field, value in _fields(data):
        if field == _MODEL_GRAPH:
            graphs += 1
            nodes += _graph(_message(value))
        elif field == _MODEL_OPSETS:
            _own_domain(_message(value), _OPSET_DOMAIN)
        elif field in (_MODEL_FUNCTIONS, _MODEL_TRAINING):
            raise _Found("functions or training parts")
    if graphs != 1 or not nodes:
        raise _Found("no single graph")
    return nodes


def _graph(data: memoryview) -> int:
    nodes = 0
    for field, value in _fields(data):
        if field == _GRAPH_NODES:
            nodes += 1
            if nodes > MAX_NODES:
                raise _Found(f"more than {MAX_NODES} nodes")
            _node(_message(value))
        elif field == _GRAPH_CONSTANTS:
            _tensor(_message(value))
        elif field == _GRAPH_SPARSE:
            raise _Found("sparse constants")
    return nodes


def _node(data: memoryview) -> None:
    _own_domain(data, _NODE_DOMAIN)
    for field, value in _fields(data):
        if field == _NODE_ATTRIBUTES:
            _attribute(_message(value))


def _attribute(data: memoryview) -> None:
    for field, value in _fields(data):
        if field in (_ATTRIBUTE_GRAPH, _ATTRIBUTE_GRAPHS):
            raise _Found("a nested graph")
        if field in (_ATTRIBUTE_TENSOR, _ATTRIBUTE_TENSORS):
            _tensor(_message(value))


def _tensor(data: memoryview) -> None:
    for field, value in _fields(data):
        if field == _TENSOR_EXTERNAL or (field == _TENSOR_LOCATION and value):
            raise _Found("data outside the file")


def _own_domain(data: memoryview, place: int) -> None:
    for field, value in _fields(data):
        if field == place and bytes(_message(value)) not in _OUR_DOMAINS:
            raise _Found("operators that are not of the ONNX standard")


def _message(value: int | memoryview) -> memoryview:
    if isinstance(value, int):
        raise _Found("a damaged file")
    return value


def _fields(data: memoryview) -> Iterator[tuple[int, int | memoryview]]:
    """Yield each field of one message with its number: a number, or the bytes that it holds."""
    at = 0
    while at < len(data):
        key, at = _varint(data, at)
        field, kind = key >> 3, key & 7
        if kind == _VARINT:
            number, at = _varint(data, at)
            yield field, number
            continue
        if kind == _BYTES:
            length, at = _varint(data, at)
        elif kind in (_FIXED32, _FIXED64):
            length = 4 if kind == _FIXED32 else 8
        else:
            raise _Found("a damaged file")
        if at + length > len(data):
            raise _Found("a damaged file")
        yield field, data[at : at + length]
        at += length


def _varint(data: memoryview, at: int) -> tuple[int, int]:
    value = shift = 0
    while at < len(data) and shift < 64:
        byte = data[at]
        value |= (byte & 0x7F) << shift
        at += 1
        if byte < 0x80:
            return value, at
        shift += 7
    raise _Found("a damaged file")
