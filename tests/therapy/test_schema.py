"""The shape of knowledge files, published for editors."""

from __future__ import annotations

import json

import pytest
from pydantic import ValidationError

from bedside_app.foundation.paths import resources_folder
from bedside_app.therapy.schema import OptionRule, RegimenDrug, SafetyRule, StepRule, json_schemas

WORDS = {"en": "a", "fr": "b"}


@pytest.mark.parametrize("name", sorted(json_schemas()))
def test_the_published_schema_is_the_one_in_force(name: str) -> None:
    """Write it anew with `json.dumps(schema, indent=1, ensure_ascii=False)` where the shape changed on purpose."""
    text = (resources_folder() / "schemas" / f"{name}.schema.json").read_text("utf-8")
    assert json.loads(text) == json.loads(json.dumps(json_schemas()[name]))


@pytest.mark.parametrize(
    "raw",
    [
        {"id": "x", "kind": "drug", "base": 1},
        {"id": "x", "kind": "none", "base": 1, "name": WORDS, "regimen": "y"},
        {"id": "x", "kind": "none", "base": 1, "regimen": "y"},
        {"id": "x", "kind": "none", "base": 1, "name": {"en": "a", "fr": " "}},
        {"id": "X", "kind": "none", "base": 1, "name": WORDS},
        {"id": "x", "kind": "none", "base": 1, "name": WORDS, "note": "prose"},
    ],
)
def test_an_option_that_says_too_little_or_too_much_is_refused(raw: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        OptionRule.model_validate(raw)


def test_a_step_names_its_option_exactly_once_in_both_languages() -> None:
    option = {"id": "x", "kind": "none", "base": 1, "name": WORDS}
    step = {"id": "s", "title": WORDS, "when": "true", "options": [option]}
    assert StepRule.model_validate({**step, "says": {"en": "{option}", "fr": "puis {option}"}})
    for says in ({"en": "{option}", "fr": "puis"}, {"en": "{option} {option}", "fr": "{option}"}):
        with pytest.raises(ValidationError):
            StepRule.model_validate({**step, "says": says})


def test_a_safety_rule_says_what_follows_from_a_test_and_what_it_is_about() -> None:
    rule = {"id": "r", "kind": "needs_test", "when": "true", "text": WORDS, "drugs": ["x"]}
    assert SafetyRule.model_validate({**rule, "then": "lowers"})
    for wrong in (rule, {**rule, "kind": "absolute", "then": "lowers"}, {**rule, "then": "lowers", "drugs": []}):
        with pytest.raises(ValidationError):
            SafetyRule.model_validate(wrong)


def test_an_organ_function_step_changes_the_dose_in_one_way() -> None:
    drug = {"drug": "x", "dose": 1, "unit": "mg", "per": "flat", "route": WORDS, "schedule": WORDS}
    for change in ({}, {"factor": 0.5, "amount": 2}, {"factor": -1}):
        with pytest.raises(ValidationError):
            RegimenDrug.model_validate({**drug, "adjust": [{"when": "true", "text": WORDS, **change}]})
