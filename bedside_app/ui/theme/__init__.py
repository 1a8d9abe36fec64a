"""Colours, type, icons and status words: one table, and what draws from it."""

from bedside_app.ui.theme.apply import apply, palette, system_scheme
from bedside_app.ui.theme.fonts import font, line_height, load_fonts, text_width
from bedside_app.ui.theme.icons import draw_icon, icon_names
from bedside_app.ui.theme.style_sheet import style_sheet
from bedside_app.ui.theme.tokens import PALETTES, RADIUS, SPACE, TARGET, TYPE, Palette, Role, Scheme, Tint, Tone, Weight
from bedside_app.ui.theme.vocabulary import SIGNS, Sign, Status, StatusContent, status

__all__ = [
    "PALETTES",
    "RADIUS",
    "SIGNS",
    "SPACE",
    "TARGET",
    "TYPE",
    "Palette",
    "Role",
    "Scheme",
    "Sign",
    "Status",
    "StatusContent",
    "Tint",
    "Tone",
    "Weight",
    "apply",
    "draw_icon",
    "font",
    "icon_names",
    "line_height",
    "load_fonts",
    "palette",
    "status",
    "style_sheet",
    "system_scheme",
    "text_width",
]
