"""Where a figure comes from, beside it in a popover, or from 1600 px in the dock at the right of every section."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from shiboken6 import isValid

from bedside_app.ui.components.basics import Text
from bedside_app.ui.components.charts import Contribution, Contributions
from bedside_app.ui.components.frame import SourceAction, SourceContent, SourceDock, SourcePopover
from bedside_app.ui.components.frame import SourceRow as DrawnRow
from bedside_app.ui.patient.bridge import key_of, ref_of, status_of
from bedside_app.ui.patient.rebuilt import swap
from bedside_app.ui.theme import Role, Tone, Weight
from bedside_app.ui.theme.runs import Run
from bedside_app.ui.viewmodels.patient.frame.source import SourceRow, SourceShown, source_of
from bedside_app.ui.viewmodels.shown import CaseShown, SourceRef

__all__ = ["SourceSide"]

_CARD: Final = "card"
_LABELS: Final = 120  # px of the dock's chart


class SourceSide(QWidget):
    """The place of the dock. `open_source` shows a source; `card_wanted(finding)` asks for the model's card."""

    card_wanted = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._case: CaseShown | None = None
        self._ref: SourceRef | None = None
        self._asked: QWidget | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 16, 16, 16)
        self.hide()

    @property
    def docked(self) -> bool:
        """Whether a source stands in the dock."""
        return self._ref is not None

    def show_case(self, case: CaseShown, *, wide: bool) -> None:
        """Show the docked source as the case has it now; where the figure or the room is gone, so is the dock."""
        self._case = case
        if self._ref is not None:
            if wide and source_of(case, self._ref) is not None:
                self._dock(case, self._ref)
            else:
                self.clear()

    def open_source(self, ref: SourceRef, *, wide: bool) -> None:
        """Open the source of a figure: in the dock of a wide window, else below the figure that asked."""
        shown = None if self._case is None else source_of(self._case, ref)
        if shown is None or self._case is None:
            return
        asked = self._asked_from()
        if wide:
            if not self.isAncestorOf(asked):
                self._asked = asked
            self._dock(self._case, ref)
            return
        popover = SourcePopover(_content(shown, self._case), self._case.language, self.window())
        popover.source_wanted.connect(lambda key: self.open_source(ref_of(key), wide=False))
        popover.action_wanted.connect(lambda _key: self._to_card(popover, shown.finding))
        popover.show_at(asked)

    def clear(self) -> None:
        """Close the dock; the focus goes back to the figure that asked."""
        focused = QApplication.focusWidget()
        had_focus = focused is not None and self.isAncestorOf(focused)
        self._ref = None
        self.hide()
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        asked, self._asked = self._asked, None
        if had_focus and asked is not None and isValid(asked) and asked.isVisible():
            asked.setFocus(Qt.FocusReason.OtherFocusReason)

    def _dock(self, case: CaseShown, ref: SourceRef) -> None:
        shown = source_of(case, ref)
        if shown is None:
            return
        self._ref = ref
        dock = SourceDock(
            _content(shown, case, docked=True),
            case.language,
            title=case.say("source.title"),
            caption=case.say("source.of-value"),
            extra=_chart(shown, case),
        )
        dock.closed.connect(self.clear)
        dock.source_wanted.connect(lambda key: self.open_source(ref_of(key), wide=True))
        dock.action_wanted.connect(lambda _key: self.card_wanted.emit(shown.finding))
        swap(self._column, dock)
        self.show()

    def _to_card(self, popover: SourcePopover, finding: str) -> None:
        popover.close()
        self.card_wanted.emit(finding)

    def _asked_from(self) -> QWidget:
        """Return the value that was asked: the one with the focus, else the one under the pointer."""
        focused: QObject | None = QApplication.focusWidget()
        under = QApplication.widgetAt(QCursor.pos())
        if isinstance(focused, QWidget) and self.window().isAncestorOf(focused):
            return focused
        return under or self.window()


def _content(shown: SourceShown, case: CaseShown, *, docked: bool = False) -> SourceContent:
    card = (SourceAction(_CARD, case.say("source.card")),) if shown.finding else ()
    return SourceContent(
        name=shown.title,
        value=shown.value,
        caption=shown.caption,
        statuses=tuple(status_of(sign) for sign in shown.signs),
        rows=tuple(_row(row, docked=docked) for row in shown.rows),
        actions=card,
    )


def _row(row: SourceRow, *, docked: bool) -> DrawnRow:
    """Return one step: in the dock its label stands above it, in the popover before it."""
    runs = tuple(Run(part.text, Weight.MEDIUM if part.opens else None, fact=key_of(part.opens)) for part in row.parts)
    if docked:
        return DrawnRow(row.icon, runs or (Run(row.text, fact=key_of(row.opens)),), row.label)
    label = (Run(f"{row.label}: ", tone=Tone.TEXT2),) if row.label else ()
    return DrawnRow(row.icon, (*label, *(runs or (Run(row.text, Weight.MEDIUM, fact=key_of(row.opens)),))))


def _chart(shown: SourceShown, case: CaseShown) -> QWidget | None:
    if not shown.bars:
        return None
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(22, 0, 0, 0)
    column.setSpacing(4)
    column.addWidget(Text(shown.scale, Role.CAPTION, tone=Tone.TEXT2, wrap=True))
    bars = [Contribution(bar.label, bar.value) for bar in shown.bars]
    column.addWidget(Contributions(bars, case.language, label_room=_LABELS))
    return holder
