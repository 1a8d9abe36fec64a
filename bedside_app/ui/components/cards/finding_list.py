"""Findings in rows of two lines: what, how sure, its value and its interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QListView

from bedside_app.ui.components.cards.finding_delegate import FindingDelegate, FindingRow, Part
from bedside_app.ui.theme.tokens import RADIUS

__all__ = ["FindingList", "FindingRow"]

_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class _Rows:
    rows: tuple[FindingRow, ...] = ()


class _Model(QAbstractListModel):
    """The rows, and for a screen reader each in one sentence."""

    def __init__(self) -> None:
        super().__init__()
        self._shown = _Rows()

    def show_rows(self, rows: Sequence[FindingRow]) -> None:
        self.beginResetModel()
        self._shown = _Rows(tuple(rows))
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._shown.rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self._shown.rows[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return row
        return row.spoken() if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole} else None


class FindingList(QListView):
    """The findings. `selected(key)`, `source_wanted(key)` for a value, `action_wanted(key)` for the link of a row."""

    ring_radius: ClassVar[int] = RADIUS["chip"]
    selected = Signal(str)
    source_wanted = Signal(str)
    action_wanted = Signal(str)

    def __init__(self, name: str, *, row_height: int = 47) -> None:
        super().__init__()
        self._rows = _Model()
        self._delegate = FindingDelegate(row_height, self)
        self.setAccessibleName(name)
        self.setModel(self._rows)
        self.setItemDelegate(self._delegate)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setUniformItemSizes(True)
        self.selectionModel().currentChanged.connect(self._moved)

    def show_rows(self, rows: Sequence[FindingRow]) -> None:
        """Show `rows`; those before are gone at once."""
        self._rows.show_rows(rows)
        self.setMinimumHeight(min(len(rows), 1) * self._delegate.row_height)

    def natural_height(self) -> int:
        """Return the height in px that shows every row."""
        return self._rows.rowCount() * self._delegate.row_height

    def set_row_height(self, height: int) -> None:
        """Make rows `height` px high (46 in a low window)."""
        self._delegate.row_height = height
        self.scheduleDelayedItemsLayout()

    def row(self, at: int) -> FindingRow:
        """Return the row at `at`."""
        return self._row(self._rows.index(at, 0))

    def _row(self, index: _Index) -> FindingRow:
        found = index.data(Qt.ItemDataRole.UserRole)
        assert isinstance(found, FindingRow)
        return found

    def _moved(self, now: QModelIndex, _before: QModelIndex) -> None:
        if now.isValid():
            self.selected.emit(self._row(now).key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the source of the current row with `.`, its action or source with Enter."""
        index = self.currentIndex()
        enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if index.isValid() and (enter or event.key() == Qt.Key.Key_Period):
            row = self._row(index)
            if enter and row.action:
                self.action_wanted.emit(row.key)
            elif row.has_value:
                self.source_wanted.emit(row.key)
            return
        super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open what was clicked: the value's source, or the action of the row."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() is not Qt.MouseButton.LeftButton or not index.isValid():
            return
        part = self._delegate.part_at(self.visualRect(index), self._row(index), event.position())
        if part is Part.ACTION:
            self.action_wanted.emit(self._row(index).key)
        elif part is Part.VALUE:
            self.source_wanted.emit(self._row(index).key)

    def viewportEvent(self, event: QEvent) -> bool:
        """Show a hand over what can be clicked."""
        if isinstance(event, QMouseEvent) and event.type() is QEvent.Type.MouseMove:
            index = self.indexAt(event.position().toPoint())
            part = (
                self._delegate.part_at(self.visualRect(index), self._row(index), event.position())
                if index.isValid()
                else Part.ROW
            )
            hand = part in {Part.ACTION, Part.VALUE}
            self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.ArrowCursor)
        return super().viewportEvent(event)
