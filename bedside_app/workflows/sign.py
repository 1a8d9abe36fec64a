"""Sign the summary that was on screen: what is signed is that document and no other, with every decision about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

from bedside_app.domain.case import Person
from bedside_app.domain.moment import Moment
from bedside_app.domain.summary import IdentityState, Signature, SignedDecision, Summary, Verdict
from bedside_app.foundation.errors import Fault, Refusal

__all__ = ["AlreadySigned", "PatientUnclear", "SignerUnclear", "sign"]


class SignerUnclear(Refusal):
    """A signature needs a name and a role."""

    code: ClassVar[str] = "workflows.signer-unclear"


class AlreadySigned(Refusal):
    """A signed summary stays as it was signed."""

    code: ClassVar[str] = "workflows.already-signed"


class PatientUnclear(Refusal):
    """The files do not agree on who the patient is."""

    code: ClassVar[str] = "workflows.patient-unclear"


def sign(
    summary: Summary, person: Person, *, at: Moment, revision: int, decisions: Sequence[SignedDecision]
) -> Summary:
    """Return the summary as signed by `person`: the same in every word, and no longer a draft.

    Parameters
    ----------
    summary
        What was on screen, a draft.
    at
        The workstation's clock, to the minute at least.
    decisions
        The answer to every item of the review.

    Raises
    ------
    SignerUnclear, AlreadySigned, PatientUnclear
        It stays a draft.
    Fault
        No item was answered, or a change gives no reason.
    """
    by, role = " ".join(person.name.split()), " ".join(person.role.split())
    if not by or not role:
        raise SignerUnclear
    if summary.signed is not None:
        raise AlreadySigned
    if summary.identity.state is IdentityState.CONFLICT:
        raise PatientUnclear
    if at.precision not in ("minute", "second"):
        raise Fault("a signature without a time of day")
    if not decisions or any(one.verdict is not Verdict.AGREED and not one.reason.strip() for one in decisions):
        raise Fault("a signature over what nobody answered")
    signature = Signature(by=by, role=role, at=at.text, revision=revision, decisions=tuple(decisions))
    return replace(summary, signed=signature)
