"""The shape of knowledge files: sources, drugs, regimens, safety rules, pathways. `docs/pathways.md` explains each key.

Only the shape is held here; what the expressions say, and whether names exist, is held by `inspection`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter, model_validator

__all__ = [
    "Adjustment",
    "Cap",
    "Caveat",
    "Cumulative",
    "Cycle",
    "DayLimit",
    "DoseStep",
    "Drug",
    "EligibleRule",
    "Emergency",
    "EntryRule",
    "EvidenceRule",
    "Loading",
    "Multiple",
    "OptionRule",
    "Pathway",
    "ReasonRule",
    "Regimen",
    "RegimenDrug",
    "RegulatoryStatus",
    "SafetyRule",
    "SourceEntry",
    "StepRule",
    "Words",
    "json_schemas",
]


def _both(words: dict[str, str]) -> dict[str, str]:
    if set(words) != {"en", "fr"} or not all(text.strip() for text in words.values()):
        raise ValueError("words are needed in both languages: {en: ..., fr: ...}")
    return words


Words = Annotated[dict[str, str], AfterValidator(_both)]
Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=64)]
Day = Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\d$")]
Ids = tuple[Id, ...]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SourceEntry(_Strict):
    """A publication, label or guideline section. `review: needed` marks what is known from memory only."""

    id: Id
    title: str
    doi: str = ""
    section: str = ""
    review: Literal["read", "needed"]
    read: str = ""


class Drug(_Strict):
    """A drug by its INN, with the groups that safety rules may name."""

    id: Id
    name: Words
    tall_man: str = ""
    groups: Ids = ()
    atc: str = ""


class Cycle(_Strict):
    """Length and number of cycles."""

    days: int = Field(gt=0)
    count: int = Field(gt=0)


class Cap(_Strict):
    """An upper limit of the calculation: body surface (m2), clearance in the Calvert formula (mL/min), or amount."""

    bsa: float | None = Field(default=None, gt=0)
    gfr: float | None = Field(default=None, gt=0)
    amount: float | None = Field(default=None, gt=0)
    source: str = ""


class Loading(_Strict):
    """A first dose that differs from the next ones."""

    dose: float = Field(gt=0)
    schedule: Words


class Adjustment(_Strict):
    """An organ-function step: the first that holds multiplies or replaces the published dose."""

    when: str
    factor: float | None = Field(default=None, ge=0)
    amount: float | None = Field(default=None, ge=0)
    text: Words
    source: str = ""

    @model_validator(mode="after")
    def _one_change(self) -> Self:
        if (self.factor is None) == (self.amount is None):
            raise ValueError("a step gives either a factor or an amount")
        return self


class Cumulative(_Strict):
    """A lifetime limit: the fact that holds what was given, and how much one unit of this drug counts."""

    limit: float = Field(gt=0)
    unit: str
    fact: Id
    equivalent: float = Field(default=1.0, gt=0)
    source: str = ""


class RegimenDrug(_Strict):
    """One drug of a regimen as numbers. `gfr` names the fact that the Calvert formula uses."""

    drug: Id
    dose: float = Field(gt=0)
    unit: str
    per: Literal["m2", "kg", "auc", "flat"]
    route: Words
    days: tuple[int, ...] = ()
    schedule: Words
    round_to: float | None = Field(default=None, gt=0)
    cap: Cap | None = None
    gfr: Id | None = None
    loading: Loading | None = None
    adjust: tuple[Adjustment, ...] = ()
    needs: Ids = ()
    cumulative: Cumulative | None = None


class DoseStep(_Strict):
    """A reduced dose of one drug of the regimen, in the unit and per what its published dose has."""

    drug: Id
    amount: float = Field(ge=0)


class Caveat(_Strict):
    """What may make a value look better or worse than it is, when a condition holds."""

    when: str
    text: Words


class Multiple(_Strict):
    """A number of a text that is so many times a fact: the upper limit of normal of the laboratory that measured."""

    times: float = Field(default=1.0, gt=0)
    of: Id


class DayLimit(_Strict):
    """A limit held against the patient's value before each cycle: what holds the cycle, what reduces it.

    `within` days: an older value says nothing of today. `again`: asked once more before a held cycle is released.
    `growth_factor`: one belongs to what reduces, beside the dose steps. `numbers` stand for `{name}` in `text`,
    `release` and `otherwise`. `short` names each of several values in the cell where they stand together.
    """

    id: Id
    label: Words
    fact: Id
    also: Ids = ()
    short: dict[Id, Words] = Field(default_factory=dict)
    within: int | None = Field(default=None, ge=0)
    numbers: dict[Id, Multiple] = Field(default_factory=dict)
    hold: str | None = None
    reduce: str | None = None
    text: Words
    on_hold: Words | None = None
    on_reduce: Words | None = None
    steps: tuple[DoseStep, ...] = ()
    growth_factor: bool = False
    release: Words | None = None
    again: bool = False
    otherwise: Words | None = None
    caveats: tuple[Caveat, ...] = ()
    sources: Ids = ()

    @model_validator(mode="after")
    def _says_what_follows(self) -> Self:
        if self.hold is None and self.reduce is None:
            raise ValueError("a limit says what holds or what reduces a cycle")
        if (self.hold is None) != (self.on_hold is None) or (self.reduce is None) != (self.on_reduce is None):
            raise ValueError("what holds or reduces comes with its words: on_hold, on_reduce")
        if (self.steps or self.growth_factor) and self.reduce is None:
            raise ValueError("a dose step belongs to what reduces")
        return self


class Emergency(_Strict):
    """What must not wait while drugs of these ids or groups are given: the value that starts it, and what is done."""

    id: Id
    drugs: Ids = Field(min_length=1)
    fact: Id
    within: int = Field(ge=0)
    when: str
    text: Words
    also: Words
    deadline: Words
    sources: Ids = ()


class Regimen(_Strict):
    """Drugs that are given together. `version` is that of the limits; `names` are whole texts that mean it."""

    id: Id
    name: Words
    names: tuple[str, ...] = ()
    version: str = Field(default="", pattern=r"^([0-9][0-9A-Za-z.-]*)?$")
    limits: tuple[DayLimit, ...] = ()
    cycle: Cycle | None = None
    duration: Words | None = None
    arm: dict[str, str | bool | int | float] = {}
    bsa: Literal["mosteller", "dubois"] = "mosteller"
    sources: Ids = ()
    drugs: tuple[RegimenDrug, ...] = Field(min_length=1)


class SafetyRule(_Strict):
    """What speaks against drugs (ids or groups) or procedures (kinds or ids of options), and how strongly.

    `action` is what to do while the rule is open, `met` what is left to do where it holds. `ask` says briefly what an
    open rule asks for (without it the text does). `provided` is the condition under which a held rule still allows it.
    """

    id: Id
    drugs: Ids = ()
    procedures: Ids = ()
    kind: Literal["absolute", "relative", "needs_test"]
    then: Literal["excludes", "lowers"] | None = None
    when: str
    text: Words
    action: Words | None = None
    met: Words | None = None
    ask: Words | None = None
    provided: Words | None = None
    sources: Ids = ()

    @model_validator(mode="after")
    def _says_what_follows(self) -> Self:
        if (self.kind == "needs_test") != (self.then is not None):
            raise ValueError("needs_test, and no other kind, says what follows: then: excludes or lowers")
        if not self.drugs and not self.procedures:
            raise ValueError("a rule names drugs or procedures")
        return self


class EntryRule(_Strict):
    """What must be true to use the pathway, and what to say where it is false."""

    when: str
    otherwise: Words


class EligibleRule(_Strict):
    """What must be true for an option, and what to say where it is false."""

    when: str
    otherwise: Words
    sources: Ids = ()


class ReasonRule(_Strict):
    """Why for (points > 0), why against (< 0), or for information (0)."""

    when: str
    points: int
    text: Words
    sources: Ids = ()


class RegulatoryStatus(_Strict):
    """Status in one region since a date (year, or year and month)."""

    region: Literal["EU", "US"]
    status: Literal["approved", "off label"]
    date: str = Field(default="", pattern=r"^(\d{4}(-\d\d(-\d\d)?)?)?$")


class EvidenceRule(_Strict):
    """Three axes that are never merged, and effect sizes as published."""

    guideline: str = ""
    actionability: str = ""
    regulatory: tuple[RegulatoryStatus, ...] = ()
    figures: tuple[Words, ...] = ()
    sources: Ids = ()


class CalledRule(_Strict):
    """Another name of an option, for patients of whom a condition holds."""

    when: str
    name: Words


class OptionRule(_Strict):
    """One way to go: a regimen, or a named procedure, test or abstention. `gives`: the facts that a test answers.

    `brief` is what the answer sentence calls it, where its name is longer than a sentence bears; of `called` the first
    whose condition holds takes the place of `name`.
    """

    id: Id
    gives: tuple[Id, ...] = ()
    regimen: Id | None = None
    name: Words | None = None
    brief: Words | None = None
    called: tuple[CalledRule, ...] = ()
    kind: Literal["drug", "surgery", "radiotherapy", "test", "none"]
    eligible: tuple[EligibleRule, ...] = ()
    base: int
    reasons: tuple[ReasonRule, ...] = ()
    evidence: EvidenceRule = EvidenceRule()

    @model_validator(mode="after")
    def _has_one_name(self) -> Self:
        if (self.regimen is None) == (self.name is None):
            raise ValueError("an option has either a regimen or a name")
        if self.regimen is not None and self.kind != "drug":
            raise ValueError("an option with a regimen is of the kind drug")
        return self


class StepRule(_Strict):
    """One decision; its options compete. `says` puts the suggested option into the answer sentence.

    `topic` is what the answer calls the decision while it waits for a test.
    """

    id: Id
    title: Words
    topic: Words | None = None
    says: Words
    when: str
    options: tuple[OptionRule, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _names_the_option(self) -> Self:
        if any(text.count("{option}") != 1 or text.count("{") != 1 for text in self.says.values()):
            raise ValueError("says holds {option} once, in both languages")
        return self


class Pathway(_Strict):
    """The decisions of one setting, in clinical order."""

    id: Id
    version: str = Field(pattern=r"^[0-9][0-9A-Za-z.-]*$")
    title: Words
    sites: tuple[str, ...] = Field(min_length=1)
    review_by: Day
    signed_by: str | None = None
    entry: tuple[EntryRule, ...] = Field(min_length=1)
    define: dict[Id, str] = {}
    steps: tuple[StepRule, ...] = Field(min_length=1)

    def option_rule(self, option_id: str) -> tuple[StepRule, OptionRule]:
        """Return an option with its step.

        Raises
        ------
        KeyError
            The pathway has no such option.
        """
        for step in self.steps:
            for option in step.options:
                if option.id == option_id:
                    return step, option
        raise KeyError(option_id)


def json_schemas() -> Mapping[str, dict[str, Any]]:
    """Return the JSON Schema of each kind of file, as `resources/schemas/` publishes them for editors."""
    lists: Mapping[str, Any] = {
        "sources": tuple[SourceEntry, ...],
        "drugs": tuple[Drug, ...],
        "regimens": tuple[Regimen, ...],
        "safety": tuple[SafetyRule, ...],
        "emergencies": tuple[Emergency, ...],
    }
    made = {name: TypeAdapter(kind).json_schema() for name, kind in lists.items()}
    return {**made, "pathway": Pathway.model_json_schema()}
