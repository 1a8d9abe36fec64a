"""A treatment under way: order sets and their cycles, and the doses ordered and given."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from bedside_app.dictionary.entries import Entry
from bedside_app.domain.fact import Fact, Presence, Scalar, Status
from bedside_app.domain.moment import Moment
from bedside_app.intake.fhir.bundle import Located, tail_of
from bedside_app.intake.fhir.draft import Circumstances, Draft, Said, refuse_modifiers
from bedside_app.intake.fhir.resources import is_not_taken, read_medicine, substances_of
from bedside_app.intake.fhir.values import (
    NOTHING,
    Concept,
    Element,
    child,
    children,
    concept,
    concepts,
    extensions,
    first_moment,
    moment,
    string,
    strings,
    written_number,
)
from bedside_app.intake.quantity import number_of

__all__ = ["read_care_plan", "read_treated_medicine"]

_CYCLE: Final = re.compile(r"\b(?:cycle|cure)\s+(?P<number>\d{1,2})\b", re.IGNORECASE)
_ONLY_THOUGHT_OF: Final = frozenset({"proposal", "option"})
_IN_ERROR: Final = "entered-in-error"
_UNLINKED: Final = frozenset({"cytotoxic", "anti_her2", "checkpoint_inhibitor", "g_csf"})
_PURPOSES: Final = {"adjuvant": "this_after_surgery", "neoadjuvant": "this_before_surgery"}


# -- order sets and cycles ---------------------------------------------------------------------------------------------


def read_care_plan(located: Located, draft: Draft) -> None:
    """Read a CarePlan of anticancer treatment as a plan, or as one cycle of the plan that it is part of."""
    resource = located.resource
    refuse_modifiers(resource)
    title = string(resource, "title") or next((one.label for one in concepts(resource, "category") if one), "")
    if string(resource, "intent") in _ONLY_THOUGHT_OF or not _is_treatment(located, draft):
        draft.set_aside(located.place, f"CarePlan {title}".strip(), "fhir-type-not-read")
        return
    whole = _linked(located, "partOf", draft)
    detail = _course(located)
    if whole:
        match = _CYCLE.search(title)
        detail |= {"plan": whole[0]} | ({"number": int(match["number"])} if match else {})
    else:
        detail |= _terms(located, draft)
    entry = draft.entry("treatment_cycle" if whole else "treatment_plan")
    if entry is not None:
        draft.add(entry, Said(title or located.key, raw=title, detail=detail), _said_on(located), located.place)
    if not whole:
        _read_purpose(located, str(detail.get("intent", "")), draft)


def _is_treatment(located: Located, draft: Draft) -> bool:
    """Whether the category says so, the plan it is part of is one, or an order of a medicine rests on it."""
    entry = draft.entry("treatment_plan")
    if entry is None:
        return False
    wholes = [draft.resources.resolve(key, located) for key in _linked(located, "partOf", draft)]
    parts = [located, *(whole for whole in wholes if whole is not None)]
    if any(_names(entry, one, draft) for part in parts for one in concepts(part.resource, "category")):
        return True
    keys = {part.key for part in parts}
    orders = draft.resources.of_kind("MedicationRequest")
    return any(not keys.isdisjoint(_linked(order, "basedOn", draft)) for order in orders)


def _names(entry: Entry, one: Concept, draft: Draft) -> bool:
    coded = any(draft.dictionary.by_code(*coding) is entry for coding in one.codings)
    return coded or (bool(one.name) and draft.dictionary.by_name(one.name) is entry)


def _linked(located: Located, name: str, draft: Draft) -> list[str]:
    """Return the keys of what a list of references leads to; what stands in another file keeps its address."""
    references = [string(one, "reference") for one in children(located.resource, name)]
    return [_key(reference, located, draft) for reference in references if reference]


def _key(reference: str, within: Located, draft: Draft) -> str:
    found = draft.resources.resolve(reference, within)
    return found.key if found is not None else tail_of(reference)


def _said_on(located: Located) -> Circumstances:
    """Return when a plan was made: what happens later in it is no reason to see it later."""
    resource = located.resource
    made = moment(resource, "created") or moment(resource, "authoredOn")
    in_error = string(resource, "status") == _IN_ERROR
    return Circumstances(status=Status.WITHDRAWN if in_error else Status.FINAL, effective=made, recorded=made)


def _course(located: Located) -> dict[str, Scalar]:
    resource = located.resource
    period = child(resource, "period")
    detail: dict[str, Scalar] = {"key": located.key, "status": string(resource, "status")}
    for name in ("start", "end"):
        at = moment(period, name)
        if at is not None:
            detail[name] = at.text
    notes = [string(note, "text") for note in children(resource, "note") if string(note, "text")]
    if notes:
        detail["reason"] = notes[-1][:300]
    return detail


def _terms(located: Located, draft: Draft) -> dict[str, Scalar]:
    """Return what a plan says of itself: the protocol that it follows, its intent and its line, in its own words."""
    resource = located.resource
    protocols = [*strings(resource, "instantiatesUri"), *strings(resource, "instantiatesCanonical")]
    entry = draft.entry("treatment_intent")
    intents = [concept(child(item, "valueCodeableConcept")) for item in extensions(resource, "treatment-intent")]
    known = [str(answer) for one in intents if entry is not None and (answer := one.answer_of(entry)) is not None]
    unread = [one.label for one in intents if entry is None or one.answer_of(entry) is None]
    texts = {
        "protocol": protocols[0][:200] if protocols else "",
        "intent": ",".join(dict.fromkeys(known)),
        "intent_text": ", ".join(unread)[:200],
        "line": string(resource, "description")[:300],
    }
    return {name: text for name, text in texts.items() if text}


def _read_purpose(located: Located, intent: str, draft: Draft) -> None:
    """Say what the cytotoxic treatment is for, where the plan names both its intent and a tumour of the file."""
    entry = draft.entry("cytotoxic_purpose")
    addressed = _linked(located, "addresses", draft)
    purposes = {_PURPOSES[one] for one in intent.split(",") if one in _PURPOSES}
    if entry is not None and len(purposes) == 1 and any(key in draft.primaries for key in addressed):
        draft.add(entry, Said(purposes.pop(), raw=intent), _said_on(located), located.at("extension"))


# -- doses -------------------------------------------------------------------------------------------------------------


def read_treated_medicine(located: Located, draft: Draft) -> None:
    """Read a medicine as one of the patient's, and as a dose of the treatment that it belongs to."""
    refuse_modifiers(located.resource)
    doses = list(_doses(located, draft))
    draft.facts.extend(doses)
    if not doses or not is_not_taken(located.resource):
        read_medicine(located, draft)


