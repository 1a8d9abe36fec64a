"""The images of a case below each other, 112 px wide; each picture is asked for when it comes into sight."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPainter, QPainterPath
from PySide6.QtWidgets import QButtonGroup, QFrame, QScrollArea, QVBoxLayout, QWidget

from bedside_app.foundation.words import Language, say
from bedside_app.ui.components.basics import Look, Operable
from bedside_app.ui.theme import RADIUS, Role, Weight, draw_icon, palette
from bedside_app.ui.theme.painting import box
from bedside_app.ui.theme.runs import RunLayout, Style
from bedside_app.ui.theme.tokens import Tone
from bedside_app.ui.viewmodels.patient.images.thumbnails import Thumb

__all__ = ["RING", "WIDTH", "ThumbButton", "ThumbList"]

WIDTH: Final = 112
_EDGE: Final = 6
_INNER: Final = WIDTH - 2 * _EDGE
_HIGH: Final = 72
RING: Final = 4  # px for the focus ring


class ThumbButton(Operable):
    """One image: its picture, side and part, day and which of how many, and in a few words why it is not shown."""

    ring_radius = RADIUS["card"]
    picture_wanted = Signal()

    def __init__(self, thumb: Thumb) -> None:
        super().__init__("")
        self.thumb = thumb
        self._picture: QImage | None = None
        self._asked = False
        self.setCheckable(True)
        self.setAccessibleName(thumb.spoken)
        self.setToolTip(thumb.reason)

    def _texts(self) -> tuple[RunLayout, RunLayout]:
        title = RunLayout(self.thumb.title, Style(Role.CAPTION, Weight.SEMIBOLD), _INNER)
        below = self.thumb.note or self.thumb.caption
        return title, RunLayout(below, Style(Role.CAPTION, None, Tone.TEXT2), _INNER)

    def sizeHint(self) -> QSize:
        """Return the size in px; long words take more lines."""
        return QSize(WIDTH, 2 * _EDGE + _HIGH + 4 + sum(text.height for text in self._texts()))

    def show_picture(self, image: QImage) -> None:
        """Show its picture, filling the place."""
        ratio = self.devicePixelRatioF()
        wanted = QSize(round(_INNER * ratio), round(_HIGH * ratio))
        fill, smooth = Qt.AspectRatioMode.KeepAspectRatioByExpanding, Qt.TransformationMode.SmoothTransformation
        scaled = image.scaled(wanted, fill, smooth)
        left, top = (scaled.width() - wanted.width()) // 2, (scaled.height() - wanted.height()) // 2
        self._picture = scaled.copy(left, top, wanted.width(), wanted.height())
        self.update()

    def draw(self, painter: QPainter) -> None:
        """Draw ground, picture and words; the first time ask for the picture."""
        colours, rect = palette(), self.rect().toRectF()
        if self.isChecked():
            box(painter, rect, fill=colours.selection, edge=colours.accent, radius=RADIUS["card"], width=2)
        elif self.look() in {Look.HOVER, Look.PRESSED}:
            box(painter, rect, fill=colours.hover, radius=RADIUS["card"])
        place = QRectF(_EDGE, _EDGE, _INNER, _HIGH)
        path = QPainterPath()
        path.addRoundedRect(place, RADIUS["cap"], RADIUS["cap"])
        if self._picture is not None:
            painter.save()
            painter.setClipPath(path)
            painter.drawImage(place, self._picture)
            painter.restore()
        else:
            box(painter, place, fill=colours.sunken, edge=colours.border, radius=RADIUS["cap"])
            icon = "image-off" if self.thumb.reason else "image"
            draw_icon(painter, icon, QRectF(place.center().x() - 10, place.center().y() - 10, 20, 20), colours.text3)
            self._ask()
        title, below = self._texts()
        title.draw(painter, QPointF(_EDGE, _EDGE + _HIGH + 4), _INNER)
        below.draw(painter, QPointF(_EDGE, _EDGE + _HIGH + 4 + title.height), _INNER)

    def _ask(self) -> None:
        if not self._asked and not self.thumb.reason:
            self._asked = True
            QTimer.singleShot(0, self, self.picture_wanted.emit)


class ThumbList(QScrollArea):
    """The list: `chosen(uid)`, `picture_wanted(instance)`."""

    chosen = Signal(str)
    picture_wanted = Signal(object)

    def __init__(self, language: Language) -> None:
        super().__init__()
        self.setAccessibleName(say("images.thumb.list", language))
        self.setFixedWidth(WIDTH + 2 * RING + 12)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._buttons: dict[str, ThumbButton] = {}
        self._group = QButtonGroup(self)

    def show_thumbs(self, thumbs: Iterable[Thumb]) -> None:
        """Show the list anew."""
        holder = QWidget()
        holder.setProperty("ground", "bg")
        column = QVBoxLayout(holder)
        column.setContentsMargins(RING, RING, RING, RING)
        column.setSpacing(8)
        self._buttons, self._group = {}, QButtonGroup(holder)
        for thumb in thumbs:
            button = ThumbButton(thumb)
            button.clicked.connect(lambda _checked=False, uid=thumb.uid: self.chosen.emit(uid))
            button.picture_wanted.connect(lambda thumb=thumb: self.picture_wanted.emit(thumb.instance))
            self._buttons[thumb.uid] = button
            self._group.addButton(button)
            column.addWidget(button)
        column.addStretch(1)
        self.setWidget(holder)

    @property
    def buttons(self) -> tuple[ThumbButton, ...]:
        """The images, from above."""
        return tuple(self._buttons.values())

    def select(self, uid: str) -> None:
        """Mark one image as the one that is shown, and bring it into sight."""
        if uid in self._buttons:
            self._buttons[uid].setChecked(True)
            self.ensureWidgetVisible(self._buttons[uid], 0, 8)

    def show_picture(self, uid: str, image: QImage) -> None:
        """Show the picture of one image."""
        if uid in self._buttons:
            self._buttons[uid].show_picture(image)
