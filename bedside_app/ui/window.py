"""The window: a drop becomes a case, its answer is shown when it is there, and nothing stale ever stands on screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QMainWindow, QStackedWidget

from bedside_app.foundation.errors import Refusal
from bedside_app.foundation.paths import resources_folder
from bedside_app.foundation.settings import Settings
from bedside_app.foundation.words import Language, say
from bedside_app.ui.tasks import Crash, Handlers, Running, Tasks, Work
from bedside_app.ui.worklist import Worklist, WorklistCase

if TYPE_CHECKING:
    from bedside_app.domain.fact import Fact
    from bedside_app.ui.patient.frame import PatientFrame
    from bedside_app.ui.viewmodels.shown import CaseShown
    from bedside_app.workflows.assess import Assessment

__all__ = ["DEMONSTRATION_DAY", "Opened", "Window"]

DEMONSTRATION_DAY: Final = date(2026, 11, 24)  # resources/demo/README.md: the same case gives the same screens
_LEAST: Final = (1024, 640)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """One case of this window: its files, the day it is assessed on, its revision, and its answer once it is there."""

    number: int
    paths: tuple[Path, ...]
    day: date
    entered: tuple[Fact, ...] = ()
    revision: int = 0
    case: CaseShown | None = None


class Window(QMainWindow):
    """Worklist and patient. `shown()` after an answer, a refusal or another state has been put on screen."""

    shown = Signal()

    def __init__(self, settings: Settings, today: Callable[[], date], language: Language | None = None) -> None:
        super().__init__()
        self._settings, self._today = settings, today
        self._language: Language = language or settings.language
        self._tasks = Tasks(self)
        self._running: Running | None = None
        self._opened: dict[int, Opened] = {}
        self._current = 0
        self._patient: PatientFrame | None = None
        self._pages = QStackedWidget()
        self._worklist = Worklist(self._language)
        self._worklist.action_wanted.connect(self._act)
        self._worklist.case_wanted.connect(self._show_case)
        self._worklist.cancel_wanted.connect(self._cancel)
        self._pages.addWidget(self._worklist)
        self.setCentralWidget(self._pages)
        self.setAcceptDrops(True)
        self.setMinimumSize(*_LEAST)
        self.setWindowTitle("Bedside")
        opening = QShortcut(QKeySequence("Ctrl+O"), self)
        opening.activated.connect(lambda: self._act("folder"))

    @property
    def opened(self) -> tuple[Opened, ...]:
        """The cases of this window."""
        return tuple(self._opened.values())

    # -- from drop to answer -------------------------------------------------------------------------------------------

    def open_paths(self, paths: Sequence[Path], *, day: date | None = None) -> None:
        """Read and assess the files of one patient; on an open case they are added to it where the identity agrees."""
        adding = self._opened.get(self._current) if self._pages.currentWidget() is not self._worklist else None
        if adding is not None and adding.case is not None:
            wanted = replace(adding, paths=(*adding.paths, *paths), revision=adding.revision + 1)
        else:
            number = max(self._opened, default=0) + 1
            wanted = Opened(number=number, paths=tuple(paths), day=day or self._today())
        self._assess(wanted, before=adding)

    def open_demonstration(self) -> None:
        """Open demonstration patient A, on the day that her files fix."""
        self._pages.setCurrentWidget(self._worklist)
        self.open_paths([resources_folder() / "demo/patient_a"], day=DEMONSTRATION_DAY)

    def enter(self, fact: Fact) -> None:
        """Add what a person stated to the case on screen, and compute again."""
        opened = self._opened.get(self._current)
        if opened is not None:
            more = replace(opened, entered=(*opened.entered, fact), revision=opened.revision + 1)
            self._assess(more, before=opened)

    def _assess(self, wanted: Opened, *, before: Opened | None) -> None:
        self._cancel()
        if before is not None and before.case is not None:  # clear first: a stale answer is worse than none
            self._put(replace(before, case=replace(before.case, computing=True)))
        self._worklist.show_working(say("window.reading", self._language))
        day, settings = wanted.day, self._settings
        self._running = self._tasks.start(
            lambda work: _assessed(wanted, day, settings, work),
            Handlers(
                on_done=lambda made: self._answer(wanted, before, *made),
                on_refused=lambda refusal: self._refused(before, refusal),
                on_cancelled=lambda: self._cancelled(before),
                on_crashed=lambda crash: self._crashed(before, crash),
                on_progress=self._worklist.show_step,
            ),
        )

    def _answer(self, wanted: Opened, before: Opened | None, made: Assessment, dictionary: Any) -> None:
        from bedside_app.ui.viewmodels.shown import CaseShown

        self._worklist.finish()
        record = made.record
        if record is None:
            self._restore(before)
            self._worklist.show_blocked(made.summary)
        else:
            case = CaseShown(current=made.summary, record=record, dictionary=dictionary, language=self._language)
            self._put(replace(wanted, case=case))
        self.shown.emit()

    def _refused(self, before: Opened | None, refusal: Refusal) -> None:
        self._restore(before)
        self._worklist.show_refusal(say(refusal.code, self._language, refusal.values))
        self.shown.emit()

    def _cancelled(self, before: Opened | None) -> None:
        self._restore(before)
        self._worklist.show_cancelled()
        self.shown.emit()

    def _crashed(self, before: Opened | None, crash: Crash) -> None:
        """Say that it was our fault; a result that stood before stays cleared, its case is kept."""
        if before is not None and before.case is not None:
            self._opened[before.number] = before
        self._pages.setCurrentWidget(self._worklist)
        self._worklist.show_crash(crash.text)
        self.shown.emit()

    def _restore(self, before: Opened | None) -> None:
        """Show the case as it was before what was added could not be."""
        self._worklist.finish()
        if before is not None:
            self._put(before)
            self._pages.setCurrentWidget(self._worklist)

    def _cancel(self) -> None:
        if self._running is not None:
            self._running.stop()
            self._running = None

    # -- what is on screen ---------------------------------------------------------------------------------------------

    def _put(self, opened: Opened) -> None:
        """Keep a case, and show it."""
        self._opened[opened.number] = opened
        self._current = opened.number
        self._worklist.show_cases([_row(one) for one in self._opened.values() if one.case is not None])
        if opened.case is not None:
            frame = self._frame()
            frame.show_case(opened.case)
            self._pages.setCurrentWidget(frame)

    def _frame(self) -> PatientFrame:
        if self._patient is None:
            from bedside_app.ui.components.frame import FooterItem
            from bedside_app.ui.patient.frame import PatientFrame

            footer = (
                FooterItem("cpu", say("window.cpu", self._language)),
                FooterItem("wifi-off", say("window.offline", self._language)),
                FooterItem("lock", say("window.not-kept", self._language)),
            )
            self._patient = PatientFrame(footer)
            self._patient.back_wanted.connect(lambda: self._pages.setCurrentWidget(self._worklist))
            self._patient.day_wanted.connect(self.move_to_day)
            self._patient.entered.connect(self.enter)
            self._pages.addWidget(self._patient)
        return self._patient

    def _show_case(self, number: int) -> None:
        if number in self._opened:
            self._put(self._opened[number])

    def move_to_day(self, day: date) -> None:
        """Show the state of another day: what was computed is cleared at once, and computed for that day."""
        opened = self._opened.get(self._current)
        if opened is None or opened.case is None:
            return
        self._cancel()
        moved = replace(opened, case=opened.case.at(day))
        self._put(moved)
        if moved.case is None or not moved.case.off_today:
            return
        settings = self._settings
        self._running = self._tasks.start(
            lambda work: _assessed(opened, day, settings, work),
            Handlers(
                on_done=lambda made: self._show_day(moved, made[0]),
                on_refused=lambda refusal: self._refused(opened, refusal),
                on_cancelled=lambda: None,
                on_crashed=lambda crash: self._crashed(opened, crash),
                still_wanted=lambda: self._opened.get(moved.number) is moved,
            ),
        )

    def _show_day(self, moved: Opened, made: Assessment) -> None:
        if moved.case is not None:
            self._put(replace(moved, case=moved.case.at(moved.case.day, made.summary)))
            self.shown.emit()

    def _act(self, key: str) -> None:
        """Do what a button of the worklist asks for."""
        if key == "demonstration":
            self.open_demonstration()
        elif key == "folder":
            folder = QFileDialog.getExistingDirectory(self, say("window.choose-folder", self._language))
            if folder:
                self.open_paths([Path(folder)])
        elif key == "files":
            files, _ = QFileDialog.getOpenFileNames(self, say("window.choose-files", self._language))
            if files:
                self.open_paths([Path(file) for file in files])

    # -- drops and the end ---------------------------------------------------------------------------------------------

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
        """Stop what is running; no worker and no thread outlives the window."""
        self._tasks.close()
        super().closeEvent(event)


def _assessed(opened: Opened, day: date, settings: Settings, work: Work) -> tuple[Assessment, Any]:
    """Assess beside the event loop; what only an answer needs is imported here, not at start-up."""
    import bedside_app.ui.patient.frame  # noqa: F401 - ready when the answer is
    from bedside_app.dictionary.entries import load
    from bedside_app.domain.case import EMPTY, FactEntered
    from bedside_app.workflows.assess import Before, assess

    before = Before(state=replace(EMPTY, edits=tuple(FactEntered(fact=fact) for fact in opened.entered)))
    made = assess(opened.paths, as_of=day, settings=settings, progress=work, cancel=work.cancel, before=before)
    return made, load()


def _row(opened: Opened) -> WorklistCase:
    from bedside_app.ui.viewmodels.patient.frame.banner import banner_of

    assert opened.case is not None
    banner = banner_of(opened.case)
    return WorklistCase(
        number=opened.number,
        name=banner.name,
        details=f"{banner.details} · {banner.identifier}",
        state=banner.state.word,
        flags=len(opened.case.current.flags),
    )
