from __future__ import annotations

from pytestqt.qtbot import QtBot

from bedside_app.ui.components.basics import Link, Text
from bedside_app.ui.components.cards import Card
from tests.ui.clipping import clipped_texts


def test_the_caption_of_a_card_gives_way_and_the_title_does_not(qtbot: QtBot) -> None:
    card = Card("What changed", "since the surgery of 27 October 2026, by laboratory", Link("All 9"))
    card.add(Text("A row"))
    qtbot.addWidget(card)
    card.resize(260, 80)
    card.show()
    assert clipped_texts(card) == []
    assert card.accessibleName() == "What changed"
