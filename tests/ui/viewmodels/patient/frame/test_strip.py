from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bedside_app.domain.fact import FactId, Status
from bedside_app.ui.viewmodels.patient.frame.strip import (
    LANES,
    Strip,
    StripEvent,
    move_to_end,
    move_to_event,
    strip_of,
)
from bedside_app.ui.viewmodels.shown import CaseShown
from tests.todays import TODAY as TREATED

TODAY = date(2026, 11, 24)
DAYS = st.lists(st.dates(date(2026, 1, 1), TODAY), max_size=8)


def strip(case: CaseShown) -> Strip:
    shown = strip_of(case)
    assert shown is not None
    return shown


def events(days: list[date]) -> list[StripEvent]:
    return [StripEvent(lane="labs", day=day, label="x", spoken="x") for day in days]


def test_events_lie_in_their_lanes_in_order_of_time(case: CaseShown) -> None:
    shown = strip(case)
    assert [event.day for event in shown.events] == sorted(event.day for event in shown.events)
    assert {event.lane for event in shown.events} == set(LANES)
    surgery = [event for event in shown.events if event.lane == "treatment"]
    assert [event.day for event in surgery] == [date(2026, 10, 6)]
    assert any(event.lane == "pathology" and event.label.startswith("biopsy") for event in shown.events)


def test_results_of_one_day_and_lane_are_one_event_that_counts_them(case: CaseShown) -> None:
    day = [event for event in strip(case).events if event.lane == "labs" and event.day == date(2026, 11, 3)]
    assert len(day) == 1
    assert "+" in day[0].label


def test_an_image_stands_on_the_day_when_it_was_taken(case: CaseShown) -> None:
    taken = [event for event in strip(case).events if event.lane == "images" and event.day == date(2026, 11, 18)]
    assert [event.label for event in taken] == ["Ultrasound"]


def test_a_withdrawn_result_is_no_event(case: CaseShown) -> None:
    withdrawn = tuple(replace(fact, status=Status.WITHDRAWN) for fact in case.record.facts)
    shown = strip(
        replace(case, record=replace(case.record, facts=withdrawn, images=()), current=replace(case.current, facts=()))
    )
    assert shown.events == ()


def test_medicines_for_something_else_are_no_cancer_treatment(case: CaseShown) -> None:
    assert not any("ramipril" in event.label for event in strip(case).events)


def test_a_low_window_has_one_lane_until_it_is_opened(case: CaseShown) -> None:
    low, opened, high = (strip_of(case, height=h, opened=o) for h, o in ((690, False), (690, True), (768, False)))
    assert [one.one_lane for one in (low, opened, high) if one] == [True, False, False]


def test_off_today_the_strip_says_what_stays_current(case: CaseShown) -> None:
    shown = strip(case.at(date(2026, 11, 3)))
    assert "hard stops are today's" in shown.amber
    assert shown.cursor == date(2026, 11, 3)
    assert strip(case).amber == ""


def test_identities_that_conflict_have_no_strip(conflict: CaseShown) -> None:
    assert strip_of(conflict) is None


def test_brackets_move_to_the_neighbouring_event_and_today_is_a_place(case: CaseShown) -> None:
    shown = strip(case)
    before = move_to_event(shown.events, shown.today, -1, today=shown.today)
    assert before == date(2026, 11, 18)
    assert move_to_event(shown.events, before, 1, today=shown.today) == shown.today


@given(days=DAYS, cursor=st.dates(date(2026, 1, 1), TODAY))
def test_the_cursor_goes_on_to_a_later_day_or_stays_at_the_end(days: list[date], cursor: date) -> None:
    later = move_to_event(events(days), cursor, 1, today=TODAY)
    assert later > cursor if cursor < TODAY else later == cursor
    assert not any(cursor < day < later for day in days)


@given(days=DAYS, cursor=st.dates(date(2026, 1, 1), TODAY))
def test_the_cursor_goes_back_past_no_event(days: list[date], cursor: date) -> None:
    earlier = move_to_event(events(days), cursor, -1, today=TODAY)
    assert earlier <= cursor
    assert not any(earlier < day < cursor for day in days)


@given(days=DAYS)
def test_home_is_the_first_event_and_end_is_today(days: list[date]) -> None:
    planned = events([*days, TODAY + timedelta(days=30)])
    assert move_to_end(planned, last=False, today=TODAY) == min([*days, TODAY])
    assert move_to_end(planned, last=True, today=TODAY) == TODAY


def test_the_strip_reads_in_french(french: CaseShown) -> None:
    assert strip(french).cursor_text == "24\u00a0nov.\u00a02026"
    assert "Biologie\u202f: " in next(e.spoken for e in strip(french).events if e.lane == "labs")


def test_cycles_lie_in_the_treatment_lane_and_the_one_that_is_due_is_a_box(case: CaseShown) -> None:
    shown = strip(replace(case, current=replace(case.current, today=TREATED)))
    cycles = {event.day: event.label for event in shown.events if event.label.startswith("Cycle")}
    assert cycles == {date(2026, 10, 13): "Cycle 1", date(2026, 11, 3): "Cycle 2"}
    (window,) = shown.windows
    assert (window.start, window.label) == (date(2026, 11, 24), "cycle 3, not given")
    assert window.end <= shown.last


def test_a_drug_that_the_cycles_tell_is_not_told_again(case: CaseShown) -> None:
    given = tuple(
        replace(fact, id=FactId("medicines"), value="docetaxel") for fact in case.record.facts if fact.id == "weight"
    )
    treated = replace(
        case, record=replace(case.record, facts=given, images=()), current=replace(case.current, today=TREATED)
    )
    assert {event.label for event in strip(treated).events} == {"Cycle 1", "Cycle 2"}
    assert any("ocetaxel" in event.label for event in strip(replace(treated, current=case.current)).events)


def test_without_a_regimen_nothing_is_planned(case: CaseShown) -> None:
    assert strip(case).windows == ()
