"""The composed summary: everything that one page, one file or one screen may say of a case, composed once.

The order of the fields is the order of the published document (`docs/assess.md`). `Words` are text in both languages.
A number never stands alone: it has its unit, its text as shown, and the provenance that leads back to file, pack, rule.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from bedside_app.domain.case import ItemKind
from bedside_app.domain.fact import FactId, Scalar
from bedside_app.domain.image import ImageReading
from bedside_app.domain.proposal import OptionState, SafetyKind
from bedside_app.domain.provenance import Provenance, Words
from bedside_app.domain.today import Today

__all__ = [
    "Answer",
    "Change",
    "ChangeKind",
    "Decision",
    "Document",
    "Exclusion",
    "Flag",
    "FlagKind",
    "FoundState",
    "IdentityShown",
    "IdentityState",
    "KnowledgeVersion",
    "Outcome",
    "Provenance",
    "ShownDose",
    "ShownEvidence",
    "ShownFact",
    "ShownFinding",
    "ShownFlip",
    "ShownIdentifier",
    "ShownInterval",
    "ShownMissing",
    "ShownOption",
    "ShownProof",
    "ShownReason",
    "ShownRefusal",
    "ShownRegulatory",
    "ShownSafety",
    "ShownSource",
    "ShownStep",
    "Signature",
    "SignedDecision",
    "Summary",
    "UsedValue",
    "Verdict",
    "Words",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownIdentifier:
    """A number that somebody issued for the patient; `issuer` is its namespace, "" where the file does not say."""

    value: str
    issuer: str = ""


class IdentityState(StrEnum):
    """Whether the files agree on who the patient is. `CONFLICT` blocks the case."""

    AGREED = "agreed"
    CONFLICT = "conflict"
    NOT_STATED = "not_stated"


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityShown:
    """Who the patient is. "" means that no file says. `sides` holds every identity where they conflict."""

    state: IdentityState
    name: str = ""
    family: str = ""
    given: str = ""
    birth_date: str = ""
    age: int | None = None
    sex: str = ""
    identifiers: tuple[ShownIdentifier, ...] = ()
    files: int = 0
    sides: tuple[IdentityShown, ...] = ()
    source: str = ""


class FlagKind(StrEnum):
    """How grave a flag is, worst first."""

    BLOCKED = "blocked"
    HARD_STOP = "hard_stop"
    NOT_CLEARED = "not_cleared"
    CAUTION = "caution"


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """What has to be seen before the answer is read."""

    kind: FlagKind
    text: Words
    action: Words = field(default_factory=dict)
    facts: tuple[FactId, ...] = ()
    sources: tuple[str, ...] = ()
    primary: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The answer for one primary: a sentence, what it stands under, and the ids of the options that it names."""

    primary: str
    pathway: str
    version: str
    sentence: Words
    caption: Words
    options: tuple[str, ...] = ()


class FoundState(StrEnum):
    """How a finding ended: a number in scope, an input missing, out of scope, or a fault of ours."""

    DONE = "done"
    MISSING = "missing"
    REFUSED = "refused"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownInterval:
    """The published or computed interval of a value, in the value's own unit."""

    low: float
    high: float
    level: float
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UsedValue:
    """A value that a pack used, by the pack's name and in its UCUM unit; `assumed` where the pack fills it in."""

    name: str
    value: Scalar
    label: Words
    unit: str = ""
    assumed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownFinding:
    """One output of one pack for one primary under one plan (`arm`), or why there is none.

    `interval_text` is never empty where there is a value: it says the interval, or that none is published. `provided`
    are conditions of the scope that nobody has confirmed: the number holds only under them.
    """

    primary: str
    pack: str
    version: str
    title: Words
    provider: str
    arm: str
    arm_text: Words
    state: FoundState
    output: str
    fact: FactId | None
    label: Words
    value: Scalar | None
    unit: str
    text: Words
    interval: ShownInterval | None
    interval_text: Words
    scope: Words
    provided: tuple[Words, ...] = ()
    uncertainty: Words = field(default_factory=dict)
    citations: tuple[str, ...] = ()
    inputs: tuple[UsedValue, ...] = ()
    contributions: dict[str, float] = field(default_factory=dict)
    missing: tuple[FactId, ...] = ()
    provenance: tuple[Provenance, ...] = ()


