"""A value that opens its source, in all its states."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPainter
from PySide6.QtWidgets import QWidget

from bedside_app.foundation.words import Language, say
from bedside_app.ui.components.basics.operable import Look, Operable
from bedside_app.ui.theme.apply import palette
from bedside_app.ui.theme.fonts import font, line_height, text_width
from bedside_app.ui.theme.icons import draw_icon
from bedside_app.ui.theme.painting import bar, dotted_line, draw_text, plain
from bedside_app.ui.theme.tokens import Role, Tone, Weight

__all__ = ["FactChip", "FactContent", "FactState"]

_ICON = 14
_GAP = 4
_HARD = "\u00a0"


class FactState(StrEnum):
    """What is to be known about a value at first sight."""

    CURRENT = "current"
    NOT_CURRENT = "not-current"
    TYPED = "typed"
    OUT_OF_RANGE = "out-of-range"
    UNKNOWN = "unknown"
    COMPUTING = "computing"


@dataclass(frozen=True, slots=True, kw_only=True)
class FactContent:
    """A value as it is shown: written out, never a number to compute with.

    `note` follows the value (*14 months old*); `source` is what is said after it (date and source).
    An unknown or computing fact shows no value, whatever is given.
    """

    key: str
    value: str = ""
    unit: str = ""
    state: FactState = FactState.CURRENT
    note: str = ""
    source: str = ""
    light_unit: bool = False


_SIGNS = {
    FactState.NOT_CURRENT: ("clock", Tone.CAUTION, Weight.SEMIBOLD),
    FactState.TYPED: ("pen-line", Tone.TEXT2, Weight.REGULAR),
    FactState.UNKNOWN: ("circle-help", Tone.UNKNOWN, Weight.SEMIBOLD),
    FactState.COMPUTING: ("loader-circle", Tone.TEXT3, Weight.REGULAR),
    FactState.OUT_OF_RANGE: ("triangle-alert", Tone.CAUTION, Weight.SEMIBOLD),
}


class FactChip(Operable):
    """A value with a dotted line: click, space, Enter or `.` asks for its source with `source_wanted(key)`."""

    ring_radius = 4
    small = True
    source_wanted = Signal(str)

    def __init__(
        self, content: FactContent, language: Language, *, role: Role = Role.BODY, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent=parent)
        self._language, self._role = language, role
        self._content = content
        self.clicked.connect(lambda: self.source_wanted.emit(self._content.key))
        self.show_fact(content)

    @property
    def content(self) -> FactContent:
        """Return the fact that is shown."""
        return self._content

    def show_fact(self, content: FactContent) -> None:
        """Show `content`; the value before it is gone at once."""
        self._content = content
        parts = (
            f"{self._value()}{_HARD}{content.unit}".strip() if self._value() else "",
            self._note(),
            self._range(),
            content.source,
        )
        told = ", ".join(part for part in parts if part)
        self.setAccessibleName(say("ui.fact.opens", self._language, {"text": told}))
        self.updateGeometry()
        self.update()

    def _range(self) -> str:
        out = self._content.state is FactState.OUT_OF_RANGE
        return say("ui.fact.out-of-range", self._language) if out else ""

    def _value(self) -> str:
        hidden = self._content.state in {FactState.UNKNOWN, FactState.COMPUTING}
        return "" if hidden else self._content.value

    def _unit(self) -> str:
        return f"{_HARD}{self._content.unit}" if self._value() and self._content.unit else ""

    def _note(self) -> str:
        words = {FactState.UNKNOWN: "unknown", FactState.COMPUTING: "computing", FactState.TYPED: "typed"}
        word = words.get(self._content.state)
        return self._content.note or (say(f"ui.fact.{word}", self._language) if word else "")

    def _faces(self) -> tuple[float, float]:
        """Return the widths of value and unit in px."""
        value = text_width(plain(self._value()), self._font(Weight.SEMIBOLD))
        return value, text_width(self._unit(), self._font(self._unit_weight()))

    def _unit_weight(self) -> Weight:
        return Weight.REGULAR if self._content.light_unit else Weight.SEMIBOLD

    def _font(self, weight: Weight) -> QFont:
        return font(self._role, weight, tabular=True)

    def _note_width(self) -> float:
        weight = _SIGNS.get(self._content.state, ("", Tone.TEXT2, Weight.REGULAR))[2]
        return text_width(plain(self._note()), font(self._note_role(), weight)) + 1 if self._note() else 0.0

    def _note_role(self) -> Role:
        return Role.CAPTION if self._value() else Role.BODY

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the source with `.` as well."""
        if event.key() == Qt.Key.Key_Period:
            self.click()
            return
        super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """Return the chip's own size in px; it can be hit within 44."""
        value, unit = self._faces()
        width = value + unit + 1
        if self._content.state in _SIGNS:
            width += _ICON + _GAP
        width += _GAP + self._note_width() if self._note() else 0
        return QSize(int(width) + 2, line_height(self._role) + 2)

    def draw(self, painter: QPainter) -> None:
        """Draw value, unit, sign and note."""
        left, state = 0.0, self._content.state
        if state is FactState.OUT_OF_RANGE:
            left = self._draw_sign(painter, left)
        left = self._draw_value(painter, left)
        if state in _SIGNS and state is not FactState.OUT_OF_RANGE:
            left = self._draw_sign(painter, left + (_GAP if self._value() else 0))
        if self._note():
            left += 0 if state in _SIGNS else _GAP
            _icon, tone, weight = _SIGNS.get(state, ("", Tone.TEXT2, Weight.REGULAR))
            rect = QRectF(left, 0, self.width() - left, self.height() - 2)
            draw_text(painter, rect, self._note(), font(self._note_role(), weight), palette().colour(tone))

    def _draw_sign(self, painter: QPainter, left: float) -> float:
        name, tone, _weight = _SIGNS[self._content.state]
        top = (self.height() - 2 - _ICON) / 2
        draw_icon(painter, name, QRectF(left, top, _ICON, _ICON), palette().colour(tone))
        return left + _ICON + _GAP

    def _draw_value(self, painter: QPainter, left: float) -> float:
        if not self._value():
            return left
        colours = palette()
        hovered = self.look() in {Look.HOVER, Look.PRESSED}
        ink = colours.colour(Tone.CAUTION) if self._content.state is FactState.OUT_OF_RANGE else colours.text
        ink = colours.accent if hovered else ink
        value, unit = self._faces()
        height = self.height() - 2
        draw_text(painter, QRectF(left, 0, value + 1, height), self._value(), self._font(Weight.SEMIBOLD), ink)
        draw_text(
            painter, QRectF(left + value, 0, unit + 1, height), self._unit(), self._font(self._unit_weight()), ink
        )
        right = left + value + unit
        if hovered:
            bar(painter, QRectF(left, self.height() - 2.0, right - left, 2), colours.accent)
        else:
            dotted_line(painter, QPointF(left, self.height() - 2.0), QPointF(right, self.height() - 2.0), colours.text3)
        return right
