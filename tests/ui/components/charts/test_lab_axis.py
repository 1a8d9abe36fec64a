from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside_app.ui.components.charts.lab_axis import Grade, LabPoint, axis_of, grade_labels, outside

VALUES = st.floats(-1e6, 1e6)


@given(st.lists(VALUES, min_size=1), st.tuples(st.none() | VALUES, st.none() | VALUES))
def test_the_axis_holds_every_point_and_every_limit(
    values: list[float], reference: tuple[float | None, float | None]
) -> None:
    axis = axis_of([LabPoint(date(2026, 1, 1), value) for value in values], reference)
    assert axis.low < axis.high
    assert all(axis.holds(value) for value in values)
    assert all(axis.holds(limit) for limit in reference if limit is not None)
    assert all(0 <= axis.y(value, 0, 100) <= 100 for value in values)


def test_there_is_nothing_to_draw_of_nothing() -> None:
    with pytest.raises(ValueError, match="neither"):
        axis_of([], (None, None))


@pytest.mark.parametrize(
    ("value", "reference", "far"),
    [
        (120, (120, 155), False),
        (119.9, (120, 155), True),
        (156, (None, 155), True),
        (1e9, (120, None), False),
        (5, (None, None), False),
    ],
)
def test_a_value_at_a_limit_is_within_and_an_unknown_limit_excludes_nothing(
    value: float, reference: tuple[float | None, float | None], far: bool
) -> None:
    assert outside(value, reference) is far


PLACES = st.lists(st.floats(0, 150), max_size=5)


@given(PLACES)
def test_no_name_of_a_grade_lies_over_another_and_every_grade_is_named(places: list[float]) -> None:
    lines = [(place, Grade(place, f"Grade {at}", str(at))) for at, place in enumerate(places)]
    named = grade_labels(lines)
    assert all(below[0] - above[1] >= 14 for above, below in pairwise(named))
    said = ", ".join(words for _top, _bottom, words in named)
    assert sorted(said.replace("Grade ", "").split(", ") if said else []) == [str(at) for at in range(len(places))]


def test_lines_that_stand_close_share_one_name_from_above_to_below() -> None:
    lines = [(90.0, Grade(0.5, "Grade 4", "4")), (78.0, Grade(1.5, "Grade 2", "2")), (84.0, Grade(1, "Grade 3", "3"))]
    assert grade_labels([(20.0, Grade(9, "Grade 1", "1")), *lines]) == (
        (20.0, 20.0, "Grade 1"),
        (78.0, 90.0, "Grade 2, 3, 4"),
    )
