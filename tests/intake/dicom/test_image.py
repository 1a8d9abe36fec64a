from __future__ import annotations

import pytest

from bedside_app.domain.image import ImageInstance, ImageSeries
from bedside_app.foundation.dicom import scan
from bedside_app.intake.dicom.image import series_of
from bedside_app.intake.source import Source
from tests.dicom_files import CAPTURE, CT, REGION, Value, dicom, ultrasound


def series(**changes: tuple[str, Value] | None) -> ImageSeries:
    data = dicom(ultrasound(**changes))
    return series_of(scan(data), Source.of("disc/image.dcm", data))


def image(**changes: tuple[str, Value] | None) -> ImageInstance:
    return series(**changes).instances[0]


def test_an_ultrasound_image_is_described_and_shown() -> None:
    found = image(t00200062=("CS", "L"), t00200020=("CS", "L\\F"), t00281050=("DS", "40"), t00281051=("DS", "400"))
    assert (found.uid, found.number, found.rows, found.columns, found.frames) == ("1.2.3.1", 1, 2, 4, 1)
    assert (found.laterality, found.orientation, found.window) == ("L", ("L", "F"), (40.0, 400.0))
    assert found.taken is not None
    assert found.taken.text == "2026-08-20T10:15:00"
    assert found.refused is None


@pytest.mark.parametrize(("kind", "modality"), [(CT, "CT"), (CAPTURE, "CT"), ("1.2.840.10008.5.1.4.1.1.6.2", "US")])
def test_what_this_version_does_not_show_is_listed_and_says_so(kind: str, modality: str) -> None:
    found = image(t00080016=("UI", kind), t00080060=("CS", modality))
    assert found.refused is not None
    assert (found.refused.code, found.refused.values) == ("imaging.not-shown-yet", {"modality": modality})


def test_pixels_that_are_cut_off_are_listed_with_the_reason() -> None:
    found = image(t00280010=("US", 9))
    assert found.refused is not None
    assert found.refused.code == "imaging.pixels-cut-off"
    assert found.rows == 9


def test_an_image_without_its_number_is_not_shown() -> None:
    found = image(t00080018=None)
    assert found.refused is not None
    assert found.refused.values["attribute"] == "SOP Instance UID"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"t00181063": ("DS", "40")}, 40.0),
        ({"t00180040": ("IS", "25")}, 40.0),
        ({"t00180040": ("IS", "0")}, None),
        ({"t00181063": ("DS", "-1")}, None),
        ({}, None),
    ],
)
def test_the_time_between_frames_is_what_is_stated(
    changes: dict[str, tuple[str, Value]], expected: float | None
) -> None:
    assert image(**changes).frame_ms == expected


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_number_that_is_none_is_not_stated(value: float) -> None:
    found = image(t00281050=("FD", value), t00281051=("FD", 400.0), t00181063=("FD", value), t00280030=("FD", value))
    assert (found.window, found.frame_ms, found.spacing) == (None, None, None)


def test_what_was_packed_with_loss_says_so() -> None:
    assert image(t00282110=("CS", "01")).lossy
    assert not image().lossy


def test_a_zone_that_the_file_states_belongs_to_its_times() -> None:
    taken = image(t00080201=("SH", "+0200")).taken
    assert taken is not None
    assert taken.text == "2026-08-20T10:15:00+02:00"


def test_pixel_spacing_is_taken_with_the_name_of_who_states_it() -> None:
    assert (found := image(t00280030=("DS", "0.1\\0.2")).spacing) is not None
    assert (found.row, found.column, found.stated_by) == (0.1, 0.2, "Pixel Spacing")
    assert (found := image(t00181164=("DS", "0.1\\0.2")).spacing) is not None
    assert found.stated_by == "Imager Pixel Spacing"


@pytest.mark.parametrize("text", ["0\\0", "0.1", "-0.1\\0.1", "1e9\\1", "abc\\1", ""])
def test_spacing_that_cannot_be_is_none(text: str) -> None:
    assert image(t00280030=("DS", text)).spacing is None


def test_a_calibrated_region_is_in_millimetres_each_way() -> None:
    (found,) = image(t00186011=("SQ", [REGION])).regions
    assert (found.left, found.top, found.right, found.bottom) == (0, 0, 3, 1)
    assert (found.spacing.column, found.spacing.row) == pytest.approx((0.1, 0.2))


@pytest.mark.parametrize(
    "change",
    [
        {0x00186012: ("US", 2)},  # M-mode
        {0x00186024: ("US", 4)},  # seconds
        {0x00186026: ("US", 0)},
        {0x0018602C: ("FD", 0.0)},
        {0x0018602C: ("FD", float("nan"))},
        {0x0018601C: ("UL", 0)},
        {0x00186018: ("UL", 900)},
    ],
)
def test_a_region_without_a_size_in_space_calibrates_nothing(change: dict[int, tuple[str, Value]]) -> None:
    assert image(t00186011=("SQ", [REGION | change])).regions == ()


def test_a_damaged_list_of_regions_calibrates_nothing() -> None:
    assert image(t00186011=("SQ", b"\xfe\xff\0\xe0\xff\xff\0\0")).regions == ()
