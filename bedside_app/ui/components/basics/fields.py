"""Fields with a label above, the unit inside, and the sentence of an error below."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QDate, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QDateEdit, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from bedside_app.foundation.words import Language, say
from bedside_app.ui.components.basics.chips import Icon
from bedside_app.ui.components.basics.text import Text
from bedside_app.ui.theme.apply import palette
from bedside_app.ui.theme.fonts import font, text_width
from bedside_app.ui.theme.icons import draw_icon
from bedside_app.ui.theme.painting import draw_text
from bedside_app.ui.theme.tokens import TARGET, Role, Tone

__all__ = ["ChoiceField", "DateField", "Field"]

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


class _DayEdit(QDateEdit):
    """A date edit that paints its calendar icon, and *Not known* until a day is given."""

    def __init__(self, placeholder: str) -> None:
        super().__init__()
        self._placeholder = placeholder
        self.setCalendarPopup(True)
        self.setMinimumDate(QDate(1899, 12, 31))
        self.setSpecialValueText(placeholder)
        self.setButtonSymbols(QDateEdit.ButtonSymbols.NoButtons)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the icon."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        place = QRectF(self.width() - _EDGE - 18, self.height() / 2 - 9, 18, 18)
        draw_icon(painter, "calendar", place, palette().text2)
        painter.end()


class DateField(_Labelled):
    """A day. None until one is given: `changed()`."""

    changed = Signal()

    def __init__(self, label: str, language: Language, day: QDate | None = None) -> None:
        self.edit = _DayEdit(say("ui.field.day", language))
        super().__init__(label, self.edit, language)
        self.edit.setDisplayFormat("dd/MM/yyyy" if language == "fr" else "d MMM yyyy")
        self.edit.setDate(day or self.edit.minimumDate())
        self.edit.dateChanged.connect(lambda _day: self.changed.emit())

    @property
    def day(self) -> QDate | None:
        """Return the day; None where none is given."""
        day = self.edit.date()
        return None if day == self.edit.minimumDate() else day
