"""The resources of one FHIR file: unwrapped from bundles and lines, their version recognised, references resolved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, ClassVar, Final

from bedside_app.foundation.bounded import UnreadableJson, json_value
from bedside_app.foundation.errors import Refusal
from bedside_app.intake.fhir.values import Element, MalformedFhir, child, children, moment, string, strings

__all__ = [
    "DELETED",
    "Located",
    "NotJson",
    "NothingOfFhir",
    "OtherFhirVersion",
    "Resources",
    "TooLarge",
    "TooManyResources",
    "contained_in",
    "profiles_of",
    "refuse_other_versions",
    "resources_of",
    "tail_of",
]

MAX_BYTES: Final = 64 * 1024 * 1024
MAX_RESOURCES: Final = 50_000
MAX_NESTING: Final = 3
MAX_SAME: Final = 200
DELETED: Final = "(deleted)"  # stands for the last entry of a resource's history that removes it


class NothingOfFhir(Refusal):
    """The JSON is well-formed but holds no FHIR resource."""

    code: ClassVar[str] = "intake.fhir-nothing-of-fhir"


class NotJson(Refusal):
    """The bytes look like FHIR and are no JSON: cut off, damaged, in another encoding, or nested without end."""

    code: ClassVar[str] = "intake.fhir-not-json"


class OtherFhirVersion(Refusal):
    """The file is of a FHIR version whose elements mean other things than those of R4."""

    code: ClassVar[str] = "intake.fhir-other-version"


class TooLarge(Refusal):
    """The file is beyond the bound of size."""

    code: ClassVar[str] = "intake.fhir-too-large"


class TooManyResources(Refusal):
    """The file holds too many resources, or too many versions of one."""

    code: ClassVar[str] = "intake.fhir-too-many-resources"


@dataclass(frozen=True, slots=True, eq=False)
class Located:
    """One resource with its place in the file, its address, and the resource that contains it."""

    resource: Element
    place: str
    url: str = ""
    container: Located | None = None

    @property
    def kind(self) -> str:
        """The resource type."""
        return str(self.resource.get("resourceType", ""))

    @property
    def tail(self) -> str:
        """`Type/id`, "" where the resource has no id."""
        own = self.resource.get("id")
        return f"{self.kind}/{own}" if isinstance(own, str) and own else ""

    @property
    def key(self) -> str:
        """What tells this resource from others of the record: `Type/id`, else its address, else its place."""
        if self.container is not None:
            return f"{self.container.key}#{self.resource.get('id', '')}"
        return self.tail or self.url or self.place

    def at(self, element: str) -> str:
        """Return the place of an element of this resource."""
        return f"{self.place}.{element}" if self.place else element


def resources_of(data: bytes, *, name: str) -> tuple[list[Located], list[str]]:
    """Return the resources of a file, and the places at which a line or an entry holds none.

    Accepts one resource, a bundle of any type (bundles within bundles too), a list of resources, or NDJSON.

    Raises
    ------
    NotJson, TooLarge, TooManyResources, NothingOfFhir
    """
    if len(data) > MAX_BYTES:
        raise TooLarge(limit=MAX_BYTES // 1024 // 1024)
    broken: list[str] = []
    found: list[Located] = []
    for place, value in _roots(data, name, broken):
        _unwrap(value, place, "", 0, found, broken)
    if not found:
        raise NothingOfFhir()
    return found, broken


def _roots(data: bytes, name: str, broken: list[str]) -> Iterator[tuple[str, Any]]:
    try:
        value = json_value(data, name=name, parse_float=Decimal)
    except UnreadableJson as error:
        lines = data.splitlines()
        if len([line for line in lines[:3] if line.strip().startswith(b"{") and line.rstrip().endswith(b"}")]) < 2:
            raise NotJson() from error
        _refuse_too_many(len(lines))
        yield from _lines(lines, name, broken)
        return
    if isinstance(value, list):
        yield from ((f"[{index}]", item) for index, item in enumerate(value))
    else:
        yield "", value


def _lines(lines: list[bytes], name: str, broken: list[str]) -> Iterator[tuple[str, Any]]:
    """Yield the values of NDJSON; a line that is no JSON costs that line."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            yield f"line[{number}]", json_value(line, name=name, parse_float=Decimal)
        except UnreadableJson:
            broken.append(f"line[{number}]")


def _unwrap(value: Any, place: str, url: str, depth: int, found: list[Located], broken: list[str]) -> None:
    if not isinstance(value, dict) or not isinstance(value.get("resourceType"), str) or depth > MAX_NESTING:
        broken.append(place)
        return
    located = Located(value, place, url)
    found.append(located)
    _refuse_too_many(len(found))
    if value["resourceType"] != "Bundle":
        return
    entries = value.get("entry")
    if entries is not None and not isinstance(entries, list):
        broken.append(located.at("entry"))
        return
    for index, entry in enumerate(entries or []):
        at = located.at(f"entry[{index}]")
        if not isinstance(entry, dict):
            broken.append(at)
            continue
        full_url = entry.get("fullUrl")
        address = full_url if isinstance(full_url, str) else ""
        if entry.get("resource") is not None:
            _unwrap(entry["resource"], f"{at}.resource", address, depth + 1, found, broken)
        elif address and _deletes(entry.get("request")):
            found.append(Located({"resourceType": DELETED}, at, address))


