from __future__ import annotations

from collections.abc import Mapping
from string import Formatter

from bedside_app.foundation.words import catalogue

SIGNS_AFTER_SPACE = (":", ";", "?", "!", "%")


def screens(language: str) -> Mapping[str, str]:
    words = catalogue("fr" if language == "fr" else "en")
    return {key: text for key, text in words.items() if key.startswith("screens.")}


def names(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_both_languages_have_the_same_sentences_with_the_same_values() -> None:
    english, french = screens("en"), screens("fr")
    assert english.keys() == french.keys()
    assert {key: names(text) for key, text in english.items()} == {key: names(text) for key, text in french.items()}


def test_french_puts_a_narrow_space_before_its_signs() -> None:
    for key, text in screens("fr").items():
        for sign in SIGNS_AFTER_SPACE:
            for at, letter in enumerate(text):
                assert letter != sign or text[at - 1] == "\u202f", (key, text)


def test_no_sentence_recommends_or_calls_a_treatment_safe() -> None:
    for language in ("en", "fr"):
        for text in screens(language).values():
            assert not {"recommend", "should", "recommander", "recommandé"} & set(text.lower().split()), text
