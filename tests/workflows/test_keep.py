"""What is kept of a case is what was read of it, byte for byte."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bedside_app.domain.case import Person
from bedside_app.domain.moment import Moment
from bedside_app.domain.record import Identity, PatientRecord, SourceFile
from bedside_app.intake.addresses import ReadHere
from bedside_app.intake.gather import GatheredCase
from bedside_app.intake.identity import Verdict, VerdictState
from bedside_app.intake.reading import ReadFile, ReadSource
from bedside_app.store.case import digest_of
from bedside_app.store.keys import Passphrase
from bedside_app.store.store import Store, open_store
from bedside_app.workflows.keep import keep, readings_of

AT = Moment("2026-11-24T13:05+01:00")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path / "cases", Passphrase("four words of a test", cost=2))
    yield opened
    opened.close()


def read_from(path: Path) -> GatheredCase:
    data = path.read_bytes()
    source = SourceFile(digest=digest_of(data), name=path.name, kind="FHIR R4 JSON", reader="fhir/1", bytes=len(data))
    one = ReadHere(ReadSource(source=source, content=ReadFile(kind=source.kind, reader="fhir/1")), str(path.parent))
    verdict = Verdict(state=VerdictState.AGREED)
    record = PatientRecord(identity=Identity(family="Example"), sources=(source,))
    return GatheredCase(verdict=verdict, record=record, sources=(source,), readings=(one,), paths=(path,))


def test_the_bytes_of_a_file_are_kept_as_they_were_read(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "labs.json"
    file.write_bytes(b"as it was read")
    case = keep(store, read_from(file), at=AT, by=Person(name="tests"))
    assert case.document(digest_of(b"as it was read")) == b"as it was read"


def test_a_file_that_changed_since_it_was_read_is_not_kept_and_what_it_gave_is(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "labs.json"
    file.write_bytes(b"as it was read")
    gathered = read_from(file)
    file.write_bytes(b"something that nobody has read")
    case = keep(store, gathered, at=AT, by=Person(name="tests"))
    assert readings_of(case) == gathered.readings
    assert case.documents() == (case.state.readings,)
