from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bedside_app.ui.viewmodels.patient.frame.rail import (
    RailSection,
    choose_by_number,
    choose_next,
    kept_section,
    rail_of,
)
from bedside_app.ui.viewmodels.shown import CaseShown
from tests.todays import TODAY

THREE = tuple(
    RailSection(key=key, label=key, icon="x", count=0, spoken=key, shortcut="") for key in ("summary", "labs", "sign")
)


def keys(case: CaseShown) -> list[str]:
    return [section.key for section in rail_of(case)]


def test_the_demonstration_has_every_section_but_those_without_a_model_or_regimen(case: CaseShown) -> None:
    assert keys(case) == ["summary", "images", "labs", "findings", "therapy", "missing", "sign"]


def test_today_comes_first_while_a_regimen_is_active_and_the_numbers_follow(case: CaseShown) -> None:
    treated = replace(case, current=replace(case.current, today=TODAY))
    assert keys(treated)[:2] == ["today", "summary"]
    assert [choose_by_number(rail_of(treated), n) for n in (1, 2)] == ["today", "summary"]
    assert rail_of(treated)[0].shortcut == "Ctrl+1"
    assert kept_section(rail_of(treated), "") == "today"
    assert keys(replace(treated, computing=True)) == keys(treated)


def test_a_section_with_nothing_to_show_is_absent(case: CaseShown) -> None:
    bare = replace(case.current, options=(), exclusions=(), missing=(), findings=(), refusals=(), not_understood=())
    assert keys(replace(case, current=bare)) == ["summary", "images", "labs", "sign"]


def test_a_patient_without_images_has_no_images(case: CaseShown) -> None:
    assert "images" not in keys(replace(case, record=replace(case.record, images=())))


def test_a_patient_without_laboratory_values_has_no_labs(case: CaseShown) -> None:
    without = replace(case, record=replace(case.record, facts=()), current=replace(case.current, facts=()))
    assert "labs" not in keys(without)


def test_sections_do_not_come_and_go_while_it_computes(case: CaseShown, computing: CaseShown) -> None:
    assert keys(computing) == keys(case)


def test_badges_count_findings_and_missing_facts_and_are_spoken(case: CaseShown) -> None:
    sections = {section.key: section for section in rail_of(case)}
    assert sections["missing"].count == len(case.current.missing)
    assert sections["missing"].spoken == f"Missing, {len(case.current.missing)}"
    assert sections["therapy"].spoken == "Therapy"


def test_a_conflict_of_identities_leaves_no_section(conflict: CaseShown) -> None:
    assert rail_of(conflict) == ()


def test_ctrl_and_a_number_choose_the_section_at_that_place(case: CaseShown) -> None:
    sections = rail_of(case)
    assert [choose_by_number(sections, n) for n in (1, 5, 8, 0)] == ["summary", "therapy", "", ""]
    assert [section.shortcut for section in sections][:2] == ["Ctrl+1", "Ctrl+2"]


@given(step=st.integers(-9, 9), chosen=st.sampled_from(["summary", "labs", "sign", "gone"]))
def test_moving_along_the_rail_never_leaves_it(step: int, chosen: str) -> None:
    assert choose_next(THREE, chosen, step) in {section.key for section in THREE}


def test_a_chosen_section_that_is_gone_gives_way_to_the_first() -> None:
    assert kept_section(THREE, "therapy") == "summary"
    assert kept_section(THREE, "labs") == "labs"
    assert kept_section((), "labs") == choose_next((), "labs", 1) == ""


def test_the_rail_reads_in_french(french: CaseShown) -> None:
    assert [section.label for section in rail_of(french)][:3] == ["Résumé", "Images", "Biologie"]
