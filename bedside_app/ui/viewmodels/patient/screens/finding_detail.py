"""A finding opened: its number with what it rests on, or why there is none; and the card of the model beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from bedside_app.domain.fact import FactId
from bedside_app.domain.summary import FoundState, ShownFinding, UsedValue
from bedside_app.foundation.words import catalogue, number, say
from bedside_app.report.phrases import unit_text
from bedside_app.ui.viewmodels.notices import Notice
from bedside_app.ui.viewmodels.patient.screens.findings import FindingRow, finding_key, grouped, notice_of, row_of
from bedside_app.ui.viewmodels.patient.screens.horizons import HorizonTable, horizons_of
from bedside_app.ui.viewmodels.patient.screens.model_card import ModelCard, model_card_of, packs_of
from bedside_app.ui.viewmodels.patient.screens.survival import People, horizon_of, people_of, survival_values
from bedside_app.ui.viewmodels.shown import CaseShown, Figure, SourceRef

__all__ = ["Bar", "FindingDetail", "InputShown", "finding_detail"]

_HARD: Final = "\u00a0"
_LEAST: Final = 5e-4  # a contribution that three decimals would show as 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """What one input adds to a score, in the pack's own unit."""

    label: str
    value: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InputShown:
    """One value that the model used; an `assumed` one is not the patient's, the publication fills it in."""

    label: str
    value: Figure
    assumed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingDetail:
    """A finding opened. `notice` stands in place of the number; `card` None: this version's card is not here.

    `of_values`: it is a number that a model made of values, so that it can be asked with others.
    `others` are what the same run of the model gave besides, each at the same horizon.
    """

    row: FindingRow
    notice: Notice | None
    people: People | None
    horizons: HorizonTable | None
    bars: tuple[Bar, ...]
    scale: str
    inputs: tuple[InputShown, ...]
    treatments: tuple[InputShown, ...]
    others: tuple[InputShown, ...]
    uncertainty: str
    conditions: tuple[str, ...]
    citations: tuple[str, ...]
    pack: str
    pack_id: str
    version: str
    provider: str
    card: ModelCard | None
    of_values: bool = False


def finding_detail(case: CaseShown, key: str, *, horizon: int = 10) -> FindingDetail | None:
    """Return one finding opened, None where the summary of the day has no such one."""
    if case.summary is None:
        return None
    group = grouped(case.summary.findings).get(key, [])
    row = row_of(case, group, horizon) if group else None
    if row is None:
        return None
    one = next((one for one in group if row.figure.source and one.output == row.figure.source.part), group[0])
    pack = packs_of(case.summary).get(one.pack)
    card = None if pack is None else model_card_of(case, pack)
    inputs, treatments = _inputs(case, one, card)
    return FindingDetail(
        row=row,
        notice=None if one.state is FoundState.DONE else notice_of(case, one),
        people=_people(case, group, one, horizon),
        horizons=horizons_of(case, group, horizon),
        bars=tuple(_bars(case, one)),
        scale=_scale(case, one, card),
        inputs=inputs,
        treatments=treatments,
        others=tuple(_others(case, one, horizon)),
        uncertainty=case.text(one.uncertainty),
        conditions=tuple(case.text(words) for words in one.provided),
        citations=one.citations,
        pack=case.say("findings.pack", title=case.text(one.title), version=one.version),
        pack_id=one.pack,
        version=one.version,
        provider=_provider(case, one.provider),
        card=card,
        of_values=pack is not None and not pack.takes_pictures and one.state is FoundState.DONE,
    )


def _others(case: CaseShown, one: ShownFinding, horizon: int) -> Iterator[InputShown]:
    """Yield the other results of the same run, each with its own source."""
    found = () if case.summary is None else case.summary.findings
    run = (one.primary, one.pack, one.arm)
    of_the_run = [f for f in found if (f.primary, f.pack, f.arm) == run and f.state is FoundState.DONE]
    for key, group in grouped(of_the_run).items():
        row = row_of(case, group, horizon)
        if row is not None and key != finding_key(one):
            text = f"{row.figure.text} · {row.interval}" if row.interval else row.figure.text
            yield InputShown(label=row.title, value=replace(row.figure, text=text))


def _provider(case: CaseShown, provider: str) -> str:
    """Return what really ran the model; a provider that has no word here stands by its own name."""
    if not provider:
        return say("model_card.not-run", case.language)
    code = f"model_card.providers.{provider}"
    return say(code, case.language) if code in catalogue(case.language) else provider


def _scale(case: CaseShown, one: ShownFinding, card: ModelCard | None) -> str:
    """Name the scale of the contributions: a bar without its unit would say nothing."""
    if not one.contributions:
        return ""
    if card is None or not card.scale:
        return say("model_card.no-scale", case.language)
    return say("model_card.scale", case.language, {"scale": card.scale})


def _inputs(
    case: CaseShown, one: ShownFinding, card: ModelCard | None
) -> tuple[tuple[InputShown, ...], tuple[InputShown, ...]]:
    """Return the values of the patient and the treatments that were counted."""
    treatments = frozenset[str]() if card is None else card.treatments
    facts: Mapping[str, FactId] = {} if card is None else card.facts
    shown = [
        (
            used.name in treatments,
            InputShown(label=_input_label(case, used), value=_input(case, used, facts), assumed=used.assumed),
        )
        for used in one.inputs
    ]
    return tuple(it for given, it in shown if not given), tuple(it for given, it in shown if given)


def _people(case: CaseShown, group: Sequence[ShownFinding], one: ShownFinding, horizon: int) -> People | None:
    if horizon_of(one.output) is None:
        return None
    ref = SourceRef("finding", finding_key(one), one.output)
    values = survival_values(group, horizon)
    return people_of(case, values, horizon, case.text(one.arm_text), case.text(one.interval_text), ref)


def _bars(case: CaseShown, one: ShownFinding) -> Iterator[Bar]:
    """Yield the exact contributions, the largest first; those that add nothing are left out."""
    labels = {used.name: _input_label(case, used) for used in one.inputs}
    for name, value in sorted(one.contributions.items(), key=lambda item: -abs(item[1])):
        if abs(value) >= _LEAST:
            text = ("+" if value > 0 else "") + number(value, case.language, 3)
            yield Bar(label=labels.get(name, name.replace("_", " ")), value=value, text=text)


def _input_label(case: CaseShown, used: UsedValue) -> str:
    """Return the label of an input; a treatment that a pack counts has its word here."""
    return case.say_or(f"findings.treatment.{used.name}", case.text(used.label))


def _input(case: CaseShown, used: UsedValue, facts: Mapping[str, FactId]) -> Figure:
    """Write a value so that it opens its source, where the record has one; what is assumed has none."""
    fact = facts.get(used.name, FactId(used.name))
    shown = None if used.assumed else case.fact(fact)
    has_source = shown is not None and bool(shown.provenance)
    return Figure(text=_written(case, used, fact), source=SourceRef("fact", fact) if has_source else None)


def _written(case: CaseShown, used: UsedValue, fact: FactId) -> str:
    """Write a value with the unit that the pack took it in; a code by its words."""
    value = used.value
    if isinstance(value, bool):
        return case.say("findings.yes" if value else "findings.no")
    entry = case.entry(fact)
    if entry is not None and entry.answers:
        return entry.answer_label(value, case.language)
    if not isinstance(value, int | float):
        return case.say_or(f"findings.value.{value}", value)
    unit = unit_text(used.unit, case.language) if used.unit not in ("", "1") else ""
    return f"{number(value, case.language)}{_HARD}{unit}" if unit else number(value, case.language)
