"""A model's answer to other values as the panel writes it: beside the patient's own, change and class in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bedside_app.domain.fact import Scalar
from bedside_app.domain.summary import FoundState
from bedside_app.inference.packs.find import find_packs
from bedside_app.ui.viewmodels.patient.screens.finding_detail import finding_detail
from bedside_app.ui.viewmodels.patient.screens.findings import finding_key, findings_of
from bedside_app.ui.viewmodels.patient.screens.survival import HORIZONS
from bedside_app.ui.viewmodels.patient.what_if import WhatIf, WhatIfAnswer, answer_of, changed_in, what_if_of
from bedside_app.ui.viewmodels.shown import CaseShown
from bedside_app.workflows.what_if import Explorer


@pytest.fixture(scope="module")
def explorer() -> Iterator[Explorer]:
    with Explorer() as warm:
        yield warm


def tried(case: CaseShown, part: str, horizon: int = 10) -> WhatIf:
    key = next(row.key for row in findings_of(case).rows if part in row.key)
    made = what_if_of(case, key, horizon=horizon)
    assert made is not None
    return made


def answered(what_if: WhatIf, explorer: Explorer, **values: Scalar) -> WhatIfAnswer:
    return answer_of(what_if, explorer.ask(what_if.subject, {**what_if.values, **values}))


def test_the_patients_own_values_show_no_change_in_any_row(in_language: CaseShown, explorer: Explorer) -> None:
    tried_once = [what_if for row in findings_of(in_language).rows if (what_if := what_if_of(in_language, row.key))]
    packs = {one.subject.pack.id for one in tried_once}
    assert packs >= {"npi", "predict_breast_v2_2", "ckd_epi_2021", "cockcroft_gault"}
    for what_if in tried_once:
        answer = answered(what_if, explorer)
        assert answer.rows
        assert {one.change for one in answer.rows} == {"sans écart" if in_language.language == "fr" else "no change"}
        assert [one.value for one in answer.rows] == [one.own for one in answer.rows]
        assert changed_in(what_if, what_if.values) == ()


def test_survival_stands_at_five_ten_and_fifteen_years_with_the_change_in_points(
    case: CaseShown, explorer: Explorer
) -> None:
    what_if = tried(case, "|predict_breast_v2_2|bisphosphonate", horizon=15)
    answer = answered(what_if, explorer, tumour_size=40.0)
    assert [row.label for row in answer.rows] == [f"Alive at {years} y" for years in HORIZONS]
    assert [row.chosen for row in answer.rows] == [False, False, True]
    assert all(row.change.startswith("−") and row.change.endswith("points") for row in answer.rows)
    assert answer.people is not None
    assert sum(group.count for group in answer.people.groups) == 100
    assert answer.people.years == 15


def test_the_plan_that_the_figures_count_is_the_one_that_is_set(case: CaseShown, explorer: Explorer) -> None:
    what_if = tried(case, "|predict_breast_v2_2|bisphosphonate")
    assert "third-generation chemotherapy" in answered(what_if, explorer, chemotherapy="third_generation").aside
    none = answered(what_if, explorer, hormone_therapy=False, bisphosphonate=False)
    assert "surgery only" in none.aside
    assert "→" not in none.rows[0].value


def test_a_class_that_changes_says_so_and_stands_beside_the_patients(case: CaseShown, explorer: Explorer) -> None:
    what_if = tried(case, "|npi|")
    score, group = answered(what_if, explorer, tumour_grade=3).rows
    assert (score.value, score.own, score.change) == ("5.5", "4.5", "+1")
    assert group.value != group.own
    assert group.change == "another class"
    assert what_if.controls[2].label in changed_in(what_if, {**what_if.values, "tumour_grade": 3})


def test_contributions_keep_their_places_while_they_change(case: CaseShown, explorer: Explorer) -> None:
    what_if = tried(case, "|npi|")
    own, other = answered(what_if, explorer), answered(what_if, explorer, tumour_size=90.0)
    assert [bar.label for bar in own.bars] == [bar.label for bar in other.bars]
    assert [bar.value for bar in own.bars] != [bar.value for bar in other.bars]


def test_what_the_publication_fills_in_is_named_beside_the_result(case: CaseShown, explorer: Explorer) -> None:
    what_if = tried(case, "|predict_breast_v2_2|bisphosphonate")
    values = what_if.with_value(what_if.values, "tumour_grade", None)
    answer = answer_of(what_if, explorer.ask(what_if.subject, values))
    assert "filled in by the publication: Histological grade" in answer.aside


def test_a_refusal_stands_in_place_of_the_numbers(in_language: CaseShown, explorer: Explorer) -> None:
    answer = answered(tried(in_language, "|predict_breast_v2_2|bisphosphonate"), explorer, age=20.0)
    assert answer.rows == ()
    assert answer.people is None
    assert answer.sign is not None
    assert answer.sign.status == "refused"
    assert "25" in answer.why


def test_a_failure_is_ours_and_no_refusal(case: CaseShown) -> None:
    what_if = tried(case, "|npi|")
    failed = replace(
        what_if.subject.own[0], state=FoundState.FAILED, value=None, scope={"en": "Failed: it ended badly."}
    )
    answer = answer_of(what_if, [failed])
    assert answer.sign is not None
    assert (answer.sign.status, answer.why) == ("failed", "Failed: it ended badly.")


def test_a_finding_without_a_number_or_without_its_card_has_no_what_if(case: CaseShown) -> None:
    first = case.current.findings[0]
    other = replace(first, pack="elsewhere")
    refused = replace(first, state=FoundState.REFUSED)
    for one in (other, refused):
        shown = replace(case, current=replace(case.current, findings=(one,)))
        assert what_if_of(shown, findings_of(shown).rows[0].key) is None


def test_a_model_that_looks_at_pictures_has_no_what_if(case: CaseShown) -> None:
    pack = next(pack for pack in find_packs().packs if pack.takes_pictures)
    found = replace(case.current.findings[0], pack=pack.id, version=pack.card.version, state=FoundState.DONE)
    shown = replace(case, current=replace(case.current, findings=(found,)))
    key = finding_key(found)
    detail = finding_detail(shown, key)
    assert what_if_of(shown, key) is None
    assert detail is not None
    assert not detail.of_values


def test_a_what_if_of_a_case_that_is_being_computed_is_none(computing: CaseShown) -> None:
    assert what_if_of(computing, "any") is None


def test_treatments_come_after_the_patients_values(case: CaseShown) -> None:
    names = [control.name for control in tried(case, "|predict_breast_v2_2|bisphosphonate").controls]
    assert names[-4:] == ["chemotherapy", "hormone_therapy", "trastuzumab", "bisphosphonate"]
