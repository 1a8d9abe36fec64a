"""The worker's side of an image network: a picture in, what the network says of it out, nothing judged yet.

`image_reading` judges it: gate, calibration, limits. A pack is tested on its own pictures before its first use here,
on the very device that will serve it and in every process: a new driver or library is never trusted unseen.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from bedside_app.foundation.errors import Refusal
from bedside_app.foundation.progress import Progress
from bedside_app.inference.engine import Device, GraphFailed, ImageEngine, devices
from bedside_app.inference.image_outline import outlined
from bedside_app.inference.image_picture import Picture, picture_of
from bedside_app.inference.image_reading import self_test_values
from bedside_app.inference.letterbox import fitted, letterbox, unfitted
from bedside_app.inference.packs.card import Card, Vector, read_vectors
from bedside_app.inference.packs.sound import SelfTestFailed, sound_files

__all__ = ["OUTPUTS", "look", "provider_of", "seen_by"]

OUTPUTS: Final = ("outline", "malignancy", "strangeness", "saliency")
_TOLERANCE: Final = 0.02  # of a vector's output without a tolerance of its own


@dataclass(frozen=True, slots=True)
class _Ready:
    """A pack that was verified and tested in this process."""

    card: Card
    engine: ImageEngine
    fell_back: str = ""  # the provider that was to serve and did not


def look(arguments: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
    """Return what one pack's network says of each picture.

    Parameters
    ----------
    arguments
        `folder`, `origin`, `digest` (of the card), `pictures` (`image_picture.Picture.plain`) and `providers` (what
        IT's policy allows: `cpu`, or `auto` for any device on which the pack agrees with its own pictures).

    Returns
    -------
        `provider`, `fell_back` (who was to serve and did not), and `seen`: for each picture as `seen_by` returns it,
        or `refused` and `values`.
    """
    where = (arguments["folder"], arguments["origin"], arguments["digest"])
    ready = _ready(*where, arguments.get("providers", "cpu"))
    found: list[dict[str, Any]] = []
    for place, plain in enumerate(arguments["pictures"]):
        progress.step("inference.running", place, len(arguments["pictures"]))
        try:
            found.append(seen_by(ready.engine, picture_of(plain)))
        except Refusal as refusal:
            found.append({"refused": refusal.code, "values": refusal.values})
    return {"provider": ready.engine.provider, "fell_back": ready.fell_back, "seen": found}


def provider_of(folder: str, origin: str, expected: str, policy: str = "cpu") -> str:
    """Return which provider serves the pack, verified and tested on its own pictures."""
    return _ready(folder, origin, expected, policy).engine.provider


def seen_by(engine: ImageEngine, picture: Picture) -> dict[str, Any]:
    """Return `members` (logits of malignancy), `strangeness`, `saliency` with its rectangle, and `outline` or None."""
    left, top, right, bottom = picture.window
    shown = picture.grey[top : bottom + 1, left : right + 1]
    box = letterbox(*shown.shape)
    square = fitted(shown, box) / np.float32(255)
    said = engine.run(square[None, None], OUTPUTS)
    inside = np.zeros(picture.grey.shape, np.float32)
    inside[top : bottom + 1, left : right + 1] = unfitted(_probability(said["outline"][0, 0]), box)
    outline = outlined(inside, picture.window, picture.spacing_at)
    (x, y), (far_x, far_y) = box.to_picture(-0.5, -0.5), box.to_picture(box.side - 0.5, box.side - 0.5)
    return {
        "members": said["malignancy"][0].tolist(),
        "strangeness": float(said["strangeness"][0]),
        "saliency": said["saliency"][0, 0].tolist(),
        "bounds": [x + left, y + top, far_x + left, far_y + top],
        "outline": None if outline is None else outline.plain(),
    }


def _probability(logit: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(1 / (1 + np.exp(-np.clip(logit, -30, 30))), np.float32)


@lru_cache(maxsize=8)
def _ready(folder: str, origin: str, expected: str, policy: str) -> _Ready:
    """Return the pack, verified, and self-tested once in this process where it will serve.

    With `auto` the first device serves on which it gives what its own pictures say; else the CPU.
    """
    card, files = sound_files(folder, origin, expected)
    vectors = read_vectors(files["vectors.json"], name=card.id)
    fell_back = ""
    for device in devices() if policy == "auto" else ():
        try:
            return _Ready(card, _tested(card, files["model.onnx"], vectors, device))
        except (GraphFailed, SelfTestFailed):
            fell_back = fell_back or device.provider
    return _Ready(card, _tested(card, files["model.onnx"], vectors, None), fell_back)


def _tested(card: Card, model: bytes, vectors: Sequence[Vector], device: Device | None) -> ImageEngine:
    engine = ImageEngine(model, pack=card.id, device=device)
    if missing := set(OUTPUTS) - engine.outputs:
        raise GraphFailed(pack=card.id, why=f"it lacks {', '.join(sorted(missing))}")
    _self_test(card, engine, vectors)
    return engine


def _self_test(card: Card, engine: ImageEngine, vectors: Sequence[Vector]) -> None:
    """Run the pack's own pictures. Raises `SelfTestFailed`; `vector` counts from 1."""
    if not vectors:
        raise SelfTestFailed(pack=card.id, vector=0, output="vectors.json")
    for place, vector in enumerate(vectors, start=1):
        found = self_test_values(card, seen_by(engine, picture_of(vector.inputs)))
        for name, expected in vector.outputs.items():
            value = found.get(name, math.nan)
            if not abs(value - float(expected)) <= vector.tolerance.get(name, _TOLERANCE):
                raise SelfTestFailed(pack=card.id, vector=place, output=name)
