"""Options, doses and what is missing, as they are shown."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from bedside_app.dictionary.entries import load
from bedside_app.domain.fact import FactId
from bedside_app.domain.proposal import MissingFact, OptionState
from bedside_app.domain.summary import ShownMissing
from bedside_app.foundation.paths import resources_folder
from bedside_app.foundation.words import LANGUAGES, catalogue
from bedside_app.report.parts.options import exclusions_of, missing_of, options_of
from tests.report.cases import OLAPARIB, PROPOSAL, TC, case_of, rich_record, words


def shown(fact_id: str, answer: str, *changes: str) -> ShownMissing:
    missing = MissingFact(fact_id=FactId(fact_id), weight=1.0, decides=((answer, changes),))
    (only,) = missing_of(case_of(rich_record()), (replace(PROPOSAL, missing=(missing,)),))
    return only


def test_in_each_step_the_first_of_the_offered_comes_first_and_the_excluded_last() -> None:
    options = options_of(case_of(rich_record()), (PROPOSAL,), {})
    assert [option.id for option in options if option.step == "chemotherapy"] == ["tc", "none", "ec_t"]


def test_a_dose_is_written_without_a_trailing_zero() -> None:
    options = options_of(case_of(rich_record()), (PROPOSAL,), {})
    texts = {option.id: [dose.text["en"] for dose in option.dose] for option in options}
    assert texts["letrozole"] == ["2.5\u00a0mg"]
    assert texts["tc"] == ["130\u00a0mg", "1,050\u00a0mg"]


def test_a_dose_rests_on_the_size_of_the_patient_and_on_what_the_option_rests_on() -> None:
    first = next(option for option in options_of(case_of(rich_record()), (PROPOSAL,), {}) if option.id == TC.id)
    (origin,) = first.dose[0].provenance
    assert (origin.kind, origin.name) == ("rule", "regimen:tc")
    assert origin.rests_on == ("height", "weight", "positive_nodes", "lvef")


def test_a_dose_that_cannot_be_computed_says_what_it_needs_and_gives_no_amount() -> None:
    blocked = next(option for option in options_of(case_of(rich_record()), (PROPOSAL,), {}) if option.id == OLAPARIB.id)
    (dose,) = blocked.dose
    assert (dose.amount, dose.text["en"]) == (None, "dose needs eGFR (CKD-EPI 2021)")


def test_a_safety_rule_that_nobody_answered_is_not_cleared_and_names_the_test() -> None:
    first = next(option for option in options_of(case_of(rich_record()), (PROPOSAL,), {}) if option.id == TC.id)
    (open_rule,) = first.not_cleared
    assert open_rule.missing_text["en"] == "Hepatitis B serology"


def test_a_safety_rule_that_holds_is_a_reason_against_once() -> None:
    (exclusion,) = exclusions_of((PROPOSAL,))
    assert [reason.text["fr"] for reason in exclusion.reasons] == ["FEVG inférieure à 50\u202f%"]


def test_the_most_decisive_unknown_comes_first() -> None:
    facts = [missing.fact for missing in missing_of(case_of(rich_record()), (PROPOSAL,))]
    assert facts == ["recurrence_score", "brca", "hepatitis_b", "qtcf"]


@pytest.mark.parametrize(
    ("fact_id", "answer", "written"),
    [
        ("brca", "true", words("yes", "oui")),
        ("brca", "false", words("no", "non")),
        ("er_status", "negative", words("negative", "négatifs")),
        ("qtcf", "≥ 450.5", words("≥ 450.5\u00a0ms", "≥ 450,5\u00a0ms")),
        ("medicines", "docetaxel", words("docetaxel", "docétaxel")),
        ("medicines", "not docetaxel", words("no docetaxel", "pas de docétaxel")),
        ("medicines", "none", words("none", "aucun")),
        ("medicines", "aromatase_inhibitor", words("aromatase inhibitor", "aromatase inhibitor")),
        ("unheard_of", "x", words("x")),
        ("qtcf", "", words("any value", "toute valeur")),
    ],
)
def test_a_supposed_answer_is_written_in_words(fact_id: str, answer: str, written: dict[str, str]) -> None:
    assert shown(fact_id, answer, "tc: offered").decides[0].answer_text == written


@pytest.mark.parametrize("state", [*OptionState, "suggested", "not_offered", "cleared"])
def test_every_state_that_an_answer_can_lead_to_has_its_word(state: str) -> None:
    told = shown("brca", "true", f"tc: {state}").decides[0].effects[0]["fr"]
    assert "docétaxel et cyclophosphamide" in told
    assert len(told) > len("docétaxel et cyclophosphamide ")
    assert state not in told


def test_a_change_that_is_no_option_of_the_pathway_stands_as_it_is() -> None:
    assert shown("brca", "true", "elsewhere: offered").decides[0].effects[0]["en"] == "elsewhere: offered"


def test_what_would_be_suggested_is_told_before_what_falls_away_and_what_no_longer_applies() -> None:
    (decision,) = shown("brca", "true", "none: not_offered", "ec_t: excluded", "tc: suggested").decides
    assert decision.changes == ("tc: suggested", "ec_t: excluded", "none: not_offered")
    assert decision.effects[0]["en"] == "docetaxel and cyclophosphamide suggested"


def test_of_a_list_no_others_comes_first_then_what_would_change_what_is_suggested() -> None:
    told = {"peanut": "ec_t: lowered", "soya": "ec_t: lowered", "none": "tc: cleared", "taxane": "tc: excluded"}
    decides = tuple((answer, (change,)) for answer, change in told.items())
    missing = MissingFact(fact_id=FactId("allergies"), weight=1.0, decides=decides)
    (only,) = missing_of(case_of(rich_record()), (replace(PROPOSAL, missing=(missing,)),))
    assert [decision.answer for decision in only.decides] == ["none", "taxane", "peanut", "soya"]


def test_every_group_that_a_condition_asks_for_has_its_words() -> None:
    asked = {
        (FactId(fact.removesuffix("_ever")), group)
        for file in resources_folder().rglob("*.yaml")
        for fact, group in re.findall(r"found\(%(\w+), *'([^']+)'\)", file.read_text("utf-8"))
    }
    items = {(entry.fact_id, str(item.value)) for entry in load() for item in entry.items}
    assert len(asked) > 50
    for language in LANGUAGES:
        assert {group for _, group in asked - items if f"report.group.{group}" not in catalogue(language)} == set()
