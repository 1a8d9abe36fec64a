"""Sentences of the catalogue in both languages at once, for what a proposal carries as words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from bedside_app.domain.proposal import Words
from bedside_app.foundation.words import LANGUAGES, say

__all__ = ["in_both", "listed"]


def in_both(code: str, **values: Any) -> Words:
    """Return the sentence `code` in English and French; a value that is itself words is taken in the same language."""
    return {
        language: say(code, language, {name: _of(value, language) for name, value in values.items()})
        for language in LANGUAGES
    }


def listed(parts: Iterable[Words], separator: str) -> Words:
    """Return parts put together by `separator`, in French with its narrow space before a semicolon or colon."""
    said = list(parts)
    spaced = {"en": separator, "fr": f"\u202f{separator}" if separator.strip() in (";", ":") else separator}
    return {language: spaced[language].join(part[language] for part in said) for language in LANGUAGES}


def _of(value: Any, language: str) -> Any:
    return value[language] if isinstance(value, Mapping) else value
