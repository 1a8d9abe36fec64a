from __future__ import annotations

import errno
import io
import json
import logging
from collections.abc import Iterator
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside_app.foundation.errors import Refusal
from bedside_app.foundation.log import LOGGER, WORDS, AnonymousFormatter, close_log, open_log, trace_of
from bedside_app.foundation.workers import CrashKind, JobCrashed, JobRefused

NAME = "Zwillinger"


class Refusing(Refusal):
    code: ClassVar[str] = "tests.refusing"


@pytest.fixture
def log_file(tmp_path: Path) -> Iterator[Path]:
    open_log(tmp_path / "log")
    yield tmp_path / "log" / "bedside.log"
    close_log()


def lines(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def failing(name: str) -> None:
    patient = {"name": name}
    try:
        raise KeyError(patient["name"])
    except KeyError as error:
        raise ValueError(f"no patient {name}") from error


def caught(name: str) -> ValueError:
    with pytest.raises(ValueError, match="no patient") as info:
        failing(name)
    return info.value


def test_name_never_reaches_the_log_by_any_way(log_file: Path) -> None:
    LOGGER.error(f"patient {NAME}")
    LOGGER.error("patient %s", NAME)
    LOGGER.error(NAME, extra={"patient": NAME, "bytes": NAME, "refusal": NAME, "crash": NAME})
    LOGGER.error("fault", exc_info=caught(NAME), stack_info=True)
    LOGGER.error("job.refused", extra={"refusal": Refusing(who=NAME)})
    assert len(lines(log_file)) == 5
    assert NAME not in log_file.read_text("utf-8")


def test_line_says_what_where_and_how_many(log_file: Path) -> None:
    LOGGER.info("assess.done", extra={"count": 3, "seconds": 1.5})
    (line,) = lines(log_file)
    assert (line["code"], line["level"], line["count"], line["seconds"]) == ("assess.done", "INFO", 3, 1.5)
    assert line["at"].startswith("test_log.py:")


def test_exception_is_written_as_types_and_places(log_file: Path) -> None:
    LOGGER.error("fault", exc_info=caught("nobody"))
    (line,) = lines(log_file)
    outer, inner = line["exception"].split(" from ")
    assert outer.startswith("ValueError < test_log.py:")
    assert inner.startswith("KeyError < test_log.py:")
    assert outer.endswith(" caught")


def test_refusal_and_crash_are_written_by_code_and_place(log_file: Path) -> None:
    LOGGER.warning("job.refused", extra={"refusal": JobRefused("intake.x", {"file": "secret"})})
    LOGGER.error("job.crashed", extra={"crash": JobCrashed(CrashKind.DIED, "ended by SIGSEGV")})
    refused, crashed = lines(log_file)
    assert refused["refusal"] == "intake.x"
    assert crashed["crash"] == "died: ended by SIGSEGV"


def test_unlisted_message_keeps_its_place_only(log_file: Path) -> None:
    LOGGER.warning("something new")
    (line,) = lines(log_file)
    assert line["code"] == "unlisted"


def written(message: str, *arguments: object) -> dict[str, Any]:
    record = logging.LogRecord("bedside", logging.INFO, "x.py", 1, message, arguments, None)
    return {key: value for key, value in json.loads(AnonymousFormatter().format(record)).items() if key != "time"}


@given(text=st.text().filter(lambda text: text not in WORDS))
def test_no_text_passes_the_formatter(text: str) -> None:
    assert written(text, text) == written("another text")


def test_folders_outside_the_program_are_not_named() -> None:
    code = compile("def f():\n    raise OSError('x')\nf()", f"/home/{NAME}/scan.py", "exec")
    with pytest.raises(OSError, match="x") as info:
        exec(code)
    assert "scan.py:2 f" in trace_of(info.value)
    assert NAME not in trace_of(info.value)


def test_ring_of_causes_ends() -> None:
    first, second = ValueError(), KeyError()
    first.__cause__, second.__cause__ = second, first
    assert trace_of(first) == "ValueError from KeyError"


def test_without_a_file_nothing_is_written_anywhere(capfd: pytest.CaptureFixture[str]) -> None:
    LOGGER.error(NAME)
    assert capfd.readouterr() == ("", "")


def test_log_rotates_and_keeps_three_older_files(log_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (handler,) = [each for each in LOGGER.handlers if isinstance(each, RotatingFileHandler)]
    monkeypatch.setattr(handler, "maxBytes", 500)
    for _ in range(100):
        LOGGER.info("started")
    assert len(list(log_file.parent.iterdir())) == 4


def test_log_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "log").write_text("a file stands where the folder would")
    with pytest.raises(OSError, match="log"):
        open_log(tmp_path / "log")


class _Full(io.StringIO):
    """A file on a full disk."""

    def write(self, _: str) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_loses_the_line_and_prints_nothing(
    log_file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    handler = next(one for one in LOGGER.handlers if isinstance(one, RotatingFileHandler))
    with monkeypatch.context() as patch:
        patch.setattr(handler, "stream", _Full())
        LOGGER.error("fault", exc_info=ValueError(NAME))
    LOGGER.error("ended")
    assert capsys.readouterr() == ("", "")
    assert [json.loads(line)["code"] for line in log_file.read_text("utf-8").splitlines()] == ["ended"]
