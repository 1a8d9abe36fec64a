"""DICOM as a format: elements within bounds, and how the pixels lie in a file. What they mean is told by the rooms."""

from bedside_app.foundation.dicom.elements import (
    DamagedDicom,
    DataSet,
    DicomFile,
    DicomTooDeep,
    DicomTooLarge,
    is_dicom,
    scan,
)
from bedside_app.foundation.dicom.layout import PixelLayout, layout_of

__all__ = [
    "DamagedDicom",
    "DataSet",
    "DicomFile",
    "DicomTooDeep",
    "DicomTooLarge",
    "PixelLayout",
    "is_dicom",
    "layout_of",
    "scan",
]
