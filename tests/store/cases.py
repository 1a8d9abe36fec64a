"""What the tests of the store share: a clock that is set, a person, a patient, a store that opens fast."""

from __future__ import annotations

from pathlib import Path

from bedside_app.domain.case import CaseId, CaseOpened, Item, ItemAgreed, ItemKind, Person
from bedside_app.domain.fact import PATIENT, Fact, FactId, Origin, OriginKind
from bedside_app.domain.moment import Moment
from bedside_app.domain.record import Identity, PatientRecord
from bedside_app.store.keys import Passphrase
from bedside_app.store.store import Access, Store, open_store

AT = Moment("2026-11-24T10:00:00+01:00")
BY = Person(name="Test Reviewer", role="oncologist")
WORDS = "four words of a test"
RECORD = PatientRecord(identity=Identity(family="Demonstration", given="Patient"), demonstration=True)


def opened(folder: Path, access: Access = Access.WRITE, words: str = WORDS) -> Store:
    """Open a store behind a passphrase that costs nothing to stretch."""
    return open_store(folder, Passphrase(words, cost=2), access)


def typed(number: float, fact_id: str = "lvef") -> Fact:
    """Return a fact that a person typed in."""
    origin = Origin(kind=OriginKind.PERSON, name="oncologist", version="1")
    return Fact(
        id=FactId(fact_id), value=number, unit="%", about=PATIENT, origin=origin, effective=Moment("2026-11-23")
    )


def agreed(name: str) -> ItemAgreed:
    """Return the reviewer's yes to one option."""
    return ItemAgreed(item=Item(kind=ItemKind.OPTION, id=name))


def new_case(store: Store, documents: dict[str, bytes] | None = None) -> CaseId:
    """Keep the patient in a store."""
    return store.create(CaseOpened(record=RECORD), documents or {}, at=AT, by=BY)
