from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside_app.domain.case import DoseChanged, Event, FactRejected, ItemAgreed, ItemKind, ItemModified, ItemRejected
from bedside_app.domain.fact import FactId
from bedside_app.domain.summary import Verdict
from bedside_app.foundation.errors import Fault
from bedside_app.ui.viewmodels.patient.acting.items import ReviewItem
from bedside_app.ui.viewmodels.patient.acting.review import (
    Answer,
    ItemState,
    Review,
    said_of,
    signed_decisions,
    start_review,
)
from bedside_app.ui.viewmodels.patient.acting.review_shown import ReviewRow, review_of
from bedside_app.ui.viewmodels.shown import CaseShown
from tests.ui.decided import decided

CREATININE = "fact||creatinine"
WHY = "transient after surgery"


def item(case: CaseShown, key: str) -> ReviewItem:
    return start_review(case).by_key[key]


def rejection(case: CaseShown, key: str, reason: str = WHY) -> ItemRejected:
    return ItemRejected(item=item(case, key).item, reason=reason)


def dose_key(case: CaseShown, drug: str) -> str:
    items = start_review(case).items
    return next(one.key for one in items if one.dose is not None and one.dose.drug == drug)


def index_key(case: CaseShown) -> str:
    """Return a finding on which nothing else rests."""
    return next(one.key for one in start_review(case).items if "npi||score" in one.key)


def row(case: CaseShown, key: str, review: Review | None = None) -> ReviewRow:
    return next(one for one in review_of(case, review or start_review(case)).rows if one.key == key)


def state(case: CaseShown, key: str) -> ItemState:
    review = start_review(case)
    return review.state(review.by_key[key])


def agreed(case: CaseShown, *then: Event) -> CaseShown:
    return decided(case, *(ItemAgreed(item=one.item) for one in start_review(case).items), *then)


def typed_dose(case: CaseShown, version: str, unit: str, reason: str = WHY) -> tuple[Review, str]:
    key = dose_key(case, "zoledronic_acid")
    answer = Answer(verdict=Verdict.MODIFIED, reason=reason, version=version, unit=unit)
    return start_review(agreed(case)).type(key, answer), key


def test_a_new_review_has_everything_left_and_cannot_be_signed(case: CaseShown) -> None:
    shown = review_of(case, start_review(case))
    assert not shown.can_sign
    assert shown.sign_says == f"Answer {len(shown.rows)} items first."
    assert (shown.go_to, shown.go_text) == (shown.rows[0].key, "Go to the hard stop")


def test_when_all_is_agreed_to_it_can_be_signed(case: CaseShown) -> None:
    done = agreed(case)
    shown = review_of(done, start_review(done))
    assert (shown.can_sign, shown.sign_says, shown.share) == (True, "", 1.0)
    assert shown.state.word == "Ready to sign"


def test_the_rest_is_agreed_to_at_once_but_never_a_stop_a_dose_or_the_chosen_option(case: CaseShown) -> None:
    done = decided(case, *start_review(case).agree_to_the_rest())
    left = start_review(done).left
    assert {one.kind for one in left} == {ItemKind.HARD_STOP, ItemKind.OPTION, ItemKind.DOSE}


def test_decisions_about_an_older_revision_do_not_count(case: CaseShown) -> None:
    fact = next(one for one in case.record.facts if one.id == "creatinine")
    done = decided(agreed(case), FactRejected(fact=fact, reason=WHY))
    assert start_review(done).answers == {}


def test_one_item_left_is_said_as_one(case: CaseShown) -> None:
    review = start_review(agreed(case)).type(CREATININE, Answer(verdict=Verdict.REJECTED))
    assert review_of(case, review).sign_says == "Answer 1 item first."


@pytest.mark.parametrize("reason", ["", "   ", "...", "12"])
def test_a_rejection_without_words_is_no_event_and_holds_the_signature(case: CaseShown, reason: str) -> None:
    done, answer = agreed(case), Answer(verdict=Verdict.REJECTED, reason=reason)
    review = start_review(done).type(CREATININE, answer)
    shown = row(done, CREATININE, review)
    assert (shown.state, shown.problem) == (ItemState.INCOMPLETE, "A reason in words is required.")
    assert said_of(done, item(done, CREATININE), answer) is None
    assert not review_of(done, review).can_sign


