"""Today: what is shown of a patient under treatment on one day, composed once for screen, file and hand-over.

`Words` are text in both languages, `{}` where there is nothing to say. Dates are ISO 8601, as precise as their source,
"" where no source says. An empty block means that nothing is recorded, never that there is nothing: say *not recorded*.
Every verdict is a suggestion. The worst of the limits counts: hold, then unknown, then reduce, then go.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from bedside_app.domain.fact import FactId
from bedside_app.domain.provenance import Provenance, Words

__all__ = [
    "Appointment",
    "Contact",
    "Cumulative",
    "CycleShown",
    "CycleState",
    "DoseShown",
    "Emergency",
    "Goal",
    "LastDose",
    "Limit",
    "OpenTest",
    "PlanShown",
    "Release",
    "Today",
    "Toxicity",
    "Verdict",
]


class Verdict(StrEnum):
    """What a limit says of giving the cycle today, worst first. `UNKNOWN` is never go: its value is asked for."""

    HOLD = "hold"
    UNKNOWN = "unknown"
    REDUCE = "reduce"
    GO = "go"


class CycleState(StrEnum):
    """What became of a cycle. `DUE`: its day has come and nothing of it is recorded; `PARTLY`: some of its drugs."""

    GIVEN = "given"
    PARTLY = "partly"
    NOT_GIVEN = "not_given"
    DUE = "due"
    PLANNED = "planned"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """One limit of the regimen beside the patient's value.

    `value` has its unit and is `{}` where nothing is recorded (`why` then says what is needed); of a value that is out
    of date or in conflict it shows what there is. `grade` is `Grade 2` with `ctcae` the version, `{}` and "" where no
    grade is known. `source` is the short name of the source for a column; `provenance` leads to the place itself.
    Of an unknown, `needs` says in a few words what is wanted, without naming the limit again.
    `action` says what reduce or hold means here (a dose step). `settled`: what reduces is ordered for the next
    cycle: nothing more is to be cut. `citations` are ids of the summary's `sources`.
    """

    id: str
    label: Words
    facts: tuple[FactId, ...]
    value: Words
    limit: Words
    verdict: Verdict
    why: Words
    needs: Words = field(default_factory=dict)
    action: Words = field(default_factory=dict)
    settled: bool = False
    grade: Words = field(default_factory=dict)
    ctcae: str = ""
    when: str = ""
    source: Words = field(default_factory=dict)
    provenance: tuple[Provenance, ...] = ()
    citations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """One thing that has to hold before the cycle is given. `met` None: nobody knows."""

    text: Words
    met: bool | None
    facts: tuple[FactId, ...] = ()
    when: str = ""
    provenance: tuple[Provenance, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Whom to call. `name` "" where the source names a role only; `hours` `{}` where it does not say when."""

    role: Words
    phone: str
    name: str = ""
    hours: Words = field(default_factory=dict)
    emergency: bool = False
    provenance: tuple[Provenance, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Emergency:
    """The rule of what must not wait. `now` is the value it is about today, `{}` where none is recorded today.

    `happening` true: the rule applies now and comes before everything else; None: nobody has measured.
    """

    text: Words
    also: Words
    deadline: Words
    now: Words
    happening: bool | None
    fact: FactId
    when: str = ""
    call: Contact | None = None
    provenance: tuple[Provenance, ...] = ()
    citations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LastDose:
    """The last administration: when, how many days ago, and in words what was given."""

    date: str
    days_ago: int
    text: Words
    provenance: tuple[Provenance, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanShown:
    """The regimen as ordered.

    `known` False: the regimen file does not hold it, so there are no limits, and `note` says so. `cycle`, `cycles`,
    `day` are None and `due` "" where the sources do not say.
    """

    regimen: Words
    regimen_id: str
    version: str
    known: bool
    intent: Words
    line: Words
    now: Words
    cycle: int | None = None
    cycles: int | None = None
    day: int | None = None
    due: str = ""
    ordered: str = ""
    note: Words = field(default_factory=dict)
    provenance: tuple[Provenance, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DoseShown:
    """One drug in one cycle, planned → given. `percent` of planned, rounded; None where it cannot be computed.

    `given` 0.0 with `given_text` *not given* where the record says so; None where nothing is recorded. `name` is the
    full INN with tall-man letters where they are used. `planned` is what the regimen orders, `ordered` what was ordered
    for this cycle (a reduced dose), None where they do not differ. `note` says what is odd: another unit, more than
    planned.
    """

    drug: str
    name: Words
    planned: float | None
    planned_unit: str
    planned_text: Words
    given: float | None
    given_unit: str
    given_text: Words
    percent: int | None
    ordered: float | None = None
    ordered_text: Words = field(default_factory=dict)
    note: Words = field(default_factory=dict)
    provenance: tuple[Provenance, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CycleShown:
    """One cycle. `date` is the day it was given, else the day it is due, "" where neither is recorded.

    `number` None: the administration names no cycle and its date does not tell it. `support` is the growth factor.
    """

    plan: str
    number: int | None
    date: str
    state: CycleState
    doses: tuple[DoseShown, ...]
    support: Words
    reason: Words
    state_text: Words
    provenance: tuple[Provenance, ...] = ()
    support_provenance: tuple[Provenance, ...] = ()
    reason_provenance: tuple[Provenance, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cumulative:
    """What was given of one drug so far.

    `per_m2` is summed by the body surface of each cycle, None where one is unknown. `complete` False: an
    administration is not counted (another unit, no dose), and `note` says which.
    """

    drug: str
    name: Words
    amount: float
    unit: str
    text: Words
    per_m2: float | None
    per_m2_text: Words
    limit: Words
    complete: bool = True
    note: Words = field(default_factory=dict)
    provenance: tuple[Provenance, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Toxicity:
    """One adverse event with its grade. `grade` None: it is recorded without one."""

    label: Words
    grade: int | None
    text: Words
    ctcae: str
    when: str
    provenance: tuple[Provenance, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """A goal or a limit of care in the words of its source. `kind` is `wish`, `aim` or `limits`."""

    kind: str
    label: Words
    text: Words
    date: str
    provenance: tuple[Provenance, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """What comes next. `booked` False: it is wanted and no appointment is recorded; `state` says it in words."""

    date: str
    text: Words
    booked: bool
    state: Words
    who: str = ""
    provenance: tuple[Provenance, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenTest:
    """A test that was asked for and has no result yet. `owner` "" where the source names nobody."""

    text: Words
    why: Words
    due: str
    owner: str
    state: Words
    provenance: tuple[Provenance, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """Everything that the first screen and the hand-over of a patient under treatment may say of one day.

    `headline` is the verdict as a sentence (*Suggested: hold, repeat count*), `because` the figure and its limit.
    `released_by` is empty where nothing holds. `otherwise` says who decides if it stays so. `wanted_fact` is what the
    one action asks for (`wanted` its label), None where nothing is asked. `limits` stand worst first, then in the
    order of the regimen file. `plans` are the active regimens, in the order of their start: more than one is an
    unknown that `because` names, and the limits of all of them are shown.
    """

    plans: tuple[PlanShown, ...]
    verdict: Verdict
    headline: Words
    because: Words
    suggestion: Words
    released_by: tuple[Release, ...]
    release_note: Words
    otherwise: Words
    wanted_fact: FactId | None
    wanted: Words
    emergency: Emergency | None
    limits: tuple[Limit, ...]
    limits_version: str
    last_dose: LastDose | None
    cycles: tuple[CycleShown, ...]
    cumulative: tuple[Cumulative, ...]
    surface: Words
    toxicities: tuple[Toxicity, ...]
    goals: tuple[Goal, ...]
    next: tuple[Appointment, ...]
    contacts: tuple[Contact, ...]
    open_tests: tuple[OpenTest, ...]

    def count(self, verdict: Verdict) -> int:
        """Return how many limits say this; those that reduce and are ordered so already are counted apart."""
        return sum(limit.verdict is verdict and not limit.settled for limit in self.limits)

    def counts(self) -> tuple[tuple[str, int], ...]:
        """Return what limits say with how many say it, worst first: a verdict, or `settled` before `go`."""
        settled = sum(limit.settled for limit in self.limits)
        told = [(verdict.value, self.count(verdict)) for verdict in Verdict]
        return tuple((code, count) for code, count in (*told[:-1], ("settled", settled), told[-1]) if count)
