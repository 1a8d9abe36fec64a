"""One patient as read: identity, primaries, facts, and what was refused or not understood."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum

from bedside_app.domain.fact import About, Fact, FactId, Scalar
from bedside_app.domain.image import ImageSeries
from bedside_app.domain.moment import Moment
from bedside_app.domain.refused import Refused

__all__ = ["Identifier", "Identity", "NotUnderstood", "PatientRecord", "Reading", "Refused", "SourceFile", "Unknown"]


@dataclass(frozen=True, slots=True, order=True)
class Identifier:
    """A number that somebody issued for the patient; `issuer` is its namespace."""

    issuer: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who a file says the patient is. "" and None mean that the file does not say."""

    identifiers: tuple[Identifier, ...] = ()
    family: str = ""
    given: str = ""
    birth_date: Moment | None = None
    sex: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotUnderstood:
    """Something that was read and safely set aside: where it stands, what it is, and why (a code of the catalogue)."""

    source: str
    place: str
    what: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """One file of the case: digest, kind of content, reader. `name` is shown on screen and never logged."""

    digest: str
    name: str
    kind: str
    reader: str
    bytes: int


class Unknown(StrEnum):
    """Why there is no value to use. Each has a sentence in the catalogue (`unknown.…`)."""

    NOT_RECORDED = "not_recorded"
    STATED_UNKNOWN = "stated_unknown"
    IMPRECISE = "imprecise"
    OUT_OF_DATE = "out_of_date"
    UNDATED = "undated"
    CONFLICT = "conflict"
    NOT_LOOKED_FOR = "not_looked_for"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a record says of one fact on one day: a value with its fact, or why there is none.

    `facts` are those that the answer rests on: one for a value, all sides of a conflict, the old one when out of date.
    """

    fact_id: FactId
    value: Scalar | None
    facts: tuple[Fact, ...] = ()
    unknown: Unknown | None = None

    @property
    def known(self) -> bool:
        """Whether there is a value."""
        return self.unknown is None


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientRecord:
    """Everything known of one patient. `primaries` are the tumours that the sources name, in order of their dates."""

    identity: Identity
    facts: tuple[Fact, ...] = ()
    primaries: tuple[About, ...] = ()
    sources: tuple[SourceFile, ...] = ()
    refused: tuple[Refused, ...] = ()
    not_understood: tuple[NotUnderstood, ...] = ()
    demonstration: bool = field(default=False)
    images: tuple[ImageSeries, ...] = ()

    def with_facts(self, facts: tuple[Fact, ...]) -> PatientRecord:
        """Return the record with further facts; nothing is replaced, a correction keeps the history."""
        return replace(self, facts=self.facts + facts)
