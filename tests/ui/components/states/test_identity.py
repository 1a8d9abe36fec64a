from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from bedside_app.foundation.words import Language
from bedside_app.ui.components.basics import Button, Field, Switch
from bedside_app.ui.components.cards import Card
from bedside_app.ui.components.states.identity import Accord, IdentityConflict, IdentityRow
from bedside_app.ui.gallery.states import identity
from bedside_app.ui.gallery.words import LONG_NAME
from tests.ui.clipping import clipped_texts
from tests.ui.stage import keep


def panel(qtbot: QtBot, language: Language = "en", *, decided: bool = False) -> IdentityConflict:
    content = identity(language)
    made = IdentityConflict(replace(content, differing=()) if decided else content, language)
    keep(qtbot, made)
    made.resize(1080, made.heightForWidth(1080))
    made.show()
    return made


def buttons(made: IdentityConflict) -> tuple[Button, Button]:
    separate, join = made.findChildren(Button)
    return separate, join


def test_both_sides_have_equal_weight(qtbot: QtBot, language: Language) -> None:
    made = panel(qtbot, language)
    left, right = made.findChildren(Card)[:2]
    assert abs(left.width() - right.width()) <= 1
    assert left.height() == right.height()
    assert clipped_texts(made) == []


def test_separating_is_one_click(qtbot: QtBot) -> None:
    made = panel(qtbot)
    with qtbot.waitSignal(made.separate_wanted):
        QTest.mouseClick(buttons(made)[0], Qt.MouseButton.LeftButton)


def test_joining_needs_a_reason_and_a_side(qtbot: QtBot) -> None:
    made = panel(qtbot)
    join, field = buttons(made)[1], made.findChildren(Field)[0]
    assert not join.isEnabled()
    QTest.keyClicks(field.line, "   ")
    QTest.mouseClick(made.findChildren(Switch)[1], Qt.MouseButton.LeftButton)
    assert not join.isEnabled()
    QTest.keyClicks(field.line, "passport seen")
    with qtbot.waitSignal(made.join_wanted) as told:
        QTest.keyClick(join, Qt.Key.Key_Space)
    assert told.args == ["passport seen", 1]


def test_joining_without_a_differing_detail_needs_a_reason_only(qtbot: QtBot) -> None:
    made = panel(qtbot, decided=True)
    QTest.keyClicks(made.findChildren(Field)[0].line, "same person")
    with qtbot.waitSignal(made.join_wanted) as told:
        QTest.mouseClick(buttons(made)[1], Qt.MouseButton.LeftButton)
    assert told.args == ["same person", -1]


def test_a_long_name_wraps_and_is_never_shortened(qtbot: QtBot, language: Language) -> None:
    content = identity(language)
    row = IdentityRow("Name", LONG_NAME * 2, Accord.DIFFERS)
    long = replace(content, sides=tuple(replace(side, rows=(row,)) for side in content.sides))
    made = IdentityConflict(long, language)
    keep(qtbot, made)
    made.resize(900, made.heightForWidth(900))
    made.show()
    assert clipped_texts(made) == []
