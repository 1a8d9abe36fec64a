from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bedside_app.domain.fact import Comparator, Fact, FactId, Origin, OriginKind, Status
from bedside_app.domain.moment import Moment
from bedside_app.ui.viewmodels.patient.screens.labs import (
    PER_PAGE,
    LabChoice,
    LabPanel,
    Position,
    Span,
    lab_ids,
    labs_of,
)
from bedside_app.ui.viewmodels.shown import CaseShown
from tests.todays import TODAY

EARLIER = date(2026, 11, 3)


def panels(case: CaseShown, choice: LabChoice = LabChoice.ALL) -> dict[str, LabPanel]:
    pages = labs_of(case, choice=choice).pages
    found = [panel for page in range(pages) for panel in labs_of(case, choice=choice, page=page).panels]
    return {str(panel.key): panel for panel in found}


def with_fact(case: CaseShown, fact_id: str, **sides: object) -> CaseShown:
    """Return the case with the facts of one id changed."""
    facts = tuple(
        replace(fact, **sides) if fact.id == fact_id else fact  # type: ignore[arg-type]
        for fact in case.record.facts
    )
    return replace(case, record=replace(case.record, facts=facts))


def earlier(case: CaseShown) -> CaseShown:
    return case.at(EARLIER, replace(case.current, as_of=EARLIER.isoformat(), facts=()))


def test_values_out_of_range_are_triangles_and_those_within_are_dots(case: CaseShown) -> None:
    points = panels(case)["creatinine"].points
    assert points[-1].position is Position.ABOVE
    assert Position.WITHIN in {point.position for point in panels(case)["neutrophils"].points}
    assert "Above range" in points[-1].spoken


def test_a_value_without_a_range_is_not_called_normal(case: CaseShown) -> None:
    panel = panels(case)["corrected_calcium"]
    assert {point.position for point in panel.points} == {Position.NO_RANGE}
    assert panel.sign is None


def test_a_grade_names_its_version(case: CaseShown) -> None:
    sign = panels(case)["creatinine"].sign
    assert sign is not None
    assert (sign.status, sign.word) == ("grade", "Grade 1, CTCAE v5")


def test_grade_lines_stand_where_the_grade_begins(case: CaseShown) -> None:
    lines = {line.value: line.label for line in panels(case)["neutrophils"].grades}
    assert lines == {0.5: "Grade 4", 1.0: "Grade 3", 1.5: "Grade 2", 1.8: "Grade 1"}


def test_a_grade_that_needs_an_unknown_baseline_has_no_line(case: CaseShown) -> None:
    assert panels(case)["alt"].grades == ()


def test_the_ticks_are_the_limits_of_the_reference_range_only(case: CaseShown) -> None:
    assert panels(case)["creatinine"].ticks == ((45.0, "45"), (84.0, "84"))


def test_a_value_older_than_the_cursor_shows_its_date(case: CaseShown) -> None:
    assert panels(case)["lvef"].figure.note == "12\u00a0Nov"
    assert panels(earlier(case))["creatinine"].figure.note == ""


def test_the_cursor_shows_the_value_of_that_day_and_nothing_later(case: CaseShown) -> None:
    moved = panels(earlier(case))
    assert moved["creatinine"].figure.text == "89\u00a0µmol/L"
    assert moved["lvef"].figure.text == "56\u00a0%"
    assert moved["lvef"].cursor == EARLIER


def test_before_the_first_value_there_is_none_and_no_source(case: CaseShown) -> None:
    start = date(2026, 8, 1)
    panel = panels(case.at(start, replace(case.current, as_of=start.isoformat(), facts=())))["creatinine"]
    assert (panel.figure.text, panel.figure.source, panel.sign) == ("no value yet", None, None)


def test_a_value_past_its_time_is_marked_stale(case: CaseShown) -> None:
    later = replace(case, current=replace(case.current, as_of="2027-03-01"))
    assert panels(later)["neutrophils"].figure.stale
    assert not panels(case)["neutrophils"].figure.stale


@pytest.mark.parametrize("sides", [{"status": Status.WITHDRAWN}, {"comparator": Comparator.LESS}])
def test_a_withdrawn_value_or_a_bound_is_not_drawn_as_a_point(case: CaseShown, sides: dict[str, object]) -> None:
    assert FactId("platelets") not in lab_ids(with_fact(case, "platelets", **sides))


