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
from bedside_app.ui.theme.vocabulary import Status, StatusContent

__all__ = ["FindingDelegate", "FindingRow", "Part"]

_EDGE = 11
_TEXT_LEFT = 41
_GAP = 8
_ICON = 18
_TWO_LINES = 32
_PLAIN = ("activity", Tone.TEXT2)


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRow:
    """A finding as it is shown.

    `value` is the figure, its facts dotted, or words (*No number*, *Cleared*); `interval` stands below it.
    `action` (*Why?*) takes the interval's place as a link. `meaning` is what the value itself says (*Reduced, G3a*):
    its icon stands first, and the scope stands back; a value that nothing judges has a plain icon.
    """

    key: str
    title: str
    status: StatusContent
    meaning: StatusContent | None = None
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
        meaning = "" if self.meaning is None else self.meaning.word
        parts = (self.title, spoken(self.value), self.interval, meaning, self.status.word, self.scope, self.action)
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
        top = rect.top() + (rect.height() - 36) / 2 + 0.5
        place = QRectF(rect.left() + _EDGE + 1, rect.center().y() - _ICON / 2, _ICON, _ICON)
        icon, tone = _icon(row)
        draw_icon(painter, icon, place, palette().colour(tone))
        value, below = _value(row), _below(row)
        right = rect.right() - _EDGE
        left = rect.left() + _TEXT_LEFT
        for layout, y in ((value, top), (below, top + 19)):
            width = min(layout.natural_width, right - left)
            layout.draw(painter, QPointF(right - width, y), width)
        upper, lower = (right - layout.natural_width - _GAP - left for layout in (value, below))
        title, whole = _title(row.title, upper, min(upper, lower))
        title.draw(painter, QPointF(left, top), upper)
        if whole:
            _scope(row, lower).draw(painter, QPointF(left, top + 19), lower)

    def part_at(self, rect: QRect, row: FindingRow, at: QPointF) -> Part:
        """Return what lies at `at` in the row's `rect`: value and action reach over the half of the row's height."""
        right = rect.right() - _EDGE
        upper = at.y() < rect.center().y()
        if row.action and not upper and at.x() >= right - max(44.0, _below(row).natural_width):
            return Part.ACTION
        if row.has_value and at.x() >= right - max(44.0, _value(row).natural_width):
            return Part.VALUE
        return Part.ROW


def _icon(row: FindingRow) -> tuple[str, Tone]:
    """Return what the value means, else what became of the model; a value that nothing judges is plain."""
    shown = row.meaning or row.status
    if shown.status is Status.IN_SCOPE:
        return _PLAIN
    return shown.sign.icon, shown.sign.tone


def _title(text: str, room: float, both: float) -> tuple[RunLayout, bool]:
    """Return a title, and whether it leaves the second line free: a long one is smaller, then it takes both lines."""
    for role in (Role.BODY, Role.CAPTION):
        one = RunLayout(text, Style(role, Weight.MEDIUM))
        if one.natural_width <= room:
            return one, True
    two = RunLayout(text, Style(Role.CAPTION, Weight.MEDIUM), both)
    if two.height <= _TWO_LINES:
        return two, False
    return RunLayout(text, Style(Role.BODY, Weight.MEDIUM), room, may_elide=True), True


def _scope(row: FindingRow, room: float) -> RunLayout:
    """Return the second line: what the value means, and quietly whether it is in scope and by which model."""
    quiet = row.status.status is Status.IN_SCOPE
    state = Run(row.status.word) if quiet else Run(row.status.word, Weight.SEMIBOLD, row.status.sign.tone)
    means = [] if row.meaning is None else [Run(row.meaning.word, Weight.SEMIBOLD, row.meaning.sign.tone)]
    told = [*means, state, *([Run(row.scope)] if row.scope else [])]
    shorter = [part for part in told if part is not state or not quiet]
    tries = ((told, Role.CAPTION), (shorter or told, Role.CAPTION), (shorter or told, Role.AXIS), (means, Role.CAPTION))
    for parts, role in tries if means else tries[:-1]:
        runs = tuple(piece for at, part in enumerate(parts) for piece in ((Run(" · "), part) if at else (part,)))
        layout = RunLayout(runs, Style(role, tone=Tone.TEXT2))
        if layout.natural_width <= room:
            return layout
    return RunLayout(runs, Style(Role.AXIS, tone=Tone.TEXT2), room, may_elide=True)


def _value(row: FindingRow) -> RunLayout:
    tone = Tone.TEXT if row.has_value else Tone.TEXT2
    return RunLayout(row.value, Style(Role.BODY, tone=tone, tabular=row.has_value))


def _below(row: FindingRow) -> RunLayout:
    if row.action:
        return RunLayout(row.action, Style(Role.CAPTION, Weight.MEDIUM, Tone.ACCENT))
    return RunLayout(row.interval, Style(Role.CAPTION, tone=Tone.TEXT2))
