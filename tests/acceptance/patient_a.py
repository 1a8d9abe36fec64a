"""Demonstration patient A as a record, read in this process, and what packs and pathway make of any record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

from bedside_app.dictionary.entries import load
from bedside_app.dictionary.view import View
from bedside_app.domain.fact import FactId
from bedside_app.domain.finding import PackResult
from bedside_app.domain.proposal import Proposal
from bedside_app.domain.record import PatientRecord
from bedside_app.foundation.settings import Settings
from bedside_app.inference.packs.find import find_packs
from bedside_app.inference.run import facts_made, run_packs
from bedside_app.intake.gather import gather
from bedside_app.therapy import knowledge
from bedside_app.therapy.arms import counted
from bedside_app.therapy.propose import proposal_for
from tests.inference.in_process import IN_PROCESS

FOLDER: Final = Path(__file__).resolve().parents[2] / "resources/demo/patient_a"
AS_OF: Final = date(2026, 11, 24)


@cache
def record() -> PatientRecord:
    """Return patient A as her files state her."""
    case = gather([FOLDER], settings=Settings())
    assert case.record is not None
    return case.record


def without(of: PatientRecord, *fact_ids: str) -> PatientRecord:
    """Return a record in which nothing is stated of some facts."""
    kept = tuple(fact for fact in of.facts if fact.id not in fact_ids)
    identity = of.identity
    if "birth_date" in fact_ids:
        identity = replace(identity, birth_date=None)
    if "sex" in fact_ids:
        identity = replace(identity, sex="")
    return replace(of, facts=kept, identity=identity)


def view_of(of: PatientRecord) -> View:
    """Return the record seen on patient A's day, for her one tumour."""
    key = of.primaries[0].key if of.primaries else ""
    return View(of, load(), as_of=AS_OF, primary=key)


def results_of(of: PatientRecord) -> dict[str, PackResult]:
    """Return what each pack says, treatments not counted."""
    return {result.pack: result for result in run_packs(view_of(of), find_packs().packs, IN_PROCESS)}


def proposal_of(of: PatientRecord) -> Proposal:
    """Return what the pathway makes of a record and of what the packs computed from it."""
    packs = [pack for pack in find_packs().packs if not pack.card.treatments]
    view = view_of(of)
    made = facts_made(run_packs(view, packs, IN_PROCESS), view)
    return counted(proposal_for(knowledge.load(load()), view_of(of.with_facts(made))))[0]


def ids(names: Sequence[str]) -> tuple[FactId, ...]:
    """Return names as fact ids."""
    return tuple(FactId(name) for name in names)
