from __future__ import annotations

from datetime import date

from bedside_app.foundation.words import Language
from bedside_app.ui.viewmodels import notices
from bedside_app.ui.viewmodels.shown import CaseShown


def test_what_works_can_be_cancelled_until_it_is_stopping(language: Language) -> None:
    shown = notices.working(language, what="CT", percent=62)
    assert shown.can_cancel
    assert "62" in shown.sign.word
    assert not notices.working(language, what="CT", stopping=True).can_cancel


def test_while_it_computes_the_screen_says_that_earlier_results_are_cleared(computing: CaseShown) -> None:
    shown = notices.computing(computing)
    assert shown is not None
    assert "cleared" in shown.detail


def test_another_day_being_computed_names_the_day(case: CaseShown) -> None:
    shown = notices.computing(case.at(date(2026, 11, 3)))
    assert shown is not None
    assert "3\u00a0Nov\u00a02026" in shown.title


def test_nothing_is_said_to_compute_when_the_results_are_there(case: CaseShown) -> None:
    assert notices.computing(case) is None


def test_what_was_not_used_of_a_case_is_listed(case: CaseShown) -> None:
    reasons = {one.text["en"] for one in (*case.current.refusals, *case.current.not_understood)}
    assert {one.why for one in notices.refusals_of(case)} == reasons
