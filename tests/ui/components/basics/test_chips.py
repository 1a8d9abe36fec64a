from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from bedside_app.foundation.words import Language
from bedside_app.ui.components.basics import KeyCap, Rule, StatusChip, Tag
from bedside_app.ui.theme import Status, StatusContent, status
from tests.ui.clipping import clipped_texts

VALUES: dict[str, object] = {"grade": 4, "percent": 100, "condition": "score ≤ 25"}


@pytest.mark.parametrize("kind", list(Status))
def test_a_chip_holds_its_word_and_says_it(qtbot: QtBot, kind: Status, language: Language) -> None:
    chip = StatusChip(status(kind, language, **VALUES))
    qtbot.addWidget(chip)
    chip.resize(chip.sizeHint())
    chip.show()
    assert clipped_texts(chip) == []
    assert chip.accessibleName() == chip.content.word
    assert chip.sizeHint().height() == 22


def test_a_chip_takes_another_status_at_once(qtbot: QtBot) -> None:
    chip = StatusChip(StatusContent(Status.GO, "Go"))
    qtbot.addWidget(chip)
    before = chip.sizeHint().width()
    chip.show_status(StatusContent(Status.REFUSED, "Refused"))
    assert chip.accessibleName() == "Refused"
    assert chip.sizeHint().width() > before


def test_marks_take_no_focus(qtbot: QtBot) -> None:
    for mark in (KeyCap("Esc"), Tag("Demonstration"), Rule()):
        qtbot.addWidget(mark)
        assert mark.focusPolicy().value == 0
