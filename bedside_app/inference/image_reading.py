"""From an image network's numbers to what is said of a picture: refusals, calibration, set, band, sizes. Pure.

A probability is Platt's map of the members' mean. Its interval runs from the lowest to the highest member, each through
the same map: another member trained in the same way would fall inside it with a chance of (n - 1) / (n + 1). The images
of one lesion give one score, their mean, before the map. Such a result may raise suspicion; it never lowers a
radiologist's category and never argues against a biopsy.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from bedside_app.domain.finding import Interval
from bedside_app.domain.image import ImageInstance, ImageReading, ImageSeries, LesionReading, LesionShape
from bedside_app.domain.record import Refused
from bedside_app.foundation.errors import Fault
from bedside_app.inference.packs.card import Card, ImageContract, ImageParameters

__all__ = ["combined", "probability", "read", "refused_before", "refused_reading", "self_test_values"]

BENIGN: Final = "benign"
MALIGNANT: Final = "malignant"
SCREEN_CAPTURES: Final = frozenset({"OT", "SC"})
_UNSTATED: Final = "inference.image-part-unstated"


def contract_of(card: Card) -> ImageContract:
    """Return which pictures the pack takes; a `Fault` where it takes none."""
    if card.image is None:
        raise Fault(f"{card.id} takes no pictures")
    return card.image


def parameters_of(card: Card) -> ImageParameters:
    """Return what turns the pack's numbers into answers; a `Fault` where it takes no pictures."""
    if card.parameters is None:
        raise Fault(f"{card.id} takes no pictures")
    return card.parameters


def refused_before(card: Card, series: ImageSeries, instance: ImageInstance, coloured: float | None) -> Refused | None:
    """Return why the network is not even asked; None where the picture keeps to the card's contract.

    `coloured` is the share of coloured pixels, None while the pixels are not read yet. What a file does not state
    (the body part, often) refuses nothing: the network's gate then judges by the pixels alone.
    """
    contract = contract_of(card)
    title: dict[str, str | int | float | bool | None] = {"title_en": card.title.en, "title_fr": card.title.fr}
    if instance.refused is not None:
        return instance.refused
    if series.modality and series.modality != contract.modality:
        return _refused("modality", instance, title, modality=series.modality)
    if series.body_part and series.body_part.upper() != contract.body_part:
        return _refused("other-part", instance, title, part=series.body_part)
    if instance.frames > 1:
        return _refused("frames", instance, title, frames=instance.frames)
    if min(instance.rows, instance.columns) < contract.least_edge:
        size = {"rows": instance.rows, "columns": instance.columns}
        return _refused("too-small", instance, title, least=contract.least_edge, **size)
    if coloured is not None and coloured > contract.most_colour:
        return _refused("coloured", instance, title, percent=round(100 * coloured, 1))
    return None


def read(card: Card, series: ImageSeries, instance: ImageInstance, seen: Mapping[str, Any]) -> ImageReading:
    """Return what is said of one picture, of which the worker saw `seen` (`image_job.look`)."""
    outline = seen["outline"]
    if seen["strangeness"] > parameters_of(card).gate_limit:
        return refused_reading(instance, _refused("strange", instance, _titles(card)))
    if outline is None:
        return refused_reading(instance, _refused("no-lesion", instance, _titles(card)))
    members = tuple(float(member) for member in seen["members"])
    shape = _shape(outline)
    return ImageReading(
        image=instance.uid,
        source=instance.source,
        frame=0,
        laterality=instance.laterality,
        **_judged(card, members),
        outline=_points(outline["polygon"]),
        axes=(_axis(outline["longest"]), _axis(outline["across"])),
        saliency=tuple(tuple(row) for row in seen["saliency"]),
        saliency_bounds=tuple(seen["bounds"]),
        members=members,
        shape=shape,
        remarks=tuple(_remarks(series, instance, shape)),
    )


def refused_reading(instance: ImageInstance, refused: Refused) -> ImageReading:
    """Return the reading of a picture of which nothing is said, with the reason."""
    return ImageReading(
        image=instance.uid, source=instance.source, frame=0, laterality=instance.laterality, refused=refused
    )


