from __future__ import annotations

import time
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from bedside_app.domain.record import Identifier
from bedside_app.foundation.words import Language
from bedside_app.ui.components.basics import Button
from bedside_app.ui.viewmodels.worklist import ListedCase, worklist_of
from bedside_app.ui.worklist.row_delegate import ROW_HEIGHT
from bedside_app.ui.worklist.table import CaseTable
from tests.ui.clipping import clipped_texts
from tests.ui.stage import keep
from tests.ui.worklist.listed_cases import LONG_NAME, NOW, identity, listed_case, one_of_each


def table(qtbot: QtBot, language: Language = "en", *cases: ListedCase, width: int = 950) -> CaseTable:
    made = keep(qtbot, CaseTable(language))
    made.resize(width, 586)
    made.show_rows(worklist_of(cases or one_of_each(), language, now=NOW).rows, "nobody")
    made.show()
    made.activateWindow()
    made.focus_first()
    return made


def middle(made: CaseTable, at: int, x: int | None = None) -> QPoint:
    rect = made.list.visualRect(made.list.model().index(at, 0))
    return QPoint(rect.center().x() if x is None else x, rect.center().y())


@pytest.mark.parametrize("width", [950, 1400, 640])
def test_nothing_of_a_row_is_cut(qtbot: QtBot, language: Language, width: int) -> None:
    assert clipped_texts(table(qtbot, language, width=width)) == []


def test_a_long_name_makes_its_row_higher_and_is_whole(qtbot: QtBot, language: Language) -> None:
    who = replace(identity(LONG_NAME, "\u05d0" * 40), identifiers=(Identifier("urn:x", "ID" * 100),))
    made = table(qtbot, language, listed_case("long", minutes=1, identity=who), listed_case("short", minutes=2))
    heights = [made.list.visualRect(made.list.model().index(at, 0)).height() for at in range(2)]
    assert heights[0] > 2 * ROW_HEIGHT
    assert heights[1] == ROW_HEIGHT
    assert clipped_texts(made) == []


def test_a_row_of_a_demonstration_keeps_its_height(qtbot: QtBot, language: Language) -> None:
    who = identity("Demonstration", "Anna Maria", "DEMO-000001")
    made = table(qtbot, language, listed_case(identity=who, demonstration=True))
    assert made.list.visualRect(made.list.model().index(0, 0)).height() == ROW_HEIGHT


def test_arrows_choose_and_enter_opens(qtbot: QtBot) -> None:
    made = table(qtbot)
    QTest.keyClick(made.list, Qt.Key.Key_Down)
    QTest.keyClick(made.list, Qt.Key.Key_Down)
    QTest.keyClick(made.list, Qt.Key.Key_Up)
    with qtbot.waitSignal(made.case_wanted) as told:
        QTest.keyClick(made.list, Qt.Key.Key_Return)
    assert told.args == ["working"]


def test_a_click_opens(qtbot: QtBot) -> None:
    made = table(qtbot)
    with qtbot.waitSignal(made.case_wanted) as told:
        QTest.mouseClick(made.list.viewport(), Qt.MouseButton.LeftButton, pos=middle(made, 2))
    assert told.args == ["waits"]


def test_a_click_beside_every_row_opens_nothing(qtbot: QtBot) -> None:
    made = table(qtbot, "en", listed_case())
    with qtbot.assertNotEmitted(made.case_wanted):
        QTest.mouseClick(made.list.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(300, 300))


def test_delete_asks_first_and_the_safe_answer_has_the_focus(qtbot: QtBot) -> None:
    made = table(qtbot)
    with qtbot.assertNotEmitted(made.remove_wanted):
        QTest.keyClick(made.list, Qt.Key.Key_Delete)
        answer = made.focusWidget()
        assert isinstance(answer, Button)
        assert answer.text() == "Keep"
        QTest.keyClick(answer, Qt.Key.Key_Return)
    assert made.focusWidget() is made.list
    assert made.findChildren(Button) == [] or not made.findChildren(Button)[0].isVisible()


def test_escape_keeps_the_case(qtbot: QtBot) -> None:
    made = table(qtbot)
    QTest.keyClick(made.list, Qt.Key.Key_Delete)
    with qtbot.assertNotEmitted(made.remove_wanted):
        QTest.keyClick(made.focusWidget(), Qt.Key.Key_Escape)
    assert made.focusWidget() is made.list


def test_removing_takes_a_second_step_by_keyboard(qtbot: QtBot) -> None:
    made = table(qtbot)
    QTest.keyClick(made.list, Qt.Key.Key_Delete)
    QTest.keyClick(made.focusWidget(), Qt.Key.Key_Backtab)
    remove = made.focusWidget()
    assert isinstance(remove, Button)
    assert remove.accessibleName() == "Remove EXEMPLE, Marie"
    with qtbot.waitSignal(made.remove_wanted) as told:
        QTest.keyClick(remove, Qt.Key.Key_Space)
    assert told.args == ["ready"]


def test_removing_by_mouse_begins_at_the_end_of_a_row(qtbot: QtBot, language: Language) -> None:
    made = table(qtbot, language)
    x = made.list.viewport().width() - 20
    with qtbot.assertNotEmitted(made.case_wanted):
        QTest.mouseClick(made.list.viewport(), Qt.MouseButton.LeftButton, pos=middle(made, 1, x))
    assert clipped_texts(made) == []
    remove = next(button for button in made.findChildren(Button) if button.isVisible())
    with qtbot.waitSignal(made.remove_wanted) as told:
        QTest.mouseClick(remove, Qt.MouseButton.LeftButton)
    assert told.args == ["working"]


def test_the_question_goes_when_its_case_does(qtbot: QtBot) -> None:
    made = table(qtbot)
    QTest.keyClick(made.list, Qt.Key.Key_Delete)
    made.show_rows(made.list.rows[1:], "nobody")
    assert not [button for button in made.findChildren(Button) if button.isVisible()]


def test_the_chosen_case_stays_chosen_when_the_list_changes(qtbot: QtBot) -> None:
    made = table(qtbot)
    QTest.keyClick(made.list, Qt.Key.Key_Down)
    made.show_rows(made.list.rows[::-1], "nobody")
    assert made.list.chosen == "working"


def test_a_list_without_rows_says_why(qtbot: QtBot) -> None:
    made = table(qtbot)
    made.show_rows((), "No patient fits.")
    assert not made.list.isVisible()
    assert clipped_texts(made) == []


def test_each_row_is_one_sentence_for_a_screen_reader(qtbot: QtBot, language: Language) -> None:
    made = table(qtbot, language)
    index = made.list.model().index(0, 0)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == made.list.rows[0].spoken
    assert made.list.accessibleName()


def test_five_hundred_cases_are_shown_and_searched_at_once(qtbot: QtBot) -> None:
    cases = [listed_case(str(at), minutes=at, identity=identity(f"Name {at}", "Marie Anne")) for at in range(500)]
    made = table(qtbot)
    shown = worklist_of(cases, "en", now=NOW)
    begun = time.perf_counter()
    made.show_rows(shown.rows, "nobody")
    made.grab()
    assert time.perf_counter() - begun < 1.0  # a busy machine; about 40 ms alone
    assert len(made.list.rows) == 500
