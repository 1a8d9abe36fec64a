"""What is being collected while one FHIR file is read: facts with their origin, tumours, and everything set aside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, ClassVar, Final

from bedside_app.dictionary.entries import Entry, FactDictionary
from bedside_app.domain.fact import (
    PATIENT,
    About,
    Comparator,
    Fact,
    FactId,
    Origin,
    OriginKind,
    Presence,
    Scalar,
    Side,
    Status,
    Subject,
)
from bedside_app.domain.moment import Moment
from bedside_app.domain.record import NotUnderstood, Refused
from bedside_app.foundation.errors import Refusal
from bedside_app.intake.fhir.bundle import Located, Resources, tail_of
from bedside_app.intake.fhir.values import (
    Element,
    UnsafeToRead,
    child,
    children,
    concept,
    extensions,
    string,
)
from bedside_app.intake.reading import refused_at
from bedside_app.intake.source import Source
from bedside_app.intake.specimens import kind_of_specimen

__all__ = [
    "READER",
    "UNNAMED",
    "Circumstances",
    "Draft",
    "GeneResult",
    "Said",
    "SidesDisagree",
    "refuse_modifiers",
]

READER: Final = "fhir/1"
UNNAMED: Final = About(subject=Subject.PRIMARY)


class SidesDisagree(Refusal):
    """One resource names two different sides of one tumour."""

    code: ClassVar[str] = "intake.fhir-sides-disagree"


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What all facts of one resource share: how settled they are, when, and which tumour or specimen they are about."""

    status: Status
    effective: Moment | None = None
    issued: Moment | None = None
    recorded: Moment | None = None
    about: About = UNNAMED


@dataclass(frozen=True, slots=True)
class Said:
    """What one fact says: the value in the dictionary's unit, or None with the reason, and how it was written."""

    value: Scalar | None
    raw: str = ""
    comparator: Comparator | None = None
    absent_reason: str = ""
    reference: tuple[float | None, float | None] = (None, None)
    presence: Presence = Presence.PRESENT
    detail: Mapping[str, Scalar] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class GeneResult:
    """What one test says of one gene: whether a variant was found, of which class, and in which cells."""

    item: str
    found: bool
    kind: str
    source: str
    shared: Circumstances
    place: str


