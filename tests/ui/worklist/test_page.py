from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from bedside_app.foundation.words import Language
from bedside_app.ui.components.basics import Button, Link, Operable, Segments
from bedside_app.ui.components.frame import FooterItem, SearchField
from bedside_app.ui.components.states import EmptyState, Notice
from bedside_app.ui.theme import Tone
from bedside_app.ui.worklist import ComputerRow, Worklist
from bedside_app.ui.worklist.job import JobCard
from bedside_app.ui.worklist.table import CaseList
from tests.report.cases import conflict_summary
from tests.ui.clipping import clipped_texts
from tests.ui.stage import keep
from tests.ui.worklist.listed_cases import NOW, listed_case, one_of_each

SIZES = [(1366, 768), (1366, 690), (1920, 1080), (1024, 640)]
ROWS = (
    ComputerRow("shield-check", "Modèles vérifiés", "11 sur 12", Tone.OK),
    ComputerRow("cpu", "Calcul sur", "CPU", Tone.OK),
    ComputerRow("lock", "Dossiers", "Chiffrés, 2,1 Go", Tone.OK),
    ComputerRow("wifi-off", "Réseau", "Non utilisé", Tone.OK),
)
FOOTER = (FooterItem("cpu", "CPU"), FooterItem("lock", "Saved 14:32"))
WHY = "The archive holds more than 2 GiB and was not opened. Unpack it and drop the folder."


def page(
    qtbot: QtBot, language: Language = "en", size: tuple[int, int] = (1366, 768), *, cases: bool = True
) -> Worklist:
    made = keep(qtbot, Worklist(language, FOOTER))
    made.resize(*size)
    made.show()
    made.activateWindow()
    made.show_computer(ROWS)
    if cases:
        made.show_cases(one_of_each(), NOW)
    return made


def states(made: Worklist) -> Iterator[str]:
    """Put each state on screen, one after the other."""
    yield "at rest"
    made.show_working("Reading", "DEMONSTRATION, Anna Maria")
    made.findChildren(JobCard)[0].show()
    made.show_step("intake.reading", 3, 40)
    yield "working"
    made.finish()
    made.show_refusal(WHY)
    yield "refused"
    made.show_crash("ValueError at intake/gather.py:12")
    made.show_cancelled()
    made.show_blocked(conflict_summary())
    yield "told"
    made.show_dragging(True)
    yield "dragging"


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("cases", [True, False])
def test_no_state_cuts_a_text_or_outgrows_the_window(
    qtbot: QtBot, language: Language, size: tuple[int, int], cases: bool
) -> None:
    made = page(qtbot, language, size, cases=cases)
    for state in states(made):
        assert (state, clipped_texts(made)) == (state, [])
        assert (state, made.size().toTuple()) == (state, size)


def shown(made: QWidget, kind: type[Operable]) -> dict[str, Operable]:
    return {one.accessibleName(): one for one in made.findChildren(kind) if one.isVisible()}


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Choose folder", "folder"),
        ("Choose files", "files"),
        ("Settings", "settings"),
        ("Language: English. Change to French", "language"),
        ("Colours: light. Change to dark", "theme"),
    ],
)
@pytest.mark.parametrize("cases", [True, False])
def test_every_button_asks_for_its_action(qtbot: QtBot, name: str, key: str, cases: bool) -> None:
    made = page(qtbot, cases=cases)
    with qtbot.waitSignal(made.action_wanted) as told:
        QTest.mouseClick(shown(made, Button)[name], Qt.MouseButton.LeftButton)
    assert told.args == [key]


@pytest.mark.parametrize("cases", [True, False])
def test_the_demonstration_is_one_step_away(qtbot: QtBot, cases: bool) -> None:
    made = page(qtbot, cases=cases)
    ways = [one for name, one in {**shown(made, Button), **shown(made, Link)}.items() if "emo" in name]
    with qtbot.waitSignal(made.action_wanted) as told:
        QTest.keyClick(ways[0], Qt.Key.Key_Return)
    assert told.args == ["demonstration"]


