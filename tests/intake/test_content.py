from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside_app.foundation.words import LANGUAGES, catalogue
from bedside_app.intake.content import HEAD_BYTES, Content, content_of


@pytest.mark.parametrize(
    ("head", "content"),
    [
        (b"PK\x03\x04\x14\x00", Content.ZIP),
        (b"\0" * 128 + b"DICM", Content.DICOM),
        (b"\xff\xd8\xff\xe1", Content.PICTURE),
        (b"\x89PNG\r\n\x1a\n", Content.PICTURE),
        (b"\0\0\0\x18ftypheic", Content.PICTURE),
        (b"\0\0\0\x18ftypisom", Content.VIDEO),
        (b"RIFF\x10\0\0\0WEBPVP8 ", Content.PICTURE),
        (b"RIFF\x10\0\0\0WAVEfmt ", Content.SOUND),
        (b"%PDF-1.7", Content.PDF),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Content.OFFICE),
        (b"\x1f\x8b\x08", Content.ARCHIVE),
        (b"\x7fELF\x02", Content.PROGRAM),
        (b'<?xml version="1.0"?><Bundle xmlns="http://hl7.org/fhir">', Content.FHIR_XML),
        (b'<?xml version="1.0"?><ClinicalDocument xmlns="urn:hl7-org:v3">', Content.CDA),
        (b"<!DOCTYPE html><html>", Content.HTML),
        (b"<note/>", Content.XML),
        (b'\xef\xbb\xbf {"a": 1}', Content.JSON),
        ("Hémoglobine 13 g/dL".encode(), Content.TEXT),
        ("Hémoglobine".encode("utf-16"), Content.TEXT),
        (b"", Content.UNKNOWN),
        (b"\x00\x01\x02", Content.UNKNOWN),
    ],
)
def test_content_is_told_by_its_first_bytes(head: bytes, content: Content) -> None:
    assert content_of(head) is content


@given(head=st.binary(max_size=HEAD_BYTES))
def test_any_bytes_have_a_content(head: bytes) -> None:
    assert content_of(head) in Content


def test_every_content_has_its_sentence_in_both_languages() -> None:
    for language in LANGUAGES:
        assert {f"intake.content.{content}" for content in Content} <= set(catalogue(language))
