"""Does the answer rest on the lesion, or on what is drawn over it? `python -m models.breast_us.recipe.challenge WORK`.

Every member is shown the patients that it has not seen, with callipers painted at the lesion, with callipers and
letters painted elsewhere, and moved: the answer must stand, and what the answer rests on must move with the lesion.
"""
# mypy: disable-error-code="import-not-found,import-untyped"

from __future__ import annotations

import argparse
import random
from collections.abc import Callable
from pathlib import Path
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from bedside_app.inference.letterbox import SIDE
from models.breast_us.recipe.augment import callipers, letters
from models.breast_us.recipe.data import Dataset, load
from models.breast_us.recipe.members import finished, fold_of, network_of
from models.breast_us.recipe.network import Network
from models.breast_us.recipe.predict import predicted

__all__ = ["SHIFT", "challenge", "main", "saliency_shift"]

SHIFT: Final = 32  # pixels to the right
_WATCHED: Final = 60  # images whose saliency is followed

Paint = Callable[[ImageDraw.ImageDraw, NDArray[np.uint8], random.Random], None]


def _at_lesion(draw: ImageDraw.ImageDraw, mask: NDArray[np.uint8], chance: random.Random) -> None:
    """Measure the lesion: two pairs of callipers."""
    for turn in (0, 1):
        callipers(draw, mask, chance, quarter_turns=turn)


def _elsewhere(draw: ImageDraw.ImageDraw, mask: NDArray[np.uint8], chance: random.Random) -> None:
    """Measure something else, and write two lines."""
    away = np.roll(mask, (chance.randint(60, SIDE - 60), chance.randint(60, SIDE - 60)), (0, 1))
    _at_lesion(draw, away, chance)
    for _ in range(2):
        letters(draw, mask.shape, chance)


def _drawn_on(data: Dataset, rows: NDArray[np.int64], paint: Paint, seed: int) -> NDArray[np.uint8]:
    """Return the images without their own strokes, and with painted ones."""
    chance, images = random.Random(seed), []
    for row in rows:
        canvas = Image.fromarray(data.plain[row])
        paint(ImageDraw.Draw(canvas), data.masks[row], chance)
        images.append(np.asarray(canvas))
    return np.stack(images)


def _moved(images: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return the images SHIFT pixels further right, black where they were."""
    shifted = np.zeros_like(images)
    shifted[:, :, SHIFT:] = images[:, :, :-SHIFT]
    return shifted


def _centre(network: Network, images: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Return the column (n,) where the saliency's positive and negative parts lie on average, in pixels."""
    with torch.no_grad():
        places = network.saliency(torch.from_numpy(images).float().div(255).unsqueeze(1))[:, 0].abs().numpy()
    columns = (np.arange(places.shape[2]) + 0.5) * 8
    return np.asarray((places.sum(1) @ columns) / places.sum((1, 2)), np.float64)


def saliency_shift(network: Network, images: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Return how far (n,) the saliency went to the right when the picture went by SHIFT."""
    return _centre(network, _moved(images)) - _centre(network, images)


def challenge(work: Path, name: str) -> None:
    """Write one member's answers to `NAME-challenge.npz`."""
    data, network = load(work, work / "cache.npz"), network_of(work, name)
    rows = np.nonzero(data.fold == fold_of(name))[0]
    narrow = [row for row in rows if data.images[row][:, SIDE - SHIFT :].max() == 0][:_WATCHED]
    np.savez_compressed(
        work / f"{name}-challenge.npz",
        rows=rows,
        at_lesion=predicted(network, _drawn_on(data, rows, _at_lesion, 1)).logits,
        elsewhere=predicted(network, _drawn_on(data, rows, _elsewhere, 2)).logits,
        moved=predicted(network, _moved(data.images[narrow])).logits,
        moved_rows=np.array(narrow),
        saliency_shift=saliency_shift(network, data.images[narrow]),
    )


def main() -> None:
    """Challenge the finished members that have not been yet."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("work", type=Path)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    for name in finished(options.work):
        if not (options.work / f"{name}-challenge.npz").is_file():
            challenge(options.work, name)
            print(f"{name}: challenged", flush=True)


if __name__ == "__main__":
    main()
