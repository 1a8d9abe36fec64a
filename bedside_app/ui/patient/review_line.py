"""A painted row of the review: what, why, and how it was answered; its link opens it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar, Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import QSizePolicy

from bedside_app.ui.components.basics import Look, Operable
from bedside_app.ui.theme import RADIUS, TARGET, Role, Scheme, Tone, Weight, draw_icon, font, palette, text_width
from bedside_app.ui.theme.painting import bar, draw_text
from bedside_app.ui.theme.runs import RunLayout, Style
from bedside_app.ui.viewmodels.shown import Sign

__all__ = ["Line", "LineRow", "Widths", "draw_ground"]

_EDGE: Final = 16
_GAP: Final = 24
_ICON: Final = 14
_ARROWS: Final = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right})


@dataclass(frozen=True, slots=True)
class Widths:
    """What the state and the link of every row take in px, so that they stand below each other."""

    state: int
    change: int

    @classmethod
    def of(cls, states: Iterable[str], changes: Iterable[str]) -> Widths:
        """Return the widths for the words of the rows."""
        bold, medium = font(Role.BODY, Weight.SEMIBOLD), font(Role.BODY, Weight.MEDIUM)
        state = max((text_width(word, bold) for word in states), default=0.0)
        change = max((text_width(word, medium) for word in changes), default=0.0)
        return cls(int(state) + _ICON + 6, int(change) + 2 if change else 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What a painted row says. `alarm` paints the detail as a state that needs something; `change` is its link."""

    key: str
    title: str
    detail: str
    sign: Sign
    spoken: str
    alarm: bool = False
    change: str = ""


def draw_ground(painter: QPainter, whole: QRectF, *, alarm: bool, current: bool) -> None:
    """Draw the ground of a row: cleared, or the one that the keyboard is on, and the line below."""
    colours = palette()
    if alarm or current:
        bar(painter, whole, colours.stop.tint if alarm else colours.selection)
    if current:  # the ring around a row has no room at its ends
        bar(painter, QRectF(0, 0, 3, whole.height()), colours.accent)
    bar(painter, QRectF(0, whole.bottom() - 1, whole.width(), 1), colours.grid)


class LineRow(Operable):
    """A painted row: what and why at the left, how it was answered and *Change* at the right. Nothing is cut."""

    ring_radius: ClassVar[int] = RADIUS["chip"]
    reached = Signal(str)

    def __init__(self, line: Line, widths: Widths) -> None:
        super().__init__(line.title)
        self._line, self._widths = line, widths
        self._laid_out: dict[tuple[str, int, Scheme], RunLayout] = {}
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)  # as high as its text needs
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.show_line(line)

    def show_line(self, line: Line) -> None:
        """Show another state of the row."""
        self._line = line
        self._laid_out.clear()
        self.setAccessibleName(line.spoken)
        self.setCursor(Qt.CursorShape.PointingHandCursor if line.change else Qt.CursorShape.ArrowCursor)
        self.updateGeometry()
        self.update()

    @property
    def line(self) -> Line:
        """Return what the row says."""
        return self._line

    def _right(self) -> int:
        """Return the px that state and link take at the right."""
        return _EDGE + self._widths.state + _GAP + (self._widths.change + _GAP if self._widths.change else 0)

    def _layouts(self, width: int) -> tuple[RunLayout, RunLayout]:
        """Return title and detail laid out; on one line they are the same in every width that holds them."""
        room = max(80, width - _EDGE - self._right())
        line = self._line
        detail = Style(Role.CAPTION, Weight.SEMIBOLD, Tone.STOP) if line.alarm else Style(Role.CAPTION, tone=Tone.TEXT2)
        title = Style(Role.BODY, Weight.MEDIUM)
        return self._layout(line.title, title, room), self._layout(line.detail, detail, room)

    def _layout(self, text: str, style: Style, room: int) -> RunLayout:
        scheme = palette().scheme
        whole = self._laid_out.get((text, 0, scheme))
        if whole is None:
            whole = self._laid_out[text, 0, scheme] = RunLayout(text, style)
        if whole.natural_width <= room:
            return whole
        found = self._laid_out.get((text, room, scheme))
        if found is None:
            found = self._laid_out[text, room, scheme] = RunLayout(text, style, room)
        return found

    def hasHeightForWidth(self) -> bool:
        """Say that the height follows the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height in px that shows the whole text."""
        title, detail = self._layouts(width)
        return max(TARGET, title.height + (detail.height if self._line.detail else 0) + 8)

    def sizeHint(self) -> QSize:
        """Return a size in px; the height is that of the present width."""
        return QSize(320, self.heightForWidth(max(320, self.width())))

    def minimumSizeHint(self) -> QSize:
        """Return the least size in px."""
        return QSize(320, TARGET)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell that the row is the current one."""
        super().focusInEvent(event)
        self.reached.emit(self._line.key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the arrows to the list."""
        if event.key() in _ARROWS:
            event.ignore()
            return
        super().keyPressEvent(event)

    def draw(self, painter: QPainter) -> None:
        """Draw ground, texts, state and link."""
        whole, line = self.rect().toRectF(), self._line
        if line.change and not line.alarm and self.look() in {Look.HOVER, Look.PRESSED}:
            bar(painter, whole, palette().hover)
        draw_ground(painter, whole, alarm=line.alarm, current=self.hasFocus())
        title, detail = self._layouts(self.width())
        room = self.width() - _EDGE - self._right()
        height = title.height + (detail.height if line.detail else 0)
        top = (whole.height() - 1 - height) / 2
        title.draw(painter, QPointF(_EDGE, top), room)
        if line.detail:
            detail.draw(painter, QPointF(_EDGE, top + title.height), room)
        self._draw_state(painter, whole)

    def _draw_state(self, painter: QPainter, whole: QRectF) -> None:
        left, sign = whole.right() - self._right() + _GAP, self._line.sign
        ink = palette().colour(Tone(sign.tone))
        draw_icon(painter, sign.icon, QRectF(left, whole.center().y() - _ICON / 2, _ICON, _ICON), ink)
        room = QRectF(left + _ICON + 4, 0, self._widths.state - _ICON - 4, whole.height())
        draw_text(painter, room, sign.word, font(Role.BODY, Weight.SEMIBOLD), ink)
        if self._line.change:
            link = QRectF(whole.right() - _EDGE - self._widths.change, 0, self._widths.change, whole.height())
            face = font(Role.BODY, Weight.MEDIUM)
            draw_text(painter, link, self._line.change, face, palette().accent, Qt.AlignmentFlag.AlignRight)
