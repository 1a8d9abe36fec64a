"""A probability with its interval on a scale of 0 to 100, and where a decision changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from bedside_app.foundation.words import Language, number, say
from bedside_app.ui.theme.apply import palette
from bedside_app.ui.theme.fonts import font, text_width
from bedside_app.ui.theme.painting import bar, draw_text
from bedside_app.ui.theme.tokens import Role, Tone

__all__ = ["ProbabilityScale", "Zone"]

_EDGE = 10
_CENTRE = Qt.AlignmentFlag.AlignHCenter


@dataclass(frozen=True, slots=True)
class Zone:
    """A named part of the scale: from a threshold to the next, in percent."""

    low: float
    high: float
    label: str = ""


class ProbabilityScale(QWidget):
    """The scale.

    Parameters
    ----------
    value, interval
        Percent, 0 to 100. No interval: none is drawn, and the words beside it say so.
    thresholds
        Percent at which a decision changes; each is drawn and named.
    """

    def __init__(
        self,
        value: float,
        interval: tuple[float, float] | None,
        language: Language,
        *,
        thresholds: Sequence[float] = (),
        zones: Sequence[Zone] = (),
        tone: Tone = Tone.CAUTION,
    ) -> None:
        super().__init__()
        self._value, self._interval, self._language = value, interval, language
        self._thresholds, self._zones, self._tone = tuple(thresholds), tuple(zones), tone
        told: dict[str, object] = {"value": value, "low": None, "high": None}
        if interval is not None:
            told |= {"low": interval[0], "high": interval[1]}
        self.setAccessibleName(say("ui.chart.scale", language, told))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return the scale's size in px."""
        return QSize(320, 52 if self._zones else 40)

    def _x(self, percent: float) -> float:
        return _EDGE + percent / 100 * (self.width() - 2 * _EDGE)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint track, interval, thresholds, zones and value."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours, tint = palette(), palette().tint(self._tone)
        bar(painter, QRectF(_EDGE, 8, self.width() - 2 * _EDGE, 8), colours.sunken)
        if self._interval is not None:
            low, high = (self._x(end) for end in self._interval)
            bar(painter, QRectF(low, 8, high - low, 8), tint.edge)
        self._draw_thresholds(painter)
        for zone in self._zones:
            place = QRectF(self._x(zone.low), 36, self._x(zone.high) - self._x(zone.low), 14)
            if text_width(zone.label, font(Role.AXIS)) <= place.width() + 24:
                wide = place.adjusted(-12, 0, 12, 0)
                draw_text(painter, wide, zone.label, font(Role.AXIS), colours.text3, _CENTRE)
        x = self._x(self._value)
        corners = [QPointF(x, 5), QPointF(x + 7, 12), QPointF(x, 19), QPointF(x - 7, 12)]
        painter.setPen(QColor(colours.surface))
        painter.setBrush(QBrush(QColor(tint.text)))
        painter.drawPolygon(QPolygonF(corners))
        painter.end()

    def _draw_thresholds(self, painter: QPainter) -> None:
        colours, face, taken = palette(), font(Role.AXIS), -100.0
        for threshold in self._thresholds:
            x = self._x(threshold)
            bar(painter, QRectF(round(x), 3, 1, 18), colours.text2)
            words = number(threshold, self._language)
            width = text_width(words, face) + 4
            if x - width / 2 >= taken:
                draw_text(painter, QRectF(x - width / 2, 22, width, 14), words, face, colours.text2, _CENTRE)
                taken = x + width / 2
