"""What changed, and what may call it worse or better."""

from __future__ import annotations

import pytest

from bedside_app.domain.fact import Comparator, Fact, FactId, Status
from bedside_app.domain.record import PatientRecord
from bedside_app.domain.summary import Change, ChangeKind
from bedside_app.report.parts.changes import changes_of, grade_of
from tests.report.cases import DICTIONARY, IDENTITY, case_of, fact


def changes(*facts: Fact) -> tuple[Change, ...]:
    return changes_of(case_of(PatientRecord(identity=IDENTITY, facts=facts)))


def course(fact_id: str, earlier: float, latest: float, **sides: object) -> Change:
    (change,) = changes(fact(fact_id, earlier, "2026-08-03", **sides), fact(fact_id, latest, "2026-11-20", **sides))
    return change


def test_a_grade_that_rises_is_worse_and_says_the_grades() -> None:
    change = course("haemoglobin", 116, 96)
    assert change.kind is ChangeKind.WORSE
    assert change.why["en"] == "CTCAE v5 grade 1 → 2"


def test_a_grade_that_falls_is_better_though_still_outside_the_range() -> None:
    assert course("haemoglobin", 96, 116).kind is ChangeKind.BETTER


@pytest.mark.parametrize(
    ("earlier", "latest", "kind", "why"),
    [
        (76, 97, ChangeKind.WORSE, "now outside"),
        (97, 120, ChangeKind.WORSE, "further outside"),
        (120, 97, ChangeKind.BETTER, "nearer"),
        (97, 76, ChangeKind.BETTER, "back in"),
        (60, 70, ChangeKind.CHANGED, ""),
        (30, 97, ChangeKind.CHANGED, ""),
    ],
)
def test_the_reference_range_calls_a_change_worse_or_better(
    earlier: float, latest: float, kind: ChangeKind, why: str
) -> None:
    change = course("creatinine", earlier, latest)
    assert change.kind is kind
    assert why in change.why.get("en", "")


def test_without_grade_and_range_a_change_is_only_a_change() -> None:
    change = course("lvef", 56, 48)
    assert (change.kind, change.direction, change.why) == (ChangeKind.CHANGED, "down", {})


def test_the_laboratorys_own_range_stands_before_the_common_one() -> None:
    change = course("creatinine", 76, 97, reference_low=60.0, reference_high=110.0)
    assert change.kind is ChangeKind.CHANGED


def test_a_limit_on_one_side_is_said_as_below_or_above_with_its_unit() -> None:
    change = course("lvef", 56, 48, reference_low=50.0)
    assert change.why["en"] == "below 50\u00a0%"


def test_the_value_before_is_that_of_the_day_before_not_the_first() -> None:
    (change,) = changes(
        fact("weight", 75, "2026-01-05"), fact("weight", 70, "2026-08-03"), fact("weight", 68, "2026-11-20")
    )
    assert (change.earlier.value, change.latest.value) == (70, 68)


@pytest.mark.parametrize(
    "second",
    [
        fact("weight", 70, "2026-11-20"),
        fact("weight", 68, "2026-08-03"),
        fact("weight", 68, "2026-11"),
        fact("weight", 68, "2026-12-24"),
        fact("weight", 68, "2026-11-20", comparator=Comparator.LESS),
        fact("weight", 68, "2026-11-20", status=Status.WITHDRAWN),
        fact("weight", None, "2026-11-20", absent_reason="asked-unknown"),
    ],
    ids=["same value", "same day", "imprecise", "future", "bound", "withdrawn", "unknown"],
)
def test_what_cannot_be_compared_is_no_change(second: Fact) -> None:
    assert changes(fact("weight", 70, "2026-08-03"), second) == ()


def test_a_latest_day_that_contradicts_itself_is_no_change() -> None:
    day = (fact("weight", 60, "2026-11-20"), fact("weight", 68, "2026-11-20"))
    assert changes(fact("weight", 70, "2026-08-03"), *day) == ()


def test_a_correction_of_the_same_day_is_ordered_by_its_time() -> None:
    (change,) = changes(
        fact("weight", 70, "2026-08-03"), fact("weight", 60, "2026-11-20T08:00"), fact("weight", 68, "2026-11-20T09:00")
    )
    assert change.latest.value == 68


def test_two_specimens_are_no_course_of_one_value() -> None:
    from bedside_app.domain.fact import About, Subject

    facts = tuple(
        fact("tumour_size", size, day, about=About(subject=Subject.SPECIMEN, key=key, primary="cancer-1"))
        for size, day, key in ((14, "2026-08-03", "biopsy-1"), (24, "2026-10-27", "surgery-1"))
    )
    assert changes(*facts) == ()


def test_worse_stands_before_better_before_changed() -> None:
    kinds = [
        change.kind
        for change in changes(
            fact("weight", 70, "2026-08-03"),
            fact("weight", 68, "2026-11-20"),
            fact("haemoglobin", 96, "2026-08-03"),
            fact("haemoglobin", 116, "2026-11-20"),
            fact("creatinine", 76, "2026-08-03"),
            fact("creatinine", 97, "2026-11-20"),
        )
    ]
    assert kinds == [ChangeKind.WORSE, ChangeKind.BETTER, ChangeKind.CHANGED]


@pytest.mark.parametrize(("value", "grade"), [(4.2, 0), (1.2, 1), (0.8, 3)])
def test_the_grade_is_the_highest_whose_condition_holds(value: float, grade: int) -> None:
    assert grade_of(DICTIONARY.entry(FactId("neutrophils")), fact("neutrophils", value)) == grade


def test_without_a_rule_there_is_no_grade() -> None:
    assert grade_of(DICTIONARY.entry(FactId("lvef")), fact("lvef", 20)) is None
