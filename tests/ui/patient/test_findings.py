"""Findings: every result, the chosen one opened, and why others have none."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from bedside_app.domain.fact import FactId
from bedside_app.domain.summary import FoundState, ShownFinding
from bedside_app.ui.components.basics import Button, Segments, Text
from bedside_app.ui.components.cards import FindingList
from bedside_app.ui.components.charts import PeopleArray
from bedside_app.ui.components.states import Notice
from bedside_app.ui.patient.findings import FindingsSection
from bedside_app.ui.viewmodels.patient.screens.findings import finding_detail, findings_of
from bedside_app.ui.viewmodels.shown import CaseShown
from tests.ui.clipping import clipped_texts
from tests.ui.stage import keep


def _shown(qtbot: QtBot, case: CaseShown, size: tuple[int, int] = (1286, 900)) -> FindingsSection:
    section = keep(qtbot, FindingsSection())
    section.resize(*size)
    section.show_case(case, low=size[1] < 600, wide=size[0] >= 1600)
    section.show()
    QApplication.processEvents()
    return section


def _said(section: FindingsSection) -> str:
    return "\n".join(text.accessibleName() for text in section.findChildren(Text) if text.isVisible())


def _list(section: FindingsSection) -> FindingList:
    return next(rows for rows in section.findChildren(FindingList) if rows.isVisible())


def _without_result(case: CaseShown, state: FoundState) -> CaseShown:
    first = case.current.findings[0]
    other: ShownFinding = replace(
        first,
        state=state,
        output="other_5y",
        pack="other",
        scope={"en": "Age 97 is out of scope", "fr": "Âge de 97 ans hors du champ"},
        missing=(FactId("recurrence_score"),) if state is FoundState.MISSING else (),
    )
    return replace(case, current=replace(case.current, findings=(*case.current.findings, other)))


def test_the_first_finding_is_open_with_what_it_rests_on(qtbot: QtBot, case: CaseShown, room: tuple[int, int]) -> None:
    section = _shown(qtbot, case, (room[0], 1400))
    rows = findings_of(case).rows
    detail = finding_detail(case, rows[0].key)
    assert detail is not None
    said = _said(section)
    for label, value in detail.inputs:
        assert label in said
        assert value in said
    assert "24\u00a0mm" in [value for _, value in detail.inputs]
    for citation in detail.citations:
        assert citation in said
    assert clipped_texts(section) == []


def test_the_arrow_keys_open_the_next_finding(qtbot: QtBot, case: CaseShown) -> None:
    section = _shown(qtbot, case)
    rows = findings_of(case).rows
    QTest.keyClick(_list(section), Qt.Key.Key_Down)
    detail = finding_detail(case, rows[1].key)
    assert detail is not None
    assert detail.pack in _said(section)
    assert rows[1].figure.text in _said(section)


def test_another_horizon_is_another_figure(qtbot: QtBot, case: CaseShown) -> None:
    section = _shown(qtbot, case)
    ten = next(one for one in section.findChildren(PeopleArray) if one.isVisible()).accessibleName()
    segments = next(one for one in section.findChildren(Segments) if one.isVisible())
    segments.chosen.emit("5")
    QApplication.processEvents()
    five = next(one for one in section.findChildren(PeopleArray) if one.isVisible()).accessibleName()
    assert five != ten
    assert _list(section).row(0).title == findings_of(case, horizon=5).rows[0].title


def test_another_horizon_keeps_the_margins_of_a_low_window(qtbot: QtBot, case: CaseShown) -> None:
    section = _shown(qtbot, case, (1286, 530))
    before = _list(section).mapTo(section, QPoint()).y()
    next(one for one in section.findChildren(Segments) if one.isVisible()).chosen.emit("5")
    QApplication.processEvents()
    assert _list(section).mapTo(section, QPoint()).y() == before


def test_a_refused_model_says_why_and_shows_no_number(qtbot: QtBot, case: CaseShown) -> None:
    section = _shown(qtbot, _without_result(case, FoundState.REFUSED))
    notice = next(one for one in section.findChildren(Notice) if one.isVisible())
    assert "97" in str(notice.content.why)
    assert notice.content.action == ""


def test_what_is_missing_leads_to_its_form(qtbot: QtBot, case: CaseShown) -> None:
    section = _shown(qtbot, _without_result(case, FoundState.MISSING))
    notice = next(one for one in section.findChildren(Notice) if one.isVisible())
    with qtbot.waitSignal(section.fact_wanted) as wanted:
        QTest.keyClick(notice.findChildren(Button)[0], Qt.Key.Key_Space)
    assert wanted.args == ["recurrence_score"]
