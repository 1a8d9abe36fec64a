"""What was refused, not understood or unknown, as sentences of the catalogue that a clinician can read aloud."""

from __future__ import annotations

from typing import Final

from bedside_app.domain.record import NotUnderstood, Refused, Unknown
from bedside_app.foundation.errors import Fault
from bedside_app.foundation.words import LANGUAGES, Language, say

__all__ = ["sentence", "sentences"]

_LONGEST: Final = 200  # letters of foreign text inside one of our sentences


def sentence(what: Refused | NotUnderstood | Unknown, language: Language) -> str:
    """Return the sentence for a refusal, for something set aside, or for the reason of an unknown.

    A pathway that refuses carries its own words as the values `en` and `fr`; they stand as written. A code without a
    sentence is a fault of ours that must not take the rest of the summary with it: the reader gets the code and is
    asked to pass it on.
    """
    if isinstance(what, Unknown):
        return say(f"unknown.{what.value}", language)
    if isinstance(what, NotUnderstood):
        values: dict[str, object] = {"what": _short(what.what), "place": what.place}
        return _said(what.why, language, values)
    own = what.values.get(language)
    if isinstance(own, str) and own:
        return own
    return _said(what.code, language, {name: _short(value) for name, value in what.values.items()})


def sentences(what: Refused | NotUnderstood | Unknown) -> dict[str, str]:
    """Return `sentence` in both languages."""
    return {language: sentence(what, language) for language in LANGUAGES}


def _said(code: str, language: Language, values: dict[str, object]) -> str:
    try:
        return say(code, language, values)
    except Fault:
        return say("report.no-sentence", language, {"code": code})


def _short(value: object) -> object:
    if isinstance(value, str) and len(value) > _LONGEST:
        return value[:_LONGEST] + "…"
    return value
