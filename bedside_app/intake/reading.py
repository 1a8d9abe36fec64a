"""What one file gives: who it is about, facts, primaries, and everything that was refused or not understood."""

from __future__ import annotations

from dataclasses import dataclass

from bedside_app.domain.fact import About, Fact
from bedside_app.domain.image import ImageSeries
from bedside_app.domain.record import Identity, NotUnderstood, Refused, SourceFile
from bedside_app.foundation.errors import Refusal
from bedside_app.intake.source import Source

__all__ = ["ReadFile", "ReadPath", "ReadSource", "refused_at"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadFile:
    """The answer of a reader about one file.

    `kind` names the content for people and for `SourceFile.kind` (`FHIR R4 JSON`), `reader` the module and its
    version (`fhir/1`), as in the origin of each fact.
    """

    kind: str
    reader: str
    identities: tuple[Identity, ...] = ()
    facts: tuple[Fact, ...] = ()
    primaries: tuple[About, ...] = ()
    refused: tuple[Refused, ...] = ()
    not_understood: tuple[NotUnderstood, ...] = ()
    images: tuple[ImageSeries, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadSource:
    """One file, or one member of an archive, with what its reader made of it."""

    source: SourceFile
    content: ReadFile


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPath:
    """The answer of the worker about one path: several files where it is an archive.

    `refused` and `not_understood` are about files that no reader took, or that a reader refused as a whole.
    """

    read: tuple[ReadSource, ...] = ()
    refused: tuple[Refused, ...] = ()
    not_understood: tuple[NotUnderstood, ...] = ()


def refused_at(refusal: Refusal, source: Source, place: str = "") -> Refused:
    """Return a caught refusal as plain values, with the file and the place inside it that it is about."""
    return Refused(code=refusal.code, values=dict(refusal.values), source=source.digest, place=place)
