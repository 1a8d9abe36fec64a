from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QScrollArea, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from bedside_app.ui.components.basics import Button, FocusRing, Link, install_focus, widen_targets
from bedside_app.ui.theme import palette
from tests.ui.stage import keep


def window(qtbot: QtBot, *parts: QWidget) -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(40, 40, 40, 40)
    column.setSpacing(60)
    for part in parts:
        column.addWidget(part)
    keep(qtbot, made)
    made.show()
    qtbot.waitExposed(made)
    return made


def rings(made: QWidget) -> list[FocusRing]:
    return [ring for ring in made.findChildren(FocusRing) if ring.isVisible()]


def test_the_ring_lies_two_px_outside_what_has_the_focus(qtbot: QtBot, qapp: QApplication) -> None:
    install_focus(qapp)
    first, second = Button("First"), Button("Second")
    made = window(qtbot, first, second)
    made.activateWindow()
    first.setFocus()
    qtbot.waitUntil(lambda: bool(rings(made)))
    (ring,) = rings(made)
    assert ring.geometry() == first.geometry().adjusted(-4, -4, 4, 4)
    assert QColor(made.grab().toImage().pixel(first.x() + 40, first.y() - 3)).name().upper() == palette().accent
    QTest.keyClick(first, Qt.Key.Key_Tab)
    (ring,) = rings(made)
    assert ring.target is second


def test_the_ring_follows_its_widget_and_scrolls_with_it(qtbot: QtBot) -> None:
    button, area, ring = Button("Here"), QScrollArea(), FocusRing()
    page = QWidget()
    page.resize(200, 800)
    button.setParent(page)
    button.move(20, 20)
    area.setWidget(page)
    qtbot.addWidget(area)
    area.show()
    ring.follow(button)
    assert ring.parentWidget() is page
    button.move(60, 90)
    assert ring.geometry().topLeft() == QPoint(56, 86)
    button.hide()
    assert not ring.isVisible()
    ring.follow(None)
    assert ring.target is None


def test_the_ring_outlives_the_window_that_it_was_in(qtbot: QtBot, qapp: QApplication) -> None:
    install_focus(qapp)
    gone = Button("Gone")
    first = QWidget()
    QVBoxLayout(first).addWidget(gone)
    first.show()
    first.activateWindow()
    gone.setFocus()
    first.deleteLater()
    qapp.sendPostedEvents(None, 0)
    qapp.processEvents()
    other = Button("Here")
    made = window(qtbot, other)
    made.activateWindow()
    other.setFocus()
    qtbot.waitUntil(lambda: bool(rings(made)))
    assert rings(made)[0].target is other


def test_a_field_draws_its_own_edge_and_takes_no_ring(qtbot: QtBot, qapp: QApplication) -> None:
    install_focus(qapp)
    field = QLineEdit()
    made = window(qtbot, field)
    made.activateWindow()
    field.setFocus()
    assert rings(made) == []


def test_a_small_link_can_be_hit_within_44_px(qtbot: QtBot) -> None:
    near, far = Link("Why?"), Link("All 9")
    made = window(qtbot, near, far)
    widen_targets(made)
    below = near.mapTo(made, QPoint(10, near.height() + 8))
    with qtbot.assertNotEmitted(far.clicked), qtbot.waitSignal(near.clicked):
        QTest.mouseClick(made, Qt.MouseButton.LeftButton, pos=below)
    with qtbot.assertNotEmitted(near.clicked):
        QTest.mouseClick(made, Qt.MouseButton.LeftButton, pos=near.mapTo(made, QPoint(10, near.height() + 24)))
    near.setEnabled(False)
    with qtbot.assertNotEmitted(near.clicked):
        QTest.mouseClick(made, Qt.MouseButton.LeftButton, pos=below)
