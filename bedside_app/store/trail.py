"""One event as a line of text, and the chain that ties each line to all before it.

A link is the SHA-256 of the link before, the case, the number and the line. Whoever changes, takes out or swaps a line
has to change every later link and the head, which the store keeps apart; and whoever kept an exported trail can tell
even that. The names of the kinds stand in old stores: never rename one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, Final

from bedside_app.domain.case import (
    CaseId,
    CaseOpened,
    DoseChanged,
    Event,
    FactCorrected,
    FactEntered,
    FactRejected,
    FilesAdded,
    IdentityJoined,
    IdentitySeparated,
    ImageMeasured,
    ItemAgreed,
    ItemModified,
    ItemRejected,
    MeasurementRemoved,
    Person,
    Reassessed,
    RevisionAmended,
    RevisionSigned,
    StoredEvent,
    Undone,
)
from bedside_app.domain.moment import Moment
from bedside_app.domain.plain import from_plain, to_plain
from bedside_app.foundation.errors import Refusal

__all__ = ["KINDS", "TrailBroken", "as_document", "line_of", "link_of", "read_trail"]

KINDS: Final[Mapping[str, type[Any]]] = {
    "case_opened": CaseOpened,
    "files_added": FilesAdded,
    "fact_entered": FactEntered,
    "fact_corrected": FactCorrected,
    "fact_rejected": FactRejected,
    "identity_joined": IdentityJoined,
    "identity_separated": IdentitySeparated,
    "image_measured": ImageMeasured,
    "measurement_removed": MeasurementRemoved,
    "item_agreed": ItemAgreed,
    "item_modified": ItemModified,
    "item_rejected": ItemRejected,
    "dose_changed": DoseChanged,
    "revision_signed": RevisionSigned,
    "revision_amended": RevisionAmended,
    "reassessed": Reassessed,
    "undone": Undone,
}
_NAMES: Final = {kind: name for name, kind in KINDS.items()}


class TrailBroken(Refusal):
    """The events of a case are not those that were written: one was changed, taken out or put in from outside."""

    code: ClassVar[str] = "store.trail-broken"


def line_of(stored: StoredEvent) -> str:
    """Return the line that is kept and chained. NaN and infinity are no values of a case."""
    body = {
        "revision": stored.revision,
        "recorded": stored.recorded.text,
        "by": to_plain(stored.by),
        "kind": _NAMES[type(stored.event)],
        "event": to_plain(stored.event),
    }
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def link_of(before: str, case: CaseId, sequence: int, line: str) -> str:
    """Return the link of a line; the first has "" before it."""
    return hashlib.sha256(f"{before}\n{case}\n{sequence}\n{line}".encode()).hexdigest()


def read_trail(case: CaseId, rows: Iterable[tuple[int, str, str]], *, count: int, head: str) -> tuple[StoredEvent, ...]:
    """Return the events of rows (number, line, link), every link checked, and the last one against the store's head.

    Raises
    ------
    TrailBroken
        Something was changed from outside.
    """
    events: list[StoredEvent] = []
    link = ""
    for expected, (sequence, line, kept) in enumerate(rows, start=1):
        link = link_of(link, case, sequence, line)
        if sequence != expected or link != kept:
            raise TrailBroken(case=case, event=expected)
        events.append(_read(sequence, line, events[-1] if events else None, case))
    if len(events) != count or link != head or not events:
        raise TrailBroken(case=case, event=len(events))
    return tuple(events)


def _read(sequence: int, line: str, before: StoredEvent | None, case: CaseId) -> StoredEvent:
    try:
        body = json.loads(line)
        event: Event = from_plain(KINDS[body["kind"]], body["event"])
        recorded = Moment(body["recorded"])
        return StoredEvent(
            sequence=sequence,
            revision=body["revision"],
            recorded=recorded,
            by=from_plain(Person, body["by"]),
            event=event,
            clock_set_back=before is not None and recorded.sort_key() < before.recorded.sort_key(),
        )
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise TrailBroken(case=case, event=sequence) from error


def as_document(case: CaseId, rows: Iterable[tuple[int, str, str]]) -> bytes:
    """Return the audit trail as JSON in UTF-8: every line as it is kept, with its link, for anybody to check."""
    trail = [{"sequence": sequence, "link": link, "line": line} for sequence, line, link in rows]
    document = {"schema": "bedside.audit/1", "case": case, "chain": "sha256(before\\ncase\\nsequence\\nline)"}
    return json.dumps({**document, "trail": trail}, ensure_ascii=False, indent=2).encode() + b"\n"