def test_what_a_person_typed_is_marked(case: CaseShown) -> None:
    typed = with_fact(case, "platelets", origin=Origin(kind=OriginKind.PERSON, name="paper", version="entry/1"))
    assert panels(typed)["platelets"].figure.typed


def test_a_computed_kidney_function_is_shown_though_no_file_holds_it(case: CaseShown) -> None:
    assert panels(case)["egfr_ckd_epi"].figure.text == "57\u00a0mL/min/1.73\u00a0m²"


def test_for_the_decision_what_it_rests_on_is_shown_and_nothing_abnormal_is_hidden(case: CaseShown) -> None:
    chosen = panels(case, LabChoice.DECISION)
    assert {"creatinine", "egfr_ckd_epi", "lvef", "haemoglobin"} <= chosen.keys()
    assert set(panels(case, LabChoice.ABNORMAL)) <= chosen.keys()
    first = labs_of(case).panels
    assert {"creatinine", "haemoglobin"} <= {str(panel.key) for panel in first[:3]}


def test_under_treatment_the_values_that_the_limits_of_the_day_ask_for_come_first(case: CaseShown) -> None:
    limit = TODAY.limits[0]
    asked = ("platelets", "neutrophils", "lvef", "creatinine_clearance")
    limits = tuple(replace(limit, id=key, facts=(FactId(key),)) for key in asked)
    treated = replace(case, current=replace(case.current, today=replace(TODAY, limits=limits)))
    keys = [str(panel.key) for panel in labs_of(treated).panels]
    assert keys[:4] == ["platelets", "neutrophils", "lvef", "creatinine_clearance"]
    assert set(asked) <= panels(treated, LabChoice.DECISION).keys()


def test_a_hard_stop_that_rests_on_a_value_stands_beside_it(case: CaseShown) -> None:
    sign = panels(case)["lvef"].sign
    assert sign is not None
    assert sign.status == "hard-stop"


def test_under_another_day_the_hard_stop_stays_and_says_that_it_is_todays(case: CaseShown) -> None:
    before = case.at(EARLIER)
    sign = next(panel.sign for panel in labs_of(before, span=Span.ALL).panels if panel.key == "lvef")
    assert sign is not None
    assert (sign.status, sign.word) == ("hard-stop", "Hard stop today")


def test_nine_panels_make_a_page_and_the_counts_add_up(case: CaseShown) -> None:
    shown = labs_of(case, choice=LabChoice.ALL)
    count = next(count for choice, _, count in shown.counts if choice is LabChoice.ALL)
    assert count == len(lab_ids(case)) == len(panels(case))
    assert (len(shown.panels), shown.pages) == (PER_PAGE, -(-count // PER_PAGE))
    assert labs_of(case, choice=LabChoice.ALL, page=99).page == shown.pages - 1


def test_all_panels_share_one_axis_of_time(case: CaseShown) -> None:
    for span in Span:
        shown = labs_of(case, span=span).panels
        assert len({(panel.first, panel.last, panel.cursor) for panel in shown}) == 1
        assert all(panel.first <= point.day <= panel.last for panel in shown for point in panel.points)


def test_a_value_after_today_is_not_shown(case: CaseShown) -> None:
    old = next(fact for fact in case.record.facts if fact.id == "platelets")
    future: Fact = replace(old, effective=Moment("2027-01-01"), value=1.0)
    changed = replace(case, record=replace(case.record, facts=(*case.record.facts, future)))
    assert panels(changed)["platelets"].figure.text == panels(case)["platelets"].figure.text


def test_a_panel_reads_in_french(french: CaseShown) -> None:
    panel = panels(french)["neutrophils"]
    assert panel.figure.text == "3,9\u00a0×10⁹/L"
    assert panel.spoken.startswith("Polynucléaires neutrophiles\u202f: 3,9")


@pytest.mark.parametrize(("shown", "short"), [("case", "LVEF"), ("french", "FEVG")])
def test_a_long_name_has_a_short_one_and_the_others_are_their_own(
    shown: str, short: str, request: pytest.FixtureRequest
) -> None:
    found = panels(request.getfixturevalue(shown))
    assert found["lvef"].short == short
    assert found["creatinine"].short == found["creatinine"].name
