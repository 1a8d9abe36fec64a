"""The sheet of the hand-over: one day in one language, how much of it has room, and the pieces of its sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from bedside_app.domain.provenance import Provenance, Words
from bedside_app.domain.summary import Summary
from bedside_app.domain.today import Today
from bedside_app.foundation.words import Language, say
from bedside_app.report.page.budget import budget
from bedside_app.report.page.sheet import Page
from bedside_app.report.parts.today.told import source_text
from bedside_app.report.phrases import joined, plain_day, short_moment

__all__ = ["DAY", "Cut", "Paper", "Piece", "capital", "plain", "soft", "stopped", "strong"]

Piece = dict[str, str]
DAY: Final = 10  # letters of an ISO day
_FEW: Final = 24  # letters too many that are kept: to say how many are left out takes as much room


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """How much of each list stands on the page: the most entries, and the most letters of a free text.

    `checks` counts the limits that are not go, `go` those that are; `scale` is the size of the type.
    """

    scale: float
    letters: int
    cycles: int
    checks: int
    go: int
    tests: int
    lines: int


@dataclass(frozen=True, slots=True)
class Paper:
    """One day on its way to paper."""

    summary: Summary
    today: Today
    language: Language
    cut: Cut
    page: Page = field(init=False)

    def __post_init__(self) -> None:
        """Take the parts that the hand-over shares with the summary: identity and signature."""
        object.__setattr__(self, "page", Page(summary=self.summary, language=self.language, budget=budget(0)))

    def word(self, key: str, **values: object) -> str:
        """Return a word or sentence of the page."""
        return say(f"handover.{key}", self.language, values)

    def text(self, words: Words) -> str:
        """Return words of the day in the page's language."""
        return words.get(self.language, words.get("en", ""))

    def short(self, words: Words | str) -> str:
        """Return a free text; of one that is too long its beginning, and how much is left out."""
        text = words if isinstance(words, str) else self.text(words)
        left = len(text) - self.cut.letters
        return text if left <= _FEW else text[: self.cut.letters] + self.word("more.letters", count=left)

    def day(self, text: str) -> str:
        """Write a day in full."""
        return plain_day(text, self.language)

    def when(self, text: str) -> str:
        """Write a moment beside the day of the page."""
        return short_moment(text, date.fromisoformat(self.summary.as_of), self.language)

    def pair(self, label: str, value: str) -> str:
        """Write a label and its value with the colon of the language."""
        return f"{label}\u202f: {value}" if self.language == "fr" else f"{label}: {value}"

    def most(self, lines: Sequence[list[Piece]]) -> list[list[Piece]]:
        """Return as many sentences as there is room for; the last one counts those that are left out."""
        left = len(lines) - self.cut.lines
        if left <= 1:
            return list(lines)
        return [*lines[: self.cut.lines], [strong(self.word("more.lines", count=left))]]

    def sourced(self, provenance: Sequence[Provenance], when: str) -> str:
        """Return where and when in brackets, "" where neither is known."""
        name = self.text(source_text(provenance))
        day = self.when((when or (provenance[0].date if provenance else ""))[:DAY])
        inside = ", ".join(part for part in (name, day) if part)
        return f" ({inside})" if inside else ""

    def as_many(self, parts: Sequence[str]) -> str:
        """Return parts in one sentence, as many as there is room for, and how many are left out."""
        left = len(parts) - self.cut.lines
        if left > 1:
            parts = [*parts[: self.cut.lines], self.word("more.lines", count=left)]
        return joined(parts, self.language)


def plain(text: str) -> Piece:
    """Return a piece of a sentence."""
    return {"kind": "t", "text": text}


def strong(text: str) -> Piece:
    """Return a piece that stands out."""
    return {"kind": "b", "text": text}


def soft(text: str) -> Piece:
    """Return a piece that stands back: where something comes from."""
    return {"kind": "s", "text": text}


def capital(text: str) -> str:
    """Return a text with its first letter a capital."""
    return text[:1].upper() + text[1:]


def stopped(text: str) -> str:
    """Return a sentence with its full stop."""
    return f"{text}." if text and text[-1] not in ".!?" else text
