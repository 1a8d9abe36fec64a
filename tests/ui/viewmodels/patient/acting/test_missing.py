from __future__ import annotations

from dataclasses import replace

from bedside_app.domain.fact import FactId
from bedside_app.ui.viewmodels.patient.acting.missing import missing_of, missing_rows, most_decisive
from bedside_app.ui.viewmodels.shown import CaseShown


def test_the_most_decisive_fact_stands_first_and_is_the_one_that_n_asks_for(case: CaseShown) -> None:
    assert [row.fact for row in missing_rows(case)] == [one.fact for one in case.current.missing]
    assert most_decisive(case) == "recurrence_score"


def test_the_table_says_what_each_answer_would_do_and_how_it_stands_now(case: CaseShown) -> None:
    effects = missing_of(case, FactId("qtcf")).effects
    assert [one.answer for one in effects][-1] == "Not known (now)"
    assert any("450" in one.answer for one in effects)
    assert [one.now for one in effects] == [False] * (len(effects) - 1) + [True]
    assert all(one.effects for one in effects)


def test_an_unknown_that_would_not_change_the_options_says_so(case: CaseShown) -> None:
    bare = tuple(replace(one, decides=(), asked_by=()) for one in case.current.missing)
    rows = missing_rows(replace(case, current=replace(case.current, missing=bare)))
    assert {row.sign.word for row in rows} == {"Would not change"}


def test_a_chosen_fact_that_is_known_by_now_gives_way_to_the_first(case: CaseShown) -> None:
    assert missing_of(case, FactId("creatinine")).chosen == missing_rows(case)[0]


def test_who_asks_is_named_by_its_label(case: CaseShown) -> None:
    assert missing_of(case, FactId("qtcf")).asked_by == "Asked by: ribociclib"


def test_nothing_missing_and_still_computing_are_told_apart(case: CaseShown, computing: CaseShown) -> None:
    none = missing_of(replace(case, current=replace(case.current, missing=())))
    assert "Nothing that the pathway asks for" in none.empty
    assert "Computing" in missing_of(computing).empty
    assert most_decisive(computing) is None


def test_a_row_reads_in_french(french: CaseShown) -> None:
    row = missing_rows(french)[0]
    assert row.sign.word.startswith("Modifie")
    assert "\u202f; " in row.decides
    assert row.spoken.startswith("Score de récidive à 21 gènes\u202f: ")


def test_a_list_of_which_some_is_known_asks_for_the_others(case: CaseShown) -> None:
    labels = {row.fact: row.label for row in missing_rows(case)}
    assert labels[FactId("allergies")] == "Allergies: any others?"
    assert labels[FactId("recurrence_score")] == "21-gene recurrence score"
