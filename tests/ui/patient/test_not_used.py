from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from bedside_app.domain.summary import ShownRefusal
from bedside_app.ui.patient.not_used import NotUsed
from bedside_app.ui.viewmodels.shown import CaseShown
from tests.report.cases import words
from tests.ui.clipping import clipped_texts
from tests.ui.stage import place


def refusal(why: str, file: str) -> ShownRefusal:
    return ShownRefusal(code="x", text=words(why), file=file)


def test_each_reason_is_told_once_with_its_files(qtbot: QtBot, case: CaseShown) -> None:
    ones = (*(refusal("unreadable", f"{at}.json") for at in range(3)), refusal("too large", "scan.zip"))
    made = NotUsed()
    place(qtbot, made, 800, 600)
    made.show_case(replace(case, current=replace(case.current, refusals=ones, not_understood=())))
    said = [label.text() for label in made.findChildren(QLabel) if label.isVisible()]
    assert made.count == 2
    assert {"unreadable", "0.json; 1.json; 2.json", "too large", "scan.zip"} <= set(said)
    assert clipped_texts(made) == []


def test_where_every_file_was_used_nothing_is_shown(qtbot: QtBot, case: CaseShown) -> None:
    made = NotUsed()
    place(qtbot, made, 800, 600)
    made.show_case(replace(case, current=replace(case.current, refusals=(), not_understood=())))
    assert not made.isVisible()
