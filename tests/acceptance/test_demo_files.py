"""Demonstration patient A: valid FHIR, plainly invented, and read without a remainder."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from fhir.resources.R4B.bundle import Bundle

from bedside_app.dictionary.entries import load
from bedside_app.dictionary.view import View
from bedside_app.domain.fact import FactId, Scalar
from bedside_app.foundation.paths import resources_folder
from bedside_app.foundation.progress import Silent
from bedside_app.foundation.settings import Settings
from bedside_app.intake.gather import GatheredCase
from bedside_app.workflows.read import read

AS_OF = date(2026, 11, 24)
FOLDER = resources_folder() / "demo/patient_a"
BUNDLES = sorted(FOLDER.glob("*.json"))
MESSAGES = sorted(FOLDER.glob("*.hl7"))

STATED: dict[str, Scalar] = {
    "age": 61,
    "primary_site": "breast",
    "laterality": "left",
    "tumour_behaviour": "invasive",
    "histology": "nst",
    "menopausal_status": "postmenopausal",
    "tumour_size": 24,
    "tumour_grade": 2,
    "positive_nodes": 2,
    "nodes_examined": 14,
    "pt_category": "T2",
    "pn_category": "N1a",
    "m_category": "M0",
    "stage_group": "IIB",
    "phase": "after_surgery",
    "surgery_type": "breast_conserving",
    "surgical_margins": "clear",
    "er_status": "positive",
    "pr_status": "positive",
    "her2_status": "negative",
    "her2_ihc": "1+",
    "ki67_percent": 28,
    "lvef": 48,
    "creatinine": 98,
    "haemoglobin": 114,
    "weight": 71,
    "height": 164,
    "ecog": 0,
    "bone_density_t_score": -1.9,
    "detection": "symptomatic",
    "pregnancy_status": "not_pregnant",
}
MISSING = ("recurrence_score", "qtcf", "gbrca_status", "hbsag", "anti_hbc", "egfr_ckd_epi")


@pytest.fixture(scope="module")
def case() -> GatheredCase:
    return read([FOLDER], settings=Settings(), progress=Silent())


@pytest.fixture(scope="module")
def view(case: GatheredCase) -> View:
    assert case.record is not None
    return View(case.record, load(), as_of=AS_OF, primary=case.record.primaries[0].key)


def resources(path: Path) -> list[dict[str, Any]]:
    return [entry["resource"] for entry in json.loads(path.read_text(encoding="utf-8"))["entry"]]


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
    asked = {part.split('"')[0] for part in told.split('"reference": "')[1:]}
    assert asked <= here


@pytest.mark.parametrize("path", MESSAGES, ids=lambda path: path.name)
def test_each_message_is_marked_as_training_and_names_nobody_real(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [line.split("|")[10] for line in lines if line.startswith("MSH")] == ["T"]
    assert all("DEMONSTRATION^" in line for line in lines if line.startswith("PID"))


def test_the_files_make_one_patient_marked_as_a_demonstration(case: GatheredCase) -> None:
    assert case.record is not None
    assert case.record.demonstration
    assert case.record.identity.family == "DEMONSTRATION"
    assert len(case.record.primaries) == 1


def test_nothing_is_refused_and_only_the_training_mark_is_set_aside(case: GatheredCase) -> None:
    assert case.record is not None
    assert case.record.refused == ()
    assert {one.why for one in case.record.not_understood} == {"intake.hl7v2.training"}


@pytest.mark.parametrize(("fact", "value"), STATED.items())
def test_she_has_the_values_that_the_page_tells(view: View, fact: str, value: Scalar) -> None:
    assert view.reading(FactId(fact)).value == value


@pytest.mark.parametrize("fact", MISSING)
def test_what_is_missing_on_purpose_is_unknown(view: View, fact: str) -> None:
    assert view.reading(FactId(fact)).unknown is not None


def test_her_collections_hold_what_the_page_tells(view: View) -> None:
    assert set(view.collection(FactId("comorbidities")).present) == {
        "hypertension",
        "deep_vein_thrombosis",
        "depression",
    }
    assert view.collection(FactId("comorbidities")).absent == {
        "cirrhosis",
        "interstitial_lung_disease",
        "myocardial_infarction",
        "peripheral_neuropathy",
    }
    assert set(view.collection(FactId("medicines")).present) == {"ramipril", "paroxetine"}
    assert set(view.collection(FactId("allergies")).present) == {"penicillin"}
    assert not view.collection(FactId("allergies")).complete
    assert set(view.collection(FactId("procedures")).present) == {
        "biopsy",
        "lumpectomy",
        "sentinel_node_biopsy",
        "axillary_dissection",
    }


@pytest.mark.parametrize(
    ("fact", "series"),
    [
        ("haemoglobin", [131, 124, 118, 114]),
        ("creatinine", [71, 78, 89, 98]),
        ("lvef", [56, 48]),
    ],
)
def test_the_trends_run_as_the_page_tells(case: GatheredCase, fact: str, series: list[float]) -> None:
    assert case.record is not None
    found = [one for one in case.record.facts if one.id == fact and one.effective is not None]
    found.sort(key=lambda one: one.effective.sort_key() if one.effective else (date.min, 0.0, 0.0))
    assert [one.value for one in found] == series


def test_every_date_lies_before_the_day_of_the_assessment(case: GatheredCase) -> None:
    assert case.record is not None
    assert all(one.effective is None or one.effective.last_day <= AS_OF for one in case.record.facts if one.effective)
