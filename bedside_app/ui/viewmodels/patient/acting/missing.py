"""What is missing: the most decisive first, and what each answer would do before anything is typed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from bedside_app.domain.fact import FactId
from bedside_app.domain.summary import Decision, ShownMissing
from bedside_app.foundation.words import say
from bedside_app.ui.viewmodels.shown import CaseShown, Sign, label_of, spoken_of

__all__ = ["AnswerEffect", "Becomes", "Missing", "MissingRow", "missing_of", "missing_rows", "most_decisive"]


_STATES: Final = {
    "suggested": "suggested",
    "offered": "possible",
    "blocked": "missing",
    "excluded": "excluded",
    "not_offered": "refused",
    "lowered": "lowered",
    "cleared": "go",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingRow:
    """One unknown: why it is unknown, what it decides, and in a word how much."""

    fact: FactId
    primary: str
    label: str
    why: str
    decides: str
    sign: Sign
    spoken: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Becomes:
    """What options would become with an answer: the state in a sign, and the options by name."""

    sign: Sign
    options: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerEffect:
    """One answer and what it would do; `now` for *not known*, as it stands. `effects` are the same in sentences."""

    answer: str
    effects: tuple[str, ...]
    becomes: tuple[Becomes, ...] = ()
    now: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """The section: the list, the chosen unknown, and the table of its answers."""

    rows: tuple[MissingRow, ...]
    chosen: MissingRow | None
    effects: tuple[AnswerEffect, ...]
    asked_by: str
    caption: str
    empty: str


def missing_rows(case: CaseShown) -> tuple[MissingRow, ...]:
    """Return the unknowns in the order of the summary: most decisive first, those that would not change it last."""
    return () if case.summary is None else tuple(_row(case, one) for one in case.summary.missing)


def most_decisive(case: CaseShown) -> FactId | None:
    """Return the fact that `N` asks for: the first of the list."""
    rows = missing_rows(case)
    return rows[0].fact if rows else None


def missing_of(case: CaseShown, chosen: FactId | None = None) -> Missing:
    """Return the section with one unknown chosen, the most decisive where none is (or it is known by now).

    An unknown that no pathway asks for, but a model does, stands last while it is the chosen one.
    """
    asked = missing_rows(case)
    rows = (*asked, *_only_a_model_asks(case, chosen, asked))
    row = next((one for one in rows if one.fact == chosen), rows[0] if rows else None)
    items = () if case.summary is None else case.summary.missing
    one = next((item for item in items if row is not None and item.fact == row.fact), None)
    return Missing(
        rows=rows,
        chosen=row,
        effects=tuple(_effects(case, one)),
        asked_by=_asked_by(case, one),
        caption=case.say("missing.caption", count=len(asked)),
        empty=_empty(case, rows),
    )


def _empty(case: CaseShown, rows: tuple[MissingRow, ...]) -> str:
    if rows:
        return ""
    return case.say("state.computing-section" if case.summary is None else "missing.empty")


def _row(case: CaseShown, one: ShownMissing) -> MissingRow:
    label = case.text(one.label) or label_of(case, one.fact)
    why = case.text(one.unknown_text) or case.say("missing.partly")
    if not one.unknown:  # some of the list is known, and stands in the banner
        label = case.say("missing.others", label=label)
    touched = {change.partition(":")[0] for decision in one.decides for change in decision.changes}
    sign = _sign(case, one, len(touched))
    decides = "; ".join(_answer(case, decision) for decision in one.decides[:2]) or case.say("missing.no-change")
    decides = decides.replace("; ", "\u202f; ") if case.language == "fr" else decides
    return MissingRow(
        fact=one.fact,
        primary=one.primary,
        label=label,
        why=why,
        decides=decides,
        sign=sign,
        spoken=spoken_of([case.pair(label, why), sign.word, decides]),
    )


def _sign(case: CaseShown, one: ShownMissing, touched: int) -> Sign:
    if touched:
        return case.sign(
            "missing", case.say("missing.decides-one" if touched == 1 else "missing.decides", count=touched)
        )
    if one.asked_by:
        return case.sign("missing", case.say("missing.before"))
    return case.sign("possible", case.say("missing.would-not-change"))


def _answer(case: CaseShown, decision: Decision) -> str:
    answer = case.text(decision.answer_text) or decision.answer
    effects = ", ".join(case.text(effect) for effect in decision.effects[:1])
    more = len(decision.effects) - 1
    return case.pair(answer, effects) + (case.say("missing.and-more", count=more) if more > 0 else "")


def _only_a_model_asks(case: CaseShown, fact: FactId | None, rows: tuple[MissingRow, ...]) -> Iterator[MissingRow]:
    shown = None if fact is None else case.fact(fact)
    known = shown is not None and shown.value is not None
    if fact is None or case.summary is None or known or fact in {row.fact for row in rows} or case.entry(fact) is None:
        return
    sign, label = case.sign("possible", case.say("missing.would-not-change")), label_of(case, fact)
    why = case.text(shown.unknown_text) if shown is not None else ""
    model = say("entry_section.model-asks", case.language)
    yield MissingRow(
        fact=fact,
        primary="" if shown is None else shown.primary,
        label=label,
        why=why or case.say("banner.not-recorded"),
        decides=model,
        sign=sign,
        spoken=spoken_of([label, sign.word, model]),
    )


def _effects(case: CaseShown, one: ShownMissing | None) -> Iterator[AnswerEffect]:
    for decision in () if one is None else one.decides:
        effects = tuple(case.text(effect) for effect in decision.effects)
        answer = case.text(decision.answer_text) or decision.answer
        yield AnswerEffect(answer=answer, effects=effects, becomes=tuple(_becomes(case, decision)))
    yield AnswerEffect(answer=case.say("missing.not-known"), effects=(case.say("missing.stays"),), now=True)


def _becomes(case: CaseShown, decision: Decision) -> Iterator[Becomes]:
    """Yield the options by what they would become, in the order of the decision: the most decisive state first."""
    names = {} if case.summary is None else {one.id: case.text(one.label) for one in case.summary.options}
    states: dict[str, list[str]] = {}
    for change in decision.changes:
        option, _, state = (part.strip() for part in change.partition(":"))
        states.setdefault(state, []).append(names.get(option, option.replace("_", " ")))
    for state, options in states.items():
        word = case.say_or(f"therapy.becomes.{state}", state.replace("_", " "))
        sign = case.sign(_STATES.get(state, "possible"), word[:1].upper() + word[1:])
        yield Becomes(sign=sign, options=", ".join(options))


def _asked_by(case: CaseShown, one: ShownMissing | None) -> str:
    if one is None or case.summary is None:
        return ""
    labels = {option.id: case.text(option.label) for option in case.summary.options}
    named = ", ".join(labels.get(key, key.replace("_", " ")) for key in one.asked_by)
    return case.say("missing.asked-by", options=named) if named else ""
