from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from bedside_app.foundation.words import Language
from bedside_app.ui.components.frame import TimeStrip
from bedside_app.ui.gallery.frame import strip
from tests.ui.clipping import clipped_texts
from tests.ui.stage import keep

TODAY = date(2026, 5, 4)


def shown(qtbot: QtBot, language: Language = "en", *, low: bool = False) -> TimeStrip:
    made = TimeStrip(strip(language), language, low=low)
    keep(qtbot, made)
    made.resize(1286, made.sizeHint().height())
    made.show()
    return made


def test_brackets_walk_through_the_events(qtbot: QtBot) -> None:
    made = shown(qtbot)
    with qtbot.waitSignal(made.moved) as told:
        QTest.keyClicks(made, "[")
    assert told.args == [date(2026, 5, 2)]
    QTest.keyClicks(made, "[[")
    assert made.cursor_day == date(2026, 3, 25)
    QTest.keyClicks(made, "]]]")
    assert made.cursor_day == TODAY


def test_home_and_end_go_to_the_first_event_and_to_today(qtbot: QtBot) -> None:
    made = shown(qtbot)
    QTest.keyClick(made, Qt.Key.Key_Home)
    assert made.cursor_day == date(2026, 1, 20)
    QTest.keyClick(made, Qt.Key.Key_End)
    assert made.cursor_day == TODAY


def test_t_opens_and_closes_the_lanes(qtbot: QtBot) -> None:
    made = shown(qtbot, low=True)
    assert made.sizeHint().height() == 28
    QTest.keyClick(made, Qt.Key.Key_T)
    assert (made.low, made.sizeHint().height()) == (False, 72)


def test_a_click_near_an_event_goes_to_it(qtbot: QtBot) -> None:
    made = shown(qtbot)
    x = round(made.scale().x(date(2026, 3, 16)))
    with qtbot.waitSignal(made.moved) as told:
        QTest.mouseClick(made, Qt.MouseButton.LeftButton, pos=QPoint(x + 3, 30))
    assert told.args == [date(2026, 3, 16)]
    with qtbot.assertNotEmitted(made.moved):
        QTest.mouseClick(made, Qt.MouseButton.LeftButton, pos=QPoint(60, 30))


def test_the_cursor_never_goes_past_today_and_says_where_it_is(qtbot: QtBot) -> None:
    made = shown(qtbot)
    made.move_to(date(2026, 5, 2))
    made.move_to(date(2030, 1, 1))
    assert made.cursor_day == TODAY
    made.move_to(date(2026, 5, 2))
    assert made.accessibleDescription().startswith("Shown as of 2\u00a0May\u00a02026. Labs")


@pytest.mark.parametrize("low", [False, True])
@pytest.mark.parametrize("day", [date(2026, 1, 1), TODAY, date(2026, 7, 15)])
def test_nothing_on_the_strip_is_cut(qtbot: QtBot, low: bool, day: date, language: Language) -> None:
    made = shown(qtbot, language, low=low)
    made.move_to(day)
    assert clipped_texts(made) == []
