"""Pictures that are no breast ultrasound, to try the gate on: `python -m models.breast_us.recipe.strangers FOLDER OUT`.

FOLDER holds unpacked packages (README.md names them): DICOM files sorted by their own modality, and raster pictures.
Noise, flat and shaded squares and pages of text are made here. Nothing of this enters the training of the network.
"""
# mypy: disable-error-code="import-not-found,import-untyped"

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont
from scipy import ndimage

from bedside_app.inference.letterbox import SIDE, fitted, letterbox
from models.breast_us.recipe.data import grey

__all__ = ["Stranger", "dicom_strangers", "made_strangers", "main", "raster_strangers"]

_KINDS: Final = {
    "CT": "CT",
    "MR": "MR",
    "CR": "radiograph",
    "DX": "radiograph",
    "MG": "mammogram",
    "US": "other ultrasound",
}
_WINDOWS: Final = ((40.0, 400.0), (-600.0, 1500.0), (400.0, 1800.0))  # centre and width in HU: soft tissue, lung, bone
_PHOTOGRAPHS: Final = frozenset(
    (
        "coffee",
        "camera",
        "clock_motion",
        "astronaut",
        "gravel",
        "brick",
        "motorcycle_left",
        "hubble_deep_field",
        "moon",
        "grass",
        "coins",
        "motorcycle_right",
        "rocket",
        "chelsea",
        "flower",
        "china",
        "retina",
        "ihc",
        "cell",
        "microaneurysms",
    )
)
_PAGES: Final = frozenset(("text", "page"))
_CROPS: Final = 6  # of each photograph, beside the whole
_PAGE_WORDS: Final = (
    "patient",
    "was",
    "seen",
    "in",
    "clinic",
    "today",
    "and",
    "her",
    "results",
    "of",
    "CA",
    "15-3",
    "are",
    "42",
    "kU/l",
    "left",
    "breast",
    "upper",
    "outer",
)


@dataclass(frozen=True, slots=True)
class Stranger:
    """One square (SIDE, SIDE) uint8, what it is, and the series, file or recipe that it comes from."""

    square: NDArray[np.uint8]
    kind: str
    source: str


def _square(picture: NDArray[np.generic]) -> NDArray[np.uint8]:
    return np.clip(np.rint(fitted(picture, letterbox(*picture.shape))), 0, 255).astype(np.uint8)