def combined(card: Card, readings: Sequence[ImageReading]) -> LesionReading | None:
    """Return what all pictures of one lesion say together; None where none of them was read."""
    kept = [reading for reading in readings if reading.refused is None]
    if not kept:
        return None
    members = tuple(math.fsum(scores) / len(kept) for scores in zip(*(one.members for one in kept), strict=True))
    sides = {reading.laterality for reading in kept}
    side = sides.pop() if len(sides) == 1 else ""
    return LesionReading(images=tuple(one.image for one in kept), laterality=side, **_judged(card, members))


def probability(card: Card, score: float) -> float:
    """Return the calibrated probability of a score: Platt's map (1999)."""
    fitted = parameters_of(card)
    return 1.0 / (1.0 + math.exp(-min(max(fitted.slope * score + fitted.intercept, -700.0), 700.0)))


def self_test_values(card: Card, seen: Mapping[str, Any]) -> dict[str, float]:
    """Return the numbers that a pack's own vectors are compared with."""
    members, outline = seen["members"], seen["outline"]
    found = {"probability": probability(card, _mean(members)), "strangeness": float(seen["strangeness"])}
    if outline is not None:
        found |= {name: float(outline[name]) for name in ("length", "width", "area", "solidity")}
    return found


def _judged(card: Card, members: Sequence[float]) -> dict[str, Any]:
    """Return what the scores of the members mean, by the names that both kinds of reading share."""
    fitted = parameters_of(card)
    found = probability(card, _mean(members))
    spread = [probability(card, member) for member in members]
    level = (len(members) - 1) / (len(members) + 1)
    return {
        "probability": found,
        "interval": Interval(low=min(spread), high=max(spread), level=level, kind="ensemble"),
        "conformal": _set(fitted, found),
        "level": 1.0 - fitted.alpha,
        "suspicious": found >= fitted.suspicion_limit,
        "category": next(band.category for band in fitted.bands if band.low <= found < band.high),
    }


def _set(fitted: ImageParameters, found: float) -> tuple[str, ...]:
    """Return the classes that can't be left out: both where neither fits well enough."""
    kept = tuple(
        name for name, fits in ((BENIGN, found <= fitted.benign), (MALIGNANT, 1 - found <= fitted.malignant)) if fits
    )
    return kept or (BENIGN, MALIGNANT)


def _shape(outline: Mapping[str, Any]) -> LesionShape:
    return LesionShape(
        rows=outline["rows"],
        columns=outline["columns"],
        mask=tuple(outline["mask"]),
        length=outline["length"],
        width=outline["width"],
        area=outline["area"],
        unit="{pixel}" if outline["spacing"] is None else "mm",
        taller=outline["taller"],
        solidity=outline["solidity"],
        at_edge=outline["at_edge"],
        areas=outline["areas"],
    )


def _remarks(series: ImageSeries, instance: ImageInstance, shape: LesionShape) -> Iterable[Refused]:
    if shape.areas > 1:
        yield Refused(code="inference.image-several", values={"areas": shape.areas}, source=instance.source)
    if shape.at_edge:
        yield Refused(code="inference.image-at-edge", values={}, source=instance.source)
    if series.modality and not series.body_part:
        yield Refused(code=_UNSTATED, values={}, source=instance.source)


def _refused(
    what: str, instance: ImageInstance, title: Mapping[str, str | int | float | bool | None], **values: Any
) -> Refused:
    return Refused(code=f"inference.image-{what}", values={**title, **values}, source=instance.source)


def _titles(card: Card) -> dict[str, str | int | float | bool | None]:
    return {"title_en": card.title.en, "title_fr": card.title.fr}


def _points(points: Sequence[Sequence[float]]) -> tuple[tuple[float, float], ...]:
    return tuple((float(x), float(y)) for x, y in points)


def _axis(ends: Sequence[Sequence[float]]) -> tuple[tuple[float, float], tuple[float, float]]:
    one, other = _points(ends)
    return one, other


def _mean(members: Sequence[float]) -> float:
    return math.fsum(members) / len(members)
