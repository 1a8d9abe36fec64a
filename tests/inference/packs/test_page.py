"""The page of a card: complete, in both languages, honest about what was not found."""

from __future__ import annotations

import pytest

from bedside_app.foundation.words import Language
from bedside_app.inference.packs.find import Pack, find_packs
from bedside_app.inference.packs.page import card_text
from tests.inference.in_process import builtin

PACKS = find_packs().packs


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("pack", PACKS, ids=[pack.id for pack in PACKS])
def test_page_holds_every_input_source_limit_and_the_words_on_uncertainty(pack: Pack, language: Language) -> None:
    page, card = card_text(pack.card, language), pack.card
    for entry in card.inputs:
        assert f"{entry.name} [{entry.unit}]" in page
    for citation in card.citations:
        assert citation.text in page
        assert citation.doi in page
    for words in (card.title, card.purpose, card.uncertainty.words, card.calibration, *card.limits, *card.quirks):
        assert (words.fr if language == "fr" else words.en) in page


def test_page_says_where_no_interval_was_found_and_what_was_not_checked() -> None:
    page = card_text(builtin("predict_breast_v2_2").card, "en")
    assert "0.752 (no interval found)" in page
    assert "review needed" in page
    assert "9.75 % (95 % interval 9.02 to 10.5)" in page


def test_page_shows_the_headline_outputs_and_says_how_many_more_there_are() -> None:
    page = card_text(builtin("predict_breast_v2_2").card, "en")
    assert "overall_survival_10y_treated [1]" in page
    assert "overall_survival_9y_treated" not in page
    assert "95 outputs in all" in page


def test_page_shows_each_class_with_its_threshold_and_source() -> None:
    page = card_text(builtin("npi").card, "fr")
    assert "intermédiaire II > 4.4, ≤ 5.4" in page
    assert "seuils\u202f: Blamey 2007" in page
