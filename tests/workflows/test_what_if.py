"""What if: the patient's own values give the patient's own results, anything else is nobody's and kept nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bedside_app.dictionary.entries import load
from bedside_app.domain.fact import FactId
from bedside_app.domain.record import PatientRecord
from bedside_app.domain.summary import FoundState, ShownFinding, Summary
from bedside_app.foundation.errors import Cancelled
from bedside_app.foundation.jobs import CrashKind, Ending, JobCancelled, JobCrashed
from bedside_app.foundation.progress import CancelFlag, Silent
from bedside_app.foundation.settings import Settings
from bedside_app.foundation.workers import Worker
from bedside_app.inference.packs.find import find_packs
from bedside_app.inference.values import run_values
from bedside_app.report.json_document import json_bytes
from bedside_app.workflows.assess import Assessment, assess
from bedside_app.workflows.what_if import Explorer, Subject, subject_of
from tests.acceptance.patient_a import AS_OF, FOLDER

PACKS = {pack.id: pack for pack in find_packs().packs}


@pytest.fixture(scope="module")
def made() -> Assessment:
    return assess([FOLDER], as_of=AS_OF, settings=Settings(), progress=Silent())


@pytest.fixture(scope="module")
def explorer() -> Iterator[Explorer]:
    with Explorer() as warm:
        yield warm


def runs(summary: Summary) -> list[ShownFinding]:
    """Return the first output of each run of a model that gave a number."""
    done = [one for one in summary.findings if one.state is FoundState.DONE and not PACKS[one.pack].takes_pictures]
    return list({(one.primary, one.pack, one.arm): one for one in reversed(done)}.values())


def subject(made: Assessment, pack: str, arm: str = "") -> Subject:
    assert isinstance(made.record, PatientRecord)
    found = next(one for one in runs(made.summary) if (one.pack, one.arm) == (pack, arm))
    return subject_of(PACKS[pack], found, made.summary, record=made.record, dictionary=load())


def test_the_patients_own_values_give_the_patients_own_results_in_every_model(
    made: Assessment, explorer: Explorer
) -> None:
    found = runs(made.summary)
    assert len(found) >= 6
    for one in found:
        own = subject(made, one.pack, one.arm)
        said = explorer.ask(own, own.values)
        assert [replace(f, provenance=()) for f in said] == [replace(f, provenance=()) for f in own.own], one.pack


def test_another_value_gives_another_result_and_leaves_summary_and_record_as_they_were(
    made: Assessment, explorer: Explorer
) -> None:
    before, record = json_bytes(made.summary), repr(made.record)
    own = subject(made, "npi")
    said = explorer.ask(own, {**own.values, "tumour_size": 44.0})
    assert next(one.value for one in said) == pytest.approx(float(str(own.own[0].value)) + 0.4)  # 0.2 a centimetre
    assert json_bytes(made.summary) == before
    assert repr(made.record) == record


@settings(max_examples=25, deadline=None)
@given(age=st.integers(25, 85), size=st.floats(0.1, 500), nodes=st.integers(0, 100), grade=st.integers(1, 3))
def test_any_values_give_what_the_command_line_gives_for_them(
    made: Assessment, explorer: Explorer, age: int, size: float, nodes: int, grade: int
) -> None:
    own = subject(made, "predict_breast_v2_2", "hormone_therapy=true")
    values = {**own.values, "age": age, "tumour_size": size, "positive_nodes": nodes, "tumour_grade": grade}
    said = {one.output: one.value for one in explorer.ask(own, values)}
    assert said == run_values(own.pack, values, explorer._inference)


def test_a_treatment_that_is_supposed_is_named_by_the_plan(made: Assessment, explorer: Explorer) -> None:
    own = subject(made, "predict_breast_v2_2", "hormone_therapy=true")
    more = explorer.ask(own, {**own.values, "chemotherapy": "third_generation"})
    less = explorer.ask(own, {**own.values, "hormone_therapy": False})
    assert more[0].arm_text["en"] == "third-generation chemotherapy + endocrine therapy"
    assert less[0].arm_text == {}


def test_only_the_outputs_that_are_shown_are_written(made: Assessment, explorer: Explorer) -> None:
    own = replace(subject(made, "predict_breast_v2_2"), shown=lambda output: "_10y_" in output)
    assert {one.output.split("_10y_")[0] for one in explorer.ask(own, own.values)} == {"overall_survival", "benefit"}


def test_a_value_outside_the_range_is_refused_in_words(made: Assessment, explorer: Explorer) -> None:
    own = subject(made, "predict_breast_v2_2")
    (said,) = explorer.ask(own, {**own.values, "age": 86})
    assert (said.state, said.value) == (FoundState.REFUSED, None)
    assert "25 to 85" in said.scope["en"]
    assert "25 à 85" in said.scope["fr"]


def test_a_combination_out_of_scope_is_refused_in_words(made: Assessment, explorer: Explorer) -> None:
    own = subject(made, "ckd_epi_2021")
    male = replace(own, values={**own.values, "sex": "male"}, view=own.view.answered({FactId("sex"): "male"}))
    pregnant = replace(male, view=male.view.answered({FactId("pregnancy_status"): "pregnant"}))
    (said,) = explorer.ask(pregnant, {**male.values, "sex": "female"})
    assert said.state is FoundState.REFUSED
    assert "pregnan" in said.scope["en"]


def test_what_is_made_unknown_is_counted_as_the_publication_does_and_said_to_be(
    made: Assessment, explorer: Explorer
) -> None:
    own = subject(made, "predict_breast_v2_2")
    values = {name: value for name, value in own.values.items() if name != "tumour_grade"}
    said = explorer.ask(own, {**values, "ki67_status": "unknown"})
    assert {used.name for used in said[0].inputs if used.assumed} == {"tumour_grade", "ki67_status"}


def test_what_the_model_needs_can_not_be_left_out(made: Assessment, explorer: Explorer) -> None:
    own = subject(made, "npi")
    (said,) = explorer.ask(own, {"tumour_size": 24.0, "tumour_grade": 2})
    assert said.state is FoundState.REFUSED


def test_a_worker_that_dies_is_our_failure_and_the_next_question_is_answered(
    made: Assessment, explorer: Explorer, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = subject(made, "npi")

    def dies(*_: object, **__: object) -> Ending:
        return JobCrashed(CrashKind.DIED, "ended by SIGKILL")

    with monkeypatch.context() as patched:
        patched.setattr(Worker, "run", dies)
        (said,) = explorer.ask(own, own.values)
    assert said.state is FoundState.FAILED
    assert said.scope["en"].startswith("Failed")
    assert explorer.ask(own, own.values)[0].state is FoundState.DONE


def test_a_pack_whose_files_are_gone_is_refused_in_words(made: Assessment, explorer: Explorer, tmp_path: Path) -> None:
    own = subject(made, "npi")
    gone = replace(own, pack=replace(own.pack, folder=tmp_path / "npi"))
    (said,) = explorer.ask(gone, own.values)
    assert said.state in (FoundState.REFUSED, FoundState.FAILED)
    assert said.scope["fr"]


def test_a_question_that_is_stopped_ends_as_cancelled(
    made: Assessment, explorer: Explorer, monkeypatch: pytest.MonkeyPatch
) -> None:
    own, cancel = subject(made, "npi"), CancelFlag()
    flags: list[CancelFlag | None] = []

    def stopped(*_: object, cancel: CancelFlag | None = None) -> Ending:
        flags.append(cancel)
        return JobCancelled()

    monkeypatch.setattr(Worker, "run", stopped)
    with pytest.raises(Cancelled):
        explorer.ask(own, own.values, cancel)
    assert flags == [cancel]
