from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from bedside_app.ui.patient.images.pane import OUTLINE, Heat, ImagePane, Line
from bedside_app.ui.patient.images.picture import heat
from bedside_app.ui.theme import Scheme, apply
from bedside_app.ui.viewmodels.patient.images.transform import View
from tests.ui.stage import keep

GREY = QColor(90, 90, 90)


def pane_of(qtbot: QtBot) -> ImagePane:
    pane = keep(qtbot, ImagePane("Image"))
    image = QImage(50, 50, QImage.Format.Format_RGB32)
    image.fill(GREY)
    pane.resize(300, 300)
    pane.show_image(image)
    pane.show_view(View(scale=4, left=50, top=50))
    pane.show()
    return pane


def at(pane: ImagePane, x: int, y: int) -> QColor:
    return pane.grab().toImage().pixelColor(x, y)


@pytest.mark.parametrize("scheme", list(Scheme))
def test_the_ground_is_black_in_both_schemes(qtbot: QtBot, qapp: QApplication, scheme: Scheme) -> None:
    apply(qapp, scheme)
    try:
        pane = pane_of(qtbot)
        assert at(pane, 10, 10) == QColor("#000000")
        assert at(pane, 150, 150) == GREY
    finally:
        apply(qapp, Scheme.LIGHT)


def test_the_outline_is_drawn_where_its_points_lie_in_the_image(qtbot: QtBot) -> None:
    pane = pane_of(qtbot)
    pane.show_lines((Line(points=((9.5, 9.5), (39.5, 9.5), (39.5, 39.5)), colour=OUTLINE),))
    found = pane.grab().toImage()
    row = [found.pixelColor(x, 90) for x in range(90, 210)]
    assert sum(colour.blue() > 200 and colour.red() < 140 for colour in row) > 100
    assert at(pane, 120, 150) == GREY


def test_a_pen_keeps_its_two_pixels_whatever_the_magnification(qtbot: QtBot) -> None:
    pane = pane_of(qtbot)
    for scale in (1.0, 6.0):
        pane.show_view(View(scale=scale, left=50, top=50))
        middle = 50 + 20.5 * scale
        pane.show_lines((Line(points=((20.0, 5.0), (20.0, 45.0))),))
        image = pane.grab().toImage()
        y = round(50 + 25 * scale)
        wide = sum(image.pixelColor(round(middle) + x, y).red() > 160 for x in range(-8, 9))
        assert 1 <= wide <= 3


def test_words_stand_in_place_of_an_image_and_are_said(qtbot: QtBot) -> None:
    pane = pane_of(qtbot)
    pane.show_image(None, "No pixels.")
    assert pane.accessibleDescription() == "No pixels."
    assert at(pane, 60, 60) == QColor("#000000")


def test_saliency_covers_its_rectangle_only(qtbot: QtBot) -> None:
    pane = pane_of(qtbot)
    drawn = heat(((1.0, 1.0), (1.0, 1.0)))
    assert drawn is not None
    pane.show_heat(Heat(drawn, (-0.5, -0.5, 24.5, 24.5), "less", "more"))
    assert at(pane, 60, 60) != GREY
    assert at(pane, 200, 200) == GREY


def test_a_drag_tells_its_steps_and_a_press_while_measuring_the_point(qtbot: QtBot) -> None:
    pane = pane_of(qtbot)
    dragged: list[tuple[float, float]] = []
    placed: list[tuple[float, float]] = []
    pane.dragged.connect(lambda x, y: dragged.append((x, y)))
    pane.placed.connect(placed.append)
    QTest.mousePress(pane, Qt.MouseButton.LeftButton, pos=QPoint(100, 100))
    QTest.mouseMove(pane, QPoint(110, 95))
    QTest.mouseRelease(pane, Qt.MouseButton.LeftButton, pos=QPoint(110, 95))
    assert placed == []
    assert dragged[-1] == (10, -5)
    pane.set_measuring(True)
    QTest.mouseClick(pane, Qt.MouseButton.LeftButton, pos=QPoint(52, 52))
    assert placed == [(0, 0)]


def test_a_stroke_while_measuring_places_both_ends(qtbot: QtBot) -> None:
    pane = pane_of(qtbot)
    placed: list[tuple[float, float]] = []
    pane.placed.connect(placed.append)
    pane.set_measuring(True)
    QTest.mousePress(pane, Qt.MouseButton.LeftButton, pos=QPoint(52, 52))
    QTest.mouseRelease(pane, Qt.MouseButton.LeftButton, pos=QPoint(132, 52))
    assert placed == [(0, 0), (20, 0)]


def test_the_wheel_tells_where_it_was_turned(qtbot: QtBot) -> None:
    pane = pane_of(qtbot)
    turned: list[tuple[float, tuple[float, float]]] = []
    pane.wheeled.connect(lambda steps, place: turned.append((steps, place)))
    event = QWheelEvent(
        QPointF(70, 80),
        QPointF(pane.mapToGlobal(QPoint(70, 80))),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(pane, event)
    assert turned == [(1.0, (70.0, 80.0))]
