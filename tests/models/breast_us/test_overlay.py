"""Callipers and letters are found and painted over; speckle is left alone."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("scipy", reason="the recipe's own environment is not here: scipy is not installed")

from models.breast_us.recipe.overlay import cleaned, strokes


def speckle() -> np.ndarray[tuple[int, int], np.dtype[np.uint8]]:
    """Return a dark speckled picture."""
    return np.random.default_rng(0).integers(20, 70, (120, 160)).astype(np.uint8)


def test_a_calliper_is_found_and_painted_over_with_what_lies_around_it() -> None:
    picture = speckle()
    picture[40, 55:66] = picture[35:46, 60] = 240
    found = strokes(picture)
    assert found[35:46, 60].all()
    assert found[40, 55:66].all()
    assert cleaned(picture)[40, 55:66].max() < 130


def test_speckle_alone_stays_as_it_is() -> None:
    picture = speckle()
    assert not strokes(picture).any()
    assert np.array_equal(cleaned(picture), picture)