def _doses(located: Located, draft: Draft) -> Iterator[Fact]:
    plan, order = _belongs(located, draft)
    entry, medicines = draft.entry("treatment_dose"), draft.entry("medicines")
    if located.kind == "MedicationStatement" or entry is None or medicines is None:
        return
    substances = substances_of(located, draft)
    items = [medicines.item(one.codings, one.text or one.label) for one in substances]
    groups = {group for item in items if item is not None for group in item.groups}
    is_given = located.kind == "MedicationAdministration"
    if not plan and not (is_given and groups & _UNLINKED):
        return
    detail = _dose_detail(located) | {"plan": plan, "key": located.key, "order": order}
    not_given = string(located.resource, "status") == "not-done"
    for substance, item in zip(substances, items, strict=True):
        said = Said(
            item.value if item is not None else substance.label,
            raw=_written(substance, detail),
            presence=Presence.ABSENT if not_given else Presence.PRESENT,
            detail={**detail, "drug": substance.label[:120]},
        )
        yield draft.fact(entry, said, _circumstances(located), located.place)


def _written(substance: Concept, detail: dict[str, Scalar]) -> str:
    dose = f" {detail['dose']:g} {detail.get('dose_unit', '')}" if isinstance(detail.get("dose"), int | float) else ""
    return f"{substance.label}{dose}".strip()


def _belongs(located: Located, draft: Draft) -> tuple[str, str]:
    """Return the key of the plan or cycle that a dose belongs to, and of the order that it follows; "" for none."""
    if located.kind == "MedicationRequest":
        plans = [key for key in _linked(located, "basedOn", draft) if key.startswith("CarePlan/")]
        return (plans[0] if plans else ""), ""
    reference = string(child(located.resource, "request"), "reference")
    if not reference:
        return "", ""
    order = draft.resources.resolve(reference, located)
    if order is None or order.kind != "MedicationRequest":
        return "", tail_of(reference)
    return _belongs(order, draft)[0], order.key


def _dose_detail(located: Located) -> dict[str, Scalar]:
    resource = located.resource
    detail: dict[str, Scalar] = {
        "record": located.kind.removeprefix("Medication").lower(),
        "status": string(resource, "status"),
    }
    dosage = _dosage(resource)
    rates = children(dosage, "doseAndRate")
    quantity = child(rates[0], "doseQuantity") if rates else child(dosage, "dose")
    if quantity.get("value") is not None:
        detail["dose"] = number_of(written_number(quantity, "value"), label="dose")
        detail["dose_unit"] = string(quantity, "code") or string(quantity, "unit")
    at = _planned_for(resource, dosage)
    if at is not None:
        detail["date"] = at.text
    reason = _reason(resource)
    if reason:
        detail["reason"] = reason
    return detail


def _dosage(resource: Element) -> Element:
    first = next((one for one in children(resource, "dosageInstruction") if one), NOTHING)
    return first or (child(resource, "dosage") if isinstance(resource.get("dosage"), dict) else NOTHING)


def _planned_for(resource: Element, dosage: Element) -> Moment | None:
    """Return the day of an administration, or the one day for which an order is meant."""
    given = first_moment(resource, "effective")
    if given is not None:
        return given
    timing = child(dosage, "timing")
    events = strings(timing, "event")
    bounds = child(child(timing, "repeat"), "boundsPeriod")
    return moment({"event": events[0]}, "event") if len(events) == 1 else moment(bounds, "start")


def _reason(resource: Element) -> str:
    value = resource.get("statusReason")
    reasons = (
        concepts(resource, "statusReason") if isinstance(value, list) else [concept(child(resource, "statusReason"))]
    )
    notes = [string(note, "text") for note in children(resource, "note") if string(note, "text")]
    return next((text for text in (*(one.label for one in reasons if one), *notes[-1:])), "")[:300]


def _circumstances(located: Located) -> Circumstances:
    resource = located.resource
    said = moment(resource, "authoredOn")
    in_error = string(resource, "status") in (_IN_ERROR, "cancelled")
    return Circumstances(
        status=Status.WITHDRAWN if in_error else Status.FINAL,
        effective=first_moment(resource, "effective") or said,
        recorded=said,
    )
