"""BUS-BRA as arrays: every image in its square, as it is and without strokes, with its mask, patient and fold.

Gómez-Flores W, Gregorio-Calas MJ, Pereira WCA. BUS-BRA: a breast ultrasound dataset for assessing computer-aided
diagnosis systems. Medical Physics 2024;51:3110. doi:10.1002/mp.16812. Biopsy-proven; folds grouped by patient.

The set's column "Side" is the half of a split screen (its widths add up to one screen), not the breast: two images of a
case are two views of one lesion.
"""
# mypy: disable-error-code="import-not-found,import-untyped"

from __future__ import annotations

import csv
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from bedside_app.inference.letterbox import fitted, letterbox
from models.breast_us.recipe.overlay import cleaned

__all__ = ["Dataset", "grey", "load"]


@dataclass(frozen=True, slots=True)
class Dataset:
    """All images, one row each.

    Attributes
    ----------
    images, plain
        (n, SIDE, SIDE) uint8 grey; `plain` has callipers and letters painted over where they were found.
    masks
        (n, SIDE, SIDE) uint8, 1 inside the radiologist's outline.
    malignant, case, fold, birads, device, ids
        (n,): bool, patient number, 1 to 5, 2 to 5, scanner's name, name of the image.
    shape
        (n, 2) rows and columns of the image as it was.
    """

    images: NDArray[np.uint8]
    plain: NDArray[np.uint8]
    masks: NDArray[np.uint8]
    malignant: NDArray[np.bool_]
    case: NDArray[np.int64]
    fold: NDArray[np.int64]
    birads: NDArray[np.int64]
    device: NDArray[np.str_]
    ids: NDArray[np.str_]
    shape: NDArray[np.int64]


def grey(path: Path) -> NDArray[np.uint8]:
    """Return the picture in `path` as grey levels, shape (rows, columns)."""
    with Image.open(path) as picture:
        return np.asarray(picture.convert("L"))


def load(folder: Path, cache: Path | None = None) -> Dataset:
    """Return the set in `folder` (`bus_data.csv`, `5-fold-cv.csv`, `Images`, `Masks`), kept in the file `cache`."""
    if cache is not None and cache.is_file():
        with np.load(cache) as kept:
            return Dataset(**{field.name: kept[field.name] for field in fields(Dataset)})
    arrays = _read(folder)
    if cache is not None:
        np.savez_compressed(cache, **arrays)
    return Dataset(**arrays)


def _read(folder: Path) -> dict[str, Any]:
    with (folder / "5-fold-cv.csv").open(newline="", encoding="utf-8") as file:
        folds = {row["ID"]: int(row["kFold"]) for row in csv.DictReader(file)}
    with (folder / "bus_data.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    images, plain, masks, shapes = [], [], [], []
    for row in rows:
        picture = grey(folder / "Images" / f"{row['ID']}.png")
        mask = grey(folder / "Masks" / f"{row['ID'].replace('bus_', 'mask_')}.png")
        box = letterbox(*picture.shape)
        images.append(np.rint(fitted(picture, box)).astype(np.uint8))
        plain.append(np.rint(fitted(cleaned(picture), box)).astype(np.uint8))
        masks.append((fitted(mask > 127, box) > 0.5).astype(np.uint8))
        shapes.append(picture.shape)
    return {
        "images": np.stack(images),
        "plain": np.stack(plain),
        "masks": np.stack(masks),
        "malignant": np.array([row["Pathology"] == "malignant" for row in rows]),
        "case": np.array([int(row["Case"]) for row in rows]),
        "fold": np.array([folds[row["ID"]] for row in rows]),
        "birads": np.array([int(row["BIRADS"]) for row in rows]),
        "device": np.array([row["Device"].split("@")[0].strip() for row in rows]),
        "ids": np.array([row["ID"] for row in rows]),
        "shape": np.array(shapes, np.int64),
    }
