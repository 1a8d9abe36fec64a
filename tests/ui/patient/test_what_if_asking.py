"""What-if questions one at a time: the newest is answered, an older answer dropped, and nothing outlives the case."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from typing import ClassVar

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from bedside_app.domain.fact import Scalar
from bedside_app.foundation.progress import CancelFlag
from bedside_app.ui.patient.what_if_asking import Asked, WhatIfs
from bedside_app.ui.tasks import Tasks
from bedside_app.workflows import what_if


class Explorer:
    """Answers when it is let go, with the values as they were asked."""

    made: ClassVar[list[Explorer]] = []

    def __init__(self) -> None:
        self.asked: list[Mapping[str, Scalar]] = []
        self.go, self.began, self.closed = threading.Event(), threading.Event(), False
        Explorer.made.append(self)

    def ask(self, values: Mapping[str, Scalar], cancel: CancelFlag) -> tuple[object, ...]:
        self.asked.append(values)
        with cancel.watch(self.go.set):
            self.began.set()
            self.go.wait(10)
        if values.get("x") == "broken":
            raise ValueError("x")
        cancel.check()
        return (values,)

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def asking(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[WhatIfs]:
    monkeypatch.setattr(what_if, "Explorer", Explorer)
    Explorer.made.clear()
    tasks = Tasks(qapp)
    made = WhatIfs(tasks)
    yield made
    tasks.close()
    made.close()


class Told:
    """Keeps what each question was told."""

    def __init__(self) -> None:
        self.answers: list[object] = []
        self.lost = 0

    def question(self, x: Scalar) -> Asked[tuple[object, ...]]:
        def lose() -> None:
            self.lost += 1

        def put(explorer: object, cancel: CancelFlag) -> tuple[object, ...]:
            assert isinstance(explorer, Explorer)
            return explorer.ask({"x": x}, cancel)

        return Asked(put=put, take=self.answers.extend, lost=lose)


def test_only_the_newest_question_is_answered_and_none_between_is_even_asked(asking: WhatIfs, qtbot: QtBot) -> None:
    told = Told()
    for x in range(5):
        asking.ask(told.question(x))
    (explorer,) = Explorer.made
    explorer.go.set()
    qtbot.waitUntil(lambda: bool(told.answers))
    assert told.answers == [{"x": 4}]
    assert explorer.asked == [{"x": 0}, {"x": 4}]


def test_a_fault_is_told_to_the_question_and_the_next_is_answered(asking: WhatIfs, qtbot: QtBot) -> None:
    told = Told()
    asking.ask(told.question("broken"))
    Explorer.made[0].go.set()
    qtbot.waitUntil(lambda: told.lost == 1)
    asking.ask(told.question(1))
    qtbot.waitUntil(lambda: told.answers == [{"x": 1}])


def test_a_fault_of_an_older_question_is_dropped_like_its_answer(asking: WhatIfs, qtbot: QtBot) -> None:
    told = Told()
    asking.ask(told.question("broken"))
    asking.ask(told.question(2))
    Explorer.made[0].go.set()
    qtbot.waitUntil(lambda: bool(told.answers))
    assert (told.answers, told.lost) == ([{"x": 2}], 0)


def test_when_the_case_is_let_go_nothing_is_told_any_more_and_the_worker_ends(asking: WhatIfs, qtbot: QtBot) -> None:
    told = Told()
    asking.ask(told.question(0))
    asking.ask(told.question(1))
    explorer = Explorer.made[0]
    explorer.began.wait(10)
    asking.rest()
    qtbot.waitUntil(lambda: explorer.closed)
    QApplication.processEvents()
    assert (told.answers, told.lost) == ([], 0)


def test_after_a_rest_a_question_starts_a_worker_anew(asking: WhatIfs, qtbot: QtBot) -> None:
    told = Told()
    asking.ask(told.question(0))
    asking.rest()
    asking.ask(told.question(1))
    assert len(Explorer.made) == 2
    Explorer.made[1].go.set()
    qtbot.waitUntil(lambda: told.answers == [{"x": 1}])


def test_closing_waits_until_the_worker_is_gone(asking: WhatIfs) -> None:
    asking.ask(Told().question(0))
    asking.close()
    assert Explorer.made[0].closed
    asking.close()
