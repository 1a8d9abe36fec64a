"""The painter of a finding's row."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from bedside_app.ui.theme.apply import palette
from bedside_app.ui.theme.icons import draw_icon
from bedside_app.ui.theme.painting import bar
from bedside_app.ui.theme.runs import Content, Run, RunLayout, Style, spoken
from bedside_app.ui.theme.tokens import Role, Tone, Weight
from bedside_app.ui.theme.vocabulary import StatusContent

__all__ = ["FindingDelegate", "FindingRow", "Part"]

_EDGE = 11
_TEXT_LEFT = 41
_GAP = 8
_ICON = 18


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRow:
    """A finding as it is shown.

    `value` is the figure, its facts dotted, or words (*No number*, *Cleared*); `interval` stands below it.
    `action` (*Why?*) takes the interval's place as a link. Value and interval are never shortened, the title may be.
    """

    key: str
    title: str
    status: StatusContent
    scope: str = ""
    value: Content = ""
    interval: str = ""
    action: str = ""

    @property
    def has_value(self) -> bool:
        """Say whether there is a figure whose source can be opened."""
        return not isinstance(self.value, str) and any(run.fact for run in self.value)

    def spoken(self) -> str:
        """Return the row as a screen reader says it."""
        parts = (self.title, spoken(self.value), self.interval, self.status.word, self.scope, self.action)
        return ", ".join(part for part in parts if part)


class Part(Enum):
    """What of a row lies under the pointer."""

    ROW = "row"
    VALUE = "value"
    ACTION = "action"


class FindingDelegate(QStyledItemDelegate):
    """Paints two lines, 47 px: title and value, status with scope and interval."""

    def __init__(self, row_height: int, parent: QObject) -> None:
        super().__init__(parent)
        self.row_height = row_height

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return the row's size in px."""
        return QSize(200, self.row_height)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint one row."""
        row = index.data(Qt.ItemDataRole.UserRole)
        rect, state = option.rect, option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_ground(painter, rect, state, last=index.row() == index.model().rowCount() - 1)
        if isinstance(row, FindingRow):
            self._draw_row(painter, QRectF(rect), row)
        painter.restore()

    def _draw_ground(self, painter: QPainter, rect: QRect, state: QStyle.StateFlag, *, last: bool) -> None:
        colours, whole = palette(), QRectF(rect)
        if state & QStyle.StateFlag.State_Selected:
            bar(painter, whole, colours.selection)
            bar(painter, QRectF(whole.left(), whole.top(), 3, whole.height()), colours.accent)
        elif state & QStyle.StateFlag.State_MouseOver:
            bar(painter, whole, colours.hover)
        if not last:
            bar(painter, QRectF(whole.left(), whole.bottom() - 1, whole.width(), 1), colours.grid)

    def _draw_row(self, painter: QPainter, rect: QRectF, row: FindingRow) -> None:
        sign = row.status.sign
        top = rect.top() + (rect.height() - 36) / 2 + 0.5
        place = QRectF(rect.left() + _EDGE + 1, rect.center().y() - _ICON / 2, _ICON, _ICON)
        draw_icon(painter, sign.icon, place, palette().colour(sign.tone))
        value, below = _value(row), _below(row)
        right = rect.right() - _EDGE
        left = rect.left() + _TEXT_LEFT
        for layout, y in ((value, top), (below, top + 19)):
            width = min(layout.natural_width, right - left)
            layout.draw(painter, QPointF(right - width, y), width)
        room = right - value.natural_width - _GAP - left
        RunLayout(row.title, Style(Role.BODY, Weight.MEDIUM), room, may_elide=True).draw(
            painter, QPointF(left, top), room
        )
        scope = f" · {row.scope}" if row.scope else ""
        runs = (Run(row.status.word, Weight.SEMIBOLD, sign.tone), Run(scope))
        room = right - below.natural_width - _GAP - left
        style = Style(Role.CAPTION, tone=Tone.TEXT2)
        RunLayout(runs, style, room, may_elide=True).draw(painter, QPointF(left, top + 19), room)

    def part_at(self, rect: QRect, row: FindingRow, at: QPointF) -> Part:
        """Return what lies at `at` in the row's `rect`: value and action reach over the half of the row's height."""
        right = rect.right() - _EDGE
        upper = at.y() < rect.center().y()
        if row.action and not upper and at.x() >= right - max(44.0, _below(row).natural_width):
            return Part.ACTION
        if row.has_value and at.x() >= right - max(44.0, _value(row).natural_width):
            return Part.VALUE
        return Part.ROW


def _value(row: FindingRow) -> RunLayout:
    tone = Tone.TEXT if row.has_value else Tone.TEXT2
    return RunLayout(row.value, Style(Role.BODY, tone=tone, tabular=row.has_value))


def _below(row: FindingRow) -> RunLayout:
    if row.action:
        return RunLayout(row.action, Style(Role.CAPTION, Weight.MEDIUM, Tone.ACCENT))
    return RunLayout(row.interval, Style(Role.CAPTION, tone=Tone.TEXT2))
