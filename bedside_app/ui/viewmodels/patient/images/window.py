"""Grey values to the screen: window presets, a free window, and the table of 256 that it comes to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from bedside_app.domain.image import ImageInstance
from bedside_app.foundation.words import Language, number, say

__all__ = ["CT_PRESETS", "PRESETS", "Window", "lookup", "preset", "stored", "window_words"]

PRESETS: Final = ("stored", "soft", "strong", "inverse")
"""The presets of an ultrasound, in the order of their keys 1 to 4."""
CT_PRESETS: Final[Mapping[str, tuple[int, int]]] = MappingProxyType(
    {"lung": (-600, 1500), "mediastinum": (40, 400), "bone": (400, 1800), "liver": (60, 160), "brain": (40, 80)}
)
"""Centre and width in Hounsfield units, for when CT is shown."""
_SPREAD: Final = {"stored": 1.0, "soft": 1.5, "strong": 0.5, "inverse": 1.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The values that are spread over the greys: centre and width in the image's values (PS3.3 C.11.2.1.2)."""

    centre: float
    width: float
    inverse: bool = False
    name: str = ""

    def dragged(self, wider: float, higher: float) -> Window:
        """Return a free window; it keeps at least one value."""
        return replace(self, centre=self.centre + higher, width=max(1.0, self.width + wider), name="")


def stored(instance: ImageInstance) -> Window:
    """Return the window that the file states, or else the one that shows every value as it is stored."""
    inverse = instance.photometric == "MONOCHROME1"
    if instance.window is not None:
        centre, width = instance.window
        return Window(centre=centre, width=max(1.0, width), inverse=inverse, name="stored")
    full = float(2 ** min(instance.bits, 16)) if instance.bits > 8 else 256.0
    return Window(centre=full / 2, width=full, inverse=inverse, name="stored")


def preset(name: str, instance: ImageInstance) -> Window:
    """Return one of `PRESETS` for an image: softer and stronger are of the window as stored."""
    base = stored(instance)
    inverse = base.inverse ^ (name == "inverse")
    return Window(centre=base.centre, width=max(1.0, base.width * _SPREAD[name]), inverse=inverse, name=name)


@lru_cache(maxsize=64)
def lookup(window: Window, low: float = 0.0, high: float = 255.0) -> tuple[int, ...]:
    """Return the grey, 0 to 255, of 256 values evenly spaced from `low` to `high`.

    The linear function of PS3.3 C.11.2.1.2; a window of width 1 is a step.
    """
    step = (high - low) / 255
    greys = (_grey(low + at * step, window) for at in range(256))
    return tuple(255 - grey if window.inverse else grey for grey in greys)


def _grey(value: float, window: Window) -> int:
    if window.width <= 1:
        return 255 if value > window.centre - 0.5 else 0
    share = (value - (window.centre - 0.5)) / (window.width - 1) + 0.5
    return round(min(max(share, 0.0), 1.0) * 255)


def window_words(window: Window, scale: float, language: Language) -> tuple[str, str]:
    """Return centre and width, and the magnification, as the tool bar says them."""
    told = {
        "centre": number(round(window.centre), language),
        "width": number(round(window.width), language),
    }
    percent = say("images.tool.scale", language, {"percent": number(round(scale * 100), language)})
    return say("images.tool.window-words", language, told), percent
