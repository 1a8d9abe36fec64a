"""One process with a window, for the benchmarks: `python -m tests.benchmarks.window_probe empty|bedside|demonstration`.

`empty` and `bedside` end as soon as the window has answered a key, so the life of the process is what is measured.
`demonstration` opens patient A, walks all sections, and prints the longest gap of the event loop, the longest change of
section, the time to the answer (all in ms) and the memory (MiB) as JSON.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from datetime import datetime
from typing import Final

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QMainWindow

BEAT_MS: Final = 5


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


def _window() -> tuple[QApplication, object]:
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
    app, window = _window()
    assert isinstance(window, QMainWindow)
    _answers_a_key(app, window)


class Heart:
    """Beats every 5 ms and remembers the longest wait between two beats."""

    def __init__(self) -> None:
        self.longest_ms = 0.0
        self._last = time.perf_counter()
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start(BEAT_MS)

    def _beat(self) -> None:
        now = time.perf_counter()
        self.longest_ms = max(self.longest_ms, (now - self._last) * 1000 - BEAT_MS)
        self._last = now

    def stop(self) -> None:
        """Beat no more."""
        self._timer.stop()


def demonstration() -> None:
    """Open patient A, show every section, and print what it cost."""
    from bedside_app.ui.patient.frame import PatientFrame
    from bedside_app.ui.window import Window

    app, window = _window()
    assert isinstance(window, Window)
    app.processEvents()
    heart, begun, changes = Heart(), time.perf_counter(), []
    told: dict[str, float] = {}

    def walk() -> None:
        told["answer_ms"] = (time.perf_counter() - begun) * 1000
        frame = window.findChild(PatientFrame)
        assert frame is not None
        for key in (*frame.sections, *frame.sections):
            started = time.perf_counter()
            frame.show_section(key)
            app.processEvents()
            changes.append((time.perf_counter() - started) * 1000)
        heart.stop()
        app.quit()

    window.shown.connect(walk)
    window.open_demonstration()
    app.exec()
    window.close()
    told |= {
        "gap_ms": heart.longest_ms,
        "first_section_ms": max(changes),
        "section_ms": max(changes[len(changes) // 2 :]),
    }
    told["memory_mib"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(told))


if __name__ == "__main__":
    {"empty": empty, "bedside": bedside, "demonstration": demonstration}[sys.argv[1]]()
