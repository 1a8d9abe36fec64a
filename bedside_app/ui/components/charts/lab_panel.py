"""One laboratory value over time: reference band, grade lines, dots within and triangles outside the range."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from bedside_app.foundation.words import Language, day, number, say
from bedside_app.ui.components.basics.chips import StatusChip
from bedside_app.ui.components.basics.fact_chip import FactChip, FactContent
from bedside_app.ui.components.basics.text import Text
from bedside_app.ui.components.cards.card import Card
from bedside_app.ui.components.charts.lab_axis import Grade, LabPoint, axis_of, grade_labels, outside
from bedside_app.ui.components.frame.time_scale import TimeScale
from bedside_app.ui.theme.apply import palette
from bedside_app.ui.theme.fonts import font, text_width
from bedside_app.ui.theme.painting import bar, draw_text, line
from bedside_app.ui.theme.tokens import Role, Weight
from bedside_app.ui.theme.vocabulary import StatusContent

__all__ = ["LabContent", "LabPanel", "LabPlot"]

_BOTTOM = 20.0
_TOP = 8.0
_EDGE = 6.0  # a result of the last day is drawn whole
_RIGHT = Qt.AlignmentFlag.AlignRight


@dataclass(frozen=True, slots=True, kw_only=True)
class LabContent:
    """A series as it is shown. `fact` is the value as of the cursor; all panels share `first` and `last`.

    The axis names reference limits only. A point with a `text` has it written beside it, never at the axis: there it
    would read as a limit. `short` is the name where the head has little room; `empty` is what stands in place of the
    line where no result lies between `first` and `last`.
    """

    key: str
    name: str
    short: str = ""
    fact: FactContent
    first: date
    last: date
    points: tuple[LabPoint, ...]
    status: StatusContent | None = None
    reference: tuple[float | None, float | None] = (None, None)
    grades: tuple[Grade, ...] = ()
    marks: tuple[date, ...] = ()
    empty: str = ""


class LabPlot(QWidget):
    """The plot alone. `day_wanted(day)` when a day is clicked: the nearest result's where one is near."""

    day_wanted = Signal(object)

    def __init__(
        self, content: LabContent, language: Language, *, cursor: date | None = None, bare: bool = False
    ) -> None:
        super().__init__()
        self._content, self._language, self._cursor, self._bare = content, language, cursor, bare
        points = "; ".join(
            say("ui.chart.point", language, {"value": point.value, "day": point.day}) for point in content.points
        )
        self.setAccessibleName(say("ui.chart.series", language, {"name": content.name, "points": points}))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_cursor(self, cursor: date) -> None:
        """Draw the cursor on another day."""
        self._cursor = cursor
        self.update()

    def sizeHint(self) -> QSize:
        """Return the plot's size in px."""
        return QSize(386, 120)

    def minimumSizeHint(self) -> QSize:
        """Return the least size in px."""
        return QSize(160, 48 if self._bare else 64)

    def scale(self) -> TimeScale:
        """Return where days lie: the labels of the limits stand at the left."""
        face = font(Role.AXIS, tabular=True)
        words = [text for _value, text in self._named()]
        left = 0.0 if self._bare else max([28.0, *(text_width(word, face) + 12 for word in words)])
        return TimeScale(self._content.first, self._content.last, left, max(1.0, self.width() - left - _EDGE))

    def _named(self) -> list[tuple[float, str]]:
        """Return the values that the axis names, with their words: the reference limits."""
        return [(limit, number(limit, self._language)) for limit in self._content.reference if limit is not None]

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Ask for the nearest day."""
        scale, x = self.scale(), event.position().x()
        days = [point.day for point in self._content.points]
        near = min(days, key=lambda at: abs(scale.x(at) - x), default=None)
        self.day_wanted.emit(near if near is not None and abs(scale.x(near) - x) <= 12 else scale.day_at(x))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint band, grades, months, line, points and cursor."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        content, scale = self._content, self.scale()
        bottom = self.height() - (0 if self._bare else _BOTTOM)
        if not content.points and content.reference == (None, None):
            self._draw_empty(painter, scale, bottom)
            painter.end()
            return
        axis = axis_of(content.points, content.reference)

        def y(value: float) -> float:
            return axis.y(value, _TOP, bottom - _TOP)

        self._draw_band(painter, scale, [None if limit is None else y(limit) for limit in content.reference], bottom)
        if not self._bare:
            self._draw_named(painter, scale, [(y(value), text) for value, text in self._named()])
        points = [(QPointF(scale.x(point.day), y(point.value)), point) for point in content.points]
        if not self._bare:
            held = [(y(grade.value), grade) for grade in content.grades if axis.holds(grade.value)]
            self._draw_grades(painter, scale, held, _course([at for at, _point in points]))
        if not self._bare:
            self._draw_months(painter, scale, bottom)
        for mark in content.marks:
            x = round(scale.x(mark)) + 0.5
            line(painter, QPointF(x, _TOP), QPointF(x, bottom), palette().control, 1, (4, 3))
        self._draw_points(painter, points)
        if self._cursor is not None and content.first <= self._cursor <= content.last:
            x = round(scale.x(self._cursor))
            line(painter, QPointF(x, 0), QPointF(x, bottom + 4), palette().text, 1.5)
        painter.end()

    def _draw_empty(self, painter: QPainter, scale: TimeScale, bottom: float) -> None:
        """Draw the axis of days and the sentence: without a result or a limit there is no axis of values."""
        if not self._bare:
            self._draw_months(painter, scale, bottom)
        place, centre = QRectF(scale.left, 0, scale.width, bottom), Qt.AlignmentFlag.AlignHCenter
        draw_text(painter, place, self._content.empty, font(Role.CAPTION), palette().text3, centre)

    def _draw_band(self, painter: QPainter, scale: TimeScale, limits: list[float | None], bottom: float) -> None:
        low, high = limits
        if low is None and high is None:
            return
        top = _TOP if high is None else high
        end = bottom if low is None else low
        bar(painter, QRectF(scale.left, top, scale.width, end - top), palette().plot_band)

    def _draw_named(self, painter: QPainter, scale: TimeScale, named: list[tuple[float, str]]) -> None:
        face = font(Role.AXIS, tabular=True)
        for place, text in named:
            rect = QRectF(0, place - 7, scale.left - 6, 14)
            draw_text(painter, rect, text, face, palette().text2, _RIGHT)

    def _draw_grades(
        self, painter: QPainter, scale: TimeScale, grades: list[tuple[float, Grade]], course: QPainterPath
    ) -> None:
        """Draw the lines, and their names where neither another name nor the course of the values lies."""
        ink, face = palette().caution.text, font(Role.AXIS)
        right = scale.left + scale.width
        for y, _grade in grades:
            line(painter, QPointF(scale.left, round(y) + 0.5), QPointF(right, round(y) + 0.5), ink, 1, (2, 2))
        for top, bottom, words in grade_labels(grades):
            high = top - 14 if top - 14 > _TOP else bottom + 1
            wide = text_width(words, face) + 1
            places = [
                QRectF(left, high, wide, 13)
                for left in (scale.left + 4, scale.left + (scale.width - wide) / 2, right - wide - 12)
            ]
            place = next((one for one in places if not course.intersects(one)), places[0])
            draw_text(painter, place, words, face, ink)

    def _draw_months(self, painter: QPainter, scale: TimeScale, bottom: float) -> None:
        colours = palette()
        bar(painter, QRectF(scale.left, bottom, scale.width, 1), colours.border)
        for month in scale.months(56):
            x = round(scale.x(month))
            bar(painter, QRectF(x, bottom, 1, 4), colours.border)
            words = day(month, self._language).split("\u00a0")[1]
            place = QRectF(x + 2, bottom + 4, 50, 14)
            if place.right() < self.width():
                draw_text(painter, place, words, font(Role.AXIS), colours.text2)

    def _draw_points(self, painter: QPainter, points: list[tuple[QPointF, LabPoint]]) -> None:
        colours = palette()
        painter.setBrush(QBrush(Qt.BrushStyle.NoBrush))
        painter.setPen(QPen(QColor(colours.accent), 2))
        course = _course([at for at, _point in points])
        painter.drawPath(course)
        if self._bare:
            return
        for at, point in points:
            far = outside(point.value, self._content.reference)
            painter.setPen(QPen(QColor(colours.surface), 1.2))
            painter.setBrush(QBrush(QColor(colours.caution.text if far else colours.accent)))
            if far:
                x, y = at.x(), at.y()
                painter.drawPolygon(
                    QPolygonF([QPointF(x, y - 5.5), QPointF(x + 5.5, y + 4.5), QPointF(x - 5.5, y + 4.5)])
                )
            else:
                painter.drawEllipse(at, 4, 4)
            if point.text:
                self._draw_value(painter, at, point.text, course)

    def _draw_value(self, painter: QPainter, at: QPointF, words: str, course: QPainterPath) -> None:
        """Write a value beside its point, on the side where the course is not."""
        face = font(Role.AXIS, tabular=True)
        wide = text_width(words, face) + 1
        sides = [QRectF(left, at.y() - 7, wide, 14) for left in (at.x() - 8 - wide, at.x() + 8)]
        inside = [one for one in sides if one.right() < self.width()]
        place = next((one for one in inside if not course.intersects(one)), sides[0])
        bar(painter, place, palette().surface)  # no line of a treatment through a number
        draw_text(painter, place, words, face, palette().text2)


def _course(places: list[QPointF]) -> QPainterPath:
    path = QPainterPath()
    for at, place in enumerate(places):
        path.lineTo(place) if at else path.moveTo(place)
    return path


class LabPanel(Card):
    """Name, value and grade above the plot. `source_wanted(key)` for the value, `day_wanted(day)` from the plot."""

    source_wanted = Signal(str)
    day_wanted = Signal(object)

    def __init__(
        self, content: LabContent, language: Language, *, cursor: date | None = None, bare: bool = False
    ) -> None:
        super().__init__()
        self.setAccessibleName(content.name)
        self.plot = LabPlot(content, language, cursor=cursor, bare=bare)
        self.plot.day_wanted.connect(self.day_wanted)
        chip = FactChip(content.fact, language, role=Role.TITLE)
        chip.source_wanted.connect(self.source_wanted)
        name = Text(content.short or content.name, weight=Weight.SEMIBOLD, may_elide=True)
        name.setToolTip(content.name)
        head = QHBoxLayout()
        head.setContentsMargins(12, 0, 12, 0)
        head.setSpacing(8)
        head.addWidget(name, 1)
        head.addWidget(chip)
        if content.status is not None:
            head.addWidget(StatusChip(content.status))
        holder = QWidget()
        holder.setFixedHeight(39)
        holder.setLayout(head)
        self.add(holder)
        plot = QVBoxLayout()
        plot.setContentsMargins(10, 0, 12, 2 if not bare else 10)
        plot.addWidget(self.plot)
        self.add(plot)
        self.body.setStretch(1, 1)
