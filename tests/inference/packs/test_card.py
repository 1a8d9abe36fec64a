"""Cards: the schema, what it refuses, and what the built-in cards promise."""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from bedside_app.dictionary.conditions import parse
from bedside_app.dictionary.entries import load
from bedside_app.domain.fact import FactId
from bedside_app.foundation.bounded import UnreadableJson
from bedside_app.foundation.paths import resources_folder
from bedside_app.inference.packs.card import Card, UnfitCard, read_card, schema
from bedside_app.inference.packs.find import Pack, find_packs

PACKS = find_packs().packs
IDS = [pack.id for pack in PACKS]


def plain(pack_id: str) -> dict[str, Any]:
    value: dict[str, Any] = json.loads((find_packs().pack(pack_id).folder / "card.json").read_text("utf-8"))
    return value


def refused(card: dict[str, Any]) -> UnfitCard:
    with pytest.raises(UnfitCard) as caught:
        read_card(json.dumps(card).encode(), name="npi")
    return caught.value


def test_published_schema_is_that_of_the_code() -> None:
    published = resources_folder() / "schemas" / "card.schema.json"
    assert published.read_text("utf-8") == schema()


@pytest.mark.parametrize("pack", PACKS, ids=IDS)
def test_built_in_cards_keep_to_the_published_schema(pack: Pack) -> None:
    jsonschema.validate(plain(pack.id), json.loads(schema()))


def test_unknown_key_is_refused_with_its_place() -> None:
    assert refused(plain("npi") | {"colour": "red"}).values["place"] == "colour"


def test_text_that_is_no_json_is_refused() -> None:
    with pytest.raises(UnreadableJson):
        read_card(b"{", name="npi")


def spoilt(pack_id: str, *path: str | int, value: object = None, without: str = "") -> dict[str, Any]:
    card = copy.deepcopy(plain(pack_id))
    place: Any = card
    for step in path:
        place = place[step]
    if without:
        del place[without]
    else:
        place.update(value)
    return card


@pytest.mark.parametrize(
    ("card", "why"),
    [
        (spoilt("npi", "inputs", 0, without="range"), "needs its range"),
        (spoilt("npi", "inputs", 0, value={"codes": {"a": 1}}), "codes belong"),
        (spoilt("npi", "inputs", 0, value={"required": False}), "required or says"),
        (spoilt("npi", "inputs", 0, without="fact"), "which fact"),
        (spoilt("npi", "inputs", 0, value={"role": "treatment", "untreated": 0}), "a treatment has"),
        (spoilt("predict_breast_v2_2", "inputs", 6, value={"answers": {"low": "nothing"}}), "codes that do not exist"),
        (spoilt("predict_breast_v2_2", "inputs", 6, value={"only": [1.0]}), "belong to a quantity"),
        (spoilt("predict_breast_v2_2", "inputs", 6, value={"numbers": {"a": 1.0}}), "belong to a quantity"),
        (spoilt("npi", value={"about_when": ""}), "at least 1 character"),
        (spoilt("npi", value={"alternative_to": "Another Pack"}), "pattern"),
        (spoilt("npi", "outputs", 1, value={"classes": []}), "classes belong"),
        (spoilt("npi", "outputs", 1, without="thresholds_source"), "need their source"),
        (spoilt("npi", "outputs", 0, value={"name": "tumour_size"}), "stands twice"),
        (spoilt("npi", "outputs", 0, value={"applies_when": {"age": [1]}}), "not inputs"),
        (spoilt("npi", value={"headline": ["nothing"]}), "not outputs"),
        (spoilt("npi", "files", without="recipe.py"), "lack the recipe"),
        (spoilt("npi", "files", without="vectors.json"), "lack vectors.json"),
        (spoilt("npi", "files", value={"../secret.txt": ""}), "inside the pack"),
        (spoilt("npi", "files", value={"/etc/hosts.txt": ""}), "inside the pack"),
        (spoilt("npi", "population", "conditions", 5, without="provided"), "needs the words"),
        (spoilt("npi", "title", value={"fr": ""}), "at least 1 character"),
        (spoilt("npi", value={"version": "1.0"}), "pattern"),
    ],
)
def test_card_that_contradicts_itself_is_refused(card: dict[str, Any], why: str) -> None:
    assert why in str(refused(card).values["why"])


