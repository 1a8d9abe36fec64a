from __future__ import annotations

from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from bedside_app.foundation.words import Language
from bedside_app.ui.components.charts import ProbabilityScale, Zone
from bedside_app.ui.theme import palette
from tests.ui.clipping import clipped_texts


def test_value_and_interval_are_said_and_an_absent_interval_is_a_dash(qtbot: QtBot) -> None:
    made = ProbabilityScale(71, (58, 82), "en")
    bare = ProbabilityScale(71, None, "en")
    for scale in (made, bare):
        qtbot.addWidget(scale)
    assert made.accessibleName() == "71 on a scale of 0 to 100, interval 58 to 82"
    assert "interval – to –" in bare.accessibleName()


def test_the_interval_is_drawn_where_it_lies(qtbot: QtBot) -> None:
    scale = ProbabilityScale(50, (40, 80), "en")
    qtbot.addWidget(scale)
    scale.resize(220, 40)
    image = scale.grab().toImage()
    edge = palette().caution.edge
    assert QColor(image.pixel(10 + 2 * 70, 12)).name().upper() == edge
    assert QColor(image.pixel(10 + 2 * 30, 12)).name().upper() == palette().sunken


def test_crowded_thresholds_leave_no_cut_word(qtbot: QtBot, language: Language) -> None:
    zones = (Zone(2, 10, "4A"), Zone(10, 50, "BI-RADS 4B"), Zone(50, 95, "4C"))
    scale = ProbabilityScale(71, (58, 82), language, thresholds=(2, 2.5, 10, 50, 95, 100), zones=zones)
    qtbot.addWidget(scale)
    scale.resize(320, 52)
    scale.show()
    assert clipped_texts(scale) == []
