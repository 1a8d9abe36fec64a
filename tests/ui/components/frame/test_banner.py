from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from bedside_app.foundation.words import Language
from bedside_app.ui.components.basics import Button, Text
from bedside_app.ui.components.frame import Banner
from bedside_app.ui.gallery.frame import banner
from bedside_app.ui.gallery.words import LONG_NAME
from tests.ui.clipping import clipped_texts
from tests.ui.stage import keep, place

SHORT = "DEMONSTRATION, Anna"


def shown(qtbot: QtBot, name: str, language: Language, width: int = 1286) -> Banner:
    made = Banner(banner(language, name), language)
    place(qtbot, made, width, 400)
    return made


def lines(made: Banner, name: str) -> list[Text]:
    return [text for text in made.findChildren(Text) if text.text() == name and text.isVisible()]


def test_a_short_name_stands_in_18_px_on_one_line(qtbot: QtBot, language: Language) -> None:
    made = shown(qtbot, SHORT, language)
    assert [text.height() for text in lines(made, SHORT)] == [24]
    assert made.height() == 64
    assert clipped_texts(made) == []


@pytest.mark.parametrize("name", [LONG_NAME, "A" * 200, "<b>O'BRIEN</b>", "\u05db\u05d4\u05df, \u05d3\u05d5\u05d3", ""])
@pytest.mark.parametrize("width", [1000, 1286, 1840])
def test_a_name_is_never_shortened(qtbot: QtBot, name: str, width: int, language: Language) -> None:
    made = shown(qtbot, name, language, width)
    assert clipped_texts(made.window()) == []
    assert name in made.accessibleName()


def test_the_size_of_the_name_follows_the_width(qtbot: QtBot) -> None:
    name = "DEMONSTRATION-LONGFAMILY, Anna Maria Elisabeth"
    made = shown(qtbot, name, "en", 1800)
    (wide,) = lines(made, name)
    made.window().resize(1000, 400)
    (narrow,) = lines(made, name)
    assert wide is not narrow
    made.window().resize(1800, 400)
    assert lines(made, name) == [wide]


def test_the_banner_lets_the_window_become_narrow_again(qtbot: QtBot) -> None:
    assert shown(qtbot, LONG_NAME * 2, "en").window().minimumSizeHint().width() < 1100


def test_review_is_asked_for(qtbot: QtBot) -> None:
    made = shown(qtbot, SHORT, "en")
    with qtbot.waitSignal(made.review_wanted):
        QTest.mouseClick(made.findChildren(Button)[0], Qt.MouseButton.LeftButton)


def test_nobody_is_a_demonstration_unless_said(qtbot: QtBot) -> None:
    content = replace(banner("en", SHORT), demonstration=False, facts=(), status=None, action="")
    made = Banner(content, "en")
    keep(qtbot, made)
    assert "Demonstration" not in [child.accessibleName() for child in made.findChildren(QWidget)]
