"""The style sheet, written from the tokens: frames, fields, lists, scroll bars. Fonts are set by role, never here."""

from __future__ import annotations

from string import Template
from typing import Final

from bedside_app.ui.theme.tokens import RADIUS, Palette

__all__ = ["style_sheet"]

_SHEET: Final = Template("""
QWidget[ground="bg"] { background: $bg; }
QWidget[ground="surface"] { background: $surface; }
QWidget[ground="sunken"] { background: $sunken; }
QFrame[card="plain"] { background: $surface; border: 1px solid $border; border-radius: ${card}px; }
QToolTip { background: $surface; color: $text; border: 1px solid $control; padding: 4px; }
QLabel { background: transparent; color: $text; }
QLineEdit, QComboBox, QPlainTextEdit {
  background: $surface; color: $text; border: 1px solid $control; border-radius: ${control_radius}px;
  padding: 0 12px; selection-background-color: $accent; selection-color: $on_accent;
}
QLineEdit { placeholder-text-color: $text3; }
QLineEdit:hover, QComboBox:hover { background: $hover; }
QLineEdit:focus, QComboBox:focus, QPlainTextEdit:focus, *[shown="focus"] {
  background: $surface; border: 2px solid $accent; padding: 0 11px;
}
QLineEdit[status="stop"], QComboBox[status="stop"] {
  border: 2px solid $stop; padding: 0 11px;
}
QLineEdit:disabled, QComboBox:disabled {
  background: $sunken; color: $text3; border-color: $border;
}
QComboBox::drop-down { border: none; width: 36px; }
QComboBox::down-arrow { image: none; width: 0; height: 0; }
QCalendarWidget QWidget { background: $surface; color: $text; alternate-background-color: $sunken; }
QCalendarWidget QToolButton { background: $surface; color: $text; border: none; min-width: 44px; min-height: 32px; }
QCalendarWidget QToolButton:hover { background: $hover; }
QCalendarWidget QAbstractItemView {
  background: $surface; color: $text; selection-background-color: $accent; selection-color: $on_accent; outline: 0;
}
QCalendarWidget QAbstractItemView:disabled { color: $text3; }
QComboBox QAbstractItemView {
  background: $surface; color: $text; border: 1px solid $control; outline: 0;
  selection-background-color: $selection; selection-color: $text;
}
QComboBox QAbstractItemView::item { min-height: 44px; padding: 0 12px; }
QListView, QTableView, QScrollArea { background: transparent; border: none; outline: 0; }
QScrollArea > QWidget > QWidget[ground="bg"] { background: $bg; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: $control; border-radius: 3px; margin: 3px; min-height: 32px; min-width: 32px; }
QScrollBar::handle:hover { background: $text3; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QProgressBar { background: $sunken; border: none; border-radius: 2px; min-height: 6px; max-height: 6px; }
QProgressBar::chunk { background: $accent; border-radius: 2px; }
QProgressBar[phase="stopping"]::chunk { background: $control; }
""")


def style_sheet(palette: Palette) -> str:
    """Return the application's style sheet in the colours of `palette`."""
    return _SHEET.substitute(
        bg=palette.bg,
        surface=palette.surface,
        sunken=palette.sunken,
        hover=palette.hover,
        border=palette.border,
        control=palette.control,
        text=palette.text,
        text3=palette.text3,
        accent=palette.accent,
        on_accent=palette.on_accent,
        selection=palette.selection,
        stop=palette.stop.text,
        card=RADIUS["card"],
        control_radius=RADIUS["control"],
    )
