"""Small marks: icon, status chip, key cap, tag, rule."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from bedside_app.ui.theme.apply import palette
from bedside_app.ui.theme.fonts import font, text_width
from bedside_app.ui.theme.icons import draw_icon
from bedside_app.ui.theme.painting import box, draw_text, plain
from bedside_app.ui.theme.tokens import RADIUS, Role, Tone, Weight
from bedside_app.ui.theme.vocabulary import Status, StatusContent

__all__ = ["Icon", "KeyCap", "Rule", "StatusChip", "Tag", "cap_width", "chip_width", "draw_cap", "draw_chip"]

CHIP_HEIGHT = 22
_ICON = 14
_PAD = 6
_GAP = 4
_CENTRE = Qt.AlignmentFlag.AlignHCenter


class _Mark(QWidget):
    """A painted mark of fixed size that takes no focus and says its word to a screen reader."""

    def __init__(self, spoken: str) -> None:
        super().__init__()
        self.setAccessibleName(spoken)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        """Return the size in px below which the mark would be cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint with antialiasing."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.draw(painter)
        painter.end()

    def draw(self, painter: QPainter) -> None:
        """Draw the mark."""
        raise NotImplementedError


class Icon(_Mark):
    """One icon, in the middle of a `line` of text. It stands beside a word: a screen reader passes over it."""

    def __init__(self, name: str, tone: Tone = Tone.TEXT2, size: int = 16, *, line: int = 0) -> None:
        super().__init__("")
        self._name, self._tone, self._size, self._line = name, tone, size, max(size, line)

    def show_icon(self, name: str, tone: Tone) -> None:
        """Show another icon."""
        self._name, self._tone = name, tone
        self.update()

    def sizeHint(self) -> QSize:
        """Return the icon's side in px."""
        return QSize(self._size, self._line)

    def draw(self, painter: QPainter) -> None:
        """Draw the icon."""
        draw_icon(
            painter,
            self._name,
            QRectF(0, (self._line - self._size) / 2, self._size, self._size),
            palette().colour(self._tone),
        )


def chip_width(word: str, *, with_icon: bool = True) -> int:
    """Return the width in px of a chip with this word."""
    text = text_width(plain(word), font(Role.CAPTION, Weight.SEMIBOLD))
    return int(text + 2 * _PAD + 1.5 + (_ICON + _GAP if with_icon else 0))


def draw_chip(
    painter: QPainter, rect: QRectF, content: StatusContent, *, icon: bool = True, edged: bool = False
) -> None:
    """Draw a status chip into `rect`; delegates use it as well."""
    colours, sign = palette(), content.sign
    tint = colours.tint(sign.tone)
    filled = content.status is Status.SUGGESTED
    fill = colours.accent if filled else tint.tint
    ink = colours.on_accent if filled else tint.text
    box(painter, rect, fill=colours.surface if edged else fill, edge=tint.text if edged else "", radius=RADIUS["chip"])
    left = rect.left() + _PAD
    if icon:
        draw_icon(painter, sign.icon, QRectF(left, rect.center().y() - _ICON / 2, _ICON, _ICON), ink)
        left += _ICON + _GAP
    text = QRectF(left, rect.top(), rect.right() - _PAD - left + 1, rect.height())
    draw_text(painter, text, content.word, font(Role.CAPTION, Weight.SEMIBOLD), ink)


class StatusChip(_Mark):
    """Icon, word and colour of a status. `icon=False` only where the same row already shows the icon."""

    def __init__(self, content: StatusContent, *, icon: bool = True, edged: bool = False) -> None:
        super().__init__(content.word)
        self._content, self._icon, self._edged = content, icon, edged

    @property
    def content(self) -> StatusContent:
        """Return the status that is shown."""
        return self._content

    def show_status(self, content: StatusContent) -> None:
        """Show another status."""
        self._content = content
        self.setAccessibleName(content.word)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the chip's size in px."""
        return QSize(chip_width(self._content.word, with_icon=self._icon), CHIP_HEIGHT)

    def draw(self, painter: QPainter) -> None:
        """Draw the chip."""
        draw_chip(painter, self.rect().toRectF(), self._content, icon=self._icon, edged=self._edged)


class KeyCap(_Mark):
    """A key of the keyboard."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self._key = key

    def sizeHint(self) -> QSize:
        """Return the cap's size in px."""
        return QSize(cap_width(self._key), 18)

    def draw(self, painter: QPainter) -> None:
        """Draw the cap."""
        draw_cap(painter, self.rect().toRectF(), self._key, palette().text2)


def cap_width(key: str) -> int:
    """Return the width in px of a key cap."""
    return max(18, int(text_width(key, font(Role.AXIS)) + 10))


def draw_cap(painter: QPainter, rect: QRectF, key: str, ink: str) -> None:
    """Draw a key cap into `rect`."""
    box(painter, rect, edge=ink if ink != palette().text2 else palette().control, radius=RADIUS["cap"])
    draw_text(painter, rect, key, font(Role.AXIS), ink, _CENTRE)


class Tag(_Mark):
    """An outlined word that is no status: *Demonstration*."""

    def __init__(self, word: str, tone: Tone = Tone.UNKNOWN) -> None:
        super().__init__(word)
        self._word, self._tone = word, tone

    def sizeHint(self) -> QSize:
        """Return the tag's size in px."""
        return QSize(chip_width(self._word, with_icon=False) + 4, 20)

    def draw(self, painter: QPainter) -> None:
        """Draw the tag."""
        ink = palette().colour(self._tone)
        box(painter, self.rect().toRectF(), edge=ink, radius=RADIUS["chip"], width=1.5)
        draw_text(painter, self.rect().toRectF(), self._word, font(Role.CAPTION, Weight.SEMIBOLD), ink, _CENTRE)


class Rule(QFrame):
    """A line of 1 px between rows, or between columns."""

    def __init__(self, *, upright: bool = False, strong: bool = False) -> None:
        super().__init__()
        self._strong = strong
        if upright:
            self.setFixedWidth(1)
        else:
            self.setFixedHeight(1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the line."""
        painter = QPainter(self)
        box(painter, self.rect().toRectF(), fill=palette().border if self._strong else palette().grid)
        painter.end()
