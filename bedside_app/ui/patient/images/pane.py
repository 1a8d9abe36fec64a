"""One pane: an image on black, what is drawn over it, and what the pointer does there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QImage,
    QLinearGradient,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from bedside_app.domain.image import Point
from bedside_app.ui.patient.images.picture import HEAT
from bedside_app.ui.theme import Role, Weight, font, text_width
from bedside_app.ui.theme.painting import draw_text
from bedside_app.ui.theme.runs import RunLayout, Style
from bedside_app.ui.theme.tokens import Tone
from bedside_app.ui.viewmodels.patient.images.transform import View

__all__ = ["BLACK", "CALLIPER", "OUTLINE", "WHITE", "Heat", "ImagePane", "Line"]

BLACK: Final = "#000000"
WHITE: Final = "#FFFFFF"
OUTLINE: Final = "#5ED6E8"
CALLIPER: Final = "#F2D15C"
_GREY: Final = "#C9D1D9"
_PEN: Final = 2.0
_TICK: Final = 6.0  # px
_LABEL: Final = 20.0  # px
_BAR: Final = QSize(9, 150)
_CENTRE: Final = Qt.AlignmentFlag.AlignHCenter


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Points to join, in the image, and the words of their label. `dashed` is the model's, else a person's."""

    points: tuple[Point, ...]
    label: str = ""
    closed: bool = False
    dashed: bool = False
    colour: str = CALLIPER


@dataclass(frozen=True, slots=True)
class Heat:
    """A picture of the saliency, its rectangle in the image, and the words at the ends of its scale."""

    image: QImage
    bounds: tuple[float, float, float, float]
    less: str
    more: str


