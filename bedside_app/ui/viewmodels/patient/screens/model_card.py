"""A model's card as it stands beside its number: whom it is for, how well it did, where it fails, where it is from.

The card is the one of the version that ran. Where this computer has it no more, the screen says so: no other version's
card stands in for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from bedside_app.domain.fact import FactId
from bedside_app.domain.summary import Summary
from bedside_app.foundation.words import number, say
from bedside_app.inference.packs.card import Card, Citation, Limit, Performance, Words
from bedside_app.inference.packs.find import Pack, find_packs
from bedside_app.report.phrases import unit_text
from bedside_app.ui.viewmodels.shown import CaseShown

__all__ = ["TASKS", "Cited", "ModelCard", "Performed", "Weakness", "model_card_of", "outputs_of", "packs_of"]

TASKS: Final = ("prognosis", "risk", "diagnosis", "staging", "response", "toxicity", "function", "dosing")
_DIGITS: Final = 16  # of a digest: enough to tell cards apart by eye
_HARD: Final = "\u00a0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Performed:
    """One published figure. `figure` "" where the source gives none; `unread` says that it was not checked."""

    measure: str
    figure: str
    cohort: str
    note: str
    source: str
    unread: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Weakness:
    """A known limit of the model, with where it is known from."""

    text: str
    source: str
    unread: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """A publication, with what of it was read for the card."""

    text: str
    read: str
    unread: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelCard:
    """The card. `scale` names what the contributions are on, "" for a model that has none."""

    made_for: str
    not_for: str
    scale: str
    development: tuple[Performed, ...]
    external: tuple[Performed, ...]
    calibration: str
    limits: tuple[Weakness, ...]
    citations: tuple[Cited, ...]
    verification: str
    origin: str
    digest: str
    licence: str
    facts: Mapping[str, FactId]
    treatments: frozenset[str]


def packs_of(summary: Summary) -> Mapping[str, Pack]:
    """Return the packs of a summary's findings by id, each only in the version that ran."""
    return _packs(frozenset((one.pack, one.version) for one in summary.findings))


@lru_cache(maxsize=8)
def _packs(ran: frozenset[tuple[str, str]]) -> Mapping[str, Pack]:
    """Look on the shelf once for each set of versions: what ran under another set is looked for anew."""
    versions = dict(ran)
    found = (pack for pack in find_packs().packs if pack.id in versions)  # only then is a card read at all
    return {pack.id: pack for pack in found if pack.card.version == versions[pack.id]}


def outputs_of(pack: Pack) -> frozenset[FactId]:
    """Return the facts that a pack makes."""
    return frozenset(FactId(output.fact) for output in pack.card.outputs if output.fact)


def model_card_of(case: CaseShown, pack: Pack) -> ModelCard:
    """Return a pack's card in the language of the case."""
    return _Written(case, pack).card()


class _Written:
    """Writes one card in one language."""

    def __init__(self, case: CaseShown, pack: Pack) -> None:
        self._case, self._pack = case, pack

    def card(self) -> ModelCard:
        card = self._pack.card
        return ModelCard(
            made_for=self._words(card.population.words),
            not_for=self._words(card.population.exclusions),
            scale="" if card.contributions is None else self._words(card.contributions.scale),
            development=tuple(self._performed(card, "development")),
            external=tuple(self._performed(card, "external")),
            calibration=self._words(card.calibration),
            limits=tuple(self._weakness(limit) for limit in card.limits),
            citations=tuple(self._cited(citation) for citation in card.citations),
            verification=say(f"inference.page.verification_{card.verification}", self._case.language),
            origin=self._say(f"origins.{self._pack.origin}"),
            digest=self._pack.digest[:_DIGITS],
            licence=card.licence,
            facts={entry.name: FactId(entry.fact) for entry in card.inputs if entry.fact},
            treatments=frozenset(entry.name for entry in card.treatments),
        )

    def _words(self, words: Words) -> str:
        return words.fr if self._case.language == "fr" else words.en

    def _say(self, code: str, **values: object) -> str:
        return say(f"model_card.{code}", self._case.language, values)

    def _unread(self, review: str) -> str:
        return self._say("unread") if review == "needed" else ""

    def _performed(self, card: Card, setting: str) -> Iterator[Performed]:
        for one in card.performance:
            if one.setting == setting:
                cohort = self._words(one.cohort)
                yield Performed(
                    measure=self._words(one.measure),
                    figure=self._figure(one),
                    cohort=cohort if one.n is None else self._say("cohort", cohort=cohort, n=one.n),
                    note=self._words(one.note) if one.note else "",
                    source=one.source,
                    unread=self._unread(one.review),
                )

    def _figure(self, one: Performance) -> str:
        """Write a figure with its interval, or with the words that none was found."""
        if one.value is None:
            return ""
        language = self._case.language
        unit = "" if one.unit == "1" else f"{_HARD}{unit_text(one.unit, language)}"
        value = number(one.value, language) + unit
        if one.interval is None:
            return f"{value} ({self._say('no-interval')})"
        low, high = (number(end, language) for end in (one.interval.low, one.interval.high))
        return f"{value} ({self._say('interval', level=round(100 * one.interval.level), low=low, high=high)})"

    def _weakness(self, limit: Limit) -> Weakness:
        return Weakness(text=self._words(limit), source=self._words(limit.source), unread=self._unread(limit.review))

    def _cited(self, citation: Citation) -> Cited:
        doi = f" doi:{citation.doi}" if citation.doi else ""
        return Cited(
            text=f"{citation.text}{doi}",
            read=self._say(f"read.{citation.read}"),
            unread=self._unread(citation.review),
        )
