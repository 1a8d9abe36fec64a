"""The tool bar over the panes, and the bar of frames under them."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from bedside_app.foundation.words import Language, say
from bedside_app.ui.components.basics import Choice, IconButton, Look, Operable, Segments, Text
from bedside_app.ui.theme import RADIUS, TARGET, Role, Tone, draw_icon, font, palette
from bedside_app.ui.theme.painting import bar, box, draw_text
from bedside_app.ui.viewmodels.patient.images.cine import Cine, cine_words
from bedside_app.ui.viewmodels.patient.images.window import PRESETS

__all__ = ["TOOL_KEYS", "CineBar", "Tool", "ToolBar"]

_HIGH: Final = 48


class Tool(StrEnum):
    """What a drag in the pane does."""

    PAN = "pan"
    WINDOW = "window"
    ZOOM = "zoom"
    LENGTH = "length"
    AREA = "area"


_ICONS: Final = {
    Tool.PAN: ("move", "P"),
    Tool.WINDOW: ("contrast", "W"),
    Tool.ZOOM: ("zoom-in", "Z"),
    Tool.LENGTH: ("ruler", "L"),
    Tool.AREA: ("vector-square", "A"),
}
TOOL_KEYS: Final = {key: tool for tool, (_icon, key) in _ICONS.items()}


class _ToolButton(Operable):
    """A tool: its icon, with its key small in the corner; the one in hand stands on the accent's tint."""

    def __init__(self, icon: str, key: str, name: str, *, checkable: bool = False) -> None:
        super().__init__("")
        self._icon_name, self._key = icon, key
        self.setCheckable(checkable)
        self.setAccessibleName(name)
        self.setToolTip(f"{name} ({key})")

    def show_icon(self, icon: str) -> None:
        """Show another icon."""
        self._icon_name = icon
        self.update()

    def sizeHint(self) -> QSize:
        """Return the button's size in px."""
        return QSize(TARGET, TARGET)

    def draw(self, painter: QPainter) -> None:
        """Draw ground, icon and key."""
        colours, look, rect = palette(), self.look(), self.rect().toRectF()
        on = self.isChecked()
        if on:
            box(painter, rect, fill=colours.accent_bg, radius=RADIUS["control"])
        elif look in {Look.HOVER, Look.PRESSED}:
            box(painter, rect, fill=colours.hover, radius=RADIUS["control"])
        ink = colours.text3 if look is Look.DISABLED else colours.accent if on else colours.text
        draw_icon(painter, self._icon_name, QRectF(12, 12, 20, 20), ink)
        corner = QRectF(rect.right() - 13, rect.bottom() - 14, 12, 14)
        ink = colours.text3 if look is Look.DISABLED else colours.text2
        draw_text(painter, corner, self._key, font(Role.AXIS), ink, Qt.AlignmentFlag.AlignHCenter)


class ToolBar(QWidget):
    """The bar, 48 high: `tool_wanted(Tool)`, `preset_wanted(name)`, `outline_wanted`, `reset_wanted`."""

    tool_wanted = Signal(object)
    preset_wanted = Signal(str)
    outline_wanted = Signal()
    reset_wanted = Signal()

    def __init__(self, language: Language) -> None:
        super().__init__()
        self._language = language
        self._drawn: bool | None = None
        self.setAccessibleName(say("images.tool.bar", language))
        self.setFixedHeight(_HIGH)
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 2, 10, 2)
        row.setSpacing(0)
        self._tools = {tool: self._tool_button(tool, language) for tool in Tool}
        self._outline = _ToolButton("eye", "O", say("images.tool.outline", language))
        self._outline.clicked.connect(self.outline_wanted)
        self._reset = _ToolButton("rotate-ccw", "R", say("images.tool.reset", language))
        self._reset.clicked.connect(self.reset_wanted)
        choices = tuple(Choice(name, say(f"images.preset.{name}", language)) for name in PRESETS)
        self._presets = Segments(choices, say("images.tool.presets", language), selected="stored")
        self._presets.chosen.connect(self.preset_wanted)
        self._words = Text("", Role.CAPTION, tone=Tone.TEXT2, tabular=True, align=Qt.AlignmentFlag.AlignRight)
        self._scale = Text("", Role.CAPTION, tone=Tone.TEXT2, tabular=True, align=Qt.AlignmentFlag.AlignRight)
        for part in (*self._tools.values(), self._outline, self._reset):
            row.addWidget(part)
        row.addSpacing(6)
        row.addWidget(self._presets)
        row.addSpacing(8)
        row.addStretch(1)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(self._words)
        words.addWidget(self._scale)
        words.addStretch(1)
        row.addLayout(words)

    def _tool_button(self, tool: Tool, language: Language) -> _ToolButton:
        icon, key = _ICONS[tool]
        made = _ToolButton(icon, key, say(f"images.tool.{tool}", language), checkable=True)
        made.clicked.connect(lambda _checked=False, tool=tool: self.tool_wanted.emit(tool))
        return made

    def show_tool(self, tool: Tool, *, outline: bool) -> None:
        """Show which tool is in hand, and whether the outline is drawn."""
        for one, button in self._tools.items():
            button.setChecked(one is tool)
        if outline is self._drawn:
            return
        self._drawn = outline
        self._outline.show_icon("eye" if outline else "eye-off")
        self._outline.setAccessibleDescription(say(f"ui.action.{'on' if outline else 'off'}", self._language))

    def show_window(self, name: str, words: str, scale: str) -> None:
        """Show the preset that holds, "" for a free window, centre and width in words, and the magnification."""
        if name != self._presets.selected:
            self._presets.select(name)
        if words != self._words.text():
            self._words.set_content(words)
        if scale != self._scale.text():
            self._scale.set_content(scale)

    def show_ready(self, ready: bool) -> None:
        """Let the tools be used only while there is an image."""
        for part in (*self._tools.values(), self._outline, self._reset, self._presets):
            part.setEnabled(ready)