def test_what_is_being_typed_clears_nothing_until_it_is_kept(case: CaseShown) -> None:
    done = agreed(case)
    review = start_review(done).type(CREATININE, Answer(verdict=Verdict.REJECTED, reason="tran"))
    assert review.rejected == frozenset()


def test_rejecting_a_value_clears_what_rests_on_it_through_every_computed_value(case: CaseShown) -> None:
    done = agreed(case, rejection(case, CREATININE))
    review = start_review(done)
    cleared = {one.key for one in review.items if review.state(one) is ItemState.CLEARED}
    assert dose_key(case, "zoledronic_acid") in cleared
    assert any("ckd_epi" in key for key in cleared)
    assert any("cockcroft" in key for key in cleared)
    assert not any("predict" in key for key in cleared)
    assert not review_of(done, review).can_sign


def test_a_cleared_dose_asks_for_the_value_that_was_rejected(case: CaseShown) -> None:
    done = agreed(case, rejection(case, CREATININE))
    shown = row(done, dose_key(case, "zoledronic_acid"))
    assert (shown.enter, shown.enter_text, shown.verdict) == (FactId("creatinine"), "Enter Creatinine", None)
    assert shown.sign.status == "cleared"
    assert shown.problem.startswith("Cleared: rests on a rejected value")


def test_rejecting_a_computed_value_clears_what_it_made(case: CaseShown) -> None:
    clearance = next(one.key for one in start_review(case).items if "cockcroft" in one.key)
    done = agreed(case, rejection(case, clearance, "formula does not hold here"))
    assert state(done, dose_key(case, "zoledronic_acid")) is ItemState.CLEARED
    assert state(done, CREATININE) is ItemState.AGREED


def test_a_cleared_item_can_be_rejected_itself_and_then_no_longer_holds_the_signature(case: CaseShown) -> None:
    done = agreed(case, rejection(case, CREATININE))
    while left := start_review(done).left:  # a rejected option clears the forecast that counts it
        done = decided(done, rejection(case, left[0].key))
    assert review_of(done, start_review(done)).can_sign


def test_taking_a_rejection_back_brings_the_dependents_back(case: CaseShown) -> None:
    done = agreed(case, rejection(case, CREATININE), ItemAgreed(item=item(case, CREATININE).item))
    assert review_of(done, start_review(done)).can_sign


def test_agreeing_to_the_rest_agrees_to_nothing_that_is_cleared_or_being_typed(case: CaseShown) -> None:
    done = decided(case, rejection(case, CREATININE))
    review = start_review(done).type("fact||weight", Answer(verdict=Verdict.REJECTED))
    told = {event.item.id for event in review.agree_to_the_rest()}
    cleared = {one.key for one in review.items if review.cleared_by(one)}
    assert told
    assert not told & {*cleared, CREATININE, "fact||weight"}


def test_a_dose_of_a_rejected_option_needs_no_answer_of_its_own(case: CaseShown) -> None:
    dose = item(case, dose_key(case, "ribociclib"))
    done = agreed(case, rejection(case, dose.of, "her choice"))
    shown = row(done, dose.key)
    assert (shown.state, shown.enabled) == (ItemState.GONE, False)
    assert shown.problem == "Its option was rejected: nothing to answer here"
    assert review_of(done, start_review(done)).can_sign
    assert dose.key not in {one.item for one in signed_decisions(done)}


def test_a_forecast_that_counts_a_rejected_option_is_cleared_and_asks_for_no_value(case: CaseShown) -> None:
    letrozole = item(case, dose_key(case, "letrozole")).of
    done = agreed(case, rejection(case, letrozole, "her choice"))
    (forecast,) = start_review(done).left
    assert letrozole in forecast.counts
    shown = row(done, forecast.key)
    assert (shown.state, shown.cleared, shown.enter) == (ItemState.CLEARED, True, None)
    assert shown.problem == "Cleared: it counts an option that was rejected (Letrozole)"
    done = decided(done, rejection(done, forecast.key, "of another plan"))
    assert review_of(done, start_review(done)).can_sign


