"""Today: what the first screen of a patient under treatment shows, opens and asks for, by keyboard and by mouse."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from bedside_app.domain.today import Today
from bedside_app.ui.components.basics import Button, Link, StatusChip, Text
from bedside_app.ui.components.basics.text import FactSpot
from bedside_app.ui.patient.today import TodaySection
from bedside_app.ui.patient.today_table import PaintedTable
from bedside_app.ui.viewmodels.patient.screens.today import today_of
from bedside_app.ui.viewmodels.patient.screens.today_sources import ref_to
from bedside_app.ui.viewmodels.shown import CaseShown
from tests.todays import TODAY, crowded, going, quiet
from tests.ui.clipping import clipped_texts
from tests.ui.stage import keep

DAYS = {"held": TODAY, "going": going(), "quiet": quiet()}


def with_day(case: CaseShown, today: Today | None = TODAY) -> CaseShown:
    return replace(case, current=replace(case.current, today=today))


def shown(qtbot: QtBot, case: CaseShown, size: tuple[int, int] = (1286, 608)) -> TodaySection:
    section = keep(qtbot, TodaySection())
    section.resize(*size)
    section.show_case(case, low=size[1] < 600, wide=size[0] >= 1600)
    section.show()
    QApplication.processEvents()
    section.resize(size[0], max(size[1], section.sizeHint().height(), _needed(section, size[0])))
    QApplication.processEvents()
    return section


def _needed(section: QWidget, width: int) -> int:
    layout = section.layout()
    assert layout is not None
    return layout.heightForWidth(width)


def tables(section: TodaySection) -> list[PaintedTable]:
    return [table for table in section.findChildren(PaintedTable) if table.isVisible()]


def spots(section: TodaySection) -> list[FactSpot]:
    return [spot for spot in section.findChildren(FactSpot) if spot.isVisible()]


def spot_of(section: TodaySection, said: str) -> FactSpot:
    return next(spot for spot in spots(section) if spot.accessibleName().startswith(said))


@pytest.mark.parametrize("day", DAYS)
def test_nothing_is_cut_in_any_window_and_language(
    qtbot: QtBot, case: CaseShown, room: tuple[int, int], day: str
) -> None:
    section = shown(qtbot, with_day(case, DAYS[day]), room)
    assert clipped_texts(section) == []
    assert section.minimumSizeHint().width() <= room[0] - 16  # beside the frame's scroll bar


def test_a_day_with_long_texts_wraps_them_all(qtbot: QtBot, case: CaseShown) -> None:
    section = shown(qtbot, with_day(case, crowded(2)))
    assert clipped_texts(section) == []
    assert section.minimumSizeHint().width() <= 1270


def test_the_screen_says_verdict_limits_doses_and_cards(qtbot: QtBot, case: CaseShown) -> None:
    section = shown(qtbot, with_day(case))
    verdict = today_of(with_day(case)).verdict
    assert verdict is not None
    said = [text.text() for text in section.findChildren(Text) if text.isVisible()]
    assert verdict.headline in said
    assert [one.content.word for one in section.findChildren(StatusChip) if one.isVisible()] == [
        one.word for one in verdict.counts
    ]
    spoken = "\n".join(table.accessibleDescription() for table in tables(section))
    for limit in TODAY.limits:
        assert limit.label[case.language] in spoken
    for contact in TODAY.contacts:
        assert contact.phone in spoken


@pytest.mark.parametrize("key", [Qt.Key.Key_Period, Qt.Key.Key_Return, Qt.Key.Key_Space])
def test_a_value_opens_its_source_with_each_key(qtbot: QtBot, case_of_a: CaseShown, key: Qt.Key) -> None:
    section = shown(qtbot, with_day(case_of_a))
    spot = spot_of(section, "Platelets")
    with qtbot.waitSignal(section.source_wanted) as asked:
        QTest.keyClick(spot, key)
    assert asked.args == [ref_to("limit", 3)]


def test_every_value_opens_its_source_with_a_click(qtbot: QtBot, case_of_a: CaseShown) -> None:
    section = shown(qtbot, with_day(case_of_a))
    opened: list[object] = []
    section.source_wanted.connect(opened.append)
    for spot in spots(section):
        assert spot.width() > 4
        QTest.mouseClick(spot, Qt.MouseButton.LeftButton)
    assert len(opened) == len(spots(section))
    assert {ref_to("limit", at) for at in range(len(TODAY.limits))} <= set(opened)
    assert {ref_to("dose", 0, 0), ref_to("dose", 1, 1), ref_to("sum", 0), ref_to("plan", 0), ref_to("last")} <= set(
        opened
    )


def test_tab_walks_from_the_emergency_to_the_hand_over_in_reading_order(qtbot: QtBot, case_of_a: CaseShown) -> None:
    section = shown(qtbot, with_day(case_of_a))
    section.activateWindow()
    spots(section)[0].setFocus()
    seen = []
    while (now := QApplication.focusWidget()) is not None and now not in seen:
        seen.append(now)
        QTest.keyClick(now, Qt.Key.Key_Tab)
    tops = [one.mapTo(section, one.rect().center()).y() for one in seen[:3]]
    assert tops == sorted(tops)
    assert {type(one) for one in seen} >= {FactSpot, Button, Link}
    assert isinstance(seen[-1], Link)
    assert len(seen) == len(spots(section)) + 2


def test_the_one_action_asks_for_the_count_with_n_and_with_a_click(qtbot: QtBot, case_of_a: CaseShown) -> None:
    section = shown(qtbot, with_day(case_of_a))
    button = next(one for one in section.findChildren(Button) if one.isVisible())
    section.activateWindow()
    button.setFocus()
    with qtbot.waitSignal(section.fact_wanted) as wanted:
        QTest.keyClick(button, Qt.Key.Key_N)
    assert wanted.args == ["neutrophils"]
    with qtbot.waitSignal(section.fact_wanted) as wanted:
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert wanted.args == ["neutrophils"]


def test_the_hand_over_is_asked_for_with_h_and_with_a_click(qtbot: QtBot, case_of_a: CaseShown) -> None:
    section = shown(qtbot, with_day(case_of_a))
    link = next(one for one in section.findChildren(Link) if one.isVisible())
    section.activateWindow()
    link.setFocus()
    with qtbot.waitSignal(section.handover_wanted):
        QTest.keyClick(link, Qt.Key.Key_H)
    with qtbot.waitSignal(section.handover_wanted):
        QTest.mouseClick(link, Qt.MouseButton.LeftButton)


def test_an_unknown_limit_asks_for_its_value(qtbot: QtBot, case_of_a: CaseShown) -> None:
    section = shown(qtbot, with_day(case_of_a, quiet()))
    with qtbot.waitSignal(section.fact_wanted) as wanted:
        QTest.mouseClick(spot_of(section, "Neutrophils: Unknown"), Qt.MouseButton.LeftButton)
    assert wanted.args == ["neutrophils"]


def test_off_today_nothing_is_printed_or_asked(qtbot: QtBot, case_of_a: CaseShown) -> None:
    case = with_day(case_of_a)
    before = case.today - timedelta(days=7)
    section = shown(qtbot, case.at(before, replace(case.current, as_of=before.isoformat())))
    link = next(one for one in section.findChildren(Link) if one.isVisible())
    assert not link.isEnabled()
    assert [one for one in section.findChildren(Button) if one.isVisible()] == []
    with qtbot.assertNotEmitted(section.handover_wanted), qtbot.assertNotEmitted(section.fact_wanted):
        QTest.keyClick(section, Qt.Key.Key_H)
        QTest.keyClick(section, Qt.Key.Key_N)


def test_while_it_computes_nothing_of_before_is_left(qtbot: QtBot, case_of_a: CaseShown) -> None:
    section = shown(qtbot, with_day(case_of_a))
    section.show_case(replace(with_day(case_of_a), computing=True))
    QApplication.processEvents()
    assert tables(section) == []
    assert spots(section) == []


def test_on_a_day_without_a_regimen_one_sentence_stands_there(qtbot: QtBot, case: CaseShown) -> None:
    section = shown(qtbot, with_day(case, None))
    assert tables(section) == []
    assert today_of(with_day(case, None)).empty in [one.text() for one in section.findChildren(Text)]


def test_the_focus_stays_on_its_value_when_a_new_revision_is_shown(qtbot: QtBot, case_of_a: CaseShown) -> None:
    section = shown(qtbot, with_day(case_of_a))
    section.activateWindow()
    spot_of(section, "Bilirubin").setFocus()
    section.show_case(with_day(case_of_a, replace(TODAY, release_note={})))
    now = QApplication.focusWidget()
    assert now is not None
    assert now.accessibleName().startswith("Bilirubin")