def _deletes(request: Any) -> bool:
    return isinstance(request, dict) and request.get("method") == "DELETE"


def _refuse_too_many(count: int) -> None:
    if count > MAX_RESOURCES:
        raise TooManyResources(limit=MAX_RESOURCES)


# -- version -----------------------------------------------------------------------------------------------------------

_R5: Final = "R5"
_STU3: Final = "STU3"
_DSTU2: Final = "DSTU2"
_BY_NUMBER: Final = {"0": _DSTU2, "1": _DSTU2, "3": _STU3, "5": _R5, "6": "R6"}
_ONLY_TYPES: Final = {  # resource types that one version alone has; hl7.org/fhir, resource lists of each version
    "MedicationUsage": _R5,
    "DeviceUsage": _R5,
    "Transport": _R5,
    "GenomicStudy": _R5,
    "ImagingSelection": _R5,
    "BiologicallyDerivedProductDispense": _R5,
    "InventoryItem": _R5,
    "Permission": _R5,
    "MedicationOrder": _DSTU2,
    "DiagnosticOrder": _DSTU2,
    "Conformance": _DSTU2,
    "DeviceUseRequest": _DSTU2,
    "ProcedureRequest": _STU3,
    "ReferralRequest": _STU3,
    "DataElement": _STU3,
    "ExpansionProfile": _STU3,
    "Sequence": _STU3,
}
_ONLY_ELEMENTS: Final = {  # elements that R4 does not have, by type; hl7.org/fhir, differences between versions
    "Bundle": {"base": _DSTU2, "issues": _R5},
    "Patient": {"careProvider": _DSTU2, "animal": _STU3},
    "Condition": {
        "participant": _R5,
        "patient": _DSTU2,
        "dateRecorded": _DSTU2,
        "dateAsserted": _DSTU2,
        "assertedDate": _STU3,
        "context": _STU3,
    },
    "Observation": {
        "triggeredBy": _R5,
        "instantiatesCanonical": _R5,
        "instantiatesReference": _R5,
        "bodyStructure": _R5,
        "comments": _DSTU2,
        "reliability": _DSTU2,
        "related": _STU3,
        "comment": _STU3,
        "context": _STU3,
    },
    "DiagnosticReport": {"supportingInfo": _R5, "composition": _R5, "codedDiagnosis": _STU3, "context": _STU3},
    "Procedure": {
        "occurrenceDateTime": _R5,
        "occurrencePeriod": _R5,
        "recorded": _R5,
        "reason": _R5,
        "notPerformed": _DSTU2,
        "reasonNotPerformed": _DSTU2,
        "notDone": _STU3,
        "context": _STU3,
    },
    "MedicationRequest": {"medication": _R5, "reason": _R5, "effectiveDosePeriod": _R5, "context": _STU3},
    "MedicationAdministration": {
        "medication": _R5,
        "occurenceDateTime": _R5,
        "occurencePeriod": _R5,
        "wasNotGiven": _DSTU2,
        "notGiven": _STU3,
    },
    "MedicationStatement": {"medication": _R5, "adherence": _R5, "wasNotTaken": _DSTU2, "taken": _STU3},
    "AllergyIntolerance": {
        "participant": _R5,
        "substance": _DSTU2,
        "lastOccurence": _DSTU2,
        "assertedDate": _STU3,
    },
    "Specimen": {"combined": _R5, "role": _R5, "treatment": _DSTU2},
}


def refuse_other_versions(located: list[Located]) -> None:
    """Refuse the file when one of its resources is of another version than R4 or R4B: versions do not mix in a file.

    Raises
    ------
    OtherFhirVersion
        Names the version, the place that shows it, and what to ask for.
    """
    for one in located:
        found = _version_shown(one.resource)
        if found is not None:
            version, element = found
            raise OtherFhirVersion(version=version, place=one.at(element))
    with_status = [one for one in located if one.kind in ("Condition", "AllergyIntolerance")]
    states = [one for one in with_status if one.resource.get("clinicalStatus") is not None]
    if states and all(isinstance(one.resource["clinicalStatus"], str) for one in states):
        raise OtherFhirVersion(version=f"{_STU3} or {_DSTU2}", place=states[0].at("clinicalStatus"))


def _version_shown(resource: Element) -> tuple[str, str] | None:
    kind = str(resource.get("resourceType", ""))
    if kind in _ONLY_TYPES:
        return _ONLY_TYPES[kind], "resourceType"
    declared = resource.get("fhirVersion")
    if isinstance(declared, str) and declared[:1] in _BY_NUMBER:
        return _BY_NUMBER[declared[:1]], "fhirVersion"
    for element, version in _ONLY_ELEMENTS.get(kind, {}).items():
        if element in resource:
            return version, element
    return _profile_version(resource)


