"""PlanDefinition: valid FHIR, conditions that any FHIRPath engine reads, and the same pathway on the way back."""

from __future__ import annotations

import json
from typing import Any

import pytest
from fhir.resources.R4B.plandefinition import PlanDefinition
from hypothesis import given, settings
from hypothesis import strategies as st

from bedside_app.dictionary.entries import load as load_dictionary
from bedside_app.foundation.words import LANGUAGES, say
from bedside_app.therapy.knowledge import load
from bedside_app.therapy.plan_definition import NotOurPlan, export_plan, import_plan
from tests.therapy.tiny import known, pathway


def exported(**changes: Any) -> dict[str, Any]:
    plan: dict[str, Any] = json.loads(json.dumps(export_plan(pathway(**changes), known())))
    return plan


def test_the_export_is_valid_fhir() -> None:
    assert PlanDefinition.model_validate(exported()).status == "draft"


def test_the_export_comes_back_unchanged() -> None:
    assert import_plan(exported()) == pathway()
    assert import_plan(exported(signed_by="a board")) == pathway(signed_by="a board")


def test_every_pathway_of_the_installation_is_valid_fhir_and_comes_back_unchanged() -> None:
    knowledge = load(load_dictionary())
    for one in knowledge.pathways.values():
        plan = json.loads(json.dumps(export_plan(one, knowledge)))
        PlanDefinition.model_validate(plan)
        assert import_plan(plan) == one


def test_negation_is_exported_as_fhirpath_and_kept_as_written() -> None:
    define = {"sensitive": "%receptor = 'positive'", "large": "not(%size <= 20)"}
    plan = exported(define=define)
    definitions = [one for one in plan["extension"] if one["url"].endswith("/definition")]
    large = next(one for one in definitions if one["extension"][0]["valueString"] == "large")
    expression = large["extension"][1]["valueExpression"]
    assert expression["expression"] == "(%size <= 20).not()"
    assert import_plan(plan) == pathway(define=define)


def test_sources_are_cited_with_their_doi_and_what_was_not_read_is_marked() -> None:
    cited = {artifact["label"]: artifact for artifact in exported()["relatedArtifact"]}
    assert cited["trial_a"]["url"] == "https://doi.org/10.1000/a"
    assert "not read" in cited["memory"]["citation"]


def test_extensions_of_our_own_have_absolute_addresses() -> None:
    option = exported()["action"][0]["action"][0]["action"][0]
    urls = [one["url"] for one in (*exported()["extension"], *option["extension"])]
    assert len(urls) > 8
    assert all(url.startswith("https://bedside.example.org/fhir/StructureDefinition/") for url in urls)


@pytest.mark.parametrize(
    "damage",
    [
        lambda plan: plan.pop("version"),
        lambda plan: plan["action"].clear(),
        lambda plan: plan["action"][0]["action"][0].pop("extension"),
        lambda plan: plan.update(action="x"),
        lambda plan: plan["effectivePeriod"].update(end="soon"),
    ],
)
def test_a_plan_that_is_not_ours_is_refused(damage: Any) -> None:
    plan = exported()
    damage(plan)
    with pytest.raises(NotOurPlan) as caught:
        import_plan(plan)
    assert all(say(caught.value.code, language, caught.value.values) for language in LANGUAGES)


text = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=30).filter(str.strip)


@settings(max_examples=60, deadline=None)
@given(en=text, fr=text, base=st.integers(-200, 200), points=st.integers(-50, 50))
def test_any_words_and_points_come_back_unchanged(en: str, fr: str, base: int, points: int) -> None:
    words = {"en": en, "fr": fr}
    reason = {"when": "known(%mood)", "points": points, "text": words, "sources": ["trial_a"]}
    one = {"id": "it", "name": words, "kind": "none", "base": base, "reasons": [reason]}
    step = {
        "id": "one",
        "title": words,
        "says": {"en": "{option}", "fr": "{option}"},
        "when": "%years > 1",
        "options": [one],
    }
    made = pathway(steps=[step], title=words)
    assert import_plan(json.loads(json.dumps(export_plan(made, known())))) == made
