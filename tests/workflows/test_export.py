from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from bedside_app.report.whole_file import CannotWrite, DiskFull
from bedside_app.workflows.export import Wanted, export
from tests.report.cases import rich_summary


def failing_with(code: int) -> object:
    def fail(_: int) -> None:
        raise OSError(code, os.strerror(code))

    return fail


def test_each_wanted_form_is_written_and_nothing_else(tmp_path: Path) -> None:
    wanted = Wanted(json=tmp_path / "a/case.json", pdf=tmp_path / "a/summary.pdf", png=tmp_path / "a/page.png")
    written = export(rich_summary(), wanted, "fr")
    assert sorted(path.name for path in (tmp_path / "a").iterdir()) == sorted(path.name for path in written)
    assert [path.name for path in written] == ["case.json", "summary.pdf", "page.png", "page-2.png"]


@pytest.mark.parametrize(
    ("code", "refusal"), [(errno.ENOSPC, DiskFull), (errno.EDQUOT, DiskFull), (errno.EIO, CannotWrite)]
)
def test_what_stood_there_before_is_untouched_when_the_disk_fails(
    code: int, refusal: type[Exception], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = tmp_path / "case.json"
    before.write_text("before", "utf-8")
    monkeypatch.setattr(os, "fsync", failing_with(code))
    with pytest.raises(refusal):
        export(rich_summary(), Wanted(json=before), "en")
    assert before.read_text("utf-8") == "before"
    assert [path.name for path in tmp_path.iterdir()] == ["case.json"]


def test_a_place_that_is_a_file_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", "utf-8")
    with pytest.raises(CannotWrite) as caught:
        export(rich_summary(), Wanted(json=tmp_path / "file/case.json"), "en")
    assert str(caught.value.values["file"]).endswith("case.json")
