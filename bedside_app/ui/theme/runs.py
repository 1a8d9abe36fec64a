"""Text in pieces of several weights and colours, laid out with the type scale's line height, always plain."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QTextCharFormat, QTextLayout, QTextLine, QTextOption

from bedside_app.ui.theme.apply import palette
from bedside_app.ui.theme.fonts import font, line_height
from bedside_app.ui.theme.painting import dotted_line, note_overflow, plain
from bedside_app.ui.theme.tokens import Role, Tone, Weight

__all__ = ["Content", "Run", "RunLayout", "Style", "as_runs", "spoken"]

_UNDER: Final = 4.0  # px from the baseline to the dotted line
_UNBOUND: Final = 1e6
_FIT: Final = 0.5  # px: a line may be this much narrower than measured


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text. With a `fact` key it is a value: dotted underneath, it opens the source of that fact.

    `spoken` is what a screen reader says for it (value, unit, date, source); the text where it is empty.
    """

    text: str
    weight: Weight | None = None
    tone: Tone | None = None
    fact: str = ""
    spoken: str = ""
    tabular: bool = False


Content = str | tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Style:
    """How the pieces are set where they do not say otherwise."""

    role: Role = Role.BODY
    weight: Weight | None = None
    tone: Tone = Tone.TEXT
    tabular: bool = False
    right: bool = False
    centred: bool = False


def as_runs(content: Content) -> tuple[Run, ...]:
    """Return `content` in pieces."""
    return (Run(content),) if isinstance(content, str) else content


def spoken(content: Content) -> str:
    """Return what a screen reader says for `content`."""
    return "".join(run.spoken or run.text for run in as_runs(content))


class RunLayout:
    """Pieces laid out in `width` px; without a width on one line."""

    def __init__(self, content: Content, style: Style, width: float | None = None, *, may_elide: bool = False) -> None:
        self._runs = as_runs(content)
        self._style = style
        self._texts = [plain(run.text) for run in self._runs]
        self._width = width
        self._may_elide = may_elide
        self._layout = self._laid_out("".join(self._texts))
        self._lines = [self._layout.lineAt(index) for index in range(self._layout.lineCount())]
        self.natural_width = max((line.naturalTextWidth() for line in self._lines), default=0.0)
        """Width of the longest line in px."""
        self.height = line_height(style.role) * max(1, len(self._lines))
        """Height in px: lines times the line height of the role."""

    def _laid_out(self, text: str) -> QTextLayout:
        style = self._style
        made = QTextLayout(text, font(style.role, style.weight, tabular=style.tabular))
        made.setTextOption(_option(wraps=self._width is not None and not self._may_elide))
        made.setFormats(self._formats())
        made.beginLayout()
        while (line := made.createLine()).isValid():
            line.setLineWidth(_UNBOUND if self._width is None else self._width + _FIT)
        made.endLayout()
        return made

    def _formats(self) -> list[QTextLayout.FormatRange]:
        colours, style, at, made = palette(), self._style, 0, []
        for run, text in zip(self._runs, self._texts, strict=True):
            piece = QTextLayout.FormatRange()
            piece.start, piece.length = at, _units(text)
            colour = colours.colour(run.tone or style.tone)
            piece.format = _format(style.role, run.weight or style.weight, run.tabular or style.tabular, colour)
            made.append(piece)
            at += piece.length
        return made

    def _shift(self, line: QTextLine, width: float) -> float:
        free = width - line.naturalTextWidth()
        if self._style.right:
            return free
        return free / 2 if self._style.centred else 0.0

    def fact_boxes(self, width: float) -> list[tuple[Run, QRectF]]:
        """Return each value that opens its source with its box in px, from the layout's top left corner."""
        found, at, height = [], 0, line_height(self._style.role)
        for run, text in zip(self._runs, self._texts, strict=True):
            end = at + _units(text)
            if run.fact:
                found += [(run, box.adjusted(0, 0, 0, 0)) for box in self._boxes(at, end, width, height)]
            at = end
        return found

    def _boxes(self, start: int, end: int, width: float, height: int) -> list[QRectF]:
        made = []
        for index, line in enumerate(self._lines):
            first, last = max(start, line.textStart()), min(end, line.textStart() + line.textLength())
            if first < last:
                left, right = _x(line, first), _x(line, last)
                made.append(QRectF(left + self._shift(line, width), index * height, right - left, height))
        return made

    def draw(self, painter: QPainter, at: QPointF, width: float) -> None:
        """Draw the lines from `at`, aligned in `width` px; what does not fit is noted."""
        height = line_height(self._style.role)
        face = font(self._style.role, self._style.weight)
        metrics = QFontMetricsF(face)
        drop = (height - metrics.ascent() - metrics.descent()) / 2
        for index, line in enumerate(self._lines):
            if line.naturalTextWidth() > width + 1:
                note_overflow(self._layout.text(), line.naturalTextWidth(), width, elided=self._may_elide)
                if self._may_elide:
                    self._elided(width).draw(painter, at, width)
                    return
            top = round(at.y() + index * height + drop + metrics.ascent()) - line.ascent()
            line.draw(painter, QPointF(at.x() + self._shift(line, width), top))
        for _run, box in self.fact_boxes(width):
            under = box.top() + drop + metrics.ascent() + _UNDER
            y = at.y() + min(under, box.bottom() - 1)  # within the line: a widget of one line would cut it
            left = at.x() + box.left()
            dotted_line(painter, QPointF(left, y), QPointF(left + box.width(), y), palette().text3)

    def _elided(self, width: float) -> RunLayout:
        """Return the layout cut to `width` with an ellipsis, the styles of its pieces kept."""
        kept, room, style = [], width - 1, self._style
        for at, (run, text) in enumerate(zip(self._runs, self._texts, strict=True)):
            metrics = QFontMetricsF(font(style.role, run.weight or style.weight))
            wanted = metrics.horizontalAdvance(text)
            after = metrics.horizontalAdvance("…") if at < len(self._runs) - 1 else 0.0
            if wanted <= room - after:
                kept.append(Run(text, run.weight, run.tone))
                room -= wanted
                continue
            cut = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(room, 0.0))
            kept.append(Run(cut or "…", run.weight, run.tone))
            break
        return RunLayout(tuple(kept), style)


@cache
def _option(*, wraps: bool) -> QTextOption:
    made = QTextOption()
    made.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere if wraps else QTextOption.WrapMode.NoWrap)
    made.setTextDirection(Qt.LayoutDirection.LeftToRight)
    return made


@cache
def _format(role: Role, weight: Weight | None, tabular: bool, colour: str) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setFont(font(role, weight, tabular=tabular))
    made.setForeground(QColor(colour))
    return made


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _x(line: QTextLine, position: int) -> float:
    found: Any = line.cursorToX(position)  # x alone, or with the position that it was found at
    return float(found[0] if isinstance(found, tuple) else found)
