"""The exported model on breast ultrasounds of another country and other scanners: BUSI, never trained or tuned on.

Al-Dhabyani W, et al. Dataset of breast ultrasound images. Data in Brief 2020;28:104863. doi:10.1016/j.dib.2019.104863.
The set names no patients: intervals are by image, and too narrow where one patient has several.
"""
# mypy: disable-error-code="import-not-found,import-untyped"

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from bedside_app.inference.letterbox import fitted, letterbox
from models.breast_us.recipe import figures
from models.breast_us.recipe.calibrate import Calibration
from models.breast_us.recipe.data import grey
from models.breast_us.recipe.figures import Estimate, bootstrapped, wilson

__all__ = ["answers", "busi_figures", "quantisation_figures", "squares"]

FloatArray = NDArray[np.float32]
LEAST_OUTLINE: Final = 20  # pixels of the square: less is no lesion


def squares(paths: list[Path]) -> FloatArray:
    """Return the pictures as the model takes them: (n, 1, SIDE, SIDE) float32 in [0, 1]."""
    pictures = [grey(path) for path in paths]
    return np.stack([fitted(picture, letterbox(*picture.shape))[None] for picture in pictures]) / np.float32(255)


def answers(model: Path, images: FloatArray, batch: int = 16) -> dict[str, FloatArray]:
    """Return the model's outputs for all images, by name."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 2
    session = onnxruntime.InferenceSession(model.read_bytes(), options, providers=["CPUExecutionProvider"])
    names = [output.name for output in session.get_outputs()]
    parts = [session.run(names, {"image": images[i : i + batch]}) for i in range(0, len(images), batch)]
    return {name: np.concatenate([part[k] for part in parts]) for k, name in enumerate(names)}


def busi_figures(folder: Path, model: Path, parameters: dict[str, Any]) -> dict[str, Any]:
    """Return how the pack does on BUSI's benign, malignant and normal pictures, before and behind its own gate."""
    paths = sorted(path for path in folder.rglob("*.png") if "_mask" not in path.stem)
    kinds = np.array([path.parent.name for path in paths])
    found = answers(model, squares(paths))
    logit = found["malignancy"].mean(1).astype(np.float64)
    probability = Calibration(**parameters["calibration"]).probability(logit)
    passed = found["strangeness"] <= parameters["gate_limit"]
    called = probability >= parameters["suspicion_limit"]
    empty = (found["outline"] > 0).sum((1, 2, 3)) < LEAST_OUTLINE

    def by_kind(what: NDArray[np.bool_]) -> dict[str, Estimate]:
        return {str(k): wilson(int(what[kinds == k].sum()), int((kinds == k).sum())) for k in np.unique(kinds)}

    report: dict[str, Any] = {
        "refused": by_kind(~passed),
        "called_suspicious": by_kind(called),
        "nothing_outlined": by_kind(empty),
    }
    for name, inside in (("all", kinds != "normal"), ("passed", (kinds != "normal") & passed)):
        report[name] = _behaviour(probability[inside], (kinds == "malignant")[inside], called[inside])
    return report


def quantisation_figures(images: NDArray[np.uint8], model: Path, whole: Path) -> dict[str, float]:
    """Return what 8-bit weights change on some squares (n, SIDE, SIDE), against the same model with whole weights."""
    pictures = images[:, None].astype(np.float32) / np.float32(255)
    small, large = answers(model, pictures), answers(whole, pictures)
    outlines = figures.dice(small["outline"][:, 0] > 0, large["outline"][:, 0] > 0)
    logits = np.abs(small["malignancy"].mean(1) - large["malignancy"].mean(1))
    return {
        "images": len(images),
        "logit_mean_difference": float(logits.mean()),
        "logit_largest_difference": float(logits.max()),
        "outline_mean_dice": float(outlines.mean()),
        "outline_least_dice": float(outlines.min()),
        "strangeness_largest_difference": float(np.abs(small["strangeness"] - large["strangeness"]).max()),
    }


def _behaviour(score: NDArray[np.float64], truth: NDArray[np.bool_], called: NDArray[np.bool_]) -> dict[str, Estimate]:
    image = np.arange(len(score))
    return {
        "auc": bootstrapped(lambda rows: figures.auc(score[rows], truth[rows]), image),
        "ece": bootstrapped(lambda rows: figures.calibration_error(score[rows], truth[rows]), image),
        "specificity_at_98_sensitivity": bootstrapped(
            lambda rows: figures.specificity_at(score[rows], truth[rows], 0.98), image
        ),
        "sensitivity_at_limit": wilson(int((called & truth).sum()), int(truth.sum())),
        "specificity_at_limit": wilson(int((~called & ~truth).sum()), int((~truth).sum())),
    }
