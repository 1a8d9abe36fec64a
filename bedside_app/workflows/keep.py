"""Keep what was read of a patient: the record, the bytes of its files, and what each file gave."""

from __future__ import annotations

import json
from contextlib import suppress

from bedside_app.domain.case import CaseOpened, FilesAdded, Person
from bedside_app.domain.moment import Moment
from bedside_app.domain.plain import from_plain, to_plain
from bedside_app.foundation.errors import Fault
from bedside_app.intake.addresses import ReadHere, file_of
from bedside_app.intake.gather import GatheredCase
from bedside_app.store.case import Case, digest_of
from bedside_app.store.store import Store

__all__ = ["keep", "readings_of"]


def keep(store: Store, gathered: GatheredCase, *, at: Moment, by: Person, case: Case | None = None) -> Case:
    """Keep a new case, or add what was read to `case`, all or nothing.

    Raises
    ------
    Fault
        There is no record: the files are not one patient's.
    Refusal
        As `Store.create` and `Case.add_files`.
    """
    if gathered.record is None:
        raise Fault("only one patient's files are kept")
    documents = _documents(gathered)
    readings = json.dumps(to_plain(gathered.readings), ensure_ascii=False, allow_nan=False).encode()
    digest = digest_of(readings)
    kept = {**documents, digest: readings}
    if case is None:
        return store.case(store.create(CaseOpened(record=gathered.record, readings=digest), kept, at=at, by=by))
    case.add_files(FilesAdded(record=gathered.record, digests=tuple(documents), readings=digest), kept, at=at, by=by)
    return case


def readings_of(case: Case) -> tuple[ReadHere, ...]:
    """Return what each file of a case gave, for `gather` to add further files to."""
    if not case.state.readings:
        return ()
    return tuple(from_plain(ReadHere, one) for one in json.loads(case.document(case.state.readings)))


def _documents(gathered: GatheredCase) -> dict[str, bytes]:
    """Return the bytes of the files that gave something, by digest.

    A file that is gone by now, or holds other bytes than were read, is not kept; an archive is kept as it is. Images
    stay where they are: they are known by their digest, and what was read of them is kept.
    """
    folders = {one.folder for one in gathered.readings}
    files = {(one.folder, one.read.source.name.rpartition("/")[2]) for one in gathered.readings}
    read = {one.read.source.digest for one in gathered.readings}
    images = {file_of(one) for one in gathered.readings if one.read.content.images}
    documents = {}
    for path in gathered.paths:
        is_archive = any(folder.startswith(str(path)) for folder in folders)
        if path not in images and (is_archive or (str(path.parent), path.name) in files):
            with suppress(OSError):
                data = path.read_bytes()
                if is_archive or digest_of(data) in read:
                    documents[digest_of(data)] = data
    return documents
