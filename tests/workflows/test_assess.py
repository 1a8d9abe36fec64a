from __future__ import annotations

import json
import threading
from datetime import date
from pathlib import Path

import pytest

from bedside_app.domain.proposal import OptionState
from bedside_app.domain.summary import FoundState
from bedside_app.foundation.errors import Cancelled
from bedside_app.foundation.progress import CancelFlag, Silent
from bedside_app.foundation.settings import Settings
from bedside_app.workflows.assess import Assessment, Crew, assess

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "resources/demo/patient_a"
AS_OF = date(2026, 11, 24)


def assessed(*paths: Path, as_of: date = AS_OF) -> Assessment:
    return assess(paths, as_of=as_of, settings=Settings(), progress=Silent())


@pytest.mark.slow
def test_the_demonstration_patient_gets_findings_options_and_provenance_of_every_number() -> None:
    summary = assessed(DEMO).summary
    assert summary.demonstration
    assert summary.signed is None
    assert all(finding.provenance for finding in summary.findings if finding.state is FoundState.DONE)
    suggested = [option for option in summary.options if option.suggested]
    assert suggested
    assert all(option.state is OptionState.OFFERED and option.rank == 1 for option in suggested)
    forecasts = {outcome.output for option in suggested for outcome in option.outcomes}
    assert "overall_survival_10y_treated" in forecasts


@pytest.mark.slow
def test_a_file_that_is_no_medical_data_leaves_the_rest_of_the_case_standing(tmp_path: Path) -> None:
    (tmp_path / "holiday.jpg").write_bytes(b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(100))
    (tmp_path / "cut.json").write_bytes((DEMO / "clinic.json").read_bytes()[:2000])
    summary = assessed(DEMO, tmp_path).summary
    assert [option for option in summary.options if option.suggested]
    told = " ".join(one.file + one.place + one.text["en"] for one in (*summary.refusals, *summary.not_understood))
    assert "holiday.jpg" in told
    assert "cut.json" in told


@pytest.mark.slow
def test_nothing_after_the_day_of_the_case_is_seen() -> None:
    summary = assessed(DEMO, as_of=date(2026, 9, 1)).summary
    assert summary.data_date <= "2026-09-01"
    assert all(fact.date <= "2026-09-01" for fact in summary.facts)


@pytest.mark.slow
def test_an_image_counts_from_the_day_on_which_it_was_taken() -> None:
    taken = assessed(DEMO).summary
    assert [one.laterality for one in taken.images] == ["R"]
    before = assessed(DEMO, as_of=date(2026, 11, 17)).summary
    assert before.images == ()
    assert not [one for one in before.findings if one.pack == "breast_us"]
    assert len(before.flags) < len(taken.flags)


@pytest.mark.slow
def test_a_pack_that_was_tampered_with_is_refused_by_name_and_the_rest_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "it/models/npi"
    folder.mkdir(parents=True)
    (folder / "card.json").write_text(json.dumps({"id": "npi"}), "utf-8")
    monkeypatch.setenv("BEDSIDE_IT_FOLDER", str(tmp_path / "it"))
    summary = assessed(DEMO).summary
    assert {finding.pack for finding in summary.findings} >= {"ckd_epi_2021", "predict_breast_v2_2"}
    assert "npi" not in {finding.pack for finding in summary.findings}
    assert any("npi" in refusal.text["en"] for refusal in summary.refusals)


@pytest.mark.slow
def test_a_case_that_is_stopped_ends_at_once() -> None:
    cancel = CancelFlag()
    cancel.set()
    with pytest.raises(Cancelled):
        assess([DEMO], as_of=AS_OF, settings=Settings(), progress=Silent(cancel), cancel=cancel)


def test_a_crew_hands_out_what_waits_to_one_assessment_and_leaves_nothing_behind() -> None:
    before, crew = set(threading.enumerate()), Crew()
    crew.get_ready()
    crew.get_ready()  # nothing more is started
    waiting = set(threading.enumerate()) - before
    with crew.at_work(reads=True) as (reader, runner):
        assert reader is not None
        assert set(threading.enumerate()) - before == waiting, "what waited is at work"
        with crew.at_work(reads=False) as (no_reader, other):
            assert no_reader is None
            assert other is not runner
    assert set(threading.enumerate()) == before
    crew.get_ready()
    crew.close()
    assert set(threading.enumerate()) == before
