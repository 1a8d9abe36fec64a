"""The FHIR reader's two doors: told by content, then read resource by resource, for one patient."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import ClassVar, Final

from bedside_app.dictionary.entries import FactDictionary
from bedside_app.domain.record import Identifier, Identity
from bedside_app.foundation.errors import Refusal
from bedside_app.intake.fhir.bundle import (
    DELETED,
    Located,
    Resources,
    contained_in,
    refuse_other_versions,
    resources_of,
    tail_of,
)
from bedside_app.intake.fhir.care import read_appointment, read_care_team, read_goal, read_service_request
from bedside_app.intake.fhir.draft import READER, Draft, refuse_modifiers
from bedside_app.intake.fhir.observation import note_reports, read_observation, read_report
from bedside_app.intake.fhir.resources import is_secondary, read_allergy, read_condition, read_procedure
from bedside_app.intake.fhir.treatment import read_care_plan, read_treated_medicine
from bedside_app.intake.fhir.values import (
    Element,
    MalformedFhir,
    boolean,
    child,
    children,
    concept,
    moment,
    string,
    strings,
)
from bedside_app.intake.fhir.variants import conclude_genes
from bedside_app.intake.identity import REFERENCE
from bedside_app.intake.reading import ReadFile, refused_at
from bedside_app.intake.source import Source

__all__ = ["OtherPatient", "SeveralPatients", "can_read", "read"]

KIND: Final = "FHIR R4 JSON"
_MAX_PEOPLE: Final = 20
_JSON: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*[\[{]")
_RESOURCE: Final = re.compile(rb'"resourceType"\s*:\s*"[A-Z]')
_HINT: Final = re.compile(rb"https?://(?:hl7\.org/fhir|terminology\.hl7\.org|fhir\.)|\"fullUrl\"")

_READERS: Final[dict[str, Callable[[Located, Draft], None]]] = {
    "Condition": read_condition,
    "Procedure": read_procedure,
    "MedicationRequest": read_treated_medicine,
    "MedicationStatement": read_treated_medicine,
    "MedicationAdministration": read_treated_medicine,
    "AllergyIntolerance": read_allergy,
    "CarePlan": read_care_plan,
    "Goal": read_goal,
    "Appointment": read_appointment,
    "ServiceRequest": read_service_request,
    "CareTeam": read_care_team,
    "DiagnosticReport": read_report,
    "Observation": read_observation,
}
_READ_ELSEWHERE: Final = frozenset({"Bundle", "Patient", "Medication", "Specimen", "BodyStructure", DELETED})
_WITHOUT_FACTS: Final = frozenset(
    {
        "Device",
        "Encounter",
        "Endpoint",
        "Location",
        "MessageHeader",
        "Organization",
        "Practitioner",
        "PractitionerRole",
        "Provenance",
    }
)


_NOT_CLINICAL: Final = (_READ_ELSEWHERE | _WITHOUT_FACTS) - {"Specimen", "BodyStructure"}
_SET_ASIDE_BY_NONE: Final = _READ_ELSEWHERE | _WITHOUT_FACTS


class SeveralPatients(Refusal):
    """The file speaks of more than one patient."""

    code: ClassVar[str] = "intake.fhir-several-patients"


class OtherPatient(Refusal):
    """A resource is about somebody else than the patient of the file, or does not say about whom."""

    code: ClassVar[str] = "intake.fhir-other-patient"


def can_read(head: bytes) -> bool:
    """Say whether the first bytes of a file open FHIR JSON: a resource, a bundle, a list or lines of resources."""
    if _JSON.match(head) is None:
        return False
    return _RESOURCE.search(head) is not None or _HINT.search(head) is not None


def read(source: Source, dictionary: FactDictionary) -> ReadFile:
    """Read one file. What cannot be read costs itself and is named with its place.

    Raises
    ------
    NotJson, TooLarge, TooManyResources, NothingOfFhir, OtherFhirVersion
        The file as a whole cannot be used.
    SeveralPatients
        Its resources are about different people whom it does not describe beside them.
    """
    located, broken = resources_of(source.data, name="FHIR")
    refuse_other_versions(located)
    resources = Resources.of(located)
    draft = Draft(source, dictionary, resources)
    for place in broken:
        draft.set_aside(place, place.rpartition(".")[2], "fhir-no-resource")
    for one in resources.superseded:
        draft.set_aside(one.place, one.kind, "fhir-superseded")
    try:
        patient = _the_patient(resources, draft)
    except SeveralPatients as refusal:
        return _sides(refusal, resources, draft)
    _note_bundles(resources, draft)
    _read_all(_readable(resources, patient, draft), draft)
    return ReadFile(
        kind=KIND,
        reader=READER,
        identities=_identities(patient, draft),
        facts=tuple(draft.facts),
        primaries=tuple(draft.primaries.values()),
        refused=tuple(draft.refused),
        not_understood=tuple(draft.not_understood),
    )


def _sides(refusal: SeveralPatients, resources: Resources, draft: Draft) -> ReadFile:
    """Return no fact, and two of the patients, so that whoever judges identities can show both sides."""
    described = resources.of_kind("Patient")[:2]
    if not described:
        raise refusal
    draft.refused.append(refused_at(refusal, draft.source, described[0].place))
    identities = tuple(identity for patient in described for identity in _identities(patient, draft))
    return ReadFile(kind=KIND, reader=READER, identities=identities, refused=tuple(draft.refused))


def _read_all(readable: list[Located], draft: Draft) -> None:
    """Read tumours before what is about them: primaries, then metastases and all else."""
    note_reports([one for one in readable if one.kind == "DiagnosticReport"], draft)
    conditions = [one for one in readable if one.kind == "Condition"]
    conditions.sort(key=lambda one: _comes_later(one, draft))
    for one in (*conditions, *(other for other in readable if other.kind != "Condition")):
        reader = _READERS.get(one.kind)
        if reader is not None:
            with draft.attempt(one.place):
                reader(one, draft)
        elif one.kind not in _SET_ASIDE_BY_NONE:
            draft.set_aside(one.place, f"{one.kind} {_label(one)}".strip(), "fhir-type-not-read")
    with draft.attempt(""):
        conclude_genes(draft)


def _comes_later(one: Located, draft: Draft) -> bool:
    """Whether a condition is a metastasis, which is read after the primaries that it may come from."""
    try:
        return is_secondary(one, draft)
    except MalformedFhir:
        return True


def _label(one: Located) -> str:
    try:
        return concept(child(one.resource, "code")).label
    except MalformedFhir:
        return ""


def _note_bundles(resources: Resources, draft: Draft) -> None:
    """Say where a bundle is one page of several: what stands on the others is not in the file."""
    for bundle in resources.of_kind("Bundle"):
        with draft.attempt(bundle.place):
            refuse_modifiers(bundle.resource)
            if any(string(link, "relation") == "next" for link in children(bundle.resource, "link")):
                draft.set_aside(bundle.at("link"), "Bundle", "fhir-more-pages")


def _readable(resources: Resources, patient: Located | None, draft: Draft) -> list[Located]:
    """Return the resources, and those inside them, that are about the patient; refuse the others one by one."""
    patients = resources.of_kind("Patient")
    readable: list[Located] = []
    for one in resources.all:
        with draft.attempt(one.place):
            if _is_clinical(one):
                _refuse_other_patient(one, patient, len(patients), resources)
            readable.append(one)
            for inner in contained_in(one) if one.kind in _READERS else []:
                if inner.kind in _READERS:
                    if _subject(inner):
                        _refuse_other_patient(inner, patient, len(patients), resources)
                    readable.append(inner)
    return readable


# -- the patient -------------------------------------------------------------------------------------------------------


def _is_clinical(one: Located) -> bool:
    return one.kind not in _NOT_CLINICAL


def _subject(one: Located) -> Element:
    """Return the reference to whom a resource is about: `subject`, of some types `patient`, of some a participant."""
    for name in ("subject", "patient"):
        value = one.resource.get(name)
        if isinstance(value, dict):
            return value
    if one.kind != "Appointment":
        return {}
    listed = one.resource.get("participant")
    participants = listed if isinstance(listed, list) else []
    actors = [part["actor"] for part in participants if isinstance(part, dict) and isinstance(part.get("actor"), dict)]
    return next((actor for actor in actors if tail_of(str(actor.get("reference"))).startswith("Patient/")), {})


def _the_patient(resources: Resources, draft: Draft) -> Located | None:
    """Return the Patient of the file (of its own, or the one that its resources contain), None where it holds none.

    Raises
    ------
    SeveralPatients
        Resources are about different people, or several are there and nothing says which is meant.
    """
    patients = resources.of_kind("Patient")
    meant, elsewhere = _people(resources, several=len(patients) > 1)
    if not patients:
        if len(meant) + len(elsewhere) > 1:
            raise SeveralPatients(count=len(meant) + len(elsewhere))
        return meant[0] if meant else None
    if len(patients) == 1:
        return patients[0]
    if len(meant) != 1 or elsewhere:
        raise SeveralPatients(count=max(len(patients), len(meant) + len(elsewhere)))
    for other in patients:
        if other is not meant[0]:
            draft.set_aside(other.place, "Patient", "fhir-patient-left-out")
    return meant[0]


def _people(resources: Resources, *, several: bool) -> tuple[list[Located], set[str]]:
    """Return the Patients that resources are about, and the addresses of those that are not in the file."""
    meant: list[Located] = []
    elsewhere: set[str] = set()
    for one in filter(_is_clinical, resources.all):
        reference = _subject(one).get("reference")
        if not isinstance(reference, str) or not reference or _is_no_patient(reference):
            continue
        found = resources.resolve(reference, one)
        if found is None:
            elsewhere.add(reference if several else tail_of(reference))
        elif found.kind == "Patient" and len(meant) < _MAX_PEOPLE and not any(_same(found, other) for other in meant):
            meant.append(found)
    return meant, elsewhere


def _is_no_patient(reference: str) -> bool:
    """Whether a reference names another type than Patient (an address without a type may be one)."""
    kind = tail_of(reference).partition("/")[0]
    return kind in ("Device", "Group", "Location", "Medication", "Organization", "Practitioner", "RelatedPerson")


def _same(one: Located, other: Located) -> bool:
    """Whether two are one Patient: the same resource, or the same content inside two resources."""
    return one is other or (one.container is not None and one.resource == other.resource)


def _refuse_other_patient(one: Located, patient: Located | None, count: int, resources: Resources) -> None:
    """Refuse a resource that is about somebody else.

    Raises
    ------
    OtherPatient
    """
    subject = _subject(one)
    reference = subject.get("reference")
    if isinstance(reference, str) and _is_no_patient(reference):
        raise OtherPatient()
    if patient is None:
        return
    if isinstance(reference, str) and reference:
        found = resources.resolve(reference, one)
        if found is None or not _same(found, patient):
            raise OtherPatient()
        return
    named = child(subject, "identifier")
    system, value = string(named, "system"), string(named, "value")
    own = {string(each, "system"): string(each, "value") for each in children(patient.resource, "identifier")}
    if count > 1 or (value and system in own and own[system] != value):
        raise OtherPatient()


def _identities(patient: Located | None, draft: Draft) -> tuple[Identity, ...]:
    """Return who the file says the patient is; a Patient that cannot be read is refused and leaves nobody."""
    if patient is None:
        return _identity_by_reference(draft)
    with draft.attempt(patient.place):
        refuse_modifiers(patient.resource)
        if boolean(patient.resource, "deceasedBoolean") or string(patient.resource, "deceasedDateTime"):
            draft.set_aside(patient.at("deceased"), "Patient", "fhir-deceased")
        return (_identity(patient, draft.source),)
    return ()


def _identity_by_reference(draft: Draft) -> tuple[Identity, ...]:
    """Return what a file without a Patient says of whom it is about: where the Patient stands, and its number."""
    numbers: set[Identifier] = set()
    for one in filter(_is_clinical, draft.resources.all):
        with draft.attempt(one.place):
            subject = _subject(one)
            if (reference := string(subject, "reference").partition("/_history/")[0]) and not reference.startswith("#"):
                numbers.add(Identifier(REFERENCE, _absolute(reference, one)))
            named = child(subject, "identifier")
            if value := string(named, "value"):
                numbers.add(Identifier(string(named, "system"), value))
    return (Identity(identifiers=tuple(sorted(numbers)), source=draft.source.digest),) if numbers else ()


def _identity(patient: Located, source: Source) -> Identity:
    resource = patient.resource
    own = patient.url if _base(patient) else patient.tail
    addresses = dict.fromkeys(Identifier(REFERENCE, address) for address in (own, patient.url) if address)
    names = sorted(children(resource, "name"), key=lambda name: _NAME_ORDER.get(string(name, "use"), 2))
    name: Element = next((each for each in names if string(each, "use") not in ("old", "maiden")), {})
    family, given = string(name, "family"), " ".join(strings(name, "given"))
    return Identity(
        identifiers=tuple(
            Identifier(string(each, "system"), string(each, "value"))
            for each in children(resource, "identifier")
            if string(each, "value") and string(each, "use") != "old"
        )
        + tuple(addresses),
        family=family or ("" if given else string(name, "text")),
        given=given,
        birth_date=moment(resource, "birthDate"),
        sex=string(resource, "gender"),
        source=source.digest,
    )


def _absolute(reference: str, one: Located) -> str:
    """Return where a reference leads; a relative one is of the server of its entry (R4, bundle.html#references)."""
    return f"{base}/{reference}" if (base := _base(one)) and reference == tail_of(reference) else reference


def _base(one: Located) -> str:
    """Return the server of a resource whose entry has a full address (`https://h/fhir` of `https://h/fhir/Type/id`)."""
    while one.container is not None:
        one = one.container
    is_full = one.url.startswith(("http://", "https://")) and bool(one.tail) and one.url.endswith(f"/{one.tail}")
    return one.url.removesuffix(f"/{one.tail}") if is_full else ""


_NAME_ORDER: Final = {"official": 0, "usual": 1}
