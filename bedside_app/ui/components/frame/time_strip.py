"""The time strip: what happened when, and the one cursor that all sections follow."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from bedside_app.foundation.words import Language, day, say
from bedside_app.ui.components.basics.chips import cap_width, draw_cap
from bedside_app.ui.components.frame.strip_painter import StripPainter, short_day
from bedside_app.ui.components.frame.time_scale import TimeEvent, TimeScale, Window, next_day
from bedside_app.ui.theme.apply import palette
from bedside_app.ui.theme.fonts import font, text_width
from bedside_app.ui.theme.painting import bar, draw_text
from bedside_app.ui.theme.tokens import RADIUS, Role, Weight

__all__ = ["STRIP_HEIGHT", "STRIP_LOW", "StripContent", "TimeStrip"]

STRIP_HEIGHT = 72
STRIP_LOW = 28
_LEFT = 208
_RIGHT = 16
_MARK = 6  # px that a mark on the first day reaches to the left


@dataclass(frozen=True, slots=True, kw_only=True)
class StripContent:
    """What the strip shows: its ends, the events, windows, and today."""

    first: date
    last: date
    today: date
    events: tuple[TimeEvent, ...] = ()
    windows: tuple[Window, ...] = ()


class TimeStrip(QWidget):
    """The strip. `moved(day)` when the cursor moves: `[` `]` by event, Home and End to the ends, T for the lanes."""

    ring_radius: ClassVar[int] = RADIUS["cap"]
    moved = Signal(object)

    def __init__(
        self, content: StripContent, language: Language, *, cursor: date | None = None, low: bool = False
    ) -> None:
        super().__init__()
        self._content, self._language, self._low = content, language, low
        self._cursor = cursor or content.today
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._tell()

    @property
    def cursor_day(self) -> date:
        """Return the day under the cursor."""
        return self._cursor

    @property
    def low(self) -> bool:
        """Say whether the strip is one lane of 28 px."""
        return self._low

    def set_low(self, low: bool) -> None:
        """Make the strip one lane of 28 px, or four lanes of 72."""
        self._low = low
        self.updateGeometry()
        self.update()

    def show_content(self, content: StripContent) -> None:
        """Show other events; the cursor stays within the new ends."""
        self._content = content
        self._cursor = min(content.last, max(content.first, self._cursor))
        self._tell()
        self.update()

    def move_to(self, to: date) -> None:
        """Move the cursor, and tell where it moved to: never past today, of which days nothing is known."""
        to = min(self._content.today, self._content.last, max(self._content.first, to))
        if to == self._cursor:
            return
        self._cursor = to
        self._tell()
        self.update()
        self.moved.emit(to)

    def step(self, direction: int) -> None:
        """Move to the next (1) or previous (−1) event; today counts as one."""
        days = [event.day for event in self._content.events] + [self._content.today]
        self.move_to(next_day(days, self._cursor, direction))

    def go_to_end(self, last: int) -> None:
        """Move to the first event (0) or to today (1)."""
        days = [event.day for event in self._content.events]
        self.move_to(self._content.today if last else min(days, default=self._content.first))

    def open_lanes(self) -> None:
        """Open the lanes of a low strip, or close them again."""
        self.set_low(not self._low)

    def _tell(self) -> None:
        here = [event for event in self._content.events if event.day == self._cursor]
        events = ". ".join(
            say(
                "ui.strip.event",
                self._language,
                {"lane": say(f"ui.strip.lane.{event.lane}", self._language), "label": event.label, "day": event.day},
            )
            for event in here
        )
        told = {"day": day(self._cursor, self._language), "events": events}
        self.setAccessibleName(say("ui.strip.name", self._language))
        self.setAccessibleDescription(say("ui.strip.spoken", self._language, told).strip())

    def sizeHint(self) -> QSize:
        """Return the strip's size in px."""
        return QSize(640, STRIP_LOW if self._low else STRIP_HEIGHT)

    def scale(self) -> TimeScale:
        """Return where days lie now."""
        return TimeScale(self._content.first, self._content.last, _LEFT, max(1, self.width() - _LEFT - _RIGHT))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move by event, to the ends, or open the lanes."""
        text, key = event.text(), event.key()
        if text in {"[", "]"} or key in {Qt.Key.Key_Left, Qt.Key.Key_Right}:
            self.step(1 if text == "]" or key == Qt.Key.Key_Right else -1)
        elif key in {Qt.Key.Key_Home, Qt.Key.Key_End}:
            self.go_to_end(int(key == Qt.Key.Key_End))
        elif key == Qt.Key.Key_T:
            self.open_lanes()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Move the cursor to the nearest event, or to the day where none is near."""
        self._follow(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the cursor."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._follow(event)

    def _follow(self, event: QMouseEvent) -> None:
        x = event.position().x()
        if x < _LEFT - 8:
            return
        scale = self.scale()
        near = min((item.day for item in self._content.events), key=lambda at: abs(scale.x(at) - x), default=None)
        self.move_to(near if near is not None and abs(scale.x(near) - x) <= 8 else scale.day_at(x))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint ground, date, lanes and cursor."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = palette()
        bar(painter, self.rect().toRectF(), colours.surface)
        bar(painter, QRectF(0, 0, self.width(), 1), colours.border)
        if self._low:
            self._draw_low_head(painter)
        else:
            self._draw_head(painter)
        strip = StripPainter(painter, self.scale(), self._language, low=self._low)
        strip.draw(self._content.events, self._content.windows)
        strip.draw_cursor(self._cursor, short_day(self._cursor, self._language), self.width())
        painter.end()

    def _draw_head(self, painter: QPainter) -> None:
        colours, language = palette(), self._language
        draw_text(painter, QRectF(16, 7, 104, 18), say("ui.strip.as-of", language), font(Role.CAPTION), colours.text2)
        face = font(Role.BODY, Weight.SEMIBOLD)
        draw_text(painter, QRectF(16, 24, 110, 20), day(self._cursor, language), face, colours.text)
        draw_cap(painter, QRectF(16, 47, 18, 18), "[", colours.text2)
        draw_cap(painter, QRectF(38, 47, 18, 18), "]", colours.text2)
        draw_text(painter, QRectF(60, 47, 66, 18), say("ui.action.move", language), font(Role.CAPTION), colours.text2)

    def _draw_low_head(self, painter: QPainter) -> None:
        colours, face = palette(), font(Role.CAPTION)
        shown = day(self._cursor, self._language)
        width = text_width(shown, face) + 2
        draw_text(painter, QRectF(16, 0, width, STRIP_LOW), shown, face, colours.text2)
        left = 16 + width + 5
        draw_cap(painter, QRectF(left, 5, cap_width("T"), 18), "T", colours.text2)
        left += cap_width("T") + 6
        words, room = say("ui.action.open-lanes", self._language), _LEFT - _MARK - left
        if text_width(words, face) > room:
            face = font(Role.AXIS)
        draw_text(painter, QRectF(left, 0, room, STRIP_LOW), words, face, colours.text2)
