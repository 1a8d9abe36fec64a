"""The window, assembled: `bedside-window [PATH…]` or `bedside-window --demo`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QApplication

from bedside_app import __version__
from bedside_app.foundation import settings
from bedside_app.foundation.log import open_log
from bedside_app.foundation.paths import user_folder
from bedside_app.ui.theme import Scheme, apply, system_scheme
from bedside_app.ui.window import Window

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Open the window, with what was named on the command line, and return when it is closed."""
    parser = argparse.ArgumentParser(prog="bedside-window", description="The window of Bedside.")
    parser.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="files of one patient to open")
    parser.add_argument("--demo", action="store_true", help="open demonstration patient A")
    parser.add_argument("--lang", choices=("en", "fr"))
    parser.add_argument("--dark", action="store_true", help="dark colours (default: those of the system)")
    parser.add_argument("--version", action="version", version=f"bedside {__version__}")
    options = parser.parse_args(arguments)
    with suppress(OSError):  # the window works without a log; `bedside doctor` says so
        open_log(user_folder() / "logs")
    app = QApplication([sys.argv[0]])
    apply(app, Scheme.DARK if options.dark else system_scheme(app))
    window = Window(settings.load(), date.today, options.lang)
    window.resize(1366, 768)
    window.show()
    if options.demo:
        window.open_demonstration()
    elif options.paths:
        window.open_paths(options.paths)
    return app.exec()


if __name__ == "__main__":
    raise SystemExit(main())
