from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from bedside_app.foundation.words import Language
from bedside_app.ui.components.basics import FactChip, FactContent, FactState
from tests.ui.clipping import clipped_texts
from tests.ui.stage import keep


def chip(qtbot: QtBot, language: Language, state: FactState = FactState.CURRENT, note: str = "") -> FactChip:
    content = FactContent(
        key="egfr", value="57", unit="mL/min", state=state, note=note, source="20 Nov 2026, laboratory"
    )
    made = FactChip(content, language)
    keep(qtbot, made)
    made.resize(made.sizeHint())
    made.show()
    return made


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Period])
def test_a_value_opens_its_source_by_key(qtbot: QtBot, key: Qt.Key) -> None:
    made = chip(qtbot, "en")
    with qtbot.waitSignal(made.source_wanted) as told:
        QTest.keyClick(made, key)
    assert told.args == ["egfr"]


def test_a_screen_reader_says_value_unit_day_and_source(qtbot: QtBot, language: Language) -> None:
    said = chip(qtbot, language, FactState.NOT_CURRENT, "14 months old").accessibleName()
    for part in ("57\u00a0mL/min", "14 months old", "20 Nov 2026, laboratory"):
        assert part in said


def test_out_of_range_is_said_as_well_as_coloured(qtbot: QtBot) -> None:
    assert "outside the reference range" in chip(qtbot, "en", FactState.OUT_OF_RANGE).accessibleName()


@pytest.mark.parametrize("state", [FactState.UNKNOWN, FactState.COMPUTING])
def test_an_unknown_or_computing_value_shows_and_says_no_old_figure(
    qtbot: QtBot, state: FactState, language: Language
) -> None:
    made, other = chip(qtbot, language, state), chip(qtbot, language, state)
    other.show_fact(FactContent(key="egfr", value="9999", unit="mL/min", state=state, source="20 Nov 2026, laboratory"))
    assert "57" not in made.accessibleName()
    assert made.grab().toImage() == other.grab().toImage()


@pytest.mark.parametrize("state", list(FactState))
def test_no_state_is_cut(qtbot: QtBot, state: FactState, language: Language) -> None:
    assert clipped_texts(chip(qtbot, language, state, "a note of some length")) == []


def test_states_look_different(qtbot: QtBot) -> None:
    images = [chip(qtbot, "en", state, "note").grab().toImage() for state in FactState]
    assert all(one != other for at, one in enumerate(images) for other in images[at + 1 :])
