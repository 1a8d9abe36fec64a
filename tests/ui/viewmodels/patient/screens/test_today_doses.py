from __future__ import annotations

from dataclasses import replace

import pytest

from bedside_app.domain.today import CycleState, Today
from bedside_app.ui.viewmodels.patient.screens.today import Piece
from bedside_app.ui.viewmodels.patient.screens.today_doses import Doses, doses_of
from bedside_app.ui.viewmodels.patient.screens.today_sources import ref_to
from bedside_app.ui.viewmodels.shown import CaseShown
from tests.todays import CYCLES, TODAY, quiet


def doses(case: CaseShown, today: Today = TODAY) -> Doses:
    shown = doses_of(replace(case, current=replace(case.current, today=today)))
    assert shown is not None
    return shown


def said(pieces: tuple[Piece, ...]) -> str:
    return "".join(piece.text for piece in pieces)


def test_a_cycle_shows_planned_given_and_share_and_a_reduced_dose_stands_out(case: CaseShown) -> None:
    first, second, _ = doses(case).rows
    assert said(first.doses[0]) == "145 → 145\u00a0mg 100\u00a0%"
    assert said(second.doses[0]) == "145 → 115\u00a0mg 79\u00a0%"
    assert [piece.tone for piece in (first.doses[0][-1], second.doses[0][-1])] == ["text2", "caution"]


def test_each_dose_that_was_given_opens_its_administration(case: CaseShown) -> None:
    for at, row in enumerate(doses(case).rows[:2]):
        for drug, cell in enumerate(row.doses):
            assert [piece.source for piece in cell if piece.source] == [ref_to("dose", at, drug)]


def test_a_cycle_that_is_due_shows_what_is_ordered_and_why_nothing_was_given(case: CaseShown) -> None:
    row = doses(case).rows[2]
    assert said(row.doses[0]) == "110\u00a0mg ordered (full 145)"
    assert said(row.doses[1]) == "1,150\u00a0mg"
    assert said(row.reason) == "Not given: Neutrophils 1.1"
    assert row.reason[0].tone == "caution"


def test_what_was_not_given_is_never_a_share(case: CaseShown) -> None:
    none = replace(
        CYCLES[1],
        state=CycleState.NOT_GIVEN,
        state_text={"en": "Not given", "fr": "Non administré"},
        doses=tuple(
            replace(one, given=0.0, given_text={"en": "not given", "fr": "non administré"}, percent=0)
            for one in CYCLES[1].doses
        ),
    )
    row = doses(case, replace(TODAY, cycles=(none,))).rows[0]
    assert said(row.doses[0]) == "145\u00a0mg → not given"
    assert row.reason[0].tone == "stop"


def test_a_drug_that_a_cycle_did_not_have_is_a_dash(case: CaseShown) -> None:
    alone = replace(CYCLES[0], doses=CYCLES[0].doses[:1])
    rows = doses(case, replace(TODAY, cycles=(alone, CYCLES[1]))).rows
    assert said(rows[0].doses[1]) == "–"


def test_what_is_odd_of_a_dose_stands_with_the_reason(case: CaseShown) -> None:
    odd = replace(CYCLES[0].doses[0], note={"en": "above planned", "fr": "au-dessus du prévu"})
    cycle = replace(CYCLES[0], doses=(odd, CYCLES[0].doses[1]))
    assert said(doses(case, replace(TODAY, cycles=(cycle,))).rows[0].reason) == "As planned; above planned"


def test_a_cycle_without_number_or_day_says_so(case: CaseShown) -> None:
    bare = replace(CYCLES[0], number=None, date="")
    assert said(doses(case, replace(TODAY, cycles=(bare,))).rows[0].cycle) == "? · no date"


def test_sums_stand_under_their_drugs_with_the_maximum_once(case: CaseShown) -> None:
    (row,) = doses(case).sums
    assert [said(cell) for cell in row.cells] == [
        "260\u00a0mg, 138\u00a0mg/m²",
        "2,300\u00a0mg, 1,223\u00a0mg/m²",
    ]
    assert said(row.note) == "No fixed maximum in this regimen. Body surface 1.88\u00a0m²"


def test_an_incomplete_sum_says_at_least_and_what_is_not_counted(case: CaseShown) -> None:
    partial = replace(TODAY.cumulative[0], complete=False, note={"en": "one in another unit", "fr": "x"})
    (row,) = doses(case, replace(TODAY, cumulative=(partial,))).sums
    assert said(row.cells[0]).startswith("at least 260")
    assert "one in another unit" in said(row.note)


def test_an_earlier_drug_that_no_cycle_has_keeps_its_own_row(case: CaseShown) -> None:
    earlier = replace(
        TODAY.cumulative[0],
        drug="doxorubicin",
        name={"en": "DOXOrubicin", "fr": "DOXOrubicine"},
        limit={"en": "450 mg/m² at most", "fr": "450 mg/m² au plus"},
    )
    rows = doses(case, replace(TODAY, cumulative=(*TODAY.cumulative, earlier))).sums
    assert [row.title for row in rows] == ["Given", "DOXOrubicin"]
    assert said(rows[1].note) == "DOXOrubicin: 450 mg/m² at most" or said(rows[1].note) == "450 mg/m² at most"


def test_nothing_recorded_is_said(case: CaseShown) -> None:
    shown = doses(case, quiet())
    assert (shown.rows, shown.sums) == ((), ())
    assert shown.none


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_row_is_spoken_with_drug_and_dose(case: CaseShown, language: str) -> None:
    shown = doses(replace(case, language="fr" if language == "fr" else "en"))
    assert TODAY.cycles[1].doses[0].name[language] in shown.rows[1].spoken


def test_without_a_day_there_is_no_table(case: CaseShown) -> None:
    assert doses_of(case) is None
