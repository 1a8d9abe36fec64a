from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside_app.domain.image import PixelSpacing, SpacedRegion
from bedside_app.ui.viewmodels.patient.images.captions import (
    Overlays,
    aspect_of,
    captions_of,
    drawn_names,
    scale_bar,
)
from tests.ui.patient.images.synthetic import SPACING, instance_of, reading_of, series_of


@given(scale=st.floats(0.05, 64), size=st.floats(0.01, 5))
def test_the_bar_is_a_round_length_between_two_fifths_and_all_of_its_room(scale: float, size: float) -> None:
    instance = instance_of(spacing=PixelSpacing(row=size, column=size, stated_by="test"))
    bar = scale_bar(instance, scale, 60, "en")
    assert bar is not None
    assert 60 * 0.39 <= bar.length <= 60.001
    millimetres = float(bar.word.removesuffix("\u00a0mm").replace(",", ""))
    assert millimetres * scale / size == pytest.approx(bar.length, rel=1e-3)
    assert f"{millimetres:e}"[0] in "125"


def test_without_a_spacing_there_is_no_bar_and_the_caption_says_so() -> None:
    instance = instance_of(spacing=None)
    assert scale_bar(instance, 1, 60, "en") is None
    assert captions_of(series_of(instance), instance, (), "en").spacing == "pixel size not stated"


def test_sides_and_directions_are_written_in_the_language() -> None:
    instance = instance_of(orientation=("L", "F"))
    assert captions_of(series_of(instance), instance, (), "en").side == "→L ↓F R"
    assert captions_of(series_of(instance), instance, (), "fr").side == "→G ↓B D"


def test_a_side_that_is_not_stated_has_no_letter_and_is_said_not_to_be() -> None:
    instance = instance_of(laterality="")
    found = captions_of(series_of(instance), instance, (), "en")
    assert found.side == ""
    assert "Side not stated" in found.spoken


def test_the_largest_region_gives_the_spacing_and_the_shape_of_the_pixels() -> None:
    tall = PixelSpacing(row=0.2, column=0.1, stated_by="test")
    regions = (
        SpacedRegion(left=0, top=0, right=9, bottom=9, spacing=SPACING),
        SpacedRegion(left=10, top=0, right=200, bottom=200, spacing=tall),
    )
    assert aspect_of(instance_of(spacing=None, regions=regions)) == 2
    assert aspect_of(instance_of(spacing=PixelSpacing(row=0.0, column=0.1, stated_by="test"))) == 1


def test_the_caption_names_what_is_drawn() -> None:
    assert drawn_names(reading_of(), Overlays(), measured=True) == ("outline", "callipers")
    assert drawn_names(reading_of(), Overlays().outline_toggled(), measured=True) == ("nothing",)
    assert drawn_names(None, Overlays(), measured=False) == ()
