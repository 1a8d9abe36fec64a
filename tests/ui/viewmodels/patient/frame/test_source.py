from __future__ import annotations

from dataclasses import replace

from bedside_app.domain.fact import FactId, Origin, OriginKind
from bedside_app.ui.viewmodels.patient.frame.source import SourceShown, source_of
from bedside_app.ui.viewmodels.patient.screens.findings import rows_of
from bedside_app.ui.viewmodels.patient.screens.labs import LabChoice, Span, labs_of
from bedside_app.ui.viewmodels.patient.screens.summary import summary_of
from bedside_app.ui.viewmodels.patient.screens.therapy import therapy_of
from bedside_app.ui.viewmodels.patient.screens.today_sources import ref_to
from bedside_app.ui.viewmodels.shown import CaseShown, Figure, SourceRef
from tests.todays import TODAY


def opened(case: CaseShown, ref: SourceRef | None) -> SourceShown:
    assert ref is not None
    shown = source_of(case, ref)
    assert shown is not None
    return shown


def test_a_value_from_a_file_names_file_place_and_reader(case: CaseShown) -> None:
    shown = opened(case, SourceRef("fact", "creatinine"))
    rows = {row.label: row.text for row in shown.rows}
    assert rows["File"].endswith("laboratory_2026-11.json")
    assert rows["Place"]
    assert rows["Reader"].startswith("fhir/")
    assert shown.value == "98\u00a0µmol/L"


def test_a_computed_value_names_its_model_and_leads_on_to_the_facts_behind(case: CaseShown) -> None:
    shown = opened(case, SourceRef("fact", "egfr_ckd_epi"))
    behind = [row.opens for row in shown.rows if row.opens]
    assert SourceRef("fact", "creatinine") in behind
    assert opened(case, SourceRef("fact", "creatinine")).rows


def test_a_dose_opens_its_arithmetic_and_the_facts_that_adjusted_it(case: CaseShown) -> None:
    shown = opened(case, SourceRef("dose", "zoledronic_acid", "zoledronic_acid"))
    assert "3.5 in place of 4" in shown.rows[0].text
    assert any(row.opens == SourceRef("fact", "creatinine_clearance") for row in shown.rows)


def test_an_earlier_value_opens_the_file_of_that_day(case: CaseShown) -> None:
    shown = opened(case, SourceRef("fact", "lvef", "2026-09-10"))
    assert shown.value.startswith("56")
    assert shown.caption == "10\u00a0Sep\u00a02026"


def test_what_is_no_longer_on_screen_has_no_source(case: CaseShown, computing: CaseShown) -> None:
    gone = SourceRef("outcome", "letrozole", "overall_survival_10y_treated")
    assert source_of(case, gone) is not None
    assert source_of(computing, gone) is None
    assert source_of(case, SourceRef("dose", "no_such_option", "x")) is None


def test_what_a_person_entered_names_the_role_in_words(case: CaseShown) -> None:
    origin = Origin(kind=OriginKind.PERSON, name="paper", version="entry/1")
    old = next(fact for fact in case.record.facts if fact.id == FactId("lvef"))
    assert old.effective is not None
    typed = replace(old, origin=origin, value=51.0)
    entered = replace(case, record=replace(case.record, facts=(typed,)), current=replace(case.current, facts=()))
    shown = opened(entered, SourceRef("fact", "lvef", old.effective.text[:10]))
    assert shown.rows[0].text == "Paper, read by you entry/1"


def figures(case: CaseShown) -> list[Figure]:
    summary, therapy = summary_of(case), therapy_of(case)
    labs = [labs_of(case, choice=LabChoice.ALL, span=Span.ALL, page=page) for page in range(3)]
    return [
        *(row.figure for row in rows_of(case)),
        *(side for change in summary.changes for side in (change.earlier, change.latest)),
        *(dose.figure for column in therapy.columns for dose in column.doses),
        *(dose.figure for other in therapy.others for dose in other.doses),
        *(column.people.figure for column in therapy.columns if column.people),
        *(panel.figure for page in labs for panel in page.panels),
    ]


def test_every_number_on_every_screen_opens_its_source(in_language: CaseShown) -> None:
    shown = figures(in_language)
    assert len(shown) > 30
    for figure in shown:
        if any(letter.isdigit() for letter in figure.text):
            source = opened(in_language, figure.source)
            assert source.rows[0].icon != "circle-help", figure
            assert figure.spoken


def test_a_limit_of_today_opens_its_file_and_the_limit_that_it_is_held_against(case: CaseShown) -> None:
    treated = replace(case, current=replace(case.current, today=TODAY))
    shown = source_of(treated, ref_to("limit", 0))
    assert shown is not None
    assert (shown.title, shown.value, shown.caption) == (
        "Neutrophils",
        "1.1\u00a0×10⁹/L",
        "23\u00a0Nov\u00a007:40",
    )
    assert [row.text for row in shown.rows if row.label == "File"] == ["lab.hl7"]
    assert [row.text for row in shown.rows if row.label == "Rule"] == ["1.5 or more"]


def test_a_figure_of_a_day_that_is_computed_again_has_no_source(case: CaseShown) -> None:
    treated = replace(case, current=replace(case.current, today=TODAY), computing=True)
    assert source_of(treated, ref_to("limit", 0)) is None