class CineBar(QWidget):
    """The frames of one image: `step_wanted(int)`, `play_wanted`, `frame_wanted(int)`."""

    step_wanted = Signal(int)
    play_wanted = Signal()
    frame_wanted = Signal(int)

    def __init__(self, language: Language) -> None:
        super().__init__()
        self._language = language
        self.setAccessibleName(say("images.cine.bar", language))
        row = QHBoxLayout(self)
        row.setContentsMargins(5, 2, 12, 2)
        row.setSpacing(0)
        back = IconButton("chevron-left", say("images.cine.previous", language))
        back.clicked.connect(lambda: self.step_wanted.emit(-1))
        self._play = _PlayButton(language)
        self._play.clicked.connect(self.play_wanted)
        forth = IconButton("chevron-right", say("images.cine.next", language))
        forth.clicked.connect(lambda: self.step_wanted.emit(1))
        self._track = _FrameTrack()
        self._track.frame_wanted.connect(self.frame_wanted)
        self._words = Text("", Role.CAPTION, tone=Tone.TEXT2, tabular=True)
        for part in (back, self._play, forth):
            row.addWidget(part)
        row.addWidget(self._track, 1)
        row.addSpacing(12)
        row.addWidget(self._words)

    def show_cine(self, cine: Cine) -> None:
        """Show the frame, and whether they run."""
        self._play.show_playing(cine.playing)
        self._track.show_frame(cine.frame, cine.frames)
        self._words.set_content(cine_words(cine, self._language))


class _PlayButton(IconButton):
    def __init__(self, language: Language) -> None:
        super().__init__("play", say("images.cine.play", language))
        self._language = language

    def show_playing(self, playing: bool) -> None:
        self._icon_name = "pause" if playing else "play"
        self.setAccessibleName(say(f"images.cine.{'pause' if playing else 'play'}", self._language))
        self.update()


class _FrameTrack(QWidget):
    """Where among the frames the shown one is; a press or a drag goes to a frame."""

    frame_wanted = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._frame, self._frames = 0, 1
        self.setFixedHeight(TARGET)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_frame(self, frame: int, frames: int) -> None:
        self._frame, self._frames = frame, frames
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the frame under the pointer."""
        share = (event.position().x() - 8) / max(1, self.width() - 16)
        self.frame_wanted.emit(round(min(max(share, 0.0), 1.0) * (self._frames - 1)))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer."""
        self.mousePressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the track and the place on it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours, middle, room = palette(), self.height() / 2, self.width() - 16
        x = 8 + room * self._frame / max(1, self._frames - 1)
        bar(painter, QRectF(8, middle - 3, room, 6), colours.sunken)
        bar(painter, QRectF(8, middle - 3, x - 8, 6), colours.accent)
        box(painter, QRectF(x - 7, middle - 7, 14, 14), fill=colours.surface, edge=colours.accent, radius=7, width=2)
        painter.end()
