"""Who a DICOM file says the patient is (PS3.3 C.7.1.1, names as in PS3.5 6.2.1)."""

from __future__ import annotations

import re
from itertools import islice
from typing import Final

from bedside_app.domain.moment import Moment
from bedside_app.domain.record import Identifier, Identity
from bedside_app.foundation.dicom import DataSet
from bedside_app.intake.dicom.text import charset_of, text_of
from bedside_app.intake.identity_compare import REFERENCE

__all__ = ["identity_of"]

MAX_NUMBERS: Final = 20  # further numbers of one patient that are looked at

_SEX: Final = {"F": "female", "M": "male", "O": "other"}
_UNIVERSAL: Final = {"ISO": "urn:oid:", "UUID": "urn:uuid:", "URI": "", "URL": ""}
_UID: Final = re.compile(r"[0-9.]{3,64}")
_DAY: Final = re.compile(r"(\d{4})\.?(\d\d)\.?(\d\d)")


def identity_of(file: DataSet, source: str) -> Identity:
    """Return the patient of a file. What is absent, or can't be read in its character set, is not said.

    The number of its study stands as an address: it is unique in the world, so images of one study are one patient's
    even where they name nobody.
    """
    charset = charset_of(file)
    family, given = _name(file.raw(0x00100010), charset)
    further = [_number(item, charset) for item in islice(file.items(0x00101002), MAX_NUMBERS)]
    study = file.text(0x0020000D)
    address = Identifier(REFERENCE, f"urn:oid:{study}") if _UID.fullmatch(study) else None
    numbers = [number for number in (_number(file, charset), *further, address) if number is not None]
    return Identity(
        identifiers=tuple(dict.fromkeys(numbers)),
        family=family,
        given=given,
        birth_date=_day(file.text(0x00100030)),
        sex=_SEX.get(file.text(0x00100040).upper(), ""),
        source=source,
    )


def _number(of: DataSet, charset: str) -> Identifier | None:
    value, issuer = (text_of(of.raw(tag), charset) or "" for tag in (0x00100020, 0x00100021))
    for qualifier in islice(of.items(0x00100024), 1):
        universal, kind = qualifier.text(0x00400032), qualifier.text(0x00400033).upper()
        if universal and kind in _UNIVERSAL:
            issuer = f"{_UNIVERSAL[kind]}{universal}"
    return Identifier(issuer, value) if value else None


def _name(raw: bytes, charset: str) -> tuple[str, str]:
    """Return family and given names as written in letters, else in ideographs, else as they sound."""
    for group in raw.split(b"="):
        text = text_of(group, charset) or ""
        family, first, middle, *_ = (*(part.strip() for part in text.split("^")), "", "", "")
        if family or first:
            return family, " ".join(part for part in (first, middle) if part)
    return "", ""


def _day(text: str) -> Moment | None:
    match = _DAY.fullmatch(text)
    if match is None:
        return None
    try:
        return Moment("-".join(match.groups()))
    except ValueError:  # no day of the calendar
        return None
