"""Summary: what a clinician reads first, and where each part of it leads."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from bedside_app.ui.components.basics import Link, Text
from bedside_app.ui.components.cards import FindingList, OptionCard
from bedside_app.ui.components.frame import Flag
from bedside_app.ui.patient.summary import SummarySection
from bedside_app.ui.viewmodels.patient.screens.summary import summary_of
from bedside_app.ui.viewmodels.shown import CaseShown
from tests.ui.clipping import clipped_texts
from tests.ui.stage import keep


def _shown(qtbot: QtBot, case: CaseShown, size: tuple[int, int] = (1286, 900)) -> SummarySection:
    section = keep(qtbot, SummarySection())
    section.resize(*size)
    section.show_case(case, low=size[1] < 600, wide=size[0] >= 1600)
    section.show()
    for _turn in range(3):  # what is below the answer comes with the second, and is laid out in the third
        QApplication.processEvents()
    return section


def _said(section: SummarySection) -> str:
    return "\n".join(text.accessibleName() for text in section.findChildren(Text) if text.isVisible())


def test_everything_of_the_summary_is_said_and_nothing_is_cut(
    qtbot: QtBot, case: CaseShown, room: tuple[int, int]
) -> None:
    section = _shown(qtbot, case, room)
    shown, said = summary_of(case, at_most=5 if room[0] >= 1600 else 4), _said(section)
    for answer in shown.answers:
        assert answer.sentence in said
    cards = [card.content.title for card in section.findChildren(OptionCard) if card.isVisible()]
    assert cards == [card.title for card in shown.cards]
    assert len([flag for flag in section.findChildren(Flag) if flag.isVisible()]) == len(shown.flags)
    assert shown.against[0].why in said
    assert shown.all_against in [link.text() for link in section.findChildren(Link) if link.isVisible()]
    assert clipped_texts(section) == []
    assert section.minimumSizeHint().width() <= room[0]
    assert section.heightForWidth(room[0]) <= room[1]  # all is seen without scrolling


def test_with_a_figure_on_every_card_it_still_fits_its_window(
    qtbot: QtBot, scored_case: CaseShown, room: tuple[int, int]
) -> None:
    section = _shown(qtbot, scored_case, room)
    cards = [card.content for card in section.findChildren(OptionCard) if card.isVisible()]
    assert all(card.benefit is not None for card in cards)
    assert section.heightForWidth(room[0]) <= room[1]
    assert clipped_texts(section) == []


def test_enter_on_a_finding_opens_its_source(qtbot: QtBot, case: CaseShown) -> None:
    section = _shown(qtbot, case)
    rows = section.findChildren(FindingList)[-1]
    rows.setCurrentIndex(rows.model().index(0, 0))
    with qtbot.waitSignal(section.source_wanted) as asked:
        QTest.keyClick(rows, Qt.Key.Key_Return)
    assert asked.args == [summary_of(case).findings[0].figure.source]


def test_an_option_leads_to_its_doses_and_an_unknown_to_its_form(qtbot: QtBot, case: CaseShown) -> None:
    section = _shown(qtbot, case)
    card = section.findChildren(OptionCard)[0]
    with qtbot.waitSignal(section.section_wanted) as asked:
        QTest.keyClick(card.findChildren(Link)[-1], Qt.Key.Key_Return)
    assert asked.args == ["therapy"]
    first = summary_of(case).missing[0]
    link = next(one for one in section.findChildren(Link) if one.accessibleName() == first.spoken)
    with qtbot.waitSignal(section.fact_wanted) as wanted:
        QTest.keyClick(link, Qt.Key.Key_Return)
    assert wanted.args == [first.fact]


def test_while_it_is_computed_again_no_earlier_result_is_shown(qtbot: QtBot, case: CaseShown) -> None:
    section = _shown(qtbot, case)
    section.show_case(replace(case, computing=True))
    QApplication.processEvents()
    assert [card for card in section.findChildren(OptionCard) if card.isVisible()] == []
    assert [rows for rows in section.findChildren(FindingList) if rows.isVisible()] == []


def test_under_another_day_hard_stops_stay_todays(qtbot: QtBot, case: CaseShown) -> None:
    section = _shown(qtbot, case)
    section.show_case(case.at(case.today - timedelta(days=30)))
    QApplication.processEvents()
    flags = [flag for flag in section.findChildren(Flag) if flag.isVisible()]
    assert len(flags) == sum(flag.kind == "hard_stop" for flag in case.current.flags) > 0


def test_without_a_pathway_the_summary_says_so(qtbot: QtBot, without_pathway: CaseShown) -> None:
    section = _shown(qtbot, without_pathway)
    assert without_pathway.say("summary.no-options") in _said(section)
    assert clipped_texts(section) == []
