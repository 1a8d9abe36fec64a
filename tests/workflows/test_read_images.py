"""Files to readings: DICOM by patient and side, PNG for research only, and the command's figure on foreign pictures."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import UID, ExplicitVRLittleEndian

from bedside_app.foundation.progress import Silent
from bedside_app.imaging.pixels import imaging_worker
from bedside_app.inference.ask import Inference
from bedside_app.intake.gather import intake_worker
from bedside_app.workflows.read_images import ImagesRead, ImageWorkers, read_images
from tests.inference.breast_pictures import pack, picture

_UID = "1.2.826.0.1.3680043.8.498."
_ULTRASOUND = UID("1.2.840.10008.5.1.4.1.1.6.1")


@pytest.fixture(scope="module")
def workers() -> Iterator[ImageWorkers]:
    with intake_worker() as headers, imaging_worker() as pixels, Inference() as inference:
        yield ImageWorkers(headers, pixels, inference)


def ultrasound(path: Path, name: str, number: int, *, patient: str, side: str, spaced: bool = True) -> Path:
    """Write a picture with a dark frame around it as an ultrasound of a made-up patient."""
    grey = np.pad(picture(name), ((30, 10), (20, 20)))
    data = Dataset()
    data.file_meta = FileMetaDataset()
    data.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    data.SOPClassUID = data.file_meta.MediaStorageSOPClassUID = _ULTRASOUND
    data.SOPInstanceUID = data.file_meta.MediaStorageSOPInstanceUID = UID(f"{_UID}{number}")
    data.StudyInstanceUID, data.SeriesInstanceUID = f"{_UID}1{patient}", f"{_UID}2{patient}"
    data.PatientID, data.PatientName, data.PatientBirthDate = f"TEST{patient}", f"Test^{patient}", "19600101"
    data.Modality, data.BodyPartExamined, data.ImageLaterality, data.StudyDate = "US", "BREAST", side, "20250101"
    data.Rows, data.Columns = grey.shape
    data.SamplesPerPixel, data.PhotometricInterpretation, data.PixelRepresentation = 1, "MONOCHROME2", 0
    data.BitsAllocated, data.BitsStored, data.HighBit = 8, 8, 7
    if spaced:
        region = Dataset()
        region.RegionSpatialFormat, region.RegionDataType, region.RegionFlags = 1, 1, 0
        region.RegionLocationMinX0, region.RegionLocationMinY0 = 20, 30
        region.RegionLocationMaxX1, region.RegionLocationMaxY1 = grey.shape[1] - 21, grey.shape[0] - 11
        region.PhysicalUnitsXDirection = region.PhysicalUnitsYDirection = 3
        region.PhysicalDeltaX = region.PhysicalDeltaY = 0.01  # cm
        data.SequenceOfUltrasoundRegions = [region]
    data.PixelData = grey.tobytes()
    data.save_as(path, enforce_file_format=True)
    return path


def read(paths: list[Path], workers: ImageWorkers, *, research: bool = False) -> ImagesRead:
    return read_images(pack(), paths, research=research, workers=workers, progress=Silent())


def test_images_of_one_patient_and_side_are_one_lesion_and_others_are_not(
    tmp_path: Path, workers: ImageWorkers
) -> None:
    ultrasound(tmp_path / "a.dcm", "malignant", 11, patient="1", side="L")
    ultrasound(tmp_path / "b.dcm", "malignant", 12, patient="1", side="L", spaced=False)
    ultrasound(tmp_path / "c.dcm", "benign", 13, patient="1", side="R")
    ultrasound(tmp_path / "d.dcm", "benign", 14, patient="2", side="R")
    found = read([tmp_path], workers)
    assert [image.reading.refused for image in found.images] == [None] * 4
    assert [(len(lesion.images), lesion.laterality) for lesion in found.lesions] == [(2, "L"), (1, "R"), (1, "R")]
    spaced, plain = (image.reading.shape for image in found.images[:2])
    assert spaced is not None
    assert plain is not None
    assert (spaced.unit, plain.unit) == ("mm", "{pixel}")
    assert spaced.length == pytest.approx(0.1 * plain.length, rel=0.15)  # of the same pixels, seen with their frame
    x, y = zip(*found.images[0].reading.outline, strict=True)
    assert min(x) >= 19.5
    assert min(y) >= 29.5


def test_a_png_is_read_for_research_only_and_says_so(tmp_path: Path, workers: ImageWorkers) -> None:
    path = tmp_path / "a.png"
    Image.fromarray(picture("malignant")).save(path)
    (refused,) = read([path], workers).images
    assert refused.reading.refused is not None
    assert refused.reading.refused.code == "imaging.research-only"
    found = read([path], workers, research=True)
    assert found.images[0].research
    assert found.images[0].reading.suspicious
    assert found.lesions == ()


def test_what_holds_no_image_is_refused_beside_the_rest(tmp_path: Path, workers: ImageWorkers) -> None:
    (tmp_path / "a.txt").write_text("nothing", "utf-8")
    (tmp_path / "b.png").write_bytes(b"\x89PNG\r\n\x1a\nbroken")
    ultrasound(tmp_path / "c.dcm", "benign", 15, patient="3", side="L")
    found = read([tmp_path], workers, research=True)
    assert [image.reading.refused is None for image in found.images] == [False, False, True]


def auc(malignant: list[float], benign: list[float]) -> float:
    cancers, others = np.array(malignant)[:, None], np.array(benign)[None]
    return float(((cancers > others) + 0.5 * (cancers == others)).mean())


@pytest.mark.slow
@pytest.mark.shared
def test_the_commands_own_path_reaches_the_cards_figure_on_foreign_pictures(
    shared: Path, workers: ImageWorkers
) -> None:
    found = read([shared / "data" / "busi" / kind for kind in ("malignant", "benign")], workers, research=True)
    said: dict[str, list[float]] = {"malignant": [], "benign": []}
    for image in found.images:
        if image.reading.probability is not None:
            said[image.path.parent.name].append(image.reading.probability)
    figure = next(
        one
        for one in pack().card.performance
        if one.setting == "external" and one.measure.en.startswith("AUC") and "pass the gate" in one.measure.en
    )
    assert figure.value is not None
    assert len(said["malignant"]) + len(said["benign"]) == figure.n
    assert auc(said["malignant"], said["benign"]) >= figure.value - 5e-5  # the card writes four decimals
    assert {i.reading.refused.code for i in found.images if i.reading.refused} == {"inference.image-strange"}
