"""A picture of the window with an answer, made without a display: what `make demo` leaves where nobody can look."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QEventLoop, QTimer

from bedside_app.ui.window import Window

__all__ = ["picture"]

_LIMIT_MS: Final = 120_000
_SETTLED_MS: Final = 400  # parts of the first answer come over several turns of the event loop


def picture(window: Window, paths: Sequence[Path], file: Path) -> bool:
    """Open `paths`, or the demonstration, save the window as PNG and close it; return whether there is an answer."""
    window.resize(1366, 768)
    window.show()
    loop = QEventLoop()
    window.shown.connect(lambda: QTimer.singleShot(_SETTLED_MS, loop.quit))
    QTimer.singleShot(_LIMIT_MS, loop.quit)
    if paths:
        window.open_paths(paths)
    else:
        window.open_demonstration()
    loop.exec()
    answered = window.case is not None
    saved = answered and window.grab().save(str(file), "PNG")
    window.close()
    return bool(saved)
