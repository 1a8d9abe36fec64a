"""Every screen of a patient by keyboard alone, on the real window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from bedside_app.ui.patient.frame import PatientFrame
from bedside_app.ui.window import Window
from tests.ui.journeys.user import Keyboard, after, said

pytestmark = pytest.mark.slow


def section(frame: PatientFrame, key: str) -> int:
    return frame.sections.index(key) + 1


def test_summary_a_figure_opens_its_source_and_a_link_leads_on(by_keyboard: PatientFrame, keyboard: Keyboard) -> None:
    keyboard.section(section(by_keyboard, "summary"))
    keyboard.tab_to("98")
    keyboard.press(Qt.Key.Key_Period)
    assert "laboratory_2026-11.json" in said()
    keyboard.press(Qt.Key.Key_Escape)
    assert "laboratory_2026-11.json" not in said()
    keyboard.tab_to("Why, doses")
    keyboard.press(Qt.Key.Key_Return)
    assert by_keyboard.chosen == "therapy"


def test_labs_another_choice_shows_other_values(by_keyboard: PatientFrame, keyboard: Keyboard) -> None:
    keyboard.section(section(by_keyboard, "labs"))
    before = said()
    keyboard.tab_to("For this decision")
    keyboard.press(Qt.Key.Key_Right)
    assert keyboard.focused.accessibleName().startswith("Abnormal")
    keyboard.press(Qt.Key.Key_Space)
    assert said() != before


def test_findings_the_next_result_its_source_and_another_horizon(by_keyboard: PatientFrame, keyboard: Keyboard) -> None:
    keyboard.section(section(by_keyboard, "findings"))
    keyboard.tab_to("10 y", exactly=True)
    keyboard.press(Qt.Key.Key_Left)
    keyboard.press(Qt.Key.Key_Space)
    assert "Alive at 5 y" in said()
    keyboard.tab_to("Findings", exactly=True)
    keyboard.press(Qt.Key.Key_End)
    assert "Breast ultrasound network, version" in said()
    assert "SHA-256" in said()
    keyboard.press(Qt.Key.Key_Period)
    assert "Model card" in keyboard_names()
    keyboard.press(Qt.Key.Key_Escape)


def keyboard_names() -> str:
    from PySide6.QtWidgets import QAbstractButton, QApplication

    shown = (w for top in QApplication.topLevelWidgets() if top.isVisible() for w in top.findChildren(QAbstractButton))
    return "\n".join(one.accessibleName() for one in shown if one.isVisible())


def test_therapy_what_a_decision_waits_for_leads_to_its_form(by_keyboard: PatientFrame, keyboard: Keyboard) -> None:
    keyboard.section(section(by_keyboard, "therapy"))
    keyboard.tab_to("Enter a value")
    keyboard.press(Qt.Key.Key_Return)
    assert by_keyboard.chosen == "missing"
    assert keyboard.focused.accessibleName().startswith("Value")


def test_missing_a_value_is_entered_and_the_answer_computed_again(
    by_keyboard: PatientFrame, window: Window, keyboard: Keyboard
) -> None:
    keyboard.section(section(by_keyboard, "missing"))
    assert window.case is not None
    facts = [one.fact for one in window.case.current.missing]
    assert "qtcf" in facts
    keyboard.tab_to("Missing", exactly=True)
    keyboard.press(Qt.Key.Key_Home)
    for _ in range([str(one) for one in facts].index("qtcf")):
        keyboard.press(Qt.Key.Key_Down)
    keyboard.tab_to("Value, ms")
    keyboard.write("412")
    keyboard.tab_to("Measured on")
    keyboard.write("24 Nov 2026")
    keyboard.tab_to("Where it comes from")
    keyboard.press(Qt.Key.Key_Down)
    keyboard.tab_to("Save and compute again")
    after(window.shown, lambda: keyboard.press(Qt.Key.Key_Space))
    assert "qtcf" not in [one.fact for one in window.case.current.missing]
