"""Where a value comes from: the popover beside it, and the same content in the dock at the right."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from bedside_app.foundation.words import Language, say
from bedside_app.ui.components.basics.buttons import Button, IconButton
from bedside_app.ui.components.basics.chips import Icon, Rule, StatusChip
from bedside_app.ui.components.basics.text import Text
from bedside_app.ui.theme.apply import palette
from bedside_app.ui.theme.painting import box
from bedside_app.ui.theme.runs import Content
from bedside_app.ui.theme.tokens import RADIUS, Role, Tone, Weight
from bedside_app.ui.theme.vocabulary import StatusContent

__all__ = ["POPOVER_WIDTH", "SourceAction", "SourceContent", "SourceDock", "SourcePopover", "SourceRow"]

POPOVER_WIDTH = 372
DOCK_WIDTH = 344


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One step of where the value comes from; the dock shows its label above it."""

    icon: str
    text: Content
    label: str = ""


@dataclass(frozen=True, slots=True)
class SourceAction:
    """A way on: *Open source*, *Model card*."""

    key: str
    text: str
    icon: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceContent:
    """A value and where it comes from. `name` and `value` make the title; `interval` and `day` stand below it."""

    name: str
    value: str
    caption: str
    statuses: tuple[StatusContent, ...] = ()
    rows: tuple[SourceRow, ...] = ()
    actions: tuple[SourceAction, ...] = ()


class _Source(QFrame):
    """What popover and dock share."""

    closed = Signal()
    action_wanted = Signal(str)
    source_wanted = Signal(str)

    def _close_button(self, language: Language) -> IconButton:
        button = IconButton("x", say("ui.action.close", language))
        button.clicked.connect(self.leave)
        return button

    def leave(self) -> None:
        """Close."""
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Tell, whoever closed it: its button, Escape, or a click beside it."""
        super().closeEvent(event)
        self.closed.emit()

    def _actions(self, content: SourceContent) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        for action in content.actions:
            button = Button(action.text, icon=action.icon)
            button.clicked.connect(lambda _checked=False, key=action.key: self.action_wanted.emit(key))
            row.addWidget(button)
        row.addStretch(1)
        return row

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close with Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
            return
        super().keyPressEvent(event)


class SourcePopover(_Source):
    """372 px wide. `show_at(widget)` opens it below a value, Escape or a click beside it closes and ends it."""

    def __init__(self, content: SourceContent, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(POPOVER_WIDTH)
        self.setAccessibleName(f"{content.name} {content.value}")
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 4, 4, 16)
        column.setSpacing(6)
        head = QHBoxLayout()
        head.setSpacing(8)
        title = QVBoxLayout()
        title.setContentsMargins(0, 9, 0, 0)
        title.setSpacing(2)
        title.addWidget(Text(f"{content.name} {content.value}", Role.BODY, weight=Weight.SEMIBOLD, wrap=True))
        title.addWidget(Text(content.caption, Role.CAPTION, tone=Tone.TEXT2, wrap=True))
        head.addLayout(title, 1)
        self._close = self._close_button(language)
        head.addWidget(self._close, alignment=Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        for row in content.rows:
            column.addLayout(self._row(row))
        column.addSpacing(4)
        column.addLayout(self._actions(content))

    def _row(self, row: SourceRow) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setContentsMargins(0, 0, 12, 0)
        line.setSpacing(10)
        line.addWidget(Icon(row.icon, Tone.TEXT2, 16, line=18), alignment=Qt.AlignmentFlag.AlignTop)
        text = Text(row.text, Role.BODY, wrap=True)
        text.source_wanted.connect(self.source_wanted)
        line.addWidget(text, 1)
        return line

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground and its edge."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = palette()
        box(painter, self.rect().toRectF(), fill=colours.surface, edge=colours.control, radius=RADIUS["card"])
        painter.end()

    def show_at(self, value: QWidget) -> None:
        """Open below `value`, within its screen; the focus goes into the popover and back when it closes."""
        self.setWindowFlags(Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)  # its corners are round
        self.resize(POPOVER_WIDTH, max(self.heightForWidth(POPOVER_WIDTH), self.minimumSizeHint().height()))
        below = value.mapToGlobal(QPoint(0, value.height() + 4))
        screen = QGuiApplication.screenAt(below) or QGuiApplication.primaryScreen()
        self.move(_within(QRect(below, self.size()), screen.availableGeometry(), value.height() + 8))
        self.show()
        self._close.setFocus(Qt.FocusReason.PopupFocusReason)


def _within(wanted: QRect, room: QRect, over: int) -> QPoint:
    """Return the corner that keeps the popover on the screen: shifted left, or above the value."""
    x = max(room.left(), min(wanted.left(), room.right() - wanted.width()))
    y = wanted.top() if wanted.bottom() <= room.bottom() else wanted.top() - wanted.height() - over
    return QPoint(x, max(room.top(), y))


class _Body(QScrollArea):
    """What stands below the dock's head: as high as its content where there is room, else it scrolls."""

    def __init__(self, column: QVBoxLayout) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._holder = QWidget()
        self._holder.setLayout(column)
        self.setWidget(self._holder)
        for ground in (self._holder, self.viewport()):
            ground.setAutoFillBackground(False)  # the dock's own ground shows through

    def sizeHint(self) -> QSize:
        """Return the size in px that shows all of it."""
        width = DOCK_WIDTH - 2
        return QSize(width, max(self._holder.heightForWidth(width), self._holder.minimumSizeHint().height()))


