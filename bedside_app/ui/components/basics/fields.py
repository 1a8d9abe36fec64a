"""Fields with a label above, the unit inside, and the sentence of an error below."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QDate, QLocale, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QTextCharFormat
from PySide6.QtWidgets import (
    QCalendarWidget,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QStyledItemDelegate,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from bedside_app.foundation.words import Language, day, say
from bedside_app.ui.components.basics.chips import Icon
from bedside_app.ui.components.basics.text import Text
from bedside_app.ui.theme.apply import palette
from bedside_app.ui.theme.fonts import font, text_width
from bedside_app.ui.theme.icons import draw_icon, icon_pixmap
from bedside_app.ui.theme.painting import draw_text
from bedside_app.ui.theme.tokens import TARGET, Role, Tone

__all__ = ["ChoiceField", "DateField", "Field", "read_day"]

_EDGE = 12


class _Labelled(QWidget):
    """A label, an editor and an error sentence."""

    def __init__(self, label: str, editor: QWidget, language: Language) -> None:
        super().__init__()
        self._label, self._language, self._editor = label, language, editor
        editor.setFixedHeight(TARGET)
        editor.setFont(font(Role.TITLE))
        editor.setAccessibleName(label)
        self._error = Text("", Role.CAPTION, tone=Tone.STOP, wrap=True)
        self._error_row = QWidget()
        row = QHBoxLayout(self._error_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(Icon("octagon-alert", Tone.STOP, 14, line=16), alignment=Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._error, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(Text(label, Role.CAPTION, tone=Tone.TEXT2, wrap=True))
        column.addWidget(editor)
        column.addWidget(self._error_row)
        column.addStretch(1)
        self._error_row.hide()
        self.setFocusProxy(editor)

    def show_error(self, sentence: str) -> None:
        """Show why the value is not taken; an empty sentence clears it."""
        self._error.set_content(sentence)
        self._error_row.setVisible(bool(sentence))
        values = {"label": self._label, "error": sentence}
        self._editor.setAccessibleDescription(say("ui.field.error", self._language, values) if sentence else "")
        self._editor.setProperty("status", "stop" if sentence else "")
        style = self._editor.style()
        style.unpolish(self._editor)
        style.polish(self._editor)

    @property
    def error(self) -> str:
        """Return the sentence that is shown; empty where the value is taken."""
        return self._error.text()


class _UnitEdit(QLineEdit):
    """A line edit that paints the unit at its right end."""

    def __init__(self, unit: str) -> None:
        super().__init__()
        self._unit = unit
        width = int(text_width(unit, font(Role.TITLE))) + _EDGE if unit else 0
        self.setTextMargins(0, 0, width, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the unit over the field."""
        super().paintEvent(event)
        if not self._unit:
            return
        painter = QPainter(self)
        rect = self.rect().toRectF().adjusted(0, 0, -_EDGE - 1, 0)
        draw_text(painter, rect, self._unit, font(Role.TITLE), palette().text2, Qt.AlignmentFlag.AlignRight)
        painter.end()


class Field(_Labelled):
    """One line of text or a number with its unit. What is typed stays what was typed: `edited(text)`."""

    edited = Signal(str)

    def __init__(self, label: str, language: Language, *, unit: str = "", example: str = "", text: str = "") -> None:
        self.line = _UnitEdit(unit)
        super().__init__(label, self.line, language)
        self.line.setPlaceholderText(example)
        self.line.setText(text)
        if unit:
            self.line.setAccessibleName(f"{label}, {unit}")
        self.line.textEdited.connect(self.edited)

    @property
    def text(self) -> str:
        """Return what is typed."""
        return self.line.text()


class _Choices(QComboBox):
    """A combo box that paints its chevron from the token."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the chevron."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        place = QRectF(self.width() - _EDGE - 18, self.height() / 2 - 9, 18, 18)
        draw_icon(painter, "chevron-down", place, palette().text if self.isEnabled() else palette().text3)
        painter.end()


class ChoiceField(_Labelled):
    """One of a list. Nothing is chosen until somebody does: `chosen(key)`."""

    chosen = Signal(str)

    def __init__(self, label: str, language: Language, choices: Sequence[tuple[str, str]], selected: str = "") -> None:
        self.box = _Choices()
        super().__init__(label, self.box, language)
        self.box.setItemDelegate(QStyledItemDelegate(self.box))  # the style sheet's row height needs it
        self.box.view().setAccessibleName(label)
        self.box.setPlaceholderText(say("ui.field.choose", language))
        for key, text in choices:
            self.box.addItem(text, key)
        self.box.setCurrentIndex(next((at for at, (key, _) in enumerate(choices) if key == selected), -1))
        self.box.activated.connect(lambda at: self.chosen.emit(str(self.box.itemData(at))))

    @property
    def selected(self) -> str:
        """Return the key of what is chosen; empty where nothing is."""
        return str(self.box.currentData() or "")


def read_day(text: str, language: Language) -> date | None:
    """Return the day that `text` names, day first, or None: `24 Nov 2026`, `24/11/2026`, `2026-11-24`.

    A year is four digits: which century two of them mean is not guessed.
    """
    words = re.findall(r"[^\W\d_]+|\d+", text)
    if len(words) != 3:
        return None
    first, month, last = words
    if len(first) == 4:
        first, last = last, first
    months = [month] if month.isdigit() else [str(at) for at in range(1, 13) if _names(month, at, language)]
    if len(months) != 1 or not (first.isdigit() and last.isdigit() and len(last) == 4):
        return None
    try:
        return date(int(last), int(months[0]), int(first))
    except ValueError:  # 31 April
        return None


def _names(word: str, month: int, language: Language) -> bool:
    """Say whether `word` is the month's name or its abbreviation, with or without accents."""
    short = day(date(2000, month, 1), language).split("\u00a0")[1].rstrip(".")
    return _bare(word).startswith(_bare(short))


