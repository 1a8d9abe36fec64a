"""All figures of the card: `python -m models.breast_us.recipe.evaluate DATA WORK MODEL --busi BUSI --out FILE`.

Each patient is judged by the member that has not seen her; calibration, limits, conformal sets and the gate's limit
that she meets are fitted on the patients of the other finished folds. BUSI meets the exported model with what is fitted
on all finished folds, once, and nothing is chosen by it. Folds that are not finished are left out and said.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from bedside_app.inference.letterbox import letterbox
from models.breast_us.recipe import figures
from models.breast_us.recipe.calibrate import BANDS, band_of, fit_calibration
from models.breast_us.recipe.challenge import SHIFT
from models.breast_us.recipe.data import Dataset, load
from models.breast_us.recipe.external import busi_figures, quantisation_figures
from models.breast_us.recipe.figures import Estimate, bootstrapped, wilson
from models.breast_us.recipe.members import finished
from models.breast_us.recipe.parameters import gate_figures, pack_parameters
from models.breast_us.recipe.reading import SENSITIVITY, OutOfFold, Reading, read_out_of_fold, read_with_others

__all__ = ["main", "report"]

SIZES: Final = (0.0, 0.03, 0.08, 1.0)  # share of the picture that the radiologist's outline covers

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
IntArray = NDArray[np.int64]


def _headline(reading: Reading) -> dict[str, Estimate]:
    """Return the figures that stand on the card, by patient."""
    truth, score, case = reading.malignant, reading.probability, reading.case
    called = score >= reading.limit
    return {
        "auc": _auc_of(reading),
        "auc_pooled": bootstrapped(lambda r: figures.auc(score[r], truth[r]), case),
        "auc_birads": bootstrapped(lambda r: figures.auc(reading.birads[r].astype(float), truth[r]), case),
        "ece": bootstrapped(lambda r: figures.calibration_error(score[r], truth[r]), case),
        "calibration_slope": bootstrapped(lambda r: figures.recalibration(score[r], truth[r])[0], case, draws=500),
        "calibration_intercept": bootstrapped(lambda r: figures.recalibration(score[r], truth[r])[1], case, draws=500),
        "brier": bootstrapped(lambda r: float(np.mean((score[r] - truth[r]) ** 2)), case),
        "sensitivity_at_limit": bootstrapped(lambda r: figures.sensitivity(called[r], truth[r]), case),
        "specificity_at_limit": bootstrapped(lambda r: figures.specificity(called[r], truth[r]), case),
        "specificity_at_98_sensitivity": bootstrapped(
            lambda r: figures.specificity_at(score[r], truth[r], SENSITIVITY), case
        ),
    }


def _auc_of(reading: Reading, inside: BoolArray | None = None, draws: int = 2000) -> Estimate:
    """Return the AUC of some patients: every fold has its own network, so it is taken within folds and weighed."""
    rows = np.nonzero(inside)[0] if inside is not None else np.arange(len(reading.case))
    score, truth, fold = reading.score[rows], reading.malignant[rows], reading.fold[rows]
    return bootstrapped(lambda r: _auc_within(score[r], truth[r], fold[r]), reading.case[rows], draws)


def _auc_within(score: FloatArray, truth: BoolArray, fold: IntArray) -> float:
    parts = [
        (figures.auc(score[fold == each], truth[fold == each]), int((fold == each).sum())) for each in np.unique(fold)
    ]
    known = [(value, n) for value, n in parts if not np.isnan(value)]
    if not known:
        return float("nan")
    return float(np.average([value for value, _ in known], weights=[n for _, n in known]))


def _conformal(reading: Reading) -> dict[str, Estimate]:
    """Return how often the set holds the truth, by class, and how often it decides."""
    benign, suspect, truth = reading.may_be_benign, reading.may_be_malignant, reading.malignant
    single = benign ^ suspect
    return {
        "holds_benign": wilson(int((benign & ~truth).sum()), int((~truth).sum())),
        "holds_malignant": wilson(int((suspect & truth).sum()), int(truth.sum())),
        "decides": wilson(int(single.sum()), len(truth)),
    }


def _bands(reading: Reading) -> list[dict[str, Any]]:
    """Return, for each BI-RADS band, how many patients fall in it and how many of these have cancer."""
    found = []
    names = np.array([band_of(float(value)).category for value in reading.probability])
    for band in BANDS:
        inside = names == band.category
        share = wilson(int(reading.malignant[inside].sum()), int(inside.sum()))
        found.append(
            {"category": band.category, "low": band.low, "high": min(band.high, 1.0), "malignant": asdict(share)}
        )
    return found


def _subgroups(data: Dataset, out: OutOfFold, reading: Reading) -> dict[str, dict[str, Any]]:
    """Return AUC, sensitivity and specificity at the limit, and Dice, by scanner, size, BI-RADS and number of views."""
    boxes = [letterbox(int(rows), int(columns)) for rows, columns in data.shape]
    area = data.masks.sum((1, 2)) / np.array([box.rows * box.columns for box in boxes])
    by_row = {
        "scanner": data.device[out.rows],
        "size": np.array(
            [f"{SIZES[i]:.2f} to {SIZES[i + 1]:.2f} of the picture" for i in np.digitize(area[out.rows], SIZES[1:-1])]
        ),
        "birads": data.birads[out.rows].astype(str),
        "pathology": np.where(data.malignant[out.rows], "malignant", "benign"),
    }
    case = data.case[out.rows]
    _, first = np.unique(case, return_index=True)
    views = np.bincount(np.unique(case, return_inverse=True)[1])
    by_case = {key: value[first] for key, value in by_row.items()} | {"views": views.astype(str)}
    found: dict[str, dict[str, Any]] = {}
    for kind, names in by_case.items():
        for name in np.unique(names):
            found.setdefault(kind, {})[str(name)] = _of_group(reading, names == name)
            if kind in by_row:
                rows = by_row[kind] == name
                found[kind][str(name)]["dice"] = bootstrapped(partial(_mean_of, out.dice[rows]), case[rows], draws=500)
    return found


def _mean_of(values: FloatArray, rows: IntArray) -> float:
    return float(values[rows].mean())


def _of_group(reading: Reading, inside: BoolArray) -> dict[str, Any]:
    truth, score = reading.malignant[inside], reading.probability[inside]
    called = score >= reading.limit[inside]
    hits, calm = int((called & truth).sum()), int((~called & ~truth).sum())
    return {
        "patients": int(inside.sum()),
        "malignant": int(truth.sum()),
        "auc": _auc_of(reading, inside, draws=500) if 4 < truth.sum() < len(truth) - 4 else None,
        "sensitivity_at_limit": wilson(hits, int(truth.sum())),
        "specificity_at_limit": wilson(calm, int((~truth).sum())),
    }


def _strokes(work: Path, names: tuple[str, ...], data: Dataset, out: OutOfFold) -> dict[str, Any]:
    """Return what callipers and letters change: removed, painted at the lesion, painted elsewhere; and the shift.

    Every picture is shown once here, without its mirror image.
    """
    kept = []
    for name in names:
        with np.load(work / f"{name}-challenge.npz") as answers:
            kept.append({key: answers[key].astype(np.float64) for key in ("at_lesion", "elsewhere", "saliency_shift")})
    case = data.case[out.rows]
    usual = read_with_others(out.single, case, out.fold, data.malignant[out.rows], data.birads[out.rows])
    calibration = fit_calibration(figures.mean_by_case(out.single, case)[1], usual.malignant)

    def told(logit: FloatArray) -> FloatArray:
        return calibration.probability(figures.mean_by_case(logit, case)[1])

    ways = {
        "as they are": out.single,
        "strokes removed": out.bare,
        "callipers painted at the lesion": np.concatenate([each["at_lesion"] for each in kept]),
        "callipers and letters painted elsewhere": np.concatenate([each["elsewhere"] for each in kept]),
    }
    found: dict[str, Any] = {way: _change(usual, told(out.single), told(logit)) for way, logit in ways.items()}
    shift = np.concatenate([each["saliency_shift"] for each in kept])
    found["saliency"] = {
        "pictures_moved_by": SHIFT,
        "saliency_moved_by": bootstrapped(lambda rows: float(shift[rows].mean()), np.arange(len(shift))),
        "within_8_pixels": wilson(int((np.abs(shift - SHIFT) <= 8).sum()), len(shift)),
    }
    return found


def _change(usual: Reading, before: FloatArray, after: FloatArray) -> dict[str, Estimate]:
    """Return how good the changed pictures' probabilities are, and how far they went from the usual ones."""
    truth, change = usual.malignant, after - before
    changed = int(((after >= usual.limit) != (before >= usual.limit)).sum())
    return {
        "auc": bootstrapped(lambda rows: _auc_within(after[rows], truth[rows], usual.fold[rows]), usual.case),
        "mean_change_benign": bootstrapped(lambda rows: float(change[rows][~truth[rows]].mean()), usual.case),
        "mean_change_malignant": bootstrapped(lambda rows: float(change[rows][truth[rows]].mean()), usual.case),
        "calls_changed": wilson(changed, len(truth)),
    }


