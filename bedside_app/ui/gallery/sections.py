"""The gallery, section by section."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from bedside_app.foundation.words import Language
from bedside_app.ui.gallery.basics import basic_cards, fact_card, field_card
from bedside_app.ui.gallery.charts import chart_row, lab_row
from bedside_app.ui.gallery.clinical import finding_row, option_card_row, table_row
from bedside_app.ui.gallery.frame import frame_section, source_row
from bedside_app.ui.gallery.states import identity_section, notice_row

__all__ = ["SECTIONS"]


def _row(*parts: tuple[QWidget, int]) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(12)
    for part, stretch in parts:
        row.addWidget(part, stretch)
    return holder


def _basics(language: Language) -> QWidget:
    return _row((basic_cards(language), 3), (field_card(language), 4))


def _values(language: Language) -> QWidget:
    return _row((fact_card(language), 5), (source_row(language), 2))


def _stack(*parts: QWidget) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(12)
    for part in parts:
        column.addWidget(part)
    return holder


def _findings(language: Language) -> QWidget:
    return _row((finding_row(language), 3), (_stack(notice_row(language), table_row(language)), 5))


SECTIONS: Final[tuple[Callable[[Language], QWidget], ...]] = (
    _basics,
    _values,
    _findings,
    option_card_row,
    frame_section,
    chart_row,
    lab_row,
    identity_section,
)
"""Every section takes a language and returns a widget."""
