from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bedside_app.domain.fact import FactId
from bedside_app.ui.viewmodels.patient.acting.events import Verdict
from bedside_app.ui.viewmodels.patient.acting.items import ItemKind
from bedside_app.ui.viewmodels.patient.acting.review import (
    Answer,
    ItemState,
    Review,
    ReviewRow,
    review_of,
    sign_event,
    start_review,
)
from bedside_app.ui.viewmodels.revision import Revision
from bedside_app.ui.viewmodels.shown import CaseShown

AGREE = Answer(verdict=Verdict.AGREE)
NOW = Revision(case="a", number=4)
CREATININE = "fact||creatinine"


def rejected(reason: str = "transient after surgery") -> Answer:
    return Answer(verdict=Verdict.REJECT, reason=reason)


def dose_key(review: Review, drug: str) -> str:
    return next(item.key for item in review.items if item.kind is ItemKind.DOSE and item.key.endswith(f"|{drug}"))


def row(case: CaseShown, review: Review, key: str) -> ReviewRow:
    return next(one for one in review_of(case, review).rows if one.key == key)


def agreed(case: CaseShown) -> Review:
    review = start_review(case)
    for item in review.items:
        review = review.answer(item.key, AGREE)
    return review


def test_a_new_review_has_everything_left_and_cannot_be_signed(case: CaseShown) -> None:
    shown = review_of(case, start_review(case))
    total = len(shown.rows)
    assert not shown.can_sign
    assert shown.sign_says == f"Answer {total} items first."
    assert shown.go_to == shown.rows[0].key


def test_when_all_is_agreed_to_it_can_be_signed(case: CaseShown) -> None:
    shown = review_of(case, agreed(case))
    assert (shown.can_sign, shown.sign_says, shown.share) == (True, "", 1.0)
    assert shown.state.word == "Ready to sign"


def test_the_rest_is_agreed_to_at_once_but_never_a_stop_a_dose_or_the_chosen_option(case: CaseShown) -> None:
    review = start_review(case).agree_to_the_rest()
    assert all(item.kind.one_by_one for item in review.left)
    assert {item.kind for item in review.left} == {ItemKind.HARD_STOP, ItemKind.OPTION, ItemKind.DOSE}


def test_one_item_left_is_said_as_one(case: CaseShown) -> None:
    review = agreed(case).answer(CREATININE, None)
    assert review_of(case, review).sign_says == "Answer 1 item first."


@pytest.mark.parametrize("reason", ["", "   ", "...", "12"])
def test_a_rejection_without_words_does_not_count(case: CaseShown, reason: str) -> None:
    review = agreed(case).answer(CREATININE, rejected(reason))
    shown = row(case, review, CREATININE)
    assert (shown.state, shown.problem) == (ItemState.INCOMPLETE, "A reason is required.")
    assert not review_of(case, review).can_sign


def test_rejecting_a_value_clears_what_rests_on_it_through_every_computed_value(case: CaseShown) -> None:
    review = agreed(case).answer(CREATININE, rejected())
    cleared = {item.key for item in review.items if review.state(item) is ItemState.CLEARED}
    assert dose_key(review, "zoledronic_acid") in cleared
    assert any("ckd_epi" in key for key in cleared)
    assert any("cockcroft" in key for key in cleared)
    assert not any("predict" in key for key in cleared)
    assert not review_of(case, review).can_sign


def test_a_cleared_dose_asks_for_the_value_that_was_rejected(case: CaseShown) -> None:
    review = agreed(case).answer(CREATININE, rejected())
    shown = row(case, review, dose_key(review, "zoledronic_acid"))
    assert (shown.enter, shown.enter_text) == (FactId("creatinine"), "Enter Creatinine")
    assert shown.sign.status == "cleared"
    assert shown.problem.startswith("Cleared: rests on a rejected value")


def test_rejecting_a_computed_value_clears_what_it_made(case: CaseShown) -> None:
    review = agreed(case)
    clearance = next(item.key for item in review.items if "cockcroft" in item.key)
    review = review.answer(clearance, rejected("formula does not hold here"))
    assert row(case, review, dose_key(review, "zoledronic_acid")).state is ItemState.CLEARED
    assert row(case, review, CREATININE).state is ItemState.AGREED


def test_a_cleared_item_can_be_rejected_itself_and_then_no_longer_holds_the_signature(case: CaseShown) -> None:
    review = agreed(case).answer(CREATININE, rejected())
    for item in review.left:
        review = review.answer(item.key, rejected("rests on it"))
    assert review_of(case, review).can_sign


def test_taking_a_rejection_back_brings_the_dependents_back(case: CaseShown) -> None:
    review = agreed(case).answer(CREATININE, rejected()).answer(CREATININE, AGREE)
    assert review_of(case, review).can_sign


def test_agreeing_to_the_rest_agrees_to_nothing_that_is_cleared(case: CaseShown) -> None:
    review = start_review(case).answer(CREATININE, rejected()).agree_to_the_rest()
    cleared = [item for item in review.items if review.cleared_by(item) and item.key != CREATININE]
    assert cleared
    assert all(item.key not in review.answers for item in cleared)


