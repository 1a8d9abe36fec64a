"""The table of measurements: a person's, then what the model's own outline measures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bedside_app.domain.image import ImageInstance, ImageReading, Measurement, MeasurementKind
from bedside_app.foundation.words import Language, number, say
from bedside_app.ui.viewmodels.patient.images.drawing import measured_as, uncertainty_text, value_text

__all__ = ["MeasuredRow", "axes_measured", "notes_of", "rows_of"]

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
    length = MeasurementKind.LENGTH
    made = (measured_as(length, axis, instance, reading.frame, _MODEL) for axis in reading.axes)
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
        area = measured_as(MeasurementKind.AREA, reading.outline, instance, reading.frame, _MODEL)
        if isinstance(area, Measurement):
            rows.append(_row(area, say("images.measurements.area", language), "outline", language))
    return tuple(rows)


def notes_of(reading: ImageReading | None, rows: Iterable[MeasuredRow], language: Language) -> tuple[str, ...]:
    """Return what has to be known of the measurements: how the outline lies, what it leaves out, what ± means."""
    notes = []
    shape = None if reading is None else reading.shape
    if shape is not None:
        lies = "parallel" if shape.parallel else "not-parallel"
        solidity = number(shape.solidity, language, 2)
        notes.append(say(f"images.measurements.{lies}", language, {"solidity": solidity}))
    notes += [] if reading is None else [say(one.code, language, one.values) for one in reading.remarks]
    units = {row.measurement.unit for row in rows}
    if units:
        pixels = any("pixel" in unit for unit in units)
        notes.append(say(f"images.measurements.{'pixels' if pixels else 'error-words'}", language))
    return tuple(notes)


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
