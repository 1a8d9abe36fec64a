"""Findings: every result, the chosen one opened, and why others have none."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from bedside_app.domain.fact import FactId
from bedside_app.domain.summary import FoundState, ShownFinding
from bedside_app.foundation.words import say
from bedside_app.ui.components.basics import Button, Segments, Text
from bedside_app.ui.components.charts import PeopleArray
from bedside_app.ui.components.states import Notice
from bedside_app.ui.patient.findings import FindingsSection
from bedside_app.ui.patient.findings_detail import FindingPanel
from bedside_app.ui.patient.findings_list import FindingsList
from bedside_app.ui.viewmodels.patient.screens.finding_detail import finding_detail
from bedside_app.ui.viewmodels.patient.screens.findings import findings_of
from bedside_app.ui.viewmodels.shown import CaseShown
from tests.ui.clipping import clipped_texts
from tests.ui.stage import keep


def _shown(qtbot: QtBot, case: CaseShown, size: tuple[int, int] = (1286, 900)) -> FindingsSection:
    section = keep(qtbot, FindingsSection())
    section.resize(*size)
    section.show_case(case, low=size[1] < 600, wide=size[0] >= 1600)
    section.show()
    _settle()
    return section


def _settle() -> None:
    for _ in range(10):  # the card below the number comes a few turns later
        QApplication.processEvents()


def _said(section: FindingsSection) -> str:
    return "\n".join(text.accessibleName() for text in section.findChildren(Text) if text.isVisible())


def _list(section: FindingsSection) -> FindingsList:
    return next(rows for rows in section.findChildren(FindingsList) if rows.isVisible())


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
    for one in detail.inputs:
        assert one.label in said
        assert one.value.text in said
    assert "24\u00a0mm" in [one.value.text for one in detail.inputs]
    for citation in detail.citations:
        assert citation in said
    assert detail.card is not None
    for words in (detail.scale, detail.provider, detail.card.digest, detail.card.made_for, detail.card.limits[0].text):
        assert words in said
    assert clipped_texts(section) == []


def test_the_arrow_keys_open_the_next_finding(qtbot: QtBot, case: CaseShown) -> None:
    section = _shown(qtbot, case)
    rows = findings_of(case).rows
    QTest.keyClick(_list(section), Qt.Key.Key_Down)
    _settle()
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
    assert _list(section).titles()[1] == findings_of(case, horizon=5).rows[0].title


def test_another_horizon_keeps_the_margins_of_a_low_window(qtbot: QtBot, case: CaseShown) -> None:
    section = _shown(qtbot, case, (1286, 530))
    before = _list(section).mapTo(section, QPoint()).y()
    next(one for one in section.findChildren(Segments) if one.isVisible()).chosen.emit("5")
    QApplication.processEvents()
    assert _list(section).mapTo(section, QPoint()).y() == before


def _panel(section: FindingsSection) -> FindingPanel:
    return next(one for one in section.findChildren(FindingPanel) if one.isVisible())


def _choose(section: FindingsSection, pack: str) -> None:
    rows = findings_of(section.case).rows if section.case is not None else ()
    _list(section).choose(next(row.key for row in rows if f"|{pack}|" in row.key))
    _settle()


def test_a_refused_model_says_why_and_shows_no_number(qtbot: QtBot, case: CaseShown) -> None:
    section = _shown(qtbot, _without_result(case, FoundState.REFUSED))
    _choose(section, "other")
    notice = next(one for one in _panel(section).findChildren(Notice) if one.isVisible())
    assert "97" in str(notice.content.why)
    assert notice.content.action == ""
    assert say("model_card.no-number", case.language) in _said(section)
    assert clipped_texts(section) == []


def test_what_is_missing_leads_to_its_form(qtbot: QtBot, case: CaseShown) -> None:
    section = _shown(qtbot, _without_result(case, FoundState.MISSING))
    _choose(section, "other")
    with qtbot.waitSignal(section.fact_wanted) as wanted:
        QTest.keyClick(_list(section), Qt.Key.Key_Return)
    assert wanted.args == ["recurrence_score"]
    notice = next(one for one in _panel(section).findChildren(Notice) if one.isVisible())
    with qtbot.waitSignal(section.fact_wanted) as wanted:
        QTest.keyClick(notice.findChildren(Button)[0], Qt.Key.Key_Space)
    assert wanted.args == ["recurrence_score"]


def test_a_number_opens_its_source_with_a_key_and_with_a_click(qtbot: QtBot, case: CaseShown) -> None:
    section = _shown(qtbot, case)
    rows = _list(section)
    first = findings_of(case).rows[0].figure.source
    with qtbot.waitSignal(section.source_wanted) as wanted:
        QTest.keyClick(rows, Qt.Key.Key_Period)
    assert wanted.args == [first]
    place = rows.visualRect(rows.currentIndex())
    with qtbot.waitSignal(section.source_wanted) as wanted:
        at = QPoint(place.right() - 20, place.top() + 12)
        QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert wanted.args == [first]


def test_the_models_for_other_tumours_open_with_enter_and_close_again(qtbot: QtBot, case: CaseShown) -> None:
    facts = tuple(replace(one, value="prostate") if one.fact == "primary_site" else one for one in case.current.facts)
    findings = tuple(
        replace(one, state=FoundState.REFUSED, value=None, output="", fact=None) if one.pack == "npi" else one
        for one in case.current.findings
    )
    section = _shown(qtbot, replace(case, current=replace(case.current, facts=facts, findings=findings)))
    rows = _list(section)
    closed = rows.titles()
    QTest.keyClick(rows, Qt.Key.Key_End)
    QTest.keyClick(rows, Qt.Key.Key_Return)
    assert len(rows.titles()) == len(closed) + 1
    QTest.keyClick(rows, Qt.Key.Key_Space)
    assert rows.titles() == closed


def test_sixty_models_are_listed_without_cutting_a_number(qtbot: QtBot, case: CaseShown, room: tuple[int, int]) -> None:
    first = case.current.findings[0]
    more = tuple(
        replace(
            first,
            pack=f"model_{at}",
            title={"en": f"Model {at} of a rather long name", "fr": f"Modèle {at} au nom plutôt long"},
            state=FoundState.MISSING if at % 2 else FoundState.REFUSED,
            output="",
            fact=None,
            missing=(FactId("creatinine"), FactId("age")) if at % 2 else (),
        )
        for at in range(60)
    )
    changed = replace(case, current=replace(case.current, findings=(*case.current.findings, *more)))
    section = _shown(qtbot, changed, room)
    assert len(_list(section).titles()) >= 66
    assert clipped_texts(section) == []
