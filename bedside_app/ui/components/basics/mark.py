"""A status chip for a word of any length: it takes more lines where its place is narrow, and is never cut."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from bedside_app.ui.components.basics.chips import CHIP_HEIGHT, chip_width, draw_chip
from bedside_app.ui.theme.apply import palette
from bedside_app.ui.theme.icons import draw_icon
from bedside_app.ui.theme.painting import box
from bedside_app.ui.theme.runs import RunLayout, Style
from bedside_app.ui.theme.tokens import RADIUS, Role, Weight
from bedside_app.ui.theme.vocabulary import StatusContent

__all__ = ["StatusMark"]

_LEFT, _RIGHT, _ABOVE = 24, 6, 3  # px around the words
_LEAST = 112  # px
_ICON = 14


class StatusMark(QWidget):
    """Icon, word and colour of a status."""

    def __init__(self, content: StatusContent) -> None:
        super().__init__()
        self._content = content
        self._wanted = chip_width(content.word)
        self.setAccessibleName(content.word)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def content(self) -> StatusContent:
        """Return the status that is shown."""
        return self._content

    def sizeHint(self) -> QSize:
        """Return the size in px on one line."""
        return QSize(self._wanted, CHIP_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """Return the least size in px."""
        return QSize(min(_LEAST, self._wanted), CHIP_HEIGHT)

    def heightForWidth(self, width: int) -> int:
        """Return the height in px that the word needs at `width` px."""
        return CHIP_HEIGHT if width >= self._wanted else self._words(width).height + 2 * _ABOVE

    def _words(self, width: int) -> RunLayout:
        style = Style(Role.CAPTION, Weight.SEMIBOLD, self._content.sign.tone)
        return RunLayout(self._content.word, style, width - _LEFT - _RIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the chip, as wide as its word."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.width() >= self._wanted:
            draw_chip(painter, QRectF(0, 0, self._wanted, CHIP_HEIGHT), self._content)
        else:
            self._draw_lines(painter)
        painter.end()

    def _draw_lines(self, painter: QPainter) -> None:
        words, tint = self._words(self.width()), palette().tint(self._content.sign.tone)
        box(painter, self.rect().toRectF(), fill=tint.tint, radius=RADIUS["chip"])
        draw_icon(painter, self._content.sign.icon, QRectF(_RIGHT, _ABOVE + 1, _ICON, _ICON), tint.text)
        words.draw(painter, QPointF(_LEFT, _ABOVE), self.width() - _LEFT - _RIGHT)
