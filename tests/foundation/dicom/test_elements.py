from __future__ import annotations

import random
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bedside_app.foundation.dicom import DamagedDicom, DataSet, DicomTooDeep, DicomTooLarge, elements, is_dicom, scan
from bedside_app.foundation.dicom.layout import layout_of
from bedside_app.foundation.errors import Refusal
from tests.dicom_files import BIG, DEFLATED, EXPLICIT, IMPLICIT, REGION, dicom, element, nested, ultrasound
from tests.fuzz.mutate import mutated

WHOLE = dicom(ultrasound(t00186011=("SQ", [REGION])))


@pytest.mark.parametrize("syntax", [EXPLICIT, IMPLICIT, BIG, DEFLATED])
def test_a_file_says_the_same_in_whatever_way_its_elements_are_written(syntax: str) -> None:
    file = scan(dicom(ultrasound(t00186011=("SQ", [REGION])), syntax))
    assert file.text(0x00100020) == "1"
    assert (file.integer(0x00280010), file.integer(0x00200013)) == (2, 1)
    assert [item.number(0x0018602E) for item in file.items(0x00186011)] == [0.02]
    assert file.pixels is not None
    assert (file.pixels.length, file.transfer_syntax) == (8, syntax)


@pytest.mark.parametrize("meta", [True, False])
@pytest.mark.parametrize("syntax", [EXPLICIT, IMPLICIT, BIG])
def test_a_file_without_its_mark_is_told_by_its_first_elements(syntax: str, meta: bool) -> None:
    data = dicom(ultrasound(), syntax, preamble=False, meta=meta)
    assert is_dicom(data[:4096])
    assert scan(data).integer(0x00280011) == 4


@pytest.mark.parametrize(
    "head", [b"", b"\x08\0", b"\x08\0\x05\0CS\xff\xff", b"\x08\0" * 40, b"MSH|^~\\&|", b'{"a": 1}', bytes(200)]
)
def test_what_merely_begins_alike_is_no_dicom(head: bytes) -> None:
    assert not is_dicom(head)


def test_a_hundred_thousand_sequences_inside_each_other_are_refused() -> None:
    with pytest.raises(DicomTooDeep):
        scan(nested(100_000, stated=False))


def test_sequences_of_stated_length_are_stepped_over_until_somebody_goes_too_deep() -> None:
    def descend(level: DataSet) -> None:
        for _ in range(elements.MAX_DEPTH + 1):
            level = next(iter(level.items(0x0040A730)))

    with pytest.raises(DicomTooDeep):
        descend(scan(nested(5_000, stated=True)))


def test_more_items_than_any_file_has_are_refused() -> None:
    items = b"\xfe\xff\0\xe0\0\0\0\0" * (elements.MAX_ELEMENTS + 1)
    with pytest.raises(DicomTooLarge):
        scan(dicom({}) + b"\x40\0\x30\xa7SQ\0\0\xff\xff\xff\xff" + items)


def test_a_deflated_file_is_not_unpacked_beyond_the_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(elements, "MAX_INFLATED", 1000)
    with pytest.raises(DicomTooLarge):
        scan(dicom(ultrasound(bytes(100_000)), DEFLATED))


def test_a_deflated_file_that_was_cut_off_is_refused() -> None:
    with pytest.raises(DamagedDicom):
        scan(dicom(ultrasound(), DEFLATED)[:-9])


def test_an_element_that_stands_twice_leaves_open_which_is_meant() -> None:
    with pytest.raises(DamagedDicom):
        scan(dicom({}) + element(0x00100020, "LO", "1 ") + element(0x00100020, "LO", "2 "))


def test_zeros_behind_the_last_element_are_padding() -> None:
    assert scan(dicom({0x00100020: ("LO", "1")}) + bytes(50)).text(0x00100020) == "1"


def test_a_value_that_ends_behind_the_file_is_refused_wherever_it_is_cut() -> None:
    header = dicom(ultrasound(t7FE00010=None))
    whole = {len(header)}
    read_to = []
    for end in range(132, len(header) + 1):
        with suppress(Refusal):
            scan(header[:end])
            read_to.append(end)
    assert whole <= set(read_to)
    assert len(read_to) < 40  # only ends of elements pass


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_behind_the_mark_are_read_or_refused(data: bytes) -> None:
    with suppress(Refusal):
        layout_of(scan(bytes(128) + b"DICM" + data))


@settings(deadline=None)
@given(st.integers(0, 2**32))
def test_mutated_files_are_read_or_refused(seed: int) -> None:
    with suppress(Refusal):
        file = scan(mutated(WHOLE, random.Random(seed)))
        layout_of(file)
        list(file.items(0x00186011))
