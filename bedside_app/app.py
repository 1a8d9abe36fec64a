"""The window, assembled: `bedside-window [PATH…]` or `bedside-window --demo`. A second start raises the first."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, suppress
from datetime import datetime
from getpass import getuser
from pathlib import Path
from types import TracebackType
from typing import Final

from PySide6.QtCore import QSize, QTimer
from PySide6.QtWidgets import QApplication

from bedside_app import __version__
from bedside_app.domain.case import Person
from bedside_app.foundation import settings
from bedside_app.foundation.log import LOGGER, open_log
from bedside_app.foundation.paths import user_folder
from bedside_app.foundation.words import say
from bedside_app.store.lock import FileLock
from bedside_app.ui.cases import Cases
from bedside_app.ui.components.basics.focus import install_focus
from bedside_app.ui.theme import Scheme, apply, system_scheme
from bedside_app.ui.window import Window

__all__ = ["main"]

_ATTEMPTS: Final = 20
_PAUSE_S: Final = 0.25


def main(arguments: Sequence[str] | None = None) -> int:
    """Open the window, with what was named on the command line, and return when it is closed."""
    options = _parsed(arguments)
    folder = user_folder()
    sys.excepthook = _log_fault  # what fails in a slot: to the log, which names nobody, and not to the terminal
    if options.picture is not None:
        return _picture(options)
    with ExitStack() as at_the_end:
        with suppress(OSError):  # the window works without a log, and without a folder; `bedside doctor` says so
            open_log(folder / "logs")
            lock = FileLock(folder / "window.lock")
            if not lock.take():
                return _hand_over(folder, options)
            at_the_end.callback(lock.release)
        return _run(options, folder)


def _log_fault(kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
    LOGGER.error("fault", exc_info=(kind, fault, trace))


def _parsed(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bedside-window", description="The window of Bedside.")
    parser.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="files of one patient to open")
    parser.add_argument("--demo", action="store_true", help="open demonstration patient A")
    parser.add_argument(
        "--picture", type=Path, metavar="FILE", help="leave a picture of the answer here, without a display"
    )
    parser.add_argument("--lang", choices=("en", "fr"))
    parser.add_argument("--dark", action="store_true", help="dark colours (default: those of the system)")
    parser.add_argument("--version", action="version", version=f"bedside {__version__}")
    return parser.parse_args(arguments)


def _hand_over(folder: Path, options: argparse.Namespace) -> int:
    """Hand over to the window that is open already; one that is only coming up is given time. Ends with 3 in vain."""
    from PySide6.QtCore import QCoreApplication

    from bedside_app.ui.single import hand_over

    app = QCoreApplication([sys.argv[0]])
    heard = any(hand_over(folder, options.paths, demonstration=options.demo) for _ in _patiently())
    if not heard:
        sys.stderr.write(f"bedside-window: {say('window.another', options.lang or 'en')}\n")
    del app
    return 0 if heard else 3


def _patiently() -> Iterator[int]:
    """Yield again and again for as long as a window may take to come up."""
    for attempt in range(_ATTEMPTS):
        yield attempt
        time.sleep(_PAUSE_S)


def _run(options: argparse.Namespace, folder: Path) -> int:
    chosen = settings.load()
    app = QApplication([sys.argv[0]])
    app.setApplicationName("bedside")
    apply(app, Scheme.DARK if options.dark else _scheme(app, chosen.theme))
    install_focus(app)
    cases = Cases(folder / "cases", chosen, datetime.now, Person(name=getuser()))
    window = Window(chosen, cases, options.lang)
    window.resize(QSize(1366, 768).boundedTo(app.primaryScreen().availableSize()))
    window.show()
    if options.demo:
        window.open_demonstration()
    elif options.paths:
        window.open_paths(options.paths)
    QTimer.singleShot(0, window, lambda: _settle(window, folder, chosen.lock_minutes))
    return app.exec()


def _picture(options: argparse.Namespace) -> int:
    """Render the window with the answer where there is no display; nothing is kept. Ends with 3 where it can't be."""
    from bedside_app.ui.picture import picture

    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    chosen = settings.load()
    app = QApplication([sys.argv[0]])
    apply(app, Scheme.DARK if options.dark else Scheme.LIGHT)
    window = Window(chosen, Cases(None, chosen, datetime.now, Person(name=getuser())), options.lang)
    return 0 if picture(window, options.paths, options.picture.resolve()) else 3


def _scheme(app: QApplication, theme: str) -> Scheme:
    return system_scheme(app) if theme == "system" else Scheme(theme)


def _settle(window: Window, folder: Path, lock_minutes: int) -> None:
    """Do what can wait until the window is there: the kept cases, the idle lock, the ear for a second start."""
    from bedside_app.ui.idle import Idle, ScreenLock
    from bedside_app.ui.single import FirstWindow

    idle = Idle(lock_minutes * 60, window)
    idle.expired.connect(window.lock)
    window.settings_changed.connect(lambda changed: idle.wait_for(changed.lock_minutes * 60))
    screen = ScreenLock(window)
    screen.locked.connect(window.lock)
    screen.listen()
    first = FirstWindow(folder, window)
    first.wanted.connect(window.come_forward)
    first.listen()
    window.start()


if __name__ == "__main__":
    raise SystemExit(main())