class SourceDock(_Source):
    """344 px at the right of wide windows: value, statuses, each step with its label; `extra` takes a chart."""

    def __init__(
        self, content: SourceContent, language: Language, *, title: str, caption: str = "", extra: QWidget | None = None
    ) -> None:
        super().__init__()
        self.setProperty("card", "plain")
        self.setFixedWidth(DOCK_WIDTH)
        self.setAccessibleName(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(12, 0, 0, 0)
        head.setSpacing(8)
        head.addWidget(Text(title, weight=Weight.SEMIBOLD))
        head.addWidget(Text(caption, Role.CAPTION, tone=Tone.TEXT2, may_elide=True), 1)
        head.addWidget(self._close_button(language))
        column.addLayout(head)
        column.addWidget(Rule(strong=True))
        self._body = QVBoxLayout()
        self._body.setContentsMargins(16, 10, 16, 16)
        self._body.setSpacing(6)
        self._fill(content, extra)
        self._body.addStretch(1)
        column.addWidget(_Body(self._body), 1)

    def _fill(self, content: SourceContent, extra: QWidget | None) -> None:
        self._body.addWidget(Text(content.name, tone=Tone.TEXT2, wrap=True))
        self._body.addWidget(Text(content.value, Role.KEY_FIGURE, tabular=True, wrap=True))
        self._body.addWidget(Text(content.caption, Role.CAPTION, tone=Tone.TEXT2, wrap=True))
        if content.statuses:
            chips = QHBoxLayout()
            chips.setSpacing(8)
            for status in content.statuses:
                chips.addWidget(StatusChip(status))
            chips.addStretch(1)
            self._body.addLayout(chips)
        for number, row in enumerate(content.rows):
            if number:
                self._body.addWidget(Rule())
            self._body.addLayout(self._step(row))
            if extra is not None and number == 1:
                self._body.addWidget(extra)
        self._body.addSpacing(6)
        self._body.addLayout(self._actions(content))

    def _step(self, row: SourceRow) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(Icon(row.icon, Tone.TEXT2, 14, line=16), alignment=Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(2)
        if row.label:
            words.addWidget(Text(row.label, Role.CAPTION, tone=Tone.TEXT2))
        text = Text(row.text, Role.BODY, wrap=True)
        text.source_wanted.connect(self.source_wanted)
        words.addWidget(text)
        line.addLayout(words, 1)
        return line
