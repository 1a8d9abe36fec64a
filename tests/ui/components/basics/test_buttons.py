from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from bedside_app.ui.components.basics import Button, ButtonKind, IconButton, Link, Look
from bedside_app.ui.theme import TARGET, palette


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_space_and_enter_press_a_button(qtbot: QtBot, key: Qt.Key) -> None:
    button = Button("Modify")
    qtbot.addWidget(button)
    with qtbot.waitSignal(button.clicked):
        QTest.keyClick(button, key)


def test_enter_never_sets_off_a_button_that_must_not_be_set_off_by_it(qtbot: QtBot) -> None:
    button = Button("Sign", ButtonKind.PRIMARY)
    button.enter_activates = False
    qtbot.addWidget(button)
    with qtbot.assertNotEmitted(button.clicked):
        QTest.keyClick(button, Qt.Key.Key_Return)
    with qtbot.waitSignal(button.clicked):
        QTest.keyClick(button, Qt.Key.Key_Space)


def test_a_disabled_button_does_nothing(qtbot: QtBot) -> None:
    button = Button("Modify")
    button.setEnabled(False)
    qtbot.addWidget(button)
    button.show()
    assert button.look() is Look.DISABLED
    with qtbot.assertNotEmitted(button.clicked):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_looks_differ(qtbot: QtBot) -> None:
    seen = set()
    for look in Look:
        button = Button("Modify")
        qtbot.addWidget(button)
        button.shown_as = look
        seen.add(QColor(button.grab().toImage().pixel(8, 22)).name())
    assert len(seen) == len(Look)


def test_an_ampersand_is_an_ampersand(qtbot: QtBot) -> None:
    button = Button("Risk & benefit")
    qtbot.addWidget(button)
    assert button.accessibleName() == "Risk & benefit"
    assert button.shortcut().isEmpty() or not button.sizeHint().isEmpty()


def test_a_button_is_at_least_44_by_44(qtbot: QtBot) -> None:
    for button in (Button("x"), IconButton("x", "Close")):
        qtbot.addWidget(button)
        assert button.sizeHint().height() >= TARGET
        assert button.sizeHint().width() >= TARGET


def test_an_icon_alone_has_a_name(qtbot: QtBot) -> None:
    button = IconButton("x", "Close")
    qtbot.addWidget(button)
    assert (button.accessibleName(), button.toolTip(), button.text()) == ("Close", "Close", "")


def test_a_link_is_drawn_in_the_accent(qtbot: QtBot) -> None:
    link = Link("Why?")
    qtbot.addWidget(link)
    image = link.grab().toImage()
    colours = {QColor(image.pixel(x, y)).name().upper() for x in range(image.width()) for y in range(image.height())}
    assert palette().accent in colours
