"""On a real X display, with the pointer and the keyboard of the X server: only there a drag is a drag."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QProcess, Qt, QUrl
from PySide6.QtGui import QDrag, QGuiApplication, QMouseEvent
from PySide6.QtWidgets import QLabel, QWidget

from bedside_app.ui.patient.frame import PatientFrame
from bedside_app.ui.window import Window
from tests.ui.journeys.user import after, said, settle, until

DEMO = Path(__file__).resolve().parents[3] / "resources/demo/patient_a"


@pytest.fixture(autouse=True)
def display(window: Window) -> None:
    """Go on only where there is an X display, and a program that moves its pointer."""
    if QGuiApplication.platformName() != "xcb":
        pytest.skip("the window is on no X display")
    if shutil.which("xdotool") is None:
        pytest.skip("xdotool, which moves the pointer of the X display, is not installed")


class _Folder(QLabel):
    """A folder in a file manager: press it and drag."""

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - as Qt calls it
        drag, data = QDrag(self), QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(DEMO))])
        drag.setMimeData(data)
        drag.exec(Qt.DropAction.CopyAction)


def xdotool(*words: object) -> None:
    """Move the pointer or press keys; the window goes on meanwhile."""
    process = QProcess()
    process.start("xdotool", [str(word) for word in words])
    until(lambda: process.state() is QProcess.ProcessState.NotRunning)
    assert process.exitCode() == 0


def drag(widget: QWidget, over: QPoint, to: QPoint) -> None:
    """Press on a widget, move over one place to another, and let go there."""
    start = widget.mapToGlobal(widget.rect().center())
    moves = [part for at in (over, to, to + QPoint(8, 8)) for part in ("mousemove", at.x(), at.y(), "sleep", 0.2)]
    xdotool("mousemove", start.x(), start.y(), "mousedown", 1, "sleep", 0.2, *moves, "mouseup", 1)


@pytest.mark.slow
def test_a_folder_dragged_into_the_window_becomes_the_answer(window: Window) -> None:
    folder = _Folder("patient_a")
    folder.setWindowFlags(Qt.WindowType.X11BypassWindowManagerHint | Qt.WindowType.WindowStaysOnTopHint)
    folder.setGeometry(4, 700, 120, 40)
    folder.show()
    settle()
    middle = window.mapToGlobal(window.rect().center())
    after(window.shown, lambda: drag(folder, middle - QPoint(60, 60), middle))
    folder.close()
    frame = window.findChild(PatientFrame)
    assert frame is not None
    assert frame.isVisible()
    assert "DEMONSTRATION" in said()


@pytest.mark.slow
def test_the_keys_of_the_display_choose_a_section(window: Window) -> None:
    frame = window.findChild(PatientFrame)
    assert frame is not None
    window.activateWindow()
    until(window.isActiveWindow)
    xdotool("key", f"ctrl+{frame.sections.index('findings') + 1}")
    until(lambda: frame.chosen == "findings")
