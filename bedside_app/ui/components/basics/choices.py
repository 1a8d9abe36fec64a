"""Choices: segments, agree / modify / reject, toggle, check box, radio."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout

from bedside_app.foundation.words import Language, say
from bedside_app.ui.components.basics.operable import Look, Operable
from bedside_app.ui.components.basics.tab_stop import stop_at_checked
from bedside_app.ui.theme.apply import palette
from bedside_app.ui.theme.fonts import font, text_width
from bedside_app.ui.theme.icons import draw_icon
from bedside_app.ui.theme.painting import bar, box, draw_text, plain
from bedside_app.ui.theme.tokens import RADIUS, TARGET, Role, Tone, Weight

__all__ = ["Choice", "Segments", "Switch", "SwitchKind", "TriState", "Verdict", "toggle"]


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several: its key, its words, an icon, and the colour that it takes when chosen."""

    key: str
    text: str
    icon: str = ""
    tone: Tone = Tone.ACCENT


class _Segment(Operable):
    """One part of a row of segments."""

    def __init__(self, choice: Choice) -> None:
        super().__init__(choice.text)
        self.choice = choice
        self.setCheckable(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the arrows to the row: by itself Qt would choose with them, and nothing is chosen by moving."""
        if event.key() in {Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down}:
            event.ignore()
            return
        super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """Return the part's size in px; bold or not, it keeps its width."""
        width = text_width(plain(self.choice.text), font(Role.BODY, Weight.SEMIBOLD))
        return QSize(int(width) + 27 + (24 if self.choice.icon else 0), TARGET)

    def draw(self, painter: QPainter) -> None:
        """Draw ground, icon and words."""
        colours, look, rect = palette(), self.look(), self.rect().toRectF()
        chosen = self.isChecked()
        if chosen:
            fill, ink = colours.colour(self.choice.tone), colours.on_accent
        else:
            fill = colours.hover if look in {Look.HOVER, Look.PRESSED} else ""
            ink = colours.text3 if look is Look.DISABLED else colours.text2
        if fill:
            box(painter, rect, fill=fill, radius=RADIUS["control"] - 1)
        face = font(Role.BODY, Weight.SEMIBOLD if chosen else Weight.MEDIUM)
        width = text_width(plain(self.choice.text), face) + 1
        left = rect.center().x() - (width + (24 if self.choice.icon else 0)) / 2
        if self.choice.icon:
            draw_icon(painter, self.choice.icon, QRectF(left, rect.center().y() - 8, 16, 16), ink)
            left += 24
        draw_text(painter, QRectF(left, 0, width, rect.height()), self.choice.text, face, ink)


class Segments(QFrame):
    """One choice of a few, side by side, 44 high. Left and right move, `chosen(key)` tells."""

    chosen = Signal(str)

    def __init__(self, choices: tuple[Choice, ...], name: str, *, selected: str = "") -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        self._parts = [_Segment(choice) for choice in choices]
        row = QHBoxLayout(self)
        row.setContentsMargins(1, 0, 1, 0)
        row.setSpacing(1)
        for part in self._parts:
            self._group.addButton(part)
            part.setChecked(part.choice.key == selected)
            row.addWidget(part)
        self._group.buttonClicked.connect(lambda part: self.chosen.emit(part.choice.key))
        self._group.buttonToggled.connect(lambda *_: stop_at_checked(self._parts))
        stop_at_checked(self._parts)
        self.setSizePolicy(self._parts[0].sizePolicy())

    @property
    def selected(self) -> str:
        """Return the key of the chosen one; empty where nothing is chosen."""
        return next((part.choice.key for part in self._parts if part.isChecked()), "")

    def select(self, key: str) -> None:
        """Choose `key` without telling; an empty key chooses nothing."""
        self._group.setExclusive(False)
        for part in self._parts:
            part.setChecked(part.choice.key == key)
        self._group.setExclusive(True)
        stop_at_checked(self._parts)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the focus with the arrow keys."""
        step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(Qt.Key(event.key()), 0)
        at = next((index for index, part in enumerate(self._parts) if part is self.focusWidget()), None)
        if step and at is not None:
            self._parts[(at + step) % len(self._parts)].setFocus(Qt.FocusReason.TabFocusReason)
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the frame and the lines between parts of which neither is chosen."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = palette()
        box(painter, self.rect().toRectF(), fill=colours.surface, edge=colours.control, radius=RADIUS["control"])
        for before, after in zip(self._parts, self._parts[1:], strict=False):
            if not (before.isChecked() or after.isChecked()):
                bar(painter, QRectF(after.x() - 1.0, 1, 1, self.height() - 2.0), colours.border)
        painter.end()


class Verdict(StrEnum):
    """What a clinician says to one item."""

    AGREE = "agree"
    MODIFY = "modify"
    REJECT = "reject"


class TriState(Segments):
    """Agree, modify or reject; nothing is chosen before the clinician does."""

    def __init__(self, language: Language, what: str, *, selected: Verdict | None = None) -> None:
        tones = {Verdict.REJECT: Tone.STOP}
        icons = {Verdict.AGREE: "check", Verdict.MODIFY: "pen-line", Verdict.REJECT: "x"}
        choices = tuple(
            Choice(verdict, say(f"ui.action.{verdict}", language), icons[verdict], tones.get(verdict, Tone.ACCENT))
            for verdict in Verdict
        )
        super().__init__(choices, what, selected=selected or "")


class SwitchKind(StrEnum):
    """What a yes-or-no control looks like."""

    TOGGLE = "toggle"
    CHECK = "check"
    RADIO = "radio"


class Switch(Operable):
    """A toggle, check box or radio with its word beside it, 44 high; `toggled(bool)` tells."""

    def __init__(self, text: str, kind: SwitchKind = SwitchKind.CHECK, *, on: bool = False, off_text: str = "") -> None:
        super().__init__(text)
        self._kind, self._off = kind, off_text
        self.setCheckable(True)
        self.setChecked(on)
        self.setAutoExclusive(kind is SwitchKind.RADIO)

    def _mark_width(self) -> int:
        return {SwitchKind.TOGGLE: 36, SwitchKind.CHECK: 18, SwitchKind.RADIO: 18}[self._kind]

    def word(self) -> str:
        """Return the word that stands beside the mark now."""
        return self.text() if self.isChecked() or not self._off else self._off

    def sizeHint(self) -> QSize:
        """Return the size in px, the same on and off."""
        face = font(Role.BODY)
        width = max(text_width(plain(word), face) for word in (self.text(), self._off))
        return QSize(int(width) + self._mark_width() + 10, TARGET)

    def draw(self, painter: QPainter) -> None:
        """Draw mark and word."""
        middle = self.height() / 2
        colours = palette()
        if self._kind is SwitchKind.TOGGLE:
            self._draw_toggle(painter, QRectF(0, middle - 10, 36, 20))
        else:
            self._draw_box(painter, QRectF(0.5, middle - 8.5, 17, 17))
        ink = colours.text3 if self.look() is Look.DISABLED else colours.text
        left = self._mark_width() + 8
        draw_text(painter, QRectF(left, 0, self.width() - left, self.height()), self.word(), font(Role.BODY), ink)

    def _draw_toggle(self, painter: QPainter, rect: QRectF) -> None:
        colours, on = palette(), self.isChecked()
        box(painter, rect, fill=colours.accent if on else colours.sunken, edge="" if on else colours.control, radius=10)
        knob = QRectF(rect.right() - 18 if on else rect.left() + 2, rect.top() + 2, 16, 16)
        box(painter, knob, fill=colours.on_accent if on else colours.control, radius=8)

    def _draw_box(self, painter: QPainter, rect: QRectF) -> None:
        colours, on = palette(), self.isChecked()
        radius = rect.width() / 2 if self._kind is SwitchKind.RADIO else 3
        fill = colours.accent if on else (colours.hover if self.look() is Look.HOVER else colours.surface)
        box(painter, rect, fill=fill, edge="" if on else colours.control, radius=radius, width=1.5)
        if on and self._kind is SwitchKind.CHECK:
            draw_icon(painter, "check", rect.adjusted(1.5, 1.5, -1.5, -1.5), colours.on_accent)
        elif on:
            box(painter, rect.adjusted(5, 5, -5, -5), fill=colours.on_accent, radius=4)


def toggle(language: Language, name: str, *, on: bool = False) -> Switch:
    """Return a toggle with *On* or *Off* beside it, named `name` for a screen reader."""
    made = Switch(say("ui.action.on", language), SwitchKind.TOGGLE, on=on, off_text=say("ui.action.off", language))
    made.setAccessibleName(name)
    return made
