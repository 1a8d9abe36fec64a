"""Other answers for one fact, and what the steps would then be: the one computation behind flips and missing tests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from decimal import Decimal
from typing import Final, TypeVar

from bedside_app.dictionary.conditions import Span
from bedside_app.dictionary.entries import Entry
from bedside_app.domain.fact import FactId, Scalar
from bedside_app.domain.moment import Moment
from bedside_app.therapy.reasoning.judgement import Judge, StepJudgement, enters
from bedside_app.therapy.reasoning.plan import Plan
from bedside_app.therapy.reasoning.situation import Situation
from bedside_app.therapy.schema import StepRule

__all__ = ["Answer", "Outcome", "WhatIf", "answers", "joined", "label"]

T = TypeVar("T")
MOST_ANSWERS: Final = 12  # of a coded fact with more, those that nothing compares are tried by one of them


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One supposed answer: a value (for a number one of a whole range), or items of a collection."""

    text: str
    values: Mapping[FactId, Scalar] = field(default_factory=dict)
    found: Mapping[tuple[FactId, str], bool] = field(default_factory=dict)
    span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """An answer, and the steps that it can change as they would then be; `leaves`: the pathway would not apply."""

    answer: Answer
    steps: Mapping[str, StepJudgement]
    leaves: bool = False


class WhatIf:
    """Asks a pathway again, one fact at a time. Each fact is asked once, however many options want to know."""

    def __init__(self, plan: Plan, situation: Situation, judge: Judge, steps: Iterable[StepRule]) -> None:
        self._plan = plan
        self._judge = judge
        self._situation = situation
        self._steps = tuple(steps)
        self._outcomes: dict[FactId, tuple[Outcome, ...]] = {}

    def outcomes(self, fact_id: FactId) -> tuple[Outcome, ...]:
        """Return what each other answer of a fact leads to."""
        if fact_id not in self._outcomes:
            self._outcomes[fact_id] = tuple(self._ask(fact_id))
        return self._outcomes[fact_id]

    def _ask(self, fact_id: FactId) -> Iterator[Outcome]:
        for answer in answers(fact_id, self._plan, self._situation) if self._plan.asking(fact_id) else ():
            supposed = self._situation.supposing(answer.values, answer.found)
            steps = self._judge.suppose(self._steps, supposed, fact_id)
            yield Outcome(answer=answer, steps=steps, leaves=enters(self._plan, supposed) is False)


def answers(fact_id: FactId, plan: Plan, situation: Situation) -> tuple[Answer, ...]:
    """Return the answers of a fact that can make a difference, without the one that is known already."""
    entry = plan.terms.dictionary.entry(fact_id)
    if entry.kind == "collection":
        return tuple(_items(fact_id, entry, plan, situation))
    current = situation.view.reading(fact_id).value
    if entry.answers:
        values: list[Scalar] = list(_codes(entry, plan))
    elif entry.kind == "boolean":
        values = [True, False]
    elif entry.kind == "text":
        values = [value for value in plan.compared(fact_id) if isinstance(value, str)]
    else:
        return tuple(_ranges(entry, plan))
    return tuple(Answer(text=_text(value), values={fact_id: value}) for value in values if value != current)


def _text(value: Scalar) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _codes(entry: Entry, plan: Plan) -> Iterator[Scalar]:
    compared = {_comparable(value) for value in plan.compared(entry.fact_id)}
    rest = 0
    for answer in entry.answers:
        named = _comparable(answer.value) in compared or entry.kind == "quantity"
        rest += not named
        if named or len(entry.answers) <= MOST_ANSWERS or rest == 1:
            yield answer.value


def _comparable(value: object) -> object:
    return float(value) if isinstance(value, int | float | Decimal) and not isinstance(value, bool) else value


def _ranges(entry: Entry, plan: Plan) -> Iterator[Answer]:
    """Yield one value on each threshold and one between each two, within what is plausible."""
    if entry.kind == "date":
        yield from _days(entry, plan)
        return
    low, high = entry.plausible if entry.plausible is not None else (None, None)
    above = [value for value in plan.thresholds(entry.fact_id) if low is None or value >= low]
    marks = [Decimal(repr(value)) for value in above if high is None or value <= high]
    for before, after in zip([None, *marks], [*marks, None], strict=True):
        if before is not None:
            yield _number(entry, Span(low=before, high=before, low_open=False, high_open=False))
        start = before if before is not None else None if low is None else Decimal(repr(low))
        end = after if after is not None else None if high is None else Decimal(repr(high))
        if marks and (start is None or end is None or start < end):
            yield _number(entry, Span(low=before, high=after), start, end)


def _number(entry: Entry, span: Span, start: Decimal | None = None, end: Decimal | None = None) -> Answer:
    if span.low is not None and span.low == span.high:
        value = span.low
    elif start is not None and end is not None:
        value = (start + end) / 2
    elif start is not None:
        value = start + 1
    else:
        value = (end if end is not None else Decimal(0)) - 1
    return Answer(text=label(span), values={entry.fact_id: float(value)}, span=span)


def _days(entry: Entry, plan: Plan) -> Iterator[Answer]:
    for moment in plan.compared(entry.fact_id):
        if isinstance(moment, Moment):
            for sign, day in (("<", moment.first_day - timedelta(days=1)), (">", moment.last_day + timedelta(days=1))):
                yield Answer(text=f"{sign} {moment.text}", values={entry.fact_id: day.isoformat()})


def _items(fact_id: FactId, entry: Entry, plan: Plan, situation: Situation) -> Iterator[Answer]:
    """Yield each item that conditions ask for as found, or not found where it is; where some are open, also none."""
    seen = situation.view.collection(fact_id)
    asked = plan.items(fact_id)
    for item in asked:
        if situation.found(fact_id, item):
            held = [member for member in sorted(entry.members(item)) if member in seen.present]
            yield Answer(text=f"not {item}", found={(fact_id, name): False for name in dict.fromkeys((item, *held))})
        else:
            yield Answer(text=item, found={(fact_id, item): True})
    absent = [item for item in asked if situation.found(fact_id, item) is None]
    if absent:
        yield Answer(text="none", found={(fact_id, item): False for item in absent})


def label(span: Span) -> str:
    """Write a range as every language reads it: `< 30`, `30`, `≥ 30, < 60`."""
    if span.low is not None and span.low == span.high:
        return _short(span.low)
    parts = []
    if span.low is not None:
        parts.append(f"{'>' if span.low_open else '≥'} {_short(span.low)}")
    if span.high is not None:
        parts.append(f"{'<' if span.high_open else '≤'} {_short(span.high)}")
    return ", ".join(parts)


def _short(number: Decimal) -> str:
    return f"{number.normalize():f}"


def joined(told: Iterable[tuple[Answer, T]]) -> Iterator[tuple[str, T]]:
    """Yield what each answer leads to, neighbouring ranges that lead to the same put together."""
    last: tuple[Answer, T] | None = None
    for answer, result in told:
        if last is not None and last[0].span is not None and answer.span is not None and last[1] == result:
            span = replace(last[0].span, high=answer.span.high, high_open=answer.span.high_open)
            last = (replace(answer, span=span, text=label(span)), result)
            continue
        if last is not None:
            yield last[0].text, last[1]
        last = (answer, result)
    if last is not None:
        yield last[0].text, last[1]
