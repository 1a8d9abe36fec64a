"""The rail of sections at the left: icon, word, count; 64 px each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QToolButton, QVBoxLayout

from bedside_app.foundation.words import Language, say
from bedside_app.ui.components.basics.tab_stop import stop_at_checked
from bedside_app.ui.theme.apply import palette
from bedside_app.ui.theme.fonts import font, text_width
from bedside_app.ui.theme.icons import draw_icon
from bedside_app.ui.theme.painting import bar, box, draw_text, plain
from bedside_app.ui.theme.tokens import RADIUS, Role, Weight

__all__ = ["RAIL_WIDTH", "Rail", "RailButton", "Section"]

RAIL_WIDTH = 80
_HEIGHT = 64
_CENTRE = Qt.AlignmentFlag.AlignHCenter


@dataclass(frozen=True, slots=True)
class Section:
    """A section: key, word, icon, and how many things wait in it (none: no badge)."""

    key: str
    label: str
    icon: str
    count: int = 0
    enabled: bool = True


class RailButton(QToolButton):
    """One section, or the way back to the worklist."""

    ring_radius: ClassVar[int] = RADIUS["chip"]

    def __init__(self, section: Section, language: Language, *, checkable: bool = True) -> None:
        super().__init__()
        self.section = section
        self.setText(section.label)
        self.setCheckable(checkable)
        self.setEnabled(section.enabled)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedSize(RAIL_WIDTH - 1, _HEIGHT)
        said = {"label": section.label, "count": section.count}
        self.setAccessibleName(say("ui.rail.count", language, said) if section.count else section.label)

    def sizeHint(self) -> QSize:
        """Return the button's size in px."""
        return QSize(RAIL_WIDTH - 1, _HEIGHT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter do what space does."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
            return
        if event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down}:  # Qt would open the section that is passed
            event.ignore()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint ground, bar, icon, word and badge."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours, rect, shown = palette(), self.rect().toRectF(), self.isChecked()
        if shown:
            bar(painter, rect, colours.accent_bg)
            bar(painter, QRectF(0, 0, 3, rect.height()), colours.accent)
        elif self.isEnabled() and self.underMouse():
            bar(painter, rect, colours.hover)
        ink = colours.accent if shown else (colours.text2 if self.isEnabled() else colours.text3)
        draw_icon(painter, self.section.icon, QRectF(rect.center().x() - 10, 12, 20, 20), ink)
        face = font(Role.CAPTION, Weight.SEMIBOLD if shown else Weight.REGULAR)
        if text_width(self.text(), face) > rect.width() - 4:
            face = font(Role.AXIS, Weight.SEMIBOLD if shown else Weight.REGULAR)
        draw_text(painter, QRectF(2, 36, rect.width() - 4, 16), self.text(), face, ink, _CENTRE)
        if self.section.count:
            self._draw_badge(painter, rect.center().x() + 5)
        painter.end()

    def _draw_badge(self, painter: QPainter, left: float) -> None:
        colours, text = palette(), str(self.section.count)
        face = font(Role.AXIS, Weight.SEMIBOLD)
        place = QRectF(left, 6, max(16.0, text_width(plain(text), face) + 8), 16)
        box(painter, place, fill=colours.text2, radius=8)
        draw_text(painter, place, text, face, colours.surface, _CENTRE)


class Rail(QFrame):
    """The sections of a patient, one of them shown. `wanted(key)`, `back_wanted()`; up and down move the focus."""

    wanted = Signal(str)
    back_wanted = Signal()

    def __init__(self, sections: Sequence[Section], language: Language, *, back: bool = True) -> None:
        super().__init__()
        self.setFixedWidth(RAIL_WIDTH)
        self.setAccessibleName(say("ui.rail.sections", language))
        self._group = QButtonGroup(self)
        self._buttons: dict[str, RailButton] = {}
        self._back = back
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 1, 0)
        column.setSpacing(0)
        if back:
            button = RailButton(
                Section("", say("ui.action.worklist", language), "arrow-left"), language, checkable=False
            )
            button.clicked.connect(self.back_wanted)
            column.addWidget(button)
            column.addSpacing(8)
        for section in sections:
            made = RailButton(section, language)
            self._group.addButton(made)
            self._buttons[section.key] = made
            column.addWidget(made)
        column.addStretch(1)
        self._group.buttonClicked.connect(lambda made: self.wanted.emit(made.section.key))
        self._group.buttonToggled.connect(lambda *_: stop_at_checked(tuple(self._buttons.values())))
        stop_at_checked(tuple(self._buttons.values()))

    @property
    def shown(self) -> str:
        """Return the key of the section that is shown; empty before any is."""
        return next((key for key, button in self._buttons.items() if button.isChecked()), "")

    def show_section(self, key: str) -> None:
        """Mark a section as the one that is shown, without telling."""
        self._buttons[key].setChecked(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the focus with up and down."""
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        live = [button for button in self._buttons.values() if button.isEnabled()]
        at = next((index for index, button in enumerate(live) if button is self.focusWidget()), None)
        if step and at is not None:
            live[(at + step) % len(live)].setFocus(Qt.FocusReason.TabFocusReason)
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the surface, its right edge, and the line under the way back."""
        painter = QPainter(self)
        colours = palette()
        bar(painter, self.rect().toRectF(), colours.surface)
        bar(painter, QRectF(self.width() - 1.0, 0, 1, self.height()), colours.border)
        if self._back:
            bar(painter, QRectF(0, _HEIGHT - 1.0, self.width(), 1), colours.border)
        painter.end()
