"""No patient is on both sides of a fold, and none that is kept for a demonstration is trained on."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from models.breast_us.recipe.folds import HELD_BACK, training_rows

CASE = np.array([7, 7, 8, 450, 450, 9])
FOLD = np.array([1, 1, 2, 3, 3, 2])


def test_a_left_out_fold_leaves_out_all_images_of_its_patients() -> None:
    assert training_rows(FOLD, CASE, 1).tolist() == [2, 5]


def test_a_demonstration_patient_is_in_no_training_not_even_in_that_of_all_folds() -> None:
    assert training_rows(FOLD, CASE, 0).tolist() == [0, 1, 2, 5]


def test_a_patient_in_two_folds_is_found_out() -> None:
    with pytest.raises(ValueError, match="case 7"):
        training_rows(np.array([1, 2, 2, 3, 3, 2]), CASE, 1)


@pytest.mark.shared
def test_the_published_folds_keep_patients_whole_and_hold_the_demonstration_cases(shared: Path) -> None:
    folder = shared / "data" / "busbra"
    with (folder / "5-fold-cv.csv").open(newline="", encoding="utf-8") as file:
        folds = {row["ID"]: int(row["kFold"]) for row in csv.DictReader(file)}
    case = np.array([int(name.split("_")[1].split("-")[0]) for name in folds])
    fold = np.array(list(folds.values()))
    for left_out in range(1, 6):
        rows = training_rows(fold, case, left_out)
        assert not set(case[rows]) & (set(case[fold == left_out]) | HELD_BACK)
    assert set(case) >= HELD_BACK
