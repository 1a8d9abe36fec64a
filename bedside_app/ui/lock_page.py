"""What covers the window while the cases are closed: a passphrase to choose or to type, or the keyring to ask."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from bedside_app.foundation.words import Language, say
from bedside_app.ui.cases import Way
from bedside_app.ui.components.basics import Button, ButtonKind, Field, Icon, Text
from bedside_app.ui.layouts import clear
from bedside_app.ui.theme import Role, Tone, Weight

__all__ = ["LockPage"]

_WIDTH: Final = 480  # px


class LockPage(QWidget):
    """`passphrase_given(text)`, `keyring_wanted()`, `without_wanted()` for going on without keeping anything."""

    passphrase_given = Signal(str)
    keyring_wanted = Signal()
    without_wanted = Signal()

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language: Language = language
        self._fields: list[Field] = []
        self._button: Button | None = None
        self.way = Way.UNLOCK
        self._middle = QHBoxLayout(self)

    def ask(self, way: Way, why: str = "", *, can_do_without: bool = True) -> None:
        """Ask in one way; `why` is the sentence that says what was wrong, or what happened."""
        self.way = way
        clear(self._middle)
        card = QFrame()
        card.setProperty("card", "plain")
        card.setFixedWidth(_WIDTH)
        self._column = QVBoxLayout(card)
        self._column.setContentsMargins(24, 24, 24, 24)
        self._column.setSpacing(12)
        self._fields = []
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(Icon("lock", Tone.ACCENT, 20))
        head.addWidget(Text(self._say(f"{way.value}.title"), Role.ANSWER, weight=Weight.SEMIBOLD, wrap=True), 1)
        self._column.addLayout(head)
        self._column.addWidget(Text(self._say(f"{way.value}.text"), tone=Tone.TEXT2, wrap=True))
        for label in {Way.CHOOSE: ("passphrase", "again"), Way.UNLOCK: ("passphrase",)}.get(way, ()):
            self._add_field(self._say(label))
        if why and self._fields:
            self._fields[-1].show_error(why)
        elif why:
            self._column.addWidget(Text(why, tone=Tone.STOP, wrap=True))
        self._add_buttons(can_do_without=can_do_without)
        self._middle.addWidget(card, alignment=Qt.AlignmentFlag.AlignCenter)
        card.show()  # by itself Qt shows it with the next turn of the event loop: too late for the focus
        self.take_focus()

    def forget(self) -> None:
        """Keep nothing of what was typed."""
        for field in self._fields:
            field.line.clear()

    def show_opening(self) -> None:
        """Show that the key is being made of the passphrase, which takes about a second on purpose."""
        if self._button is not None:
            self._button.setEnabled(False)
            self._button.setText(self._say("opening"))

    def take_focus(self) -> None:
        """Put the cursor where something is to be typed or pressed."""
        first = self._fields[0] if self._fields else self._button
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add_field(self, label: str) -> None:
        field = Field(label, self._language)
        field.line.setEchoMode(QLineEdit.EchoMode.Password)
        field.line.returnPressed.connect(self._give)
        field.edited.connect(lambda _: field.show_error(""))
        self._fields.append(field)
        self._column.addWidget(field)

    def _add_buttons(self, *, can_do_without: bool) -> None:
        row = QHBoxLayout()
        row.setSpacing(12)
        self._button = Button(self._say(f"{self.way.value}.do"), ButtonKind.PRIMARY, wide=True)
        self._button.clicked.connect(self._give)
        row.addWidget(self._button, 1)
        if can_do_without and self.way is not Way.HIDDEN:
            without = Button(self._say("without"))
            without.clicked.connect(self.without_wanted)
            row.addWidget(without)
        self._column.addLayout(row)

    def _give(self) -> None:
        """Hand over what was typed; two that differ, or none, are said here."""
        if not self._fields:
            self.keyring_wanted.emit()
            return
        typed = self._fields[0].text
        if not typed:
            self._fields[0].show_error(self._say("empty"))
        elif typed != self._fields[-1].text:
            self._fields[-1].show_error(self._say("differ"))
        else:
            self.passphrase_given.emit(typed)

    def _say(self, code: str) -> str:
        return say(f"keeping.{code}", self._language)
