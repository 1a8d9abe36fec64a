"""One message as facts: each OBX under its order, with the order's times, specimen and number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import ClassVar, Final

from bedside_app.dictionary.entries import Entry
from bedside_app.domain.fact import PATIENT, UNREADABLE, About, Fact, Origin, OriginKind, Status, Subject
from bedside_app.domain.moment import Moment
from bedside_app.foundation.errors import Refusal
from bedside_app.intake.corrections import ORDER, SUB_ID
from bedside_app.intake.hl7v2.draft import READER, Draft
from bedside_app.intake.hl7v2.observation import Aside, Said, code_of, entry_of, flags_of, range_was_lost, said_of
from bedside_app.intake.hl7v2.segments import Message, Segment
from bedside_app.intake.hl7v2.values import Standing, coded, moment, standing, zone_of
from bedside_app.intake.specimens import kind_of_specimen

__all__ = ["UnknownStatus", "read_message"]

_UNNAMED: Final = About(subject=Subject.PRIMARY)
_RESULTS: Final = ("ORU^R01", "ORU")
_STRUCTURE: Final = frozenset(
    {"MSH", "PID", "SFT", "UAC", "EVN", "PD1", "PV1", "PV2", "ORC", "TQ1", "TQ2", "OBR", "SPM"}
)
_SHOWN: Final = {"NTE": 3, "OBX": 3, "AL1": 3, "IAM": 3, "DG1": 3, "PR1": 3, "RXA": 5, "RXE": 2, "RXO": 1, "TXA": 2}


class UnknownStatus(Refusal):
    """Neither OBX-11 nor OBR-25 says how settled a result is: it can't be told whether the value holds."""

    code: ClassVar[str] = "intake.hl7v2.unknown-status"


@dataclass(frozen=True, slots=True)
class _Order:
    """One OBR with its results; `specimens` are the SPM segments that follow them."""

    request: Segment | None
    observations: list[Segment] = field(default_factory=list)
    specimens: list[Segment] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Shared:
    """What the results of one order share."""

    zone: str
    order: str = ""
    effective: Moment | None = None
    issued: Moment | None = None
    status: str = ""
    about: About = _UNNAMED


def read_message(message: Message, draft: Draft) -> None:
    """Read the results of one message; every other segment, and every other message, is listed."""
    header = message.header
    if header.field(11)[:1] in ("T", "D"):
        draft.set_aside(header.place, f"MSH-11 {header.field(11)}", "training")
    for line in message.stray:
        draft.set_aside(header.place, line, "stray-text")
    is_result = message.kind in _RESULTS
    if not is_result:
        draft.set_aside(header.place, message.kind, "other-message")
    for segment in message.segments:
        if segment.name not in _STRUCTURE and not (is_result and segment.name == "OBX"):
            draft.set_aside(segment.place, _shown(segment), "note" if segment.name == "NTE" else "segment")
    for order in _orders(message) if is_result else ():
        try:
            shared = _shared(order, message)
        except Refusal as refusal:
            draft.refuse(refusal, order.request.place if order.request is not None else header.place)
            continue
        for segment in order.observations:
            try:
                _read_observation(segment, shared, draft)
            except Refusal as refusal:
                draft.refuse(refusal, segment.place)


def _shown(segment: Segment) -> str:
    """Return what a person would look for in a segment that is set aside, escapes left as they stand."""
    parts = segment.encoding.components(segment.repetitions(_SHOWN.get(segment.name, 1))[0])
    return next((part for part in (*parts[1:2], *parts) if part), segment.name)


def _orders(message: Message) -> list[_Order]:
    orders = [_Order(None)]
    for segment in message.segments:
        if segment.name in ("PID", "OBR"):
            orders.append(_Order(segment if segment.name == "OBR" else None))
        elif segment.name == "OBX":
            orders[-1].observations.append(segment)
        elif segment.name == "SPM":
            orders[-1].specimens.append(segment)
    return [order for order in orders if order.observations]


def _shared(order: _Order, message: Message) -> _Shared:
    """Return what OBR and SPM give to the results: numbers, times, status, specimen.

    Raises
    ------
    NotAMoment, UnreadableEscape
    """
    header, request = message.header, order.request
    zone = zone_of(header.field(7), header.encoding) if message.version >= "2.3" else ""
    sent = moment(header.field(7), header.encoding)
    if request is None:
        return _Shared(zone, issued=sent)
    reported = moment(request.field(22), request.encoding, zone)
    observed = moment(request.field(7), request.encoding, zone)
    number = request.component(3) or request.component(2)
    return _Shared(
        zone=zone,
        order=number,
        effective=observed if observed is not None else reported,
        issued=reported if reported is not None else sent,
        status=request.component(25),
        about=_specimen(order, number),
    )


