"""Records built in view: `record_of(er_status="positive", lvef=48)` says what a test needs and nothing else."""

from __future__ import annotations

from datetime import date

from bedside_app.dictionary.entries import FactDictionary, load
from bedside_app.dictionary.view import View
from bedside_app.domain.fact import PATIENT, About, Fact, FactId, Origin, OriginKind, Presence, Scalar, Subject
from bedside_app.domain.image import ImageInstance
from bedside_app.domain.moment import Moment
from bedside_app.domain.record import Identifier, Identity, PatientRecord

AS_OF = date(2026, 6, 1)
PRIMARY = About(subject=Subject.PRIMARY, key="cancer-1")
ORIGIN = Origin(kind=OriginKind.FILE, name="sha256:" + "0" * 64, version="test", place="here")
IDENTITY = Identity(
    identifiers=(Identifier("urn:test", "1"),),
    family="Test",
    given="Case",
    birth_date=Moment("1964-03-12"),
    sex="female",
)
IMAGE_OF_NOBODY = ImageInstance(
    uid="1.1",
    source="sha256:a",
    place="a.dcm",
    number=1,
    taken=None,
    rows=2,
    columns=4,
    frames=1,
    samples=1,
    bits=8,
    photometric="MONOCHROME2",
    transfer_syntax="1.2.840.10008.1.2.1",
)


def fact_of(
    fact_id: str,
    value: Scalar | None,
    *,
    effective: str = "2026-05-26",
    dictionary: FactDictionary | None = None,
    **sides: object,
) -> Fact:
    """Return one fact about the patient or the primary, as the dictionary says, in the dictionary's unit."""
    entry = (dictionary or load()).entry(FactId(fact_id))
    about = PATIENT if entry.about == "patient" else PRIMARY
    values: dict[str, object] = {
        "id": FactId(fact_id),
        "value": value,
        "unit": entry.unit,
        "about": about,
        "origin": ORIGIN,
        "effective": Moment(effective) if effective else None,
        "raw": str(value),
        **sides,
    }
    return Fact(**values)  # type: ignore[arg-type]


def items_of(
    collection: str, present: tuple[str, ...] = (), absent: tuple[str, ...] = (), *, complete: bool = False
) -> list[Fact]:
    """Return the facts of a collection: found, looked for and not found, or (`complete`) nothing else found."""
    facts = [fact_of(collection, item) for item in present]
    facts += [fact_of(collection, item, presence=Presence.ABSENT) for item in absent]
    return facts + ([fact_of(collection, None, presence=Presence.ABSENT)] if complete else [])


def record_of(*facts: Fact, identity: Identity = IDENTITY, **values: Scalar) -> PatientRecord:
    """Return a record of one primary with these facts."""
    named = tuple(fact_of(fact_id, value) for fact_id, value in values.items())
    return PatientRecord(identity=identity, facts=(*facts, *named), primaries=(PRIMARY,))


def view_of(record: PatientRecord, *, as_of: date = AS_OF, dictionary: FactDictionary | None = None) -> View:
    """Return the record seen on a day."""
    return View(record, dictionary or load(), as_of=as_of, primary=PRIMARY.key)
