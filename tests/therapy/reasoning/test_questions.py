"""Open rules as questions, and the condition under which an option stands."""

from __future__ import annotations

from bedside_app.domain.proposal import OptionState
from tests.acceptance.patient_a import proposal_of, record
from tests.therapy.tiny import known, option, proposal, view

HEART = (
    "- {id: heart, drugs: [mabs], kind: needs_test, then: excludes, when: '%lvef < 50', "
    "text: {en: Weak heart, fr: Cœur faible}, action: {en: echocardiography, fr: échocardiographie}, "
    "met: {en: cardiology, fr: cardiologie}, sources: [trial_a]}\n"
    "- {id: age, drugs: [betinib], kind: relative, when: '%years >= 80', text: {en: Old age, fr: Grand âge}, "
    "provided: {en: the board agrees, fr: avis favorable}, sources: [trial_a]}\n"
)


def test_an_open_rule_says_what_was_not_tested_and_not_a_diagnosis() -> None:
    made = option(proposal(view(without=("lvef",)), known(safety=HEART)), "give_alpha")
    assert [finding.question["en"] for finding in made.not_cleared] == ["Not tested: LVEF"]
    assert [finding.question["fr"] for finding in made.not_cleared] == ["Non testé\u202f: FEVG"]


def test_an_option_stands_under_what_a_missing_measurement_must_show() -> None:
    made = option(proposal(view(without=("lvef",)), known(safety=HEART)), "give_alpha")
    assert (made.state, made.provided["en"]) == (OptionState.OFFERED, "LVEF ≥ 50 %")
    assert option(proposal(view(), known(safety=HEART)), "give_alpha").provided == {}


def test_a_held_rule_can_say_who_must_agree_first() -> None:
    made = option(proposal(view(years=85), known(safety=HEART)), "give_beta")
    assert made.provided == {"en": "the board agrees", "fr": "avis favorable"}


def test_where_a_rule_holds_a_test_that_is_done_is_not_asked_for() -> None:
    (finding,) = option(proposal(view(lvef=40), known(safety=HEART)), "give_alpha").safety
    assert (finding.holds, finding.excludes, finding.reason.action["en"]) == (True, True, "cardiology")
    (still_open,) = option(proposal(view(without=("lvef",)), known(safety=HEART)), "give_alpha").safety
    assert still_open.reason.action["en"] == "echocardiography"


def test_patient_a_hears_first_what_decides_and_last_what_hangs_on_a_condition() -> None:
    answer = proposal_of(record()).answer["en"]
    assert answer.startswith("First: 21-gene recurrence score (decides chemotherapy); ")
    assert answer.endswith("; ribociclib if cardiology agrees and QTcF\u00a0<\u00a0450\u00a0ms.")
    assert answer.index("whole-breast radiotherapy") < answer.index("letrozole")
