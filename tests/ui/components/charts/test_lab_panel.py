from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from bedside_app.foundation.words import Language
from bedside_app.ui.components.basics import FactChip
from bedside_app.ui.components.charts import LabContent, LabPanel
from bedside_app.ui.gallery.charts import labs
from bedside_app.ui.theme import palette
from tests.ui.clipping import clipped_texts
from tests.ui.stage import keep


def panel(qtbot: QtBot, content: LabContent, language: Language = "en", *, bare: bool = False) -> LabPanel:
    made = LabPanel(content, language, cursor=date(2026, 5, 2), bare=bare)
    keep(qtbot, made)
    made.resize(410, 166)
    made.show()
    return made


@pytest.mark.parametrize("at", range(3))
@pytest.mark.parametrize("bare", [False, True])
def test_no_panel_is_cut(qtbot: QtBot, at: int, bare: bool, language: Language) -> None:
    assert clipped_texts(panel(qtbot, labs(language)[at], language, bare=bare)) == []


def test_points_outside_the_range_are_drawn_in_caution(qtbot: QtBot) -> None:
    def colours(content: LabContent) -> set[str]:
        image = panel(qtbot, replace(content, grades=(), status=None)).plot.grab().toImage()
        return {image.pixelColor(x, y).name().upper() for x in range(image.width()) for y in range(image.height())}

    caution = QColor(palette().caution.text).name().upper()
    assert caution in colours(labs("en")[0])
    assert caution not in colours(replace(labs("en")[0], reference=(50, 200)))


def test_a_grade_line_beyond_the_axis_is_not_drawn(qtbot: QtBot) -> None:
    content = labs("en")[1]
    far = replace(content, grades=(replace(labs("en")[0].grades[0], value=1000.0),))
    assert panel(qtbot, far).plot.grab().toImage() == panel(qtbot, content).plot.grab().toImage()


def test_value_and_plot_lead_on(qtbot: QtBot) -> None:
    made = panel(qtbot, labs("en")[0])
    with qtbot.waitSignal(made.source_wanted):
        QTest.keyClick(made.findChildren(FactChip)[0], Qt.Key.Key_Return)
    x = round(made.plot.scale().x(date(2026, 4, 4)))
    with qtbot.waitSignal(made.day_wanted) as told:
        QTest.mouseClick(made.plot, Qt.MouseButton.LeftButton, pos=QPoint(x + 5, 40))
    assert told.args == [date(2026, 4, 4)]


def test_every_point_is_said(qtbot: QtBot) -> None:
    said = panel(qtbot, labs("en")[0]).plot.accessibleName()
    assert said.startswith("Example protein: 130, 20\u00a0Jan\u00a02026; 126")


def test_a_single_point_without_limits_can_be_drawn(qtbot: QtBot) -> None:
    content = replace(labs("en")[0], points=labs("en")[0].points[:1], reference=(None, None), grades=())
    assert clipped_texts(panel(qtbot, content)) == []


def test_the_cursor_moves(qtbot: QtBot) -> None:
    made = panel(qtbot, labs("en")[0])
    before = made.plot.grab().toImage()
    made.plot.show_cursor(date(2026, 2, 1))
    assert made.plot.grab().toImage() != before
