"""Run by a test in a process of its own with QT_SCALE_FACTOR set: prints what the gallery cuts, in both languages."""

from __future__ import annotations

import json
import sys

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from bedside_app.foundation.words import LANGUAGES
from bedside_app.ui.gallery.window import WIDTH, gallery_page
from bedside_app.ui.theme import Scheme, apply
from tests.ui.clipping import clipped_texts


def main() -> None:
    """Print a JSON list of what is cut, and the scale."""
    app = QApplication(sys.argv[:1])
    apply(app, Scheme.LIGHT)
    found: list[str] = []
    for language in LANGUAGES:
        page = gallery_page(language)
        page.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        page.show()
        page.resize(WIDTH, page.heightForWidth(WIDTH))
        app.processEvents()
        found += [f"{language}: {line}" for line in clipped_texts(page)]
        scale = page.devicePixelRatioF()
        page.close()
    json.dump({"scale": scale, "cut": found}, sys.stdout)


if __name__ == "__main__":
    main()
