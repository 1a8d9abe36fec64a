from __future__ import annotations

import errno
import os
from dataclasses import replace
from pathlib import Path

import pytest

from bedside_app.report.handover import NothingToHandOver
from bedside_app.report.whole_file import DiskFull
from bedside_app.workflows.handover import handover
from tests.report.cases import rich_summary
from tests.todays import TODAY


def test_the_page_is_written_where_it_was_asked_for(tmp_path: Path) -> None:
    written = handover(replace(rich_summary(), today=TODAY), tmp_path / "a" / "hand-over.pdf", "fr")
    assert written.read_bytes().startswith(b"%PDF-")
    assert [path.name for path in written.parent.iterdir()] == ["hand-over.pdf"]


def test_without_a_regimen_no_file_appears(tmp_path: Path) -> None:
    with pytest.raises(NothingToHandOver):
        handover(rich_summary(), tmp_path / "hand-over.pdf", "en")
    assert list(tmp_path.iterdir()) == []


def test_an_older_page_stays_as_it_was_when_the_disk_is_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = tmp_path / "hand-over.pdf"
    before.write_text("before", "utf-8")

    def fail(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(DiskFull):
        handover(replace(rich_summary(), today=TODAY), before, "en")
    assert before.read_text("utf-8") == "before"
