from __future__ import annotations

from dataclasses import replace

from bedside_app.domain.case import EMPTY, FactCorrected, FactEntered, FactRejected, ItemModified, ItemRejected
from bedside_app.domain.fact import Fact, FactId
from bedside_app.ui.viewmodels.patient.acting.entry import Typed, check_entry
from bedside_app.ui.viewmodels.patient.acting.rejections import with_rejections, without_rejected
from bedside_app.ui.viewmodels.patient.acting.review import start_review
from bedside_app.ui.viewmodels.patient.acting.review_shown import review_of
from bedside_app.ui.viewmodels.shown import CaseShown
from tests.ui.decided import decided

CREATININE = FactId("creatinine")
WHY = "haemolysed sample"


def rejecting(case: CaseShown, key: str = "fact||creatinine") -> CaseShown:
    return decided(case, ItemRejected(item=start_review(case).by_key[key].item, reason=WHY))


def typed(case: CaseShown, day: str = "2026-11-20") -> Fact:
    fact = check_entry(case, CREATININE, Typed(value="80", unit="umol/L", day=day, source="paper")).fact
    assert fact is not None
    return fact


def test_the_rejected_value_is_taken_out_of_the_record_with_its_reason(case: CaseShown) -> None:
    done = rejecting(case)
    (event,) = without_rejected(done, start_review(done))
    assert (event.fact.id, event.fact.value, event.reason) == (CREATININE, 98, WHY)
    assert event.fact in case.record.facts
    state = replace(EMPTY, read=case.record, edits=(event,))
    assert event.fact not in state.record.facts


def test_every_report_of_the_rejected_value_goes_with_it(case: CaseShown) -> None:
    done = rejecting(case)
    (event,) = without_rejected(done, start_review(done))
    again = replace(event.fact, raw="98, second report")
    twice = replace(done, record=case.record.with_facts((again,)))
    assert [one.fact for one in without_rejected(twice, start_review(twice))] == [event.fact, again]


def test_it_is_offered_and_said_only_where_a_stated_value_is_rejected(case: CaseShown) -> None:
    assert review_of(case, start_review(case)).without == 0
    done = rejecting(case)
    shown = review_of(done, start_review(done))
    assert (shown.without, shown.without_text.partition(".")[0]) == (1, "One value is rejected")
    clearance = next(one.key for one in start_review(case).items if "cockcroft" in one.key)
    computed = rejecting(case, clearance)
    assert without_rejected(computed, start_review(computed)) == ()


def test_a_value_that_was_changed_waits_to_be_entered_and_is_not_just_taken_out(case: CaseShown) -> None:
    item = start_review(case).by_key["fact||creatinine"].item
    done = decided(case, ItemModified(item=item, to="80 on the ward's sheet", reason=WHY))
    assert without_rejected(done, start_review(done)) == ()
    _, taken_out = with_rejections(done, (FactEntered(fact=typed(case)),))
    assert isinstance(taken_out, FactRejected)
    assert taken_out.fact.value == 98


def test_with_an_entered_value_the_rejected_one_goes_even_where_it_is_of_a_later_day(case: CaseShown) -> None:
    done, entered = rejecting(case), FactEntered(fact=typed(case, day="2026-11-02"))
    assert with_rejections(done, (entered,)) == (entered, *without_rejected(done, start_review(done)))


def test_a_rejected_value_that_the_entry_takes_the_place_of_is_not_taken_out_again(case: CaseShown) -> None:
    done = rejecting(case)
    was = without_rejected(done, start_review(done))[0].fact
    corrected = FactCorrected(was=was, fact=typed(case), reason=WHY)
    assert with_rejections(done, (corrected,)) == (corrected,)


def test_what_is_entered_of_another_fact_takes_nothing_out(case: CaseShown) -> None:
    weight = replace(typed(case), id=FactId("weight"))
    for one in (case, rejecting(case)):
        assert with_rejections(one, (FactEntered(fact=weight),)) == (FactEntered(fact=weight),)
