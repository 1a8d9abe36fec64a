"""What every patient would have been told: by the member that has not seen her, calibrated on the other folds.

With one fold finished there are no other folds: its patients are then split by case number into fifths, and each fifth
is read with what the others give.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from models.breast_us.recipe import figures
from models.breast_us.recipe.calibrate import fit_calibration, fit_conformal, limit_for_sensitivity

if TYPE_CHECKING:
    from models.breast_us.recipe.data import Dataset

__all__ = ["ALPHA", "SENSITIVITY", "OutOfFold", "Reading", "read_out_of_fold", "read_with_others"]

SENSITIVITY: Final = 0.98  # of the limit from which a lesion is called suspicious
ALPHA: Final = 0.1  # of the conformal sets

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class OutOfFold:
    """One row an image: what the member that has not seen it says of it.

    Attributes
    ----------
    rows, fold
        Its row in the data, its fold.
    logit, dice
        As the pack computes them: the mean over the image and its mirror image.
    single, dice_single
        Of the image alone.
    bare
        Logit of the image alone, without its strokes.
    """

    rows: IntArray
    fold: IntArray
    logit: FloatArray
    single: FloatArray
    bare: FloatArray
    dice: FloatArray
    dice_single: FloatArray


@dataclass(frozen=True, slots=True)
class Reading:
    """One row a patient: what she would have been told.

    Attributes
    ----------
    case, fold, malignant, birads
        Who she is, and what is true of her.
    score
        Mean logit of her images, not calibrated: comparable within a fold only.
    probability, limit
        Calibrated, and the suspicion limit that she met.
    may_be_benign, may_be_malignant
        Her conformal set.
    """

    case: IntArray
    fold: IntArray
    malignant: BoolArray
    birads: IntArray
    score: FloatArray
    probability: FloatArray
    limit: FloatArray
    may_be_benign: BoolArray
    may_be_malignant: BoolArray


def read_out_of_fold(work: Path, names: tuple[str, ...], data: Dataset) -> OutOfFold:
    """Return the answers of all finished members, each for its own fold."""
    parts: list[dict[str, NDArray[Any]]] = []
    for name in names:
        with np.load(work / f"{name}.npz") as kept:
            rows = kept["rows"]
            both = (kept["outlines"].astype(np.uint16) + kept["outlines_mirrored"]) > 255
            parts.append(
                {
                    "rows": rows,
                    "fold": data.fold[rows],
                    "logit": (kept["logits"].astype(np.float64) + kept["mirrored"]) / 2,
                    "single": kept["logits"].astype(np.float64),
                    "bare": kept["bare"].astype(np.float64),
                    "dice": figures.dice(both, data.masks[rows] > 0),
                    "dice_single": figures.dice(kept["outlines"] > 127, data.masks[rows] > 0),
                }
            )
    return OutOfFold(**{key: np.concatenate([part[key] for part in parts]) for key in parts[0]})


def read_with_others(
    logit: FloatArray, case: IntArray, fold: IntArray, malignant: BoolArray, birads: IntArray
) -> Reading:
    """Return each patient's reading from the logits of her images; all arguments have one row an image."""
    cases, first = np.unique(case, return_index=True)
    _, score = figures.mean_by_case(logit, case)
    folds, truth = fold[first], malignant[first]
    groups = folds if len(np.unique(folds)) > 1 else cases % 5
    probability, limit = np.zeros(len(cases)), np.zeros(len(cases))
    benign, suspect = np.zeros(len(cases), np.bool_), np.zeros(len(cases), np.bool_)
    for group in np.unique(groups):
        here, others = groups == group, groups != group
        calibration = fit_calibration(score[others], truth[others])
        known = calibration.probability(score[others])
        probability[here] = calibration.probability(score[here])
        limit[here] = limit_for_sensitivity(known, truth[others], SENSITIVITY)
        benign[here], suspect[here] = fit_conformal(known, truth[others], ALPHA).sets(probability[here])
    return Reading(cases, folds, truth, birads[first], score, probability, limit, benign, suspect)
