"""A fact and its four sides: what is said, about whom or what, when, and where from."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NewType

from bedside_app.domain.moment import Moment

__all__ = [
    "PATIENT",
    "UNREADABLE",
    "About",
    "Comparator",
    "Fact",
    "FactId",
    "Origin",
    "OriginKind",
    "Presence",
    "Scalar",
    "Side",
    "Status",
    "Subject",
]

FactId = NewType("FactId", str)
Scalar = bool | int | float | str


class Comparator(StrEnum):
    """The source gave a bound, not a value (FHIR Quantity.comparator, HL7 v2 SN-1)."""

    LESS = "<"
    AT_MOST = "<="
    AT_LEAST = ">="
    MORE = ">"


class Status(StrEnum):
    """How settled the source calls the value. Only `WITHDRAWN` is never used."""

    PRELIMINARY = "preliminary"
    FINAL = "final"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"


class Presence(StrEnum):
    """For an item of a collection: found, or looked for and not found."""

    PRESENT = "present"
    ABSENT = "absent"


class Side(StrEnum):
    """Side of a paired organ."""

    LEFT = "left"
    RIGHT = "right"
    BILATERAL = "bilateral"


class Subject(StrEnum):
    """What a fact can be about."""

    PATIENT = "patient"
    PRIMARY = "primary"
    LESION = "lesion"
    SPECIMEN = "specimen"


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """The patient, or one primary tumour, lesion or specimen of theirs.

    `key` tells two of a kind apart within one record; `primary` is the key of the primary tumour that a lesion
    or specimen belongs to, where the source says.
    """

    subject: Subject
    key: str = ""
    primary: str = ""
    side: Side | None = None

    @property
    def primary_key(self) -> str:
        """The primary tumour meant, or "" for the patient and for a specimen of no stated tumour."""
        return self.key if self.subject is Subject.PRIMARY else self.primary


PATIENT = About(subject=Subject.PATIENT)
UNREADABLE = "unreadable"  # `absent_reason` of a value that stands in a source and could not be read safely


class OriginKind(StrEnum):
    """What made a fact."""

    FILE = "file"
    PACK = "pack"
    RULE = "rule"
    PERSON = "person"


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a fact comes from, so that every number can be followed back.

    `name` is `sha256:…` of a file, the id of a pack or rule, or the role of a person; `version` that of the reader,
    pack or rule; `place` the segment or path inside it (`entry[3].resource`, `PID-1/OBX[5]`); `rests_on` the ids of
    the facts that a pack or rule used.
    """

    kind: OriginKind
    name: str
    version: str
    place: str = ""
    rests_on: tuple[FactId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One statement about one patient.

    `value` is in the dictionary's `unit` (UCUM; "" for coded, text, boolean and date facts; a date is ISO text).
    `value` None is a stated unknown, its reason in `absent_reason`. `reference_low` and `reference_high` are the
    laboratory's own range, in the same unit. `detail` carries what an item of a collection adds (dose, reaction, gene).
    """

    id: FactId
    value: Scalar | None
    unit: str
    about: About
    origin: Origin
    raw: str = ""
    comparator: Comparator | None = None
    absent_reason: str = ""
    reference_low: float | None = None
    reference_high: float | None = None
    status: Status = Status.FINAL
    presence: Presence = Presence.PRESENT
    effective: Moment | None = None
    issued: Moment | None = None
    recorded: Moment | None = None
    detail: dict[str, Scalar] = field(default_factory=dict)