def report(data: Dataset, work: Path, names: tuple[str, ...]) -> dict[str, Any]:
    """Return all figures on BUS-BRA, and the parameters of the pack."""
    out = read_out_of_fold(work, names, data)
    case, truth, birads = data.case[out.rows], data.malignant[out.rows], data.birads[out.rows]
    reading = read_with_others(out.logit, case, out.fold, truth, birads)
    single = read_with_others(out.single, case, out.fold, truth, birads)
    gate = gate_figures(work, names)
    return {
        "members": names,
        "patients": len(reading.case),
        "images": len(out.rows),
        "headline": _headline(reading),
        "dice": bootstrapped(lambda rows: float(out.dice[rows].mean()), case),
        "dice_median": bootstrapped(lambda rows: float(np.median(out.dice[rows])), case),
        "without_the_mirror_image": {
            "auc": _auc_of(single),
            "dice": bootstrapped(lambda rows: float(out.dice_single[rows].mean()), case),
        },
        "conformal": _conformal(reading),
        "bands": _bands(reading),
        "subgroups": _subgroups(data, out, reading),
        "strokes": _strokes(work, names, data, out),
        "gate": gate,
        "parameters": pack_parameters(out, data, gate["limit"]),
    }


def main() -> None:
    """Compute everything and write it as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("model", type=Path, help="the exported ONNX file")
    parser.add_argument("--busi", type=Path)
    parser.add_argument("--whole", type=Path, help="the same model exported with --float32, to say what 8 bits change")
    parser.add_argument("--out", type=Path, required=True, help="the figures, as JSON")
    parser.add_argument("--table", type=Path, help="every image's out-of-fold answer, as CSV")
    options = parser.parse_args()
    data = load(options.data, options.work / "cache.npz")
    names = finished(options.work)
    found = report(data, options.work, names)
    if options.table is not None:
        options.table.write_text(_table(data, read_out_of_fold(options.work, names, data)), encoding="utf-8")
    if options.whole is not None:
        found["quantisation"] = quantisation_figures(data.images[::10], options.model, options.whole)
    if options.busi is not None:
        found["busi"] = busi_figures(options.busi, options.model, found["parameters"])
    text = json.dumps(_finite(found), indent=2, ensure_ascii=False, allow_nan=False)
    options.out.write_text(text + "\n", encoding="utf-8")
    print(text)


def _table(data: Dataset, out: OutOfFold) -> str:
    """Return one line an image: what the member that has not seen it says, not yet calibrated."""
    lines = ["image,case,fold,malignant,birads,logit,dice"]
    for row, fold, logit, dice in zip(out.rows, out.fold, out.logit, out.dice, strict=True):
        truth = f"{data.case[row]},{fold},{int(data.malignant[row])},{data.birads[row]}"
        lines.append(f"{data.ids[row]},{truth},{logit:.4f},{dice:.4f}")
    return "\n".join(lines) + "\n"


def _finite(value: Any) -> Any:
    """Return what JSON can hold: estimates as mappings, plain numbers, null for a share of nobody."""
    if isinstance(value, Estimate):
        return _finite(asdict(value))
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(item) for item in value]
    plain = value.item() if isinstance(value, np.generic) else value
    return None if isinstance(plain, float) and not np.isfinite(plain) else plain


if __name__ == "__main__":
    main()
