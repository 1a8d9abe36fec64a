from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from bedside_app.foundation.words import Language
from bedside_app.ui.components.frame import Rail, RailButton, Section
from tests.ui.clipping import clipped_texts
from tests.ui.stage import keep

SECTIONS = (
    Section("today", "Aujourd’hui", "calendar-check", enabled=False),
    Section("summary", "Summary", "layout-list"),
    Section("missing", "Missing", "circle-dashed", 128),
)


def rail(qtbot: QtBot, language: Language = "en") -> Rail:
    made = Rail(SECTIONS, language)
    keep(qtbot, made)
    made.show()
    return made


def test_a_section_is_opened_by_mouse_and_by_key(qtbot: QtBot) -> None:
    made = rail(qtbot)
    _back, _today, summary, missing = made.findChildren(RailButton)
    with qtbot.waitSignal(made.wanted) as told:
        QTest.mouseClick(summary, Qt.MouseButton.LeftButton)
    assert (told.args, made.shown) == (["summary"], "summary")
    with qtbot.waitSignal(made.wanted):
        QTest.keyClick(missing, Qt.Key.Key_Return)
    assert made.shown == "missing"


def test_arrows_pass_greyed_sections_and_open_nothing(qtbot: QtBot) -> None:
    made = rail(qtbot)
    made.show_section("summary")
    _back, _today, summary, missing = made.findChildren(RailButton)
    summary.setFocus()
    with qtbot.assertNotEmitted(made.wanted):
        QTest.keyClick(summary, Qt.Key.Key_Down)
        assert made.focusWidget() is missing
        QTest.keyClick(missing, Qt.Key.Key_Down)
        assert made.focusWidget() is summary
    assert made.shown == "summary"


def test_the_way_back_and_the_count_are_said(qtbot: QtBot) -> None:
    made = rail(qtbot)
    back, *_rest, missing = made.findChildren(RailButton)
    assert (back.accessibleName(), missing.accessibleName()) == ("Worklist", "Missing, 128")
    with qtbot.waitSignal(made.back_wanted):
        QTest.mouseClick(back, Qt.MouseButton.LeftButton)


def test_no_section_is_cut(qtbot: QtBot, language: Language) -> None:
    made = rail(qtbot, language)
    assert clipped_texts(made) == []
    assert {button.height() for button in made.findChildren(RailButton)} == {64}
