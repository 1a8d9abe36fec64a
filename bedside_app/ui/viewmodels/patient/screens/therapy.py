"""Therapy: up to three options side by side, the steps beside the drug decision, what is lowered and excluded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from bedside_app.domain.summary import ShownDose, ShownOption, ShownStep, Summary
from bedside_app.report.phrases import regulatory_text
from bedside_app.ui.viewmodels.drug_names import drug_text
from bedside_app.ui.viewmodels.notices import Working, computing
from bedside_app.ui.viewmodels.patient.screens.options import (
    Against,
    OptionCard,
    ReasonKind,
    against_of,
    asked_of,
    card_of,
    chosen_options,
    figure_of,
    open_options,
    option_title,
    question_text,
    systemic_steps,
)
from bedside_app.ui.viewmodels.patient.screens.survival import People
from bedside_app.ui.viewmodels.shown import CaseShown, Figure, Sign, SourceRef, label_of, spoken_of

__all__ = ["DoseShown", "Line", "OtherStep", "Therapy", "TherapyColumn", "dose_shown", "therapy_of"]

_FLIPS: Final = 6
_LETTERS: Final = "ABC"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a cell; `kind` is its mark (plus, minus, question), `sources` the publications behind it."""

    kind: ReasonKind
    text: str
    spoken: str
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DoseShown:
    """One drug for this patient: amount, how it came about, what it still needs. Disabled off today."""

    drug: str
    name: str
    figure: Figure
    schedule: str
    arithmetic: str
    adjustments: tuple[str, ...]
    needs: str
    cumulative: str
    enabled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TherapyColumn:
    """One option: a column of the table."""

    card: OptionCard
    doses: tuple[DoseShown, ...]
    no_doses: str
    people: People | None
    no_figure: str
    harms: tuple[Line, ...]
    open: tuple[Line, ...]
    evidence: tuple[str, ...]
    because: tuple[Line, ...]
    flips: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherStep:
    """A step beside the table (radiotherapy, bone protection): what is suggested, what else is possible."""

    key: str
    title: str
    suggested: tuple[str, ...]
    possible: tuple[str, ...]
    waiting: tuple[str, ...]
    doses: tuple[DoseShown, ...]
    sign: Sign
    spoken: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Therapy:
    """The section."""

    columns: tuple[TherapyColumn, ...]
    rows: tuple[tuple[str, str], ...]
    condition: str
    others: tuple[OtherStep, ...]
    lowered: tuple[Against, ...]
    excluded: tuple[Against, ...]
    disabled: str
    empty: str
    working: Working | None


_ROWS: Final = ("doses", "benefit", "open", "harms", "evidence", "because", "flips")


def therapy_of(case: CaseShown, *, horizon: int = 10) -> Therapy:
    """Return the section. Off today the doses are disabled and it is said why; nothing stale is ever shown."""
    summary = case.summary
    options = () if summary is None else chosen_options(summary)
    against = against_of(case)
    return Therapy(
        columns=tuple(_column(case, one, letter, horizon) for one, letter in zip(options, _LETTERS, strict=False)),
        rows=tuple((row, case.say(f"therapy.row.{row}", years=horizon)) for row in _ROWS),
        condition=_condition(case, summary),
        others=() if summary is None else tuple(_others(case, summary, options)),
        lowered=tuple(one for one in against if one.sign.status == "lowered"),
        excluded=tuple(one for one in against if one.sign.status == "excluded"),
        disabled=case.say("therapy.disabled", day=case.day) if case.off_today else "",
        empty=case.say("therapy.empty") if summary is not None and not options else "",
        working=computing(case),
    )


def _condition(case: CaseShown, summary: Summary | None) -> str:
    """Say what the whole table waits for, "" where it waits for nothing."""
    steps = () if summary is None else systemic_steps(summary)
    waits = [fact for step in steps[:1] for fact in step.awaits]
    return case.say("therapy.awaits", facts=", ".join(label_of(case, fact) for fact in waits)) if waits else ""


def _column(case: CaseShown, option: ShownOption, letter: str, horizon: int) -> TherapyColumn:
    card = card_of(case, option, letter)
    people = figure_of(case, option, horizon)
    return TherapyColumn(
        card=card,
        doses=tuple(dose_shown(case, option, dose) for dose in option.dose),
        no_doses="" if option.dose else case.say("therapy.no-doses"),
        people=people,
        no_figure="" if people is not None else card.no_figure or case.say("therapy.no-figure", years=horizon),
        harms=tuple(_line(case, ReasonKind.NOTE, case.text(one.text), one.sources) for one in option.notes),
        open=tuple(_open(case, option)),
        evidence=tuple(_evidence(case, option)),
        because=tuple(_because(case, option)),
        flips=tuple(_flips(case, option)),
    )


