from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import imagecodecs as packer
import numpy as np
import pydicom
import pytest
from numpy.typing import NDArray
from pydicom.pixels.processing import apply_color_lut

from bedside_app.domain.image import PixelBlock
from bedside_app.foundation.errors import Refusal
from bedside_app.imaging.codecs import FrameCutOff, FrameDamaged, FrameDiffers
from bedside_app.imaging.frames import ImageFile, NoSuchFrame, UnreadableImage, read_frame
from bedside_app.inference.image_picture import grey_of
from tests.dicom_files import BIG, CAPTURE, EXPLICIT, Value, dicom, packed, ultrasound

SAMPLES = Path(pydicom.__file__).parent / "data" / "test_files"
JPEG, LOSSLESS, JPEG_LS, JPEG_2000, JPEG_XL = (
    f"1.2.840.10008.1.2.4.{number}" for number in ("50", "70", "80", "90", "110")
)
SIDE = 16
GREY = np.random.default_rng(7).integers(0, 255, (SIDE, SIDE), np.uint8)
SMOOTH = np.add.outer(np.arange(SIDE), np.arange(SIDE)).astype(np.uint8) * 8
SIZE: dict[str, tuple[str, Value]] = {"t00280010": ("US", SIDE), "t00280011": ("US", SIDE)}
COLOUR: dict[str, tuple[str, Value]] = {"t00280002": ("US", 3), "t00280004": ("CS", "RGB"), "t00280006": ("US", 0)}
SIXTEEN: dict[str, tuple[str, Value]] = {"t00280100": ("US", 16), "t00280101": ("US", 12), "t00280102": ("US", 11)}


WITHOUT_PIXELS = (
    "ExplVR_BigEndNoMeta",
    "ExplVR_LitEndNoMeta",
    "UN_sequence",
    "empty_charset_LEI",
    "no_meta_group_length",
    "priv_SQ",
    "reportsi",
    "reportsi_with_empty_number_tags",
    "rtplan",
    "rtstruct",
    "test-SR",
    "waveform_ecg",
)
REFUSED = dict.fromkeys(
    (f"{name}.dcm" for name in WITHOUT_PIXELS),
    "no-pixels",
) | {
    "JPEG2000-embedded-sequence-delimiter.dcm": "frame-differs",  # its code stream is damaged on purpose
    "MR_truncated.dcm": "pixels-cut-off",
    "badVR.dcm": "odd-pixels",  # Number of Frames is "1A"
    "meta_missing_tsyntax.dcm": "odd-pixels",
    "nested_priv_SQ.dcm": "odd-pixels",
    "no_meta.dcm": "header-damaged",  # begins one byte late
    "rtplan_truncated.dcm": "header-damaged",
}
REFUSED |= {path.name: "odd-pixels" for path in SAMPLES.glob("rtdose*.dcm")}  # doses of 32 bits
REFUSED |= {path.name: "odd-pixels" for path in SAMPLES.glob("SC_rgb_rle_32bit*.dcm")}


def array(block: PixelBlock) -> NDArray[Any]:
    whole: NDArray[Any] = np.frombuffer(block.buffer, block.dtype).reshape(block.shape)
    return np.asarray(whole[0])


def decoded(data: bytes, index: int = 0) -> NDArray[Any]:
    return array(ImageFile.of(data).frame(index))


def tiny(pixels: bytes, syntax: str = EXPLICIT, /, **changes: tuple[str, Value] | None) -> bytes:
    return dicom(ultrasound(pixels, **changes), syntax)


@pytest.mark.parametrize("name", sorted(path.name for path in SAMPLES.glob("*.dcm")) or ["none"])
def test_every_sample_gives_the_pixels_of_the_other_decoder_or_the_refusal_that_is_true(name: str) -> None:
    if not SAMPLES.is_dir():
        pytest.skip("pydicom came without its test files")
    path = SAMPLES / name
    if name in REFUSED:
        with pytest.raises(Refusal) as refused:
            read_frame(path)
        assert refused.value.code == f"imaging.{REFUSED[name]}"
        return
    ours = array(read_frame(path))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert np.array_equal(ours, theirs_of(pydicom.dcmread(path), name))


