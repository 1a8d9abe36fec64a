from __future__ import annotations

import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside_app.foundation.frames import FrameBroken, packed, read_frame, unpacked

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


class Dribble:
    """A stream that gives one byte at a time, as a pipe may."""

    def __init__(self, data: bytes) -> None:
        self._stream = io.BytesIO(data)

    def read(self, size: int, /) -> bytes:
        return self._stream.read(min(size, 1))


@given(frames=st.lists(st.dictionaries(st.text(), VALUES), max_size=4))
def test_frames_come_back_in_order_whatever_the_pieces(frames: list[dict[str, Any]]) -> None:
    stream = Dribble(b"".join(packed(frame) for frame in frames))
    read = []
    while (body := read_frame(stream)) is not None:
        read.append(unpacked(body))
    assert read == frames


@given(data=st.binary(max_size=40))
def test_foreign_bytes_give_an_object_or_a_broken_frame(data: bytes) -> None:
    stream = io.BytesIO(data)
    try:
        while (body := read_frame(stream, lambda: 1000)) is not None:
            assert isinstance(unpacked(body), dict)
    except FrameBroken:
        return  # its own end; any other exception fails the test


def test_a_frame_longer_than_agreed_is_refused_before_it_is_read() -> None:
    stream = io.BytesIO(packed({"text": "x" * 100}))
    with pytest.raises(FrameBroken):
        read_frame(stream, lambda: 99)
    assert stream.tell() == 4


@pytest.mark.parametrize("cut", [1, 3, 4, 10])
def test_a_stream_that_ends_inside_a_frame_is_broken(cut: int) -> None:
    with pytest.raises(FrameBroken):
        read_frame(io.BytesIO(packed({"text": "long enough"})[:cut]))


def test_not_a_number_never_becomes_a_frame() -> None:
    with pytest.raises(ValueError, match="Out of range"):
        packed({"value": float("nan")})


def test_a_frame_nested_beyond_the_parser_is_broken() -> None:
    with pytest.raises(FrameBroken):
        unpacked(b'{"a":' + b"[" * 200_000)
