"""What the page of a card says of a trained pack alone: how pictures are read, which bars it meets, its subgroups."""

from __future__ import annotations

from collections.abc import Iterator

from bedside_app.foundation.words import Language, number, say
from bedside_app.inference.packs.card import Bar, Card, Figure, ImageParameters, Interval, Subgroup, Words

__all__ = ["image_sections"]

_DIGITS = 3  # of a figure: its interval says that more would mean nothing


def image_sections(card: Card, language: Language) -> Iterator[tuple[str, list[str]]]:
    """Yield the key of each heading (`inference.page`) with its rows; nothing for a pack that takes values."""
    writer = _Rows(language)
    if card.parameters is not None:
        yield "parameters", list(writer.parameters(card.parameters))
    if card.trained is not None:
        yield "bars", [writer.bar(bar) for bar in card.trained.bars]
        yield "members", [writer.words(card.trained.folds)]
        yield "subgroups", [writer.subgroup(group) for group in card.trained.subgroups]
        yield "tried", [writer.words(tried) for tried in card.trained.tried]


class _Rows:
    """Writes rows in one language."""

    def __init__(self, language: Language) -> None:
        self.language: Language = language

    def say(self, key: str, **values: object) -> str:
        return say(f"inference.page.{key}", self.language, values)

    def words(self, words: Words) -> str:
        return words.fr if self.language == "fr" else words.en

    def number(self, value: float) -> str:
        return number(round(value, _DIGITS), self.language)

    def parameters(self, found: ImageParameters) -> Iterator[str]:
        yield self.say("platt", slope=self.number(found.slope), intercept=self.number(found.intercept))
        percent, aim = self.number(100 * found.suspicion_limit), round(100 * found.sensitivity)
        yield self.say("suspicion", limit=percent, aim=aim)
        benign, malignant = self.number(100 * found.benign), self.number(100 * (1 - found.malignant))
        yield self.say("sets", level=round(100 * (1 - found.alpha)), benign=benign, malignant=malignant)
        yield self.say("gate", limit=self.number(found.gate_limit))
        edges = ", ".join(f"{band.category}: {self.number(100 * band.low)}" for band in found.bands)
        yield self.say("bands", bands=edges)
        yield self.say("fitted", patients=number(found.patients, self.language))

    def bar(self, bar: Bar) -> str:
        sign = "≥" if bar.at_least else "≤"
        key = "bar-met" if bar.met else "bar-missed"
        found = self.valued(bar.value, bar.interval)
        return self.say(key, measure=self.words(bar.measure), bar=f"{sign} {self.number(bar.bar)}", found=found)

    def subgroup(self, group: Subgroup) -> str:
        told = "; ".join(self.figure(figure) for figure in group.figures if figure.value is not None)
        counted = {"patients": group.patients, "malignant": group.malignant}
        return self.say("subgroup", kind=self.words(group.kind), group=group.group, told=told, **counted)

    def figure(self, figure: Figure) -> str:
        assert figure.value is not None
        return f"{self.words(figure.measure)} {self.valued(figure.value, figure.interval)}"

    def valued(self, value: float, interval: Interval | None) -> str:
        if interval is None:
            return self.number(value)
        low, high = self.number(interval.low), self.number(interval.high)
        told = self.say("interval", level=round(100 * interval.level), low=low, high=high)
        return f"{self.number(value)} ({told})"
