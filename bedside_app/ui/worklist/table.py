"""The table of cases: a head, rows that open with a click or Enter, and the question before one is removed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QListView,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from bedside_app.foundation.words import Language, say
from bedside_app.ui.components.basics.buttons import Button, ButtonKind
from bedside_app.ui.components.basics.chips import Icon, KeyCap, Rule
from bedside_app.ui.components.basics.text import Text
from bedside_app.ui.theme.apply import palette
from bedside_app.ui.theme.fonts import font
from bedside_app.ui.theme.icons import draw_icon
from bedside_app.ui.theme.painting import bar, draw_text
from bedside_app.ui.theme.tokens import Role, Tone, Weight
from bedside_app.ui.viewmodels.worklist import WorkRow
from bedside_app.ui.worklist.columns import EDGE, GAP, Columns, Wanted, columns_of, wanted_by
from bedside_app.ui.worklist.row_delegate import ROW_HEIGHT, RowDelegate

__all__ = ["CaseList", "CaseTable"]

_Index = QModelIndex | QPersistentModelIndex
_HEAD = 32


class _Model(QAbstractListModel):
    """The rows, and for a screen reader each in one sentence."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[WorkRow, ...] = ()

    def show_rows(self, rows: Sequence[WorkRow]) -> None:
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return row
        return row.spoken if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole} else None


