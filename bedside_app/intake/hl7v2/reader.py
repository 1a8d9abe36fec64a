"""The reader of HL7 v2 files: each message of one patient becomes facts, refusals, and a list of what was set aside.

A corrected or withdrawn result takes back the earlier one of the same order; the earlier stays, as withdrawn, in the
history. Segments and values follow HL7 v2.5.1, chapters 2, 3 and 7; older and newer versions use the same fields.
"""

from __future__ import annotations

from typing import Final

from bedside_app.dictionary.entries import FactDictionary
from bedside_app.foundation.errors import Refusal
from bedside_app.intake.corrections import settled
from bedside_app.intake.hl7v2.draft import READER, Draft
from bedside_app.intake.hl7v2.message import read_message
from bedside_app.intake.hl7v2.patient import NoPatient, TwoPatients, identity_of
from bedside_app.intake.hl7v2.segments import Message, messages, opens_message
from bedside_app.intake.identity import judge
from bedside_app.intake.reading import ReadFile
from bedside_app.intake.source import Source

__all__ = ["READER", "can_read", "read"]

_MAX_PATIENTS: Final = 20  # beyond it a file is a worklist, not a patient


def can_read(head: bytes) -> bool:
    """Say whether `head`, the beginning of a file, opens an HL7 v2 message, a batch of them, or an MLLP frame."""
    return opens_message(head)


def read(source: Source, dictionary: FactDictionary) -> ReadFile:
    """Read all messages of one file.

    Where its messages do not all name one patient, there are no facts, and two sides stand in the answer.

    Raises
    ------
    NotHl7, TooLarge
        The file as a whole is refused.
    """
    draft = Draft(source, dictionary)
    found: list[Message] = []
    for item in messages(source.data):
        if isinstance(item, Message):
            found.append(item)
        else:
            draft.refuse(item[1], item[0])
    kind = f"HL7 v{found[0].version} {found[0].kind}"[:40] if found else "HL7 v2"
    named = [message for message in found if _note_patient(message, draft)]
    identities = tuple(dict.fromkeys(draft.identities))
    verdict = judge(identities[: _MAX_PATIENTS + 1])
    if identities and (verdict.identity is None or verdict.kept_out or len(identities) > _MAX_PATIENTS):
        draft.refuse(TwoPatients(messages=len(found)), "")
        sides = (verdict.sides or identities)[:2]
        return ReadFile(kind=kind, reader=READER, identities=sides, refused=tuple(draft.refused))
    for message in named:
        read_message(message, draft)
    return ReadFile(
        kind=kind,
        reader=READER,
        identities=() if verdict.identity is None else (verdict.identity,),
        facts=settled(draft.facts),
        refused=tuple(draft.refused),
        not_understood=tuple(draft.not_understood),
    )


def _note_patient(message: Message, draft: Draft) -> bool:
    """Note each PID of a message; say whether the message may be read on: it names somebody, legibly."""
    found = [segment for segment in message.segments if segment.name == "PID"]
    try:
        if not found:
            raise NoPatient()
        draft.identities += [identity_of(segment, draft.source.digest) for segment in found]
    except Refusal as refusal:
        draft.refuse(refusal, found[0].place if found else message.header.place)
        return False
    return True
