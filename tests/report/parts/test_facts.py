"""Facts as they are shown, and the way back from them."""

from __future__ import annotations

from dataclasses import replace

from bedside_app.domain.fact import Fact, FactId, OriginKind, Presence
from bedside_app.domain.record import PatientRecord
from bedside_app.domain.summary import ShownFact
from bedside_app.report.parts.facts import label_of, reading_shown
from tests.records import ORIGIN
from tests.report.cases import DIGEST, IDENTITY, case_of, fact, rich_record


def shown(fact_id: str, *facts: Fact) -> ShownFact:
    case = case_of(replace(rich_record(), facts=facts))
    return reading_shown(case, next(iter(case.views.values())), FactId(fact_id))


def test_a_value_leads_back_to_file_reader_and_place() -> None:
    (origin,) = shown("lvef", fact("lvef", 48)).provenance
    assert (origin.kind, origin.name, origin.file, origin.place) == ("file", DIGEST, "pathology.json", "here")
    assert origin.date == "2026-11-20"


def test_a_derived_value_names_the_facts_that_it_rests_on() -> None:
    rule = replace(ORIGIN, kind=OriginKind.PACK, name="ckd_epi_2021", rests_on=(FactId("creatinine"),))
    (origin,) = shown("egfr_ckd_epi", fact("egfr_ckd_epi", 57.4, origin=rule)).provenance
    assert (origin.kind, origin.rests_on) == ("pack", ("creatinine",))


def test_a_missing_value_says_so_and_has_no_number() -> None:
    missing = shown("lvef")
    assert (missing.value, missing.unknown, missing.unknown_text["en"]) == (None, "not_recorded", "not recorded")


def test_a_conflict_shows_every_side_and_no_value() -> None:
    sides = shown("weight", fact("weight", 70), fact("weight", 50))
    assert (sides.value, sides.unknown) == (None, "conflict")
    assert sides.text["en"] == "70\u00a0kg, 50\u00a0kg"
    assert len(sides.provenance) == 2


def test_a_value_out_of_date_is_shown_with_its_date_and_counts_as_unknown() -> None:
    stale = shown("lvef", fact("lvef", 60, "2024-01-05"))
    assert (stale.value, stale.unknown, stale.date) == (None, "out_of_date", "2024-01-05")
    assert "60" in stale.text["en"]


def test_a_collection_tells_found_looked_for_and_not_looked_for_apart() -> None:
    assert shown("allergies", fact("allergies", "penicillin")).text["fr"] == "pénicilline"
    nothing = shown("allergies", fact("allergies", None, presence=Presence.ABSENT))
    assert (nothing.value, nothing.text["en"], nothing.unknown) == ("", "none", "")
    assert shown("allergies").unknown == "not_looked_for"


def test_age_leads_back_to_the_identity_and_its_file() -> None:
    age = shown("age")
    assert age.value == 61
    assert age.provenance[0].file == "pathology.json"


def test_a_fact_that_only_a_pack_knows_is_named_by_its_id() -> None:
    assert label_of(case_of(PatientRecord(identity=IDENTITY)), FactId("some_output"))["en"] == "some output"
