"""Made-up images: speckle with a dark lesion, its outline and saliency, and a source that brings them at once."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from bedside_app.domain.finding import Interval
from bedside_app.domain.image import (
    ImageInstance,
    ImageReading,
    ImageSeries,
    Measurement,
    PixelBlock,
    PixelSpacing,
    Point,
)
from bedside_app.domain.moment import Moment
from bedside_app.domain.record import Refused
from bedside_app.ui.viewmodels.patient.images.result import ModelTold

__all__ = [
    "COLUMNS",
    "ROWS",
    "SPACING",
    "TOLD",
    "SyntheticPixels",
    "instance_of",
    "outline",
    "reading_of",
    "series_of",
    "speckle",
]

ROWS, COLUMNS = 450, 325
SPACING = PixelSpacing(row=0.085, column=0.085, stated_by="SequenceOfUltrasoundRegions")
TOLD = ModelTold(
    name="Breast US",
    version="0.0-test",
    provider="CPU",
    milliseconds=38,
    slope=(0.97, 0.86, 1.09),
    calibration_error=0.03,
)
_CENTRE = (160.0, 160.0)


def outline(shift: float = 0.0) -> tuple[Point, ...]:
    """Return a wobbled ellipse around the lesion."""
    angles = [at * math.tau / 72 for at in range(72)]
    wobble = [1 + 0.08 * math.sin(5 * angle) + 0.05 * math.sin(11 * angle + 1) for angle in angles]
    return tuple(
        (_CENTRE[0] + shift + 82 * far * math.cos(angle), _CENTRE[1] + 76 * far * math.sin(angle))
        for angle, far in zip(angles, wobble, strict=True)
    )


def speckle(seed: int) -> bytes:
    """Return 8-bit grey values, row by row."""
    rng = np.random.default_rng(seed)
    noise = rng.rayleigh(1.0, (ROWS // 2 + 1, COLUMNS // 3 + 1)).repeat(2, 0).repeat(3, 1)[:ROWS, :COLUMNS]
    noise = (noise + np.roll(noise, 1, 0) + np.roll(noise, 1, 1) + np.roll(noise, 2, 1)) / 4
    y, x = np.mgrid[0:ROWS, 0:COLUMNS]
    angle = np.arctan2(y - _CENTRE[1], x - _CENTRE[0])
    wobble = 1 + 0.08 * np.sin(5 * angle) + 0.05 * np.sin(11 * angle + 1)
    far = np.hypot((x - _CENTRE[0]) / 80, (y - _CENTRE[1]) / 74) / wobble
    inside = 1 / (1 + np.exp((far - 1) * 14))
    layers = 70 + 26 * np.sin(y / 21 + np.sin(x / 70)) - y * 0.07
    grey = layers * (0.35 + 0.55 * noise) * (1 - 0.62 * inside)
    return np.asarray(np.clip(grey, 0, 255).astype(np.uint8)).tobytes()


def instance_of(uid: str = "1.2.3", **changes: object) -> ImageInstance:
    """Return an ultrasound image of a right breast, with spacing."""
    made = ImageInstance(
        uid=uid,
        source="0" * 64,
        place=f"{uid}.dcm",
        number=1,
        taken=Moment("2026-11-18T10:22"),
        rows=ROWS,
        columns=COLUMNS,
        frames=1,
        samples=1,
        bits=8,
        photometric="MONOCHROME2",
        transfer_syntax="1.2.840.10008.1.2.1",
        laterality="R",
        spacing=SPACING,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def series_of(*instances: ImageInstance, modality: str = "US", body_part: str = "BREAST") -> ImageSeries:
    """Return the instances as one series."""
    uid = f"9.{instances[0].uid if instances else 0}.{modality}"
    return ImageSeries(uid=uid, study_uid="9", modality=modality, body_part=body_part, instances=instances)


def reading_of(image: str = "1.2.3", **changes: object) -> ImageReading:
    """Return an uncertain reading with outline, axes and saliency along its edge."""
    edge = outline()
    grid = tuple(tuple(_saliency(x, y) for x in range(14)) for y in range(14))
    made = ImageReading(
        image=image,
        source="0" * 64,
        frame=0,
        laterality="R",
        probability=0.71,
        interval=Interval(low=0.58, high=0.82, level=0.95, kind="ensemble"),
        conformal=("benign", "malignant"),
        level=0.9,
        suspicious=True,
        members=(0.2, 0.4, 0.5, 0.7, 0.9),
        category="4C",
        outline=edge,
        axes=((edge[36], edge[0]), (edge[54], edge[18])),
        saliency=grid,
        saliency_bounds=(0.0, 0.0, float(COLUMNS), float(COLUMNS)),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def _saliency(x: int, y: int) -> float:
    at = ((x + 0.5) * COLUMNS / 14, (y + 0.5) * COLUMNS / 14)
    far = math.hypot(at[0] - _CENTRE[0], at[1] - _CENTRE[1]) / 80
    side = 0.5 + 0.5 * math.cos(math.atan2(at[1] - _CENTRE[1], at[0] - _CENTRE[0]) * 2 + 0.6)
    return math.exp(-((far - 1) ** 2) / 0.06) * (0.25 + 0.75 * side) - 0.05


class SyntheticPixels(QObject):
    """Brings speckle with the next turn of the event loop; `silent` never does, `refusing` says why not."""

    arrived = Signal(str, int, object)
    failed = Signal(str, int, object)

    def __init__(self, *, silent: bool = False, refusing: Refused | None = None) -> None:
        super().__init__()
        self.asked: list[tuple[str, int]] = []
        self._silent, self._refusing = silent, refusing

    def request(self, instance: ImageInstance, frame: int) -> None:
        """Note what was asked for and bring it."""
        self.asked.append((instance.uid, frame))
        if not self._silent:
            QTimer.singleShot(0, self, lambda: self._bring(instance, frame))

    def _bring(self, instance: ImageInstance, frame: int) -> None:
        if self._refusing is not None:
            self.failed.emit(instance.uid, frame, self._refusing)
            return
        data = speckle(sum(instance.uid.encode()) + frame)
        block = PixelBlock(buffer=memoryview(data), shape=(1, ROWS, COLUMNS), dtype="uint8")
        self.arrived.emit(instance.uid, frame, block)


def measured_width() -> tuple[Measurement, ...]:
    """Return a length and an area that a person measured."""
    from bedside_app.domain.image import MeasurementKind
    from bedside_app.ui.viewmodels.patient.images.drawing import Drawing, measured

    drawing = Drawing(kind=MeasurementKind.LENGTH, points=((74.0, 151.0), (243.0, 158.0)))
    made = measured(drawing, instance_of(), 0, "tests")
    assert isinstance(made, Measurement)
    return (made,)
