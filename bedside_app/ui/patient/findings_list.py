"""The findings in a list by question: numbers in two lines, models without a number in one, headings between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyleOptionViewItem

from bedside_app.foundation.words import Language, say
from bedside_app.ui.components.cards.finding_delegate import FindingDelegate, FindingRow, Part
from bedside_app.ui.patient.bridge import runs_of, status_of
from bedside_app.ui.theme import Role, Tone, Weight, palette
from bedside_app.ui.theme.icons import draw_icon
from bedside_app.ui.theme.painting import bar
from bedside_app.ui.theme.runs import RunLayout, Style
from bedside_app.ui.theme.tokens import RADIUS
from bedside_app.ui.viewmodels.patient.screens.findings import FindingGroup
from bedside_app.ui.viewmodels.patient.screens.findings import FindingRow as Shown

__all__ = ["FindingsList"]

_ROW, _LINE, _HEAD, _FOLDED = 47, 44, 32, 44  # px; what can be clicked is 44 high
_EDGE, _TEXT_LEFT, _GAP, _ICON = 11, 41, 8, 18
_LEAST_TITLE: Final = 120  # px
_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True, kw_only=True)
class _Head:
    """The heading of a group; a folded group's opens and closes it."""

    key: str
    title: str
    spoken: str
    folds: bool
    open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """A model that gave no number, in one line."""

    shown: Shown


_Item = _Head | _Line | FindingRow


