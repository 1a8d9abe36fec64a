"""Reads `breast_cases.yaml`: patients of early breast cancer, each with what an oncologist would answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from bedside_app.domain.fact import Fact, Scalar
from bedside_app.domain.moment import Moment
from bedside_app.domain.record import PatientRecord
from bedside_app.foundation.bounded import yaml_file
from tests.records import IDENTITY, fact_of, items_of, record_of

__all__ = ["CASES", "FIT", "INVASIVE", "TUMOURS", "Case", "Values", "collected", "patient"]

Values = Mapping[str, Scalar]

INVASIVE: Final[Values] = {"primary_site": "breast", "tumour_behaviour": "invasive", "m_category": "M0"}
FIT: Final[Values] = {
    "ecog": 0,
    "lvef": 63,
    "qtcf": 415,
    "hbsag": "negative",
    "anti_hbc": "negative",
    "weight": 64,
    "height": 165,
    "neutrophils": 4.1,
    "platelets": 245,
    "haemoglobin": 132,
    "alt": 22,
    "ast": 24,
    "alkaline_phosphatase": 70,
    "bilirubin": 10,
    "alt_upper_limit": 40,
    "ast_upper_limit": 40,
    "alkaline_phosphatase_upper_limit": 120,
    "bilirubin_upper_limit": 21,
    "creatinine_clearance": 90,
    "egfr_ckd_epi": 90,
    "corrected_calcium": 2.3,
    "potassium": 4.0,
    "magnesium": 0.85,
}
TUMOURS: Final[Mapping[str, Values]] = {
    "luminal": {"er_status": "positive", "pr_status": "positive", "her2_status": "negative"},
    "her2_positive": {"er_status": "positive", "pr_status": "positive", "her2_status": "positive"},
    "triple_negative": {"er_status": "negative", "pr_status": "negative", "her2_status": "negative"},
}
WORDS: Final = {
    "cytotoxic": ("doxorubicin", "epirubicin", "docetaxel", "paclitaxel", "cyclophosphamide", "chemotherapy"),
    "targeted": ("trastuzumab", "pertuzumab", "abemaciclib", "ribociclib", "olaparib", "pembrolizumab"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One patient and the answer. `suggested` pairs a step with its first option; words are English.

    `not_asked` are steps that do not apply.
    """

    name: str
    record: PatientRecord
    suggested: Mapping[str, str] = field(default_factory=dict)
    offered: tuple[str, ...] = ()
    excluded: Mapping[str, str] = field(default_factory=dict)
    blocked: Mapping[str, str] = field(default_factory=dict)
    never_named: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    not_asked: tuple[str, ...] = ()
    refused: str = ""


def collected(stopped: tuple[str, ...] = (), **lists: tuple[str, ...]) -> tuple[Fact, ...]:
    """Return complete lists of diseases, allergies and medicines; those that are not named are empty."""
    facts: list[Fact] = []
    for name in ("comorbidities", "allergies", "medicines"):
        facts += items_of(name, tuple(lists.get(name, ())), complete=True)
    return (*facts, *(fact_of("medicines", item, detail={"end": "2026-03-01"}) for item in stopped))


def patient(*values: Values, age: int = 62, sex: str = "female", lists: tuple[Fact, ...] = ()) -> PatientRecord:
    """Return a record of these values, the later ones in force."""
    merged = {name: value for part in values for name, value in part.items()}
    identity = replace(IDENTITY, birth_date=Moment(f"{2026 - age}-01-01"), sex=sex)
    return record_of(*lists, identity=identity, **merged)


def _record(raw: dict[str, Any]) -> PatientRecord:
    taken = raw.pop("without", [])
    usual = {**INVASIVE, **({} if taken == "everything" else FIT)}
    usual = {name: value for name, value in usual.items() if name not in taken}
    lists = raw.pop("lists", {})
    return patient(
        usual,
        TUMOURS.get(raw.pop("tumour", ""), {}),
        raw.pop("facts", {}),
        age=raw.pop("age", 62),
        sex=raw.pop("sex", "female"),
        lists=() if lists == "none" else collected(**lists),
    )


def _case(raw: dict[str, Any]) -> Case:
    never = [word for name in raw.pop("never_named", []) for word in WORDS.get(name, (name,))]
    return Case(record=_record(raw), never_named=tuple(never), **raw)


CASES: Final = tuple(_case(dict(raw)) for raw in yaml_file(Path(__file__).with_suffix(".yaml")))
