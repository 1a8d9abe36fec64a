"""When nobody uses the window, and when the screen of the workstation is locked: both close the cases."""

from __future__ import annotations

import sys
import time
from typing import Any, Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Signal, Slot

__all__ = ["Idle", "ScreenLock"]

_USE: Final = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.Drop,
    }
)
_SCREEN_SAVERS: Final = (
    ("org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver"),
    ("org.freedesktop.ScreenSaver", "/ScreenSaver"),
    ("org.gnome.ScreenSaver", "/org/gnome/ScreenSaver"),
)


def _now() -> float:
    """Return seconds that go on while the machine sleeps, where the system counts them."""
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot is None else time.clock_gettime(boot)


class Idle(QObject):
    """`expired()` once nobody has used any window of the program for `seconds`; use begins the time anew."""

    expired = Signal()

    def __init__(self, seconds: float, parent: QObject) -> None:
        super().__init__(parent)
        self._seconds = seconds
        self._last = _now()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._look)
        self._timer.start(int(seconds * 1000))
        application = QCoreApplication.instance()
        if application is not None:
            application.installEventFilter(self)

    def wait_for(self, seconds: float) -> None:
        """Wait for another time from now on."""
        self._seconds, self._last = seconds, _now()
        self._timer.start(int(seconds * 1000))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note that somebody is there."""
        if event.type() in _USE:
            if _now() - self._last > self._seconds:  # the first key after the machine slept
                self._look()
            self._last = _now()
        return False

    def _look(self) -> None:
        """See whether the time is really over; a clock that stood still while the machine slept counts as over."""
        left = self._seconds - (_now() - self._last)
        if left > 0:
            self._timer.start(max(1, int(left * 1000)))
            return
        self._last = _now()
        self._timer.start(int(self._seconds * 1000))
        self.expired.emit()


class ScreenLock(QObject):
    """`locked()` when the desktop locks its screen, where it says so on the session bus (Linux)."""

    locked = Signal()

    def listen(self) -> bool:
        """Begin to listen; return whether this system has a session bus to listen to."""
        if not sys.platform.startswith("linux"):
            return False
        from PySide6.QtCore import SLOT
        from PySide6.QtDBus import QDBusConnection

        bus = QDBusConnection.sessionBus()
        if not bus.isConnected():
            return False
        slot: Any = SLOT("_changed(bool)")  # the stubs ask for bytes, which the binding refuses
        connected = [
            bus.connect("", path, interface, "ActiveChanged", self, slot) for interface, path in _SCREEN_SAVERS
        ]
        return any(connected)

    @Slot(bool)
    def _changed(self, active: bool) -> None:
        if active:
            self.locked.emit()
