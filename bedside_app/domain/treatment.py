"""A treatment under way as the record tells it, and what its limits say on one day. Nothing here is filled in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from bedside_app.domain.fact import Fact, FactId
from bedside_app.domain.moment import Moment
from bedside_app.domain.proposal import Source
from bedside_app.domain.provenance import Words
from bedside_app.domain.record import Reading
from bedside_app.domain.today import Verdict

__all__ = [
    "CaveatToday",
    "Course",
    "CourseDrug",
    "Cycle",
    "Dose",
    "EmergencyToday",
    "LimitToday",
    "StepToday",
    "Surface",
    "TreatmentDay",
]

_NOT_TO_COME: Final = frozenset({"completed", "revoked"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Dose:
    """One dose as ordered or given. `amount` None: no dose is recorded. `milligrams` None: the unit is no mass.

    `given` is true of an administration, false of one that the record says was not given, None of an order.
    """

    drug: str
    label: str
    amount: float | None
    unit: str
    milligrams: float | None
    given: bool | None
    fact: Fact
    day: Moment | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cycle:
    """One cycle of a course. `fact` None: only doses tell of it; `number` None: nothing tells which it is."""

    number: int | None
    due: Moment | None
    status: str
    reason: str
    orders: tuple[Dose, ...]
    given: tuple[Dose, ...]
    support: tuple[Dose, ...]
    fact: Fact | None = None

    @property
    def started(self) -> Moment | None:
        """The first day on which a drug of the regimen was given, None where none was or none is dated."""
        days = [dose.day for dose in self.given if dose.given and dose.day is not None]
        return min(days, key=Moment.sort_key, default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Surface:
    """The body surface that the doses were set with, in m2, from which height and weight and by which formula."""

    m2: float
    formula: str
    height: Fact
    weight: Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseDrug:
    """One drug of a known regimen: its name, on how many days of a cycle, and its lifetime limit where it has one."""

    drug: str
    name: Words
    days: int
    limit: float | None = None
    limit_unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """One plan of anticancer treatment.

    `regimen` "" where the regimen file does not know what the record names, or where `unfit` drugs are ordered or given
    that the regimen of that name does not hold: then it is another regimen. What the regimen file says of it (`name`,
    `version` of its limits, `cycle_count`, `drugs`) is empty then.
    """

    key: str
    title: str
    regimen: str
    status: str
    fact: Fact
    name: Words = field(default_factory=dict)
    version: str = ""
    cycle_count: int | None = None
    cycle_days: int | None = None
    drugs: tuple[CourseDrug, ...] = ()
    intents: tuple[str, ...] = ()
    intent_text: str = ""
    line: str = ""
    planned: tuple[Dose, ...] = ()
    cycles: tuple[Cycle, ...] = ()
    surface: Surface | None = None
    unfit: tuple[str, ...] = ()

    @property
    def upcoming(self) -> Cycle | None:
        """The first cycle after those begun of which nothing is given and that is neither over nor called off."""
        last = max((place for place, cycle in enumerate(self.cycles) if cycle.started is not None), default=-1)
        waiting = (cycle for cycle in self.cycles[last + 1 :] if cycle.status not in _NOT_TO_COME)
        return next((cycle for cycle in waiting if not cycle.given), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaveatToday:
    """What may make a value look better or worse than it is, and the facts that say so."""

    text: Words
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StepToday:
    """A reduced dose that a limit asks for, as published and as it is ordered for the next cycle (mg)."""

    drug: str
    amount: float
    unit: str
    ordered: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitToday:
    """One limit of a regimen on one day.

    `readings` are what was held against it, its own fact first; `missing` the facts that leave it unknown, `stale`
    those of them that are recorded and too old; `when` its own value was measured. `action` says what hold or reduce
    means, `release` what would end a hold (`again`: said of a limit that is met, too), `otherwise` who decides if it
    does not. `step_ordered` says whether the next cycle is ordered at the reduced dose; None where that can't be told.
    Where it is ordered so, `steps` are its doses and `reduced_since` the first cycle that was given so, None for none.
    `caveats` are those that hold today. `short` names each of several values, by the name of its fact.
    """

    course: str
    limit: str
    label: Words
    text: Words
    verdict: Verdict
    readings: tuple[Reading, ...]
    action: Words = field(default_factory=dict)
    release: Words = field(default_factory=dict)
    again: bool = False
    otherwise: Words = field(default_factory=dict)
    within: int | None = None
    sources: tuple[str, ...] = ()
    missing: tuple[FactId, ...] = ()
    stale: tuple[FactId, ...] = ()
    when: Moment | None = None
    step_ordered: bool | None = None
    steps: tuple[StepToday, ...] = ()
    reduced_since: int | None = None
    caveats: tuple[CaveatToday, ...] = ()
    short: Mapping[str, Words] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class EmergencyToday:
    """A rule of what must not wait; `happening` None where its value was not measured today."""

    rule: str
    fact: FactId
    text: Words
    also: Words
    deadline: Words
    happening: bool | None
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TreatmentDay:
    """The active courses of a patient on one day and everything that is judged of them.

    `undone` are doses that belong to no course that the record tells of.
    """

    as_of: date
    courses: tuple[Course, ...]
    limits: tuple[LimitToday, ...]
    emergencies: tuple[EmergencyToday, ...]
    sources: tuple[Source, ...] = ()
    undone: tuple[Dose, ...] = field(default=())
