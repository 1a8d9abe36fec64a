"""No patient is judged by what was fitted on her."""

from __future__ import annotations

import numpy as np
import pytest

from models.breast_us.recipe.calibrate import fit_calibration
from models.breast_us.recipe.reading import read_with_others


def test_a_patients_own_fold_has_no_say_in_what_she_is_told() -> None:
    random = np.random.default_rng(0)
    case = np.repeat(np.arange(300), 2)
    fold = case % 3 + 1
    malignant = case % 2 == 0
    logit = random.normal(np.where(malignant, 1.0, -1.0), 1.0)
    before = read_with_others(logit, case, fold, malignant, np.full(600, 4))
    other_truth = np.where(fold == 1, ~malignant, malignant)
    after = read_with_others(logit, case, fold, other_truth, np.full(600, 4))
    mine = before.fold == 1
    assert np.array_equal(before.probability[mine], after.probability[mine])
    assert np.array_equal(before.limit[mine], after.limit[mine])
    assert not np.array_equal(before.probability[~mine], after.probability[~mine])


def test_the_images_of_a_patient_give_one_logit_before_they_are_calibrated() -> None:
    case = np.repeat(np.arange(40), 2)
    malignant = case % 2 == 0
    logit = np.where(malignant, 1.0, -1.0) + np.tile([0.5, -0.5], 40) + case / 100 - case % 3
    reading = read_with_others(logit, case, np.where(case < 20, 1, 2), malignant, np.full(80, 3))
    mean = logit.reshape(40, 2).mean(1)
    others = fit_calibration(mean[20:], malignant[::2][20:])
    assert reading.probability[:20] == pytest.approx(others.probability(mean[:20]))
    assert len(reading.case) == 40


def test_with_one_finished_fold_a_patients_own_fifth_has_no_say() -> None:
    case = np.arange(400)
    logit = np.linspace(-2, 2, 400)
    malignant = (logit + np.sin(case * 7.0)) > 0
    fold, birads, mine = np.ones(400, np.int64), np.full(400, 4), case % 5 == 2
    before = read_with_others(logit, case, fold, malignant, birads)
    after = read_with_others(logit, case, fold, np.where(mine, ~malignant, malignant), birads)
    assert np.array_equal(before.probability[mine], after.probability[mine])
    assert not np.array_equal(before.probability[~mine], after.probability[~mine])
