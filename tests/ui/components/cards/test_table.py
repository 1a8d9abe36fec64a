from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from bedside_app.foundation.words import Language
from bedside_app.ui.components.basics import Run, Text
from bedside_app.ui.components.basics.text import FactSpot
from bedside_app.ui.components.cards import Cell, Column, GridTable, TableRow
from bedside_app.ui.gallery.clinical import table_row
from tests.ui.clipping import clipped_texts
from tests.ui.stage import keep


def table(qtbot: QtBot) -> GridTable:
    made = GridTable(
        "Doses",
        (Column("Drug", stretch=1), Column("Dose", number=True)),
        (
            TableRow((Cell("Alpha"), Cell((Run("1,050", fact="alpha"),), "mg"))),
            TableRow((Cell("Beta"), Cell((Run("7", fact="beta"),), "mg/m²"))),
        ),
    )
    keep(qtbot, made)
    made.resize(320, made.sizeHint().height())
    made.show()
    return made


def test_figures_end_at_one_line_and_units_begin_after_it(qtbot: QtBot) -> None:
    made = table(qtbot)
    ends = {
        text.mapTo(made, QPoint(text.width(), 0)).x()
        for text in made.findChildren(Text)
        if text.text() in {"1,050", "7"}
    }
    starts = {text.mapTo(made, QPoint(0, 0)).x() for text in made.findChildren(Text) if "mg" in text.text()}
    assert len(ends) == len(starts) == 1
    assert starts == ends


def test_a_value_in_a_table_opens_its_source(qtbot: QtBot) -> None:
    made = table(qtbot)
    with qtbot.waitSignal(made.source_wanted) as told:
        QTest.mouseClick(made.findChildren(FactSpot)[1], Qt.MouseButton.LeftButton)
    assert told.args == ["beta"]


def test_no_cell_is_cut(qtbot: QtBot, language: Language) -> None:
    made = table_row(language)
    keep(qtbot, made)
    made.resize(620, made.sizeHint().height())
    made.show()
    assert clipped_texts(made) == []