def _bare(word: str) -> str:
    split = unicodedata.normalize("NFD", word.casefold())
    return "".join(character for character in split if not unicodedata.combining(character))


class _DayEdit(QLineEdit):
    """A line edit for a day; its icon, or Alt and down, opens the calendar."""

    picked = Signal(object)

    def __init__(self, start: date | None, language: Language) -> None:
        super().__init__()
        self._start, self._language = start, language
        self.setTextMargins(0, 0, 30, 0)

    def open_calendar(self) -> None:
        """Open the calendar below the field, at its day or at the month to start from."""
        calendar = QCalendarWidget(self)
        calendar.setWindowFlags(Qt.WindowType.Popup)
        calendar.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        calendar.setLocale(self.locale())
        calendar.setFont(font(Role.BODY))
        calendar.setHorizontalHeaderFormat(QCalendarWidget.HorizontalHeaderFormat.ShortDayNames)
        _dress(calendar, self._language)
        if self._start is not None:
            calendar.setSelectedDate(QDate(self._start.year, self._start.month, self._start.day))
        for told in (calendar.clicked, calendar.activated):
            told.connect(lambda at: self._pick(calendar, at))
        calendar.move(self.mapToGlobal(QPoint(0, self.height() + 4)))
        calendar.show()
        calendar.setFocus(Qt.FocusReason.PopupFocusReason)

    def _pick(self, calendar: QCalendarWidget, at: QDate) -> None:
        calendar.close()
        self.picked.emit(date(at.year(), at.month(), at.day()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open the calendar where the icon is clicked."""
        if event.position().x() >= self.width() - TARGET:
            self.open_calendar()
            return
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the calendar with Alt and down, as a list would."""
        if event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.open_calendar()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the icon."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        place = QRectF(self.width() - _EDGE - 18, self.height() / 2 - 9, 18, 18)
        draw_icon(painter, "calendar", place, palette().text2)
        painter.end()


def _dress(calendar: QCalendarWidget, language: Language) -> None:
    """Draw the calendar from the tokens, and name its two arrows."""
    ink, heads = QTextCharFormat(), QTextCharFormat()
    ink.setForeground(QColor(palette().text))
    for weekday in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):  # Qt's own red reads on no dark ground
        calendar.setWeekdayTextFormat(weekday, ink)
    heads.setForeground(QColor(palette().text2))
    heads.setBackground(QColor(palette().sunken))
    calendar.setHeaderTextFormat(heads)
    calendar.setMinimumSize(7 * TARGET, 8 * 36)
    for name, icon in (("previous", "chevron-left"), ("next", "chevron-right")):
        for button in calendar.findChildren(QToolButton, f"qt_calendar_{name[:4]}month"):
            button.setIcon(QIcon(icon_pixmap(icon, palette().text, 18)))
            button.setAccessibleName(say(f"ui.field.{name}-month", language))


class DateField(_Labelled):
    """A day, typed as wards write it or picked. None until one is given; `changed()` tells.

    `start` is where the calendar opens while no day is given: the field reads no clock. What cannot be read is said
    when the field is left, and stays as it was typed.
    """

    changed = Signal()

    def __init__(self, label: str, language: Language, shown: date | None = None, *, start: date | None = None) -> None:
        self.line = _DayEdit(shown or start, language)
        super().__init__(label, self.line, language)
        self.line.setLocale(QLocale(language))
        self.line.setPlaceholderText(say("ui.field.day", language))
        self.line.picked.connect(self._take)
        self.line.textEdited.connect(lambda _text: self.changed.emit())
        self.line.editingFinished.connect(self._left)
        if shown is not None:
            self._write(shown)

    @property
    def day(self) -> date | None:
        """Return the day; None where none is given or what is typed names none."""
        return read_day(self.line.text(), self._language)

    @property
    def unreadable(self) -> bool:
        """Say whether something is typed that names no day."""
        return bool(self.line.text().strip()) and self.day is None

    def _write(self, shown: date) -> None:
        self.line.setText(day(shown, self._language).replace("\u00a0", " "))

    def _take(self, shown: date) -> None:
        self._write(shown)
        self._left()
        self.changed.emit()

    def _left(self) -> None:
        """Write the day as wards do, or say that there is none."""
        given = self.day
        if given is not None:
            self._write(given)
        self.show_error(say("ui.field.no-day", self._language) if self.unreadable else "")
