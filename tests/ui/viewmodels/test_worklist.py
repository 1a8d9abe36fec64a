from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from bedside_app.domain.summary import Flag, FlagKind
from bedside_app.foundation.words import Language
from bedside_app.ui.viewmodels.shown import CaseShown
from bedside_app.ui.viewmodels.worklist import CaseState, ListedCase, WorkFilter, listed, next_row, worklist_of

NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
EARLY = datetime(2026, 11, 24, 8, 12, tzinfo=UTC)
LAST_WEEK = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def rows(case: CaseShown) -> list[ListedCase]:
    return [
        ListedCase(case="a", summary=case.current, changed=EARLY),
        ListedCase(case="b", summary=None, changed=NOW, name="OKAFOR, Chidi", percent=62),
        ListedCase(case="c", summary=replace(case.current, signed="Dr Example"), changed=LAST_WEEK),
    ]


def test_the_newest_case_stands_first_with_its_hour_and_an_older_one_with_its_day(case: CaseShown) -> None:
    shown = worklist_of(rows(case), "en", now=NOW)
    assert [(row.case, row.time) for row in shown.rows] == [
        ("b", "15:00"),
        ("a", "08:12"),
        ("c", "20\u00a0Nov\u00a02026"),
    ]


def test_a_case_whose_pathway_waits_says_for_how_many_facts(case: CaseShown, language: Language) -> None:
    row = worklist_of(rows(case), language, now=NOW).rows[1]
    assert row.state.status == "missing"
    assert "2" in row.state.word


def test_a_case_at_work_shows_progress_and_no_flags_yet(case: CaseShown) -> None:
    row = worklist_of(rows(case), "en", now=NOW).rows[0]
    assert (row.state.status, row.flag_sign, row.flags) == ("working", None, "Not yet")
    assert "62" in row.state.word


def test_hard_stops_are_counted_as_red_flags(case: CaseShown) -> None:
    hard = sum(flag.kind is FlagKind.HARD_STOP for flag in case.current.flags)
    row = worklist_of(rows(case), "en", now=NOW).rows[1]
    assert hard > 1
    assert row.flags == f"{hard} red flags"


def test_each_filter_counts_its_cases_and_shows_only_them(case: CaseShown) -> None:
    shown = worklist_of(rows(case), "en", now=NOW, chosen=WorkFilter.SIGNED)
    assert [row.case for row in shown.rows] == ["c"]
    assert {key: count for key, _, count in shown.filters} == {"all": 3, "review": 1, "blocked": 0, "signed": 1}


def test_a_search_finds_name_or_identifier_whatever_the_case_of_letters(case: CaseShown) -> None:
    assert [row.case for row in worklist_of(rows(case), "en", now=NOW, search="okafor").rows] == ["b"]
    nobody = worklist_of(rows(case), "en", now=NOW, search="zzz")
    assert (nobody.rows, nobody.empty) == ((), "No patient fits.")


def test_a_conflict_of_identities_blocks_whatever_else_holds(case: CaseShown) -> None:
    flag = Flag(kind=FlagKind.BLOCKED, text={"en": "x", "fr": "x"})
    blocked = replace(case.current, flags=(flag,), signed="Dr Example")
    assert listed(ListedCase(case="a", summary=blocked, changed=NOW)) is CaseState.BLOCKED


def test_a_case_that_failed_says_so_and_shows_no_flags(case: CaseShown) -> None:
    failed = worklist_of([ListedCase(case="a", summary=case.current, changed=NOW, failed=True)], "en", now=NOW).rows[0]
    assert (failed.state.status, failed.flags) == ("failed", "Not yet")


def test_the_arrow_keys_hold_at_both_ends(case: CaseShown) -> None:
    shown = worklist_of(rows(case), "en", now=NOW).rows
    assert next_row(shown, "b", -1) == "b"
    assert next_row(shown, "b", 1) == "a"
    assert next_row(shown, "c", 5) == "c"
    assert next_row((), "c", 1) == ""


def test_an_empty_worklist_says_how_to_begin(language: Language) -> None:
    assert worklist_of([], language, now=NOW).empty