def _profile_version(resource: Element) -> tuple[str, str] | None:
    """Return the version that a core profile carries: `http://hl7.org/fhir/5.0/StructureDefinition/…` or `…|5.0.0`."""
    meta = resource.get("meta")
    profiles = meta.get("profile") if isinstance(meta, dict) else None
    for profile in profiles if isinstance(profiles, list) else ():
        if not isinstance(profile, str) or not profile.startswith("http://hl7.org/fhir/"):
            continue
        path, _, pinned = profile.removeprefix("http://hl7.org/fhir/").partition("|")
        number = path[:1] if path[1:2] == "." else pinned[:1] if path.startswith("StructureDefinition/") else ""
        if number in _BY_NUMBER:
            return _BY_NUMBER[number], "meta.profile"
    return None


# -- references --------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Resources:
    """The current resources of one file, and the way from a reference to one of them.

    `superseded` are earlier versions of a resource that stands here in a later one: read by nobody, but named.
    """

    all: list[Located]
    superseded: list[Located] = field(default_factory=list)
    _by_url: dict[str, Located] = field(default_factory=dict)
    _by_tail: dict[str, list[Located]] = field(default_factory=dict)
    _inside: dict[int, dict[str, Located]] = field(default_factory=dict)

    @classmethod
    def of(cls, located: list[Located]) -> Resources:
        """Return the resources of a file, each once and in its newest version."""
        history = any(one.kind == "Bundle" and one.resource.get("type") == "history" for one in located)
        groups: dict[str, list[Located]] = {}
        for one in located:
            groups.setdefault(one.url or one.tail or one.place, []).append(one)
        made = cls([])
        for group in groups.values():
            kept, older = _current(group, history=history)
            made.all += kept
            made.superseded += older
        for one in made.all:
            if one.url:
                made._by_url.setdefault(one.url, one)
            if one.tail:
                made._by_tail.setdefault(one.tail, []).append(one)
        return made

    def of_kind(self, kind: str) -> list[Located]:
        """Return the resources of one type, in the order of the file."""
        return [one for one in self.all if one.kind == kind]

    def resolve(self, reference: str, within: Located) -> Located | None:
        """Return the resource that a reference means: contained, by address, or by type and id where only one fits."""
        if reference.startswith("#"):
            return self._contained(reference[1:], within.container or within)
        reference = reference.partition("/_history/")[0]
        if reference in self._by_url:
            return self._by_url[reference]
        tail = tail_of(reference)
        candidates = self._by_tail.get(tail, [])
        if len(candidates) > MAX_SAME:
            return None
        if len(candidates) > 1:
            root = (within.container or within).url.removesuffix((within.container or within).tail)
            candidates = [one for one in candidates if root and one.url == root + tail]
        return candidates[0] if len(candidates) == 1 else None

    def follow(self, parent: Element, name: str, within: Located) -> Located | None:
        """Return the resource that a Reference element means, None where there is none or it is not in the file."""
        reference = string(child(parent, name), "reference")
        return self.resolve(reference, within) if reference else None

    def _contained(self, own: str, within: Located) -> Located | None:
        inside = self._inside.get(id(within.resource))
        if inside is None:
            inside = {str(one.resource.get("id", "")): one for one in contained_in(within)}
            self._inside[id(within.resource)] = inside
        return inside.get(own)


def contained_in(container: Located) -> list[Located]:
    """Return the resources that a resource carries inside."""
    return [
        Located(value, container.at(f"contained[{index}]"), "", container)
        for index, value in enumerate(children(container.resource, "contained"))
        if isinstance(value.get("resourceType"), str)
    ]


def tail_of(reference: str) -> str:
    """Return the last two segments of a reference: `Type/id`."""
    return "/".join(reference.partition("/_history/")[0].split("/")[-2:])


def _current(group: list[Located], *, history: bool) -> tuple[list[Located], list[Located]]:
    """Split resources of one address into those that stand and those that a later version replaces."""
    if len(group) > MAX_SAME:
        raise TooManyResources(limit=MAX_SAME)
    different: list[Located] = []
    for one in group:
        if all(one.resource != other.resource for other in different):
            different.append(one)
    if len(different) == 1:
        return different, []
    versions = [_version_of(one) for one in different]
    if history and any(version is None for version in versions):
        return different[:1], different[1:]  # FHIR R4, 3.2.0 "history": newest first
    if any(version is None for version in versions):
        return different, []
    newest = max(range(len(different)), key=lambda index: versions[index] or ())
    return [different[newest]], different[:newest] + different[newest + 1 :]


def _version_of(one: Located) -> tuple[float, ...] | None:
    meta = one.resource.get("meta")
    if not isinstance(meta, dict):
        return None
    number = meta.get("versionId")
    try:
        updated = moment(meta, "lastUpdated")
    except MalformedFhir:
        return None
    if isinstance(number, str) and number.isdecimal() and len(number) < 10:
        return (float(number),)
    return (updated.sort_key()[1],) if updated is not None else None


def profiles_of(resource: Element) -> list[str]:
    """Return the names of the profiles that a resource claims, without folder and version."""
    return [
        profile.split("|")[0].rstrip("/").rsplit("/", 1)[-1] for profile in strings(child(resource, "meta"), "profile")
    ]
