from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from bedside_app.domain.image import ImageInstance
from bedside_app.foundation.dicom import scan
from bedside_app.foundation.errors import Cancelled
from bedside_app.foundation.progress import CancelFlag
from bedside_app.imaging import pixels
from bedside_app.imaging.pixels import DecoderStopped, FrameRefused, FrameSource, imaging_worker
from bedside_app.intake.dicom.image import series_of
from bedside_app.intake.source import Source
from tests.dicom_files import dicom, ultrasound

FRAMES = 300
STUDY = dicom(ultrasound(bytes(range(8)) * (FRAMES - 1) + bytes([7] * 8), t00280008=("IS", str(FRAMES))))


@pytest.fixture(scope="module")
def source() -> Iterator[FrameSource]:
    with imaging_worker() as worker:
        yield FrameSource(worker)


def instance(data: bytes, place: str) -> ImageInstance:
    return series_of(scan(data), Source.of(place, data)).instances[0]


@pytest.fixture
def study(tmp_path: Path) -> tuple[ImageInstance, Path]:
    path = tmp_path / "study.dcm"
    path.write_bytes(STUDY)
    return instance(STUDY, "study.dcm"), path


def test_each_frame_comes_by_itself_in_any_order(source: FrameSource, study: tuple[ImageInstance, Path]) -> None:
    last, first = source.frame(*study, FRAMES - 1), source.frame(*study, 0)
    assert bytes(first.buffer) == bytes(range(8))
    assert bytes(last.buffer) == bytes([7] * 8)
    assert (first.shape, first.dtype) == ((1, 2, 4), "uint8")


def test_pixels_stay_when_the_next_frame_comes_and_the_worker_is_gone(study: tuple[ImageInstance, Path]) -> None:
    with imaging_worker() as worker:
        block = FrameSource(worker).frame(*study, 0)
    assert np.frombuffer(block.buffer, block.dtype).tolist() == list(range(8))


def test_nothing_of_an_image_is_left_in_shared_memory(source: FrameSource, study: tuple[ImageInstance, Path]) -> None:
    folder = Path("/dev/shm")
    if not folder.is_dir():
        pytest.skip("shared memory has no folder on this system")
    before = {path.name for path in folder.glob("bedside-*")}
    source.frame(*study, 0)
    with pytest.raises(FrameRefused):
        source.frame(*study, FRAMES)
    assert {path.name for path in folder.glob("bedside-*")} == before


def test_a_member_of_an_archive_is_found_again(source: FrameSource, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "disc.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("IMAGES/0001", STUDY)
    block = source.frame(instance(STUDY, "drop/disc.zip/IMAGES/0001"), tmp_path / "disc.zip", 3)
    assert bytes(block.buffer) == bytes(range(8))


def test_a_file_that_changed_since_it_was_read_is_refused(
    source: FrameSource, study: tuple[ImageInstance, Path]
) -> None:
    image, path = study
    path.write_bytes(dicom(ultrasound(bytes(8))))
    with pytest.raises(FrameRefused) as refused:
        source.frame(image, path)
    assert refused.value.code == "imaging.file-changed"


def test_a_disc_that_was_pulled_out_is_refused(source: FrameSource, study: tuple[ImageInstance, Path]) -> None:
    image, path = study
    path.unlink()
    with pytest.raises(FrameRefused) as refused:
        source.frame(image, path)
    assert refused.value.code == "imaging.unreadable-file"


def test_an_image_that_is_not_shown_says_why_without_a_worker(study: tuple[ImageInstance, Path]) -> None:
    data = dicom(ultrasound(t00280010=("US", 9)))
    with imaging_worker() as worker, pytest.raises(FrameRefused) as refused:
        FrameSource(worker).frame(instance(data, "a.dcm"), study[1])
    assert refused.value.code == "imaging.pixels-cut-off"


def test_a_larger_picture_than_the_header_said_never_leaves_its_memory(
    source: FrameSource, study: tuple[ImageInstance, Path]
) -> None:
    image, path = study
    with pytest.raises(FrameRefused) as refused:
        source.frame(replace(image, rows=1, columns=1), path)
    assert refused.value.code == "imaging.file-changed"


def test_whoever_gives_up_gets_no_picture(source: FrameSource, study: tuple[ImageInstance, Path]) -> None:
    given_up = CancelFlag()
    given_up.set()
    with pytest.raises(Cancelled):
        source.frame(*study, 0, cancel=given_up)


def test_a_worker_that_dies_over_an_image_costs_this_image_alone(
    monkeypatch: pytest.MonkeyPatch, study: tuple[ImageInstance, Path]
) -> None:
    with imaging_worker() as worker:
        monkeypatch.setattr(pixels, "JOB", "bedside_app.imaging.job:nothing_of_this_name")
        with pytest.raises(DecoderStopped):
            FrameSource(worker).frame(*study)
        monkeypatch.undo()
        assert FrameSource(worker).frame(*study).shape == (1, 2, 4)
