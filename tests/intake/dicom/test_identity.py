from __future__ import annotations

from dataclasses import replace

import pytest

from bedside_app.domain.record import Identifier, Identity
from bedside_app.foundation.dicom import scan
from bedside_app.intake.dicom.identity import identity_of
from bedside_app.intake.identity_compare import REFERENCE
from tests.dicom_files import Value, dicom, ultrasound


def who(**changes: tuple[str, Value] | None) -> Identity:
    found = identity_of(scan(dicom(ultrasound(**changes))), "sha256:x")
    return replace(found, identifiers=tuple(one for one in found.identifiers if one.issuer != REFERENCE))


def test_name_number_birth_date_and_sex_are_taken() -> None:
    found = who()
    assert (found.family, found.given, found.sex) == ("Exemple", "Marie", "female")
    assert found.identifiers == (Identifier("urn:bedside:demonstration", "1"),)
    assert found.birth_date is not None
    assert found.birth_date.text == "1964-03-12"


def test_the_universal_issuer_of_a_number_counts_more_than_its_local_name() -> None:
    found = who(t00100024=("SQ", [{0x00400032: ("UT", "1.2.250.1"), 0x00400033: ("CS", "ISO")}]))
    assert found.identifiers == (Identifier("urn:oid:1.2.250.1", "1"),)


def test_further_numbers_are_kept_with_their_issuers() -> None:
    found = who(t00101002=("SQ", [{0x00100020: ("LO", "77"), 0x00100021: ("LO", "LAB")}]))
    assert Identifier("LAB", "77") in found.identifiers


@pytest.mark.parametrize(
    ("charset", "raw"),
    [
        ("ISO_IR 100", "Müller^Zoë".encode("latin-1")),
        ("ISO_IR 192", "Müller^Zoë".encode()),
        ("ISO 2022 IR 100", "Müller^Zoë".encode("latin-1")),
    ],
)
def test_a_name_is_read_in_the_character_set_that_the_file_names(charset: str, raw: bytes) -> None:
    found = who(t00080005=("CS", charset), t00100010=("PN", raw))
    assert (found.family, found.given) == ("Müller", "Zoë")


def test_a_name_that_is_not_of_its_character_set_is_not_said_rather_than_guessed() -> None:
    assert who(t00100010=("PN", "Müller^Zoë".encode("latin-1"))).family == ""


def test_of_several_writings_the_letters_count() -> None:
    raw = "Yamada^Tarou=山田^太郎=やまだ^たろう".encode()
    assert who(t00080005=("CS", "ISO_IR 192"), t00100010=("PN", raw)).family == "Yamada"


@pytest.mark.parametrize("text", ["", "19641", "00000000", "19640231", "1964-03-12"])
def test_no_day_of_the_calendar_is_no_birth_date(text: str) -> None:
    assert who(t00100030=("DA", text)).birth_date is None


def test_an_old_way_of_writing_a_day_is_read() -> None:
    born = who(t00100030=("DA", "1964.03.12")).birth_date
    assert born is not None
    assert born.text == "1964-03-12"
