"""The gate says whether a picture is one that the network was made for.

It is a logistic regression on the traits of a picture (each channel's mean at five depths of the network, its spread at
the three finest): breast ultrasounds of the training patients, as they are and augmented, against strangers
(`strangers.py`). Its number is a logit; above the limit a picture is refused. The limit lies half-way between the
breast ultrasounds of patients that nothing has seen and the strangers of kinds that the gate has not seen.

Tried before and given up: the distance to the training patients (probabilistic principal components of the same
traits). It refused every stranger too, but a third of the pictures of one scanner when that scanner was left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["Gate", "fit_gate", "half_way", "strangeness_of_left_out_kinds"]

FloatArray = NDArray[np.float64]
RIDGE: Final = 0.01  # on standardised traits, for a mean loss
_STEPS: Final = 12  # of Newton's method


@dataclass(frozen=True, slots=True)
class Gate:
    """How strange a picture is: a logit, linear in its traits. `weights` (t,)."""

    weights: FloatArray
    offset: float

    def strangeness(self, traits: NDArray[np.floating]) -> FloatArray:
        """Return the logit of each row of traits (n, t): negative for a breast ultrasound."""
        return np.asarray(np.asarray(traits, np.float64) @ self.weights + self.offset, np.float64)


def fit_gate(own: NDArray[np.floating], strange: NDArray[np.floating], ridge: float = RIDGE) -> Gate:
    """Return the gate between breast ultrasounds' traits (n, t) and strangers' (m, t); both weigh the same."""
    rows = np.concatenate([own, strange]).astype(np.float64)
    target = np.concatenate([np.zeros(len(own)), np.ones(len(strange))])
    share = np.concatenate([np.full(len(own), 0.5 / len(own)), np.full(len(strange), 0.5 / len(strange))])
    mean, scale = rows.mean(0), rows.std(0) + 1e-3
    design = np.concatenate([(rows - mean) / scale, np.ones((len(rows), 1))], 1)
    pull = np.diag(np.append(np.full(rows.shape[1], ridge), 1e-9))
    weights = np.zeros(design.shape[1])
    for _ in range(_STEPS):
        probability = 1 / (1 + np.exp(-np.clip(design @ weights, -30, 30)))
        gradient = design.T @ (share * (probability - target)) + pull @ weights
        curvature = (design * (share * probability * (1 - probability))[:, None]).T @ design + pull
        weights -= np.linalg.solve(curvature, gradient)
    slopes = weights[:-1] / scale
    return Gate(slopes, float(weights[-1] - mean @ slopes))


def strangeness_of_left_out_kinds(
    own: NDArray[np.floating], strange: NDArray[np.floating], kinds: NDArray[np.str_]
) -> FloatArray:
    """Return the strangeness of each stranger (m,) by a gate that saw nothing of its kind."""
    found = np.zeros(len(strange))
    for kind in np.unique(kinds):
        inside = kinds == kind
        found[inside] = fit_gate(own, strange[~inside]).strangeness(strange[inside])
    return found


def half_way(own: FloatArray, strange: FloatArray, own_share: float = 0.98, strange_share: float = 0.99) -> float:
    """Return the limit between what `own_share` of breast ultrasounds stay below and what strangers reach.

    Both are quantiles of pictures that the gate has not seen; where they part, any limit between keeps both promises.
    """
    return float((np.quantile(own, own_share) + np.quantile(strange, 1 - strange_share)) / 2)
