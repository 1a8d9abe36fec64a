"""Where a point of the image lies in the pane, and the way back: pan and zoom."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from bedside_app.domain.image import Point

__all__ = ["LEAST", "MOST", "View", "fitted"]

LEAST: Final = 1 / 32
MOST: Final = 64.0
"""Bounds of the magnification, px of the pane for one pixel of the image."""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Where the image lies in a pane.

    Parameters
    ----------
    scale
        Px of the pane for one pixel of the image, to the right.
    left, top
        The image's upper left corner (not the centre of its first pixel) in px of the pane.
    aspect
        Height of a pixel by its width.
    """

    scale: float
    left: float
    top: float
    aspect: float = 1.0

    def to_pane(self, point: Point) -> Point:
        """Return where a point of the image lies in the pane; the first pixel's centre is (0, 0)."""
        return (
            self.left + (point[0] + 0.5) * self.scale,
            self.top + (point[1] + 0.5) * self.scale * self.aspect,
        )

    def to_image(self, point: Point) -> Point:
        """Return the point of the image that a point of the pane shows."""
        return (
            (point[0] - self.left) / self.scale - 0.5,
            (point[1] - self.top) / (self.scale * self.aspect) - 0.5,
        )

    def moved(self, right: float, down: float) -> View:
        """Return the view with the image moved by px of the pane."""
        return replace(self, left=self.left + right, top=self.top + down)

    def zoomed(self, factor: float, around: Point) -> View:
        """Return the view magnified by `factor`; what lies under `around` (px of the pane) stays there."""
        scale = min(max(self.scale * factor, LEAST), MOST)
        by = scale / self.scale
        return replace(
            self,
            scale=scale,
            left=around[0] - (around[0] - self.left) * by,
            top=around[1] - (around[1] - self.top) * by,
        )

    def recentred(self, before: tuple[float, float], now: tuple[float, float]) -> View:
        """Return the view after the pane's size changed: what was in the middle stays in the middle."""
        return self.moved((now[0] - before[0]) / 2, (now[1] - before[1]) / 2)


def fitted(image: tuple[int, int], pane: tuple[float, float], aspect: float = 1.0) -> View:
    """Return the view that shows a whole image (columns, rows) as large as the pane (width, height in px) allows."""
    wide, high = max(image[0], 1), max(image[1], 1) * aspect
    scale = min(
        max(pane[0], 1.0) / wide, max(pane[1], 1.0) / high, MOST
    )  # below `LEAST` where nothing else shows it all
    return View(scale=scale, left=(pane[0] - wide * scale) / 2, top=(pane[1] - high * scale) / 2, aspect=aspect)
