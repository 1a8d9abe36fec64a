"""Images as the rooms hand them on: what a study holds, the pixels of one frame, what was measured, what a network saw.

Coordinates are of the stored image in pixels, x to the right and y down, the centre of the first pixel at (0, 0).
Lengths are in mm and areas in mm² only where the image states how large its pixels are; elsewhere they stay in pixels.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from bedside_app.domain.finding import Interval
from bedside_app.domain.moment import Moment
from bedside_app.domain.refused import Refused

__all__ = [
    "ImageInstance",
    "ImageReading",
    "ImageSeries",
    "LesionReading",
    "LesionShape",
    "Measurement",
    "MeasurementKind",
    "PixelBlock",
    "PixelSpacing",
    "Point",
    "SpacedRegion",
    "taken_by",
]

Point = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class PixelSpacing:
    """Millimetres from one pixel to the next: down (`row`) and to the right (`column`).

    `stated_by` names the attribute that says so (PS3.3: Pixel Spacing, Sequence of Ultrasound Regions, …).
    """

    row: float
    column: float
    stated_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SpacedRegion:
    """A rectangle of an ultrasound image with its own spacing, bounds included (PS3.3 C.8.5.5)."""

    left: int
    top: int
    right: int
    bottom: int
    spacing: PixelSpacing


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageInstance:
    """One stored image of one or more frames. `refused` says why its pixels are not shown.

    `source` is the digest of its file, `place` the path of the file or of the entry in its archive. `frame_ms` is the
    time from one frame to the next, None where it is not stated. `orientation` is the patient's direction to the right
    and down (PS3.3 Patient Orientation), "" where it is not stated.
    """

    uid: str
    source: str
    place: str
    number: int | None
    taken: Moment | None
    rows: int
    columns: int
    frames: int
    samples: int
    bits: int
    photometric: str
    transfer_syntax: str
    laterality: str = ""
    spacing: PixelSpacing | None = None
    regions: tuple[SpacedRegion, ...] = ()
    window: tuple[float, float] | None = None
    frame_ms: float | None = None
    orientation: tuple[str, str] = ("", "")
    lossy: bool = False
    refused: Refused | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageSeries:
    """Images that were taken together; texts are plain text of the file, "" where it does not say."""

    uid: str
    study_uid: str
    modality: str
    body_part: str = ""
    description: str = ""
    manufacturer: str = ""
    model: str = ""
    instances: tuple[ImageInstance, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PixelBlock:
    """Pixels of one or more frames, rows of the buffer without gaps.

    `shape` is (frames, rows, columns) for grey values and (frames, rows, columns, 3) for red, green and blue; `dtype`
    the name of the number type (`uint8`, `uint16`, `int16`). `slope` and `intercept` make the modality's values.
    `inverted`: the smallest value is the brightest (MONOCHROME1); whoever shows it turns it round behind the window.
    `bits` are those that a grey value may use, for the window where the file states none.
    """

    buffer: memoryview
    shape: tuple[int, ...]
    dtype: str
    slope: float = 1.0
    intercept: float = 0.0
    inverted: bool = False
    bits: int = 8


class MeasurementKind(StrEnum):
    """What a person measures on an image."""

    LENGTH = "length"
    AREA = "area"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """A length between two points, or the area inside a polygon, on one frame of one image.

    `value` and `uncertainty` (one standard deviation, from placing each point within a pixel) are in `unit`: `mm`,
    `mm2`, or `{pixel}`, `{pixel}2` where the image has no spacing.
    """

    kind: MeasurementKind
    image: str
    frame: int
    points: tuple[Point, ...]
    value: float
    uncertainty: float
    unit: str
    made_by: str
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LesionShape:
    """What a machine's own outline measures, never a person's.

    `mask` are run lengths, out then in, column by column (COCO's uncompressed form) over `rows` × `columns` pixels.
    `length` is the longest diameter, `width` the longest one square to it, in `unit` (`mm`, or `{pixel}` where the
    image has no spacing); `area` in its square. `taller` is height over width. `solidity` is the share of its convex
    hull that the outline fills: the machine's measure of the margin, 1 for a smooth oval. `at_edge`: the outline
    touches the edge of the picture, so that sizes are least sizes. `areas`: how many areas of notable size there are.
    """

    rows: int
    columns: int
    mask: tuple[int, ...]
    length: float
    width: float
    area: float
    unit: str
    taller: float
    solidity: float
    at_edge: bool
    areas: int

    @property
    def parallel(self) -> bool:
        """Whether it lies parallel to the skin: not taller than wide (BI-RADS ultrasound, orientation)."""
        return self.taller <= 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageReading:
    """What an image network says of one frame, or why it says nothing (`refused`).

    `probability` is calibrated and holds for this image alone; `interval` is its uncertainty; `conformal` the classes
    that the set at `level` holds. `outline` is a polygon (empty where nothing was outlined), `axes` the ends of its
    longest diameter and of the longest one square to it. `saliency` is a coarse grid of what each place adds to the
    score, with the grid's rectangle in the image (left, top, right, bottom). `members` are the scores of the network's
    members before calibration; `remarks` what whoever reads the outline must know. `pack`, its version and the digest
    of its card say whose reading it is, `provider` what it ran on.
    """

    image: str
    source: str
    frame: int
    laterality: str = ""
    probability: float | None = None
    interval: Interval | None = None
    conformal: tuple[str, ...] = ()
    level: float | None = None
    suspicious: bool | None = None
    category: str = ""
    outline: tuple[Point, ...] = ()
    axes: tuple[tuple[Point, Point], ...] = ()
    saliency: tuple[tuple[float, ...], ...] = ()
    saliency_bounds: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    refused: Refused | None = None
    members: tuple[float, ...] = ()
    shape: LesionShape | None = None
    remarks: tuple[Refused, ...] = ()
    pack: str = ""
    pack_version: str = ""
    pack_digest: str = ""
    provider: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LesionReading:
    """What a network says of one lesion from all its images that were read: one patient, one side.

    `images` are the readings' images; the rest is as in `ImageReading`.
    """

    images: tuple[str, ...]
    laterality: str
    probability: float
    interval: Interval
    conformal: tuple[str, ...]
    level: float
    suspicious: bool
    category: str


def taken_by(series: Iterable[ImageSeries], at: date) -> tuple[ImageSeries, ...]:
    """Return the series with the images that were taken by a day, and those that state none."""
    made = (
        replace(
            one,
            instances=tuple(image for image in one.instances if image.taken is None or image.taken.first_day <= at),
        )
        for one in series
    )
    return tuple(one for one in made if one.instances)
