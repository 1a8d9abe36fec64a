"""Observations and diagnostic reports: one fact for each value that the dictionary knows, dated, with its status."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import ClassVar, Final

from bedside_app.dictionary.entries import Entry
from bedside_app.domain.fact import UNREADABLE, About, Presence, Status, Subject
from bedside_app.foundation.errors import Refusal
from bedside_app.intake.fhir.answers import (
    absent_reason,
    answer_of,
    is_empty,
    range_of,
    remarks,
    shown,
    suffix_of,
    yes_or_no,
)
from bedside_app.intake.fhir.bundle import Located, tail_of
from bedside_app.intake.fhir.draft import Circumstances, Draft, Said, SidesDisagree, refuse_modifiers
from bedside_app.intake.fhir.values import (
    NOTHING,
    Concept,
    Element,
    MalformedFhir,
    child,
    children,
    concept,
    first_moment,
    moment,
    string,
)
from bedside_app.intake.fhir.variants import is_variant, read_variant

__all__ = ["AmbiguousCode", "UnknownStatus", "note_reports", "read_observation", "read_report"]

_STATUS: Final = {
    "registered": Status.PRELIMINARY,
    "preliminary": Status.PRELIMINARY,
    "unknown": Status.PRELIMINARY,
    "partial": Status.PRELIMINARY,
    "final": Status.FINAL,
    "amended": Status.CORRECTED,
    "corrected": Status.CORRECTED,
    "appended": Status.CORRECTED,
    "cancelled": Status.WITHDRAWN,
    "entered-in-error": Status.WITHDRAWN,
}
_MEDICATION_ASSESSED: Final = ("loinc", "51963-7")
_SOMEBODY_ELSE: Final = ("RelatedPerson", "Group", "Practitioner", "Device", "Location", "Patient")


class UnknownStatus(Refusal):
    """A status is missing, or none that FHIR knows: it cannot be told whether the value still holds."""

    code: ClassVar[str] = "intake.fhir-unknown-status"


class AmbiguousCode(Refusal):
    """The codes of one statement mean different facts."""

    code: ClassVar[str] = "intake.fhir-ambiguous-code"


def note_reports(reports: list[Located], draft: Draft) -> None:
    """Note for each result which report holds it: a report adds what its results leave out, or takes them back.

    What is malformed here is refused where the report itself is read.
    """
    for report in reports:
        with suppress(Refusal):
            for result in children(report.resource, "result"):
                found = draft.resources.resolve(string(result, "reference"), report)
                if found is not None:
                    draft.reports.setdefault(found.key, report)


def read_report(report: Located, draft: Draft) -> None:
    """Say what of a report is read by no one: conclusions, attachments, results that are not in the file."""
    refuse_modifiers(report.resource)
    label = concept(child(report.resource, "code")).label
    _status(report.resource, label)
    if string(report.resource, "conclusion") or children(report.resource, "conclusionCode"):
        draft.set_aside(report.at("conclusion"), label, "fhir-narrative")
    if children(report.resource, "presentedForm"):
        draft.set_aside(report.at("presentedForm"), label, "fhir-attachment")
    _note_missing(report, "result", label, draft)


def read_observation(located: Located, draft: Draft) -> None:
    """Read one Observation with its components.

    Raises
    ------
    Refusal
        The whole resource cannot be used; a component that cannot is kept as refused by itself.
    """
    resource = located.resource
    refuse_modifiers(resource)
    code = concept(child(resource, "code"))
    report = draft.reports.get(located.key)
    status = _status(resource, code.label)
    if report is not None and _status(report.resource, code.label) is Status.WITHDRAWN:
        status = Status.WITHDRAWN
    if any(tail_of(string(focus, "reference")).startswith(_SOMEBODY_ELSE) for focus in children(resource, "focus")):
        draft.set_aside(located.at("focus"), code.label, "fhir-somebody-else")
        return
    shared = _circumstances(resource, report, status)
    if is_variant(resource, code):
        read_variant(located, code, replace(shared, about=_about(located, report, draft)), draft)
        return
    entry = _entry_of(code, draft)
    if entry is not None and entry.about == "primary":
        shared = replace(shared, about=_about(located, report, draft))
    _read_value(resource, code, entry, shared, located.place, draft)
    _read_components(located, entry, shared, report, draft)
    _note_missing(located, "hasMember", code.label, draft)


def _read_components(
    located: Located, entry: Entry | None, shared: Circumstances, report: Located | None, draft: Draft
) -> None:
    for index, component in enumerate(children(located.resource, "component")):
        place = located.at(f"component[{index}]")
        with draft.attempt(place):
            refuse_modifiers(component)
            code = concept(child(component, "code"))
            if _MEDICATION_ASSESSED in code.codings:
                continue
            own = entry if not code.coded and not code.text else _entry_of(code, draft)
            if own is not None and own.about == "primary":
                shared = replace(shared, about=_about(located, report, draft))
            _read_value(component, code, own, shared, place, draft)


def _status(resource: Element, label: str) -> Status:
    text = string(resource, "status")
    status = _STATUS.get(text)
    if status is None:
        raise UnknownStatus(label=label, status=text[:40])
    return status


def _circumstances(resource: Element, report: Located | None, status: Status) -> Circumstances:
    around = report.resource if report is not None else NOTHING
    effective = first_moment(resource, "effective")
    return Circumstances(
        status=status,
        effective=effective if effective is not None else first_moment(around, "effective"),
        issued=moment(resource, "issued") or moment(around, "issued"),
    )


def _about(located: Located, report: Located | None, draft: Draft) -> About:
    """Return the tumour that an observation is about, or the specimen of it that was looked at.

    Raises
    ------
    SidesDisagree
        The observation's body site is on another side than the tumour.
    """
    resource = located.resource
    tumour = draft.tumour(located, "focus")
    side = draft.side(child(resource, "bodySite"))
    if side is not None and tumour.side is not None and side is not tumour.side:
        raise SidesDisagree(sides=f"{side}, {tumour.side}")
    reference = string(child(resource, "specimen"), "reference")
    specimen = draft.resources.resolve(reference, located) if reference else None
    if not reference and report is not None:
        of_report = children(report.resource, "specimen")
        reference = string(of_report[0], "reference") if len(of_report) == 1 else ""
        specimen = draft.resources.resolve(reference, report) if reference else None
    if specimen is not None and specimen.kind == "Specimen":
        return draft.specimen(specimen, tumour)
    if reference:
        key = f"specimen:{tail_of(reference)}"
        return About(subject=Subject.SPECIMEN, key=key, primary=tumour.primary_key, side=tumour.side)
    return tumour


def _entry_of(code: Concept, draft: Draft) -> Entry | None:
    """Return the fact that codes mean; a text names one only where no code stands."""
    found = {
        entry.id: entry for system, own in code.codings if (entry := draft.dictionary.by_code(system, own)) is not None
    }
    if len(found) > 1:
        raise AmbiguousCode(label=code.label, facts=", ".join(sorted(found)))
    if found:
        return next(iter(found.values()))
    return draft.dictionary.by_name(code.text) if code.text and not code.coded else None


def _note_missing(located: Located, name: str, label: str, draft: Draft) -> None:
    for index, member in enumerate(children(located.resource, name)):
        reference = string(member, "reference")
        if reference and draft.resources.resolve(reference, located) is None:
            draft.set_aside(located.at(f"{name}[{index}]"), label, "fhir-member-missing")


# -- values ------------------------------------------------------------------------------------------------------------


def _read_value(
    element: Element, code: Concept, entry: Entry | None, shared: Circumstances, place: str, draft: Draft
) -> None:
    """Read the value of an observation or component, or say why it is set aside.

    A value that is there and cannot be read safely is kept as unknown: an older one must not stand in for it.
    """
    suffix = suffix_of(element)
    at = f"{place}.value{suffix}" if place else f"value{suffix}"
    if entry is None:
        if not _read_finding(element, code, suffix, shared, at, draft):
            _note_unknown(element, code, suffix, place, draft)
        return
    if suffix and element.get("dataAbsentReason"):
        raise MalformedFhir(element="dataAbsentReason")
    if not suffix or is_empty(element, suffix):
        reason = absent_reason(element, suffix)
        if reason:
            draft.add(entry, Said(None, absent_reason=reason), shared, place)
        elif shared.status is not Status.WITHDRAWN and not _has_parts(element):
            draft.set_aside(place, code.label, "fhir-no-value")
        return
    try:
        said = answer_of(element, suffix, entry, code.label)
    except Refusal:
        draft.add(entry, Said(None, raw=shown(element, suffix), absent_reason=UNREADABLE), shared, at)
        raise
    if said is None:
        draft.set_aside(at, f"{code.label}: {shown(element, suffix)}", "fhir-answer-not-understood")
        draft.add(entry, Said(None, raw=shown(element, suffix), absent_reason=UNREADABLE), shared, at)
        return
    said = replace(
        said, detail={**remarks(element), **said.detail}, reference=_range(element, entry, code, place, draft)
    )
    draft.add(entry, said, shared, at)


def _range(
    element: Element, entry: Entry, code: Concept, place: str, draft: Draft
) -> tuple[float | None, float | None]:
    try:
        return range_of(element, entry, code.label)
    except Refusal:
        draft.set_aside(
            f"{place}.referenceRange" if place else "referenceRange", code.label, "fhir-range-not-understood"
        )
        return (None, None)


def _note_unknown(element: Element, code: Concept, suffix: str, place: str, draft: Draft) -> None:
    if suffix or not _has_parts(element):
        why = "fhir-unknown-code" if code.coded else "fhir-unknown-name"
        what = f"{code.label}: {shown(element, suffix)}" if suffix else code.label
        draft.set_aside(place, what, why)


def _read_finding(
    element: Element, code: Concept, suffix: str, shared: Circumstances, place: str, draft: Draft
) -> bool:
    """Read an observation whose code is a comorbidity and whose value is yes or no (`Ascites: absent`)."""
    comorbidities = draft.entry("comorbidities")
    item = comorbidities.item(code.codings, "" if code.coded else code.text) if comorbidities is not None else None
    there = yes_or_no(element, suffix) if suffix else None
    if comorbidities is None or item is None or there is None:
        return False
    presence = Presence.PRESENT if there else Presence.ABSENT
    draft.add(comorbidities, Said(item.value, raw=shown(element, suffix), presence=presence), shared, place)
    return True


def _has_parts(element: Element) -> bool:
    return bool(element.get("component") or element.get("hasMember"))
