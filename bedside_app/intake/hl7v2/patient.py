"""Who an HL7 v2 message is about: its PID as an identity."""

from __future__ import annotations

from typing import ClassVar, Final

from bedside_app.domain.moment import Moment
from bedside_app.domain.record import Identifier, Identity
from bedside_app.foundation.errors import Refusal
from bedside_app.intake.hl7v2.segments import MAX_REPETITIONS, Encoding, Segment, UnreadableEscape
from bedside_app.intake.hl7v2.values import NotAMoment, moment

__all__ = ["NoPatient", "TwoPatients", "UnreadableIdentity", "identity_of"]

_SEX: Final = {"F": "female", "M": "male", "O": "other", "A": "other", "N": "other"}  # HL7 table 0001; U is not said
_UNIVERSAL: Final = {"ISO": "urn:oid:", "UUID": "urn:uuid:", "GUID": "urn:uuid:", "URI": "", "URL": ""}
_LEGAL_FIRST: Final = ("L", "D", "", "U")  # HL7 table 0200: legal, display, not said


class NoPatient(Refusal):
    """The message does not say whose results it brings."""

    code: ClassVar[str] = "intake.hl7v2.no-patient"


class TwoPatients(Refusal):
    """The messages of one file name different patients, or it can't be confirmed that they name one."""

    code: ClassVar[str] = "intake.hl7v2.two-patients"


class UnreadableIdentity(Refusal):
    """A field of PID cannot be read, so whose results these are cannot be told."""

    code: ClassVar[str] = "intake.hl7v2.unreadable-identity"


def identity_of(segment: Segment, source: str) -> Identity:
    """Return the identity that a PID segment gives.

    Raises
    ------
    UnreadableIdentity
        One of PID-3, PID-5, PID-7 cannot be read.
    NoPatient
        It gives neither an identifier nor a name.
    """
    try:
        family, given = _name(segment)
        identity = Identity(
            identifiers=_identifiers(segment),
            family=family,
            given=given,
            birth_date=_birth_date(segment),
            sex=_SEX.get(segment.component(8).upper(), ""),
            source=source,
        )
    except (UnreadableEscape, NotAMoment) as error:
        raise UnreadableIdentity(field=_field_at_fault(error)) from error
    if not identity.identifiers and not family:
        raise NoPatient()
    return identity


def _field_at_fault(error: Refusal) -> str:
    return "PID-7" if isinstance(error, NotAMoment) else "PID-3, PID-5"


def _identifiers(segment: Segment) -> tuple[Identifier, ...]:
    repetitions = segment.repetitions(3)
    if len(repetitions) > MAX_REPETITIONS:
        raise UnreadableIdentity(field="PID-3")
    found = []
    for repetition in repetitions:
        parts = [*segment.encoding.components(repetition), "", "", "", ""]
        value = segment.encoding.text(parts[0])
        if value:
            found.append(Identifier(_issuer(parts[3], segment.encoding), value))
    return tuple(dict.fromkeys(found))


def _issuer(raw: str, encoding: Encoding) -> str:
    """Return an HD as FHIR writes a namespace: by its universal id, else by its local name."""
    namespace, universal, kind = [*(encoding.text(part) for part in raw.split(encoding.subcomponent, 3)), "", "", ""][
        :3
    ]
    if universal and kind.upper() in _UNIVERSAL:
        return f"{_UNIVERSAL[kind.upper()]}{universal}"
    return namespace or universal


def _name(segment: Segment) -> tuple[str, str]:
    """Return family and given names of the legal name, else of the first."""
    encoding = segment.encoding
    names = [[*encoding.components(raw), *[""] * 7] for raw in segment.repetitions(5)[:MAX_REPETITIONS]]
    kinds = {kind: rank for rank, kind in enumerate(_LEGAL_FIRST)}
    best = min(names, key=lambda parts: kinds.get(encoding.text(parts[6]), len(kinds)))
    family = encoding.text(best[0].split(encoding.subcomponent, 1)[0])
    given = " ".join(name for name in (encoding.text(best[1]), encoding.text(best[2])) if name)
    return family, given


def _birth_date(segment: Segment) -> Moment | None:
    """Return the day of birth: a time of day that a system padded says nothing about a person."""
    born = moment(segment.repetitions(7)[0], segment.encoding)
    return None if born is None else Moment(born.text[:10])
