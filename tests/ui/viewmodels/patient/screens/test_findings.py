from __future__ import annotations

from dataclasses import replace

import pytest

from bedside_app.domain.fact import FactId
from bedside_app.domain.summary import FoundState, ShownFinding
from bedside_app.ui.viewmodels.patient.screens.finding_detail import finding_detail
from bedside_app.ui.viewmodels.patient.screens.finding_meaning import meaning_of
from bedside_app.ui.viewmodels.patient.screens.findings import finding_count, findings_of, notice_of, rows_of
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
    assert [row.figure.text for row in rows] == ["66.2\u00a0%", "66.2 → 76.1\u00a0%", "66.2 → 73.2\u00a0%"]
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


@pytest.mark.parametrize(
    ("state", "words"),
    [(FoundState.REFUSED, "No number"), (FoundState.MISSING, "No number"), (FoundState.FAILED, "Cleared")],
)
def test_a_finding_without_a_result_is_a_line_and_a_notice_and_no_number(
    case: CaseShown, state: FoundState, words: str
) -> None:
    changed = with_state(case, state)
    row = next(row for row in findings_of(changed).rows if "ckd_epi" in row.key)
    assert (row.figure.text, row.figure.source) == (words, None)
    detail = finding_detail(changed, row.key)
    assert detail is not None
    assert detail.notice is not None
    assert (detail.notice.sign.status, detail.notice.why) == (state.value, "because")
    assert detail.notice.to_do
    assert finding_count(changed.current) == finding_count(case.current)


def test_a_missing_fact_is_named_and_can_be_entered(case: CaseShown) -> None:
    row = next(row for row in findings_of(with_state(case, FoundState.MISSING)).rows if "ckd_epi" in row.key)
    assert (row.needs, row.wants) == ("needs Creatinine", "creatinine")


def test_what_bears_on_the_answer_stands_first_and_the_rest_by_question(case: CaseShown) -> None:
    findings = tuple(
        replace(one, fact=FactId("ki67_index")) if one.pack == "npi" else one for one in case.current.findings
    )
    shown = findings_of(replace(case, current=replace(case.current, findings=findings)))
    assert [group.key for group in shown.groups] == ["today", "prognosis", "diagnosis"]
    assert not any(group.folded for group in shown.groups)


def test_a_fault_of_ours_is_never_put_away(case: CaseShown) -> None:
    changed = with_state(case, FoundState.FAILED)
    quiet = replace(changed, current=replace(changed.current, options=(), exclusions=(), steps=(), flags=()))
    first = findings_of(quiet).groups[0]
    assert first.key == "today"
    assert [row.sign.status for row in first.rows] == ["failed"]


def test_models_for_other_tumours_are_folded_and_not_counted(case: CaseShown) -> None:
    facts = tuple(replace(one, value="prostate") if one.fact == "primary_site" else one for one in case.current.facts)
    findings = tuple(
        replace(one, state=FoundState.REFUSED, value=None, output="", fact=None) if one.pack == "npi" else one
        for one in case.current.findings
    )
    current = replace(case.current, facts=facts, findings=findings)
    shown = findings_of(replace(case, current=current))
    assert (shown.groups[-1].key, shown.groups[-1].folded) == ("elsewhere", True)
    assert finding_count(current) == finding_count(case.current) - 2  # score and group of one index


def test_only_the_card_of_the_version_that_ran_is_shown(case: CaseShown) -> None:
    key = rows_of(case)[0].key
    shown = finding_detail(case, key)
    assert shown is not None
    assert shown.card is not None
    assert shown.card.external
    assert shown.card.limits
    findings = tuple(replace(one, version="0.0.1") for one in case.current.findings)
    older = finding_detail(replace(case, current=replace(case.current, findings=findings)), key)
    assert older is not None
    assert older.card is None
    assert "not known" in older.scale


def test_the_provider_is_the_one_that_ran(case: CaseShown) -> None:
    findings = tuple(replace(one, provider="Odd") for one in case.current.findings)
    changed = replace(case, current=replace(case.current, findings=findings))
    key = rows_of(case)[0].key
    assert [getattr(finding_detail(shown, key), "provider", "") for shown in (case, changed)] == [
        "processor (CPU)",
        "Odd",
    ]


