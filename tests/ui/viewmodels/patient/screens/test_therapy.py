from __future__ import annotations

from dataclasses import replace
from datetime import date

from bedside_app.domain.fact import FactId
from bedside_app.ui.viewmodels.patient.screens.options import ReasonKind
from bedside_app.ui.viewmodels.patient.screens.therapy import dose_shown, therapy_of
from bedside_app.ui.viewmodels.shown import CaseShown

EARLIER = date(2026, 11, 3)


def test_up_to_three_columns_with_what_the_table_waits_for(case: CaseShown) -> None:
    shown = therapy_of(case)
    assert len(shown.columns) == 3
    assert shown.condition == "Waits for 21-gene recurrence score, 70-gene signature"


def test_a_dose_shows_amount_schedule_and_arithmetic(case: CaseShown) -> None:
    bone = next(step for step in therapy_of(case).others if step.key == "bone")
    dose = bone.doses[0]
    assert dose.figure.text == "3.5\u00a0mg"
    assert "in place of 4" in dose.arithmetic
    assert dose.adjustments
    assert dose.enabled


def test_a_dose_without_an_amount_says_what_it_needs_and_has_no_source(case: CaseShown) -> None:
    option = next(one for one in case.current.options if one.id == "zoledronic_acid")
    needs = {"en": "dose needs Weight", "fr": "la dose demande le poids"}
    waiting = replace(option.dose[0], amount=None, text=needs, missing=(FactId("weight"),))
    shown = dose_shown(case, option, waiting)
    assert shown.figure.source is None
    assert shown.needs == "Needs Weight"
    assert not shown.enabled


def test_off_today_doses_are_disabled_and_it_is_said_why(case: CaseShown) -> None:
    moved = therapy_of(case.at(EARLIER, replace(case.current, as_of=EARLIER.isoformat())))
    doses = [dose for step in moved.others for dose in step.doses]
    assert doses
    assert not any(dose.enabled for dose in doses)
    assert "3\u00a0Nov\u00a02026" in moved.disabled


def test_a_signed_case_has_no_dose_to_act_on(signed: CaseShown) -> None:
    doses = [dose for step in therapy_of(signed).others for dose in step.doses]
    assert doses
    assert not any(dose.enabled for dose in doses)


def test_no_figure_is_shown_where_none_was_forecast_and_it_is_said_why(case: CaseShown) -> None:
    for column in therapy_of(case).columns:
        assert bool(column.no_figure) == (column.people is None)


def test_reasons_against_and_what_is_unknown_stand_among_the_reasons(case: CaseShown) -> None:
    chemotherapy = therapy_of(case).columns[1]
    assert chemotherapy.because[-1].kind is ReasonKind.OPEN
    assert all(reason.kind is not ReasonKind.OPEN for reason in chemotherapy.harms)


def test_what_would_flip_an_option_names_unknown_facts_first(case: CaseShown) -> None:
    flips = therapy_of(case).columns[1].flips
    assert "21-gene recurrence score <\u00a026 → excluded" in flips


def test_evidence_without_an_effect_size_says_so(case: CaseShown) -> None:
    options = tuple(
        replace(
            one, evidence=replace(one.evidence, figures=({"en": "HR 0.69", "fr": "HR 0,69"},) * (one.id == "letrozole"))
        )
        for one in case.current.options
    )
    columns = therapy_of(replace(case, current=replace(case.current, options=options))).columns
    missing = "No effect size is stored for this option"
    assert [missing in column.evidence for column in columns] == [True, True, False]
    assert "HR 0.69" in columns[2].evidence


def test_the_other_steps_are_shown_with_what_is_suggested(case: CaseShown) -> None:
    others = {step.key: step for step in therapy_of(case).others}
    assert {"genetics", "cdk46", "bone", "radiotherapy_breast", "radiotherapy_nodes"} <= others.keys()
    assert others["bone"].suggested == ("Zoledronic acid",)
    assert others["boost"].possible == ("Boost radiotherapy to the tumour bed, 16 Gy in 8 fractions",)


def test_every_open_option_is_in_a_column_or_below(case: CaseShown) -> None:
    shown = therapy_of(case)
    below = [name for step in shown.others for name in (*step.suggested, *step.possible, *step.waiting)]
    columns = [column.card.title for column in shown.columns]
    still_open = [one for one in case.current.options if one.state.value != "excluded"]
    assert len(below) + len(columns) == len(still_open)


def test_lowered_and_excluded_are_kept_apart(case: CaseShown) -> None:
    shown = therapy_of(case)
    assert {one.sign.status for one in shown.excluded} == {"excluded"}
    assert {one.sign.status for one in shown.lowered} <= {"lowered"}


def test_the_table_reads_in_french(french: CaseShown) -> None:
    shown = therapy_of(french)
    assert shown.condition.startswith("En attente\u202f: ")
    bone = next(step for step in shown.others if step.key == "bone")
    assert bone.doses[0].figure.text == "3,5\u00a0mg"


def test_while_it_computes_the_table_is_empty_and_says_so(computing: CaseShown) -> None:
    shown = therapy_of(computing)
    assert (shown.columns, shown.others, shown.excluded) == ((), (), ())
    assert shown.working is not None
