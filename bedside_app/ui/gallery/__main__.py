"""`python -m bedside_app.ui.gallery [--out DIR]`: look at the gallery, or write it to pictures without a display."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

__all__ = ["main"]


def main(arguments: list[str]) -> int:
    """Open the gallery, or with `--out` write one PNG for each scheme and language."""
    parser = argparse.ArgumentParser(prog="python -m bedside_app.ui.gallery", description=main.__doc__)
    parser.add_argument("--out", type=Path, help="write PNG files into this folder and leave")
    parser.add_argument("--language", choices=("en", "fr"), default="en")
    parser.add_argument("--scheme", choices=("light", "dark"), default="light")
    chosen = parser.parse_args(arguments)
    if chosen.out is not None:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from bedside_app.ui.gallery.window import GalleryWindow, render_all
    from bedside_app.ui.theme import Scheme, apply

    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    if chosen.out is not None:
        for path in render_all(app, chosen.out):
            print(path)
        return 0
    apply(app, Scheme(chosen.scheme))
    window = GalleryWindow(chosen.language)
    window.show()
    return app.exec()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
