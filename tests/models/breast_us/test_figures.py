"""The figures of the evaluation agree with what can be counted by hand, and their intervals with whole patients."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.breast_us.recipe import figures

SCORES = st.lists(st.tuples(st.integers(0, 5), st.booleans()), min_size=2, max_size=40)


@given(pairs=SCORES)
def test_the_area_is_the_share_of_pairs_in_the_right_order(pairs: list[tuple[int, bool]]) -> None:
    score, positive = np.array([float(s) for s, _ in pairs]), np.array([p for _, p in pairs])
    wins = [(a > b) + 0.5 * (a == b) for a in score[positive] for b in score[~positive]]
    expected = float(np.mean(wins)) if wins else math.nan
    assert figures.auc(score, positive) == pytest.approx(expected, nan_ok=True)


def test_specificity_is_taken_at_the_highest_limit_that_still_finds_enough() -> None:
    score = np.array([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0])
    positive = np.array([False, False, True, False, False, True, True, True, True, True])
    assert figures.specificity_at(score, positive, 1.0) == pytest.approx(0.5)
    assert figures.specificity_at(score, positive, 0.8) == 1.0


def test_the_calibration_error_weighs_each_bin_by_its_patients() -> None:
    probability = np.array([0.05, 0.05, 0.95, 0.95])
    assert figures.calibration_error(probability, np.array([False, False, True, True])) == pytest.approx(0.05)
    assert figures.calibration_error(probability, np.array([True, True, True, True])) == pytest.approx(0.5)


def test_dice_counts_pixels_and_two_empty_outlines_agree() -> None:
    outline = np.array([[[1, 1], [0, 0]], [[0, 0], [0, 0]]], np.bool_)
    mask = np.array([[[1, 0], [0, 0]], [[0, 0], [0, 0]]], np.bool_)
    assert figures.dice(outline, mask) == pytest.approx([2 / 3, 1.0])


def test_a_perfect_probability_recalibrates_to_itself() -> None:
    probability = np.repeat([0.2, 0.6], 10)
    outcome = np.array([True] * 2 + [False] * 8 + [True] * 6 + [False] * 4)
    assert figures.recalibration(probability, outcome) == pytest.approx((1.0, 0.0), abs=1e-6)


def test_several_images_of_a_patient_count_as_one() -> None:
    case, mean = figures.mean_by_case(np.array([1.0, 5.0, 3.0]), np.array([9, 4, 9]))
    assert case.tolist() == [4, 9]
    assert mean.tolist() == [5.0, 2.0]


def test_the_bootstrap_draws_whole_patients() -> None:
    units = np.repeat(np.arange(10), 7)
    seen: list[set[int]] = []

    def count(rows: np.ndarray[tuple[int], np.dtype[np.int64]]) -> float:
        seen.append(set(np.bincount(units[rows], minlength=10) % 7))
        return float(len(rows))

    estimate = figures.bootstrapped(count, units, draws=50)
    assert all(rest == {0} for rest in seen)
    assert (estimate.value, estimate.n) == (70.0, 10)


def test_the_bootstrap_interval_of_a_mean_is_the_textbooks() -> None:
    values = np.random.default_rng(3).normal(0, 1, 400)
    estimate = figures.bootstrapped(lambda rows: float(values[rows].mean()), np.arange(400))
    assert (estimate.high - estimate.low) / 2 == pytest.approx(1.96 * values.std() / 20, rel=0.1)


def test_wilsons_interval_is_the_published_one() -> None:
    # 81 of 263: Newcombe, Stat Med 1998;17:857, table I, method 3
    estimate = figures.wilson(81, 263)
    assert (estimate.low, estimate.high) == pytest.approx((0.2553, 0.3662), abs=5e-5)


def test_a_share_of_nobody_is_not_a_number() -> None:
    assert math.isnan(figures.wilson(0, 0).value)
