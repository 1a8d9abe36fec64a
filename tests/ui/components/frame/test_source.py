from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from bedside_app.foundation.words import Language
from bedside_app.ui.components.basics import Button, FactChip, FactContent, IconButton
from bedside_app.ui.components.frame import SourceDock, SourcePopover
from bedside_app.ui.gallery.frame import source
from tests.ui.clipping import clipped_texts
from tests.ui.stage import keep


def opened(qtbot: QtBot, language: Language = "en") -> tuple[FactChip, SourcePopover]:
    holder = keep(qtbot, QWidget())
    chip = FactChip(FactContent(key="x", value="42", unit="mL/min"), language, parent=holder)
    holder.show()
    popover = SourcePopover(source(language), language, holder)
    popover.show_at(chip)
    return chip, popover


def told_of(popover: SourcePopover) -> list[str]:
    told: list[str] = []
    popover.closed.connect(lambda: told.append("closed"))
    popover.destroyed.connect(lambda: told.append("destroyed"))
    return told


def test_the_popover_opens_below_the_value_on_the_screen(qtbot: QtBot, language: Language) -> None:
    chip, popover = opened(qtbot, language)
    assert popover.isVisible()
    assert popover.width() == 372
    assert popover.screen().availableGeometry().contains(popover.geometry())
    assert popover.geometry().top() >= chip.mapToGlobal(chip.rect().bottomLeft()).y()
    assert clipped_texts(popover) == []


def test_escape_closes_it_and_tells(qtbot: QtBot) -> None:
    _chip, popover = opened(qtbot)
    assert isinstance(popover.focusWidget(), IconButton)
    told = told_of(popover)
    QTest.keyClick(popover, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: told == ["closed", "destroyed"])


def test_a_click_beside_it_closes_it_too(qtbot: QtBot) -> None:
    _chip, popover = opened(qtbot)
    told = told_of(popover)
    QTest.mouseClick(popover, Qt.MouseButton.LeftButton, pos=QPoint(-40, -40))
    qtbot.waitUntil(lambda: told == ["closed", "destroyed"])


def test_its_ways_on_tell_where_to(qtbot: QtBot) -> None:
    _chip, popover = opened(qtbot)
    with qtbot.waitSignal(popover.action_wanted) as told:
        QTest.mouseClick(popover.findChildren(Button)[1], Qt.MouseButton.LeftButton)
    assert told.args == ["card"]


def test_the_dock_shows_the_same_in_344(qtbot: QtBot, qapp: QApplication, language: Language) -> None:
    dock = SourceDock(source(language), language, title="Source", caption="of the selected value, which is long")
    qtbot.addWidget(dock)
    dock.resize(344, dock.heightForWidth(344))
    dock.show()
    assert clipped_texts(dock) == []
    with qtbot.waitSignal(dock.closed):
        QTest.mouseClick(dock.findChildren(IconButton)[0], Qt.MouseButton.LeftButton)
