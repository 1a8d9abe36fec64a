from __future__ import annotations

import io
import struct
import warnings
import zipfile

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bedside_app.domain.record import NotUnderstood, Refused
from bedside_app.intake.archives import members
from bedside_app.intake.source import Source

MIB = 1024 * 1024
Member = tuple[str, str]


def zipped(*entries: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # zipfile warns of the double name that a test wants
        with zipfile.ZipFile(buffer, "w", method) as archive:
            for name, data in entries:
                archive.writestr(name, data)
    return buffer.getvalue()


def read(data: bytes, *, max_files: int = 100, max_bytes: int = 8 * MIB) -> list[Source | Refused | NotUnderstood]:
    return list(members(data, "a.zip", max_files=max_files, max_bytes=max_bytes))


def told(data: bytes, *, max_files: int = 100, max_bytes: int = 8 * MIB) -> list[Member]:
    """Return (name, "read" or the code) for each member."""
    answers: list[Member] = []
    for item in read(data, max_files=max_files, max_bytes=max_bytes):
        if isinstance(item, Source):
            answers.append((item.name, "read"))
        else:
            answers.append((item.place, item.code if isinstance(item, Refused) else item.why))
    return answers


def special(name: str, mode: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.external_attr = mode << 16
    return info


def flagged(data: bytes) -> bytes:
    """Return an archive of one member with the bit set that says it is encrypted."""
    local, central = data.index(b"PK\x03\x04"), data.index(b"PK\x01\x02")
    changed = bytearray(data)
    changed[local + 6] |= 1
    changed[central + 8] |= 1
    return bytes(changed)


def test_members_come_by_name_with_the_archive_before_theirs() -> None:
    found = read(zipped(("b.json", b"{}"), ("x/a.json", b"[]"), ("x/", b"")))
    assert [(item.name, item.data) for item in found if isinstance(item, Source)] == [
        ("a.zip/b.json", b"{}"),
        ("a.zip/x/a.json", b"[]"),
    ]


@pytest.mark.parametrize("name", ["../up.json", "/root.json", "x/../../up.json", "C:\\evil.json", "..\\up.json", "C:x"])
def test_member_that_climbs_out_costs_itself(name: str) -> None:
    assert sorted(code for _, code in told(zipped((name, b"{}"), ("good.json", b"{}")))) == [
        "intake.zip-member-outside",
        "read",
    ]


def test_links_and_devices_cost_themselves() -> None:
    data = zipped((special("link", 0o120777), b"/etc/passwd"), (special("pipe", 0o010644), b"x"), ("z.json", b"{}"))
    assert told(data) == [
        ("a.zip/link", "intake.zip-member-special"),
        ("a.zip/pipe", "intake.zip-member-special"),
        ("a.zip/z.json", "read"),
    ]


def test_locked_member_says_that_it_needs_a_password() -> None:
    assert told(flagged(zipped(("a.json", b"{}")))) == [("a.zip/a.json", "intake.zip-locked")]


def test_archive_in_an_archive_is_not_opened() -> None:
    data = zipped(("inner.bin", zipped(("a.json", b"{}"))), ("z.json", b"{}"))
    assert told(data) == [("a.zip/inner.bin", "intake.zip-nested"), ("a.zip/z.json", "read")]


def test_name_that_stands_twice_is_read_neither_time() -> None:
    assert told(zipped(("a.json", b"{}"), ("a.json", b"[]"))) == [("a.zip/a.json", "intake.zip-name-twice")] * 2


def test_bomb_is_stopped_by_what_it_really_unpacks_to() -> None:
    data = zipped(("bomb.json", b" " * (64 * MIB)), ("later.json", b"{}"))
    assert len(data) < MIB
    assert told(data, max_bytes=1024 * MIB) == [("a.zip/bomb.json", "intake.zip-swells")]


def test_header_that_lies_about_its_size_is_not_believed() -> None:
    data = bytearray(zipped(("bomb.json", b" " * (16 * MIB))))
    central = data.index(b"PK\x01\x02")
    data[central + 24 : central + 28] = struct.pack("<I", 10)
    assert told(bytes(data), max_bytes=1024 * MIB)[0][1] in ("intake.zip-swells", "intake.zip-damaged")


def test_members_together_stay_within_the_bytes_allowed() -> None:
    data = zipped(
        *((f"{number}.json", bytes(range(32, 127)) * 12_000) for number in range(4)), method=zipfile.ZIP_STORED
    )
    assert [code for _, code in told(data, max_bytes=3 * MIB)] == ["read", "read", "intake.zip-swells"]


def test_pictures_are_listed_and_not_unpacked() -> None:
    data = zipped(("beach.jpg", b"\xff\xd8\xff" + b"\0" * (64 * MIB)), ("z.json", b"{}"))
    assert told(data) == [("a.zip/beach.jpg", "intake.content.picture"), ("a.zip/z.json", "read")]


def test_damaged_member_costs_itself() -> None:
    data = bytearray(zipped(("a.json", b"x" * 100), ("b.json", b"{}"), method=zipfile.ZIP_STORED))
    data[data.index(b"xxxx")] = ord("y")  # the checksum no longer fits
    assert told(bytes(data)) == [("a.zip/a.json", "intake.zip-damaged"), ("a.zip/b.json", "read")]


def test_truncated_archive_is_damaged() -> None:
    assert told(zipped(("a.json", b"{}" * 1000))[:-30]) == [("a.zip", "intake.zip-damaged")]


def test_unusual_packing_is_refused() -> None:
    assert told(zipped(("a.json", b"{}"), method=zipfile.ZIP_LZMA)) == [("a.zip/a.json", "intake.zip-damaged")]


def test_empty_archive_and_empty_member_say_so() -> None:
    assert told(zipped()) == [("a.zip", "intake.empty-folder")]
    assert told(zipped(("a.json", b""))) == [("a.zip/a.json", "intake.empty-file")]


def test_office_document_is_no_archive() -> None:
    assert told(zipped(("[Content_Types].xml", b"<Types/>"))) == [("a.zip", "intake.content.office")]


def test_archive_of_too_many_members_is_left_out() -> None:
    data = zipped(*((f"{number}.json", b"{}") for number in range(20)))
    assert told(data, max_files=10) == [("a.zip", "intake.too-many-files")]


# the writer of the tests, unlike an attacker's, ends a name at a NUL and takes none that is then empty
@given(name=st.text(st.characters(codec="utf-8"), min_size=1, max_size=40).filter(lambda name: name[0] != "\0"))
@example(name="mimetype")  # the archive is then taken for an office document, and named as a whole
def test_no_name_of_a_member_leads_anywhere(name: str) -> None:
    for item in read(zipped((name, b"{}"))):
        shown = item.name if isinstance(item, Source) else item.place
        assert shown.startswith("a.zip")
        assert shown.isprintable()
        if isinstance(item, Source):
            parts = shown.removeprefix("a.zip/").replace("\\", "/").split("/")
            assert ".." not in parts
            assert parts[0]


@settings(max_examples=200)
@given(data=st.data())
def test_mutated_archive_gives_members_or_refusals(data: st.DataObject) -> None:
    archive = bytearray(zipped(("a.json", b'{"a": 1}' * 50), ("b/c.hl7", b"MSH|^~\\&|" * 20)))
    for position in data.draw(st.lists(st.integers(0, len(archive) - 1), min_size=1, max_size=8)):
        archive[position] = data.draw(st.integers(0, 255))
    for item in read(bytes(archive)):
        assert isinstance(item, Source | Refused | NotUnderstood)
