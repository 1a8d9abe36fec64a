"""BUS-BRA as arrays: every image letterboxed to a square with its lesion mask, its patient, and its fold.

Gómez-Flores W, et al. BUS-BRA: A breast ultrasound dataset for assessing computer-aided diagnosis systems.
Medical Physics 2024;51:3110. doi:10.1002/mp.16812. Biopsy-proven; folds are grouped by patient.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from PIL import Image

__all__ = ["HELD_BACK_CASES", "SIDE", "Dataset", "letterboxed", "load"]

SIDE: Final = 224  # pixels
HELD_BACK_CASES: Final = frozenset({450})  # demonstration patients: never trained on


@dataclass(frozen=True)
class Dataset:
    """All images. Arrays have one row per image.

    `images` (n, SIDE, SIDE) uint8 grey levels, `masks` the same shape with 0 or 1, `malignant` bool, `patient` int,
    `side` text, `fold` 1 to 5, `birads` int, `device` text, `ids` text.
    """

    images: np.ndarray
    masks: np.ndarray
    malignant: np.ndarray
    patient: np.ndarray
    side: np.ndarray
    fold: np.ndarray
    birads: np.ndarray
    device: np.ndarray
    ids: np.ndarray

    def subset(self, rows: np.ndarray) -> Dataset:
        """Return some rows."""
        return Dataset(**{name: getattr(self, name)[rows] for name in self.__dataclass_fields__})


def letterboxed(image: Image.Image, side: int = SIDE, *, nearest: bool = False) -> np.ndarray:
    """Return a grey image fitted into a square, centred, the rest black: shape (side, side), uint8."""
    grey = image.convert("L")
    scale = side / max(grey.size)
    size = (max(1, round(grey.width * scale)), max(1, round(grey.height * scale)))
    method = Image.Resampling.NEAREST if nearest else Image.Resampling.BILINEAR
    square = Image.new("L", (side, side))
    square.paste(grey.resize(size, method), ((side - size[0]) // 2, (side - size[1]) // 2))
    return np.asarray(square)


def load(folder: Path) -> Dataset:
    """Return the set in `folder` (bus_data.csv, 5-fold-cv.csv, Images, Masks)."""
    with (folder / "5-fold-cv.csv").open(newline="") as file:
        folds = {row["ID"]: int(row["kFold"]) for row in csv.DictReader(file)}
    with (folder / "bus_data.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    images = [letterboxed(Image.open(folder / "Images" / f"{row['ID']}.png")) for row in rows]
    masks = [
        letterboxed(Image.open(folder / "Masks" / f"{row['ID'].replace('bus', 'mask')}.png"), nearest=True) for row in rows
    ]
    return Dataset(
        images=np.stack(images),
        masks=(np.stack(masks) > 127).astype(np.uint8),
        malignant=np.array([row["Pathology"] == "malignant" for row in rows]),
        patient=np.array([int(row["Case"]) for row in rows]),
        side=np.array([row["Side"] for row in rows]),
        fold=np.array([folds[row["ID"]] for row in rows]),
        birads=np.array([int(row["BIRADS"]) for row in rows]),
        device=np.array([row["Device"].split("@")[0].strip() for row in rows]),
        ids=np.array([row["ID"] for row in rows]),
    )