class CaseList(QListView):
    """The rows. `opened(case)` by a click or Enter, `remove_asked(case)` by Del or the row's own mark."""

    ring_radius: ClassVar[int] = 0
    opened = Signal(str)
    remove_asked = Signal(str)
    resized = Signal()

    def __init__(self, name: str, demonstration: str) -> None:
        super().__init__()
        self._rows = _Model()
        self.delegate = RowDelegate(self)
        self.delegate.demonstration = demonstration
        self.setAccessibleName(name)
        self.setModel(self._rows)
        self.setItemDelegate(self.delegate)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalScrollBar().setSingleStep(ROW_HEIGHT // 2)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)

    def show_rows(self, rows: Sequence[WorkRow]) -> None:
        """Show `rows`; the one that was chosen stays chosen while it is among them."""
        if tuple(rows) == self._rows.rows:
            return
        chosen = self.chosen
        self._rows.show_rows(rows)
        self._choose(chosen)

    def _choose(self, case: str) -> None:
        at = next((at for at, row in enumerate(self._rows.rows) if row.case == case), -1)
        if at >= 0:
            self.setCurrentIndex(self._rows.index(at, 0))

    @property
    def rows(self) -> tuple[WorkRow, ...]:
        """Return the rows that are shown."""
        return self._rows.rows

    @property
    def chosen(self) -> str:
        """Return the case of the current row, "" where there is none."""
        index = self.currentIndex()
        return self._rows.rows[index.row()].case if index.isValid() else ""

    def focus_first(self) -> None:
        """Go to the current row, or to the first."""
        if self._rows.rows and not self.currentIndex().isValid():
            self.setCurrentIndex(self._rows.index(0, 0))
        self.setFocus(Qt.FocusReason.TabFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the current row with Enter, ask with Del; the arrows are Qt's own."""
        key, chosen = event.key(), self.chosen
        if chosen and key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.opened.emit(chosen)
        elif chosen and key == Qt.Key.Key_Delete:
            self.remove_asked.emit(chosen)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell how wide the rows are now."""
        super().resizeEvent(event)
        self.resized.emit()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the row that was clicked; on its mark at the right end, ask whether to remove it."""
        super().mouseReleaseEvent(event)
        at = event.position()
        index = self.indexAt(at.toPoint())
        if event.button() is not Qt.MouseButton.LeftButton or not index.isValid() or index != self.currentIndex():
            return
        columns = self.delegate.columns
        told = self.remove_asked if columns is not None and at.x() >= columns.remove else self.opened
        told.emit(self._rows.rows[index.row()].case)


class _Head(QWidget):
    """The names of the columns; the newest case stands first."""

    def __init__(self, words: tuple[str, ...]) -> None:
        super().__init__()
        self._words = words
        self.columns: Columns | None = None
        self.setFixedHeight(_HEAD)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the names and the line below."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = palette()
        bar(painter, QRectF(0, _HEAD - 1.0, self.width(), 1), colours.border)
        if self.columns is not None:
            self._draw(painter, self.columns)
        painter.end()

    def _draw(self, painter: QPainter, columns: Columns) -> None:
        face, ink, high = font(Role.CAPTION, Weight.MEDIUM), palette().text2, _HEAD - 1
        patient, disease, state, flags, updated = self._words
        places = [(float(EDGE), patient), (columns.disease, disease), (columns.state, state)]
        places += [] if columns.stacked else [(columns.flags, flags)]
        for at, (left, word) in enumerate(places):
            right = (*(left for left, _ in places), columns.time_right)[at + 1]
            draw_text(painter, QRectF(left, 0, right - left - GAP, high), word, face, ink, may_elide=True)
        place = QRectF(0, 0, columns.time_right, high)
        draw_text(painter, place, updated, face, ink, Qt.AlignmentFlag.AlignRight)
        draw_icon(painter, "chevron-down", QRectF(columns.time_right + 4, high / 2 - 7, 14, 14), ink)


class CaseTable(QFrame):
    """The card: head, rows, and below them the keys or the question. `case_wanted(case)`, `remove_wanted(case)`."""

    case_wanted = Signal(str)
    remove_wanted = Signal(str)

    def __init__(self, language: Language) -> None:
        super().__init__()
        self._language = language
        self._asked = ""
        self.setProperty("card", "plain")
        self._words = tuple(self._say(f"column.{key}") for key in ("patient", "disease", "state", "flags", "updated"))
        self._head = _Head(self._words)
        self.list = CaseList(self._say("title"), self._say("demonstration"))
        self.list.opened.connect(self.case_wanted)
        self.list.remove_asked.connect(self._ask)
        self.list.resized.connect(self._place_columns)
        self._none = Text("", Role.TITLE, tone=Tone.TEXT2, wrap=True, align=Qt.AlignmentFlag.AlignHCenter)
        self._none.setContentsMargins(24, 24, 24, 24)
        self._wanted = Wanted()
        self._foot = QStackedLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(self.list, 1)
        column.addWidget(self._none, 1)
        column.addLayout(self._foot)
        self._foot.addWidget(_keys(language))  # only now: a stack without a parent shows its page as a window
        self._none.hide()

    def _say(self, code: str, **values: object) -> str:
        return say(f"window.list.{code}", self._language, values)

    def show_rows(self, rows: Sequence[WorkRow], empty: str) -> None:
        """Show `rows`; where there are none, `empty` says why."""
        self._wanted = wanted_by(rows, self._words[2:], self._say("demonstration"))
        self._place_columns()
        self.list.show_rows(rows)
        self.list.setVisible(bool(rows))
        self._none.set_content(empty)
        self._none.setVisible(not rows)
        if self._asked and self._asked not in {row.case for row in rows}:
            self._keep()

    def focus_first(self) -> None:
        """Go to the rows."""
        self.list.focus_first()

    def _place_columns(self) -> None:
        columns = columns_of(self.list.viewport().width(), self._wanted)
        if columns != self._head.columns:
            self._head.columns = self.list.delegate.columns = columns
            self._head.update()
            self.list.scheduleDelayedItemsLayout()
            self.list.viewport().update()

    # -- the question before a case is removed -------------------------------------------------------------------------

    def _ask(self, case: str) -> None:
        row = next(row for row in self.list.rows if row.case == case)
        self._drop_question()
        self._asked = case
        question = _Question(row.name, self._language)
        question.kept.connect(self._keep)
        question.removed.connect(self._remove)
        self._foot.addWidget(question)
        self._foot.setCurrentWidget(question)
        question.focus()

    def _drop_question(self) -> None:
        while (question := self._foot.widget(1)) is not None:
            self._foot.removeWidget(question)
            question.hide()
            question.deleteLater()

    def _keep(self) -> None:
        self._asked = ""
        self._drop_question()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _remove(self) -> None:
        case, self._asked = self._asked, ""
        self._drop_question()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self.remove_wanted.emit(case)


class _Question(QWidget):
    """Whether to remove a case: what goes and what stays; the safe answer is filled and has the focus."""

    kept = Signal()
    removed = Signal()

    def __init__(self, name: str, language: Language) -> None:
        super().__init__()
        ask = say("window.list.remove-ask", language, {"name": name})
        self.setAccessibleName(ask)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 12, 12, 12)
        row.setSpacing(12)
        row.addWidget(Icon("trash-2", Tone.STOP, 20))
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch(1)
        words.addWidget(Text(ask, weight=Weight.SEMIBOLD, wrap=True))
        words.addWidget(Text(say("window.list.remove-what", language), Role.CAPTION, tone=Tone.TEXT2, wrap=True))
        words.addStretch(1)
        row.addLayout(words, 1)
        remove = Button(say("window.list.remove-do", language), icon="trash-2")
        remove.setAccessibleName(say("window.list.remove", language, {"name": name}))
        remove.clicked.connect(self.removed)
        self._keep = Button(say("window.list.keep", language), ButtonKind.PRIMARY)
        self._keep.clicked.connect(self.kept)
        row.addWidget(remove)
        row.addWidget(self._keep)

    def focus(self) -> None:
        """Put the focus on the safe answer."""
        self._keep.setFocus(Qt.FocusReason.TabFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep the case with Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.kept.emit()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the line above."""
        painter = QPainter(self)
        bar(painter, QRectF(0, 0, self.width(), 1), palette().border)
        painter.end()


def _keys(language: Language) -> QWidget:
    """Return the line that names the keys of the list."""
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(Rule(strong=True))
    row = QHBoxLayout()
    column.addLayout(row)
    row.setContentsMargins(16, 10, 16, 11)
    row.setSpacing(4)
    for caps, word in ((("↑", "↓"), "choose"), (("Enter",), "open"), (("Ctrl O",), "add"), (("Del",), "remove")):
        for cap in caps:
            row.addWidget(KeyCap(cap))
        row.addWidget(Text(say(f"window.list.key.{word}", language), Role.CAPTION, tone=Tone.TEXT2))
        row.addSpacing(12)
    row.addStretch(1)
    return holder
