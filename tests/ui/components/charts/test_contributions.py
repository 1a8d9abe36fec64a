from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from bedside_app.foundation.words import Language
from bedside_app.ui.components.charts import Contribution, Contributions
from tests.ui.clipping import clipped_texts
from tests.ui.stage import keep

ROWS = [
    (Contribution("Ki-67 28 %", 0.15), Contribution("Grade 2", -0.1), Contribution("Age", 0.0)),
    (Contribution("A", 0.5),),
    (Contribution("A", -0.5), Contribution("B", -0.25)),
    (Contribution("A", 0.0),),
    (),
]


@pytest.mark.parametrize("rows", ROWS)
@pytest.mark.parametrize("width", [312, 900])
def test_bars_to_either_side_leave_room_for_their_figures(
    qtbot: QtBot, rows: tuple[Contribution, ...], width: int, language: Language
) -> None:
    made = Contributions(rows, language)
    keep(qtbot, made)
    made.resize(width, max(1, made.sizeHint().height()))
    made.show()
    assert clipped_texts(made) == []


def test_signs_are_written(qtbot: QtBot) -> None:
    made = Contributions(ROWS[0], "fr")
    keep(qtbot, made)
    assert made.accessibleName() == "Ki-67 28 % +0,15, Grade 2 −0,10, Age 0,00"
