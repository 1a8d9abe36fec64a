"""Options as cards, and which steps they belong to: the decisive systemic step first, the others below."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from bedside_app.domain.proposal import OptionState
from bedside_app.domain.summary import ShownOption, ShownSafety, ShownStep, Summary
from bedside_app.foundation.words import say
from bedside_app.ui.viewmodels.drug_names import drug_text
from bedside_app.ui.viewmodels.patient.screens.survival import People, benefit_of
from bedside_app.ui.viewmodels.shown import CaseShown, Sign, spoken_of

__all__ = [
    "CARDS",
    "Against",
    "CardReason",
    "OptionCard",
    "ReasonKind",
    "against_of",
    "asked_of",
    "card_of",
    "chosen_options",
    "condition_of",
    "figure_of",
    "first_reasons",
    "open_options",
    "option_title",
    "question_text",
    "systemic_steps",
    "unbroken",
    "within",
]

CARDS: Final = 3
_REASONS: Final = 4
_LETTERS: Final = "ABC"
_COMPARED: Final = tuple("<>≤≥")
_SIGN: Final = re.compile("([<>≤≥]) ")
_NAMES: Final = frozenset({"African", "Ann", "Charlson", "Gleason", "Karnofsky", "Nottingham", "Rai"})


class ReasonKind(StrEnum):
    """What a line of a card is: plus, minus, not known yet, or only a remark."""

    FOR = "for"
    AGAINST = "against"
    OPEN = "open"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class CardReason:
    """One line of a card. `spoken` says the kind in words."""

    kind: ReasonKind
    text: str
    spoken: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionCard:
    """An option as a card. Without `people`, `no_figure` says why there is no number; `more` counts the unspoken."""

    key: str
    letter: str
    title: str
    step: str
    sign: Sign
    people: People | None
    no_figure: str
    reasons: tuple[CardReason, ...]
    more: str
    action: str
    spoken: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Against:
    """What is excluded or lowered, and why. `options` share it; `title` names them all, `which` one, or how many."""

    title: str
    which: str
    why: str
    sign: Sign
    options: tuple[str, ...]
    spoken: str


def option_title(case: CaseShown, option: ShownOption) -> str:
    """Return the full INN of an option, its first letter a capital; a drug's name is never cut."""
    text = case.text(option.label) or option.name
    return drug_text(case, text[:1].upper() + text[1:])


def _is_open(option: ShownOption) -> bool:
    return option.state is not OptionState.EXCLUDED


def _is_systemic(step: ShownStep, options: Sequence[ShownOption]) -> bool:
    return any(option.step == step.id and option.primary == step.primary and option.regimen for option in options)


def systemic_steps(summary: Summary) -> tuple[ShownStep, ...]:
    """Return the drug steps that apply or may: first those whose facts are still asked, by the most decisive one."""
    steps = [step for step in summary.steps if step.applies is not False and _is_systemic(step, summary.options)]
    return tuple(sorted(steps, key=lambda step: _urgency(summary, step)))


def _urgency(summary: Summary, step: ShownStep) -> int:
    """Return the place of the most decisive fact that a step waits for; a step that waits for none comes last."""
    places = [at for at, missing in enumerate(summary.missing) if missing.fact in (*step.awaits, *step.missing)]
    return min(places, default=len(summary.missing))


def open_options(summary: Summary, step: ShownStep) -> tuple[ShownOption, ...]:
    """Return the options of a step that are not excluded: suggested, offered by rank, then those that wait."""
    mine = [one for one in summary.options if (one.step, one.primary) == (step.id, step.primary) and _is_open(one)]
    return tuple(sorted(mine, key=lambda one: (not one.suggested, one.state is OptionState.BLOCKED, one.rank)))


