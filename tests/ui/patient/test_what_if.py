"""What if in Findings, with the real worker: other values, another result, and the patient's own untouched."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from bedside_app.domain.fact import FactId
from bedside_app.domain.summary import FoundState, ShownFinding
from bedside_app.foundation.words import say
from bedside_app.report.json_document import json_bytes
from bedside_app.ui.components.basics import Button, Link, Segments, StatusChip, Text
from bedside_app.ui.components.charts import Contributions, PeopleArray
from bedside_app.ui.components.states import Notice
from bedside_app.ui.patient.findings import FindingsSection
from bedside_app.ui.patient.findings_detail import FindingPanel
from bedside_app.ui.patient.findings_list import FindingsList
from bedside_app.ui.patient.what_if import WhatIfPanel
from bedside_app.ui.patient.what_if_answer import AnswerView
from bedside_app.ui.patient.what_if_asking import Asked, WhatIfs
from bedside_app.ui.patient.what_if_row import ControlRow
from bedside_app.ui.patient.what_if_slider import Slider
from bedside_app.ui.tasks import Tasks
from bedside_app.ui.viewmodels.patient.screens.findings import findings_of
from bedside_app.ui.viewmodels.shown import CaseShown
from tests.ui.clipping import clipped_texts
from tests.ui.stage import keep


@pytest.fixture
def asking(qapp: QApplication) -> Iterator[WhatIfs]:
    tasks = Tasks(qapp)
    made = WhatIfs(tasks)
    yield made
    tasks.close()
    made.close()


def opened(
    qtbot: QtBot, case: CaseShown, asking: WhatIfs | None, part: str, size: tuple[int, int] = (1286, 900)
) -> WhatIfPanel:
    """Open a finding and its what-if by the keyboard; with `asking` wait until the model has answered."""
    section = keep(qtbot, FindingsSection())
    section.resize(*size)
    section.show_case(case, low=size[1] < 600, wide=size[0] >= 1600)
    section.show()
    if asking is not None:
        section.what_if_wanted.connect(asking.ask)
    rows = next(one for one in section.findChildren(FindingsList) if one.isVisible())
    rows.choose(next(row.key for row in findings_of(case).rows if part in row.key))
    QApplication.processEvents()
    words = say("what_if.open", case.language)
    shown = (one for one in section.findChildren(Button) if one.text() == words and one.isVisible())
    QTest.keyClick(next(shown), Qt.Key.Key_Space)
    panel = next(one for one in section.findChildren(WhatIfPanel))
    if asking is not None:
        qtbot.waitUntil(lambda: view(panel) is not None, timeout=30_000)
    return panel


def view(panel: WhatIfPanel) -> AnswerView | None:
    return next((one for one in panel.findChildren(AnswerView) if one.isVisible()), None)


def said(widget: QWidget) -> str:
    return "\n".join(text.accessibleName() or text.text() for text in widget.findChildren(Text) if text.isVisible())


def row(panel: WhatIfPanel, name: str) -> ControlRow:
    return next(one for one in panel.rows if one.control.name == name)


def slider(panel: WhatIfPanel, name: str) -> Slider:
    return next(iter(row(panel, name).findChildren(Slider)))


def settled(qtbot: QtBot, panel: WhatIfPanel, before: str) -> str:
    """Return what the answer says once it is another."""
    qtbot.waitUntil(lambda: (shown := view(panel)) is not None and said(shown) != before, timeout=30_000)
    shown = view(panel)
    assert shown is not None
    return said(shown)


def now(panel: WhatIfPanel) -> str:
    shown = view(panel)
    assert shown is not None
    return said(shown)


def test_it_opens_with_the_patients_own_values_and_says_whose_they_are_not(
    qtbot: QtBot, case: CaseShown, asking: WhatIfs, room: tuple[int, int]
) -> None:
    panel = opened(qtbot, case, asking, "|predict_breast_v2_2|bisphosphonate", room)
    assert say("what_if.title", case.language) in said(panel)
    assert say("what_if.unchanged", case.language) in said(panel)
    assert say("what_if.same", case.language) in now(panel)
    assert panel.findChildren(PeopleArray)
    assert panel.findChildren(Contributions)
    assert clipped_texts(panel) == []


def test_an_arrow_key_on_a_slider_reruns_the_model_and_reset_brings_the_patients_values_back(
    qtbot: QtBot, case: CaseShown, asking: WhatIfs
) -> None:
    before = json_bytes(case.current)
    panel = opened(qtbot, case, asking, "|npi|")
    own = now(panel)
    QTest.keyClick(slider(panel, "tumour_size"), Qt.Key.Key_PageUp)
    changed = settled(qtbot, panel, own)
    assert say("what_if.same", case.language) not in changed.splitlines()[4]
    assert panel.values["tumour_size"] != 24
    reset = next(one for one in panel.findChildren(Button) if one.text() == say("what_if.reset", case.language))
    QTest.keyClick(reset, Qt.Key.Key_Space)
    assert settled(qtbot, panel, changed) == own
    assert panel.values["tumour_size"] == 24
    assert json_bytes(case.current) == before


def test_the_ends_of_a_slider_are_those_of_the_validity_range(qtbot: QtBot, case: CaseShown, asking: WhatIfs) -> None:
    panel = opened(qtbot, case, asking, "|predict_breast_v2_2|bisphosphonate")
    for key, end in ((Qt.Key.Key_End, 85), (Qt.Key.Key_Home, 25)):
        QTest.keyClick(slider(panel, "age"), key)
        QTest.keyClick(slider(panel, "age"), Qt.Key.Key_PageUp if key is Qt.Key.Key_End else Qt.Key.Key_PageDown)
        assert panel.values["age"] == end


def test_a_click_on_the_mark_gives_the_patients_own_value_exactly(
    qtbot: QtBot, case: CaseShown, asking: WhatIfs
) -> None:
    panel = opened(qtbot, case, asking, "|ckd_epi_2021|")
    one, control = slider(panel, "creatinine"), row(panel, "creatinine").control
    QTest.mouseClick(one, Qt.MouseButton.LeftButton, pos=QPoint(one.width() - 12, one.height() // 2))
    assert panel.values["creatinine"] > 1000  # type: ignore[operator]
    at = 9 + control.place(98.0) / one.maximum() * (one.width() - 18)
    QTest.mouseClick(one, Qt.MouseButton.LeftButton, pos=QPoint(round(at) + 2, one.height() // 2))
    assert panel.values["creatinine"] == 98.0


def field(panel: WhatIfPanel, name: str) -> QLineEdit:
    return next(iter(row(panel, name).findChildren(QLineEdit)))


def test_a_number_is_typed_and_one_outside_the_range_is_never_set(
    qtbot: QtBot, case: CaseShown, asking: WhatIfs
) -> None:
    panel = opened(qtbot, case, asking, "|predict_breast_v2_2|bisphosphonate")
    age = field(panel, "age")
    age.selectAll()
    QTest.keyClicks(age, "44")
    assert panel.values["age"] == 44
    age.selectAll()
    QTest.keyClicks(age, "97")
    assert 25 <= float(panel.values["age"]) <= 85
    QTest.keyClick(age, Qt.Key.Key_Return)
    assert age.text() == f"{panel.values['age']:g}"
    assert say("what_if.out-of-range", case.language, {"low": 25, "high": 85}) in said(panel)
    QTest.keyClick(age, Qt.Key.Key_Up)
    assert say("what_if.out-of-range", case.language, {"low": 25, "high": 85}) not in said(panel)


def test_a_choice_is_set_and_the_patients_own_is_said_beside_it(qtbot: QtBot, case: CaseShown, asking: WhatIfs) -> None:
    panel = opened(qtbot, case, asking, "|predict_breast_v2_2|bisphosphonate")
    own = now(panel)
    choice = row(panel, "er_status")
    assert case.pair(say("what_if.patient", case.language), choice.control.own_text) in said(choice)
    choice.findChildren(Segments)[0].chosen.emit("negative")
    assert settled(qtbot, panel, own) != own
    assert choice.control.label in said(panel)


def test_what_is_refused_is_said_in_words_without_any_number(qtbot: QtBot, case: CaseShown) -> None:
    asked: list[Asked[tuple[ShownFinding, ...]]] = []
    panel = opened(qtbot, case, None, "|npi|")
    panel.asked.connect(asked.append)
    panel.reset()
    scope = {"en": "Out of scope: not for this patient", "fr": "Hors champ\u202f: pas pour cette personne"}
    asked[-1].take((_refused(panel._what_if.subject.own[0], scope),))
    assert scope[case.language] in now(panel)
    assert [chip.content.status.value for chip in view(panel).findChildren(StatusChip)] == ["refused"]  # type: ignore[union-attr]
    assert panel.findChildren(Contributions) == [] or not any(
        one.isVisible() for one in panel.findChildren(Contributions)
    )


def _refused(one: ShownFinding, scope: dict[str, str]) -> ShownFinding:
    return replace(one, state=FoundState.REFUSED, value=None, output="", scope=scope, contributions={})


def test_a_failing_worker_says_that_it_is_our_fault(qtbot: QtBot, case: CaseShown) -> None:
    asked: list[Asked[tuple[ShownFinding, ...]]] = []
    panel = opened(qtbot, case, None, "|npi|")
    panel.asked.connect(asked.append)
    panel.reset()
    asked[-1].lost()
    assert say("what_if.lost", case.language) in now(panel)


def test_an_answer_to_values_that_are_no_longer_set_is_never_shown(qtbot: QtBot, case: CaseShown) -> None:
    asked: list[Asked[tuple[ShownFinding, ...]]] = []
    panel = opened(qtbot, case, None, "|npi|")
    panel.asked.connect(asked.append)
    panel.reset()
    panel.reset()
    asked[0].take(panel._what_if.subject.own)
    assert view(panel) is None
    asked[1].take(panel._what_if.subject.own)
    assert view(panel) is not None


def test_an_answer_that_comes_after_the_panel_is_gone_is_dropped(qtbot: QtBot, case: CaseShown) -> None:
    asked: list[Asked[tuple[ShownFinding, ...]]] = []
    panel = opened(qtbot, case, None, "|npi|")
    panel.asked.connect(asked.append)
    panel.reset()
    own = panel._what_if.subject.own
    panel.closed.emit()
    QApplication.sendPostedEvents(None, 0)
    QApplication.processEvents()
    asked[0].take(own)
    asked[0].lost()


def test_escape_goes_back_to_the_patients_result_with_the_focus_on_the_button(
    qtbot: QtBot, case: CaseShown, asking: WhatIfs
) -> None:
    panel = opened(qtbot, case, asking, "|npi|")
    section = panel.window()
    section.activateWindow()
    QTest.keyClick(slider(panel, "tumour_size"), Qt.Key.Key_Escape)
    QApplication.processEvents()
    assert not any(one.isVisible() for one in section.findChildren(WhatIfPanel))
    button = next(one for one in section.findChildren(Button) if one.text() == say("what_if.open", case.language))
    assert button.isVisible()
    assert QApplication.focusWidget() is button


def test_every_control_has_a_name_of_its_own_and_says_its_value(qtbot: QtBot, case: CaseShown, asking: WhatIfs) -> None:
    panel = opened(qtbot, case, asking, "|predict_breast_v2_2|bisphosphonate")
    controls: list[QWidget] = [
        *panel.findChildren(Slider),
        *panel.findChildren(QLineEdit),
        *panel.findChildren(Segments),
    ]
    names = [one.accessibleName() for one in controls]
    assert all(names)
    assert len(set(names)) == len(names)
    age = slider(panel, "age")
    assert "25" in age.accessibleName()
    assert "85" in age.accessibleName()
    QTest.keyClick(age, Qt.Key.Key_Right)
    assert "62" in age.accessibleDescription()


def test_no_figure_of_a_what_if_opens_a_source(qtbot: QtBot, case: CaseShown, asking: WhatIfs) -> None:
    panel = opened(qtbot, case, asking, "|predict_breast_v2_2|bisphosphonate")
    assert [run.fact for text in panel.findChildren(Text) for run in text.content if run.fact] == []
    assert [link for link in panel.findChildren(Link) if link.isVisible() and not link.accessibleName()] == []


def test_what_is_missing_is_put_in_order_and_the_most_decisive_is_asked_for_first(
    qtbot: QtBot, case: CaseShown, asking: WhatIfs
) -> None:
    npi = next(one for one in case.current.findings if one.pack == "npi")
    missing = (FactId("tumour_grade"), FactId("positive_nodes"), FactId("tumour_size"))
    less = replace(npi, state=FoundState.MISSING, value=None, output="", inputs=(), missing=missing, contributions={})
    section = keep(qtbot, FindingsSection())
    section.resize(1286, 608)
    section.what_if_wanted.connect(asking.ask)
    section.show_case(replace(case, current=replace(case.current, findings=(less,))))
    section.show()
    words = say("what_if.order", case.language)
    qtbot.waitUntil(lambda: words in said(section), timeout=30_000)
    assert "1. " + case.dictionary.entry(FactId("tumour_size")).label[case.language] in said(section)
    assert clipped_texts(section) == []
    panel = next(one for one in section.findChildren(FindingPanel) if one.isVisible())
    button = panel.findChildren(Notice)[0].findChildren(Button)[0]
    with qtbot.waitSignal(section.fact_wanted) as wanted:
        QTest.keyClick(button, Qt.Key.Key_Space)
    assert wanted.args == ["tumour_size"]
