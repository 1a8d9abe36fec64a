"""Cards and what they hold: findings, options, tables."""

from bedside_app.ui.components.cards.card import Card
from bedside_app.ui.components.cards.finding_delegate import FindingRow
from bedside_app.ui.components.cards.finding_list import FindingList
from bedside_app.ui.components.cards.option_card import (
    Benefit,
    OptionCard,
    OptionContent,
    OptionState,
    Reason,
    ReasonKind,
)
from bedside_app.ui.components.cards.option_parts import BenefitBar, Letter
from bedside_app.ui.components.cards.table import Cell, Column, GridTable, TableRow

__all__ = [
    "Benefit",
    "BenefitBar",
    "Card",
    "Cell",
    "Column",
    "FindingList",
    "FindingRow",
    "GridTable",
    "Letter",
    "OptionCard",
    "OptionContent",
    "OptionState",
    "Reason",
    "ReasonKind",
    "TableRow",
]