def test_a_forecast_stands_where_an_option_was_rejected_that_it_does_not_count(case: CaseShown) -> None:
    ribociclib = item(case, dose_key(case, "ribociclib")).of
    done = agreed(case, rejection(case, ribociclib, "her choice"))
    assert start_review(done).left == ()


def test_a_dose_of_a_modified_option_keeps_its_answer_and_says_to_check_it(case: CaseShown) -> None:
    dose = item(case, dose_key(case, "letrozole"))
    done = agreed(case, ItemModified(item=item(case, dose.of).item, to="after radiotherapy", reason="sequence"))
    shown = row(done, dose.key)
    assert (shown.state, shown.warning.startswith("Its option was modified")) == (ItemState.AGREED, True)


@pytest.mark.parametrize(
    ("version", "unit", "kept"),
    [
        ("4", "mg", True),
        ("3.3", "mg", True),
        ("3,3", "mg", False),
        ("4", "", False),
        ("4", "g", False),
        ("0", "mg", False),
        ("-4", "mg", False),
        ("four", "mg", False),
        ("40", "mg", False),
    ],
)
def test_a_changed_dose_is_an_amount_above_zero_in_the_unit_of_the_dose_and_no_slip(
    case: CaseShown, version: str, unit: str, kept: bool
) -> None:
    review, key = typed_dose(case, version, unit)
    shown = row(case, key, review)
    assert bool(shown.problem) is not kept
    assert (said_of(case, review.by_key[key], review.typing[key]) is not None) is kept


def test_a_changed_dose_is_an_event_with_both_amounts_and_units(case: CaseShown) -> None:
    review, key = typed_dose(case, "4", "mg")
    said = said_of(case, review.by_key[key], review.typing[key])
    assert isinstance(said, DoseChanged)
    assert (said.was, said.was_unit, said.amount, said.unit, said.reason) == (3.5, "mg", 4.0, "mg", WHY)


@pytest.mark.parametrize(
    ("version", "warning"),
    [
        ("3.5", ""),
        ("3", ""),
        ("4", "14 % above the 3.5\u00a0mg for this patient. Published: 4\u00a0mg."),
        ("5", "25 % above the published dose of 4\u00a0mg. For this patient it is 3.5\u00a0mg."),
        ("1", "Less than half of the 3.5\u00a0mg for this patient. Published: 4\u00a0mg."),
    ],
)
def test_a_dose_above_or_far_below_is_kept_with_a_warning_that_names_the_published_one(
    case: CaseShown, version: str, warning: str
) -> None:
    review, key = typed_dose(case, version, "mg")
    assert row(case, key, review).warning == warning
    said = said_of(case, review.by_key[key], review.typing[key])
    assert said is not None
    assert row(agreed(case, said), key).warning == warning


def test_a_dose_that_could_not_be_computed_says_that_nothing_checks_the_amount(case: CaseShown) -> None:
    key = dose_key(case, "zoledronic_acid")
    options = tuple(
        replace(one, dose=tuple(replace(dose, amount=None, per="m2") for dose in one.dose))
        for one in case.current.options
    )
    unknown = replace(case, current=replace(case.current, options=options))
    review = start_review(unknown).type(key, Answer(verdict=Verdict.MODIFIED, reason=WHY, version="900", unit="mg"))
    shown = row(unknown, key, review)
    assert (shown.problem, shown.warning[:33]) == ("", "Nothing to hold this amount again")


def test_no_unit_of_a_dose_is_chosen_beforehand(case: CaseShown) -> None:
    review, key = typed_dose(case, "", "")
    shown = row(case, key, review)
    assert shown.units == (("mg", "mg"), ("g", "g"), ("ug", "µg"))
    assert shown.typing is not None
    assert shown.typing.unit == ""


