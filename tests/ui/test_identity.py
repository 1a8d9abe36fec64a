"""The page of two identities as a user meets it: by keyboard alone, by mouse alone, and nothing joined by accident."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from bedside_app.dictionary.entries import load
from bedside_app.dictionary.view import View
from bedside_app.domain.record import Identity, PatientRecord
from bedside_app.foundation.words import Language
from bedside_app.intake.gather import GatheredCase, gather
from bedside_app.report.compose import Case, Conflict, compose
from bedside_app.ui.components.basics import Button, Field, Operable, Switch
from bedside_app.ui.identity import IdentityPage
from bedside_app.ui.viewmodels.shown import CaseShown
from tests.intake.test_gather import bundle, message
from tests.ui.clipping import clipped_texts
from tests.ui.stage import keep

DAY = date(2026, 11, 24)
SIZES = [(1366, 768), (1366, 690), (1920, 1080)]


@pytest.fixture(scope="module")
def swapped(tmp_path_factory: pytest.TempPathFactory) -> GatheredCase:
    """Return a drop of two birth dates, and a result that names nobody."""
    folder = tmp_path_factory.mktemp("drop")
    (folder / "images.json").write_text(bundle(born="1977-03-12", height=165))
    (folder / "labs.json").write_text(bundle(born="1977-12-03", weight=64))
    (folder / "nobody.hl7").write_text(message("7", "", "", "", weight="70"))
    return gather([folder])


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> GatheredCase:
    """Return a drop of three patients, one with a very long name with markup and letters from right to left."""
    folder: Path = tmp_path_factory.mktemp("crowd")
    (folder / "a.json").write_text(bundle(height=165))
    (folder / "b.json").write_text(bundle("2", "Modele", "Jeanne", "1971-05-02", weight=64))
    (folder / "c.json").write_text(
        bundle("3", "<b>Tiers</b>" * 9, "\u05d0\u05d1 \u202e" + "Zoé " * 25, "1980-06-06", height=1)
    )
    return gather([folder])


def page(
    qtbot: QtBot, gathered: GatheredCase, language: Language = "en", size: tuple[int, int] = (1366, 768)
) -> IdentityPage:
    record = PatientRecord(identity=Identity(), sources=gathered.sources)
    case = Case(record=record, views={"": View(record, load(), as_of=DAY)}, dictionary=load(), as_of=DAY)
    summary = compose(case, (), (), conflict=Conflict(sides=gathered.verdict.sides))
    made = keep(qtbot, IdentityPage(language))
    made.resize(*size)
    made.show()
    made.show_case(CaseShown(current=summary, record=record, dictionary=load(), language=language), gathered)
    return made


def texts(made: IdentityPage) -> str:
    return "\n".join(label.text() for label in made.findChildren(QLabel) if label.isVisible())


def button(made: IdentityPage, text: str) -> Button:
    return next(one for one in made.findChildren(Button) if one.text() == text)


@pytest.mark.parametrize("size", SIZES)
def test_nothing_is_cut_at_any_size(
    qtbot: QtBot, swapped: GatheredCase, crowd: GatheredCase, language: Language, size: tuple[int, int]
) -> None:
    for gathered in (swapped, crowd):
        made = page(qtbot, gathered, language, size)
        assert clipped_texts(made) == []
        assert made.size().toTuple() == size


def test_both_sides_are_shown_with_their_files_and_what_is_on_neither(qtbot: QtBot, swapped: GatheredCase) -> None:
    said = texts(page(qtbot, swapped))
    for part in (
        "Two birth dates in one drop",
        "images.json",
        "labs.json",
        "12\u00a0Mar\u00a01977",
        "3\u00a0Dec\u00a01977",
    ):
        assert part in said
    assert "On neither side: " in said
    assert "nobody.hl7" in said
    assert "swapped" in said


def test_every_patient_of_a_drop_has_a_side(qtbot: QtBot, crowd: GatheredCase) -> None:
    said = texts(page(qtbot, crowd))
    assert "3 identities in one drop" in said
    assert "Separate into 3 patients" in said
    assert "<B>TIERS</B>" in said


def test_keyboard_alone_separates(qtbot: QtBot, swapped: GatheredCase) -> None:
    made = page(qtbot, swapped)
    separate = button(made, "Separate")
    for _ in range(12):
        QTest.keyClick(made.focusWidget() or made, Qt.Key.Key_Tab)
        if made.focusWidget() is separate:
            break
    with qtbot.waitSignal(made.separate_wanted):
        QTest.keyClick(separate, Qt.Key.Key_Return)


def test_keyboard_alone_joins_with_a_reason_and_the_right_side(qtbot: QtBot, swapped: GatheredCase) -> None:
    made = page(qtbot, swapped)
    field, join = made.findChildren(Field)[0].line, button(made, "Join")
    assert "Write why" in texts(made)
    QTest.keyClicks(field, "ok")
    assert not join.isEnabled()
    QTest.keyClicks(field, " passport seen")
    assert "Choose the side" in texts(made)
    QTest.keyClick(made.findChildren(Switch)[1], Qt.Key.Key_Space)
    with qtbot.waitSignal(made.join_wanted) as told:
        QTest.keyClick(join, Qt.Key.Key_Space)
    assert told.args == ["ok passport seen", 1]


def test_mouse_alone_goes_back_and_decides_nothing(qtbot: QtBot, swapped: GatheredCase) -> None:
    made = page(qtbot, swapped)
    with qtbot.assertNotEmitted(made.separate_wanted), qtbot.waitSignal(made.back_wanted):
        QTest.mouseClick(button(made, "Worklist"), Qt.MouseButton.LeftButton)


def test_enter_in_the_reason_joins_nothing(qtbot: QtBot, swapped: GatheredCase) -> None:
    made = page(qtbot, swapped)
    field = made.findChildren(Field)[0].line
    QTest.keyClicks(field, "passport seen")
    with qtbot.assertNotEmitted(made.join_wanted):
        QTest.keyClick(field, Qt.Key.Key_Return)


def test_everything_that_can_be_operated_has_a_name(qtbot: QtBot, swapped: GatheredCase, language: Language) -> None:
    made = page(qtbot, swapped, language)
    assert [one for one in made.findChildren(Operable) if not one.accessibleName()] == []


def test_another_conflict_takes_the_place_of_the_first(
    qtbot: QtBot, swapped: GatheredCase, crowd: GatheredCase
) -> None:
    made = page(qtbot, swapped)
    record = PatientRecord(identity=Identity(), sources=crowd.sources)
    case = Case(record=record, views={"": View(record, load(), as_of=DAY)}, dictionary=load(), as_of=DAY)
    summary = compose(case, (), (), conflict=Conflict(sides=crowd.verdict.sides))
    made.show_case(CaseShown(current=summary, record=record, dictionary=load(), language="en"), crowd)
    assert "12\u00a0Mar\u00a01977" not in texts(made)
    assert "3 identities" in texts(made)


def test_a_drop_of_many_patients_can_only_be_separated(qtbot: QtBot, tmp_path: Path, language: Language) -> None:
    for at in range(15):
        (tmp_path / f"{at:02}.json").write_text(bundle(f"N{at}", f"Nom{at}", "Marie", f"19{50 + at}-03-12", height=160))
    made = page(qtbot, gather([tmp_path]), language)
    said = texts(made)
    assert "15" in said
    assert "NOM11" in said
    assert "NOM12" not in said
    assert made.findChildren(Switch) == []
    assert [one for one in made.findChildren(Field) if one.isVisible()] == []
    assert clipped_texts(made) == []