def test_a_used_value_opens_its_source_and_an_assumed_one_has_none(case: CaseShown) -> None:
    detail = finding_detail(case, rows_of(case)[0].key)
    assert detail is not None
    assert all(one.value.source is not None for one in detail.inputs)
    findings = tuple(
        replace(one, inputs=tuple(replace(used, assumed=True) for used in one.inputs)) for one in case.current.findings
    )
    assumed = finding_detail(replace(case, current=replace(case.current, findings=findings)), rows_of(case)[0].key)
    assert assumed is not None
    assert all(one.assumed and one.value.source is None for one in assumed.inputs)


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
    assert ("Histological grade", "grade 2") in [(one.label, one.value.text) for one in detail.inputs]
    assert "Endocrine therapy" in [one.label for one in detail.treatments]
    assert detail.uncertainty
    assert detail.citations


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
    assert shown.groups == ()
    assert "cleared" in shown.empty
    assert finding_detail(computing, "x") is None


def test_a_patient_that_no_model_fits_is_told_so(case: CaseShown) -> None:
    assert findings_of(replace(case, current=replace(case.current, findings=()))).empty


def renamed(case: CaseShown, outputs: dict[str, str]) -> CaseShown:
    """Return the case as if the prognostic index had given outputs of other names."""
    findings = tuple(
        replace(one, output=outputs[one.output], fact=None) if one.pack == "npi" else one
        for one in case.current.findings
    )
    return replace(case, current=replace(case.current, findings=findings))


def test_a_risk_with_a_horizon_is_a_row_of_its_own_and_never_lost(case: CaseShown) -> None:
    changed = renamed(case, {"score": "recurrence_risk_3y", "risk_group": "recurrence_risk_12y"})
    keys = {row.key for row in rows_of(changed)}
    assert len([key for key in keys if "|npi|" in key]) == 1
    at_ten = next(row for row in rows_of(changed) if "|npi|" in row.key).figure.source
    assert at_ten is not None
    assert at_ten.part == "recurrence_risk_12y"
    assert next(row for row in rows_of(changed, horizon=5) if "|npi|" in row.key).figure.text == "4.5"


def test_a_gain_without_survival_is_shown_too(case: CaseShown) -> None:
    changed = renamed(case, {"score": "benefit_10y_surgery", "risk_group": "lung_cancer_risk_6y"})
    assert len([row for row in rows_of(changed) if "|npi|" in row.key]) == 2


def test_every_finding_has_its_row_and_is_counted_once(case: CaseShown) -> None:
    assert finding_count(case.current) == len(findings_of(case).rows)


def test_what_the_same_run_gave_besides_stands_in_the_panel(case: CaseShown) -> None:
    row = next(row for row in rows_of(case) if row.key.endswith("|npi||score"))
    detail = finding_detail(case, row.key)
    assert detail is not None
    assert [one.label for one in detail.others] == ["Prognostic group"]
    assert detail.others[0].value.source is not None


def test_a_value_says_what_it_means_and_one_that_nothing_judges_says_nothing(case: CaseShown) -> None:
    means = {row.key.split("|")[1]: row.meaning for row in rows_of(case)}
    reduced, adjusted = means["ckd_epi_2021"], means["cockcroft_gault"]
    assert reduced is not None
    assert (reduced.status, reduced.word) == ("caution", "Reduced, G3a")
    assert adjusted is not None
    assert adjusted.word == "Changes a dose"
    assert all(meaning is None for pack, meaning in means.items() if pack not in ("ckd_epi_2021", "cockcroft_gault"))


@pytest.mark.parametrize(("value", "word"), [(60.0, None), (59.9, "G3a"), (44.9, "G3b"), (29.9, "G4"), (14.9, "G5")])
def test_a_kidney_function_has_the_category_of_kdigo(case: CaseShown, value: float, word: str | None) -> None:
    found = next(one for one in case.current.findings if one.fact == "egfr_ckd_epi")
    meaning = meaning_of(case, replace(found, value=value))
    assert (None if meaning is None else meaning.word) == (None if word is None else f"Reduced, {word}")


def test_a_fault_of_ours_can_be_tried_again_and_a_refusal_cannot(case: CaseShown) -> None:
    actions = {}
    for state in (FoundState.FAILED, FoundState.REFUSED):
        changed = with_state(case, state)
        found = next(one for one in changed.current.findings if one.pack == "ckd_epi_2021")
        actions[state] = notice_of(changed, replace(found, missing=())).action
    assert actions == {FoundState.FAILED: "Try again", FoundState.REFUSED: ""}
