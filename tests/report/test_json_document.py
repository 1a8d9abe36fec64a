"""The document of `assess`: what is published is what is written."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside_app.domain.case import ItemKind
from bedside_app.domain.summary import Signature, SignedDecision, Summary, Verdict
from bedside_app.foundation.paths import resources_folder
from bedside_app.report.json_document import SCHEMA, DocumentNotReadable, document, json_bytes, schema, summary_of
from tests.conftest import ROOT
from tests.report.cases import benign_summary, conflict_summary, rich_summary, sparse_summary, words

AGREED = Verdict.AGREED
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


def signed_summary() -> Summary:
    """Return the rich case with a signature that agrees, modifies and rejects."""
    decision = SignedDecision(item="flag|0", kind=ItemKind.HARD_STOP, title=words("Stop", "Arrêt"), verdict=AGREED)
    changed = replace(decision, item="dose", kind=ItemKind.DOSE, verdict=Verdict.MODIFIED, reason="why", amount=4.0)
    decisions = (decision, replace(changed, unit="mg", option="tc", dose=0))
    signature = Signature(by="Dr Example", role="", at="2026-11-24T13:05+01:00", revision=3, decisions=decisions)
    return replace(rich_summary(), signed=signature)


@pytest.mark.parametrize("case", [*CASES.values(), signed_summary])
def test_a_summary_is_read_back_as_it_was_shown(case: Callable[[], Summary]) -> None:
    assert summary_of(json_bytes(case())) == case()


TEXTS = st.text(st.characters(codec="utf-8"))


@given(by=TEXTS, title=TEXTS, reason=TEXTS, amount=st.none() | st.floats(allow_nan=False, allow_infinity=False))
def test_whatever_a_signer_types_is_read_back(by: str, title: str, reason: str, amount: float | None) -> None:
    decision = SignedDecision(
        item="x", kind=ItemKind.DOSE, title=words(title), verdict=AGREED, reason=reason, amount=amount
    )
    signature = Signature(by=by, role=reason, at="2026-11-24T13:05Z", revision=1, decisions=(decision,))
    summary = replace(sparse_summary(), signed=signature)
    assert summary_of(json_bytes(summary)) == summary


@pytest.mark.parametrize(
    "change",
    [
        {"schema": "bedside.assess/2"},
        {"schema": None},
        {"later": 1},
        {"identity": {"state": "nobody's"}},
        {"flags": 3},
    ],
)
def test_a_document_of_another_version_is_refused_and_never_shown_in_part(change: dict[str, Any]) -> None:
    with pytest.raises(DocumentNotReadable):
        summary_of(json.dumps(document(rich_summary()) | change).encode())


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b"\xff", b"null"])
def test_what_is_no_document_is_refused(data: bytes) -> None:
    with pytest.raises(DocumentNotReadable):
        summary_of(data)
