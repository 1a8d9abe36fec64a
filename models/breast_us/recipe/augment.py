"""Augmentation: place, size and grey levels changed, and callipers and letters painted on every kind of lesion alike.

BUS-BRA has callipers and letters burnt in. Half of the images are taken without theirs where these were found, and new
ones are painted on benign and malignant lesions with the same chance, so that nothing of the diagnosis can be read from
them.
"""
# mypy: disable-error-code="import-not-found,import-untyped"

from __future__ import annotations

import math
import random
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont
from torch import Tensor
from torch.nn import functional

__all__ = ["augmented", "callipers", "letters", "painted"]

_LETTERS: Final = "0123456789 .cmmDXABRLQSEIMx+:/"


def painted(image: NDArray[np.uint8], mask: NDArray[np.uint8], chance: random.Random) -> NDArray[np.uint8]:
    """Return the image with callipers at the lesion or beside it and lines of letters, each by chance."""
    canvas = Image.fromarray(image)
    draw = ImageDraw.Draw(canvas)
    if chance.random() < 0.5 and mask.any():
        for turn in range(chance.choice((1, 2, 2))):
            callipers(draw, mask, chance, quarter_turns=turn)
    if chance.random() < 0.15:
        callipers(draw, np.roll(mask, (chance.randrange(224), chance.randrange(224)), (0, 1)), chance)
    for _ in range(chance.choice((0, 0, 1, 2, 4))):
        letters(draw, image.shape, chance)
    return np.asarray(canvas)


def letters(draw: ImageDraw.ImageDraw, shape: tuple[int, ...], chance: random.Random) -> None:
    """Paint one line of letters, more often near an edge than in the middle."""
    words = "".join(chance.choice(_LETTERS) for _ in range(chance.randint(2, 16)))
    rows, columns = shape[:2]
    y = chance.choice((chance.randrange(24), rows - chance.randint(8, 60), chance.randrange(rows)))
    font = ImageFont.load_default(chance.randint(7, 12))
    draw.text((chance.randrange(-10, columns), y), words, fill=chance.randint(120, 255), font=font)


def callipers(
    draw: ImageDraw.ImageDraw, mask: NDArray[np.uint8], chance: random.Random, quarter_turns: int = 0
) -> None:
    """Paint one pair of crosses across the lesion in `mask`, some with a dotted line between them."""
    rows, columns = np.nonzero(mask)
    if not len(rows):
        return
    centre = np.array([columns.mean(), rows.mean()])
    radius = np.array([np.ptp(columns), np.ptp(rows)]) / 2 * chance.uniform(0.85, 1.2)
    angle = quarter_turns * math.pi / 2 + chance.choice((0.0, chance.uniform(-0.6, 0.6)))
    step = radius * np.array([math.cos(angle), math.sin(angle)])
    ends, fill, arm = (centre - step, centre + step), chance.randint(140, 255), chance.randint(2, 5)
    upright = chance.random() < 0.6
    for x, y in ends:
        if upright:
            draw.line((x - arm, y, x + arm, y), fill=fill)
            draw.line((x, y - arm, x, y + arm), fill=fill)
        else:
            draw.line((x - arm, y - arm, x + arm, y + arm), fill=fill)
            draw.line((x - arm, y + arm, x + arm, y - arm), fill=fill)
    if chance.random() < 0.4:
        dots = max(2, int(np.linalg.norm(ends[1] - ends[0]) / chance.randint(2, 6)))
        for part in np.linspace(0, 1, dots):
            x, y = ends[0] + (ends[1] - ends[0]) * part
            draw.point((x, y), fill=fill)


def augmented(images: Tensor, masks: Tensor, side: int, generator: torch.Generator) -> tuple[Tensor, Tensor]:
    """Return a batch moved, scaled, blurred, re-toned and noised: both (n, 1, side, side), images in [0, 1]."""
    images, masks = _moved(images, masks, side, generator)
    n = len(images)

    def some(share: float) -> Tensor:
        return (torch.rand(n, generator=generator) < share).view(n, 1, 1, 1)

    def between(low: float, high: float) -> Tensor:
        return (low + (high - low) * torch.rand(n, generator=generator)).view(n, 1, 1, 1)

    images = (images.clamp(1e-4, 1) ** torch.exp(between(-0.5, 0.5)) * between(0.7, 1.3)).clamp(0, 1)
    depth = torch.linspace(-1, 1, side).view(1, 1, side, 1)
    images = torch.where(some(0.3), (images * (1 + between(-0.3, 0.3) * depth)).clamp(0, 1), images)
    images = torch.where(some(0.25), functional.avg_pool2d(images, 3, 1, 1), images)
    coarse = functional.avg_pool2d(images, 2)
    coarse = functional.interpolate(coarse, scale_factor=2, mode="bilinear", align_corners=False)
    images = torch.where(some(0.2), coarse, images)
    noise = torch.randn(images.shape, generator=generator)
    images = torch.where(some(0.4), (images * (1 + 0.18 * noise) + 0.015 * noise).clamp(0, 1), images)
    return images, masks


def _moved(images: Tensor, masks: Tensor, side: int, generator: torch.Generator) -> tuple[Tensor, Tensor]:
    """Mirror, turn by up to 12 degrees, scale by 0.7 to 1.4 and each axis a little, shift by up to an eighth."""
    n = len(images)

    def spread(width: float, *shape: int) -> Tensor:
        return (torch.rand(n, *shape, generator=generator) * 2 - 1) * width

    angle = spread(math.radians(12))
    scale = torch.exp(spread(0.12, 2) + spread(0.28, 1) - 0.08)  # rather nearer than farther
    flip = torch.where(torch.rand(n, generator=generator) < 0.5, -1.0, 1.0)
    theta = torch.zeros(n, 2, 3)
    theta[:, 0, 0], theta[:, 0, 1] = torch.cos(angle) * scale[:, 0] * flip, -torch.sin(angle) * scale[:, 1]
    theta[:, 1, 0], theta[:, 1, 1] = torch.sin(angle) * scale[:, 0] * flip, torch.cos(angle) * scale[:, 1]
    theta[:, :, 2] = spread(0.125, 2)
    grid = functional.affine_grid(theta, [n, 1, side, side], align_corners=False)
    return (
        functional.grid_sample(images, grid, mode="bilinear", align_corners=False),
        (functional.grid_sample(masks, grid, mode="bilinear", align_corners=False) > 0.5).float(),
    )
