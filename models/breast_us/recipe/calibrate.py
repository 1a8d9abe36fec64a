"""From logits to what a clinician is told: a calibrated probability, a limit, a conformal set, a BI-RADS band.

Everything is fitted on patients outside the fold that it is applied to. Several images of one lesion give one logit,
their mean, before anything else.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "BANDS",
    "Band",
    "Calibration",
    "Conformal",
    "band_of",
    "fit_calibration",
    "fit_conformal",
    "limit_for_sensitivity",
]

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Calibration:
    """Platt's map (1999): probability = 1 / (1 + exp(−(slope · logit + intercept)))."""

    slope: float
    intercept: float

    def probability(self, logit: FloatArray) -> FloatArray:
        """Return the calibrated probability of malignancy."""
        return np.asarray(1.0 / (1.0 + np.exp(-(self.slope * logit + self.intercept))), np.float64)


def fit_calibration(logit: FloatArray, malignant: BoolArray, ridge: float = 1e-3) -> Calibration:
    """Return the maximum-likelihood map by Newton's method; `ridge` holds the slope near 1 where classes part fully.

    Raises
    ------
    ValueError
        One class is absent: nothing can be calibrated.
    """
    if malignant.all() or not malignant.any():
        raise ValueError("calibration needs both classes")
    design = np.stack([logit, np.ones_like(logit)], 1)
    start = np.array([1.0, 0.0])
    pull = np.diag([ridge * len(logit), 1e-9])
    weights = start.copy()
    for _ in range(100):
        probability = 1 / (1 + np.exp(-np.clip(design @ weights, -30, 30)))
        gradient = design.T @ (probability - malignant) + pull @ (weights - start)
        curvature = (design * (probability * (1 - probability))[:, None]).T @ design + pull
        step = np.linalg.solve(curvature, gradient)
        step *= min(1.0, 2.0 / max(float(np.abs(step).max()), 1e-12))
        weights -= step
        if np.abs(step).max() < 1e-9:
            break
    return Calibration(float(weights[0]), float(weights[1]))


def limit_for_sensitivity(probability: FloatArray, malignant: BoolArray, wanted: float) -> float:
    """Return the limit at or above which a new malignant lesion falls with at least the wanted chance.

    The rank is the conformal one, ⌊(n + 1)(1 − wanted)⌋, so that the promise holds for the next patient and not only
    for those it was chosen on; 0 where there are too few malignant lesions to promise it.
    """
    ordered = np.sort(probability[malignant])
    rank = math.floor((len(ordered) + 1) * (1 - wanted) + 1e-9)
    return float(ordered[rank - 1]) if rank >= 1 else 0.0


@dataclass(frozen=True, slots=True)
class Conformal:
    """Class-conditional conformal sets (Vovk 2012): each class is left out of at most `alpha` of its own patients.

    A class belongs to the set where the probability of the other is at most its limit.
    """

    alpha: float
    benign: float
    malignant: float

    def sets(self, probability: FloatArray) -> tuple[BoolArray, BoolArray]:
        """Return whether `benign` and whether `malignant` is in the set; an empty set becomes both: not decided."""
        benign, malignant = probability <= self.benign, 1 - probability <= self.malignant
        neither = ~(benign | malignant)
        return benign | neither, malignant | neither


def fit_conformal(probability: FloatArray, malignant: BoolArray, alpha: float = 0.1) -> Conformal:
    """Return the limits from patients that the network has not seen."""
    return Conformal(alpha, _quantile(probability[~malignant], alpha), _quantile(1 - probability[malignant], alpha))


def _quantile(scores: FloatArray, alpha: float) -> float:
    """Return the ⌈(n + 1)(1 − alpha)⌉-th smallest score, 1 where there are too few."""
    rank = math.ceil((len(scores) + 1) * (1 - alpha) - 1e-9)
    return float(np.sort(scores)[rank - 1]) if rank <= len(scores) else 1.0


@dataclass(frozen=True, slots=True)
class Band:
    """A BI-RADS assessment category and the likelihood of malignancy that it stands for: from `low` to below `high`."""

    category: str
    low: float
    high: float


# ACR BI-RADS Atlas, 5th edition (2013), ultrasound, table of assessment categories.
BANDS: Final = (
    Band("3", 0.0, 0.02),
    Band("4A", 0.02, 0.10),
    Band("4B", 0.10, 0.50),
    Band("4C", 0.50, 0.95),
    Band("5", 0.95, 1.0 + 1e-9),
)


def band_of(probability: float) -> Band:
    """Return the band that a probability falls in. Category 2 has none: no network calls a lesion certainly benign."""
    for band in BANDS:
        if band.low <= probability < band.high:
            return band
    raise ValueError(f"no probability: {probability}")
