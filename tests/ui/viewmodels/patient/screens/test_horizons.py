"""A forecast at 5, 10 and 15 years: surgery alone, what each treatment adds, and the plan; they add up as published."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bedside_app.domain.summary import ShownFinding
from bedside_app.ui.viewmodels.patient.screens.findings import grouped
from bedside_app.ui.viewmodels.patient.screens.horizons import HorizonTable, horizons_of
from bedside_app.ui.viewmodels.shown import CaseShown


def forecast(case: CaseShown, arm: str) -> list[ShownFinding]:
    return next(
        group
        for group in grouped(case.current.findings).values()
        if (group[0].pack, group[0].arm) == ("predict_breast_v2_2", arm)
    )


def table(case: CaseShown, arm: str, horizon: int = 10) -> HorizonTable:
    shown = horizons_of(case, forecast(case, arm), horizon)
    assert shown is not None
    return shown


def texts(shown: HorizonTable) -> list[list[str]]:
    return [[figure.text for figure in row.cells if figure is not None] for row in shown.rows]


def test_each_treatment_of_the_plan_has_its_gain_at_each_horizon(case: CaseShown) -> None:
    shown = table(case, "bisphosphonate=true; hormone_therapy=true")
    assert shown.heads == ("Surgery alone", "Endocrine therapy", "Bisphosphonate", "With the plan")
    assert [row.years for row in shown.rows] == ["5 y", "10 y", "15 y"]
    assert texts(shown)[:2] == [
        ["85.8\u00a0%", "+3.3\u00a0%", "+1.3\u00a0%", "90.4\u00a0%"],
        ["66.2\u00a0%", "+7.0\u00a0%", "+2.9\u00a0%", "76.1\u00a0%"],
    ]
    assert [row.chosen for row in shown.rows] == [False, True, False]


def test_surgery_alone_has_one_column_and_no_treatment_that_it_does_not_count(case: CaseShown) -> None:
    assert table(case, "").heads == ("Surgery alone",)


def test_every_figure_opens_its_own_source(in_language: CaseShown) -> None:
    figures = [one for row in table(in_language, "hormone_therapy=true").rows for one in row.cells if one is not None]
    sources = [figure.source for figure in figures]
    assert all(sources)
    assert len(set(sources)) == len(sources)
    assert all(figure.spoken for figure in figures)


def test_what_a_model_has_not_at_a_horizon_stays_empty(case: CaseShown) -> None:
    group = [one for one in forecast(case, "hormone_therapy=true") if one.output != "benefit_5y_hormone_therapy"]
    shown = horizons_of(case, group, 10)
    assert shown is not None
    assert shown.rows[0].cells[1] is None


@pytest.mark.parametrize("pack", ["npi", "ckd_epi_2021"])
def test_what_is_no_forecast_has_no_such_table(case: CaseShown, pack: str) -> None:
    group = [one for one in case.current.findings if one.pack == pack]
    assert horizons_of(case, group, 10) is None
    assert horizons_of(case, [replace(one, output="other_5y") for one in group], 10) is None
