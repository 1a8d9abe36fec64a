"""What there is to know of this computer: models, engine, cases, network; as a card beside a list, or as a strip."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from bedside_app.ui.components.basics.chips import Icon, Rule
from bedside_app.ui.components.basics.text import Text
from bedside_app.ui.layouts import clear
from bedside_app.ui.theme.tokens import Role, Tone, Weight

__all__ = ["ComputerCard", "ComputerRow", "ComputerStrip"]

_IN_A_ROW = 4


@dataclass(frozen=True, slots=True)
class ComputerRow:
    """One thing to know: an icon in the colour of its state, what it is, and how it stands."""

    icon: str
    label: str
    value: str
    tone: Tone = Tone.TEXT2


class ComputerCard(QFrame):
    """The rows below each other, label at the left and value at the right."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.has_rows = False
        self.setProperty("card", "plain")
        self.setAccessibleName(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 6, 1, 9)
        column.setSpacing(0)
        head = Text(title, Role.BODY, weight=Weight.SEMIBOLD)
        top = QHBoxLayout()
        top.setContentsMargins(12, 0, 12, 7)
        top.addWidget(head)
        column.addLayout(top)
        column.addWidget(Rule(strong=True))
        column.addSpacing(9)
        self._rows = QVBoxLayout()
        self._rows.setContentsMargins(12, 0, 12, 0)
        self._rows.setSpacing(0)
        column.addLayout(self._rows)
        self.hide()

    def show_rows(self, rows: Sequence[ComputerRow]) -> None:
        """Show `rows`; those before are gone at once."""
        clear(self._rows)
        for row in rows:
            self._rows.addWidget(_line(row))
        self.has_rows = bool(rows)
        self.setVisible(self.has_rows)


def _line(row: ComputerRow) -> QWidget:
    holder = QWidget()
    holder.setAccessibleName(f"{row.label}: {row.value}")
    line = QHBoxLayout(holder)
    line.setContentsMargins(0, 4, 0, 4)
    line.setSpacing(8)
    line.addWidget(Icon(row.icon, row.tone, 16, line=18), alignment=Qt.AlignmentFlag.AlignTop)
    line.addWidget(Text(row.label))
    line.addWidget(Text(row.value, tone=Tone.TEXT2, wrap=True, align=Qt.AlignmentFlag.AlignRight), 1)
    return holder


class ComputerStrip(QFrame):
    """The rows beside each other: what it is in bold, how it stands below."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.has_rows = False
        self.setProperty("card", "plain")
        self.setAccessibleName(title)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(24, 24, 24, 24)
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(12)
        self.hide()

    def show_rows(self, rows: Sequence[ComputerRow]) -> None:
        """Show `rows`; those before are gone at once."""
        clear(self._grid)
        for at, row in enumerate(rows):
            line, column = divmod(at, _IN_A_ROW)
            if column:
                self._grid.addWidget(Rule(upright=True, strong=True), line, 2 * column - 1)
            self._grid.addWidget(_cell(row), line, 2 * column)
            self._grid.setColumnStretch(2 * column, 1)
        self.has_rows = bool(rows)
        self.setVisible(self.has_rows)


def _cell(row: ComputerRow) -> QWidget:
    holder = QWidget()
    holder.setAccessibleName(f"{row.label}: {row.value}")
    line = QHBoxLayout(holder)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(8)
    line.addWidget(Icon(row.icon, row.tone, 20), alignment=Qt.AlignmentFlag.AlignTop)
    words = QVBoxLayout()
    words.setSpacing(4)
    words.addWidget(Text(row.label, Role.TITLE, weight=Weight.SEMIBOLD, wrap=True))
    words.addWidget(Text(row.value, tone=Tone.TEXT2, wrap=True))
    words.addStretch(1)
    line.addLayout(words, 1)
    return holder
