"""What a place shows that has nothing yet: a sentence and what to do."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QVBoxLayout

from bedside_app.ui.components.basics.buttons import Button, ButtonKind
from bedside_app.ui.components.basics.chips import Icon
from bedside_app.ui.components.basics.text import Text
from bedside_app.ui.theme.apply import palette
from bedside_app.ui.theme.painting import box
from bedside_app.ui.theme.tokens import RADIUS, Role, Tone, Weight

__all__ = ["Action", "EmptyContent", "EmptyState"]

_CENTRE = Qt.AlignmentFlag.AlignHCenter


@dataclass(frozen=True, slots=True)
class Action:
    """A button: its key, its words, its icon, and whether it is the filled one."""

    key: str
    text: str
    icon: str = ""
    primary: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EmptyContent:
    """The words of an empty place."""

    title: str
    text: str
    icon: str = "folder-down"
    actions: tuple[Action, ...] = ()
    caption: str = ""


class EmptyState(QFrame):
    """The empty place. As a drop zone it has a dashed edge, accent while something is dragged over it.

    `narrow` is for a column beside a list: smaller words, and the buttons below each other where they do not fit.
    """

    action_wanted = Signal(str)

    def __init__(self, content: EmptyContent, *, drop_zone: bool = False, narrow: int = 0) -> None:
        super().__init__()
        self._drop_zone, self._dragging, self._narrow = drop_zone, False, narrow
        self.setAccessibleName(content.title)
        self.setAccessibleDescription(content.text)
        column = QVBoxLayout(self)
        edge = 16 if narrow else 24
        column.setContentsMargins(edge, 20 if narrow else edge, edge, 20 if narrow else edge)
        column.setSpacing(4 if narrow else 12)
        gap, icon = (8, 32) if narrow else (8, 40)
        title, text = (Role.SECTION, Role.BODY) if narrow else (Role.ANSWER, Role.TITLE)
        column.addStretch(1)
        column.addWidget(Icon(content.icon, Tone.TEXT2, icon), alignment=_CENTRE)
        column.addWidget(Text(content.title, title, weight=Weight.SEMIBOLD, wrap=True, align=_CENTRE))
        column.addWidget(Text(content.text, text, tone=Tone.TEXT2, wrap=True, align=_CENTRE))
        if content.actions:
            column.addSpacing(gap)
            column.addLayout(self._buttons(content.actions))
        if content.caption:
            column.addSpacing(gap)
            column.addWidget(Text(content.caption, Role.CAPTION, tone=Tone.TEXT2, wrap=True, align=_CENTRE))
        column.addStretch(1)

    def _buttons(self, actions: tuple[Action, ...]) -> QBoxLayout:
        buttons = [self._button(action) for action in actions]
        wanted = sum(button.sizeHint().width() for button in buttons) + 8 * (len(buttons) - 1)
        row: QBoxLayout = QVBoxLayout() if self._narrow and wanted > self._narrow - 36 else QHBoxLayout()
        row.setSpacing(8 if self._narrow else 12)
        row.addStretch(1)
        for button in buttons:
            row.addWidget(button, alignment=_CENTRE if isinstance(row, QVBoxLayout) else Qt.AlignmentFlag(0))
        row.addStretch(1)
        return row

    def _button(self, action: Action) -> Button:
        button = Button(action.text, ButtonKind.PRIMARY if action.primary else ButtonKind.PLAIN, icon=action.icon)
        button.clicked.connect(lambda: self.action_wanted.emit(action.key))
        return button

    def show_dragging(self, dragging: bool) -> None:
        """Show whether something is dragged over the window."""
        self._dragging = dragging
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground and the edge."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours, rect, radius = palette(), self.rect().toRectF(), RADIUS["card"]
        if self._dragging:
            box(painter, rect, fill=colours.surface, edge=colours.accent, radius=radius, width=2)
        elif self._drop_zone:
            box(painter, rect, fill=colours.surface, edge=colours.control, radius=radius, width=2, dashed=True)
        else:
            box(painter, rect, fill=colours.surface, edge=colours.border, radius=radius)
        painter.end()
