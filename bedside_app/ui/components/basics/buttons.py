"""Buttons of 44 px (filled, plain, quiet, icon only) and text links."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from bedside_app.ui.components.basics.chips import cap_width, draw_cap
from bedside_app.ui.components.basics.operable import Look, Operable
from bedside_app.ui.theme.apply import palette
from bedside_app.ui.theme.fonts import font, text_width
from bedside_app.ui.theme.icons import draw_icon
from bedside_app.ui.theme.painting import box, draw_text, plain
from bedside_app.ui.theme.tokens import RADIUS, TARGET, Role, Weight

__all__ = ["Button", "ButtonKind", "IconButton", "Link"]

_PAD = 16
_GAP = 8
_ICON = 18


class ButtonKind(StrEnum):
    """How much a button asks for: one filled action in a view, others plain, ways back quiet."""

    PRIMARY = "primary"
    PLAIN = "plain"
    QUIET = "quiet"


class Button(Operable):
    """A button with a word, an icon before it and a key cap after it where they are given."""

    def __init__(
        self,
        text: str,
        kind: ButtonKind = ButtonKind.PLAIN,
        *,
        icon: str = "",
        key: str = "",
        wide: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._kind, self._icon_name, self._key = kind, icon, key
        if wide:
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def _weight(self) -> Weight:
        return Weight.SEMIBOLD if self._kind is ButtonKind.PRIMARY else Weight.MEDIUM

    def _inner_width(self) -> float:
        width = text_width(plain(self.text()), font(Role.TITLE, self._weight())) + 1
        width += _ICON + _GAP if self._icon_name else 0
        return width + (cap_width(self._key) + _GAP if self._key else 0)

    def sizeHint(self) -> QSize:
        """Return the button's size in px."""
        return QSize(max(TARGET, int(self._inner_width()) + 2 * _PAD + 1), TARGET)

    def draw(self, painter: QPainter) -> None:
        """Draw ground, icon, word and key."""
        ink = self._draw_ground(painter)
        rect = self.rect().toRectF()
        left = rect.center().x() - self._inner_width() / 2
        middle = rect.center().y()
        if self._icon_name:
            draw_icon(painter, self._icon_name, QRectF(left, middle - _ICON / 2, _ICON, _ICON), ink)
            left += _ICON + _GAP
        face = font(Role.TITLE, self._weight())
        width = text_width(plain(self.text()), face) + 1
        room = min(width, rect.right() - left)
        draw_text(painter, QRectF(left, 0, room, rect.height()), self.text(), face, ink)
        if self._key:
            cap = QRectF(left + width + _GAP, middle - 9, cap_width(self._key), 18)
            draw_cap(painter, cap, self._key, ink)

    def _draw_ground(self, painter: QPainter) -> str:
        """Draw the ground of the look and return the colour of the word."""
        colours, look, rect = palette(), self.look(), self.rect().toRectF()
        radius = RADIUS["control"]
        if look is Look.DISABLED:
            box(painter, rect, fill=colours.sunken, edge=colours.border, radius=radius)
            return colours.text3
        if self._kind is ButtonKind.PRIMARY:
            box(painter, rect, fill=colours.accent if look is Look.REST else colours.accent_hover, radius=radius)
            return colours.on_accent
        fills = {Look.HOVER: colours.hover, Look.PRESSED: colours.pressed}
        if self._kind is ButtonKind.QUIET:
            box(painter, rect, fill=fills.get(look, ""), radius=radius)
            return colours.accent
        box(painter, rect, fill=fills.get(look, colours.surface), edge=colours.control, radius=radius)
        return colours.text


class IconButton(Operable):
    """An icon alone in 44 px; its name is said, and shown when the pointer rests on it."""

    def __init__(self, icon: str, name: str, *, side: int = TARGET, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._icon_name, self._side = icon, side
        self.setAccessibleName(name)
        self.setToolTip(plain(name))

    def sizeHint(self) -> QSize:
        """Return the button's size in px."""
        return QSize(self._side, self._side)

    def draw(self, painter: QPainter) -> None:
        """Draw ground and icon."""
        colours, look = palette(), self.look()
        if look in {Look.HOVER, Look.PRESSED}:
            box(painter, self.rect().toRectF(), fill=colours.hover, radius=RADIUS["control"])
        middle = self.rect().toRectF().center()
        ink = colours.text3 if look is Look.DISABLED else colours.text
        draw_icon(painter, self._icon_name, QRectF(middle.x() - 9, middle.y() - 9, 18, 18), ink)


class Link(Operable):
    """A small action in words: *Why?*, *All 6*. A key cap or a chevron may follow."""

    ring_radius = RADIUS["chip"]
    small = True

    def __init__(
        self,
        text: str,
        *,
        role: Role = Role.CAPTION,
        weight: Weight = Weight.SEMIBOLD,
        key: str = "",
        chevron: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._role, self._weight, self._key, self._chevron = role, weight, key, chevron

    def _word_width(self) -> float:
        return text_width(plain(self.text()), font(self._role, self._weight)) + 1

    def sizeHint(self) -> QSize:
        """Return the link's own size in px; it can be hit within 44."""
        extra = (cap_width(self._key) + 4 if self._key else 0) + (20 if self._chevron else 0)
        return QSize(int(self._word_width()) + 1 + extra, 20)

    def draw(self, painter: QPainter) -> None:
        """Draw the words."""
        colours, look = palette(), self.look()
        ink = colours.text3 if look is Look.DISABLED else colours.accent
        width = self._word_width()
        rect = QRectF(0, 0, width, self.height())
        draw_text(painter, rect, self.text(), font(self._role, self._weight), ink, Qt.AlignmentFlag.AlignLeft)
        if look in {Look.HOVER, Look.PRESSED}:
            painter.fillRect(QRectF(0, self.height() - 2, width, 1), ink)
        if self._key:
            draw_cap(painter, QRectF(width + 4, 1, cap_width(self._key), 18), self._key, colours.text2)
        if self._chevron:
            draw_icon(painter, "chevron-right", QRectF(width + 5, 3, 14, 14), ink)
