"""How two processes talk: JSON objects, each behind its length in four bytes, never longer than was agreed."""

from __future__ import annotations

import json
import struct
from collections.abc import Callable
from typing import Any, Final, Protocol

from bedside_app.foundation.errors import Fault

__all__ = ["MAX_FRAME_BYTES", "FrameBroken", "packed", "read_frame", "unpacked"]

MAX_FRAME_BYTES: Final = 64 * 1024 * 1024

_LENGTH: Final = struct.Struct(">I")


class FrameBroken(Fault):
    """The other side sent something that is no frame, or a frame longer than was agreed."""


class _Readable(Protocol):
    def read(self, size: int, /) -> bytes | None: ...


def packed(value: dict[str, Any]) -> bytes:
    """Return `value` as one frame, length first.

    Text is written as ASCII escapes, so that a lone surrogate from a foreign file crosses unharmed.

    Raises
    ------
    TypeError, ValueError
        `value` holds something that JSON has no form for (an object, a set, NaN, a ring).
    FrameBroken
        It is longer than `MAX_FRAME_BYTES`.
    """
    body = json.dumps(value, separators=(",", ":"), allow_nan=False).encode("ascii")
    if len(body) > MAX_FRAME_BYTES:
        raise FrameBroken(f"a frame of {len(body)} bytes")
    return _LENGTH.pack(len(body)) + body


def read_frame(stream: _Readable, allowed: Callable[[], int] = lambda: MAX_FRAME_BYTES) -> bytes | None:
    """Return the body of the next frame, or None where the stream ends cleanly before one.

    `allowed` is asked for the limit in bytes once a length has come, since it can change while the stream is silent.

    Raises
    ------
    FrameBroken
        The stream ends inside a frame, or the frame says that it is longer than `allowed`.
    """
    header = _exactly(stream, _LENGTH.size)
    if not header:
        return None
    if len(header) < _LENGTH.size:
        raise FrameBroken("the stream ends inside a length")
    (length,) = _LENGTH.unpack(header)
    if length > (limit := allowed()):
        raise FrameBroken(f"a frame of {length} bytes, {limit} allowed")
    body = _exactly(stream, length)
    if len(body) < length:
        raise FrameBroken("the stream ends inside a frame")
    return body


def unpacked(body: bytes) -> dict[str, Any]:
    """Return the object that a frame's body holds.

    Raises
    ------
    FrameBroken
        It is not one JSON object.
    """
    try:
        value = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise FrameBroken("a frame that is not JSON") from error
    if not isinstance(value, dict):
        raise FrameBroken("a frame that is not an object")
    return value


def _exactly(stream: _Readable, size: int) -> bytes:
    """Return `size` bytes, or fewer where the stream ends. A pipe may give them piece by piece."""
    first = stream.read(size) or b""
    if len(first) == size or not first:
        return first
    pieces, missing = [first], size - len(first)
    while missing and (piece := stream.read(missing)):
        pieces.append(piece)
        missing -= len(piece)
    return b"".join(pieces)
