"""Render every screen of the window without a display: `python -m tests.screenshots --out DIR` (`make screenshots`)."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from typing import Final

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from bedside_app.foundation.settings import Settings
from bedside_app.foundation.words import LANGUAGES, Language
from bedside_app.ui.patient.frame import PatientFrame
from bedside_app.ui.theme import Scheme, apply
from bedside_app.ui.window import Window
from tests.ui.stage import passing_cases

ROOT: Final = Path(__file__).resolve().parents[1]
SIZES: Final = ((1366, 768), (1366, 690), (1920, 1080))
LIMIT_MS: Final = 120_000


def main() -> int:
    """Render all sizes, schemes and languages; print the folder."""
    parser = argparse.ArgumentParser(prog="python -m tests.screenshots")
    parser.add_argument("--out", type=Path, default=ROOT / "out/screenshots")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    app = QApplication([])
    for scheme, language in product(Scheme, LANGUAGES):
        apply(app, scheme)
        for size in SIZES:
            for name, window in screens(app, language, size):
                width, height = size
                window.grab().save(str(options.out / f"{name}-{width}x{height}-{scheme.value}-{language}.png"))
    print(options.out)
    return 0


def screens(app: QApplication, language: Language, size: tuple[int, int]) -> Iterator[tuple[str, Window]]:
    """Yield each state of one window: empty, the sections of patient A, and a drop that holds nothing."""
    window = Window(Settings(), passing_cases(), language)
    window.resize(*size)
    window.show()
    settle(app)
    yield "worklist-empty", window
    until_shown(window, window.open_demonstration)
    frame = window.findChild(PatientFrame)
    if frame is None:
        raise RuntimeError("the demonstration was not shown")
    for key in frame.sections:
        frame.show_section(key)
        settle(app)
        yield key, window
    until_shown(window, lambda: window.open_paths([ROOT / "docs"]))
    settle(app)
    yield "refused", window
    window.close()
    window.deleteLater()
    settle(app)


def until_shown(window: Window, start: Callable[[], None]) -> None:
    """Start something and wait for its end to be on screen."""
    loop = QEventLoop()
    window.shown.connect(loop.quit)
    QTimer.singleShot(LIMIT_MS, loop.quit)
    start()
    loop.exec()


def settle(app: QApplication) -> None:
    """Let layouts and paints come to rest."""
    for _ in range(4):
        app.processEvents()


if __name__ == "__main__":
    sys.exit(main())
