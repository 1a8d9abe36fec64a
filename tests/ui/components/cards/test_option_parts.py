from __future__ import annotations

from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from bedside_app.ui.components.cards import BenefitBar
from bedside_app.ui.theme import palette


def test_the_bar_is_a_hundred_people_wide(qtbot: QtBot) -> None:
    bar = BenefitBar(50, 25, "en")
    qtbot.addWidget(bar)
    bar.resize(200, 8)
    image = bar.grab().toImage()
    seen = [QColor(image.pixel(x, 4)).name().upper() for x in (10, 99, 101, 148, 152, 199)]
    shown = palette()
    assert seen == [shown.control, shown.control, shown.accent, shown.accent, shown.sunken, shown.sunken]
    assert bar.accessibleName() == "50 of 100, 25 more with this option"
