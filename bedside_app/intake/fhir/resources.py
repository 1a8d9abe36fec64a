"""Conditions, procedures, medicines and allergies: tumours with what is said of them, and items of the collections."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import ClassVar, Final

from bedside_app.dictionary.entries import Entry
from bedside_app.domain.fact import About, Presence, Scalar, Status, Subject
from bedside_app.foundation.errors import Refusal
from bedside_app.intake.fhir.bundle import Located, profiles_of
from bedside_app.intake.fhir.draft import UNNAMED, Circumstances, Draft, Said, refuse_modifiers
from bedside_app.intake.fhir.values import (
    NOTHING,
    Concept,
    Element,
    boolean,
    child,
    children,
    code_of,
    coded_moment,
    concept,
    concepts,
    extensions,
    first_moment,
    moment,
    string,
    written_number,
)
from bedside_app.intake.quantity import number_of

__all__ = [
    "BehavioursDisagree",
    "is_not_taken",
    "is_secondary",
    "read_allergy",
    "read_condition",
    "read_medicine",
    "read_procedure",
    "substances_of",
]

_VERIFICATION: Final = {
    "": Status.FINAL,
    "confirmed": Status.FINAL,
    "unconfirmed": Status.PRELIMINARY,
    "provisional": Status.PRELIMINARY,
    "entered-in-error": Status.WITHDRAWN,
}
_REFUTED: Final = "refuted"
_OVER: Final = frozenset({"inactive", "remission", "resolved"})
_MALIGNANT: Final = re.compile(r"C(?!7[789])\d\d.*")  # ICD-10 C00 to C97 without the secondary C77 to C79
_SECONDARY: Final = re.compile(r"C7[789].*")
_MORPHOLOGY: Final = re.compile(r"\d{4}/(?P<behaviour>\d)")
_PRIMARY_PROFILES: Final = frozenset({"mcode-primary-cancer-condition"})
_SECONDARY_PROFILES: Final = frozenset({"mcode-secondary-cancer-condition"})


class BehavioursDisagree(Refusal):
    """The diagnosis and the morphology of one tumour say that it behaves differently."""

    code: ClassVar[str] = "intake.fhir-behaviours-disagree"


# -- conditions --------------------------------------------------------------------------------------------------------


def read_condition(located: Located, draft: Draft) -> None:
    """Read one Condition: a primary tumour, a metastasis, or something else that the dictionary knows."""
    resource = located.resource
    refuse_modifiers(resource)
    code = concept(child(resource, "code"))
    verification = code_of(resource, "verificationStatus")
    status = _VERIFICATION.get(verification)
    if status is None and verification != _REFUTED:
        draft.set_aside(located.place, code.label, "fhir-not-established")
        return
    shared = Circumstances(
        status=status or Status.FINAL,
        effective=first_moment(resource, "onset") or coded_moment(resource, "condition-assertedDate"),
        recorded=moment(resource, "recordedDate"),
    )
    presence = Presence.ABSENT if verification == _REFUTED else Presence.PRESENT
    if is_secondary(located, draft):
        _read_metastasis(located, code, shared, presence, draft)
    elif _is_primary(code, profiles_of(resource), draft):
        _read_primary(located, code, shared, presence, draft)
    elif not _read_state(located, code, shared, presence, draft):
        draft.set_aside(located.place, code.label, "fhir-unknown-condition")


def is_secondary(located: Located, draft: Draft) -> bool:
    """Whether a condition is a metastasis: by profile, by an ICD-10 code, or by an item of the dictionary."""
    code, profiles = concept(child(located.resource, "code")), profiles_of(located.resource)
    entry = draft.entry("metastases")
    return (
        not _SECONDARY_PROFILES.isdisjoint(profiles)
        or _has_icd10(code, _SECONDARY)
        or (entry is not None and entry.item(code.codings, code.name) is not None)
    )


def _is_primary(code: Concept, profiles: list[str], draft: Draft) -> bool:
    """Whether a condition is a primary tumour: by profile, by a site of the dictionary, or by a malignant code."""
    entry = draft.entry("primary_site")
    site = entry.answer(code.codings, code.name) if entry is not None else None
    return not _PRIMARY_PROFILES.isdisjoint(profiles) or site is not None or _has_icd10(code, _MALIGNANT)


def _has_icd10(code: Concept, form: re.Pattern[str]) -> bool:
    return any(system == "icd10" and form.fullmatch(own) for system, own in code.codings)


def _read_metastasis(located: Located, code: Concept, shared: Circumstances, presence: Presence, draft: Draft) -> None:
    primary = _related_primary(located, draft)
    if presence is Presence.PRESENT and shared.status is not Status.WITHDRAWN:
        draft.lesions[located.key] = About(subject=Subject.LESION, key=located.key, primary=primary.key)
    entry = draft.entry("metastases")
    item = entry.item(code.codings, code.name) if entry is not None else None
    if entry is None or item is None:
        draft.set_aside(located.place, code.label, "fhir-unknown-condition")
        return
    said = Said(item.value, raw=code.label, presence=presence, detail=_clinical(located.resource))
    draft.add(entry, said, replace(shared, about=primary), located.at("code"))


def _related_primary(located: Located, draft: Draft) -> About:
    """Return the primary that a metastasis says it comes from, else the only one of the file."""
    related = [child(item, "valueReference") for item in extensions(located.resource, "condition-related")]
    references = [reference for item in related if (reference := string(item, "reference"))]
    if len(references) == 1:
        target = draft.resources.resolve(references[0], located)
        if target is not None and target.kind == "Condition":
            return draft.primaries.get(target.key) or About(subject=Subject.PRIMARY, key=target.key)
    return next(iter(draft.primaries.values())) if len(draft.primaries) == 1 else UNNAMED


def _read_primary(located: Located, code: Concept, shared: Circumstances, presence: Presence, draft: Draft) -> None:
    """Read a primary tumour. One that is refuted is named and leaves no fact; one in error leaves withdrawn facts."""
    resource = located.resource
    if presence is Presence.ABSENT:
        draft.set_aside(located.place, code.label, "fhir-refuted")
        return
    bodies = children(resource, "bodySite")
    side = draft.side(child(resource, "code"), *bodies, {"extension": resource.get("extension")})
    about = About(subject=Subject.PRIMARY, key=located.key, side=side)
    shared = replace(shared, about=about)
    if shared.status is not Status.WITHDRAWN:
        draft.primaries[located.key] = about
    for fact_id, said, place in _about_primary(located, code, draft):
        entry = draft.entry(fact_id)
        if entry is not None:
            draft.add(entry, said, shared, located.at(place))
    if side is not None and (entry := draft.entry("laterality")) is not None:
        draft.add(entry, Said(side.value, raw=side.value), shared, located.at("bodySite" if bodies else "code"))
    with draft.attempt(located.at("extension")):
        _read_behaviour(located, code, shared, draft)
    with draft.attempt(located.at("stage")):
        _read_stages(located, shared, draft)


def _about_primary(located: Located, code: Concept, draft: Draft) -> Iterator[tuple[str, Said, str]]:
    resource = located.resource
    sites = [code, *concepts(resource, "bodySite")]
    site = draft.entry("primary_site")
    answers = [(one, answer) for one in sites if site is not None and (answer := one.answer_of(site)) is not None]
    if answers:
        yield "primary_site", Said(answers[0][1], raw=code.label), "code"
    else:
        draft.set_aside(located.at("code"), code.label, "fhir-unknown-site")
    histology = draft.entry("histology")
    for morphology in _morphologies(resource):
        answer = morphology.answer_of(histology) if histology is not None else None
        if answer is None:
            draft.set_aside(located.at("extension"), morphology.label, "fhir-answer-not-understood")
        else:
            yield "histology", Said(answer, raw=morphology.label), "extension"
    asserted = coded_moment(resource, "condition-assertedDate")
    diagnosed = asserted or first_moment(resource, "onset")
    if diagnosed is not None:
        place = "extension" if asserted is not None else "onset"
        yield "diagnosis_date", Said(diagnosed.text, raw=diagnosed.text), place
    clinical, state = code_of(resource, "clinicalStatus"), draft.entry("tumour_clinical_status")
    if state is not None and (answer := state.answer((), clinical)) is not None:
        yield "tumour_clinical_status", Said(answer, raw=clinical), "clinicalStatus"


def _morphologies(resource: Element) -> list[Concept]:
    found = extensions(resource, "histology-morphology-behavior")
    return [concept(child(extension, "valueCodeableConcept")) for extension in found]


def _read_behaviour(located: Located, code: Concept, shared: Circumstances, draft: Draft) -> None:
    """Read how the tumour behaves from the diagnosis and from the last digit of its morphology; both must agree.

    Raises
    ------
    BehavioursDisagree
    """
    entry = draft.entry("tumour_behaviour")
    if entry is None:
        return
    told = {str(answer) for coding in code.codings if (answer := entry.answer([coding])) is not None}
    for morphology in _morphologies(located.resource):
        answer = entry.answer(morphology.codings)
        told |= {str(answer)} if answer is not None else set()
        for system, own in morphology.codings:
            match = _MORPHOLOGY.fullmatch(own) if system == "icdo3" else None
            answer = entry.answer((), match["behaviour"]) if match is not None else None
            told |= {str(answer)} if answer is not None else set()
    if len(told) > 1:
        raise BehavioursDisagree(label=code.label, behaviours=", ".join(sorted(told)))
    for answer in told:
        draft.add(entry, Said(answer, raw=code.label), shared, located.at("code"))


def _read_stages(located: Located, shared: Circumstances, draft: Draft) -> None:
    """Read a stage that no observation of the file explains; one that does is read there."""
    for index, stage in enumerate(children(located.resource, "stage")):
        assessments = [string(one, "reference") for one in children(stage, "assessment")]
        if any(reference and draft.resources.resolve(reference, located) for reference in assessments):
            continue
        place = located.at(f"stage[{index}]")
        kind, summary = concept(child(stage, "type")), concept(child(stage, "summary"))
        entries = {
            entry.id: entry
            for system, own in kind.codings
            if (entry := draft.dictionary.by_code(system, own)) is not None
        }
        entry = next(iter(entries.values())) if len(entries) == 1 else None
        answer = summary.answer_of(entry) if entry is not None else None
        if entry is None or answer is None:
            draft.set_aside(place, summary.label, "fhir-answer-not-understood")
        else:
            draft.add(entry, Said(answer, raw=summary.label), shared, place)


def _read_state(located: Located, code: Concept, shared: Circumstances, presence: Presence, draft: Draft) -> bool:
    """Read a condition as every item and every state of the patient that its code means; say whether there was one."""
    read = False
    for name in ("comorbidities", "family_history"):
        entry = draft.entry(name)
        item = entry.item(code.codings, code.name) if entry is not None else None
        if entry is not None and item is not None:
            said = Said(item.value, raw=code.label, presence=presence, detail=_clinical(located.resource))
            draft.add(entry, said, shared, located.at("code"))
            read = True
        elif entry is not None and presence is Presence.PRESENT and entry.says_none(code.codings, code.name):
            draft.add(entry, Said(None, raw=code.label, presence=Presence.ABSENT), shared, located.at("code"))
            read = True
    shared = replace(shared, effective=shared.recorded or shared.effective)  # the day on which it was said to be so
    for entry, value in _states(code, draft):
        if entry.kind == "event":
            _read_episode(located, entry, code, presence, draft)
        elif _still_holds(located, presence):
            draft.add(
                entry, Said(value, raw=code.label, detail=_clinical(located.resource)), shared, located.at("code")
            )
        else:
            draft.set_aside(located.at("clinicalStatus"), code.label, "fhir-no-longer")
        read = True
    return read


def _states(code: Concept, draft: Draft) -> Iterator[tuple[Entry, Scalar]]:
    """Yield the facts about the patient that are true with this condition (`pregnancy_status`: pregnant)."""
    found: dict[str, tuple[Entry, Scalar]] = {}
    for coding in code.codings:
        named = draft.dictionary.by_code(*coding)
        if named is not None and named.kind in ("boolean", "event") and named.about == "patient":
            found[named.id] = (named, True)
        for entry in draft.dictionary:
            if entry.kind == "coded" and entry.about == "patient":
                answer = entry.answer([coding])
                if answer is not None:
                    found[entry.id] = (entry, answer)
    yield from found.values()


def _read_episode(located: Located, entry: Entry, code: Concept, presence: Presence, draft: Draft) -> None:
    """Read a condition that comes and goes as one episode, on the day of its onset."""
    resource = located.resource
    onset, recorded = first_moment(resource, "onset"), moment(resource, "recordedDate")
    status = _VERIFICATION.get(code_of(resource, "verificationStatus"), Status.FINAL)
    shared = Circumstances(status=status, effective=onset or recorded, recorded=recorded)
    said = Said(presence is Presence.PRESENT, raw=code.label, presence=presence, detail=_clinical(resource))
    draft.add(entry, said, shared, located.at("code"))


def _still_holds(located: Located, presence: Presence) -> bool:
    over = (
        code_of(located.resource, "clinicalStatus") in _OVER or first_moment(located.resource, "abatement") is not None
    )
    return presence is Presence.PRESENT and not over


def _clinical(resource: Element) -> dict[str, Scalar]:
    """Return whether a condition or allergy is active, how sure it is, how bad, and since when it is over."""
    detail: dict[str, Scalar] = {}
    for name, element in (("clinical_status", "clinicalStatus"), ("verification", "verificationStatus")):
        told = code_of(resource, element)
        if told:
            detail[name] = told
    severity = concept(child(resource, "severity"))
    if severity:
        detail["severity"] = severity.label[:120]
    abated = first_moment(resource, "abatement")
    if abated is not None:
        detail["end"] = abated.text
    return detail


# -- procedures --------------------------------------------------------------------------------------------------------

_DONE: Final = {
    "completed": Status.FINAL,
    "in-progress": Status.PRELIMINARY,
    "not-done": Status.FINAL,
    "entered-in-error": Status.WITHDRAWN,
}


def read_procedure(located: Located, draft: Draft) -> None:
    """Read one Procedure as an item of `procedures`; one that is only planned, or was broken off, is set aside."""
    resource = located.resource
    refuse_modifiers(resource)
    code = concept(child(resource, "code"))
    status = _DONE.get(string(resource, "status"))
    if status is None:
        draft.set_aside(located.at("status"), code.label, "fhir-not-done-yet")
        return
    entry = draft.entry("procedures")
    item = entry.item(code.codings, code.name) if entry is not None else None
    if entry is None or item is None:
        draft.set_aside(located.at("code"), code.label, "fhir-unknown-procedure")
        return
    about = draft.tumour(located, "reasonReference")
    side = draft.side(child(resource, "code"), *children(resource, "bodySite"))
    shared = Circumstances(status=status, effective=first_moment(resource, "performed"), about=about)
    detail: dict[str, Scalar] = {"text": code.text[:200]} if code.text else {}
    if side is not None:
        detail["side"] = side.value
    for intent in extensions(resource, "procedure-intent"):
        detail["intent"] = concept(child(intent, "valueCodeableConcept")).label[:120]
    end = moment(child(resource, "performedPeriod"), "end")
    if end is not None:
        detail["end"] = end.text
    presence = Presence.ABSENT if string(resource, "status") == "not-done" else Presence.PRESENT
    draft.add(entry, Said(item.value, raw=code.label, presence=presence, detail=detail), shared, located.at("code"))


# -- medicines ---------------------------------------------------------------------------------------------------------

_NOT_GIVEN: Final = frozenset({"draft", "intended", "not-done", "unknown"})
_PLANS: Final = frozenset({"proposal", "plan", "option"})
_NEVER_TAKEN: Final = frozenset({"entered-in-error", "cancelled"})
_NOT_TAKEN: Final = "not-taken"


def read_medicine(located: Located, draft: Draft) -> None:
    """Read one MedicationRequest, -Statement or -Administration as items of `medicines`; a plan is not taken."""
    resource = located.resource
    refuse_modifiers(resource)
    substances = substances_of(located, draft)
    label = substances[0].label if substances else located.kind
    status = string(resource, "status")
    if is_not_taken(resource):
        draft.set_aside(located.at("status"), label, "fhir-not-taken")
        return
    entry = draft.entry("medicines")
    shared = Circumstances(
        status=Status.WITHDRAWN if status in _NEVER_TAKEN else Status.FINAL,
        effective=first_moment(resource, "effective")
        or moment(_bounds(resource), "start")
        or moment(resource, "authoredOn"),
        recorded=moment(resource, "dateAsserted") or moment(resource, "authoredOn"),
        about=draft.tumour(located, "reasonReference"),
    )
    presence = Presence.ABSENT if status == _NOT_TAKEN else Presence.PRESENT
    detail = _regimen(located)
    for substance in substances:
        item = entry.item(substance.codings, substance.text or substance.label) if entry is not None else None
        if entry is not None and item is not None:
            draft.add(
                entry, Said(item.value, raw=substance.label, presence=presence, detail=detail), shared, located.place
            )
        elif entry is not None and entry.says_none(substance.codings, substance.text):
            draft.add(entry, Said(None, raw=substance.label, presence=Presence.ABSENT), shared, located.place)
        else:
            draft.set_aside(located.place, substance.label, "fhir-unknown-medicine")


def is_not_taken(resource: Element) -> bool:
    """Whether a record of a medicine says that it is only planned, was not given, or is not to be given."""
    status = string(resource, "status")
    is_plan = string(resource, "intent") in _PLANS
    return not status or status in _NOT_GIVEN or is_plan or bool(boolean(resource, "doNotPerform"))


def substances_of(located: Located, draft: Draft) -> list[Concept]:
    """Return what was given: the medicine where it is known, else each of its ingredients."""
    stated = concept(child(located.resource, "medicationCodeableConcept"))
    reference = child(located.resource, "medicationReference")
    medication = draft.resources.follow(located.resource, "medicationReference", located)
    if medication is not None and medication.kind == "Medication":
        stated = concept(child(medication.resource, "code"))
        parts = [concept(child(one, "itemCodeableConcept")) for one in children(medication.resource, "ingredient")]
        entry = draft.entry("medicines")
        known = entry is not None and entry.item(stated.codings, stated.text) is not None
        if any(parts) and not known:
            return [part for part in parts if part]
    if not stated:
        text = string(reference, "display")
        stated = Concept(text=text, label=text[:200] or located.kind)
    return [stated]


def _dosages(resource: Element) -> list[Element]:
    return [*children(resource, "dosageInstruction"), *_either(resource, "dosage")]


def _either(resource: Element, name: str) -> list[Element]:
    """Return an element that is a list in one resource and a single object in another."""
    return children(resource, name) if isinstance(resource.get(name), list) else [child(resource, name)]


def _bounds(resource: Element) -> Element:
    first = next(iter(_dosages(resource)), NOTHING)
    return child(child(child(first, "timing"), "repeat"), "boundsPeriod")


def _regimen(located: Located) -> dict[str, Scalar]:
    """Return what is told of a medicine beside its name: kind of record, status, dates, dose, why it was stopped."""
    resource = located.resource
    detail: dict[str, Scalar] = {
        "record": located.kind.removeprefix("Medication").lower(),
        "status": string(resource, "status"),
    }
    for name, found in (
        ("start", moment(child(resource, "effectivePeriod"), "start") or moment(_bounds(resource), "start")),
        ("end", moment(child(resource, "effectivePeriod"), "end") or moment(_bounds(resource), "end")),
    ):
        if found is not None:
            detail[name] = found.text
    reasons = [concept(one).label for one in _either(resource, "statusReason") if one]
    if any(reasons):
        detail["reason_stopped"] = reasons[0][:200]
    first = next((one for one in _dosages(resource) if one), NOTHING)
    rates = children(first, "doseAndRate")
    quantity = child(rates[0], "doseQuantity") if rates else child(first, "dose")
    if quantity.get("value") is not None:
        detail["dose"] = number_of(written_number(quantity, "value"), label="dose")
        detail["dose_unit"] = string(quantity, "code") or string(quantity, "unit")
    if string(first, "text"):
        detail["dosage"] = string(first, "text")[:200]
    route = concept(child(first, "route"))
    if route:
        detail["route"] = route.label[:80]
    return detail


# -- allergies ---------------------------------------------------------------------------------------------------------

_SEVERITY: Final = {"mild": 1, "moderate": 2, "severe": 3}


def read_allergy(located: Located, draft: Draft) -> None:
    """Read one AllergyIntolerance as an item of `allergies`, or as "no known allergy" where it says so."""
    resource = located.resource
    refuse_modifiers(resource)
    code = concept(child(resource, "code"))
    verification = code_of(resource, "verificationStatus")
    shared = Circumstances(
        status=_VERIFICATION.get(verification, Status.FINAL),
        effective=first_moment(resource, "onset"),
        recorded=moment(resource, "recordedDate"),
    )
    refuted = verification == _REFUTED
    entry = draft.entry("allergies")
    text = code.text or ("" if code.coded else code.label)
    if entry is not None and not refuted and entry.says_none(code.codings, text):
        draft.add(entry, Said(None, raw=code.label, presence=Presence.ABSENT), shared, located.at("code"))
        return
    substances = [code, *(concept(child(one, "substance")) for one in children(resource, "reaction"))]
    items = {
        item.value: one
        for one in substances
        if entry is not None and one and (item := entry.item(one.codings, one.text or one.label)) is not None
    }
    if entry is None or not items:
        draft.set_aside(located.at("code"), code.label or located.kind, "fhir-unknown-allergy")
        return
    presence = Presence.ABSENT if refuted else Presence.PRESENT
    for value, one in items.items():
        said = Said(value, raw=one.label, presence=presence, detail=_reaction(resource))
        draft.add(entry, said, shared, located.at("code"))


def _reaction(resource: Element) -> dict[str, Scalar]:
    detail = _clinical({**resource, "severity": None})
    for name in ("criticality", "type"):
        if string(resource, name):
            detail[name] = string(resource, name)
    signs = [sign.label for one in children(resource, "reaction") for sign in concepts(one, "manifestation") if sign]
    if signs:
        detail["reaction"] = ", ".join(signs)[:200]
    severities = [string(one, "severity") for one in children(resource, "reaction") if string(one, "severity")]
    if severities:
        worst = max(severities, key=lambda severity: _SEVERITY.get(severity, 0))
        detail["severity"] = worst[:40]
    return detail
