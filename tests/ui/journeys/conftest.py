"""One window for the journeys of a module, opened as a user opens it, with demonstration patient A."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from bedside_app.foundation.settings import Settings
from bedside_app.ui.patient.frame import PatientFrame
from bedside_app.ui.theme import Scheme, apply
from bedside_app.ui.window import Window
from tests.ui.journeys.user import Keyboard, Mouse, after, named, settle, until
from tests.ui.stage import Strays, passing_cases


@pytest.fixture(scope="module")
def window(qapp: QApplication) -> Iterator[Window]:
    """Return the window of 1366 × 768 with the worklist; it leaves no thread behind."""
    before, interval = threading.active_count(), qapp.doubleClickInterval()
    qapp.setDoubleClickInterval(1)  # a list of choices takes no click sooner after it opened: no user is as quick
    apply(qapp, Scheme.LIGHT)
    strays = Strays(qapp)
    made = Window(Settings(), passing_cases(), "en")
    made.resize(1366, 768)
    made.show()
    made.activateWindow()
    settle()
    yield made
    made.close()
    made.deleteLater()
    settle()
    qapp.setDoubleClickInterval(interval)
    qapp.removeEventFilter(strays)
    assert strays.seen == []
    assert threading.active_count() == before


@pytest.fixture(autouse=True)
def rested(window: Window) -> Iterator[None]:
    """Let what a journey set off, such as the list of cases, come to its end."""
    yield
    until(lambda: not any(thread.name.startswith("task-") for thread in threading.enumerate()))


@pytest.fixture
def keyboard() -> Keyboard:
    """Return a user without a mouse."""
    return Keyboard()


@pytest.fixture
def mouse() -> Mouse:
    """Return a user without a keyboard."""
    return Mouse()


@pytest.fixture
def by_keyboard(window: Window, keyboard: Keyboard) -> PatientFrame:
    """Return patient A, opened from the worklist by keys."""
    if window.case is None:
        keyboard.tab_to("Demo: new breast cancer")
        after(window.shown, lambda: keyboard.press(Qt.Key.Key_Return))
    return _frame(window)


@pytest.fixture
def by_mouse(window: Window, mouse: Mouse) -> PatientFrame:
    """Return patient A, opened from the worklist by a click."""
    if window.case is None:
        after(window.shown, lambda: mouse.click(named("Demo: new breast cancer")))
    return _frame(window)


def _frame(window: Window) -> PatientFrame:
    frame = window.findChild(PatientFrame)
    assert frame is not None
    assert frame.isVisible()
    return frame
