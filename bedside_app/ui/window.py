"""The window: worklist, patient, two identities, lock. A drop becomes a case; nothing stale ever stands on screen."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QFileDialog, QMainWindow, QStackedWidget, QWidget

from bedside_app.foundation.errors import Refusal
from bedside_app.foundation.paths import resources_folder
from bedside_app.foundation.settings import change
from bedside_app.foundation.words import Language, say
from bedside_app.ui.cases import Blocked, Cases, Drop, Held
from bedside_app.ui.desk import Desk
from bedside_app.ui.tasks import Crash, Tasks
from bedside_app.ui.theme import Scheme, apply, palette
from bedside_app.ui.worklist import Worklist

if TYPE_CHECKING:
    from bedside_app.domain.case import CaseId, CaseRow, Event, Person
    from bedside_app.domain.summary import Summary
    from bedside_app.foundation.settings import Settings
    from bedside_app.intake.gather import GatheredCase
    from bedside_app.ui.components.states.notice import NoticeContent
    from bedside_app.ui.door import Door
    from bedside_app.ui.identity import IdentityPage
    from bedside_app.ui.lock_page import LockPage
    from bedside_app.ui.patient.frame import PatientFrame
    from bedside_app.ui.viewmodels.shown import CaseShown

__all__ = ["DEMONSTRATION_DAY", "Window"]

DEMONSTRATION_DAY: Final = date(2026, 11, 24)  # resources/demo/README.md: the same case gives the same screens
_DEMONSTRATIONS: Final = {"demonstration": "patient_a", "demonstration-b": "patient_b"}
_LEAST: Final = (1024, 640)


class Window(QMainWindow):
    """`shown()` after an answer, a refusal or another state has been put on screen."""

    shown = Signal()

    def __init__(self, settings: Settings, cases: Cases, language: Language | None = None) -> None:
        super().__init__()
        self._settings, self._cases = settings, cases
        self._language: Language = language or settings.language
        self._tasks = Tasks(self)
        self._desk = Desk(cases, self._tasks, self)
        self._case: CaseShown | None = None
        self._blocked: Blocked | None = None
        self._waiting: list[Drop] = []  # for the door to open
        self._last: Drop | None = None  # what *Start again* reads again
        self._rows: Sequence[CaseRow] = ()
        self._without = False  # somebody chose to go on without keeping
        self._pages = QStackedWidget()
        self._patient: PatientFrame | None = None
        self._identity: IdentityPage | None = None
        self._lock: LockPage | None = None
        self._door: Door | None = None
        self._worklist = self._new_worklist()
        self.setCentralWidget(self._pages)
        self.setAcceptDrops(True)
        self.setMinimumSize(*_LEAST)
        self.setWindowTitle("Bedside")
        self._connect()

    def _new_worklist(self) -> Worklist:
        made = Worklist(self._language)
        made.action_wanted.connect(self._act)
        made.case_wanted.connect(self._reopen)
        made.remove_wanted.connect(self._desk.remove)
        made.cancel_wanted.connect(self._desk.stop)
        self._pages.addWidget(made)
        return made

    def _connect(self) -> None:
        desk = self._desk
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
        desk.exported.connect(self._show_exported)
        for keys, do in {
            "Ctrl+O": lambda: self._act("folder"),
            "Ctrl+Z": desk.undo,
            "Ctrl+L": self.lock,
            "Ctrl+Return": lambda: self._show_section("sign"),
        }.items():
            QShortcut(QKeySequence(keys), self).activated.connect(do)

    @property
    def case(self) -> CaseShown | None:
        """The case on screen, as it is shown; None where none is."""
        return self._case

    # -- the worklist --------------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Open the kept cases where there are any; called once the window is there."""
        if self._keeps and self._has_kept_cases():
            self._door_now().open()

    @property
    def _keeps(self) -> bool:
        return self._settings.keep_cases == "yes" and self._cases.folder is not None and not self._without

    def _has_kept_cases(self) -> bool:
        folder = self._cases.folder
        return folder is not None and folder.is_dir() and any(folder.iterdir())

    def open_paths(self, paths: Sequence[Path]) -> None:
        """Read and assess the files of one patient; on an open case they are added to it where the identity agrees."""
        held = self._desk.held if self._is_on(self._patient) else None
        day = self._cases.now.date() if held is None else held.day
        self._read(Drop(paths=tuple(paths), day=day, adding_to=held))

    def open_demonstration(self, key: str = "demonstration") -> None:
        """Open a demonstration patient, on the day that her files fix; the case ends with the window."""
        self._back()
        folder = resources_folder() / "demo" / _DEMONSTRATIONS[key]
        self._read(Drop(paths=(folder,), day=DEMONSTRATION_DAY, keep=False))

    def _read(self, drop: Drop) -> None:
        """Read once the cases are open, where what is read is to be kept."""
        if drop.keep and drop.adding_to is None and self._keeps and not self._cases.is_open:
            self._waiting.append(drop)
            self._door_now().open()
        else:
            self._last = drop
            self._desk.read(drop)

    def _reopen(self, case: CaseId) -> None:
        passing = any(row.id == case and row.demonstration for row in self._rows) and not self._cases.is_kept(case)
        self._desk.reopen(case, DEMONSTRATION_DAY if passing else self._cases.now.date())

    def _list(self, rows: Sequence[CaseRow]) -> None:
        from bedside_app.ui.viewmodels.worklist import listed_of

        self._rows, now = rows, self._cases.now
        self._worklist.show_cases([listed_of(row, now=now) for row in rows], now)

    def _work(self, drop: Drop) -> None:
        if drop.adding_to is not None and self._patient is not None:
            self._patient.work.begin(say("window.adding", self._language), self._language)
        else:
            self._worklist.show_working(say("window.reading", self._language))

    def _step(self, code: str, done: int, total: int) -> None:
        self._worklist.show_step(code, done, total)
        if self._patient is not None:
            detail = say(code, self._language, {"done": done, "total": total})
            self._patient.work.show_step(done / total if total else 0.0, detail)

    def _rest(self) -> None:
        self._worklist.finish()
        if self._patient is not None:
            self._patient.work.finish()

    def _show_found(self, gathered: GatheredCase) -> None:
        """Show who it is and how much was read, before anything is computed."""
        from bedside_app.ui.viewmodels.worklist import name_of

        record = gathered.record
        if record is not None:
            values = {"facts": len(record.facts), "files": len(record.sources)}
            self._worklist.show_working(
                say("window.found", self._language, values),
                name_of(record.identity, say("screens.banner.nameless", self._language)),
            )

    # -- the ends of a job ---------------------------------------------------------------------------------------------

    def _put(self, held: Held) -> None:
        """Show a case with its answer; the cursor of time goes back to its day."""
        from bedside_app.ui.viewmodels.shown import CaseShown

        self._frame().work.finish()
        self._show_footer(held)
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
            self._frame().work.begin(say("window.computing", self._language), self._language)
            self._show_case(replace(self._case, computing=True, cursor=None, shown=None))

    def _block(self, blocked: Blocked) -> None:
        self._blocked = blocked
        if blocked.gathered.verdict.sides:
            page = self._identity_now()
            page.show_case(_conflict(blocked, self._language))
            self._pages.setCurrentWidget(page)
        else:
            self._back()
            self._worklist.show_blocked(blocked.summary)
        self.shown.emit()

    def _refuse(self, refusal: Refusal, drop: Drop | None) -> None:
        """Say why, beside the patient where it is about the case on screen, which stands."""
        why = say(refusal.code, self._language, refusal.values)
        if self._patient is not None and self._is_on(self._patient) and (drop is None or drop.adding_to is not None):
            self._patient.work.finish()
            self._patient.work.tell(_refusal(why, self._language), self._language)
        else:
            self._back()
            self._worklist.show_refusal(why)
        self.shown.emit()

    def _cancelled(self, _drop: Drop) -> None:
        self._worklist.show_cancelled()
        self.shown.emit()

    def _crash(self, crash: Crash, _drop: Drop | None) -> None:
        """Say that it was our fault; a result that stood before stays cleared, its case is kept."""
        self._back()
        self._worklist.show_crash(crash.text)
        self.shown.emit()

    # -- the patient ---------------------------------------------------------------------------------------------------

    def _show_case(self, case: CaseShown) -> None:
        self._case = case
        frame = self._frame()
        frame.show_case(case)
        self._pages.setCurrentWidget(frame)

    def _frame(self) -> PatientFrame:
        if self._patient is None:
            from bedside_app.ui.patient.frame import PatientFrame

            self._patient = PatientFrame()
            self._patient.back_wanted.connect(self._back)
            self._patient.day_wanted.connect(self.move_to_day)
            self._patient.changed.connect(self.change)
            self._patient.cancel_wanted.connect(self._desk.cancel)
            self._patient.sign_wanted.connect(self._sign)
            self._patient.amend_wanted.connect(lambda reason: self._desk.amend(reason, self._cases.now.date()))
            self._patient.print_wanted.connect(self._print)
            self._patient.export_wanted.connect(self._export)
            self._patient.handover_wanted.connect(self._hand_over)
            self._pages.addWidget(self._patient)
        return self._patient

    def _show_section(self, key: str) -> None:
        if self._patient is not None and self._is_on(self._patient):
            self._patient.show_section(key)

    def _show_footer(self, held: Held | None) -> None:
        """Say what the program runs on, and when the case was kept."""
        from bedside_app.ui.components.frame import FooterItem

        kept = held is not None and held.kept
        time = held.saved.text[11:16] if held is not None else ""
        saved = say("keeping.saved" if kept else "keeping.passing", self._language, {"time": time})
        cpu, offline = (say(f"window.{code}", self._language) for code in ("cpu", "offline"))
        items = (FooterItem("cpu", cpu), FooterItem("wifi-off", offline), FooterItem("lock", saved))
        self._frame().show_footer(items, self._language)

    def change(self, events: Sequence[Event]) -> None:
        """Append what a person did to the case on screen, and compute again where results rest on it."""
        self._desk.change(events)

    def _sign(self, person: Person) -> None:
        """Sign what is on screen, with every decision about it."""
        case = self._case
        if case is not None and self._desk.held is not None and not case.computing and not case.off_today:
            from bedside_app.ui.viewmodels.patient.acting.review import signed_decisions

            self._desk.sign(signed_decisions(case), person)

    def _export(self) -> None:
        """Write PDF and JSON of the case on screen into a folder."""
        folder = QFileDialog.getExistingDirectory(self, say("window.export-folder", self._language))
        if folder:
            self._desk.export(Path(folder), self._language)

    def _show_exported(self, paths: Sequence[Path]) -> None:
        from bedside_app.ui.components.states.notice import NoticeContent
        from bedside_app.ui.theme import Status, status

        if self._patient is not None:
            title, where = say("window.exported", self._language), str(paths[0].parent)
            done = status(Status.GO, self._language)
            names = ", ".join(path.name for path in paths)
            content = NoticeContent(key="exported", title=title, status=done, why=where, aside=names)
            self._patient.work.tell(content, self._language)

    def _print(self) -> None:
        self._print_pages("summary")

    def _hand_over(self) -> None:
        self._print_pages("handover")

    def _print_pages(self, document: str) -> None:
        from bedside_app.ui.printing import ask_printer, print_pages

        printer = ask_printer(self)
        if printer is not None:
            self._desk.typeset(document, self._language, lambda pages: print_pages(printer, pages))

    def move_to_day(self, day: date) -> None:
        """Show the state of another day: what was computed is cleared at once, and computed for that day."""
        if self._case is not None:
            self._show_case(self._case.at(day))
            self._desk.move_to(day)

    def _show_day(self, day: date, summary: Summary) -> None:
        if self._case is not None and self._case.day == day:
            self._show_case(self._case.at(day, summary))
            self.shown.emit()

    # -- two identities ------------------------------------------------------------------------------------------------

    def _identity_now(self) -> IdentityPage:
        if self._identity is None:
            from bedside_app.ui.identity import IdentityPage

            self._identity = IdentityPage(self._language)
            self._identity.separate_wanted.connect(self._separate)
            self._identity.join_wanted.connect(self._join)
            self._identity.back_wanted.connect(self._back)
            self._identity.action_wanted.connect(self._act)
            self._pages.addWidget(self._identity)
        return self._identity

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
            self._read(drop)
            return
        why = say("window.separated", self._language)
        for side, other in zip(sides, reversed(sides), strict=True):
            word = IdentitySeparated(kept=side.identity, apart=other.identity, reason=why)
            self._read(replace(drop, paths=side.paths, word=word))

    def _join(self, reason: str, side: int) -> None:
        from bedside_app.domain.case import IdentityJoined

        blocked, self._blocked = self._blocked, None
        if blocked is None:
            return
        sides = blocked.gathered.verdict.sides
        right = sides[max(side, 0)]
        others = tuple(one for one in sides if one is not right)
        self._back()
        self._read(replace(blocked.drop, word=IdentityJoined(sides=(right, *others), reason=reason)))

    # -- the door to the kept cases ------------------------------------------------------------------------------------

    def _door_now(self) -> Door:
        if self._door is None:
            from bedside_app.ui.door import Door
            from bedside_app.ui.lock_page import LockPage

            self._lock = LockPage(self._language)
            self._pages.addWidget(self._lock)
            self._door = Door(self._cases, self._lock, self._tasks, self._language)
            self._door.asked.connect(self._show_lock)
            self._door.opened.connect(self._opened)
            self._door.passed.connect(self._go_without)
        return self._door

    def _show_lock(self) -> None:
        if self._lock is not None:
            self._pages.setCurrentWidget(self._lock)
            self._lock.take_focus()
            self.shown.emit()

    def _opened(self, made: bool) -> None:
        """Go on with what waited for the door; a key that was made is said once."""
        self._back()
        self._desk.list_cases()
        waiting, self._waiting = self._waiting, []
        for drop in waiting:
            self._desk.read(drop)
        if made:
            self._worklist.show_key_made()
        self.shown.emit()

    def _go_without(self) -> None:
        self._without = True
        self._opened(made=False)

    def lock(self) -> None:
        """Close the cases and forget their key; nothing of a patient stays on screen."""
        if not self._cases.is_open and not self._without:
            return  # nothing but the demonstration is open
        self._desk.let_go()
        self._desk.stop()
        self._case = self._blocked = None
        self._rows = ()
        self._build_anew()  # what is ended can't be brought back without the key
        door = self._door_now()
        if self._cases.is_open:
            self._cases.lock()
            door.ask_again()
        else:
            door.cover()

    def come_forward(self, paths: Sequence[Path]) -> None:
        """Come to the front, as a second start asks for, and open what it named."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.raise_()
        self.activateWindow()
        if paths and not self._is_on(self._lock):
            self.open_paths(paths)

    # -- what is asked of the window -----------------------------------------------------------------------------------

    def _is_on(self, page: QWidget | None) -> bool:
        return page is not None and self._pages.currentWidget() is page

    def _back(self) -> None:
        self._desk.let_go()
        self._case = None
        self._pages.setCurrentWidget(self._worklist)

    def _act(self, key: str) -> None:
        """Do what a button of the worklist or of its bar asks for."""
        if key in _DEMONSTRATIONS:
            self.open_demonstration(key)
        elif key == "folder":
            folder = QFileDialog.getExistingDirectory(self, say("window.choose-folder", self._language))
            if folder:
                self.open_paths([Path(folder)])
        elif key == "files":
            files, _ = QFileDialog.getOpenFileNames(self, say("window.choose-files", self._language))
            if files:
                self.open_paths([Path(file) for file in files])
        elif key == "again" and self._last is not None:
            self._read(self._last)
        elif key in ("language", "theme"):
            self._choose(key)

    def _choose(self, key: str) -> None:
        """Go on in the other language, or the other colours, and remember it where that is possible."""
        if key == "language":
            self._language = "fr" if self._language == "en" else "en"
            value: str = self._language
        else:
            value = "light" if palette().scheme is Scheme.DARK else "dark"
            app = QApplication.instance()
            if isinstance(app, QApplication):
                apply(app, Scheme(value))
        with suppress(OSError, Refusal):  # a folder of settings that can't be written costs the memory, not the choice
            change(key, value)
        self._build_anew()

    def _build_anew(self) -> None:
        """Build every page anew, with the case in hand."""
        held, on_worklist = self._desk.held, self._is_on(self._worklist)
        for page in (self._worklist, self._lock, self._patient, self._identity):
            if page is not None:
                self._pages.removeWidget(page)
                page.deleteLater()
        self._patient = self._identity = self._lock = self._door = None
        self._worklist = self._new_worklist()
        self._list(self._rows)
        if held is not None and not on_worklist:
            self._put(held)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files and folders that are dragged over any part of the window."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            self._worklist.show_dragging(True)
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Take the mark away again."""
        self._worklist.show_dragging(False)
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Start with what was dropped, after the drop itself has ended."""
        self._worklist.show_dragging(False)
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        event.acceptProposedAction()
        if paths:
            QTimer.singleShot(0, self, lambda: self.open_paths(paths))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop what is running and close the cases; no worker, thread or key outlives the window."""
        self._tasks.close()
        self._cases.close()
        super().closeEvent(event)


def _refusal(why: str, language: Language) -> NoticeContent:
    from bedside_app.ui.components.states.notice import NoticeContent
    from bedside_app.ui.theme import Status, status

    title = say("window.refused", language)
    return NoticeContent(key=why, title=title, status=status(Status.REFUSED, language), why=why)


def _conflict(blocked: Blocked, language: Language) -> CaseShown:
    """Return the case of which nothing but the two identities may be shown."""
    from bedside_app.domain.record import Identity, PatientRecord
    from bedside_app.ui.viewmodels.shown import CaseShown

    record = PatientRecord(identity=Identity(), demonstration=blocked.summary.demonstration)
    return CaseShown(current=blocked.summary, record=record, dictionary=blocked.dictionary, language=language)
