from __future__ import annotations

import struct

import pytest

from bedside_app.foundation.dicom import layout_of, scan
from bedside_app.foundation.dicom.layout import (
    FramesUnclear,
    NoPixels,
    OddPixels,
    PixelsCutOff,
    PixelsTooLarge,
    SyntaxNotDecoded,
    encoded_frame,
)
from tests.dicom_files import Value, dicom, encapsulated, packed, ultrasound

RLE = "1.2.840.10008.1.2.5"


def test_pixels_of_the_size_that_is_stated_are_taken() -> None:
    layout = layout_of(scan(dicom(ultrasound())))
    assert (layout.rows, layout.columns, layout.frames, layout.codec) == (2, 4, 1, "native")


@pytest.mark.parametrize("missing", [1, 2, 7])
def test_fewer_pixels_than_stated_are_refused(missing: int) -> None:
    with pytest.raises(PixelsCutOff) as refused:
        layout_of(scan(dicom(ultrasound(t00280010=("US", 4)))))
    assert refused.value.values == {"expected": 16, "found": 8}
    with pytest.raises(PixelsCutOff):
        layout_of(scan(dicom(ultrasound())[:-missing]))


@pytest.mark.parametrize(
    ("tag", "value"),
    [
        ("t00280010", ("US", 0)),
        ("t00280011", None),
        ("t00280100", ("US", 32)),
        ("t00280101", ("US", 9)),
        ("t00280102", ("US", 8)),
        ("t00280004", ("CS", "HSV")),
        ("t00280002", ("US", 3)),
        ("t00280008", ("IS", "1A")),
        ("t00280008", ("IS", "-4")),
    ],
)
def test_an_attribute_that_cannot_be_is_named(tag: str, value: tuple[str, Value] | None) -> None:
    with pytest.raises(OddPixels) as refused:
        layout_of(scan(dicom(ultrasound(**{tag: value}))))
    assert refused.value.values["attribute"]


def test_absurd_dimensions_are_refused_before_any_memory_is_taken() -> None:
    with pytest.raises(PixelsTooLarge):
        layout_of(scan(packed(RLE, b"\0", t00280010=("US", 65535), t00280011=("US", 65535))))


@pytest.mark.parametrize(
    ("syntax", "name"),
    [
        ("1.2.840.10008.1.2.4.100", "MPEG-2 video"),
        ("1.2.840.10008.1.2.4.102.1", "MPEG-4 AVC/H.264 video"),
        ("1.2.840.10008.1.2.4.107", "HEVC/H.265 video"),
        ("1.2.840.10008.1.2.4.92", "JPEG 2000 Part 2"),
        ("1.2.3", "unknown"),
    ],
)
def test_a_packing_that_is_not_unpacked_is_named(syntax: str, name: str) -> None:
    with pytest.raises(SyntaxNotDecoded) as refused:
        layout_of(scan(packed(syntax, b"\0\0")))
    assert refused.value.values == {"name": name, "syntax": syntax}


def test_an_object_without_pixels_says_so() -> None:
    with pytest.raises(NoPixels):
        layout_of(scan(dicom(ultrasound(t7FE00010=None))))


def test_fragments_without_their_end_mark_are_cut_off() -> None:
    elements = ultrasound(t7FE00010=None)
    with pytest.raises(PixelsCutOff):
        layout_of(scan(dicom(elements, RLE) + encapsulated(b"\0\0", ended=False)))


def frames(table: bytes, *fragments: bytes) -> list[bytes]:
    elements = ultrasound(t00280008=("IS", "2"), t7FE00010=None)
    file = scan(dicom(elements, RLE) + encapsulated(*fragments, table=table))
    layout = layout_of(file)
    return [encoded_frame(file, layout, index) for index in range(2)]


def test_one_fragment_a_frame_needs_no_table() -> None:
    assert frames(b"", b"ab", b"cd") == [b"ab", b"cd"]


def test_the_table_of_offsets_says_which_fragments_make_a_frame() -> None:
    assert frames(struct.pack("<2I", 0, 20), b"ab", b"cd", b"ef") == [b"abcd", b"ef"]


def test_without_a_table_a_frame_begins_where_a_code_stream_does() -> None:
    assert frames(b"", b"\xff\xd8ab", b"cd", b"\xff\xd8ef") == [b"\xff\xd8abcd", b"\xff\xd8ef"]


@pytest.mark.parametrize("table", [b"", struct.pack("<2I", 0, 3), struct.pack("<2I", 10, 20)])
def test_fragments_that_match_no_frames_are_not_guessed(table: bytes) -> None:
    with pytest.raises(FramesUnclear):
        frames(table, b"ab", b"cd", b"ef")
