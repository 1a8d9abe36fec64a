"""One DICOM file as what it says: the patient, and its image in a series of one."""

from __future__ import annotations

from typing import Final

from bedside_app.dictionary.entries import FactDictionary
from bedside_app.domain.record import Identity, NotUnderstood
from bedside_app.foundation.dicom import DicomFile, is_dicom, scan
from bedside_app.foundation.dicom.layout import NoPixels
from bedside_app.intake.dicom.identity import identity_of
from bedside_app.intake.dicom.image import series_of
from bedside_app.intake.reading import ReadFile, refused_at
from bedside_app.intake.source import Source

__all__ = ["READER", "can_read", "read"]

READER: Final = "dicom/1"

_DIRECTORY: Final = "1.2.840.10008.1.3.10"


def can_read(head: bytes) -> bool:
    """Whether a file that begins so is DICOM."""
    return is_dicom(head)


def read(source: Source, dictionary: FactDictionary) -> ReadFile:  # noqa: ARG001 - as every reader is called
    """Return what the header of one file says. The directory of a disc is a hint only, so nothing is taken from it.

    Raises
    ------
    Refusal
        The header is damaged or beyond the bounds; see `foundation.dicom`.
    """
    file = scan(source.data)
    if file.text(0x00020002) == _DIRECTORY:
        told = NotUnderstood(source=source.digest, place=source.name, what=source.name, why="imaging.directory")
        return ReadFile(kind="DICOMDIR", reader=READER, not_understood=(told,))
    identity = identity_of(file, source.digest)
    identities = () if identity == Identity(source=source.digest) else (identity,)
    if file.pixels is None:
        refused = (refused_at(NoPixels(), source),)
        return ReadFile(kind=_kind(file), reader=READER, identities=identities, refused=refused)
    return ReadFile(kind=_kind(file), reader=READER, identities=identities, images=(series_of(file, source),))


def _kind(file: DicomFile) -> str:
    modality = file.text(0x00080060)
    return f"DICOM {modality}" if modality.isalnum() and len(modality) <= 16 else "DICOM"
