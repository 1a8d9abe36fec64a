"""The window: a drop becomes a case, its answer is shown when it is there, and nothing stale ever stands on screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication

from bedside_app.domain.case import CaseId
from bedside_app.foundation.errors import Refusal
from bedside_app.foundation.paths import resources_folder
from bedside_app.foundation.words import Language, say
from bedside_app.ui.cases import Blocked, Cases, Drop, Held
from bedside_app.ui.desk import Desk
from bedside_app.ui.dialogs import ask_files, ask_folder
from bedside_app.ui.door import Door
from bedside_app.ui.shell import Shell
from bedside_app.ui.tasks import Crash, Tasks
from bedside_app.ui.worklist import Worklist

if TYPE_CHECKING:
    from bedside_app.domain.case import CaseRow, Event, Person
    from bedside_app.domain.summary import Summary
    from bedside_app.foundation.settings import Settings
    from bedside_app.intake.gather import GatheredCase
    from bedside_app.ui.identity import IdentityPage
    from bedside_app.ui.patient.frame import PatientFrame
    from bedside_app.ui.viewmodels.shown import CaseShown

__all__ = ["DEMONSTRATION_DAY", "Window"]

DEMONSTRATION_DAY: Final = date(2026, 11, 24)  # resources/demo/README.md: the same case gives the same screens
_DEMONSTRATIONS: Final = {"demonstration": "patient_a", "demonstration-b": "patient_b"}
_QUIET_MS: Final = 500
_BLOCKED: Final = CaseId("blocked")  # on the worklist: the drop of which no one patient can be made


class Window(Shell):
    """`shown()` after an answer, a refusal or another state has been put on screen."""

    shown = Signal()
    _door: Door

    def __init__(self, settings: Settings, cases: Cases, language: Language | None = None) -> None:
        pages = {
            "worklist": self._new_worklist,
            "patient": self._new_patient,
            "identity": self._new_identity,
            "lock": lambda: self._door.new_page(),  # noqa: PLW0108 - there is no door yet
        }
        super().__init__(settings, language, pages)
        self._cases = cases
        self._tasks = Tasks(self)
        self._desk = Desk(cases, self._tasks, self)
        self._door = Door(cases, self._tasks, lambda: self._pages.page("lock"), lambda: self._language, self)
        self._door.keeps = settings.keep_cases == "yes"
        self._case: CaseShown | None = None
        self._blocked: Blocked | None = None
        self._rows: Sequence[CaseRow] = ()
        self._last: Drop | None = None  # what *Start again* reads again
        self._quiet = QTimer(self, singleShot=True, interval=_QUIET_MS)
        self._quiet.timeout.connect(self._desk.get_ready)
        self._pages.show_page("worklist")
        self._connect()

    def _connect(self) -> None:
        desk, door = self._desk, self._door
        door.asked.connect(self._show_lock)
        door.admitted.connect(self._read)
        door.entered.connect(self._go_in)
        desk.put.connect(self._put)
        desk.cleared.connect(self._clear)
        desk.blocked.connect(self._block)
        desk.day_ready.connect(self._show_day)
        desk.refused.connect(self._refuse)
        desk.cancelled.connect(self._cancelled)
        desk.crashed.connect(self._crash)
        desk.working.connect(self._work)
        desk.step.connect(self._step)
        desk.found.connect(self._show_found)
        desk.rested.connect(self._rest)
        desk.listed.connect(self._list)
        desk.saved.connect(lambda _held: desk.list_cases())
        desk.exported.connect(self._show_written)
        self.settings_changed.connect(self._heed)
        self._on_key("Ctrl+O", lambda: self._act("folder"))
        self._on_key("Ctrl+Z", desk.undo)
        self._on_key("Ctrl+L", self.lock)
        self._on_key("Ctrl+Return", lambda: self._show_section("sign"))

    @property
    def case(self) -> CaseShown | None:
        """The case on screen, as it is shown; None where none is."""
        return self._case

    # -- the pages -----------------------------------------------------------------------------------------------------

    def _new_worklist(self) -> Worklist:
        page = Worklist(self._language)
        page.action_wanted.connect(self._act)
        page.case_wanted.connect(self._reopen)
        page.remove_wanted.connect(self._remove)
        page.cancel_wanted.connect(self._desk.stop)
        return page

    def _new_patient(self) -> PatientFrame:
        from bedside_app.ui.patient.frame import PatientFrame

        desk = self._desk
        page = PatientFrame(desk.frames, self._cases.person)
        page.back_wanted.connect(self._back)
        page.day_wanted.connect(self.move_to_day)
        page.changed.connect(self.change)
        page.cancel_wanted.connect(desk.cancel)
        page.sign_wanted.connect(self._sign)
        page.amend_wanted.connect(lambda reason: desk.amend(reason, self._cases.now.date()))
        page.print_wanted.connect(lambda: self._print("summary"))
        page.handover_wanted.connect(lambda: self._print("handover"))
        page.what_if_wanted.connect(desk.what_if)
        page.export_wanted.connect(self._export)
        return page

    def _new_identity(self) -> IdentityPage:
        from bedside_app.ui.identity import IdentityPage

        page = IdentityPage(self._language)
        page.separate_wanted.connect(self._separate)
        page.join_wanted.connect(self._join)
        page.back_wanted.connect(self._leave_identity)
        page.action_wanted.connect(self._act)
        return page

    def _leave_identity(self) -> None:
        """Go back; what waits for a decision stays in the list."""
        self._back()
        self._list(self._rows)

    @property
    def _worklist(self) -> Worklist:
        page: Worklist = self._pages.page("worklist")
        return page

    @property
    def _patient(self) -> PatientFrame | None:
        """The page of the patient, None where it is not on screen."""
        page: PatientFrame | None = self._pages.made("patient") if self._pages.shown == "patient" else None
        return page

    def _back(self) -> None:
        """Leave whatever is on screen for the worklist."""
        self._desk.let_go()
        self._case = None
        self._pages.show_page("worklist")

    def _fill(self, name: str) -> None:
        held = self._desk.held
        self._pages.show_page(name if name == "settings" else "worklist")
        self._list(self._rows)
        if held is not None and name == "patient":
            self._put(held)

    def _heed(self, settings: Settings) -> None:
        self._door.keeps = settings.keep_cases == "yes"

    # -- the worklist --------------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Open the kept cases where there are any, and say what runs here; called once the window is there.

        From then on, whenever nothing has happened for a while, what the next case needs is had ready.
        """
        self._door.start()
        self._show_computer()
        self.shown.connect(self._quiet.start)
        self._quiet.start()

    def open_paths(self, paths: Sequence[Path]) -> None:
        """Read and assess the files of one patient; on an open case they are added to it where the identity agrees."""
        held = self._desk.held if self._patient is not None else None
        day = self._cases.now.date() if held is None else held.day
        self._door.admit(Drop(paths=tuple(paths), day=day, adding_to=held))

    def open_demonstration(self, key: str = "demonstration") -> None:
        """Open a demonstration patient, on the day that her files fix; the case ends with the window."""
        self._back()
        folder = resources_folder() / "demo" / _DEMONSTRATIONS[key]
        self._door.admit(Drop(paths=(folder,), day=DEMONSTRATION_DAY, keep=False))

    def _read(self, drop: Drop) -> None:
        self._last = drop
        self._desk.read(drop)

    def _reopen(self, case: CaseId) -> None:
        if case == _BLOCKED and self._blocked is not None:
            self._block(self._blocked)
            return
        passing = any(row.id == case and row.demonstration for row in self._rows) and not self._cases.is_kept(case)
        self._desk.reopen(case, DEMONSTRATION_DAY if passing else self._cases.now.date())

    def _remove(self, case: CaseId) -> None:
        if case == _BLOCKED:
            self._blocked = None
            self._list(self._rows)
        else:
            self._desk.remove(case)

    def _list(self, rows: Sequence[CaseRow]) -> None:
        from bedside_app.ui.viewmodels.worklist import blocked_of, listed_of

        if self._covered:
            return  # told by a task that began before
        self._rows, now, blocked = rows, self._cases.now, self._blocked
        listed = [listed_of(row, now=now) for row in rows]
        if blocked is not None:
            sides, demonstration = blocked.gathered.verdict.sides, blocked.summary.demonstration
            listed.append(blocked_of(_BLOCKED, sides, changed=now, demonstration=demonstration))
        self._worklist.show_cases(listed, now)
        self._show_computer()

    def _show_computer(self) -> None:
        """Say what the program runs on, and whether cases are kept; in the footer too."""
        from bedside_app.ui.telling import computer_rows, footer_items

        self._worklist.show_computer(computer_rows(self._settings, self._language, kept=self._cases.is_open))
        self._worklist.show_footer(footer_items(self._language))

    # -- a job and its ends --------------------------------------------------------------------------------------------

    def _work(self, drop: Drop) -> None:
        patient = self._patient
        if drop.adding_to is not None and patient is not None:
            patient.work.begin(say("window.adding", self._language), self._language)
        else:
            self._worklist.show_working(say("window.reading", self._language))

    def _show_found(self, gathered: GatheredCase) -> None:
        """Show who it is and how much was read, before anything is computed."""
        from bedside_app.ui.viewmodels.worklist import name_of

        record = gathered.record
        if record is not None and not self._covered:
            values = {"facts": len(record.facts), "files": len(record.sources)}
            name = name_of(record.identity, say("screens.banner.nameless", self._language))
            self._worklist.show_working(say("window.found", self._language, values), name)

    def _step(self, code: str, done: int, total: int) -> None:
        self._worklist.show_step(code, done, total)
        patient = self._patient
        if patient is not None:
            detail = say(code, self._language, {"done": done, "total": total})
            patient.work.show_step(done / total if total else 0.0, detail)

    def _rest(self) -> None:
        self._worklist.finish()
        if self._patient is not None:
            self._patient.work.finish()

    def _block(self, blocked: Blocked) -> None:
        from bedside_app.ui.telling import conflict_of

        if self._covered:
            return
        if blocked.gathered.verdict.sides:
            self._blocked = blocked
            self._pages.page("identity").show_case(conflict_of(blocked, self._language), blocked.gathered)
            self._pages.show_page("identity")
        else:
            self._back()
            self._worklist.show_blocked(blocked.summary)
        self.shown.emit()

    def _refuse(self, refusal: Refusal, drop: Drop | None) -> None:
        """Say why, beside the patient where it is about the case on screen, which stands."""
        from bedside_app.ui.telling import refusal_of

        if self._covered:
            return
        why, patient = say(refusal.code, self._language, refusal.values), self._patient
        if patient is not None and (drop is None or drop.adding_to is not None):
            patient.work.finish()
            patient.work.tell(refusal_of(why, self._language), self._language)
        else:
            self._back()
            self._worklist.show_refusal(why)
        self.shown.emit()

    def _cancelled(self, _drop: Drop) -> None:
        self._worklist.show_cancelled()
        self.shown.emit()

    def _crash(self, crash: Crash, _drop: Drop | None) -> None:
        """Say that it was our fault; a result that stood before stays cleared, its case is kept."""
        if self._covered:
            return
        self._back()
        self._worklist.show_crash(crash.text)
        self.shown.emit()

    # -- the patient ---------------------------------------------------------------------------------------------------

    def _put(self, held: Held) -> None:
        """Show a case with its answer; the cursor of time goes back to its day."""
        from bedside_app.ui.telling import footer_of
        from bedside_app.ui.viewmodels.shown import CaseShown

        if self._covered:
            self._desk.let_go()
            return
        frame: PatientFrame = self._pages.page("patient")
        frame.work.finish()
        frame.show_footer(footer_of(held, self._language), self._language)
        self._show_case(
            CaseShown(
                current=held.summary,
                record=held.record,
                dictionary=held.dictionary,
                language=self._language,
                state=held.state,
            )
        )
        self.shown.emit()

    def _clear(self, _held: Held) -> None:
        """Clear what was computed, at once: a stale answer is worse than none."""
        if self._case is not None:
            self._pages.page("patient").work.begin(say("window.computing", self._language), self._language)
            self._show_case(replace(self._case, computing=True, cursor=None, shown=None))

    def _show_case(self, case: CaseShown) -> None:
        self._case = case
        self._pages.page("patient").show_case(case)
        self._pages.show_page("patient")
        if QApplication.focusWidget() is None:
            self._pages.page("patient").setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_section(self, key: str) -> None:
        if self._patient is not None:
            self._patient.show_section(key)

    def move_to_day(self, day: date) -> None:
        """Show the state of another day: what was computed is cleared at once, and computed for that day."""
        if self._case is not None:
            self._show_case(self._case.at(day))
            self._desk.move_to(day)

    def _show_day(self, day: date, summary: Summary) -> None:
        if self._case is not None and self._case.day == day:
            self._show_case(self._case.at(day, summary))
            self.shown.emit()

    def change(self, events: Sequence[Event]) -> None:
        """Append what a person did to the case on screen, and compute again where results rest on it."""
        from bedside_app.ui.viewmodels.patient.acting.rejections import with_rejections

        if self._case is not None:
            self._desk.change(with_rejections(self._case, events))

    def _sign(self, person: Person) -> None:
        """Sign what is on screen, with every decision about it."""
        from bedside_app.ui.viewmodels.patient.acting.review import signed_decisions

        case = self._case
        if case is not None and not case.computing and not case.off_today:
            self._desk.sign(signed_decisions(case), person)

    def _print(self, document: str) -> None:
        from bedside_app.ui.printing import ask_printer, print_pages

        printer = ask_printer(self)
        if printer is not None:
            self._desk.typeset(document, self._language, lambda pages: print_pages(printer, pages))

    def _export(self) -> None:
        """Write PDF and JSON of the case on screen into a folder."""
        folder = ask_folder(self, say("window.export-folder", self._language))
        if folder is not None:
            self._desk.export(folder, self._language)

    def _show_written(self, paths: Sequence[Path]) -> None:
        from bedside_app.ui.telling import written_of

        if self._patient is not None:
            self._patient.work.tell(written_of(paths, self._language), self._language)

    # -- two identities ------------------------------------------------------------------------------------------------

    def _separate(self) -> None:
        """Make a case of each side; what was to be added to a case becomes its own."""
        from bedside_app.domain.case import IdentitySeparated

        blocked, self._blocked = self._blocked, None
        if blocked is None:
            return
        self._back()
        drop = replace(blocked.drop, adding_to=None)
        sides = blocked.gathered.sides
        if blocked.drop.adding_to is not None or len(sides) < 2:
            self._door.admit(drop)
            return
        why = say("window.separated", self._language)
        for side, other in zip(sides, reversed(sides), strict=True):
            word = IdentitySeparated(kept=side.identity, apart=other.identity, reason=why)
            self._door.admit(replace(drop, paths=side.paths, word=word))

    def _join(self, reason: str, side: int) -> None:
        from bedside_app.domain.case import IdentityJoined

        blocked, self._blocked = self._blocked, None
        if blocked is None:
            return
        sides = blocked.gathered.verdict.sides
        right = sides[max(side, 0)]
        others = tuple(one for one in sides if one is not right)
        self._back()
        self._door.admit(replace(blocked.drop, word=IdentityJoined(sides=(right, *others), reason=reason)))

    # -- the door to the kept cases ------------------------------------------------------------------------------------

    def _show_lock(self) -> None:
        self._pages.show_page("lock")
        self._pages.page("lock").take_focus()
        self.shown.emit()

    def _go_in(self, made: bool) -> None:
        """Show the worklist; a key that was made is said once."""
        self._back()
        self._desk.list_cases()
        if made:
            self._worklist.show_key_made()
        self.shown.emit()

    def lock(self) -> None:
        """Close the cases and forget their key; nothing of a patient stays on screen, or in the window at all."""
        if self._door.can_lock:
            self._close_dialogs()
            self._desk.let_go()
            self._desk.stop_all()
            self._case = self._blocked = None
            self._rows = ()
            self._build_anew()
            self._door.lock()

    def _close_dialogs(self) -> None:
        """Close what stands above the window: it may name files, or show where a value comes from."""
        for above in (QApplication.activeModalWidget(), QApplication.activePopupWidget()):
            if above is not None:
                above.close()

    def come_forward(self, paths: Sequence[Path], demonstration: bool = False) -> None:
        """Come to the front, as a second start asks for, and open what it named."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.raise_()
        self.activateWindow()
        if demonstration and not self._covered:
            self.open_demonstration()
        elif paths:
            self._door.admit(Drop(paths=tuple(paths), day=self._cases.now.date()))

    # -- what is asked of the window -----------------------------------------------------------------------------------

    def _act(self, key: str) -> None:
        """Do what a button of a page that shows no patient asks for."""
        if self._covered:
            return
        if key in _DEMONSTRATIONS:
            self.open_demonstration(key)
        elif key == "folder":
            folder = ask_folder(self, say("window.choose-folder", self._language))
            if folder is not None:
                self.open_paths([folder])
        elif key == "files":
            files = ask_files(self, say("window.choose-files", self._language))
            if files:
                self.open_paths(files)
        elif key == "again" and self._last is not None:
            self._door.admit(self._last)
        elif key == "settings":
            self._pages.show_page("settings")
        elif key == "language":
            self._change_language()
        elif key == "theme":
            self._change_theme()

    def _mark_drop(self, *, over: bool) -> None:
        self._worklist.show_dragging(over)

    def _take_drop(self, paths: list[Path]) -> None:
        self.open_paths(paths)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop what is running and close the cases; no worker, thread or key outlives the window."""
        self._quiet.stop()
        self._tasks.close()
        self._desk.close()
        self._cases.close()
        super().closeEvent(event)
