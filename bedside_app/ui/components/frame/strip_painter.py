"""The painter of the time strip's lanes, marks and cursor."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPolygonF

from bedside_app.foundation.words import Language, day, say
from bedside_app.ui.components.frame.time_scale import Lane, TimeEvent, TimeScale, Window
from bedside_app.ui.theme.apply import palette
from bedside_app.ui.theme.fonts import font, text_width
from bedside_app.ui.theme.painting import bar, box, draw_text, line
from bedside_app.ui.theme.tokens import Role, Weight

__all__ = ["StripPainter", "short_day"]

_TOP = 11.0
_STEP = 12.0
_RIGHT = Qt.AlignmentFlag.AlignRight
_CENTRE = Qt.AlignmentFlag.AlignHCenter


def short_day(at: date, language: Language) -> str:
    """Return day and month as wards write them: `24 Nov`."""
    return day(at, language).rsplit("\u00a0", 1)[0]


def _month(at: date, language: Language, *, with_year: bool) -> str:
    _day, month, year = day(at, language).split("\u00a0")
    return f"{month}\u00a0{year}" if with_year else month


class StripPainter:
    """Draws marks by lane: image a square, laboratory a ring, pathology a diamond, treatment a bar."""

    def __init__(self, painter: QPainter, scale: TimeScale, language: Language, *, low: bool) -> None:
        self._painter, self._scale, self._language, self._low = painter, scale, language, low
        self._taken = scale.left

    def _y(self, lane: Lane) -> float:
        return 14.0 if self._low else _TOP + _STEP * tuple(Lane).index(lane)

    def draw(self, events: Sequence[TimeEvent], windows: Sequence[Window]) -> None:
        """Draw lanes, months, windows and marks."""
        self._draw_lanes()
        if not self._low:
            self._draw_months()
        for window in windows:
            self._draw_window(window)
        for event in events:
            self._draw_event(event)

    def _draw_lanes(self) -> None:
        colours, left = palette(), self._scale.left
        for lane in (Lane.IMAGES,) if self._low else tuple(Lane):
            y = self._y(lane)
            bar(self._painter, QRectF(left, round(y), self._scale.width, 1), colours.grid)
            if not self._low:
                words = say(f"ui.strip.lane.{lane}", self._language)
                place = QRectF(left - 84, y - 7, 72, 14)
                draw_text(self._painter, place, words, font(Role.AXIS), colours.text2, _RIGHT)

    def _draw_months(self) -> None:
        colours = palette()
        for number, month in enumerate(self._scale.months(64)):
            x = round(self._scale.x(month))
            bar(self._painter, QRectF(x, 5, 1, 62), colours.grid)
            words = _month(month, self._language, with_year=number == 0 or month.month == 1)
            place = QRectF(x + 4, 56, 64, 14)
            if place.right() < self._scale.left + self._scale.width + 16:
                draw_text(self._painter, place, words, font(Role.AXIS), colours.text2)

    def _draw_window(self, window: Window) -> None:
        colours = palette().caution
        y, left, right = self._y(Lane.TREATMENT), self._scale.x(window.start), self._scale.x(window.end)
        place = QRectF(left, y - 4, max(4.0, right - left), 8)
        box(self._painter, place, fill=colours.tint, edge=colours.text, dashed=True)
        face = font(Role.AXIS)
        room = self._scale.left + self._scale.width + 12 - right - 6
        if window.label and not self._low and text_width(window.label, face) <= room:
            draw_text(self._painter, QRectF(right + 6, y - 7, room, 14), window.label, face, colours.text)

    def _draw_event(self, event: TimeEvent) -> None:
        x, y = self._scale.x(event.day), self._y(event.lane)
        colours = palette()
        if event.lane is Lane.IMAGES:
            bar(self._painter, QRectF(x - 4, y - 4, 8, 8), colours.accent)
        elif event.lane is Lane.LABS:
            self._painter.setPen(QPen(QColor(colours.accent), 1.8))
            self._painter.setBrush(QBrush(QColor(colours.surface)))
            self._painter.drawEllipse(QPointF(x, y), 3.7, 3.7)
        elif event.lane is Lane.PATHOLOGY:
            corners = [QPointF(x, y - 5), QPointF(x + 5, y), QPointF(x, y + 5), QPointF(x - 5, y)]
            self._painter.setPen(Qt.PenStyle.NoPen)
            self._painter.setBrush(QBrush(QColor(colours.unknown.text)))
            self._painter.drawPolygon(QPolygonF(corners))
        else:
            self._draw_treatment(event, x, y)

    def _draw_treatment(self, event: TimeEvent, x: float, y: float) -> None:
        colours = palette()
        end = self._scale.x(event.until) if event.until else x + 4
        bar(
            self._painter,
            QRectF(x - (0 if event.until else 4), y - 4, max(4.0, end - x + (0 if event.until else 4)), 8),
            colours.text2,
        )
        if not event.label or self._low:
            return
        face = font(Role.AXIS)
        width = text_width(event.label, face) + 1
        inside = event.until is not None and end - x > width + 12
        if not inside:
            draw_text(self._painter, QRectF(end + 6, y - 7, width, 14), event.label, face, colours.text)

    def draw_cursor(self, at: date, words: str, right: float) -> None:
        """Draw the cursor of 2 px with its date flag, kept within `right` px."""
        colours, x = palette(), round(self._scale.x(at))
        bottom = 28 if self._low else 72
        line(self._painter, QPointF(x, 0), QPointF(x, bottom), colours.text, 2)
        face = font(Role.AXIS, Weight.SEMIBOLD)
        width = max(64.0, text_width(words, face) + 16) if not self._low else text_width(words, face) + 18
        left = x + 4 if self._low else x - width / 2
        place = QRectF(min(right - width - 2, left), 5 if self._low else 54, width, 18)
        box(self._painter, place, fill=colours.text, radius=3)
        draw_text(self._painter, place, words, face, colours.surface, _CENTRE)
