from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCalendarWidget, QToolButton
from pytestqt.qtbot import QtBot

from bedside_app.foundation.words import LANGUAGES, Language, day, say
from bedside_app.ui.components.basics import ChoiceField, DateField, Field
from bedside_app.ui.components.basics.fields import read_day
from tests.ui.clipping import clipped_texts
from tests.ui.stage import keep


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


def field_of(qtbot: QtBot, language: Language) -> DateField:
    field = keep(qtbot, DateField("Recorded on", language, start=date(2026, 11, 24)))
    field.resize(240, 120)
    field.show()
    return field


def test_no_day_is_assumed(qtbot: QtBot, language: Language) -> None:
    field = field_of(qtbot, language)
    assert (field.day, field.unreadable, field.line.text()) == (None, False, "")
    assert clipped_texts(field) == []


def test_a_day_is_typed_and_then_written_as_wards_do(qtbot: QtBot) -> None:
    field = field_of(qtbot, "fr")
    with qtbot.waitSignal(field.changed):
        QTest.keyClicks(field.line, "24/11/2026")
    QTest.keyClick(field.line, Qt.Key.Key_Return)
    assert (field.day, field.line.text()) == (date(2026, 11, 24), "24 nov. 2026")


def test_what_names_no_day_stays_as_typed_and_is_said(qtbot: QtBot, language: Language) -> None:
    field = field_of(qtbot, language)
    QTest.keyClicks(field.line, "31/04/2026")
    QTest.keyClick(field.line, Qt.Key.Key_Return)
    assert (field.day, field.unreadable, field.line.text()) == (None, True, "31/04/2026")
    assert field.error == say("ui.field.no-day", language)
    field.line.clear()
    QTest.keyClick(field.line, Qt.Key.Key_Return)
    assert field.error == ""


def test_a_day_is_picked_from_the_calendar(qtbot: QtBot) -> None:
    field = field_of(qtbot, "en")
    QTest.keyClick(field.line, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    (calendar,) = field.line.findChildren(QCalendarWidget)
    assert calendar.selectedDate() == QDate(2026, 11, 24)
    arrows = {button.accessibleName() for button in calendar.findChildren(QToolButton)}
    assert {"Previous month", "Next month"} <= arrows
    with qtbot.waitSignal(field.changed):
        calendar.clicked.emit(QDate(2026, 11, 20))
    assert field.line.text() == "20 Nov 2026"
    qtbot.waitUntil(lambda: field.line.findChildren(QCalendarWidget) == [])


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("24 Nov 2026", "en", date(2026, 11, 24)),
        ("24 november 2026", "en", date(2026, 11, 24)),
        ("24\u00a0nov.\u00a02026", "fr", date(2026, 11, 24)),
        ("1 aout 2026", "fr", date(2026, 8, 1)),
        ("1 juin 2026", "fr", date(2026, 6, 1)),
        ("1 juillet 2026", "fr", date(2026, 7, 1)),
        ("03/04/2026", "en", date(2026, 4, 3)),
        ("2026-04-03", "en", date(2026, 4, 3)),
        ("24/11/26", "en", None),
        ("30 Feb 2026", "en", None),
        ("ju 1 2026", "en", None),
        ("1 ma 2026", "fr", None),
        ("24 11", "en", None),
        ("tomorrow", "en", None),
        ("", "en", None),
    ],
)
def test_a_day_is_read_day_first_and_a_century_is_never_guessed(
    text: str, language: Language, found: date | None
) -> None:
    assert read_day(text, language) == found


@given(st.dates(), st.sampled_from(LANGUAGES))
def test_every_day_is_read_as_it_is_written(written: date, language: Language) -> None:
    assert read_day(day(written, language), language) == (written if written.year >= 1000 else None)


@given(st.text())
def test_no_text_breaks_the_reading_of_a_day(text: str) -> None:
    assert read_day(text, "fr") is None or len(text) >= 8
