"""What a clinician is told keeps its promises: probability, limit, conformal set, band."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from models.breast_us.recipe.calibrate import (
    BANDS,
    Calibration,
    Conformal,
    band_of,
    fit_calibration,
    fit_conformal,
    limit_for_sensitivity,
)


def drawn(
    n: int, seed: int, slope: float = 1.0, intercept: float = 0.0
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return logits and outcomes that follow Calibration(slope, intercept)."""
    random = np.random.default_rng(seed)
    logit = random.normal(-0.5, 2.0, n)
    return logit, random.random(n) < Calibration(slope, intercept).probability(logit)


def test_the_map_that_made_the_outcomes_is_found_again() -> None:
    fit = fit_calibration(*drawn(40_000, 1, slope=1.7, intercept=-0.6))
    assert (fit.slope, fit.intercept) == pytest.approx((1.7, -0.6), abs=0.06)


def test_the_mean_probability_is_the_share_of_malignant_lesions() -> None:
    logit, malignant = drawn(500, 2, slope=0.4, intercept=1.0)
    assert fit_calibration(logit, malignant, ridge=0.0).probability(logit).mean() == pytest.approx(malignant.mean())


def test_classes_that_part_fully_still_give_a_finite_map() -> None:
    logit = np.array([-3.0, -2.0, -1.0, 1.0, 2.0, 3.0])
    fit = fit_calibration(logit, logit > 0)
    assert 0.5 < fit.slope < 50


def test_one_class_alone_can_not_be_calibrated() -> None:
    with pytest.raises(ValueError, match="both classes"):
        fit_calibration(np.array([1.0, 2.0]), np.array([True, True]))


def test_the_limit_keeps_its_promise_for_patients_it_was_not_chosen_on() -> None:
    kept = []
    for seed in range(60):
        chosen, fresh = drawn(400, seed), drawn(4000, 1000 + seed)
        limit = limit_for_sensitivity(chosen[0], chosen[1], 0.9)
        kept.append((fresh[0][fresh[1]] >= limit).mean())
    assert np.mean(kept) >= 0.89  # 0.9 and more by the theorem; 0.01 for what was drawn


def test_too_few_malignant_lesions_promise_nothing_so_that_every_lesion_is_suspicious() -> None:
    assert limit_for_sensitivity(np.array([0.5, 0.9]), np.array([True, True]), 0.98) == 0.0


@given(seed=st.integers(0, 10_000), alpha=st.sampled_from([0.05, 0.1, 0.2]))
@settings(max_examples=15, deadline=None)
def test_a_conformal_set_holds_the_truth_of_each_class_as_often_as_it_says(seed: int, alpha: float) -> None:
    logit, malignant = drawn(1500, seed)
    conformal = fit_conformal(Calibration(1, 0).probability(logit), malignant, alpha)
    fresh, truth = drawn(20_000, seed + 1)
    benign, suspect = conformal.sets(Calibration(1, 0).probability(fresh))
    # Coverage of a drawn set is beta-distributed about its promise: five standard errors are allowed.
    for inside, drawn_from, tried in ((benign[~truth], ~malignant, ~truth), (suspect[truth], malignant, truth)):
        chance = alpha * (1 - alpha) * (1 / drawn_from.sum() + 1 / tried.sum())
        assert inside.mean() >= 1 - alpha - 5 * chance**0.5


def test_a_set_is_never_empty() -> None:
    benign, malignant = Conformal(0.1, 0.2, 0.3).sets(np.array([0.1, 0.5, 0.9]))
    assert benign.tolist() == [True, True, False]
    assert malignant.tolist() == [False, True, True]


@given(probability=st.floats(0, 1))
def test_every_probability_falls_in_exactly_one_band(probability: float) -> None:
    inside = [band for band in BANDS if band.low <= probability < band.high]
    assert inside == [band_of(probability)]


def test_the_bands_are_those_of_the_atlas_and_what_is_no_probability_has_none() -> None:
    assert [band_of(p).category for p in (0.019, 0.02, 0.1, 0.5, 0.95, 1.0)] == ["3", "4A", "4B", "4C", "5", "5"]
    with pytest.raises(ValueError, match="no probability"):
        band_of(float("nan"))
