"""The figures of the evaluation, each with its interval: numpy only, so that every one can be checked by hand."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "Estimate",
    "auc",
    "bootstrapped",
    "calibration_error",
    "dice",
    "mean_by_case",
    "recalibration",
    "sensitivity",
    "specificity",
    "specificity_at",
    "wilson",
]

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
Z: Final = 1.959964  # 97.5 % of the normal distribution


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its 95 % interval and the number of units (patients or images) that it rests on."""

    value: float
    low: float
    high: float
    n: int

    def __str__(self) -> str:
        return f"{self.value:.3f} ({self.low:.3f} to {self.high:.3f}, n = {self.n})"


def auc(score: FloatArray, positive: BoolArray) -> float:
    """Return the area under the ROC curve by ranks, ties halved; not a number where a class is absent."""
    n, m = int(positive.sum()), int((~positive).sum())
    if not n or not m:
        return math.nan
    _, inverse, counts = np.unique(score, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[inverse]
    return float((ranks[positive].sum() - n * (n + 1) / 2) / (n * m))


def sensitivity(called: BoolArray, positive: BoolArray) -> float:
    """Return the share of the positive that is called."""
    return float(called[positive].mean()) if positive.any() else math.nan


def specificity(called: BoolArray, positive: BoolArray) -> float:
    """Return the share of the negative that is not called."""
    return float((~called[~positive]).mean()) if (~positive).any() else math.nan


def specificity_at(score: FloatArray, positive: BoolArray, wanted: float) -> float:
    """Return the specificity at the highest limit that calls at least the `wanted` share of the positive."""
    if not positive.any():
        return math.nan
    ordered = np.sort(score[positive])
    limit = ordered[math.floor((1 - wanted) * len(ordered) + 1e-9)]
    return specificity(score >= limit, positive)


def calibration_error(probability: FloatArray, positive: BoolArray, bins: int = 10) -> float:
    """Return the expected calibration error over `bins` of equal width."""
    index = np.minimum((probability * bins).astype(int), bins - 1)
    error = 0.0
    for each in range(bins):
        inside = index == each
        if inside.any():
            error += inside.mean() * abs(probability[inside].mean() - positive[inside].mean())
    return float(error)


def recalibration(probability: FloatArray, positive: BoolArray) -> tuple[float, float]:
    """Return slope and intercept of the logistic regression of the outcome on the logit: 1 and 0 are perfect."""
    from models.breast_us.recipe.calibrate import fit_calibration

    clipped = np.clip(probability, 1e-6, 1 - 1e-6)
    fit = fit_calibration(np.log(clipped / (1 - clipped)), positive, ridge=0.0)
    return fit.slope, fit.intercept


def dice(outline: BoolArray, mask: BoolArray) -> FloatArray:
    """Return each image's Dice coefficient: shapes (n, rows, columns), 1 where both are empty."""
    overlap = (outline & mask).sum((1, 2))
    total = outline.sum((1, 2)) + mask.sum((1, 2))
    return np.asarray(np.where(total > 0, 2 * overlap / np.maximum(total, 1), 1.0), np.float64)


def mean_by_case(values: FloatArray, case: NDArray[np.int64]) -> tuple[NDArray[np.int64], FloatArray]:
    """Return the cases in order, and the mean of the values of each case's images."""
    cases, inverse = np.unique(case, return_inverse=True)
    return cases, np.bincount(inverse, values) / np.bincount(inverse)


def bootstrapped(
    figure: Callable[[NDArray[np.int64]], float], units: NDArray[np.int64], draws: int = 2000, seed: int = 0
) -> Estimate:
    """Return a figure with its percentile interval, drawing whole units (patients) with replacement.

    Parameters
    ----------
    figure
        Takes row numbers, some more than once, and returns the figure of these rows.
    units
        (rows,) the unit of each row.
    """
    names, inverse = np.unique(units, return_inverse=True)
    order = np.argsort(inverse, kind="stable")
    parts = np.split(order, np.cumsum(np.bincount(inverse))[:-1])
    random = np.random.default_rng(seed)
    value = figure(np.arange(len(units)))
    drawn = []
    for _ in range(draws):
        chosen = random.integers(0, len(names), len(names))
        drawn.append(figure(np.concatenate([parts[each] for each in chosen])))
    low, high = np.nanpercentile(drawn, [2.5, 97.5])
    return Estimate(float(value), float(low), float(high), len(names))


def wilson(hits: int, n: int) -> Estimate:
    """Return a share with Wilson's score interval (Wilson, J Am Stat Assoc 1927;22:209)."""
    if n < 1:
        return Estimate(math.nan, math.nan, math.nan, 0)
    share = hits / n
    centre = (share + Z**2 / (2 * n)) / (1 + Z**2 / n)
    half = Z / (1 + Z**2 / n) * math.sqrt(share * (1 - share) / n + Z**2 / (4 * n**2))
    return Estimate(share, max(0.0, centre - half), min(1.0, centre + half), n)
