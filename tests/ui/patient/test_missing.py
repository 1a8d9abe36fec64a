"""Missing and its form: nothing assumed, what is wrong is said, a correction has its reason."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from bedside_app.domain.case import CasePhase, FactCorrected, FactEntered
from bedside_app.domain.fact import FactId
from bedside_app.ui.components.basics import Button, ChoiceField, DateField, Field, StatusChip, Text
from bedside_app.ui.components.cards import FindingList
from bedside_app.ui.patient.entry import EntryPanel
from bedside_app.ui.patient.missing import MissingSection
from bedside_app.ui.viewmodels.patient.acting.missing import missing_of
from bedside_app.ui.viewmodels.shown import CaseShown
from tests.ui.clipping import clipped_texts
from tests.ui.stage import keep


def shown(qtbot: QtBot, case: CaseShown, size: tuple[int, int] = (1286, 608)) -> MissingSection:
    section = keep(qtbot, MissingSection())
    section.resize(*size)
    section.show_case(case, low=size[1] < 600, wide=size[0] >= 1600)
    section.show()
    for _ in range(10):  # layouts whose parts hide or show come to rest with the next turns
        QApplication.processEvents()
    return section


def panel(section: MissingSection) -> EntryPanel:
    return next(one for one in section.findChildren(EntryPanel) if one.isVisible())


def fields(section: MissingSection) -> list[Field]:
    return [one for one in panel(section).findChildren(Field) if one.isVisible()]


def type_in(section: MissingSection, value: str, day: str = "2026-11-20") -> None:
    fields(section)[0].line.setFocus()
    QTest.keyClicks(fields(section)[0].line, value)
    date = next(one for one in panel(section).findChildren(DateField) if one.isVisible())
    date.line.setFocus()
    QTest.keyClicks(date.line, day)
    for choice in panel(section).findChildren(ChoiceField):
        if choice.isVisible():
            choice.box.setFocus()
            QTest.keyClick(choice.box, Qt.Key.Key_Down)
            choice.box.activated.emit(choice.box.currentIndex())


def button(section: MissingSection, at: int) -> Button:
    return [one for one in panel(section).findChildren(Button) if one.isVisible()][at]


def test_every_unknown_fits_its_room(qtbot: QtBot, case: CaseShown, room: tuple[int, int]) -> None:
    section = shown(qtbot, case, room)
    rows = next(one for one in section.findChildren(FindingList) if one.isVisible())
    for at in range(rows.model().rowCount()):
        rows.setCurrentIndex(rows.model().index(at, 0))
        assert clipped_texts(section) == [], rows.row(at).title


def test_what_each_answer_would_do_is_there_before_anything_is_typed(qtbot: QtBot, case: CaseShown) -> None:
    section = shown(qtbot, case)
    words = [one.content.word for one in panel(section).findChildren(StatusChip) if one.isVisible()]
    effects = missing_of(case).effects
    assert words == [becomes.sign.word for effect in effects for becomes in effect.becomes]
    assert not button(section, 0).isEnabled()


def test_a_right_value_is_one_event(qtbot: QtBot, case: CaseShown) -> None:
    section = shown(qtbot, case)
    section.choose("qtcf")
    type_in(section, "412")
    with qtbot.waitSignal(section.changed) as told:
        QTest.mouseClick(button(section, 0), Qt.MouseButton.LeftButton)
    (event,) = told.args[0]
    assert isinstance(event, FactEntered)
    assert (event.fact.id, event.fact.value, event.fact.unit) == ("qtcf", 412.0, "ms")


@pytest.mark.parametrize("typed", ["4120", "4,1,2", "abc"])
def test_what_is_wrong_is_said_and_cannot_be_saved(qtbot: QtBot, case: CaseShown, typed: str) -> None:
    section = shown(qtbot, case)
    section.choose("qtcf")
    type_in(section, typed)
    assert fields(section)[0].error
    assert not button(section, 0).isEnabled()
    assert clipped_texts(section) == []


def test_a_comma_is_a_decimal_mark_in_french_only(qtbot: QtBot, case: CaseShown) -> None:
    section = shown(qtbot, case)
    section.choose("magnesium")
    type_in(section, "0,8")
    assert bool(fields(section)[0].error) is (case.language == "en")


def test_a_correction_asks_for_its_reason(qtbot: QtBot, case: CaseShown) -> None:
    stands = next(one for one in case.record.facts if one.id == FactId("magnesium") or one.id == FactId("creatinine"))
    other = replace(stands, id=FactId("magnesium"), value=0.6, unit="mmol/L")
    section = shown(qtbot, replace(case, record=replace(case.record, facts=(*case.record.facts, other))))
    section.choose("magnesium")
    assert other.effective is not None
    type_in(section, "0.8" if case.language == "en" else "0,8", other.effective.text[:10])
    said = " ".join(one.text() for one in panel(section).findChildren(Text) if one.isVisible())
    assert "0.6" in said or "0,6" in said
    assert not button(section, 0).isEnabled()
    QTest.keyClicks(fields(section)[-1].line, "repeated")
    with qtbot.waitSignal(section.changed) as told:
        QTest.keyClick(button(section, 0), Qt.Key.Key_Space)
    assert told.args[0] == (FactCorrected(was=other, fact=told.args[0][0].fact, reason="repeated"),)
    assert clipped_texts(section) == []


def test_what_cannot_be_obtained_needs_its_reason_by_keyboard_alone(qtbot: QtBot, case: CaseShown) -> None:
    section = shown(qtbot, case)
    section.choose("qtcf")
    QTest.keyClick(button(section, 1), Qt.Key.Key_Return)
    assert not button(section, 0).isEnabled()
    assert clipped_texts(section) == []
    QTest.keyClicks(fields(section)[0].line, "no ECG here")
    with qtbot.waitSignal(section.changed) as told:
        QTest.keyClick(button(section, 0), Qt.Key.Key_Return)
    (event,) = told.args[0]
    assert (event.fact.value, event.fact.absent_reason) == (None, "no ECG here")


def test_escape_takes_away_what_was_typed(qtbot: QtBot, case: CaseShown) -> None:
    section = shown(qtbot, case)
    section.choose("qtcf")
    type_in(section, "412")
    QTest.keyClick(fields(section)[0].line, Qt.Key.Key_Escape)
    assert fields(section)[0].text == ""
    assert not button(section, 0).isEnabled()


def test_what_is_typed_survives_another_size_but_not_another_revision(qtbot: QtBot, case: CaseShown) -> None:
    section = shown(qtbot, case)
    section.choose("qtcf")
    type_in(section, "412")
    section.show_case(case, low=True)
    assert fields(section)[0].text == "412"
    assert button(section, 0).isEnabled()
    section.show_case(replace(case, state=replace(case.state, revision=case.state.revision + 1)))
    assert fields(section)[0].text == ""


def test_a_signed_case_takes_no_value(qtbot: QtBot, case: CaseShown) -> None:
    section = shown(qtbot, replace(case, state=replace(case.state, phase=CasePhase.SIGNED)))
    section.choose("qtcf")
    assert not fields(section)[0].isEnabled()
    assert not button(section, 0).isEnabled()


def test_a_value_that_only_a_model_asks_for_has_its_own_form(qtbot: QtBot, case: CaseShown) -> None:
    section = shown(qtbot, case)
    fact = FactId("cea")
    assert fact not in [row.fact for row in missing_of(case).rows]
    section.choose(fact)
    assert panel(section).fact == fact
    assert panel(section).isAncestorOf(section.focusWidget() or section)
    assert clipped_texts(section) == []
    section.choose("qtcf")
    assert panel(section).fact == "qtcf"


def test_a_known_value_is_not_asked_for_again(qtbot: QtBot, case: CaseShown) -> None:
    section = shown(qtbot, case)
    section.choose("creatinine")
    assert panel(section).fact == missing_of(case).rows[0].fact
