"""The images of a case as a list: side, day, which of how many, and why one is not shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from bedside_app.domain.image import ImageInstance, ImageSeries
from bedside_app.foundation.words import Language, catalogue, day, say
from bedside_app.ui.viewmodels.shown import short_day, spoken_of

__all__ = ["SHOWN", "Thumb", "day_words", "modality_words", "place_words", "side_of", "thumbs_of"]

SHOWN: Final = frozenset({"US", "SC", "OT"})
"""Modalities that this window can show: ultrasound and secondary captures."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thumb:
    """One image of the list. `reason` says why it is not shown, "" where it is; `note` is that in a few words."""

    series: ImageSeries
    instance: ImageInstance
    title: str
    caption: str
    note: str = ""
    reason: str = ""

    @property
    def uid(self) -> str:
        """The image's UID."""
        return self.instance.uid

    @property
    def spoken(self) -> str:
        """What a screen reader says."""
        return spoken_of((self.title, self.caption, self.reason))


def thumbs_of(series: Iterable[ImageSeries], language: Language, today: date | None = None) -> tuple[Thumb, ...]:
    """Return the list: newest day first, right before left, then as the files number them.

    A day of the year of `today` is written without its year.
    """
    pairs = sorted(((one, instance) for one in series for instance in one.instances), key=lambda pair: _order(*pair))
    pairs.sort(key=lambda pair: _day_key(pair[1]), reverse=True)
    totals = Counter(_group(*pair) for pair in pairs)
    seen: Counter[tuple[str, ...]] = Counter()
    made = []
    for one, instance in pairs:
        group = _group(one, instance)
        seen[group] += 1
        made.append(_thumb(one, instance, (seen[group], totals[group]), language, today))
    return tuple(made)


def _thumb(
    series: ImageSeries, instance: ImageInstance, which: tuple[int, int], language: Language, today: date | None
) -> Thumb:
    reason = _reason(series, instance, language)
    note = say("images.thumb.not-shown", language, {"modality": modality_words(series, language)}) if reason else ""
    return Thumb(
        series=series,
        instance=instance,
        title=place_words(series, instance, language),
        caption=", ".join(_caption(instance, which, language, today)),
        note=note,
        reason=reason,
    )


def _caption(instance: ImageInstance, which: tuple[int, int], language: Language, today: date | None) -> Iterator[str]:
    taken = instance.taken
    if taken is not None and today is not None and taken.precision not in ("year", "month"):
        yield short_day(taken.first_day, today, language)
    else:
        yield day_words(instance, language, short=True)
    if which[1] > 1:
        yield say("images.thumb.which", language, {"number": which[0], "count": which[1]})


def _reason(series: ImageSeries, instance: ImageInstance, language: Language) -> str:
    if instance.refused is not None:
        return say(instance.refused.code, language, instance.refused.values)
    if series.modality not in SHOWN:
        return say("images.not-shown-yet", language, {"modality": modality_words(series, language)})
    return ""


def _order(series: ImageSeries, instance: ImageInstance) -> tuple[object, ...]:
    side = {"R": 0, "L": 1}.get(side_of(instance), 2)
    shown = series.modality in SHOWN and instance.refused is None
    return (not shown, side, series.uid, instance.number is None, instance.number or 0, instance.uid)


def _day_key(instance: ImageInstance) -> str:
    return instance.taken.text[:10] if instance.taken is not None else ""


def _group(series: ImageSeries, instance: ImageInstance) -> tuple[str, ...]:
    return (series.modality, series.body_part.upper(), side_of(instance), _day_key(instance))


def side_of(instance: ImageInstance) -> str:
    """Return R, L or B as the file states it, "" where it does not."""
    letter = instance.laterality.strip()[:1].upper()
    return letter if letter in {"R", "L", "B"} else ""


def place_words(series: ImageSeries, instance: ImageInstance, language: Language) -> str:
    """Return what the image shows: side and part of the body."""
    side = {"R": "right", "L": "left", "B": "both"}.get(side_of(instance), "unknown")
    if series.body_part.upper() == "BREAST":
        return say(f"images.place.breast.{side}", language)
    part = series.body_part.capitalize() or series.description or modality_words(series, language)
    return part if side == "unknown" else say(f"images.place.other.{side}", language, {"part": part})


def modality_words(series: ImageSeries, language: Language) -> str:
    """Return the modality in words, its code where there is no word."""
    code = f"images.modality.{series.modality}"
    return (
        say(code, language) if code in catalogue(language) else series.modality or say("images.modality.none", language)
    )


def day_words(instance: ImageInstance, language: Language, *, short: bool = False) -> str:
    """Return when the image was taken: day and time, in `short` the day alone; in words where nobody states it."""
    taken = instance.taken
    if taken is None:
        return say("images.no-date", language)
    if taken.precision in ("year", "month"):
        return taken.text
    written = day(taken.first_day, language)
    return written if short or "T" not in taken.text else f"{written} {taken.text[11:16]}"
