"""One process with a window, for the benchmarks: `python -m tests.benchmarks.window_probe empty|bedside|demonstration`.

`empty` and `bedside` end as soon as the window has answered a key, so the life of the process is what is measured.
`demonstration` opens patient A, walks all sections, and prints as JSON the longest gap of the event loop, beside it
that of an idle window (the noise of the machine) and the most that the loop's own thread computed in one, the longest
change of section when it is first shown and after, the time from the drop to the whole summary (all in ms), and the
memory (MiB).
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import sys
import time
from datetime import datetime
from typing import TYPE_CHECKING, Final

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QMainWindow

if TYPE_CHECKING:
    from bedside_app.ui.window import Window

BEAT_MS: Final = 5
SETTLING_MS: Final = 3000  # from the window to the first drop: nobody finds a folder faster
GIVE_UP_MS: Final = 60_000
READING_MS: Final = 1000  # nobody leaves the summary in the moment that it comes


def _answers_a_key(app: QApplication, window: QMainWindow) -> None:
    """End the process once a key that is sent to the shown window has been handled."""

    def press() -> None:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier)
            QCoreApplication.sendEvent(window, event)
        app.quit()

    QTimer.singleShot(0, press)
    app.exec()


def empty() -> None:
    """Show an empty PySide6 window."""
    app = QApplication([])
    window = QMainWindow()
    window.resize(1366, 768)
    window.show()
    _answers_a_key(app, window)


def _window() -> tuple[QApplication, Window]:
    """Do what `bedside_app.app` does until its window is there; nothing is kept."""
    from bedside_app.domain.case import Person
    from bedside_app.foundation import settings
    from bedside_app.ui.cases import Cases
    from bedside_app.ui.theme import Scheme, apply
    from bedside_app.ui.window import Window

    app = QApplication([])
    apply(app, Scheme.LIGHT)
    cases = Cases(None, settings.load(), datetime.now, Person(name="bench"))
    window = Window(settings.load(), cases)
    window.resize(1366, 768)
    window.show()
    return app, window


def bedside() -> None:
    """Show Bedside's window."""
    _answers_a_key(*_window())


class Heart:
    """Beats every 5 ms and remembers the longest wait between two beats, and the most that was computed in one."""

    def __init__(self) -> None:
        self.longest_ms, self.busiest_ms = 0.0, 0.0
        self._last, self._computed = time.perf_counter(), time.thread_time()
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start(BEAT_MS)

    def _beat(self) -> None:
        now, computed = time.perf_counter(), time.thread_time()
        self.longest_ms = max(self.longest_ms, (now - self._last) * 1000 - BEAT_MS)
        self.busiest_ms = max(self.busiest_ms, (computed - self._computed) * 1000)
        self._last, self._computed = now, computed

    def stop(self) -> None:
        """Beat no more."""
        self._timer.stop()


class Walk:
    """Opens patient A, waits for her whole summary, reads it for a moment, and goes through every section twice."""

    def __init__(self, app: QApplication, window: Window) -> None:
        self.app, self.window = app, window
        self.told: dict[str, float] = {}
        self._changes: list[float] = []
        self._begun = 0.0
        self._heart: Heart | None = None
        self._look = QTimer()
        self._look.timeout.connect(self._see)

    def give_up(self) -> None:
        """End without an answer: something is wrong with it, and no number would say so."""
        sys.stderr.write("no answer\n")
        self.app.exit(1)

    def begin(self) -> None:
        """Drop the folder; before that, the heart of the idle window is the noise of the machine."""
        if self._heart is not None:
            self._heart.stop()
            self.told["idle_gap_ms"] = self._heart.longest_ms
        self._heart, self._begun = Heart(), time.perf_counter()
        self._look.start(BEAT_MS)
        self.window.open_demonstration()

    def start(self) -> None:
        """Let the window do what it does by itself once it is there."""
        self._heart = Heart()
        self.window.start()
        QTimer.singleShot(SETTLING_MS, self.idle)

    def idle(self) -> None:
        """Beat for a second with nothing to do."""
        assert self._heart is not None
        self._heart.stop()
        self.told["settling_gap_ms"] = self._heart.longest_ms
        self._heart = Heart()
        QTimer.singleShot(1000, self.begin)

    def _see(self) -> None:
        """Note when the summary is there to its cards: by name, for an import here would not be measured."""
        frames = self.window.findChildren(QFrame)
        if any(type(frame).__name__ == "OptionCard" and frame.isVisible() for frame in frames):
            self._look.stop()
            self.told["answer_ms"] = (time.perf_counter() - self._begun) * 1000
            QTimer.singleShot(READING_MS, self._go)

    def _go(self) -> None:
        from bedside_app.ui.patient.frame import PatientFrame

        frame = self.window.findChild(PatientFrame)
        assert frame is not None
        for key in (*frame.sections[1:], *frame.sections):
            started = time.perf_counter()
            frame.show_section(key)
            self.app.processEvents()
            self._changes.append((time.perf_counter() - started) * 1000)
        assert self._heart is not None
        self._heart.stop()
        half = len(self._changes) // 2
        self.told |= {
            "gap_ms": self._heart.longest_ms,
            "gap_computed_ms": self._heart.busiest_ms,
            "first_section_ms": max(self._changes[:half]),
            "section_ms": max(self._changes[half:]),
            "median_section_ms": statistics.median(self._changes),
        }
        self.app.quit()


def demonstration() -> None:
    """Open patient A, show every section, and print what it cost."""
    app, window = _window()
    walk = Walk(app, window)
    walk.start()
    QTimer.singleShot(GIVE_UP_MS, walk.give_up)
    failed = app.exec()
    window.close()
    if failed:
        sys.exit(1)
    told = walk.told | {"memory_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}
    print(json.dumps(told))


if __name__ == "__main__":
    {"empty": empty, "bedside": bedside, "demonstration": demonstration}[sys.argv[1]]()
