from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from time import monotonic
from typing import Any

import pytest

from bedside_app.foundation import workers
from bedside_app.foundation.errors import Cancelled
from bedside_app.foundation.progress import CancelFlag, Silent
from bedside_app.foundation.workers import (
    CrashKind,
    Ending,
    Job,
    JobCancelled,
    JobCrashed,
    JobDone,
    JobRefused,
    Limits,
    Worker,
    limits_supported,
)

MIB = 1024 * 1024
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="this system has no such limit")


@pytest.fixture
def worker() -> Iterator[Worker]:
    threads = set(threading.enumerate())
    with Worker(allowed=("tests.",)) as worker:
        yield worker
    assert set(threading.enumerate()) == threads, "the worker left a thread behind"
    if sys.platform != "win32":
        with pytest.raises(ChildProcessError):
            os.waitpid(-1, os.WNOHANG)  # neither a child nor a zombie is left


def job(
    function: str, given: dict[str, Any] | None = None, *, wall_seconds: float = 20, output_bytes: int = MIB
) -> Job:
    limits = Limits(memory_bytes=512 * MIB, wall_seconds=wall_seconds, output_bytes=output_bytes)
    return Job(name=f"tests.foundation.worker_jobs:{function}", arguments=given or {}, limits=limits)


def crash_of(ending: Ending) -> CrashKind:
    assert isinstance(ending, JobCrashed), ending
    return ending.kind


class Noting:
    """A progress that notes its steps and may be told to stop at the first."""

    def __init__(self, *, stop: bool = False) -> None:
        self.steps: list[tuple[str, int, int]] = []
        self.threads: set[int] = set()
        self._stop = stop

    def step(self, code: str, done: int, total: int) -> None:
        self.steps.append((code, done, total))
        self.threads.add(threading.get_ident())
        if self._stop:
            raise Cancelled("asked to stop")


def test_job_returns_plain_values_unharmed(worker: Worker) -> None:
    given = {"text": "é\ud800", "numbers": [1, 2.5, None, True], "empty": {}}
    assert worker.run(job("echo", given), Silent()) == JobDone(given)


def test_progress_is_told_in_the_callers_thread(worker: Worker) -> None:
    progress = Noting()
    worker.run(job("echo"), progress)
    assert progress.steps == [("tests.echo", 0, 1), ("tests.echo", 1, 1)]
    assert progress.threads == {threading.get_ident()}


def test_worker_stays_warm_from_job_to_job(worker: Worker) -> None:
    assert worker.run(job("process_id"), Silent()) == worker.run(job("process_id"), Silent())


def test_worker_prepares_once_before_its_first_job() -> None:
    with Worker(prepare="tests.foundation.worker_jobs:prepare", allowed=("tests.",)) as worker:
        for _ in range(2):
            assert worker.run(job("prepared"), Silent()) == JobDone(["ready"])


@pytest.mark.parametrize("function", ["prepare_in_vain", "absent"])
def test_preparation_that_fails_leaves_the_job_to_say_so(function: str) -> None:
    with Worker(prepare=f"tests.foundation.worker_jobs:{function}", allowed=("tests.",)) as worker:
        assert worker.run(job("prepared"), Silent()) == JobDone([])


def test_items_are_streamed_in_order_before_the_end(worker: Worker) -> None:
    items: list[int] = []
    assert worker.run(job("count_up", {"to": 100}), Silent(), on_item=items.append) == JobDone(100)
    assert items == list(range(100))


def test_refusal_comes_home_with_code_and_values(worker: Worker) -> None:
    assert worker.run(job("refuse"), Silent()) == JobRefused("tests.not-today", {"limit": 3})


def test_exception_is_a_crash_that_names_code_and_no_patient(worker: Worker) -> None:
    ending = worker.run(job("fail", {"name": "Dupont"}), Silent())
    assert isinstance(ending, JobCrashed)
    assert ending.kind is CrashKind.FAULT
    assert "ValueError" in ending.text
    assert "worker_jobs.py:" in ending.text
    assert "Dupont" not in ending.text


def test_next_job_after_a_crash_runs_in_a_fresh_worker(worker: Worker) -> None:
    before = worker.run(job("process_id"), Silent())
    worker.run(job("exit_hard"), Silent())
    after = worker.run(job("process_id"), Silent())
    assert isinstance(after, JobDone)
    assert after != before


