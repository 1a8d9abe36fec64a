"""One case that is open: events appended and undone, documents, results, the signature. What returns is on the disk."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any, ClassVar

from bedside_app.domain.case import (
    CaseId,
    CaseOpened,
    CasePhase,
    CaseState,
    Event,
    FilesAdded,
    Person,
    RevisionAmended,
    RevisionSigned,
    StoredEvent,
    Undone,
    reason_of,
    replayed,
    undoable,
)
from bedside_app.domain.listed import RowExtras
from bedside_app.domain.moment import Moment
from bedside_app.domain.plain import from_plain, to_plain
from bedside_app.foundation.errors import Fault, Refusal
from bedside_app.store.database import Database, StoreDamaged
from bedside_app.store.trail import as_document, line_of, link_of, read_trail

__all__ = [
    "Case",
    "CaseIsSigned",
    "DocumentDiffers",
    "NoSuchDocument",
    "NothingToAmend",
    "NothingToUndo",
    "ReasonMissing",
    "ResultTooOld",
    "StoreReadOnly",
    "digest_of",
    "extras_of",
    "remove_case",
]

_ROWS = 'SELECT sequence, body, link FROM events WHERE "case" = ? ORDER BY sequence'


class CaseIsSigned(Refusal):
    """A signed revision stays as it was signed."""

    code: ClassVar[str] = "store.case-signed"


class NothingToAmend(Refusal):
    """Only a signed revision is amended; any other is simply changed."""

    code: ClassVar[str] = "store.nothing-to-amend"


class NothingToUndo(Refusal):
    """Nothing was changed since the case was opened, signed or amended."""

    code: ClassVar[str] = "store.nothing-to-undo"


class ReasonMissing(Refusal):
    """A rejection, a correction, a changed dose, a joined identity or an amendment says why."""

    code: ClassVar[str] = "store.reason-missing"


class ResultTooOld(Refusal):
    """The result rests on an older revision of the case, and is dropped."""

    code: ClassVar[str] = "store.result-too-old"


class DocumentDiffers(Refusal):
    """The bytes of a document are not those that were read."""

    code: ClassVar[str] = "store.document-differs"


class NoSuchDocument(Refusal):
    """The case holds no copy of this file."""

    code: ClassVar[str] = "store.no-such-document"


class StoreReadOnly(Refusal):
    """The store was opened to read only."""

    code: ClassVar[str] = "store.read-only"


class Case:
    """A case of the store. Two handles of one case in one store are the same object (`Store.case`).

    Raises
    ------
    TrailBroken
        On opening: the events were changed from outside.
    """

    def __init__(self, database: Database, case: CaseId, *, write: bool) -> None:
        self.id = case
        self._database = database
        self._write = write
        found = database.rows("SELECT events, head, state FROM cases WHERE id = ?", (case,))
        if not found:
            raise Fault("no such case")
        count, self._head, shown = found[0]
        self._extras = extras_of(json.loads(shown))
        self._events = read_trail(case, database.rows(_ROWS, (case,)), count=count, head=self._head)
        self.state: CaseState = replayed(_numbered(self._events))

    @classmethod
    def begin(
        cls,
        database: Database,
        case: CaseId,
        event: CaseOpened,
        documents: Mapping[str, bytes],
        *,
        at: Moment,
        by: Person,
    ) -> Case:
        """Keep a new case with its documents, all or nothing."""
        stored = StoredEvent(sequence=1, revision=1, recorded=at, by=by, event=event)
        line = line_of(stored)
        head = link_of("", case, 1, line)
        state = _state_text(replayed([(1, event)]), None, opened=at, changed=at)
        with database.transaction():
            database.write("INSERT INTO cases VALUES (?, ?, 1, ?)", (case, state, head))
            database.write("INSERT INTO events VALUES (?, 1, ?, ?)", (case, line, head))
            _keep_documents(database, case, documents)
        return cls(database, case, write=True)

    @property
    def revision(self) -> int:
        """The present revision; what is computed from the case carries it."""
        return self.state.revision

    def events(self) -> tuple[StoredEvent, ...]:
        """Return the audit trail, oldest first."""
        return self._events

    def append(self, *events: Event, at: Moment, by: Person) -> tuple[StoredEvent, ...]:
        """Append edits, all or none; when this returns, they are on the disk.

        Raises
        ------
        CaseIsSigned
            Amend it first.
        ReasonMissing
            An event needs a reason and gives none.
        StoreFull, CannotWriteStore, StoreBusy, StoreReadOnly, StoreLocked
            Nothing was appended; the case is as it was.
        """
        for event in events:
            if isinstance(event, CaseOpened | FilesAdded | RevisionSigned | RevisionAmended | Undone):
                raise Fault(f"{type(event).__name__} has a method of its own")
        return self._append(*events, at=at, by=by)

    def add_files(self, event: FilesAdded, documents: Mapping[str, bytes], *, at: Moment, by: Person) -> StoredEvent:
        """Append what further files say, and keep their bytes by digest. Raises as `append`, and `DocumentDiffers`."""
        return self._append(event, at=at, by=by, documents=documents)[0]

    def undo(self, *, at: Moment, by: Person) -> StoredEvent:
        """Take back the last edit that stands, by an event of its own. Raises as `append`, and `NothingToUndo`."""
        with self._database.alone():
            self._not_signed()
            sequence = undoable(_numbered(self._events))
            if sequence is None:
                raise NothingToUndo
            return self._append(Undone(sequence=sequence), at=at, by=by)[0]

    def sign(
        self, shown: bytes, *, revision: int, at: Moment, by: Person, extras: RowExtras | None = None
    ) -> StoredEvent:
        """Keep `shown`, the document that was on screen, and sign it. From then on the case is read-only.

        Raises
        ------
        ResultTooOld
            What was shown rests on an older revision. Otherwise as `append`.
        """
        with self._database.alone():
            self._current(revision)
            self._extras = extras or self._extras
            signed = RevisionSigned(by=by, revision=revision, shown=digest_of(shown))
            return self._append(signed, at=at, by=by, shown=shown)[0]

    def amend(self, reason: str, *, at: Moment, by: Person) -> StoredEvent:
        """Take a signed case up again, as a new revision. Raises as `append`, and `NothingToAmend`."""
        if self.state.phase is not CasePhase.SIGNED:
            raise NothingToAmend
        return self._append(RevisionAmended(reason=reason), at=at, by=by)[0]

    def save_result(self, revision: int, result: bytes, extras: RowExtras | None = None) -> None:
        """Keep the composed summary of one revision, in the place of every earlier one that nobody signed.

        `extras` are what the worklist says of it.

        Raises
        ------
        ResultTooOld, CaseIsSigned
            It is dropped. Otherwise as `append`.
        """
        with self._database.alone():
            self._writable()
            self._current(revision)
            self._not_signed()
            with self._database.transaction():
                self._database.write(
                    'DELETE FROM results WHERE "case" = ? AND revision NOT IN (SELECT value FROM json_each(?))',
                    (self.id, json.dumps(self._signed_revisions())),
                )
                self._keep_result(revision, result)
                _drop_orphans(self._database)
                first, last = self._events[0], self._events[-1]
                shown = _state_text(self.state, extras, opened=first.recorded, changed=last.recorded)
                self._database.write("UPDATE cases SET state = ? WHERE id = ?", (shown, self.id))
            self._extras = extras

    def result(self, revision: int | None = None) -> bytes | None:
        """Return the summary kept with a revision, the present one unless told, None where there is none."""
        wanted = self.revision if revision is None else revision
        query = 'SELECT digest FROM results WHERE "case" = ? AND revision = ?'
        digest = self._database.value(query, (self.id, wanted))
        return None if digest is None else _content(self._database, digest)

    def documents(self) -> tuple[str, ...]:
        """Return the digests of the files that were copied in."""
        rows = self._database.rows('SELECT digest FROM documents WHERE "case" = ? ORDER BY digest', (self.id,))
        return tuple(digest for (digest,) in rows)

    def document(self, digest: str) -> bytes:
        """Return the bytes of one file, its digest checked again.

        Raises
        ------
        NoSuchDocument, StoreDamaged
            It was never copied in, or is no longer what it was.
        """
        if digest not in self.documents():
            raise NoSuchDocument
        return _content(self._database, digest)

    def export_audit(self) -> bytes:
        """Return the audit trail as JSON that anybody can check without Bedside."""
        return as_document(self.id, self._database.rows(_ROWS, (self.id,)))

    def _signed_revisions(self) -> list[int]:
        return [stored.revision for stored in self._events if isinstance(stored.event, RevisionSigned)]

    def _writable(self) -> None:
        if not self._write:
            raise StoreReadOnly

    def _not_signed(self) -> None:
        if self.state.phase is CasePhase.SIGNED:
            raise CaseIsSigned

    def _current(self, revision: int) -> None:
        if revision != self.revision:
            raise ResultTooOld(found=revision, current=self.revision)

    def _append(
        self,
        *events: Event,
        at: Moment,
        by: Person,
        documents: Mapping[str, bytes] | None = None,
        shown: bytes | None = None,
    ) -> tuple[StoredEvent, ...]:
        with self._database.alone():
            self._writable()
            if not all(isinstance(event, RevisionAmended) for event in events):
                self._not_signed()
            if any((reason := reason_of(event)) is not None and not reason.strip() for event in events):
                raise ReasonMissing
            trail, head, state = self._events, self._head, self.state
            with self._database.transaction():
                for event in events:
                    stored, link, state = self._next(event, trail, head, at, by)
                    values = (self.id, stored.sequence, line_of(stored), link)
                    self._database.write("INSERT INTO events VALUES (?, ?, ?, ?)", values)
                    trail, head = (*trail, stored), link
                extras = self._extras if state.revision == self.revision else None
                changed = _state_text(state, extras, opened=trail[0].recorded, changed=at)
                update = "UPDATE cases SET state = ?, events = ?, head = ? WHERE id = ?"
                self._database.write(update, (changed, len(trail), head, self.id))
                _keep_documents(self._database, self.id, documents or {})
                if shown is not None:
                    self._keep_result(state.revision, shown)
            added = trail[len(self._events) :]
            self._events, self._head, self.state, self._extras = trail, head, state, extras
            return added

    def _next(
        self, event: Event, trail: tuple[StoredEvent, ...], head: str, at: Moment, by: Person
    ) -> tuple[StoredEvent, str, CaseState]:
        """Return the event as it will stand after `trail`, its link, and what the case then comes to."""
        last = trail[-1]
        sequence = last.sequence + 1
        state = replayed([*_numbered(trail), (sequence, event)])
        stored = StoredEvent(
            sequence=sequence,
            revision=state.revision,
            recorded=at,
            by=by,
            event=event,
            clock_set_back=at.sort_key() < last.recorded.sort_key(),
        )
        return stored, link_of(head, self.id, sequence, line_of(stored)), state

    def _keep_result(self, revision: int, result: bytes) -> None:
        digest = _keep(self._database, result)
        self._database.write("INSERT OR REPLACE INTO results VALUES (?, ?, ?)", (self.id, revision, digest))


def remove_case(database: Database, case: CaseId) -> None:
    """Remove everything that is kept of a case; contents that another case holds too stay."""
    with database.transaction():
        for table in ("results", "documents", "events"):
            database.write(f'DELETE FROM {table} WHERE "case" = ?', (case,))
        database.write("DELETE FROM cases WHERE id = ?", (case,))
        _drop_orphans(database)


def _drop_orphans(database: Database) -> None:
    """Drop contents that no case holds any more, inside the transaction that is open."""
    database.write(
        "DELETE FROM contents WHERE digest NOT IN (SELECT digest FROM documents UNION SELECT digest FROM results)"
    )


def _numbered(trail: tuple[StoredEvent, ...]) -> list[tuple[int, Event]]:
    return [(stored.sequence, stored.event) for stored in trail]


def digest_of(data: bytes) -> str:
    """Return `sha256:` and 64 hexadecimal digits, as intake names a file."""
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def _keep(database: Database, data: bytes) -> str:
    digest = digest_of(data)
    database.write("INSERT OR IGNORE INTO contents VALUES (?, ?)", (digest, data))
    return digest


def _keep_documents(database: Database, case: CaseId, documents: Mapping[str, bytes]) -> None:
    for digest, data in documents.items():
        if _keep(database, data) != digest:
            raise DocumentDiffers(digest=digest)
        database.write("INSERT OR IGNORE INTO documents VALUES (?, ?)", (case, digest))


def _content(database: Database, digest: str) -> bytes:
    data = database.value("SELECT data FROM contents WHERE digest = ?", (digest,))
    if not isinstance(data, bytes) or digest_of(data) != digest:
        raise StoreDamaged(file="")
    return data


def extras_of(shown: Mapping[str, Any]) -> RowExtras | None:
    """Return what the row of a case says beyond its events."""
    extras = shown.get("extras")
    return None if extras is None else from_plain(RowExtras, extras)


def _state_text(state: CaseState, extras: RowExtras | None, *, opened: Moment, changed: Moment) -> str:
    """Return what the worklist shows of a case, so that it need not replay every case."""
    shown: dict[str, Any] = {
        "identity": to_plain(state.read.identity),
        "revision": state.revision,
        "phase": state.phase.value,
        "opened": opened.text,
        "changed": changed.text,
        "demonstration": state.read.demonstration,
        "extras": None if extras is None else to_plain(extras),
    }
    return json.dumps(shown, ensure_ascii=False, allow_nan=False)