@pytest.mark.parametrize("pack", PACKS, ids=IDS)
def test_every_input_output_and_condition_names_a_fact_of_the_dictionary_in_its_unit(pack: Pack) -> None:
    facts = {entry.id: entry for entry in load()}
    for entry in pack.card.inputs:
        if entry.fact is None:
            continue
        fact = facts[entry.fact]
        if entry.kind in ("quantity", "integer") and not entry.numbers:
            assert fact.unit == entry.unit, entry.name
        elif entry.kind == "code":
            known = {str(answer.value) for answer in fact.answers}
            assert known & (set(entry.codes) | set(entry.answers)), f"{entry.name}: {known}"
    for output in pack.card.outputs:
        if output.fact is not None:
            fact = facts[output.fact]
            assert fact.unit == ("" if output.kind in ("code", "boolean") else output.unit)
            assert {entry.code for entry in output.classes} == {str(answer.value) for answer in fact.answers}
            assert fact.about == pack.card.about
    for condition in pack.card.population.conditions:
        for name in parse(condition.when).variables:
            load().entry(FactId(name))


@pytest.mark.parametrize("pack", PACKS, ids=IDS)
def test_every_figure_and_reference_says_whether_it_was_read(pack: Pack) -> None:
    card = pack.card
    assert any(figure.setting == "development" for figure in card.performance)
    assert any(figure.setting == "external" for figure in card.performance)
    assert any(citation.doi for citation in card.citations)
    for citation in card.citations:
        assert (citation.read == "nothing") == (citation.review == "needed")
    for figure in card.performance:
        assert figure.interval is None or figure.value is not None
        assert figure.interval is None or figure.interval.low <= figure.value <= figure.interval.high  # type: ignore[operator]


def french(value: object) -> list[str]:
    if isinstance(value, dict):
        own = [str(value["fr"])] if "fr" in value else []
        return own + [text for item in value.values() for text in french(item)]
    return [text for item in value for text in french(item)] if isinstance(value, list) else []


@pytest.mark.parametrize("pack", PACKS, ids=IDS)
def test_french_words_keep_their_narrow_spaces(pack: Pack) -> None:
    for text in french(plain(pack.id)):
        plain_text = re.sub(r"\(\d+;\d+\)|doi:", "", text)  # t(8;21) is a name
        assert not re.search(r"[^\u202f][;?!%]| :|[^\u202f0-9]:(?!\w)|'", plain_text), text


@pytest.mark.shared
@pytest.mark.parametrize("pack", [pack for pack in PACKS if pack.card.image is None], ids=lambda pack: pack.id)
def test_names_units_and_codes_are_those_of_the_reference(pack: Pack, shared: Path) -> None:
    model = json.loads((shared / "clinical" / "models.json").read_text("utf-8"))[pack.id]
    for name, wanted in model["inputs"].items():
        entry = pack.card.input(name)
        assert entry is not None, name
        assert (entry.unit, entry.kind, entry.required) == (wanted["unit"], wanted["kind"], wanted["required"]), name
        assert set(wanted.get("codes", ())) == set(entry.codes or entry.only)
    assert {entry.name for entry in pack.card.inputs} == set(model["inputs"])
    outputs = {output.name: output for output in pack.card.outputs}
    for name, wanted in model["outputs"].items():
        assert outputs[name].unit == wanted["unit"]
        assert [entry.code for entry in outputs[name].classes] == wanted.get("codes", [])
    assert isinstance(pack.card, Card)
