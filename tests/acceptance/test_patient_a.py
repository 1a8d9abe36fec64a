"""Demonstration patient A: PREDICT is the formula's, and what is switched off is missing, never another number."""

from __future__ import annotations

from itertools import product

import pytest

from bedside_app.domain.fact import Scalar
from bedside_app.domain.finding import FindingState
from bedside_app.domain.proposal import OptionState
from bedside_app.inference.packs.find import find_packs
from bedside_app.inference.run import run_packs
from tests.acceptance.patient_a import proposal_of, record, results_of, view_of, without
from tests.inference.in_process import IN_PROCESS
from tests.inference.reference import REFERENCES

ARMS: dict[str, dict[str, Scalar]] = {
    f"{chemotherapy} {hormone} {trastuzumab} {bisphosphonate}": {
        "chemotherapy": chemotherapy,
        "hormone_therapy": hormone,
        "trastuzumab": trastuzumab,
        "bisphosphonate": bisphosphonate,
    }
    for chemotherapy, hormone, trastuzumab, bisphosphonate in product(
        ("none", "second_generation", "third_generation"), (False, True), (False, True), (False, True)
    )
}
SPEAKS_OF_HER = set(results_of(record()))
REQUIRED = [
    (pack.id, entry.name, str(entry.fact))
    for pack in find_packs().packs
    if pack.id in SPEAKS_OF_HER
    for entry in pack.card.inputs
    if entry.required and entry.role != "treatment"
]
STATED_AS = {"age": "birth_date"}  # what a source states where the fact itself is computed


def test_every_arm_of_predict_is_the_formulas_to_a_millionth() -> None:
    pack = find_packs().pack("predict_breast_v2_2")
    results = run_packs(view_of(record()), [pack], IN_PROCESS, arms=ARMS)
    assert len(results) == len(ARMS)
    for result in results:
        assert result.state is FindingState.DONE, result.refused
        expected = REFERENCES["predict_breast_v2_2"]({**result.inputs, **ARMS[result.arm]})
        found = {finding.output: finding.value for finding in result.findings}
        assert found == pytest.approx({name: expected[name] for name in found}, abs=1e-6)
        assert {f"overall_survival_{year}y_treated" for year in range(1, 16)} <= set(found)


@pytest.mark.parametrize(("pack", "name", "fact"), REQUIRED, ids=str)
def test_a_required_fact_that_is_switched_off_makes_its_results_missing_and_no_other_number_moves(
    pack: str, name: str, fact: str
) -> None:
    before = results_of(record())
    off = STATED_AS.get(fact, fact)
    derived_from = {"positive_nodes": ("pn_category", "ypn_category"), "er_status": ("er_percent",)}
    after = results_of(without(record(), off, *derived_from.get(fact, ())))
    assert before[pack].state is FindingState.DONE
    assert after[pack].state is FindingState.MISSING
    assert fact in after[pack].missing
    assert after[pack].findings == ()
    for other, result in after.items():
        if other not in before:
            continue  # an alternative, which speaks only where the other lacks a value
        publication_knows_it_as_unknown = bool(result.assumed.keys() - before[other].assumed.keys())
        if result.state is FindingState.DONE and not publication_knows_it_as_unknown:
            assert [(f.output, f.value) for f in result.findings] == [
                (f.output, f.value) for f in before[other].findings
            ]


BEFORE = {option.id: option for option in proposal_of(record()).options}
USED = sorted({str(fact) for option in BEFORE.values() for fact in option.proof.facts})


@pytest.mark.parametrize("fact", USED)
def test_a_fact_that_is_switched_off_never_gives_a_dose_another_number(fact: str) -> None:
    """An option may become blocked, excluded or reordered; a dose that is still given is the dose that it was."""
    for option in proposal_of(without(record(), fact)).options:
        doses = {dose.drug: dose for dose in BEFORE[option.id].doses} if option.id in BEFORE else {}
        for dose in option.doses:
            if dose.amount is not None and dose.drug in doses and doses[dose.drug].amount is not None:
                same = dose.amount == doses[dose.drug].amount
                assert same or dose.missing, f"{option.id} {dose.drug} without {fact}"


def test_without_weight_a_dose_by_body_surface_needs_it() -> None:
    doses = [
        dose
        for option in proposal_of(without(record(), "weight")).options
        for dose in option.doses
        if dose.per in ("m2", "kg")
    ]
    assert all(dose.amount is None and "weight" in dose.missing for dose in doses)


def test_nothing_known_but_the_tumour_offers_no_drug() -> None:
    kept = {"primary_site", "tumour_behaviour", "histology", "laterality"}
    bare = without(record(), *({str(fact.id) for fact in record().facts} - kept))
    offered = [o for o in proposal_of(bare).options if o.state is OptionState.OFFERED and o.regimen]
    assert offered == []
