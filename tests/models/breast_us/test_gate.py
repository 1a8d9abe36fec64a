"""The gate parts what it was shown, names what it never saw, and its limit lies between the two."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from models.breast_us.recipe.gate import Gate, fit_gate, half_way, strangeness_of_left_out_kinds

RANDOM = np.random.default_rng(0)


def cloud(n: int, centre: float) -> NDArray[np.float64]:
    """Return n rows of six traits around a centre."""
    return RANDOM.normal(centre, 1.0, (n, 6))


def test_own_pictures_are_less_strange_than_strangers() -> None:
    gate = fit_gate(cloud(300, 0.0), cloud(60, 3.0))
    assert np.quantile(gate.strangeness(cloud(200, 0.0)), 0.99) < np.quantile(gate.strangeness(cloud(200, 3.0)), 0.01)


def test_the_gate_does_not_depend_on_how_many_strangers_there_are() -> None:
    strangers = cloud(50, 2.0)
    own = cloud(300, 0.0)
    once, often = fit_gate(own, strangers), fit_gate(own, np.tile(strangers, (8, 1)))
    assert once.strangeness(own).mean() == pytest.approx(often.strangeness(own).mean(), abs=0.5)


def test_a_constant_trait_does_no_harm() -> None:
    own, strange = cloud(50, 0.0), cloud(50, 2.0)
    own[:, 0] = strange[:, 0] = 4.0
    assert np.isfinite(fit_gate(own, strange).strangeness(own)).all()


def test_a_left_out_kind_is_judged_by_a_gate_that_never_saw_it() -> None:
    own, near, far = cloud(200, 0.0), cloud(30, 2.0), cloud(30, 4.0)
    kinds = np.array(["near"] * 30 + ["far"] * 30)
    found = strangeness_of_left_out_kinds(own, np.concatenate([near, far]), kinds)
    assert found[:30] == pytest.approx(fit_gate(own, far).strangeness(near))
    assert found[30:] == pytest.approx(fit_gate(own, near).strangeness(far))


def test_the_limit_lies_half_way_between_the_two_promises() -> None:
    assert half_way(np.linspace(0, 1, 101), np.linspace(5, 6, 101)) == pytest.approx((0.98 + 5.01) / 2)


def test_strangeness_is_linear_in_the_traits() -> None:
    gate = Gate(np.array([2.0, -1.0]), 0.5)
    assert gate.strangeness(np.array([[1.0, 1.0], [0.0, 3.0]])).tolist() == [1.5, -2.5]
