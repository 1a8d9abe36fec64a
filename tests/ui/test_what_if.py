"""What if in the window: other values reach neither the case, nor its events, nor anything that is written from it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from bedside_app.foundation.settings import Settings
from bedside_app.foundation.words import say
from bedside_app.ui.components.basics import Button
from bedside_app.ui.patient.frame import PatientFrame
from bedside_app.ui.patient.what_if import WhatIfPanel
from bedside_app.ui.patient.what_if_answer import AnswerView
from bedside_app.ui.patient.what_if_slider import Slider
from bedside_app.ui.window import Window
from tests.ui.stage import passing_cases

LIMIT_MS = 60_000


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[Window]:
    """Return a window of 1366 × 768 with demonstration patient A; it leaves no thread behind."""
    before = threading.active_count()
    made = Window(Settings(), passing_cases(), "en")
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    made.activateWindow()
    with qtbot.waitSignal(made.shown, timeout=LIMIT_MS):
        made.open_demonstration()
    yield made
    made.close()
    assert threading.active_count() == before


def workers() -> int:
    """Return how many threads follow a worker process."""
    return sum(thread.name.startswith("worker-") for thread in threading.enumerate())


def opened(window: Window, qtbot: QtBot) -> WhatIfPanel:
    frame = window.findChild(PatientFrame)
    assert isinstance(frame, PatientFrame)
    frame.show_section("findings")
    words = say("what_if.open", "en")

    def buttons() -> list[Button]:
        return [one for one in frame.findChildren(Button) if one.text() == words and one.isVisible()]

    qtbot.waitUntil(lambda: bool(buttons()), timeout=LIMIT_MS)
    QTest.keyClick(buttons()[0], Qt.Key.Key_Return)
    panel = next(one for one in frame.findChildren(WhatIfPanel) if one.isVisible())
    qtbot.waitUntil(lambda: bool(panel.findChildren(AnswerView)), timeout=LIMIT_MS)
    return panel


def test_nothing_of_it_reaches_the_case_its_events_or_what_is_exported(
    window: Window, qtbot: QtBot, tmp_path: Path
) -> None:
    def written(folder: Path) -> dict[str, bytes]:
        with qtbot.waitSignal(window._desk.exported, timeout=LIMIT_MS):
            window._desk.export(folder, "en")
        return {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix == ".json"}

    before, after = tmp_path / "before", tmp_path / "after"
    before.mkdir()
    after.mkdir()
    held, case = window._desk.held, window.case
    assert held is not None
    first = written(before)
    panel = opened(window, qtbot)
    slider = panel.findChildren(Slider)[0]
    QTest.keyClick(slider, Qt.Key.Key_PageUp)
    qtbot.waitUntil(lambda: not window._tasks.busy, timeout=LIMIT_MS)
    assert panel.values != panel._what_if.values
    assert window._desk.held is held
    assert window.case is case
    assert window._cases._find(held.case)[1].state == held.state
    assert written(after) == first


def test_its_worker_ends_when_the_patient_is_left(window: Window, qtbot: QtBot) -> None:
    waiting = workers()
    opened(window, qtbot)
    assert workers() > waiting
    window._back()
    qtbot.waitUntil(lambda: workers() <= waiting, timeout=LIMIT_MS)
