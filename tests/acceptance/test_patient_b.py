"""Demonstration patient B: valid FHIR, plainly invented, a woman between two cycles, and what is said of her today."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from fhir.resources.R4B.bundle import Bundle

from bedside_app.dictionary.entries import load
from bedside_app.domain.case import ItemKind
from bedside_app.domain.fact import FactId
from bedside_app.domain.summary import Summary
from bedside_app.domain.today import CycleState, Limit, Today, Verdict
from bedside_app.foundation.paths import resources_folder
from bedside_app.foundation.progress import Silent
from bedside_app.foundation.settings import Settings
from bedside_app.foundation.words import LANGUAGES
from bedside_app.report.json_document import json_bytes, summary_of
from bedside_app.ui.viewmodels.patient.acting.items import items_of
from bedside_app.ui.viewmodels.shown import CaseShown
from bedside_app.workflows.assess import Assessment, assess

AS_OF = date(2026, 11, 24)
FOLDER = resources_folder() / "demo/patient_b"
BUNDLES = sorted(FOLDER.glob("*.json"))


@cache
def assessment(as_of: date = AS_OF) -> Assessment:
    return assess([FOLDER], as_of=as_of, settings=Settings(), progress=Silent())


def summary(as_of: date = AS_OF) -> Summary:
    return assessment(as_of).summary


def today(as_of: date = AS_OF) -> Today:
    found = summary(as_of).today
    assert found is not None
    return found


def limit(name: str, as_of: date = AS_OF) -> Limit:
    return next(one for one in today(as_of).limits if one.id == name)


def on_screen() -> CaseShown:
    record = assessment().record
    assert record is not None
    return CaseShown(current=summary(), record=record, dictionary=load(), language="en")


def resources(path: Path) -> list[dict[str, Any]]:
    return [entry["resource"] for entry in json.loads(path.read_text(encoding="utf-8"))["entry"]]


# -- the files ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", BUNDLES, ids=lambda path: path.name)
def test_each_bundle_is_valid_fhir_r4b(path: Path) -> None:
    Bundle.model_validate_json(path.read_bytes())


@pytest.mark.parametrize("path", BUNDLES, ids=lambda path: path.name)
def test_each_resource_says_that_it_is_test_data(path: Path) -> None:
    for resource in resources(path):
        assert "HTEST" in {tag["code"] for tag in resource["meta"]["tag"]}, resource["id"]


@pytest.mark.parametrize("path", BUNDLES, ids=lambda path: path.name)
def test_each_reference_leads_to_a_resource_of_its_bundle(path: Path) -> None:
    here = {f"{resource['resourceType']}/{resource['id']}" for resource in resources(path)}
    told = json.dumps(resources(path))
    assert {part.split('"')[0] for part in told.split('"reference": "')[1:]} <= here


def test_she_is_one_demonstration_patient_read_without_a_remainder() -> None:
    record = assessment().record
    assert record is not None
    assert (record.demonstration, record.identity.family) == (True, "DEMONSTRATION")
    assert (record.refused, record.not_understood) == ((), ())
    assert len(record.primaries) == 1


# -- the day of cycle 3 ------------------------------------------------------------------------------------------------


def test_the_third_cycle_is_suggested_to_wait_for_the_neutrophils() -> None:
    found = today()
    assert found.verdict is Verdict.HOLD
    assert found.headline == {
        "en": "Suggested: hold, repeat the count",
        "fr": "Suggéré\u202f: suspendre, refaire la NFS",
    }
    assert "1.3" in found.because["en"]
    assert "23\u00a0Nov" in found.because["en"]
    assert (found.wanted_fact, found.wanted["en"]) == (FactId("neutrophils"), "Enter neutrophils")


def test_one_limit_holds_one_is_reduced_already_and_the_others_are_met() -> None:
    assert today().counts() == (("hold", 1), ("settled", 1), ("go", 10))
    assert [one.verdict for one in today().limits] == sorted(
        (one.verdict for one in today().limits), key=list(Verdict).index
    )


@pytest.mark.parametrize(
    ("name", "value", "grade", "when"),
    [
        ("neutrophils", "1.3\u00a0×10⁹/L", "Grade 2", "2026-11-23"),
        ("febrile_neutropenia", "1 episode", "Grade 3", "2026-10-22"),
        ("temperature", "36.7\u00a0°C", "", "2026-11-24"),
        ("infection", "No", "", "2026-11-24"),
        ("transaminases", "41, 33, 88\u00a0U/L", "", "2026-11-23"),
        ("creatinine_clearance", "80\u00a0mL/min", "", "2026-11-23"),
        ("neuropathy", "Grade 1", "Grade 1", "2026-11-24"),
        ("weight", "−5.7\u00a0%, 64.3\u00a0kg", "Grade 1", "2026-11-24"),
    ],
)
def test_each_limit_stands_beside_its_value_with_date_and_source(name: str, value: str, grade: str, when: str) -> None:
    found = limit(name)
    assert found.value["en"].replace("\u00a0", " ") == value.replace("\u00a0", " ")
    assert found.grade.get("en", "").replace("\u00a0", " ") == grade
    assert found.ctcae == ("v5.0" if grade else "")
    assert found.when.startswith(when)
    assert found.provenance
    assert found.source


def test_multiples_of_normal_are_those_of_her_laboratory() -> None:
    found = limit("transaminases").limit["en"].replace("\u00a0", " ")
    assert found == "hold if ALT or AST > 52.5, with ALP > 262.5"
    assert limit("bilirubin").limit["en"] == "21 or less"


def test_a_dose_that_is_reduced_already_invites_no_second_cut() -> None:
    found = limit("febrile_neutropenia")
    assert found.settled
    assert found.why["en"].replace("\u00a0", " ") == (
        "already reduced since cycle 2, no further cut: stays at DOCEtaxel 60 mg/m² = 105 mg"
    )


def test_the_doses_stand_as_planned_and_as_given() -> None:
    shown = [
        (cycle.number, cycle.state, [(dose.drug, dose.planned, dose.given, dose.percent) for dose in cycle.doses])
        for cycle in today().cycles
    ]
    assert shown == [
        (1, CycleState.GIVEN, [("docetaxel", 130, 130, 100), ("cyclophosphamide", 1050, 1050, 100)]),
        (2, CycleState.GIVEN, [("docetaxel", 130, 105, 81), ("cyclophosphamide", 1050, 1050, 100)]),
        (3, CycleState.DUE, [("docetaxel", 130, None, None), ("cyclophosphamide", 1050, None, None)]),
    ]
    assert [cycle.support["en"] for cycle in today().cycles] == [
        "None recorded",
        "Pegfilgrastim 6\u00a0mg, 4\u00a0Nov",
        "Pegfilgrastim 6\u00a0mg, planned",
    ]
    assert "febrile neutropenia" in today().cycles[1].reason["en"]


def test_what_was_given_so_far_is_summed_in_mg_and_by_body_surface() -> None:
    found: list[tuple[object, ...]] = [(one.drug, one.amount, one.per_m2) for one in today().cumulative]
    assert found == [
        ("docetaxel", 235, pytest.approx(235 / (161 * 68.2 / 3600) ** 0.5, abs=0.05)),
        ("cyclophosphamide", 2100, pytest.approx(2100 / (161 * 68.2 / 3600) ** 0.5, abs=0.05)),
    ]


def test_plan_goals_appointments_and_telephones_are_told_with_their_files() -> None:
    found = today()
    plan = found.plans[0]
    assert (plan.regimen_id, plan.cycle, plan.cycles, plan.day, plan.due) == ("tc", 3, 4, 1, "2026-11-24")
    assert (plan.intent["en"], plan.intent["fr"]) == ("Cure, adjuvant", "Curatif, adjuvant")
    assert [goal.kind for goal in found.goals] == ["wish", "aim", "limits"]
    assert [one.booked for one in found.next] == [False, True, True, False]
    assert (found.contacts[0].phone, found.contacts[0].emergency) == ("ext. 7120", True)
    assert found.emergency is not None
    assert found.emergency.call == found.contacts[0]
    assert found.emergency.happening is False
    told: list[Any] = [
        plan,
        *found.goals,
        *found.next,
        *found.contacts,
        *found.open_tests,
        *found.cumulative,
        *found.toxicities,
    ]
    assert all(one.provenance and one.provenance[0].file for one in told)


def test_every_source_that_a_limit_cites_is_listed() -> None:
    listed = {source.id for source in summary().sources}
    cited = {name for one in today().limits for name in one.citations}
    emergency = today().emergency
    assert emergency is not None
    assert cited
    assert cited | set(emergency.citations) <= listed


def test_the_pathway_says_why_it_proposes_nothing_during_chemotherapy() -> None:
    assert "Chemotherapy is under way" in summary().answers[0].caption["en"]
    assert summary().options == ()
    assert [flag.text["en"] for flag in summary().flags] == ["Suggested: hold, repeat the count"]


def test_the_forecast_counts_the_chemotherapy_that_she_is_given() -> None:
    arms = {found.arm for found in summary().findings if found.pack.startswith("predict")}
    assert "chemotherapy=second_generation" in arms


def test_the_document_is_read_back_as_it_was() -> None:
    assert summary_of(json_bytes(summary())) == summary()


def test_every_word_of_today_stands_in_both_languages() -> None:
    def words(value: object) -> list[dict[str, str]]:
        if isinstance(value, dict):
            return [value]
        if isinstance(value, tuple | list):
            return [found for one in value for found in words(one)]
        slots = getattr(type(value), "__slots__", ())
        return [found for name in slots for found in words(getattr(value, name))] if slots else []

    for found in words(today()):
        assert not found or set(found) == set(LANGUAGES), found


def test_a_repeat_count_above_the_limit_releases_the_cycle_at_the_reduced_dose(tmp_path: Path) -> None:
    bundle = json.loads((FOLDER / "laboratory.json").read_text("utf-8"))
    kept = {"Patient/patient-b", "Observation/neutrophils-2026-11-23"}
    bundle["entry"] = [one for one in bundle["entry"] if one["fullUrl"].rpartition("demonstration:")[2] in kept]
    count = bundle["entry"][1]["resource"]
    count |= {"id": "repeat", "effectiveDateTime": "2026-11-24T12:30:00+01:00", "issued": "2026-11-24T13:10:00+01:00"}
    count["valueQuantity"]["value"] = 1.8
    (tmp_path / "repeat.json").write_text(json.dumps(bundle), "utf-8")
    found = assess([FOLDER, tmp_path], as_of=AS_OF, settings=Settings(), progress=Silent()).summary.today
    assert found is not None
    assert (found.verdict, found.headline["en"]) == (
        Verdict.REDUCE,
        "Suggested: go at the reduced dose that is ordered",
    )
    assert found.released_by == ()


# -- the time cursor ---------------------------------------------------------------------------------------------------


def test_before_the_order_there_is_no_today() -> None:
    assert summary(date(2026, 10, 4)).today is None


def test_before_the_first_cycle_nothing_is_given_and_nothing_is_cleared() -> None:
    found = today(date(2026, 10, 8))
    assert found.last_dose is None
    assert found.cumulative == ()
    assert found.plans[0].now["en"].startswith("Cycle 1 of 4 due on 13")
    assert found.headline["en"] == "No cycle is due today"
    assert found.verdict is Verdict.UNKNOWN


def test_between_two_cycles_the_limits_are_those_of_the_day_and_no_cycle_is_due() -> None:
    found = today(date(2026, 10, 30))
    assert found.headline["en"] == "No cycle is due today"
    assert "Cycle 2 is due on 3" in found.because["en"]
    assert (found.plans[0].cycle, found.plans[0].day) == (1, 18)
    assert found.wanted_fact is None


def test_in_the_night_of_the_fever_the_emergency_comes_first() -> None:
    found = today(date(2026, 10, 22))
    assert found.emergency is not None
    assert (found.verdict, found.emergency.happening) == (Verdict.HOLD, True)
    assert found.headline["en"].startswith("Act first: fever of 38")


def test_the_summary_is_led_by_the_verdict_of_the_day_and_flags_the_hold() -> None:
    (answer,) = summary().answers
    assert answer.sentence["en"].startswith("Suggested: hold, repeat the count. Neutrophils 1.3")
    assert "Chemotherapy is under way" in answer.caption["en"]
    assert [flag.text["en"] for flag in summary().flags] == ["Suggested: hold, repeat the count"]


def test_verdict_doses_and_growth_factor_of_the_due_cycle_are_signed_one_by_one() -> None:
    asked = [
        (item.kind, item.title.replace("\u00a0", " ")) for item in items_of(on_screen()) if item.key.startswith("today")
    ]
    assert asked == [
        (ItemKind.HARD_STOP, "Suggested: hold, repeat the count"),
        (ItemKind.DOSE, "Cycle 3 · DOCEtaxel 105 mg"),
        (ItemKind.DOSE, "Cycle 3 · cycloPHOSphamide 1,050 mg"),
        (ItemKind.DOSE, "Cycle 3 · G-CSF: Pegfilgrastim 6 mg, planned"),
    ]
    assert all(item.one_by_one for item in items_of(on_screen()) if item.key.startswith("today"))
