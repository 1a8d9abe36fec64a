from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bedside_app.domain.summary import ShownRefusal
from bedside_app.foundation.words import Language
from bedside_app.ui.theme.vocabulary import SIGNS, Status
from bedside_app.ui.viewmodels import told
from tests.report.cases import conflict_summary, words


def refusal(why: str, file: str = "", place: str = "", what: str = "") -> ShownRefusal:
    return ShownRefusal(code="x", text=words(why), file=file, place=place, what=what)


def test_a_refusal_speaks_in_its_own_sentence_and_is_no_fault(language: Language) -> None:
    notice = told.refused("The archive is too large. Unpack it.", language)
    assert notice.why == "The archive is too large. Unpack it."
    assert (notice.mark.status, notice.key) == ("refused", "files")


def test_a_crash_says_what_stands_and_where_it_happened_and_offers_another_try(language: Language) -> None:
    notice = told.crashed(language, fault="ValueError at gather.py:12")
    assert (notice.mark.status, notice.key) == ("failed", "again")
    assert notice.aside == "ValueError at gather.py:12"
    assert notice.action
    assert notice.to_do


def test_refused_and_failed_are_never_the_same_word(language: Language) -> None:
    failed, refused = told.crashed(language, fault="1").mark, told.refused("x", language).mark
    assert failed.word != refused.word
    assert SIGNS[Status(failed.status)].icon != SIGNS[Status(refused.status)].icon


def test_what_was_cancelled_can_start_again(language: Language) -> None:
    assert told.cancelled(language).key == "again"
    assert told.cancelled(language).action


def test_a_blocked_drop_names_every_side_and_what_was_not_used(language: Language) -> None:
    summary = replace(conflict_summary(), refusals=(refusal("unreadable", "a.json"),), not_understood=())
    first, second = told.blocked(summary, language)
    assert first.why == summary.answer[language]
    assert all(side.name in first.aside for side in summary.identity.sides)
    assert (second.why, second.aside, second.action) == ("unreadable", "a.json", "")


def test_files_that_were_refused_for_one_reason_are_named_together() -> None:
    ones = [refusal("unreadable", "a.json"), refusal("unreadable", "b.json", "MSH[1]"), refusal("empty", what="c.txt")]
    shown = [(one.why, one.aside) for one in told.not_used(ones, "en")]
    assert shown == [("unreadable", "a.json; b.json · MSH[1]"), ("empty", "c.txt")]


def test_of_very_many_files_the_others_are_counted() -> None:
    (one,) = told.not_used([refusal("unreadable", f"{at}.json") for at in range(40)], "en")
    assert one.aside.endswith("; 11.json; 28 more of this kind")


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(["1.json", "2.json", ""]))))
def test_no_reason_is_lost_and_none_is_said_twice(pairs: list[tuple[str, str]]) -> None:
    shown = told.not_used([refusal(why, file) for why, file in pairs], "en")
    assert sorted(one.why for one in shown) == sorted({why for why, _ in pairs})
    for one in shown:
        assert {file for why, file in pairs if why == one.why and file} == set(filter(None, one.aside.split("; ")))
