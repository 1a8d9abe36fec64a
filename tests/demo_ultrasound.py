"""Makes the ultrasound of demonstration patient A from a public picture: `python -m tests.demo_ultrasound PNG`.

The picture is case 450 of BUS-BRA (Gómez-Flores et al., Medical Physics 2024;51:3110–3123, doi:10.1002/mp.16812), whose
licence asks for this citation. It states no pixel spacing: that is derived from the two distances that the scanner
burnt into it, 14.4 mm and 13.4 mm, and the places of their callipers.
"""

from __future__ import annotations

import sys
from math import hypot
from pathlib import Path
from typing import Final
from uuid import UUID, uuid5

import numpy as np
from PIL import Image
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.filewriter import dcmwrite
from pydicom.sequence import Sequence
from pydicom.uid import UID, ExplicitVRLittleEndian, UltrasoundImageStorage

ROOT: Final = Path(__file__).resolve().parents[1]
TARGET: Final = ROOT / "resources/demo/patient_a/ultrasound.dcm"

ACROSS: Final = ((82.3, 153.6), (250.0, 161.5))  # callipers of 14.4 mm, in pixels, by eye within half a pixel
ACROSS_MM: Final = 14.4
DOWN: Final = ((168.5, 80.3), (168.9, 243.4))  # callipers of 13.4 mm
DOWN_MM: Final = 13.4
_NAMESPACE: Final = UUID("6d1c0e1a-2f5b-5c83-9a52-6e0f3c1b7a10")
_DERIVED: Final = (
    "Picture of BUS-BRA case 450 (Gomez-Flores et al., Medical Physics 2024, doi:10.1002/mp.16812) under the identity "
    "of an invented demonstration patient. Pixel spacing derived from the burnt-in distances of 14.4 and 13.4 mm and "
    "the places of their callipers; about 1 % (one standard deviation)."
)


def spacing() -> tuple[float, float]:
    """Return millimetres from one pixel to the next, down and to the right, from the two burnt-in distances."""
    row = column = 0.08
    for _ in range(20):  # each distance has a small part of the other direction
        row = (DOWN_MM**2 - ((DOWN[1][0] - DOWN[0][0]) * column) ** 2) ** 0.5 / (DOWN[1][1] - DOWN[0][1])
        column = (ACROSS_MM**2 - ((ACROSS[1][1] - ACROSS[0][1]) * row) ** 2) ** 0.5 / (ACROSS[1][0] - ACROSS[0][0])
    assert abs(hypot(*(np.subtract(*DOWN) * (column, row))) - DOWN_MM) < 1e-9
    return row, column


def _uid(what: str) -> UID:
    return UID(f"2.25.{uuid5(_NAMESPACE, what).int}")


def made(picture: Path) -> FileDataset:
    """Return the image as an Ultrasound Image (PS3.3 A.6.4) with every attribute of type 1 and 2 and one region."""
    with Image.open(picture) as opened:
        pixels = np.asarray(opened.convert("L"))
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = UltrasoundImageStorage
    meta.MediaStorageSOPInstanceUID = _uid("image")
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    meta.ImplementationClassUID = _uid("implementation")
    meta.ImplementationVersionName = "BEDSIDE_DEMO"
    made = FileDataset("", {}, file_meta=meta, preamble=bytes(128))
    for part in (_patient(), _study(), _image(pixels)):
        made.update(part)
    return made


def _patient() -> Dataset:
    patient = Dataset()
    patient.PatientName = "DEMONSTRATION^Fictive A"
    patient.PatientID = "A"
    patient.IssuerOfPatientID = "urn:bedside:demonstration"
    patient.PatientBirthDate = "19650418"
    patient.PatientSex = "F"
    return patient


def _study() -> Dataset:
    study = Dataset()
    study.SpecificCharacterSet = "ISO_IR 192"
    study.StudyInstanceUID, study.SeriesInstanceUID = _uid("study"), _uid("series")
    study.SOPClassUID, study.SOPInstanceUID = UltrasoundImageStorage, _uid("image")
    study.StudyDate = study.SeriesDate = study.AcquisitionDate = study.ContentDate = "20261118"
    study.StudyTime = study.SeriesTime = study.AcquisitionTime = study.ContentTime = "102200"
    study.ReferringPhysicianName = study.AccessionNumber = ""
    study.StudyID, study.SeriesNumber, study.InstanceNumber = "1", "1", "1"
    study.StudyDescription, study.SeriesDescription = "Breast ultrasound", "Breast ultrasound, demonstration"
    study.Modality, study.BodyPartExamined = "US", "BREAST"
    study.Laterality = "R"  # the burnt-in text says so: DIREITA
    study.PatientOrientation = ""
    study.Manufacturer, study.ManufacturerModelName = "GE", "Logiq 5"
    return study


def _image(pixels: np.ndarray[tuple[int, int], np.dtype[np.uint8]]) -> Dataset:
    image = Dataset()
    image.ImageType = ["DERIVED", "PRIMARY", "BREAST", "0001"]
    image.DerivationDescription = _DERIVED
    image.BurnedInAnnotation, image.RecognizableVisualFeatures = "YES", "NO"
    image.LossyImageCompression = "00"
    image.SamplesPerPixel, image.PhotometricInterpretation = 1, "MONOCHROME2"
    image.Rows, image.Columns = pixels.shape
    image.BitsAllocated = image.BitsStored = 8
    image.HighBit, image.PixelRepresentation = 7, 0
    image.SequenceOfUltrasoundRegions = Sequence([_region(*pixels.shape)])
    image.PixelData = pixels.tobytes() + bytes(pixels.size % 2)
    return image


def _region(rows: int, columns: int) -> Dataset:
    region, (row, column) = Dataset(), spacing()
    region.RegionSpatialFormat, region.RegionDataType, region.RegionFlags = 1, 1, 2
    region.RegionLocationMinX0 = region.RegionLocationMinY0 = 0
    region.RegionLocationMaxX1, region.RegionLocationMaxY1 = columns - 1, rows - 1
    region.PhysicalUnitsXDirection = region.PhysicalUnitsYDirection = 3
    region.PhysicalDeltaX, region.PhysicalDeltaY = column / 10, row / 10
    return region


if __name__ == "__main__":
    dcmwrite(TARGET, made(Path(sys.argv[1])), enforce_file_format=True)
