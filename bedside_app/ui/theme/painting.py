"""What painters share: text that knows when it does not fit, lines, boxes.

Every text that is painted by hand goes through `draw_text`, so that a test can ask what was cut.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPen

__all__ = ["Overflow", "bar", "box", "dotted_line", "draw_text", "line", "note_overflow", "plain", "watched_overflows"]

LEFT: Final = Qt.AlignmentFlag.AlignLeft
_TOLERANCE: Final = 0.75  # px: rounding of advances at fractional scales
_BIDI: Final = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_ISOLATE, _POP = "\u2068", "\u2069"


@dataclass(frozen=True, slots=True)
class Overflow:
    """A text that wanted more room (px) than it was given, and whether it was allowed to be shortened."""

    text: str
    wanted: float
    given: float
    elided: bool


_SPACES: Final = frozenset("\u00a0\u202f\u2009\u200b\u200c\u200d\u2060\u00ad")  # spaces and joiners that names use
_WITHOUT_SPACES: Final = str.maketrans("", "", "".join(_SPACES))
_RIGHT_TO_LEFT: Final = re.compile("[\u0590-\u08ff]")
_watching: list[list[Overflow]] = []


@contextmanager
def watched_overflows() -> Iterator[list[Overflow]]:
    """Collect every text that does not fit while the block paints."""
    found: list[Overflow] = []
    _watching.append(found)
    try:
        yield found
    finally:
        _watching.remove(found)


def note_overflow(text: str, wanted: float, given: float, *, elided: bool) -> None:
    """Tell who watches that `text` does not fit."""
    for found in _watching:
        found.append(Overflow(text, wanted, given, elided))


def plain(text: str) -> str:
    """Return `text` on one line, without control characters, unable to reorder what stands beside it."""
    kept = text
    if not text.translate(_WITHOUT_SPACES).isprintable():
        safe = (character for character in text if character not in _BIDI)
        kept = "".join(character if character.isprintable() or character in _SPACES else " " for character in safe)
    return f"{_ISOLATE}{kept}{_POP}" if _RIGHT_TO_LEFT.search(kept) else kept


def draw_text(  # noqa: PLR0913 - a painter's primitive
    painter: QPainter,
    rect: QRectF,
    text: str,
    face: QFont,
    colour: str,
    align: Qt.AlignmentFlag = LEFT,
    *,
    may_elide: bool = False,
) -> None:
    """Draw one line of `text`, centred in the height of `rect`; where it does not fit it is noted, elided if it may."""
    metrics = QFontMetricsF(face)
    shown = plain(text)
    wanted = metrics.horizontalAdvance(shown)
    if wanted > rect.width() + _TOLERANCE:
        note_overflow(text, wanted, rect.width(), elided=may_elide)
        if may_elide:
            shown = metrics.elidedText(shown, Qt.TextElideMode.ElideRight, rect.width())
            wanted = metrics.horizontalAdvance(shown)
    x = rect.left()
    if align & Qt.AlignmentFlag.AlignRight:
        x = rect.right() - wanted
    elif align & Qt.AlignmentFlag.AlignHCenter:
        x = rect.center().x() - wanted / 2
    baseline = rect.center().y() + (metrics.ascent() - metrics.descent()) / 2
    painter.setFont(face)
    painter.setPen(QColor(colour))
    painter.drawText(QPointF(x, round(baseline)), shown)


def box(  # noqa: PLR0913 - a painter's primitive
    painter: QPainter,
    rect: QRectF,
    *,
    fill: str = "",
    edge: str = "",
    radius: float = 0,
    width: float = 1,
    dashed: bool = False,
) -> None:
    """Draw a rounded box whose edge of `width` px lies inside `rect`."""
    pen = QPen(Qt.PenStyle.NoPen)
    if edge:
        pen = QPen(QColor(edge), width)
        if dashed:
            pen.setDashPattern([3, 2.5])
    painter.setPen(pen)
    painter.setBrush(QBrush(QColor(fill)) if fill else QBrush(Qt.BrushStyle.NoBrush))
    inset = width / 2 if edge else 0
    painter.drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), radius - inset, radius - inset)


def bar(painter: QPainter, rect: QRectF, fill: str) -> None:
    """Fill `rect` with one colour."""
    painter.fillRect(rect, QColor(fill))


def line(
    painter: QPainter, start: QPointF, end: QPointF, colour: str, width: float = 1, dashes: tuple[float, ...] = ()
) -> None:
    """Draw a line; `dashes` are lengths in units of its width."""
    pen = QPen(QColor(colour), width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if dashes:
        pen.setDashPattern(list(dashes))
    painter.setPen(pen)
    painter.drawLine(start, end)


def dotted_line(painter: QPainter, start: QPointF, end: QPointF, colour: str) -> None:
    """Draw the dotted line under a value that opens its source."""
    line(
        painter,
        QPointF(start.x(), round(start.y()) + 0.5),
        QPointF(end.x(), round(end.y()) + 0.5),
        colour,
        1,
        (1.0, 1.5),
    )
