"""The courses of treatment that a record tells of: plan, cycles, doses ordered and given. Nothing is guessed.

A dose belongs to the cycle that its order or the record names; one that names none belongs to the cycle whose days hold
it, and only in the one active course whose regimen has its drug. Whatever stays over is told apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, TypedDict

from bedside_app.dictionary.entries import MEDICINES, fold
from bedside_app.dictionary.units import IncompatibleUnit, UnknownUnit, to_canonical
from bedside_app.dictionary.view import View
from bedside_app.domain.fact import Fact, FactId, Presence
from bedside_app.domain.moment import Moment
from bedside_app.domain.provenance import Words
from bedside_app.domain.treatment import Course, CourseDrug, Cycle, Dose, Surface
from bedside_app.therapy.knowledge import Knowledge
from bedside_app.therapy.reasoning.dosing import HEIGHT, WEIGHT, dubois, mosteller
from bedside_app.therapy.schema import Regimen, RegimenDrug

__all__ = ["active_courses"]

PLAN: Final = FactId("treatment_plan")
CYCLE: Final = FactId("treatment_cycle")
DOSE: Final = FactId("treatment_dose")

_ADDRESS: Final = "urn:bedside:regimen:"
_GROWTH_FACTOR: Final = "g_csf"
_ACTIVE: Final = frozenset({"active", "on-hold"})
_ENDED: Final = frozenset({"completed", "revoked"})
_FORMULAS: Final = {"mosteller": (mosteller, "Mosteller"), "dubois": (dubois, "Du Bois")}


def active_courses(view: View, knowledge: Knowledge) -> tuple[tuple[Course, ...], tuple[Dose, ...]]:
    """Return the courses that are active on the view's day, in the order of their start, and doses of no course."""
    plans = [fact for fact in _once(view.facts(PLAN)) if _is_active(fact, view.as_of)]
    plans.sort(key=lambda fact: (_text(fact, "start") or "9999", _text(fact, "key")))
    doses = [_dose(fact) for fact in _once(view.facts(DOSE))]
    homes = _homes(doses)
    courses = []
    for plan in plans:
        builder = _Builder(plan, view, knowledge)
        own = [dose for dose in doses if homes[_text(dose.fact, "key")] in builder.keys]
        loose = [dose for dose in doses if not homes[_text(dose.fact, "key")] and len(plans) == 1]
        courses.append(builder.course(own, [dose for dose in loose if builder.may_hold(dose)]))
    told = {id(dose.fact) for course in courses for dose in _all_doses(course)}
    given = [dose for dose in doses if dose.given is not None and id(dose.fact) not in told]
    return tuple(courses), tuple(dose for dose in given if not homes[_text(dose.fact, "key")])


def _once(facts: Iterable[Fact]) -> list[Fact]:
    """Return facts without those that a second file tells again: the same key means the same order or dose."""
    kept: dict[str, Fact] = {}
    for fact in facts:
        kept.setdefault(_text(fact, "key") or f"{fact.origin.name}/{fact.origin.place}", fact)
    return list(kept.values())


def _is_active(plan: Fact, as_of: date) -> bool:
    """Whether a plan was under way on the day: it had begun or was ordered, and had not ended.

    A plan whose end is recorded was active until that day, whatever its state is now.
    """
    status, end = _text(plan, "status"), _moment(plan, "end")
    over = end is not None and end.last_day < as_of
    return not over and (status in _ACTIVE or (status in _ENDED and end is not None))


def _homes(doses: Sequence[Dose]) -> dict[str, str]:
    """Return for each dose the key of the plan or cycle that it names, by itself or through its order; "" for none."""
    plans = {_text(dose.fact, "key"): _text(dose.fact, "plan") for dose in doses}
    return {
        key: plan or plans.get(_text(dose.fact, "order"), "")
        for dose, (key, plan) in zip(doses, plans.items(), strict=True)
    }


def _dose(fact: Fact) -> Dose:
    amount = fact.detail.get("dose")
    number = float(amount) if isinstance(amount, int | float) and not isinstance(amount, bool) else None
    unit = _text(fact, "dose_unit")
    is_administration = _text(fact, "record") == "administration"
    was_given = fact.presence is Presence.PRESENT and _text(fact, "status") not in ("stopped", "unknown")
    return Dose(
        drug=str(fact.value),
        label=_text(fact, "drug") or str(fact.value),
        amount=number,
        unit=unit,
        milligrams=_milligrams(number, unit),
        given=was_given if is_administration else None,
        fact=fact,
        day=_moment(fact, "date"),
        reason=_text(fact, "reason"),
    )


