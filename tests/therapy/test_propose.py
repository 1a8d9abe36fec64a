"""What a pathway makes of a patient: states, order, what is asked first, and honest refusals."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bedside_app.dictionary.view import View
from bedside_app.domain.fact import UNREADABLE, Comparator, Fact, FactId, Scalar
from bedside_app.domain.proposal import OptionState, Proposal
from bedside_app.domain.record import Refused
from bedside_app.foundation.words import LANGUAGES
from bedside_app.therapy.propose import choose, proposal_for
from tests.records import fact_of
from tests.therapy.tiny import FULL, dictionary, known, option, pathway, proposal, raw, seen, view

OFFERED, BLOCKED, EXCLUDED = OptionState.OFFERED, OptionState.BLOCKED, OptionState.EXCLUDED


def item(collection: str, value: str) -> Fact:
    return fact_of(collection, value, dictionary=dictionary())


def state_and_rank(made: Proposal, option_id: str) -> tuple[OptionState, int]:
    found = option(made, option_id)
    return found.state, found.rank


def test_the_order_is_base_and_the_points_of_reasons_that_hold() -> None:
    made = proposal(view(size=10, years=75))
    assert [one.id for one in made.steps[0].options] == ["give_beta", "give_alpha", "nothing"]  # 50, 60 - 25, 10
    assert [reason.text["en"] for reason in option(made, "give_alpha").reasons_against] == ["Over 70"]


def test_a_false_eligibility_excludes_with_its_words_and_sources() -> None:
    found = option(proposal(receptor="negative"), "give_alpha")
    assert (found.state, found.rank, found.doses, found.not_cleared) == (EXCLUDED, 0, (), ())
    (reason,) = found.reasons_against
    assert (reason.text["fr"], reason.facts, reason.sources) == (
        "Récepteur négatif",
        (FactId("receptor"),),
        ("trial_a",),
    )


def test_an_unknown_eligibility_blocks_and_names_what_is_missing() -> None:
    found = option(proposal(view(without=("receptor",))), "give_alpha")
    assert (found.state, found.missing, found.doses) == (BLOCKED, (FactId("receptor"),), ())


def test_an_absolute_contraindication_excludes_and_stays_visible_with_its_reason() -> None:
    made = proposal(pregnant=True)
    for name in ("give_alpha", "give_beta", "irradiate"):
        assert option(made, name).state is EXCLUDED
    assert "Pregnancy – wait" in [reason.text["en"] for reason in option(made, "give_alpha").reasons_against]
    assert option(made, "nothing").rank == 1


def test_an_unknown_absolute_contraindication_blocks_and_nothing_is_suggested_in_its_place() -> None:
    made = proposal(view(without=("pregnant",)))
    step = made.steps[0]
    assert option(made, "give_alpha").state is BLOCKED
    assert step.awaits == (FactId("pregnant"),)
    assert state_and_rank(made, "nothing") == (OFFERED, 2)
    assert made.answer["en"] == "Nothing is suggested before this is known: Pregnant."
    assert made.answer["fr"] == "Rien n’est suggéré avant de connaître\u202f: Enceinte."


def test_a_test_that_nobody_made_leaves_the_option_offered_and_not_cleared() -> None:
    found = option(proposal(view(without=("lvef",))), "give_alpha")
    assert (found.state, found.rank) == (OFFERED, 1)
    (open_rule,) = found.not_cleared
    assert (open_rule.rule, open_rule.missing, open_rule.drugs) == ("heart", (FactId("lvef"),), ("alphamab",))


@pytest.mark.parametrize(("lvef", "state"), [(49, EXCLUDED), (50, OFFERED)])
def test_a_test_that_was_made_decides(lvef: float, state: OptionState) -> None:
    found = option(proposal(lvef=lvef), "give_alpha")
    assert (found.state, found.not_cleared) == (state, ())


def test_a_relative_contraindication_lowers_by_a_hundred_and_says_so() -> None:
    made = proposal(view(years=80, receptor="negative"))
    assert state_and_rank(made, "give_beta") == (OFFERED, 2)  # 50 - 100 behind 10
    assert state_and_rank(made, "nothing") == (OFFERED, 1)
    assert "Old age" in [reason.text["en"] for reason in option(made, "give_beta").reasons_against]


def test_an_interaction_is_found_by_the_group_of_the_medicine() -> None:
    taking = view(without=("medicines",), facts=(item("medicines", "paroxetine"),))
    assert "Inhibiteur pris" in [reason.text["fr"] for reason in option(proposal(taking), "give_beta").reasons_against]
    unasked = option(proposal(view(without=("medicines",))), "give_beta")
    assert [finding.rule for finding in unasked.not_cleared] == ["blocker"]


def test_a_value_that_is_there_and_cannot_be_used_blocks_what_a_missing_test_would_only_leave_open() -> None:
    words = dictionary()
    two = [fact_of("lvef", value, dictionary=words) for value in (40, 65)]
    unreadable = [fact_of("lvef", None, dictionary=words, absent_reason=UNREADABLE)]
    for facts in (two, unreadable):
        found = option(proposal(view(without=("lvef",), facts=tuple(facts))), "give_alpha")
        assert (found.state, found.missing) == (BLOCKED, (FactId("lvef"),))


def test_an_allergy_to_a_drug_excludes_it_without_a_rule_of_its_own_and_an_unasked_one_is_not_cleared() -> None:
    allergic = view(without=("allergies",), facts=(item("allergies", "alphamab"),))
    assert option(proposal(allergic), "give_alpha").state is EXCLUDED
    unasked = option(proposal(view(without=("allergies",))), "give_alpha")
    assert unasked.state is OFFERED
    assert [finding.reason.text["fr"] for finding in unasked.not_cleared] == ["Allergie\u202f: alphamab"]


def test_an_unknown_reason_moves_nothing_and_is_listed() -> None:
    flat = pathway(steps=[{**raw()["steps"][0]}])
    found = option(proposal(view(without=("size",)), known(flat)), "give_alpha")
    assert (found.rank, found.missing, found.reasons_for) == (1, (FactId("size"),), ())


def test_a_reason_without_points_is_a_note() -> None:
    found = option(proposal(mood=True), "give_alpha")
    assert [note.text["en"] for note in found.notes] == ["Mood is known"]


def test_a_step_that_does_not_apply_has_no_options_and_one_that_may_apply_has_blocked_ones() -> None:
    assert (proposal(size=20).steps[1].applies, proposal(size=20).steps[1].options) == (False, ())
    step = proposal(view(without=("size",))).steps[1]
    assert (step.applies, step.missing, step.awaits) == (None, (FactId("size"),), (FactId("size"),))
    assert {one.state for one in step.options} == {BLOCKED}


def test_a_value_with_a_comparator_decides_only_what_its_bound_allows() -> None:
    bounded = fact_of("size", 25, dictionary=dictionary(), comparator=Comparator.MORE)
    assert proposal(view(without=("size",), facts=(bounded,))).steps[1].applies is True
    vague = fact_of("size", 25, dictionary=dictionary(), comparator=Comparator.LESS)
    assert proposal(view(without=("size",), facts=(vague,))).steps[1].applies is None


def test_a_false_entry_condition_refuses_with_the_words_of_the_pathway() -> None:
    made = proposal(behaviour="benign")
    assert made.refused is not None
    assert made.steps == ()
    assert made.answer == {"en": "The lesion is benign.", "fr": "La lésion est bénigne."}


def test_an_unknown_entry_condition_blocks_everything_and_is_asked_first() -> None:
    made = proposal(view(without=("behaviour",)))
    assert {one.state for one in made.options} == {BLOCKED}
    assert made.missing[0].fact_id == "behaviour"
    assert made.answer["en"] == "Nothing is suggested before this is known: Behaviour."


def test_a_cancer_without_a_pathway_gets_an_honest_refusal() -> None:
    chosen = choose(known(), view(primary_site="ear"))
    assert isinstance(chosen, Refused)
    made = proposal_for(known(), view(primary_site="ear"))
    assert made.refused == chosen
    assert "no pathway yet" in made.answer["en"]
    assert "oreille" in made.answer["fr"]


def test_an_unknown_site_is_asked_for() -> None:
    made = proposal_for(known(), view(without=("primary_site",)))
    assert made.refused is not None
    assert "primary site" in made.answer["en"]


def test_of_two_pathways_the_one_whose_entry_is_not_false_is_chosen() -> None:
    benign = pathway(id="bump", entry=[{"when": "%behaviour = 'benign'", "otherwise": {"en": "no", "fr": "non"}}])
    assert proposal_for(known(benign, pathway()), view()).pathway == "toe"
    assert proposal_for(known(pathway(), benign), view(behaviour="benign")).pathway == "bump"


def test_the_sources_of_everything_that_is_said_are_given_with_what_was_not_read() -> None:
    made = proposal()
    assert [(source.id, source.review) for source in made.sources] == [("trial_a", "read"), ("memory", "needed")]


def test_nobody_has_signed_and_the_proposal_says_so() -> None:
    made = proposal()
    assert (made.signed_by, made.review_by, made.version) == ("", "2027-01-31", "2026.1.0")


def test_evidence_keeps_its_three_axes_apart() -> None:
    evidence = option(proposal(), "give_alpha").evidence
    assert (evidence.guideline, evidence.actionability) == ("I, A", "ESCAT I-A")
    assert evidence.regulatory == (("EU", "approved", "2020-05"),)


@pytest.mark.parametrize("name", sorted(set(FULL) - {"primary_site"}))
def test_taking_any_one_fact_away_never_gives_another_number(name: str) -> None:
    before = {(dose.drug, dose.amount) for one in proposal().options for dose in one.doses}
    after = {(dose.drug, dose.amount) for one in proposal(view(without=(name,))).options for dose in one.doses}
    assert {pair for pair in after if pair[1] is not None} <= before


def patients() -> st.SearchStrategy[dict[str, Scalar | None]]:
    return st.fixed_dictionaries(
        {
            "behaviour": st.sampled_from(["invasive", "invasive", "benign", None]),
            "receptor": st.sampled_from(["positive", "negative", None]),
            "size": st.sampled_from([10, 20, 21, 60, None]),
            "years": st.sampled_from([17, 40, 71, 80, None]),
            "lvef": st.sampled_from([30, 49, 50, 60, None]),
            "pregnant": st.sampled_from([True, False, None]),
            "bilirubin": st.sampled_from([10, 30, 60, None]),
            "weight": st.sampled_from([50, 120, None]),
        }
    )


def patient(values: Mapping[str, Scalar | None], **more: Scalar) -> View:
    unknown = tuple(name for name, value in values.items() if value is None)
    return seen({**{name: value for name, value in values.items() if value is not None}, **more}, unknown)


@settings(max_examples=150, deadline=None)
@given(values=patients())
def test_the_sentence_names_options_of_rank_one_only_and_they_are_offered(values: dict[str, Scalar | None]) -> None:
    made = proposal(patient(values))
    for language in LANGUAGES:
        for one in made.options:
            name = one.name[language]
            named = name in made.answer[language] and not named_within_another(name, made, language)
            assert not named or (one.rank == 1 and one.state is OFFERED)
            if one.rank == 1 and one.id not in ("nothing", "no_rays"):
                assert name in made.answer[language]


def test_doing_nothing_at_a_step_is_named_only_where_nothing_is_to_be_done() -> None:
    pregnant = proposal(pregnant=True)
    assert {one.id for one in pregnant.options if one.rank == 1} == {"nothing", "no_rays"}
    assert "no drug" in pregnant.answer["en"]
    steps = [
        {**step, "options": step["options"][2:] if step["id"] == "drugs" else step["options"]}
        for step in raw()["steps"]
    ]
    irradiated = proposal(view(), known(pathway(steps=steps)))
    assert {one.id for one in irradiated.options if one.rank == 1} == {"nothing", "irradiate"}
    assert "no drug" not in irradiated.answer["en"]


def named_within_another(name: str, made: Proposal, language: str) -> bool:
    others = [one.name[language] for one in made.options if one.rank == 1]
    return any(name in other and name != other for other in others)


@settings(max_examples=60, deadline=None)
@given(values=patients(), mood=st.booleans(), egfr=st.integers(5, 200))
def test_facts_that_no_rule_names_never_change_the_proposal(
    values: dict[str, Scalar | None], mood: bool, egfr: int
) -> None:
    plain = [{**step, "options": [_without_notes(one) for one in step["options"]]} for step in raw()["steps"]]
    knowledge = known(pathway(steps=plain))
    assert proposal(patient(values, mood=mood, egfr=egfr), knowledge) == proposal(patient(values), knowledge)


def _without_notes(one: dict[str, Any]) -> dict[str, Any]:
    return {**one, "reasons": [reason for reason in one.get("reasons", ()) if reason["points"]]}


@settings(max_examples=80, deadline=None)
@given(values=patients())
def test_a_flip_is_what_the_answer_really_leads_to(values: dict[str, Scalar | None]) -> None:
    before = proposal(patient(values))
    for one in before.options:
        for fact, answer, becomes in one.proof.flips:
            if fact not in ("receptor", "behaviour", "pregnant"):
                continue
            value: Scalar = answer == "true" if answer in ("true", "false") else answer
            after = proposal(patient({**values, str(fact): value}))
            then = {option.id: "suggested" if option.rank == 1 else option.state.value for option in after.options}
            assert then.get(one.id, "not_offered") == becomes


def test_an_open_fact_whose_every_answer_leads_to_the_same_flips_nothing() -> None:
    asked = {**raw()["steps"][0], "id": "ask_mood", "when": "not(known(%mood))", "options": [_test_of_mood()]}
    made = proposal(knowledge=known(pathway(steps=[asked, *raw()["steps"]])))
    assert option(made, "test_mood").state is OFFERED
    assert "mood" not in {str(fact) for fact, _, _ in option(made, "test_mood").proof.flips}


def _test_of_mood() -> dict[str, Any]:
    (name,) = [one["name"] for one in raw()["steps"][0]["options"] if one["id"] == "nothing"]
    return {"id": "test_mood", "name": name, "kind": "test", "eligible": [], "base": 50, "reasons": [], "evidence": {}}


def test_what_would_end_the_whole_pathway_flips_no_option() -> None:
    assert proposal(behaviour="benign").refused is not None
    assert all("behaviour" not in {str(fact) for fact, _, _ in one.proof.flips} for one in proposal().options)
