from __future__ import annotations

from pathlib import Path

import pytest

from bedside_app.domain.plain import from_plain
from bedside_app.foundation.errors import Cancelled
from bedside_app.foundation.progress import CancelFlag, Silent
from bedside_app.intake.files import TooLarge
from bedside_app.intake.job import READERS, read_path
from bedside_app.intake.reading import ReadPath


def answer(path: Path, *, max_bytes: int = 1000) -> ReadPath:
    arguments = {"path": str(path), "name": path.name, "max_files": 10, "max_bytes": max_bytes}
    return from_plain(ReadPath, read_path(arguments, Silent()))


def test_reader_is_picked_by_content_and_never_by_name(tmp_path: Path) -> None:
    path = tmp_path / "really_fhir.hl7"
    path.write_text('{"resourceType": "Patient", "id": "p", "birthDate": "1964-03-12"}')
    (read,) = answer(path).read
    assert read.content.reader.startswith("fhir/")
    assert read.source.bytes == path.stat().st_size
    assert read.source.digest.startswith("sha256:")


def test_refusal_of_a_whole_file_keeps_the_file_among_the_sources(tmp_path: Path) -> None:
    path = tmp_path / "other.json"
    path.write_text('{"resourceType": "Patient", "id": "p"')
    (read,) = answer(path).read
    assert [refused.source for refused in read.content.refused] == [read.source.digest]
    assert read.content.facts == ()


def test_content_that_no_reader_knows_is_set_aside_by_its_kind(tmp_path: Path) -> None:
    path = tmp_path / "list.json"
    path.write_text("milk, bread")
    assert [(item.what, item.why) for item in answer(path).not_understood] == [("list.json", "intake.content.text")]


def test_bound_on_bytes_holds_in_the_worker_too(tmp_path: Path) -> None:
    path = tmp_path / "large.json"
    path.write_text("{" + " " * 2000)
    with pytest.raises(TooLarge):
        answer(path)


def test_job_stops_when_it_is_asked(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text("{}")
    flag = CancelFlag()
    flag.set()
    with pytest.raises(Cancelled):
        read_path({"path": str(path), "name": "a", "max_files": 1, "max_bytes": 100}, Silent(flag))


def test_no_two_readers_claim_the_same_beginning() -> None:
    for head in (b'{"resourceType": "Bundle"}', b"MSH|^~\\&|LAB|", b"\x0bMSH|^~\\&|LAB|", b"milk, bread", b""):
        assert sum(bool(reader.can_read(head)) for reader in READERS) <= 1
