"""The ultrasound of demonstration patient A is a valid DICOM file, hers, and measures what its picture says."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from pydicom import dcmread
from pydicom.filewriter import dcmwrite

from bedside_app.imaging.frames import read_frame
from bedside_app.imaging.measure import length
from bedside_app.intake.gather import gather
from tests.demo_ultrasound import ACROSS, ACROSS_MM, DOWN, DOWN_MM, ROOT, TARGET, made

FILLED = """
SOPClassUID SOPInstanceUID StudyInstanceUID SeriesInstanceUID Modality SamplesPerPixel PhotometricInterpretation Rows
Columns BitsAllocated BitsStored HighBit PixelRepresentation
"""  # type 1 of PS3.3 A.6
PRESENT = """
PatientName PatientID PatientBirthDate PatientSex StudyDate StudyTime ReferringPhysicianName StudyID AccessionNumber
SeriesNumber Manufacturer InstanceNumber PatientOrientation ImageType
"""  # type 2
PATIENT_A = ROOT / "resources/demo/patient_a"


@pytest.fixture(scope="module")
def picture(request: pytest.FixtureRequest) -> Path:
    path = ROOT.parent / "shared/data/busbra/Images/bus_0450-r.png"
    if not path.is_file():
        pytest.skip("the picture of the public set is not on this machine")
    return path


def test_it_belongs_to_patient_a_and_its_burnt_in_distances_measure_so() -> None:
    case = gather([PATIENT_A])
    assert case.record is not None
    assert case.record.demonstration
    assert [refused.code for refused in case.refused] == []
    ((image,),) = (series.instances for series in case.images)
    assert image.refused is None
    across, down = length(image, ACROSS), length(image, DOWN)
    assert (across.value, down.value) == pytest.approx((ACROSS_MM, DOWN_MM), abs=0.01)
    assert across.unit == down.unit == "mm"
    assert 0.05 < across.uncertainty < 0.07


def test_it_has_every_attribute_that_an_ultrasound_image_must_have() -> None:
    dataset = dcmread(TARGET)
    for keyword in FILLED.split():
        assert dataset[keyword].value not in (None, ""), keyword
    for keyword in PRESENT.split():
        assert keyword in dataset, keyword
    assert "10.1002/mp.16812" in dataset.DerivationDescription


def test_it_is_made_again_byte_for_byte(picture: Path) -> None:
    again = BytesIO()
    dcmwrite(again, made(picture), enforce_file_format=True)
    assert again.getvalue() == TARGET.read_bytes()


def test_its_pixels_are_those_of_the_picture(picture: Path) -> None:
    block = read_frame(TARGET)
    with Image.open(picture) as opened:
        assert bytes(block.buffer) == np.asarray(opened.convert("L")).tobytes()