@dataclass(slots=True)
class Draft:
    """The facts of one file so far. Readers of resources add to it; nothing is ever taken back."""

    source: Source
    dictionary: FactDictionary
    resources: Resources
    facts: list[Fact] = field(default_factory=list)
    primaries: dict[str, About] = field(default_factory=dict)
    lesions: dict[str, About] = field(default_factory=dict)
    reports: dict[str, Located] = field(default_factory=dict)
    genes: list[GeneResult] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    not_understood: list[NotUnderstood] = field(default_factory=list)

    @contextmanager
    def attempt(self, place: str) -> Iterator[None]:
        """Keep a refusal with its place: what cannot be read costs itself, never its neighbours."""
        try:
            yield
        except Refusal as refusal:
            self.refused.append(refused_at(refusal, self.source, place))

    def set_aside(self, place: str, what: str, why: str) -> None:
        """Say that something was read and not used; `why` is a key of the catalogue under `intake`."""
        self.not_understood.append(
            NotUnderstood(
                source=self.source.digest, place=place, what=(what.strip() or place)[:200], why=f"intake.{why}"
            )
        )

    def entry(self, fact_id: str) -> Entry | None:
        """Return an entry of the dictionary, None where this installation has none of that id."""
        return self.dictionary.entries.get(FactId(fact_id))

    def add(self, entry: Entry, said: Said, shared: Circumstances, place: str) -> None:
        """Add one fact, about the patient or the tumour as its entry says."""
        self.facts.append(self.fact(entry, said, shared, place))

    def fact(self, entry: Entry, said: Said, shared: Circumstances, place: str) -> Fact:
        """Return one fact of this file, about the patient or the tumour as its entry says."""
        return Fact(
            id=entry.fact_id,
            value=said.value,
            unit=entry.unit,
            about=PATIENT if entry.about == "patient" else shared.about,
            origin=Origin(kind=OriginKind.FILE, name=self.source.digest, version=READER, place=place),
            raw=said.raw[:200],
            comparator=said.comparator,
            absent_reason=said.absent_reason,
            reference_low=said.reference[0],
            reference_high=said.reference[1],
            status=shared.status,
            presence=said.presence,
            effective=shared.effective,
            issued=shared.issued,
            recorded=shared.recorded,
            detail=dict(said.detail),
        )

    def tumour(self, located: Located, *names: str) -> About:
        """Return the tumour that the references `names` of a resource mean.

        Without one it is the only primary of the file, else an unnamed one; a tumour of another file keeps its key.
        """
        found: dict[str, About] = {}
        for name in names:
            for reference in _references(located.resource, name):
                about = self._tumour_at(reference, located)
                if about is not None:
                    found[about.key] = about
        if len(found) == 1:
            return next(iter(found.values()))
        if not found and len(self.primaries) == 1:
            return next(iter(self.primaries.values()))
        return UNNAMED

    def _tumour_at(self, reference: str, within: Located) -> About | None:
        target = self.resources.resolve(reference, within)
        if target is not None and target.kind == "BodyStructure":
            related = [child(item, "valueReference") for item in extensions(target.resource, "condition-related")]
            references = [text for item in related if (text := string(item, "reference"))]
            target = self.resources.resolve(references[0], target) if len(references) == 1 else None
        if target is None:
            tail = tail_of(reference)
            return About(subject=Subject.PRIMARY, key=tail) if tail.startswith("Condition/") else None
        if target.kind != "Condition":
            return None
        key = target.key
        return self.primaries.get(key) or self.lesions.get(key) or About(subject=Subject.PRIMARY, key=key)

    def specimen(self, specimen: Located, tumour: About) -> About:
        """Return the specimen as what a fact is about; its key begins with `biopsy:`, `surgery:` or `specimen:`."""
        collection = child(specimen.resource, "collection")
        told = [concept(child(specimen.resource, "type")), concept(child(collection, "method"))]
        kind = kind_of_specimen(
            [coding for one in told for coding in one.codings], [word for one in told for word in one.words]
        )
        side = self.side(child(collection, "bodySite"))
        if side is not None and tumour.side is not None and side is not tumour.side:
            raise SidesDisagree(sides=f"{side}, {tumour.side}")
        return About(
            subject=Subject.SPECIMEN,
            key=f"{kind}:{specimen.key}",
            primary=tumour.primary_key,
            side=side or tumour.side,
        )

    def side(self, *elements: Element) -> Side | None:
        """Return the side that codes, body sites or their laterality extensions name, by the dictionary's `laterality`.

        Raises
        ------
        SidesDisagree
            They name more than one.
        """
        entry = self.entry("laterality")
        found: set[str] = set()
        for element in elements if entry is not None else ():
            marked = [child(item, "valueCodeableConcept") for item in extensions(element, "laterality-qualifier")]
            for read in map(concept, (element, *marked)):
                answers = [entry.answer([coding]) for coding in read.codings] if entry is not None else []
                if entry is not None and not any(answers):
                    answers = [entry.answer((), read.text)]
                found |= {str(answer) for answer in answers if answer is not None}
        if len(found) > 1:
            raise SidesDisagree(sides=", ".join(sorted(found)))
        return next((side for side in Side if side in found), None)


def refuse_modifiers(resource: Element) -> None:
    """Refuse a resource that says of itself that it means something else than it seems to.

    Raises
    ------
    UnsafeToRead
        It has a modifier extension or implicit rules, which a reader that does not know them must not pass over.
    """
    for element in ("modifierExtension", "implicitRules"):
        value: Any = resource.get(element)
        if value:
            raise UnsafeToRead(element=element)


def _references(resource: Element, name: str) -> Iterator[str]:
    value = resource.get(name)
    for element in children(resource, name) if isinstance(value, list) else [child(resource, name)]:
        reference = string(element, "reference")
        if reference:
            yield reference
