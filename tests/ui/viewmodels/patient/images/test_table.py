from __future__ import annotations

from bedside_app.domain.image import LesionShape
from bedside_app.domain.record import Refused
from bedside_app.ui.viewmodels.patient.images.table import notes_of, rows_of
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
    assert row.spoken == f"Longueur {row.value}, plus ou moins {row.error}, d’après Calipers"


def test_an_image_without_reading_and_measurements_has_no_rows() -> None:
    assert rows_of(instance_of(), None, (), "en") == ()


def test_how_the_outline_lies_and_what_is_to_be_known_of_it_stands_below() -> None:
    shape = LesionShape(
        rows=1,
        columns=1,
        mask=(),
        length=10,
        width=8,
        area=60,
        unit="mm",
        taller=1.2,
        solidity=0.94,
        at_edge=False,
        areas=1,
    )
    remark = Refused(code="images.refused.crosses", values={})
    reading = reading_of(shape=shape, remarks=(remark,))
    notes = notes_of(reading, rows_of(instance_of(), reading, (), "en"), "en")
    assert notes[0] == "Model’s outline: taller than wide (not parallel), solidity 0.94"
    assert "crosses" in notes[1]
    assert notes_of(None, (), "en") == ()
