"""Images as the rooms hand them on: what a study holds, the pixels of one frame, what was measured, what a network saw.

Coordinates are of the stored image in pixels, x to the right and y down, the centre of the first pixel at (0, 0).
Lengths are in mm and areas in mm² only where the image states how large its pixels are; elsewhere they stay in pixels.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bedside_app.domain.finding import Interval
from bedside_app.domain.moment import Moment
from bedside_app.domain.record import Refused

__all__ = [
    "ImageInstance",
    "ImageReading",
    "ImageSeries",
    "Measurement",
    "MeasurementKind",
    "PixelBlock",
    "PixelSpacing",
    "Point",
    "SpacedRegion",
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
    """

    buffer: memoryview
    shape: tuple[int, ...]
    dtype: str
    slope: float = 1.0
    intercept: float = 0.0


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
class ImageReading:
    """What an image network says of one frame, or why it says nothing (`refused`).

    `probability` is calibrated and holds for this image alone; `interval` is its uncertainty; `conformal` the classes
    that the set at `level` holds. `outline` is a polygon (empty where nothing was outlined), `axes` the ends of its
    longest diameter and of the longest one square to it. `saliency` is a coarse grid of what each place adds to the
    score, with the grid's rectangle in the image (left, top, right, bottom).
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
