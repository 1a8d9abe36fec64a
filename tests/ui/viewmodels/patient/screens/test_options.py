from __future__ import annotations

from dataclasses import replace

import pytest

from bedside_app.domain.proposal import OptionState
from bedside_app.domain.summary import ShownOption, ShownReason
from bedside_app.ui.viewmodels.patient.screens.options import (
    CARDS,
    ReasonKind,
    against_of,
    card_of,
    chosen_options,
    figure_of,
    first_reasons,
    open_options,
    systemic_steps,
    within,
)
from bedside_app.ui.viewmodels.shown import CaseShown

BAD = ShownReason(text={"en": "bone loss", "fr": "perte osseuse"})


def option(case: CaseShown, name: str) -> ShownOption:
    return next(one for one in case.current.options if one.id == name)


def with_option(case: CaseShown, changed: ShownOption) -> CaseShown:
    options = tuple(changed if one.id == changed.id else one for one in case.current.options)
    return replace(case, current=replace(case.current, options=options))


def test_the_step_that_the_most_decisive_fact_is_asked_for_comes_first(case: CaseShown) -> None:
    assert next(step.id for step in systemic_steps(case.current)) == "adjuvant_cytotoxic"


def test_only_steps_with_drugs_that_may_apply_are_systemic(case: CaseShown) -> None:
    steps = systemic_steps(case.current)
    assert all(step.applies is not False for step in steps)
    assert not {"radiotherapy_breast", "genetics"} & {step.id for step in steps}


def test_cards_show_the_open_decision_beside_what_is_suggested_anyway(case: CaseShown) -> None:
    chosen = chosen_options(case.current)
    assert len(chosen) == CARDS
    assert [one.step for one in chosen] == ["adjuvant_cytotoxic", "adjuvant_cytotoxic", "endocrine"]


def test_an_excluded_option_is_never_a_card(case: CaseShown) -> None:
    assert all(one.state is not OptionState.EXCLUDED for one in chosen_options(case.current))
    steps = case.current.steps
    assert all(one.state is not OptionState.EXCLUDED for step in steps for one in open_options(case.current, step))


def test_an_option_that_waits_names_the_answer_that_brings_it_and_has_no_figure(case: CaseShown) -> None:
    card = card_of(case, option(case, "adjuvant_tc"), "B")
    assert card.sign.status == "condition"
    assert card.sign.word == "If 21-gene recurrence score ≥\u00a026"
    assert (card.people, card.no_figure) == (None, "No number: waits for what is missing")


def test_an_option_that_no_answer_is_known_for_says_what_it_needs(case: CaseShown) -> None:
    without = replace(case, current=replace(case.current, missing=()))
    card = card_of(without, option(without, "adjuvant_tc"))
    assert card.sign.status == "missing"
    assert "21-gene recurrence score" in card.sign.word


def test_a_suggested_card_has_its_figure_and_what_it_counts(case: CaseShown) -> None:
    card = card_of(case, option(case, "letrozole"), "C")
    assert card.sign.status == "suggested"
    assert card.people is not None
    assert card.people.counts
    assert card.spoken.startswith("C. Letrozole. Suggested. 76 of 100 alive at 10 y")


def test_a_relative_contraindication_lowers_an_option_and_does_not_exclude_it(case: CaseShown) -> None:
    lowered = replace(option(case, "anastrozole"), reasons_against=(BAD,))
    changed = with_option(case, lowered)
    assert card_of(changed, lowered).sign.status == "lowered"
    row = against_of(changed)[0]
    assert (row.title, row.why, row.sign.status) == ("Anastrozole", "bone loss", "lowered")


def test_one_reason_against_is_seen_however_many_speak_for_it(case: CaseShown) -> None:
    many = tuple(ShownReason(text={"en": f"good {at}", "fr": ""}) for at in range(9))
    crowded = replace(option(case, "anastrozole"), reasons_for=many, reasons_against=(BAD,))
    card = card_of(case, crowded)
    assert ReasonKind.AGAINST in {reason.kind for reason in card.reasons}
    assert card.more.startswith("+ ")
    assert first_reasons(card)[:2] == ((ReasonKind.FOR, "good 0\u00a0+\u00a08"), (ReasonKind.AGAINST, "bone loss"))


def test_options_excluded_for_one_reason_stand_in_one_row(case: CaseShown) -> None:
    rows = against_of(case)
    whys = [row.why for row in rows]
    assert len(whys) == len(set(whys))
    excluded = [row for row in rows if row.sign.status == "excluded"]
    keys = [key for row in excluded for key in row.options]
    assert sorted(keys) == sorted(one.option for one in case.current.exclusions)


@pytest.mark.parametrize("name", ["letrozole", "adjuvant_tc", "zoledronic_acid"])
def test_a_card_reads_in_french_with_full_names(french: CaseShown, name: str) -> None:
    one = option(french, name)
    card = card_of(french, one)
    assert card.title.lower() == one.label["fr"].lower()
    assert "Needs" not in card.spoken
    assert "alive" not in card.spoken


def test_while_it_computes_nothing_speaks_against_anything(computing: CaseShown) -> None:
    assert against_of(computing) == ()


@pytest.mark.parametrize(
    ("label", "inside"),
    [
        ("Score de récidive", "score de récidive"),
        ("HER2 status", "HER2 status"),
        ("Ki-67", "Ki-67"),
        ("Nottingham grade", "Nottingham grade"),
    ],
)
def test_a_label_within_a_sentence_keeps_only_the_capitals_of_names_and_codes(label: str, inside: str) -> None:
    assert within(label) == inside


def test_to_give_nothing_at_a_step_that_the_model_counts_has_the_figure_of_the_plan_without_it(case: CaseShown) -> None:
    none, letrozole = option(case, "no_cytotoxic"), option(case, "letrozole")
    assert none.arm == letrozole.arm != ""
    shown = figure_of(case, none)
    assert shown is not None
    assert shown.figure.text == "76"


def test_a_figure_names_the_suggested_drug_that_it_does_not_count_and_the_card_with_the_same_plan(
    case: CaseShown,
) -> None:
    first, _second, third = (card_of(case, one) for one in chosen_options(case.current))
    assert first.people is not None
    assert first.people.counts.endswith("Not counted: ribociclib.")
    assert third.people is not None
    assert third.people.counts.endswith("The same plan as A.")


def test_two_cards_of_one_step_that_the_model_does_not_tell_apart_say_so(case: CaseShown) -> None:
    none = option(case, "no_cytotoxic")
    twin = replace(option(case, "adjuvant_tc"), state=OptionState.OFFERED, arm=none.arm, outcomes=none.outcomes)
    changed = with_option(case, twin)
    shown = figure_of(changed, chosen_options(changed.current)[1])
    assert shown is not None
    assert shown.counts.endswith("Same figure as A: this model does not tell them apart.")
