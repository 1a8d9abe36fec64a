"""What the pack needs beside the graph: calibration, limits, conformal sets, the gate's limit; and how the gate did."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.breast_us.recipe.calibrate import BANDS, fit_calibration, fit_conformal, limit_for_sensitivity
from models.breast_us.recipe.data import Dataset
from models.breast_us.recipe.figures import mean_by_case, wilson
from models.breast_us.recipe.gate import fit_gate, half_way, strangeness_of_left_out_kinds
from models.breast_us.recipe.members import traits_of
from models.breast_us.recipe.reading import ALPHA, SENSITIVITY, OutOfFold

__all__ = ["gate_figures", "pack_parameters"]


def gate_figures(work: Path, names: tuple[str, ...]) -> dict[str, Any]:
    """Return the gate's limit, and the share refused: of unseen breast ultrasounds, of strangers of unseen kinds.

    The limit that a picture meets comes from the other half of the pictures (odd and even rows), so that no picture
    takes part in choosing the limit that it is judged by; the pack's limit comes from all of them.
    """
    own, strange = [], []
    for name in names:
        traits = traits_of(work, name)
        with np.load(work / f"{name}.npz") as kept:
            own.append(fit_gate(traits.own, traits.strange).strangeness(kept["traits"]))
        strange.append(strangeness_of_left_out_kinds(traits.own, traits.strange, traits.kinds))
    kinds, sources = traits.kinds, traits.sources
    seen, foreign = np.concatenate(own), np.mean(strange, 0)
    refused, refused_foreign = np.zeros(len(seen), np.bool_), np.zeros(len(foreign), np.bool_)
    for half in (0, 1):
        limit = half_way(seen[half::2], foreign[half::2])
        refused[1 - half :: 2] = seen[1 - half :: 2] > limit
        refused_foreign[1 - half :: 2] = foreign[1 - half :: 2] > limit
    by_kind = {
        str(kind): {
            "refused": wilson(int(refused_foreign[kinds == kind].sum()), int((kinds == kind).sum())),
            "sources": len(np.unique(sources[kinds == kind])),
        }
        for kind in np.unique(kinds)
    }
    return {
        "limit": half_way(seen, foreign),
        "breast_ultrasounds_refused": wilson(int(refused.sum()), len(refused)),
        "strangers_refused": wilson(int(refused_foreign.sum()), len(refused_foreign)),
        "by_kind": by_kind,
    }


def pack_parameters(out: OutOfFold, data: Dataset, gate_limit: float) -> dict[str, Any]:
    """Return what turns the graph's outputs into an answer, fitted on every patient's out-of-fold logit."""
    case = data.case[out.rows]
    _, score = mean_by_case(out.logit, case)
    malignant: NDArray[np.bool_] = data.malignant[out.rows][np.unique(case, return_index=True)[1]]
    calibration = fit_calibration(score, malignant)
    probability = calibration.probability(score)
    return {
        "calibration": asdict(calibration),
        "suspicion_limit": limit_for_sensitivity(probability, malignant, SENSITIVITY),
        "sensitivity_of_limit": SENSITIVITY,
        "conformal": asdict(fit_conformal(probability, malignant, ALPHA)),
        "gate_limit": gate_limit,
        "bands": [asdict(band) for band in BANDS],
        "patients": len(score),
    }
