"""Today as plain lines: the verdict, why, each limit beside its value, doses, what comes next, whom to call."""

from __future__ import annotations

from collections.abc import Iterator

from bedside_app.cli.output import table
from bedside_app.domain.provenance import Words
from bedside_app.domain.today import CycleShown, Limit, Today
from bedside_app.foundation.words import Language, say

__all__ = ["today_lines"]


def today_lines(today: Today, language: Language) -> Iterator[str]:
    """Yield the day of a patient under treatment; every verdict is a suggestion."""
    emergency = today.emergency
    if emergency is not None:
        mark = "!" if emergency.happening else "·"
        yield f"{mark} {emergency.text[language]}. {emergency.also[language]}. {emergency.deadline[language]}."
    yield f"{_of(today.headline, language)}. {_of(today.because, language)} ({_of(today.suggestion, language)})"
    for release in today.released_by:
        sign = {True: "✓", False: "○", None: "?"}[release.met]
        yield f"  {sign} {release.text[language]}"
    for note in (today.release_note, today.otherwise):
        if note:
            yield f"  {note[language]}"
    for plan in today.plans:
        parts = [plan.regimen, plan.intent, plan.line, plan.now, plan.note]
        yield " · ".join(part[language] for part in parts if part)
    yield from (f"  {line}" for line in table([_row(limit, language) for limit in today.limits]))
    yield from (f"  {_cycle(cycle, language)}" for cycle in today.cycles)
    for one in today.contacts:
        if one.phone:
            yield f"  {one.role[language]}: {one.phone} {_of(one.hours, language)}".rstrip()


def _row(limit: Limit, language: Language) -> tuple[str, ...]:
    verdict = say(f"treatment.verdict.{limit.verdict}", language)
    why = _of(limit.why, language)
    return (
        f"[{verdict}]",
        limit.label[language],
        _of(limit.value, language) or "–",
        limit.limit[language],
        " · ".join(part for part in (limit.when[:10], _of(limit.grade, language), why) if part),
    )


def _cycle(cycle: CycleShown, language: Language) -> str:
    doses = []
    for dose in cycle.doses:
        given = _of(dose.given_text, language) or "–"
        percent = "" if dose.percent is None else f" ({dose.percent}\u00a0%)"
        ordered = _of(dose.ordered_text, language)
        order = f", {say('treatment.dose.ordered', language, {'dose': ordered})}" if ordered and not dose.given else ""
        doses.append(f"{dose.name[language]} {_of(dose.planned_text, language) or '–'} → {given}{percent}{order}")
    support = f"G-CSF: {_of(cycle.support, language)}" if cycle.support else ""
    told = ["; ".join(doses), _of(cycle.state_text, language), support, _of(cycle.reason, language)]
    return " · ".join([f"{cycle.number or '?'}", cycle.date or "–", *filter(None, told)])


def _of(words: Words, language: Language) -> str:
    return words.get(language, "")