def test_process_that_exits_has_died(worker: Worker) -> None:
    assert worker.run(job("exit_hard"), Silent()) == JobCrashed(CrashKind.DIED, "ended with code 7")


@POSIX
def test_segmentation_fault_has_died_and_says_where(worker: Worker) -> None:
    ending = worker.run(job("segfault"), Silent())
    assert crash_of(ending) is CrashKind.DIED
    assert isinstance(ending, JobCrashed)
    assert ending.text.startswith("ended by SIGSEGV < worker_jobs.py:")


@POSIX
def test_abort_of_a_library_without_memory_counts_as_memory(worker: Worker) -> None:
    assert crash_of(worker.run(job("abort_without_memory"), Silent())) is CrashKind.MEMORY


def test_endless_loop_is_killed_at_its_time_limit(worker: Worker) -> None:
    assert crash_of(worker.run(job("loop_for_ever", wall_seconds=0.3), Silent())) is CrashKind.TIMEOUT


@pytest.mark.skipif(not limits_supported().memory, reason="this system does not hold a process to its memory limit")
def test_memory_bomb_crashes_as_memory_and_the_next_job_runs(worker: Worker) -> None:
    assert crash_of(worker.run(job("eat_memory"), Silent())) is CrashKind.MEMORY
    assert worker.run(job("echo", {"a": 1}), Silent()) == JobDone({"a": 1})


def test_cancel_from_another_thread_stops_a_polite_job(worker: Worker) -> None:
    flag = CancelFlag()
    before = worker.run(job("process_id"), Silent())
    timer = threading.Timer(0.1, flag.set)
    timer.start()
    assert worker.run(job("step_for_ever"), Silent(), cancel=flag) == JobCancelled()
    timer.join()
    assert worker.run(job("process_id"), Silent()) == before  # it stopped by itself and stays warm


def test_cancel_kills_a_deaf_job_within_a_second(worker: Worker) -> None:
    flag = CancelFlag()
    asked: list[float] = []

    class StopSoon:
        def step(self, code: str, done: int, total: int) -> None:
            asked.append(monotonic())
            flag.set()

    assert worker.run(job("loop_for_ever"), StopSoon(), cancel=flag) == JobCancelled()
    assert monotonic() - asked[0] < 5  # 0.5 s, with room for a busy machine; the time limit is 20 s


def test_cancel_raised_by_progress_stops_the_job(worker: Worker) -> None:
    assert worker.run(job("step_for_ever"), Noting(stop=True)) == JobCancelled()


def test_flag_set_before_the_job_cancels_it_and_not_the_next(worker: Worker) -> None:
    flag = CancelFlag()
    flag.set()
    assert worker.run(job("step_for_ever"), Silent(), cancel=flag) == JobCancelled()
    assert worker.run(job("echo", {"a": 1}), Silent()) == JobDone({"a": 1})


def test_exception_in_progress_passes_on_and_kills_the_child(worker: Worker) -> None:
    class Broken:
        def step(self, code: str, done: int, total: int) -> None:
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        worker.run(job("step_for_ever"), Broken())
    assert worker.run(job("echo", {"a": 1}), Silent()) == JobDone({"a": 1})


def test_prints_of_a_job_never_reach_the_stream(worker: Worker) -> None:
    assert worker.run(job("print_garbage"), Silent()) == JobDone("")


def test_long_complaints_neither_block_nor_grow(worker: Worker) -> None:
    assert worker.run(job("flood_stderr"), Silent()) == JobDone(200)


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param(b"\xff\xff\xff\xff".hex(), id="a frame of 4 GiB"),
        pytest.param((b"\x00\x00\x00\x03{]}").hex(), id="no JSON"),
        pytest.param((b"\x00\x00\x00\x02[]").hex(), id="no object"),
        pytest.param((b'\x00\x00\x00\x0a{"else":1}').hex(), id="no known answer"),
        pytest.param((b'\x00\x00\x00\x0c{"step":"x"}').hex(), id="no step"),
        pytest.param((b'\x00\x00\x00\x1b{"crashed":"odd","text":""}').hex(), id="no known crash"),
    ],
)
def test_broken_stream_is_a_protocol_crash(worker: Worker, sent: str) -> None:
    assert crash_of(worker.run(job("break_the_stream", {"hex": sent}), Silent())) is CrashKind.PROTOCOL


