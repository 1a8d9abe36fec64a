from __future__ import annotations

from dataclasses import replace

from bedside_app.ui.viewmodels.identity import conflict_of, join_error
from bedside_app.ui.viewmodels.shown import CaseShown


def test_files_that_agree_are_no_conflict(case: CaseShown) -> None:
    assert conflict_of(case) is None


def test_both_sides_are_shown_with_what_differs(conflict: CaseShown) -> None:
    shown = conflict_of(conflict)
    assert shown is not None
    assert shown.differing == ("Born",)
    assert [row.accord for row in shown.sides[0].rows] == ["agrees", "absent", "differs", "agrees"]
    assert {row.value for side in shown.sides for row in side.rows if row.accord == "differs"} == {
        "12\u00a0Mar\u00a01977",
        "3\u00a0Dec\u00a01977",
    }


def test_day_and_month_exchanged_are_pointed_out_and_not_corrected(conflict: CaseShown) -> None:
    shown = conflict_of(conflict)
    assert shown is not None
    assert "swapped" in shown.hint


def test_other_birth_dates_are_not_called_exchanged(conflict: CaseShown) -> None:
    one, other = conflict.current.identity.sides
    sides = (one, replace(other, birth_date="1980-01-01"))
    identity = replace(conflict.current.identity, sides=sides)
    shown = conflict_of(replace(conflict, current=replace(conflict.current, identity=identity)))
    assert shown is not None
    assert shown.hint == ""


def test_joining_needs_a_reason_in_words_and_the_side_that_is_right(conflict: CaseShown) -> None:
    assert join_error(conflict, reason="   ", side=0)
    assert join_error(conflict, reason="passport seen", side=None)
    assert join_error(conflict, reason="passport seen", side=1) == ""


def test_a_conflict_reads_in_french(conflict: CaseShown) -> None:
    shown = conflict_of(replace(conflict, language="fr"))
    assert shown is not None
    assert shown.title == "Deux dates de naissance dans un même dépôt"
    assert shown.sign.word == "Bloqué"
