from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget
from pytestqt.qtbot import QtBot

from bedside_app.foundation.words import Language
from bedside_app.ui.components.basics import Button, Field, StatusChip, Text
from bedside_app.ui.theme import Status, StatusContent
from tests.ui.clipping import clipped_texts


def shown(qtbot: QtBot, widget: QWidget, width: int, height: int) -> QWidget:
    holder = QWidget()
    widget.setParent(holder)
    widget.setGeometry(0, 0, width, height)
    holder.resize(max(200, width), max(200, height))
    qtbot.addWidget(holder)
    holder.show()
    return holder


def test_text_that_fits_is_not_found(qtbot: QtBot) -> None:
    text = Text("A value and its unit")
    assert clipped_texts(shown(qtbot, text, text.sizeHint().width(), 18)) == []


def test_a_text_that_is_too_narrow_is_found(qtbot: QtBot) -> None:
    assert "A value" in "".join(clipped_texts(shown(qtbot, Text("A value and its unit"), 60, 18)))


def test_a_title_may_be_shortened(qtbot: QtBot) -> None:
    holder = shown(qtbot, Text("A title of a row", may_elide=True), 60, 18)
    assert clipped_texts(holder) == []


def test_a_wrapped_text_that_is_too_low_is_found(qtbot: QtBot) -> None:
    holder = shown(qtbot, Text("One two three four five six seven eight", wrap=True), 100, 18)
    assert "is 100×18" in "".join(clipped_texts(holder))


def test_a_painted_word_that_does_not_fit_is_found(qtbot: QtBot) -> None:
    chip = StatusChip(StatusContent(Status.CAUTION, "A long word of caution"))
    assert "painted 'A long word of caution'" in "".join(clipped_texts(shown(qtbot, chip, 60, 22)))


def test_a_field_too_narrow_for_its_text_is_found(qtbot: QtBot, language: Language) -> None:
    field = Field("Dose", language, unit="mg", text="1234567890123456789")
    holder = shown(qtbot, field, 400, 80)
    assert "QLineEdit" not in "".join(clipped_texts(holder))
    field.setGeometry(0, 0, 120, 80)
    assert "'1234567890123456789' wants" in "".join(clipped_texts(field))


def test_a_widget_that_sticks_out_is_found(qtbot: QtBot) -> None:
    button = Button("Modify")
    holder = shown(qtbot, button, button.sizeHint().width(), 44)
    button.move(150, 190)
    assert "sticks out" in "".join(clipped_texts(holder))


def test_a_text_over_another_is_found(qtbot: QtBot) -> None:
    holder = QWidget()
    one, other = QLabel("one", holder), QLabel("other", holder)
    for label, x in ((one, 0), (other, 10)):
        label.setGeometry(x, 0, 60, 20)
    qtbot.addWidget(holder)
    holder.resize(200, 60)
    holder.show()
    assert "lies over" in "".join(clipped_texts(holder))


def test_texts_side_by_side_are_fine(qtbot: QtBot) -> None:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.addWidget(Text("one"))
    row.addWidget(Text("other"))
    qtbot.addWidget(holder)
    holder.show()
    assert clipped_texts(holder) == []