def test_rejecting_the_chosen_option_clears_its_dose(case: CaseShown) -> None:
    review = agreed(case)
    dose = dose_key(review, "letrozole")
    option = next(item.of for item in review.items if item.key == dose)
    shown = row(case, review.answer(option, rejected("her choice")), dose)
    assert (shown.state, shown.enter) == (ItemState.CLEARED, None)
    assert shown.problem == "Cleared: its option was changed or rejected"


@pytest.mark.parametrize(
    ("version", "unit", "state"),
    [
        ("4", "mg", ItemState.MODIFIED),
        ("3,3", "mg", ItemState.MODIFIED),
        ("4", "", ItemState.INCOMPLETE),
        ("4", "g", ItemState.INCOMPLETE),
        ("0", "mg", ItemState.INCOMPLETE),
        ("-4", "mg", ItemState.INCOMPLETE),
        ("four", "mg", ItemState.INCOMPLETE),
    ],
)
def test_a_changed_dose_is_an_amount_above_zero_in_the_unit_of_the_dose(
    case: CaseShown, version: str, unit: str, state: ItemState
) -> None:
    review = agreed(case)
    key = dose_key(review, "zoledronic_acid")
    changed = Answer(verdict=Verdict.MODIFY, reason="cardiology asked", version=version, unit=unit)
    shown = row(case, review.answer(key, changed), key)
    assert shown.state is state
    assert bool(shown.problem) == (state is ItemState.INCOMPLETE)


def test_a_modification_needs_a_version_and_a_reason(case: CaseShown) -> None:
    review = agreed(case)
    key = review.items[0].key
    states = [
        review.answer(key, Answer(verdict=Verdict.MODIFY, reason=reason, version=version)).state(review.items[0])
        for reason, version in (("why", ""), ("", "mine"), ("why", "mine"))
    ]
    assert states == [ItemState.INCOMPLETE, ItemState.INCOMPLETE, ItemState.MODIFIED]


def test_what_was_answered_is_counted_by_verdict(case: CaseShown) -> None:
    review = agreed(case).answer(dose_key(agreed(case), "letrozole"), rejected("her choice"))
    counts = dict(review_of(case, review).counts)
    assert counts[ItemState.REJECTED] == "1 rejected"


def test_an_answer_makes_a_new_review_and_an_unknown_item_is_refused(case: CaseShown) -> None:
    review = start_review(case)
    review.answer(CREATININE, AGREE)
    assert not review.answers
    with pytest.raises(KeyError):
        review.answer("no such item", AGREE)


def test_answers_to_items_that_are_gone_are_dropped_when_a_review_starts_again(case: CaseShown) -> None:
    review = start_review(case, {"gone": AGREE, CREATININE: AGREE})
    assert list(review.answers) == [CREATININE]


def test_an_answer_becomes_an_event_once_it_is_usable(case: CaseShown) -> None:
    review = start_review(case).answer(CREATININE, rejected(" transient \n after surgery "))
    event = review.event(CREATININE, NOW)
    assert event is not None
    assert (event.verdict, event.reason, event.revision) == (Verdict.REJECT, "transient after surgery", NOW)
    assert start_review(case).answer(CREATININE, rejected("")).event(CREATININE, NOW) is None


def test_a_signature_names_who_and_every_item_and_needs_everything_answered(case: CaseShown) -> None:
    review = agreed(case)
    event = sign_event(case, review, NOW, by=" Dr Example ")
    assert event is not None
    assert (event.by, len(event.items)) == ("Dr Example", len(review.items))
    assert sign_event(case, review, NOW, by=" ") is None
    assert sign_event(case, review.answer(CREATININE, None), NOW, by="Dr Example") is None


def test_a_signed_case_is_read_only(signed: CaseShown) -> None:
    shown = review_of(signed, agreed(signed))
    assert shown.read_only
    assert not shown.can_sign
    assert not any(one.enabled for one in shown.rows)
    assert not shown.agree_to_rest


def test_off_today_while_computing_and_in_a_conflict_nothing_is_signed(
    case: CaseShown, computing: CaseShown, conflict: CaseShown
) -> None:
    earlier = date(2026, 11, 3)
    moved = case.at(earlier, replace(case.current, as_of=earlier.isoformat()))
    review = agreed(case)
    says = [review_of(one, review).sign_says for one in (moved, computing, conflict)]
    assert says == [
        "Go back to today to sign.",
        "Wait until the new revision is computed.",
        "The identities disagree. Separate or join the files first.",
    ]


def test_a_review_reads_in_french(french: CaseShown) -> None:
    review = agreed(french).answer(CREATININE, rejected())
    shown = row(french, review, dose_key(review, "zoledronic_acid"))
    assert shown.sign.word == "Effacé"
    assert shown.problem.startswith("Effacé\u202f: repose sur une valeur rejetée")
