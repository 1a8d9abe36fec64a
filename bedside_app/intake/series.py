"""Images of many files as series: joined by study and series, in order, each image once."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from bedside_app.domain.image import ImageInstance, ImageSeries
from bedside_app.domain.refused import Refused

__all__ = ["SAME_UID", "as_series"]

SAME_UID: Final = "imaging.same-uid-twice"


def as_series(found: Iterable[ImageSeries]) -> tuple[ImageSeries, ...]:
    """Return the series, in order of their studies and times, with their images in the order of number, time and place.

    Images join where study, series and modality agree. Different files that claim one SOP Instance UID are listed and
    not shown. A text that files of one series give differently stands as the first of them has it.
    """
    groups: defaultdict[tuple[str, str, str], list[ImageSeries]] = defaultdict(list)
    for one in found:
        groups[one.study_uid, one.uid, one.modality].append(one)
    images = [image for group in groups.values() for one in group for image in one.instances]
    claimed = Counter(image.uid for image in images if image.refused is None)
    joined = [
        replace(group[0], instances=tuple(_told_apart(image, claimed) for image in _ordered(group)))
        for group in groups.values()
    ]
    begun: dict[str, str] = {}
    for series in sorted(joined, key=_began, reverse=True):
        begun[series.study_uid] = _began(series)
    return tuple(
        sorted(joined, key=lambda one: (begun[one.study_uid], one.study_uid, _began(one), one.uid, one.modality))
    )


def _ordered(group: list[ImageSeries]) -> list[ImageInstance]:
    return sorted((image for one in group for image in one.instances), key=_order)


def _order(image: ImageInstance) -> tuple[bool, int, str, str]:
    taken = "" if image.taken is None else image.taken.text
    return image.number is None, image.number or 0, taken, image.place


def _began(series: ImageSeries) -> str:
    return min((image.taken.text for image in series.instances if image.taken is not None), default="")


def _told_apart(image: ImageInstance, claimed: Counter[str]) -> ImageInstance:
    if claimed[image.uid] <= 1 or image.refused is not None:
        return image
    return replace(image, refused=Refused(code=SAME_UID, values={}, source=image.source, place=image.place))
