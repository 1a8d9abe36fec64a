"""A case as its clinicians change it: every edit is an event, the state is what the events come to.

Events are only ever appended. To undo is to append `Undone`, which names the event whose effect it takes back. The
revision rises with every event that results rest on (facts, files, identity), so that a result tells which of them it
knew; a decision of the review is about what was shown, and leaves the revision as it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final, NewType

from bedside_app.domain.fact import Fact
from bedside_app.domain.image import Measurement
from bedside_app.domain.listed import RowExtras
from bedside_app.domain.moment import Moment
from bedside_app.domain.record import Identity, PatientRecord

__all__ = [
    "EMPTY",
    "CaseId",
    "CaseOpened",
    "CasePhase",
    "CaseRow",
    "CaseState",
    "Decided",
    "DoseChanged",
    "Event",
    "FactCorrected",
    "FactEntered",
    "FactRejected",
    "FilesAdded",
    "IdentityJoined",
    "IdentitySeparated",
    "ImageMeasured",
    "Item",
    "ItemAgreed",
    "ItemKind",
    "ItemModified",
    "ItemRejected",
    "MeasurementRemoved",
    "Person",
    "Reassessed",
    "RevisionAmended",
    "RevisionSigned",
    "StoredEvent",
    "Undone",
    "reason_of",
    "replayed",
    "undoable",
]

CaseId = NewType("CaseId", str)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who did it: the name as that person gave it, and the role in which it was done."""

    name: str
    role: str = ""


class ItemKind(StrEnum):
    """What the review puts before the clinician."""

    HARD_STOP = "hard_stop"
    DOSE = "dose"
    OPTION = "option"
    FINDING = "finding"
    REST = "rest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing to review: `id` is that of the option, pack output or rule; a dose's is `option/drug`."""

    kind: ItemKind
    id: str
    primary: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseOpened:
    """The files were read for the first time. `readings` is the digest under which what each file gave is kept."""

    record: PatientRecord
    readings: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FilesAdded:
    """Further files were read; `record` is what all files of the case say together, `digests` name the new ones."""

    record: PatientRecord
    digests: tuple[str, ...]
    readings: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FactEntered:
    """A person typed a fact in."""

    fact: Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class FactCorrected:
    """A person put `fact` in the place of `was`."""

    was: Fact
    fact: Fact
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FactRejected:
    """A person said that `fact` may not be used; whatever rests on it is cleared."""

    fact: Fact
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityJoined:
    """A person said that both sides of a conflict are the same patient; the first of them is the one that is right."""

    sides: tuple[Identity, ...]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentitySeparated:
    """A person said that `apart`, and the files that name it, are not this patient."""

    kept: Identity
    apart: Identity
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageMeasured:
    """A person measured on an image."""

    measurement: Measurement


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasurementRemoved:
    """A person took a measurement back."""

    measurement: Measurement


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemAgreed:
    """The reviewer agrees with what was shown."""

    item: Item


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemModified:
    """The reviewer goes along with a change, in words."""

    item: Item
    to: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemRejected:
    """The reviewer does not go along."""

    item: Item
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DoseChanged:
    """The reviewer sets a dose: value and unit. `was` None: there was no amount to change."""

    item: Item
    was: float | None
    was_unit: str
    amount: float
    unit: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionSigned:
    """`by` signed `revision`; `shown` is the digest of the document that was on screen."""

    by: Person
    revision: int
    shown: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionAmended:
    """A signed revision is taken up again, as a new one."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reassessed:
    """The case was taken up on another day (`as_of`, ISO), and what was shown before no longer holds."""

    as_of: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone:
    """The effect of the event numbered `sequence` is taken back; the event itself stays in the trail."""

    sequence: int


Event = (
    CaseOpened
    | FilesAdded
    | FactEntered
    | FactCorrected
    | FactRejected
    | IdentityJoined
    | IdentitySeparated
    | ImageMeasured
    | MeasurementRemoved
    | ItemAgreed
    | ItemModified
    | ItemRejected
    | DoseChanged
    | RevisionSigned
    | RevisionAmended
    | Reassessed
    | Undone
)

_REVIEW: Final = (
    ImageMeasured,
    MeasurementRemoved,
    ItemAgreed,
    ItemModified,
    ItemRejected,
    DoseChanged,
    RevisionSigned,
)
_FIXED: Final = (
    CaseOpened,
    IdentityJoined,
    IdentitySeparated,
    RevisionSigned,
    RevisionAmended,
    Reassessed,
    Undone,
)
_REASONED: Final = (
    FactCorrected,
    FactRejected,
    IdentityJoined,
    IdentitySeparated,
    ItemModified,
    ItemRejected,
    DoseChanged,
    RevisionAmended,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What the reviewer said of one item last, and the revision that was looked at; only of that one it holds."""

    said: ItemAgreed | ItemModified | ItemRejected | DoseChanged
    revision: int


