"""A card as a page that a clinician reads: plain text, in either language, with every figure's source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from bedside_app.foundation.words import Language, number, say
from bedside_app.inference.packs.card import Card, Citation, Input, Limit, Output, Performance, Words
from bedside_app.inference.packs.image_page import image_sections

__all__ = ["card_text"]

_BULLET: Final = "  • "
_MARKS: Final = {"en": (": ", "; "), "fr": ("\u202f: ", "\u202f; ")}


def card_text(card: Card, language: Language) -> str:
    """Return the page of one card."""
    page = _Page(card, language)
    return "\n".join(page.lines()).rstrip() + "\n"


class _Page:
    """Writes one card in one language."""

    def __init__(self, card: Card, language: Language) -> None:
        self.card = card
        self.language: Language = language
        self.colon, self.semicolon = _MARKS[language]

    def say(self, key: str, values: Mapping[str, object] | None = None) -> str:
        return say(f"inference.page.{key}", self.language, values)

    def words(self, words: Words) -> str:
        return words.fr if self.language == "fr" else words.en

    def lines(self) -> Iterator[str]:
        card = self.card
        title = self.words(card.title)
        yield from (title, "=" * len(title), self.words(card.purpose))
        yield self.say("version", {"id": card.id, "version": card.version})
        yield from self.section("population", [self.words(card.population.words)])
        yield from self.section("exclusions", [self.words(card.population.exclusions)])
        yield from self.section("scope", self.scope() if card.image is None else [self.words(card.image.words)])
        yield from self.section("inputs", map(self.input, card.inputs))
        yield from self.section("outputs", self.outputs())
        if card.contributions is not None:
            shares = f"{self.words(card.contributions.scale)}{self.colon}{', '.join(card.contributions.inputs)}"
            yield from self.section("contributions", [shares])
        yield from self.section("uncertainty", [self.words(card.uncertainty.words)])
        for key, rows in image_sections(card, self.language):
            yield from self.section(key, rows)
        yield from self.section("performance", map(self.performance, card.performance))
        yield from self.section("calibration", [self.words(card.calibration)])
        yield from self.section("training", [self.words(card.training_data)])
        yield from self.section("limits", map(self.limit, card.limits))
        yield from self.section("quirks", map(self.words, card.quirks))
        yield from self.section("verification", [self.say(f"verification_{card.verification}")])
        yield from self.section("sources", map(self.citation, card.citations))
        yield from self.section("licence", [card.licence])

    def section(self, key: str, rows: Iterable[str]) -> Iterator[str]:
        """Yield a heading and its rows; nothing where there are none."""
        found = list(rows)
        if found:
            yield from ("", self.say(key))
            yield from (_BULLET + row for row in found)

    def scope(self) -> Iterator[str]:
        """Yield when the program speaks of the model at all, and each condition with what it says otherwise."""
        card = self.card
        yield self.say("about", {"condition": card.about_when}) if card.about_when else self.say("about-everybody")
        if card.alternative_to:
            yield self.say("alternative", {"id": card.alternative_to})
        for condition in card.population.conditions:
            words = condition.provided or condition.otherwise
            key = "stated" if condition.provided else "asked"
            values = {"condition": condition.when, "words": self.words(words), "source": self.words(condition.source)}
            yield self.say(key, values)

    def input(self, entry: Input) -> str:
        parts = [f"{entry.name} [{entry.unit}]{self.colon}{self.words(entry.meaning)}"]
        if entry.role == "treatment":
            parts.append(self.say("treatment"))
        elif entry.when_unknown is None:
            parts.append(self.say("required"))
        else:
            parts.append(self.say("optional", {"words": self.words(entry.when_unknown.words)}))
        if entry.range is not None:
            limits = {"low": entry.range.low, "high": entry.range.high, "source": self.words(entry.range.source)}
            parts.append(self.say("range", limits) + self.review(entry.range.review))
        if entry.codes:
            parts.append(" | ".join(entry.codes))
        if entry.fact:
            parts.append(self.say("from_fact", {"fact": entry.fact}))
        return self.semicolon.join(parts)

    def outputs(self) -> Iterator[str]:
        outputs = self.card.outputs
        shown = [output for output in outputs if not self.card.headline or output.name in self.card.headline]
        for output in shown:
            yield f"{output.name} [{output.unit}]{self.colon}{self.words(output.label)}{self.classes(output)}"
        if len(shown) < len(outputs):
            yield self.say("outputs_more", {"count": len(outputs), "id": self.card.id})

    def classes(self, output: Output) -> str:
        if output.thresholds_source is None:
            return ""
        rows = ", ".join(f"{self.words(entry.label)} {entry.threshold}" for entry in output.classes)
        source = self.say("thresholds", {"source": self.words(output.thresholds_source)})
        return f" ({rows}{self.semicolon}{source})"

    def performance(self, figure: Performance) -> str:
        counted = f", n = {number(figure.n, self.language)}" if figure.n is not None else ""
        value = "" if figure.value is None else f" {number(figure.value, self.language)}"
        unit = "" if figure.unit == "1" or figure.value is None else f" {figure.unit}"
        note = f" {self.words(figure.note)}" if figure.note else ""
        where = f"{self.say(figure.setting)}{self.colon}{self.words(figure.cohort)}{counted}"
        found = f"{self.words(figure.measure)}{value}{unit}{self.interval(figure)}"
        return f"{where}{self.semicolon}{found}.{note} ({figure.source}){self.review(figure.review)}"

    def interval(self, figure: Performance) -> str:
        found = figure.interval
        if figure.value is None:
            return ""
        if found is None:
            return f" ({self.say('no_interval')})"
        low, high = number(found.low, self.language), number(found.high, self.language)
        return f" ({self.say('interval', {'level': round(100 * found.level), 'low': low, 'high': high})})"

    def limit(self, limit: Limit) -> str:
        return f"{self.words(limit)} ({self.words(limit.source)}){self.review(limit.review)}"

    def citation(self, citation: Citation) -> str:
        doi = f" doi:{citation.doi}" if citation.doi else ""
        return f"{citation.text}{doi} ({self.say(f'read_{citation.read}')}){self.review(citation.review)}"

    def review(self, state: str) -> str:
        return f" [{self.say('review')}]" if state == "needed" else ""
