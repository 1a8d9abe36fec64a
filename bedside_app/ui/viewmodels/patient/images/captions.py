"""What stands above and below a pane: what is shown, sides, spacing, the bar of a known length; what is switched on."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

from bedside_app.domain.image import ImageInstance, ImageReading, ImageSeries, PixelSpacing
from bedside_app.foundation.words import Language, catalogue, number, say
from bedside_app.ui.viewmodels.patient.images.thumbnails import day_words, modality_words, side_of

__all__ = [
    "Captions",
    "Overlays",
    "ScaleBar",
    "aspect_of",
    "captions_of",
    "drawn_names",
    "main_spacing",
    "scale_bar",
]


@dataclass(frozen=True, slots=True)
class Overlays:
    """What is drawn over the image: the outline with the measurements, and the saliency pane."""

    outline: bool = True
    saliency: bool = True

    def outline_toggled(self) -> Overlays:
        """Return them with the outline switched."""
        return replace(self, outline=not self.outline)

    def saliency_toggled(self) -> Overlays:
        """Return them with the saliency switched."""
        return replace(self, saliency=not self.saliency)


@dataclass(frozen=True, slots=True, kw_only=True)
class Captions:
    """The lines around a pane: name and what is drawn, side and directions; what and when, spacing. `spoken` is all."""

    name: str
    drawn: str
    side: str
    below: str
    spacing: str
    spoken: str


@dataclass(frozen=True, slots=True)
class ScaleBar:
    """A bar of a round length: its length in px of the pane, and its word."""

    length: float
    word: str


def main_spacing(instance: ImageInstance) -> PixelSpacing | None:
    """Return the spacing of the image: its own, or that of its largest region."""
    if not instance.regions:
        return instance.spacing
    return max(instance.regions, key=lambda one: (one.right - one.left) * (one.bottom - one.top)).spacing


def aspect_of(instance: ImageInstance) -> float:
    """Return the height of a pixel by its width, 1 where it is not stated or absurd."""
    spacing = main_spacing(instance)
    if spacing is None or min(spacing.row, spacing.column) <= 0:
        return 1.0
    aspect = spacing.row / spacing.column
    return aspect if 0.1 <= aspect <= 10 else 1.0


def captions_of(series: ImageSeries, instance: ImageInstance, drawn: Iterable[str], language: Language) -> Captions:
    """Return the captions of the image's own pane; `drawn` names what lies over it (`outline`, `callipers`)."""
    over = ", ".join(say(f"images.drawn.{one}", language) for one in drawn)
    name = say("images.pane.image", language)
    below = f"{modality_words(series, language)}, {day_words(instance, language)}"
    spacing = _spacing_words(instance, language)
    side = say(f"images.side.{side_of(instance) or 'unknown'}", language)
    letters = " ".join(part for part in (_directions(instance, language), _letter(instance, language)) if part)
    spoken = ". ".join(part for part in (name, over, side, below, spacing) if part)
    return Captions(name=name, drawn=over, side=letters, below=below, spacing=spacing, spoken=spoken)


def _letter(instance: ImageInstance, language: Language) -> str:
    side = side_of(instance)
    return say(f"images.letter.{side}", language) if side in {"R", "L"} else ""


def _directions(instance: ImageInstance, language: Language) -> str:
    """Return the patient's directions to the right and down, each letter in the language."""
    made = []
    for arrow, code in zip("→↓", instance.orientation, strict=True):
        keys = [f"images.letter.{letter}" for letter in code.upper()]
        if code and all(key in catalogue(language) for key in keys):
            made.append(arrow + "".join(say(key, language) for key in keys))
    return " ".join(made)


def _spacing_words(instance: ImageInstance, language: Language) -> str:
    spacing = main_spacing(instance)
    if spacing is None:
        return say("images.spacing.none", language)
    across, down = (_three(value, language) for value in (spacing.column, spacing.row))
    if across == down:
        return say("images.spacing.one", language, {"size": across})
    return say("images.spacing.two", language, {"across": across, "down": down})


def _three(value: float, language: Language) -> str:
    return number(value, language, 3 if value < 1 else 2)


def scale_bar(instance: ImageInstance, scale: float, room: float, language: Language) -> ScaleBar | None:
    """Return the longest bar of 1, 2 or 5 × 10ⁿ mm that is no longer than `room` px, None without a spacing."""
    spacing = main_spacing(instance)
    if spacing is None or scale <= 0:
        return None
    per_mm = scale / spacing.column
    power = 10.0 ** math.floor(math.log10(room / per_mm))
    millimetres = max(step * power for step in (1, 2, 5) if step * power * per_mm <= room * (1 + 1e-9))
    return ScaleBar(millimetres * per_mm, f"{number(round(millimetres, 6), language)}\u00a0mm")


def drawn_names(reading: ImageReading | None, overlays: Overlays, *, measured: bool) -> tuple[str, ...]:
    """Return what lies over the image now: the model's outline, callipers."""
    if not overlays.outline:
        return ("nothing",)
    outline = reading is not None and bool(reading.outline)
    return (*(("outline",) if outline else ()), *(("callipers",) if measured else ()))
