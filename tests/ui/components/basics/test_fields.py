from __future__ import annotations

from PySide6.QtCore import QDate
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from bedside_app.foundation.words import Language
from bedside_app.ui.components.basics import ChoiceField, DateField, Field
from tests.ui.clipping import clipped_texts


def test_what_is_typed_stays_what_was_typed(qtbot: QtBot) -> None:
    field = Field("QTc", "en", unit="ms")
    qtbot.addWidget(field)
    with qtbot.waitSignal(field.edited):
        QTest.keyClicks(field.line, "41 2,0")
    assert field.text == "41 2,0"


def test_a_unit_is_part_of_the_name(qtbot: QtBot) -> None:
    field = Field("QTc", "en", unit="ms")
    qtbot.addWidget(field)
    assert field.line.accessibleName() == "QTc, ms"


def test_an_error_is_a_sentence_below_and_is_said(qtbot: QtBot, language: Language) -> None:
    field = Field("QTc", language, unit="ms", text="4120")
    qtbot.addWidget(field)
    field.resize(240, 120)
    field.show()
    field.show_error("Outside 200–800 ms")
    assert field.error == "Outside 200–800 ms"
    assert "Outside 200–800 ms" in field.line.accessibleDescription()
    assert field.line.property("status") == "stop"
    assert clipped_texts(field) == []
    field.show_error("")
    assert (field.error, field.line.accessibleDescription(), field.line.property("status")) == ("", "", "")


def test_nothing_is_chosen_until_somebody_does(qtbot: QtBot, language: Language) -> None:
    field = ChoiceField("Correction", language, (("a", "Fridericia"), ("b", "Bazett")))
    qtbot.addWidget(field)
    assert field.selected == ""
    field.box.setCurrentIndex(1)
    assert field.selected == "b"


def test_no_day_is_assumed(qtbot: QtBot, language: Language) -> None:
    field = DateField("Recorded on", language)
    qtbot.addWidget(field)
    field.resize(240, 80)
    field.show()
    assert field.day is None
    assert clipped_texts(field) == []
    with qtbot.waitSignal(field.changed):
        field.edit.setDate(QDate(2026, 11, 24))
    assert field.day == QDate(2026, 11, 24)
