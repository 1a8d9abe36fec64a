"""The settings of this workstation: each with what it does, who decided it, and its control where it may be changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from bedside_app.foundation.errors import Refusal
from bedside_app.foundation.settings import Described, change, declared, describe
from bedside_app.foundation.words import Language, say
from bedside_app.ui.components.basics import Choice, Field, Rule, Segments, Text
from bedside_app.ui.components.cards import Card
from bedside_app.ui.components.frame import Footer, TopBar
from bedside_app.ui.theme import Role, Tone, Weight
from bedside_app.ui.viewmodels.settings import SettingGroup, SettingRow, groups_of, typed_value

__all__ = ["SettingsPage"]

_WIDEST: Final = 920  # px
_CONTROL: Final = 340


class SettingsPage(QWidget):
    """`changed(key)` after a setting was written, `back_wanted()`, `action_wanted(key)` of the top bar.

    `read` and `write` are those of `foundation.settings` unless a test brings its own.
    """

    changed = Signal(str)
    back_wanted = Signal()
    action_wanted = Signal(str)

    def __init__(
        self,
        language: Language,
        read: Callable[[], tuple[Described, ...]] = describe,
        write: Callable[[str, int | str], None] = change,
    ) -> None:
        super().__init__()
        self._language, self._read, self._write = language, read, write
        bar = TopBar(language, back=True)
        bar.action_wanted.connect(self._act)
        holder = QWidget()
        holder.setProperty("ground", "bg")
        place = QHBoxLayout(holder)
        place.setContentsMargins(24, 24, 24, 24)
        content = QWidget()
        content.setMaximumWidth(_WIDEST)
        place.addWidget(content)
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(Text(self._say("title"), Role.ANSWER, weight=Weight.SEMIBOLD))
        for group in groups_of(read(), language):
            column.addWidget(self._group(group))
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(holder)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(bar)
        whole.addWidget(area, 1)
        whole.addWidget(Footer((), language, dotted=False))
        QShortcut(QKeySequence("Esc"), self).activated.connect(self.back_wanted)

    def _group(self, group: SettingGroup) -> Card:
        card = Card(group.title)
        for at, row in enumerate(group.rows):
            if at:
                card.add(Rule())
            card.add(self._line(row))
        return card

    def _line(self, row: SettingRow) -> QWidget:
        line = QWidget()
        across = QHBoxLayout(line)
        across.setContentsMargins(16, 12, 16, 12)
        across.setSpacing(24)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(Text(row.title, Role.TITLE, weight=Weight.MEDIUM, wrap=True))
        words.addWidget(Text(row.help, Role.CAPTION, tone=Tone.TEXT2, wrap=True))
        words.addWidget(Text(row.origin, Role.CAPTION, tone=Tone.TEXT3, wrap=True))
        across.addLayout(words, 1)
        holder = QWidget()
        holder.setFixedWidth(_CONTROL)
        control = QVBoxLayout(holder)
        control.setContentsMargins(0, 0, 0, 0)
        control.addWidget(self._control(row), alignment=Qt.AlignmentFlag.AlignRight)
        across.addWidget(holder, alignment=Qt.AlignmentFlag.AlignVCenter)
        return line

    def _control(self, row: SettingRow) -> QWidget:
        if row.locked:
            return Text(dict(row.choices).get(row.value, row.value), weight=Weight.SEMIBOLD)
        if row.choices:
            choices = tuple(Choice(key, word) for key, word in row.choices)
            segments = Segments(choices, row.title, selected=row.value)
            segments.chosen.connect(lambda value: self._save(row, value))
            return segments
        field = Field(row.allowed, self._language, text=row.value)
        field.line.setAccessibleName(row.title)
        field.line.editingFinished.connect(lambda: self._save(row, field.text, field))
        return field

    def _save(self, row: SettingRow, text: str, field: Field | None = None) -> None:
        """Write a value that the setting can have; say why where it can't, or where the file can't be written."""
        value = typed_value(text, declared()[row.key])
        why = self._say("not-allowed", allowed=row.allowed) if value is None else ""
        if value is not None and str(value) != self._now(row.key):
            try:
                self._write(row.key, value)
            except (Refusal, OSError) as error:
                why = self._told(error)
            else:
                self.changed.emit(row.key)
        if field is not None:
            field.show_error(why)

    def _now(self, key: str) -> str:
        return next((str(one.value) for one in self._read() if one.key == key), "")

    def _told(self, error: Refusal | OSError) -> str:
        if isinstance(error, Refusal):
            return say(error.code, self._language, error.values)
        return self._say("not-written", why=error.strerror or "")

    def _act(self, key: str) -> None:
        if key == "back":
            self.back_wanted.emit()
        else:
            self.action_wanted.emit(key)

    def _say(self, code: str, **values: object) -> str:
        return say(f"settings-page.{code}", self._language, values)