def chosen_options(summary: Summary) -> tuple[ShownOption, ...]:
    """Return up to three options for cards.

    Two of the most decisive step, one of each further drug step, then what is left in that order: so that the
    decision that is open is seen beside what is suggested whatever its answer.
    """
    piles = [list(open_options(summary, step)) for step in systemic_steps(summary)]
    dealt: list[ShownOption] = []
    for at, pile in enumerate(piles):
        for _ in range(min(len(pile), 2 if at == 0 else 1)):
            dealt.append(pile.pop(0))
    rest = [option for pile in piles for option in pile]
    return tuple([*dealt, *rest][:CARDS])


def within(label: str) -> str:
    """Return a label as it stands within a sentence: without its capital, unless that belongs to a name or a code."""
    first = label.partition(" ")[0]
    common = first.isalpha() and first[1:].islower() and first not in _NAMES
    return label[:1].lower() + label[1:] if common else label


def asked_of(case: CaseShown, label: str, answer: str) -> str:
    """Write a fact with a supposed answer: *score ≥ 26*, *frailty: yes*."""
    return f"{label} {unbroken(answer)}" if answer[:1] in _COMPARED else case.pair(label, answer)


def unbroken(answer: str) -> str:
    """Return an answer in which no line ends between a sign and its number."""
    return _SIGN.sub("\\1\u00a0", answer)


def condition_of(case: CaseShown, option: ShownOption) -> str:
    """Return the answer that would bring a waiting option forward, in words; "" where none is known."""
    missing = () if case.summary is None else case.summary.missing
    found = (
        asked_of(case, within(case.text(one.label)), case.text(decision.answer_text) or decision.answer)
        for one in missing
        if one.fact in option.missing
        for decision in one.decides
        if {f"{option.id}: suggested", f"{option.id}: offered"} & set(decision.changes)
    )
    return next(found, "")


def _card_sign(case: CaseShown, option: ShownOption) -> Sign:
    if option.suggested and not option.provided:
        return case.sign("suggested")
    if option.suggested:
        return case.sign("condition", condition=case.text(option.provided))
    if option.state is OptionState.BLOCKED:
        condition = condition_of(case, option)
        if condition:
            return case.sign("condition", condition=condition)
        return case.sign("missing", case.say("option.needs", missing=case.text(option.missing_text)))
    if option.reasons_against:
        return case.sign("lowered")
    return case.sign("possible")


def card_of(case: CaseShown, option: ShownOption, letter: str = "") -> OptionCard:
    """Return one option as a card: figure with what it counts, reasons for and against, what is not known."""
    people = figure_of(case, option)
    lines = tuple(_lines(case, option))
    sign, title = _card_sign(case, option), option_title(case, option)
    no_figure = "" if people is not None else case.say(f"option.no-figure.{option.state.value}")
    left, shown = len(lines) - _REASONS, lines[:_REASONS]
    head = f"{letter}. {title}" if letter else title
    figure = people.spoken if people is not None else no_figure
    return OptionCard(
        key=option.id,
        letter=letter,
        title=title,
        step=_step_title(case, option),
        sign=sign,
        people=people,
        no_figure=no_figure,
        reasons=lines,
        more=case.say("option.more", count=left) if left > 0 else "",
        action=case.say("option.why"),
        spoken=spoken_of([head, sign.word, figure, *(line.spoken for line in shown)]),
    )


def figure_of(case: CaseShown, option: ShownOption, years: int = 10) -> People | None:
    """Return the hundred people of an option's plan, with what its figure does not tell.

    A suggested drug that the model does not know is not counted. Of two cards with the same plan the later one says
    so: options of one step then differ in a way that the model does not know, and options of two steps belong together.
    """
    people = benefit_of(case, option, years)
    if people is None or case.summary is None:
        return people
    beside = (one for one in case.summary.options if one.suggested and one.primary == option.primary)
    unknown = [option_title(case, one) for one in (option, *beside) if one.regimen and not one.arm]
    told, same = [people.counts], ""
    if unknown:
        told.append(_said(case, "not-counted", names=", ".join(within(name) for name in dict.fromkeys(unknown))))
    cards = chosen_options(case.summary)
    for letter, other in zip(_LETTERS, cards[: cards.index(option)] if option in cards else (), strict=False):
        if other.arm == option.arm and other.outcomes:
            same = _said(case, "same-figure" if other.step == option.step else "same-plan", letter=letter)
            break
    told += [same] if same else []
    words = " ".join(told)
    return replace(people, counts=words, brief=same or words, spoken=spoken_of([people.spoken, *told[1:]]))