def test_keyboard_alone_searches_chooses_and_opens(qtbot: QtBot) -> None:
    made = page(qtbot)
    with qtbot.waitActive(made):
        made.activateWindow()
    QTest.keyClick(made, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    search = made.focusWidget()
    assert isinstance(search, SearchField)
    QTest.keyClicks(search, "ovary")
    rows = made.findChildren(CaseList)[0]
    assert [row.case for row in rows.rows] == ["failed", "signed"]
    QTest.keyClick(search, Qt.Key.Key_Down)
    assert made.focusWidget() is rows
    QTest.keyClick(rows, Qt.Key.Key_Down)
    with qtbot.waitSignal(made.case_wanted) as told:
        QTest.keyClick(rows, Qt.Key.Key_Return)
    assert told.args == ["signed"]


def test_mouse_alone_filters_and_opens(qtbot: QtBot) -> None:
    made = page(qtbot)
    blocked = shown(made, Operable)["Blocked 1"]
    QTest.mouseClick(blocked, Qt.MouseButton.LeftButton)
    rows = made.findChildren(CaseList)[0]
    assert [row.case for row in rows.rows] == ["blocked"]
    with qtbot.waitSignal(made.case_wanted) as told:
        QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(200, 30))
    assert told.args == ["blocked"]


def test_the_filter_holds_when_the_cases_change(qtbot: QtBot) -> None:
    made = page(qtbot)
    QTest.mouseClick(shown(made, Operable)["Signed 1"], Qt.MouseButton.LeftButton)
    made.show_cases([*one_of_each(), listed_case("new")], NOW)
    assert [row.case for row in made.findChildren(CaseList)[0].rows] == ["signed"]
    assert [one.selected for one in made.findChildren(Segments) if one.isVisible()] == ["signed"]


def test_the_list_has_the_focus_when_the_screen_is_shown(qtbot: QtBot) -> None:
    made = page(qtbot)
    made.hide()
    made.show()
    assert made.focusWidget() is made.findChildren(CaseList)[0]


def test_a_list_that_appears_takes_the_focus_unless_somebody_types(qtbot: QtBot) -> None:
    made = page(qtbot)
    assert made.focusWidget() is made.findChildren(CaseList)[0]
    other = page(qtbot, cases=False)
    with qtbot.waitActive(other):
        other.activateWindow()
    other.focus_search()
    other.show_cases(one_of_each(), NOW)
    assert isinstance(other.focusWidget(), SearchField)


def test_work_is_shown_after_200_ms_and_can_be_stopped(qtbot: QtBot) -> None:
    made = page(qtbot)
    made.show_working("Reading")
    job = made.findChildren(JobCard)[0]
    assert not job.isVisible()
    qtbot.waitUntil(job.isVisible, timeout=3000)
    with qtbot.waitSignal(made.cancel_wanted):
        QTest.mouseClick(shown(job, Button)["Cancel"], Qt.MouseButton.LeftButton)
    made.show_cancelled()
    assert not job.isVisible()


def test_work_that_ends_at_once_is_never_shown(qtbot: QtBot) -> None:
    made = page(qtbot, cases=False)
    made.show_working("Reading")
    made.finish()
    job = made.findChildren(JobCard)[0]
    qtbot.wait(260)
    assert not job.isVisible()


def test_running_work_goes_with_the_list_that_appears(qtbot: QtBot) -> None:
    made = page(qtbot, cases=False)
    made.show_working("Reading", "EXEMPLE, Marie")
    job = made.findChildren(JobCard)[0]
    job.show()
    made.show_cases(one_of_each(), NOW)
    assert job.isVisible()
    made.show_cases((), NOW)
    assert job.isVisible()


def test_a_notice_stays_while_the_next_files_are_read(qtbot: QtBot) -> None:
    made = page(qtbot)
    made.show_refusal(WHY)
    made.show_working("Reading")
    assert [one.isVisible() for one in made.findChildren(Notice)] == [True]


