"""Labs: the nine panels, what can be chosen, and where a click leads."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from bedside_app.domain.fact import FactId
from bedside_app.ui.components.basics import FactChip, FactState, IconButton, Segments
from bedside_app.ui.components.charts import LabPanel
from bedside_app.ui.patient.bridge import key_of
from bedside_app.ui.patient.labs import LabsSection, lab_content
from bedside_app.ui.viewmodels.patient.screens.labs import Span, labs_of
from bedside_app.ui.viewmodels.shown import CaseShown
from tests.ui.clipping import clipped_texts
from tests.ui.stage import keep


def _shown(qtbot: QtBot, case: CaseShown, size: tuple[int, int] = (1286, 608)) -> LabsSection:
    section = keep(qtbot, LabsSection())
    section.resize(*size)
    section.show_case(case, low=size[1] < 600, wide=size[0] >= 1600)
    section.show()
    QApplication.processEvents()
    return section


def _visible(section: QWidget, kind: type[QWidget]) -> list[QWidget]:
    return [one for one in section.findChildren(kind) if one.isVisible()]


def _names(section: QWidget) -> list[str]:
    return [panel.accessibleName() for panel in _visible(section, LabPanel)]


def test_nine_values_fill_the_screen_and_nothing_is_cut(qtbot: QtBot, case: CaseShown, room: tuple[int, int]) -> None:
    section = _shown(qtbot, case, room)
    assert _names(section) == [panel.name for panel in labs_of(case).panels]
    assert len(_names(section)) == 9
    assert clipped_texts(section) == []
    assert section.minimumSizeHint().height() <= room[1]
    widths = {panel.width() for panel in _visible(section, LabPanel)}
    assert max(widths) - min(widths) <= 1


def test_a_value_opens_its_source_with_the_keyboard(qtbot: QtBot, case: CaseShown) -> None:
    section = _shown(qtbot, case)
    chip = _visible(section, FactChip)[0]
    with qtbot.waitSignal(section.source_wanted) as asked:
        QTest.keyClick(chip, Qt.Key.Key_Period)
    assert asked.args == [labs_of(case).panels[0].figure.source]


def test_page_down_and_the_buttons_turn_the_page_and_the_focus_stays(qtbot: QtBot, case: CaseShown) -> None:
    section = _shown(qtbot, case)
    first = _names(section)
    forth = _visible(section, IconButton)[1]
    forth.setFocus()
    QTest.keyClick(section, Qt.Key.Key_PageDown)
    assert _names(section) == [panel.name for panel in labs_of(case, page=1).panels] != first
    QTest.keyClick(section, Qt.Key.Key_PageUp)
    assert _names(section) == first
    QTest.mouseClick(_visible(section, IconButton)[0], Qt.MouseButton.LeftButton)
    assert _names(section) != first
    _visible(section, IconButton)[1].setFocus()
    section.show_case(case)
    focused = QApplication.focusWidget()
    assert focused is not None
    assert focused.accessibleName() == forth.accessibleName()


def test_another_choice_shows_its_values_and_stays_for_the_next_revision(qtbot: QtBot, case: CaseShown) -> None:
    section = _shown(qtbot, case)
    which = _visible(section, Segments)[0]
    abnormal = which.findChildren(QWidget)[1]
    QTest.mouseClick(abnormal, Qt.MouseButton.LeftButton)
    count = labs_of(case).counts[1][2]
    assert len(_names(section)) == count < 9
    section.show_case(case)
    assert len(_names(section)) == count


def test_a_day_of_a_panel_moves_the_cursor(qtbot: QtBot, case: CaseShown) -> None:
    section = _shown(qtbot, case)
    panel = section.findChild(LabPanel)
    assert panel is not None
    at = labs_of(case).panels[0].points[0].day
    place = QPoint(round(panel.plot.scale().x(at)), 30)
    with qtbot.waitSignal(section.day_wanted) as asked:
        QTest.mouseClick(panel.plot, Qt.MouseButton.LeftButton, pos=place)
    assert asked.args == [at]


def test_before_the_first_result_there_is_no_value_and_nothing_opens(qtbot: QtBot, case: CaseShown) -> None:
    section = _shown(qtbot, case.at(date(2020, 1, 1)))
    chips = [one for one in _visible(section, FactChip) if isinstance(one, FactChip)]
    assert chips
    assert {chip.content.state for chip in chips} == {FactState.UNKNOWN}
    assert not any(chip.isEnabled() for chip in chips)


def test_old_values_are_shown_in_a_longer_span_until_one_is_chosen(qtbot: QtBot, case: CaseShown) -> None:
    later = case.today + timedelta(days=200)
    old = replace(case, current=replace(case.current, as_of=later.isoformat()))
    assert not any(panel.points for panel in labs_of(old).panels)
    section = _shown(qtbot, old)
    assert _visible(section, Segments)[1].selected == Span.YEAR  # type: ignore[attr-defined]


def test_a_panel_without_result_and_range_says_so(qtbot: QtBot, case: CaseShown) -> None:
    panel = replace(labs_of(case).panels[0], points=(), reference=(None, None))
    content = lab_content(case, panel)
    assert content.empty
    shown = keep(qtbot, LabPanel(content, case.language))
    shown.resize(410, 166)
    shown.show()
    assert clipped_texts(shown) == []


def test_value_and_unit_are_those_of_the_view_model(case: CaseShown) -> None:
    for panel in labs_of(case).panels:
        fact = lab_content(case, panel).fact
        assert f"{fact.value}\u00a0{fact.unit}".strip("\u00a0") == panel.figure.text
        assert fact.key == key_of(panel.figure.source)


def test_without_a_reference_range_the_least_and_the_greatest_result_say_their_value_beside_the_point(
    case: CaseShown,
) -> None:
    panel = replace(next(one for one in labs_of(case).panels if one.key == "lvef"), reference=(None, None))
    points = lab_content(case, panel).points
    assert len(points) > 1
    ends = {min(point.value for point in points), max(point.value for point in points)}
    assert {point.text for point in points if point.value in ends} == {f"{value:.0f}" for value in ends}
    assert {point.text for point in points if point.value not in ends} <= {""}


def test_with_a_reference_range_and_of_a_lone_result_no_point_repeats_its_value(case: CaseShown) -> None:
    shown = {panel.key: lab_content(case, panel) for panel in labs_of(case).panels}
    alone = next(content for content in shown.values() if len(content.points) == 1)
    assert {point.text for point in (*shown[FactId("creatinine")].points, *alone.points)} == {""}


def test_a_head_has_the_name_that_wards_write_and_says_the_whole_one(case: CaseShown) -> None:
    content = next(lab_content(case, one) for one in labs_of(case).panels if one.key == "lvef")
    assert content.short in ("LVEF", "FEVG")
    assert len(content.name) > len(content.short)
