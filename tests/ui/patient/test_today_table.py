from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from bedside_app.foundation.words import say
from bedside_app.ui.components.basics.text import FactSpot
from bedside_app.ui.patient.today_table import PaintedTable, TableCell, TableColumn, TableLine
from bedside_app.ui.theme import Status, Tone, Weight, status
from bedside_app.ui.theme.runs import Run
from tests.ui.clipping import clipped_texts

COLUMNS = (
    TableColumn("Check", stretch=1, wraps=True),
    TableColumn("Value"),
    TableColumn("Limit", stretch=2, wraps=True),
    TableColumn("Verdict", right=True),
)


def line(label: str, limit: str = "1.5 or more", key: str = "v") -> TableLine:
    value = (Run("1.1", Weight.SEMIBOLD, fact=key, spoken=f"{label} 1.1"), Run("\u00a0×10⁹/L", fact=key))
    return TableLine(
        (TableCell(label), TableCell(value), TableCell(limit), TableCell(status=status(Status.HOLD, "en"))),
        spoken=f"{label}: 1.1. {limit}",
        tone=Tone.STOP,
    )


def table(qtbot: QtBot, *lines: TableLine, width: int = 700) -> PaintedTable:
    made = PaintedTable("Limits", COLUMNS, lines)
    qtbot.addWidget(made)
    made.resize(width, made.heightForWidth(width))
    made.show()
    return made


def test_number_and_unit_are_one_value_that_opens_one_source(qtbot: QtBot) -> None:
    made = table(qtbot, line("Neutrophils"))
    (spot,) = made.findChildren(FactSpot)
    assert spot.accessibleName() == "Neutrophils 1.1"
    assert spot.width() > 40  # px: the number alone is half of that
    with qtbot.waitSignal(made.source_wanted) as asked:
        QTest.mouseClick(spot, Qt.MouseButton.LeftButton)
    assert asked.args == ["v"]


def test_rows_are_26_high_under_a_head_of_32_until_a_text_needs_more(qtbot: QtBot) -> None:
    made = table(qtbot, line("Neutrophils"), line("Platelets"))
    assert made.heightForWidth(700) == 32 + 2 * 26
    long = table(qtbot, line("Neutrophils", "word " * 60), line("Platelets"))
    assert long.heightForWidth(700) > 32 + 2 * 26
    assert long.heightForWidth(500) > long.heightForWidth(700)


def test_each_row_is_said_by_the_table(qtbot: QtBot) -> None:
    made = table(qtbot, line("Neutrophils"), line("Platelets"))
    assert made.accessibleName() == "Limits"
    assert made.accessibleDescription() == "Neutrophils: 1.1. 1.5 or more. Platelets: 1.1. 1.5 or more"


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    texts=st.lists(st.text("abcdefgh 0123456789", max_size=120), min_size=1, max_size=5),
    width=st.integers(380, 1400),
)
def test_whatever_a_row_says_nothing_is_cut_at_any_width(qtbot: QtBot, texts: list[str], width: int) -> None:
    made = table(qtbot, *(line(text, text[::-1], key=str(at)) for at, text in enumerate(texts)), width=width)
    assert clipped_texts(made) == []
    made.close()


def test_a_table_is_never_asked_to_be_narrower_than_its_values(qtbot: QtBot) -> None:
    made = table(qtbot, line("Neutrophils"))
    least = made.minimumSizeHint().width()
    made.resize(least, made.heightForWidth(least))
    assert clipped_texts(made) == []


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_sum_takes_the_columns_that_are_left(qtbot: QtBot, language: str) -> None:
    words = say("today.given", "fr" if language == "fr" else "en")
    made = table(qtbot, TableLine((TableCell(words), TableCell("note " * 20, span=3)), sunken=True), width=420)
    assert clipped_texts(made) == []
    assert made.heightForWidth(420) > 32 + 26
