"""`kill -9` at random points of saving: nothing acknowledged is lost, and the store opens.

``python -m tests.store.kills 1000`` runs the long form and prints how long the slowest opening took.
"""

from __future__ import annotations

import os
import random
import select
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, perf_counter

from bedside_app.domain.case import CaseId
from tests.store.cases import new_case, opened

__all__ = ["Kills", "kill_while_saving"]

ROOT = Path(__file__).resolve().parents[2]
_LONGEST_SECONDS = 0.12  # of writing before the kill: several commits, each at another point
_CASE_EVENTS = 400  # then a new case: replaying grows with a case, and the disk is what is tested


@dataclass(frozen=True, slots=True, kw_only=True)
class Kills:
    """What was seen: kills, events that were acknowledged, the slowest opening, and those that were lost."""

    kills: int
    acknowledged: int
    slowest_opening_seconds: float
    lost: tuple[int, ...]


def kill_while_saving(folder: Path, kills: int, seed: int) -> Kills:
    """Start a writer, kill it at a random moment, open the store, look for all it acknowledged; so `kills` times."""
    chance = random.Random(seed)
    with opened(folder) as store:
        case = new_case(store)
    acknowledged, slowest, lost, before = 0, 0.0, list[int](), 1
    for _ in range(kills):
        said = _written_until_killed(folder, case, chance.uniform(0, _LONGEST_SECONDS))
        start = perf_counter()
        with opened(folder) as store:
            events = store.case(case).events()
            slowest = max(slowest, perf_counter() - start)
            assert store.check() == ()
            kept = {event.sequence for event in events}
            lost += [number for number in (*said, before) if number not in kept]
            acknowledged += len(said)
            before = len(events)
            if before > _CASE_EVENTS:
                case, before = new_case(store), 1
    return Kills(kills=kills, acknowledged=acknowledged, slowest_opening_seconds=slowest, lost=tuple(lost))


def _written_until_killed(folder: Path, case: CaseId, seconds: float) -> list[int]:
    """Return the numbers that a writer acknowledged before it was killed `seconds` after it was ready."""
    command = [sys.executable, "-m", "tests.store.writing_child", str(folder), case]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT, bufsize=0) as child:
        output = child.stdout
        assert output is not None
        said = b""
        while not said.startswith(b"ready\n"):
            piece = os.read(output.fileno(), 4096)
            assert piece, "the writer did not start"
            said += piece
        end = monotonic() + seconds
        while (left := end - monotonic()) > 0:
            if select.select([output], [], [], left)[0]:
                said += os.read(output.fileno(), 65536)
        child.kill()
        while piece := os.read(output.fileno(), 65536):
            said += piece
    whole = said.split(b"\n")[1:-1]  # a number that was cut off in the pipe was not acknowledged
    return [int(number) for number in whole]


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        print(kill_while_saving(Path(place), int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1))