def test_frame_that_never_ends_is_killed_at_the_time_limit(worker: Worker) -> None:
    cut_off = (b"\x00\x00\x10\x00" + b"[" * 100).hex()
    assert (
        crash_of(worker.run(job("break_the_stream", {"hex": cut_off}, wall_seconds=0.3), Silent())) is CrashKind.TIMEOUT
    )


def test_answer_longer_than_agreed_is_a_protocol_crash(worker: Worker) -> None:
    assert crash_of(worker.run(job("answer_at_length", {"length": 2 * MIB}), Silent())) is CrashKind.PROTOCOL


def test_items_together_longer_than_agreed_are_a_protocol_crash(worker: Worker) -> None:
    assert crash_of(worker.run(job("count_up", {"to": 100_000}, output_bytes=10_000), Silent())) is CrashKind.PROTOCOL


def test_what_one_job_sends_is_not_counted_against_the_next(worker: Worker) -> None:
    for _ in range(3):
        assert worker.run(job("answer_at_length", {"length": 60_000}, output_bytes=70_000), Silent()) == JobDone(
            "x" * 60_000
        )


def test_answer_that_json_cannot_hold_is_a_fault(worker: Worker) -> None:
    assert crash_of(worker.run(job("return_an_object"), Silent())) is CrashKind.FAULT


@pytest.mark.parametrize(
    "name", ["os:getcwd", "bedside_app_evil.x:y", "bedside_app.x", "bedside_app.a:b.c", "tests/x:y"]
)
def test_function_outside_the_allowed_packages_is_never_run(worker: Worker, name: str) -> None:
    ending = worker.run(Job(name=name, arguments={}, limits=job("echo").limits), Silent())
    assert isinstance(ending, JobCrashed)
    assert ending.text.startswith("JobNotAllowed")


def test_without_the_tests_argument_only_our_own_package_is_allowed() -> None:
    with Worker() as worker:
        ending = worker.run(job("echo"), Silent())
    assert isinstance(ending, JobCrashed)
    assert ending.text.startswith("JobNotAllowed")


@POSIX
def test_job_can_leave_no_file_behind(worker: Worker, tmp_path: Path) -> None:
    assert worker.run(job("write_a_file", {"path": str(tmp_path / "left")}), Silent()) == JobDone("OSError")


@POSIX
def test_worker_leaves_no_core_dump(worker: Worker) -> None:
    assert worker.run(job("own_core_limit"), Silent()) == JobDone(0)


def test_files_of_the_current_folder_are_not_imported_by_a_worker(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, worker: Worker
) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit(9)")
    monkeypatch.chdir(tmp_path)
    worker.close()
    assert worker.run(job("echo", {"a": 1}), Silent()) == JobDone({"a": 1})


@pytest.mark.parametrize(
    ("running", "serving"),
    [("bedside", "bedside"), ("bedside-window", "bedside"), ("bedside-window.exe", "bedside.exe")],
)
def test_when_frozen_the_command_line_beside_the_running_program_serves(
    running: str, serving: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / running))
    assert workers._command(("module:prepare",)) == [str(tmp_path / serving), "--worker", "module:prepare"]
    assert workers._environment() == dict(os.environ)


def test_from_source_the_sources_are_importable_and_the_current_folder_is_not() -> None:
    assert workers._command(()) == [sys.executable, "-P", "-m", "bedside_app", "--worker"]
    assert (Path(workers._environment()["PYTHONPATH"]) / "bedside_app").is_dir()


@POSIX
def test_a_worker_that_died_while_it_waited_is_replaced_before_the_next_job(worker: Worker) -> None:
    ending = worker.run(job("process_id"), Silent())
    assert isinstance(ending, JobDone)
    os.kill(ending.value, signal.SIGKILL)
    os.waitid(os.P_PID, ending.value, os.WEXITED | os.WNOWAIT)
    assert worker.run(job("echo", {"said": 1}), Silent()) == JobDone({"said": 1})
