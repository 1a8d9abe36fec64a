"""The short form of a card: what it leaves out, and what it refuses."""

from __future__ import annotations

from typing import Any

import pytest

from bedside_app.foundation.bounded import yaml_file
from bedside_app.inference.packs.card import FILES, Card
from models.build import MODELS
from models.card_source import SOURCE, card_of, licence_of, words

CAPRA: dict[str, Any] = yaml_file(MODELS / "capra" / SOURCE)


def made(**changes: Any) -> dict[str, Any]:
    return card_of("capra", CAPRA | changes, dict.fromkeys(FILES, ""))


@pytest.mark.parametrize(
    ("text", "fr"),
    [
        ("a; b | a ; b", "a\u202f; b"),
        ("5.0 % | 5.0 %", "5,0\u202f%"),
        ("v2.1 of 3.5 | v2.1 de 3.5", "v2.1 de 3,5"),
        ("doi:10.1000/1.2 | doi:10.1000/1.2", "doi:10.1000/1.2"),
        ("it's | l'un", "l’un"),
        ("PCPT Risk Calculator 2.0", "PCPT Risk Calculator 2.0"),
        ("said: “yes” | dit : « oui »", "dit\u202f: «\u202foui\u202f»"),
    ],
)
def test_french_gets_its_narrow_spaces_and_decimal_commas(text: str, fr: str) -> None:
    assert words(text)["fr"] == fr


@pytest.mark.parametrize("text", ["a | b | c", " | b", "a | "])
def test_text_that_lacks_a_language_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="English"):
        words(text)


def test_input_takes_label_unit_kind_and_range_from_the_fact_of_its_name() -> None:
    card = Card.model_validate(made())
    entry = card.input("gleason_primary")
    assert entry is not None
    assert entry.range is not None
    assert (entry.kind, entry.unit, entry.fact) == ("integer", "1", "gleason_primary")
    assert (entry.meaning.en, entry.range.low, entry.range.high) == ("Primary Gleason pattern", 1, 5)
    assert (entry.range.review, entry.range.source.en[:7]) == ("needed", "a bound")


def test_answers_in_small_letters_lead_to_the_codes_that_the_pack_has() -> None:
    entry = Card.model_validate(made()).input("clinical_t_stage")
    assert entry is not None
    assert entry.answers["T3a"] == "t3a"
    assert "T3b" not in entry.answers


def test_named_scope_is_that_of_all_packs_and_takes_the_source_of_the_card() -> None:
    first = Card.model_validate(made(scope=["not_metastatic"])).population.conditions[0]
    assert (first.when, first.source.en) == ("known(%distant_metastasis_recorded).not()", "Cooperberg 2005")


def test_setting_without_a_figure_gets_a_line_that_says_so() -> None:
    figures = Card.model_validate(made(performance=[])).performance
    assert [figure.setting for figure in figures] == ["development", "external"]
    assert all(figure.value is None and "no figure" in figure.measure.en for figure in figures)


@pytest.mark.parametrize(
    "changes",
    [{"colour": "red"}, {"inputs": {"age": {"unti": "a"}}}, {"outputs": {"score": {"label": "a | b", "clases": {}}}}],
)
def test_word_that_the_short_form_does_not_have_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="not in the short form"):
        made(**changes)


def test_licence_names_the_model_and_the_licence() -> None:
    text = licence_of(made())
    assert text.startswith("UCSF-CAPRA\n")
    assert "Apache License, Version 2.0" in text