def dicom_strangers(folder: Path, per_series: int = 40) -> Iterator[Stranger]:
    """Yield pictures of every readable DICOM file with pixels, at most `per_series` of one series."""
    import pydicom

    seen: dict[str, int] = {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        try:
            header = pydicom.dcmread(path)
            kind = _KINDS.get(str(header.get("Modality")))
            series = str(header.get("SeriesInstanceUID", path.parent.name))
            if kind is None or "PixelData" not in header or seen.get(series, 0) >= per_series:
                continue
            pictures = list(_pictures(header, kind))
        except (
            pydicom.errors.InvalidDicomError,
            AttributeError,
            ValueError,
            RuntimeError,
            NotImplementedError,
            OSError,
        ):
            continue
        seen[series] = seen.get(series, 0) + 1
        for picture in pictures:
            yield Stranger(_square(picture), kind, series)


def _pictures(header: Any, kind: str) -> Iterator[NDArray[np.float32]]:
    """Yield the grey pictures of one file: three frames at most, a CT in three windows."""
    pixels = np.asarray(header.pixel_array, np.float32)
    coloured = int(header.get("SamplesPerPixel", 1)) > 1
    frames = pixels.reshape(-1, *(pixels.shape[-3:] if coloured else pixels.shape[-2:]))
    for frame in frames[:: max(1, len(frames) // 3)][:3]:
        level = frame.mean(-1) if coloured else frame
        if kind == "CT":
            units = level * float(header.get("RescaleSlope", 1)) + float(header.get("RescaleIntercept", 0))
            for centre, width in _WINDOWS:
                yield np.clip((units - centre) / width + 0.5, 0, 1) * 255
            continue
        if coloured or (kind == "other ultrasound" and level.max() <= 255):
            yield level
            continue
        low, high = np.percentile(level, [1, 99])
        shown = np.clip((level - low) / max(high - low, 1.0), 0, 1) * 255
        yield 255 - shown if header.get("PhotometricInterpretation") == "MONOCHROME1" else shown


def raster_strangers(folder: Path, seed: int = 0) -> Iterator[Stranger]:
    """Yield photographs whole and in parts, printed pages, and frames of other ultrasound found in `folder`."""
    chance = random.Random(seed)
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() not in {".png", ".jpg", ".jpeg"}:
            continue
        kind = "photograph" if path.stem in _PHOTOGRAPHS else "text page" if path.stem in _PAGES else ""
        kind = "other ultrasound" if "pocus" in str(path) else kind
        if not kind:
            continue
        picture = grey(path)
        yield Stranger(_square(picture), kind, path.stem.rpartition("-f")[0] or path.stem)
        for _ in range(_CROPS if kind == "photograph" else 0):
            side = max(64, int(min(picture.shape) * chance.uniform(0.3, 0.8)))
            top, left = (chance.randint(0, max(0, length - side)) for length in picture.shape)
            yield Stranger(_square(picture[top : top + side, left : left + side]), kind, path.stem)


def made_strangers(count: int = 40, seed: int = 0) -> Iterator[Stranger]:
    """Yield `count` squares each of noise, of flat or shaded grey, and of printed text."""
    random_numbers, chance = np.random.default_rng(seed), random.Random(seed)
    for index in range(count):
        noise = random_numbers.standard_normal((SIDE, SIDE))
        blurred = ndimage.gaussian_filter(noise, (0.0, 0.7, 1.5, 4.0)[index % 4])
        level, spread = chance.uniform(40, 200), chance.uniform(20, 80)
        square = np.clip(level + blurred / blurred.std() * spread, 0, 255).astype(np.uint8)
        yield Stranger(square, "noise", f"gaussian, blur {index % 4}")
        shade = np.linspace(chance.uniform(0, 255), chance.uniform(0, 255), SIDE)
        flat = np.tile(shade, (SIDE, 1)) if index % 2 else np.tile(shade[:, None], (1, SIDE))
        yield Stranger(np.rint(flat).astype(np.uint8), "flat or shaded", "ramp")
        yield Stranger(_page(chance), "text page", "made")


def _page(chance: random.Random) -> NDArray[np.uint8]:
    """Return a page of words in lines, dark on light or light on dark."""
    dark = chance.random() < 0.5
    canvas = Image.new("L", (SIDE, SIDE), chance.randint(0, 40) if dark else chance.randint(215, 255))
    draw, size = ImageDraw.Draw(canvas), chance.randint(7, 18)
    font = ImageFont.load_default(size)
    for y in range(chance.randint(2, 20), SIDE - size, round(size * chance.uniform(1.2, 2.0))):
        words = " ".join(chance.choice(_PAGE_WORDS) for _ in range(12))
        draw.text(
            (chance.randint(0, 12), y),
            words,
            fill=chance.randint(180, 255) if dark else chance.randint(0, 80),
            font=font,
        )
    return np.asarray(canvas)


def main() -> None:
    """Gather all strangers and write them to one file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    all_of_them = [*dicom_strangers(options.folder), *raster_strangers(options.folder), *made_strangers()]
    kinds = np.array([each.kind for each in all_of_them])
    np.savez_compressed(
        options.out,
        squares=np.stack([each.square for each in all_of_them]),
        kinds=kinds,
        sources=np.array([each.source for each in all_of_them]),
    )
    for kind in np.unique(kinds):
        sources = {each.source for each in all_of_them if each.kind == kind}
        print(f"{kind}: {(kinds == kind).sum()} pictures of {len(sources)} sources")


if __name__ == "__main__":
    main()
