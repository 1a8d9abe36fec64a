from __future__ import annotations

import pytest

from bedside_app.ui.theme.fonts import font, text_width
from bedside_app.ui.theme.runs import Run, RunLayout, Style, as_runs, spoken
from bedside_app.ui.theme.tokens import Role, Weight


def test_one_line_is_as_wide_as_its_pieces() -> None:
    runs = (Run("Mass "), Run("10 mm", Weight.SEMIBOLD))
    wanted = text_width("Mass ", font(Role.BODY)) + text_width("10 mm", font(Role.BODY, Weight.SEMIBOLD))
    assert RunLayout(runs, Style()).natural_width == pytest.approx(wanted, abs=1)


def test_text_wraps_and_grows_by_whole_lines() -> None:
    layout = RunLayout("one two three four five six", Style(), 60)
    assert layout.height % 18 == 0
    assert layout.height > 18
    assert layout.natural_width <= 61


def test_two_hundred_letters_without_a_space_break_rather_than_stick_out() -> None:
    assert RunLayout("A" * 200, Style(), 120).natural_width <= 121


def test_the_place_of_a_value_is_known_on_whatever_line_it_stands() -> None:
    runs = (Run("a long beginning of a sentence "), Run("48\u00a0%", fact="lvef"), Run(" and its end"))
    layout = RunLayout(runs, Style(), 120)
    ((run, box),) = layout.fact_boxes(120)
    assert run.fact == "lvef"
    assert box.top() > 0
    assert box.width() == pytest.approx(text_width("48\u00a0%", font(Role.BODY)), abs=1)


def test_a_character_of_two_units_does_not_shift_the_place_of_a_value() -> None:
    before = RunLayout((Run("ab "), Run("7", fact="x")), Style()).fact_boxes(200)[0][1].width()
    after = RunLayout((Run("\U0001f600 "), Run("7", fact="x")), Style()).fact_boxes(200)[0][1].width()
    assert before == pytest.approx(after, abs=0.5)


def test_what_is_said_may_differ_from_what_is_shown() -> None:
    assert spoken((Run("A: "), Run("48\u00a0%", spoken="48 percent, 16 Nov"))) == "A: 48 percent, 16 Nov"
    assert as_runs("x") == (Run("x"),)
