"""Variants: found, tested and absent, uncertain; and what follows for the germline question."""

from __future__ import annotations

import pytest

from bedside_app.domain.fact import Presence
from tests.intake.fhir.bundles import (
    LOINC,
    Resource,
    breast_cancer,
    bundle,
    code,
    only,
    read,
    refusals,
    values_of,
    variant,
    whys,
)

GERMLINE, SOMATIC = "LA6683-2", "LA6684-0"
PATHOGENIC, LIKELY_PATHOGENIC, UNCERTAIN, BENIGN = "LA6668-3", "LA26332-9", "LA26333-7", "LA6675-8"


def test_a_variant_is_an_item_with_what_is_told_of_it() -> None:
    found = variant("PIK3CA", present=True, source=SOMATIC)
    found["component"].append({"code": code(LOINC, "48005-3"), "valueCodeableConcept": {"text": "p.His1047Arg"}})
    fact = only(read(bundle(breast_cancer(), found)), "variants")
    assert (fact.value, fact.presence, fact.about.key) == ("pik3ca", Presence.PRESENT, "Condition/cancer")
    assert fact.detail == {"gene": "PIK3CA", "p_hgvs": "p.His1047Arg", "source": "somatic"}


@pytest.mark.parametrize("by_text", [True, False])
def test_a_gene_tested_and_absent_is_absent(by_text: bool) -> None:
    tested = variant("EGFR", present=False, source=SOMATIC)
    if by_text:
        tested["component"] = []
        tested["code"]["text"] = "EGFR: no pathogenic variant or rearrangement detected"
    fact = only(read(bundle(tested)), "variants")
    assert (fact.value, fact.presence) == ("egfr", Presence.ABSENT)


@pytest.mark.parametrize(
    ("significance", "presence"),
    [
        (PATHOGENIC, Presence.PRESENT),
        (LIKELY_PATHOGENIC, Presence.PRESENT),
        (BENIGN, Presence.ABSENT),
        (UNCERTAIN, None),
    ],
)
def test_the_class_of_a_variant_decides_whether_it_counts(significance: str, presence: Presence | None) -> None:
    result = read(bundle(variant("PALB2", present=True, source=GERMLINE, significance=significance)))
    assert [fact.presence for fact in result.facts if fact.id == "variants"] == ([presence] if presence else [])
    assert ("fhir-variant-uncertain" in whys(result)) == (presence is None)


def test_two_classes_of_one_variant_are_refused() -> None:
    torn = variant("BRCA1", present=True, source=GERMLINE, significance=PATHOGENIC)
    torn["component"].append({"code": code(LOINC, "53037-8"), "valueCodeableConcept": code(LOINC, BENIGN)})
    assert refusals(read(bundle(torn))) == ["intake.fhir-variant-contradicts"]


def test_a_gene_that_is_not_known_and_a_result_without_answer_are_named() -> None:
    assert whys(read(bundle(variant("ABC123", present=True)))) == ["fhir-unknown-gene"]
    silent = variant("BRCA1", present=True) | {"valueCodeableConcept": {"text": "see report"}}
    assert whys(read(bundle(silent))) == ["fhir-variant-unclear"]


def test_a_variant_somewhere_in_two_genes_is_in_neither() -> None:
    both = variant("BRCA1", present=True, source=GERMLINE, significance=PATHOGENIC)
    both["component"].append(variant("BRCA2", present=True)["component"][0])
    result = read(bundle(both))
    assert (result.facts, whys(result)) == ((), ["fhir-variant-unclear"])


def brca(one: Resource, two: Resource | None = None) -> list[object]:
    parts = [one | {"id": "v1"}, *([two | {"id": "v2"}] if two else [])]
    return values_of(read(bundle(*parts)), "gbrca_status")


NOT_IN_1 = variant("BRCA1", present=False, source=GERMLINE)
NOT_IN_2 = variant("BRCA2", present=False, source=GERMLINE)


def in_2(significance: str, source: str = GERMLINE) -> Resource:
    return variant("BRCA2", present=True, source=source, significance=significance)


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ((in_2(PATHOGENIC),), ["pathogenic"]),
        ((NOT_IN_1, in_2(LIKELY_PATHOGENIC)), ["pathogenic"]),
        ((NOT_IN_1, NOT_IN_2), ["wild_type"]),
        ((NOT_IN_1, in_2(BENIGN)), ["wild_type"]),
        ((NOT_IN_1, in_2(UNCERTAIN)), ["vus"]),
        ((NOT_IN_1,), []),
        ((NOT_IN_1, in_2("")), []),
        ((in_2(PATHOGENIC, SOMATIC),), []),
        ((in_2(PATHOGENIC, ""),), []),
        ((NOT_IN_1, in_2(PATHOGENIC) | {"status": "entered-in-error"}), []),
    ],
)
def test_the_germline_question_is_answered_only_as_far_as_both_genes_allow(
    parts: tuple[Resource, ...], expected: list[object]
) -> None:
    assert brca(*parts) == expected


def test_the_germline_answer_names_all_that_it_rests_on_and_the_later_day() -> None:
    parts = (NOT_IN_1 | {"id": "v1"}, NOT_IN_2 | {"id": "v2", "effectiveDateTime": "2026-05-30"})
    fact = only(read(bundle(*parts)), "gbrca_status")
    assert fact.origin.place == "entry[1].resource; entry[2].resource"
    assert fact.effective is not None
    assert fact.effective.text == "2026-05-30"


def test_an_unclassified_germline_variant_is_named() -> None:
    assert "fhir-variant-unclassified" in whys(read(bundle(in_2(""))))


def test_a_profile_alone_makes_an_observation_a_variant() -> None:
    profile = {"profile": ["http://hl7.org/fhir/us/mcode/StructureDefinition/mcode-genomic-variant|4.0.0"]}
    odd = variant("KRAS", present=False) | {"code": {"text": "sequencing"}, "meta": profile}
    assert values_of(read(bundle(odd)), "variants") == ["kras"]
