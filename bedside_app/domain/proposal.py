"""What a pathway says about a patient: options with their reasons, doses, evidence and proof."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from bedside_app.domain.fact import FactId, Scalar
from bedside_app.domain.record import Refused

__all__ = [
    "Dose",
    "Evidence",
    "MissingFact",
    "Option",
    "OptionState",
    "Proof",
    "Proposal",
    "Reason",
    "SafetyFinding",
    "SafetyKind",
    "Source",
    "Step",
    "Words",
]

Words = dict[str, str]  # language ("en", "fr") to text: knowledge carries its own words, both languages required


class OptionState(StrEnum):
    """Offered; blocked by an unknown that must be answered first; excluded with its reason."""

    OFFERED = "offered"
    BLOCKED = "blocked"
    EXCLUDED = "excluded"


class SafetyKind(StrEnum):
    """What a safety rule does when it holds: removes, lowers, or asks for a test before the first dose."""

    ABSOLUTE = "absolute"
    RELATIVE = "relative"
    NEEDS_TEST = "needs_test"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A publication, label or guideline section. `review` is `needed` where it was not read for this version."""

    id: str
    title: str
    doi: str = ""
    section: str = ""
    review: str = "read"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why for, or why against: words in both languages, the condition that held, and the facts it used.

    Of a safety rule `brief` is what `text` says without what to do about it, and `action` is that.
    """

    text: Words
    brief: Words = field(default_factory=dict)
    action: Words = field(default_factory=dict)
    condition: str = ""
    facts: tuple[FactId, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SafetyFinding:
    """A safety rule that holds for an option, or that could not be answered (`holds` None).

    `excludes`: where it holds it removes the option, else it lowers it. `question` is an open rule as what is asked.
    """

    rule: str
    kind: SafetyKind
    holds: bool | None
    reason: Reason
    missing: tuple[FactId, ...] = ()
    drugs: tuple[str, ...] = ()
    excludes: bool = False
    question: Words = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dose:
    """One drug of a regimen for this patient, or why its dose cannot be given yet.

    `amount` in `unit` after cap, rounding and organ-function steps; `arithmetic` shows the way from the published dose.
    """

    drug: str
    schedule: Words
    amount: float | None
    unit: str
    per: str
    published: float
    arithmetic: Words = field(default_factory=dict)
    adjustments: tuple[Reason, ...] = ()
    missing: tuple[FactId, ...] = ()
    cumulative: Words = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Three axes that are never merged: guideline strength, actionability, regulatory status with region and date."""

    guideline: str = ""
    actionability: str = ""
    regulatory: tuple[tuple[str, str, str], ...] = ()  # region, status, date
    sources: tuple[str, ...] = ()
    figures: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """Facts used with their values, conditions that were met, and what would flip the option.

    `flips` says for one fact at a time: another value (a code, `true`, a range such as `≥ 30, < 60`, an item of a
    collection, `not` and an item, `none`), and what the option would then be: `suggested`, `offered`, `blocked`,
    `excluded`, or `not_offered` where its step would not apply.
    """

    facts: dict[str, Scalar | None] = field(default_factory=dict)
    conditions: tuple[str, ...] = ()
    flips: tuple[tuple[FactId, str, str], ...] = ()  # fact, other value in words of the dictionary, resulting state


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One way to go at one step. `rank` is 1 for the suggested of the offered, 0 where it is not offered.

    `provided` is the condition under which an offered option stands: what a measurement that is still missing must
    show, or who must agree first. Empty where there is none. `called` is what people read in place of `name` where the
    patient allows a shorter one.
    """

    id: str
    step: str
    name: Words
    state: OptionState
    rank: int = 0
    reasons_for: tuple[Reason, ...] = ()
    reasons_against: tuple[Reason, ...] = ()
    notes: tuple[Reason, ...] = ()  # for information: they move nothing
    safety: tuple[SafetyFinding, ...] = ()
    missing: tuple[FactId, ...] = ()
    regimen: str = ""
    doses: tuple[Dose, ...] = ()
    arm: str = ""
    evidence: Evidence = field(default_factory=Evidence)
    proof: Proof = field(default_factory=Proof)
    provided: Words = field(default_factory=dict)
    called: Words = field(default_factory=dict)

    @property
    def shown_name(self) -> Words:
        """What people read."""
        return self.called or self.name

    @property
    def not_cleared(self) -> tuple[SafetyFinding, ...]:
        """The safety rules that nobody has answered yet: never "clear"."""
        return tuple(finding for finding in self.safety if finding.holds is None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One decision of the pathway, in clinical order; `applies` None: an unknown decides whether it does.

    While `awaits` is not empty a blocked option could still come first: no option of the step has rank 1, nothing is
    suggested, and these facts are asked first.
    """

    id: str
    title: Words
    applies: bool | None
    missing: tuple[FactId, ...] = ()
    awaits: tuple[FactId, ...] = ()
    options: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingFact:
    """An unknown and what its answers would decide, computed by asking the pathway again with each of them.

    `decides` pairs an answer with what it would change, both written as in `Proof.flips`, each change as
    `option: state` (`cleared` or `lowered` where only an open safety rule is answered). `weight` orders the list, most
    decisive first: 5 changes what is suggested, 4 the state of an option, 3 answers one of several open questions, 2
    answers a safety rule, 1 gives a dose, 0 changes nothing. What only a safety rule asks for weighs 2 at most: it is
    needed before the first dose, not before the choice.
    """

    fact_id: FactId
    weight: float
    decides: tuple[tuple[str, tuple[str, ...]], ...] = ()
    asked_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What a pathway makes of one primary tumour, or why there is none (`refused`).

    `answer` is the sentence of the answer, composed from the pathway's own steps: it names options of rank 1 only, and
    what must be known first.
    """

    pathway: str
    version: str
    title: Words
    primary: str
    steps: tuple[Step, ...] = ()
    missing: tuple[MissingFact, ...] = ()
    answer: Words = field(default_factory=dict)
    sources: tuple[Source, ...] = ()
    review_by: str = ""
    signed_by: str = ""
    refused: Refused | None = None

    @property
    def options(self) -> tuple[Option, ...]:
        """All options, step by step."""
        return tuple(option for step in self.steps for option in step.options)
