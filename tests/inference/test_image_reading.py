"""What is said of a picture: refusals before and behind the network, calibration, sets, bands, several views."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside_app.foundation.words import LANGUAGES, say
from bedside_app.inference.image_picture import COLOURED, Picture, coloured, grey_of, picture_of
from bedside_app.inference.image_reading import combined, probability, read, refused_before
from bedside_app.inference.packs.card import Card
from models.breast_us.recipe.calibrate import BANDS, Calibration, Conformal, band_of
from tests.inference.breast_pictures import block, image, pack, series

GREY = np.full((240, 320), 90, np.uint8)
OUTLINE: dict[str, Any] = {
    "rows": 240,
    "columns": 320,
    "mask": [76799, 1],
    "polygon": [(0, 0), (1, 0), (1, 1)],
    "spacing": None,
    "length": 20.0,
    "width": 10.0,
    "area": 150.0,
    "longest": ((0, 0), (20, 0)),
    "across": ((5, -5), (5, 5)),
    "taller": 0.5,
    "solidity": 0.9,
    "at_edge": False,
    "areas": 1,
}


def card() -> Card:
    return pack().card


def seen(*members: float, **more: Any) -> dict[str, Any]:
    return {
        "members": list(members),
        "strangeness": -9.0,
        "saliency": [[0.0]],
        "bounds": [0.0, 0.0, 320.0, 240.0],
        "outline": OUTLINE,
    } | more


@pytest.mark.parametrize(
    ("told", "stated", "share", "code"),
    [
        ({"modality": "CT"}, {}, None, "inference.image-modality"),
        ({"body_part": "LIVER"}, {}, None, "inference.image-other-part"),
        ({}, {"frames": 40}, None, "inference.image-frames"),
        ({}, {"rows": 199}, None, "inference.image-too-small"),
        ({}, {}, 0.05, "inference.image-coloured"),
    ],
)
def test_a_picture_outside_the_contract_is_refused_with_its_reason(
    told: dict[str, Any], stated: dict[str, Any], share: float | None, code: str
) -> None:
    refused = refused_before(card(), series(**told), image(GREY, **stated), share)
    assert refused is not None
    assert refused.code == code
    for language in LANGUAGES:
        assert "{" not in say(refused.code, language, refused.values)


def test_what_the_file_does_not_state_refuses_nothing_but_is_said() -> None:
    unstated = series(body_part="")
    assert refused_before(card(), unstated, image(GREY), 0.0) is None
    said = read(card(), unstated, image(GREY), seen(0.0, 0.1))
    assert [remark.code for remark in said.remarks] == ["inference.image-part-unstated"]


def test_behind_the_gate_and_without_an_outline_there_is_no_number_at_all() -> None:
    for strange in (seen(3.0, 3.0, strangeness=1.0), seen(3.0, 3.0, outline=None)):
        said = read(card(), series(), image(GREY), strange)
        assert said.refused is not None
        assert (said.probability, said.interval, said.category, said.shape) == (None, None, "", None)


@given(members=st.lists(st.floats(-12, 12), min_size=2, max_size=7))
def test_numbers_are_those_of_the_recipes_own_formulas(members: list[float]) -> None:
    fitted = card().parameters
    assert fitted is not None
    score = np.array([math.fsum(members) / len(members)])
    wanted = Calibration(fitted.slope, fitted.intercept).probability(score)
    benign, malignant = Conformal(fitted.alpha, fitted.benign, fitted.malignant).sets(wanted)
    said = read(card(), series(), image(GREY), seen(*members))
    assert said.probability == pytest.approx(wanted[0], abs=1e-12)
    assert said.conformal == tuple(n for n, kept in (("benign", benign[0]), ("malignant", malignant[0])) if kept)
    assert said.category == band_of(float(wanted[0])).category
    assert said.suspicious == (wanted[0] >= fitted.suspicion_limit)
    assert said.interval is not None
    assert said.probability is not None
    assert said.interval.low <= said.probability + 1e-12
    assert said.probability - 1e-12 <= said.interval.high
    assert said.interval.level == pytest.approx((len(members) - 1) / (len(members) + 1))


def test_bands_of_the_card_are_those_of_the_recipe() -> None:
    assert card().parameters is not None
    assert [(b.category, b.low) for b in card().parameters.bands] == [(b.category, b.low) for b in BANDS]  # type: ignore[union-attr]


def test_two_views_of_one_lesion_are_averaged_before_the_calibration() -> None:
    one = read(card(), series(), image(GREY, laterality="L"), seen(-2.0, -1.0))
    other = read(card(), series(), image(GREY, laterality="L", uid="1.2.4"), seen(1.0, 2.0))
    refused = read(card(), series(), image(GREY, uid="1.2.5"), seen(9.0, 9.0, strangeness=9.0))
    lesion = combined(card(), [one, other, refused])
    assert lesion is not None
    assert lesion.probability == pytest.approx(probability(card(), 0.0))
    assert lesion.images == ("1.2.3", "1.2.4")
    assert lesion.laterality == "L"
    assert combined(card(), [refused]) is None
    assert combined(card(), [one, replace(other, laterality="R")]).laterality == ""  # type: ignore[union-attr]


def test_grey_is_what_training_read_of_a_coloured_picture() -> None:
    from PIL import Image

    rgb = np.random.default_rng(3).integers(0, 256, (40, 50, 3), np.uint8)
    assert (grey_of(block(rgb)) == np.asarray(Image.fromarray(rgb).convert("L"))).all()


def test_wide_and_inverted_grey_become_bytes_in_which_larger_is_brighter() -> None:
    wide = np.array([[0, 500], [1000, 250]], np.uint16)
    assert grey_of(block(wide)).tolist() == [[0, 128], [255, 64]]
    assert grey_of(replace(block(wide), inverted=True)).tolist() == [[255, 127], [0, 191]]


def test_text_in_colour_is_few_pixels_and_a_doppler_is_many() -> None:
    picture = np.full((100, 100, 3), 80, np.uint8)
    assert coloured(block(picture)) == 0
    picture[:10, :10, 0] += COLOURED + 1
    assert coloured(block(picture)) == pytest.approx(0.01)
    assert coloured(block(GREY)) == 0


def test_the_network_sees_the_one_calibrated_rectangle_and_sizes_take_its_spacing() -> None:
    region = (10, 20, 400, 219, 0.1, 0.2)  # wider than the picture: cut to it
    picture = Picture(grey=GREY, spacing=(1.0, 1.0), regions=(region,))
    assert picture.window == (10, 20, 319, 219)
    assert picture.spacing_at([(50.0, 50.0), (60.0, 60.0)]) == (0.1, 0.2)
    assert picture.spacing_at([(50.0, 50.0), (60.0, 10.0)]) is None
    assert Picture(grey=GREY).window == (0, 0, 319, 239)
    assert Picture(grey=GREY, spacing=(1.0, 2.0)).spacing_at([(0.0, 0.0)]) == (1.0, 2.0)


def test_a_picture_crosses_to_the_worker_unharmed() -> None:
    picture = Picture(grey=np.arange(12, dtype=np.uint8).reshape(3, 4), spacing=(0.1, 0.2))
    back = picture_of(picture.plain())
    assert (back.grey == picture.grey).all()
    assert back.spacing == picture.spacing
