from __future__ import annotations

import pytest

from bedside_app.foundation.words import Language
from bedside_app.ui.theme.icons import icon_names
from bedside_app.ui.theme.tokens import Tone
from bedside_app.ui.theme.vocabulary import SIGNS, Status, status

VALUES: dict[str, object] = {"grade": 2, "percent": 62, "condition": "x"}


@pytest.mark.parametrize("kind", list(Status))
def test_every_status_has_icon_word_and_colour(kind: Status, language: Language) -> None:
    content = status(kind, language, **VALUES)
    assert content.word
    assert content.sign.icon in icon_names()
    assert content.sign.tone in Tone


def test_no_status_but_suggested_is_accent() -> None:
    assert [kind for kind, sign in SIGNS.items() if sign.tone is Tone.ACCENT] == [Status.SUGGESTED]


def test_words_are_those_of_the_visual_target() -> None:
    pairs = {
        Status.HARD_STOP: ("Hard stop", "Contre-indication"),
        Status.ACT_FIRST: ("Act first", "D’abord"),
        Status.REFUSED: ("Refused", "Refusé"),
        Status.FAILED: ("Failed", "Échec"),
        Status.GO: ("Go", "Feu vert"),
        Status.SUGGESTED: ("Suggested", "Suggéré"),
        Status.CLEARED: ("Cleared", "Effacé"),
    }
    for kind, (english, french) in pairs.items():
        assert (status(kind, "en").word, status(kind, "fr").word) == (english, french)


def test_words_take_their_values() -> None:
    assert status(Status.WORKING, "fr", percent=62).word == "En cours, 62\u202f%"
    assert status(Status.CONDITION, "en", condition="benign").word == "If benign"