def theirs_of(dataset: pydicom.Dataset, name: str) -> NDArray[Any]:
    try:
        pixels = dataset.pixel_array
    except RuntimeError:
        pytest.skip("the other decoder does not know this packing")
    if int(dataset.get("NumberOfFrames") or 1) > 1:
        pixels = pixels[0]
    if dataset.PhotometricInterpretation == "PALETTE COLOR":
        pixels = apply_color_lut(pixels, dataset)
    return pixels >> 8 if pixels.ndim == 3 and pixels.dtype == np.uint16 else pixels


@pytest.mark.parametrize(
    ("syntax", "frame"),
    [
        (LOSSLESS, packer.jpeg8_encode(GREY, lossless=True)),
        (JPEG_LS, packer.jpegls_encode(GREY)),
        (JPEG_2000, packer.jpeg2k_encode(GREY, codecformat="j2k", reversible=True, level=0)),
        (JPEG_XL, packer.jpegxl_encode(GREY, lossless=True)),
    ],
)
def test_what_was_packed_without_loss_comes_out_as_it_was(syntax: str, frame: bytes) -> None:
    assert np.array_equal(decoded(packed(syntax, bytes(frame), **SIZE)), GREY)


WIDE = np.random.default_rng(8).integers(0, 4095, (SIDE, SIDE), np.uint16)


@pytest.mark.parametrize(
    ("syntax", "frame"),
    [
        (LOSSLESS, packer.jpeg8_encode(WIDE, lossless=True, bitspersample=12)),
        (LOSSLESS, packer.jpeg8_encode(WIDE, lossless=True, bitspersample=16)),
        (JPEG_LS, packer.jpegls_encode(WIDE)),
        (JPEG_2000, packer.jpeg2k_encode(WIDE, codecformat="j2k", reversible=True, level=0)),
        (JPEG_XL, packer.jpegxl_encode(WIDE, lossless=True)),
    ],
)
@pytest.mark.parametrize("high", [11, 15])
def test_wide_values_come_out_as_they_were_wherever_the_header_puts_their_bits(
    syntax: str, frame: bytes, high: int
) -> None:
    found = decoded(packed(syntax, bytes(frame), **SIZE | SIXTEEN | {"t00280102": ("US", high)}))
    assert np.array_equal(found, WIDE)


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9, 0.99])
@pytest.mark.parametrize("syntax", [JPEG, LOSSLESS, JPEG_LS])
def test_half_a_frame_is_never_shown_as_a_picture(syntax: str, share: float) -> None:
    encoders = {
        JPEG: packer.jpeg8_encode(GREY),
        LOSSLESS: packer.jpeg8_encode(GREY, lossless=True),
        JPEG_LS: packer.jpegls_encode(GREY),
    }
    whole = bytes(encoders[syntax])
    with pytest.raises((FrameCutOff, FrameDamaged)):
        decoded(packed(syntax, whole[: int(len(whole) * share)], **SIZE))


@pytest.mark.parametrize(
    ("syntax", "frame"),
    [
        (JPEG, packer.jpeg8_encode(np.zeros((8, 8), np.uint8))),
        (JPEG_LS, packer.jpegls_encode(np.zeros((8, 8), np.uint8))),
        (JPEG_2000, packer.jpeg2k_encode(np.zeros((8, 8), np.uint8), codecformat="j2k")),
        (JPEG_XL, packer.jpegxl_encode(np.zeros((8, 8), np.uint8))),
    ],
)
def test_a_frame_of_another_size_than_its_header_is_refused_before_it_is_unpacked(syntax: str, frame: bytes) -> None:
    with pytest.raises(FrameDiffers):
        decoded(packed(syntax, bytes(frame), **SIZE))


def test_colours_of_a_jpeg_are_turned_once() -> None:
    picture = np.stack([SMOOTH, SMOOTH[::-1], np.full_like(SMOOTH, 90)], axis=-1)
    frame = packer.jpeg8_encode(picture, level=100, subsampling="444", outcolorspace="YCBCR")
    colour = COLOUR | {"t00280004": ("CS", "YBR_FULL_422")}
    found = decoded(packed(JPEG, bytes(frame), **SIZE, **colour)).astype(int)
    assert np.abs(found - picture).max() <= 6


