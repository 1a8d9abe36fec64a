"""What changed: the latest value of each measured fact against the one before it, and what calls it worse or better."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from bedside_app.dictionary.conditions import Facts, parse
from bedside_app.dictionary.entries import Entry
from bedside_app.domain.fact import Fact, Status
from bedside_app.domain.summary import Change, ChangeKind
from bedside_app.foundation.words import LANGUAGES, number
from bedside_app.report.parts.facts import Case, fact_shown, short_label
from bedside_app.report.phrases import Words, both, quantity

__all__ = ["changes_of", "grade_of"]

Range = tuple[float | None, float | None]


def changes_of(case: Case) -> tuple[Change, ...]:
    """Return the change of every quantity measured on two days, those with a meaning first, then the largest."""
    series: dict[tuple[str, str], list[Fact]] = {}
    for fact in _counted(case):
        series.setdefault((str(fact.id), _subject(fact)), []).append(fact)
    found = [change for facts in series.values() if (change := _change(case, facts)) is not None]
    order = {ChangeKind.WORSE: 0, ChangeKind.BETTER: 1, ChangeKind.CHANGED: 2}
    return tuple(sorted(found, key=lambda change: (order[change.kind], -_size(change), change.label["en"])))


def _size(change: Change) -> float:
    """Return the change as a share of the earlier value, so that values of different units can be put in order."""
    before, after = change.earlier.value, change.latest.value
    if not isinstance(before, int | float) or not isinstance(after, int | float) or before == 0:
        return 0.0
    return round(abs(after - before) / abs(before), 6)


def _counted(case: Case) -> Iterable[Fact]:
    """Yield the numbers that can be compared: dated to the day, not withdrawn, not after the day, no bound."""
    for fact in case.record.facts:
        entry = case.entry(fact.id)
        if (
            entry is not None
            and entry.kind == "quantity"
            and not entry.answers
            and isinstance(fact.value, int | float)
            and not isinstance(fact.value, bool)
            and fact.comparator is None
            and fact.status is not Status.WITHDRAWN
            and fact.effective is not None
            and fact.effective.precision not in ("year", "month")
            and fact.effective.first_day <= case.as_of
        ):
            yield fact


def _subject(fact: Fact) -> str:
    """Tell apart what a fact is about: two specimens or lesions are no course of one value."""
    return f"{fact.about.subject}:{fact.about.key}:{fact.about.side or ''}"


def _change(case: Case, facts: list[Fact]) -> Change | None:
    ordered = sorted(facts, key=_sort_key)
    latest = ordered[-1]
    days = {fact.effective.first_day for fact in ordered if fact.effective is not None}
    earlier = [fact for fact in ordered if fact.effective and latest.effective and _day(fact) < _day(latest)]
    same_day = [fact for fact in ordered if _day(fact) == _day(latest) and fact.value != latest.value]
    if len(days) < 2 or not earlier or earlier[-1].value == latest.value or _unordered(same_day, latest):
        return None
    return _judged(case, earlier[-1], latest)


def _sort_key(fact: Fact) -> tuple[object, ...]:
    return fact.effective.sort_key() if fact.effective is not None else ()


def _day(fact: Fact) -> str:
    return "" if fact.effective is None else fact.effective.first_day.isoformat()


def _unordered(others: list[Fact], latest: Fact) -> bool:
    """Whether another value of the latest day contradicts it without a time that puts them in order."""
    return any(_sort_key(fact) == _sort_key(latest) for fact in others)


def _judged(case: Case, earlier: Fact, latest: Fact) -> Change:
    entry = case.dictionary.entry(latest.id)
    kind, why = _meaning(entry, earlier, latest)
    return Change(
        fact=latest.id,
        primary=case.primary_of(latest),
        label=short_label(case, latest.id),
        earlier=fact_shown(case, earlier),
        latest=fact_shown(case, latest),
        direction="up" if _number(latest) > _number(earlier) else "down",
        kind=kind,
        why=why,
    )


def _number(fact: Fact) -> float:
    return float(fact.value) if isinstance(fact.value, int | float) else 0.0


def _meaning(entry: Entry, earlier: Fact, latest: Fact) -> tuple[ChangeKind, Words]:
    """Ask the CTCAE grade first, then the reference range; where neither speaks, a change is only a change."""
    grades = grade_of(entry, earlier), grade_of(entry, latest)
    if grades[0] is not None and grades[1] is not None and grades[0] != grades[1]:
        kind = ChangeKind.WORSE if grades[1] > grades[0] else ChangeKind.BETTER
        return kind, both("report.change.grade", {"earlier": grades[0], "latest": grades[1]})
    before, after = _outside(entry, earlier), _outside(entry, latest)
    if before is None or after is None or before == after:
        return ChangeKind.CHANGED, {}
    if before * after < 0:  # from one side of the range to the other: neither nearer nor further
        return ChangeKind.CHANGED, {}
    return _by_range(before, after, _range(entry, latest), entry.unit)


def _by_range(before: float, after: float, reference: Range, unit: str) -> tuple[ChangeKind, Words]:
    low, high = reference
    if before == 0 and (low is None or high is None):  # a limit on one side alone is said as such
        limit = low if low is not None else high
        shown = {language: quantity(limit or 0.0, unit, language) for language in LANGUAGES}
        return ChangeKind.WORSE, both(f"report.change.{'below' if after < 0 else 'above'}", {"limit": shown})
    if abs(after) > abs(before):
        kind, code = ChangeKind.WORSE, "range-left" if before == 0 else "range-further"
    else:
        kind, code = ChangeKind.BETTER, "range-back" if after == 0 else "range-nearer"
    return kind, both(f"report.change.{code}", {"range": _range_text(reference)})


def _range_text(reference: Range) -> Words:
    low, high = reference
    if low is not None and high is not None:
        return {language: f"{number(low, language)}–{number(high, language)}" for language in LANGUAGES}
    sign, bound = ("≤", high) if high is not None else ("≥", low)
    return {language: f"{sign} {number(bound or 0.0, language)}" for language in LANGUAGES}


def _range(entry: Entry, fact: Fact) -> Range:
    """Return the laboratory's own range, else the common one of the dictionary."""
    if fact.reference_low is not None or fact.reference_high is not None:
        return fact.reference_low, fact.reference_high
    return entry.reference if entry.reference is not None else (None, None)


def _outside(entry: Entry, fact: Fact) -> float | None:
    """Return how far a value lies below (negative) or above the reference range, 0 inside it, None without one."""
    low, high = _range(entry, fact)
    value = _number(fact)
    if low is None and high is None:
        return None
    if low is not None and value < low:
        return value - low
    if high is not None and value > high:
        return value - high
    return 0.0


def grade_of(entry: Entry, fact: Fact) -> int | None:
    """Return the CTCAE v5 grade of one value, 0 for none, None where there is no rule or it cannot be answered."""
    if entry.ctcae is None or not isinstance(fact.value, int | float) or isinstance(fact.value, bool):
        return None
    low, high = _range(entry, fact)
    known = {"value": float(fact.value), "lln": low, "uln": high}
    asked = Facts({name: Decimal(repr(float(value))) for name, value in known.items() if value is not None})
    for grade in sorted(entry.ctcae.grades, key=lambda rule: rule.grade, reverse=True):
        holds = parse(grade.when).evaluate(asked)
        if holds is None:
            return None
        if holds:
            return grade.grade
    return 0
