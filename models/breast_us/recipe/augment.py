"""Augmentation: geometry and grey levels, and callipers and text painted on every kind of lesion alike.

BUS-BRA has callipers and text burnt in. They are painted at random on benign and malignant lesions with the same
chance, so that nothing about the diagnosis can be read from them.
"""

from __future__ import annotations

import math
import random
from typing import Final

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image, ImageDraw

__all__ = ["augmented", "painted"]

_LETTERS: Final = "0123456789 .cmDXABRLx+:"


def painted(image: np.ndarray, mask: np.ndarray, chance: random.Random) -> np.ndarray:
    """Return the image with callipers at the lesion's edge and lines of text, each with a chance of its own."""
    canvas = Image.fromarray(image)
    draw = ImageDraw.Draw(canvas)
    if chance.random() < 0.5 and mask.any():
        for _ in range(chance.choice((1, 2, 2))):
            _calliper(draw, mask, chance)
    for _ in range(chance.choice((0, 0, 1, 3))):
        words = "".join(chance.choice(_LETTERS) for _ in range(chance.randint(3, 16)))
        place = (chance.randrange(image.shape[1]), chance.choice((chance.randrange(20), image.shape[0] - chance.randint(8, 40))))
        draw.text(place, words, fill=chance.randint(150, 255))
    return np.asarray(canvas)


def _calliper(draw: ImageDraw.ImageDraw, mask: np.ndarray, chance: random.Random) -> None:
    rows, columns = np.nonzero(mask)
    centre = np.array([columns.mean(), rows.mean()])
    radius = np.array([np.ptp(columns), np.ptp(rows)]) / 2 * chance.uniform(0.85, 1.15)
    angle = chance.choice((0.0, math.pi / 2, chance.uniform(0, math.pi)))
    step = radius * np.array([math.cos(angle), math.sin(angle)])
    ends, grey, arm = (centre - step, centre + step), chance.randint(170, 255), chance.randint(2, 4)
    for x, y in ends:
        if chance.random() < 0.5:
            draw.line((x - arm, y, x + arm, y), fill=grey)
            draw.line((x, y - arm, x, y + arm), fill=grey)
        else:
            draw.line((x - arm, y - arm, x + arm, y + arm), fill=grey)
            draw.line((x - arm, y + arm, x + arm, y - arm), fill=grey)
    if chance.random() < 0.6:
        dots = max(2, int(np.linalg.norm(ends[1] - ends[0]) / chance.randint(4, 7)))
        for part in np.linspace(0, 1, dots):
            x, y = ends[0] + (ends[1] - ends[0]) * part
            draw.point((x, y), fill=grey)


def augmented(images: torch.Tensor, masks: torch.Tensor, generator: torch.Generator) -> tuple[torch.Tensor, torch.Tensor]:
    """Return a batch moved, scaled, blurred, re-toned and noised: both (n, 1, side, side), images in [0, 1]."""
    images, masks = _moved(images, masks, generator)
    n = len(images)

    def some(share: float) -> torch.Tensor:
        return (torch.rand(n, generator=generator) < share).view(n, 1, 1, 1)

    gamma = torch.exp((torch.rand(n, generator=generator) - 0.5) * 0.9).view(n, 1, 1, 1)
    gain = (1 + (torch.rand(n, generator=generator) - 0.5) * 0.5).view(n, 1, 1, 1)
    images = (images.clamp(1e-4, 1) ** gamma * gain).clamp(0, 1)
    blurred = F.avg_pool2d(images, 3, 1, 1)
    images = torch.where(some(0.25), blurred, images)
    coarse = F.interpolate(F.avg_pool2d(images, 2), scale_factor=2, mode="bilinear", align_corners=False)
    images = torch.where(some(0.2), coarse, images)
    noise = torch.randn(images.shape, generator=generator) * 0.06
    images = torch.where(some(0.4), (images * (1 + noise * 3) + noise * 0.3).clamp(0, 1), images)
    return images, masks


def _moved(images: torch.Tensor, masks: torch.Tensor, generator: torch.Generator) -> tuple[torch.Tensor, torch.Tensor]:
    n = len(images)
    angle = (torch.rand(n, generator=generator) - 0.5) * 2 * math.radians(12)
    scale = torch.exp((torch.rand(n, 2, generator=generator) - 0.5) * 0.25 + (torch.rand(n, 1, generator=generator) - 0.5) * 0.5)
    shift = (torch.rand(n, 2, generator=generator) - 0.5) * 0.25
    flip = torch.where(torch.rand(n, generator=generator) < 0.5, -1.0, 1.0)
    theta = torch.zeros(n, 2, 3)
    theta[:, 0, 0], theta[:, 0, 1] = torch.cos(angle) * scale[:, 0] * flip, -torch.sin(angle) * scale[:, 1]
    theta[:, 1, 0], theta[:, 1, 1] = torch.sin(angle) * scale[:, 0] * flip, torch.cos(angle) * scale[:, 1]
    theta[:, :, 2] = shift
    grid = F.affine_grid(theta, list(images.shape), align_corners=False)
    return (
        F.grid_sample(images, grid, mode="bilinear", align_corners=False),
        F.grid_sample(masks, grid, mode="nearest", align_corners=False),
    )
