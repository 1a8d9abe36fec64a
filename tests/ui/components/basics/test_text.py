from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from bedside_app.ui.components.basics import Run, Text, widen_targets
from bedside_app.ui.components.basics.text import FactSpot
from bedside_app.ui.theme import Weight
from tests.ui.clipping import clipped_texts

SENTENCE = (
    Run("LVEF "),
    Run("48\u00a0%", Weight.SEMIBOLD, fact="lvef", spoken="48 %, 16 Nov, echo"),
    Run(": cardiology"),
)


def spots(text: Text) -> list[FactSpot]:
    return [spot for spot in text.findChildren(FactSpot) if not spot.isHidden()]


def test_a_value_in_a_sentence_opens_its_source(qtbot: QtBot) -> None:
    text = Text(SENTENCE)
    qtbot.addWidget(text)
    text.resize(text.sizeHint())
    text.show()
    (spot,) = spots(text)
    assert spot.accessibleName() == "48 %, 16 Nov, echo"
    with qtbot.waitSignal(text.source_wanted) as told:
        QTest.mouseClick(spot, Qt.MouseButton.LeftButton)
    assert told.args == ["lvef"]
    with qtbot.waitSignal(text.source_wanted):
        QTest.keyClick(spot, Qt.Key.Key_Period)
    with qtbot.waitSignal(text.source_wanted):
        QTest.keyClick(spot, Qt.Key.Key_Return)


def test_new_content_leaves_no_place_of_the_old(qtbot: QtBot) -> None:
    text = Text(SENTENCE)
    qtbot.addWidget(text)
    text.resize(text.sizeHint())
    text.show()
    text.set_content("Nothing known")
    assert spots(text) == []
    assert text.accessibleName() == "Nothing known"


def test_a_name_with_markup_or_two_hundred_letters_stays_plain_and_whole(qtbot: QtBot) -> None:
    for name in ("<b>O'BRIEN</b> & <script>", "Å" * 200, "\u05db\u05d4\u05df, \u05d3\u05d5\u05d3"):
        text = Text(name, wrap=True)
        qtbot.addWidget(text)
        text.resize(240, text.heightForWidth(240))
        text.show()
        assert text.textFormat() is Qt.TextFormat.PlainText
        assert text.text() == name
        assert clipped_texts(text) == []


def test_a_click_near_a_small_value_reaches_it(qtbot: QtBot) -> None:
    text = Text(SENTENCE)
    widen_targets(text)
    qtbot.addWidget(text)
    text.resize(text.sizeHint().width(), 60)
    text.show()
    (spot,) = spots(text)
    beside = spot.geometry().center()
    beside.setY(spot.geometry().bottom() + 8)
    with qtbot.waitSignal(text.source_wanted):
        QTest.mouseClick(text, Qt.MouseButton.LeftButton, pos=beside)
    beside.setX(spot.geometry().right() + 60)
    with qtbot.assertNotEmitted(text.source_wanted):
        QTest.mouseClick(text, Qt.MouseButton.LeftButton, pos=beside)
