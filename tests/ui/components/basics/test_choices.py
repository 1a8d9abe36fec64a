from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from bedside_app.foundation.words import Language, say
from bedside_app.ui.components.basics import Choice, Segments, Switch, SwitchKind, TriState, Verdict, toggle
from tests.ui.clipping import clipped_texts
from tests.ui.stage import keep


def parts(segments: Segments) -> list[QAbstractButton]:
    return segments.findChildren(QAbstractButton)


def test_nothing_is_agreed_before_the_clinician_does(qtbot: QtBot, language: Language) -> None:
    state = TriState(language, "Dose of letrozole")
    qtbot.addWidget(state)
    state.show()
    assert state.selected == ""
    assert [part.text() for part in parts(state)] == [say(f"ui.action.{v}", language) for v in Verdict]
    assert clipped_texts(state) == []


def test_one_of_three_is_chosen_by_mouse_and_by_key(qtbot: QtBot) -> None:
    state = TriState("en", "Dose")
    qtbot.addWidget(state)
    state.show()
    agree, _modify, reject = parts(state)
    with qtbot.waitSignal(state.chosen) as told:
        QTest.mouseClick(reject, Qt.MouseButton.LeftButton)
    assert (told.args, state.selected) == ([Verdict.REJECT], Verdict.REJECT)
    with qtbot.waitSignal(state.chosen):
        QTest.keyClick(agree, Qt.Key.Key_Space)
    assert state.selected == Verdict.AGREE


def test_arrows_move_the_focus_without_choosing(qtbot: QtBot) -> None:
    state = TriState("en", "Dose")
    qtbot.addWidget(state)
    state.show()
    first, second, third = parts(state)
    first.setFocus()
    for part in (second, third, first):
        QTest.keyClick(state.focusWidget(), Qt.Key.Key_Right)
        assert state.focusWidget() is part
    assert state.selected == ""


def test_a_choice_can_be_taken_back_without_telling(qtbot: QtBot) -> None:
    segments = Segments((Choice("a", "All"), Choice("b", "Blocked")), "Filter", selected="a")
    qtbot.addWidget(segments)
    with qtbot.assertNotEmitted(segments.chosen):
        segments.select("")
    assert segments.selected == ""


def test_segments_are_44_high(qtbot: QtBot) -> None:
    segments = Segments((Choice("a", "All"),), "Filter")
    qtbot.addWidget(segments)
    assert segments.sizeHint().height() == 44


def test_a_toggle_says_on_and_off(qtbot: QtBot, language: Language) -> None:
    made = toggle(language, "Saliency")
    keep(qtbot, made)
    made.resize(made.sizeHint())
    made.show()
    assert (made.word(), made.accessibleName()) == (say("ui.action.off", language), "Saliency")
    QTest.keyClick(made, Qt.Key.Key_Space)
    assert made.isChecked()
    assert made.word() == say("ui.action.on", language)
    assert clipped_texts(made) == []


@pytest.mark.parametrize("kind", list(SwitchKind))
def test_on_and_off_look_different(qtbot: QtBot, kind: SwitchKind) -> None:
    on, off = Switch("PDF", kind, on=True), Switch("PDF", kind)
    for made in (on, off):
        keep(qtbot, made)
        made.resize(made.sizeHint())
    assert on.grab().toImage() != off.grab().toImage()


def test_tab_stops_at_what_is_chosen_and_at_the_first_where_nothing_is(qtbot: QtBot) -> None:
    choices = tuple(Choice(key, key) for key in "abc")
    segments = Segments(choices, "Filter", selected="b")
    qtbot.addWidget(segments)

    def stops() -> list[bool]:
        return [bool(part.focusPolicy() & Qt.FocusPolicy.TabFocus) for part in parts(segments)]

    assert stops() == [False, True, False]
    segments.select("c")
    assert stops() == [False, False, True]
    segments.select("")
    assert stops() == [True, False, False]
