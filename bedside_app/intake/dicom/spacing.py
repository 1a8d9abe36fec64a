"""How large the pixels of an image are, as far as its header says so (PS3.3 C.8.5.5, 10.7.1.3).

An ultrasound image may hold several pictures: each calibrated region has a size of its own. Only regions in space, in
centimetres both ways, count: a Doppler curve or an M-mode strip has no length to measure.
"""

from __future__ import annotations

from itertools import islice
from typing import Final

from bedside_app.domain.image import PixelSpacing, SpacedRegion
from bedside_app.foundation.dicom import DataSet, DicomFile
from bedside_app.foundation.errors import Refusal

__all__ = ["regions_of", "spacing_of"]

MAX_REGIONS: Final = 64
SMALLEST, LARGEST = 0.0001, 100.0  # mm a pixel; beyond is no image of a body

_CENTIMETRES: Final = 3
_IN_SPACE: Final = 1
_STATED: Final = (
    (0x00280030, "Pixel Spacing"),
    (0x00181164, "Imager Pixel Spacing"),
    (0x00182010, "Nominal Scanned Pixel Spacing"),
)


def spacing_of(file: DicomFile) -> PixelSpacing | None:
    """Return the size of a pixel that holds for the whole image, None where it is not stated or can't be."""
    for tag, name in _STATED:
        numbers = file.numbers(tag)
        if len(numbers) == 2 and all(SMALLEST <= number <= LARGEST for number in numbers):
            return PixelSpacing(row=numbers[0], column=numbers[1], stated_by=name)
    return None


def regions_of(file: DicomFile, rows: int, columns: int) -> tuple[SpacedRegion, ...]:
    """Return the calibrated regions that lie in the image. A damaged list of regions calibrates nothing."""
    try:
        found = [_region(item, rows, columns) for item in islice(file.items(0x00186011), MAX_REGIONS)]
    except Refusal:
        return ()
    return tuple(region for region in found if region is not None)


def _region(item: DataSet, rows: int, columns: int) -> SpacedRegion | None:
    kinds = tuple(item.integer(tag) for tag in (0x00186012, 0x00186024, 0x00186026))
    if kinds != (_IN_SPACE, _CENTIMETRES, _CENTIMETRES):
        return None
    bounds = [item.integer(tag) for tag in (0x00186018, 0x0018601A, 0x0018601C, 0x0018601E)]
    steps = [item.number(tag) for tag in (0x0018602C, 0x0018602E)]
    if None in bounds or None in steps:
        return None
    left, top, right, bottom = (bound or 0 for bound in bounds)
    column, row = (abs(step or 0.0) * 10 for step in steps)
    right, bottom = min(right, columns - 1), min(bottom, rows - 1)
    if not (0 <= left < right and 0 <= top < bottom and all(SMALLEST <= size <= LARGEST for size in (row, column))):
        return None
    spacing = PixelSpacing(row=row, column=column, stated_by="Sequence of Ultrasound Regions")
    return SpacedRegion(left=left, top=top, right=right, bottom=bottom, spacing=spacing)