def _milligrams(amount: float | None, unit: str) -> float | None:
    """Return a dose in mg; None for no dose, no unit, or a unit that is no mass: one drug's mL is another's mg."""
    if amount is None or not unit:
        return None
    try:
        return to_canonical(repr(amount), unit, "mg", {})
    except (UnknownUnit, IncompatibleUnit):
        return None


def _text(fact: Fact, name: str) -> str:
    return str(fact.detail.get(name, ""))


def _moment(fact: Fact, name: str) -> Moment | None:
    text = _text(fact, name)
    return Moment(text) if text else None


def _all_doses(course: Course) -> Iterable[Dose]:
    yield from course.planned
    for cycle in course.cycles:
        yield from (*cycle.orders, *cycle.given, *cycle.support)


class _OfRegimen(TypedDict, total=False):
    """The fields of a course that the regimen file fills."""

    name: Words
    version: str
    cycle_count: int | None
    cycle_days: int | None
    drugs: tuple[CourseDrug, ...]


@dataclass(slots=True)
class _Days:
    """One cycle while it is put together."""

    key: str
    number: int | None
    due: Moment | None
    status: str
    reason: str
    fact: Fact | None
    doses: list[Dose]


class _Builder:
    """Puts one course together."""

    def __init__(self, plan: Fact, view: View, knowledge: Knowledge) -> None:
        self.plan = plan
        self.view = view
        self.knowledge = knowledge
        self.key = _text(plan, "key")
        self.regimen = _regimen(plan, knowledge)
        facts = [fact for fact in _once(view.facts(CYCLE)) if _text(fact, "plan") == self.key]
        self.cycles = [_days(fact, view.as_of) for fact in facts]
        self.cycles.sort(key=lambda one: (one.number or 99, one.due.text if one.due is not None else "9999"))
        self.keys = frozenset({self.key, *(cycle.key for cycle in self.cycles)})

    def may_hold(self, dose: Dose) -> bool:
        """Whether a dose that names no course can only be of this one: its drug, and a day within the plan."""
        start = _moment(self.plan, "start")
        if dose.given is None or dose.day is None or start is None or dose.day.first_day < start.first_day:
            return False
        drugs = {drug.drug for drug in self.regimen.drugs} if self.regimen is not None else set()
        return dose.drug in drugs or (self._is_support(dose) and self.regimen is not None)

    def course(self, own: Sequence[Dose], loose: Sequence[Dose]) -> Course:
        """Return the course with its doses in their cycles."""
        homes = {_text(dose.fact, "key"): _text(dose.fact, "plan") for dose in own}
        unfit = self._unfit(own)
        by_key = {cycle.key: cycle for cycle in self.cycles}
        planned = [dose for dose in own if dose.given is None and homes[_text(dose.fact, "key")] == self.key]
        for dose in (*own, *loose):
            if dose in planned:
                continue
            named = by_key.get(self._named(dose, own))
            (named or self._by_day(dose)).doses.append(dose)
        return Course(
            key=self.key,
            title=str(self.plan.value),
            regimen="" if self.regimen is None or unfit else self.regimen.id,
            status=_text(self.plan, "status"),
            fact=self.plan,
            **self._of_regimen(unfit),
            intents=tuple(filter(None, _text(self.plan, "intent").split(","))),
            intent_text=_text(self.plan, "intent_text"),
            line=_text(self.plan, "line"),
            planned=tuple(planned),
            cycles=tuple(self._cycle(one) for one in sorted(self.cycles, key=_place)),
            surface=self._surface(),
            unfit=unfit,
        )

    def _of_regimen(self, unfit: tuple[str, ...]) -> _OfRegimen:
        """Return what the regimen file says of the course; nothing where it is another regimen."""
        regimen = self.regimen
        if regimen is None or unfit:
            return {}
        cycle = regimen.cycle
        return {
            "name": regimen.name,
            "version": regimen.version,
            "cycle_count": cycle.count if cycle is not None else None,
            "cycle_days": cycle.days if cycle is not None else None,
            "drugs": tuple(self._drug(drug) for drug in regimen.drugs),
        }

    def _drug(self, drug: RegimenDrug) -> CourseDrug:
        known, limit = self.knowledge.drugs[drug.drug], drug.cumulative
        return CourseDrug(
            drug=drug.drug,
            name={language: _tall(name, known.tall_man) for language, name in known.name.items()},
            days=max(len(drug.days), 1),
            limit=None if limit is None else limit.limit,
            limit_unit="" if limit is None else limit.unit,
        )

    def _unfit(self, own: Sequence[Dose]) -> tuple[str, ...]:
        """Return the anticancer drugs that are ordered or given under the plan and that its regimen does not hold."""
        if self.regimen is None:
            return ()
        held = {drug.drug for drug in self.regimen.drugs}
        return tuple(sorted({dose.drug for dose in own if dose.drug not in held and not self._is_support(dose)}))

    def _named(self, dose: Dose, own: Sequence[Dose]) -> str:
        plan = _text(dose.fact, "plan")
        orders = {_text(one.fact, "key"): _text(one.fact, "plan") for one in own}
        return plan or orders.get(_text(dose.fact, "order"), "")

    def _by_day(self, dose: Dose) -> _Days:
        """Return the cycle whose days hold a dose; else a cycle of its day, without a number."""
        if dose.day is not None:
            day = dose.day.first_day
            begun = [one for one in self.cycles if one.fact and one.due is not None and one.due.first_day <= day]
            within = [one for one in begun if (end := _moment_of(one.fact, "end")) is None or day <= end.last_day]
            if within:
                return max(within, key=lambda one: one.due.text if one.due is not None else "")
        for one in self.cycles:
            if one.fact is None and _same_day(one.due, dose.day):
                return one
        made = _Days(key="", number=None, due=dose.day, status="", reason="", fact=None, doses=[])
        self.cycles.append(made)
        return made

    def _cycle(self, days: _Days) -> Cycle:
        support = [dose for dose in days.doses if self._is_support(dose)]
        main = [dose for dose in days.doses if dose not in support]
        return Cycle(
            number=days.number,
            due=days.due,
            status=days.status,
            reason=days.reason,
            orders=tuple(dose for dose in main if dose.given is None),
            given=tuple(dose for dose in main if dose.given is not None),
            support=tuple(support),
            fact=days.fact,
        )

    def _is_support(self, dose: Dose) -> bool:
        items = self.view.dictionary.entry(MEDICINES).items
        return any(item.value == dose.drug and _GROWTH_FACTOR in item.groups for item in items)

    def _surface(self) -> Surface | None:
        """Return the body surface on the day the plan was made, else on the day it began."""
        formula, name = _FORMULAS[self.regimen.bsa if self.regimen is not None else "mosteller"]
        for at in (self.plan.effective, _moment(self.plan, "start")):
            if at is None or at.first_day > self.view.as_of:
                continue
            then = View(self.view.record, self.view.dictionary, as_of=at.last_day, primary=self.view.primary)
            height, weight = then.reading(HEIGHT), then.reading(WEIGHT)
            if isinstance(height.value, int | float) and isinstance(weight.value, int | float):
                m2 = formula(float(height.value), float(weight.value))
                return Surface(m2=m2, formula=name, height=height.facts[0], weight=weight.facts[0])
        return None


