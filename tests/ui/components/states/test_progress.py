from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QProgressBar
from pytestqt.qtbot import QtBot

from bedside_app.foundation.words import Language
from bedside_app.ui.components.basics import Button
from bedside_app.ui.components.states import Phase, Progress
from tests.ui.clipping import clipped_texts
from tests.ui.stage import place


def job(qtbot: QtBot, language: Language = "en") -> Progress:
    made = Progress("Reading CT", language)
    place(qtbot, made, 500, 80)
    return made


def button(made: Progress, at: int) -> Button:
    word = ("Cancel", "Start again")[at]
    return next(found for found in made.findChildren(Button) if found.text() == word)


def timers(made: Progress) -> list[QTimer]:
    return [timer for timer in made.findChildren(QTimer) if timer.isActive()]


def test_work_shows_only_once_it_has_taken_200_ms(qtbot: QtBot) -> None:
    made, clock = job(qtbot), QElapsedTimer()
    clock.start()
    made.begin("slice 1 of 400")
    assert not made.isVisible()
    qtbot.waitUntil(made.isVisible)
    assert clock.elapsed() >= 190
    assert timers(made) == []


def test_work_that_is_done_sooner_never_shows(qtbot: QtBot) -> None:
    made = job(qtbot)
    made.begin()
    made.finish()
    assert (made.isVisible(), timers(made), made.phase) == (False, [], Phase.IDLE)


def test_cancel_asks_once_and_then_says_that_it_stops(qtbot: QtBot) -> None:
    made = job(qtbot)
    made.begin()
    made.show()
    qtbot.waitUntil(lambda: button(made, 0).height() == 44)
    with qtbot.waitSignal(made.cancel_wanted):
        QTest.mouseClick(button(made, 0), Qt.MouseButton.LeftButton)
    assert made.phase is Phase.STOPPING
    assert not button(made, 0).isEnabled()
    assert made.findChildren(QProgressBar)[0].property("phase") == "stopping"


def test_what_was_cancelled_says_so_and_can_start_again(qtbot: QtBot) -> None:
    made = job(qtbot)
    made.begin()
    made.show_cancelled()
    assert made.isVisible()
    assert timers(made) == []
    with qtbot.waitSignal(made.start_wanted):
        QTest.keyClick(button(made, 1), Qt.Key.Key_Space)


def test_no_phase_is_cut(qtbot: QtBot, language: Language) -> None:
    made = job(qtbot, language)
    made.begin("slice 248 of 400")
    made.show()
    assert clipped_texts(made.window()) == []
    made.show_stopping()
    assert clipped_texts(made.window()) == []
    made.show_cancelled()
    assert clipped_texts(made.window()) == []


def test_what_is_done_stays_within_its_ends(qtbot: QtBot) -> None:
    made = job(qtbot)
    for fraction, shown in ((-1.0, 0), (0.25, 250), (7.0, 1000)):
        made.show_step(fraction, "step")
        assert made.findChildren(QProgressBar)[0].value() == shown
