"""Asks the worker about pictures, one after the other; a picture that takes the worker down costs that picture only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from bedside_app.domain.image import ImageInstance, ImageReading, ImageSeries, PixelBlock
from bedside_app.domain.record import Refused
from bedside_app.foundation.errors import Cancelled
from bedside_app.foundation.jobs import Ending, Job, JobCancelled, JobDone, JobRefused
from bedside_app.foundation.progress import Progress
from bedside_app.inference.ask import CRASHED, Inference
from bedside_app.inference.image_picture import coloured, picture_to_read
from bedside_app.inference.image_reading import read, refused_before, refused_reading
from bedside_app.inference.packs.find import Pack

__all__ = ["JOB", "read_image"]

JOB: Final = "bedside_app.inference.image_job:look"
FELL_BACK: Final = "inference.fell-back"


def read_image(
    pack: Pack,
    series: ImageSeries,
    instance: ImageInstance,
    pixels: PixelBlock,
    inference: Inference,
    progress: Progress | None = None,
) -> ImageReading:
    """Return what the pack's network says of one image, or why it says nothing.

    Raises
    ------
    Cancelled
        Somebody asked to stop.
    """
    refused = refused_before(pack.card, series, instance, coloured(pixels))
    if refused is not None:
        return refused_reading(instance, refused)
    arguments: dict[str, Any] = {
        "folder": str(pack.folder),
        "origin": pack.origin,
        "digest": pack.digest,
        "providers": inference.settings.inference_providers,
        "pictures": [picture_to_read(instance, pixels).plain()],
    }
    ending = inference.run(Job(name=JOB, arguments=arguments, limits=inference.limits), progress)
    if isinstance(ending, JobCancelled):
        raise Cancelled("asked to stop")
    if not isinstance(ending, JobDone):
        return refused_reading(instance, _failed(pack, instance, ending))
    (seen,) = ending.value["seen"]
    if "refused" in seen:
        return refused_reading(instance, Refused(code=seen["refused"], values=seen["values"], source=instance.source))
    return _on(ending.value, read(pack.card, series, instance, seen))


def _on(said: Mapping[str, Any], reading: ImageReading) -> ImageReading:
    """Return a reading with the provider that it ran on, and the word that another was to serve and did not."""
    reading = replace(reading, provider=said["provider"])
    if not said.get("fell_back"):
        return reading
    values = {"provider": said["fell_back"], "served": said["provider"]}
    return replace(reading, remarks=(*reading.remarks, Refused(code=FELL_BACK, values=values, source=reading.source)))


def _failed(pack: Pack, instance: ImageInstance, ending: Ending) -> Refused:
    if isinstance(ending, JobRefused):
        return Refused(code=ending.code, values=ending.values, source=instance.source)
    title = pack.card.title
    kind = getattr(ending, "kind", None)
    values: dict[str, str | int | float | bool | None] = {
        "pack": pack.id,
        "title_en": title.en,
        "title_fr": title.fr,
        "kind": str(kind or ""),
    }
    return Refused(code=CRASHED, values=values, source=instance.source)