def _days(fact: Fact, as_of: date) -> _Days:
    """Return one cycle without doses. Seen from a day before it begins, nothing of it can be over yet."""
    number, due, status = fact.detail.get("number"), _moment(fact, "start"), _text(fact, "status")
    is_to_come = due is not None and due.first_day > as_of
    return _Days(
        key=_text(fact, "key"),
        number=number if isinstance(number, int) else None,
        due=due,
        status="" if is_to_come and status == "completed" else status,
        reason="" if is_to_come else _text(fact, "reason"),
        fact=fact,
        doses=[],
    )


def _moment_of(fact: Fact | None, name: str) -> Moment | None:
    return None if fact is None else _moment(fact, name)


def _place(days: _Days) -> tuple[str, int]:
    return (days.due.text[:10] if days.due is not None else "9999", days.number or 99)


def _same_day(one: Moment | None, other: Moment | None) -> bool:
    return (one is None and other is None) or (
        one is not None and other is not None and one.first_day == other.first_day
    )


def _regimen(plan: Fact, knowledge: Knowledge) -> Regimen | None:
    """Return the regimen that a plan follows: by our own address of it, else by a whole name.

    A short name of somebody else's protocol is no address: TC is docetaxel here and paclitaxel there.
    """
    protocol = _text(plan, "protocol").partition("|")[0]
    if protocol.startswith(_ADDRESS):
        return knowledge.regimens.get(protocol.removeprefix(_ADDRESS))
    title = _plain(str(plan.value))
    found = [
        one
        for one in knowledge.regimens.values()
        if title in {_plain(name) for name in (*one.names, *one.name.values())}
    ]
    return found[0] if len(found) == 1 else None


def _tall(name: str, pattern: str) -> str:
    """Return a name with the capitals of its tall-man form, in any language that writes it with as many letters."""
    if len(name) != len(pattern):
        return name
    return "".join(letter.upper() if tall.isupper() else letter for letter, tall in zip(name, pattern, strict=True))


def _plain(name: str) -> str:
    return fold(name.replace("–", "-").replace("‑", "-"))
