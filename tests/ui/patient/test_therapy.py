"""Therapy: the table of options, the other steps, what is excluded, and what happens off today."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from bedside_app.ui.components.basics import Link, StatusChip, Text
from bedside_app.ui.components.basics.text import FactSpot
from bedside_app.ui.components.charts import PeopleArray
from bedside_app.ui.patient.therapy import TherapySection
from bedside_app.ui.patient.therapy_cells import together
from bedside_app.ui.viewmodels.patient.screens.options import systemic_steps
from bedside_app.ui.viewmodels.patient.screens.therapy import therapy_of
from bedside_app.ui.viewmodels.shown import CaseShown, SourceRef
from tests.ui.clipping import clipped_texts
from tests.ui.stage import keep


def _shown(qtbot: QtBot, case: CaseShown, size: tuple[int, int] = (1286, 608)) -> TherapySection:
    section = keep(qtbot, TherapySection())
    section.resize(*size)
    section.show_case(case, low=size[1] < 600, wide=size[0] >= 1600)
    section.show()
    for _turn in range(2):  # what is far below comes with the second
        QApplication.processEvents()
    return section


def _words(section: QWidget) -> list[str]:
    return [label.text().replace("\u00a0", " ") for label in section.findChildren(QLabel) if label.isVisible()]


def test_every_line_of_the_view_model_is_shown_and_nothing_is_cut(
    qtbot: QtBot, case: CaseShown, room: tuple[int, int]
) -> None:
    section, shown = _shown(qtbot, case, room), therapy_of(case)
    told = "\n".join(_words(section))
    assert shown.columns
    for column in shown.columns:
        lines = [line.text for line in (*column.harms, *column.because)]
        for words in (column.card.title, *lines, *column.evidence, *column.flips):
            assert words.replace("\u00a0", " ") in told
    for step in shown.others:
        assert step.title in told
    for one in (*shown.lowered, *shown.excluded):
        assert one.why.replace("\u00a0", " ") in told
    assert clipped_texts(section) == []


def test_doses_show_amount_arithmetic_and_changes_and_no_drug_is_split(
    qtbot: QtBot, scored_case: CaseShown, room: tuple[int, int]
) -> None:
    section, shown = _shown(qtbot, scored_case, room), therapy_of(scored_case)
    doses = [dose for column in shown.columns for dose in column.doses]
    assert any(dose.adjustments for dose in doses)
    assert any(dose.figure.source is None and dose.needs for dose in doses)
    told = _words(section)
    for dose in doses:
        for words in (dose.arithmetic, *dose.adjustments, dose.needs):
            assert not words or words.replace("\u00a0", " ") in told
    names = {dose.name.casefold() for dose in doses}
    drawn = [text for text in section.findChildren(Text) if text.isVisible() and text.text().casefold() in names]
    assert max(text.height() for text in drawn if " " not in text.text()) <= 20
    assert clipped_texts(section) == []


def test_the_columns_are_equal_and_the_heads_stand_over_their_rows(qtbot: QtBot, case: CaseShown) -> None:
    section = _shown(qtbot, case)
    rows = section.findChild(QScrollArea)
    assert rows is not None
    titles = {column.card.title for column in therapy_of(case).columns}
    heads = [text for text in section.findChildren(Text) if text.text() in titles and not rows.isAncestorOf(text)]
    assert len(heads) == len(titles)
    array = section.findChild(PeopleArray)
    assert array is not None
    lefts = sorted(head.mapTo(section, head.rect().topLeft()).x() - 30 for head in heads)
    steps = [after - before for before, after in pairwise(lefts)]
    assert max(steps) - min(steps) <= 1
    assert array.mapTo(section, array.rect().topLeft()).x() in lefts


def test_a_dose_and_a_benefit_open_their_source(qtbot: QtBot, case: CaseShown) -> None:
    section = _shown(qtbot, case)
    spots = [spot for spot in section.findChildren(FactSpot) if spot.isVisible()]
    asked: list[SourceRef] = []
    section.source_wanted.connect(asked.append)
    for spot in spots:
        QTest.keyClick(spot, Qt.Key.Key_Return)
    assert {"dose", "outcome"} <= {ref.kind for ref in asked}


def test_what_the_decision_waits_for_is_entered_from_its_head(qtbot: QtBot, case: CaseShown) -> None:
    section = _shown(qtbot, case)
    link = section.findChild(Link)
    assert link is not None
    with qtbot.waitSignal(section.fact_wanted) as wanted:
        QTest.keyClick(link, Qt.Key.Key_Space)
    assert case.summary is not None
    assert wanted.args == [systemic_steps(case.summary)[0].awaits[0]]


def test_off_today_the_doses_are_off_and_it_is_said_why(qtbot: QtBot, case: CaseShown) -> None:
    before = case.today - timedelta(days=1)
    earlier = case.at(before, replace(case.current, as_of=before.isoformat()))
    section = _shown(qtbot, earlier)
    assert therapy_of(earlier).disabled.replace("\u00a0", " ") in _words(section)
    asked: list[SourceRef] = []
    section.source_wanted.connect(asked.append)
    for spot in [spot for spot in section.findChildren(FactSpot) if spot.isVisible()]:
        QTest.keyClick(spot, Qt.Key.Key_Return)
    assert "dose" not in {ref.kind for ref in asked}


def test_while_it_computes_nothing_earlier_is_shown(qtbot: QtBot, case: CaseShown) -> None:
    section = _shown(qtbot, case)
    section.show_case(replace(case, computing=True))
    shown = therapy_of(replace(case, computing=True))
    assert shown.working is not None
    assert shown.working.detail in _words(section)
    assert shown.working.title in [
        chip.accessibleName() for chip in section.findChildren(StatusChip) if chip.isVisible()
    ]
    assert not any(array.isVisible() for array in section.findChildren(PeopleArray))


def test_without_a_pathway_it_is_said_in_a_sentence(qtbot: QtBot, without_pathway: CaseShown) -> None:
    section = _shown(qtbot, without_pathway)
    assert _words(section) == [therapy_of(without_pathway).empty]
    assert clipped_texts(section) == []


def test_a_new_revision_keeps_focus_and_place_and_leaves_nothing(qtbot: QtBot, case: CaseShown) -> None:
    section = _shown(qtbot, case)
    rows = section.findChild(QScrollArea)
    assert rows is not None
    rows.verticalScrollBar().setValue(200)
    spot = next(one for one in section.findChildren(FactSpot) if one.isVisible())
    spot.setFocus()
    name, count = spot.accessibleName(), len(section.findChildren(QWidget))
    section.show_case(case)
    QApplication.sendPostedEvents(None, 52)  # QEvent::DeferredDelete
    QApplication.processEvents()
    focused = QApplication.focusWidget()
    assert focused is not None
    assert focused.accessibleName() == name
    assert rows.verticalScrollBar().value() == 200
    assert len(section.findChildren(QWidget)) == count


def test_the_rows_scroll_with_the_keyboard(qtbot: QtBot, case: CaseShown) -> None:
    section = _shown(qtbot, case)
    rows = section.findChild(QScrollArea)
    assert rows is not None
    rows.setFocus()
    QTest.keyClick(rows, Qt.Key.Key_PageDown)
    assert rows.verticalScrollBar().value() > 0


def test_a_number_and_its_unit_are_never_parted() -> None:
    assert together("hazard ratio 0.69 (95 % CI) at 7 years, 40 Gy") == (
        "hazard ratio 0.69 (95\u00a0% CI) at 7\u00a0years, 40\u00a0Gy"
    )
    assert together("1 to 3 nodes, 2 groups") == "1 to 3 nodes, 2 groups"


def test_the_day_before_any_file_shows_no_stale_option(qtbot: QtBot, case: CaseShown) -> None:
    section = _shown(qtbot, case.at(date(2026, 1, 1)))
    titles = {column.card.title for column in therapy_of(case).columns}
    assert not titles & set(_words(section))
