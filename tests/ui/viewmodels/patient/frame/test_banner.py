from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bedside_app.domain.fact import FactId
from bedside_app.domain.summary import IdentityShown, IdentityState
from bedside_app.ui.viewmodels.patient.frame.banner import Banner, BannerBlock, banner_of, block_choices, name_of
from bedside_app.ui.viewmodels.shown import CaseShown

EARLIER = date(2026, 11, 3)


def named(case: CaseShown, **who: str) -> CaseShown:
    identity = replace(case.current.identity, **who)  # type: ignore[arg-type]
    return replace(case, current=replace(case.current, identity=identity))


def block(banner: Banner, key: str) -> str:
    return next(one.second for one in banner.blocks if one.key == key)


def test_the_banner_says_who_it_is_and_that_the_patient_is_a_demonstration(case: CaseShown) -> None:
    banner = banner_of(case)
    assert banner.name == "DEMONSTRATION, Fictive A"
    assert banner.details == "Female · 61 y · born 18\u00a0Apr\u00a01965"
    assert banner.demonstration == "Demonstration"


def test_the_banner_reads_in_french(french: CaseShown) -> None:
    banner = banner_of(french)
    assert "Sein gauche" in banner.blocks[0].first
    assert "RE+" in banner.blocks[0].second
    assert "née le 18\u00a0avr.\u00a01965" in banner.details


@pytest.mark.parametrize("given", ["<b>Fictive</b>", "x" * 200, "\u0645\u0631\u064a\u0645"])
def test_a_name_with_markup_of_200_letters_or_right_to_left_stays_whole(case: CaseShown, given: str) -> None:
    assert given in banner_of(named(case, given=given)).name


def test_characters_that_turn_the_direction_of_writing_or_the_line_never_reach_the_name() -> None:
    identity = IdentityShown(state=IdentityState.AGREED, family="Do\u202ee\n", given="Jane\t\x1b[1m")
    assert name_of(identity, "nobody") == "DO E, Jane [1m"


def test_a_patient_without_a_name_or_birth_date_is_said_to_be_so(case: CaseShown) -> None:
    banner = banner_of(named(case, name="", family="", given="", birth_date="", sex=""))
    assert banner.name == "Patient without a name in the files"
    assert "birth date not stated" in banner.details
    assert "sex not stated" in banner.details


def test_allergies_and_medicines_are_todays_whatever_the_cursor_shows(case: CaseShown) -> None:
    bare = replace(case.current, as_of=EARLIER.isoformat(), facts=())
    banner = banner_of(case.at(EARLIER, bare))
    assert block(banner, "allergies") == block(banner_of(case), "allergies") == "penicillin (rash)"
    assert "paroxetine" in block(banner, "medicines")


def test_a_reaction_that_sources_tell_differently_stays_with_its_sources(case: CaseShown) -> None:
    told = next(fact for fact in case.record.facts if fact.id == "allergies")
    other = replace(told, detail={**told.detail, "reaction": "Anaphylaxis"})
    both = replace(case, record=replace(case.record, facts=(*case.record.facts, other)))
    assert block(banner_of(both), "allergies") == "penicillin"


def test_no_known_allergy_is_said_so(case: CaseShown) -> None:
    none = tuple(replace(one, value="") if one.fact == FactId("allergies") else one for one in case.current.facts)
    banner = banner_of(replace(case, current=replace(case.current, facts=none)))
    assert block(banner, "allergies") == "none known"


def test_allergies_that_nobody_asked_for_are_unknown_and_never_none(case: CaseShown) -> None:
    facts = tuple(one for one in case.current.facts if one.fact != FactId("allergies"))
    banner = banner_of(replace(case, current=replace(case.current, facts=facts)))
    shown = next(one for one in banner.blocks if one.key == "allergies")
    assert shown.second == "not recorded"
    assert shown.sign is not None
    assert shown.sign.status == "unknown"


def test_off_today_the_frame_is_amber_and_says_what_is_off(case: CaseShown) -> None:
    assert banner_of(case).amber == ""
    assert "doses and signing are off" in banner_of(case.at(EARLIER)).amber


def test_a_pathological_stage_stands_in_place_of_the_clinical_one(case: CaseShown) -> None:
    first = banner_of(case).blocks[0].first
    assert "pT2 pN1a" in first
    assert "cT2" not in first


def test_a_draft_a_signed_case_and_one_being_computed_are_told_apart(
    case: CaseShown, signed: CaseShown, computing: CaseShown
) -> None:
    states = [banner_of(one).state for one in (case, signed, computing)]
    assert [state.status for state in states] == ["draft", "signed", "computing"]
    assert states[1].word == "Signed, Dr Example"
    assert banner_of(signed).review == ""


def test_a_wide_banner_adds_kidney_function_and_performance_status_with_their_sources(case: CaseShown) -> None:
    wide = banner_of(case).wide
    sources = [[one.source.key for one in block.figures if one.source] for block in wide]
    assert sources == [["egfr_ckd_epi", "creatinine_clearance"], ["ecog", "weight", "height"]]
    assert wide[0].second == "eGFR 57\u00a0mL/min/1.73\u00a0m² · CrCl 59.7\u00a0mL/min"
    assert wide[1].second.startswith("ECOG\u00a00 · ")


def test_what_a_wide_banner_does_not_know_it_says(case: CaseShown) -> None:
    known = tuple(one for one in case.current.facts if one.fact not in ("ecog", "weight", "height"))
    status = banner_of(replace(case, current=replace(case.current, facts=known))).wide[1]
    assert (status.second, status.sign.status if status.sign else "") == ("not recorded", "unknown")


def test_while_it_computes_no_computed_kidney_function_is_left_in_the_banner(computing: CaseShown) -> None:
    assert [(block.second, block.figures) for block in banner_of(computing).wide] == [("Computing", ())] * 2


def test_of_identities_that_conflict_nothing_clinical_is_in_the_banner(conflict: CaseShown) -> None:
    banner = banner_of(conflict)
    assert (banner.blocks, banner.wide, banner.review, banner.state.status) == ((), (), "", "blocked")


def test_a_long_list_is_shortened_by_whole_names_and_says_how_many_more(case: CaseShown) -> None:
    drugs = ("cyclophosphamide", "dexamethasone", "docetaxel", "levothyroxine")
    full = BannerBlock(key="medicines", first="Medicines", second=", ".join(drugs), items=drugs)
    assert full.shortened(2).second == "cyclophosphamide, dexamethasone + 2"
    assert full.shortened(4) is full
    choices = list(block_choices(replace(banner_of(case), blocks=(full,)), wide=False))
    assert [blocks[0].second for blocks in choices][-1] == "cyclophosphamide + 3"


def test_blocks_of_a_wide_banner_go_only_after_the_lists_are_short(case: CaseShown) -> None:
    keys = [[block.key for block in blocks] for blocks in block_choices(banner_of(case), wide=True)]
    assert keys[0] == ["disease", "kidney", "status", "allergies", "medicines", "identity"]
    assert keys[-1] == ["disease", "allergies", "medicines", "identity"]
