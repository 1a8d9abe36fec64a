"""What a trained network says of many images, in the arithmetic of the exported graph (float32)."""
# mypy: disable-error-code="import-not-found"

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from models.breast_us.recipe.network import Network

__all__ = ["Predictions", "predicted"]

FloatArray = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Predictions:
    """Of n images: logits of malignancy (n,), outline probabilities (n, side, side), what the gate looks at (n, t)."""

    logits: FloatArray
    outlines: FloatArray
    traits: FloatArray


def predicted(network: Network, images: NDArray[np.uint8], *, mirrored: bool = False, batch: int = 25) -> Predictions:
    """Return the network's answers; `mirrored` shows it the mirror images and turns the outlines back."""
    network.eval()
    logits, outlines, traits = [], [], []
    with torch.no_grad():
        for start in range(0, len(images), batch):
            squares = torch.from_numpy(images[start : start + batch]).float().div(255).unsqueeze(1)
            answer = network(squares.flip(3) if mirrored else squares)
            outline = torch.sigmoid(answer.outline[:, 0])
            logits.append(answer.verdict.numpy())
            outlines.append((outline.flip(2) if mirrored else outline).numpy())
            traits.append(answer.traits.numpy())
    return Predictions(np.concatenate(logits), np.concatenate(outlines), np.concatenate(traits))
