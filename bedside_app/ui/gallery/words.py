"""The gallery's own labels in both languages. What components say by themselves comes from the catalogue."""

from __future__ import annotations

from bedside_app.foundation.words import Language

__all__ = ["LONG_NAME", "pick"]

LONG_NAME = "DÉMONSTRATION-MONTMORENCY-LAVAL DE LA ROCHE, Marie-Éléonore Antoinette Joséphine"
"""A name too long for one line."""


def pick(language: Language, english: str, french: str) -> str:
    """Return the words of `language`; `~` stands for the narrow no-break space of French."""
    return english if language == "en" else french.replace("~", "\u202f")
