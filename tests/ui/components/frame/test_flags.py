from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from bedside_app.foundation.words import Language
from bedside_app.ui.components.basics import Button
from bedside_app.ui.components.basics.text import FactSpot
from bedside_app.ui.components.frame import Flag, FlagContent, Flags, shown_flags
from bedside_app.ui.gallery.frame import flags
from bedside_app.ui.theme import Status, StatusContent
from tests.ui.clipping import clipped_texts
from tests.ui.stage import keep

KINDS = st.lists(st.sampled_from([Status.HARD_STOP, Status.ACT_FIRST, Status.CAUTION]), max_size=9)


@given(KINDS)
def test_every_hard_stop_stays_and_others_fill_up_to_three(kinds: list[Status]) -> None:
    all_flags = tuple(FlagContent(str(at), StatusContent(kind, kind), "x") for at, kind in enumerate(kinds))
    shown = shown_flags(all_flags)
    stops = [flag for flag in all_flags if flag.stops]
    assert all(flag in shown for flag in stops)
    assert len(shown) == max(len(stops), min(3, len(all_flags)))


def row(qtbot: QtBot, content: tuple[FlagContent, ...], language: Language = "en", width: int = 1254) -> Flags:
    made = Flags(content, language)
    keep(qtbot, made)
    made.resize(width, max(44, made.heightForWidth(width)))
    made.show()
    return made


@pytest.mark.parametrize("width", [640, 900, 1254])
def test_no_flag_is_shortened(qtbot: QtBot, width: int, language: Language) -> None:
    assert clipped_texts(row(qtbot, flags(language), language, width)) == []


def test_flags_are_44_high_where_they_fit(qtbot: QtBot, language: Language) -> None:
    made = row(qtbot, flags(language)[:3], language)
    assert {flag.height() for flag in made.findChildren(Flag)} == {44}


def test_the_rest_is_behind_a_button_that_says_how_many(qtbot: QtBot) -> None:
    made = row(qtbot, flags("en"))
    (more,) = made.findChildren(Button)
    assert (more.text(), more.accessibleName()) == ("+ 2", "2 more warnings")
    with qtbot.waitSignal(made.more_wanted):
        QTest.keyClick(more, Qt.Key.Key_Return)


def test_a_value_in_a_flag_opens_its_source(qtbot: QtBot) -> None:
    made = row(qtbot, flags("en"))
    with qtbot.waitSignal(made.source_wanted) as told:
        QTest.mouseClick(made.findChildren(FactSpot)[0], Qt.MouseButton.LeftButton)
    assert told.args == ["demo"]