class ChangeKind(StrEnum):
    """What a change means. `WORSE` and `BETTER` only where a CTCAE grade or a reference range says so."""

    WORSE = "worse"
    BETTER = "better"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownFact:
    """One fact of the case, as of the day: its value, or why it is unknown; of a conflict, all sides."""

    fact: FactId
    primary: str
    label: Words
    value: Scalar | None
    unit: str
    text: Words
    date: str
    unknown: str = ""
    unknown_text: Words = field(default_factory=dict)
    provenance: tuple[Provenance, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """An earlier and the latest value of one fact. `why` says what calls it worse or better, "" where nothing does."""

    fact: FactId
    primary: str
    label: Words
    earlier: ShownFact
    latest: ShownFact
    direction: str
    kind: ChangeKind
    why: Words = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownReason:
    """Why for, or why against: the words (`brief`: without what to do), the condition that held, facts and sources."""

    text: Words
    brief: Words = field(default_factory=dict)
    condition: str = ""
    facts: tuple[FactId, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownSafety:
    """A safety rule that nobody has answered yet: `text` says what it is about, `missing` what would answer it.

    `question` is what is shown of it: what was not asked or not tested, never as if it were a diagnosis.
    """

    rule: str
    kind: SafetyKind
    text: Words
    brief: Words = field(default_factory=dict)
    missing: tuple[FactId, ...] = ()
    missing_text: Words = field(default_factory=dict)
    drugs: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    question: Words = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownDose:
    """One drug for this patient. `text` is amount and unit, or what the dose still needs; never a guess."""

    drug: str
    name: Words
    schedule: Words
    amount: float | None
    unit: str
    per: str
    published: float
    text: Words
    arithmetic: Words
    adjustments: tuple[ShownReason, ...] = ()
    missing: tuple[FactId, ...] = ()
    cumulative: Words = field(default_factory=dict)
    provenance: tuple[Provenance, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownRegulatory:
    """Regulatory status of an option in one region, with its date."""

    region: str
    status: str
    date: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownEvidence:
    """Three axes that are never merged, and the published effect sizes."""

    guideline: str = ""
    actionability: str = ""
    regulatory: tuple[ShownRegulatory, ...] = ()
    figures: tuple[Words, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownFlip:
    """Another value of one fact, and what the option would then be."""

    fact: FactId
    label: Words
    answer: str
    answer_text: Words
    becomes: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownProof:
    """The facts used with their values, the conditions that were met, and what would flip the option."""

    facts: dict[str, Scalar | None] = field(default_factory=dict)
    conditions: tuple[str, ...] = ()
    flips: tuple[ShownFlip, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a pack forecasts under an option's plan: value, interval or the words that none is published."""

    pack: str
    version: str
    title: Words
    arm_text: Words
    output: str
    label: Words
    value: float
    text: Words
    interval_text: Words
    provenance: tuple[Provenance, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownOption:
    """One way to go at one step. `name` is the full INN in English, `label` the name in both languages.

    `provided` is the condition under which alone an offered or suggested option stands, empty where there is none.
    """

    id: str
    name: str
    label: Words
    state: OptionState
    rank: int
    suggested: bool
    primary: str
    pathway: str
    step: str
    not_cleared: tuple[ShownSafety, ...] = ()
    missing: tuple[FactId, ...] = ()
    missing_text: Words = field(default_factory=dict)
    reasons_for: tuple[ShownReason, ...] = ()
    reasons_against: tuple[ShownReason, ...] = ()
    notes: tuple[ShownReason, ...] = ()
    regimen: str = ""
    arm: str = ""
    dose: tuple[ShownDose, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    evidence: ShownEvidence = field(default_factory=ShownEvidence)
    proof: ShownProof = field(default_factory=ShownProof)
    provided: Words = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownStep:
    """One decision of the pathway in clinical order. `applies` null: an unknown decides whether it does.

    While `awaits` holds facts, nothing of the step is suggested: they are asked first.
    """

    id: str
    primary: str
    pathway: str
    title: Words
    applies: bool | None
    missing: tuple[FactId, ...] = ()
    awaits: tuple[FactId, ...] = ()
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusion:
    """An option that is excluded, with its reasons; it stays visible, without figures.

    `applicable` is false where it is not for such a patient at all: that is said before any contraindication.
    """

    option: str
    name: str
    label: Words
    primary: str
    step: str
    reasons: tuple[ShownReason, ...] = ()
    applicable: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One answer to a missing fact and what it would change, as `option: state` and in words, most decisive first."""

    answer: str
    answer_text: Words
    changes: tuple[str, ...]
    effects: tuple[Words, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownMissing:
    """An unknown, why it is unknown, and what each answer would decide; the most decisive first."""

    fact: FactId
    primary: str
    label: Words
    weight: float
    unknown: str
    unknown_text: Words
    decides: tuple[Decision, ...] = ()
    asked_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownRefusal:
    """Something that was refused or not understood, as a sentence, with the file and the place that it is about."""

    code: str
    text: Words
    what: str = ""
    file: str = ""
    digest: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One file of the case."""

    digest: str
    name: str
    kind: str
    reader: str
    bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownSource:
    """A publication, label or guideline section. `review` is `needed` where it was not read for this version."""

    id: str
    title: str
    doi: str = ""
    section: str = ""
    review: str = "read"


@dataclass(frozen=True, slots=True, kw_only=True)
class KnowledgeVersion:
    """A pathway, pack or dictionary that the answer rests on. `signed_by` "" means that nobody has signed it."""

    kind: str
    id: str
    version: str
    title: Words = field(default_factory=dict)
    origin: str = "built-in"
    review_by: str = ""
    expired: bool = False
    signed_by: str = ""


class Verdict(StrEnum):
    """What a reviewer says of one item."""

    AGREED = "agreed"
    MODIFIED = "modified"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedDecision:
    """What the signer said of one item, by its key in the review and as it was called on screen.

    A dose that was changed has `amount` and `unit`; any other change is in the signer's own words (`version`). `option`
    is the option that the item is or belongs to, `dose` the place of a dose in it.
    """

    item: str
    kind: ItemKind
    title: Words
    verdict: Verdict
    reason: str = ""
    version: str = ""
    amount: float | None = None
    unit: str = ""
    primary: str = ""
    option: str = ""
    dose: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """Who signed which revision when (`at`, ISO with its zone), name and role as typed, and every decision taken."""

    by: str
    role: str
    at: str
    revision: int
    decisions: tuple[SignedDecision, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """The whole composed summary of one case as of one day.

    `signed` stays None until a person signs; `data_date` is the day of the newest fact, "" where none is dated.
    `today` stands while a regimen is active. `images` is what networks say of the images: they raise suspicion, and
    never lower what a radiologist said.
    """

    as_of: str
    data_date: str
    signed: Signature | None
    demonstration: bool
    program: str
    notice: Words
    identity: IdentityShown
    flags: tuple[Flag, ...]
    answer: Words
    answers: tuple[Answer, ...]
    findings: tuple[ShownFinding, ...]
    changes: tuple[Change, ...]
    steps: tuple[ShownStep, ...]
    options: tuple[ShownOption, ...]
    exclusions: tuple[Exclusion, ...]
    missing: tuple[ShownMissing, ...]
    refusals: tuple[ShownRefusal, ...]
    not_understood: tuple[ShownRefusal, ...]
    facts: tuple[ShownFact, ...]
    files: tuple[Document, ...]
    sources: tuple[ShownSource, ...]
    knowledge: tuple[KnowledgeVersion, ...]
    today: Today | None = None
    images: tuple[ImageReading, ...] = ()
