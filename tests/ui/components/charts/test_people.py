from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from bedside_app.foundation.words import Language
from bedside_app.ui.components.charts import Group, PeopleArray, PeopleLegend, Shape
from bedside_app.ui.gallery.charts import groups
from tests.ui.clipping import clipped_texts


def test_a_hundred_people_are_a_hundred(qtbot: QtBot) -> None:
    with pytest.raises(ValueError, match="a hundred"):
        PeopleArray((Group(99, Shape.CIRCLE, "x"),), "en")
    with pytest.raises(ValueError, match="a hundred"):
        PeopleArray((Group(101, Shape.CIRCLE, "x"), Group(-1, Shape.CROSS, "y")), "en")


def test_every_group_is_said_with_its_number(qtbot: QtBot) -> None:
    array = PeopleArray(groups("en"), "en")
    qtbot.addWidget(array)
    assert "4 of 100: alpha" in array.accessibleName()
    assert "40 of 100: die, any cause" in array.accessibleName()


def test_shapes_differ_without_their_colour(qtbot: QtBot) -> None:
    images = []
    for shape in Shape:
        array = PeopleArray((Group(100, shape, "x"),), "en")
        qtbot.addWidget(array)
        image = array.grab().toImage().convertToFormat(array.grab().toImage().Format.Format_Grayscale8)
        ground = image.pixelColor(0, 0).value()
        images.append(tuple(image.pixelColor(x, y).value() != ground for x in range(13) for y in range(12)))
    assert len(set(images)) == len(Shape)


@pytest.mark.parametrize("width", [200, 420, 1200])
def test_the_legend_wraps_and_is_never_cut(qtbot: QtBot, width: int, language: Language) -> None:
    legend = PeopleLegend([(group.shape, group.label) for group in groups(language)], "Of 100:")
    qtbot.addWidget(legend)
    legend.resize(width, legend.heightForWidth(width))
    legend.show()
    assert clipped_texts(legend) == []
