from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from bedside_app.foundation.words import Language
from bedside_app.ui.components.basics import Run
from bedside_app.ui.components.cards import FindingList, FindingRow
from bedside_app.ui.gallery.clinical import rows
from bedside_app.ui.theme import Status, status
from tests.ui.clipping import clipped_texts
from tests.ui.stage import keep


def shown(qtbot: QtBot, found: tuple[FindingRow, ...], width: int = 420) -> FindingList:
    made = FindingList("Findings")
    made.show_rows(found)
    keep(qtbot, made)
    made.resize(width, made.natural_height())
    made.show()
    return made


def at(made: FindingList, row: int, x: int, y: int) -> QPoint:
    return made.visualRect(made.model().index(row, 0)).topLeft() + QPoint(x, y)


def test_arrows_choose_and_the_choice_is_told(qtbot: QtBot) -> None:
    made = shown(qtbot, rows("en"))
    made.setCurrentIndex(made.model().index(0, 0))
    with qtbot.waitSignal(made.selected) as told:
        QTest.keyClick(made, Qt.Key.Key_Down)
    assert told.args == ["uncertain"]


def test_a_full_stop_opens_the_source_of_a_figure_but_not_of_words(qtbot: QtBot) -> None:
    made = shown(qtbot, rows("en"))
    made.setCurrentIndex(made.model().index(1, 0))
    with qtbot.waitSignal(made.source_wanted) as told:
        QTest.keyClick(made, Qt.Key.Key_Period)
    assert told.args == ["uncertain"]
    made.setCurrentIndex(made.model().index(2, 0))
    with qtbot.assertNotEmitted(made.source_wanted):
        QTest.keyClick(made, Qt.Key.Key_Period)


def test_enter_does_the_action_of_a_row_that_has_one(qtbot: QtBot) -> None:
    made = shown(qtbot, rows("en"))
    made.setCurrentIndex(made.model().index(2, 0))
    with qtbot.waitSignal(made.action_wanted) as told:
        QTest.keyClick(made, Qt.Key.Key_Return)
    assert told.args == ["refused"]


@pytest.mark.parametrize(("row", "y", "signal"), [(1, 12, "source_wanted"), (2, 34, "action_wanted")])
def test_a_click_on_value_or_link_opens_it(qtbot: QtBot, row: int, y: int, signal: str) -> None:
    made = shown(qtbot, rows("en"))
    with qtbot.waitSignal(getattr(made, signal)):
        QTest.mouseClick(made.viewport(), Qt.MouseButton.LeftButton, pos=at(made, row, 400, y))


def test_a_click_on_the_title_only_chooses(qtbot: QtBot) -> None:
    made = shown(qtbot, rows("en"))
    with (
        qtbot.assertNotEmitted(made.source_wanted),
        qtbot.assertNotEmitted(made.action_wanted),
        qtbot.waitSignal(made.selected),
    ):
        QTest.mouseClick(made.viewport(), Qt.MouseButton.LeftButton, pos=at(made, 1, 80, 12))


def test_a_row_is_said_with_value_interval_status_and_scope(qtbot: QtBot) -> None:
    row = rows("en")[1]
    made = shown(qtbot, (row,))
    said = made.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "Example mass: malignant, 44\u00a0%, 95 % interval 31–57, Uncertain, category stands"


def test_only_the_title_and_the_scope_are_shortened(qtbot: QtBot, language: Language) -> None:
    row = FindingRow(
        key="x",
        title="A title that is far too long for the row that it stands in " * 2,
        status=status(Status.UNCERTAIN, language),
        scope="and a scope that is too long as well, by far",
        value=(Run("1,234", fact="x"), Run("\u00a0mL/min/1.73\u00a0m²", fact="x")),
        interval="95 % interval 1,100–1,300",
    )
    assert clipped_texts(shown(qtbot, (row,), 300)) == []
    assert "1,234" in "".join(clipped_texts(shown(qtbot, (row,), 120)))


def test_new_rows_leave_nothing_of_the_old(qtbot: QtBot) -> None:
    made = shown(qtbot, rows("en"))
    made.show_rows(())
    assert made.natural_height() == 0
    assert not made.currentIndex().isValid()


def test_rows_are_47_high_and_46_in_a_low_window(qtbot: QtBot) -> None:
    made = shown(qtbot, rows("en"))
    assert made.visualRect(made.model().index(0, 0)).height() == 47
    made.set_row_height(46)
    assert made.natural_height() == 46 * 6
