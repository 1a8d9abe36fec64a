"""What is collected while one HL7 v2 file is read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from bedside_app.dictionary.entries import FactDictionary
from bedside_app.domain.fact import Fact
from bedside_app.domain.record import Identity, NotUnderstood, Refused
from bedside_app.foundation.errors import Refusal
from bedside_app.intake.reading import refused_at
from bedside_app.intake.source import Source

__all__ = ["READER", "Draft"]

READER: Final = "hl7v2/1"


@dataclass(slots=True)
class Draft:
    """Identities, facts and everything set aside so far. Readers add to it; nothing is ever taken out."""

    source: Source
    dictionary: FactDictionary
    identities: list[Identity] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    not_understood: list[NotUnderstood] = field(default_factory=list)

    def refuse(self, refusal: Refusal, place: str) -> None:
        """Keep a refusal with its place: what cannot be read costs itself, never its neighbours."""
        self.refused.append(refused_at(refusal, self.source, place))

    def set_aside(self, place: str, what: str, why: str) -> None:
        """Say that something was read and not used; `why` is a key of the catalogue under `intake.hl7v2`."""
        shown = " ".join(what.split())[:200]
        self.not_understood.append(
            NotUnderstood(source=self.source.digest, place=place, what=shown, why=f"intake.hl7v2.{why}")
        )
