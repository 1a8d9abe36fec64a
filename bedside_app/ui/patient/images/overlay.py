"""What is drawn over an image: the model's outline and diameters, measurements, the one being drawn, the saliency."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bedside_app.domain.image import ImageInstance, ImageReading, Measurement, MeasurementKind
from bedside_app.domain.record import Refused
from bedside_app.foundation.words import Language, say
from bedside_app.ui.patient.images.pane import OUTLINE, Heat, Line
from bedside_app.ui.patient.images.picture import heat
from bedside_app.ui.viewmodels.patient.images.drawing import Drawing, measured, value_text
from bedside_app.ui.viewmodels.patient.images.table import axes_measured

__all__ = ["heat_of", "lines_of"]


def lines_of(
    instance: ImageInstance,
    reading: ImageReading | None,
    measurements: Sequence[Measurement],
    drawing: Drawing | None,
    language: Language,
) -> tuple[Line, ...]:
    """Return the lines of one frame; of the model's the outline is dashed, of a person's the ends are crosses."""
    made = list(_of_model(instance, reading, language))
    for one in measurements:
        area = one.kind is MeasurementKind.AREA
        made.append(Line(points=one.points, label=value_text(one, language), closed=area))
    if drawing is not None and drawing.points:
        made.append(_being_drawn(drawing, instance, language))
    return tuple(made)


def _of_model(instance: ImageInstance, reading: ImageReading | None, language: Language) -> Iterator[Line]:
    if reading is None:
        return
    if len(reading.outline) > 2:
        yield Line(points=reading.outline, closed=True, dashed=True, colour=OUTLINE)
    for one in axes_measured(instance, reading):
        yield Line(points=one.points, label=value_text(one, language), colour=OUTLINE)


def _being_drawn(drawing: Drawing, instance: ImageInstance, language: Language) -> Line:
    """Return the points so far, and what they would measure if the next one were placed here."""
    whole = Drawing(kind=drawing.kind, points=drawing.shown)
    made = measured(whole, instance, 0, "") if whole.ready else None
    label = "" if made is None or isinstance(made, Refused) else value_text(made, language)
    return Line(points=drawing.shown, label=label, closed=drawing.kind is MeasurementKind.AREA)


def heat_of(reading: ImageReading | None, language: Language) -> Heat | None:
    """Return the saliency of a reading, None where it has none."""
    made = None if reading is None else heat(reading.saliency)
    if reading is None or made is None:
        return None
    less, more = (say(f"images.saliency.{end}", language) for end in ("less", "more"))
    return Heat(made, reading.saliency_bounds, less, more)