class _Model(QAbstractListModel):
    """The items, and for a screen reader each in one sentence."""

    def __init__(self) -> None:
        super().__init__()
        self.items: tuple[_Item, ...] = ()

    def show_items(self, items: Sequence[_Item]) -> None:
        self.beginResetModel()
        self.items = tuple(items)
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.items)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        item = self.items[index.row()]
        if isinstance(item, _Head) and not item.folds:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        item = self.items[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return item
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return _spoken(item)
        return None


def _spoken(item: _Item) -> str:
    if isinstance(item, FindingRow):
        return item.spoken()
    return item.spoken if isinstance(item, _Head) else item.shown.spoken


class _Painter(FindingDelegate):
    """Paints headings and single lines; numbers are painted as in every list of findings."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(_ROW, parent)

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Return the item's size in px."""
        return QSize(200, height_of(index.data(Qt.ItemDataRole.UserRole)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint one item."""
        item = index.data(Qt.ItemDataRole.UserRole)
        if isinstance(item, FindingRow):
            super().paint(painter, option, index)
            return
        rect, state = option.rect, option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(item, _Head):
            self._draw_head(painter, QRectF(rect), item, state)
        elif isinstance(item, _Line):
            self._draw_ground(painter, rect, state, last=index.row() == index.model().rowCount() - 1)
            self._draw_line(painter, QRectF(rect), item.shown)
        painter.restore()

    def _draw_head(self, painter: QPainter, rect: QRectF, head: _Head, state: QStyle.StateFlag) -> None:
        colours = palette()
        over = bool(state & QStyle.StateFlag.State_MouseOver) and head.folds
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        bar(painter, rect, colours.selection if chosen else colours.hover if over else colours.bg)
        bar(painter, QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), colours.grid)
        left = rect.left() + _EDGE
        if head.folds:
            icon = "chevron-down" if head.open else "chevron-right"
            draw_icon(painter, icon, QRectF(left, rect.center().y() - 8, 16, 16), colours.text2)
            left += 16 + _GAP
        room = rect.right() - _EDGE - left
        layout = RunLayout(head.title, Style(Role.CAPTION, Weight.SEMIBOLD, Tone.TEXT2), room)
        layout.draw(painter, QPointF(left, rect.center().y() - layout.height / 2), room)

    def _draw_line(self, painter: QPainter, rect: QRectF, row: Shown) -> None:
        status = status_of(row.sign)
        place = QRectF(rect.left() + _EDGE + 1, rect.center().y() - _ICON / 2, _ICON, _ICON)
        draw_icon(painter, status.sign.icon, place, palette().colour(status.sign.tone))
        left, right = rect.left() + _TEXT_LEFT, rect.right() - _EDGE
        top = rect.center().y() - 9
        words = row.needs or f"{status.word} · {row.figure.text}"
        tone = Tone.ACCENT if row.needs else Tone.TEXT2
        most = right - left - _LEAST_TITLE - _GAP
        said = RunLayout(words, Style(Role.CAPTION, Weight.MEDIUM, tone), most, may_elide=True)
        width = min(most, said.natural_width)
        said.draw(painter, QPointF(right - width, top + 1), width)
        room = right - width - _GAP - left
        RunLayout(row.title, Style(Role.BODY), room, may_elide=True).draw(painter, QPointF(left, top), room)


def height_of(item: object) -> int:
    """Return the height of an item in px."""
    if isinstance(item, _Head):
        return _FOLDED if item.folds else _HEAD
    return _LINE if isinstance(item, _Line) else _ROW


class FindingsList(QListView):
    """The list. `selected(key)` of a finding, `source_wanted(key)` of its number, `fact_wanted(id)` of what lacks."""

    ring_radius: ClassVar[int] = RADIUS["chip"]
    selected = Signal(str)
    source_wanted = Signal(str)
    fact_wanted = Signal(str)

    def __init__(self, name: str, language: Language) -> None:
        super().__init__()
        self._language: Language = language
        self._groups: tuple[FindingGroup, ...] = ()
        self._open: set[str] = set()
        self._items = _Model()
        self._painter = _Painter(self)
        self.setAccessibleName(name)
        self.setModel(self._items)
        self.setItemDelegate(self._painter)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setMinimumHeight(3 * _ROW)
        self.selectionModel().currentChanged.connect(self._moved)

    @property
    def opened(self) -> frozenset[str]:
        """The folded groups that somebody opened."""
        return frozenset(self._open)

    def show_groups(self, groups: Sequence[FindingGroup], opened: frozenset[str] = frozenset()) -> None:
        """Show `groups`, of the folded ones those in `opened` with their rows."""
        self._groups, self._open = tuple(groups), set(opened)
        self._items.show_items(list(self._listed()))
        self.updateGeometry()

    def _listed(self) -> Sequence[_Item]:
        items: list[_Item] = []
        for group in self._groups:
            is_open = not group.folded or group.key in self._open
            values = {"title": group.title, "count": len(group.rows)}
            code = "group" if not group.folded else "fold" if is_open else "unfold"
            items.append(
                _Head(
                    key=group.key,
                    title=say("model_card.group", self._language, values),
                    spoken=say(f"model_card.{code}", self._language, values),
                    folds=group.folded,
                    open=is_open,
                )
            )
            if is_open:
                items += [_item(row) for row in group.rows]
        return items

    def choose(self, key: str) -> None:
        """Make the finding the current one, in sight; a folded group that holds it is opened."""
        for group in self._groups:
            if group.folded and group.key not in self._open and key in [row.key for row in group.rows]:
                self.show_groups(self._groups, frozenset(self._open | {group.key}))
        for at, item in enumerate(self._items.items):
            if _key(item) == key:
                self.setCurrentIndex(self._items.index(at, 0))
                self.scrollTo(self.currentIndex())

    def titles(self) -> tuple[str, ...]:
        """Return what is listed, headings too."""
        return tuple(item.shown.title if isinstance(item, _Line) else item.title for item in self._items.items)

    def sizeHint(self) -> QSize:
        """Return the size in px that shows every item."""
        return QSize(200, sum(height_of(item) for item in self._items.items))

    def _moved(self, now: QModelIndex, _before: QModelIndex) -> None:
        if now.isValid() and (key := _key(self._items.items[now.row()])):
            self.selected.emit(key)

    def _toggle(self, head: _Head) -> None:
        opened = self._open ^ {head.key}
        self.show_groups(self._groups, frozenset(opened))
        at = next(at for at, one in enumerate(self._items.items) if isinstance(one, _Head) and one.key == head.key)
        self.setCurrentIndex(self._items.index(at, 0))

    def _act(self, item: _Item) -> None:
        """Do what Enter or a click means: open a group, the source of a number, the form of what is missing."""
        if isinstance(item, _Head):
            if item.folds:
                self._toggle(item)
        elif isinstance(item, _Line):
            if item.shown.wants is not None:
                self.fact_wanted.emit(item.shown.wants)
        elif item.has_value:
            self.source_wanted.emit(item.key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Act on the current item with Enter; `.` opens the source of its number."""
        index = self.currentIndex()
        item = self._items.items[index.row()] if index.isValid() else None
        enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        space = event.key() == Qt.Key.Key_Space and isinstance(item, _Head)
        if item is not None and (enter or space):
            self._act(item)
        elif isinstance(item, FindingRow) and item.has_value and event.key() == Qt.Key.Key_Period:
            self.source_wanted.emit(item.key)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open what was clicked: a group, the source of a value, the form of what is missing."""
        super().mouseReleaseEvent(event)
        item = self._hit(event)
        if item is not None and event.button() is Qt.MouseButton.LeftButton:
            self._act(item)

    def _hit(self, event: QMouseEvent) -> _Item | None:
        """Return the item under the pointer where the place is one to click."""
        index = self.indexAt(event.position().toPoint())
        if not index.isValid():
            return None
        item, rect = self._items.items[index.row()], self.visualRect(index)
        if isinstance(item, FindingRow):
            return item if self._painter.part_at(rect, item, event.position()) is Part.VALUE else None
        if isinstance(item, _Line):
            return item if item.shown.needs and event.position().x() > rect.center().x() else None
        return item if item.folds else None

    def viewportEvent(self, event: QEvent) -> bool:
        """Show a hand over what can be clicked."""
        if isinstance(event, QMouseEvent) and event.type() is QEvent.Type.MouseMove:
            hand = self._hit(event) is not None
            self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.ArrowCursor)
        return super().viewportEvent(event)


def _item(row: Shown) -> _Item:
    if row.figure.source is None:
        return _Line(shown=row)
    return FindingRow(
        key=row.key,
        title=row.title,
        status=status_of(row.sign),
        meaning=None if row.meaning is None else status_of(row.meaning),
        scope=row.scope,
        value=runs_of(row.figure),
        interval=row.interval,
    )


def _key(item: _Item) -> str:
    if isinstance(item, _Line):
        return item.shown.key
    return item.key if isinstance(item, FindingRow) else ""
