"""Genomic variants (mCODE, LOINC 69548-6): what was found in which gene, and which genes were tested in vain."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar, Final

from bedside_app.dictionary.entries import Entry, fold
from bedside_app.domain.fact import Presence, Scalar, Status
from bedside_app.foundation.errors import Refusal
from bedside_app.intake.fhir.answers import yes_or_no
from bedside_app.intake.fhir.bundle import Located, profiles_of
from bedside_app.intake.fhir.draft import Circumstances, Draft, GeneResult, Said
from bedside_app.intake.fhir.values import Concept, Element, child, children, concept, string

__all__ = ["GENE_FACTS", "GeneFact", "VariantContradicts", "conclude_genes", "is_variant", "read_variant"]

_VARIANT: Final = ("loinc", "69548-6")
_PROFILES: Final = frozenset({"mcode-genomic-variant", "mcode-cancer-genetic-variant"})
_GENE: Final = "48018-6"
_SOURCE_CLASS: Final = "48002-0"
_SIGNIFICANCE: Final = "53037-8"
_DETAILS: Final = {"48004-6": "c_hgvs", "48005-3": "p_hgvs", "81290-9": "g_hgvs", "53034-5": "allelic_state"}
_FOUND: Final = {"LA9633-4": True, "LA6576-8": True, "LA9634-2": False, "LA6577-6": False}
_SOURCES: Final = {"LA6683-2": "germline", "LA6684-0": "somatic", "LA18195-0": "likely somatic"}
_CLASSES: Final = {
    "LA6668-3": "pathogenic",
    "LA26332-9": "likely pathogenic",
    "LA26333-7": "uncertain significance",
    "LA26334-5": "likely benign",
    "LA6675-8": "benign",
}
_HARMFUL: Final = frozenset({"pathogenic", "likely pathogenic"})
_HARMLESS: Final = frozenset({"benign", "likely benign"})
_UNCERTAIN: Final = "uncertain significance"
_NOTHING_FOUND: Final = re.compile(r"([A-Z][A-Z0-9]{1,9}): no pathogenic variant( or rearrangement)?( detected)?")


class VariantContradicts(Refusal):
    """One variant is said to be of two classes."""

    code: ClassVar[str] = "intake.fhir-variant-contradicts"


@dataclass(frozen=True, slots=True, kw_only=True)
class GeneFact:
    """A fact that follows from the germline results of some genes together; each word is an answer of its entry."""

    fact: str
    genes: frozenset[str]
    harmful: str
    uncertain: str
    nothing: str


GENE_FACTS: Final = (
    GeneFact(
        fact="gbrca_status",
        genes=frozenset({"brca1", "brca2"}),
        harmful="pathogenic",
        uncertain="vus",
        nothing="wild_type",
    ),
)


def is_variant(resource: Element, code: Concept) -> bool:
    """Whether an observation is about variants of genes."""
    return _VARIANT in code.codings or not _PROFILES.isdisjoint(profiles_of(resource))


def read_variant(located: Located, code: Concept, shared: Circumstances, draft: Draft) -> None:
    """Read one variant observation as items of `variants`, present or absent, and keep what it says of each gene.

    Raises
    ------
    VariantContradicts
        It carries two classes of clinical significance.
    """
    entry = draft.entry("variants")
    told = _components(located.resource)
    genes = _genes(told, code, entry) if entry is not None else {}
    found = _found(located.resource)
    if entry is None or not genes:
        draft.set_aside(located.at("component"), code.label, "fhir-unknown-gene")
        return
    if found is None or (found and len(genes) > 1):
        draft.set_aside(located.place, code.label, "fhir-variant-unclear")
        return
    kind, source = _class_of(told), _source_of(told)
    detail = {**_detail(told), **({"source": source} if source else {}), **({"significance": kind} if kind else {})}
    for item, name in genes.items():
        place = located.place
        draft.genes.append(GeneResult(item, found, kind, source, shared, place))
        if found and kind == _UNCERTAIN:
            draft.set_aside(
                place, f"{name} {detail.get('p_hgvs') or detail.get('c_hgvs', '')}".strip(), "fhir-variant-uncertain"
            )
            continue
        if found and source == "germline" and not kind:
            draft.set_aside(place, name, "fhir-variant-unclassified")
        presence = Presence.PRESENT if found and kind not in _HARMLESS else Presence.ABSENT
        said = Said(item, raw=code.label, presence=presence, detail={"gene": name, **detail})
        draft.add(entry, said, shared, place)


def conclude_genes(draft: Draft) -> None:
    """Add the facts that follow from the germline results of several genes together (`GENE_FACTS`)."""
    for rule in GENE_FACTS:
        entry = draft.entry(rule.fact)
        results = [one for one in draft.genes if one.item in rule.genes and one.source == "germline" and _stands(one)]
        if entry is None or not results:
            continue
        harmful = [one for one in results if one.found and one.kind in _HARMFUL]
        uncertain = [one for one in results if one.found and one.kind == _UNCERTAIN]
        nothing = [one for one in results if not one.found or one.kind in _HARMLESS]
        unclear = len(results) > len(harmful) + len(uncertain) + len(nothing)
        if harmful:
            _conclude(entry, rule.harmful, harmful[:1], draft)
        elif not unclear and uncertain:
            _conclude(entry, rule.uncertain, uncertain[:1], draft)
        elif not unclear and {one.item for one in nothing} == rule.genes:
            _conclude(entry, rule.nothing, nothing, draft)


def _conclude(entry: Entry, answer: str, results: list[GeneResult], draft: Draft) -> None:
    latest = max(results, key=_dated)
    least = next((one for one in results if one.shared.status is Status.PRELIMINARY), latest)
    shared = Circumstances(
        status=least.shared.status,
        effective=latest.shared.effective,
        issued=latest.shared.issued,
        about=latest.shared.about,
    )
    raw = ", ".join(f"{one.item.upper()}: {one.kind or ('present' if one.found else 'absent')}" for one in results)
    draft.add(entry, Said(answer, raw=raw), shared, "; ".join(dict.fromkeys(one.place for one in results)))


def _dated(result: GeneResult) -> tuple[bool, str]:
    effective = result.shared.effective
    return (effective is not None, effective.first_day.isoformat() if effective is not None else "")


def _stands(result: GeneResult) -> bool:
    return result.shared.status is not Status.WITHDRAWN


# -- components --------------------------------------------------------------------------------------------------------


def _components(resource: Element) -> Mapping[str, list[Concept]]:
    """Return the values of the components by their LOINC code."""
    told: dict[str, list[Concept]] = {}
    for component in children(resource, "component"):
        value = concept(child(component, "valueCodeableConcept"))
        if not value:
            text = string(component, "valueString")
            value = Concept(text=text, label=text[:200])
        for system, code in concept(child(component, "code")).codings:
            if system == "loinc" and value:
                told.setdefault(code, []).append(value)
    return told


def _genes(told: Mapping[str, list[Concept]], code: Concept, entry: Entry) -> dict[str, str]:
    """Return the genes that were looked at, as items with their name; from a text only where it says one as a whole."""
    genes: dict[str, str] = {}
    for value in told.get(_GENE, []):
        item = entry.item(value.codings) or next((i for word in value.words if (i := entry.item((), word))), None)
        if item is None:
            return {}
        genes[item.value] = item.label["en"]
    match = _NOTHING_FOUND.fullmatch(code.text) if not genes else None
    item = entry.item((), match[1]) if match is not None else None
    if item is not None:
        genes[item.value] = item.label["en"]
    return genes


def _found(resource: Element) -> bool | None:
    value = concept(child(resource, "valueCodeableConcept"))
    for system, code in value.codings:
        if system == "loinc" and code in _FOUND:
            return _FOUND[code]
    suffix = next(
        (name for name in ("CodeableConcept", "Boolean", "String") if resource.get(f"value{name}") is not None), ""
    )
    return yes_or_no(resource, suffix) if suffix else None


def _class_of(told: Mapping[str, list[Concept]]) -> str:
    classes = {kind for value in told.get(_SIGNIFICANCE, []) for kind in _named(value, _CLASSES)}
    if len(classes) > 1:
        raise VariantContradicts(classes=", ".join(sorted(classes)))
    return next(iter(classes), "")


def _source_of(told: Mapping[str, list[Concept]]) -> str:
    sources = {kind for value in told.get(_SOURCE_CLASS, []) for kind in _named(value, _SOURCES)}
    return sources.pop() if len(sources) == 1 else ""


def _named(value: Concept, names: Mapping[str, str]) -> Iterator[str]:
    coded = [names[code] for system, code in value.codings if system == "loinc" and code in names]
    yield from coded or [fold(word) for word in value.words if fold(word) in names.values()]


def _detail(told: Mapping[str, list[Concept]]) -> dict[str, Scalar]:
    return {name: told[code][0].label[:120] for code, name in _DETAILS.items() if code in told}
