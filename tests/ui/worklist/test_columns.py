from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication

from bedside_app.foundation.words import Language
from bedside_app.ui.components.basics.chips import chip_width
from bedside_app.ui.theme import Role, Weight, font, text_width
from bedside_app.ui.viewmodels.worklist import worklist_of
from bedside_app.ui.worklist.columns import PATIENT, Wanted, columns_of, wanted_by
from tests.ui.worklist.listed_cases import NOW, one_of_each

SIZES = st.floats(min_value=0, max_value=260)


@given(width=st.integers(min_value=560, max_value=2600), state=SIZES, flags=SIZES, time=st.floats(0, 90))
def test_columns_follow_each_other_and_none_covers_another(width: int, state: float, flags: float, time: float) -> None:
    columns = columns_of(width, Wanted(state=state, flags=flags, time=time))
    assert columns.disease >= columns.patient_width
    if columns.disease_width:
        assert columns.disease + columns.disease_width <= columns.state
        middle = max(state, flags) if columns.stacked else columns.flags - columns.state + flags
        assert columns.state + middle <= columns.time_right - time
        assert columns.stacked or columns.state + state <= columns.flags
    assert columns.time_right <= columns.remove <= width


def test_flags_go_below_the_state_where_there_is_no_room_beside_it() -> None:
    wanted = Wanted(state=140, flags=110, time=40)
    assert not columns_of(950, wanted).stacked
    assert columns_of(600, wanted).stacked


def test_every_state_flag_and_time_has_the_width_that_it_needs(qapp: QApplication, language: Language) -> None:
    rows = worklist_of(one_of_each(), language, now=NOW).rows
    wanted = wanted_by(rows, ("State", "Red flags", "Updated"), "Demonstration")
    for row in rows:
        assert wanted.state >= chip_width(row.state.word)
        assert wanted.flags >= text_width(row.flags, font(Role.BODY, Weight.SEMIBOLD)) + 20
        assert wanted.time >= text_width(row.time, font(Role.CAPTION))


@pytest.mark.parametrize("rows", [()])
def test_an_empty_table_keeps_room_for_its_heads(qapp: QApplication, rows: tuple[()]) -> None:
    wanted = wanted_by(rows, ("State", "A head that is very long", "Updated"), "Demonstration")
    assert wanted.patient == PATIENT
    assert wanted.flags > 96
