from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from bedside_app.foundation.words import Language
from bedside_app.ui.components.basics import Button
from bedside_app.ui.components.frame import SearchField, TopBar
from bedside_app.ui.theme import TARGET, Scheme, apply
from tests.ui.clipping import clipped_texts
from tests.ui.stage import keep


def bar(
    qtbot: QtBot, language: Language = "en", width: int = 1366, *, search: bool = True, back: bool = False
) -> TopBar:
    made = keep(qtbot, TopBar(language, search=search, back=back))
    made.resize(width, 64)
    made.show()
    return made


@pytest.fixture
def light_again(qapp: QApplication) -> Iterator[None]:
    """Put the light scheme back on."""
    yield
    apply(qapp, Scheme.LIGHT)


@pytest.mark.parametrize("width", [1024, 1366, 1920])
@pytest.mark.parametrize("back", [True, False])
def test_the_bar_is_whole(qtbot: QtBot, language: Language, width: int, back: bool) -> None:
    made = bar(qtbot, language, width, search=not back, back=back)
    assert made.height() == 64
    assert clipped_texts(made) == []
    assert all(button.height() >= TARGET for button in made.findChildren(Button))


def test_each_button_asks_for_what_it_says(qtbot: QtBot) -> None:
    made = bar(qtbot, search=False, back=True)
    asked: list[str] = []
    made.action_wanted.connect(asked.append)
    for button in made.findChildren(Button):
        QTest.keyClick(button, Qt.Key.Key_Space)
    assert asked == ["back", "language", "theme", "settings"]


def test_what_is_typed_is_searched_at_every_letter_and_escape_clears(qtbot: QtBot) -> None:
    made = bar(qtbot)
    said: list[str] = []
    made.searched.connect(said.append)
    assert made.search is not None
    QTest.keyClicks(made.search, "ab")
    QTest.keyClick(made.search, Qt.Key.Key_Escape)
    assert said == ["a", "ab", ""]


@pytest.mark.parametrize("key", [Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_the_search_leads_on_to_what_was_found(qtbot: QtBot, key: Qt.Key) -> None:
    made = bar(qtbot)
    assert isinstance(made.search, SearchField)
    with qtbot.waitSignal(made.search.left_downwards):
        QTest.keyClick(made.search, key)


@pytest.mark.usefixtures("light_again")
def test_the_colours_are_named_as_they_are_shown(qtbot: QtBot, qapp: QApplication) -> None:
    made = bar(qtbot)
    theme = made.findChildren(Button)[1]
    assert (theme.text(), theme.accessibleName()) == ("Light", "Colours: light. Change to dark")
    apply(qapp, Scheme.DARK)
    assert (theme.text(), theme.accessibleName()) == ("Dark", "Colours: dark. Change to light")
