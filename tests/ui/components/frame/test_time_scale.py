from __future__ import annotations

import itertools
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bedside_app.ui.components.frame.time_scale import TimeScale, next_day

FIRST = date(2026, 8, 1)
SCALE = TimeScale(FIRST, date(2027, 2, 14), left=208, width=1000)
DAYS = st.integers(0, SCALE.days).map(lambda number: FIRST + timedelta(days=number))


@given(DAYS)
def test_a_day_is_found_where_it_was_drawn(day: date) -> None:
    assert SCALE.day_at(SCALE.x(day)) == day


@given(st.floats(-5000, 5000))
def test_no_place_is_outside_the_ends(x: float) -> None:
    assert SCALE.first <= SCALE.day_at(x) <= SCALE.last


def test_months_are_named_from_the_first_that_begins_and_keep_their_distance() -> None:
    assert [month.month for month in SCALE.months(64)] == [8, 9, 10, 11, 12, 1, 2]
    near = SCALE.months(300)
    assert all(SCALE.x(after) - SCALE.x(before) >= 300 for before, after in itertools.pairwise(near))


@given(st.lists(DAYS), DAYS)
def test_steps_go_to_the_next_event_and_never_skip_one(days: list[date], cursor: date) -> None:
    to = next_day(days, cursor, 1)
    assert to == cursor or (to in days and to > cursor)
    assert not [day for day in days if cursor < day < to]
    back = next_day(days, cursor, -1)
    assert back == cursor or (back in days and back < cursor)


def test_a_scale_of_one_day_can_be_drawn() -> None:
    scale = TimeScale(FIRST, FIRST, 0, 100)
    assert scale.x(FIRST) == 0
    assert scale.day_at(50) == FIRST
