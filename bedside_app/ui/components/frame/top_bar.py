"""The bar over the screens that show no patient: the name of the program, search, language, colours, settings."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from bedside_app.foundation.words import Language, say
from bedside_app.ui.components.basics.buttons import Button, ButtonKind
from bedside_app.ui.components.basics.chips import cap_width, draw_cap
from bedside_app.ui.components.basics.operable import Look
from bedside_app.ui.components.basics.text import Text
from bedside_app.ui.theme.apply import palette
from bedside_app.ui.theme.fonts import font
from bedside_app.ui.theme.icons import draw_icon
from bedside_app.ui.theme.painting import bar, box
from bedside_app.ui.theme.tokens import RADIUS, TARGET, Role, Scheme

__all__ = ["TOP_BAR_HEIGHT", "SearchField", "TopBar"]

TOP_BAR_HEIGHT = 64
_MARK = 28
_SEARCH_LEFT = 240
_SEARCH_WIDTH = 420
_KEY = "Ctrl K"


class SearchField(QLineEdit):
    """The search: an icon before it and its key after it while it is empty. Down goes on to what was found."""

    left_downwards = Signal()

    def __init__(self, language: Language) -> None:
        super().__init__()
        self.setFixedHeight(TARGET)
        self.setFont(font(Role.TITLE))
        self.setPlaceholderText(say("window.bar.search", language))
        self.setAccessibleName(say("window.bar.search-spoken", language))
        self.setTextMargins(24, 0, cap_width(_KEY) + 8, 0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMaximumWidth(_SEARCH_WIDTH)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Clear with Esc; with Enter or down, go to the list."""
        key = event.key()
        if key == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif key in {Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.left_downwards.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint icon and key over the field."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle, ink = self.height() / 2, palette().text2
        draw_icon(painter, "search", QRectF(13, middle - 8, 16, 16), ink)
        if not self.text():
            width = cap_width(_KEY)
            draw_cap(painter, QRectF(self.width() - 13 - width, middle - 9, width, 18), _KEY, ink)
        painter.end()


class _Mark(QWidget):
    """The program's mark."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(_MARK, _MARK)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the bed on the accent."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box(painter, self.rect().toRectF(), fill=palette().accent, radius=RADIUS["control"])
        draw_icon(painter, "bed", QRectF(5, 5, 18, 18), palette().on_accent)
        painter.end()


class _BarButton(Button):
    """A button of the bar: without an edge, in the second text colour."""

    def __init__(self, text: str, icon: str, spoken: str) -> None:
        super().__init__(text, ButtonKind.QUIET, icon=icon)
        self.setAccessibleName(spoken)

    def show_words(self, text: str, icon: str, spoken: str) -> None:
        """Show another word and icon."""
        self._icon_name = icon
        self.setText(text)
        self.setAccessibleName(spoken)
        self.updateGeometry()
        self.update()

    def _draw_ground(self, painter: QPainter) -> str:
        super()._draw_ground(painter)
        return palette().text3 if self.look() is Look.DISABLED else palette().text2


class TopBar(QFrame):
    """The bar, 64 px. `action_wanted(key)`: language, theme, settings, back; `searched(text)` at every letter."""

    action_wanted = Signal(str)
    searched = Signal(str)

    def __init__(self, language: Language, *, search: bool = False, back: bool = False) -> None:
        super().__init__()
        self._language = language
        self.search = SearchField(language) if search else None
        self.setFixedHeight(TOP_BAR_HEIGHT)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 0, 24, 1)
        row.setSpacing(12)
        row.addWidget(self._name())
        if back:
            row.addWidget(self._button("back", say("window.bar.back", language), "arrow-left"))
        if self.search is not None:
            self.search.textChanged.connect(self.searched)
            row.addWidget(self.search, 100)
        row.addStretch(1)
        row.addWidget(self._button("language", say(f"window.bar.language.{language}", language), "languages"))
        self._theme = self._button("theme", "", "moon")
        row.addWidget(self._theme)
        row.addWidget(self._button("settings", say("window.bar.settings", language), "settings"))
        self._show_scheme()

    def _name(self) -> QWidget:
        holder = QWidget()
        holder.setFixedWidth(_SEARCH_LEFT - 24 - 12)
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(_Mark())
        row.addWidget(Text("Bedside", Role.NAME))
        row.addStretch(1)
        return holder

    def _button(self, key: str, text: str, icon: str) -> _BarButton:
        spoken = say("window.bar.language-spoken", self._language) if key == "language" else text
        made = _BarButton(text, icon, spoken)
        made.clicked.connect(lambda: self.action_wanted.emit(key))
        return made

    def _show_scheme(self) -> None:
        scheme = palette().scheme
        icon = "moon" if scheme is Scheme.LIGHT else "sun"
        word = say(f"window.bar.theme.{scheme.value}", self._language)
        self._theme.show_words(word, icon, say(f"window.bar.theme-spoken.{scheme.value}", self._language))

    def changeEvent(self, event: QEvent) -> None:
        """Name the colours anew when they have changed."""
        if event.type() is QEvent.Type.PaletteChange:
            self._show_scheme()
        super().changeEvent(event)

    def sizeHint(self) -> QSize:
        """Return the bar's size in px."""
        return QSize(super().sizeHint().width(), TOP_BAR_HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the surface and its lower edge."""
        painter = QPainter(self)
        bar(painter, self.rect().toRectF(), palette().surface)
        bar(painter, QRectF(0, self.height() - 1.0, self.width(), 1), palette().border)
        painter.end()
