from __future__ import annotations

from datetime import date

from bedside_app.dictionary.units import UnknownUnit
from bedside_app.foundation.words import Language
from bedside_app.ui.viewmodels import notices
from bedside_app.ui.viewmodels.shown import CaseShown


def test_a_refusal_speaks_in_its_own_sentence_and_is_no_fault(language: Language) -> None:
    notice = notices.refused(UnknownUnit(raw="furlong"), language)
    assert "furlong" in notice.why
    assert (notice.sign.status, notice.sign.tone) == ("refused", "refused")


def test_a_crash_says_that_its_result_is_cleared_and_offers_another_try(language: Language) -> None:
    notice = notices.crashed(language, what="PREDICT", fault="7f3a")
    assert notice.sign.status == "failed"
    assert "7f3a" in notice.aside
    assert notice.action
    assert notice.to_do


def test_refused_and_failed_are_never_the_same_word(language: Language) -> None:
    failed = notices.crashed(language, what="x", fault="1").sign
    refused = notices.refused(UnknownUnit(raw="x"), language).sign
    assert (failed.word, failed.icon, failed.tone) != (refused.word, refused.icon, refused.tone)


def test_what_works_can_be_cancelled_until_it_is_stopping(language: Language) -> None:
    shown = notices.working(language, what="CT", percent=62)
    assert shown.can_cancel
    assert "62" in shown.sign.word
    assert not notices.working(language, what="CT", stopping=True).can_cancel


def test_what_was_cancelled_can_start_again(language: Language) -> None:
    assert notices.cancelled(language, what="CT").action


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


def test_what_was_not_understood_is_listed_with_file_and_place(case: CaseShown) -> None:
    listed = notices.refusals_of(case)
    assert len(listed) == len(case.current.refusals) + len(case.current.not_understood)
    assert all(one.why for one in listed)


def test_a_window_without_a_patient_says_what_to_do(language: Language) -> None:
    shown = notices.empty_case(language)
    assert [key for key, _ in shown.actions] == ["folder", "files", "demonstration"]
