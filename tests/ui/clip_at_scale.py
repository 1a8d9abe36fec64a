"""Run by a test in a process of its own with QT_SCALE_FACTOR set: prints what is cut, in both languages.

Of the gallery, or with `walk` of every page of patient A.
"""

from __future__ import annotations

import json
import sys
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from bedside_app.foundation.words import LANGUAGES
from bedside_app.ui.gallery.window import WIDTH, gallery_page
from bedside_app.ui.patient.frame import PatientFrame
from bedside_app.ui.theme import Scheme, apply
from tests.ui.clipping import clipped_texts
from tests.ui.walk import SIZES, assessed, settle, walked


def main() -> None:
    """Print a JSON list of what is cut, and the scale."""
    app = QApplication(sys.argv[:1])
    apply(app, Scheme.LIGHT)
    found, scale = _walk() if "walk" in sys.argv[1:] else _gallery(app)
    json.dump({"scale": scale, "cut": found}, sys.stdout)


def _gallery(app: QApplication) -> tuple[list[str], float]:
    found: list[str] = []
    scale = 0.0
    for language in LANGUAGES:
        page = gallery_page(language)
        page.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        page.show()
        page.resize(WIDTH, page.heightForWidth(WIDTH))
        app.processEvents()
        found += [f"{language}: {line}" for line in clipped_texts(page)]
        scale = page.devicePixelRatioF()
        page.close()
    return found, scale


def _walk() -> tuple[list[str], float]:
    case, found, scale = assessed("patient_a"), list[str](), 0.0
    for language in LANGUAGES:
        for width, height in (SIZES[0], SIZES[-1]):
            frame = PatientFrame()
            frame.resize(width, height)
            frame.show_case(replace(case, language=language))
            frame.show()
            settle()
            scale = frame.devicePixelRatioF()
            lines = walked(frame, replace(case, language=language))
            found += [f"{language}, {width}×{height}, {line}" for line in lines]
            frame.close()
    return found, scale


if __name__ == "__main__":
    main()
