"""Runs every pack for pictures on the images of one patient: series in, readings out.

What an image network says rests on the file and the pack alone. It is therefore said once, and stands whatever else of
the case changes, for as long as both stay the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from bedside_app.domain.fact import Scalar
from bedside_app.domain.finding import Finding, FindingState, PackResult
from bedside_app.domain.image import ImageInstance, ImageReading, ImageSeries, LesionReading, PixelBlock
from bedside_app.domain.record import Refused
from bedside_app.foundation.errors import Refusal
from bedside_app.foundation.progress import Progress
from bedside_app.foundation.words import LANGUAGES, say
from bedside_app.inference.ask import Inference
from bedside_app.inference.image_ask import read_image
from bedside_app.inference.image_reading import combined, refused_reading
from bedside_app.inference.packs.find import Pack
from bedside_app.inference.run import citations_of, finding_of, uncertainty_of

__all__ = ["results_of", "run_image_packs"]

Pixels = Callable[[ImageInstance], PixelBlock]


def run_image_packs(
    images: Sequence[ImageSeries],
    packs: Sequence[Pack],
    inference: Inference,
    pixels: Pixels,
    *,
    earlier: Sequence[ImageReading] = (),
    progress: Progress | None = None,
) -> tuple[ImageReading, ...]:
    """Return what each pack for pictures says of each image of its modality, or why it says nothing.

    Parameters
    ----------
    pixels
        Gives the first frame of an image, or refuses.
    earlier
        Readings of this patient's images: one by the same pack of the same file stands.

    Raises
    ------
    Cancelled
        Somebody asked to stop.
    """
    known = {(one.pack, one.pack_digest, one.image, one.source): one for one in earlier if _stands(one)}
    readings = []
    for pack, series, instance in _questions(images, packs):
        reading = known.get((pack.id, pack.digest, instance.uid, instance.source))
        if reading is None:
            reading = _read(pack, series, instance, inference, pixels, progress)
        readings.append(reading)
    return tuple(readings)


def results_of(readings: Sequence[ImageReading], packs: Sequence[Pack]) -> tuple[PackResult, ...]:
    """Return what each pack says of each side from all its images together, beside the findings of the other packs.

    It makes no fact: no pathway rests on an image network.
    """
    results = []
    for pack in packs:
        mine = [reading for reading in readings if reading.pack == pack.id]
        for side in dict.fromkeys(reading.laterality for reading in mine):
            results.append(_result(pack, side, [reading for reading in mine if reading.laterality == side]))
    return tuple(results)


def _result(pack: Pack, side: str, readings: Sequence[ImageReading]) -> PackResult:
    card = pack.card
    lesion = combined(card, readings)
    result = PackResult(
        pack=pack.id,
        version=card.version,
        primary="",
        state=FindingState.REFUSED if lesion is None else FindingState.DONE,
        provider=next((reading.provider for reading in readings if reading.provider), ""),
        origin=pack.origin,
        title=card.title.model_dump(),
        uncertainty=uncertainty_of(pack),
        citations=tuple(citations_of(card)),
    )
    if lesion is None:
        return replace(result, refused=readings[0].refused)
    said: dict[str, Scalar] = {
        "probability": lesion.probability,
        "suspicious": lesion.suspicious,
        "birads_band": lesion.category.lower(),
    }
    found = (finding_of(output, said[output.name]) for output in card.outputs if output.name in said)
    return replace(result, findings=tuple(_of_side(finding, lesion, side) for finding in found))


def _of_side(finding: Finding, lesion: LesionReading, side: str) -> Finding:
    """Return a finding that says which side it is of, and how far the network's members agree."""
    label: dict[str, str] = {
        language: say(f"inference.image-of.{side or 'none'}", language, {"what": finding.label[language]})
        for language in LANGUAGES
    }
    return replace(finding, label=label, interval=lesion.interval if finding.output == "probability" else None)


def _questions(
    images: Sequence[ImageSeries], packs: Sequence[Pack]
) -> Iterator[tuple[Pack, ImageSeries, ImageInstance]]:
    for pack in packs:
        contract = pack.card.image if pack.takes_pictures else None
        for series in images:
            if contract is not None and series.modality == contract.modality:
                yield from ((pack, series, instance) for instance in series.instances)


def _stands(reading: ImageReading) -> bool:
    """Whether a reading is about the pixels: a file that was not there may be there now."""
    return reading.refused is None or reading.refused.code.startswith("inference.image")


def _read(
    pack: Pack,
    series: ImageSeries,
    instance: ImageInstance,
    inference: Inference,
    pixels: Pixels,
    progress: Progress | None,
) -> ImageReading:
    try:
        reading = read_image(pack, series, instance, pixels(instance), inference, progress)
    except Refusal as refusal:
        refused = Refused(code=refusal.code, values=dict(refusal.values), source=instance.source)
        reading = refused_reading(instance, refused)
    return replace(reading, pack=pack.id, pack_version=pack.card.version, pack_digest=pack.digest)
