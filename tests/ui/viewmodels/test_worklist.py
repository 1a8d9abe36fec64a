from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside_app.domain.case import CaseId, CasePhase, CaseRow
from bedside_app.domain.listed import RowExtras, Standing
from bedside_app.domain.moment import Moment
from bedside_app.domain.record import Identity
from bedside_app.foundation.words import Language
from bedside_app.ui.theme.vocabulary import Status
from bedside_app.ui.viewmodels.worklist import (
    ListedState,
    WorkFilter,
    WorkRow,
    blocked_of,
    fitting,
    listed,
    listed_of,
    name_of,
    next_row,
    worklist_of,
)
from tests.ui.worklist.listed_cases import LONG_NAME, NOW, identity, listed_case, one_of_each


def row(language: Language = "en", **values: object) -> WorkRow:
    return worklist_of([listed_case(**values)], language, now=NOW).rows[0]  # type: ignore[arg-type]


def test_the_newest_case_stands_first() -> None:
    shown = worklist_of([listed_case("old", minutes=50), listed_case("new", minutes=1)], "en", now=NOW)
    assert [one.case for one in shown.rows] == ["new", "old"]


@pytest.mark.parametrize(
    ("days", "time"),
    [(0, "15:00"), (1, "Mon"), (6, "Wed"), (7, "17\u00a0Nov\u00a02026"), (-1, "25\u00a0Nov\u00a02026")],
)
def test_a_change_is_told_by_hour_weekday_or_day_and_a_clock_set_back_by_its_day(days: int, time: str) -> None:
    case = replace(listed_case(), changed=NOW - timedelta(days=days))
    assert worklist_of([case], "en", now=NOW).rows[0].time == time


def test_each_state_has_its_status_and_word(language: Language) -> None:
    shown = worklist_of(one_of_each(), language, now=NOW)
    status = {one.case: one.state.status for one in shown.rows}
    assert status == {
        "ready": "ready",
        "working": "working",
        "waits": "missing",
        "blocked": "blocked",
        "part": "refused",
        "failed": "failed",
        "signed": "signed",
        "draft": "draft",
        "demo": "ready",
    }
    assert all(Status(one.state.status) and one.state.word for one in shown.rows)
    words = {one.case: one.state.word for one in shown.rows}
    assert "3" in words["waits"]
    assert "62" in words["working"]


def test_flags_are_counted_the_gravest_first(language: Language) -> None:
    flags = {one.case: one for one in worklist_of(one_of_each(), language, now=NOW).rows}
    assert flags["ready"].flags.startswith("2 ")
    assert flags["ready"].flag_sign is not None
    assert flags["ready"].flag_sign.status == "hard-stop"
    assert flags["waits"].flag_sign is not None
    assert flags["waits"].flag_sign.status == "caution"
    assert flags["signed"].flag_sign is None


def test_a_cycle_that_is_held_is_told_before_cautions_and_after_red_flags() -> None:
    held = row(extras=RowExtras(holds=1, cautions=2))
    assert held.flag_sign is not None
    assert (held.flags, held.flag_sign.status) == ("1 hold", "hold")
    assert row(extras=RowExtras(holds=1, red=1)).flags == "1 red flag"


@pytest.mark.parametrize("key", ["working", "failed", "draft"])
def test_nothing_is_said_of_flags_where_no_answer_stands(key: str) -> None:
    found = next(one for one in worklist_of(one_of_each(), "en", now=NOW).rows if one.case == key)
    assert (found.flags, found.flag_sign) == ("Not yet", None)


def test_a_conflict_of_identities_blocks_a_signed_case_too() -> None:
    one = listed_case(extras=RowExtras(standing=Standing.BLOCKED), phase=CasePhase.SIGNED)
    assert listed(one) is ListedState.BLOCKED


def test_a_blocked_drop_is_named_by_the_first_side_that_has_a_name() -> None:
    one = blocked_of("x", [Identity(), identity()], changed=NOW, demonstration=False)
    found = worklist_of([one], "en", now=NOW).rows[0]
    assert (found.name, found.disease, found.question) == (
        "EXEMPLE, Marie",
        "Two identities in one drop",
        "Separate or join",
    )


def test_identifier_sex_and_age_of_today_are_told() -> None:
    assert row().details == "X-1 · F 61"
    assert row("fr").details == "X-1 · F 61"
    assert row(identity=identity(born="1965-12-01")).details == "X-1 · F 60"


