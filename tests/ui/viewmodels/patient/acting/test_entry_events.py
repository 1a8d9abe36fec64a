from __future__ import annotations

from dataclasses import replace

import pytest

from bedside_app.domain.case import FactCorrected, FactEntered, FactRejected
from bedside_app.domain.fact import Fact, FactId, Presence
from bedside_app.domain.moment import Moment
from bedside_app.ui.viewmodels.patient.acting.entry import NOTHING_FOUND, Typed, check_entry, not_obtainable
from bedside_app.ui.viewmodels.patient.acting.entry_events import events_of, standing_of
from bedside_app.ui.viewmodels.shown import CaseShown

QTC, CREATININE, ALLERGIES = FactId("qtcf"), FactId("creatinine"), FactId("allergies")


def made(case: CaseShown, fact: FactId, value: str, unit: str = "", day: str = "2026-11-18") -> Fact:
    checked = check_entry(case, fact, Typed(value=value, unit=unit, day=day, source="paper", note="seen"))
    assert checked.fact is not None, checked.errors
    return checked.fact


def recorded(case: CaseShown, fact: FactId, day: str) -> Fact:
    return next(
        one for one in case.record.facts if one.id == fact and one.effective and one.effective.text.startswith(day)
    )


def with_facts(case: CaseShown, *facts: Fact) -> CaseShown:
    return replace(case, record=replace(case.record, facts=(*case.record.facts, *facts)))


def test_what_stands_nowhere_is_entered(case: CaseShown) -> None:
    fact = made(case, QTC, "412", "ms")
    assert not standing_of(case, fact).needs_reason
    assert events_of(case, fact, "") == (FactEntered(fact=fact),)


def test_a_value_of_another_day_is_entered_beside_the_one_that_stands(case: CaseShown) -> None:
    fact = made(case, CREATININE, "90", "umol/L", day="2026-11-20")
    assert events_of(case, fact, "") == (FactEntered(fact=fact),)


def test_another_value_of_the_same_day_needs_a_reason_and_takes_the_place_of_the_first(case: CaseShown) -> None:
    stands, fact = recorded(case, CREATININE, "2026-11-18"), made(case, CREATININE, "90", "umol/L")
    standing = standing_of(case, fact)
    assert standing.facts == (stands,)
    assert "98" in standing.text
    assert "laboratory_2026-11.json" in standing.text
    assert events_of(case, fact, " ") == ()
    assert events_of(case, fact, "read  wrongly") == (FactCorrected(was=stands, fact=fact, reason="read wrongly"),)


def test_all_values_of_a_day_that_disagree_give_way(case: CaseShown) -> None:
    stands = recorded(case, CREATININE, "2026-11-18")
    other = replace(stands, value=120.0)
    fact = made(case, CREATININE, "90", "umol/L")
    events = events_of(with_facts(case, other), fact, "repeated")
    assert events == (
        FactCorrected(was=stands, fact=fact, reason="repeated"),
        FactRejected(fact=other, reason="repeated"),
    )


def test_the_same_value_entered_twice_says_that_it_stands(case: CaseShown) -> None:
    fact = made(case, CREATININE, "98", "umol/L")
    standing = standing_of(case, fact)
    assert "already recorded" in standing.twice
    assert events_of(case, fact, "again") == ()


def test_a_value_that_was_rejected_is_entered_anew_only_with_a_reason_that_is_kept(case: CaseShown) -> None:
    rejected = recorded(case, CREATININE, "2026-11-18")
    left = tuple(one for one in case.record.facts if one != rejected)
    state = replace(case.state, edits=(FactRejected(fact=rejected, reason="haemolysed"),))
    without = replace(case, record=replace(case.record, facts=left), state=state)
    fact = made(without, CREATININE, "90", "umol/L")
    standing = standing_of(without, fact)
    assert standing.rejected == rejected
    assert "haemolysed" in standing.text
    assert events_of(without, fact, "") == ()
    (event,) = events_of(without, fact, "drawn again")
    assert isinstance(event, FactEntered)
    assert event.fact.origin.place == "seen; drawn again"
    assert event.fact.value == 90.0


def test_a_further_item_of_a_list_corrects_nothing_but_none_does(case: CaseShown) -> None:
    day = "2026-11-18"
    stands = replace(recorded(case, ALLERGIES, ""), effective=Moment(day))
    case = with_facts(case, stands)
    choices = [item.value for item in case.dictionary.entry(ALLERGIES).items if item.value != stands.value]
    further = made(case, ALLERGIES, choices[0], day=day)
    assert events_of(case, further, "") == (FactEntered(fact=further),)
    nothing = made(case, ALLERGIES, NOTHING_FOUND, day=day)
    assert nothing.presence is Presence.ABSENT
    assert standing_of(case, nothing).needs_reason


@pytest.mark.parametrize("reason", ["", "no ECG on this ward"])
def test_what_cannot_be_obtained_is_a_stated_unknown_with_its_reason(case: CaseShown, reason: str) -> None:
    fact = not_obtainable(case, QTC, reason)
    if not reason:
        assert fact is None
        return
    assert fact is not None
    (event,) = events_of(case, fact, reason)
    assert isinstance(event, FactEntered)
    assert (event.fact.value, event.fact.absent_reason) == (None, reason)
