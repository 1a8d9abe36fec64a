"""The frame around the sections: what nobody has asked for yet is ready when somebody does."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QScrollArea
from pytestqt.qtbot import QtBot

from bedside_app.ui.patient.frame import PatientFrame
from bedside_app.ui.viewmodels.shown import CaseShown
from tests.ui.stage import keep


def test_every_section_but_the_images_shows_the_case_before_anybody_asks_for_it(
    qtbot: QtBot, case_of_a: CaseShown
) -> None:
    frame = keep(qtbot, PatientFrame())
    frame.resize(1366, 768)
    frame.show_case(case_of_a)
    frame.show()

    def filled() -> bool:
        held = [area.widget() for area in frame.findChildren(QScrollArea)]
        sections = [one for one in held if one is not None and type(one).__name__.endswith("Section")]
        ahead = [one for one in sections if type(one).__name__ != "ImagesSection"]  # pixels wait for who looks
        return len(sections) == len(frame.sections) and all(section.findChildren(QLabel) for section in ahead)

    qtbot.waitUntil(filled, timeout=20_000)
    assert frame.chosen == frame.sections[0]
