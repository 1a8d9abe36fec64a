"""Stores as older programs left them, kept for ever; ``python -m tests.store.old_stores`` makes one of this schema.

Run it once for each new schema, before it is released, and commit the folder; an older one is never made again.
"""

from __future__ import annotations

from pathlib import Path

from bedside_app.domain.case import (
    DoseChanged,
    FactCorrected,
    FactEntered,
    FactRejected,
    FilesAdded,
    IdentityJoined,
    IdentitySeparated,
    Item,
    ItemAgreed,
    ItemKind,
    ItemModified,
    ItemRejected,
    Reassessed,
)
from bedside_app.store.case import digest_of
from bedside_app.store.migrations import SCHEMA
from tests.store.cases import AT, BY, RECORD, new_case, opened, typed

__all__ = ["FOLDER", "LETTER", "SIGNED"]

FOLDER = Path(__file__).parent / "old_stores"
LETTER = b"a letter of an older program"
SIGNED = b'{"schema":"bedside.assess/1"}'


def main() -> None:
    """Make a store that holds every kind of event, documents, a result and a signature."""
    folder = FOLDER / f"schema-{SCHEMA}"
    option, dose = Item(kind=ItemKind.OPTION, id="tc", primary="c1"), Item(kind=ItemKind.DOSE, id="tc/docetaxel")
    with opened(folder) as store:
        case = store.case(new_case(store, {digest_of(LETTER): LETTER}))
        changed = DoseChanged(item=dose, was=75.0, was_unit="mg/m2", amount=60.0, unit="mg/m2", reason="age")
        for event in (
            FactEntered(fact=typed(55.0)),
            FactCorrected(was=typed(55.0), fact=typed(50.0), reason="mistyped"),
            FactRejected(fact=typed(50.0), reason="another patient's"),
            IdentityJoined(sides=(RECORD.identity, RECORD.identity), reason="married"),
            IdentitySeparated(kept=RECORD.identity, apart=RECORD.identity, reason="other ward"),
            ItemAgreed(item=option),
            ItemModified(item=option, to="four cycles", reason="frail"),
            ItemRejected(item=option, reason="wish of the patient"),
            changed,
        ):
            case.append(event, at=AT, by=BY)
        case.undo(at=AT, by=BY)
        case.append(Reassessed(as_of="2026-11-25"), at=AT, by=BY)
        case.add_files(FilesAdded(record=RECORD, digests=()), {}, at=AT, by=BY)
        case.sign(SIGNED, revision=case.revision, at=AT, by=BY)
        case.amend("new scan", at=AT, by=BY)
    (folder / "writer.lock").unlink()


if __name__ == "__main__":
    main()
