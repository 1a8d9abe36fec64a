from __future__ import annotations

from bedside_app.ui.viewmodels.patient.images.table import rows_of
from tests.ui.patient.images.synthetic import instance_of, measured_width, reading_of


def test_a_persons_measurements_come_first_and_only_they_can_be_removed() -> None:
    rows = rows_of(instance_of(), reading_of(), measured_width(), "en")
    assert [(row.what, row.source, row.removable) for row in rows] == [
        ("Length", "Callipers", True),
        ("Longest", "Model", False),
        ("Across it", "Model", False),
        ("Area", "Model", False),
    ]


def test_without_a_spacing_the_model_measures_in_pixels() -> None:
    rows = rows_of(instance_of(spacing=None), reading_of(), (), "en")
    assert all("px" in row.value for row in rows)


def test_every_value_is_said_with_its_uncertainty_and_where_it_comes_from() -> None:
    row = rows_of(instance_of(), None, measured_width(), "fr")[0]
    assert row.spoken == f"Longueur {row.value}, plus ou moins 0,1, d’après Calipers"


def test_an_image_without_reading_and_measurements_has_no_rows() -> None:
    assert rows_of(instance_of(), None, (), "en") == ()
