"""The gallery's window, and its rendering to pictures."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMainWindow, QScrollArea, QVBoxLayout, QWidget

from bedside_app.foundation.words import LANGUAGES, Language
from bedside_app.ui.components.basics import install_focus, widen_targets
from bedside_app.ui.gallery.sections import SECTIONS
from bedside_app.ui.theme import Scheme, apply

__all__ = ["GalleryWindow", "gallery_page", "render_all"]

WIDTH = 1366


def gallery_page(language: Language) -> QWidget:
    """Return all sections below each other, `WIDTH` px wide."""
    page = QWidget()
    page.setProperty("ground", "bg")
    column = QVBoxLayout(page)
    column.setContentsMargins(16, 16, 16, 16)
    column.setSpacing(12)
    for section in SECTIONS:
        column.addWidget(section(language))
    column.addStretch(1)
    page.setFixedWidth(WIDTH)
    return page


class GalleryWindow(QMainWindow):
    """All sections in a window that scrolls."""

    def __init__(self, language: Language) -> None:
        super().__init__()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            install_focus(app)
        widen_targets(self)
        self.setWindowTitle("Bedside")
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(gallery_page(language))
        self.setCentralWidget(area)
        self.resize(WIDTH + 16, 768)


def render_all(app: QApplication, folder: Path) -> Iterator[Path]:
    """Write one picture for each scheme and language into `folder`; yield their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    for scheme in Scheme:
        apply(app, scheme)
        for language in LANGUAGES:
            page = gallery_page(language)
            page.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
            page.show()
            page.resize(WIDTH, page.heightForWidth(WIDTH) if page.hasHeightForWidth() else page.sizeHint().height())
            app.processEvents()
            path = folder / f"gallery-{scheme}-{language}.png"
            page.grab().save(str(path))
            page.close()
            page.deleteLater()
            app.processEvents()
            yield path
