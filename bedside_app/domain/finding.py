"""What a pack says about a patient: a number or class with its uncertainty, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from bedside_app.domain.fact import FactId, Scalar
from bedside_app.domain.refused import Refused

__all__ = ["Finding", "FindingState", "Interval", "PackResult"]


class FindingState(StrEnum):
    """How a pack ended for this patient."""

    DONE = "done"
    MISSING = "missing"
    REFUSED = "refused"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """Bounds of a value in its own unit; `kind` says which (published, conformal, ensemble), `level` its coverage."""

    low: float
    high: float
    level: float
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One output of a pack. `interval` None means that none is published: shown in words, never as certainty.

    Of an output in classes `classes` gives the threshold of each, `class_words` what it is called in both languages.
    """

    output: str
    value: Scalar
    unit: str
    fact_id: FactId | None = None
    label: dict[str, str] = field(default_factory=dict)
    classes: dict[str, str] = field(default_factory=dict)
    class_words: dict[str, dict[str, str]] = field(default_factory=dict)
    interval: Interval | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PackResult:
    """What one pack said about one primary (or the patient) under one plan of treatment.

    `arm` names the plan whose treatments were counted ("" where the pack counts none); `inputs` are the values
    used, in the pack's `units` (UCUM, of each input that has one); `contributions` the exact share of each input in
    an additive model. `assumed` is how unknown optional inputs were counted, as the publication defines it;
    `provided` conditions of the scope that nobody has confirmed, in words, under which alone the number holds.
    `uncertainty` says what is known of one result's error.
    """

    pack: str
    version: str
    primary: str
    state: FindingState
    provider: str = ""
    arm: str = ""
    findings: tuple[Finding, ...] = ()
    inputs: dict[str, Scalar] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    assumed: dict[str, Scalar] = field(default_factory=dict)
    rests_on: tuple[FactId, ...] = ()
    missing: tuple[FactId, ...] = ()
    contributions: dict[str, float] = field(default_factory=dict)
    refused: Refused | None = None
    origin: str = ""
    title: dict[str, str] = field(default_factory=dict)
    provided: tuple[dict[str, str], ...] = ()
    uncertainty: dict[str, str] = field(default_factory=dict)
    citations: tuple[str, ...] = ()
