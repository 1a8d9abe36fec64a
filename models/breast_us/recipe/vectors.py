"""The pictures that the pack is tested on before its first use: `python -m models.breast_us.recipe.vectors DATA`.

Run in the program's own environment, behind `evaluate`: the answers are those of the program's own code. Two pictures
of BUS-BRA (cases 450, malignant, and 1052, benign, which nothing was trained on), made smaller, and one of noise.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from bedside_app.foundation.bounded import yaml_file
from bedside_app.inference.engine import ImageEngine
from bedside_app.inference.image_job import seen_by
from bedside_app.inference.image_picture import Picture
from bedside_app.inference.image_reading import self_test_values
from bedside_app.inference.packs.card import Card
from models.trained_card import trained_card

__all__ = ["main"]

FOLDER: Final = Path(__file__).resolve().parents[1]
LONGEST: Final = 224  # pixels of the longer edge
TOLERANCE: Final = {
    "probability": 0.005,
    "strangeness": 0.2,
    "length": 2.0,
    "width": 2.0,
    "area": 150.0,
    "solidity": 0.02,
}
_NAMES: Final = ("bus_0450-l", "bus_1052-l")
_CITED: Final = "BUS-BRA (Gómez-Flores 2024, doi:10.1002/mp.16812), {name}, made smaller; answer of the committed model"
_UNSEEN: Final = dict.fromkeys(("LICENCE.txt", "model.onnx", "vectors.json", "recipe/vectors.py"), "")


def main(data: Path) -> None:
    """Write `vectors.json`."""
    report = json.loads((FOLDER / "report.json").read_text(encoding="utf-8"))
    source = trained_card(FOLDER.name, yaml_file(FOLDER / "card.yaml"), report)
    card = Card.model_validate_json(json.dumps(source | {"files": _UNSEEN}))
    engine = ImageEngine((FOLDER / "model.onnx").read_bytes(), pack=card.id)
    pictures = [(_smaller(data / "Images" / f"{name}.png"), _CITED.format(name=name)) for name in _NAMES]
    pictures.append((_noise(), "noise, refused by the gate; answer of the committed model"))
    vectors = [_vector(card, engine, Picture(grey=grey), told) for grey, told in pictures]
    (FOLDER / "vectors.json").write_text(json.dumps(vectors, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _smaller(path: Path) -> NDArray[np.uint8]:
    with Image.open(path) as picture:
        grey = picture.convert("L")
        grey.thumbnail((LONGEST, LONGEST), Image.Resampling.BILINEAR)
        return np.asarray(grey)


def _noise() -> NDArray[np.uint8]:
    return np.random.default_rng(1).integers(0, 256, (64, 64), np.uint8)


def _vector(card: Card, engine: ImageEngine, picture: Picture, told: str) -> dict[str, Any]:
    found = self_test_values(card, seen_by(engine, picture))
    shown = {name: value for name, value in picture.plain().items() if name in ("grey", "rows", "columns")}
    outputs = {name: round(value, 4) for name, value in found.items()}
    return {
        "inputs": shown,
        "outputs": outputs,
        "tolerance": {name: TOLERANCE[name] for name in outputs},
        "source": told,
        "ran_independent": False,
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]))