def first_reasons(card: OptionCard) -> tuple[tuple[ReasonKind, str], ...]:
    """Return the first reason of each kind for a card with little room; further ones of the kind are counted: *+ 2*."""
    kinds: dict[ReasonKind, list[str]] = {}
    for one in card.reasons:
        kinds.setdefault(one.kind, []).append(one.text)
    return tuple(
        (kind, texts[0] if len(texts) == 1 else f"{texts[0]}\u00a0+\u00a0{len(texts) - 1}")
        for kind, texts in kinds.items()
    )


def _said(case: CaseShown, code: str, **values: object) -> str:
    return say(f"therapy_section.{code}", case.language, values)


def _step_title(case: CaseShown, option: ShownOption) -> str:
    steps = () if case.summary is None else case.summary.steps
    return next((case.text(s.title) for s in steps if (s.id, s.primary) == (option.step, option.primary)), "")


def _lines(case: CaseShown, option: ShownOption) -> Iterator[CardReason]:
    """Yield one reason for and one against before the others, so that neither side crowds the other out."""
    sides = [
        [_line(case, ReasonKind.FOR, case.text(one.text)) for one in option.reasons_for],
        [_line(case, ReasonKind.AGAINST, case.text(one.brief or one.text)) for one in option.reasons_against],
        [_line(case, ReasonKind.OPEN, question_text(case, one)) for one in option.not_cleared],
    ]
    for side in sides:
        yield from side[:1]
    for side in (sides[1], sides[2], sides[0]):
        yield from side[1:]
    for note in option.notes:
        yield _line(case, ReasonKind.NOTE, case.text(note.text))


def question_text(case: CaseShown, rule: ShownSafety) -> str:
    """Return an open safety rule as what was not asked or not tested, never as if it were a diagnosis."""
    return drug_text(case, case.text(rule.question or rule.brief or rule.text))


def _line(case: CaseShown, kind: ReasonKind, text: str) -> CardReason:
    text = drug_text(case, text)
    return CardReason(kind=kind, text=text, spoken=case.say(f"option.spoken.{kind.value}", reason=text))


def against_of(case: CaseShown) -> tuple[Against, ...]:
    """Return what is excluded (hard stops before ranking) and lowered; options of one reason stand together."""
    summary = case.summary
    if summary is None:
        return ()
    rows: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for option in summary.options:
        if _is_open(option) and option.reasons_against:
            first = option.reasons_against[0]
            reason = drug_text(case, case.text(first.brief or first.text))
            rows.setdefault(("lowered", reason), []).append((option.id, option_title(case, option)))
    for exclusion in summary.exclusions:
        reason = "; ".join(drug_text(case, case.text(one.brief or one.text)) for one in exclusion.reasons[:1])
        label = case.text(exclusion.label) or exclusion.name
        status = "excluded" if exclusion.applicable else "not-applicable"
        rows.setdefault((status, reason), []).append((exclusion.option, drug_text(case, label[:1].upper() + label[1:])))
    return tuple(_against(case, status, why, named) for (status, why), named in rows.items())


def _against(case: CaseShown, status: str, why: str, named: Sequence[tuple[str, str]]) -> Against:
    applies = status != "not-applicable"
    sign = case.sign(status) if applies else case.sign("excluded", _said(case, "not-applicable"))
    title = "; ".join(label for _, label in named) if case.language == "en" else "\u202f; ".join(n for _, n in named)
    many = say("summary_section.which", case.language, {"count": len(named)})
    return Against(
        title=title,
        which=named[0][1] if len(named) == 1 else many,
        why=why,
        sign=sign,
        options=tuple(key for key, _ in named),
        spoken=spoken_of([case.pair(sign.word, title), why]),
    )
