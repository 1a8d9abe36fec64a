"""The one text widget: plain, by role and tone, wrapped or on one line, with values that open their source."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from bedside_app.ui.components.basics.operable import Look, Operable
from bedside_app.ui.theme.apply import palette
from bedside_app.ui.theme.painting import bar
from bedside_app.ui.theme.runs import Content, Run, RunLayout, Style, as_runs, spoken
from bedside_app.ui.theme.tokens import Role, Scheme, Tone, Weight

__all__ = ["FactSpot", "Text"]

_KEPT_LAYOUTS = 8
_MEASURE = 560  # px: a wrapped text asks for no more width than this by itself


class FactSpot(Operable):
    """The place of a value within a text: click, space, Enter or `.` opens its source."""

    ring_radius = 4
    small = True

    def __init__(self, run: Run, parent: QWidget) -> None:
        super().__init__(parent=parent)
        self.run = run
        self.setAccessibleName(run.spoken or run.text)

    def sizeHint(self) -> QSize:
        """Return the size that the text gave it."""
        return self.size()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the source with `.` as well."""
        if event.key() == Qt.Key.Key_Period:
            self.click()
            return
        super().keyPressEvent(event)

    def draw(self, painter: QPainter) -> None:
        """Draw the accent line under the value while the pointer is over it."""
        if self.look() in {Look.HOVER, Look.PRESSED}:
            bar(painter, self.rect().toRectF().adjusted(0, self.height() - 2.0, 0, 0), palette().accent)


class Text(QLabel):
    """Plain text. A `Run` with a `fact` key is a value that opens its source: `source_wanted(key)`."""

    source_wanted = Signal(str)

    def __init__(  # noqa: PLR0913 - one widget for every text
        self,
        content: Content = "",
        role: Role = Role.BODY,
        *,
        weight: Weight | None = None,
        tone: Tone = Tone.TEXT,
        wrap: bool = False,
        may_elide: bool = False,
        tabular: bool = False,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
        at_top: bool = False,
    ) -> None:
        super().__init__()
        right, centred = align == Qt.AlignmentFlag.AlignRight, align == Qt.AlignmentFlag.AlignHCenter
        self._style = Style(role, weight, tone, tabular, right, centred)
        self._wrap, self._may_elide, self._at_top = wrap, may_elide, at_top
        self._runs: tuple[Run, ...] = ()
        self._laid_out: dict[tuple[float | None, Scheme], RunLayout] = {}
        self._spots: list[FactSpot] = []
        self.setTextFormat(Qt.TextFormat.PlainText)
        policy = QSizePolicy(
            QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum if wrap else QSizePolicy.Policy.Fixed
        )
        policy.setHeightForWidth(wrap)
        self.setSizePolicy(policy)
        self.set_content(content)

    @property
    def content(self) -> tuple[Run, ...]:
        """Return the pieces that are shown."""
        return self._runs

    def set_content(self, content: Content) -> None:
        """Show `content`; what was shown is gone at once."""
        self._runs = as_runs(content)
        self._laid_out.clear()
        self.setText("".join(run.text for run in self._runs))
        self.setAccessibleName(spoken(self._runs))
        for spot in self._spots:
            spot.hide()
            spot.deleteLater()
        self._spots = []
        self._place_spots()
        self.updateGeometry()
        self.update()

    def set_tone(self, tone: Tone) -> None:
        """Draw the text in another colour."""
        style = self._style
        self._style = Style(style.role, style.weight, tone, style.tabular, style.right, style.centred)
        self._laid_out.clear()
        self.update()

    def _layout_in(self, width: float | None) -> RunLayout:
        """Return the text laid out; Qt's layouts ask for the same few widths again and again, most of them ample."""
        if width is not None and (not self._wrap or width >= self._layout_in(None).natural_width):
            width = None
        key = (width, palette().scheme)
        found = self._laid_out.get(key)
        if found is None:
            if len(self._laid_out) >= _KEPT_LAYOUTS:
                self._laid_out.clear()
            found = RunLayout(self._runs, self._style, width, may_elide=self._may_elide)
            self._laid_out[key] = found
        return found

    def sizeHint(self) -> QSize:
        """Return the size in px that shows the whole text."""
        natural = self._layout_in(None)
        width = natural.natural_width
        if not self._wrap or width <= _MEASURE:
            return QSize(int(width) + 1, natural.height)
        return QSize(_MEASURE, self._layout_in(_MEASURE).height)

    def minimumSizeHint(self) -> QSize:
        """Return the least size in px: one line, as narrow as the text may become."""
        least = self.sizeHint()
        if self._may_elide:
            return QSize(min(48, least.width()), least.height())
        return QSize(min(64, least.width()), self._layout_in(None).height) if self._wrap else least

    def heightForWidth(self, width: int) -> int:
        """Return the height in px that the text needs at `width` px."""
        return self._layout_in(width).height

    def hasHeightForWidth(self) -> bool:
        """Say whether the height follows the width."""
        return self._wrap

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the values' places under the text."""
        super().resizeEvent(event)
        self._place_spots()

    def _place_spots(self) -> None:
        if not any(run.fact for run in self._runs):
            return
        boxes = self._layout_in(self.width()).fact_boxes(self.width())
        while len(self._spots) < len(boxes):
            run = boxes[len(self._spots)][0]
            spot = FactSpot(run, self)
            spot.clicked.connect(lambda _checked=False, key=run.fact: self.source_wanted.emit(key))
            spot.show()
            self._spots.append(spot)
        top = self._top()
        for spot, (_run, place) in zip(self._spots, boxes, strict=False):
            spot.setGeometry(
                QRect(int(place.left()), int(place.top() + top), int(place.width()) + 1, int(place.height()))
            )

    def _top(self) -> float:
        free = self.height() - self._layout_in(self.width()).height
        return 0.0 if self._at_top else max(0.0, free / 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the pieces."""
        painter = QPainter(self)
        self._layout_in(self.width()).draw(painter, QPointF(0, self._top()), self.width())
        painter.end()
