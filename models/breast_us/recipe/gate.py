"""The gate says whether a picture is one that the network was made for.

The traits of a picture (each channel's mean and spread, at five depths of the network) are held against those of the
training patients by probabilistic principal components (Tipping & Bishop, J R Stat Soc B 1999;61:611): the distance
along the directions in which breast ultrasounds differ, in their own units, and what is left outside of these. One
number, about 1 for a breast ultrasound. Pictures beyond the limit are refused; the limit is chosen on patients that
neither the network nor the gate has seen.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["DIRECTIONS", "Gate", "fit_gate", "limit_for_refusals"]

FloatArray = NDArray[np.float64]
DIRECTIONS: Final = 64


@dataclass(frozen=True, slots=True)
class Gate:
    """What breast ultrasounds look like to one network.

    Attributes
    ----------
    mean, scale
        (t,) of each trait.
    directions
        (t, k) orthonormal, of the scaled traits.
    variance
        (k,) along each direction.
    rest
        Variance of each remaining direction, on average.
    """

    mean: FloatArray
    scale: FloatArray
    directions: FloatArray
    variance: FloatArray
    rest: float

    def strangeness(self, traits: NDArray[np.floating]) -> FloatArray:
        """Return the distance of each row of traits (n, t): 1 on average over what the gate was fitted on."""
        scaled = (np.asarray(traits, np.float64) - self.mean) / self.scale
        along = scaled @ self.directions
        beside = np.clip((scaled**2).sum(1) - (along**2).sum(1), 0.0, None) / self.rest
        return np.asarray(np.sqrt(((along**2 / self.variance).sum(1) + beside) / len(self.mean)), np.float64)


def fit_gate(traits: NDArray[np.floating], directions: int = DIRECTIONS) -> Gate:
    """Return the gate of some pictures' traits (n, t), n > directions."""
    rows = np.asarray(traits, np.float64)
    mean, scale = rows.mean(0), rows.std(0) + 1e-3
    scaled = (rows - mean) / scale
    values, vectors = np.linalg.eigh(scaled.T @ scaled / len(rows))
    order = np.argsort(values)[::-1]
    kept, left = order[:directions], order[directions:]
    return Gate(mean, scale, vectors[:, kept], values[kept], float(max(values[left].mean(), 1e-6)))


def limit_for_refusals(strangeness: FloatArray, share: float) -> float:
    """Return the limit that at most a `share` of new breast ultrasounds is beyond, by the rank of unseen ones."""
    rank = math.ceil((len(strangeness) + 1) * (1 - share) - 1e-9)
    return float(np.sort(strangeness)[min(rank, len(strangeness)) - 1])
