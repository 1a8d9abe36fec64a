from __future__ import annotations

import threading
from collections.abc import Callable
from typing import ClassVar

import pytest
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from bedside_app.foundation.errors import Refusal
from bedside_app.ui.tasks import Handlers, Tasks, Work


class Unfit(Refusal):
    code: ClassVar[str] = "test.unfit"


def handlers(told: list[object], still_wanted: Callable[[], bool] = lambda: True) -> Handlers[object]:
    def told_as(name: str) -> Callable[..., None]:
        return lambda *values: told.append((name, *values, threading.current_thread() is threading.main_thread()))

    return Handlers(
        on_done=told_as("done"),
        on_refused=told_as("refused"),
        on_cancelled=told_as("cancelled"),
        on_crashed=told_as("crashed"),
        on_progress=told_as("progress"),
        still_wanted=still_wanted,
    )


def refuse(_: Work) -> object:
    raise Unfit(why="test")


def crash(_: Work) -> object:
    raise ValueError("a name that must not be shown")


def until_stopped(work: Work) -> object:
    pause = threading.Event()
    while True:
        work.step("intake.reading", 0, 2)
        pause.wait(0.01)


@pytest.mark.parametrize(
    ("function", "end"),
    [(lambda _: 42, "done"), (refuse, "refused"), (crash, "crashed")],
    ids=["done", "refused", "crashed"],
)
def test_a_task_ends_once_in_the_window_s_thread(function: Callable[[Work], object], end: str, qtbot: QtBot) -> None:
    told: list[object] = []
    tasks = Tasks()
    tasks.start(function, handlers(told))
    qtbot.waitUntil(lambda: bool(told))
    tasks.close()
    (only,) = told
    assert isinstance(only, tuple)
    assert (only[0], only[-1]) == (end, True)


def test_a_crash_shows_types_and_places_only(qtbot: QtBot) -> None:
    told: list[object] = []
    tasks = Tasks()
    tasks.start(crash, handlers(told))
    qtbot.waitUntil(lambda: bool(told))
    assert "must not be shown" not in repr(told)
    assert "ValueError" in repr(told)


def test_a_task_that_is_asked_to_stop_ends_as_cancelled_and_shows_its_progress(qtbot: QtBot) -> None:
    told: list[object] = []
    tasks = Tasks()
    running = tasks.start(until_stopped, handlers(told))
    qtbot.waitUntil(lambda: bool(told))
    running.stop()
    qtbot.waitUntil(lambda: not tasks.busy)
    names = [item[0] for item in told if isinstance(item, tuple)]
    assert names[0] == "progress"
    assert names[-1] == "cancelled"


def test_a_result_that_nobody_wants_any_more_is_dropped(qtbot: QtBot) -> None:
    told: list[object] = []
    tasks = Tasks()
    tasks.start(lambda _: 42, handlers(told, still_wanted=lambda: False))
    qtbot.waitUntil(lambda: not tasks.busy)
    assert told == []


def test_closing_stops_every_task_and_leaves_no_thread_behind(qtbot: QtBot) -> None:
    before = threading.active_count()
    told: list[object] = []
    tasks = Tasks()
    for _ in range(3):
        tasks.start(until_stopped, handlers(told, still_wanted=lambda: False))
    tasks.close()
    assert threading.active_count() == before
    QCoreApplication.processEvents()
    assert told == []
