"""Which images a fold trains on: whole patients, and none that is kept for a demonstration."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["HELD_BACK", "training_rows"]

HELD_BACK: Final = frozenset({450, 1052})  # cases kept for demonstrations: never trained on, in no fold


def training_rows(
    fold: NDArray[np.int64], case: NDArray[np.int64], left_out: int, held_back: frozenset[int] = HELD_BACK
) -> NDArray[np.int64]:
    """Return the rows to train on when one fold is left out: no patient of it, and none that is held back.

    Raises
    ------
    ValueError
        A patient has images in two folds.
    """
    for patient in np.unique(case):
        if len(np.unique(fold[case == patient])) > 1:
            raise ValueError(f"case {patient} lies in several folds")
    return np.nonzero((fold != left_out) & ~np.isin(case, sorted(held_back)))[0]