def test_a_modification_needs_a_version_and_a_reason(case: CaseShown) -> None:
    first = start_review(case).items[0]
    said = [
        said_of(case, first, Answer(verdict=Verdict.MODIFIED, reason=reason, version=version))
        for reason, version in (("why", ""), ("", "mine"), (" the  why ", " mine "))
    ]
    assert said == [None, None, ItemModified(item=first.item, to="mine", reason="the why")]


def test_an_answer_that_is_kept_is_said_in_its_row(case: CaseShown) -> None:
    done = agreed(case, rejection(case, CREATININE))
    assert row(done, CREATININE).said == f"Your reason: {WHY}"
    review, key = typed_dose(case, "4", "mg")
    said = said_of(case, review.by_key[key], review.typing[key])
    assert said is not None
    assert row(agreed(case, said), key).said == f"Your version: 4\u00a0mg · Your reason: {WHY}"


def test_what_was_answered_is_counted_by_verdict(case: CaseShown) -> None:
    done = agreed(case, rejection(case, index_key(case)))
    assert dict(review_of(done, start_review(done)).counts)[ItemState.REJECTED] == "1 rejected"


def test_typing_makes_a_new_review_and_an_unknown_item_is_refused(case: CaseShown) -> None:
    review, answer = start_review(case), Answer(verdict=Verdict.REJECTED)
    review.type(CREATININE, answer)
    assert not review.typing
    with pytest.raises(KeyError):
        review.type("no such item", answer)


def test_what_was_typed_of_items_that_are_gone_is_dropped(case: CaseShown) -> None:
    answer = Answer(verdict=Verdict.REJECTED, reason="x")
    assert list(start_review(case, {"gone": answer, CREATININE: answer}).typing) == [CREATININE]


def test_what_is_signed_is_every_decision_with_its_title_in_both_languages(case: CaseShown) -> None:
    done = agreed(case, rejection(case, index_key(case)))
    decisions = {one.item: one for one in signed_decisions(done)}
    assert len(decisions) == len(start_review(case).items)
    index = decisions[index_key(case)]
    assert (index.verdict, index.reason) == (Verdict.REJECTED, WHY)
    assert index.title["en"] != index.title["fr"]


def test_what_is_not_answered_is_never_signed(case: CaseShown, computing: CaseShown) -> None:
    for unready in (case, computing, decided(case, *start_review(case).agree_to_the_rest())):
        with pytest.raises(Fault):
            signed_decisions(unready)


def test_a_signed_case_is_read_only(signed: CaseShown) -> None:
    shown = review_of(signed, start_review(signed))
    assert shown.read_only
    assert not shown.can_sign
    assert not any(one.enabled for one in shown.rows)
    assert not shown.agree_to_rest


def test_off_today_while_computing_and_in_a_conflict_nothing_is_signed(
    case: CaseShown, computing: CaseShown, conflict: CaseShown
) -> None:
    earlier = date(2026, 11, 3)
    moved = case.at(earlier, replace(case.current, as_of=earlier.isoformat()))
    shown = [review_of(one, start_review(one)) for one in (moved, computing, conflict)]
    assert [one.sign_says for one in shown] == [
        "Go back to today to sign.",
        "Wait until the new revision is computed.",
        "The identities disagree. Separate or join the files first.",
    ]
    assert not any(one.agree_to_rest or one.without or any(row.enabled for row in one.rows) for one in shown)


def test_a_review_reads_in_french(french: CaseShown) -> None:
    done = agreed(french, rejection(french, CREATININE))
    shown = row(done, dose_key(done, "zoledronic_acid"))
    assert shown.sign.word == "Effacé"
    assert shown.problem.startswith("Effacé\u202f: repose sur une valeur rejetée")


@given(version=st.text(max_size=8), unit=st.sampled_from(["", "mg", "g", "ug"]))
def test_no_dose_is_ever_kept_that_is_not_above_zero_in_its_unit_and_at_most_twice_the_dose(
    case_of_a: CaseShown, version: str, unit: str
) -> None:
    review, key = typed_dose(case_of_a, version, unit)
    said = said_of(case_of_a, review.by_key[key], review.typing[key])
    assert said is None or (isinstance(said, DoseChanged) and 0 < said.amount <= 8 and said.unit == "mg")
