"""The bundled typeface: loaded once, asked for by its role in the type scale."""

from __future__ import annotations

from functools import cache
from typing import Final

from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF, QGuiApplication

from bedside_app.foundation.errors import Fault
from bedside_app.foundation.paths import resources_folder
from bedside_app.ui.theme.tokens import TYPE, Role, Weight

__all__ = ["FAMILY", "font", "line_height", "load_fonts", "text_width"]

FAMILY: Final = "Inter"
_FILES: Final = ("Inter-Regular.ttf", "Inter-Medium.ttf", "Inter-SemiBold.ttf", "Inter-Bold.ttf")


def load_fonts() -> None:
    """Load the four weights into Qt's font database, once for each application.

    Raises
    ------
    Fault
        A font file is absent or unreadable: the installation is incomplete.
    """
    if {"Regular", "Medium", "SemiBold", "Bold"} <= set(QFontDatabase.styles(FAMILY)):
        return
    for name in _FILES:
        if QFontDatabase.addApplicationFont(str(resources_folder() / "fonts" / "inter" / name)) < 0:
            raise Fault(f"the font {name} cannot be loaded")


@cache
def font(role: Role, weight: Weight | None = None, *, tabular: bool = False) -> QFont:
    """Return the font of a role. `tabular` gives figures of one width, for values and tables only."""
    style = TYPE[role]
    made = QFont(FAMILY)
    if style.size == int(style.size):
        made.setPixelSize(int(style.size))
    else:  # Qt's pixel sizes are whole numbers
        made.setPointSizeF(style.size * 72 / QGuiApplication.primaryScreen().logicalDotsPerInch())
    made.setWeight(QFont.Weight(int(weight or style.weight)))
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    if tabular:
        made.setFeature(QFont.Tag("tnum"), 1)
    return made


def line_height(role: Role) -> int:
    """Return the line height of a role in px."""
    return TYPE[role].line


def text_width(text: str, face: QFont) -> float:
    """Return the width of one line of `text` in px."""
    return QFontMetricsF(face).horizontalAdvance(text)
