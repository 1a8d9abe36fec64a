"""What a user can do to the window: look, press keys, move and click the mouse. Nothing here reaches into a widget."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from time import monotonic
from typing import Final

from PySide6.QtCore import QEventLoop, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QComboBox, QLabel, QLineEdit, QWidget

__all__ = ["Keyboard", "Mouse", "after", "named", "said", "settle", "until", "windows"]

LIMIT_MS: Final = 60_000  # of a busy machine; a real answer takes about two seconds
_TABS: Final = 300
_LEFT: Final = Qt.MouseButton.LeftButton


def settle() -> None:
    """Let what was done come to rest on screen."""
    for _ in range(10):  # what is below the fold comes a few turns later
        QApplication.processEvents()


def windows() -> Iterator[QWidget]:
    """Yield the windows that are on screen, a popup before what is below it."""
    shown = [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()]
    yield from sorted(shown, key=lambda widget: widget.windowType() is not Qt.WindowType.Popup)


def said() -> str:
    """Return every text that is on screen."""
    texts = (label for window in windows() for label in window.findChildren(QLabel) if label.isVisible())
    return "\n".join(label.accessibleName() or label.text() for label in texts)


def named(name: str, kind: type[QWidget] = QWidget) -> QWidget:
    """Return what is on screen under that name, or the one whose name holds it."""
    found = [
        widget
        for window in windows()
        for widget in (window, *window.findChildren(kind))
        if isinstance(widget, kind) and widget.isVisible() and name in _name(widget)
    ]
    exact = [widget for widget in found if _name(widget) == name]
    assert exact or found, f"nothing on screen is called {name!r}"
    return (exact or found)[0]


def _name(widget: QWidget) -> str:
    return widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton | QLabel) else "")


def after(signal: object, do: Callable[[], None]) -> None:
    """Do something and wait until the window has shown what came of it."""
    loop, came = QEventLoop(), list[bool]()

    def show(*_told: object) -> None:
        came.append(True)
        loop.quit()

    signal.connect(show)  # type: ignore[attr-defined]
    QTimer.singleShot(LIMIT_MS, loop.quit)
    do()
    if not came:
        loop.exec()
    assert came, "the window showed nothing"
    until(lambda: not any(thread.name.startswith("task-") for thread in threading.enumerate()))


def until(holds: Callable[[], bool]) -> None:
    """Let the window work until something holds."""
    end = monotonic() + LIMIT_MS / 1000
    while monotonic() < end:
        settle()
        if holds():
            return
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 20)
    raise AssertionError("the window did not come to rest")


class Keyboard:
    """A user without a mouse."""

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press one key where the focus is."""
        QTest.keyClick(self.focused, key, modifier)
        settle()

    def section(self, number: int) -> None:
        """Go to a section by its number."""
        self.press(Qt.Key(Qt.Key.Key_0 + number), Qt.KeyboardModifier.ControlModifier)

    def write(self, text: str) -> None:
        """Type text where the focus is."""
        QTest.keyClicks(self.focused, text)
        settle()

    @property
    def focused(self) -> QWidget:
        """What has the focus."""
        return QApplication.focusWidget() or QApplication.activeWindow() or next(windows())

    def tab_to(self, name: str, *, exactly: bool = False) -> QWidget:
        """Press Tab until what is called so, or at least has it in its name, has the focus."""
        for _ in range(_TABS):
            called = _name(self.focused)
            if called == name or (name in called and not exactly):
                return self.focused
            self.press(Qt.Key.Key_Tab)
        raise AssertionError(f"Tab never came to {name!r}")


class Mouse:
    """A user without a keyboard."""

    def click(self, widget: QWidget, at: QPoint | None = None) -> None:
        """Move to a widget's middle, or to a place of it, and click there."""
        place = widget.rect().center() if at is None else at
        QTest.mouseMove(widget, place)
        settle()
        QTest.mouseClick(widget, _LEFT, pos=place)
        settle()

    def click_row(self, rows: QAbstractItemView, text: str) -> None:
        """Click the row of a list that says `text`."""
        model = rows.model()
        found = [model.index(at, 0) for at in range(model.rowCount()) if text in str(model.index(at, 0).data())]
        assert found, f"no row says {text!r}"
        rows.scrollTo(found[0])
        place = rows.visualRect(found[0])
        self.click(rows.viewport(), QPoint(place.left() + 60, place.center().y()))

    def choose(self, box: QComboBox, text: str) -> None:
        """Open a list of choices and click one."""
        self.click(box)
        self.click_row(box.view(), text)

    def pick_today(self, line: QLineEdit) -> None:
        """Open a field's calendar and click the day that it opens at."""
        self.click(line, QPoint(line.width() - 20, line.height() // 2))
        table = next(
            view for window in windows() for view in window.findChildren(QAbstractItemView) if view.isVisible()
        )
        self.click(table.viewport(), table.visualRect(table.currentIndex()).center())

    def wheel_down(self, widget: QWidget, times: int = 60) -> None:
        """Turn the wheel over a widget."""
        middle = QPointF(widget.rect().center())
        for _ in range(times):
            turned = QWheelEvent(
                middle,
                QPointF(widget.mapToGlobal(widget.rect().center())),
                QPoint(),
                QPoint(0, -120),
                Qt.MouseButton.NoButton,
                Qt.KeyboardModifier.NoModifier,
                Qt.ScrollPhase.NoScrollPhase,
                False,
            )
            QApplication.sendEvent(widget, turned)
        settle()
