from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from bedside_app.foundation.words import Language
from bedside_app.ui.components.basics import Button
from bedside_app.ui.components.states import Action, EmptyContent, EmptyState
from bedside_app.ui.theme import palette
from tests.ui.clipping import clipped_texts
from tests.ui.stage import keep

CONTENT = EmptyContent(
    title="No patients on this computer",
    text="Drop a folder, disc, ZIP or file anywhere in this window. The summary follows by itself.",
    actions=(
        Action("folder", "Choose folder", "folder-open", primary=True),
        Action("demo", "Open a demonstration patient"),
    ),
    caption="Reads FHIR R4 and HL7 v2",
)


def shown(qtbot: QtBot, width: int = 900) -> EmptyState:
    made = EmptyState(CONTENT, drop_zone=True)
    keep(qtbot, made)
    made.resize(width, max(320, made.heightForWidth(width)))
    made.show()
    return made


def test_an_empty_place_says_what_to_do_and_does_it(qtbot: QtBot, language: Language) -> None:
    made = shown(qtbot)
    assert clipped_texts(made) == []
    with qtbot.waitSignal(made.action_wanted) as told:
        QTest.keyClick(made.findChildren(Button)[1], Qt.Key.Key_Return)
    assert told.args == ["demo"]


def test_its_edge_turns_accent_while_something_is_dragged(qtbot: QtBot) -> None:
    made = shown(qtbot)
    made.show_dragging(True)
    image = made.grab().toImage()
    assert {QColor(image.pixel(x, 0)).name().upper() for x in range(100, 140)} == {palette().accent}
    made.show_dragging(False)
    assert made.grab().toImage() != image


def test_it_becomes_as_narrow_as_a_side_panel(qtbot: QtBot) -> None:
    buttons = sum(button.sizeHint().width() for button in shown(qtbot).findChildren(Button))
    assert clipped_texts(shown(qtbot, buttons + 70)) == []