def test_after_a_stop_it_can_start_again(qtbot: QtBot) -> None:
    made = page(qtbot)
    made.show_cancelled()
    with qtbot.waitSignal(made.action_wanted) as told:
        QTest.mouseClick(shown(made.findChildren(Notice)[0], Button)["Start again"], Qt.MouseButton.LeftButton)
    assert told.args == ["again"]


def test_without_cases_there_is_one_large_place_to_drop(qtbot: QtBot) -> None:
    made = page(qtbot, cases=False)
    zones = [zone for zone in made.findChildren(EmptyState) if zone.isVisible()]
    assert len(zones) == 1
    assert zones[0].width() > 1200
    made.show_cases(one_of_each(), NOW)
    made.show_cases((), NOW)
    assert [zone.width() for zone in made.findChildren(EmptyState) if zone.isVisible()] == [zones[0].width()]


def test_this_computer_is_told_with_and_without_cases(qtbot: QtBot) -> None:
    for cases in (True, False):
        made = page(qtbot, cases=cases)
        texts = [label.text() for label in made.findChildren(QLabel) if label.isVisible()]
        assert texts.count("Chiffrés, 2,1 Go") == 1


def test_the_footer_is_told_anew(qtbot: QtBot) -> None:
    made = page(qtbot)
    made.show_footer([FooterItem("lock", "Locked")])
    texts = [label.text() for label in made.findChildren(QLabel) if label.isVisible()]
    assert "Locked" in texts
    assert "Saved 14:32" not in texts


def test_everything_that_can_be_operated_has_a_name(qtbot: QtBot, language: Language) -> None:
    made = page(qtbot, language)
    list(states(made))
    assert [one for one in made.findChildren(Operable) if one.isVisible() and not one.accessibleName()] == []


def test_an_empty_worklist_imports_nothing_that_only_a_patient_needs() -> None:
    code = (
        "import sys; from PySide6.QtWidgets import QApplication; app = QApplication([]);"
        "from bedside_app.ui.worklist import Worklist; made = Worklist('en'); made.show();"
        "names = ('pydantic', 'bedside_app.domain', 'bedside_app.dictionary', 'bedside_app.ui.viewmodels',"
        " 'bedside_app.ui.components.cards', 'bedside_app.ui.components.charts', 'bedside_app.ui.worklist.table');"
        "print([name for name in sys.modules if name.startswith(names)])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_while_files_are_read_the_parts_of_the_list_are_made_and_not_shown(qtbot: QtBot) -> None:
    made = page(qtbot, cases=False)
    made.show_working("Reading")
    qtbot.waitUntil(lambda: len(made.findChildren(EmptyState)) == 2, timeout=3000)
    assert [one.isVisible() for one in made.findChildren(CaseList)] == [False]
    assert len([zone for zone in made.findChildren(EmptyState) if zone.isVisible()]) == 1
    assert clipped_texts(made) == []


def test_what_waits_behind_the_running_work_is_counted(qtbot: QtBot, language: Language) -> None:
    made = page(qtbot, language)
    made.show_working("Reading", "EXEMPLE, Marie", waiting=2)
    job = made.findChildren(JobCard)[0]
    job.show()
    assert any("2" in label.text() for label in job.findChildren(QLabel) if label.isVisible())
    assert clipped_texts(made) == []


def test_the_tab_key_goes_as_one_reads(qtbot: QtBot) -> None:
    made = page(qtbot)
    made.show_refusal(WHY)
    made.show_cases(one_of_each(), NOW)
    names: list[str] = []
    made.setFocus()
    for _ in range(16):
        made.focusNextChild()
        now = made.focusWidget()
        if now is not None and now.isVisible():
            names.append(now.accessibleName())
    expected = [
        "Search the worklist",
        "Settings",
        "All 9",
        "Choose files",
        "Dismiss: Nothing could be used",
    ]
    expected += ["Worklist", "Choose folder"]
    places = [names.index(name) for name in expected]
    assert places == sorted(places)
