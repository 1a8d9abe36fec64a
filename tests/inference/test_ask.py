"""Asking the worker: a real process runs the graphs, and what it does to itself stays there."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bedside_app.foundation.errors import Cancelled
from bedside_app.foundation.progress import CancelFlag, Progress, Silent
from bedside_app.foundation.workers import CrashKind, Ending, Job, JobCancelled, JobCrashed, JobDone, JobRefused
from bedside_app.inference.ask import CRASHED, Inference, Question
from tests.inference.in_process import builtin, run_here

ROOT = Path(__file__).resolve().parents[2]
ROW = {"tumour_size": 20, "positive_nodes": 0, "tumour_grade": 2}
NPI = Question(pack=builtin("npi"), rows=(ROW,))
CKD = Question(pack=builtin("ckd_epi_2021"), rows=({"creatinine": 80, "age": 50, "sex": "male"},))


def ask(run: Ending | None, *questions: Question) -> list[str]:
    answers = Inference(lambda _job, _progress: run or JobCancelled()).ask(questions)
    return [answer.refused.code if answer.refused else "done" for answer in answers]


def test_worker_process_answers_and_stays_warm() -> None:
    with Inference() as inference:
        first = inference.ask([NPI, CKD])
        again = inference.ask([NPI])
    assert [answer.provider for answer in first] == ["CPUExecutionProvider"] * 2
    assert first[0].rows[0].outputs["risk_group"] == "good"
    assert again[0].rows[0] == first[0].rows[0]


def test_parent_runs_packs_without_importing_the_runtime_or_numpy() -> None:
    code = (
        "import sys\n"
        "from bedside_app.inference import run, values\n"
        "from bedside_app.inference.ask import Inference\n"
        "from bedside_app.inference.packs import find_packs\n"
        "with Inference() as inference:\n"
        "    pack = find_packs().pack('npi')\n"
        f"    assert values.run_values(pack, {ROW!r}, inference)['risk_group'] == 'good'\n"
        "print([name for name in ('onnxruntime', 'numpy', 'onnx') if name in sys.modules])\n"
    )
    found = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True)
    assert found.stdout.strip() == "[]"


def test_providers_are_those_of_the_worker() -> None:
    with Inference() as inference:
        assert "CPUExecutionProvider" in inference.providers()
    assert Inference(lambda _job, _progress: JobCrashed(CrashKind.DIED, "")).providers() == ()
    with pytest.raises(Cancelled):
        Inference(lambda _job, _progress: JobCancelled()).providers()


def test_nothing_asked_is_nothing_run() -> None:
    assert Inference(lambda _job, _progress: pytest.fail("a job was run")).ask([]) == ()


def test_pack_that_takes_the_worker_down_is_named_and_the_others_are_asked_again() -> None:
    def run(job: Job, progress: Progress) -> Ending:
        if any(pack["folder"].endswith("npi") for pack in job.arguments["packs"]):
            return JobCrashed(CrashKind.DIED, "ended by SIGSEGV")
        return run_here(job, progress)

    crashed, done = Inference(run).ask([NPI, CKD])
    assert crashed.refused is not None
    assert (crashed.refused.code, crashed.refused.values["pack"], crashed.failed) == (CRASHED, "npi", True)
    assert done.rows[0].outputs["egfr"] == pytest.approx(142 * (80 / 88.4 / 0.9) ** -1.2 * 0.9938**50)


def test_refusal_of_the_whole_job_is_the_packs_own() -> None:
    assert ask(JobRefused("inference.x", {}), NPI) == ["inference.x"]


def test_cancelled_job_ends_the_asking() -> None:
    with pytest.raises(Cancelled):
        ask(JobCancelled(), NPI)


def test_cancel_by_progress_reaches_the_worker() -> None:
    flag = CancelFlag()
    flag.set()
    with Inference() as inference, pytest.raises(Cancelled):
        inference.ask([NPI], Silent(flag))


def test_row_that_was_refused_keeps_its_place() -> None:
    rows = [{"refused": "inference.not-a-number", "values": {}}, {"outputs": {"score": 1.0}, "contributions": {}}]
    ending = JobDone([{"provider": "p", "rows": rows}])
    (answer,) = Inference(lambda _job, _progress: ending).ask([NPI])
    assert [row.refused is None for row in answer.rows] == [False, True]


def test_limits_of_a_job_are_those_of_the_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BEDSIDE_IT_FOLDER", str(tmp_path))
    monkeypatch.setenv("BEDSIDE_USER_FOLDER", str(tmp_path / "user"))
    (tmp_path / "settings.toml").write_text("inference_memory_mib = 2048\ninference_seconds = 7\n")
    asked: list[Job] = []

    def run(job: Job, _: Progress) -> Ending:
        asked.append(job)
        return JobDone([])

    Inference(run).providers()
    assert (asked[0].limits.memory_bytes, asked[0].limits.wall_seconds) == (2 * 1024**3, 7.0)