@pytest.mark.parametrize("born", ["", "1965", "1965-11"])
def test_an_age_that_is_not_sure_is_not_told(born: str) -> None:
    assert row(identity=identity(born=born)).details == "X-1 · F"


@given(st.dates(), st.dates())
def test_an_age_is_never_negative_and_never_more_than_the_years_between(born: object, today: object) -> None:
    from datetime import date

    assert isinstance(born, date)
    assert isinstance(today, date)
    now = datetime(today.year, today.month, today.day, 12, tzinfo=UTC)
    case = listed_case(identity=identity(born=born.isoformat()))
    told = worklist_of([replace(case, changed=now)], "en", now=now).rows[0].details.split()[-1]
    assert told == "F" or 0 <= int(told) <= today.year - born.year


def test_a_name_is_plain_text_of_one_line() -> None:
    name = row(identity=identity(family=LONG_NAME, given="a\nb\x1b[31m")).name
    assert "\n" not in name
    assert "\x1b" not in name
    assert "\u202e" not in name
    assert "<B>NAKAMURA</B> &AMP;" in name


def test_a_nameless_case_says_so(language: Language) -> None:
    found = row(language, identity=Identity())
    assert found.name
    assert found.details == ""


def test_each_filter_counts_its_cases_and_shows_only_them() -> None:
    shown = worklist_of(one_of_each(), "en", now=NOW)
    assert {key: count for key, _, count in shown.filters} == {"all": 9, "review": 6, "blocked": 1, "signed": 1}
    for key, _, count in shown.filters:
        assert len(fitting(shown.rows, key)) == count
    assert [one.case for one in fitting(shown.rows, WorkFilter.SIGNED)] == ["signed"]


def test_a_search_finds_name_identifier_or_disease_whatever_the_case_of_letters() -> None:
    rows = worklist_of(one_of_each(), "en", now=NOW).rows
    assert [one.case for one in fitting(rows, search="demonstration ANNA")] == ["demo"]
    assert [one.case for one in fitting(rows, search="demo-000001")] == ["demo"]
    assert {one.case for one in fitting(rows, search="ovary")} == {"failed", "signed"}
    assert fitting(rows, search="zzz") == ()


@given(st.text(max_size=12))
def test_a_search_only_ever_takes_rows_away(search: str) -> None:
    rows = worklist_of(one_of_each(), "en", now=NOW).rows
    assert set(fitting(rows, search=search)) <= set(rows)


def test_the_caption_counts_and_says_when_all_are_demonstrations(language: Language) -> None:
    demo = listed_case(demonstration=True)
    assert "1" in worklist_of([demo], language, now=NOW).caption
    assert worklist_of([demo], "en", now=NOW).caption == "1 demonstration patient on this computer"
    assert worklist_of([demo, listed_case("b")], "en", now=NOW).caption == "2 patients on this computer"


def test_a_row_is_said_in_whole_and_says_demonstration() -> None:
    spoken = row(demonstration=True).spoken
    assert spoken.startswith("EXEMPLE, Marie. X-1 · F 61. Demonstration. Left breast, ER+. Suggested next: biopsy. ")


def test_the_arrow_keys_hold_at_both_ends() -> None:
    shown = worklist_of([listed_case("a", minutes=1), listed_case("b", minutes=2)], "en", now=NOW).rows
    assert next_row(shown, "a", -1) == "a"
    assert next_row(shown, "a", 1) == "b"
    assert next_row(shown, "b", 5) == "b"
    assert next_row(shown, "", 1) == "a"
    assert next_row((), "c", 1) == ""


def test_a_stored_row_is_listed_in_local_time_without_opening_the_case() -> None:
    stored = CaseRow(
        id=CaseId("c"),
        identity=identity(),
        revision=3,
        phase=CasePhase.SIGNED,
        events=7,
        opened=Moment("2026-11-20T10:00:00Z"),
        changed=Moment("2026-11-24T13:58:00Z"),
        demonstration=True,
        extras=RowExtras(cautions=1),
    )
    paris = NOW.astimezone(timezone(timedelta(hours=1)))
    one = listed_of(stored, now=paris)
    found = worklist_of([one], "en", now=paris).rows[0]
    assert (found.case, found.time, found.state.status, found.flags) == ("c", "14:58", "signed", "1 caution")
    assert found.demonstration


def test_names_are_written_as_on_the_ward() -> None:
    assert name_of(identity("de la Croix", "Jeanne"), "?") == "DE LA CROIX, Jeanne"
    assert name_of(identity("", "Jeanne"), "?") == "Jeanne"
    assert name_of(identity("", ""), "?") == "?"
