"""What a network's reading of an image asks for: a suspicion where no cancer is known has to be seen first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from bedside_app.domain.fact import Side
from bedside_app.domain.image import ImageReading
from bedside_app.domain.summary import Flag, FlagKind
from bedside_app.report.parts.facts import Case
from bedside_app.report.phrases import both

__all__ = ["suspicion_flags"]

_SIDES: Final = {"R": Side.RIGHT, "L": Side.LEFT}


def suspicion_flags(case: Case, images: Sequence[ImageReading]) -> Iterator[Flag]:
    """Yield one flag for each side with a suspicious image and no known tumour: it asks for a biopsy, and says no more.

    The probability stands with its interval among the findings.
    An image that states no side is held against every tumour.
    """
    known = {primary.side for primary in case.record.primaries}
    worst: dict[str, ImageReading] = {}
    for reading in images:
        if reading.suspicious and reading.probability is not None:
            before = worst.get(reading.laterality)
            if before is None or (before.probability or 0.0) < reading.probability:
                worst[reading.laterality] = reading
    for side, reading in worst.items():
        if not (_SIDES[side] in known if side in _SIDES else known):
            yield _flag(side, reading)


def _flag(side: str, reading: ImageReading) -> Flag:
    values = {
        "side": both(f"report.flag.image-side.{side or 'none'}"),
        "category": reading.category,
    }
    return Flag(kind=FlagKind.CAUTION, text=both("report.flag.image", values), action=both("report.flag.image-act"))