class CasePhase(StrEnum):
    """How far a case is."""

    DRAFT = "draft"
    SIGNED = "signed"
    AMENDED = "amended"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseState:
    """What the events of a case come to.

    `read` is what the files say, `edits` what people made of it since, in order; `record` puts both together.
    """

    read: PatientRecord
    readings: str = ""
    revision: int = 0
    phase: CasePhase = CasePhase.DRAFT
    edits: tuple[FactEntered | FactCorrected | FactRejected, ...] = ()
    joined: tuple[IdentityJoined, ...] = ()
    separated: tuple[IdentitySeparated, ...] = ()
    decisions: tuple[Decided, ...] = ()
    measurements: tuple[Measurement, ...] = ()
    signed: RevisionSigned | None = None

    @property
    def record(self) -> PatientRecord:
        """Return the patient's record with everything that people entered, corrected and rejected."""
        facts = list(self.read.facts)
        for edit in self.edits:
            match edit:
                case FactEntered():
                    facts.append(edit.fact)
                case FactCorrected():
                    known = edit.was in facts  # not where it was rejected before
                    facts = [edit.fact if fact == edit.was else fact for fact in facts] + [edit.fact] * (not known)
                case FactRejected():
                    facts = [fact for fact in facts if fact != edit.fact]
        return replace(self.read, facts=tuple(facts))

    @property
    def decisions_now(self) -> tuple[Decided, ...]:
        """Return the decisions about the present revision; those about an older one have to be taken again."""
        return tuple(one for one in self.decisions if one.revision == self.revision)


EMPTY: Final = CaseState(read=PatientRecord(identity=Identity()))


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredEvent:
    """One line of the audit trail. `sequence` orders; `recorded` is the workstation's clock, for people to read only.

    `clock_set_back`: the clock showed an earlier time than at the event before.
    """

    sequence: int
    revision: int
    recorded: Moment
    by: Person
    event: Event
    clock_set_back: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRow:
    """One case on the worklist. `extras` are of the present revision's result, None while there is none."""

    id: CaseId
    identity: Identity = field(repr=False)
    revision: int
    phase: CasePhase
    events: int
    opened: Moment
    changed: Moment
    demonstration: bool
    extras: RowExtras | None = None


def reason_of(event: Event) -> str | None:
    """Return the reason that an event gives, None for those that need none."""
    return event.reason if isinstance(event, _REASONED) else None


def replayed(events: Iterable[tuple[int, Event]]) -> CaseState:
    """Return what numbered events come to, those that were undone left out."""
    history = tuple(events)
    undone = {event.sequence for _, event in history if isinstance(event, Undone)}
    kinds = dict(history)
    state = EMPTY
    for sequence, event in history:
        revision = state.revision + _raises(event, kinds)
        state = replace(state, revision=revision)
        if sequence not in undone:
            state = _applied(state, event)
    return state


def undoable(events: Iterable[tuple[int, Event]]) -> int | None:
    """Return the number of the event that undo would take back, None where there is none since the last signature."""
    history = tuple(events)
    undone = {event.sequence for _, event in history if isinstance(event, Undone)}
    for sequence, event in reversed(history):
        if isinstance(event, CaseOpened | RevisionSigned | RevisionAmended):
            return None
        if sequence not in undone and not isinstance(event, _FIXED):
            return sequence
    return None


def _raises(event: Event, kinds: dict[int, Event]) -> int:
    """Return 1 for what results rest on, and for taking it back; 0 for what is said about results."""
    meant = kinds.get(event.sequence, event) if isinstance(event, Undone) else event
    return 0 if isinstance(meant, _REVIEW) else 1


def _applied(state: CaseState, event: Event) -> CaseState:
    match event:
        case CaseOpened() | FilesAdded():
            return replace(state, read=event.record, readings=event.readings)
        case FactEntered() | FactCorrected() | FactRejected():
            return replace(state, edits=(*state.edits, event))
        case IdentityJoined():
            return replace(state, joined=(*state.joined, event))
        case IdentitySeparated():
            return replace(state, separated=(*state.separated, event))
        case ImageMeasured():
            return replace(state, measurements=(*state.measurements, event.measurement))
        case MeasurementRemoved():
            left = tuple(one for one in state.measurements if one != event.measurement)
            return replace(state, measurements=left)
        case RevisionSigned():
            return replace(state, phase=CasePhase.SIGNED, signed=event)
        case RevisionAmended():
            return replace(state, phase=CasePhase.AMENDED, signed=None)
        case Reassessed() | Undone():
            return state
        case _:
            return _decided(state, event)


def _decided(state: CaseState, said: ItemAgreed | ItemModified | ItemRejected | DoseChanged) -> CaseState:
    others = tuple(one for one in state.decisions if one.said.item != said.item)
    return replace(state, decisions=(*others, Decided(said=said, revision=state.revision)))
