"""The networks on the images of one patient: each image once, a file that was away again, findings for each side."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from bedside_app.domain.finding import FindingState
from bedside_app.domain.image import ImageInstance, ImageReading, PixelBlock
from bedside_app.foundation.errors import Refusal
from bedside_app.inference.image_run import results_of, run_image_packs
from bedside_app.inference.packs.find import find_packs
from tests.inference.breast_pictures import HERE, block, image, pack, picture, series

MALIGNANT = picture("malignant")
RIGHT = image(MALIGNANT, laterality="R")


class Away(Refusal):
    code: ClassVar[str] = "imaging.file-not-found"


class Shown:
    """Gives the pixels of the malignant case, and counts how often it was asked."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self, _: ImageInstance) -> PixelBlock:
        self.asked += 1
        return block(MALIGNANT)


def away(_: ImageInstance) -> PixelBlock:
    raise Away()


def run(pixels: Shown | None, *earlier: ImageReading) -> tuple[ImageReading, ...]:
    of = series(instances=(RIGHT,))
    return run_image_packs([of], find_packs().packs, HERE, pixels or away, earlier=earlier)


def test_the_pack_for_pictures_says_whose_reading_it_is_and_is_asked_once_for_a_file() -> None:
    shown = Shown()
    (reading,) = run(shown)
    assert (reading.pack, reading.pack_version, reading.pack_digest) == (
        "breast_us",
        pack().card.version,
        pack().digest,
    )
    assert reading.suspicious
    assert run(shown, reading) == (reading,)
    assert shown.asked == 1
    (other,) = run(shown, replace(reading, pack_digest="another version"))
    assert (other, shown.asked) == (reading, 2)


def test_a_file_that_was_away_is_refused_by_its_reason_and_tried_again() -> None:
    (reading,) = run(None)
    assert reading.refused is not None
    assert reading.refused.code == "imaging.file-not-found"
    (found,) = run(Shown(), reading)
    assert found.refused is None


def test_images_of_another_kind_are_not_looked_at() -> None:
    other = series(modality="CT", instances=(RIGHT,))
    assert run_image_packs([other], find_packs().packs, HERE, away) == ()


def test_each_side_is_a_result_that_makes_the_sides_words_and_one_without_a_number_says_why() -> None:
    (right,) = run(Shown())
    refused = replace(run(None)[0], laterality="L")
    said, without = results_of((right, refused), find_packs().packs)
    assert said.state is FindingState.DONE
    probability = next(one for one in said.findings if one.output == "probability")
    assert probability.label["en"] == "Probability of malignancy, right side"
    assert probability.interval is not None
    assert probability.interval.kind == "ensemble"
    assert [one.interval for one in said.findings if one.output != "probability"] == [None, None]
    assert (without.state, without.refused) == (FindingState.REFUSED, refused.refused)
