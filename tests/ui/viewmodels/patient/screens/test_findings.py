from __future__ import annotations

from dataclasses import replace

import pytest

from bedside_app.domain.fact import FactId
from bedside_app.domain.summary import FoundState, ShownFinding
from bedside_app.ui.viewmodels.patient.screens.findings import finding_count, finding_detail, findings_of, rows_of
from bedside_app.ui.viewmodels.shown import CaseShown


def with_state(case: CaseShown, state: FoundState) -> CaseShown:
    """Return the case as if the kidney function had ended in `state`."""

    def changed(one: ShownFinding) -> ShownFinding:
        if one.pack != "ckd_epi_2021":
            return one
        words = {"en": "because", "fr": "parce que"}
        return replace(one, state=state, value=None, text={}, fact=None, scope=words, missing=(FactId("creatinine"),))

    return replace(case, current=replace(case.current, findings=tuple(changed(one) for one in case.current.findings)))


def test_a_forecast_of_many_horizons_is_one_row_for_each_plan(case: CaseShown) -> None:
    rows = [row for row in rows_of(case) if "predict" in row.key]
    assert [row.figure.text for row in rows] == ["66.2\u00a0%", "66.2 → 76.1\u00a0%"]
    assert rows[1].title == "Alive at 10 y, surgery alone → with bisphosphonate + endocrine therapy"


def test_every_row_has_an_interval_or_says_that_none_is_published(in_language: CaseShown) -> None:
    assert all(row.interval for row in rows_of(in_language))


@pytest.mark.parametrize("years", [5, 10, 15])
def test_the_horizon_changes_title_and_figure(case: CaseShown, years: int) -> None:
    shown = findings_of(case, horizon=years)
    assert [offered for offered, _ in shown.horizons] == [5, 10, 15]
    assert shown.rows[0].title == f"Alive at {years} y, surgery alone"


def test_a_horizon_that_no_forecast_has_gives_way_to_the_nearest(case: CaseShown) -> None:
    assert findings_of(case, horizon=14).horizon == 15


@pytest.mark.parametrize("state", [FoundState.REFUSED, FoundState.MISSING, FoundState.FAILED])
def test_a_finding_without_a_result_is_a_notice_and_no_number(case: CaseShown, state: FoundState) -> None:
    changed = with_state(case, state)
    shown = findings_of(changed)
    notice = shown.without[0]
    assert (notice.sign.status, notice.why) == (state.value, "because")
    assert notice.to_do
    assert notice.action
    assert not any("ckd_epi" in row.key for row in shown.rows)
    assert finding_count(changed.current) == finding_count(case.current)


def test_a_missing_fact_can_be_entered_from_its_notice(case: CaseShown) -> None:
    assert findings_of(with_state(case, FoundState.MISSING)).without[0].facts == ("creatinine",)


def test_a_number_that_holds_only_under_a_condition_says_so(case: CaseShown) -> None:
    findings = tuple(
        replace(one, provided=({"en": "no dialysis", "fr": "sans dialyse"},)) for one in case.current.findings
    )
    row = rows_of(replace(case, current=replace(case.current, findings=findings)))[0]
    assert row.sign.status == "condition"
    assert "only if no dialysis" in row.scope


def test_contributions_are_shown_exactly_the_largest_first_without_those_that_add_nothing(case: CaseShown) -> None:
    key = next(row.key for row in rows_of(case) if "hormone" in row.key)
    detail = finding_detail(case, key)
    assert detail is not None
    sizes = [abs(bar.value) for bar in detail.bars]
    assert sizes == sorted(sizes, reverse=True)
    assert (detail.bars[0].label, detail.bars[0].text) == ("Histological grade", "+1.493")
    assert ("Endocrine therapy", "−0.386") in [(bar.label, bar.text) for bar in detail.bars]
    assert all(bar.value for bar in detail.bars)


def test_an_opened_forecast_has_its_people_inputs_and_what_it_leaves_open(case: CaseShown) -> None:
    key = next(row.key for row in rows_of(case) if "hormone" in row.key)
    detail = finding_detail(case, key, horizon=15)
    assert detail is not None
    assert detail.people is not None
    assert detail.people.years == 15
    assert ("Histological grade", "grade 2") in detail.inputs
    assert detail.uncertainty
    assert detail.citations


def test_an_assumed_input_is_named_as_assumed(case: CaseShown) -> None:
    findings = tuple(
        replace(one, inputs=tuple(replace(used, assumed=True) for used in one.inputs)) for one in case.current.findings
    )
    changed = replace(case, current=replace(case.current, findings=findings))
    detail = finding_detail(changed, rows_of(changed)[0].key)
    assert detail is not None
    assert all("assumed" in value for _, value in detail.inputs)


def test_an_opened_finding_reads_in_french(french: CaseShown) -> None:
    key = next(row.key for row in rows_of(french) if "hormone" in row.key)
    detail = finding_detail(french, key)
    assert detail is not None
    assert (
        detail.row.figure.text == "66,2 → 76,1\u00a0%".replace("\u00a0", "\u202f") or "66,2" in detail.row.figure.text
    )
    assert "Hormonothérapie" in [bar.label for bar in detail.bars]


def test_while_it_computes_no_finding_is_left(computing: CaseShown) -> None:
    shown = findings_of(computing)
    assert (shown.rows, shown.without) == ((), ())
    assert "cleared" in shown.empty
    assert finding_detail(computing, "x") is None


def test_a_patient_that_no_model_fits_is_told_so(case: CaseShown) -> None:
    assert findings_of(replace(case, current=replace(case.current, findings=()))).empty
