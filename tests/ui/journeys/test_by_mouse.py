"""Every screen of a patient by mouse alone, on the real window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QComboBox, QLineEdit, QScrollArea

from bedside_app.ui.patient.frame import PatientFrame
from bedside_app.ui.window import Window
from tests.ui.journeys.user import Mouse, after, named, said

pytestmark = pytest.mark.slow


def test_summary_a_figure_opens_its_source_and_a_link_leads_on(by_mouse: PatientFrame, mouse: Mouse) -> None:
    mouse.click(named("Summary", QAbstractButton))
    mouse.click(named("98", QAbstractButton))
    assert "laboratory_2026-11.json" in said()
    mouse.click(named("Close", QAbstractButton))
    assert "laboratory_2026-11.json" not in said()
    mouse.click(named("All ", QAbstractButton))
    assert by_mouse.chosen == "findings"


def test_labs_another_choice_shows_other_values(by_mouse: PatientFrame, mouse: Mouse) -> None:
    mouse.click(named("Labs", QAbstractButton))
    before = said()
    mouse.click(named("Abnormal", QAbstractButton))
    assert said() != before


def test_findings_another_result_its_card_and_another_horizon(by_mouse: PatientFrame, mouse: Mouse) -> None:
    mouse.click(named("Findings", QAbstractButton))
    mouse.click(named("15 y", QAbstractButton))
    assert "Alive at 15 y" in said()
    rows = named("Findings", QAbstractItemView)
    assert isinstance(rows, QAbstractItemView)
    mouse.click_row(rows, "Nottingham Prognostic Index")
    panel = named("Nottingham Prognostic Index", QScrollArea)
    assert isinstance(panel, QScrollArea)
    mouse.wheel_down(panel.viewport())
    assert panel.verticalScrollBar().value() == panel.verticalScrollBar().maximum() > 0
    assert "SHA-256" in said()


def test_therapy_what_a_decision_waits_for_leads_to_its_form(by_mouse: PatientFrame, mouse: Mouse) -> None:
    mouse.click(named("Therapy", QAbstractButton))
    mouse.click(named("Enter a value", QAbstractButton))
    assert by_mouse.chosen == "missing"


def test_missing_a_value_is_entered_and_the_answer_computed_again(
    by_mouse: PatientFrame, window: Window, mouse: Mouse
) -> None:
    mouse.click(named("Missing", QAbstractButton))
    rows = named("Missing", QAbstractItemView)
    assert isinstance(rows, QAbstractItemView)
    mouse.click_row(rows, "HBsAg")
    for field, choice in (("Value", "negative"), ("Where it comes from", "Paper")):
        box = named(field, QComboBox)
        assert isinstance(box, QComboBox)
        mouse.choose(box, choice)
    line = named("Measured on", QLineEdit)
    assert isinstance(line, QLineEdit)
    mouse.pick_today(line)
    save = named("Save and compute again")
    assert save.isEnabled()
    after(window.shown, lambda: mouse.click(save, QPoint(40, 20)))
    assert window.case is not None
    assert "hbsag" not in [one.fact for one in window.case.current.missing]
