"""Where a figure comes from: the popover of a narrow window, the dock of a wide one, by key and by pointer."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from bedside_app.ui.components.basics import Button, IconButton
from bedside_app.ui.components.basics.text import FactSpot
from bedside_app.ui.components.frame import SourceDock, SourcePopover
from bedside_app.ui.patient.frame import PatientFrame
from bedside_app.ui.viewmodels.shown import CaseShown
from tests.ui.clipping import clipped_texts
from tests.ui.stage import keep

WIDE, NARROW = (1920, 1080), (1366, 768)


def shown(qtbot: QtBot, case: CaseShown, size: tuple[int, int]) -> PatientFrame:
    frame = keep(qtbot, PatientFrame())
    frame.resize(*size)
    frame.show_case(case)
    frame.show()
    settle()
    return frame


def settle() -> None:
    for _ in range(10):  # what is below the fold comes a few turns later
        QApplication.processEvents()


def figure(frame: PatientFrame, text: str) -> FactSpot:
    return next(spot for spot in frame.findChildren(FactSpot) if spot.isVisible() and text in spot.run.text)


def docks(frame: PatientFrame) -> list[SourceDock]:
    return [dock for dock in frame.findChildren(SourceDock) if dock.isVisible()]


def popovers() -> list[QWidget]:
    return [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, SourcePopover)]


def test_a_wide_window_docks_the_source_and_escape_gives_the_focus_back(qtbot: QtBot, case: CaseShown) -> None:
    frame = shown(qtbot, case, WIDE)
    spot = figure(frame, "98")
    spot.setFocus()
    QTest.keyClick(spot, Qt.Key.Key_Period)
    settle()
    assert [dock.width() for dock in docks(frame)] == [344]
    assert not [one for one in popovers() if one.isVisible()]
    assert clipped_texts(frame) == []
    QTest.keyClick(spot, Qt.Key.Key_Escape)
    assert docks(frame) == []
    assert frame.focusWidget() is spot


def test_a_narrow_window_opens_the_popover_with_the_same_key(qtbot: QtBot, case: CaseShown) -> None:
    frame = shown(qtbot, case, NARROW)
    spot = figure(frame, "98")
    spot.setFocus()
    QTest.keyClick(spot, Qt.Key.Key_Period)
    found = [one for one in popovers() if one.isVisible()]
    assert len(found) == 1
    assert docks(frame) == []
    found[0].close()
    settle()


def test_another_figure_takes_the_dock_and_leads_to_its_models_card(qtbot: QtBot, case: CaseShown) -> None:
    frame = shown(qtbot, case, WIDE)
    QTest.mouseClick(figure(frame, "98"), Qt.MouseButton.LeftButton)
    frame.show_section("findings")
    settle()
    QTest.mouseClick(figure(frame, "66"), Qt.MouseButton.LeftButton)
    settle()
    (dock,) = docks(frame)
    assert clipped_texts(dock) == []
    frame.show_section("summary")
    card = next(button for button in dock.findChildren(Button) if button.isVisible())
    QTest.mouseClick(card, Qt.MouseButton.LeftButton)
    settle()
    assert frame.chosen == "findings"


def test_a_window_that_gets_narrow_has_no_dock(qtbot: QtBot, case: CaseShown) -> None:
    frame = shown(qtbot, case, WIDE)
    QTest.mouseClick(figure(frame, "98"), Qt.MouseButton.LeftButton)
    assert docks(frame)
    frame.resize(*NARROW)
    settle()
    assert docks(frame) == []


def test_a_source_whose_number_is_cleared_leaves_the_dock(qtbot: QtBot, case: CaseShown) -> None:
    frame = shown(qtbot, case, WIDE)
    frame.show_section("findings")
    settle()
    QTest.mouseClick(figure(frame, "66"), Qt.MouseButton.LeftButton)
    assert docks(frame)
    frame.show_case(replace(case, computing=True))
    settle()
    assert docks(frame) == []


def test_a_wide_banner_adds_kidney_function_and_performance_status(qtbot: QtBot, case: CaseShown) -> None:
    frame = shown(qtbot, case, WIDE)
    assert figure(frame, "mL/min/1")
    assert figure(frame, "ECOG")
    frame.resize(*NARROW)
    settle()
    assert not [spot for spot in frame.findChildren(FactSpot) if spot.isVisible() and "ECOG" in spot.run.text]
    assert clipped_texts(frame) == []


def test_a_long_list_of_medicines_leaves_the_window_its_width(qtbot: QtBot, case: CaseShown) -> None:
    names = "cyclophosphamide, dexamethasone, docetaxel, levothyroxine, pegfilgrastim, paracetamol, ondansetron"
    facts = tuple(
        replace(one, text={"en": names, "fr": names}) if one.fact == "medicines" else one for one in case.current.facts
    )
    frame = shown(qtbot, replace(case, current=replace(case.current, facts=facts)), NARROW)
    assert clipped_texts(frame) == []
    for width in (1500, 1366, 1920, 1366):
        frame.resize(width, 768)
        settle()
        assert frame.width() == width
        assert clipped_texts(frame) == [], width
    assert figure(frame, "cycloPHOSphamide").accessibleName().casefold() == names


def test_a_dock_closes_although_the_figure_that_asked_is_gone(qtbot: QtBot, case: CaseShown) -> None:
    frame = shown(qtbot, case, WIDE)
    QTest.mouseClick(figure(frame, "98"), Qt.MouseButton.LeftButton)
    frame.show_case(replace(case))
    settle()
    (dock,) = docks(frame)
    close = next(one for one in dock.findChildren(IconButton) if one.isVisible())
    close.setFocus()
    QTest.keyClick(close, Qt.Key.Key_Escape)
    settle()
    assert docks(frame) == []
