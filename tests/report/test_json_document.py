"""The document of `assess`: what is published is what is written."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any

import jsonschema
import pytest

from bedside_app.domain.summary import Summary
from bedside_app.foundation.paths import resources_folder
from bedside_app.report.json_document import SCHEMA, document, json_bytes, schema
from tests.conftest import ROOT
from tests.report.cases import benign_summary, conflict_summary, rich_summary, sparse_summary

CASES = {
    "rich": rich_summary,
    "sparse": sparse_summary,
    "benign": benign_summary,
    "conflict": conflict_summary,
}
OPTION_KEYS = [
    "name",
    "state",
    "rank",
    "not_cleared",
    "missing",
    "reasons_for",
    "reasons_against",
    "regimen",
    "dose",
    "evidence",
    "proof",
    "suggested",
    "step",
]


def numbers_without_provenance(value: Any, path: str = "") -> Iterator[str]:
    """Yield the places of shown values that do not say where they come from."""
    if isinstance(value, list):
        for place, item in enumerate(value):
            yield from numbers_without_provenance(item, f"{path}[{place}]")
    if isinstance(value, dict):
        shown = value.get("value", value.get("amount"))
        if isinstance(shown, int | float) and "text" in value and not value.get("provenance"):
            yield path
        for key, item in value.items():
            yield from numbers_without_provenance(item, f"{path}.{key}")


@pytest.mark.parametrize("name", CASES)
def test_every_document_keeps_to_the_published_schema(name: str) -> None:
    published = json.loads((resources_folder() / "schemas" / "assess.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(published)
    jsonschema.Draft202012Validator(published).validate(json.loads(json_bytes(CASES[name]())))


def test_the_published_schema_is_that_of_the_types() -> None:
    published = json.loads((resources_folder() / "schemas" / "assess.schema.json").read_text("utf-8"))
    assert published == schema()


def test_the_schema_bites() -> None:
    broken = document(sparse_summary()) | {"answer": "a sentence in no language"}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(schema()).validate(broken)


def test_readers_may_meet_keys_that_they_do_not_know() -> None:
    jsonschema.Draft202012Validator(schema()).validate(document(sparse_summary()) | {"later": 1})


def test_the_keys_stand_in_the_order_of_the_types_whatever_the_case() -> None:
    expected = ["schema", *(field.name for field in fields(Summary))]
    assert all(list(document(case())) == expected for case in CASES.values())


def test_the_document_says_which_it_is_and_that_nobody_signed() -> None:
    written = document(rich_summary())
    assert (written["schema"], written["signed"]) == (SCHEMA, None)


def test_the_same_summary_gives_the_same_bytes() -> None:
    assert json_bytes(rich_summary()) == json_bytes(rich_summary())


def test_every_option_has_the_keys_that_the_issue_names() -> None:
    options = document(rich_summary())["options"]
    assert options
    assert all(key in option for option in options for key in OPTION_KEYS)


def test_the_name_of_an_option_is_the_full_inn_without_tall_letters() -> None:
    names = {option["id"]: option["name"] for option in document(rich_summary())["options"]}
    assert names["tc"] == "docetaxel and cyclophosphamide"


def test_every_number_of_a_document_says_where_it_comes_from() -> None:
    assert list(numbers_without_provenance(document(rich_summary()))) == []


def test_a_number_without_provenance_would_be_found() -> None:
    assert list(numbers_without_provenance({"facts": [{"value": 1, "text": {}, "provenance": []}]})) == [".facts[0]"]


def test_a_value_that_is_no_number_is_never_written() -> None:
    summary = rich_summary()
    finding = replace(summary.findings[0], value=float("nan"))
    with pytest.raises(ValueError, match="not JSON compliant"):
        json_bytes(replace(summary, findings=(finding,)))


def test_the_page_about_the_document_explains_every_key() -> None:
    explained = (ROOT / "docs" / "assess.md").read_text("utf-8")
    assert [field.name for field in fields(Summary) if f"`{field.name}`" not in explained] == []