def _specimen(order: _Order, number: str) -> About:
    """Return the one specimen of an order as what facts of a tumour are about; without one, a tumour of no name."""
    if len(order.specimens) == 1:
        segment = order.specimens[0]
        told = [coded(segment.repetitions(index)[0], segment.encoding) for index in (4, 7)]
        own = (segment.component(2) or segment.component(2, 2)).replace(segment.encoding.subcomponent, "/")
    elif not order.specimens and order.request is not None and order.request.field(15):
        source = order.request.encoding.components(order.request.field(15))[0]
        plain = source.replace(order.request.encoding.subcomponent, order.request.encoding.component)
        told, own = [coded(plain, order.request.encoding)], ""
    else:
        return _UNNAMED
    kind = kind_of_specimen(
        (coding for one in told for coding in one.codings), (word for one in told for word in one.words)
    )
    return About(subject=Subject.SPECIMEN, key=f"{kind}:{own or number}")


# -- one observation ---------------------------------------------------------------------------------------------------


def _read_observation(segment: Segment, shared: _Shared, draft: Draft) -> None:
    """Read one OBX into facts, or say why it is set aside.

    Raises
    ------
    Refusal
        It is a fact that Bedside knows, and cannot be read without guessing.
    """
    code = code_of(segment)
    label = code.label[:80] or segment.component(3)[:80]
    entry = entry_of(code, draft.dictionary)
    if entry is None:
        draft.set_aside(
            segment.place, f"{label}: {_value_shown(segment)}", "unknown-code" if code.is_coded else "unknown-name"
        )
        return
    stands = standing(segment.component(11).upper(), shared.status.upper())
    if stands is None:
        raise UnknownStatus(label=label, status=segment.component(11)[:20])
    if stands.status is None:
        draft.set_aside(segment.place, label, stands.why)
        return
    own_time = moment(segment.field(14), segment.encoding, shared.zone)
    shared = shared if own_time is None else replace(shared, effective=own_time)
    try:
        found = _said(segment, entry, label, stands)
    except Refusal:
        draft.facts.append(_fact(segment, entry, _unreadable(segment), stands, shared, draft))
        raise
    if [one.why for one in found if isinstance(one, Aside)] == ["answer-not-understood"] and len(found) == 1:
        draft.facts.append(_fact(segment, entry, _unreadable(segment), stands, shared, draft))
    for said in found:
        if isinstance(said, Aside):
            at = f"{segment.place}-{said.place}" if said.place else segment.place
            draft.set_aside(at, f"{label}: {_value_shown(segment)}", said.why)
            continue
        if range_was_lost(segment, said):
            draft.set_aside(f"{segment.place}-7", f"{label}: {segment.field(7)}", "range-not-understood")
        draft.facts.append(_fact(segment, entry, said, stands, shared, draft))


def _said(segment: Segment, entry: Entry, label: str, stands: Standing) -> Sequence[Said | Aside]:
    """Return the values: none for a result that cannot be obtained, and for a withdrawn one that cannot be read."""
    if stands.absent:
        return [Said(None)]
    if stands.status is not Status.WITHDRAWN:
        return said_of(segment, entry, label)
    try:
        said = said_of(segment, entry, label)
    except Refusal:
        said = []
    return [one for one in said if isinstance(one, Said)] or [Said(None, raw=_value_shown(segment))]


def _unreadable(segment: Segment) -> Said:
    """Return a value that is there and cannot be read safely: an older one must not stand in for it."""
    return Said(None, raw=_value_shown(segment), absent_reason=UNREADABLE)


def _value_shown(segment: Segment) -> str:
    return " ".join(part for part in (segment.field(5)[:80], segment.repetitions(6)[0][:30]) if part)


def _fact(segment: Segment, entry: Entry, said: Said, stands: Standing, shared: _Shared, draft: Draft) -> Fact:
    numbers = {ORDER: shared.order, **({SUB_ID: sub_id} if (sub_id := segment.component(4)) else {})}
    return Fact(
        id=entry.fact_id,
        value=said.value,
        unit=entry.unit,
        about=PATIENT if entry.about == "patient" else shared.about,
        origin=Origin(kind=OriginKind.FILE, name=draft.source.digest, version=READER, place=segment.place),
        raw=said.raw[:200],
        comparator=said.comparator,
        absent_reason=stands.absent or said.absent_reason,
        reference_low=said.reference[0],
        reference_high=said.reference[1],
        status=stands.status or Status.FINAL,
        presence=said.presence,
        effective=shared.effective,
        issued=shared.issued,
        detail={**numbers, **flags_of(segment), **said.detail},
    )