def test_planes_of_colour_are_put_side_by_side() -> None:
    planes = np.arange(24, dtype=np.uint8).reshape(3, 2, 4)
    data = tiny(planes.tobytes(), **(COLOUR | {"t00280006": ("US", 1)}))
    assert np.array_equal(decoded(data), planes.transpose(1, 2, 0))


def test_grey_in_luminance_and_colour_stays_grey() -> None:
    data = tiny(bytes([60, 128, 128] * 8), **(COLOUR | {"t00280004": ("CS", "YBR_FULL")}))
    assert np.array_equal(decoded(data), np.full((2, 4, 3), 60))


@pytest.mark.parametrize("syntax", [EXPLICIT, BIG])
def test_what_lies_above_the_stored_bits_is_no_part_of_the_value(syntax: str) -> None:
    order = ">" if syntax == BIG else "<"
    words = np.array([0xF123, 0x0FFF] * 4, np.dtype(f"{order}u2"))
    found = decoded(tiny(words.tobytes(), syntax, t7FE00010=("OW", words.tobytes()), **SIXTEEN))
    assert np.array_equal(found, np.array([0x123, 0xFFF] * 4).reshape(2, 4))


def test_signed_values_keep_their_sign() -> None:
    words = np.array([0x0FFF, 0x0001] * 4, "<u2")
    found = decoded(tiny(words.tobytes(), **(SIXTEEN | {"t00280103": ("US", 1)})))
    assert np.array_equal(found, np.array([-1, 1] * 4).reshape(2, 4))


def test_slope_and_intercept_travel_with_the_frame() -> None:
    block = ImageFile.of(tiny(bytes(8), t00281052=("DS", "-1024"), t00281053=("DS", "2"))).frame(0)
    assert (block.slope, block.intercept) == (2.0, -1024.0)


def test_the_smallest_value_of_monochrome1_is_the_brightest() -> None:
    block = ImageFile.of(tiny(bytes([0, 255] * 4), t00280004=("CS", "MONOCHROME1"))).frame(0)
    assert block.inverted
    assert grey_of(block)[0, :2].tolist() == [255, 0]


def test_wide_grey_is_stretched_to_a_byte() -> None:
    words = np.array([100, 1100, 600, 100, 100, 100, 100, 100], "<u2")
    assert grey_of(ImageFile.of(tiny(words.tobytes(), **SIXTEEN)).frame(0))[0, :3].tolist() == [0, 255, 128]


def test_an_image_of_one_value_has_a_grey_too() -> None:
    assert not grey_of(ImageFile.of(tiny(bytes(16), **SIXTEEN)).frame(0)).any()


def test_each_frame_of_several_is_its_own() -> None:
    data = tiny(bytes(8) + bytes([9] * 8), t00280008=("IS", "2"))
    assert [int(decoded(data, index).max()) for index in (0, 1)] == [0, 9]
    with pytest.raises(NoSuchFrame):
        decoded(data, 2)


def test_a_palette_gives_its_colours_to_values(tmp_path: Path) -> None:
    tables = {f"t0028120{band}": ("OW", bytes([0, 0, 0, band * 10])) for band in (1, 2, 3)}
    described = {f"t0028110{band}": ("US", b"\x02\0\0\0\x10\0") for band in (1, 2, 3)}
    path = tmp_path / "palette.dcm"
    path.write_bytes(tiny(bytes([0, 1] * 4), **described, **tables, t00280004=("CS", "PALETTE COLOR")))
    found = array(read_frame(path))
    assert found[0, :2].tolist() == [[0, 0, 0], [10, 20, 30]]


def test_a_file_that_is_gone_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableImage):
        read_frame(tmp_path / "gone.dcm")


def test_a_capture_opens_as_an_ultrasound_does() -> None:
    assert decoded(tiny(bytes(8), t00080016=("UI", CAPTURE))).shape == (2, 4)
