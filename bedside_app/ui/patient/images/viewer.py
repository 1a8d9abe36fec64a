"""The viewer: tool bar, the image beside its saliency in two linked panes, and the frames of a sequence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from bedside_app.domain.image import ImageReading, Measurement, MeasurementKind, Point
from bedside_app.domain.record import Refused
from bedside_app.foundation.words import Language, say
from bedside_app.ui.patient.images.captioned import CaptionedPane
from bedside_app.ui.patient.images.overlay import heat_of, lines_of
from bedside_app.ui.patient.images.pane import Heat
from bedside_app.ui.patient.images.picture import Picture
from bedside_app.ui.patient.images.tools import TOOL_KEYS, CineBar, Tool, ToolBar
from bedside_app.ui.viewmodels.patient.images.captions import (
    Overlays,
    aspect_of,
    captions_of,
    drawn_names,
    scale_bar,
)
from bedside_app.ui.viewmodels.patient.images.cine import Cine, cine_of
from bedside_app.ui.viewmodels.patient.images.drawing import Drawing, measured
from bedside_app.ui.viewmodels.patient.images.thumbnails import Thumb
from bedside_app.ui.viewmodels.patient.images.transform import View, fitted
from bedside_app.ui.viewmodels.patient.images.window import PRESETS, Window, preset, stored, window_words

__all__ = ["Viewer"]

_BAR_ROOM: Final = 64.0  # px for the bar of a known length, at least
_STEP: Final = 10.0  # px of a step by key
_WHEEL: Final = 1.15
_ARROWS: Final = {
    Qt.Key.Key_Left: (-1.0, 0.0),
    Qt.Key.Key_Right: (1.0, 0.0),
    Qt.Key.Key_Up: (0.0, -1.0),
    Qt.Key.Key_Down: (0.0, 1.0),
}
_MEASURING: Final = {Tool.LENGTH: MeasurementKind.LENGTH, Tool.AREA: MeasurementKind.AREA}


class Viewer(QFrame):
    """One image at a time.

    `frame_wanted(instance, frame)` asks for pixels, `measured(Measurement)` tells a new measurement, `told(words)` a
    sentence of the viewer ("" takes it back), `saliency_changed(bool)` and `image_wanted(step)` what its keys ask for.
    """

    frame_wanted = Signal(object, int)
    measured = Signal(object)
    told = Signal(str)
    saliency_changed = Signal(bool)
    image_wanted = Signal(int)

    def __init__(self, language: Language, made_by: Callable[[], str]) -> None:
        super().__init__()
        self._language, self._made_by = language, made_by
        self.setProperty("card", "plain")
        self.setAccessibleName(say("images.pane.viewer", language))
        self.setAccessibleDescription(say("images.pane.keyboard", language))
        self._thumb: Thumb | None = None
        self._reading: ImageReading | None = None
        self._heat: Heat | None = None
        self._measurements: tuple[Measurement, ...] = ()
        self._picture: Picture | None = None
        self._cine = Cine(frames=1)
        self._tool, self._overlays = Tool.WINDOW, Overlays()
        self._window: Window | None = None
        self._view: View | None = None
        self._fits = True
        self._drawing: Drawing | None = None
        self._worded: tuple[object, ...] = ()
        self._running = QTimer(self)
        self._running.setSingleShot(True)
        self._running.timeout.connect(lambda: self._go(self._cine.advanced()))
        self._build()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        self.tools = ToolBar(self._language)
        self.tools.tool_wanted.connect(self.take)
        self.tools.preset_wanted.connect(self.use_preset)
        self.tools.outline_wanted.connect(self.toggle_outline)
        self.tools.reset_wanted.connect(self.reset)
        column.addWidget(self.tools)
        row = QHBoxLayout()
        row.setSpacing(1)
        self.image = CaptionedPane(say("images.pane.image", self._language))
        self.saliency = CaptionedPane(say("images.pane.saliency", self._language))
        for side in (self.image, self.saliency):
            self._connect(side)
            row.addWidget(side, 1)
        column.addLayout(row, 1)
        self.cine = CineBar(self._language)
        self.cine.step_wanted.connect(lambda step: self._go(self._cine.stepped(step)))
        self.cine.frame_wanted.connect(lambda frame: self._go(replace(self._cine.at(frame), playing=False)))
        self.cine.play_wanted.connect(self.play)
        column.addWidget(self.cine)
        self.cine.hide()

    def _connect(self, side: CaptionedPane) -> None:
        side.pane.dragged.connect(self._drag)
        side.pane.placed.connect(self._put)
        side.pane.hovered.connect(self._hover)
        side.pane.closed.connect(self._close)
        side.pane.wheeled.connect(self._wheel)
        side.pane.resized.connect(self._resized)

    @property
    def state(self) -> tuple[Tool, Overlays, View | None, Window | None, Cine]:
        """What is in hand, drawn, and shown: tool, overlays, view, window, frame."""
        return self._tool, self._overlays, self._view, self._window, self._cine

    def show_image(self, thumb: Thumb, reading: ImageReading | None, measurements: Sequence[Measurement]) -> None:
        """Show another image from its first frame, its pixels asked for; the one before is gone at once."""
        self._running.stop()
        self._thumb, self._reading = thumb, reading
        self._heat = heat_of(reading, self._language)
        self._measurements, self._drawing = tuple(measurements), None
        self._cine, self._window = cine_of(thumb.instance), stored(thumb.instance)
        self._picture, self._view, self._fits = None, None, True
        self.cine.setVisible(self._cine.frames > 1 and not thumb.reason)
        self.cine.show_cine(self._cine)
        self.told.emit("")
        self._show_pixels(thumb.reason or say("images.loading", self._language))
        if not thumb.reason:
            self.frame_wanted.emit(thumb.instance, self._cine.frame)

    def show_findings(self, reading: ImageReading | None, measurements: Sequence[Measurement]) -> None:
        """Draw another finding and other measurements over the same image, view and window kept."""
        if reading != self._reading:
            self._reading, self._heat = reading, heat_of(reading, self._language)
        self._measurements = tuple(measurements)
        self.saliency.setVisible(self._two)
        self._show_lines()
        self._show_words()

    def show_picture(self, frame: int, picture: Picture) -> None:
        """Show the pixels of a frame, unless another one is shown by now."""
        if self._thumb is None or frame != self._cine.frame:
            return
        self._picture = picture
        self._show_pixels()
        if self._cine.playing:
            self._running.start(self._cine.interval_ms)

    def show_refused(self, frame: int, words: str) -> None:
        """Say why a frame has no pixels."""
        if frame == self._cine.frame:
            self._cine = replace(self._cine, playing=False)
            self._picture = None
            self._show_pixels(words)

    def show_saliency(self, on: bool) -> None:
        """Show or hide the pane of the saliency."""
        if on is not self._overlays.saliency:
            self._overlays = self._overlays.saliency_toggled()
            self.saliency_changed.emit(on)
        self._show_pixels(self.image.pane.message)

    def _show_pixels(self, message: str = "") -> None:
        picture, window = self._picture, self._window
        shown = picture.shown(window) if picture is not None and window is not None else None
        if picture is not None and self._fits:
            self._view = self._fitted(picture)
        self.saliency.setVisible(self._two)
        self.tools.show_ready(picture is not None)
        for side in (self.image, self.saliency):
            side.pane.show_image(shown, "" if shown is not None else message)
            side.pane.show_view(self._view)
        self._show_lines()
        self._show_words()

    @property
    def _two(self) -> bool:
        return self._overlays.saliency and self._reading is not None and bool(self._reading.saliency)

    def _fitted(self, picture: Picture) -> View:
        assert self._thumb is not None
        pane = self.image.pane
        size = (picture.image.width(), picture.image.height())
        return fitted(size, (pane.width(), pane.height()), aspect_of(self._thumb.instance))

    def _show_lines(self) -> None:
        if self._thumb is None:
            return
        lines = lines_of(self._thumb.instance, self._frame_reading(), self._here(), self._drawing, self._language)
        on = self._overlays.outline
        cross = self._drawing.at if self._drawing is not None else None
        self.image.pane.show_lines(lines if on or self._drawing is not None else (), cross)
        self.saliency.pane.show_heat(self._heat if self._frame_reading() is not None else None)

    def _frame_reading(self) -> ImageReading | None:
        found = self._reading
        return found if found is not None and found.frame == self._cine.frame else None

    def _here(self) -> tuple[Measurement, ...]:
        return tuple(one for one in self._measurements if one.frame == self._cine.frame)

    def _show_words(self) -> None:
        thumb = self._thumb
        if thumb is None:
            return
        self.tools.show_tool(self._tool, outline=self._overlays.outline)
        reading, here = self._frame_reading(), self._here()
        told = (thumb, self._view, self._window, self._overlays, self._tool, reading, len(here), self._picture is None)
        if told == self._worded:  # from one frame to the next nothing of this changes
            return
        self._worded = told
        axes = reading is not None and bool(reading.axes)
        drawn = drawn_names(reading, self._overlays, measured=axes or bool(here))
        words = captions_of(thumb.series, thumb.instance, drawn, self._language)
        self.image.above.show_words(words.name, words.drawn, words.side, strong=True)
        self.image.below.show_words("", words.below, words.spacing)
        scale = self._view.scale if self._view is not None and self._picture is not None else 0.0
        room = max(_BAR_ROOM, self.image.width() / 6)
        bar = scale_bar(thumb.instance, scale, room, self._language)
        self.image.below.show_bar(None if self._two else bar)
        self.saliency.below.show_bar(bar)
        said = say("images.pane.saliency", self._language), say("images.pane.saliency-what", self._language)
        self.saliency.above.show_words(*said, words.side, strong=True)
        self.saliency.below.show_words("", say("images.not-a-diagnosis", self._language), "")
        self.image.pane.setAccessibleDescription(words.spoken)
        window = self._window or stored(thumb.instance)
        self.tools.show_window(window.name, *(window_words(window, scale, self._language) if scale else ("", "")))

    def take(self, tool: Tool) -> None:
        """Take a tool in hand; a measurement that was begun with another is dropped."""
        self._tool = tool
        self._drawing = Drawing(kind=_MEASURING[tool]) if tool in _MEASURING and self._picture is not None else None
        for side in (self.image, self.saliency):
            side.pane.set_measuring(tool in _MEASURING)
        self.told.emit("")
        self._show_lines()
        self._show_words()

    def use_preset(self, name: str) -> None:
        """Show the image through a preset."""
        if self._thumb is not None:
            self._window = preset(name, self._thumb.instance)
            self._show_pixels(self.image.pane.message)

    def toggle_outline(self) -> None:
        """Draw the outline and the measurements, or not."""
        self._overlays = self._overlays.outline_toggled()
        self._show_lines()
        self._show_words()

    def reset(self) -> None:
        """Show the whole image as it is stored, measurements kept."""
        if self._thumb is not None:
            self._fits, self._window = True, stored(self._thumb.instance)
            self._show_pixels(self.image.pane.message)

    def play(self) -> None:
        """Let the frames run, or stop them."""
        self._cine = self._cine.toggled()
        self.cine.show_cine(self._cine)
        if self._cine.playing and self._picture is not None:
            self._running.start(self._cine.interval_ms)
        else:
            self._running.stop()

    def step(self, step: int) -> None:
        """Go some frames on; in a single frame to another image."""
        if self._cine.frames > 1:
            self._go(self._cine.stepped(step))
        else:
            self.image_wanted.emit(step)

    def _go(self, cine: Cine) -> None:
        moved = cine.frame != self._cine.frame
        self._cine = cine
        self.cine.show_cine(cine)
        if not cine.playing:
            self._running.stop()
        if moved and self._thumb is not None:
            self._drawing = None if self._drawing is None else Drawing(kind=self._drawing.kind)
            self.frame_wanted.emit(self._thumb.instance, cine.frame)

    def _drag(self, right: float, down: float) -> None:
        if self._view is None or self._window is None:
            return
        if self._tool is Tool.WINDOW:
            self._window = self._window.dragged(right, down)
            self._show_pixels()
            return
        self._fits = False
        if self._tool is Tool.ZOOM:
            self._zoom(1.01 ** (-down))
        else:
            self._look(self._view.moved(right, down))

    def _wheel(self, steps: float, at: Point) -> None:
        if self._view is not None:
            self._zoom(_WHEEL**steps, at)

    def _zoom(self, factor: float, around: Point | None = None) -> None:
        if self._view is not None:
            self._fits = False
            pane = self.image.pane
            self._look(self._view.zoomed(factor, around or (pane.width() / 2, pane.height() / 2)))

    def _look(self, view: View) -> None:
        self._view = view
        for side in (self.image, self.saliency):
            side.pane.show_view(view)
        self._show_words()

    def _resized(self, before: QSize) -> None:
        if self.sender() is not self.image.pane or self._picture is None or self._view is None:
            return
        now = self.image.pane.size()
        if self._fits:
            self._look(self._fitted(self._picture))
        elif before.isValid():
            self._look(self._view.recentred((before.width(), before.height()), (now.width(), now.height())))

    def _put(self, point: Point) -> None:
        if self._picture is None or self._tool not in _MEASURING:
            return
        drawing = self._drawing or Drawing(kind=_MEASURING[self._tool])
        self._drawing = drawing.placed(self._within(point))
        self.told.emit("")
        if self._drawing.complete:
            self._close()
        else:
            self._show_lines()

    def _hover(self, point: Point) -> None:
        if self._drawing is not None:
            self._drawing = self._drawing.hovering(self._within(point))
            self._show_lines()

    def _within(self, point: Point) -> Point:
        """Return the point, on the image's edge where it lies beyond."""
        assert self._picture is not None
        wide, high = self._picture.image.width() - 1, self._picture.image.height() - 1
        return min(max(point[0], 0.0), float(wide)), min(max(point[1], 0.0), float(high))

    def _close(self) -> None:
        """End the measurement: tell it, or why it is none."""
        if self._drawing is None or self._thumb is None or not self._drawing.points:
            return
        made = measured(self._drawing, self._thumb.instance, self._cine.frame, self._made_by())
        self._drawing = Drawing(kind=self._drawing.kind, at=self._drawing.at)
        if isinstance(made, Refused):
            self.told.emit(say(made.code, self._language, made.values))
        else:
            self.measured.emit(made)
        self._show_lines()
        self._show_words()

    def handle(self, event: QKeyEvent) -> bool:
        """Do what a key means to the viewer; return whether it was one."""
        key, bare = Qt.Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        shifted = bare == Qt.KeyboardModifier.ShiftModifier
        if key in _ARROWS and (shifted or not bare):
            return self._arrow(_ARROWS[key], shifted=shifted)
        if key in (Qt.Key.Key_Plus, Qt.Key.Key_Minus) and (shifted or not bare):
            self._zoom(_WHEEL if key is Qt.Key.Key_Plus else 1 / _WHEEL)
            return True
        return not bare and (self._letter(event.text().upper()) or self._measuring_key(key))

    def _letter(self, letter: str) -> bool:
        if letter in TOOL_KEYS:
            self.take(TOOL_KEYS[letter])
        elif letter in {str(at) for at in range(1, len(PRESETS) + 1)}:
            self.use_preset(PRESETS[int(letter) - 1])
        elif letter == "O":
            self.toggle_outline()
        elif letter == "R":
            self.reset()
        elif letter == "S":
            self.show_saliency(not self._overlays.saliency)
        elif letter == "C" and self._cine.frames > 1:
            self.play()
        else:
            return False
        return True

    def _measuring_key(self, key: Qt.Key) -> bool:
        drawing = self._drawing
        if drawing is None:
            return False
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and drawing.at is not None:
            before = drawing.points
            self._put(drawing.at)
            if self._drawing is not None and self._drawing.points == before:  # twice on one point ends an area
                self._close()
        elif key is Qt.Key.Key_Backspace and drawing.points:
            self._drawing = drawing.without_last()
            self._show_lines()
        elif key is Qt.Key.Key_Escape and drawing.points:
            self._drawing = Drawing(kind=drawing.kind, at=drawing.at)
            self._show_lines()
        else:
            return False
        return True

    def _arrow(self, step: tuple[float, float], *, shifted: bool) -> bool:
        if self._drawing is not None and self._picture is not None:
            size = self._picture.image.size()
            at = self._drawing.at or ((size.width() - 1) / 2, (size.height() - 1) / 2)
            far = _STEP if shifted else 1.0
            self._hover((at[0] + far * step[0], at[1] + far * step[1]))
        elif shifted:
            self._drag(_STEP * step[0], _STEP * step[1])
        elif step[1]:
            self.step(int(step[1]))
        else:
            return False
        return True
