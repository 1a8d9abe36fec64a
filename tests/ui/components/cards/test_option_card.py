from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QProgressBar
from pytestqt.qtbot import QtBot

from bedside_app.foundation.words import Language
from bedside_app.ui.components.basics import Link, Run, StatusMark, Text
from bedside_app.ui.components.basics.text import FactSpot
from bedside_app.ui.components.cards import Benefit, BenefitBar, OptionCard, OptionContent, OptionState
from bedside_app.ui.components.cards.option_card import WITHOUT_FIGURES
from bedside_app.ui.gallery.clinical import options
from bedside_app.ui.theme import Status, StatusContent, status
from tests.ui.clipping import clipped_texts
from tests.ui.stage import keep, place


def card(qtbot: QtBot, content: OptionContent, language: Language = "en", width: int = 263) -> OptionCard:
    made = OptionCard(content, language)
    keep(qtbot, made)
    made.resize(width, max(120, made.heightForWidth(width)))
    made.show()
    return made


def figure(state: OptionState) -> OptionContent:
    benefit = Benefit(figure=Run("77", fact="x"), caption="of 100", base=66, added=11, counts="Figures count: all")
    return OptionContent(key="a", title="Option", state=state, status=status(Status.SUGGESTED, "en"), benefit=benefit)


@pytest.mark.parametrize("state", list(OptionState))
def test_a_card_without_figures_shows_none_whatever_it_is_given(qtbot: QtBot, state: OptionState) -> None:
    made = card(qtbot, figure(state))
    texts = " ".join(text.text() for text in made.findChildren(Text))
    hidden = state in WITHOUT_FIGURES
    assert ("77" in texts) is not hidden
    assert (made.findChild(BenefitBar) is None) is hidden
    assert (made.findChild(FactSpot) is None) is hidden


def test_excluded_blocked_computing_and_cleared_options_show_no_figure() -> None:
    names = {state.value for state in WITHOUT_FIGURES}
    assert names == {"excluded", "blocked", "computing", "cleared"}


@pytest.mark.parametrize("at", range(7))
@pytest.mark.parametrize("width", [220, 263, 400])
def test_no_state_is_cut(qtbot: QtBot, at: int, width: int, language: Language) -> None:
    assert clipped_texts(card(qtbot, options(language)[at], language, width)) == []


def test_a_figure_opens_its_source_and_the_link_the_proof(qtbot: QtBot) -> None:
    made = card(qtbot, options("en")[0])
    with qtbot.waitSignal(made.source_wanted) as told:
        QTest.mouseClick(made.findChildren(FactSpot)[0], Qt.MouseButton.LeftButton)
    assert told.args == ["demo"]
    with qtbot.waitSignal(made.opened) as told:
        QTest.keyClick(made.findChildren(Link)[0], Qt.Key.Key_Space)
    assert told.args == ["a"]


def test_a_reason_says_which_way_it_points(qtbot: QtBot, language: Language) -> None:
    made = card(qtbot, options(language)[1], language)
    said = [text.accessibleName() for text in made.findChildren(Text)]
    assert any(name.startswith(("Against: ", "Contre\u202f: ")) for name in said)
    assert any(name.startswith(("Not known: ", "Non connu\u202f: ")) for name in said)


def test_computing_shows_how_far_it_is_and_no_more(qtbot: QtBot) -> None:
    made = card(qtbot, options("en")[5])
    (bar,) = made.findChildren(QProgressBar)
    assert bar.value() == 40
    assert made.findChildren(StatusMark)[0].content.status is Status.COMPUTING


def test_a_long_state_takes_more_lines_and_is_never_cut(qtbot: QtBot) -> None:
    long = StatusMark(StatusContent(Status.CONDITION, "If 21-gene recurrence score ≥ 26 and not postmenopausal"))
    place(qtbot, long, 180, 120)
    assert long.height() > long.sizeHint().height()
    assert clipped_texts(long) == []
