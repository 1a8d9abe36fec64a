"""The table of measurements: a person's, then what the model's own outline measures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bedside_app.domain.image import ImageInstance, ImageReading, Measurement, MeasurementKind
from bedside_app.foundation.words import Language, say
from bedside_app.ui.viewmodels.patient.images.drawing import Drawing, measured, uncertainty_text, value_text

__all__ = ["MeasuredRow", "axes_measured", "rows_of"]

_MODEL = "model"


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredRow:
    """One row. `measurement` can be removed where a person made it."""

    what: str
    value: str
    error: str
    source: str
    spoken: str
    measurement: Measurement
    removable: bool


def axes_measured(instance: ImageInstance, reading: ImageReading) -> tuple[Measurement, ...]:
    """Return the longest diameter of the model's outline and the one across it, where they can be measured."""
    drawings = (Drawing(kind=MeasurementKind.LENGTH, points=axis) for axis in reading.axes)
    made = (measured(one, instance, reading.frame, _MODEL) for one in drawings)
    return tuple(one for one in made if isinstance(one, Measurement))


def rows_of(
    instance: ImageInstance,
    reading: ImageReading | None,
    measurements: Iterable[Measurement],
    language: Language,
) -> tuple[MeasuredRow, ...]:
    """Return the rows of one image."""
    rows = []
    for one in measurements:
        what = one.label or say(f"images.measurements.{one.kind}", language)
        rows.append(_row(one, what, "callipers", language))
    if reading is not None:
        names = ("longest", "across")
        for name, one in zip(names, axes_measured(instance, reading), strict=False):
            rows.append(_row(one, say(f"images.measurements.{name}", language), "outline", language))
        outline = Drawing(kind=MeasurementKind.AREA, points=reading.outline)
        area = measured(outline, instance, reading.frame, _MODEL) if reading.outline else None
        if isinstance(area, Measurement):
            rows.append(_row(area, say("images.measurements.area", language), "outline", language))
    return tuple(rows)


def _row(made: Measurement, what: str, source: str, language: Language) -> MeasuredRow:
    value, error = value_text(made, language), uncertainty_text(made, language)
    told = say(f"images.measurements.{source}", language)
    spoken = say("images.measurements.spoken", language, {"what": what, "value": value, "error": error, "source": told})
    return MeasuredRow(
        what=what,
        value=value,
        error=error,
        source=told,
        spoken=spoken,
        measurement=made,
        removable=source == "callipers",
    )
