"""A process that the tests end at any moment: it appends, and says on standard output what is kept.

``python -m tests.store.writing_child FOLDER CASE`` prints `ready`, then the number of each event that is on the disk.
"""

from __future__ import annotations

import sys
from pathlib import Path

from bedside_app.domain.case import CaseId, FactEntered
from tests.store.cases import AT, BY, opened, typed

__all__: list[str] = []


def main(folder: str, case_id: str) -> None:
    """Append until killed. Every third event is undone, every fifth brings a result."""
    with opened(Path(folder)) as store:
        case = store.case(CaseId(case_id))
        print("ready", flush=True)
        while True:
            (stored,) = case.append(FactEntered(fact=typed(len(case.events()))), at=AT, by=BY)
            print(stored.sequence, flush=True)
            if stored.sequence % 3 == 0:
                print(case.undo(at=AT, by=BY).sequence, flush=True)
            if stored.sequence % 5 == 0:
                case.save_result(case.revision, b"x" * 20_000)


if __name__ == "__main__":
    main(*sys.argv[1:])
