from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside_app.domain.moment import Moment


@pytest.mark.parametrize(
    ("text", "precision", "first", "last"),
    [
        ("2026", "year", date(2026, 1, 1), date(2026, 12, 31)),
        ("2024-02", "month", date(2024, 2, 1), date(2024, 2, 29)),
        ("2026-05-20", "day", date(2026, 5, 20), date(2026, 5, 20)),
        ("2026-05-20T08:15", "minute", date(2026, 5, 20), date(2026, 5, 20)),
        ("2026-05-20T08:15:30.125+02:00", "second", date(2026, 5, 20), date(2026, 5, 20)),
    ],
)
def test_a_moment_is_as_precise_as_it_was_written(text: str, precision: str, first: date, last: date) -> None:
    moment = Moment(text)
    assert (moment.precision, moment.first_day, moment.last_day) == (precision, first, last)


@pytest.mark.parametrize(
    "text", ["", "26-05-20", "2026-13", "2026-02-30", "2026-05-20T25:00", "2026-05-20T08:15+15:00", "soon"]
)
def test_what_is_no_real_moment_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        Moment(text)


def test_the_day_is_that_of_the_clock_on_the_wall_where_it_was_written() -> None:
    late, early = Moment("2026-05-20T23:30+02:00"), Moment("2026-05-21T00:10+02:00")
    assert late.first_day == date(2026, 5, 20)
    assert late.sort_key() < early.sort_key()


def test_a_day_without_a_time_comes_before_the_times_of_that_day() -> None:
    assert Moment("2026-05-20").sort_key() < Moment("2026-05-20T00:00").sort_key()


@given(st.dates(min_value=date(1000, 1, 1)))
def test_every_calendar_day_is_its_own_first_and_last_day(day: date) -> None:
    moment = Moment(day.isoformat())
    assert moment.first_day == moment.last_day == day
