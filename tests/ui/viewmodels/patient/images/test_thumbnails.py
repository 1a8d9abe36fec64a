from __future__ import annotations

from datetime import date

from bedside_app.domain.image import taken_by
from bedside_app.domain.moment import Moment
from bedside_app.domain.record import Refused
from bedside_app.ui.viewmodels.patient.images.thumbnails import thumbs_of
from tests.ui.patient.images.synthetic import instance_of, series_of

TODAY = date(2026, 11, 24)


def test_each_image_says_side_day_and_which_of_how_many() -> None:
    right = [instance_of(f"1.{at}", number=at) for at in (2, 1)]
    left = instance_of("1.3", laterality="L")
    thumbs = thumbs_of((series_of(*right, left),), "en", TODAY)
    assert [(thumb.uid, thumb.title, thumb.caption) for thumb in thumbs] == [
        ("1.1", "Right breast", "18\u00a0Nov, 1 of 2"),
        ("1.2", "Right breast", "18\u00a0Nov, 2 of 2"),
        ("1.3", "Left breast", "18\u00a0Nov"),
    ]


def test_a_day_of_another_year_keeps_its_year_and_none_is_said_to_be_none() -> None:
    old, undated = instance_of("1.1", taken=Moment("2024-02-03")), instance_of("1.2", taken=None)
    found = thumbs_of((series_of(old, undated),), "fr", TODAY)
    assert [thumb.caption for thumb in found] == ["3\u00a0févr.\u00a02024", "date non indiquée"]


def test_an_image_of_another_modality_stands_last_and_says_why_it_is_not_shown() -> None:
    ct, echo = series_of(instance_of("1.1"), modality="CT", body_part="CHEST"), series_of(instance_of("1.2"))
    thumbs = thumbs_of((ct, echo), "en")
    assert [thumb.uid for thumb in thumbs] == ["1.2", "1.1"]
    assert thumbs[0].reason == ""
    assert thumbs[1].note == "CT, not shown"
    assert thumbs[1].reason.rstrip(".") in thumbs[1].spoken


def test_an_image_that_was_refused_says_why() -> None:
    refused = Refused(code="images.refused.no-picture", values={})
    found = thumbs_of((series_of(instance_of(refused=refused)),), "en")
    assert "damaged" in found[0].reason


def test_a_side_that_the_file_does_not_state_is_not_guessed() -> None:
    assert thumbs_of((series_of(instance_of(laterality="")),), "en")[0].title == "Breast, side not stated"


def test_by_an_earlier_day_later_images_are_not_there_and_undated_ones_are() -> None:
    undated = instance_of("1.2", taken=None)
    series = (series_of(instance_of("1.1"), undated), series_of(instance_of("1.3")))
    assert [one.instances for one in taken_by(series, date(2026, 11, 17))] == [(undated,)]
    assert len(taken_by(series, date(2026, 11, 18))) == 2
