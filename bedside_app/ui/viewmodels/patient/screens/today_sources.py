"""Where a figure of *Today* comes from: which part of the day a key names, and what its source shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bedside_app.domain.provenance import Provenance, Words
from bedside_app.domain.today import Today
from bedside_app.foundation.words import LANGUAGES, say
from bedside_app.ui.viewmodels.shown import SourceRef

__all__ = ["KIND", "Origin", "origin_of", "ref_to"]

KIND: Final = "today"


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """What stands behind one figure: its name, its value, when, where from, and the rule that it is held against."""

    label: Words
    value: Words
    when: str
    provenance: tuple[Provenance, ...]
    rule: Words
    citations: tuple[str, ...] = ()


def ref_to(part: str, *at: int) -> SourceRef:
    """Return the reference to one part of the day: `limit` 0, `dose` 1 0 (the first drug of the second cycle)."""
    return SourceRef(KIND, part, "/".join(str(one) for one in at))


def origin_of(today: Today, ref: SourceRef) -> Origin | None:
    """Return what stands behind a figure, None where the day has no such part (any more)."""
    found = _PARTS.get(ref.key)
    try:
        at = [int(one) for one in ref.part.split("/")] if ref.part else []
        return None if found is None else found(today, at)
    except (IndexError, ValueError):
        return None


def _origin(
    label: Words, value: Words, provenance: tuple[Provenance, ...], when: str = "", rule: Words | None = None
) -> Origin:
    return Origin(label=label, value=value, when=when, provenance=provenance, rule=rule or {})


def _both(text: str) -> Words:
    return dict.fromkeys(LANGUAGES, text)


def _said(code: str, **values: Words) -> Words:
    return {
        language: say(f"today.{code}", language, {name: words.get(language, "") for name, words in values.items()})
        for language in LANGUAGES
    }


def _limit(today: Today, at: Sequence[int]) -> Origin:
    one = today.limits[at[0]]
    return Origin(
        label=one.label,
        value=one.value or one.why,
        when=one.when,
        provenance=one.provenance,
        rule=one.limit,
        citations=one.citations,
    )


def _emergency(today: Today, _: Sequence[int]) -> Origin | None:
    one = today.emergency
    if one is None:
        return None
    return Origin(
        label=_said("sources.emergency"),
        value=one.now or one.text,
        when=one.when,
        provenance=one.provenance,
        rule=one.text,
        citations=one.citations,
    )


def _release(today: Today, at: Sequence[int]) -> Origin:
    one = today.released_by[at[0]]
    return _origin(_said("releases"), one.text, one.provenance, one.when)


def _plan(today: Today, at: Sequence[int]) -> Origin:
    one = today.plans[at[0]]
    return _origin(_said("sources.regimen"), one.regimen, one.provenance, one.ordered)


def _last(today: Today, _: Sequence[int]) -> Origin | None:
    one = today.last_dose
    return None if one is None else _origin(_said("sources.last"), one.text, one.provenance, one.date)


def _dose(today: Today, at: Sequence[int]) -> Origin:
    cycle = today.cycles[at[0]]
    one = cycle.doses[at[1]]
    label = _said("sources.dose", drug=one.name, cycle=_both("?" if cycle.number is None else str(cycle.number)))
    return _origin(label, one.given_text or one.ordered_text or one.planned_text, one.provenance, cycle.date, one.note)


def _cycle(today: Today, at: Sequence[int]) -> Origin:
    one = today.cycles[at[0]]
    return _origin(_said("doses"), one.state_text or one.reason, one.provenance, one.date)


def _support(today: Today, at: Sequence[int]) -> Origin:
    one = today.cycles[at[0]]
    return _origin(_said("sources.support"), one.support, one.support_provenance, one.date)


def _reason(today: Today, at: Sequence[int]) -> Origin:
    one = today.cycles[at[0]]
    return _origin(_said("sources.reason"), one.reason, one.reason_provenance, one.date)


def _sum(today: Today, at: Sequence[int]) -> Origin:
    one = today.cumulative[at[0]]
    value = {key: ", ".join(p for p in (one.text[key], one.per_m2_text.get(key, "")) if p) for key in one.text}
    return _origin(_said("sources.sum", drug=one.name), value, one.provenance, "", one.note or one.limit)


def _toxicity(today: Today, at: Sequence[int]) -> Origin:
    one = today.toxicities[at[0]]
    return _origin(one.label, one.text, one.provenance, one.when)


def _goal(today: Today, at: Sequence[int]) -> Origin:
    one = today.goals[at[0]]
    return _origin(one.label, one.text, one.provenance, one.date)


def _next(today: Today, at: Sequence[int]) -> Origin:
    one = today.next[at[0]]
    return _origin(_said("next"), one.text, one.provenance, one.date)


def _test(today: Today, at: Sequence[int]) -> Origin:
    one = today.open_tests[at[0]]
    return _origin(one.text, one.state, one.provenance, one.due)


def _call(today: Today, at: Sequence[int]) -> Origin:
    one = today.contacts[at[0]]
    return _origin(one.role, _both(one.phone), one.provenance)


_PARTS: Final[Mapping[str, Callable[[Today, Sequence[int]], Origin | None]]] = {
    "limit": _limit,
    "emergency": _emergency,
    "release": _release,
    "plan": _plan,
    "last": _last,
    "dose": _dose,
    "cycle": _cycle,
    "support": _support,
    "reason": _reason,
    "sum": _sum,
    "toxicity": _toxicity,
    "goal": _goal,
    "next": _next,
    "test": _test,
    "call": _call,
}
