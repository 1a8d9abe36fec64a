"""Today: what the first screen of a patient under treatment shows, opens and asks for, by keyboard and by mouse."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from bedside_app.dictionary.entries import load
from bedside_app.domain.case import CasePhase
from bedside_app.domain.fact import FactId
from bedside_app.domain.record import PatientRecord
from bedside_app.domain.today import Today
from bedside_app.foundation.progress import Silent
from bedside_app.foundation.settings import Settings
from bedside_app.foundation.words import Language
from bedside_app.report.parts.today.told import phone_text
from bedside_app.ui.components.basics import Button, Link, StatusChip, Text
from bedside_app.ui.components.basics.text import FactSpot
from bedside_app.ui.patient.frame import PatientFrame
from bedside_app.ui.patient.today import TodaySection
from bedside_app.ui.patient.today_entry import TodayForm
from bedside_app.ui.patient.today_table import PaintedTable
from bedside_app.ui.viewmodels.patient.screens.today import limit_told, today_of
from bedside_app.ui.viewmodels.patient.screens.today_sources import ref_to
from bedside_app.ui.viewmodels.shown import CaseShown
from bedside_app.workflows.assess import assess
from tests.acceptance.patient_a import AS_OF
from tests.todays import TODAY, crowded, going, quiet
from tests.ui.clipping import clipped_texts
from tests.ui.stage import keep

ROOT = Path(__file__).resolve().parents[3]
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
        assert phone_text(contact.phone, case.language) in spoken


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
        QTest.mouseClick(spot_of(section, "Neutrophils: needs"), Qt.MouseButton.LeftButton)
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


def test_a_value_that_is_known_is_entered_again_below_the_verdict(qtbot: QtBot, case: CaseShown) -> None:
    section = shown(qtbot, with_day(case))
    section.activateWindow()
    section.enter("neutrophils")
    QApplication.processEvents()
    form = next(one for one in section.findChildren(TodayForm) if one.isVisible())
    now = QApplication.focusWidget()
    assert isinstance(now, QLineEdit)
    assert form.isAncestorOf(now)
    assert limit_told(with_day(case), FactId("neutrophils")) in [one.text() for one in form.findChildren(Text)]
    section.resize(1286, max(608, _needed(section, 1286)))
    assert clipped_texts(section) == []


def test_what_is_saved_leaves_as_events_and_what_is_typed_stays_in_another_language(
    qtbot: QtBot, case_of_a: CaseShown
) -> None:
    section = shown(qtbot, with_day(case_of_a))
    section.activateWindow()
    section.enter("neutrophils")
    line = QApplication.focusWidget()
    assert line is not None
    QTest.keyClicks(line, "1.7")
    section.show_case(replace(with_day(case_of_a), language="fr"))
    form = next(one for one in section.findChildren(TodayForm) if not one.isHidden())
    assert form.draft.value == "1.7"
    with qtbot.waitSignal(section.changed) as saved:
        form.changed.emit(("saved",))
    assert saved.args == [("saved",)]


def test_letters_typed_into_the_form_are_no_shortcuts(qtbot: QtBot, case_of_a: CaseShown) -> None:
    section = shown(qtbot, with_day(case_of_a))
    section.activateWindow()
    section.enter("neutrophils")
    line = QApplication.focusWidget()
    assert line is not None
    with qtbot.assertNotEmitted(section.handover_wanted), qtbot.assertNotEmitted(section.fact_wanted):
        QTest.keyClicks(line, "hn")


def test_escape_takes_what_was_typed_and_then_closes_the_form(qtbot: QtBot, case_of_a: CaseShown) -> None:
    section = shown(qtbot, with_day(case_of_a))
    section.activateWindow()
    section.enter("neutrophils")
    line = QApplication.focusWidget()
    assert line is not None
    QTest.keyClicks(line, "1.7")
    QTest.keyClick(line, Qt.Key.Key_Escape)
    assert [one.draft.value for one in section.findChildren(TodayForm) if one.isVisible()] == [""]
    QTest.keyClick(line, Qt.Key.Key_Escape)
    assert [one for one in section.findChildren(TodayForm) if one.isVisible()] == []


def test_a_new_revision_closes_the_form_and_a_signed_case_opens_none(qtbot: QtBot, case_of_a: CaseShown) -> None:
    case = with_day(case_of_a)
    section = shown(qtbot, case)
    section.enter("neutrophils")
    section.show_case(replace(case, state=replace(case.state, revision=case.state.revision + 1)))
    assert [one for one in section.findChildren(TodayForm) if one.isVisible()] == []
    section.show_case(replace(case, state=replace(case.state, phase=CasePhase.SIGNED)))
    section.enter("neutrophils")
    assert [one for one in section.findChildren(TodayForm) if one.isVisible()] == []


@pytest.fixture(scope="session")
def case_of_b() -> CaseShown:
    """Return patient B, who is under treatment, on the demonstration's day."""
    made = assess([ROOT / "resources/demo/patient_b"], as_of=AS_OF, settings=Settings(), progress=Silent())
    record = made.gathered.record
    assert isinstance(record, PatientRecord)
    return CaseShown(current=made.summary, record=record, dictionary=load(), language="en")


def test_patient_b_is_shown_without_a_cut_in_every_window(
    qtbot: QtBot, case_of_b: CaseShown, language: Language, room: tuple[int, int]
) -> None:
    case = replace(case_of_b, language=language)
    section = shown(qtbot, case, (room[0] - 12, room[1]))  # beside the frame's scroll bar
    assert clipped_texts(section) == []
    assert section.minimumSizeHint().width() <= room[0] - 16
    assert case.current.today is not None
    assert len(tables(section)) == 2 + 2 * (3 + len(case.current.today.plans))


def test_every_figure_of_patient_b_opens_a_source_that_names_a_file_a_model_or_a_rule(case_of_b: CaseShown) -> None:
    from bedside_app.ui.viewmodels.patient.frame.source import source_of

    shown_day = today_of(case_of_b)
    assert shown_day.limits is not None
    refs = {piece.source for row in shown_day.limits.rows for piece in row.value if piece.source}
    assert len(refs) == len(shown_day.limits.rows)
    for ref in refs:
        found = source_of(case_of_b, ref)
        assert found is not None
        assert {"file-text", "cpu"} & {row.icon for row in found.rows}


def test_n_in_the_frame_opens_the_form_of_a_value_that_is_not_missing(qtbot: QtBot, case_of_b: CaseShown) -> None:
    frame = keep(qtbot, PatientFrame())
    frame.resize(1366, 768)
    frame.show()
    frame.show_case(case_of_b)
    QApplication.processEvents()
    assert frame.chosen == "today"
    frame.activateWindow()
    QTest.keyClick(frame, Qt.Key.Key_N)
    QApplication.processEvents()
    assert [one.fact for one in frame.findChildren(TodayForm) if one.isVisible()] == ["neutrophils"]
    QTest.keyClick(frame, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert frame.chosen == "summary"


def test_the_whole_day_of_patient_b_is_seen_without_scrolling(
    qtbot: QtBot, case_of_b: CaseShown, language: Language
) -> None:
    section = shown(qtbot, replace(case_of_b, language=language), (1286, 608))
    assert section.heightForWidth(1286) <= 608
    assert section.minimumSizeHint().height() == 0  # else the frame's scroll bar would stand beside what fits
