"""A state of the vocabulary and its word, for what is shown before anything of a patient is imported."""

from __future__ import annotations

from dataclasses import dataclass

from bedside_app.foundation.words import Language, say

__all__ = ["Mark", "mark"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A state of the vocabulary and the word that it has here; icon and colour follow from the state."""

    status: str
    word: str


def mark(status: str, language: Language, word: str = "", **values: object) -> Mark:
    """Return a state with its own word, or with `word` where the screen needs another."""
    return Mark(status=status, word=word or say(f"ui.status.{status}", language, values))
