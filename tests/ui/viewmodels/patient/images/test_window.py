from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside_app.ui.viewmodels.patient.images.window import CT_PRESETS, PRESETS, Window, lookup, preset, stored
from tests.ui.patient.images.synthetic import instance_of

windows = st.builds(
    lambda centre, width: Window(centre=centre, width=width), st.floats(-2000, 2000), st.floats(1, 5000)
)


def test_as_stored_changes_no_grey_of_an_image_of_8_bits() -> None:
    assert lookup(stored(instance_of())) == tuple(range(256))


def test_an_image_whose_least_value_is_white_is_turned() -> None:
    assert lookup(stored(instance_of(photometric="MONOCHROME1"))) == tuple(range(255, -1, -1))


def test_inverse_of_an_image_whose_least_value_is_white_is_as_it_stands() -> None:
    assert lookup(preset("inverse", instance_of(photometric="MONOCHROME1"))) == tuple(range(256))


@given(window=windows, low=st.floats(-3000, 0), high=st.floats(1, 3000))
def test_a_table_has_256_greys_that_never_fall(window: Window, low: float, high: float) -> None:
    table = lookup(window, low, high)
    assert len(table) == 256
    assert all(0 <= one <= other <= 255 for one, other in pairwise(table))


def test_strong_reaches_black_and_white_before_the_ends_and_soft_never_does() -> None:
    strong, soft = (lookup(preset(name, instance_of())) for name in ("strong", "soft"))
    assert (strong[60], strong[195]) == (0, 255)
    assert soft[0] > 0
    assert soft[255] < 255


def test_the_formula_of_the_standard_holds_at_its_centre_and_its_ends() -> None:
    """PS3.3 C.11.2.1.2: c = 2048, w = 4096, values 0 to 4095 are the whole range."""
    table = lookup(Window(centre=2048, width=4096), 0, 4095)
    assert (table[0], table[255]) == (0, 255)
    assert table[128] == pytest.approx(128, abs=1)


def test_a_window_that_is_dragged_to_nothing_keeps_one_value_and_has_no_name() -> None:
    dragged = stored(instance_of()).dragged(-1000, 5)
    assert (dragged.width, dragged.centre, dragged.name) == (1, 133, "")
    assert set(lookup(dragged)) == {0, 255}


def test_a_window_that_the_file_states_is_what_as_stored_means() -> None:
    assert stored(instance_of(window=(40.0, 80.0))) == Window(centre=40, width=80, name="stored")


def test_the_presets_stand_in_the_order_of_their_keys() -> None:
    assert PRESETS == ("stored", "soft", "strong", "inverse")
    assert CT_PRESETS["lung"] == (-600, 1500)