class ImagePane(QWidget):
    """The pane. The pointer: `dragged(right, down)` in px, `placed` and `hovered` in the image, `closed`, `wheeled`."""

    ring_radius = 0
    dragged = Signal(float, float)
    placed = Signal(object)
    hovered = Signal(object)
    closed = Signal()
    wheeled = Signal(float, object)
    resized = Signal(object)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)
        self._image: QImage | None = None
        self._view: View | None = None
        self._lines: tuple[Line, ...] = ()
        self._heat: Heat | None = None
        self._cross: Point | None = None
        self._message = ""
        self._last: QPointF | None = None
        self._measuring = False

    def sizeHint(self) -> QSize:
        """Return the size in px that is asked for where there is room."""
        return QSize(360, 480)

    def minimumSizeHint(self) -> QSize:
        """Return the least size in px."""
        return QSize(160, 160)

    @property
    def message(self) -> str:
        """The words that stand in place of an image."""
        return self._message

    @property
    def lines(self) -> tuple[Line, ...]:
        """What is drawn over the image."""
        return self._lines

    @property
    def view(self) -> View | None:
        """Where the image lies."""
        return self._view

    @property
    def heat(self) -> Heat | None:
        """The saliency that is drawn."""
        return self._heat

    def show_image(self, image: QImage | None, message: str = "") -> None:
        """Show an image, or words in its place: what was shown is gone."""
        self._image, self._message = image, message
        self.setAccessibleDescription(message)
        self.update()

    def show_view(self, view: View | None) -> None:
        """Place the image."""
        self._view = view
        self.update()

    def show_lines(self, lines: Iterable[Line], cross: Point | None = None) -> None:
        """Draw lines over the image, and a cross where the next point would go."""
        self._lines, self._cross = tuple(lines), cross
        self.update()

    def show_heat(self, heat: Heat | None) -> None:
        """Draw the saliency over the image."""
        self._heat = heat
        self.update()

    def set_measuring(self, measuring: bool) -> None:
        """Let a press place a point rather than begin a drag."""
        self._measuring = measuring
        self.setCursor(Qt.CursorShape.CrossCursor if measuring else Qt.CursorShape.OpenHandCursor)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell the size before, so that the view keeps its middle."""
        super().resizeEvent(event)
        self.resized.emit(event.oldSize())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Place a point, or begin to drag."""
        if event.button() is not Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
            return
        self._last = event.position()
        if self._measuring and self._view is not None:
            self.placed.emit(self._view.to_image((event.position().x(), event.position().y())))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag, or tell where the next point would go."""
        at = event.position()
        if self._measuring:
            if self._view is not None:
                self.hovered.emit(self._view.to_image((at.x(), at.y())))
        elif self._last is not None and event.buttons() & Qt.MouseButton.LeftButton:
            step, self._last = at - self._last, at
            self.dragged.emit(step.x(), step.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a drag; a length may be drawn in one stroke."""
        begun, self._last = self._last, None
        moved = begun is not None and (event.position() - begun).manhattanLength() > _TICK
        if self._measuring and moved and self._view is not None:
            self.placed.emit(self._view.to_image((event.position().x(), event.position().y())))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """End an area."""
        if self._measuring:
            self.closed.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Tell the steps of the wheel and where it was turned."""
        at = event.position()
        self.wheeled.emit(event.angleDelta().y() / 120, (at.x(), at.y()))
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint black, the image, what lies over it; or the words in its place."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(BLACK))
        if self._image is None or self._view is None:
            if self._message:
                self._draw_message(painter)
            painter.end()
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, self._view.scale < 4)
        painter.drawImage(self._place(), self._image)
        if self._heat is not None:
            self._draw_heat(painter, self._heat)
        if self._lines or self._cross is not None:
            self._draw_lines(painter)
        painter.end()

    def _place(self) -> QRectF:
        """Return where the image lies in px."""
        assert self._image is not None and self._view is not None  # noqa: PT018 - both or none
        view = self._view
        return QRectF(
            view.left, view.top, self._image.width() * view.scale, self._image.height() * view.scale * view.aspect
        )

    def _draw_message(self, painter: QPainter) -> None:
        width = min(self.width() - 32, 320)
        words = RunLayout(self._message, Style(Role.BODY, None, Tone.SURFACE, centred=True), width)
        painter.setFont(font(Role.BODY))
        painter.setPen(QColor(_GREY))
        place = QRect(
            QPoint((self.width() - width) // 2, (self.height() - words.height) // 2), QSize(width, words.height + 4)
        )
        painter.drawText(place, _CENTRE | Qt.TextFlag.TextWordWrap, self._message)

    def _draw_heat(self, painter: QPainter, heat: Heat) -> None:
        assert self._view is not None
        left, top, right, bottom = heat.bounds
        upper, lower = self._view.to_pane((left, top)), self._view.to_pane((right, bottom))
        painter.save()
        painter.setClipRect(self._place())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QRectF(QPointF(*upper), QPointF(*lower)), heat.image)
        painter.restore()
        self._draw_scale(painter, heat)

    def _draw_scale(self, painter: QPainter, heat: Heat) -> None:
        bar = QRectF(self.width() - 18, self.height() - _BAR.height() - 32, _BAR.width(), _BAR.height())
        colours = QLinearGradient(bar.bottomLeft(), bar.topLeft())
        for share, colour in HEAT:
            colours.setColorAt(share, QColor(colour))
        painter.setPen(QPen(QColor(WHITE), 1))
        painter.setBrush(QBrush(colours))
        painter.drawRect(bar)
        face = font(Role.CAPTION)
        for word, top in ((heat.more, bar.top()), (heat.less, bar.bottom() - 18)):
            width = text_width(word, face) + 9
            plate = QRectF(bar.left() - 6 - width, top, width, 18)
            painter.fillRect(plate, QColor(BLACK))
            draw_text(painter, plate, word, face, WHITE, _CENTRE)

    def _draw_lines(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for line in self._lines:
            self._draw_line(painter, line)
        taken: list[QRectF] = []
        for line in self._lines:
            if line.label:
                self._draw_label(painter, line, taken)
        if self._cross is not None and self._view is not None:
            at = QPointF(*self._view.to_pane(self._cross))
            painter.setPen(_pen(CALLIPER, dashed=False))
            _draw_cross(painter, at, 9)

    def _draw_line(self, painter: QPainter, line: Line) -> None:
        points = self._in_pane(line.points)
        path = QPainterPath(points[0])
        for point in points[1:]:
            path.lineTo(point)
        if line.closed:
            path.closeSubpath()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(_pen(line.colour, dashed=line.dashed))
        painter.drawPath(path)
        if not line.closed or not line.dashed:
            painter.setPen(_pen(line.colour, dashed=False))
            for point in points:
                _draw_cross(painter, point, _TICK)

    def _draw_label(self, painter: QPainter, line: Line, taken: list[QRectF]) -> None:
        """Draw a label on a black plate at the line's right or lower end, within the pane, over no other."""
        face = font(Role.BODY, Weight.BOLD, tabular=True)
        width = text_width(line.label, face) + 12
        points = self._in_pane(line.points)
        steep = len(points) > 1 and abs(points[-1].y() - points[0].y()) > abs(points[-1].x() - points[0].x())
        low = steep and not line.closed
        end = max(points, key=lambda point: point.y() if low else point.x())
        plate = QRectF(end.x() + 5, end.y() - _LABEL / 2, width, _LABEL)
        if low:
            plate.moveTo(end.x() - width / 2, end.y() + 9)
        plate.moveLeft(min(max(plate.left(), 2.0), max(2.0, self.width() - width - 2)))
        plate.moveTop(min(max(plate.top(), 2.0), self.height() - _LABEL - 2))
        while any(plate.intersects(other) for other in taken) and plate.top() > _LABEL:
            plate.moveTop(plate.top() - _LABEL - 2)
        taken.append(plate)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(BLACK))
        painter.drawRoundedRect(plate, 3, 3)
        draw_text(painter, plate, line.label, face, line.colour, _CENTRE)

    def _in_pane(self, points: Sequence[Point]) -> list[QPointF]:
        assert self._view is not None
        return [QPointF(*self._view.to_pane(point)) for point in points]


def _pen(colour: str, *, dashed: bool) -> QPen:
    made = QPen(QColor(colour), _PEN)
    made.setCosmetic(True)
    made.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    if dashed:
        made.setDashPattern([3.0, 2.0])
    return made


def _draw_cross(painter: QPainter, at: QPointF, arm: float) -> None:
    painter.drawLine(at - QPointF(arm, 0), at + QPointF(arm, 0))
    painter.drawLine(at - QPointF(0, arm), at + QPointF(0, arm))
