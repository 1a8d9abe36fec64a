"""Frames of one image: which is shown, whether they run, and how long each stays."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from bedside_app.domain.image import ImageInstance
from bedside_app.foundation.words import Language, number, say

__all__ = ["Cine", "cine_of", "cine_words"]

_ASSUMED_MS: Final = 100.0
_LEAST_MS, _MOST_MS = 10.0, 2000.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Cine:
    """The frame that is shown, from 0. `frame_ms` None: the file states no time, and the words say so."""

    frames: int
    frame: int = 0
    playing: bool = False
    frame_ms: float | None = None

    @property
    def interval_ms(self) -> int:
        """How long a frame stays while it runs."""
        return round(min(max(self.frame_ms or _ASSUMED_MS, _LEAST_MS), _MOST_MS))

    def at(self, frame: int) -> Cine:
        """Return the cine at a frame, the first or the last where there is none such."""
        return replace(self, frame=min(max(frame, 0), self.frames - 1))

    def stepped(self, step: int) -> Cine:
        """Return the cine some frames further, standing still."""
        return replace(self.at(self.frame + step), playing=False)

    def advanced(self) -> Cine:
        """Return the cine at the next frame; the first follows the last."""
        return replace(self, frame=(self.frame + 1) % self.frames)

    def toggled(self) -> Cine:
        """Return it running, or standing still; a single frame never runs."""
        return replace(self, playing=not self.playing and self.frames > 1)


def cine_of(instance: ImageInstance) -> Cine:
    """Return the cine of an image, at its first frame."""
    return Cine(frames=max(1, instance.frames), frame_ms=instance.frame_ms)


def cine_words(cine: Cine, language: Language) -> str:
    """Return which frame is shown and how fast they run."""
    at = say("images.cine.at", language, {"frame": cine.frame + 1, "frames": cine.frames})
    if cine.frame_ms is None:
        speed = say("images.cine.assumed", language, {"rate": round(1000 / _ASSUMED_MS)})
    else:
        rate = 1000 / cine.interval_ms
        speed = say("images.cine.rate", language, {"rate": number(rate, language, 0 if rate >= 10 else 1)})
    return f"{at} · {speed}"
