from __future__ import annotations

from dataclasses import replace

from bedside_app.domain.image import ImageSeries
from bedside_app.domain.moment import Moment
from bedside_app.domain.refused import Refused
from bedside_app.intake.series import as_series
from tests.records import IMAGE_OF_NOBODY


def one(number: int | None, *, uid: str = "", series: str = "1", modality: str = "US") -> ImageSeries:
    image = replace(
        IMAGE_OF_NOBODY, uid=uid or f"1.{number}", number=number, source=f"sha256:{number}", place=f"{number}.dcm"
    )
    return ImageSeries(uid=series, study_uid="1.2", modality=modality, instances=(image,))


def test_images_of_one_series_join_in_the_order_of_their_numbers() -> None:
    (found,) = as_series([one(10), one(None), one(2)])
    assert [image.number for image in found.instances] == [2, 10, None]


def test_the_order_of_the_files_makes_no_difference() -> None:
    files = [one(1), one(2), one(1, series="2", uid="9"), one(3)]
    assert as_series(files) == as_series(reversed(files))


def test_one_series_number_under_two_modalities_is_two_series() -> None:
    assert len(as_series([one(1), one(2, modality="CT")])) == 2


def test_two_images_under_one_number_are_listed_and_not_shown() -> None:
    (found,) = as_series([one(1, uid="7"), one(2, uid="7"), one(3)])
    assert [image.refused.code if image.refused else "" for image in found.instances] == [
        "imaging.same-uid-twice",
        "imaging.same-uid-twice",
        "",
    ]


def test_studies_stand_in_the_order_of_their_days() -> None:
    def on(day: str, study: str, series: str) -> ImageSeries:
        image = replace(IMAGE_OF_NOBODY, uid=series, taken=Moment(day))
        return ImageSeries(uid=series, study_uid=study, modality="US", instances=(image,))

    found = as_series([on("2026-03-01", "1", "a"), on("2025-01-01", "2", "b"), on("2026-04-01", "2", "c")])
    assert [series.uid for series in found] == ["b", "c", "a"]


def test_a_damaged_copy_does_not_hide_the_whole_image() -> None:
    damaged = one(2, uid="7")
    refused = replace(damaged.instances[0], refused=Refused(code="imaging.pixels-cut-off", values={}))
    (found,) = as_series([one(1, uid="7"), replace(damaged, instances=(refused,))])
    assert found.instances[0].refused is None
