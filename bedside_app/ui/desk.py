"""What is in work at the window: drops one after another, changes of the case in hand at once, every end told.

Nothing stale is ever handed on: a result goes with the state that it rests on, and one of an older revision, or of a
case that is no longer in hand, is dropped.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, Signal

from bedside_app.ui.cases import Blocked, Cases, Drop, Held
from bedside_app.ui.patient.images.frames import Frames
from bedside_app.ui.patient.ready import getting_ready
from bedside_app.ui.tasks import Handlers, Running, Tasks, Work

if TYPE_CHECKING:
    from bedside_app.domain.case import CaseId, Event, Person
    from bedside_app.domain.summary import SignedDecision
    from bedside_app.foundation.errors import Refusal
    from bedside_app.foundation.words import Language
    from bedside_app.ui.patient.what_if_asking import Asked, WhatIfs

__all__ = ["Desk"]

T = TypeVar("T")


class Desk(QObject):
    """The case in hand, and the jobs. `held` is the one that is shown, None where none is.

    `put(held)`: a case with its answer. `cleared(held)`: its computed part no longer holds. `blocked(blocked)`.
    `day_ready(day, summary)`: of another day. `refused`, `cancelled`, `crashed`: with the drop that it is of, if any.
    `working(drop)`, `step(code, done, total)`, `found(gathered)`, `rested()`: of what is being read.
    `listed(rows)`: the worklist. `saved(held)`: its summary is kept. `exported(paths)`.
    """

    put = Signal(object)
    cleared = Signal(object)
    blocked = Signal(object)
    day_ready = Signal(object, object)
    refused = Signal(object, object)
    cancelled = Signal(object)
    crashed = Signal(object, object)
    working = Signal(object)
    step = Signal(str, int, int)
    found = Signal(object)
    rested = Signal()
    listed = Signal(object)
    saved = Signal(object)
    exported = Signal(object)

    def __init__(self, cases: Cases, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self.held: Held | None = None
        self._cases, self._tasks = cases, tasks
        self._drops: deque[Drop] = deque()
        self._reading: Running | None = None
        self._changing: Running | None = None
        self._what_ifs: WhatIfs | None = None
        self.frames = Frames(tasks, self)

    def get_ready(self) -> None:
        """Have ready what the next answer needs, while nobody waits for one; what goes wrong the next answer says."""
        if self._reading is None:
            self._tasks.start(
                lambda _: self._make_ready(),
                Handlers(
                    on_done=lambda _: None,
                    on_refused=lambda _: None,
                    on_cancelled=lambda: None,
                    on_crashed=lambda _: None,
                ),
            )

    def _make_ready(self) -> None:
        with getting_ready():
            self._cases.get_ready()

    # -- drops ---------------------------------------------------------------------------------------------------------

    def read(self, drop: Drop) -> None:
        """Read and assess, after whatever is being read now."""
        self._drops.append(drop)
        if self._reading is None:
            self._read_next()

    def stop(self) -> None:
        """Stop what is being read; what waits behind it goes on."""
        if self._reading is not None:
            self._reading.stop()

    def stop_all(self) -> None:
        """Stop what is being read, and forget what waits behind it."""
        self._drops.clear()
        self.stop()

    def _read_next(self) -> None:
        if not self._drops:
            self.rested.emit()
            return
        drop = self._drops.popleft()
        self.working.emit(drop)
        self._reading = self._tasks.start(
            lambda work: self._read(drop, work),
            Handlers(
                on_done=lambda made: self._read_done(drop, made),
                on_refused=lambda refusal: self._read_ended(lambda: self.refused.emit(refusal, drop)),
                on_cancelled=lambda: self._read_ended(lambda: self.cancelled.emit(drop)),
                on_crashed=lambda crash: self._read_ended(lambda: self.crashed.emit(crash, drop)),
                on_progress=self.step.emit,
                on_found=self.found.emit,
            ),
        )

    def _read(self, drop: Drop, work: Work) -> Held | Blocked:
        with getting_ready() as ready:
            if drop.adding_to is not None:
                return ready(self._cases.add(drop.adding_to, drop, work))
            return ready(self._cases.begin(drop, work))

    def _read_done(self, drop: Drop, made: Held | Blocked) -> None:
        if isinstance(made, Held):
            self._read_ended(lambda: self._take(made, of=drop))
        else:
            self._read_ended(lambda: self.blocked.emit(made))

    def _read_ended(self, tell: Callable[[], None]) -> None:
        self._reading = None
        tell()
        self.list_cases()
        self._read_next()

    # -- the case in hand ----------------------------------------------------------------------------------------------

    def reopen(self, case: CaseId, day: date) -> None:
        """Take a case from the worklist into hand."""
        self.held = None
        self._change(lambda work: self._cases.reopen(case, day, work))

    def let_go(self) -> None:
        """Have no case in hand; what is computed for it is dropped."""
        self.held = None
        self._drop_change()
        self.frames.take({})
        if self._what_ifs is not None:
            self._what_ifs.rest()

    def what_if(self, asked: Asked[Any]) -> None:
        """Ask a model with values that are nobody's: the case in hand knows nothing of it."""
        from bedside_app.ui.patient.what_if_asking import WhatIfs

        self._what_ifs = self._what_ifs or WhatIfs(self._tasks, self)
        self._what_ifs.ask(asked)

    def close(self) -> None:
        """End what waits here for questions; called once no task runs any more."""
        self.frames.close()
        if self._what_ifs is not None:
            self._what_ifs.close()

    def change(self, events: Sequence[Event]) -> None:
        """Append what a person did to the case in hand; where results rest on it they are cleared first."""
        self._edit(lambda held, work: self._cases.change(held, events, work))

    def undo(self) -> None:
        """Take back the last change of the case in hand."""
        self._edit(self._cases.undo)

    def amend(self, reason: str, day: date) -> None:
        """Take the signed case in hand up again."""
        self._edit(lambda held, work: self._cases.amend(held, reason, day, work))

    def sign(self, decisions: Sequence[SignedDecision], person: Person) -> None:
        """Sign the case in hand as it was shown, with every decision about it."""
        held = self.held
        if held is not None:
            self._change(lambda _: self._cases.sign(held, decisions, person))

    def cancel(self) -> None:
        """Stop what is being added to the case in hand; a change under way is taken back."""
        if self._changing is not None:
            self.undo()
        else:
            self.stop()

    def export(self, folder: Path, language: Language) -> None:
        """Write the summary in hand as PDF and JSON."""
        held = self.held
        if held is not None:
            self._side_task(lambda: self._cases.export(held, folder, language), self.exported.emit)

    def typeset(self, document: str, language: Language, take: Callable[[tuple[bytes, ...]], object]) -> None:
        """Set a document of the case in hand, and hand its pages over as pictures."""
        held = self.held
        if held is not None:
            self._side_task(lambda: self._cases.pages(held, document, language), take)

    def move_to(self, day: date) -> None:
        """Compute the state of another day of the case in hand."""
        held = self.held
        self._drop_change()
        if held is None or day == held.day:
            return
        self._changing = running = self._tasks.start(
            lambda work: self._cases.as_of(held, day, work),
            Handlers(
                on_done=lambda summary: self.day_ready.emit(day, summary),
                on_refused=lambda refusal: self.refused.emit(refusal, None),
                on_cancelled=lambda: None,
                on_crashed=lambda crash: self.crashed.emit(crash, None),
                still_wanted=lambda: self._changing is running and self.held is held,
            ),
        )

    def list_cases(self) -> None:
        """Have the worklist told anew."""
        self._side_task(self._cases.rows, self.listed.emit)

    def remove(self, case: CaseId) -> None:
        """Remove a case from its store."""
        if self.held is not None and self.held.case == case:
            self.let_go()
        self._side_task(lambda: self._cases.remove(case), lambda _: self.list_cases())

    def _edit(self, edit: Callable[[Held, Work], Held]) -> None:
        held = self.held
        if held is not None:
            self.cleared.emit(held)
            self._change(lambda work: edit(held, work))

    def _change(self, function: Callable[[Work], Held]) -> None:
        """Run a change; one that began before it ends unseen, since the later one knows of both."""
        self._drop_change()
        self._changing = running = self._tasks.start(
            lambda work: _ready(function, work),
            Handlers(
                on_done=self._changed,
                on_refused=self._change_refused,
                on_cancelled=lambda: None,
                on_crashed=lambda crash: self.crashed.emit(crash, None),
                still_wanted=lambda: self._changing is running,
            ),
        )

    def _changed(self, held: Held) -> None:
        self._changing = None
        self._take(held)
        self.list_cases()

    def _change_refused(self, refusal: Refusal) -> None:
        """Say why, with the case as it stood before: what could not be saved did not happen."""
        self._changing = None
        self.refused.emit(refusal, None)
        if self.held is not None:
            self.put.emit(self.held)

    def _drop_change(self) -> None:
        if self._changing is not None:
            self._changing.stop()
            self._changing = None

    def _take(self, held: Held, of: Drop | None = None) -> None:
        """Hand a case on, unless a later revision or another case is in hand by now; then only its summary is kept."""
        known, added = self.held, of is not None and of.adding_to is not None
        if known is not None and known.case == held.case and known.state.revision > held.state.revision:
            return
        if known.case == held.case if known is not None else not added:
            self.held = held
            self.frames.take(held.image_files)
            self.put.emit(held)
        if held.state.signed is None:
            self._side_task(lambda: self._cases.save(held), lambda _: self.saved.emit(held))

    def _side_task(self, function: Callable[[], T], done: Callable[[T], object]) -> None:
        """Do something that nobody waits for; a result that came too late for the store is dropped in silence."""
        self._tasks.start(
            lambda _: function(),
            Handlers(
                on_done=lambda made: (done(made), None)[1],
                on_refused=self._side_refused,
                on_cancelled=lambda: None,
                on_crashed=lambda crash: self.crashed.emit(crash, None),
            ),
        )

    def _side_refused(self, refusal: Refusal) -> None:
        if refusal.code not in ("store.result-too-old", "store.case-signed", "store.locked", "store.no-such-case"):
            self.refused.emit(refusal, None)


def _ready(function: Callable[[Work], Held], work: Work) -> Held:
    """Have what the answer needs ready when it comes."""
    with getting_ready() as ready:
        return ready(function(work))
