"""The scheme that is shown: one for the whole application, put on at once."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from bedside_app.ui.theme.fonts import font, load_fonts
from bedside_app.ui.theme.style_sheet import style_sheet
from bedside_app.ui.theme.tokens import PALETTES, Palette, Role, Scheme

__all__ = ["apply", "palette", "system_scheme"]

_shown: list[Palette] = [PALETTES[Scheme.LIGHT]]


def palette() -> Palette:
    """Return the colours that are shown now; painters ask at each paint."""
    return _shown[0]


def system_scheme(app: QApplication) -> Scheme:
    """Return the scheme that the system asks for; light where it does not say."""
    dark = app.styleHints().colorScheme() is Qt.ColorScheme.Dark
    return Scheme.DARK if dark else Scheme.LIGHT


def apply(app: QApplication, scheme: Scheme) -> None:
    """Put `scheme` on: fonts, palette and style sheet. Open windows follow at once."""
    load_fonts()
    shown = PALETTES[scheme]
    _shown[0] = shown
    app.setStyle("Fusion")
    app.setFont(font(Role.BODY))
    app.setPalette(_qt_palette(shown))
    app.setStyleSheet(style_sheet(shown))


def _qt_palette(shown: Palette) -> QPalette:
    roles = {
        QPalette.ColorRole.Window: shown.bg,
        QPalette.ColorRole.WindowText: shown.text,
        QPalette.ColorRole.Base: shown.surface,
        QPalette.ColorRole.AlternateBase: shown.sunken,
        QPalette.ColorRole.Text: shown.text,
        QPalette.ColorRole.PlaceholderText: shown.text3,
        QPalette.ColorRole.Button: shown.surface,
        QPalette.ColorRole.ButtonText: shown.text,
        QPalette.ColorRole.Highlight: shown.accent,
        QPalette.ColorRole.HighlightedText: shown.on_accent,
        QPalette.ColorRole.Link: shown.accent,
        QPalette.ColorRole.ToolTipBase: shown.surface,
        QPalette.ColorRole.ToolTipText: shown.text,
    }
    made = QPalette()
    for role, colour in roles.items():
        made.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText, QPalette.ColorRole.WindowText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(shown.text3))
    return made
