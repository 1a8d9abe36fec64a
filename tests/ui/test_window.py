"""The window as a user meets it: a drop becomes an answer, a refusal says why, and nothing stale stands on screen."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from bedside_app.domain.case import FactEntered
from bedside_app.domain.fact import Fact, FactId, Origin, OriginKind
from bedside_app.domain.moment import Moment
from bedside_app.foundation.settings import Settings
from bedside_app.ui.cases import Cases
from bedside_app.ui.identity import IdentityPage
from bedside_app.ui.patient.frame import PatientFrame
from bedside_app.ui.viewmodels.shown import CaseShown
from bedside_app.ui.window import Window
from bedside_app.ui.worklist.table import CaseList
from tests.ui.stage import passing_cases

DEMO = Path(__file__).resolve().parents[2] / "resources/demo/patient_a"
LIMIT_MS = 60_000  # of a busy machine; a real answer takes about two seconds


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[Window]:
    """Return a window of 1366 × 768 that leaves no thread behind."""
    before = threading.active_count()
    made = Window(Settings(), passing_cases())
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    made.activateWindow()
    yield made
    made.close()
    assert threading.active_count() == before


def texts(widget: QWidget) -> str:
    visible = (label for label in widget.findChildren(QLabel) if label.isVisible())
    return "\n".join(label.accessibleName() or label.text() for label in visible)


def answered(window: Window, qtbot: QtBot, *paths: Path) -> None:
    with qtbot.waitSignal(window.shown, timeout=LIMIT_MS):
        window.open_paths(paths)


def drop(window: Window, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    event = QDropEvent(
        QPointF(50, 50), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    window.dropEvent(event)


def shown_case(window: Window) -> CaseShown:
    assert window.case is not None
    return window.case


def score(window: Window) -> Fact:
    return Fact(
        id=FactId("recurrence_score"),
        value=11.0,
        unit="1",
        about=shown_case(window).record.primaries[0],
        origin=Origin(kind=OriginKind.PERSON, name="paper", version="entry/1"),
        effective=Moment("2026-11-20"),
    )


def listed_names(window: Window) -> list[str]:
    table = window.findChild(CaseList)
    return [] if table is None else [row.name for row in table.rows]


def open_first(window: Window, _qtbot: QtBot) -> None:
    table = window.findChild(CaseList)
    assert table is not None
    table.focus_first()
    QTest.keyClick(QApplication.focusWidget() or table, Qt.Key.Key_Return)


def somebody_else(folder: Path) -> Path:
    patient = {
        "resourceType": "Patient",
        "identifier": [{"system": "urn:test", "value": "OTHER"}],
        "name": [{"family": "Otherwise", "given": ["Case"]}],
        "birthDate": "1950-02-03",
        "gender": "female",
    }
    file = folder / "other.json"
    file.write_text(json.dumps(patient), "utf-8")
    return file


@pytest.mark.slow
def test_a_dropped_folder_becomes_the_answer_without_a_click(window: Window, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.shown, timeout=LIMIT_MS):
        drop(window, DEMO)
    frame = window.findChild(PatientFrame)
    assert frame is not None
    assert frame.isVisible()
    assert frame.chosen == "summary"
    assert "DEMONSTRATION" in texts(frame)


@pytest.mark.slow
def test_another_patient_never_joins_an_open_case(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    answered(window, qtbot, DEMO)
    before = shown_case(window)
    answered(window, qtbot, somebody_else(tmp_path))
    page = window.findChild(IdentityPage)
    assert page is not None
    assert page.isVisible()
    assert "OTHERWISE" in texts(page).upper()
    with qtbot.waitSignal(page.back_wanted):
        QTest.keyClick(page, Qt.Key.Key_Escape)
    with qtbot.waitSignal(window.shown, timeout=LIMIT_MS):
        open_first(window, qtbot)
    assert shown_case(window).record == before.record


@pytest.mark.slow
def test_an_empty_folder_says_what_to_do(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    answered(window, qtbot, tmp_path)
    assert window.case is None
    assert len(texts(window)) > 100


@pytest.mark.slow
def test_an_entered_value_counts_and_the_old_answer_is_cleared_meanwhile(window: Window, qtbot: QtBot) -> None:
    answered(window, qtbot, DEMO)
    with qtbot.waitSignal(window.shown, timeout=LIMIT_MS):
        window.change((FactEntered(fact=score(window)),))
        assert shown_case(window).summary is None
    summary = shown_case(window).summary
    assert summary is not None
    shown = next(fact for fact in summary.facts if fact.fact == "recurrence_score")
    assert shown.value == 11.0
    assert "recurrence_score" not in {missing.fact for missing in summary.missing}


@pytest.mark.slow
def test_undo_takes_an_entered_value_back(window: Window, qtbot: QtBot) -> None:
    answered(window, qtbot, DEMO)
    before = shown_case(window).current
    with qtbot.waitSignal(window.shown, timeout=LIMIT_MS):
        window.change((FactEntered(fact=score(window)),))
    with qtbot.waitSignal(window.shown, timeout=LIMIT_MS):
        QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert shown_case(window).current == before
    assert shown_case(window).state.revision == 3


@pytest.mark.slow
def test_two_drops_one_after_the_other_are_both_read(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    other = somebody_else(tmp_path)
    drop(window, DEMO)
    drop(window, other)
    qtbot.waitUntil(lambda: len(listed_names(window)) == 2, timeout=LIMIT_MS)
    assert shown_case(window).current.identity.family == "DEMONSTRATION"  # the one that was first stays on screen
    assert {name.split(",")[0] for name in listed_names(window)} == {"DEMONSTRATION", "OTHERWISE"}


@pytest.mark.slow
def test_the_cursor_on_another_day_shows_the_state_of_that_day(window: Window, qtbot: QtBot) -> None:
    answered(window, qtbot, DEMO)
    with qtbot.waitSignal(window.shown, timeout=LIMIT_MS):
        window.move_to_day(date(2026, 9, 15))
    case = shown_case(window)
    assert case.off_today
    assert case.summary is not None
    assert case.summary.as_of == "2026-09-15"


@pytest.mark.slow
def test_closing_while_something_runs_leaves_nothing_behind(qtbot: QtBot) -> None:
    before = threading.active_count()
    window = Window(Settings(), passing_cases())
    qtbot.addWidget(window)
    window.open_demonstration()
    window.close()
    assert threading.active_count() == before


def test_what_the_next_case_needs_is_had_ready_once_the_window_is_there(
    window: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    readied: list[Cases] = []
    monkeypatch.setattr(Cases, "get_ready", lambda cases: readied.append(cases))  # noqa: PLW0108 - bound to the cases
    window.start()
    qtbot.waitUntil(lambda: len(readied) == 1, timeout=LIMIT_MS)
