"""Sentences of the catalogue in both languages at once, for what a proposal carries as words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bedside_app.foundation.words import LANGUAGES, say

__all__ = ["in_both"]


def in_both(code: str, **values: Any) -> dict[str, str]:
    """Return the sentence `code` in English and French; a value that is itself words is taken in the same language."""
    return {
        language: say(code, language, {name: _of(value, language) for name, value in values.items()})
        for language in LANGUAGES
    }


def _of(value: Any, language: str) -> Any:
    return value[language] if isinstance(value, Mapping) else value
