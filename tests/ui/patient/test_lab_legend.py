"""The legend of the laboratory panels: every word is there, on one line or two."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from bedside_app.ui.patient.lab_legend import LabLegend, LabMark
from tests.ui.clipping import clipped_texts
from tests.ui.stage import keep

ENTRIES = (
    (LabMark.RANGE, "Reference range"),
    (LabMark.OUTSIDE, "Outside range"),
    (LabMark.GRADE, "CTCAE v5 grade"),
    (LabMark.EVENT, "Treatment"),
)


def test_every_mark_is_said(qtbot: QtBot) -> None:
    legend = keep(qtbot, LabLegend(ENTRIES))
    assert legend.accessibleName() == "Reference range, Outside range, CTCAE v5 grade, Treatment"


def test_at_its_least_width_two_lines_hold_all_words(qtbot: QtBot) -> None:
    legend = keep(qtbot, LabLegend(ENTRIES))
    legend.resize(legend.minimumSizeHint())
    legend.show()
    assert legend.height() == 40
    assert len(legend._lines(legend.width())) == 2
    assert clipped_texts(legend) == []