def dose_shown(case: CaseShown, option: ShownOption, dose: ShownDose) -> DoseShown:
    """Return one dose. Without an amount it says what it needs; it is never a guess."""
    text, name, schedule = case.text(dose.text), drug_text(case, case.text(dose.name)), case.text(dose.schedule)
    ref = SourceRef("dose", option.id, dose.drug) if dose.amount is not None else None
    needs = ", ".join(label_of(case, fact) for fact in dose.missing)
    return DoseShown(
        drug=dose.drug,
        name=name,
        figure=Figure(
            text=text, source=ref, spoken=case.pair(name, ", ".join(part for part in (text, schedule) if part))
        ),
        schedule=schedule,
        arithmetic=drug_text(case, case.text(dose.arithmetic)),
        adjustments=tuple(drug_text(case, case.text(one.text)) for one in dose.adjustments),
        needs=case.say("therapy.needs", facts=needs) if needs else "",
        cumulative=case.text(dose.cumulative),
        enabled=not case.off_today and not case.read_only and dose.amount is not None,
    )


def _line(case: CaseShown, kind: ReasonKind, text: str, sources: Sequence[str] = ()) -> Line:
    text = drug_text(case, text)
    return Line(
        kind=kind, text=text, spoken=case.say(f"option.spoken.{kind.value}", reason=text), sources=tuple(sources)
    )


def _open(case: CaseShown, option: ShownOption) -> Iterator[Line]:
    """Yield what was not asked or not tested yet, and must be before the first dose: never called clear."""
    for safety in option.not_cleared:
        yield _line(case, ReasonKind.OPEN, question_text(case, safety), safety.sources)


def _evidence(case: CaseShown, option: ShownOption) -> Iterator[str]:
    """Yield the three axes, never merged, then the published figures."""
    evidence = option.evidence
    if evidence.guideline:
        yield case.say("therapy.guideline", level=evidence.guideline)
    if evidence.actionability:
        yield case.say("therapy.actionability", level=evidence.actionability)
    for one in evidence.regulatory:
        yield regulatory_text(one.region, one.status, one.date, case.language)
    for figure in evidence.figures:
        yield drug_text(case, case.text(figure))
    if not option.evidence.figures:
        yield case.say("therapy.no-effect-size")


def _because(case: CaseShown, option: ShownOption) -> Iterator[Line]:
    for reason in option.reasons_for:
        yield _line(case, ReasonKind.FOR, case.text(reason.text), reason.sources)
    for reason in option.reasons_against:
        yield _line(case, ReasonKind.AGAINST, case.text(reason.text), reason.sources)
    if option.missing:
        yield _line(case, ReasonKind.OPEN, case.say("option.needs", missing=case.text(option.missing_text)))


def _flips(case: CaseShown, option: ShownOption) -> Iterator[str]:
    """Yield what would change the option: unknowns first, for they can still be answered otherwise."""
    facts = option.proof.facts
    ordered = sorted(option.proof.flips, key=lambda flip: facts.get(flip.fact) is not None)
    for flip in ordered[:_FLIPS]:
        asked = asked_of(case, case.text(flip.label), case.text(flip.answer_text) or flip.answer)
        becomes = case.say_or(f"therapy.becomes.{flip.becomes}", flip.becomes.replace("_", " "))
        yield f"{asked} → {becomes}"


def _others(case: CaseShown, summary: Summary, columns: Sequence[ShownOption]) -> Iterator[OtherStep]:
    """Yield the steps that apply and are not wholly in the table, in clinical order."""
    shown = {option.id for option in columns}
    for step in summary.steps:
        if step.applies is not False and (mine := open_options(summary, step)):
            rest = [option for option in mine if option.id not in shown]
            if rest:
                yield _other(case, step, rest)


def _other(case: CaseShown, step: ShownStep, options: Sequence[ShownOption]) -> OtherStep:
    named: dict[str, list[str]] = {"suggested": [], "possible": [], "waiting": []}
    for option in options:
        key = "suggested" if option.suggested else "waiting" if option.state.value == "blocked" else "possible"
        named[key].append(option_title(case, option))
    condition = next((case.text(one.provided) for one in options if one.suggested and one.provided), "")
    status = "suggested" if named["suggested"] else "missing" if step.applies is None else "possible"
    title = case.text(step.title)
    sign = case.sign("condition", condition=condition) if condition else case.sign(status)
    doses = tuple(dose_shown(case, one, dose) for one in options if one.suggested for dose in one.dose)
    first = named["suggested"] or named["possible"] or named["waiting"]
    return OtherStep(
        key=step.id,
        title=title,
        suggested=tuple(named["suggested"]),
        possible=tuple(named["possible"]),
        waiting=tuple(named["waiting"]),
        doses=doses,
        sign=sign,
        spoken=spoken_of([title, sign.word, *first, *(dose.figure.spoken for dose in doses)]),
    )
